from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
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
    # What kind of thing it came from ("proposal", "recommendation", "brief"…), for filters; "" is sent directly.
    source = models.CharField(_("来源类别"), max_length=40, blank=True)
    public = models.BooleanField(
        _("事项可以公开"), default=False
    )  # else only who is late is public, not with what
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    sender = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "number"], name="dispatch_number")]
        indexes = [models.Index(fields=["root", "state", "-id"], name="dispatch_board")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return links.to("handling:dispatch", self.pk)


class Item(models.Model):
    """建议条目：one thing asked; every reply answers each of them (逐条回应)."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("建议"))

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "number"], name="item_number")]

    def __str__(self) -> str:
        return self.text[:60]


class Concerned(models.Model):
    """提出人：somebody whom the answer concerns: gets it, may rate it and is asked later whether it is so."""

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="concerned")
    by = models.CharField(max_length=60)  # "person:12" or "voice:345"
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=60)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["dispatch", "by"], name="concerned_once")]

    def __str__(self) -> str:
        return self.label


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
    # A reply is owed in these; more time may be asked for.
    WRITING = ("accepted", "drafting", "countersigning", "checking", "bounced", "redoing")
    # Rows in these states take no part any more: another department has it, or it was called back.
    OUT = ("reassigned", "recalled")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")  # who handles
    part = models.CharField(_("分工"), max_length=8, choices=Part.choices)
    sent_at = models.DateTimeField(editable=False)  # the time for the reply counts from here
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


class Extension(Staged):
    """延期单：a department asks for more time before its time is up; somebody grants it or does not."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="extensions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who asks
    was = models.DateField(_("原定期限"))
    until = models.DateField(_("申请延到"))
    reason = models.TextField(_("延期理由"))
    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    granter = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(state="asked"), name="extension_asked_once"
            ),
            models.CheckConstraint(name="extension_forwards", condition=Q(until__gt=F("was"))),
            models.CheckConstraint(name="extension_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="extension_granted_by", condition=~Q(state="granted") | Q(granter__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return _("%s申请延期") % self.assignment

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.assignment_id) + "#extension"
