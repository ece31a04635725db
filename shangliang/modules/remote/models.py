from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

LIVE = ["planned", "open"]


class RemoteSession(Staged):
    """远程会场 of one gathering. recording: where what was recorded is kept; the house keeps none itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="remote_sessions")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="remote_sessions")
    dial_in = models.TextField(_("没有视频时怎么接入"), max_length=1000)
    recorded = models.BooleanField(_("要录音录像"), default=False)
    recording = models.CharField(_("录音录像存放在哪里"), max_length=300, blank=True)
    recording_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["gathering"], condition=Q(state__in=LIVE), name="remote_session_one_at_a_time"
            ),
            models.CheckConstraint(
                name="remote_recording_was_announced", condition=Q(recording="") | Q(recorded=True)
            ),
            models.CheckConstraint(
                name="remote_recording_by_somebody", condition=Q(recording="") | Q(recording_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.gathering.title

    def get_absolute_url(self) -> str:
        return links.to("remote:session", self.pk)


class Attendance(models.Model):
    """接入: somebody who came into the room, once; when she came first."""

    session = models.ForeignKey(RemoteSession, models.PROTECT, related_name="attendances")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="remote_attendance_once")]

    def __str__(self) -> str:
        return self.person.name


class Consent(models.Model):
    """同意录音录像, or not. Rows stay: the last one of a person counts."""

    session = models.ForeignKey(RemoteSession, models.PROTECT, related_name="consents")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    says = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["session", "person", "-id"], name="remote_consent_last")]

    def __str__(self) -> str:
        return f"{self.person} {self.says}"
