"""Find, permit, parse, act: the pages that belong to no single module."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import calendar, journal, moves, notices, params, search, waiting
from shangliang.kernel.models import Chain, Entry, Notice
from shangliang.look import doors, pages
from shangliang.look.shapes import Link
from shangliang.modules.people import services as people
from shangliang.modules.people.models import Token
from shangliang.surfaces.desk.forms import ExtendForm, MeForm, MoveForm, NumberForm, TokenForm
from shangliang.surfaces.desk.rights import name_of

OLDEST = 30  # of what is late, before one looks at a kind
URGENT = 10  # of all kinds together, at the top of the home page
MORE = {
    "voice": "voices:list",
    "topic": "topics:list",
    "assignment": "handling:desk",
    "recommendation": "outcomes:recommendations",
    "brief": "briefs:list",
    "proposal": "proposals:list",
    "supervision": "supervision:list",
    "key_proposal": "proposals:keys",
}
Request = Any  # an HttpRequest on which Seating has put `actor` and `at`


def _kind(name: str) -> moves.Kind:
    try:
        return moves.kind_named(name)
    except LookupError:
        raise Http404 from None


def _back(request: Request, thing: Any) -> HttpResponse:
    to = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(to, {request.get_host()}, require_https=request.is_secure())
    response = redirect(to if safe else thing.get_absolute_url())
    response.status_code = 303
    return response


@require_GET
def home(request: Request) -> HttpResponse:
    """The most urgent of every kind, and the way to each kind; ?kind= shows all of one."""
    piles = waiting.piles(request.actor, at=request.at)
    late = sum(p.late for p in piles)
    chosen = next((p for p in piles if p.kind == request.GET.get("kind")), None)
    context = {
        "piles": piles,
        "chosen": chosen,
        "rows": chosen.rows if chosen else waiting.urgent(piles, first=URGENT),
        "numbers": [(_("等您办"), sum(p.count for p in piles), ""), (_("其中逾期"), late, "")],
        "more": {k: reverse(n) for k, n in MORE.items()},
        "doors": [] if chosen else doors.doors_of("desk", None, actor=request.actor),
    }
    return pages.page(request, "desk/home.html", context)


@require_POST
def move(request: Request, kind: str, pk: int, verb: str) -> HttpResponse:
    """The one button for every bare move: a note is all the matter it carries."""
    known = _kind(kind)
    thing = pages.find(known.model, request.actor, "view", pk=pk)
    step = known.flow.moves.get(verb)
    if step is None or not step.bare:
        raise Http404
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[str(e) for errors in form.errors.values() for e in errors])
    seen = form.cleaned_data["version"]
    if seen is not None and seen != thing.version:
        label = moves.label_of(thing)
        raise moves.Stale(_("您打开页面之后已有人办理，现在的状态是“%s”") % label, state=label)
    moves.make(thing, verb, actor=request.actor, at=request.at, note=form.cleaned_data["note"])
    messages.success(request, _("已办理：%s") % step.label)
    return _back(request, thing)


@require_POST
def extend(request: Request, kind: str, pk: int) -> HttpResponse:
    thing = pages.find(_kind(kind).model, request.actor, "view", pk=pk)
    form = ExtendForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[str(e) for errors in form.errors.values() for e in errors])
    until = calendar.end_of(form.cleaned_data["until"])
    moves.extend(thing, until=until, actor=request.actor, at=request.at, note=form.cleaned_data["note"])
    messages.success(request, _("已延期"))
    return _back(request, thing)


@require_GET
def overdue(request: Request) -> HttpResponse:
    rows = waiting.overdue(request.actor, at=request.at)
    if request.GET.get("format") == "csv":
        table = [
            (str(w.label), str(w.thing), str(w.thing.unit), calendar.day_of(w.thing.due_at)) for w in rows
        ]
        return pages.csv_response(table, [_("类别"), _("事项"), _("单位"), _("期限")], "overdue.csv")
    # One kind at a time, or the oldest of all: a list that nobody scrolls to its end helps nobody.
    kinds = Counter((w.kind, w.label) for w in rows)
    chosen = request.GET.get("kind", "")
    shown = [w for w in rows if w.kind == chosen] if chosen else rows[:OLDEST]
    tabs = [Link(_("最久的"), "?", not chosen, min(len(rows), OLDEST))] + [
        Link(label, f"?kind={kind}", kind == chosen, many) for (kind, label), many in kinds.most_common()
    ]
    return pages.page(request, "desk/overdue.html", {"rows": shown, "tabs": tabs if rows else []})


@require_GET
def notices_page(request: Request) -> HttpResponse:
    mine = Notice.objects.filter(person_id=request.actor.person_id)
    return pages.page(request, "desk/notices.html", {"slice": pages.keyset(request, mine, 40)})


@require_POST
def notices_read(request: Request) -> HttpResponse:
    count = notices.read_all(request.actor.person_id, at=request.at)
    messages.success(request, _("已把 %d 条通知标为看过") % count)
    return redirect("desk:notices")


@require_GET
def find(request: Request) -> HttpResponse:
    """Search within what this actor may see: each kind's hits are checked against the same grants."""
    query = request.GET.get("q", "").strip()[:100]
    rows = list(search.find(query, public_only=False)[:100]) if query else []
    visible = []
    for kind in {r.kind for r in rows}:
        known = moves.kind_named(kind)
        refs = [r.ref for r in rows if r.kind == kind]
        things = known.policy.reachable(
            request.actor, "view", known.model._default_manager.filter(pk__in=refs)
        )
        visible += [(kind, str(pk)) for pk in things.values_list("pk", flat=True)]
    hits = [r for r in rows if (r.kind, r.ref) in set(visible)]
    labels = {k.flow.kind: k.flow.label for k in moves.kinds()}
    return pages.page(request, "desk/search.html", {"query": query, "hits": hits, "labels": labels})


