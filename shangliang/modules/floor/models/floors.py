"""The room of one gathering."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.deliberation.models import Poll
from shangliang.modules.gatherings.models import Gathering, Material, Participant
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

Capacity = Participant.Capacity


class Group(models.TextChoices):
    """The groups that take turns: the eight capacities as a hall sees them."""

    MEMBER = "member", _("委员")
    DEPARTMENT = "department", _("党政部门")
    EXPERT = "expert", _("专家")
    GRASSROOTS = "grassroots", _("群众")


GROUPS = {
    Group.MEMBER: (Capacity.MEMBER,),
    Group.DEPARTMENT: (Capacity.LEADER, Capacity.HEAD),
    Group.EXPERT: (Capacity.EXPERT, Capacity.THINK_TANK, Capacity.LEGAL),
    Group.GRASSROOTS: (Capacity.GRASSROOTS, Capacity.STAKEHOLDER),
}
_OF = {capacity: group for group, capacities in GROUPS.items() for capacity in capacities}


def group_of(capacity: str) -> Group:
    return _OF[Capacity(capacity)]


class Floor(Staged):
    """会场：one for each gathering that opens it. `page`: of the material on the screen, from 1."""

    class Shows(models.TextChoices):
        AGENDA = "agenda", _("议程")
        SPEAKERS = "speakers", _("发言")
        QUESTIONS = "questions", _("提问")
        POLL = "poll", _("表决")
        MATERIAL = "material", _("材料")
        CODE = "code", _("签到码")
        CAPTIONS = "captions", _("字幕")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    gathering = models.OneToOneField(Gathering, models.PROTECT, related_name="floor")
    alternate = models.BooleanField(_("各方轮流发言"), default=False)
    minutes = models.PositiveSmallIntegerField(_("每人几分钟"), default=5)
    screened = models.BooleanField(_("提问先看后展示"), default=False)
    stenographer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("速记员")
    )
    shows = models.CharField(_("大屏幕"), max_length=10, choices=Shows.choices, default=Shows.AGENDA)
    poll = models.ForeignKey(Poll, models.PROTECT, null=True, blank=True, related_name="+")
    material = models.ForeignKey(Material, models.PROTECT, null=True, blank=True, related_name="+")
    page = models.PositiveSmallIntegerField(_("第几页"), default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="floor_screen_has_matter",
                condition=(~Q(shows="poll") | Q(poll__isnull=False))
                & (~Q(shows="material") | Q(material__isnull=False)),
            ),
            models.CheckConstraint(
                name="floor_minutes", condition=Q(minutes__gte=1, minutes__lte=60, page__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.gathering.title

    def get_absolute_url(self) -> str:
        return links.to("floor:floor", self.pk)
