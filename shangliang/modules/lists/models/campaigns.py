from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Campaign(Staged):
    """知情明政活动：two lists are collected, matched and acted upon, with some departments, in some months."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="list_campaigns")
    title = models.CharField(_("名称"), max_length=120)
    about = models.TextField(_("工作方案"), blank=True)
    batch = models.PositiveSmallIntegerField(_("第几批"), default=1)
    collect_until = models.DateField(_("征集到"))
    match_until = models.DateField(_("对接到"))
    act_until = models.DateField(_("落实到"))
    departments: models.ManyToManyField[Unit, TakingPart] = models.ManyToManyField(
        Unit, through="TakingPart", related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="list_campaign_forwards",
                condition=Q(match_until__gte=F("collect_until"), act_until__gte=F("match_until")),
            ),
            models.UniqueConstraint(fields=["unit", "title", "batch"], name="list_campaign_once"),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="list_campaign_board")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("lists:campaign", self.pk)


class TakingPart(models.Model):
    """参加部门：a department that takes part in a campaign, since when."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="campaigns_joined")
    on = models.DateField()

    class Meta:
        ordering = ["unit__path"]
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="list_taking_part_once")]

    def __str__(self) -> str:
        return self.unit.short


class ListBatch(models.Model):
    """One import of a table of concerns or asks."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="batches")
    what = models.CharField(max_length=8, choices=[("concerns", _("关注")), ("asks", _("问计"))])
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    wrong = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
