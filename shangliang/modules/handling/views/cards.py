"""A promise with everything that can be done about it now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from shangliang.kernel import moves
from shangliang.kernel.models import Entry
from shangliang.look import shapes
from shangliang.modules.handling import forms, queries
from shangliang.modules.handling.models import Assignment, Evidence, Milestone, Promise
from shangliang.modules.handling.views.common import Request

ASKED = (
    "claim", "confirm", "refute", "give_up", "drop", "reopen", "add_evidence", "visit", "add_step", "extend",
)  # fmt: skip
FORMS = {
    "evidence_form": (forms.EvidenceForm, "add_evidence"), "visit_form": (forms.VisitForm, "visit"),
    "step_form": (forms.StepForm, "add_step"), "postpone_form": (forms.PostponeForm, "extend"),
    "reopen_form": (forms.ReopenForm, "reopen"),
}  # fmt: skip
BOUND = tuple(FORMS)


@dataclass(frozen=True)
class PromiseCard:
    promise: Promise
    options: list[moves.Option]
    evidence: list[tuple[Evidence, list[shapes.File]]]
    steps: list[tuple[Milestone, bool]]  # and whether this actor may say that it is reached
    slips: list[Entry]  # every time it was put off: how far, why, by whom
    forms: dict[str, Any]  # by name; only those this actor may fill in now


def promises(request: Request, part: Assignment, *bound: Any) -> list[PromiseCard]:
    """The cards of one part (5 queries)."""
    return of(request, queries.promises(part), *bound)


def of(request: Request, things: Sequence[Promise], *bound: Any) -> list[PromiseCard]:
    """The cards of these promises (2 queries).

    bound: forms that came back with errors; each carries the `promise` it belongs to.
    """
    rights = moves.kind_of(Promise).policy.which_of(request.actor, ASKED, things)
    slips = queries.slips(things)
    return [_card(request, p, rights.get(p.pk, set()), slips.get(p.pk, []), bound) for p in things]


def _card(
    request: Request, promise: Promise, may: set[str], slips: list[Entry], bound: Iterable[Any]
) -> PromiseCard:
    options = moves.options(promise, actor=request.actor, at=request.at, may=may)
    running = promise.state in {"open", "claimed"}
    shown = {
        name: _form(kind, promise, bound)
        for name, (kind, verb) in FORMS.items()
        if verb in may and (running if verb != "reopen" else promise.state in {"kept", "broken"})
    }
    return PromiseCard(
        promise, [o for o in options if o.move.bare and (o.move.name != "drop" or not o.blockers)],
        [(e, _files(e)) for e in promise.evidence.all()],
        [(m, m.state == "ahead" and "claim" in may) for m in promise.milestones.all()],
        slips, shown,
    )  # fmt: skip


def _form(kind: Any, promise: Promise, bound: Iterable[Any]) -> Any:
    """The form that came back for this promise, or an empty one; ids differ from promise to promise."""
    came_back = [f for f in bound if isinstance(f, kind) and f.promise.pk == promise.pk]
    return came_back[0] if came_back else make(kind, promise)


def name_of(form: Any) -> str:
    return next(name for name, (kind, _verb) in FORMS.items() if type(form) is kind)


def make(kind: Any, promise: Promise, *data: Any) -> Any:
    name = kind.__name__.removesuffix("Form").lower()
    form = kind(*data, auto_id=f"{name}_{promise.pk}_%s")
    form.promise = promise
    return form


def _files(evidence: Evidence) -> list[shapes.File]:
    if evidence.file is None:
        return []
    href = reverse("handling:evidence_file", args=[evidence.pk])
    return [shapes.File(evidence.file.name, href, evidence.file.size)]
