from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.modules.handling.models.dispatches import Assignment
from shangliang.modules.handling.models.promises import Promise
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Urging(models.Model):
    """催办函：one letter to one department about everything it owes on that day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # in whose name
    to = models.ForeignKey(Unit, models.PROTECT, related_name="urgings")
    number = models.CharField(_("编号"), max_length=40)
    sender = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="urging_number")]

    def __str__(self) -> str:
        return _("%(number)s 致%(unit)s") % {"number": self.number, "unit": self.to}

    def get_absolute_url(self) -> str:
        return links.to("handling:urging", self.pk)


class UrgingLine(models.Model):
    """One thing owed, as it stood when the letter was written."""

    urging = models.ForeignKey(Urging, models.CASCADE, related_name="lines")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="urged")
    promise = models.ForeignKey(Promise, models.PROTECT, null=True, blank=True, related_name="urged")
    due_on = models.DateField()
    days = models.PositiveIntegerField(_("逾期天数"))

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["urging", "assignment", "promise"], nulls_distinct=False, name="urged_once"
            ),
            models.CheckConstraint(name="urged_when_late", condition=Q(days__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.urging_id} {self.assignment_id}"
