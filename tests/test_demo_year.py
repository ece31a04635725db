"""The demo year keeps what it promises. It is played once here, and once more by a process of its own to compare."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.test import override_settings

import verify_journal
from shangliang.kernel import files, journal, loop, moves
from shangliang.kernel.flow import ESCALATE, OVERDUE
from shangliang.kernel.models import Entry, SearchRow, StoredFile
from shangliang.kernel.sealed import SealedField
from shangliang.modules.gatherings.models import Gathering, Material, Participant, Visit
from shangliang.modules.handling.models import Assignment, Dispatch, Evidence
from shangliang.modules.lists.models import (
    ConcernPart,
    Counsel,
    DeptAsk,
    Invitee,
    ListAction,
    Match,
    MemberConcern,
)
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Document, Instruction, Recommendation
from shangliang.modules.people.models import Person, Seat
from shangliang.modules.plans.models import Plan, PlanItem
from shangliang.modules.proposals.models import Proposal, Suggestion
from shangliang.modules.supervision.models import Finding
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import GridSheet, Rating, Voice, VoiceFile
from shangliang.surfaces.demo import year
from tests import databases

NOW = datetime.fromisoformat("2026-10-14T09:30:00+08:00")  # a Wednesday between two holidays
PLAY = f"""
from datetime import datetime
from shangliang.surfaces.demo import year
year.build(datetime.fromisoformat({NOW.isoformat()!r}))
"""
TELL = "import json; from tests.test_demo_year import facts; print('\\n' + json.dumps(facts()))"
# The year is long: whoever has it open keeps it, and nobody else waits for another one.
pytestmark = [pytest.mark.slow]


def facts() -> dict[str, Any]:
    """What is the same whenever the same day is played."""
    heads = {root: [count, seal] for root, (count, seal) in journal.heads().items()}
    return {
        "lines": [f"{e.root} {e.seq} {e.payload}" for e in Entry.objects.order_by("root", "seq")],
        "heads": heads,
        "states": {k.flow.kind: _all(k.model, "pk", "state", "version") for k in moves.kinds()},
        "receipts": _all(Voice, "pk", "receipt", "title", "body"),
        "codes": _all(Gathering, "pk", "sign_in_code", "title", "minutes"),
        "files": sorted(StoredFile.objects.values_list("name", "sha256")),
    }


def _all(model: type[models.Model], *columns: str) -> list[Any]:
    return list(model._default_manager.order_by("pk").values_list(*columns))


def counted() -> dict[str, int]:
    """Model → rows, of everything that is ours."""
    ours = (m for m in apps.get_models() if m.__module__.startswith("shangliang."))
    return {m._meta.label: m._default_manager.count() for m in ours}


class Played:
    """The year in its own database, open in this process, and what another process made of the same day."""

    def __init__(self, other: subprocess.Popen[str], env: dict[str, str]):
        self.other, self.env = other, env

    def elsewhere(self) -> dict[str, Any]:
        said, wrong = self.other.communicate(timeout=900)
        assert self.other.returncode == 0, said + wrong
        told = _python(TELL, self.env).communicate(timeout=120)
        return dict(json.loads(told[0].splitlines()[-1]))


def _python(code: str, env: dict[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "django", "shell", "--no-imports", "-c", code]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def played(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    """Two empty databases beside the test database; the first takes its place while this file runs."""
    home = tmp_path_factory.mktemp("year")
    beside = os.environ["DATABASE_URL"]
    ours, theirs = (f"year_{which}_{os.getpid()}" for which in ("here", "there"))
    settled = connection.settings_dict["NAME"]
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(home / "files")):
        connection.close()
        connection.settings_dict["NAME"] = ours
        other = None
        try:
            blank = databases.blank(beside)
            databases.make(beside, ours, like=blank)
            there = databases.make(beside, theirs, like=blank)
            env = os.environ | {"DATABASE_URL": there, "SHANGLIANG_HOME": str(home)}
            env |= {"PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "shangliang.project.settings"}
            other = _python(PLAY, env)
            year.build(NOW, say=lambda words: None)
            yield Played(other, env)
        finally:
            if other and other.stdout and not other.stdout.closed:  # nobody asked what it made
                other.kill()
                other.communicate()
            connection.close()
            connection.settings_dict["NAME"] = settled
            for name in (ours, theirs):
                databases.drop(beside, name)


# --- what it shows


# A proposal is evaluated and at once followed or closed, a poll whose time is up counted: the journal shows it, none
# rests there.
PASSED_THROUGH = {"proposal": {"evaluated"}, "poll": {"closed"}}


def test_every_state_of_every_flow_occurs(played: Played) -> None:
    missing = {}
    for kind in moves.kinds():
        name, seen = kind.flow.kind, set(kind.model._default_manager.values_list("state", flat=True))
        passed = PASSED_THROUGH.get(name, set())
        seen |= passed & set(Entry.objects.filter(kind=name).values_list("after", flat=True).distinct())
        if gone := set(kind.flow.states) - seen:
            missing[name] = gone
    assert not missing


def test_one_chain_is_complete_from_its_voice_to_the_rating(played: Played) -> None:
    complete, walked = [], 0
    for rating in Rating.objects.filter(voice__state="settled", result="solved").order_by("pk")[:60]:
        stops = loop.chain("voice", rating.voice_id)
        walked += 1
        if all(s.things and s.place == "passed" and all(map(s.station.done, s.things)) for s in stops):
            complete.append((rating, {s.station.name: s.things for s in stops}))
    assert complete, f"none of {walked}"
    rating, things = complete[0]
    published = max(f.published_on for f in things["feedback"])
    assert rating.at.date() >= published > things["voice"][0].raised_at.date()
    # By the raiser, who shows the receipt: nobody who is signed in may write it.
    entry = next(e for e in journal.story("voice", rating.voice_id)[::-1] if e.verb == "rate")
    assert entry.actor_id is None and entry.at == rating.at


def test_a_chain_may_skip_only_what_was_left_out_on_purpose(played: Played) -> None:
    """A county's small meeting is in no plan; everything else that was fed back has been everywhere."""
    skipped = Counter()
    for topic in Topic.objects.filter(feedback_lists__state="published").distinct():
        skipped.update(s.station.name for s in loop.chain("topic", topic.pk) if s.place == "skipped")
    assert set(skipped) <= {"voice", "plan_item"}, skipped


