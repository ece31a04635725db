"""培育评审: people who know the matter read a proposal with its proposer before it is filed, item by item."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import Proposal

CONVENED = ["called", "ripe", "not_yet"]


class Incubation(Staged):
    """培育评审：called by the office with the proposer's consent, or wished for by the proposer (SYSTEMS 32)."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="incubations")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="incubations")
    wished = models.BooleanField(_("提案者申请"), default=False)  # the proposer's own wish is her consent
    caller = models.ForeignKey(Person, models.PROTECT, related_name="+")
    about = models.TextField(_("想请大家看什么"), max_length=2000)
    day = models.DateField(_("评审日期"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=120, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(_("结论"), blank=True)
    # The words that were read, and those that came of it.
    before = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    after = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(state__in=["asked", "called"]),
                name="incubation_one_at_a_time",
            ),
            models.CheckConstraint(
                name="incubation_with_consent",
                condition=~Q(state__in=CONVENED) | Q(consented_at__isnull=False, day__isnull=False),
            ),
            models.CheckConstraint(
                name="incubation_has_conclusion",
                condition=~Q(state__in=["ripe", "not_yet"]) | ~Q(conclusion=""),
            ),
        ]

    def __str__(self) -> str:
        return _("%s培育评审") % self.proposal

    def get_absolute_url(self) -> str:
        return links.to("proposals:incubation", self.pk)


class IncubationGuest(models.Model):
    """受邀的人：somebody of a department, or an expert; without an account only the name stands here."""

    incubation = models.ForeignKey(Incubation, models.CASCADE, related_name="guests")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("姓名"), max_length=60)
    role = models.CharField(_("单位职务"), max_length=120, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incubation", "person"],
                condition=Q(person__isnull=False),
                name="incubation_guest_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class IncubationAdvice(models.Model):
    """评审意见：to the whole or to one item, in the words in which that item then stood. Never changed."""

    incubation = models.ForeignKey(Incubation, models.PROTECT, related_name="advice")
    # Items of a draft are written anew; what was read stays here.
    item = models.ForeignKey("Suggestion", models.SET_NULL, null=True, blank=True, related_name="+")
    number = models.PositiveSmallIntegerField(default=0)  # 0: the whole
    read = models.TextField(blank=True)
    text = models.TextField(_("意见"), max_length=2000)
    guest = models.ForeignKey(IncubationGuest, models.PROTECT, related_name="advice")
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number", "id"]
        triggers = [
            pgtrigger.Trigger(
                name="advice_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                    IF (NEW.number, NEW.read, NEW.text, NEW.guest_id, NEW.at)
                       IS DISTINCT FROM (OLD.number, OLD.read, OLD.text, OLD.guest_id, OLD.at)
                    THEN RAISE EXCEPTION 'advice stays as it was given: %', OLD.id; END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Protect(name="advice_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.text[:60]
