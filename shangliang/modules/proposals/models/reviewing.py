"""审查: the panel with its groups, and what each of them said of a proposal."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.sessions import Category, Session
from shangliang.modules.proposals.models.writing import Proposal


class PanelGroup(models.Model):
    """审查组：one group of the panel of a session, for some classes of proposals (经济组 …)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.CASCADE, related_name="panel")
    name = models.CharField(_("组名"), max_length=40)
    categories = models.ManyToManyField(Category, blank=True, related_name="panel_groups")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["session", "name"], name="panel_group_once")]

    def __str__(self) -> str:
        return self.name


class PanelSeat(models.Model):
    """审查组成员：somebody of the committee, or lent by a department for the session (抽调骨干)."""

    group = models.ForeignKey(PanelGroup, models.CASCADE, related_name="seats")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    lent_by = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    leads = models.BooleanField(_("组长"), default=False)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        ordering = ["-leads", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(until=None), name="panel_seat_once"
            ),
            models.CheckConstraint(
                name="panel_seat_forwards", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return self.person.name


class Review(models.Model):
    """审查意见：what one person said at one stage. Never changed; who thinks otherwise later says so again."""

    class Stage(models.TextChoices):
        FIRST = "first", _("初审")
        SECOND = "second", _("复审")
        JOINT = "joint", _("联审")

    class Advice(models.TextChoices):
        FILE = "file", _("建议立案")
        MERGE = "merge", _("建议并案")
        NOT_FILE = "not_file", _("建议不立案")
        REVISE = "revise", _("建议退回修改")

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews")
    version = models.PositiveSmallIntegerField()  # of the words that were read: a new version is read anew
    stage = models.CharField(_("环节"), max_length=6, choices=Stage.choices)
    advice = models.CharField(_("意见"), max_length=8, choices=Advice.choices)
    # 三查 (DOMAIN 1.4 [W31])
    qualified = models.BooleanField(_("提案者资格合格"))
    content_fit = models.BooleanField(_("内容合格"))
    form_fit = models.BooleanField(_("格式合格"))
    note = models.TextField(_("说明"), blank=True)
    lead = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # whom it would fit
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version", "stage", "person"], name="review_once"),
            models.CheckConstraint(
                name="review_against_says_why",
                condition=Q(advice="file", qualified=True, content_fit=True, form_fit=True) | ~Q(note=""),
            ),
        ]
        triggers = [pgtrigger.Protect(name="review_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.get_stage_display()} {self.get_advice_display()}"
