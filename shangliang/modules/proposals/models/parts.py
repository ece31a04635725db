"""What a proposal is made of: who signs it, what it asks item by item, every version of its words, its files."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.models import StoredFile
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models.writing import WRITING, Proposal, quoted


class Signer(models.Model):
    """第一提案人、联名人、附议人：nobody stands on a proposal who has not said so in time."""

    class Role(models.TextChoices):
        FIRST = "first", _("第一提案人")
        COSIGNER = "cosigner", _("联名人")
        SECONDER = "seconder", _("附议人")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="signers")
    place = models.PositiveSmallIntegerField()  # 0: the first proposer
    role = models.CharField(_("身份"), max_length=8, choices=Role.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    struck_at = models.DateTimeField(null=True, blank=True)  # declined, or did not answer in time

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="signer_once"),
            models.UniqueConstraint(fields=["proposal", "place"], name="signer_place"),
            models.CheckConstraint(
                name="first_signer_first",
                condition=Q(role="first", place=0) | (~Q(role="first") & Q(place__gt=0)),
            ),
            models.CheckConstraint(
                name="signer_agreed_or_struck", condition=Q(agreed_at=None) | Q(struck_at=None)
            ),
            models.CheckConstraint(
                name="seconder_agreed", condition=~Q(role="seconder") | Q(agreed_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.person.name


class Suggestion(models.Model):
    """建议条目：one thing asked; answered and followed for itself (逐条回应)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="suggestions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("建议"), max_length=3000)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="suggestion_number")]
        triggers = [
            pgtrigger.Trigger(
                name="suggestion_stays",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (
                        SELECT 1 FROM proposals_proposal p WHERE p.id = CASE TG_OP WHEN 'INSERT' THEN NEW.proposal_id
                        ELSE OLD.proposal_id END AND p.state NOT IN ({quoted(*WRITING)}))
                    THEN RAISE EXCEPTION 'what a proposal asks stays as it was handed in'
                        USING ERRCODE = 'check_violation'; END IF;
                    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class ProposalFile(models.Model):
    """附件：up to as many as the unit allows (proposals.files_max)."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "file"], name="proposal_file_once")]

    def __str__(self) -> str:
        return self.file.name


class Version(models.Model):
    """一稿：what was handed in, each time. Never changed, never removed."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版次"))
    title = models.CharField(_("案由"), max_length=50)
    situation = models.TextField(_("情况与问题"))
    reasons = models.TextField(_("分析"), blank=True)
    suggestions = models.JSONField(default=list)  # texts in their order
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("改了什么"), max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version")]
        triggers = [
            pgtrigger.Protect(name="proposal_version_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} v{self.number}"
