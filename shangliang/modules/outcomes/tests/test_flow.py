"""The life-cycles as they are written: what the tables promise without a database."""

from __future__ import annotations

import pytest

from shangliang.kernel import moves
from shangliang.kernel.flow import Flow
from shangliang.modules.outcomes import flow
from shangliang.modules.outcomes.models import Document, FeedbackList, Instruction, LookBack, Recommendation

FLOWS = [flow.DOCUMENT, flow.INSTRUCTION, flow.RECOMMENDATION, flow.FEEDBACK, flow.LOOK_BACK]


@pytest.mark.parametrize("table", FLOWS, ids=lambda f: f.kind)
def test_every_way_leads_to_an_end(table: Flow) -> None:
    ends = {s.name for s in table.states.values() if s.final}
    for state in table.open_states():
        seen, todo = set(), [state]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                todo += [m.target for m in table.moves_from(name)]
        assert seen & ends, f"{table.kind}: from {state} there is no way to an end"


def test_eleven_kinds_of_documents() -> None:
    assert len(Document.Kind.choices) == 11


def test_a_sent_document_waits_with_a_clock() -> None:
    """超期无回音 cannot go unseen: the clock runs, warns, and goes one step up."""
    due = flow.DOCUMENT.states["submitted"].due
    assert due is not None and due.param == "outcomes.echo_within" and due.warn and due.escalate


def test_nothing_leaves_the_office_without_the_gate() -> None:
    """党组把关: there is no way from a draft to what was sent up but through the gate."""
    into = [m for m in flow.DOCUMENT.moves.values() if m.target == "submitted"]
    assert {source for m in into for source in m.sources} == {"gatekeeping", "cleared"}


def test_an_answered_recommendation_must_be_fed_back_in_time() -> None:
    for state in ("decided", "delivered"):
        due = flow.RECOMMENDATION.states[state].due
        assert due is not None and due.param == "outcomes.feed_back_within"


def test_only_departments_decide_and_deliver() -> None:
    """No person of the committee may write down for a department whether it took something up."""
    for name in ("decide", "deliver", "rehandle", "recall", "settle"):
        assert flow.RECOMMENDATION.moves[name].clock


@pytest.mark.parametrize("model", [Document, Instruction, Recommendation, FeedbackList, LookBack])
def test_every_kind_is_registered_with_words(model: type) -> None:
    kind = moves.kind_of(model)
    assert set(kind.flow.moves) <= set(kind.words)
    assert all(str(kind.words[name].said) for name in kind.flow.moves)


def test_diagrams_draw() -> None:
    assert all(table.diagram().startswith("stateDiagram-v2") for table in FLOWS)
