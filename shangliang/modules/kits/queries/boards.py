"""Who has a kit out, what came back, what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.deliberation import queries as deliberation
from shangliang.modules.deliberation.models import Hands
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.kits.models import Carried, Kit, Matter

LATEST = 50
CAPACITIES = dict(Participant.Capacity.choices)


def offers(actor: Actor) -> QuerySet[Gathering]:
    """What this actor may take along, the next one first (1 query)."""
    policy = moves.kind_of(Gathering).policy
    rows = policy.reachable(actor, "take_along", Gathering.objects.filter(state__in=["noticed", "sitting"]))
    return rows.select_related("unit").order_by("starts_at", "pk")


def mine(actor: Actor) -> QuerySet[Kit]:
    """One's own kits, the newest first (1 query)."""
    return (
        Kit.objects.filter(person=actor.person_id)
        .select_related("gathering__unit", "person")
        .order_by("-taken_at")
    )


@dataclass(frozen=True)
class Back:
    """What one gathering's kits brought back. kits: each with how many entries came (`came`)."""

    kits: list[Kit]
    carried: list[Carried]
    matters: list[Matter]
    hands: list[Hands]

    @property
    def waiting(self) -> list[Matter]:
        return [m for m in self.matters if m.state == "waiting"]


def back_of(gathering: Gathering) -> Back:
    """What came back of one gathering (4 queries)."""
    came = Count("carried", filter=Q(carried__isnull=False))
    return Back(
        list(gathering.kits.select_related("person").annotate(came=came)),
        list(gathering.carried.select_related("kit__person").order_by("-arrived_at", "-noted_at")[:LATEST]),
        list(gathering.carried_matters.select_related("person", "carried").order_by("-pk")),
        deliberation.hands_of(gathering),
    )


def spelled(matter: Matter) -> list[tuple[str, str]]:
    """What the entry says, as labels and words (2 queries at most)."""
    said, people = matter.content, _people(matter)
    options, counts = (
        said.get(name) if isinstance(said.get(name), list) else [] for name in ("options", "counts")
    )
    rows = [
        (_("姓名"), said.get("name")), (_("身份"), CAPACITIES.get(str(said.get("capacity")))),
        (_("单位职务"), said.get("standing")), (_("人"), people.get(str(said.get("participant")))),
        (_("内容"), said.get("text")), (_("问题"), said.get("question")),
        (_("举手"), _("，").join(f"{o} {n}" for o, n in zip(options, counts, strict=False))),
        (_("名称"), said.get("title")), (_("议程"), said.get("order")),
    ]  # fmt: skip
    return [(str(label), str(words)) for label, words in rows if words]


def _people(matter: Matter) -> dict[str, str]:
    """The one it speaks of: on the list, or brought by another entry."""
    of = matter.content.get("participant")
    if isinstance(of, int):
        found = Participant.objects.filter(pk=of, gathering=matter.gathering_id).values_list(
            "name", flat=True
        )
        return {str(of): name for name in found}
    try:
        entry = UUID(str(of.get("entry") if isinstance(of, dict) else ""))
    except ValueError:
        return {}
    brought = Matter.objects.filter(gathering=matter.gathering_id, carried__pk=entry)
    return {str(of): str(m.content.get("name", "")) for m in brought}
