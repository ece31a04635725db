"""重点提案: chosen, led by a leader, supervised by another, followed until what was promised is kept (DOMAIN 1.10)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Instruction
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import Proposal

# Decided upon: these have their two leaders.
LED = ["decided", "under_way", "supervised", "concluded", "reported", "kept", "summarised"]
STARTED = ["under_way", "supervised", "concluded", "reported", "kept", "summarised"]
CONCLUDED = ["concluded", "reported", "kept", "summarised"]
REPORTED = ["reported", "kept", "summarised"]


class KeyProposal(Staged):
    """重点提案：one filed proposal that a leader leads (党政领导领办) and another supervises (政协领导督办)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the committee whose proposal it is
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="keys")
    year = models.PositiveSmallIntegerField(_("年度"))
    reason = models.TextField(_("推荐理由"), max_length=2000)
    nominator = models.ForeignKey(Person, models.PROTECT, related_name="+")
    decider = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.CharField(_("审定会议"), max_length=100, blank=True)
    decided_on = models.DateField(_("审定日期"), null=True, blank=True)
    leader = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    supervisor = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    plan = models.TextField(_("督办方案"), blank=True, max_length=10000)
    started_at = models.DateTimeField(
        null=True, blank=True
    )  # told to the departments; the time counts from here
    conclusion = models.TextField(_("督办结论报告"), blank=True, max_length=20000)
    concluder = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    concluded_on = models.DateField(null=True, blank=True)
    reported_to = models.CharField(_("报送领导"), max_length=200, blank=True)
    reported_on = models.DateField(_("报送日期"), null=True, blank=True)
    summary = models.TextField(_("年终总结"), blank=True, max_length=10000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal"], condition=~Q(state="dropped"), name="key_once"),
            models.CheckConstraint(name="key_says_why", condition=~Q(reason="")),
            models.CheckConstraint(
                name="key_decided_by_and_led",
                condition=~Q(state__in=LED)
                | Q(
                    decider__isnull=False, decided_on__isnull=False, leader__isnull=False,
                    supervisor__isnull=False,
                )
                & ~Q(meeting=""),
            ),
            # Nobody supervises what he leads himself.
            models.CheckConstraint(
                name="key_led_and_supervised_apart",
                condition=Q(leader=None) | Q(supervisor=None) | ~Q(leader=F("supervisor")),
            ),
            models.CheckConstraint(
                name="key_started_with_plan",
                condition=~Q(state__in=STARTED) | Q(started_at__isnull=False) & ~Q(plan=""),
            ),
            models.CheckConstraint(
                name="key_concluded_says_what",
                condition=~Q(state__in=CONCLUDED)
                | Q(concluder__isnull=False, concluded_on__isnull=False) & ~Q(conclusion=""),
            ),
            models.CheckConstraint(
                name="key_reported_to_somebody",
                condition=~Q(state__in=REPORTED) | Q(reported_on__isnull=False) & ~Q(reported_to=""),
            ),
            models.CheckConstraint(
                name="key_summarised", condition=~Q(state="summarised") | ~Q(summary="")
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["root", "year", "state"], name="key_board")]

    def __str__(self) -> str:
        return _("重点提案：%s") % self.proposal.title

    def get_absolute_url(self) -> str:
        return links.to("proposals:key", self.pk)


class KeyView(models.Model):
    """征求意见：what one party, people's body or special committee thinks of making it a key proposal."""

    class Says(models.TextChoices):
        AGREE = "agree", _("同意")
        AGAINST = "against", _("不同意")
        OTHER = "other", _("另有意见")

    key = models.ForeignKey(KeyProposal, models.CASCADE, related_name="views")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who is asked
    says = models.CharField(_("意见"), max_length=8, choices=Says.choices, blank=True)
    text = models.TextField(_("说明"), blank=True, max_length=2000)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    # Written down by the committee's office from a letter or a telephone call; else said in the unit's own session.
    entered = models.BooleanField(_("代录"), default=False)
    at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["key", "unit"], name="key_view_once"),
            models.CheckConstraint(
                name="key_view_by_somebody",
                condition=Q(says="", person=None, at=None) | (~Q(says="") & Q(person__isnull=False, at__isnull=False)),
            ),
            models.CheckConstraint(name="key_view_says_why", condition=Q(says__in=["", "agree"]) | ~Q(text="")),
            models.CheckConstraint(name="key_view_entered_says_whence", condition=Q(entered=False) | ~Q(text="")),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.unit}：{self.get_says_display() or _('还没有答复')}"


class SuperviseAct(Staged):
    """督办活动：planned for a day, held with the proposer taking part, recorded (DOMAIN 1.10 SuperviseAct)."""

    class Kind(models.TextChoices):
        ONSITE = "onsite", _("实地督导")
        VISIT = "visit", _("走访调研")
        INSPECT = "inspect", _("现场视察")
        FORUM = "forum", _("座谈")
        CONSULT = "consult", _("督办协商（协商座谈）")
        RESEARCH = "research", _("专题调研")
        CALL = "call", _("走访承办单位")
        APPRAISE = "appraise", _("民主评议")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="acts")
    kind = models.CharField(_("方式"), max_length=8, choices=Kind.choices)
    day = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=120)
    aim = models.CharField(_("看什么、谈什么"), max_length=300)
    people = models.CharField(_("参加的人"), max_length=300, blank=True)
    # Those who brought the proposal and took part; nobody came: it says why.
    proposers: models.ManyToManyField[Person, models.Model] = models.ManyToManyField(
        Person, blank=True, related_name="+"
    )
    absent = models.CharField(_("提案者没有参加的原因"), max_length=200, blank=True)
    record = models.TextField(_("活动记录"), blank=True, max_length=10000)
    agreed = models.TextField(_("达成的共识"), blank=True, max_length=3000)
    promised = models.TextField(_("承办单位当场答应的"), blank=True, max_length=3000)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="+"
    )  # who planned it, then who recorded it

    class Meta:
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(name="act_held_has_record", condition=~Q(state="held") | ~Q(record="")),
        ]

    @property
    def there(self) -> list[str]:
        """Names of the proposers who took part, as they were fetched with it."""
        return [person.name for person in self.proposers.all()]

    def __str__(self) -> str:
        return _("%(kind)s：%(title)s") % {
            "kind": self.get_kind_display(), "title": self.key.proposal.title,
        }  # fmt: skip

    def get_absolute_url(self) -> str:
        return links.to("proposals:key", self.key_id) + f"#act-{self.pk}"


class KeyInstruction(models.Model):
    """批示：what a leader of party or government wrote on the conclusion of a key proposal."""

    key = models.ForeignKey(KeyProposal, models.PROTECT, related_name="instructions")
    leader = models.CharField(_("批示领导"), max_length=60)
    rank = models.CharField(_("级别"), max_length=10, choices=Instruction.Rank.choices)
    text = models.TextField(_("批示内容"), max_length=3000)
    on = models.DateField(_("批示日期"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")  # the scan
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(name="key_instruction_whole", condition=~Q(leader="") & ~Q(text=""))
        ]

    def __str__(self) -> str:
        return f"{self.leader}：{self.text[:40]}"
