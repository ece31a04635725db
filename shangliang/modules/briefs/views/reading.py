"""My briefs, the office's desk, all briefs, one brief."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import calendar, journal, loop, moves
from shangliang.kernel.text import whole, without_contacts
from shangliang.look import pages
from shangliang.look.shapes import Link
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.flow import BRIEF, can_ever
from shangliang.modules.briefs.models import Adoption, Brief, Station
from shangliang.modules.briefs.views.common import (
    DOCX,
    EXPORTED,
    OFFICE,
    Request,
    found,
    may,
    offices,
    tabs,
    within,
)
from shangliang.modules.org import queries as org


@require_GET
def mine(request: Request) -> HttpResponse:
    """What I wrote, signed with others or was asked to sign: each with where it stands."""
    me = request.actor.person_id
    own = Q(drafter=me) | Q(authors__person=me)
    held = queries.rows(Brief.objects.filter(own).exclude(state="withdrawn").distinct())
    asked = within(request, Brief, "owe_signature")
    context = {
        "tabs": tabs(request, "mine"), "slice": pages.keyset(request, held), "asked": list(queries.rows(asked)),
        "can_draft": bool(offices(request)) or within(request, Station, "report").exists(),
    }  # fmt: skip
    return pages.page(request, "briefs/mine.html", context)


@require_GET
def desk(request: Request) -> HttpResponse:
    """编审台: what stands at which step, late ones first; ?state= opens another step."""
    if not request.actor.roles & OFFICE:
        raise moves.NotAllowed(_("编审台由政协办和签发人使用"))
    briefs, adoptions = within(request, Brief, "inside").filter(_official(request)), within(request, Adoption)
    counted = queries.desk(briefs, adoptions, at=request.at)
    usual = next((s for s in queries.STAGES[:5] if counted.counts[s]), "submitted")
    chosen = request.GET.get("state", usual)
    if chosen not in (*queries.STAGES, "owed"):
        raise Http404
    links = [
        Link(BRIEF.states[s].label, f"?state={s}", s == chosen, counted.counts[s])
        for s in queries.STAGES
        if counted.counts[s] or s in {"submitted", chosen}
    ]
    links.append(Link(_("待告知反映人"), "?state=owed", chosen == "owed", counted.owed))
    context = {
        "tabs": tabs(request, "desk"), "steps": links, "chosen": chosen, "desk": counted,
        "rows": queries.in_state(briefs, chosen) if chosen != "owed" else [],
        "owed": queries.owed(adoptions) if chosen == "owed" else [],
    }  # fmt: skip
    return pages.page(request, "briefs/desk.html", context)


def _official(request: Request) -> Q:
    """One's own briefs are on one's own list, not on the desk one works at."""
    return ~Q(pk__in=Brief.objects.filter(authors__person=request.actor.person_id).values("pk"))


@require_GET
def listing(request: Request) -> HttpResponse:
    """Filters stand in the address; `?format=csv|xlsx` gives the same rows as a table, without contact data."""
    by = {n: request.GET.get(n, "") for n in ("state", "source", "field", "level", "late", "form", "q")}
    rows = _filtered(within(request, Brief).exclude(state__in=["draft", "withdrawn"]), by, request)
    if request.GET.get("format") in {"csv", "xlsx"}:
        return _table(request, rows)
    root = min((s.path for s in request.actor.seats if s.path), default="")
    context = {
        "tabs": tabs(request, "list"), "slice": pages.keyset(request, queries.rows(rows)), "chosen": by,
        "states": [BRIEF.states[s] for s in queries.STAGES], "sources": Brief.Source.choices,
        "fields": list(org.fields(root)) if root else [], "levels": Adoption.Level.choices,
    }  # fmt: skip
    return pages.page(request, "briefs/list.html", context)


def _filtered(rows: Any, by: dict[str, str], request: Request) -> Any:
    rows = rows.filter(**{name: by[name] for name in ("state", "source") if by[name]})
    if (field := whole(by["field"])) is not None:
        rows = rows.filter(field=field)
    if by["level"]:
        valid = Adoption.objects.filter(queries.VALID, level=by["level"]).values("brief")
        rows = rows.filter(Q(pk__in=valid) | Q(merged_into__in=valid))
    if by["late"]:
        rows = rows.filter(due_at__lt=request.at)
    if by["form"]:
        rows = rows.filter(composite=by["form"] == "composite")
    if by["q"]:
        words = by["q"][:60]
        rows = rows.filter(
            Q(title__icontains=words) | Q(edition__title__icontains=words) | Q(number__icontains=words)
        )
    return rows


def _table(request: Request, rows: Any) -> HttpResponse:
    headings = [
        _("序号"), _("编号"), _("标题"), _("来源"), _("分类"), _("反映人"), _("报送"), _("状态"), _("期限"),
        _("印发日期"),
    ]  # fmt: skip
    taken = list(queries.rows(rows).select_related("original").order_by("-pk")[:EXPORTED])
    by_brief = queries.reporters(taken)
    table = [
        (
            b.pk, b.number, without_contacts(queries.text_of(b).title), b.get_source_display(), b.field or "",
            by_brief.get(b.pk, ""), calendar.day_of(b.original.at) if b.original else "", moves.label_of(b),
            calendar.day_of(b.due_at) if b.due_at else "", b.issued_on or "",
        )
        for b in taken
    ]  # fmt: skip
    return pages.table_response(table, headings, _("社情民意信息"), form=request.GET["format"])


@require_GET
def page(request: Request, pk: int) -> HttpResponse:
    return show(request, found(request, pk))


def show(request: Request, brief: Brief, status: int = 200) -> HttpResponse:
    """Those inside see everything; leaders and departments see the paper and what came of it."""
    asked = (
        "inside",
        "named",
        "write",
        "adopt",
        "tell",
        "publish",
        "unpublish",
        "cosign",
        "review",
        "revise",
        "submit",
        "release",
        "read_contact",
    )
    allowed = may(request, brief, *asked)
    inside = "inside" in allowed
    me = request.actor.person_id
    seen = queries.view(brief)
    own = next((a for a in seen.authors if a.person_id == me and a.agreed_at is None), None)
    linked = brief.voice_id or brief.topic_id  # else it stands beside the loop, not in it
    context = {
        "brief": brief, "view": seen, "inside": inside, "may": allowed, "steps": _steps(brief.pk),
        "options": _options(request, brief) if inside else [],
        "sheet": queries.sheet(brief, named="named" in allowed), "invited": own is not None and "cosign" in allowed,
        "chain": loop.chain("brief", brief.pk, actor=request.actor) if linked and inside else [],
        "entries": journal.story("brief", brief.pk) if inside else [],
        "same_person": brief.editor_id == me,
        "task_open": bool(brief.dispatch and may(request, brief.dispatch, "view")),
    }  # fmt: skip
    return pages.page(request, "briefs/brief.html", context, status=status)


def _options(request: Request, brief: Brief) -> list[moves.Option]:
    """What only the other kind of brief can do (single, composite) is left out."""
    found = moves.options(brief, actor=request.actor, at=request.at)
    return [o for o in found if can_ever(brief, o.move, request.at)]


def _steps(pk: int) -> dict[str, str]:
    """Where the moves that carry matter are made."""
    names = {
        "edit": "edit", "reject": "reject", "sign": "sign", "issue": "issue", "forward": "forward",
        "feed_back": "feed_back", "release": "release", "dissolve": "dissolve",
    }  # fmt: skip
    found_at = {verb: reverse(f"briefs:{name}", args=[pk]) for verb, name in names.items()}
    return {**found_at, "submit": "#submit", "review": "#review"}


@require_GET
def versions(request: Request, pk: int) -> HttpResponse:
    """Any two versions of a brief, word by word; without a choice the original and the newest."""
    brief = found(request, pk)
    if "inside" not in may(request, brief, "inside"):
        raise Http404
    held = list(brief.versions.select_related("person"))
    by_number = {v.number: v for v in held}
    old = by_number.get(whole(request.GET.get("old", "")) or 0) or brief.original
    new = by_number.get(whole(request.GET.get("new", "")) or 0) or brief.edition or brief.original
    context = {
        "brief": brief, "versions": held, "old": old, "new": new,
        "changes": queries.changes(old, new) if old and new else [],
    }  # fmt: skip
    return pages.page(request, "briefs/versions.html", context)


@require_GET
def docx(request: Request, pk: int) -> HttpResponse:
    brief = found(request, pk)
    named = bool(may(request, brief, "named"))
    content = services.paper(brief, on=calendar.day_of(request.at), named=named)
    return pages.download(content, f"{brief.number or ''}{queries.text_of(brief).title}.docx", DOCX)
