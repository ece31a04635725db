"""质量评价、提办双方互评: marks for a proposal, and what both sides say of each other, back to back."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel import links
from shangliang.kernel.models import Staged
from shangliang.modules.handling.models import Assignment
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import Proposal

# 五性 of a proposal, four things of its handling (DOMAIN 1.10): field → its words.
DIMENSIONS = {
    "science": _("科学性"), "rigour": _("严肃性"), "feasible": _("可行性"), "form": _("规范性"), "impact": _("影响力"),
}  # fmt: skip
MANNERS = {
    "attitude": _("办理态度"), "contact": _("沟通联系"), "answer": _("答复质量"), "delivery": _("落实效果"),
}  # fmt: skip


def mark_field(label: Any, *, null: bool = False) -> models.PositiveSmallIntegerField:
    """0 to 100."""
    return models.PositiveSmallIntegerField(label, null=null, blank=null, validators=[MaxValueValidator(100)])


class QualityScore(models.Model):
    """质量评分：what one reviewer gives a proposal in each of the five; the newest of each reviewer counts."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="quality_scores")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    science = mark_field(DIMENSIONS["science"])
    rigour = mark_field(DIMENSIONS["rigour"])
    feasible = mark_field(DIMENSIONS["feasible"])
    form = mark_field(DIMENSIONS["form"])
    impact = mark_field(DIMENSIONS["impact"])
    total = mark_field(_("总分"))  # with the weights of the day
    note = models.TextField(_("评语"), max_length=1000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="quality_score_once"),
            models.CheckConstraint(
                name="quality_score_range",
                condition=Q(**{f"{name}__lte": 100 for name in (*DIMENSIONS, "total")}),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.total}"


class MutualReview(Staged):
    """互评：after a department's answer it scores the proposal, the proposer scores the handling (SYSTEMS 38).

    Neither sees what the other said before both have spoken or the time is over.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="mutual_reviews")
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="mutual_reviews")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="mutual_reviews")
    round = models.PositiveSmallIntegerField(_("办理轮次"))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["assignment", "round"], name="mutual_review_once")]

    def __str__(self) -> str:
        return _("%(title)s：和%(unit)s互评") % {"title": self.proposal.title, "unit": self.assignment.unit}

    def get_absolute_url(self) -> str:
        return links.to("proposals:mutual", self.pk)


class MutualScore(models.Model):
    """互评的一方：what one side gave. It may be changed until both are shown, then it stays."""

    class Side(models.TextChoices):
        DEPARTMENT = "department", _("承办单位评提案")
        PROPOSER = "proposer", _("提案者评办理")

    review = models.ForeignKey(MutualReview, models.PROTECT, related_name="scores")
    side = models.CharField(max_length=10, choices=Side.choices)
    science = mark_field(DIMENSIONS["science"], null=True)
    rigour = mark_field(DIMENSIONS["rigour"], null=True)
    feasible = mark_field(DIMENSIONS["feasible"], null=True)
    form = mark_field(DIMENSIONS["form"], null=True)
    impact = mark_field(DIMENSIONS["impact"], null=True)
    attitude = mark_field(MANNERS["attitude"], null=True)
    contact = mark_field(MANNERS["contact"], null=True)
    answer = mark_field(MANNERS["answer"], null=True)
    delivery = mark_field(MANNERS["delivery"], null=True)
    total = mark_field(_("总分"))
    note = models.TextField(_("说明"), max_length=1000, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["review", "side"], name="mutual_score_once"),
            models.CheckConstraint(
                name="mutual_score_of_its_side",
                condition=Q(
                    side="department", **{f"{n}__lte": 100 for n in DIMENSIONS},
                    **{f"{n}__isnull": True for n in MANNERS},
                )
                | Q(
                    side="proposer", **{f"{n}__lte": 100 for n in MANNERS},
                    **{f"{n}__isnull": True for n in DIMENSIONS},
                ),
            ),
            models.CheckConstraint(name="mutual_score_total", condition=Q(total__lte=100)),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="shown_scores_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("now_in", "TEXT"), ("of_review", "BIGINT")],
                func="""
                    of_review := CASE WHEN TG_OP = 'DELETE' THEN OLD.review_id ELSE NEW.review_id END;
                    SELECT state INTO now_in FROM proposals_mutualreview WHERE id = of_review;
                    IF now_in <> 'open' THEN
                        RAISE EXCEPTION 'a score that has been shown stays: %', of_review;
                    END IF;
                    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.total}"