def test_one_chain_is_stuck_and_long_overdue_with_somebody(played: Played) -> None:
    late = NOW - timedelta(days=30)
    stuck = []
    for assignment in Assignment.objects.filter(
        due_at__lt=late, state__in=["pending", "accepted", "redoing"]
    ):
        stops = {s.station.name: s for s in loop.chain("dispatch", assignment.dispatch_id)}
        stop = stops["dispatch"]
        if stops["voice"].things and not stop.station.done(stop.here):
            stuck.append((assignment, stop.station.holder(stop.here)))
    assert stuck
    for assignment, holder in stuck:
        assert assignment.unit.short in holder
        assert Seat.objects.filter(unit=assignment.unit, role="clerk").exists()
        assert {OVERDUE, ESCALATE} <= {e.verb for e in journal.story("assignment", assignment.pk)}


def test_of_the_lists_only_what_is_meant_to_be_late_is_late(played: Played) -> None:
    late = ConcernPart.objects.filter(due_at__lt=NOW, state="waiting")
    assert list(late.values_list("concern__title", flat=True)) == ["口袋公园座椅坏了半年"]
    for thing in (MemberConcern, Match, DeptAsk, Counsel, ListAction, Invitee):
        assert not thing._default_manager.filter(due_at__lt=NOW).exists(), thing.__name__


# --- what it is built on


