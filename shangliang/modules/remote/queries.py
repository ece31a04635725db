"""Questions about rooms on the network. Each says what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote.models import LIVE, RemoteSession


@dataclass(frozen=True)
class Guest:
    """Somebody who came in. consents: None where nothing was asked."""

    name: str
    at: datetime
    consents: bool | None


def live_of(gathering: Gathering) -> RemoteSession | None:
    """The room that is prepared or open, else the last one (1 query)."""
    rows = list(gathering.remote_sessions.order_by("-pk")[:10])
    return next((s for s in rows if s.state in LIVE), rows[0] if rows else None)


def to_enter(gathering: Gathering, actor: Actor) -> RemoteSession | None:
    """The room that is prepared or open, if this actor may come into it (1 query)."""
    policy = moves.kind_of(RemoteSession).policy
    return policy.reachable(actor, "enter", gathering.remote_sessions.filter(state__in=LIVE)).first()


def may_plan(gathering: Gathering, actor: Actor) -> bool:
    """Whether this actor prepares rooms for this gathering (no query)."""
    convenes = actor.person_id is not None and gathering.convener_id == actor.person_id
    return convenes or moves.kind_of(RemoteSession).policy.may_at(actor, "plan", gathering.unit.path)


def consent_of(session: RemoteSession, person_id: int | None) -> bool | None:
    """The last answer of this person (1 query)."""
    return session.consents.filter(person=person_id).order_by("-pk").values_list("says", flat=True).first()


def came(session: RemoteSession, person_id: int | None) -> bool:
    """Whether this person has come in (1 query)."""
    return session.attendances.filter(person=person_id).exists()


def guests(session: RemoteSession) -> list[Guest]:
    """Who came in, in order, with the last answer about recording (2 queries)."""
    says = dict(session.consents.order_by("pk").values_list("person_id", "says"))
    rows = session.attendances.select_related("person")
    return [Guest(a.person.name, a.at, says.get(a.person_id)) for a in rows]
