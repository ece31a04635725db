"""The working page of one department's part: all that belongs to it, and the forms of what one may do now."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, clocks, journal, loop, moves
from shangliang.kernel.models import Entry
from shangliang.look import pages
from shangliang.modules.handling import forms, queries
from shangliang.modules.handling.models import Assignment, Extension, Reply
from shangliang.modules.handling.services.replying import TO_DRAFT
from shangliang.modules.handling.views import cards
from shangliang.modules.handling.views.common import Request, may
from shangliang.modules.org import queries as org

WRITING = {*TO_DRAFT, "drafting"}
VERBS = (
    "read_draft", "save_draft", "advise", "promise", "contact", "reassign", "extend", "read_advice", "see_advice",
    "ask_extension", "answer_talk", "regrade", "write_memo", "oversee",
)  # fmt: skip
# What others said that the department must know before it goes on: state → verbs whose note says it.
SAID = {
    "pending": {"keep"}, "refusing": {"refuse"}, "bounced": {"bounce"}, "redoing": {"reopen"},
    "drafting": {"bounce", "reopen"},
}  # fmt: skip
SAID_TITLES = {
    "pending": lazy("申退被驳回"), "refusing": lazy("申请退办的理由"), "bounced": lazy("审核没有通过"),
    "redoing": lazy("要求二次办理"), "drafting": lazy("退回时的意见"),
}  # fmt: skip


def show(request: Request, part: Assignment, status: int = 200, **bound: Any) -> HttpResponse:
    """The page; `bound` are forms that came back with errors, in place of empty ones."""
    rights = may(request, part, *VERBS, *moves.steps(part))
    queries.opened(part)
    versions = queries.versions(part, drafts="read_draft" in rights)
    reply = versions[0] if versions else None
    entries = journal.story("assignment", part.pk)
    writing = "save_draft" in rights and part.answers and part.state in WRITING
    helpers = queries.helpers(part, reply) if part.answers else []
    ours = _to_countersign(request, part, helpers)
    promised = {name: bound.pop(name, None) for name in cards.BOUND}
    context = {
        "part": part, "dispatch": part.dispatch, "may": rights, "reply": reply, "versions": versions[1:],
        "writing": writing, "helpers": helpers, "leads": queries.leads(part) if not part.answers else [],
        "promises": cards.promises(request, part, *(f for f in promised.values() if f)),
        "options": _options(request, part, rights, writing, bool(helpers)), "entries": entries,
        "said": _said(part, entries), "said_title": SAID_TITLES.get(part.state, ""),
        "chain": loop.chain("dispatch", part.dispatch_id, actor=request.actor),
        "ladder": queries.ladder(part, at=request.at),
        "following": queries.following(part, request.actor) if "save_draft" in rights else None,
        "ours": ours, "unsaid": [h for h in ours if not (h.countersign and h.countersign.person_id)],
        "rulings": _rulings(request, part, helpers),
        "talks": list(part.talks.all()),
        "memos": list(part.memos.select_related("person")) if "write_memo" in rights else [],
        "templates": list(part.unit.reply_templates.all()) if writing else [],
        **_contact(request, part), **_extension(request, part, rights),
        **_forms(request, part, reply, rights, writing), **bound,
    }  # fmt: skip
    return pages.page(request, "handling/assignment.html", context, status=status)


def norms(part: Assignment, request: Request) -> list[tuple[str, str]]:
    """The letters of the place that sent this, as choices."""
    return queries.grade_choices(clocks.path_of(part.dispatch), calendar.day_of(request.at))


def reply_forms(
    request: Request, part: Assignment, reply: Reply | None, data: Any = None
) -> tuple[forms.ReplyForm, list[forms.ItemForm]]:
    """The reply and one form for each item, as they were saved last or as they came back."""
    items, choices = list(part.dispatch.items.all()), norms(part, request)
    initial: dict[str, Any] = {}
    if reply:
        names = ("text", "adoption", "norm", "reason", "letter_no", "signer", "office")
        initial = {name: getattr(reply, name) for name in names} | {"seen": reply.at.isoformat()}
    if chosen := request.GET.get("template", ""):
        template = part.unit.reply_templates.filter(pk=chosen if chosen.isdigit() and len(chosen) < 19 else 0)
        if found := template.first():
            initial |= {"text": found.text} | ({"norm": found.norm} if found.norm else {})
    said = {a.item_id: a for a in reply.answers.all()} if reply else {}
    whole = forms.ReplyForm(data, initial=initial, norms=choices, by_item=bool(items))
    return whole, [
        forms.ItemForm(data, item=i, norms=choices, initial=_before(said.get(i.pk))) for i in items
    ]


def _before(answer: Any) -> dict[str, Any]:
    return {name: getattr(answer, name) for name in ("text", "adoption", "norm", "reason")} if answer else {}


def _forms(
    request: Request, part: Assignment, reply: Reply | None, rights: set[str], writing: bool
) -> dict[str, Any]:
    """The empty forms of what this actor may do now; the others are None."""
    taken = part.state not in {"pending", "refusing", *Assignment.OUT}
    today = calendar.day_of(request.at)
    promise = forms.PromiseForm(auto_id="promise_%s") if writing else None
    if promise:
        promise.fields["due_on"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()
    whole, items = reply_forms(request, part, reply) if writing else (None, [])
    checking = "regrade" in rights and part.state == "checking"
    contact = forms.ContactForm(auto_id="contact_%s", initial={"held_on": today})
    movable = "reassign" in rights and part.state in {"pending", "refusing"}
    return {
        "reply_form": whole, "item_forms": items, "promise_form": promise,
        "advice_form": forms.AdviceForm() if "advise" in rights and part.state == "advising" else None,
        "contact_form": contact if "contact" in rights and taken and part.answers else None,
        "countersign_form": forms.CountersignForm(auto_id="countersign_%s"),
        "reassign_form": reassign_form(part) if movable else None,
        "regrade_form": forms.RegradeForm(norms=norms(part, request), auto_id="regrade_%s") if checking else None,
        "memo_form": forms.MemoForm(auto_id="memo_%s") if "write_memo" in rights else None,
        "talk_form": forms.AnswerTalkForm() if "answer_talk" in rights else None,
        "ruling_form": forms.RulingForm(auto_id="ruling_%s"),
    }  # fmt: skip


def reassign_form(part: Assignment, data: Any = None) -> forms.ReassignForm:
    units = org.departments(part.dispatch.unit.path).exclude(pk=part.unit_id)
    return forms.ReassignForm(data, units=units, auto_id="reassign_%s")


def _options(
    request: Request, part: Assignment, rights: set[str], writing: bool, helped: bool
) -> list[moves.Option]:
    """The next steps. What is not this part's way is left out; what the editor's own buttons do, too."""
    options = moves.options(part, actor=request.actor, at=request.at, may=rights)
    wrong = {"sign_help", "advise"} if part.answers else {"sign", "draft", "circulate", "submit"}
    if not helped:
        wrong |= {"circulate"}
    mine = [o for o in options if o.move.name not in wrong]
    return [o for o in mine if o.blockers or not writing or o.move.name not in {"circulate", "submit"}]


def _said(part: Assignment, entries: list[Entry]) -> Entry | None:
    """The last word of those who sent it back, as long as it has not been answered."""
    for entry in reversed(entries):
        if entry.note and entry.verb in SAID.get(part.state, ()):
            return entry
        if entry.verb == "submit":
            return None
    return None


def _to_countersign(
    request: Request, part: Assignment, helpers: list[queries.Helper]
) -> list[queries.Helper]:
    """The helping departments for which this actor may say something about the version shown."""
    if part.state != "countersigning":
        return []
    ours = set(queries.departments(request.actor))
    return [h for h in helpers if h.assignment.unit.path in ours]


def _rulings(request: Request, part: Assignment, helpers: list[queries.Helper]) -> list[Any]:
    """Countersigns on which this actor may rule, each with what stands in the way of it."""
    asked = [h.countersign for h in helpers if h.countersign and h.countersign.state in {"asked", "objected"}]
    found = []
    for one in asked:
        option = next((o for o in _options_of(one, request) if o.move.name == "overrule"), None)
        if option:
            found.append((one, option.blockers))
    return found


def _options_of(thing: Any, request: Request) -> list[moves.Option]:
    return moves.options(thing, actor=request.actor, at=request.at)


def _contact(request: Request, part: Assignment) -> dict[str, Any]:
    """The duty to talk first: where it stands, and what this actor may say of it."""
    contact = getattr(part, "contact", None)
    steps = [o for o in _options_of(contact, request) if o.move.bare and not o.blockers] if contact else []
    return {"contact": contact, "contact_steps": steps}


def _extension(request: Request, part: Assignment, rights: set[str]) -> dict[str, Any]:
    shown = list(part.extensions.all())
    waiting = next((e for e in shown if e.state == "asked"), None)
    grants = "grant" in may(request, waiting, "grant") if waiting else False
    in_time = bool(part.state in Assignment.WRITING and part.due_at and request.at <= part.due_at)
    asks = "ask_extension" in rights and in_time and not waiting
    return {
        "extensions": shown, "waiting_extension": waiting if grants else None,
        "extension_form": forms.ExtensionForm(auto_id="extension_%s") if asks else None,
        "grant_form": forms.GrantForm(auto_id="grant_%s") if grants else None,
        "deny_move": moves.kind_of(Extension).flow.moves["deny"],
    }  # fmt: skip
