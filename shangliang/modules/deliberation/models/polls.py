"""A poll, what can be chosen, who may vote, and the ballots: secret or by name.

Of a secret poll nothing joins a ballot to its voter (kernel.ballots); of one by name the ballot is the voter's own and
may be changed until the close. Neither is read by anybody before.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import ballots, links
from shangliang.kernel.models import Staged
from shangliang.modules.deliberation.models.boards import Board
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.plans.models import Plan
from shangliang.modules.topics.models import Topic

TABLE, KEY = "deliberation_poll", "poll_id"
COUNTED = ["counted", "published"]  # there is a result
OVER = [*COUNTED, "void"]
HELD = ["open", "closed", *OVER]  # it was put to the voters

_OPTIONS_STAY = (
    ballots.state_of(TABLE, KEY)
    + """
    IF now_is IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'what can be chosen is written before the poll is opened';
    END IF;"""
    + ballots.ALLOW
)
# A row that is counted comes from the rewriting at the count, which may be a moment after the time was up.
_SECRET_STAYS = (
    ballots.state_of(TABLE, KEY, read="CASE WHEN secret THEN state ELSE 'by name' END")
    + """
    IF TG_OP = 'UPDATE' OR now_is IS NULL OR NOT (now_is = 'open'
        OR (now_is = 'closed' AND (CASE TG_OP WHEN 'DELETE' THEN TRUE ELSE NEW.counted END))) THEN
        RAISE EXCEPTION 'secret ballots are cast and shuffled only while the poll is open';
    END IF;"""
    + ballots.ALLOW
)
_NAMED_STAYS = (
    ballots.state_of(TABLE, KEY, read="CASE WHEN secret THEN 'secret' ELSE state END")
    + """
    IF now_is IS DISTINCT FROM 'open' AND NOT (TG_OP = 'DELETE' AND now_is IS NOT DISTINCT FROM 'closed') THEN
        RAISE EXCEPTION 'ballots by name are cast and changed only while the poll is open';
    END IF;
    IF TG_OP = 'UPDATE' AND (NEW.poll_id, NEW.voter_id) IS DISTINCT FROM (OLD.poll_id, OLD.voter_id) THEN
        RAISE EXCEPTION 'a ballot stays with its voter';
    END IF;
    IF TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT FROM deliberation_pollvoter WHERE id = NEW.voter_id AND poll_id = NEW.poll_id) THEN
        RAISE EXCEPTION 'a ballot is cast by somebody on the roll of its poll';
    END IF;"""
    + ballots.ALLOW
)


class Poll(Staged):
    """投票表决：one question with its options or a motion, put to a roll of people."""

    class Method(models.TextChoices):
        MOTION = "motion", _("表决：赞成、反对、弃权")
        SINGLE = "single", _("单选：选一项")
        MULTIPLE = "multiple", _("多选：最多选几项")
        APPROVAL = "approval", _("认可：认可几项选几项")
        SCORE = "score", _("打分：每项打一个分")
        RANKED = "ranked", _("排序：按先后排，两两相比")
        SHARES = "shares", _("按份分：几成人占几成名额")

    class Voters(models.TextChoices):
        PRESENT = "present", _("这次协商已签到、有账号的人")
        HALL = "hall", _("这次协商已签到的人，没有账号的也能投")
        INVITED = "invited", _("这次协商的全体参加人，有账号的")
        MEMBERS = "members", _("本届全体委员")
        NAMED = "named", _("指定名册")

    class Quorum(models.TextChoices):
        NONE = "none", _("不设")
        NUMBER = "number", _("至少收回若干票")
        HALF = "half", _("收回的票超过应投人数的一半")
        TWO_THIRDS = "two_thirds", _("收回的票达到应投人数的三分之二")

    class Share(models.TextChoices):
        HALF = "half", _("过半数")
        TWO_THIRDS = "two_thirds", _("三分之二以上")
        ALL = "all", _("一致")

    class Base(models.TextChoices):
        ENTITLED = "entitled", _("应投的全体")
        PRESENT = "present", _("到会的人")
        CAST = "cast", _("赞成和反对的票（不计弃权）")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="polls")
    gathering = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="polls")
    plan = models.ForeignKey(Plan, models.PROTECT, null=True, blank=True, related_name="polls")
    board = models.ForeignKey(Board, models.PROTECT, null=True, blank=True, related_name="polls")
    question = models.CharField(_("问题"), max_length=120)
    explanation = models.TextField(_("说明"), blank=True)
    method = models.CharField(_("方式"), max_length=10, choices=Method.choices)
    secret = models.BooleanField(_("无记名"), default=True)
    voters = models.CharField(_("谁可以投"), max_length=10, choices=Voters.choices)
    places = models.PositiveSmallIntegerField(_("选出几项"), default=1)
    most = models.PositiveSmallIntegerField(_("一张票最多选几项"), default=0)
    low = models.PositiveSmallIntegerField(_("最低分"), default=0)
    high = models.PositiveSmallIntegerField(_("最高分"), default=5)
    quorum_of = models.CharField(_("有效票数"), max_length=10, choices=Quorum.choices, default="none")
    quorum = models.PositiveSmallIntegerField(_("至少几票"), default=0)
    share = models.CharField(_("通过需要"), max_length=10, choices=Share.choices, default="half")
    base = models.CharField(_("按谁计算"), max_length=10, choices=Base.choices, default="cast")
    open_to_public = models.BooleanField(_("结果可以公开"), default=False)
    closes_at = models.DateTimeField(_("截止"), null=True, blank=True)
    # Known when it is opened: how many are on the roll, and how many ballots make it valid.
    entitled = models.PositiveIntegerField(_("应投人数"), null=True, blank=True)
    needed = models.PositiveIntegerField(_("有效票数下限"), null=True, blank=True)
    # Known at the count, and only then.
    cast = models.PositiveIntegerField(_("收回票数"), null=True, blank=True)
    digest = models.CharField(_("全部选票的校验值"), max_length=64, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="poll_of_participants_has_gathering",
                condition=~Q(voters__in=["present", "hall", "invited"]) | Q(gathering__isnull=False),
            ),
            models.CheckConstraint(name="poll_marks_forwards", condition=Q(low__lt=F("high"))),
            models.CheckConstraint(name="poll_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="poll_quorum_of_some", condition=~Q(quorum_of="number") | Q(quorum__gte=1)
            ),
            models.CheckConstraint(
                name="poll_put_to_a_roll",
                condition=Q(state__in=["draft", "cancelled"])
                | Q(entitled__isnull=False, needed__isnull=False),
            ),
            models.CheckConstraint(
                name="poll_counted_at_the_close",
                # Counting and closing are two statements of one transaction: `open` and `closed` see both sides of it.
                condition=(Q(state__in=COUNTED, cast__gte=F("needed"), result__isnull=False) & ~Q(digest=""))
                | Q(state="void", cast__lt=F("needed"), digest="", result=None)
                | Q(state__in=["draft", "cancelled"], cast=None, digest="", result=None)
                | Q(state__in=["open", "closed"]),
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="poll_list")]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        return links.to("deliberation:poll", self.pk)

    def public_url(self) -> str:
        return links.to("portal:poll", self.pk)


class PollOption(models.Model):
    """选项, called by its number on every ballot. topic: what it stands for, where a plan is chosen for."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("选项"), max_length=120)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "order"], name="poll_option_order"),
            models.UniqueConstraint(fields=["poll", "text"], name="poll_option_once"),
        ]
        triggers = [ballots.trigger("poll_options_stay", _OPTIONS_STAY)]

    def __str__(self) -> str:
        return self.text