def test_the_chain_verifies_and_nothing_is_owed(played: Played, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    connection.close()
    file.write_text("".join(line + "\n" for line in journal.export()), encoding="utf-8")
    said = io.StringIO()
    with redirect_stdout(said):
        code = verify_journal.main([str(file)])
    assert code == 0, said.getvalue()
    assert not list(journal.faults()) and not list(journal.mismatches())
    assert journal.failing() == [] and journal.owed() == 0


def test_playing_it_again_changes_nothing(played: Played) -> None:
    before = counted(), Entry.objects.order_by("-pk").values_list("pk", "seq").first()
    year.build(NOW + timedelta(days=3), say=lambda words: None)
    assert (counted(), Entry.objects.order_by("-pk").values_list("pk", "seq").first()) == before


def test_the_same_day_gives_the_same_year(played: Played) -> None:
    there, here = played.elsewhere(), json.loads(json.dumps(facts()))
    differing = [pair for pair in zip(here["lines"], there["lines"], strict=False) if pair[0] != pair[1]]
    assert differing[:2] == []  # the first says where the two went apart
    for what, found in here.items():
        assert there[what] == found, what


def test_steps_were_not_skipped(played: Played) -> None:
    """Every change of state in the journal is an edge of its flow."""
    flows = {k.flow.kind: k.flow for k in moves.kinds()}
    rows = Entry.objects.exclude(before="").values_list("kind", "verb", "before", "after").distinct()
    wrong = [
        row
        for row in rows
        if row[2] != row[3]
        and not (
            (move := flows[row[0]].moves.get(row[1])) and row[2] in move.sources and row[3] == move.target
        )
    ]
    assert not wrong
    for document in Document.objects.filter(state__in=["submitted", "echoed"]):
        verbs = [e.verb for e in journal.story("document", document.pk)]
        assert verbs.index("check") < verbs.index("clear") < verbs.index("submit"), document


# --- who and what is in it


def test_nobody_real(played: Played) -> None:
    sealed = [
        (m, f.name) for m in apps.get_models() for f in m._meta.get_fields() if isinstance(f, SealedField)
    ]
    assert (Voice, "contact_phone") in sealed
    phones = {v.contact_phone for v in Voice.objects.all()} - {""}
    assert phones and all(re.fullmatch(r"1990000\d{4}", phone) for phone in phones)
    assert {v.contact_email for v in Voice.objects.all()} == {""}
    assert all(mail.endswith("@example.org") for mail in Person.objects.values_list("email", flat=True))
    texts = " ".join(Entry.objects.values_list("payload", flat=True))
    texts += " ".join(f"{title} {body}" for title, body in SearchRow.objects.values_list("title", "body"))
    # Eleven digits in the middle of a hash are nobody's number.
    assert not re.findall(
        r"(?<![\da-f])1[3-9]\d{9}(?![\da-f])|[\w.+-]+@(?!example\.org)[\w-]+\.[a-z]+", texts
    )


def test_files_go_with_it_and_stay_here(played: Played, tmp_path_factory: pytest.TempPathFactory) -> None:
    here = tmp_path_factory.getbasetemp()
    places = {
        "material": Material.objects.filter(file__isnull=False),
        "evidence": Evidence.objects.filter(file__isnull=False),
        "document": Document.objects.filter(file__isnull=False),
        "instruction": Instruction.objects.filter(file__isnull=False),
        "voice": VoiceFile.objects.all(),
    }
    for name, rows in places.items():
        assert rows.exists(), name
    assert {"image/png", "text/plain", files.OFFICE["word/document.xml"]} == set(
        StoredFile.objects.values_list("media_type", flat=True)
    )
    for kept in StoredFile.objects.all():
        assert kept.content.size == kept.size and Path(kept.content.path).is_relative_to(here)


def test_sizes(played: Played) -> None:
    """The figures of the places that did it (SYSTEMS.md), where they fit a city with two counties."""
    places = Counter(Unit.objects.values_list("level", flat=True))
    assert places["city"] >= 20 and places["town"] == 4 and places["village"] == 8
    departments = Unit.objects.filter(kind="department", level="city")
    assert departments.count() == 36  # 102: thirty-six units handle proposals
    seated = Seat.objects.filter(role="clerk", unit__in=departments).values_list("unit", flat=True)
    assert set(seated) == set(departments.values_list("pk", flat=True))  # work can be given to every one
    cppcc = Unit.objects.filter(kind="cppcc", level="county").values_list("code", flat=True)
    assert {"lanxi", "wangling"} <= set(cppcc)
    plan = Plan.objects.get(unit__code="yunchuan", state="issued")
    assert 12 <= plan.items.exclude(state="dropped").count() <= 16  # 4, 66: 12 to 16 items a year
    months = set(plan.items.exclude(state="dropped").values_list("month", flat=True))
    assert len(months) >= 11  # 97: one each month; what was put off leaves a gap that the calendar shows
    people = plan.items.exclude(state="dropped").filter(topic__field__livelihood=True).count()
    assert people * 2 > plan.items.exclude(state="dropped").count()  # 94: more than half
    assert Gathering.objects.exclude(state="cancelled").count() >= 30  # 56: more than thirty
    kinds = Counter(Gathering.objects.values_list("type", flat=True))
    assert kinds["standing_thematic"] >= 2 and kinds["thematic"] >= 10  # 97
    assert (
        Document.objects.filter(state__in=["submitted", "echoed"]).count() >= 25
    )  # 27: more than thirty papers
    assert Document.objects.count() >= 30 and Instruction.objects.count() >= 20  # 27: twenty instructions
    assert set(Document.objects.values_list("kind", flat=True)) == set(Document.Kind.values)
    assert Recommendation.objects.count() >= 100  # 97: more than a hundred
    assert Dispatch.objects.count() >= 100
    assert set(Participant.objects.values_list("capacity", flat=True)) == set(
        Participant.Capacity.values
    )  # 47
    assert Voice.objects.count() >= 450 and set(Voice.objects.values_list("source", flat=True)) == set(
        Voice.Source.values
    )  # 48
    assert GridSheet.objects.count() >= 6 and Visit.objects.count() >= 25
    assert Rating.objects.count() >= 80


def test_sizes_of_answers(played: Played) -> None:
    """98: 226 filed proposals, 580 items; 12-14: 1,373 concerns, 241 asks of 8 departments; 85: 130 opinions."""
    filed = Proposal.objects.exclude(case_no=None)
    assert filed.count() >= 226 and filed.filter(state="archived").exists()
    assert Suggestion.objects.filter(proposal__in=filed).count() >= 580
    assert MemberConcern.objects.count() >= 1373 and DeptAsk.objects.count() >= 241
    assert DeptAsk.objects.values("unit").distinct().count() >= 8
    assert Finding.objects.count() >= 130
    assert set(Proposal.objects.values_list("kind", flat=True)) >= {
        "personal",
        "joint",
        "party",
        "sector",
        "group",
    }


def test_texts_do_not_repeat(played: Played) -> None:
    """No two voices in the same words, no two recommendations, no reply copied from another."""
    for model, column in ((Voice, "body"), (Recommendation, "text"), (Topic, "title")):
        twice = [
            t for t, n in Counter(model._default_manager.values_list(column, flat=True)).items() if n > 1
        ]
        assert not twice, (model.__name__, twice[:3])
    numbers = Plan.objects.exclude(number="").values_list("number", flat=True)
    assert len(set(numbers)) == len(numbers)
    titles = Plan.objects.values_list("title", flat=True)
    assert all(title.startswith("政协") and title.endswith("年度协商计划") for title in titles)
    assert not PlanItem.objects.filter(plan__state="issued", leader=None).exists()
