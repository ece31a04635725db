"""举手表决: what a room decided by raising hands, counted by whoever wrote it down."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.modules.deliberation.models.polls import Poll
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.people.models import Person


class Hands(models.Model):
    """One count. options: words in order; counts: hands for each. names: where it was by name, for each option the
    participants by their numbers. A count that another one took the place of stands no more, and stays.
    """

    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="hands")
    poll = models.ForeignKey(Poll, models.PROTECT, null=True, blank=True, related_name="hands")
    question = models.CharField(_("问题"), max_length=120)
    options = models.JSONField()
    counts = models.JSONField()
    names = models.JSONField(default=list)
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    stands = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["poll"], condition=Q(stands=True), name="hands_once_a_poll"),
            models.UniqueConstraint(
                fields=["gathering", "question"], condition=Q(stands=True), name="hands_once_a_question"
            ),
        ]

    def __str__(self) -> str:
        return self.question

    @property
    def lines(self) -> list[tuple[str, int]]:
        return list(zip(self.options, self.counts, strict=True))
