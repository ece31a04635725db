"""Minutes from the record: by one press, again after more record, and never over what somebody wrote."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shangliang.kernel import journal, moves
from shangliang.modules.gatherings import services as gathered
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Section
from shangliang.modules.minutes.queries import sources
from shangliang.modules.minutes.services import editing
from shangliang.modules.minutes.tests import given
from tests.world import World


def test_everything_in_the_record_becomes_an_item_with_its_source(world: World) -> None:
    paper = given.assembled(world)
    items = queries.items(paper)
    said = {i.title or i.key: i for i in items}
    assert [p.section for p in queries.parts(items)] == [
        "attendance", "visit", "agenda", "opinion", "consensus", "open",
    ]  # fmt: skip
    assert "2026年3月9日 12:00—14:00，文华社区议事室，召集人陈立群。" in said["时间和地点"].text
    assert said["人数"].text == "应到 4 人，到会 3 人。未到 1 人。"
    assert said["基层群众代表"].inside and not said["政协委员"].inside
    assert said["专家学者"].text == "未到：顾维（省建筑设计院高级工程师）。"
    assert "（计划12:00起 20 分钟）。" in given.item(paper, "agenda").text
    answer = said["市住建局 侯明亮答"]
    assert answer.office == world.units["d-housing"] and answer.link.endswith(
        f"#opinion-{answer.opinion.replies_to_id}"
    )
    agreed = given.item(paper, "consensus")
    assert (
        "责任单位：市住建局；时限：2026年5月1日" in agreed.text and "依据：林晓梅的 1 条意见。" in agreed.text
    )
    assert agreed.office == world.units["d-housing"]
    assert "夜市太吵" in given.item(paper, "open").text and given.item(paper, "open").inside
    assert all(i.link for i in items)


def test_the_agenda_tells_how_long_each_part_took(world: World) -> None:
    gathering = gatherings.sitting(world)
    begun = gatherings.the_day(world)
    for order, minutes in ((1, 3), (2, 30)):
        part = gathering.agenda.select_related("gathering").get(order=order)
        gathered.open_part(part, actor=world.actor("wang"), at=begun + timedelta(minutes=minutes))
    paper = given.assembled(world, gathering)
    first, second, third, _fourth = queries.parts(queries.items(paper))[2].items
    assert "实际12:03起 27 分钟" in first.text and "实际12:30起" in second.text
    assert "12:40起 20 分钟）。" in third.text


def test_once_more_brings_only_what_is_new(world: World) -> None:
    gathering = given.held(world)
    paper, first = services.assemble(gathering, **given.by(world))
    again, nothing = services.assemble(gathering, **given.by(world))
    assert again.pk == paper.pk and first.added == paper.items.count()
    assert (nothing.added, nothing.changed, nothing.waiting, nothing.gone) == (0, 0, 0, 0)
    assert paper.versions.count() == 1
    assert [e.verb for e in journal.story("minutes", paper.pk)] == ["begin", "assemble"]
    gatherings.said(world, gathering, text="一楼要有补偿。", token="late")
    _paper, more = services.assemble(gathering, **given.by(world))
    # Who spoke is counted once more under what nobody has taken up yet.
    assert more.added == 2 and paper.treatments.count() == 3 and paper.versions.count() == 2


def test_what_nobody_touched_follows_the_record(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    gathered.correct(item.opinion, text="费用按楼层递增分摊，一楼二楼不出钱。", **given.by(world))
    _paper, done = services.assemble(paper.gathering, **given.by(world))
    assert done.changed == 1 and given.fresh(item).text == "费用按楼层递增分摊，一楼二楼不出钱。"
    assert given.fresh(item).revision == item.revision + 1


def test_an_edited_item_is_never_overwritten(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text="建议费用按楼层递增。", revision=item.revision, **given.by(world))
    gathered.correct(item.opinion, text="费用按楼层递增，一楼二楼不出钱。", **given.by(world))
    for _twice in range(2):
        _paper, done = services.assemble(paper.gathering, **given.by(world))
        now = given.fresh(item)
        assert done.waiting == 1 and now.text == "建议费用按楼层递增。" and "一楼二楼" in now.fresh
    with pytest.raises(moves.Refused, match="记录后来变了"):
        services.circulate(paper, **given.by(world))
    services.decide(now, take=False, revision=now.revision, **given.by(world))
    assert given.fresh(item).text == "建议费用按楼层递增。" and not given.fresh(item).fresh
    _paper, done = services.assemble(paper.gathering, **given.by(world))
    assert done.waiting == 0
    with pytest.raises(moves.Stale, match="已经定过"):
        services.decide(given.fresh(item), take=True, revision=now.revision, **given.by(world))


def test_the_newer_words_of_the_record_are_taken_when_a_person_says_so(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    edited = services.edit_item(item, text="建议费用按楼层递增。", revision=item.revision, **given.by(world))
    gathered.correct(item.opinion, text="一楼二楼不出钱。", **given.by(world))
    services.assemble(paper.gathering, **given.by(world))
    services.decide(edited, take=True, revision=edited.revision, **given.by(world))
    now = given.fresh(item)
    assert (now.text, now.edited, now.fresh) == ("一楼二楼不出钱。", False, "") and now.revision == 3


def test_what_the_record_no_longer_has(world: World) -> None:
    gathering = gatherings.sitting(world)
    lost = gatherings.said(world, gathering, text="小区围墙边的夜市太吵，孩子睡不着觉。")
    paper = given.assembled(world, gathering)
    note = given.item(paper, "open")
    edited = services.edit_item(note, text="夜市的事另议。", revision=1, **given.by(world))
    gatherings.said(world, gathering, "head", "夜市十点收摊。", replies_to=lost)
    _paper, done = services.assemble(gathering, **given.by(world))
    assert done.gone == 1 and given.fresh(edited).gone
    services.decide(edited, take=True, revision=edited.revision, **given.by(world))
    assert not paper.items.filter(section=Section.OPEN).exists()


def test_what_the_record_no_longer_has_and_nobody_touched_goes(world: World) -> None:
    gathering = gatherings.sitting(world)
    asked = gatherings.said(world, gathering, text="小区围墙边的夜市太吵，孩子睡不着觉。")
    paper = given.assembled(world, gathering)
    assert paper.items.filter(section=Section.OPEN).count() == 1
    gatherings.said(world, gathering, "head", "夜市十点收摊。", replies_to=asked)
    _paper, done = services.assemble(gathering, **given.by(world))
    assert (done.dropped, done.gone) == (1, 0) and not paper.items.filter(section=Section.OPEN).exists()


def test_who_assembles_and_when(world: World) -> None:
    gathering = gatherings.noticed(world)
    with pytest.raises(moves.Stale, match="已通知"):
        services.assemble(gathering, **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.assemble(given.held(world), **given.by(world, "chen"))
    done = given.settled(world)
    with pytest.raises(moves.Stale, match="先收回"):
        services.assemble(done.gathering, **given.by(world))
    moves.make(given.fresh(done), "reopen", note="漏了一条", **given.by(world))
    paper, _done = services.assemble(done.gathering, **given.by(world))
    assert paper.state == "circulating"


def test_words_are_edited_with_care(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text="请打 13912345678。", revision=item.revision, **given.by(world))
    assert given.fresh(item).text == "请打 139****5678。"
    with pytest.raises(moves.Stale, match="已有人改过"):
        services.edit_item(item, text="别的说法", revision=1, **given.by(world))
    with pytest.raises(moves.Refused, match="请写内容"):
        services.edit_item(item, text=" ", revision=2, **given.by(world))
    with pytest.raises(moves.Refused, match="不能删去"):
        services.remove_item(item, revision=2, **given.by(world))
    with pytest.raises(moves.NotAllowed):
        services.edit_item(item, text="x", revision=2, **given.by(world, "lin"))


def test_something_is_added_once_and_taken_away(world: World) -> None:
    paper = given.assembled(world)
    terms = {"title": "主持人小结", "text": "下月再议一次。", "token": "form-1"}
    made = services.add_item(paper, **terms, **given.by(world))
    assert services.add_item(paper, **terms, **given.by(world)).pk == made.pk
    assert made.free and queries.items(paper)[-1].pk == made.pk
    services.remove_item(made, revision=1, **given.by(world))
    assert not paper.items.filter(pk=made.pk).exists() and paper.versions.count() == 3


def test_another_source_is_one_more_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def speeches(room: object) -> list[queries.Piece]:
        return [queries.Piece("speech:1", Section.SPEECH, "发言三分钟。", "林晓梅")]

    monkeypatch.setattr(sources, "SOURCES", (*sources.SOURCES, speeches))
    paper = given.assembled(world)
    assert given.item(paper, "speech").text == "发言三分钟。"
    parts = [p.section for p in queries.parts(queries.items(paper))]
    assert parts.index("speech") < parts.index("opinion")


def test_what_was_kept_inside_is_not_published_by_a_page_opened_before(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    services.edit_item(item, text=item.text, revision=1, inside=True, **given.by(world))
    with pytest.raises(moves.Stale):
        services.edit_item(item, text="一楼住户不出钱。", revision=1, inside=False, **given.by(world))
    assert given.fresh(item).inside


def test_what_is_added_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "MOST_FREE", 2)
    paper = given.assembled(world)
    for words in ("一。", "二。"):
        services.add_item(paper, title="", text=words, **given.by(world))
    with pytest.raises(moves.Refused, match="最多 2 条"):
        services.add_item(paper, title="", text="三。", **given.by(world))
