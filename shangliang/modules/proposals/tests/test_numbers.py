"""Numbers and sessions: invariant 1 (DOMAIN 0.2)."""

from __future__ import annotations

from datetime import date

import pytest

from shangliang.kernel import calendar, moves, params
from shangliang.kernel.text import spelled
from shangliang.modules.proposals import queries, services
from shangliang.modules.proposals.models import FILED
from shangliang.modules.proposals.tests import bare, given
from tests import given as kernel
from tests.world import World

pytestmark = pytest.mark.django_db


# --- invariant 1: numbers


def test_invariant_01_no_number_before_filing_and_unique_ones_after(world: World) -> None:
    first, second = given.filed(world), given.filed(world, title="关于公厕的提案")
    given.settle()
    assert (first.case_no, first.category_no, second.case_no, second.category_no) == (1, 1, 2, 2)
    other = given.filed(world, given.accepted(world, title="关于养老的提案", classed="民政劳动"))
    assert (other.case_no, other.category_no) == (3, 1)
    assert other.number == "政协云川市九届五次会议 第0003号（民政劳动类001号）"
    given.refused(second, case_no=1)
    given.refused(second, category_no=1)
    for column in ("case_no", "category_no", "filed_on", "category"):
        given.refused(first, **{column: None})
    given.refused(first, number="")
    given.refused(first, case_no=None, category_no=None, filed_on=None, number="")
    for state in sorted(set(queries.STAGES) - set(FILED) - {"withdrawn", "merged", "turned"}):
        waiting = kernel.in_state(world, "proposal", state)
        given.refused(
            waiting,
            case_no=77,
            category_no=77,
            category=bare.category(world),
            filed_on=date(2026, 3, 2),
            number="第77号",
        )
        assert (waiting.case_no, waiting.category_no, waiting.number) == (None, None, "")


def test_what_is_withdrawn_after_filing_keeps_its_number(world: World) -> None:
    proposal = given.filed(world)
    moves.make(proposal, "withdraw", actor=world.actor("lin"), at=world.now, note="已解决")
    given.settle()
    assert given.again(proposal).case_no == 1 and given.filed(world, title="关于公厕的提案").case_no == 2


def test_a_refused_filing_takes_no_number(world: World) -> None:
    early = given.accepted(world)
    given.said(world, early)
    with pytest.raises(moves.Refused, match="还要 1 人"):
        services.file(early, actor=world.actor("wang"), at=world.now)
    assert given.again(early).case_no is None and given.filed(world, title="关于公厕的提案").case_no == 1


def test_each_session_counts_for_itself(world: World) -> None:
    given.filed(world)
    given.session(
        world, 6, opens_on=date(2026, 12, 20), closes_on=date(2026, 12, 24), deadline=date(2026, 12, 23)
    )
    later = given.submitted(world, "关于公厕的提案", at=world.now + given.days(240))
    assert (str(later.session), later.timing, later.serial_no) == ("九届六次会议", "conference", 1)
    assert given.filed(world, later).number.startswith("政协云川市九届六次会议 第0001号")


def test_numbers_that_came_from_elsewhere_are_not_given_again(world: World) -> None:
    services.taken(given.session(world), serial=40, case=30, category=given.category(world), within=7)
    services.taken(given.session(world), case=12)
    proposal = given.filed(world)
    assert (proposal.serial_no, proposal.case_no, proposal.category_no) == (41, 31, 8)


def test_the_form_of_the_number_is_the_units(world: World) -> None:
    day = calendar.day_of(world.now)
    for name, new in (("number_form", "{term}·{meeting}"), ("case_digits", 5)):
        params.put(
            "001.",
            f"proposals.{name}",
            new=new,
            starts_on=day,
            reason="议定",
            actor=world.actor("wang"),
            at=world.now,
        )
    assert given.filed(world).number == "九·五第00001号（交通旅游类001号）"


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (9, "九"), (10, "十"), (14, "十四"), (20, "二十"), (21, "二十一")]
)
def test_terms_in_chinese_figures(number: int, said: str) -> None:
    assert spelled(number) == said


# --- the session and its timing


@pytest.mark.parametrize(
    ("on", "timing"),
    [
        (date(2025, 11, 28), None), (date(2025, 11, 29), "conference"), (date(2026, 2, 27), "conference"),
        (date(2026, 3, 3), "conference"), (date(2026, 3, 4), "ordinary"), (date(2026, 9, 1), "ordinary"),
    ],
)  # fmt: skip
def test_conference_or_ordinary(world: World, on: date, timing: str | None) -> None:
    session = given.session(world)
    chosen = queries.session_on(world.units["yunchuan"], on)
    assert (chosen and chosen.timing) == timing and (chosen is None or chosen.session == session)
