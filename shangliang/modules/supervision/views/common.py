"""Small things that every page of supervision needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from shangliang.kernel import files, moves, text
from shangliang.kernel.access import STEP
from shangliang.kernel.models import StoredFile
from shangliang.look import pages, words
from shangliang.look.shapes import Light, Link
from shangliang.modules.org.models import Unit
from shangliang.modules.supervision import queries
from shangliang.modules.supervision.models import Activity, Supervision

Request = Any  # an HttpRequest on which Seating has put `actor` and `at`
OFFICE = {"secretary", "chair"}


def tabs(request: Request, current: str) -> list[Link]:
    roles = request.actor.roles
    shown = []
    if roles & (OFFICE | {"convener", "leader"}):
        shown.append(("board", _("监督台")))
    if roles & {"member", "convener"}:
        shown.append(("mine", _("我的监督")))
    if roles & {"clerk", "head"}:
        shown.append(("department", _("与本单位有关")))
    shown.append(("list", _("监督事项")))
    if roles & (OFFICE | {"member", "convener", "leader"}):
        shown.append(("follow_ups", _("回头看")))
    shown.append(("supervisors", _("特邀监督员")))
    if roles & (OFFICE | {"member"}):
        shown.append(("observations", _("监督员报告")))
    shown.append(("appraisals", _("民主评议")))
    return [Link(label, reverse(f"supervision:{name}"), name == current) for name, label in shown]


def crumbs(*links: Link) -> list[Link]:
    return [Link(_("民主监督"), reverse("supervision:home")), *links]


def trail(supervision: Supervision, *last: str) -> list[Link]:
    """The way to a page below a supervision."""
    one = Link(text.shortened(supervision.title, 24), supervision.get_absolute_url())
    return crumbs(one, *(Link(words) for words in last))


def may(request: Request, thing: Any, *verbs: str) -> set[str]:
    """Of these verbs, those this actor may do to the thing (1 query)."""
    return moves.kind_of(thing).policy.which(request.actor, verbs, thing)


def must(request: Request, thing: Any, verb: str, *states: str) -> None:
    """A page that only leads to one act is shown to those who may do it, while it can be done. NotAllowed, Stale."""
    moves.must(thing, verb, actor=request.actor)
    if states:
        moves.must_stand(thing, *states)


def reach(request: Request, model: Any, verb: str = "view") -> Any:
    """What this actor reaches within their own city or province."""
    roots = {s.path[:STEP] for s in request.actor.seats if s.path}
    policy = moves.kind_of(model).policy
    return policy.reachable(request.actor, verb, model.objects.filter(root__in=roots))


def institution(request: Request) -> Unit:
    """The CPPCC for which this actor works. Raises NotAllowed for everybody else."""
    paths = {s.path for s in request.actor.seats if s.role == "secretary"}
    found = Unit.objects.filter(path__in=paths, kind=Unit.Kind.CPPCC).order_by("path").first()
    if found is None:
        raise moves.NotAllowed(_("这一步由政协办办理"))
    return found


def see_other(to: Any) -> HttpResponse:
    response = redirect(to)
    response.status_code = 303
    return response


def done(request: Request, to: Any, words: str) -> HttpResponse:
    messages.success(request, words)
    return see_other(to)


Act = Callable[[dict[str, Any]], tuple[Any, str]]


def one_form(
    request: Request, form: Form, act: Act, *, title: str, first: str, back: str, crumbs: Sequence[Link] = (),
    lead: str = "", uploads: bool = False, warn: str = "", read: str = "", **more: Any,
) -> HttpResponse:  # fmt: skip
    """One form and nothing else: shown, shown again with what was wrong (422), or acted upon.

    act(cleaned data) does it and gives where to go and what to say.
    """
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                to, words = act(form.cleaned_data)
        except files.BadFile as fault:
            form.add_error("file", str(fault))
        else:
            return done(request, to, words)
    context = {
        "form": form, "title": title, "first": first, "back": back, "crumbs": crumbs, "lead": lead,
        "uploads": uploads, "warn": warn, "read": read, **more,
    }  # fmt: skip
    return pages.page(request, "supervision/form.html", context, status=422 if form.errors else 200)


def data_of(request: Request) -> tuple[Any, Any]:
    """What was posted and uploaded, or nothing."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def token(request: Request) -> str:
    return str(request.POST.get("token", ""))


def kept(request: Request, given: Any, root: str) -> StoredFile | None:
    """The upload, kept. Raises files.BadFile with words."""
    return files.keep(given, root=root, person_id=request.actor.person_id, at=request.at) if given else None


def sent_file(stored: StoredFile | None) -> FileResponse:
    """A kept file as a download, never shown inside the page."""
    if stored is None:
        raise Http404
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.media_type
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def lights(gates: queries.Gates, here: str = "") -> list[Light]:
    """三先三后 as labelled lights, each with the evidence behind it. here: the page that shows it."""
    kind = Activity.Kind

    def day(name: str) -> str:
        return words.day(gates.last.get(name))

    return [
        Light(
            _("先培训后视察"), gates.training_done,
            _("%(n)d 个小组都已培训，%(d)s") % {"n": gates.trained, "d": day(kind.TRAINING)},
            f"{here}#activities" if here else "",
        ),
        Light(
            _("先沟通后督查"), gates.talking_done,
            _("%(n)d 个部门都已沟通，%(d)s") % {"n": gates.talked, "d": day(kind.TALK)},
            f"{here}#departments" if here else "",
        ),
        Light(
            _("先研讨后反馈"), gates.discussing_done,
            _("%(n)d 个小组都参加研讨，%(d)s") % {"n": gates.discussed, "d": day(kind.DISCUSSION)},
            f"{here}#activities" if here else "",
        ),
    ]  # fmt: skip
