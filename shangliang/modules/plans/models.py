from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic


class EventType(models.TextChoices):
    """协商活动类型 (DOMAIN 3.1)."""

    PLENARY = "plenary", _("全体会议协商")
    STANDING = "standing_thematic", _("专题议政性常委会会议")
    THEMATIC = "thematic", _("专题协商会")
    MONTHLY = "monthly", _("月度协商座谈会")
    COUNTERPART = "counterpart", _("对口协商")
    SECTOR = "sector", _("界别协商")
    HANDLING = "proposal_handling", _("提案办理协商")
    REMOTE = "remote", _("远程协商")
    LOCAL = "local", _("镇街属地协商")
    MICRO = "micro", _("微协商")
    ONSITE = "onsite", _("现场协商")
    BRIEFING = "briefing", _("政情通报会")
    SUGGESTION = "group_suggestion", _("分组讨论建议答复")


# The offices that issue the plan together (三办联合印发), in the order of their names on the paper.
JOINT_OFFICES = (Unit.Kind.PARTY, Unit.Kind.GOVERNMENT, Unit.Kind.OFFICE)


class Plan(Staged):
    """年度协商计划 of one committee and year."""

    OPEN = ("drafting", "consulting")  # items come, go and change freely
    APPROVING = ("party_group", "party_review", "joint")  # what is being approved stays as it is

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="plans")
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("名称"), max_length=120)
    number = models.CharField(_("文号"), max_length=60, blank=True)
    issued_on = models.DateField(_("印发日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "year"], name="plan_once"),
            models.CheckConstraint(
                name="issued_has_number",
                condition=~Q(state__in=["issued", "closed"]) | (~Q(number="") & Q(issued_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("plans:plan", self.pk)


class PlanItem(Staged):
    """计划题目：one topic in the plan, with its month, kind, leader and offices."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="items")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the plan's
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="plan_items")
    title = models.CharField(_("题目"), max_length=120)
    type = models.CharField(_("类型"), max_length=20, choices=EventType.choices)
    month = models.PositiveSmallIntegerField(_("月份"))
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="led_items")
    committee = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    departments = models.ManyToManyField(Unit, blank=True, related_name="+")
    supervising = models.BooleanField(_("监督性议题"), default=False)
    added_late = models.BooleanField(_("临时增补"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "topic"], condition=~Q(state="dropped"), name="plan_item_once"
            ),
            models.CheckConstraint(name="plan_month", condition=Q(month__gte=1, month__lte=12)),
        ]
        indexes = [models.Index(fields=["plan", "month"], name="plan_calendar")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("plans:item", self.pk)


class Round(models.Model):
    """征题座谈：one of the three rounds in which the draft is talked over."""

    class With(models.TextChoices):
        PARTIES = "parties", _("民主党派、工商联和人民团体")
        COUNTIES = "counties", _("县（市、区）政协")
        DEPARTMENTS = "departments", _("党政部门")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="rounds")
    held_with = models.CharField(_("座谈对象"), max_length=12, choices=With.choices)
    held_on = models.DateField(_("日期"))
    note = models.TextField(_("主要意见"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "held_with"], name="round_once")]

    def __str__(self) -> str:
        return self.get_held_with_display()


class Signature(Staged):
    """会签：asked of one of the three offices when the plan is approved; it has its own clock and its own desk."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="signatures")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the office
    title = models.CharField(max_length=120, editable=False)  # the plan's, for lists
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "unit"], condition=~Q(state="void"), name="signature_once"
            ),
            models.CheckConstraint(
                name="signed_by_somebody",
                condition=~Q(state="signed") | Q(person__isnull=False, at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("plans:plan", self.plan_id)


class Change(models.Model):
    """调整：what was changed in an item after the plan was issued, and why."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="changes")
    what = models.CharField(_("调整内容"), max_length=300)
    reason = models.TextField(_("理由"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="change_has_reason", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.what
