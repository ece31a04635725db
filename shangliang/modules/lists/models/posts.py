from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.lists.models.campaigns import Campaign
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

# Sign-ups that hold a place.
HOLDING = ("placed", "attended", "logged", "absent")


class ExperiencePost(Staged):
    """委员体验岗：a piece of a department's work that members try for themselves."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="experience_posts", verbose_name=_("部门"))
    host = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # whose members may sign up
    campaign = models.ForeignKey(Campaign, models.PROTECT, null=True, blank=True, related_name="posts")
    title = models.CharField(_("岗位"), max_length=120)
    about = models.TextField(_("做什么"))
    place = models.CharField(_("地点"), max_length=120)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    places = models.PositiveSmallIntegerField(_("名额"))
    open_to_public = models.BooleanField(_("向社会公开"), default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="experience_post_forwards", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="experience_post_has_places", condition=Q(places__gte=1)),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="experience_post_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("lists:post", self.pk)


class SignUp(Staged):
    """报名：a member's place at a post, or in its queue. The number of the place is what keeps it from being
    given twice; `of` repeats the number of places, so that the table itself refuses one too many.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # the members' committee
    post = models.ForeignKey(ExperiencePost, models.PROTECT, related_name="sign_ups")
    member = models.ForeignKey(Person, models.PROTECT, related_name="experience_sign_ups")
    place_no = models.PositiveSmallIntegerField(null=True, blank=True)
    of = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="experience_place_has_number",
                condition=~Q(state__in=HOLDING) | Q(place_no__isnull=False),
            ),
            models.CheckConstraint(
                name="experience_place_exists",
                condition=Q(place_no__isnull=True) | Q(place_no__gte=1, place_no__lte=F("of")),
            ),
            models.UniqueConstraint(
                fields=["post", "place_no"],
                condition=Q(state__in=HOLDING),
                name="experience_place_given_once",
            ),
            models.UniqueConstraint(
                fields=["post", "member"],
                condition=Q(state__in=["waiting", *HOLDING]),
                name="experience_signed_up_once",
            ),
        ]
        indexes = [models.Index(fields=["post", "state", "id"], name="sign_up_queue")]

    def __str__(self) -> str:
        return self.post.title

    def get_absolute_url(self) -> str:
        return links.to("lists:post", self.post_id) + "#mine"


class ExperienceLog(models.Model):
    """体验日志：what a member did and saw on a day at the post."""

    sign_up = models.ForeignKey(SignUp, models.CASCADE, related_name="logs")
    on = models.DateField(_("日期"))
    text = models.TextField(_("日志"))
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return self.text[:60]
