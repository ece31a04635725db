"""The public's pages: find, permit, parse, act."""

from __future__ import annotations

import uuid
from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shangliang.kernel import journal, loop, moves, search, text
from shangliang.kernel.access import PUBLIC
from shangliang.kernel.models import Chain, StoredFile
from shangliang.look import pages, shapes
from shangliang.modules.minutes import queries as minutes_of
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import FeedbackList
from shangliang.modules.plans.models import Plan
from shangliang.modules.topics import queries as topics_of
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices import forms as voice_forms
from shangliang.modules.voices import queries as voices
from shangliang.modules.voices import services
from shangliang.modules.voices.models import Call, Voice
from shangliang.surfaces.portal import attachments, devices, guesses, pages_of
from shangliang.surfaces.portal.forms import ReceiptForm

Request = Any


@require_GET
def home(request: Request) -> HttpResponse:
    return pages.page(request, "portal/home.html", {"front": pages_of.front(request.at)})


def _speak_form(request: Request, call: Call | None) -> voice_forms.RaiseForm:
    receivers = voices.receivers()
    first = {"token": uuid.uuid4().hex, "unit": call.unit if call else receivers.order_by("path").first()}
    form = voice_forms.RaiseForm(request.POST or None, initial=first)
    form.fields["unit"].queryset = receivers  # type: ignore[attr-defined]
    form.fields["place"].queryset = Unit.objects.filter(kind=Unit.Kind.PLACE, active=True)  # type: ignore[attr-defined]
    return form


def speak(request: Request, slug: str = "") -> HttpResponse:
    """Send a voice. Similar ones are shown once before it is taken; whoever still wants to, sends it."""
    call = None
    if slug:
        call = pages.find(Call, PUBLIC, "view", "unit", "brand", slug=slug.upper())
    form = _speak_form(request, call)
    context: dict[str, Any] = {"form": form, "call": call, "similar": []}
    if request.method == "POST":
        kept = attachments.taken(request, form)
        if form.is_valid():
            data = form.cleaned_data
            if "sure" not in request.POST:
                context["similar"] = voices.similar_to(
                    data["title"], data["body"], root=data["unit"].path[:4]
                )
            if not context["similar"]:
                return _take(request, data, call, kept)
        attachments.remind(request, kept)
    return pages.page(request, "portal/speak.html", context, status=422 if form.errors else 200)


def _take(request: Request, data: dict[str, Any], call: Call | None, kept: list[StoredFile]) -> HttpResponse:
    unit, device = data["unit"], devices.mark_of(request)
    source = Voice.Source.MEMBER if "member" in request.actor.roles else Voice.Source.CITIZEN
    voice = services.raise_voice(
        unit, title=data["title"], body=data["body"], source=source, actor=request.actor, at=request.at,
        token=data["token"], contact=services.Contact(data["name"], data["phone"], data["email"]), device=device,
        place=data["place"], place_text=data["place_text"], call=call, open_ok=data["open_ok"], files=kept,
    )  # fmt: skip
    response = redirect("portal:receipt", voice.receipt)
    return devices.remember(request, response)


@require_GET
def call(request: Request, slug: str) -> HttpResponse:
    found = pages.find(Call, PUBLIC, "view", "unit", "brand", slug=slug.upper())
    count = found.voices.count()
    return pages.page(request, "portal/call.html", {"call": found, "count": count})


@require_GET
def call_qr(request: Request, slug: str) -> HttpResponse:
    found = pages.find(Call, PUBLIC, "view", slug=slug.upper())
    return _qr(request.build_absolute_uri(reverse("portal:speak_to", args=[found.slug])))


@require_GET
def receipt_qr(request: Request, code: str) -> HttpResponse:
    found = _by_code(request, code)
    return _qr(request.build_absolute_uri(reverse("portal:receipt", args=[found.receipt])))


