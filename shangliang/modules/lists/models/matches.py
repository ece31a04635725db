from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.lists.models.asks import DeptAsk
from shangliang.modules.lists.models.campaigns import Campaign
from shangliang.modules.lists.models.concerns import MemberConcern
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Comparison(models.Model):
    """比对：one run of the matching over a campaign's two lists: asked for, under way (`done` of `total` concerns),
    done or failed; what it read and found. It runs outside requests, and one at a time for a campaign.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="comparisons")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=80, blank=True)  # the name of the fault; the log has the rest
    concerns = models.PositiveIntegerField(default=0)
    asks = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    alike = models.PositiveIntegerField(default=0)  # concerns that look like an earlier one

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(done_at=None, failed=""), name="list_comparison_runs_once"
            ),
            models.CheckConstraint(name="list_comparison_counts", condition=Q(done__lte=F("total"))),
            models.CheckConstraint(
                name="list_comparison_ends_once", condition=Q(done_at=None) | Q(failed="", done=F("total"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"

    @property
    def runs(self) -> bool:
        return self.done_at is None and not self.failed


class Candidate(models.Model):
    """可能对上的一对：found by the comparison, best first; a person confirms or refuses it."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="candidates")
    concern = models.ForeignKey(MemberConcern, models.CASCADE, related_name="candidates")
    ask = models.ForeignKey(DeptAsk, models.CASCADE, related_name="candidates")
    score = models.PositiveSmallIntegerField()  # thousandths
    why = models.CharField(max_length=300, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-score", "id"]
        constraints = [models.UniqueConstraint(fields=["concern", "ask"], name="list_candidate_once")]
        indexes = [
            models.Index(
                fields=["campaign", "-score", "id"], condition=Q(refused_at=None), name="list_candidate_desk"
            )
        ]

    def __str__(self) -> str:
        return f"{self.concern_id} × {self.ask_id}"


class Match(Staged):
    """对接：a concern and an ask that a person has joined; both sides know each other and the next step."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="matches")
    concern = models.ForeignKey(MemberConcern, models.PROTECT, related_name="matches")
    ask = models.ForeignKey(DeptAsk, models.PROTECT, related_name="matches")
    score = models.PositiveSmallIntegerField(default=0)
    why = models.CharField(_("为什么"), max_length=300, blank=True)
    member_contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    dept_contact = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    next_step = models.CharField(_("下一步"), max_length=200, blank=True)
    next_on = models.DateField(_("下一步日期"), null=True, blank=True)
    outcome = models.TextField(_("对接结果"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "ask"], condition=~Q(state="dissolved"), name="list_match_once"
            ),
            models.CheckConstraint(
                name="linked_list_match_has_contacts",
                condition=~Q(state="linked")
                | (Q(member_contact__isnull=False, dept_contact__isnull=False, next_on__isnull=False)
                   & ~Q(next_step="")),
            ),
            models.CheckConstraint(
                name="settled_list_match_says_what", condition=~Q(state="settled") | ~Q(outcome="")
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["campaign", "state", "-id"], name="list_match_board"),
            models.Index(fields=["ask", "state"], name="list_match_ask"),
        ]

    def __str__(self) -> str:
        return _("%(concern)s × %(ask)s") % {"concern": self.concern.title, "ask": self.ask.title}

    def get_absolute_url(self) -> str:
        return links.to("lists:match", self.pk)
