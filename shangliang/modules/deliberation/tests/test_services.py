from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from shangliang.kernel import merkle, moves, sweeper
from shangliang.kernel.access import PUBLIC
from shangliang.kernel.models import Entry, Notice
from shangliang.modules.deliberation import queries, services
from shangliang.modules.deliberation.models import Board, Cast, Chart, Seal, Statement
from shangliang.modules.deliberation.tests import given
from shangliang.modules.gatherings.tests import given as gatherings
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_board_opens_with_statements_and_closes_by_the_clock(world: World) -> None:
    board = given.board(world, seeds=("只有一条",))
    with pytest.raises(moves.Refused, match="至少要有"):
        services.open_board(board, actor=world.actor("wang"), at=world.now)
    made = services.sow(
        board, seeds=["第二条", "第二条", "只有一条", "第三条"], actor=world.actor("wang"), at=world.now
    )
    assert [s.number for s in made] == [2, 3] and {s.state for s in made} == {"shown"}
    services.open_board(board, actor=world.actor("wang"), at=world.now)
    list(sweeper.sweep(at=board.closes_at + timedelta(minutes=1)))
    board.refresh_from_db()
    assert board.state == "closed"


def test_who_may_answer_is_the_boards_own_word(world: World) -> None:
    head = given.device(1)
    for voters, allowed in {
        "anybody": {"public", "lin", "hou"}, "signed_in": {"lin", "hou"}, "members": {"lin"},
    }.items():  # fmt: skip
        board = given.opened(world, voters=voters)
        statement = board.statements.first()
        actors = {"public": PUBLIC, "lin": world.actor("lin"), "hou": world.actor("hou")}
        for who, actor in actors.items():
            if who in allowed:
                given.cast(world, statement, 1, head, actor=actor)
            else:
                with pytest.raises(moves.NotAllowed):
                    given.cast(world, statement, 1, head, actor=actor)


def test_invited_ones_answer_on_the_board_of_their_gathering(world: World) -> None:
    topic = gatherings.topic(world)
    with pytest.raises(moves.Refused, match="先选是哪次协商"):
        given.board(world, topic=topic, voters="invited")
    meeting = gatherings.ready(world, topic)
    with pytest.raises(moves.Refused, match="不是商量这个议题的"):
        given.board(world, topic=gatherings.topic(world, "路灯"), gathering=meeting)
    board = given.opened(world, topic=topic, gathering=meeting, voters="invited")
    given.cast(world, board.statements.first(), 1, "", actor=world.actor("lin"))
    with pytest.raises(moves.NotAllowed):
        given.cast(world, board.statements.first(), 1, "", actor=world.actor("deng"))


def test_the_last_answer_counts_and_the_same_one_sent_again_is_one(world: World) -> None:
    board = given.opened(world)
    first, second = board.statements.all()[:2]
    token = uuid.uuid4()
    one = given.cast(world, first, 1, given.device(1), token=token)
    again = given.cast(world, first, 1, given.device(1), token=token)
    assert one.pk == again.pk
    with pytest.raises(moves.Stale):
        given.cast(world, second, 1, given.device(1), token=token)  # the token stands for something else
    given.cast(world, first, -1, given.device(1))
    given.cast(world, first, 0, given.device(2))
    assert queries.tallies(board) == {first.pk: (0, 1, 1)}
    assert Cast.objects.count() == 3 and board.heads.count() == 2


def test_nothing_comes_in_once_the_board_is_closed_or_the_statement_hidden(world: World) -> None:
    board = given.opened(world)
    first, second = board.statements.all()[:2]
    services.hide(first, why="含有个人电话", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Stale):
        given.cast(world, first, 1, given.device(1))
    moves.make(board, "close", actor=world.actor("wang"), at=world.now, note="人都到齐了")
    with pytest.raises(moves.NotAllowed):
        given.cast(world, second, 1, given.device(1))
    voter = board.heads.create(head=given.device(2), at=world.now)
    assert services.take([services.Answer(voter.pk, second.pk, 1, uuid.uuid4(), world.now)]) == [None]


