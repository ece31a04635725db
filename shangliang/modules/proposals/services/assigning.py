"""预交办: departments are asked before a proposal is handed to them; what they cannot agree on is ruled upon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import normal, without_contacts
from shangliang.modules.handling import services as handling
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.models import PreAssignment, Proposal

OUT = ("replaced", "void")
STAGED = ("state", "version", "entered_at", "due_at", "clock_of", "clock_from", "clock_at", "clock_step")
Part = PreAssignment.Part


def locked(proposal: Proposal) -> Proposal:
    """Hold the row until the end of the transaction, and see it as it is now (1 query)."""
    now = moves.held(proposal, no_key=True)
    for name in (*STAGED, "dispatch_id", "assigned_at", "handled_with_id"):
        setattr(proposal, name, getattr(now, name))
    return proposal


@transaction.atomic
def pre_assign(
    proposal: Proposal, *, lead: Unit, actor: Actor, at: datetime, joint: Sequence[Unit] = (),
    split: Sequence[Unit] = (), assist: Sequence[Unit] = (),
) -> list[PreAssignment]:  # fmt: skip
    """拟由谁办: each department is asked at once, and has its time to agree or object."""
    locked(proposal)
    moves.must(proposal, "pre_assign", actor=actor)
    if proposal.handled_with_id is not None:
        raise moves.Refused(_("这件提案和另一件合并办理，请在那一件上预交办"))
    if proposal.state != "filed":
        label = moves.label_of(proposal)
        raise moves.Stale(_("现在的状态是“%s”，不能预交办") % label, state=label)
    parts = handling.divide(proposal.unit, lead=lead, joint=joint, split=split, assist=assist)
    asked = [_ask(proposal, unit, str(part), actor, at) for unit, part in parts]
    moves.make(
        proposal, "pre_assign", actor=actor, at=at, units=[f"{unit.code}:{part}" for unit, part in parts]
    )
    return asked


def _ask(proposal: Proposal, unit: Unit, part: str, actor: Actor, at: datetime) -> PreAssignment:
    one = PreAssignment(proposal=proposal, unit=unit, part=part)
    moves.begin(one, actor=actor, at=at, proposal=proposal.pk, part=part)
    return one


@transaction.atomic
def agree(asked: PreAssignment, *, actor: Actor, at: datetime, note: str = "") -> None:
    """确认承办."""
    moves.make(asked, "agree", actor=actor, at=at, note=note)
    _write(asked, person_id=actor.person)


@transaction.atomic
def object_to(
    asked: PreAssignment, *, note: str, actor: Actor, at: datetime, instead: Unit | None = None
) -> None:
    """提出异议, with a reason, and whom it should be instead. After the time it counts as agreed already."""
    moves.must(asked, "object", actor=actor)
    if asked.state == "silent" or (asked.state == "asked" and asked.due_at and asked.due_at < at):
        raise moves.Stale(
            _("确认期限已过，视为同意；交办后确有困难的，可以申请退办"), state=moves.label_of(asked)
        )
    if instead is not None and (instead.pk == asked.unit_id or not _is_near(instead, asked)):
        raise moves.Refused(_("不能建议由“%s”承办") % instead)
    words = without_contacts(normal(note))
    _write(asked, note=words, instead_id=instead.pk if instead else None, person_id=actor.person)
    named: dict[str, Any] = {"instead": instead.code} if instead else {}
    moves.make(asked, "object", actor=actor, at=at, note=words, **named)


def _is_near(unit: Unit, asked: PreAssignment) -> bool:
    return unit.active and unit.path[: len(asked.root)] == asked.root


@transaction.atomic
def uphold(asked: PreAssignment, *, ruling: str, actor: Actor, at: datetime) -> None:
    """裁定异议不成立: it stays with this department; the objection stays readable beside the ruling."""
    _rule(asked, "uphold", ruling, actor, at)


@transaction.atomic
def replace(asked: PreAssignment, *, to: Unit, note: str, actor: Actor, at: datetime) -> PreAssignment:
    """裁定由另一个单位承办: it is asked in turn, for this part instead of any it had."""
    proposal = locked(asked.proposal)
    moves.must(asked, "replace", actor=actor)
    if proposal.state != "pre_assigned":
        raise moves.Stale(_("提案不在预交办"), state=moves.label_of(proposal))
    if to.pk == asked.unit_id:
        raise moves.Refused(_("换的还是“%s”，请选别的单位") % to)
    handling.divide(proposal.unit, lead=to)  # refuses who cannot take it
    _rule(asked, "replace", note, actor, at, to=to.code)
    _take_back(live(proposal).filter(unit=to), at)
    return _ask(proposal, to, str(asked.part), actor, at)


def _rule(asked: PreAssignment, verb: str, ruling: str, actor: Actor, at: datetime, **facts: Any) -> None:
    words = without_contacts(normal(ruling))
    if not words:
        raise moves.Refused(_("请写明怎样裁定、为什么"))
    _write(asked, ruling=words, ruler_id=actor.person)
    moves.make(asked, verb, actor=actor, at=at, note=words, **facts)


def live(proposal: Proposal) -> Any:
    """Those asked that still count."""
    return proposal.pre_assignments.exclude(state__in=OUT).select_related("unit").order_by("pk")


@transaction.atomic
def repropose(proposal: Proposal, *, note: str, actor: Actor, at: datetime) -> None:
    """收回预交办: everybody asked is told that it is off; others can be chosen."""
    locked(proposal)
    moves.make(proposal, "repropose", actor=actor, at=at, note=normal(note))
    take_all_back(proposal, at=at)


def take_all_back(proposal: Proposal, *, at: datetime) -> None:
    """Nobody who was asked is asked any more. Safe to repeat."""
    _take_back(live(proposal), at)


def _take_back(rows: Iterable[PreAssignment], at: datetime) -> None:
    for asked in rows:
        moves.make(asked, "void", actor=CLOCK, at=at)


def _write(asked: PreAssignment, **said: Any) -> None:
    PreAssignment.objects.filter(pk=asked.pk).update(**said)
    for name, value in said.items():
        setattr(asked, name, value)
