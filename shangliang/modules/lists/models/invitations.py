from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.lists.models.campaigns import Campaign
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Invitation(Staged):
    """邀请：a department asks members into its own work."""

    class Kind(models.TextChoices):
        DELEGATE = "delegate", _("特邀监督员")
        HEARING = "hearing", _("听证会")
        OPEN_DAY = "open_day", _("政务开放日")
        RESEARCH = "research", _("体验式跟踪调研")
        OTHER = "other", _("其他活动")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_invitations", verbose_name=_("部门"))
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose members are invited
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="invitations")
    kind = models.CharField(_("形式"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("事由"), max_length=120)
    about = models.TextField(_("内容和要求"))
    place = models.CharField(_("地点"), max_length=120)
    held_on = models.DateField(_("日期"))
    answer_by = models.DateField(_("请在此前答复"))
    wanted = models.PositiveSmallIntegerField(_("邀请人数"))
    report = models.TextField(_("活动情况"), blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="list_invitation_answered_before", condition=Q(answer_by__lte=F("held_on"))
            ),
            models.CheckConstraint(
                name="reported_list_invitation_says_what", condition=~Q(state="reported") | ~Q(report="")
            ),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="list_invitation_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("lists:invitation", self.pk)


class Invitee(Staged):
    """受邀委员：asked to come; answers yes, or no with a reason."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="invitees")
    person = models.ForeignKey(Person, models.PROTECT, related_name="list_invitations")
    answer_by = models.DateField()
    reason = models.CharField(_("不能参加的原因"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "person"], name="list_invitee_once"),
            models.CheckConstraint(
                name="declining_list_invitee_says_why", condition=~Q(state="declined") | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.invitation.title

    def get_absolute_url(self) -> str:
        return links.to("lists:invitation", self.invitation_id) + "#mine"
