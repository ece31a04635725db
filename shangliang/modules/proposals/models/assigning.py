"""预交办: departments are asked before a proposal is handed to them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.handling.models import Assignment
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import Proposal


class PreAssignment(Staged):
    """预交办：one department is asked whether a proposal is its own, in which part; it agrees or objects."""

    Part = Assignment.Part

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="pre_assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who is asked
    part = models.CharField(_("拟分工"), max_length=8, choices=Assignment.Part.choices)
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+"
    )  # who answered
    note = models.TextField(_("意见"), blank=True)
    instead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # whom it names
    ruling = models.TextField(_("裁定"), blank=True)
    ruler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "unit"],
                condition=~Q(state__in=["replaced", "void"]),
                name="pre_assigned_once",
            ),
            models.CheckConstraint(
                name="pre_assignment_objection_says_why", condition=~Q(state="objected") | ~Q(note="")
            ),
            models.CheckConstraint(
                name="pre_assignment_ruled_by",
                condition=~Q(state="upheld") | (Q(ruler__isnull=False) & ~Q(ruling="")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="pre_assignment_desk")]

    def __str__(self) -> str:
        return f"{self.proposal}（{self.unit}）"

    def get_absolute_url(self) -> str:
        return links.to("proposals:asked", self.pk)
