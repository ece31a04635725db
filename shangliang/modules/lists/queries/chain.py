"""The chain of the two lists: concern and ask → match → what the department does → public."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from shangliang.kernel.access import Actor
from shangliang.kernel.loop import Station, Stop, shut
from shangliang.modules.lists.models import ConcernPart, DeptAsk, ListAction, Match, MemberConcern


def _acts_on(action: ListAction) -> str:
    """Whoever raised it says whether it was really done; the office makes it public; the rest is the department's."""
    if action.state == "claimed" and action.concern:
        return _now("提出的委员")  # not by name: a strip is read by outsiders too
    return str(action.campaign.unit if action.state in {"claimed", "done"} else action.unit)


STATIONS = (
    Station(
        "concern", _("委员关注"), 10, MemberConcern,
        done=lambda c: c.state not in {"new", "handled"}, holder=lambda c: str(c.unit),
    ),
    Station(
        "concern_part", _("部门回应"), 20, ConcernPart,
        done=lambda p: p.state != "waiting", holder=lambda p: str(p.unit),
    ),
    Station(
        "dept_ask", _("部门问计"), 30, DeptAsk,
        done=lambda a: a.state in {"concluded", "withdrawn"}, holder=lambda a: str(a.unit),
    ),
    Station(
        "list_match", _("对接"), 40, Match,
        done=lambda m: m.state in {"settled", "acting", "dissolved"}, holder=lambda m: str(m.ask.unit),
    ),
    Station(
        "list_action", _("举措"), 50, ListAction,
        done=lambda a: a.state in {"published", "kept", "broken"}, holder=_acts_on,
    ),
)  # fmt: skip

# A matter has come from one list or from both; the other is no station of its.
LISTS = ("concern", "concern_part", "dept_ask")


def chain(*, concern: MemberConcern | None = None, ask: DeptAsk | None = None, actor: Actor) -> list[Stop]:
    """The strip for a concern, for an ask, or for both of a match, as `actor` may open it (3 queries for each side,
    and 1).
    """
    found: dict[str, dict[int, Any]] = {s.name: {} for s in STATIONS}
    for c in filter(None, [concern]):
        found["concern"][c.pk] = c
        for p in (
            c.parts.filter(round=c.round).exclude(state__in=["returned", "recalled"]).select_related("unit")
        ):
            found["concern_part"][p.pk] = p
        _follow(found, c.matches, c.actions)
    for a in filter(None, [ask]):
        found["dept_ask"][a.pk] = a
        _follow(found, a.matches, a.actions)
    stops = [Stop(s, list(found[s.name].values())) for s in STATIONS]
    return shut(_placed([s for s in stops if s.things or s.station.name not in LISTS]), actor)


def _follow(found: dict[str, dict[int, Any]], matches: Any, actions: Any) -> None:
    for m in matches.exclude(state="dissolved").select_related("unit", "ask__unit", "concern__unit"):
        found["list_match"][m.pk] = m
        found["dept_ask"].setdefault(m.ask_id, m.ask)
        found["concern"].setdefault(m.concern_id, m.concern)
    for action in actions.select_related("unit", "campaign__unit", "concern"):
        found["list_action"][action.pk] = action


def _placed(stops: list[Stop]) -> list[Stop]:
    """Several stations may hold at once: a department owes its answer while another's action is under way."""
    reached = [n for n, stop in enumerate(stops) if stop.things]
    for n, stop in enumerate(stops):
        if stop.things:
            waits = not all(stop.station.done(t) for t in stop.things)
            stop.place = "here" if waits else "passed"
        elif reached and n < max(reached):
            stop.place = "skipped"
    return stops
