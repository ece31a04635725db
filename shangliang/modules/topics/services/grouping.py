"""What analysis offers to the people who screen: groups of the same matter, and a guess of the field.

Nothing follows from either until a person confirms.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from shangliang.analysis import category, similar
from shangliang.kernel import moves
from shangliang.kernel.access import STEP, Actor
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Field, Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Cluster, ClusterVoice, Grouped, Suggestion
from shangliang.modules.voices.models import Voice

ENOUGH = 80  # confirmed voices before a guess is worth showing
MOST = 3000  # of them that are learnt from


def message(voice: Voice) -> similar.Message:
    """A voice as the analysis reads it: no contact data, only the blind mark of who raised it."""
    return similar.Message(str(voice.pk), voice.title, voice.body, voice.place_text, voice.head)


@transaction.atomic
def regroup(unit: Unit, *, at: datetime) -> int:
    """Group the unit's received voices anew; returns the number of groups. Safe to run at any time.

    A group that finds most of its voices again keeps its address: somebody may be wording it.
    """
    waiting = list(Voice.objects.filter(unit=unit, state="received").order_by("pk"))
    groups = similar.groups([message(v) for v in waiting]) if len(waiting) > 1 else []
    moves.held(unit)
    held = dict(ClusterVoice.objects.filter(cluster__unit=unit).values_list("voice", "cluster"))
    ClusterVoice.objects.filter(cluster__unit=unit).delete()
    kept: set[int] = set()
    for group in groups:
        before = Counter(held[int(pk)] for pk in group.ids if held.get(int(pk), 0) not in {0, *kept})
        same = max(before, key=lambda pk: (before[pk], -pk), default=None)
        cluster = Cluster(
            pk=same, unit=unit, centre_id=int(group.medoid), heads=group.heads, size=len(group.ids), at=at
        )
        cluster.save()
        kept.add(cluster.pk)
        ClusterVoice.objects.bulk_create(ClusterVoice(cluster=cluster, voice_id=int(pk)) for pk in group.ids)
    Cluster.objects.filter(unit=unit).exclude(pk__in=kept).delete()
    Grouped.objects.update_or_create(unit=unit, defaults={"at": at})
    return len(groups)


@transaction.atomic
def guess_fields(
    voices: Sequence[Voice], *, model: category.Model, fields: dict[str, Field], at: datetime
) -> int:
    """Keep the model's guess for each voice that has no field yet; returns how many were guessed."""
    rows = []
    for guess in model.predict([message(v) for v in voices]):
        if guess.category in fields:
            rows.append(
                Suggestion(
                    voice_id=int(guess.id),
                    field=fields[guess.category],
                    permille=round(guess.score * 1000),
                    at=at,
                )
            )
    Suggestion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["voice"], update_fields=["field", "permille", "at"]
    )
    return len(rows)


def suggest(unit: Unit, *, at: datetime, model: category.Model | None = None) -> int:
    """Guess the field of every received voice of the unit that has none and no guess yet.

    Without a model one is learnt from what people have confirmed, once there is enough of it.
    """
    waiting = list(
        Voice.objects.filter(unit=unit, state="received", field=None, suggestion=None).order_by("pk")
    )
    model = model or (_learnt(unit) if waiting else None)
    if model is None or not waiting:
        return 0
    fields = {f.name: f for f in org.fields(unit.path)}
    return guess_fields(waiting, model=model, fields=fields, at=at)


def _learnt(unit: Unit) -> category.Model | None:
    known = Voice.objects.filter(root=unit.path[:STEP], field__isnull=False).select_related("field")
    examples = list(known.order_by("-pk")[:MOST])
    labels = [v.field.name for v in examples if v.field]
    if len(examples) < ENOUGH or len(set(labels)) < 2:
        return None
    return category.train([message(v) for v in examples], labels)


def stale(at: datetime) -> list[Unit]:
    """Units with received voices that are newer than their groups (2 queries)."""
    newest = dict(Voice.objects.filter(state="received").values_list("unit").annotate(last=Max("entered_at")))
    grouped = dict(Grouped.objects.values_list("unit", "at"))
    late = [unit for unit, last in newest.items() if unit not in grouped or grouped[unit] < last]
    return list(Unit.objects.filter(pk__in=late).order_by("path"))


@transaction.atomic
def confirm_field(voice: Voice, *, field: Field, actor: Actor, at: datetime) -> None:
    """A person says what the voice is about; the guess, right or wrong, is closed."""
    if not moves.kind_of(Voice).policy.may(actor, "take", voice):
        raise moves.NotAllowed(_("这一步不归您办理"))
    Voice.objects.filter(pk=voice.pk).update(field=field)
    person = Person.objects.get(pk=actor.person)
    Suggestion.objects.filter(voice=voice).update(confirmed_by=person, at=at)
