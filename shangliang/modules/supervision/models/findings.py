"""监督意见: what was found, what its department does about it, and whether that held."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.briefs.models import Brief
from shangliang.modules.handling.models import Dispatch, Item
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.supervision.models.activities import Activity, Team
from shangliang.modules.supervision.models.supervisions import Matter, Supervision

# The department knows of it. What is only noted is the team's own.
WITH_DEPARTMENT = ["sent", "answered", "claimed", "failed", "passed"]


class Finding(Staged):
    """问题和意见：problem, basis, advice, department, deadline, rectification, re-check (DOMAIN 4)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="findings")
    order = models.PositiveSmallIntegerField(_("序号"))
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="findings")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, blank=True, related_name="findings")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, blank=True, related_name="findings")
    finder = models.ForeignKey(Person, models.PROTECT, related_name="findings")
    department = models.ForeignKey(Unit, models.PROTECT, related_name="findings", verbose_name=_("责任单位"))
    title = models.CharField(_("问题"), max_length=120)
    problem = models.TextField(_("情况"))
    basis = models.TextField(_("依据"), blank=True)
    advice = models.TextField(_("建议"))
    rectify_by = models.DateField(_("整改期限"), null=True, blank=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="findings")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="+")
    earlier = models.ManyToManyField(
        Dispatch, blank=True, related_name="+"
    )  # handlings that did not settle it
    round = models.PositiveSmallIntegerField(_("整改轮次"), default=1)
    # said by the department
    responsible = models.CharField(_("整改责任人"), max_length=60, blank=True)
    measures = models.TextField(_("整改措施"), blank=True)
    # 转社情民意: only as the finder wishes
    consented_at = models.DateTimeField(null=True, blank=True)
    brief = models.ForeignKey(Brief, models.PROTECT, null=True, blank=True, related_name="findings")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "order"], name="finding_order"),
            models.CheckConstraint(
                name="finding_sent_has_dispatch_and_day",
                condition=~Q(state__in=WITH_DEPARTMENT) | Q(dispatch__isnull=False, rectify_by__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_claimed_says_what_was_done",
                condition=~Q(state__in=["claimed", "passed"]) | (~Q(measures="") & ~Q(responsible="")),
            ),
            models.CheckConstraint(
                name="finding_briefed_with_consent",
                condition=~Q(state="briefed") | Q(brief__isnull=False, consented_at__isnull=False),
            ),
            models.CheckConstraint(
                name="finding_has_words", condition=~Q(title="") & ~Q(problem="") & ~Q(advice="")
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="finding_board"),
            models.Index(fields=["department", "state"], name="finding_of_department"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="finding_words_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.state <> 'noted'"),
                func="""
                    IF (NEW.title, NEW.problem, NEW.basis, NEW.advice, NEW.department_id)
                       IS DISTINCT FROM (OLD.title, OLD.problem, OLD.basis, OLD.advice, OLD.department_id)
                    THEN RAISE EXCEPTION 'a finding stays as it was sent: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("supervision:finding", self.pk)


class Proof(models.Model):
    """整改佐证：what the department shows, by round."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="proofs")
    round = models.PositiveSmallIntegerField()
    text = models.TextField(_("说明"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(name="proof_says_what", condition=~Q(text=""))]
        triggers = [pgtrigger.Protect(name="proof_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text[:60]


class Recheck(models.Model):
    """复核：somebody of the team saw whether it was put right."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="rechecks")
    round = models.PositiveSmallIntegerField()
    passes = models.BooleanField(_("通过"))
    text = models.TextField(_("复核情况"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "round"], name="recheck_once_a_round"),
            models.CheckConstraint(name="recheck_says_what", condition=~Q(text="")),
        ]
        triggers = [pgtrigger.Protect(name="recheck_stays", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.text[:60]


class FollowUp(Staged):
    """回头看：going back half a year and a year after a supervision was closed."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    supervision = models.ForeignKey(Supervision, models.PROTECT, related_name="follow_ups")
    round = models.PositiveSmallIntegerField(_("第几次"))
    due_on = models.DateField(_("应在此前进行"))
    held_on = models.DateField(_("进行日期"), null=True, blank=True)
    notes = models.TextField(_("看到的情况"), blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["supervision", "round"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "round"], name="follow_up_round"),
            models.CheckConstraint(
                name="follow_up_held_says_what",
                condition=~Q(state="held") | (~Q(notes="") & Q(held_on__isnull=False, person__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "due_on"], name="follow_up_board")]

    def __str__(self) -> str:
        return _("%(title)s 第 %(round)d 次回头看") % {"title": self.supervision, "round": self.round}

    def get_absolute_url(self) -> str:
        return links.to("supervision:follow_up", self.pk)


class FollowUpResult(models.Model):
    """One finding as it was found again."""

    class Result(models.TextChoices):
        KEPT = "kept", _("保持住了")
        PARTLY = "partly", _("部分保持")
        SLIPPED = "slipped", _("反弹")

    follow_up = models.ForeignKey(FollowUp, models.CASCADE, related_name="results")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="follow_ups")
    result = models.CharField(_("结果"), max_length=8, choices=Result.choices)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["finding__order"]
        constraints = [
            models.UniqueConstraint(fields=["follow_up", "finding"], name="follow_up_result_once"),
            models.CheckConstraint(
                name="follow_up_result_says_why", condition=Q(result="kept") | ~Q(note="")
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="follow_up_result_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return self.get_result_display()
