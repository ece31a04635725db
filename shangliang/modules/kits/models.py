from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged, StoredFile
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person


class Kit(models.Model):
    """离线包：somebody has taken a meeting along on one device. What comes back names it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="kits")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("带下去的时间"))
    valid_until = models.DateTimeField(_("有效到"))
    # As it stood when it was taken: put off since, its entries are a matter for a person.
    starts_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(_("最近一次送回"), null=True, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            models.CheckConstraint(name="kit_valid_for_a_while", condition=Q(valid_until__gt=F("taken_at")))
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.taken_at:%Y-%m-%d %H:%M}"


class Carried(models.Model):
    """带回的一条：an entry that has arrived. Its number was made on the device, so it can arrive once only.

    What it said is kept where it belongs (an opinion, a sign-in, …), here only its hash. phone: a blind mark of the
    phone, where a participant sent it herself.
    """

    class Kind(models.TextChoices):
        START = "start", _("开会")
        PART = "part", _("进入议程")
        PERSON = "person", _("加人")
        SIGN_IN = "sign_in", _("签到")
        OPINION = "opinion", _("意见")
        CORRECT = "correct", _("更正意见")
        HANDS = "hands", _("举手表决")
        PHOTO = "photo", _("照片")

    id = models.UUIDField(primary_key=True, editable=False)
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="carried")
    kit = models.ForeignKey(Kit, models.PROTECT, null=True, blank=True, related_name="carried")
    phone = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)
    noted_at = models.DateTimeField()
    device_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    words = models.CharField(max_length=300)
    # What it became: {"opinion": 7}; empty while a person has to decide.
    made = models.JSONField(default=dict)

    class Meta:
        ordering = ["arrived_at", "noted_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="carried_from_somewhere",
                condition=Q(kit__isnull=False, phone="") | (Q(kit__isnull=True) & ~Q(phone="")),
            ),
            models.CheckConstraint(name="carried_noted_first", condition=Q(noted_at__lte=F("arrived_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"


class Matter(Staged):
    """待定夺：an entry that was not simply taken in. All that it said is kept here, also after a person has decided."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="carried_matters")
    gathering = models.ForeignKey(Gathering, models.PROTECT, related_name="carried_matters")
    carried = models.OneToOneField(Carried, models.PROTECT, related_name="matter")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(_("内容"), max_length=160)
    content = models.JSONField()
    reason = models.CharField(_("为什么没有直接记入"), max_length=300)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(name="matter_says_why", condition=~Q(reason=""))]
        indexes = [models.Index(fields=["root", "state", "-id"], name="matter_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("kits:matter", self.pk)
