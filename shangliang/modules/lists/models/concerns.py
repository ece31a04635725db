from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.handling.models import Dispatch, Reply
from shangliang.modules.lists.models.campaigns import Campaign, ListBatch
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person

ANSWERED = ("answered", "adopted", "declined")


class MemberConcern(Staged):
    """委员献策关注：what a member sees, what she suggests, and which departments it concerns (DOMAIN 6.4)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="concerns")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="concerns")
    member = models.ForeignKey(Person, models.PROTECT, related_name="concerns", verbose_name=_("委员"))
    title = models.CharField(_("标题"), max_length=120)
    present = models.TextField(_("现状"))
    suggestion = models.TextField(_("建议"))
    field = models.ForeignKey(
        Field, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("领域")
    )
    departments = models.ManyToManyField(Unit, blank=True, related_name="concerning")
    raised_at = models.DateTimeField(_("提出时间"))
    # Of several about the same matter one goes on; it keeps the authors of all.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_ones")
    # What the analysis takes for the same matter; a person decides.
    like = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Reply.Adoption.choices, blank=True)
    answer = models.TextField(_("回应"), blank=True)
    reason = models.TextField(_("理由"), blank=True)
    dispatch = models.ForeignKey(Dispatch, models.PROTECT, null=True, blank=True, related_name="concerns")
    batch = models.ForeignKey(ListBatch, models.PROTECT, null=True, blank=True, related_name="+")
    same_key = models.CharField(max_length=64, null=True, blank=True, unique=True, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="merged_concern_has_target",
                condition=~Q(state="merged") | Q(merged_into__isnull=False),
            ),
            models.CheckConstraint(
                name="concern_not_into_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=models.F("id")),
            ),
            models.CheckConstraint(
                name="answered_concern_says_what",
                condition=~Q(state__in=ANSWERED) | (~Q(adoption="") & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="adopted_concern_is_taken",
                condition=~Q(state="adopted") | Q(adoption__in=["adopted", "partly"]),
            ),
            models.CheckConstraint(
                name="declined_concern_has_reason",
                condition=~Q(state="declined") | (Q(adoption="rejected") & ~Q(reason="")),
            ),
            models.CheckConstraint(
                name="handled_concern_has_dispatch",
                condition=~Q(state="handled") | Q(dispatch__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["root", "state", "-id"], name="concern_board"),
            models.Index(fields=["campaign", "state", "-id"], name="concern_campaign"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("lists:concern", self.pk)


class Author(models.Model):
    """提出委员：everybody who raised it, herself or through one that was merged into it; each is told."""

    concern = models.ForeignKey(MemberConcern, models.CASCADE, related_name="authors")
    person = models.ForeignKey(Person, models.PROTECT, related_name="concerns_authored")
    through = models.ForeignKey(MemberConcern, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["concern", "person"], name="concern_author_once")]

    def __str__(self) -> str:
        return self.person.name


class ConcernPart(Staged):
    """认领和回应：one department's part in a concern, pushed to it or taken up by itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="concern_parts")
    concern = models.ForeignKey(MemberConcern, models.CASCADE, related_name="parts")
    round = models.PositiveSmallIntegerField()
    claimed = models.BooleanField(_("主动认领"), default=False)
    adoption = models.CharField(_("采纳情况"), max_length=10, choices=Reply.Adoption.choices, blank=True)
    answer = models.TextField(_("回应"), blank=True)
    reason = models.TextField(_("不采纳的理由"), blank=True)

    ASKED = ("waiting", "answered")  # a department in these has its part in the round

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "unit", "round"],
                condition=~Q(state__in=["returned", "recalled"]),
                name="concern_part_once",
            ),
            models.CheckConstraint(
                name="answered_part_says_what",
                condition=~Q(state="answered") | (~Q(adoption="") & ~Q(answer="")),
            ),
            models.CheckConstraint(
                name="rejecting_part_has_reason", condition=~Q(adoption="rejected") | ~Q(reason="")
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "due_at"], name="concern_part_desk")]

    def __str__(self) -> str:
        return self.concern.title

    def get_absolute_url(self) -> str:
        return links.to("lists:concern", self.concern_id) + f"#part-{self.pk}"