def _qr(text: str) -> HttpResponse:
    svg = segno.make(text, error="m").svg_inline(scale=6, border=2, dark="#111", light="#fff", omitsize=True)
    return HttpResponse(
        svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1), content_type="image/svg+xml"
    )


def receipt_find(request: Request) -> HttpResponse:
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        guesses.check(request)
        voice = voices.by_receipt(form.cleaned_data["code"])
        if voice:
            return redirect("portal:receipt", voice.receipt)
        guesses.missed(request)
        form.add_error("code", _("没有这个回执码。请核对有没有抄错；实在找不到，可以重新反映。"))
    return pages.page(request, "portal/receipt_find.html", {"form": form}, status=422 if form.errors else 200)


def _receipt(request: Request, voice: Voice, status: int = 200, form: Any = None) -> HttpResponse:
    actor = voices.raiser(voice)
    verbs = moves.kind_of(Voice).policy.which(actor, ["rate", "say_unsolved", "withdraw"], voice)
    may = {v for v in verbs if voice.state in moves.kind_of(Voice).flow.moves[v].sources}
    told = voices.letters(voice)
    context = {
        "voice": voice, "letters": told[::-1], "chain": loop.chain("voice", voice.pk), "may": may,
        "form": form or voice_forms.RateForm(), "entries": journal.story("voice", voice.pk),
        "ratings": list(voice.ratings.all()), "topics": _open_topics(voice), "href_for": public_link,
    }  # fmt: skip
    services.seen(voice, at=request.at)
    return pages.page(request, "portal/receipt.html", context, status=status)


def _open_topics(voice: Voice) -> list[Topic]:
    return list(pages_of.reach(Topic).filter(links__voice=voice).select_related("unit"))


def public_link(stop: Any) -> str:
    """Where a stop of the chain strip leads for the public: to what they may see, else nowhere."""
    links = {"topic": "portal:topic", "feedback": "portal:feedback", "supervision": "portal:supervision",
             "board": "portal:board"}  # fmt: skip
    name = links.get(stop.station.name)
    thing = stop.here
    if name is None or thing is None:
        return ""
    return reverse(name, args=[thing.pk]) if _public(thing) else ""


def _public(thing: Any) -> bool:
    return moves.kind_of(thing).policy.may(PUBLIC, "view", thing)


def _by_code(request: Request, code: str) -> Voice:
    guesses.check(request)
    voice = voices.by_receipt(code)
    if voice is None:
        guesses.missed(request)
        raise Http404
    return voice


@require_GET
def receipt(request: Request, code: str) -> HttpResponse:
    return _receipt(request, _by_code(request, code))


@require_POST
def rate(request: Request, code: str) -> HttpResponse:
    voice = _by_code(request, code)
    form = voice_forms.RateForm(request.POST)
    if not form.is_valid():
        return _receipt(request, voice, 422, form)
    services.rate(voice, **form.cleaned_data, actor=voices.raiser(voice), at=request.at)
    messages.success(request, _("谢谢您的评价，已经记下。"))
    return redirect("portal:receipt", voice.receipt)


@require_POST
def withdraw(request: Request, code: str) -> HttpResponse:
    voice = _by_code(request, code)
    services.withdraw(voice, actor=voices.raiser(voice), at=request.at)
    messages.success(request, _("已撤回。"))
    return redirect("portal:receipt", voice.receipt)


@require_POST
def me_too(request: Request, pk: int) -> HttpResponse:
    voice = voices.listed(pk)
    if voice is None:
        raise Http404
    device = devices.mark_of(request)
    new = services.me_too(voice, device=device, at=request.at)
    messages.success(request, _("已记下：您也有这事。") if new else _("您已经说过了，不重复计数。"))
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return devices.remember(request, redirect(back if safe else "portal:home"))


