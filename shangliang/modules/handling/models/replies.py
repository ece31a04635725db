from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.handling.models.dispatches import Assignment, Item
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Norm(models.TextChoices):
    """What a result means everywhere, whatever letter a place gives it (DOMAIN 1.8)."""

    SOLVED = "solved", _("已解决")
    IN_PROGRESS = "in_progress", _("正在解决")
    PLANNED = "planned", _("列入计划")
    DEFERRED = "deferred", _("条件所限，暂缓")
    REFERENCE = "reference", _("留作参考")


class Adoption(models.TextChoices):
    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    REFERENCE = "reference", _("留作参考")
    REJECTED = "rejected", _("不采纳")


class Reply(models.Model):
    """答复：the text an answering department gives; one row a version, the latest counts."""

    Norm = Norm
    Adoption = Adoption

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="replies")
    version = models.PositiveSmallIntegerField(_("版次"))
    text = models.TextField(_("答复"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption.choices)
    norm = models.CharField(_("办理结果"), max_length=12, choices=Norm.choices)
    # The place's own letter for it and what it meant there on that day, e.g. "B" "正在解决或列入规划".
    grade = models.CharField(_("结果类别"), max_length=4, blank=True)
    grade_label = models.CharField(max_length=60, blank=True)
    reason = models.TextField(_("不采纳的理由"), blank=True)
    letter_no = models.CharField(_("发文字号"), max_length=60, blank=True)
    signer = models.CharField(_("签发人"), max_length=60, blank=True)
    office = models.CharField(_("联系人和办公电话"), max_length=120, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)  # passed the check: the asker sees it

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="reply_version"),
            models.CheckConstraint(
                name="rejection_has_reason", condition=~Q(adoption="rejected") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} v{self.version}"

    @property
    def by_item(self) -> list[ItemAnswer]:
        """The answers to the items in their order, as they were fetched with it."""
        return list(self.answers.all())

    @property
    def said(self) -> list[Countersign]:
        """What the helping departments said of this version, as it was fetched with it."""
        return [c for c in self.countersigns.all() if c.state not in {"void", "asked"}]


class ItemAnswer(models.Model):
    """逐条回应：what this version of the reply says to one item."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="answers")
    item = models.ForeignKey(Item, models.CASCADE, related_name="answers")
    text = models.TextField(_("回应"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption.choices)
    norm = models.CharField(_("办理结果"), max_length=12, choices=Norm.choices)
    reason = models.TextField(_("不采纳的理由"), blank=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "item"], name="item_answered_once"),
            models.CheckConstraint(
                name="item_rejection_has_reason", condition=~Q(adoption="rejected") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Countersign(Staged):
    """会签：asked of a helping department for one version of the reply: it agrees, or says what must change.

    A disagreement that the departments cannot settle is ruled upon; the objection stays readable beside the ruling.
    """

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="countersigns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who is asked
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField(null=True, blank=True)
    ruling = models.TextField(_("裁定"), blank=True)
    ruler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reply", "unit"], condition=~Q(state="void"), name="countersign_once"
            ),
            models.CheckConstraint(
                name="countersign_by_somebody",
                condition=~Q(state__in=["agreed", "objected"]) | Q(person__isnull=False, at__isnull=False),
            ),
            models.CheckConstraint(name="objection_says_why", condition=~Q(state="objected") | ~Q(note="")),
            models.CheckConstraint(
                name="ruling_by_somebody",
                condition=~Q(state="overruled") | (Q(ruler__isnull=False) & ~Q(ruling="")),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="countersign_desk")]

    def __str__(self) -> str:
        return _("%s会签") % self.reply.assignment.dispatch

    @property
    def agrees(self) -> bool:
        return self.state == "agreed"

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.reply.assignment_id) + "#countersign"


class ReplyTemplate(models.Model):
    """答复模板：a department's own beginning of a reply, for one kind of result or for any."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="reply_templates")
    name = models.CharField(_("名称"), max_length=60)
    norm = models.CharField(_("用于"), max_length=12, choices=Norm.choices, blank=True)
    text = models.TextField(_("模板内容"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["norm", "name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="reply_template_once")]

    def __str__(self) -> str:
        return self.name


class Memo(models.Model):
    """内部记事：a department's private note on its part; nobody outside the department reads it."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="memos")
    text = models.TextField(_("记事"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text[:60]
