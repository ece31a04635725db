"""抽签: a panel drawn so that it has the make-up of the place, and everybody as fair a chance as can be.

The lottery is sealed and announced first, together with the public event that will give the seed; whoever has the pool
file can draw again from the seed and gets the same panel (docs/decisions/0011-choosing-fairly.md).
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.topics.models import Topic

ANNOUNCED = ["sealed", "drawn"]


class Draw(Staged):
    """One draw of lots. pool and quotas: the CSV files as they came; lottery: as analysis.lots publishes it, without a
    draw.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="draws")
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="draws")
    gathering = models.ForeignKey(Gathering, models.PROTECT, null=True, blank=True, related_name="draws")
    title = models.CharField(_("名称"), max_length=80)
    purpose = models.TextField(_("抽来做什么"))
    size = models.PositiveSmallIntegerField(_("抽几人"))
    pool = models.TextField()
    quotas = models.TextField()
    lottery = models.JSONField(default=dict)
    seal = models.CharField(_("封印"), max_length=64, blank=True)
    source = models.CharField(_("种子从哪里来"), max_length=200, blank=True)
    seeded_on = models.DateField(_("种子哪天产生"), null=True, blank=True)
    seed = models.CharField(_("种子"), max_length=200, blank=True)
    panel = models.JSONField(_("抽中的人"), default=list, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="draw_sealed_first",
                condition=~Q(state__in=ANNOUNCED)
                | (~Q(seal="") & ~Q(source="") & Q(seeded_on__isnull=False)),
            ),
            models.CheckConstraint(name="draw_has_seed", condition=~Q(state="drawn") | ~Q(seed="")),
        ]
        indexes = [models.Index(fields=["root", "state", "-id"], name="draw_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("deliberation:draw", self.pk)

    def public_url(self) -> str:
        return links.to("portal:draw", self.pk)
