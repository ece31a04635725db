from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.handling.models import Reply
from shangliang.modules.lists.models.asks import DeptAsk
from shangliang.modules.lists.models.concerns import MemberConcern
from shangliang.modules.lists.models.posts import SignUp
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Counsel(Staged):
    """委员进言：what a member says to a department, which has to answer it: what it takes up, and why not.

    One table for three occasions: the duty, the clock and the answer are the same.
    """

    class Occasion(models.TextChoices):
        ASK = "ask", _("应答问计")
        POST = "post", _("体验建议")
        BRIEFING = "briefing", _("通报会提问")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="counsels", verbose_name=_("部门"))
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the member's committee
    occasion = models.CharField(_("来自"), max_length=10, choices=Occasion.choices)
    ask = models.ForeignKey(DeptAsk, models.PROTECT, null=True, blank=True, related_name="counsels")
    sign_up = models.ForeignKey(SignUp, models.PROTECT, null=True, blank=True, related_name="counsels")
    gathering = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="questions")
    member = models.ForeignKey(Person, models.PROTECT, related_name="counsels")
    text = models.TextField(_("内容"))
    due_on = models.DateField(_("回应期限"))
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Reply.Adoption.choices, blank=True)
    answer = models.TextField(_("回应"), blank=True)
    reason = models.TextField(_("不采纳的理由"), blank=True)
    concern = models.ForeignKey(
        MemberConcern, models.PROTECT, null=True, blank=True, related_name="came_from"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="counsel_has_one_occasion",
                condition=Q(occasion="ask", ask__isnull=False, sign_up=None, gathering=None)
                | Q(occasion="post", ask=None, sign_up__isnull=False, gathering=None)
                | Q(occasion="briefing", ask=None, sign_up=None, gathering__isnull=False),
            ),
            models.CheckConstraint(
                name="answered_counsel_says_what", condition=~Q(state="answered") | ~Q(answer="")
            ),
            # A question is answered; an answer to an ask and a suggestion are also taken up or not.
            models.CheckConstraint(
                name="weighed_counsel_has_adoption",
                condition=~Q(state="answered") | Q(occasion="briefing") | ~Q(adoption=""),
            ),
            models.CheckConstraint(
                name="rejecting_counsel_has_reason", condition=~Q(adoption="rejected") | ~Q(reason="")
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_at"], name="counsel_desk"),
            models.Index(fields=["ask", "id"], name="counsel_ask"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def get_absolute_url(self) -> str:
        return links.to("lists:counsel", self.pk)
