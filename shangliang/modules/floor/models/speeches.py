"""发言: from the wish to speak to the seconds that were spoken."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.models import Staged
from shangliang.modules.floor.models.floors import Floor, Group, group_of
from shangliang.modules.gatherings.models import Agenda, Participant
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

WAITING = ("waiting", "admitted")  # in the line
HEARD = ("speaking", "paused", "done")


class Speech(Staged):
    """发言：who wants to speak, and what came of it.

    seconds: allowed, 0 for no limit. spoken_ms: of all stretches that have ended; the running one began at resumed_at.
    A point of order (程序动议) says what it is about in `about`.
    """

    class Kind(models.TextChoices):
        SPEECH = "speech", _("发言")
        ORDER = "order", _("程序动议")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    floor = models.ForeignKey(Floor, models.PROTECT, related_name="speeches")
    participant = models.ForeignKey(Participant, models.PROTECT, related_name="speeches")
    agenda = models.ForeignKey(Agenda, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("类别"), max_length=8, choices=Kind.choices, default=Kind.SPEECH)
    about = models.CharField(_("要说什么"), max_length=200, blank=True)
    asked_at = models.DateTimeField()
    seconds = models.PositiveSmallIntegerField(_("限时（秒）"), default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True)
    spoken_ms = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(_("发言要点"), blank=True)
    notes_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    told = models.CharField(_("理由"), max_length=300, blank=True)  # why skipped or refused

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["floor"], condition=Q(state="speaking"), name="one_speaks"),
            models.UniqueConstraint(
                fields=["floor", "participant", "kind"],
                condition=Q(state__in=WAITING),
                name="speech_waits_once",
            ),
            models.CheckConstraint(
                name="speech_began",
                condition=~Q(state__in=HEARD) | Q(started_at__isnull=False, resumed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="speech_ended", condition=~Q(state="done") | Q(ended_at__isnull=False)
            ),
            models.CheckConstraint(
                name="speech_says_why", condition=~Q(state__in=["skipped", "refused"]) | ~Q(told="")
            ),
            models.CheckConstraint(
                name="order_is_about_something", condition=~Q(kind="order") | ~Q(about="")
            ),
        ]
        indexes = [models.Index(fields=["floor", "state"], name="speech_line")]

    def __str__(self) -> str:
        return f"{self.participant.name} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return f"{self.floor.get_absolute_url()}#speech-{self.pk}"

    @property
    def group(self) -> Group:
        return group_of(self.participant.capacity)

    def spoken(self, at: datetime) -> int:
        """Whole seconds spoken up to this moment; the part of a second that a pause cut off is not lost."""
        running = self.state == "speaking" and self.resumed_at is not None
        ms = self.spoken_ms + (_ms(self.resumed_at, at) if running and self.resumed_at else 0)
        return ms // 1000


def _ms(since: datetime, at: datetime) -> int:
    return max(0, int((at - since).total_seconds() * 1000))