@require_GET
def who(request: Request, kind: str, pk: int) -> HttpResponse:
    """Who can see this, and who can do what: read from the same grants as the buttons."""
    known = _kind(kind)
    thing = pages.find(known.model, request.actor, "view", pk=pk)
    rows = []
    # Who has not said yet what was asked is among those who may say it.
    for verb in sorted(known.policy.verbs - {ask.name for ask in known.flow.asks}):
        seats = (
            known.policy.holders(verb, thing)
            .select_related("person", "unit")
            .order_by("unit__path", "person__sound")
        )
        rows.append((name_of(known, verb), list(seats[:200])))
    return pages.page(request, "desk/who.html", {"thing": thing, "rows": rows})


@require_GET
def entry(request: Request, root: int, seq: int) -> HttpResponse:
    """One line of the journal with its proof."""
    found = Entry.objects.filter(root=f"{root:03d}.", seq=seq).first()
    if found is None:
        raise Http404
    try:
        known = moves.kind_named(found.kind)
    except LookupError:
        raise Http404 from None
    thing = pages.find(known.model, request.actor, known.policy.reading, pk=found.ref)
    before = Entry.objects.filter(root=found.root, seq=seq - 1).values_list("hash", flat=True).first()
    head = Chain.objects.filter(root=found.root).first()
    context = {"entry": found, "thing": thing, "before": before or "", "head": head}
    return pages.page(request, "desk/entry.html", context)


def me(request: Request) -> HttpResponse:
    person = request.user
    form = MeForm(
        request.POST or None,
        initial={"email": person.email, "wants_mail": person.wants_mail, "elder": person.elder},
    )
    if request.method == "POST" and form.is_valid():
        people.change_settings(person, actor=request.actor, **form.cleaned_data)
        messages.success(request, _("已保存"))
        return redirect("desk:me")
    tokens = Token.objects.filter(person=person, ended_at=None, expires_at__gt=request.at).order_by("-id")
    seats = person.seats.select_related("unit")
    context = {"form": form, "token_form": TokenForm(), "tokens": tokens, "seats": seats, "fresh": ""}
    return pages.page(request, "desk/me.html", context, status=422 if form.errors else 200)


@require_POST
def token_give(request: Request) -> HttpResponse:
    """The plain key is shown on this page once and never again."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        raise moves.Refused(*[str(e) for errors in form.errors.values() for e in errors])
    scopes = {"read", "write"} if form.cleaned_data["write"] else {"read"}
    _token, key = people.give_token(
        request.user, actor=request.actor, name=form.cleaned_data["name"], scopes=scopes,
        days=form.cleaned_data["days"], at=request.at,
    )  # fmt: skip
    return pages.page(request, "desk/token.html", {"key": key, "name": form.cleaned_data["name"]})


@require_POST
def token_end(request: Request, pk: int) -> HttpResponse:
    token = Token.objects.filter(pk=pk, person=request.user).first()
    if token is None:
        raise Http404
    people.end_token(token, actor=request.actor, at=request.at)
    messages.success(request, _("密钥已停用"))
    return redirect("desk:me")


def numbers(request: Request) -> HttpResponse:
    """What this unit has set for itself: days, shares, forms of numbers; each with a start date and a reason."""
    paths = sorted((s.path for s in request.actor.seats if s.role in {"secretary", "chair"}), key=len)
    if not paths:
        raise moves.NotAllowed(_("参数由政协办公室设定"))
    form = NumberForm(request.POST or None, initial={"starts_on": calendar.day_of(request.at)})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            params.put(
                paths[0], data["name"], new=data["value"], starts_on=data["starts_on"], reason=data["reason"],
                actor=request.actor, at=request.at,
            )  # fmt: skip
        except params.BadValue as wrong:
            form.add_error(None, str(wrong))
        else:
            messages.success(request, _("已设定，从起始日期起生效"))
            return redirect("desk:numbers")
    context = {"form": form, "held": params.held(paths[0], calendar.day_of(request.at))}
    return pages.page(request, "desk/numbers.html", context, status=422 if form.errors else 200)


@require_GET
def story(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The journal of one thing as a fragment, fetched anew when the journal says so."""
    known = _kind(kind)
    thing = pages.find(known.model, request.actor, known.policy.reading, pk=pk)  # type: ignore[attr-defined]
    return pages.page(request, "desk/story.html", {"entries": journal.story(kind, pk), "thing": thing})
