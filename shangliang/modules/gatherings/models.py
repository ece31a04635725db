from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.org.models import Brand, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import EventType, PlanItem
from shangliang.modules.topics.models import Topic


class Gathering(Staged):
    """协商活动：one consultation, in a hall, a village room, on site or by network."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="gatherings")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="gatherings")
    plan_item = models.ForeignKey(PlanItem, models.PROTECT, null=True, blank=True, related_name="gatherings")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    number = models.CharField(_("编号"), max_length=40, blank=True)
    title = models.CharField(_("名称"), max_length=120)
    type = models.CharField(_("类型"), max_length=20, choices=EventType.choices)
    template = models.SlugField(_("流程模板"), max_length=40)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    online = models.URLField(_("线上会场"), max_length=300, blank=True)  # 远程协商: the room on the network
    region = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    starts_at = models.DateTimeField(_("开始"), null=True, blank=True)
    ends_at = models.DateTimeField(_("结束"), null=True, blank=True)
    convener = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="convened")
    open_to_public = models.BooleanField(_("公开"), default=True)
    sign_in_code = models.CharField(max_length=12, unique=True)
    moving_code = models.BooleanField(_("签到码每 30 秒换一次"), default=False)
    minutes = models.TextField(_("纪要"), blank=True)
    minutes_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="gathering_forwards", condition=Q(ends_at=None) | Q(ends_at__gt=models.F("starts_at"))
            ),
            models.CheckConstraint(
                name="noticed_has_time",
                condition=Q(state__in=["preparing", "cancelled"])
                | Q(starts_at__isnull=False, convener__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["unit", "number"], condition=~Q(number=""), name="gathering_number"
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "starts_at"], name="gathering_board"),
            models.Index(fields=["unit", "-starts_at"], name="gathering_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("gatherings:gathering", self.pk)


class Agenda(models.Model):
    """议程：one part of the meeting with its time."""

    class Part(models.TextChoices):
        REPORT = "report", _("通报")
        QUESTION = "question", _("提问")
        ANSWER = "answer", _("解答")
        SPEECH = "speech", _("发言")
        VOTE = "vote", _("表决")
        OTHER = "other", _("其他")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="agenda")
    order = models.PositiveSmallIntegerField()
    part = models.CharField(_("环节"), max_length=10, choices=Part.choices)
    title = models.CharField(_("内容"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("分钟"), default=10)
    started_at = models.DateTimeField(
        null=True, blank=True
    )  # the part that started last is the one that runs

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["gathering", "order"], name="agenda_order")]

    def __str__(self) -> str:
        return self.title


class Participant(models.Model):
    """参加人, in one of eight capacities (DOMAIN 3.3)."""

    class Capacity(models.TextChoices):
        LEADER = "leader", _("党政领导")
        HEAD = "head", _("部门负责人")
        MEMBER = "member", _("政协委员")
        EXPERT = "expert", _("专家学者")
        GRASSROOTS = "grassroots", _("基层群众代表")
        STAKEHOLDER = "stakeholder", _("利益相关方")
        THINK_TANK = "think_tank", _("人才智力库")
        LEGAL = "legal", _("法律服务团")

    # 政协人 + 政府人 + 专业人: which side each capacity stands for (DOMAIN 3.3).
    SIDES = {
        "cppcc": (Capacity.MEMBER,),
        "government": (Capacity.LEADER, Capacity.HEAD),
        "expert": (Capacity.EXPERT, Capacity.THINK_TANK, Capacity.LEGAL),
    }

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="participants")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="attended")
    name = models.CharField(_("姓名"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(_("单位职务"), max_length=120, blank=True)
    capacity = models.CharField(_("身份"), max_length=12, choices=Capacity.choices)
    signed_in_at = models.DateTimeField(_("签到"), null=True, blank=True)
    signed_how = models.CharField(max_length=10, blank=True)  # code, desk
    # 请假: with the reason, before or after. Whoever comes after all is present.
    excused_at = models.DateTimeField(_("请假"), null=True, blank=True)
    excuse = models.CharField(_("请假事由"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "person"], condition=Q(person__isnull=False), name="participant_once"
            ),
            models.UniqueConstraint(
                fields=["gathering", "capacity", "name", "standing"],
                condition=Q(person__isnull=True),
                name="participant_named_once",
            ),
            models.CheckConstraint(
                name="signed_says_how", condition=Q(signed_in_at__isnull=True) | ~Q(signed_how="")
            ),
            models.CheckConstraint(
                name="excused_says_why", condition=Q(excused_at__isnull=True) | ~Q(excuse="")
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Visit(models.Model):
    """调研：a research visit before (or after) the meeting."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="visits")
    on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    notes = models.TextField(_("调研情况"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on} {self.place}"


class Opinion(models.Model):
    """意见：what one participant said, one matter a row."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="opinions")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="opinions")
    agenda = models.ForeignKey(Agenda, models.SET_NULL, null=True, blank=True, related_name="opinions")
    # A department's answer on the spot stands under the opinion it answers (SYSTEMS 4: 互动).
    replies_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    text = models.TextField(_("意见"))
    at = models.DateTimeField()
    token = models.CharField(max_length=40)  # of the form: pressed twice, kept once

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["gathering", "token"], name="opinion_once")]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return f"{reverse('gatherings:gathering', args=[self.gathering_id])}#opinions"


class Consensus(models.Model):
    """共识：what was agreed, who answers for it and by when (DOMAIN 8.3: it must land on somebody)."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="consensus")
    text = models.TextField(_("共识"))
    responsible = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("责任单位"), related_name="+")
    due_on = models.DateField(_("时限"))
    opinions = models.ManyToManyField(Opinion, blank=True, related_name="consensus")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text[:60]


class Material(models.Model):
    """材料：what belongs to the record of the meeting: a file, or a link to a recording kept elsewhere."""

    class Kind(models.TextChoices):
        BACKGROUND = "background", _("背景材料")
        RESEARCH = "research", _("调研材料")
        SPEECH = "speech", _("发言稿")
        PHOTO = "photo", _("照片")
        RECORDING = "recording", _("录音录像")
        OTHER = "other", _("其他")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="materials")
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    title = models.CharField(_("名称"), max_length=160)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(_("链接"), max_length=300, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="material_is_something",
                condition=Q(file__isnull=False, link="") | (Q(file__isnull=True) & ~Q(link="")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Light(models.Model):
    """五个一：one of the five lights, lit by its evidence (SYSTEMS 70)."""

    class Kind(models.TextChoices):
        THEME = "theme", _("一个主题")
        CONSULTATION = "consultation", _("一次协商活动")
        PROBLEM = "problem", _("解决一个问题")
        CASE = "case", _("一个典型案例")
        MEDIA = "media", _("一次媒体报道")

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="lights")
    kind = models.CharField(max_length=14, choices=Kind.choices)
    evidence = models.TextField(_("佐证"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gathering", "kind"], name="light_once"),
            models.CheckConstraint(name="light_has_evidence", condition=~Q(evidence="")),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Step(models.Model):
    """步骤：one step of the template this gathering follows, ticked when done."""

    gathering = models.ForeignKey(Gathering, models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    phase = models.CharField(_("阶段"), max_length=20)
    label = models.CharField(_("步骤"), max_length=60)
    done_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["gathering", "order"], name="step_order")]

    def __str__(self) -> str:
        return self.label
