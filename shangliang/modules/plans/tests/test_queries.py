"""What the questions answer, and what they cost."""

from datetime import date, timedelta

from shangliang.kernel import journal
from shangliang.kernel.models import Parameter
from shangliang.modules.org.models import Unit
from shangliang.modules.plans import queries, services
from shangliang.modules.plans.models import Plan
from shangliang.modules.plans.tests import given
from tests.world import World

ON = date(2026, 3, 2)


def full(world: World) -> Plan:
    """Four items in April, June and June, one of them not about people's lives; one dropped in July."""
    plan = given.plan(world)
    given.item(world, plan, month=6, supervising=True)
    given.item(
        world, plan, about=given.topic(world, "公交末班车", field="交通运输", origin="recommended"), month=4
    )
    given.item(world, plan, about=given.topic(world, "营商环境", field="经济发展", origin="pointed"), month=6)
    given.item(
        world, plan, about=given.topic(world, "招商政策", field="党务政务", origin="pointed"), month=11
    )
    dropped = given.item(world, plan, about=given.topic(world, "夜市", field="城市管理"), month=7)
    given.move(world, dropped, "drop", "wang", "另有安排")
    return plan


def test_the_calendar_has_twelve_months_and_its_gaps(world: World) -> None:
    slots = queries.calendar(full(world), ON)
    assert [s.month for s in slots] == list(range(1, 13))
    assert [(s.month, len(s.items)) for s in slots if s.items] == [(4, 1), (6, 2), (11, 1)]
    assert [s.month for s in slots if s.past] == [1, 2]
    assert [s.month for s in slots if s.current] == [3]
    assert [s.month for s in slots if s.gap] == [3, 5, 7, 8, 9, 10, 12]


def test_last_years_months_are_past_and_next_years_are_gaps(world: World) -> None:
    assert all(s.past and not s.gap for s in queries.calendar(given.plan(world, 2025), ON))
    assert all(s.gap for s in queries.calendar(given.plan(world, 2027), ON))


def test_the_share_of_livelihood_items_is_measured_against_the_units_parameter(world: World) -> None:
    plan = full(world)
    share = queries.livelihood(plan, ON)
    assert (share.count, share.total, share.percent, share.wanted, share.hint) == (2, 4, 50, 50, "")
    Parameter.objects.create(
        path="001.", name="plans.livelihood_share", value=60, starts_on=ON, reason="民生过半"
    )
    share = queries.livelihood(plan, ON)
    assert share.hint == "民生题目还不到 60%：现有 2 个，按 4 个题目算还差 1 个"
    assert queries.livelihood(plan, ON - timedelta(days=1)).hint == ""


def test_an_empty_plan_has_no_share(world: World) -> None:
    share = queries.livelihood(given.plan(world), ON)
    assert (share.percent, share.hint) == (0, "")


def test_sources_name_also_those_without_items(world: World) -> None:
    found = {s.label: s.count for s in queries.sources(queries.items(full(world)))}
    assert found == {"党政点题": 2, "委员荐题": 1, "群众出题": 1, "部门出题": 0, "再商量": 0}


def test_needs_lead_step_by_step_to_the_issue(world: World) -> None:
    plan = given.plan(world)
    assert [(n.step, n.reasons) for n in queries.needs(plan, world.now)] == [
        ("开始座谈", ("计划里还没有题目",)),
        ("提请党组研究", ("还没有座谈：民主党派、工商联和人民团体、县（市、区）政协、党政部门",)),
        ("联合印发", ("还没有会签：市委办、市政府办、市政协办",)),
    ]
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    assert [n.step for n in queries.needs(plan, world.now)] == ["联合印发"]
    given.signed(world, plan)
    assert queries.needs(plan, world.now) == []
    services.issue(plan, actor=world.actor("wang"), at=world.now)
    assert queries.needs(plan, world.now) == []


