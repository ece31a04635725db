from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.handling.models.dispatches import Assignment
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Contact(Staged):
    """首次沟通：an answering department talks with those who asked before it writes (DOMAIN 1.8 first_contact)."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="contact")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")  # who should talk

    def __str__(self) -> str:
        return _("%s首次沟通") % self.assignment

    @property
    def counts_from(self) -> datetime | None:
        """The sending of the task; a talk that is owed anew, because it never was, counts from then on."""
        return None if self.version else self.assignment.sent_at

    def get_absolute_url(self) -> str:
        return links.to("handling:assignment", self.assignment_id) + "#talks"


class Talk(models.Model):
    """办理协商：one talk with those who asked, before, during or after handling (DOMAIN 1.8)."""

    class Phase(models.TextChoices):
        BEFORE = "before", _("办前")
        DURING = "during", _("办中")
        AFTER = "after", _("办后")

    class Way(models.TextChoices):
        VISIT = "visit", _("当面走访")
        MEETING = "meeting", _("座谈会")
        PHONE = "phone", _("电话")
        MAIL = "mail", _("邮件")
        LETTER = "letter", _("书信")
        OTHER = "other", _("其他")

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="talks")
    phase = models.CharField(_("时段"), max_length=8, choices=Phase.choices)
    way = models.CharField(_("方式"), max_length=8, choices=Way.choices)
    held_on = models.DateField(_("日期"))
    people = models.CharField(_("参加的人"), max_length=300, blank=True)
    note = models.TextField(_("谈了什么"))
    agreed = models.TextField(_("共识"), blank=True)
    differed = models.TextField(_("分歧"), blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # What those who asked say: that it was so, or that it never was.
    confirmed = models.BooleanField(_("对方确认"), null=True, blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    said = models.CharField(_("对方说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["held_on", "id"]
        constraints = [
            models.CheckConstraint(name="talk_denied_says_why", condition=~Q(confirmed=False) | ~Q(said="")),
            models.CheckConstraint(
                name="talk_said_by", condition=Q(confirmed=None) | Q(said_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_phase_display()} {self.get_way_display()}"
