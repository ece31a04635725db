"""交办: a filed proposal becomes a task of departments; several handled together each keep a task of their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, official, points, shortened
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Assignment, Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import (
    WITH_DEPARTMENTS,
    PreAssignment,
    Proposal,
    Suggestion,
)
from shangliang.modules.proposals.queries.keys import proposers
from shangliang.modules.proposals.services.assigning import live, locked

Part = Assignment.Part
TO_HAND_OVER = ("filed", "pre_assigned")


@dataclass(frozen=True)
class Parts:
    """Which departments, and how: as handling.send takes them."""

    lead: Unit
    joint: Sequence[Unit] = ()
    split: Sequence[Unit] = ()
    assist: Sequence[Unit] = ()


@dataclass(frozen=True)
class Handed:
    """What became of one proposal of many. `words` say it to people."""

    proposal: Proposal
    ok: bool
    words: str


@transaction.atomic
def assign(
    proposal: Proposal, *, actor: Actor, at: datetime, parts: Parts | None = None, token: str = ""
) -> Dispatch:
    """One task for the departments, with every suggestion as an item and everybody who signed as concerned.

    parts: who handles it, from filed; nothing where departments have been asked: then it goes as was agreed.
    What is handled together with it goes along, each in a task of its own.
    """
    locked(proposal)
    moves.must(proposal, "assign", actor=actor)
    if proposal.dispatch_id and not token:
        raise moves.Stale(_("已经交办"), state=moves.label_of(proposal))
    chosen = _parts_of(proposal, parts)
    dispatch = _hand_over(proposal, chosen, actor, at, token)
    for other in _along(proposal):
        if other.state == "filed" and other.dispatch_id is None:
            moves.must(other, "assign", actor=actor)
            _hand_over(other, chosen, actor, at, "")
    return dispatch


def _along(proposal: Proposal) -> list[Proposal]:
    """Those that are handled together with this one, held (1 query)."""
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(handled_with=proposal)
    return list(rows.select_related("unit", "category", "session__term").order_by("pk"))


def _parts_of(proposal: Proposal, given: Parts | None) -> Parts:
    main = proposal.handled_with
    if main is not None and main.state in TO_HAND_OVER:
        raise moves.Refused(_("和“%s”合并办理，请随它一起交办") % main.title)
    together = main.dispatch if main is not None and main.state in WITH_DEPARTMENTS else None
    agreed: list[PreAssignment | Assignment] = []
    if together is not None:
        parts = together.assignments.exclude(state__in=Assignment.OUT).select_related("unit")
        agreed = list(parts.order_by("pk"))
    elif proposal.state == "pre_assigned":
        agreed = list(live(proposal))
    if agreed and given is not None:
        raise moves.Refused(_("按已经定下的分工交办；要换单位，请先收回预交办或取消合并办理"))
    if agreed:
        return _sorted((one.unit, one.part) for one in agreed)
    if given is None:
        raise moves.Refused(_("还没有选定承办单位"))
    return given


def _sorted(parts: Iterable[tuple[Unit, str]]) -> Parts:
    by: dict[str, list[Unit]] = {}
    for unit, part in parts:
        by.setdefault(part, []).append(unit)
    split = by.get(Part.SPLIT, [])
    leads = [*by.get(Part.SOLE, []), *by.get(Part.LEAD, []), *split]
    if not leads:
        raise moves.Refused(_("还没有主办单位"))
    return Parts(leads[0], by.get(Part.JOINT, ()), split, by.get(Part.ASSIST, ()))


def _hand_over(proposal: Proposal, parts: Parts, actor: Actor, at: datetime, token: str) -> Dispatch:
    with official():
        origin = _("提案 · %s") % proposal.number
        ask = _matter(proposal)
        items = _items(proposal)
    dispatch = handling.send(
        proposal.unit, title=shortened(proposal.title, 200), ask=ask, origin=origin,
        origin_link=proposal.get_absolute_url(), lead=parts.lead, joint=parts.joint, split=parts.split,
        assist=parts.assist, items=items, concerned=_concerned(proposal), source="proposal",
        public=_open(proposal), actor=actor, at=at, token=token,
    )  # fmt: skip
    if proposal.dispatch_id == dispatch.pk:
        return dispatch
    Proposal.objects.filter(pk=proposal.pk).update(dispatch=dispatch, assigned_at=at)
    proposal.dispatch, proposal.assigned_at = dispatch, at
    moves.make(proposal, "assign", actor=actor, at=at, dispatch=dispatch.number, lead=parts.lead.short)
    return dispatch


def _matter(proposal: Proposal) -> str:
    said = [(_("情况与问题"), proposal.situation), (_("分析"), proposal.reasons)]
    return "\n\n".join(f"{label}：\n{text}" for label, text in said if text.strip()) or proposal.title


def _items(proposal: Proposal) -> list[str]:
    """Every suggestion, and of those merged into it what it does not say itself (1 query)."""
    named = Q(proposal=proposal) | Q(proposal__merged_into=proposal, proposal__state="merged")
    rows = Suggestion.objects.filter(named).select_related("proposal").order_by("proposal_id", "number")
    found = [(r.proposal_id == proposal.pk, normal(r.text), r.proposal.serial_no) for r in rows]
    own = [text for mine, text, _serial in found if mine]
    added = {text: serial for mine, text, serial in found if not mine and text not in own}
    return own + [_("%(text)s（并案提案，流水号 %(n)d）") % {"text": t, "n": n} for t, n in added.items()]


def _open(proposal: Proposal) -> bool:
    """Everybody may read what it is about only where all who brought it agreed (1 query)."""
    return proposal.open_ok and not proposal.merged.filter(state="merged", open_ok=False).exists()


def _concerned(proposal: Proposal) -> list[tuple[str, str]]:
    """Everybody who signed in time on it and on every proposal merged into it, whoever brings it first (1 query)."""
    people = dict.fromkeys([proposal.drafter, *proposers(proposal)])
    return [(f"person:{p.pk}", p.name) for p in people]


def assign_many(
    chosen: Sequence[tuple[Proposal, Parts | None]], *, actor: Actor, at: datetime
) -> list[Handed]:
    """交办会: each in a transaction of its own; one that cannot be handed over stops no other."""
    done = []
    for proposal, parts in chosen:
        try:
            dispatch = assign(proposal, parts=parts, actor=actor, at=at)
        except moves.Refused as refused:
            done.append(Handed(proposal, False, points(refused.reasons)))
        else:
            done.append(Handed(proposal, True, _("已交办，编号 %s") % dispatch.number))
    return done


@transaction.atomic
def handle_with(proposal: Proposal, *, main: Proposal | None, actor: Actor, at: datetime) -> None:
    """办理并案: handled together by the same departments, each answered apart. main None: by itself again."""
    held = {p.pk: p for p in _held(proposal, main)}
    now, other = held[proposal.pk], held.get(main.pk) if main else None
    moves.must(now, "handle_with", actor=actor)
    if now.state != "filed":
        raise moves.Stale(
            _("现在的状态是“%s”，不能合并办理") % moves.label_of(now), state=moves.label_of(now)
        )
    if other is not None:
        _fits(now, other, actor)
    Proposal.objects.filter(pk=now.pk).update(handled_with=other)
    proposal.handled_with = other
    moves.record(now, "handle_with", actor=actor, at=at, main=other.pk if other else 0)


def _held(*proposals: Proposal | None) -> list[Proposal]:
    """These rows, held in one order whoever asks, so that nobody waits for ever (1 query)."""
    wanted = [p.pk for p in proposals if p is not None]
    rows = Proposal.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=wanted)
    return list(rows.select_related("unit").order_by("pk"))


def _fits(proposal: Proposal, main: Proposal, actor: Actor) -> None:
    if main.pk == proposal.pk:
        raise moves.Refused(_("不能和自己合并办理"))
    if main.unit_id != proposal.unit_id or not moves.kind_of(main).policy.may(actor, "handle_with", main):
        raise moves.NotAllowed(_("另一件提案不归您办理"))
    if main.state not in (*TO_HAND_OVER, *WITH_DEPARTMENTS):
        raise moves.Stale(_("另一件提案现在的状态是“%s”") % moves.label_of(main), state=moves.label_of(main))
    if main.handled_with_id is not None:
        raise moves.Refused(_("另一件提案已经随别的提案办理，请选那一件"))
    if proposal.handled_along.exists():
        raise moves.Refused(_("已有提案随这一件办理，不能再随别的办理"))