def test_many_answers_at_once_and_each_says_whether_it_was_taken(world: World) -> None:
    board, other = given.opened(world), given.opened(world)
    statements = list(board.statements.all())
    voter = board.heads.create(head=given.device(1), at=world.now)
    tokens = [uuid.uuid4() for _ in statements]
    batch = [
        services.Answer(voter.pk, s.pk, 1, t, world.now) for s, t in zip(statements, tokens, strict=True)
    ]
    stranger = services.Answer(voter.pk, other.statements.first().pk, 1, uuid.uuid4(), world.now)
    unknown = services.Answer(0, statements[0].pk, 1, uuid.uuid4(), world.now)
    got = services.take([*batch, batch[0], stranger, unknown])
    assert None not in got[: len(batch)] and got[len(batch)] == got[0] and got[-2:] == [None, None]
    assert services.take(batch) == got[: len(batch)]


def test_answers_are_only_ever_added(world: World) -> None:
    board = given.opened(world)
    cast = given.cast(world, board.statements.first(), 1, given.device(1))
    for change in ("UPDATE deliberation_cast SET value = -1", "DELETE FROM deliberation_cast"):
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{change} WHERE id = %s", [cast.pk])
    with pytest.raises(IntegrityError), transaction.atomic():
        Cast.objects.create(
            board=board, voter=cast.voter, statement=cast.statement, value=7, token=uuid.uuid4(), at=world.now
        )


def test_sealed_answers_can_be_checked_by_whoever_gave_them(world: World) -> None:
    board = given.opened(world)
    given.two_camps(world, board, each=3)
    one, *none = services.seal(board, at=world.now)
    assert not none and one.count == 24 and services.seal(board, at=world.now) == []
    entry = Entry.objects.get(kind="board", ref=board.pk, verb="seal")
    assert entry.facts == {"seal": 1, "answers": 24, "top": one.top}
    late = given.cast(world, board.statements.first(), 0, given.device(1000))
    mine = queries.receipts(late.voter)
    assert mine[0].seal is None and mine[0].counts
    sealed = [r for r in mine if r.seal]
    assert len(sealed) == 4 and [r.counts for r in sealed].count(False) == 1
    for r in sealed:
        path = [bytes.fromhex(h) for h in r.path]
        assert merkle.holds(
            merkle.leaf(r.line.encode()), r.cast.place, one.count, path, bytes.fromhex(one.top)
        )
        changed = r.line.replace(f"value {r.cast.value}", "value 9")
        assert not merkle.holds(
            merkle.leaf(changed.encode()), r.cast.place, one.count, path, bytes.fromhex(one.top)
        )
    assert services.seal_all(world.now) == 1
    with pytest.raises(ProgrammingError), transaction.atomic():
        Cast.objects.filter(seal=one).update(seal=Seal.objects.get(number=2))
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE deliberation_cast SET seal_id = NULL, place = NULL")


def test_a_statement_is_screened_in_the_open(world: World) -> None:
    board = given.opened(world)
    said = given.put(world, board, "物业费也要一起商量", actor=world.actor("lin"), head="")
    assert (said.state, said.number) == ("waiting", 5)
    assert (
        given.put(world, board, "物业费也要一起商量", actor=world.actor("lin"), head="", token=said.token)
        == said
    )
    with pytest.raises(moves.Refused, match="请写明为什么不展示"):
        services.hide(said, why=" ", actor=world.actor("wang"), at=world.now)
    services.hide(said, why="与议题无关", actor=world.actor("wang"), at=world.now)
    [trace] = queries.traces(board)
    assert (trace.number, trace.why) == (5, "与议题无关")
    services.restore(said, why="补充说明后有关", actor=world.actor("wang"), at=world.now)
    assert queries.traces(board) == [] and Statement.objects.get(pk=said.pk).state == "shown"
    gatherings.followed(world)
    told = Notice.objects.filter(person=world.people["lin"]).values_list("text", flat=True)
    assert any("不展示" in t for t in told)


def test_what_is_not_screened_first_is_shown_at_once(world: World) -> None:
    board = given.opened(world, screened=False)
    said = given.put(world, board)
    assert said.state == "shown"
    reason = services.reason(
        said, side="against", text="太贵", token="r1", actor=PUBLIC, head=given.device(3), at=world.now
    )
    assert reason.state == "shown" and queries.reasons_of(said) == [reason]


def test_the_same_words_twice_telephone_numbers_and_floods_are_kept_out(world: World) -> None:
    board = given.opened(world)
    with pytest.raises(moves.Refused, match="一模一样"):
        given.put(world, board, given.SEEDS[0])
    assert "13800138000" not in given.put(world, board, "打我电话 13800138000 商量").text
    head = given.device(77)
    for _ in range(20):
        given.put(world, board, head=head)
    with pytest.raises(moves.Refused, match="等审看"):
        given.put(world, board, head=head)
    closed = given.opened(world, may_add=False)
    with pytest.raises(moves.Refused, match="不收新看法"):
        given.put(world, closed)


