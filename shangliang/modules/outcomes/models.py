from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion
from shangliang.modules.handling.models import Dispatch, Reply
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic


class Document(Staged):
    """成果文件, of one of eleven kinds (DOMAIN 3.7)."""

    class Kind(models.TextChoices):
        PROPOSAL_CASE = "proposal_case", _("建议案")
        REPORT = "deliberation_report", _("协商报告")
        SPECIAL = "special_report", _("协商专报")
        RESEARCH = "research_report", _("调研报告")
        INSPECTION = "inspection_report", _("视察报告")
        SPEECHES = "speech_digest", _("大会发言专报")
        INFO = "info", _("社情民意信息")
        PROPOSAL = "proposal", _("转提案")
        SUPERVISION = "supervision_opinion", _("民主监督意见")
        MINUTES = "minutes", _("会议纪要")
        PARTY_GROUP = "party_group_report", _("政协党组报告")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="documents")
    gathering = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="documents")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="documents")
    kind = models.CharField(_("文种"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("编号"), max_length=60, blank=True)
    title = models.CharField(_("标题"), max_length=160)
    body = models.TextField(_("正文"), blank=True)
    sent_to = models.CharField(_("报送"), max_length=200, blank=True)
    submitted_on = models.DateField(_("报送日期"), null=True, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="submitted_has_number",
                condition=~Q(state__in=["submitted", "echoed"])
                | (~Q(number="") & Q(submitted_on__isnull=False)),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="document_number"
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="document_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("outcomes:document", self.pk)


class Instruction(Staged):
    """批示：what a leader wrote on a document, whom it was passed to and what came back."""

    class Rank(models.TextChoices):
        COUNTY = "county", _("县级领导")
        CITY = "city", _("市级领导")
        PROVINCE = "province", _("省级领导")
        NATIONAL = "national", _("中央领导")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, models.PROTECT, related_name="instructions")
    leader = models.CharField(_("批示领导"), max_length=60)
    rank = models.CharField(_("级别"), max_length=10, choices=Rank.choices)
    text = models.TextField(_("批示内容"))
    on = models.DateField(_("批示日期"))
    # What of the document it speaks of; empty: the whole of it.
    recommendations: models.ManyToManyField[Recommendation, models.Model] = models.ManyToManyField(
        "Recommendation", blank=True, related_name="instructions"
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")  # the scan
    passed_to = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="instructions")
    due_on = models.DateField(_("要求反馈日期"), null=True, blank=True)
    answer = models.TextField(_("落实情况"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="forwarded_has_unit",
                condition=~Q(state="forwarded") | Q(passed_to__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="passed_on_has_answer",
                condition=~Q(state="answered") | Q(passed_to__isnull=True) | ~Q(answer=""),
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="instruction_board")]

    def __str__(self) -> str:
        return f"{self.leader}：{self.text[:40]}"

    def get_absolute_url(self) -> str:
        return links.to("outcomes:instruction", self.pk)


class Recommendation(Staged):
    """建议：one thing asked of departments; each ends adopted, partly, for reference or rejected."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="recommendations")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="recommendations")
    gathering = models.ForeignKey(
        Gathering, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    document = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    text = models.TextField(_("建议"))
    opinions = models.ManyToManyField(Opinion, blank=True, related_name="recommendations")
    consensus = models.ForeignKey(
        Consensus, models.SET_NULL, null=True, blank=True, related_name="recommendations"
    )
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # suggested lead
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    # Earlier handlings that did not settle it: 批办件一督到底, over the years.
    earlier = models.ManyToManyField(Dispatch, blank=True, related_name="+")
    # The published reply on which `adoption` rests; a newer one means that it must be read again.
    reply = models.ForeignKey(Reply, models.PROTECT, null=True, blank=True, related_name="+")
    adoption = models.CharField(
        _("采纳情况"),
        max_length=10,
        blank=True,
        choices=[
            ("adopted", _("采纳")),
            ("partly", _("部分采纳")),
            ("reference", _("留作参考")),
            ("rejected", _("不采纳")),
        ],
    )
    reason = models.TextField(_("理由"), blank=True)
    result = models.TextField(_("落实情况"), blank=True)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "order"], condition=~Q(state="withdrawn"), name="recommendation_order"
            ),
            models.CheckConstraint(
                name="sent_has_dispatch",
                condition=Q(state__in=["draft", "withdrawn"]) | Q(dispatch__isnull=False),
            ),
            models.CheckConstraint(
                name="decided_has_adoption",
                condition=~Q(state__in=["decided", "delivered", "fed_back", "settled"]) | ~Q(adoption=""),
            ),
            models.CheckConstraint(
                name="rejected_has_reason", condition=~Q(adoption="rejected") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="recommendation_board")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return links.to("outcomes:recommendation", self.pk)


class FeedbackList(Staged):
    """结果反馈清单：what came of each recommendation, made public, each raiser told directly."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="feedback_lists")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="feedback_lists")
    title = models.CharField(_("标题"), max_length=160)
    summary = models.TextField(_("总的情况"))
    published_on = models.DateField(_("公布日期"), null=True, blank=True)
    told = models.PositiveIntegerField(_("直接告知人数"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="published_has_day", condition=~Q(state="published") | Q(published_on__isnull=False)
            ),
            models.UniqueConstraint(fields=["topic"], condition=Q(state="draft"), name="one_feedback_draft"),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="feedback_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("outcomes:feedback", self.pk)

    def public_url(self) -> str:
        """Where everybody reads it (surfaces/portal), for letters to raisers."""
        return links.to("portal:feedback", self.pk)


class FeedbackItem(models.Model):
    """One line of the list."""

    list = models.ForeignKey(FeedbackList, models.CASCADE, related_name="items")
    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="feedback_items")
    result = models.TextField(_("结果"), blank=True)

    class Meta:
        ordering = ["recommendation__order"]
        constraints = [models.UniqueConstraint(fields=["list", "recommendation"], name="feedback_item_once")]

    def __str__(self) -> str:
        return self.result[:60]


class LookBack(Staged):
    """再商量：going back to see whether it was really done, months later."""

    class Finding(models.TextChoices):
        KEPT = "kept", _("落实到位")
        PARTLY = "partly", _("部分落实")
        SLIPPED = "slipped", _("没有落实或反弹")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="look_backs")
    round = models.PositiveSmallIntegerField(_("第几次"))
    visit_on = models.DateField(_("计划日期"))
    why = models.CharField(_("起因"), max_length=200)
    notes = models.TextField(_("看到的情况"), blank=True)
    finding = models.CharField(_("结论"), max_length=8, choices=Finding.choices, blank=True)
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+"
    )  # who leads the visit and says what was seen

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "round"], name="look_back_round"),
            models.CheckConstraint(
                name="concluded_has_finding",
                condition=~Q(state="concluded") | (~Q(finding="") & ~Q(notes="")),
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "visit_on"], name="look_back_board")]

    def __str__(self) -> str:
        return _("%(topic)s 第 %(round)d 次再商量") % {"topic": self.topic, "round": self.round}

    def get_absolute_url(self) -> str:
        return links.to("outcomes:look_back", self.pk)