@require_GET
def topics(request: Request) -> HttpResponse:
    rows = topics_of.rows(pages_of.reach(Topic))
    chosen = request.GET.get("field", "")
    if (field := text.whole(chosen)) is not None:
        rows = rows.filter(field_id=field)
    fields = pages_of.fields()
    context = {"slice": pages.keyset(request, rows, 20), "fields": fields, "chosen": chosen}
    return pages.page(request, "portal/topics.html", context)


@require_GET
def topic(request: Request, pk: int) -> HttpResponse:
    found = pages.find(Topic, PUBLIC, "view", "unit", "field", "place", pk=pk)
    page = pages_of.topic(found)
    context = {
        "page": page, "papers": minutes_of.published_of(page.gatherings), "units_of": pages_of.units_of, "topic": found,
        "chain": loop.chain("topic", found.pk),
        "entries": journal.story("topic", found.pk), "href_for": public_link,
    }  # fmt: skip
    return pages.page(request, "portal/topic.html", context)


@require_GET
def plan(request: Request, pk: int = 0) -> HttpResponse:
    issued = pages_of.plans()
    chosen = next((p for p in issued if p.pk == pk), None) if pk else (issued[0] if issued else None)
    if pk and chosen is None:
        raise Http404
    rows = pages_of.items(chosen) if chosen else []
    return pages.page(
        request, "portal/plan.html", {"plans": issued, "plan": chosen, "slots": _slots(rows, chosen, request)}
    )


def _slots(rows: list[Any], chosen: Plan | None, request: Request) -> list[shapes.Slot]:
    if chosen is None:
        return []
    this = (request.at.year, request.at.month)
    slots = []
    for month in range(1, 13):
        cards = tuple(
            shapes.Card(
                i.title, reverse("portal:topic", args=[i.topic_id]),
                tuple(str(m) for m in (i.get_type_display(), i.committee or "", i.leader or "") if m), i, None,
            )
            for i in rows if i.month == month
        )  # fmt: skip
        slots.append(shapes.Slot(month, cards, (chosen.year, month) < this, (chosen.year, month) == this))
    return slots


@require_GET
def feedback_lists(request: Request) -> HttpResponse:
    rows = pages_of.reach(FeedbackList).select_related("unit", "topic")
    return pages.page(request, "portal/feedback_lists.html", {"slice": pages.keyset(request, rows, 20)})


@require_GET
def feedback(request: Request, pk: int) -> HttpResponse:
    found = pages.find(FeedbackList, PUBLIC, "view", "unit", "topic", pk=pk)
    items = found.items.select_related("recommendation__dispatch").prefetch_related(
        "recommendation__dispatch__assignments__unit"
    )
    context = {
        "feedback": found,
        "items": list(items),
        "units_of": pages_of.units_of,
        "chain": loop.chain("feedback", found.pk),
        "href_for": public_link,
    }
    return pages.page(request, "portal/feedback.html", context)


@require_GET
def find(request: Request) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    hits = [(h, _found_link(h)) for h in search.find(query, public_only=True)[:50]] if query else []
    labels = {k.flow.kind: k.flow.label for k in moves.kinds()}
    return pages.page(request, "portal/search.html", {"query": query, "hits": hits, "labels": labels})


def _found_link(hit: Any) -> str:
    """The public address of a hit; a voice has none of its own, only its raiser may follow it."""
    names = {
        "topic": "portal:topic", "feedback": "portal:feedback", "supervision": "portal:supervision",
        "list_action": "portal:measure", "proposal": "portal:proposal", "plan": "portal:plan_of",
    }  # fmt: skip
    return reverse(names[hit.kind], args=[hit.ref]) if hit.kind in names else ""


@require_GET
def seals(request: Request) -> HttpResponse:
    """The heads of the journal, published so that anybody can note them down and compare later."""
    heads = list(Chain.objects.order_by("root"))
    units = {u.path: u for u in Unit.objects.filter(path__in=[h.root for h in heads])}
    return pages.page(request, "portal/seals.html", {"heads": heads, "units": units})
