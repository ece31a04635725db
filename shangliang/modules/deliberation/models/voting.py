"""Who answers, every answer as it came, what is sealed of it, and the maps drawn from it.

Answers are only ever added: of one voter's answers to a statement the last counts. Nothing here stands in the journal
one by one; batches of answers do, as the root of a Merkle tree.
"""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from shangliang.modules.deliberation.models.boards import Board, Statement
from shangliang.modules.org.models import Sector, Unit
from shangliang.modules.people.models import Person

AGREE, PASS, DISAGREE = 1, 0, -1

_ONLY_SEALING = """
    IF OLD.seal_id IS NOT NULL OR NEW.seal_id IS NULL
        OR (to_jsonb(NEW) - 'seal_id' - 'place') <> (to_jsonb(OLD) - 'seal_id' - 'place') THEN
        RAISE EXCEPTION 'answers are only ever added: %', OLD.id;
    END IF;
    RETURN NEW;
"""


class Voter(models.Model):
    """One head on one board: somebody with an account, or a device without one (`head`, a blind mark).

    Sector and place are those of the moment of the first answer; results are told by them only for ten people or more.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="heads")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    head = models.CharField(max_length=32, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["board", "person"], condition=Q(person__isnull=False), name="voter_person"
            ),
            models.UniqueConstraint(fields=["board", "head"], condition=~Q(head=""), name="voter_head"),
            models.CheckConstraint(
                name="voter_is_somebody",
                condition=Q(person__isnull=False, head="") | (Q(person=None) & ~Q(head="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_id}/{self.pk}"


class Seal(models.Model):
    """封存：a batch of answers under one hash (kernel.merkle), which stands in the journal."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="seals")
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    top = models.CharField(max_length=64)  # hexadecimal
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="seal_number")]

    def __str__(self) -> str:
        return f"{self.board_id}/{self.number}"


class Cast(models.Model):
    """表态：one answer (1 agree, 0 pass, -1 disagree). token: made by its voter and known to her, the same when sent
    again.

    Thousands come in a second, so each index and check is paid for dearly: what another index begins with has none of
    its own, and that the board exists follows from the statement.
    """

    board = models.ForeignKey(
        Board, models.PROTECT, related_name="casts", db_index=False, db_constraint=False
    )
    voter = models.ForeignKey(Voter, models.PROTECT, related_name="casts", db_index=False)
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="casts")
    value = models.SmallIntegerField()
    token = models.UUIDField()
    at = models.DateTimeField()
    seal = models.ForeignKey(
        Seal, models.PROTECT, null=True, blank=True, related_name="casts", db_index=False
    )
    place = models.PositiveIntegerField(null=True, blank=True)  # among the leaves of its seal, from 0

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "token"], name="cast_once"),
            models.CheckConstraint(name="cast_value", condition=Q(value__in=[AGREE, PASS, DISAGREE])),
            models.CheckConstraint(
                name="cast_sealed_has_place",
                condition=Q(seal=None, place=None) | Q(seal__isnull=False, place__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["board", "id"], name="cast_unsealed", condition=Q(seal=None)),
            models.Index(fields=["seal", "place"], name="cast_sealed", condition=Q(seal__isnull=False)),
            models.Index(fields=["board", "voter", "statement", "-id"], name="cast_last"),
        ]
        triggers = [
            pgtrigger.Protect(name="cast_stays", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="cast_only_sealing",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=_ONLY_SEALING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.value}"


class Chart(models.Model):
    """意见地图 as it was drawn once: with its version, seed and the hash of what it was drawn from.

    data: what the page shows and what the next one starts from (`queries.charts` reads it).
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="charts")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    up_to = models.PositiveBigIntegerField()  # the last answer that was counted
    votes = models.PositiveIntegerField()
    people = models.PositiveIntegerField()
    groups = models.PositiveSmallIntegerField()
    seed = models.PositiveIntegerField()
    version = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    data = models.JSONField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["board", "number"], name="chart_number")]

    def __str__(self) -> str:
        return f"{self.board_id}/{self.number}"
