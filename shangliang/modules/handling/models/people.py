from __future__ import annotations

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.handling.models.dispatches import Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

TOKEN = "handling.question"  # the salt of links that answer one question


class Rating(models.Model):
    """评价：of the attitude and of the result apart, in one's own session or by a raiser's receipt.

    A rating on paper is entered with the signed form as proof (`proxy`); the person's own takes its place.
    """

    class Attitude(models.TextChoices):
        SATISFIED = "satisfied", _("满意")
        UNDERSTOOD = "understood", _("理解")
        DISSATISFIED = "dissatisfied", _("不满意")

    class Result(models.TextChoices):
        SOLVED = "solved", _("解决了")
        PARTLY = "partly", _("解决了一部分")
        UNSOLVED = "unsolved", _("没有解决")

    class Visited(models.TextChoices):
        YES = "yes", _("走访过")
        NOT_NEEDED = "not_needed", _("我说不需要")
        NO = "no", _("没有走访")

    class Heard(models.TextChoices):
        VISIT = "visit", _("当面")
        PHONE = "phone", _("电话")
        OTHER = "other", _("其他")
        NO = "no", _("没有联系")

    class Aim(models.TextChoices):
        HIT = "hit", _("有针对性")
        PARTLY = "partly", _("基本有针对性")
        MISSED = "missed", _("没有针对性")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=60)  # "person:12" or "voice:345": one rating each a round
    label = models.CharField(max_length=60)
    attitude = models.CharField(_("对办理态度"), max_length=12, choices=Attitude.choices)
    result = models.CharField(_("对办理结果"), max_length=10, choices=Result.choices)
    comment = models.TextField(_("说明"), blank=True)
    visited = models.CharField(_("有没有走访"), max_length=12, choices=Visited.choices, blank=True)
    heard = models.CharField(_("答复前怎样听取意见"), max_length=8, choices=Heard.choices, blank=True)
    aim = models.CharField(_("答复的针对性"), max_length=8, choices=Aim.choices, blank=True)
    leader_came = models.BooleanField(_("分管领导参加答复"), null=True, blank=True)
    # Whose session it was: kept beside the rating, never in the journal (DOMAIN 1.8).
    address = models.GenericIPAddressField(null=True, blank=True)
    device = models.CharField(max_length=200, blank=True)
    proxy = models.BooleanField(_("代录"), default=False)
    form = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)  # a proxy's, when the person rated herself
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dispatch", "round", "by"], condition=Q(replaced_at=None), name="rating_once"
            ),
            models.CheckConstraint(
                name="dissatisfaction_says_why",
                condition=(~Q(attitude="dissatisfied") & ~Q(result="unsolved")) | ~Q(comment=""),
            ),
            models.CheckConstraint(
                name="proxy_has_signed_form",
                condition=Q(proxy=False) | Q(form__isnull=False, entered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="only_proxy_is_replaced", condition=Q(replaced_at=None) | Q(proxy=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dispatch_id} {self.by}"

    @property
    def unhappy(self) -> bool:
        return self.attitude == self.Attitude.DISSATISFIED or self.result == self.Result.UNSOLVED


class Question(Staged):
    """回访：some weeks after the reply those concerned are asked: is it really so? Answered from a link."""

    class Answer(models.TextChoices):
        YES = "yes", _("是的，办好了")
        PARTLY = "partly", _("办了一部分")
        NO = "no", _("不是这样")

    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="questions")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who asks
    round = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    label = models.CharField(max_length=60)
    answer = models.CharField(_("回答"), max_length=8, choices=Answer.choices, blank=True)
    comment = models.TextField(_("说明"), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["dispatch", "round", "by"], name="question_once"),
            models.CheckConstraint(
                name="question_answered",
                condition=~Q(state__in=["confirmed", "doubted", "upheld", "dismissed"])
                | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="doubt_says_why", condition=Q(answer__in=["", "yes"]) | ~Q(comment="")
            ),
        ]

    def __str__(self) -> str:
        return _("%s：真的办好了吗") % self.dispatch.title

    @property
    def token(self) -> str:
        """What stands in the link. Whoever has it may answer this one question, nothing else."""
        return signing.Signer(salt=TOKEN).sign_object(self.pk)

    def get_absolute_url(self) -> str:
        return reverse("portal:really", args=[self.token])
