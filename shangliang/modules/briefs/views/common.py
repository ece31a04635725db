"""Small things that every page of briefs needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from shangliang.kernel import files, moves
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.briefs.models import Brief
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit

EXPORTED = 5000  # rows of a table that is taken along
DOCX = files.OFFICE["word/document.xml"]
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`

may, see_other, sent, sent_file = pages.may, pages.see_other, pages.download, pages.sent_file

OFFICE = {"secretary", "chair", "signer"}
TABS: tuple[tuple[str, str, set[str]], ...] = (
    ("mine", noop("我的信息"), set()),
    ("desk", noop("编审台"), OFFICE),
    ("list", noop("信息库"), OFFICE | {"leader", "dispatcher", "member"}),
    ("compose", noop("综合稿"), {"secretary"}),
    ("sources", noop("征题转化"), {"secretary", "member"}),
    ("stations", noop("信息站"), set()),
    ("figures", noop("年度统计"), {"secretary", "chair"}),
)


def tabs(request: Request, current: str) -> list[Link]:
    roles = request.actor.roles
    shown = [(name, label) for name, label, who in TABS if not who or roles & who]
    return [Link(_(label), reverse(f"briefs:{name}"), name == current) for name, label in shown]


def found(request: Request, pk: int) -> Brief:
    related = (
        "unit", "edition", "original", "field", "station", "drafter", "editor", "reviewer", "signer", "publisher",
        "merged_into__unit", "merged_into__edition", "voice", "topic", "dispatch",
    )  # fmt: skip
    return pages.find(Brief, request.actor, "view", *related, pk=pk)


def must(request: Request, thing: Any, verb: str, *states: str) -> None:
    """A page that only leads to one act is shown to those who may do it, while it can be done. Stale, NotAllowed."""
    if states:
        moves.must_stand(thing, *states)
    if verb not in may(request, thing, verb):
        raise moves.NotAllowed(_("这一步不归您办理"))


def reached(request: Request, model: Any, verb: str = "view") -> Any:
    return moves.kind_of(model).policy.reachable(request.actor, verb, model.objects.all())


def within(request: Request, model: Any, verb: str = "view") -> Any:
    """What this actor reaches within their own city or province."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    return reached(request, model, verb).filter(root__in=roots)


def offices(request: Request) -> list[Unit]:
    """The CPPCCs at, over and under this actor's seats, nearest first: where a brief can be sent (1 query)."""
    paths = {s.path for s in request.actor.seats if s.path}
    if not paths:
        return []
    root = min(paths)[:STEP]
    policy = moves.kind_of(Brief).policy
    units = org.below(root).filter(kind=Unit.Kind.CPPCC).order_by("path")
    able = [u for u in units if policy.may_at(request.actor, "draft", u.path)]
    near = max(paths, key=len)
    return sorted(
        able, key=lambda u: (not near.startswith(u.path), -len(u.path) if len(near) > STEP else len(u.path))
    )


def desks(request: Request, *roles: str) -> list[Unit]:
    """The CPPCCs for whose office this actor works, widest first (1 query)."""
    paths = {s.path for s in request.actor.seats if s.role in roles and s.path}
    units = org.below(min(paths)[:STEP]).filter(kind=Unit.Kind.CPPCC).order_by("path") if paths else []
    return [u for u in units if any(u.path.startswith(p) for p in paths)]


def token(request: Request) -> str:
    return str(request.POST.get("token", ""))[:100]


def one_form(request: Request, form: Any, title: str, first: str, back: str, **more: Any) -> HttpResponse:
    """One form and nothing else."""
    context = {"form": form, "title": title, "first": first, "back": back, **more}
    return pages.page(request, "briefs/form.html", context, status=422 if form.errors else 200)


def upload(request: Request, form: Any, root: str) -> StoredFile | None:
    """The file of a valid form, kept. Raises files.BadFile with words."""
    return pages.keep(request, form.cleaned_data.get("file"), root)
