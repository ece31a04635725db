"""监督事项: what is looked at, why, by whom, and the departments it concerns."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, FeedbackList, Recommendation
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

# The opinion paper has left the house, with its number.
PAPER_OUT = ["rectifying", "closed"]
ALIVE = ~Q(state="dropped")
SOURCES = ("plan_item", "topic", "voice", "recommendation", "document", "feedback")


def _once_a_year(column: str) -> models.UniqueConstraint:
    """One supervision for each source and year; a dropped one leaves room for another."""
    return models.UniqueConstraint(fields=[column, "year"], condition=ALIVE, name=f"supervision_of_{column}")


def _only(*columns: str) -> Q:
    """Exactly these sources are named."""
    return Q(**{f"{name}__isnull": name not in columns for name in SOURCES})


class Supervision(Staged):
    """监督事项, of one of ten forms (DOMAIN 4)."""

    class Form(models.TextChoices):
        MEETING = "meeting", _("会议监督")
        INSPECTION = "inspection", _("视察监督")
        PROPOSAL = "proposal", _("提案监督")
        SPECIAL = "special", _("专项监督")
        CONSULTATIVE = "consultative", _("协商式监督")
        DELEGATE = "delegate", _("特邀监督员监督")
        APPRAISAL = "appraisal", _("民主评议")
        INFO = "info", _("社情民意监督")
        LINKED = "linked", _("上下联动监督")
        SNAPSHOT = "snapshot", _("随手拍")

    class Source(models.TextChoices):
        PLAN = "plan", _("年度计划")
        TOPIC = "topic", _("议题")
        VOICE = "voice", _("群众线索")
        RESULTS = "results", _("上年协商成果（再监督）")
        OTHER = "other", _("主席会议确定等")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="supervisions")
    year = models.PositiveSmallIntegerField(_("年度"))
    form = models.CharField(_("形式"), max_length=12, choices=Form.choices)
    title = models.CharField(_("题目"), max_length=120)
    basis = models.TextField(_("依据"))
    subject = models.TextField(_("监督内容"))
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("承办"))
    opener = models.ForeignKey(Person, models.PROTECT, related_name="+")
    source = models.CharField(_("来源"), max_length=8, choices=Source.choices)
    plan_item = models.ForeignKey(
        PlanItem, models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="supervisions")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="supervisions")
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="supervisions")
    feedback = models.ForeignKey(
        FeedbackList, models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    # before
    scheme = models.TextField(_("实施方案"), blank=True)
    scheme_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    starts_on = models.DateField(_("开始日期"), null=True, blank=True)
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    approver = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # after: 监督意见书
    opinion_title = models.CharField(_("意见书标题"), max_length=160, blank=True)
    opinion = models.TextField(_("意见书正文"), blank=True)
    opinion_to = models.CharField(_("主送"), max_length=200, blank=True)
    opinion_year = models.PositiveSmallIntegerField(null=True, blank=True)
    opinion_no = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    sent_on = models.DateField(_("送出日期"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    publisher = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="supervision_has_its_source",
                condition=(Q(source="plan") & _only("plan_item"))
                | (Q(source="topic") & _only("topic"))
                | (Q(source="voice") & _only("voice"))
                | (Q(source="results") & (_only("recommendation") | _only("document") | _only("feedback")))
                | (Q(source="other") & _only()),
            ),
            models.CheckConstraint(
                name="supervision_proposed_has_scheme",
                condition=Q(state__in=["planned", "dropped"])
                | (~Q(scheme="") & Q(starts_on__isnull=False, ends_on__isnull=False)),
            ),
            models.CheckConstraint(name="supervision_forwards", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="supervision_approved_by_somebody",
                condition=Q(state__in=["planned", "proposed", "dropped"]) | Q(approver__isnull=False),
            ),
            models.CheckConstraint(
                name="supervision_sent_has_number",
                condition=Q(number="", opinion_no=None, sent_on=None) & ~Q(state__in=PAPER_OUT)
                | (
                    ~Q(number="")
                    & ~Q(opinion="")
                    & ~Q(opinion_to="")
                    & Q(opinion_no__isnull=False, opinion_year__isnull=False, sent_on__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="supervision_published_after_sending",
                condition=Q(published_at=None) | (~Q(number="") & Q(publisher__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="supervision_number"
            ),
            *(_once_a_year(column) for column in SOURCES),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="supervision_board")]

    def __str__(self) -> str:
        return self.title

    @property
    def origin(self) -> Staged | None:
        """What it came from."""
        return next((thing for name in SOURCES if (thing := getattr(self, name))), None)

    def get_absolute_url(self) -> str:
        return links.to("supervision:supervision", self.pk)

    def public_url(self) -> str:
        return links.to("portal:supervision", self.pk)


class Matter(models.Model):
    """监督要点：one thing to be looked at; for 再监督 a recommendation that was promised and not delivered."""

    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="matters")
    order = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("要点"))
    recommendation = models.ForeignKey(
        Recommendation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "order"], name="supervision_matter_order"),
            models.UniqueConstraint(fields=["supervision", "recommendation"], name="supervision_matter_once"),
            models.CheckConstraint(name="supervision_matter_says_what", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class Supervised(Staged):
    """被监督单位：one department in one supervision. It is talked with before it is visited (先沟通后督查)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose supervision it is
    supervision = models.ForeignKey(Supervision, models.CASCADE, related_name="supervised")
    department = models.ForeignKey(Unit, models.PROTECT, related_name="supervised")
    talked_on = models.DateField(_("沟通日期"), null=True, blank=True)
    informed_on = models.DateField(_("通报日期"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "department"], name="supervised_once"),
            models.CheckConstraint(
                name="supervised_talked_on_a_day",
                condition=~Q(state__in=["talked", "fed_back"]) | Q(talked_on__isnull=False),
            ),
            models.CheckConstraint(
                name="supervised_informed_after_talk",
                condition=Q(informed_on=None) | Q(informed_on__gte=F("talked_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.supervision}（{self.department}）"

    def get_absolute_url(self) -> str:
        return links.to("supervision:supervised", self.pk)
