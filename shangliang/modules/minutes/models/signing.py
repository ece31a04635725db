"""Who is asked to sign off, and what each said to each item."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.minutes.models.papers import Item, Minutes
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Signing(Staged):
    """签认：somebody asked to say whether the minutes are right where they speak for her. One of three:

    the person who chaired (chair), somebody who spoke (speaker), a department for its answers and duties (office).
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="signings")
    chair = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    speaker = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=300)  # of the minutes, and who is asked
    how = models.CharField(_("怎么核对的"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="signing_is_asked_of_one",
                condition=Q(chair__isnull=False, speaker=None, office=None)
                | Q(chair=None, speaker__isnull=False, office=None)
                | Q(chair=None, speaker=None, office__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["minutes", "chair"], condition=Q(chair__isnull=False), name="signing_chair_once"
            ),
            models.UniqueConstraint(
                fields=["minutes", "speaker"], condition=Q(speaker__isnull=False), name="signing_speaker_once"
            ),
            models.UniqueConstraint(
                fields=["minutes", "office"], condition=Q(office__isnull=False), name="signing_office_once"
            ),
            models.CheckConstraint(
                name="signing_excused_says_how", condition=~Q(state="excused") | ~Q(how="")
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """Whoever is asked, by name."""
        return str(self.chair or self.speaker or self.office)

    def get_absolute_url(self) -> str:
        return links.to("minutes:sign", self.pk)


class Verdict(models.Model):
    """What one of them said to one item: right, or an objection in words. Void once the item was changed.

    answer: why the objection stands in the minutes instead of being followed (kept_at).
    """

    signing = models.ForeignKey(Signing, models.CASCADE, related_name="verdicts")
    item = models.ForeignKey(Item, models.CASCADE, related_name="verdicts")
    revision = models.PositiveIntegerField()
    agrees = models.BooleanField()
    words = models.TextField(blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    void_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["signing", "item"], condition=Q(void_at=None), name="one_live_verdict"
            ),
            models.CheckConstraint(name="objection_has_words", condition=Q(agrees=True) | ~Q(words="")),
            models.CheckConstraint(name="kept_objection_says_why", condition=Q(kept_at=None) | ~Q(answer="")),
        ]

    def __str__(self) -> str:
        return self.words or str(self.agrees)
