"""信息站 and its informants."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.kernel.sealed import SealedField
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Station(Staged):
    """社情民意信息站：a place where special informants (特邀信息员) collect what people say."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="info_stations")
    name = models.CharField(_("站名"), max_length=60)
    place = models.CharField(_("地点"), max_length=120)
    about = models.TextField(_("联系范围"), blank=True)
    contact = models.ForeignKey(Person, models.PROTECT, related_name="info_stations")
    opened_on = models.DateField(_("设立日期"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="station_name")]
        indexes = [models.Index(fields=["root", "state", "-id"], name="station_board")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return links.to("briefs:station", self.pk)


class Informant(models.Model):
    """特邀信息员：somebody who reports through a station, with or without an account."""

    station = models.ForeignKey(Station, models.PROTECT, related_name="informants")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    contact = SealedField(_("联系方式"), blank=True, default="")
    since = models.DateField(_("聘任日期"))
    until = models.DateField(_("解聘日期"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "person"], condition=Q(until=None), name="informant_once"
            ),
            models.CheckConstraint(
                name="informant_forwards", condition=Q(until=None) | Q(until__gte=F("since"))
            ),
        ]

    def __str__(self) -> str:
        return self.name
