"""What a kit carries along: everything that its page needs in a room without network, and nothing more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.access import Actor
from shangliang.modules.deliberation import queries as deliberation
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Agenda, Gathering, Participant
from shangliang.modules.kits.models import Kit

ASKED = ("start", "part", "invite", "sign_in", "opine", "correct", "hands", "material")


def bundle(kit: Kit, *, actor: Actor, at: datetime) -> dict[str, Any]:
    """The kit as it is stored on the device (at most 16 queries)."""
    g = kit.gathering
    room = gatherings.room(g)
    return {
        "kit": kit.pk, "taken_at": kit.taken_at, "valid_until": kit.valid_until, "now": at,
        "who": kit.person_id, "name": kit.person.name,
        "late_days": int(params.value(g.unit.path, "kits.late_within", calendar.day_of(at))),
        "may": sorted(moves.kind_of(g).policy.which(actor, ASKED, g)),
        "gathering": {**told(g), "moved": kit.starts_at != g.starts_at},
        "agenda": [_part(a) for a in room.agenda],
        "participants": [guest(p) for p in room.participants],
        "opinions": [
            {"id": o.pk, "participant": o.participant_id, "text": o.text, "replies_to": o.replies_to_id}
            for o in room.opinions
        ],
        "materials": [{"title": m.title, "kind": str(m.get_kind_display())} for m in room.materials],
        "polls": [
            {"id": p.pk, "question": p.question, "options": deliberation.hand_options(p)}
            for p in deliberation.polls_by_hand(g)
        ],
        "hands": [
            {"question": h.question, "said": deliberation.hands_said(h)}
            for h in deliberation.hands_of(g)
            if h.stands
        ],
        "capacities": [{"value": value, "label": str(label)} for value, label in Participant.Capacity.choices],
    }  # fmt: skip


def _part(a: Agenda) -> dict[str, Any]:
    return {
        "order": a.order, "part": str(a.get_part_display()), "title": a.title, "minutes": a.minutes,
        "started_at": a.started_at,
    }  # fmt: skip


def guest(p: Participant) -> dict[str, Any]:
    """Somebody on the list (no query)."""
    return {
        "id": p.pk, "name": p.name, "capacity": p.capacity, "label": str(p.get_capacity_display()),
        "unit": p.unit.short if p.unit else "", "standing": p.standing, "signed_in_at": p.signed_in_at,
    }  # fmt: skip


def told(g: Gathering) -> dict[str, Any]:
    """The meeting in short (no query)."""
    return {
        "id": g.pk, "title": g.title, "place": g.place, "starts_at": g.starts_at, "state": g.state,
        "state_label": moves.label_of(g),
    }  # fmt: skip
