"""评选表扬: the year's good proposals and commended departments, chosen in the open steps (DOMAIN 1.10)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import Proposal


class AwardRound(Staged):
    """评选：one year's choice of good proposals, or of commended departments (SYSTEMS 39)."""

    class Kind(models.TextChoices):
        PROPOSALS = "proposals", _("年度好提案")
        DEPARTMENTS = "departments", _("先进承办单位")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="award_rounds")
    kind = models.CharField(_("评什么"), max_length=12, choices=Kind.choices)
    since = models.DateField(_("起"))  # what was filed, or answered, from this day
    until = models.DateField(_("止"))  # to this one
    title = models.CharField(_("名称"), max_length=80)
    jury = models.ManyToManyField(Person, blank=True, related_name="+")
    published_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "kind", "until"], condition=~Q(state="stopped"), name="award_round_once"
            ),
            models.CheckConstraint(name="award_round_forwards", condition=Q(until__gt=F("since"))),
            models.CheckConstraint(
                name="award_round_published_on",
                condition=~Q(state="published") | Q(published_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("proposals:award", self.pk)


class Nominee(models.Model):
    """候选：one proposal or one department, why it was named, and what was decided with which reason."""

    round = models.ForeignKey(AwardRound, models.PROTECT, related_name="nominees")
    proposal = models.ForeignKey(Proposal, models.PROTECT, null=True, blank=True, related_name="nominations")
    department = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(_("推荐理由"), max_length=1000)
    named_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    chosen = models.BooleanField(_("入选"), null=True, blank=True)
    reason = models.TextField(_("决定的理由"), max_length=1000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["round", "proposal"], name="nominee_proposal_once"),
            models.UniqueConstraint(fields=["round", "department"], name="nominee_department_once"),
            models.CheckConstraint(
                name="nominee_is_one",
                condition=Q(proposal__isnull=False, department=None)
                | Q(proposal=None, department__isnull=False),
            ),
            models.CheckConstraint(name="nominee_decided_says_why", condition=Q(chosen=None) | ~Q(reason="")),
        ]

    def __str__(self) -> str:
        return str(self.proposal or self.department)


class AwardVote(models.Model):
    """评委的票：one juror's yes or no to one candidate; the newest counts."""

    nominee = models.ForeignKey(Nominee, models.PROTECT, related_name="votes")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    yes = models.BooleanField(_("赞成"))
    note = models.CharField(_("理由"), max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["nominee", "person"], name="award_vote_once")]

    def __str__(self) -> str:
        return f"{self.nominee} {self.person}"