def test_the_way_tells_who_brought_it_where(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.approved(world, given.talked(world, plan))
    way = queries.way(plan, journal.story("plan", plan.pk))
    assert [(s.label, s.place, s.who) for s in way] == [
        ("征题", "passed", "王秀兰"),
        ("三轮座谈", "passed", "王秀兰"),
        ("党组研究", "passed", "王秀兰"),
        ("党委审定", "passed", "陈立群"),
        ("三办会签", "here", "赵国栋"),
        ("联合印发", "ahead", ""),
    ]


def test_an_issued_plan_has_passed_every_station(world: World) -> None:
    plan = given.issued(world)
    assert {s.place for s in queries.way(plan, journal.story("plan", plan.pk))} == {"passed"}


def test_offices_come_in_the_order_of_the_paper(world: World) -> None:
    plan = given.plan(world)
    given.item(world, plan)
    given.signed(world, given.approved(world, given.talked(world, plan)), without="yao")
    assert [(str(o.unit), o.valid) for o in queries.offices(plan)] == [
        ("市委办", True), ("市政府办", True), ("市政协办", False),
    ]  # fmt: skip


def test_a_county_without_offices_says_so(world: World) -> None:
    county = given.plan(world, unit="lanxi", who="gao")
    assert [o.unit for o in queries.offices(county)] == [None, None, None]


def test_topics_are_offered_best_first_and_only_when_filed(world: World) -> None:
    plan = given.plan(world)
    low = given.topic(world, "低分", marks=(1, 1, 1))
    high = given.topic(world, "高分", marks=(5, 5, 5))
    given.item(world, plan, about=given.topic(world, "已列入", marks=(5, 5, 5)))
    assert list(queries.choosable(plan)) == [high, low]
    assert not queries.choosable(given.plan(world, unit="lanxi", who="gao")).exists()


def test_the_document_is_plain_data(world: World) -> None:
    plan = full(world)
    paper = queries.document(plan)
    assert paper.issuers == ("中共云川市委办公室", "云川市人民政府办公室", "云川市政协办公室")
    assert [(r.number, r.month, r.title) for r in paper.lines] == [
        (1, 4, "公交末班车"), (2, 6, given.ELEVATORS), (3, 6, "营商环境"), (4, 11, "招商政策"),
    ]  # fmt: skip
    line = paper.lines[1]
    assert (line.type, line.leader, line.committee, line.departments) == (
        "专题协商会",
        "陈立群",
        "社法委",
        "市住建局",
    )
    assert (line.source, line.livelihood, line.supervising, line.state) == ("群众出题", True, True, "拟列入")


def test_rows_fit_their_headings(world: World) -> None:
    rows = queries.as_rows(queries.lines(queries.items(full(world))))
    assert len(rows) == 5
    assert {len(r) for r in rows} == {len(queries.headings())}


def test_found_shows_the_public_what_is_issued(world: World) -> None:
    plan = given.plan(world)
    item = given.item(world, plan)
    found = queries.found(item)
    assert found is not None
    assert not found.public
    given.issued(world, plan)
    for thing in (given.again(item), given.again(plan)):
        found = queries.found(thing)
        assert found is not None
        assert found.public
    given.move(world, given.again(item), "drop", "wang", "另有安排")
    assert queries.found(given.again(item)) is None


def test_prices_do_not_grow_with_the_items(world: World, django_assert_num_queries) -> None:
    plan = full(world)
    given.issued(world, plan)
    plan = Plan.objects.select_related("unit").get(pk=plan.pk)
    with django_assert_num_queries(2):
        rows = queries.items(plan)
        queries.as_rows(queries.lines(rows))
    with django_assert_num_queries(0):
        queries.calendar(plan, ON, rows)
        queries.sources(rows)
    with django_assert_num_queries(1):
        queries.livelihood(plan, ON, rows)
    with django_assert_num_queries(2):
        queries.offices(plan)
    with django_assert_num_queries(1):
        [(t.label, t.round and t.round.person.name) for t in queries.talks(plan)]
    with django_assert_num_queries(1):
        [(c.item.title, c.person.name) for c in queries.changes(plan)]
    with django_assert_num_queries(3):
        queries.document(plan)
    with django_assert_num_queries(1):
        [(p.unit.short, p.item_count) for p in queries.board(Plan.objects.all())]


def test_the_board_counts_what_lives(world: World) -> None:
    full(world)
    row = queries.board(Plan.objects.all()).get()
    assert (row.item_count, row.held_count, row.livelihood_count) == (4, 0, 2)


def test_years_of_one_unit_newest_first(world: World) -> None:
    plan = given.plan(world)
    given.plan(world, 2025)
    given.plan(world, 2026, unit="lanxi", who="gao")
    assert [p.year for p in queries.years(plan)] == [2026, 2025]


def test_only_offices_right_under_the_unit_sign(world: World) -> None:
    plan = given.plan(world)
    Unit.objects.create(
        name="澜溪县委办", short="澜溪县委办", code="lanxi-party", path=world.units["lanxi"].path + "099.",
        level="county", kind="party",
    )  # fmt: skip
    assert [u.code for u in queries.joint_offices(plan)] == ["o-party", "o-government", "o-cppcc"]
