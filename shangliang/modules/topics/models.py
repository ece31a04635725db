from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.voices.models import Voice

# From here on the public may see a topic.
PUBLIC_STATES = ["filed", "planned", "discussing", "dispatched", "passed_on", "answered", "closed"]


class Topic(Staged):
    """议题：a matter that may be consulted on."""

    class Origin(models.TextChoices):
        POINTED = "pointed", _("党政点题")
        RECOMMENDED = "recommended", _("委员荐题")
        RAISED = "raised", _("群众出题")
        DEPARTMENT = "department", _("部门出题")
        LOOKED_BACK = "looked_back", _("再商量")

    class DeclineReason(models.TextChoices):
        DONE = "done", _("已在办理或已解决")
        NOT_COMPETENT = "not_competent", _("不属本级职权")
        NOT_FEASIBLE = "not_feasible", _("条件尚不具备")
        NARROW = "narrow", _("涉及面过窄，宜个案处理")
        LITIGATION = "litigation", _("已进入法律程序")
        VAGUE = "vague", _("内容不具体")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="topics")
    number = models.CharField(_("编号"), max_length=40, blank=True)
    title = models.CharField(_("议题"), max_length=120)
    summary = models.TextField(_("基本情况"))
    origin = models.CharField(_("来源"), max_length=12, choices=Origin.choices)
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="topics")
    department = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # suggested lead
    place = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    follows = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="followed_by")
    dispatch = models.ForeignKey(
        Dispatch, models.PROTECT, null=True, blank=True, related_name="passed_topics"
    )
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    # Distinct people behind it; kept by services.count_heads, shown everywhere.
    heads = models.PositiveIntegerField(_("反映人数"), default=0)
    voice_count = models.PositiveIntegerField(_("来声数"), default=0)
    score = models.PositiveSmallIntegerField(
        _("评分"), default=0
    )  # thousandths of the best possible, mean over scorers

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merged_has_target", condition=~Q(state="merged") | Q(merged_into__isnull=False)
            ),
            models.CheckConstraint(
                name="topic_not_taken_reason", condition=~Q(state="not_taken") | ~Q(decline_reason="")
            ),
            models.CheckConstraint(
                name="passed_has_dispatch", condition=~Q(state="passed_on") | Q(dispatch__isnull=False)
            ),
            models.UniqueConstraint(fields=["unit", "number"], condition=~Q(number=""), name="topic_number"),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="topic_board"),
            models.Index(fields=["root", "-id"], name="topic_newest"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("topics:topic", self.pk)


class TopicVoice(models.Model):
    """A voice in a topic. The link stays whatever becomes of either."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="links")
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="topic_links")
    joined_at = models.DateTimeField()
    by_merge = models.ForeignKey(
        Topic, models.PROTECT, null=True, blank=True, related_name="+"
    )  # merged topic it came with

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "voice"], name="topic_voice_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} <- {self.voice_id}"


class Score(models.Model):
    """评分：one person's marks on one scale; three marks from 0 to 5."""

    class Scale(models.TextChoices):
        DOABLE = "doable", _("好议 · 可为 · 能成")
        NEEDED = "needed", _("党政所需 · 群众所盼 · 政协所能")

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="scores")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    scale = models.CharField(max_length=8, choices=Scale.choices)
    first = models.PositiveSmallIntegerField()
    second = models.PositiveSmallIntegerField()
    third = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "person", "scale"], name="score_once"),
            models.CheckConstraint(
                name="score_range", condition=Q(first__lte=5, second__lte=5, third__lte=5)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.first}{self.second}{self.third}"


class Suggestion(models.Model):
    """建议归类：what analysis.category proposes for a voice; nothing follows until a person confirms."""

    voice = models.OneToOneField(Voice, models.CASCADE, related_name="suggestion")
    field = models.ForeignKey(Field, models.CASCADE, related_name="+")
    permille = models.PositiveSmallIntegerField()
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.voice_id} {self.field}"


class Cluster(models.Model):
    """归并建议：received voices that seem to be about one matter; a person merges them into a topic, or not."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="clusters")
    centre = models.ForeignKey(Voice, models.CASCADE, related_name="+")
    heads = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["unit", "-heads"], name="cluster_board")]

    def __str__(self) -> str:
        return f"{self.centre} ({self.size})"


class Grouped(models.Model):
    """When a unit's received voices were last compared, whether or not any groups were found."""

    unit = models.OneToOneField(Unit, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.unit} {self.at:%Y-%m-%d}"


class ClusterVoice(models.Model):
    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="links")
    voice = models.OneToOneField(Voice, models.CASCADE, related_name="cluster_link")

    def __str__(self) -> str:
        return f"{self.cluster_id} <- {self.voice_id}"
