"""The minutes of one gathering, their items, and every version they had."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.gatherings.models import Consensus, Gathering, Opinion, Participant
from shangliang.modules.minutes.models.machine import Draft
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person

OPEN = ["draft", "circulating"]  # their words may still be changed
OUT = ["circulating", "settled", "kept"]  # those who took part read them


class Section(models.TextChoices):
    """In the order in which minutes are read."""

    ATTENDANCE = "attendance", _("到会情况")
    VISIT = "visit", _("会前调研")
    AGENDA = "agenda", _("议程")
    SPEECH = "speech", _("发言")
    OPINION = "opinion", _("意见和答复")
    POLL = "poll", _("表决")
    CONSENSUS = "consensus", _("共识事项")
    OPEN = "open", _("还没有着落的事")
    ADDED = "added", _("补记")


class Minutes(Staged):
    """纪要 of one gathering."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    gathering = models.OneToOneField(Gathering, models.PROTECT, related_name="paper")
    title = models.CharField(_("名称"), max_length=140)  # of the gathering, which no longer changes its own

    class Meta:
        indexes = [models.Index(fields=["root", "state", "-id"], name="minutes_list")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return links.to("minutes:minutes", self.pk)

    def public_url(self) -> str:
        return links.to("portal:minutes", self.pk)


class Item(models.Model):
    """One item. key: what of the record it came from; the same source comes back to the same item.

    record: what the record said when `text` was taken from it. fresh: what the record says by now, where somebody has
    put the item in other words meanwhile; gone: the record no longer has its source. shut: whether the record itself
    keeps it inside; `inside` follows it until somebody says otherwise.
    """

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="items")
    key = models.CharField(max_length=60)
    section = models.CharField(max_length=12, choices=Section.choices)
    order = models.PositiveIntegerField()
    group = models.CharField(max_length=200, blank=True)  # the part of the agenda under which it was said
    title = models.CharField(max_length=200, blank=True)
    text = models.TextField(_("内容"))
    record = models.TextField(blank=True)
    fresh = models.TextField(blank=True)
    gone = models.BooleanField(default=False)
    edited = models.BooleanField(default=False)
    inside = models.BooleanField(_("不公开"), default=False)
    shut = models.BooleanField(default=False)
    link = models.CharField(max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=1)
    speaker = models.ForeignKey(Participant, models.PROTECT, null=True, blank=True, related_name="+")
    office = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    opinion = models.ForeignKey(Opinion, models.PROTECT, null=True, blank=True, related_name="+")
    consensus = models.ForeignKey(Consensus, models.PROTECT, null=True, blank=True, related_name="+")
    draft = models.ForeignKey(Draft, models.PROTECT, null=True, blank=True, related_name="items")
    sources = models.JSONField(default=list)  # keys of the items a sentence of the machine names

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "key"], name="minutes_item_once"),
            models.CheckConstraint(name="minutes_item_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def free(self) -> bool:
        """Somebody's own words, taken from no record."""
        return not self.record


class Version(models.Model):
    """How the minutes stood at one moment. content: rows of key, section, group, title, text. Never changed.

    summary: a digest of the opinions by rule: `sentences` (text, opinion, stands_for), version and sha256 of its input.
    """

    class Why(models.TextChoices):
        ASSEMBLED = "assembled", _("按记录汇编")
        EDITED = "edited", _("改动一条")
        ADDED = "added", _("补记一条")
        REMOVED = "removed", _("删去一条")
        TAKEN = "taken", _("采用机器起草的句子")
        KEPT = "kept", _("载明异议")
        SETTLED = "settled", _("定稿")

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=10, choices=Why.choices)
    content = models.JSONField()
    summary = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="minutes_version_number")]

    def __str__(self) -> str:
        return f"{self.minutes_id} v{self.number}"
