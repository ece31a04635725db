"""What is asked, and what it costs."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from shangliang.kernel.access import PUBLIC
from shangliang.modules.gatherings import queries, services
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.queries import catalogue
from shangliang.modules.gatherings.tests import given
from shangliang.modules.plans.models import EventType
from tests.world import World


def fresh(gathering: Gathering) -> Gathering:
    return Gathering.objects.select_related("unit", "topic", "convener").get(pk=gathering.pk)


def test_every_place_of_the_domain_has_its_template() -> None:
    assert set(queries.patterns()) == {
        "three-talks-seven-steps",
        "guiyang-loop",
        "rizhao",
        "jinan",
        "jiangsu",
        "micro",
        "lanzhou",
        "city",
    }
    seven = queries.pattern("three-talks-seven-steps")
    assert len(seven.steps) == 7 and len({s.phase for s in seven.steps}) == 3
    assert queries.pattern("micro").remind == () and queries.pattern("micro").visits == 0
    assert queries.pattern("gone").slug == "city"
    assert list(queries.kind_notes()) == EventType.values


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"steps": []}, "no steps"),
        ({"remind": ["moon"]}, "unknown reminders"),
        ({"slug": "other"}, "name of the file"),
        ({"visits": -1}, "visits"),
        ({"steps": [{"phase": "会前", "label": "x", "on": "sing"}]}, "unknown verbs"),
        ({"steps": [{"phase": "", "label": "x"}]}, "phase"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_wrong_template_does_not_load(tmp_path: Path, change: dict[str, object], said: str) -> None:
    good = json.loads((catalogue.DATA / "template-micro.json").read_text(encoding="utf-8"))
    path = tmp_path / "template-micro.json"
    path.write_text(json.dumps({**good, **change}), encoding="utf-8")
    with pytest.raises(queries.BadTemplate, match=said):
        catalogue._pattern(path)


def test_one_page_costs_nine_queries(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    gathering = fresh(given.concluded(world))
    with django_assert_num_queries(9):
        full = queries.room(gathering)
    with django_assert_num_queries(0):
        assert full.signed == 2 and len(full.by_capacity) == 4
        assert [(t.opinion.participant.name, len(t.replies)) for t in full.threads] == [("林晓梅", 1)]
        assert full.threads[0].replies[0].participant.unit.short == "市住建局"
        assert [o.participant.name for o in full.consensus[0].opinions.all()] == ["林晓梅"]
        assert [lamp.lit for lamp in queries.lamps(full.lights)] == [False] * 5


def test_the_list_costs_one_query_however_long(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        given.held(world)
    with django_assert_num_queries(1):
        rows = list(queries.newest(queries.filtered(Gathering.objects.all(), state="held")))
        assert [(g.invited, g.signed, g.said, g.lit, g.topic.title, str(g.unit)) for g in rows] == [
            (4, 2, 2, 0, given.LIFT, "市政协")
        ] * 3


def test_filters_of_the_list(world: World) -> None:
    here, there = given.noticed(world), given.ready(world, type="local", starts_at=None, ends_at=None)
    things = Gathering.objects.all()
    assert list(queries.filtered(things, month=date(2026, 3, 1))) == [here]
    assert not queries.filtered(things, month=date(2026, 4, 1)).exists()
    assert list(queries.filtered(things, type="local")) == [there]
    assert list(queries.filtered(things, topic=here.topic_id)) == [here]
    mine = {who: set(queries.filtered(things, mine=world.people[who].pk)) for who in ("lin", "chen", "deng")}
    assert mine == {"lin": {here, there}, "chen": {here, there}, "deng": set()}
    assert queries.month_of("2026-13") is None and queries.month_of("2026-03") == date(2026, 3, 1)


def test_the_pattern_of_the_year_counts_what_was_held(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    given.held(world)
    given.noticed(world, type="monthly")
    with django_assert_num_queries(1):
        counts = {c.type: c.held for c in queries.type_counts(Gathering.objects.all(), 2026)}
    assert counts["thematic"] == 1 and counts["monthly"] == 0 and len(counts) == len(EventType.values)


def test_the_console_costs_five_queries(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = given.sitting(world)
    services.sign_in(given.seat(gathering, "expert"), actor=world.actor("wang"), at=given.the_day(world))
    given.said(world, gathering)
    part = gathering.agenda.select_related("gathering").get(order=2)
    services.open_part(part, actor=world.actor("wang"), at=given.the_day(world))
    gathering = fresh(gathering)
    with django_assert_num_queries(5):
        seen = queries.console(gathering, at=given.the_day(world) + timedelta(minutes=23, seconds=59))
        assert seen.latest[0].participant.name == "林晓梅"
    assert seen.running == part and (seen.elapsed, seen.left) == (23, -3)
    assert (seen.signed, seen.said, seen.agreed) == (1, 1, 0)
    assert seen.participants[0].name == "顾维" and ("专家学者", 1, 1) in seen.by_capacity


def test_what_nobody_answered_is_named_before_the_minutes_are_settled(world: World) -> None:
    gathering = given.sitting(world)
    for capacity in ("member", "head"):
        services.sign_in(given.seat(gathering, capacity), actor=world.actor("wang"), at=given.the_day(world))
    fees = given.said(world, gathering, text="费用按楼层递增分摊，一楼不出钱。")
    given.said(world, gathering, "head", "一楼不出钱，市里每台补二十万。", replies_to=fees)
    alike = given.said(world, gathering, "grassroots", "费用按楼层分摊我同意，一楼不出钱。")
    lost = given.said(world, gathering, "grassroots", "小区围墙边的夜市太吵，孩子睡不着觉。")
    agreed = given.agreed(world, gathering, text="费用按楼层递增分摊，一楼不出钱", opinions=[fees])
    seen = queries.review(queries.room(fresh(gathering)))
    assert seen.open == [lost]
    [rest] = seen.resting
    assert (rest.consensus, rest.linked, rest.alike) == (
        agreed,
        [fees],
        [alike],
    ) and seen.without_source == []


def test_evidence_comes_from_the_record_where_it_can(world: World) -> None:
    full = queries.room(fresh(given.held(world)))
    assert queries.evidence_for("theme", full) == f"议题：{given.LIFT}"
    held = queries.evidence_for("consultation", full)
    assert "到会 2 人，记录意见 2 条，形成共识 1 项" in held and "文华社区议事室" in held
    assert queries.evidence_for("media", full) == ""
    assert queries.evidence_for("consultation", queries.room(fresh(given.ready(world)))) == ""


def test_the_ledger_costs_three_queries_however_long(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    done = given.held(world)
    services.light(
        done,
        kind="media",
        evidence="云川日报 3 月 10 日二版",
        actor=world.actor("wang"),
        at=given.the_day(world),
    )
    given.held(world)
    given.ready(world)
    with django_assert_num_queries(3):
        rows = list(queries.ledger(Gathering.objects.all()))
    assert len(rows) == 2 and {len(row) for row in rows} == {len(queries.LEDGER)}
    row = dict(zip([str(h) for h in queries.LEDGER], rows[0], strict=True))
    assert (row["委员人数"], row["部门人数"], row["群众人数"], row["到会合计"]) == (1, 1, 0, 2)
    assert (row["主要意见条数"], row["责任单位"], row["时限"]) == (2, "市住建局", "2026-05-01")
    assert (row["五个一"], row["报道"], row["来源"], row["状态"]) == (
        "1/5",
        "云川日报 3 月 10 日二版",
        "群众出题",
        "已举行，待纪要",
    )


def test_participants_for_a_sheet(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    gathering = given.held(world)
    with django_assert_num_queries(1):
        rows = list(queries.participant_rows(gathering))
    assert (
        len(rows) == 4
        and rows[0][:2] == ("林晓梅", "政协委员")
        and rows[0][4:] == ("2026-03-09 12:00", "代签", "", 1)
    )
    assert rows[2][4:] == ("", "", "", 0)


def test_reminders_follow_the_template(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = fresh(given.ready(world))
    with django_assert_num_queries(4):
        found = queries.reminders(gathering, at=world.now, has_material=True)
    # Fifteen working days before 9 March 2026, with the Spring Festival between (calendar: days-cn.csv).
    assert [(r.name, r.done, r.late) for r in found] == [
        ("notice", False, True),
        ("materials", True, False),
        ("minutes", False, False),
    ]
    assert found[2].on.isoformat() == "2026-03-18"
    assert (
        queries.reminders(fresh(given.ready(world, template="micro")), at=world.now, has_material=False) == []
    )


def test_the_sign_in_page_shows_surname_and_capacity_only(
    world: World, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    gathering = given.sitting(world)
    given.guest(world, gathering, "grassroots", "方建国")
    with django_assert_num_queries(1):
        faces = queries.faces(gathering)
    assert {(f.shown, f.capacity, f.twins) for f in faces} == {
        ("林**", "政协委员", False),
        ("侯**", "部门负责人", False),
        ("顾*", "专家学者", False),
        ("方**", "基层群众代表", True),
    }
    assert (
        queries.door(" " + gathering.sign_in_code.lower()) == gathering and queries.door("NOPENOPE") is None
    )


def test_who_is_of_the_house(world: World) -> None:
    gathering = given.noticed(world)
    inside = {
        who: queries.inside(gathering, world.actor(who))
        for who in ("wang", "chen", "lin", "zhao", "hou", "liu")
    }
    assert inside == dict.fromkeys(inside, True)
    assert [queries.inside(gathering, a) for a in (PUBLIC, world.actor("tang"), world.actor("luo"))] == [
        False
    ] * 3
    guest = given.seat(gathering, "grassroots")
    assert queries.shown_name(guest, True) == "方阿婆" and queries.shown_name(guest, False) == "方**"
    assert queries.shown_name(given.seat(gathering, "head"), False) == "侯明亮"


def test_search_finds_minutes_only_when_settled(world: World) -> None:
    gathering = given.held(world)
    services.write_minutes(gathering, text="还没有定", actor=world.actor("wang"), at=given.the_day(world))
    draft = queries.found(gathering)
    assert draft is not None and draft.public and "还没有定" not in draft.body
    given.conclude(world, gathering)
    settled = queries.found(gathering)
    assert settled is not None and "一个下午" in settled.body
    closed_door = queries.found(given.noticed(world, open_to_public=False))
    assert closed_door is not None and not closed_door.public
    cancelled = given.noticed(world)
    services.cancel(cancelled, note="不办了", actor=world.actor("wang"), at=world.now)
    assert queries.found(cancelled) is None


def test_names_that_two_people_bear_are_not_guessed(world: World) -> None:
    root = world.units["yunchuan"].path[:4]
    known = queries.persons_named(root, {"林晓梅", "没有这个人"})
    assert known == {"林晓梅": world.people["lin"]}


def test_units_and_people_for_the_forms(world: World) -> None:
    units = set(queries.preparing_units(world.actor("gao")).values_list("code", flat=True))
    assert {"lanxi", "liudi", "liudi-dong"} <= units and "yunchuan" not in units and "wangling" not in units
    assert not queries.preparing_units(world.actor("lin")).exists()
    root = world.units["yunchuan"].path[:4]
    assert world.people["liu"] in queries.guests(root, world.now.date())
    assert world.people["liu"] not in queries.conveners(root, world.now.date())
    assert {"d-housing", "liudi-dong"} <= set(queries.answerable(root).values_list("code", flat=True))


def test_attended_means_signed_in(world: World) -> None:
    gathering = given.held(world)
    ids = [world.people[who].pk for who in ("lin", "deng")]
    assert [p.gathering for p in queries.attended_by(ids)] == [gathering]


def test_a_calendar_entry_of_a_long_title(world: World) -> None:
    gathering = given.noticed(world, title="加装电梯；费用，怎么摊" * 8)
    text = queries.calendar_entry(gathering, "https://example.org/desk/gatherings/1/")
    assert "DTSTART:20260309T040000Z" in text and "DTEND:20260309T060000Z" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    with pytest.raises(ValueError, match="no calendar"):
        queries.calendar_entry(given.prepared(world, starts_at=None, ends_at=None), "")