class PollVoter(models.Model):
    """有投票资格的人: only whether she has voted, not when. participant: somebody without an account."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="roll")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    participant = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")
    voted = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["poll", "person"], name="poll_voter_once"),
            models.UniqueConstraint(fields=["poll", "participant"], name="poll_guest_once"),
            models.CheckConstraint(
                name="poll_voter_is_somebody",
                condition=Q(person__isnull=False, participant=None)
                | Q(person=None, participant__isnull=False),
            ),
        ]
        triggers = [
            ballots.trigger(
                "poll_roll_stays", ballots.roll_stays(TABLE, KEY, who=("person_id", "participant_id"))
            )
        ]

    def __str__(self) -> str:
        return str(self.person or self.participant)


class SecretBallot(models.Model):
    """无记名选票. receipt: known to its voter alone. counted: the row was written anew, in random order, at the count.

    content of both kinds of ballots: what of chosen, marks, ranks its method asks for; options by their numbers.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, models.CASCADE, related_name="secret_ballots")
    receipt = models.CharField(max_length=16)
    content = models.JSONField()
    counted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "receipt"], name="secret_ballot_receipt")]
        triggers = [ballots.trigger("secret_ballot_stays", _SECRET_STAYS)]

    def __str__(self) -> str:
        return self.receipt


class NamedBallot(models.Model):
    """记名选票. name: of the voter, as it was when she voted."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="named_ballots")
    voter = models.OneToOneField(PollVoter, models.CASCADE, related_name="ballot")
    name = models.CharField(max_length=60)
    content = models.JSONField()

    class Meta:
        triggers = [ballots.trigger("named_ballot_stays", _NAMED_STAYS)]

    def __str__(self) -> str:
        return self.name
