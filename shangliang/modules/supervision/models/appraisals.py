"""民主评议部门: departments appraised in session, by secret ballot.

The roll says who has voted, a ballot says what was voted; nothing joins them (kernel.ballots).
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import ballots, links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

_ONLY_WHILE_OPEN = (
    ballots.state_of("supervision_appraisal", "appraisal_id")
    + """
    IF TG_OP = 'UPDATE' OR now_is IS DISTINCT FROM 'open' THEN
        RAISE EXCEPTION 'ballots are cast and shuffled only while the ballot is open';
    END IF;"""
    + ballots.ALLOW
)
_ROLL_STAYS = ballots.roll_stays("supervision_appraisal", "appraisal_id")


class Choice(models.TextChoices):
    SATISFIED = "satisfied", _("满意")
    BASICALLY = "basically", _("基本满意")
    DISSATISFIED = "dissatisfied", _("不满意")


class Appraisal(Staged):
    """民主评议：one ballot on several departments."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="appraisals")
    title = models.CharField(_("题目"), max_length=120)
    meeting = models.CharField(_("在哪次会议上"), max_length=120)
    about = models.TextField(_("评议什么"), blank=True)
    held_on = models.DateField(_("日期"))
    quorum = models.PositiveSmallIntegerField(_("有效票数下限"))
    # Known at the close, and only then.
    cast = models.PositiveSmallIntegerField(_("收回票数"), null=True, blank=True)
    digest = models.CharField(_("全部选票的校验值"), max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="appraisal_has_quorum", condition=Q(quorum__gte=1)),
            models.CheckConstraint(
                name="appraisal_counted_at_the_close",
                # Counting and closing are two statements of one transaction: `open` sees both sides of it.
                condition=(Q(state__in=["counted", "published"], cast__gte=F("quorum")) & ~Q(digest=""))
                | Q(state="void", cast__lt=F("quorum"), digest="")
                | Q(state__in=["draft", "cancelled"], cast=None, digest="")
                | Q(state="open"),
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="appraisal_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("supervision:appraisal", self.pk)

    def public_url(self) -> str:
        return links.to("portal:appraisal", self.pk)


class Appraised(models.Model):
    """被评议部门 with its three numbers, which are there only after the close."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="departments")
    order = models.PositiveSmallIntegerField()
    department = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    satisfied = models.PositiveSmallIntegerField(_("满意"), null=True, blank=True)
    basically = models.PositiveSmallIntegerField(_("基本满意"), null=True, blank=True)
    dissatisfied = models.PositiveSmallIntegerField(_("不满意"), null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "department"], name="appraised_once"),
            models.CheckConstraint(
                name="appraised_all_three_or_none",
                condition=Q(satisfied=None, basically=None, dissatisfied=None)
                | Q(satisfied__isnull=False, basically__isnull=False, dissatisfied__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.department)


class RollEntry(models.Model):
    """有投票资格的人: only whether she has voted, not when."""

    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["appraisal", "person"], name="roll_entry_once")]
        triggers = [ballots.trigger("roll_stays", _ROLL_STAYS)]

    def __str__(self) -> str:
        return self.person.name


class Ballot(models.Model):
    """选票. content: code of a department → {"choice": …, "remark": …}. receipt: known to its voter alone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    appraisal = models.ForeignKey(Appraisal, models.CASCADE, related_name="ballots")
    receipt = models.CharField(max_length=16)
    content = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["appraisal", "receipt"], name="ballot_receipt"),
        ]
        triggers = [ballots.trigger("ballot_stays", _ONLY_WHILE_OPEN)]

    def __str__(self) -> str:
        return self.receipt
