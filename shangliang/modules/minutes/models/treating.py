"""What became of what was said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import adopting, links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Consensus, Opinion
from shangliang.modules.minutes.models.papers import Minutes
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Treatment(Staged):
    """意见采纳情况：what became of one opinion; `told` says why."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="treatments")
    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="treatment")
    told = models.TextField(_("怎么处理"), blank=True)

    class Meta:
        ordering = ["opinion_id"]
        constraints = [
            models.CheckConstraint(
                name="treatment_says_why", condition=~Q(state__in=adopting.ANSWERED) | ~Q(told="")
            )
        ]

    def __str__(self) -> str:
        return self.opinion.text[:60]

    def get_absolute_url(self) -> str:
        return links.to("minutes:treatment", self.pk)


class Unsourced(models.Model):
    """A consensus that rests on no recorded opinion, and why it was agreed nevertheless."""

    consensus = models.OneToOneField(Consensus, models.CASCADE, related_name="unsourced")
    reason = models.CharField(_("为什么没有意见作依据"), max_length=300)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(name="unsourced_says_why", condition=~Q(reason=""))]

    def __str__(self) -> str:
        return self.reason
