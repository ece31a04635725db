from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Dispatch(Staged):
    """交办件：one task for one or more departments, with a snapshot of what is asked and by whom."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="dispatches")  # who sends
    number = models.CharField(_("编号"), max_length=40)
    title = models.CharField(_("事项"), max_length=200)
    ask = models.TextField(_("请办内容"))
    origin = models.CharField(_("来源"), max_length=200)  # in words: "协商建议 · 老旧小区加装电梯"
    origin_link = models.CharField(max_length=200, blank=True)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    sender = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="dispatch_number")]
        indexes = [models.Index(fields=["root", "state", "-id"], name="dispatch_board")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return links.to("handling:dispatch", self.pk)


class Assignment(Staged):
    """承办：one department's part in a dispatch."""

    class Part(models.TextChoices):
        SOLE = "sole", _("单办")
        LEAD = "lead", _("主办")
        JOINT = "joint", _("会办")
        SPLIT = "split", _("分办")
        ASSIST = "assist", _("协办")

    # These answer the asker themselves; the others give an opinion to the lead.
    ANSWERING = (Part.SOLE, Part.LEAD, Part.SPLIT)
    HELPING = (Part.JOINT, Part.ASSIST)
    # Rows in these states take no part any more: another department has it, or it was called back.
    OUT = ("reassigned", "recalled")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")  # who handles
    part = models.CharField(_("分工"), max_length=8, choices=Part.choices)
    handler = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    instead_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    opinion = models.TextField(_("协办意见"), blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "unit"], condition=~Q(state="reassigned"), name="assignment_once"
            ),
            models.UniqueConstraint(
                fields=["dispatch"], name="one_lead",
                condition=Q(part__in=["sole", "lead"]) & ~Q(state="reassigned"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["unit", "state", "due_at"], name="assignment_desk")]

    def __str__(self) -> str:
        return f"{self.dispatch}（{self.unit}）"

    @property
    def answers(self) -> bool:
        """Whether this department answers the asker itself, or only helps one that does."""
        return self.part in self.ANSWERING

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.pk)


class Reply(models.Model):
    """答复：the text an answering department gives; one row a version, the latest counts."""

    class Norm(models.TextChoices):
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

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="replies")
    version = models.PositiveSmallIntegerField(_("版次"))
    text = models.TextField(_("答复"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Adoption.choices)
    norm = models.CharField(_("办理结果"), max_length=12, choices=Norm.choices)
    reason = models.TextField(_("不采纳的理由"), blank=True)
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


class Countersign(models.Model):
    """会签：a helping department has read this version of the reply and agrees, or says what must change."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="countersigns")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("同意"))
    note = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reply", "unit"], name="countersign_once"),
            models.CheckConstraint(name="objection_says_why", condition=Q(agrees=True) | ~Q(note="")),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.reply}"


class Promise(Staged):
    """承诺：what a department said it will do, by when; kept only with evidence."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="promises")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="promises")
    text = models.CharField(_("承诺事项"), max_length=300)
    due_on = models.DateField(_("兑现日期"))
    first_due_on = models.DateField(editable=False)  # slippage is measured from here

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="promise_desk")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.assignment_id) + f"#promise-{self.pk}"


class Evidence(models.Model):
    """佐证：what shows that a promise was kept."""

    promise = models.ForeignKey(Promise, models.CASCADE, related_name="evidence")
    text = models.TextField(_("说明"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.text[:60]


class Rating(models.Model):
    """评价：of the attitude and of the result apart, in one's own session or by a raiser's receipt."""

    class Attitude(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        UNDERSTOOD = "understood", _("理解")
        DISSATISFIED = "dissatisfied", _("不满意")

    class Result(models.TextChoices):
        SOLVED = "solved", _("解决了")
        PARTLY = "partly", _("解决了一部分")
        UNSOLVED = "unsolved", _("没有解决")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=60)  # "person:12" or "voice:345": one rating each a round
    label = models.CharField(max_length=60)
    attitude = models.CharField(_("对办理态度"), max_length=12, choices=Attitude.choices)
    result = models.CharField(_("对办理结果"), max_length=10, choices=Result.choices)
    comment = models.TextField(_("说明"), blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "round", "by"], name="rating_once"),
            models.CheckConstraint(
                name="dissatisfaction_says_why",
                condition=(~Q(attitude="dissatisfied") & ~Q(result="unsolved")) | ~Q(comment=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.by}"
