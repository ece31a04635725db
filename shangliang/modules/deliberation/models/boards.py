"""A board, its statements and the reasons under them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.adopting import ANSWERED
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Gathering, Opinion
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic

LONGEST = 200  # letters of a statement: it is read on a phone and answered at once
OUT = ["open", "closed", "concluded"]  # the board can be read
SHOWN = ["shown", *ANSWERED]


class Board(Staged):
    """议事板：one question, put to many."""

    class Voters(models.TextChoices):
        ANYBODY = "anybody", _("任何人，不用登录")
        SIGNED_IN = "signed_in", _("登录的人")
        MEMBERS = "members", _("政协委员")
        INVITED = "invited", _("这次协商的参加人")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="boards")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="boards")
    gathering = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="boards")
    title = models.CharField(_("名称"), max_length=80)
    question = models.TextField(_("要大家商量什么"))
    voters = models.CharField(_("谁可以表态"), max_length=10, choices=Voters.choices)
    may_add = models.BooleanField(_("可以提新看法"), default=True)
    screened = models.BooleanField(_("新看法先看后发"), default=True)
    open_to_public = models.BooleanField(_("结果公开"), default=True)
    closes_at = models.DateTimeField(_("截止"))
    conclusion = models.TextField(_("结论"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="board_of_invited_has_gathering",
                condition=~Q(voters="invited") | Q(gathering__isnull=False),
            ),
            models.CheckConstraint(
                name="board_concluded_says_what", condition=~Q(state="concluded") | ~Q(conclusion="")
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="board_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("deliberation:board", self.pk)

    def public_url(self) -> str:
        return links.to("portal:board", self.pk)


class Statement(Staged):
    """看法：one sentence that others agree or disagree with. A hidden one keeps its place, with the reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    board = models.ForeignKey(Board, models.PROTECT, related_name="statements")
    number = models.PositiveSmallIntegerField(_("编号"))
    text = models.CharField(_("看法"), max_length=LONGEST)
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    head = models.CharField(max_length=32, blank=True)  # blind mark of a device without an account
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="statements")
    at = models.DateTimeField()
    token = models.CharField(max_length=40)  # of the form: pressed twice, kept once
    told = models.TextField(_("怎么处理"), blank=True)  # why adopted, partly or not; why hidden

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="statement_number"),
            models.UniqueConstraint(fields=["board", "token"], name="statement_once"),
            models.CheckConstraint(
                name="statement_says_why",
                condition=~Q(state__in=["hidden", *ANSWERED]) | ~Q(told=""),
            ),
        ]
        indexes = [models.Index(fields=["board", "state"], name="statement_board")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return links.to("deliberation:statement", self.pk)


class Reason(Staged):
    """理由：why somebody agrees or disagrees with a statement; reasons may answer reasons."""

    class Side(models.TextChoices):
        FOR = "for", _("赞成的理由")
        AGAINST = "against", _("反对的理由")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="reasons")
    answers = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    side = models.CharField(_("立场"), max_length=8, choices=Side.choices)
    text = models.CharField(_("理由"), max_length=500)
    author = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    head = models.CharField(max_length=32, blank=True)
    at = models.DateTimeField()
    token = models.CharField(max_length=40)
    told = models.TextField(_("为什么不展示"), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["statement", "token"], name="reason_once"),
            models.CheckConstraint(name="reason_says_why", condition=~Q(state="hidden") | ~Q(told="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return links.to("deliberation:statement", self.statement_id)
