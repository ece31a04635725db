from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Entry, Staged, StoredFile
from shangliang.kernel.sealed import SealedField
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Brand, Field, Unit
from shangliang.modules.people.models import Person


class Call(Staged):
    """征集：an invitation to speak on something, with a code for posters and a closing day."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="calls")
    brand = models.ForeignKey(Brand, models.PROTECT, null=True, blank=True, related_name="+")
    slug = models.CharField(_("短码"), max_length=12, unique=True)
    title = models.CharField(_("标题"), max_length=100)
    text = models.TextField(_("说明"))
    closes_on = models.DateField(_("截止"))

    class Meta:
        indexes = [models.Index(fields=["root", "state", "-id"], name="call_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("voices:call", self.pk)


class GridSheet(models.Model):
    """网格采集表：a batch that a grid worker typed from paper forms; sent twice, it is kept once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sheets")
    worker = models.ForeignKey(Person, models.PROTECT, related_name="sheets")
    paper_no = models.CharField(_("纸表编号"), max_length=40)
    collected_on = models.DateField(_("采集日期"))
    handed_out = models.PositiveIntegerField(_("发放份数"), default=0)
    token = models.CharField(max_length=40, unique=True)  # of the form: a double click finds the first
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "paper_no"], name="paper_once")]

    def __str__(self) -> str:
        return self.paper_no


class ImportBatch(models.Model):
    """导入批次：one file of voices brought in at once."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    person_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d}"


class Voice(Staged):
    """来声：one matter that somebody raised, in their own words."""

    class Source(models.TextChoices):
        CITIZEN = "citizen", _("群众出题")
        GRID = "grid", _("网格征题")
        MEMBER = "member", _("委员荐题")
        DEPARTMENT = "department", _("部门出题")
        LEADER = "leader", _("党政点题")
        IMPORT = "import", _("批量导入")

    class DeclineReason(models.TextChoices):
        """Why a voice is not taken up (after DOMAIN 1.5; each unit may explain it in its own words)."""

        LITIGATION = "litigation", _("已进入诉讼、仲裁或复议程序")
        PERSONAL = "personal", _("个人事项，宜走信访或业务渠道")
        OTHER_CHANNEL = "other_channel", _("属其他渠道职责")
        VAGUE = "vague", _("内容不具体，无法办理")
        NOT_HERE = "not_here", _("不属于本地范围")
        SECRET = "secret", _("涉及国家秘密")
        ACCUSATION = "accusation", _("指名举报，应转纪检监察")
        PROMOTION = "promotion", _("宣传推介产品")
        ABUSE = "abuse", _("违法或侮辱性内容")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="voices")  # who received it
    place = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+"
    )  # where it is about
    place_text = models.CharField(_("具体地点"), max_length=120, blank=True)
    call = models.ForeignKey(Call, models.PROTECT, null=True, blank=True, related_name="voices")
    sheet = models.ForeignKey(GridSheet, models.PROTECT, null=True, blank=True, related_name="voices")
    batch = models.ForeignKey(ImportBatch, models.PROTECT, null=True, blank=True, related_name="voices")
    source = models.CharField(_("来源"), max_length=12, choices=Source.choices)
    field = models.ForeignKey(Field, models.PROTECT, null=True, blank=True, related_name="voices")
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("情况和建议"), max_length=10000)
    raised_at = models.DateTimeField(_("提出时间"))
    receipt = models.CharField(_("回执码"), max_length=12, unique=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="voices")
    # Blind mark of who raised it: counts heads, says nothing. Empty when nobody can know.
    head = models.CharField(max_length=32, blank=True, db_index=True)
    open_ok = models.BooleanField(_("同意公开内容"), default=True)
    contact_name = SealedField(_("称呼"), blank=True, default="")
    contact_phone = SealedField(_("电话"), blank=True, default="")
    contact_email = SealedField(_("邮箱"), blank=True, default="")
    # What makes two rows of a file, or two presses of a button, the same: never two voices.
    same_key = models.CharField(max_length=64, unique=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="voices")
    decline_reason = models.CharField(max_length=16, choices=DeclineReason.choices, blank=True)
    answer = models.TextField(_("回音"), blank=True)
    me_too = models.PositiveIntegerField(_("我也有这事"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="declined_has_reason", condition=~Q(state="not_taken") | ~Q(decline_reason="")
            ),
            models.CheckConstraint(
                name="voice_passed_has_dispatch", condition=~Q(state="passed_on") | Q(dispatch__isnull=False)
            ),
            models.CheckConstraint(
                name="answered_has_answer", condition=~Q(state="answered") | ~Q(answer="")
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="voice_board"),
            models.Index(fields=["unit", "-id"], name="voice_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("voices:voice", self.pk)


class MeToo(models.Model):
    """我也有这事：another head behind a voice."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="supports")
    head = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "head"], name="me_too_once")]

    def __str__(self) -> str:
        return f"{self.voice_id} +1"


class VoiceFile(models.Model):
    voice = models.ForeignKey(Voice, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["voice", "file"], name="voice_file_once")]

    def __str__(self) -> str:
        return str(self.file)


class Letter(models.Model):
    """告知：what the raiser was told, readable by the receipt and mailed when an address was left."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="letters")
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField()
    seen_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["voice", "entry"], name="letter_once")]

    def __str__(self) -> str:
        return self.text[:40]


class Rating(models.Model):
    """评价：how the raiser finds an answer, by the receipt; one for each time an answer was given."""

    class Result(models.TextChoices):
        SOLVED = "solved", _("解决了")
        PARTLY = "partly", _("解决了一部分")
        UNSOLVED = "unsolved", _("没有解决")

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="ratings")
    attitude = models.PositiveSmallIntegerField(_("态度"))  # 1..5
    result = models.CharField(_("结果"), max_length=10, choices=Result.choices)
    comment = models.TextField(_("说明"), blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="attitude_range", condition=Q(attitude__gte=1, attitude__lte=5)),
            models.CheckConstraint(
                name="unsolved_says_why", condition=~Q(result="unsolved") | ~Q(comment="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice_id} {self.result}"
