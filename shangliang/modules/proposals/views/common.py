"""Small things that every page of proposals needs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from shangliang.kernel import files, moves
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.proposals.flow import PROPOSAL
from shangliang.modules.proposals.models import PanelSeat, Proposal

EXPORTED = 5000  # rows of a table that is taken along
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`

# name of the page → its label → which roles see it; "panel": who sits in the panel of some session
TABS: tuple[tuple[str, str, set[str]], ...] = (
    ("mine", noop("我的提案"), {"member", "convener"}),
    ("desk", noop("提案工作台"), {"secretary", "chair"}),
    ("reviewing", noop("审查台"), {"secretary", "panel"}),
    ("list", noop("提案一览"), {"secretary", "chair", "leader", "dispatcher", "member", "convener"}),
    ("catalogue", noop("选题目录"), set()),
    (
        "mutuals",
        noop("提办互评"),
        {"secretary", "chair", "dispatcher", "member", "convener", "clerk", "head"},
    ),
    ("awards", noop("评选表扬"), {"secretary", "chair", "member", "convener"}),
    ("figures", noop("统计"), {"secretary", "chair", "dispatcher", "leader"}),
    ("assigning", noop("交办台"), {"secretary", "dispatcher"}),
    ("to_answer", noop("预交办确认"), {"clerk", "head"}),
    (
        "keys",
        noop("重点提案"),
        {"secretary", "chair", "leader", "dispatcher", "member", "convener", "clerk", "head"},
    ),
    ("sessions", noop("会次、类别和审查组"), {"secretary"}),
)


def tabs(request: Request, current: str) -> list[Link]:
    """1 query for those who are neither secretary nor known to sit in a panel."""
    roles = set(request.actor.roles)
    if "secretary" not in roles and on_panel(request):
        roles.add("panel")
    shown = [(name, label) for name, label, who in TABS if not who or roles & who]
    return [Link(_(label), reverse(f"proposals:{name}"), name == current) for name, label in shown]


def on_panel(request: Request) -> bool:
    """Whether this person reviews in some group now (1 query)."""
    return PanelSeat.objects.filter(person=request.actor.person_id, until=None).exists()


def found(request: Request, pk: int, verb: str = "view") -> Proposal:
    related = (
        "unit", "session__term", "session__unit", "category", "drafter", "collective", "sector", "panel", "original",
        "suggested_lead", "previous", "seal", "merged_into__unit", "handled_with", "brief", "dispatch", "publisher",
        "voice", "topic",
    )  # fmt: skip
    return pages.find(Proposal, request.actor, verb, *related, pk=pk)


def may(request: Request, thing: Any, *verbs: str) -> set[str]:
    """Of these verbs, those this actor may do to the thing (1 query)."""
    return moves.kind_of(thing).policy.which(request.actor, verbs, thing)


def must(request: Request, thing: Any, verb: str, *states: str) -> None:
    """A page that only leads to one act is shown to those who may do it, while it can be done. Stale, NotAllowed."""
    if states:
        moves.must_stand(thing, *states)
    if verb not in may(request, thing, verb):
        raise moves.NotAllowed(_("这一步不归您办理"))


def missing(proposal: Proposal, move: str, *, at: datetime) -> list[str]:
    """What stands in the way of a move, in words: for its page."""
    guards = PROPOSAL.moves[move].guards
    return [said for guard in guards if (said := guard(proposal, at))]


def within(request: Request, model: Any, verb: str = "view") -> Any:
    """What this actor reaches within their own city or province."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    policy = moves.kind_of(model).policy
    return policy.reachable(request.actor, verb, model.objects.filter(root__in=roots))


def units_for(request: Request, verb: str) -> list[Unit]:
    """The CPPCCs where this actor could do this to a new proposal, nearest first (1 query and one a committee seat)."""
    paths = {s.path for s in request.actor.seats if s.path}
    if not paths:
        return []
    policy = moves.kind_of(Proposal).policy
    units = org.below(min(paths)[:STEP]).filter(kind=Unit.Kind.CPPCC)
    able = [u for u in units if policy.may_at(request.actor, verb, u.path)]
    near = max(paths, key=len)
    return sorted(
        able,
        key=lambda u: (not near.startswith(u.path), -len(u.path) if near.startswith(u.path) else len(u.path)),
    )


def see_other(to: Any) -> HttpResponse:
    response = redirect(to)
    response.status_code = 303
    return response


def token(request: Request) -> str:
    return str(request.POST.get("token", ""))[:100]


def one_form(request: Request, form: Any, title: str, first: str, back: str, **more: Any) -> HttpResponse:
    """One form and nothing else."""
    context = {"form": form, "title": title, "first": first, "back": back, **more}
    return pages.page(request, "proposals/form.html", context, status=422 if form.errors else 200)


def refill(form: Any, refused: moves.Refused) -> None:
    """What was refused stands above the form, with everything that was written still in it. Raises others anew."""
    if isinstance(refused, moves.NotAllowed | moves.Stale):
        raise refused
    form.add_error(None, list(refused.reasons))


def kept(request: Request, given: Any, root: str) -> StoredFile | None:
    """An upload, checked and kept. Raises files.BadFile with words."""
    return files.keep(given, root=root, person_id=request.actor.person_id, at=request.at) if given else None
