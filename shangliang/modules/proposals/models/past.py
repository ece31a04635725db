"""From the system before this one: which file was brought in, and how its finished proposals had been answered."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.modules.handling.models import Reply
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.sessions import Session
from shangliang.modules.proposals.models.writing import Proposal


class ProposalBatch(models.Model):
    """导入批次：one file of the system before this one, as it was brought in."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="batches")
    name = models.CharField(_("文件名"), max_length=200)
    sha256 = models.CharField(max_length=64)
    added = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    left = models.PositiveIntegerField()  # drafts of the old system: not brought in
    wrong = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()  # handed to departments anew
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class PastAnswer(models.Model):
    """历史答复：what a department had answered before this system, to the whole proposal or to one item of it.

    These were never checked here: figures count them apart.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="past_answers")
    item = models.ForeignKey("Suggestion", models.PROTECT, null=True, blank=True, related_name="past_answers")
    by = models.CharField(_("承办单位"), max_length=300, blank=True)
    text = models.TextField(_("答复"), blank=True)
    # The old system's own word, and what it means everywhere; unknown words keep no meaning.
    grade = models.CharField(_("办理结果"), max_length=60, blank=True)
    norm = models.CharField(_("规范语义"), max_length=12, choices=Reply.Norm.choices, blank=True)

    class Meta:
        ordering = ["item__number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "item"], name="past_answer_item"),
            models.UniqueConstraint(fields=["proposal"], condition=Q(item=None), name="past_answer_whole"),
            models.CheckConstraint(name="past_answer_says_something", condition=~Q(text="") | ~Q(grade="")),
        ]

    def __str__(self) -> str:
        return self.text[:60] or self.grade
