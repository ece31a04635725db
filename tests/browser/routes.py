"""Every address of the house: what to open there, and who opens it. `python -m tests.browser.routes` prints it.

It runs as a process of its own with the site's database. What the demo year lacks is listed, and a test fails on it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
django.setup()

from django.db.models import Model, QuerySet  # noqa: E402 - models exist only after setup
from django.urls import URLPattern, URLResolver, get_resolver, reverse  # noqa: E402

from shangliang.kernel.models import Chain  # noqa: E402
from shangliang.modules.gatherings.models import Consensus, Gathering, Material, Opinion, Participant  # noqa: E402
from shangliang.modules.handling.models import Question  # noqa: E402
from shangliang.modules.outcomes.models import (  # noqa: E402
    Document,
    FeedbackList,
    Instruction,
    LookBack,
    Recommendation,
)
from shangliang.modules.plans.models import Plan, PlanItem  # noqa: E402
from shangliang.modules.topics.models import Cluster, Topic  # noqa: E402
from shangliang.modules.voices.models import Call, GridSheet, Voice, VoiceFile  # noqa: E402
from tests.browser import (  # noqa: E402
    routes_around,
    routes_briefs,
    routes_deliberation,
    routes_floor,
    routes_handling,
    routes_keys,
    routes_kits,
    routes_lists,
    routes_minutes,
    routes_polls,
    routes_proposals,
    routes_remote,
    routes_supervision,
)

PUBLIC = "-"
# name → why nobody opens it here.
LEFT_OUT = {
    "api": "JSON, held by the tests of surfaces/api and by the committed openapi.json",
    "account_reset_password_from_key": "its address is a secret in a letter; see people/tests",
    **routes_lists.LEFT_OUT,
    **routes_supervision.LEFT_OUT,
}
POST_ONLY = {
    "portal:rate", "portal:withdraw", "portal:me_too",
    "look:elder", "look:theme", "look:language",
    "desk:move", "desk:extend", "desk:notices_read", "desk:token_give", "desk:token_end",
    "voices:decline", "voices:contact",
    "topics:regroup", "topics:voice_pass_on", "topics:voice_field", "topics:score", "topics:decline",
    "topics:merge", "topics:pass_on", "topics:release", "topics:reopen",
    "plans:sign",
    "gatherings:invite", "gatherings:invite_lines", "gatherings:uninvite", "gatherings:sign_in",
    "gatherings:open_part", "gatherings:move_code", "gatherings:opine", "gatherings:step",
    "outcomes:write", "outcomes:send_all", "outcomes:refill", "outcomes:publish",
    *routes_briefs.POST_ONLY,
    *routes_deliberation.POST_ONLY,
    *routes_floor.POST_ONLY,
    *routes_handling.POST_ONLY,
    *routes_lists.POST_ONLY,
    *routes_minutes.POST_ONLY,
    *routes_supervision.POST_ONLY,
    *routes_proposals.POST_ONLY,
    *routes_remote.POST_ONLY,
    *routes_around.POST_ONLY,
    *routes_keys.POST_ONLY,
    *routes_kits.POST_ONLY,
}  # fmt: skip


@dataclass(frozen=True)
class Route:
    """kind: page (looked at in full), part (a piece of a page), file (a download or a picture)."""

    name: str
    path: str
    who: str
    kind: str = "page"


@dataclass
class Listed:
    routes: list[Route] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def add(self, who: str, name: str, *args: Any, kind: str = "page", query: str = "") -> None:
        if None in args:
            self.missing.append(name)
        elif (route := Route(name, reverse(name, args=args) + query, who, kind)) not in self.routes:
            self.routes.append(route)


def newest(model: type[Model] | QuerySet[Any], column: str = "pk", **wanted: Any) -> Any:
    rows = model if isinstance(model, QuerySet) else model._default_manager.all()
    return rows.filter(**wanted).order_by("-pk").values_list(column, flat=True).first()


def listed() -> Listed:
    found = Listed()
    for part in (public, account, desk, voices, topics, plans, gatherings, outcomes):
        part(found)
    for more in (
        routes_handling.handling,
        routes_lists.lists,
        routes_deliberation.deliberation,
        routes_briefs.briefs,
        routes_proposals.proposals,
        routes_around.around,
        routes_keys.keys,
        routes_polls.polls,
        routes_remote.remote,
        routes_floor.rooms,
        routes_kits.kits,
        routes_minutes.minutes,
        routes_supervision.supervision,
    ):
        more(found, newest)
    return found


def public(l: Listed) -> None:  # noqa: E741
    call = newest(Call, "slug", state="open")
    answered = newest(Voice, "receipt", state="answered")
    for name in (
        "home",
        "speak",
        "receipt_find",
        "topics",
        "plan",
        "feedback_lists",
        "promises",
        "overdue",
        "seals",
    ):
        l.add(PUBLIC, f"portal:{name}")
    question = Question.objects.filter(state="asked").order_by("-pk").first()
    l.add(PUBLIC, "portal:really", question and question.token)
    l.add(PUBLIC, "portal:search")
    l.add(PUBLIC, "portal:search", query="?q=停车")
    l.add(PUBLIC, "portal:speak_to", call)
    l.add(PUBLIC, "portal:call", call)
    l.add(PUBLIC, "portal:call_qr", call, kind="file")
    l.add(PUBLIC, "portal:receipt", answered)
    l.add(PUBLIC, "portal:receipt", newest(Voice, "receipt", state="received"))
    l.add(PUBLIC, "portal:receipt", newest(Voice, "receipt", state="settled"))
    l.add(PUBLIC, "portal:receipt_qr", answered, kind="file")
    l.add(PUBLIC, "portal:topic", newest(Topic, state="answered"))
    l.add(PUBLIC, "portal:topic", newest(Topic, state="discussing"))
    l.add(PUBLIC, "portal:plan_of", newest(Plan, state="issued"))
    l.add(PUBLIC, "portal:feedback", newest(FeedbackList, state="published"))
    l.add(PUBLIC, "look:style")


def account(l: Listed) -> None:  # noqa: E741
    for name in ("login", "signup", "inactive", "reset_password", "reset_password_done"):
        l.add(PUBLIC, f"account_{name}")
    l.add(PUBLIC, "account_reset_password_from_key_done")
    for name in ("logout", "reauthenticate", "change_password"):
        l.add("xu", f"account_{name}")


def desk(l: Listed) -> None:  # noqa: E741
    for who in ("wang", "chen", "lin", "zhao", "sun", "liu", "hou", "zhou", "qian", "gao"):
        l.add(who, "desk:home")
    for who in ("wang", "zhao"):
        l.add(who, "desk:overdue")
    for who in ("zhao", "chen"):
        l.add(who, "desk:leading")
    topic = newest(Topic, state="answered")
    root = Chain.objects.order_by("-seq").values_list("root", flat=True).first()
    l.add("wang", "desk:notices")
    l.add("wang", "desk:search")
    l.add("wang", "desk:search", query="?q=停车")
    l.add("wang", "desk:me")
    l.add("wang", "desk:numbers")
    l.add("wang", "desk:who", "topic", topic)
    l.add("wang", "desk:story", "topic", topic, kind="part")
    l.add("wang", "desk:entry", int(root[:3]) if root else None, 1)


def voices(l: Listed) -> None:  # noqa: E741
    l.add("wang", "voices:list")
    l.add("lin", "voices:list", query="?state=answered")
    for state in ("received", "answered", "unsolved"):
        l.add("wang", "voices:voice", newest(Voice, state=state))
    kept = VoiceFile.objects.order_by("-pk").first()
    l.add("wang", "voices:file", kept and kept.voice_id, kept and kept.file_id, kind="file")
    l.add("wang", "voices:calls")
    l.add("wang", "voices:call_new")
    l.add("wang", "voices:call", newest(Call, state="open"))
    l.add("zhou", "voices:sheets")
    l.add("zhou", "voices:sheet_new")
    l.add("zhou", "voices:sheet", newest(GridSheet, worker__username="zhou"))


def topics(l: Listed) -> None:  # noqa: E741
    l.add("wang", "topics:list")
    l.add("wang", "topics:board")
    l.add("wang", "topics:cluster", newest(Cluster))
    l.add("wang", "topics:new")
    for state in ("candidate", "filed", "discussing", "dispatched", "answered"):
        l.add("wang", "topics:topic", newest(Topic, state=state))
    l.add("lin", "topics:topic", newest(Topic, state="candidate"))
    l.add("wang", "topics:edit", newest(Topic, state="candidate"))


def plans(l: Listed) -> None:  # noqa: E741
    city = Plan.objects.filter(unit__code="yunchuan")
    issued = newest(city, state="issued")
    making = newest(city, state__in=Plan.OPEN)
    items = PlanItem.objects.filter(unit__code="yunchuan")
    for who in ("wang", "lin", "qian"):
        l.add(who, "plans:list")
    l.add("wang", "plans:open")
    for state in ("issued", "consulting", "drafting", "closed"):
        l.add("wang", "plans:plan", newest(city, state=state))
    l.add("qian", "plans:plan", issued)
    l.add("wang", "plans:title", making)
    l.add("wang", "plans:add", making)
    l.add("wang", "plans:round", making, "departments")
    l.add("wang", "plans:issue", newest(Plan, state="joint"))
    l.add("wang", "plans:print", issued)
    l.add("wang", "plans:paper", issued, kind="file")
    l.add("wang", "plans:table", issued, "csv", kind="file")
    l.add("wang", "plans:table", issued, "xlsx", kind="file")
    l.add("wang", "plans:item", newest(items, plan=issued, state="listed"))
    l.add("wang", "plans:edit", newest(items, plan__state__in=Plan.OPEN, state="proposed"))
    l.add("wang", "plans:change", newest(items, plan=issued, state="listed"))


def gatherings(l: Listed) -> None:  # noqa: E741
    city = Gathering.objects.filter(unit__path__startswith="001.")
    waiting, sitting = newest(city, state="preparing"), newest(city, state="sitting")
    noticed, held, closed = (
        newest(city, state="noticed"),
        newest(city, state="held"),
        newest(city, state="closed"),
    )
    met = sitting or held
    l.add("wang", "gatherings:list")
    l.add("wang", "gatherings:ledger", kind="file")
    l.add("wang", "gatherings:new")
    l.add("wang", "gatherings:quick")
    l.add("wang", "gatherings:templates")
    l.add(PUBLIC, "gatherings:join", newest(city, "sign_in_code", state__in=["noticed", "sitting"]))
    for pk in (waiting, noticed, held, newest(city, state="concluded"), closed):
        l.add("wang", "gatherings:gathering", pk)
    l.add("lin", "gatherings:gathering", closed)
    l.add("wang", "gatherings:edit", waiting)
    l.add("wang", "gatherings:agenda", waiting)
    for name in ("people", "visit", "material", "cancel"):
        l.add("wang", f"gatherings:{name}", noticed if name == "cancel" else waiting)
    l.add("wang", "gatherings:people_csv", closed, kind="file")
    file = Material.objects.filter(file__isnull=False, gathering__in=city).first()
    l.add("wang", "gatherings:file", file and file.gathering_id, file and file.file_id, kind="file")
    l.add("wang", "gatherings:calendar", noticed, kind="file")
    l.add("wang", "gatherings:poster", noticed)
    l.add("wang", "gatherings:qr", noticed, kind="file")
    l.add("wang", "gatherings:console", met)
    l.add("wang", "gatherings:console_live", met, kind="part")
    l.add("wang", "gatherings:screen", noticed)
    l.add("wang", "gatherings:screen", met)
    guest = Participant.objects.filter(gathering=met, signed_in_at__isnull=False).first()
    away = Participant.objects.filter(
        gathering__in=city, gathering__state="noticed", signed_in_at=None
    ).first()
    l.add("wang", "gatherings:excuse", away and away.gathering_id, away and away.pk)
    l.add("wang", "gatherings:unsign", met, guest and guest.pk)
    l.add("wang", "gatherings:correct", met, newest(Opinion, gathering=met))
    l.add("wang", "gatherings:agree", met)
    shared = Consensus.objects.filter(gathering__state__in=["sitting", "held"]).first()
    l.add("wang", "gatherings:amend", shared and shared.gathering_id, shared and shared.pk)
    l.add("wang", "gatherings:end", sitting or held)
    l.add("wang", "gatherings:light", newest(city, state="concluded") or held, "case")


def outcomes(l: Listed) -> None:  # noqa: E741
    answered = newest(Topic, state="answered")
    l.add("wang", "outcomes:recommendations")
    l.add("lin", "outcomes:recommendations")
    l.add("zhao", "outcomes:loop")
    for state in ("discussing", "dispatched", "answered"):
        l.add("wang", "outcomes:topic", newest(Topic, state=state))
    l.add("wang", "outcomes:years", answered)
    l.add("wang", "outcomes:draft_document", newest(Topic, state="dispatched"))
    l.add("wang", "outcomes:draft_feedback", newest(
        Topic.objects.exclude(feedback_lists__state="draft"), state="dispatched"))  # fmt: skip
    l.add("wang", "outcomes:plan_look_back", answered)
    draft = newest(Recommendation, state="draft")
    for state in ("sent", "decided", "fed_back"):
        l.add("wang", "outcomes:recommendation", newest(Recommendation, state=state))
    l.add("wang", "outcomes:edit_recommendation", draft)
    l.add("wang", "outcomes:send", draft)
    l.add("wang", "outcomes:reopen", newest(Recommendation, state__in=["decided", "delivered", "fed_back"]))
    l.add("wang", "outcomes:documents")
    for state in ("draft", "submitted", "echoed"):
        l.add("wang", "outcomes:document", newest(Document, state=state))
    l.add("wang", "outcomes:edit_document", newest(Document, state="draft"))
    l.add("wang", "outcomes:submit", newest(Document, state="cleared"))
    l.add("wang", "outcomes:instruct", newest(Document, state="submitted"))
    l.add("wang", "outcomes:docx", newest(Document, state="echoed"), kind="file")
    l.add("wang", "outcomes:document_file", newest(Document, file__isnull=False), kind="file")
    l.add("wang", "outcomes:instructions")
    l.add("wang", "outcomes:instruction", newest(Instruction))
    l.add("wang", "outcomes:forward", newest(Instruction, state="recorded"))
    passed = Instruction.objects.filter(state="forwarded", passed_to__kind="department").first()
    l.add(
        routes_handling.clerk_of(passed.passed_to_id) if passed else PUBLIC,
        "outcomes:answer",
        passed and passed.pk,
    )
    l.add("wang", "outcomes:instruction_file", newest(Instruction, file__isnull=False), kind="file")
    l.add("wang", "outcomes:feedback_lists")
    for state in ("draft", "published"):
        l.add("wang", "outcomes:feedback", newest(FeedbackList, state=state))
    l.add("wang", "outcomes:edit_feedback", newest(FeedbackList, state="draft"))
    l.add("wang", "outcomes:look_backs")
    planned = newest(LookBack, state="planned")
    l.add("wang", "outcomes:look_back", newest(LookBack, state="concluded"))
    l.add("wang", "outcomes:look_back", planned)
    l.add("wang", "outcomes:conclude", planned)
    l.add("wang", "outcomes:reschedule", planned)


def patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every pattern, with its namespace."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, (*spaces, entry.namespace) if entry.namespace else spaces)
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or str(entry.pattern)))


def dummy(name: str) -> str:
    """Some address of that name: what only takes POST looks at nothing else first."""
    wanted = get_resolver()
    *spaces, last = name.split(":")
    for space in spaces:
        wanted = wanted.namespace_dict[space][1]
    ((_form, parameters),) = wanted.reverse_dict.getlist(last)[0][0][:1]
    converters = wanted.reverse_dict.getlist(last)[0][3]
    return reverse(name, args=[1 if converters[p].regex == "[0-9]+" else "x" for p in parameters])


def main() -> None:
    found = listed()
    print(
        json.dumps(
            {
                "routes": [asdict(r) for r in found.routes],
                "missing": sorted(set(found.missing)),
                "patterns": sorted(set(patterns())),
                "lacking": [],
                "post_only": {name: dummy(name) for name in sorted(POST_ONLY)},
            },
            ensure_ascii=False,
        )
    )


if __name__ == "__main__":
    main()