def test_a_board_ends_only_when_every_statement_has_its_answer(world: World) -> None:
    board = given.opened(world)
    asked = given.put(world, board, "请先公示账目", actor=world.actor("lin"), head="")
    moves.make(board, "close", actor=world.actor("wang"), at=world.now, note="大家都表态了")
    with pytest.raises(moves.Refused) as refused:
        services.conclude(board, conclusion="按楼层分摊", actor=world.actor("wang"), at=world.now)
    assert "1 条看法没有审看" in str(refused.value) and "4 条看法没有写明" in str(refused.value)
    services.show(asked, actor=world.actor("wang"), at=world.now)
    asked.board.refresh_from_db()
    services.answer(asked, what="adopted", why="下月起公示", actor=world.actor("wang"), at=world.now)
    rest = services.answer_rest(
        board, what="partly", why="写进实施方案", actor=world.actor("wang"), at=world.now
    )
    assert rest == 4
    services.conclude(board, conclusion="按楼层递增分摊，账目公示。", actor=world.actor("wang"), at=world.now)
    assert Board.objects.get(pk=board.pk).state == "concluded"
    gatherings.followed(world)
    assert Notice.objects.filter(person=world.people["lin"], text__contains="采纳").exists()


def test_the_map_finds_two_camps_and_what_they_share(world: World) -> None:
    board = given.opened(world, seeds=tuple(f"第{n}条看法" for n in range(1, 9)))
    given.two_camps(world, board, each=15)
    made = services.redraw(board, at=world.now)
    assert made and (made.votes, made.people, made.groups) == (240, 30, 2)
    face = queries.face_of(board, voter_id=board.heads.first().pk)
    assert sorted(face.sizes) == [15, 15] and len(face.points) == 30 and face.me
    assert [r.statement.number for r in face.shared] == [8]
    assert face.dividing[0].split == 100
    assert services.redraw_stale(world.now) == 0
    given.cast(world, board.statements.first(), 0, given.device(1))
    assert services.redraw_stale(world.now) == 1
    second = Chart.objects.get(number=2)
    assert second.data["started_from"] == made.sha256


def test_the_same_answers_give_the_same_map(world: World) -> None:
    board = given.opened(world)
    given.two_camps(world, board)
    first = services.redraw(board, at=world.now)
    Chart.objects.all().delete()
    again = services.redraw(board, at=world.now)
    assert first and again and (first.sha256, first.data) == (again.sha256, again.data)


def test_parts_of_fewer_than_ten_are_not_told(world: World) -> None:
    board = given.opened(world)
    statements = list(board.statements.all())
    sizes = {"d-housing": 12, "d-education": 11, "d-transport": 3}
    n = 0
    for code, many in sizes.items():
        for _ in range(many):
            n += 1
            voter = board.heads.create(head=given.device(n), place=world.units[code], at=world.now)
            services.take([services.Answer(voter.pk, s.pk, 1, uuid.uuid4(), world.now) for s in statements])
    told, few = queries.by_part(board, "place")
    # Three alone would be told by taking the others from all: the smaller of the others is not told either.
    assert [p.people for p in told] == [12] and few == 14
    assert told[0].shares == {s.pk: 100 for s in statements}


def test_the_next_statement_is_one_not_answered_yet_and_stays_the_same(world: World) -> None:
    board = given.opened(world)
    head = given.device(5)
    first = queries.turn(board, None, head=head)
    assert first.statement and first == queries.turn(board, None, head=head) and first.left == 4
    for _ in range(4):
        voter = board.heads.filter(head=head).first()
        now = queries.turn(board, voter, head=head)
        assert now.statement
        given.cast(world, now.statement, 1, head)
    over = queries.turn(board, board.heads.get(head=head), head=head)
    assert over.statement is None and over.answered == over.shown == 4


def test_a_convener_runs_a_board_and_a_board_ends_later_than_now(world: World) -> None:
    topic = gatherings.topic(world)
    meeting = gatherings.ready(world, topic)
    made = given.board(world, who="chen", topic=topic, gathering=meeting)
    services.open_board(made, actor=world.actor("chen"), at=world.now)
    with pytest.raises(moves.NotAllowed):
        given.board(world, who="lin", topic=topic)
    with pytest.raises(moves.Refused, match="截止时间要晚于现在"):
        given.board(world, topic=topic, closes_at=world.now)
