"""What comes back from a room without network: once, in its order, by the stated rules."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from shangliang.kernel import moves
from shangliang.kernel.models import Entry
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.tests import given as meetings
from shangliang.modules.kits import services
from shangliang.modules.kits.models import Carried, Matter
from shangliang.modules.kits.services import arriving, taking
from shangliang.modules.kits.tests import given
from shangliang.modules.kits.tests.given import entry, spoken, states
from tests.world import World

pytestmark = pytest.mark.django_db
NEW = {"name": "方小妹", "capacity": "grassroots", "standing": "文华社区"}


def of_gathering(verb: str) -> Entry:
    return Entry.objects.filter(kind="gathering", verb=verb).order_by("-pk")[0]


def test_a_whole_meeting_comes_back_once(world: World) -> None:
    taken = given.kit(world, meetings.noticed(world))
    g = taken.gathering
    person, said = entry(world, "person", NEW), entry(world, "opinion", spoken(taken, agenda=2))
    lines = [
        entry(world, "start", hours=0), entry(world, "part", {"order": 2}, hours=0.5), person,
        entry(world, "sign_in", {"participant": {"entry": str(person.id)}}), said,
        entry(world, "opinion", {"participant": {"entry": str(person.id)}, "text": "我同意"}),
        entry(world, "opinion", spoken(taken, "head", "市里补二十万。", replies_to={"entry": str(said.id)})),
        entry(world, "hands", {"question": "同意吗？", "options": ["同意", "不同意"], "counts": [7, 2]}),
        entry(world, "photo", {"title": "会场", "name": "a.jpg", "data": given.picture()}),
    ]  # fmt: skip
    first = given.back(world, taken, *lines)
    assert states(first) == ["kept"] * 9 and not any(r.again for r in first)
    again = given.back(world, taken, *lines, hours=6)
    assert states(again) == ["kept"] * 9 and all(r.again for r in again)
    assert [r.made for r in again] == [r.made for r in first]
    g.refresh_from_db()
    assert (
        g.state == "sitting" and g.opinions.count() == 3 and g.materials.count() == 1 and g.hands.count() == 1
    )
    assert g.participants.get(name="方小妹").signed_in_at == given.now(world)
    assert g.agenda.get(order=2).started_at == given.now(world, 0.5)
    assert g.opinions.get(text="市里补二十万。").replies_to.text == "费用按楼层递增分摊。"
    assert Carried.objects.count() == 9 and not Matter.objects.exists()


def test_the_journal_says_when_it_was_noted_and_when_it_arrived(world: World) -> None:
    taken = given.kit(world)
    given.back(world, taken, entry(world, "opinion", spoken(taken)))
    line = of_gathering("opine")
    assert line.at == given.now(world, 5) and line.facts["noted_at"] == given.now(world).isoformat()
    assert line.note == "没有网络时记于 2026-03-09 13:00，2026-03-09 17:00 送到"
    assert taken.gathering.opinions.get().at == given.now(world)


def test_what_speaks_of_an_entry_waits_for_it(world: World) -> None:
    taken = given.kit(world)
    person = entry(world, "person", NEW)
    signs = entry(world, "sign_in", {"participant": {"entry": str(person.id)}})
    assert states(given.back(world, taken, signs)) == ["waits"]
    assert states(given.back(world, taken, person, signs)) == ["kept", "kept"]


def test_what_is_wrong_with_one_is_no_matter_of_the_others(world: World) -> None:
    taken = given.kit(world)
    lines = [
        entry(world, "opinion", spoken(taken, text="  ")), entry(world, "opinion", spoken(taken, text="字" * 4001)),
        entry(world, "dance"), entry(world, "opinion", {"text": "没有人"}), entry(world, "part", {"order": "x"}),
        entry(world, "opinion", spoken(taken, text="好\x00")), entry(world, "photo", {"data": "不是照片"}),
        entry(world, "photo", {"data": "AAAA", "name": "a.exe"}), entry(world, "sign_in", {"participant": [1]}),
        entry(world, "hands", {"question": "？", "options": ["a", "b"], "counts": ["一", 2]}),
        entry(world, "hands", {"question": "？", "options": ["a", "b"], "counts": [-1, 2]}),
        entry(world, "opinion", {"participant": {"entry": "x"}, "text": "好"}),
        entry(world, "correct", {"opinion": 9**9, "text": "x"}),
        entry(world, "opinion", spoken(taken, text="这一条好好的")),
    ]  # fmt: skip
    found = given.back(world, taken, *lines)
    assert states(found[:5] + found[6:-1]) == ["refused"] * 12 and found[-1].state == "kept"
    assert all(r.words for r in found)
    assert Carried.objects.filter(kind="photo").count() == 0 and not Matter.objects.exists()


def test_other_words_under_the_same_number_are_not_taken(world: World) -> None:
    taken = given.kit(world)
    first = entry(world, "opinion", spoken(taken))
    given.back(world, taken, first)
    found = given.back(world, taken, entry(world, "opinion", spoken(taken, text="改了"), number=first.id))
    assert states(found) == ["refused"] and "更正" in found[0].words
    assert taken.gathering.opinions.get().text == "费用按楼层递增分摊。"
    corrected = entry(world, "correct", {"opinion": {"entry": str(first.id)}, "text": "改了"}, hours=2)
    assert states(given.back(world, taken, corrected)) == ["kept"]
    assert taken.gathering.opinions.get().text == "改了"


# --- the stated rules


def test_the_same_person_twice_is_one_and_a_namesake_is_asked_about(world: World) -> None:
    taken = given.kit(world)
    other = given.kit(world, taken.gathering, "chen")
    given.back(world, taken, entry(world, "person", NEW))
    assert states(given.back(world, taken, entry(world, "person", NEW))) == ["kept"]
    asks = entry(world, "person", NEW | {"standing": "五号楼"})
    found = given.back(world, taken, asks)
    assert states(found) == ["asks"] and [p.name for p in found[0].candidates] == ["方小妹"]
    there = taken.gathering.participants.get(name="方小妹")
    same = entry(world, "person", {**asks.content, "same_as": there.pk}, number=asks.id)
    assert given.back(world, taken, same)[0].made == {"participant": there.pk}
    another = entry(world, "person", {**NEW, "standing": "六号楼", "other": True})
    assert states(given.back(world, taken, another)) == ["kept"]
    assert Participant.objects.filter(gathering=taken.gathering, name="方小妹").count() == 2
    assert other.gathering_id == taken.gathering_id


def test_of_two_sign_ins_the_earlier_time_stands(world: World) -> None:
    taken = given.kit(world)
    lin = meetings.seat(taken.gathering, "member")
    gatherings.sign_in(lin, actor=world.actor("wang"), at=given.now(world, 2))
    given.back(world, taken, entry(world, "sign_in", {"participant": lin.pk}, hours=1))
    lin.refresh_from_db()
    assert lin.signed_in_at == given.now(world, 1)
    late = given.back(world, taken, entry(world, "sign_in", {"participant": lin.pk}, hours=3))
    assert late[0].words.endswith("早已签到")
    lin.refresh_from_db()
    assert lin.signed_in_at == given.now(world, 1)


def test_a_sign_in_that_was_taken_back_since_is_a_matter(world: World) -> None:
    taken = given.kit(world)
    lin = meetings.seat(taken.gathering, "member")
    gatherings.sign_in(lin, actor=world.actor("wang"), at=given.now(world, 1))
    gatherings.unsign(lin, note="签错了人", actor=world.actor("wang"), at=given.now(world, 2))
    assert states(given.back(world, taken, entry(world, "sign_in", {"participant": lin.pk}))) == ["matter"]
    lin.refresh_from_db()
    assert lin.signed_in_at is None


def test_a_part_begun_in_both_places_began_when_it_began_first(world: World) -> None:
    taken = given.kit(world)
    part = taken.gathering.agenda.select_related("gathering").get(order=1)
    gatherings.open_part(part, actor=world.actor("wang"), at=given.now(world, 2))
    given.back(
        world, taken, entry(world, "part", {"order": 1}, hours=1), entry(world, "part", {"order": 1}, hours=3)
    )
    part.refresh_from_db()
    assert part.started_at == given.now(world, 1)


@pytest.mark.parametrize("hours, shown", [(1, "网上后来改的"), (3, "本子上改的")])
def test_of_two_corrections_the_later_is_shown_and_both_are_kept(
    world: World, hours: int, shown: str
) -> None:
    taken = given.kit(world)
    opinion = meetings.said(world, taken.gathering)
    gatherings.correct(opinion, text="网上后来改的", actor=world.actor("wang"), at=given.now(world, 2))
    found = given.back(
        world, taken, entry(world, "correct", {"opinion": opinion.pk, "text": "本子上改的"}, hours=hours)
    )
    opinion.refresh_from_db()
    assert opinion.text == shown and states(found) == ["kept"]
    line = of_gathering("correct")
    assert "网上后来改的" in str(line.facts) or "本子上改的" in line.note
    assert line.facts["opinion"] == opinion.pk


def test_a_clock_that_is_wrong_is_put_right(world: World) -> None:
    at, since = given.now(world, 5), given.now(world, 0)
    noted = services.noted_of(given.now(world, 3), ahead=3600.0, since=since, at=at)
    assert (noted.on, noted.device) == (given.now(world, 2), given.now(world, 3))
    assert services.noted_of(at + timedelta(days=9), ahead=0, since=since, at=at).on == at
    assert services.noted_of(at - timedelta(days=9000), ahead=-9e9, since=since, at=at).on == since


def now_is(world: World, g: Gathering, how: str) -> None:
    """What somebody else made of the meeting, an hour after it was taken along."""
    wang, at = world.actor("wang"), given.now(world)
    fresh = lambda: Gathering.objects.get(pk=g.pk)  # noqa: E731
    if how == "cancelled":
        gatherings.cancel(fresh(), note="台风", actor=wang, at=at)
    if how in {"rescheduled", "put off"}:
        moves.make(fresh(), "reschedule", note="台风", actor=wang, at=at)
    if how == "put off":
        Gathering.objects.filter(pk=g.pk).update(starts_at=given.now(world, 50), ends_at=given.now(world, 52))
        moves.make(fresh(), "notice", actor=wang, at=at)
    if how in {"over", "concluded", "too late"}:
        gatherings.sign_in(meetings.seat(g, "member"), actor=wang, at=at)
        meetings.said(world, g)
        gatherings.end(fresh(), actor=wang, at=at)
    if how == "concluded":
        meetings.conclude(world, fresh())


@pytest.mark.parametrize("how", ["cancelled", "put off", "rescheduled", "concluded", "too late"])
def test_what_the_meeting_has_become_meanwhile_is_a_matter_for_a_person(world: World, how: str) -> None:
    g = meetings.sitting(world) if how in {"concluded", "too late"} else meetings.noticed(world)
    taken = given.kit(world, g)
    text = spoken(taken)
    now_is(world, g, how)
    found = given.back(world, taken, entry(world, "opinion", text), hours=24 * 5 if how == "too late" else 5)
    assert states(found) == ["matter"]
    matter = Matter.objects.get()
    assert matter.content == text and matter.reason and matter.person == world.people["wang"]
    again = given.back(world, taken, entry(world, "opinion", text, number=found[0].id))
    assert states(again) == ["matter"] and again[0].matter == matter.pk


def test_after_the_end_within_the_time_everything_is_taken_in(world: World) -> None:
    g = meetings.sitting(world)
    taken = given.kit(world, g)
    now_is(world, g, "over")
    person = entry(world, "person", NEW)
    lines = [
        entry(world, "start"), entry(world, "part", {"order": 1}), person,
        entry(world, "sign_in", {"participant": {"entry": str(person.id)}}), entry(world, "opinion", spoken(taken)),
        entry(world, "hands", {"question": "行吗？", "options": ["行", "不行"], "counts": [1, 0]}),
    ]  # fmt: skip
    assert states(given.back(world, taken, *lines, hours=48)) == ["kept"] * 6


def test_a_kit_past_its_time_brings_matters(world: World) -> None:
    taken = given.kit(world)
    assert states(
        given.back(world, taken, entry(world, "opinion", spoken(taken), hours=24 * 8), hours=24 * 9)
    ) == ["matter"]


def test_who_lost_the_right_meanwhile_loses_nothing(world: World) -> None:
    g = meetings.sitting(world)
    taken = given.kit(world, g, "chen")
    Gathering.objects.filter(pk=g.pk).update(convener=world.people["jiang"])
    world.people["chen"].seats.all().delete()
    lines = [
        entry(world, "opinion", spoken(taken)),
        entry(world, "photo", {"title": "门口", "data": given.picture()}),
    ]
    assert states(given.back(world, taken, *lines, who="chen")) == ["matter", "matter"]
    photo = Matter.objects.get(carried__kind="photo")
    assert photo.file is not None and "data" not in photo.content and photo.title == "照片 门口"
    assert photo.reason == "记的人没有做这一步的权限"  # whoever reads it may


def test_only_who_took_it_along_brings_it_back(world: World) -> None:
    taken = given.kit(world)
    with pytest.raises(moves.NotAllowed):
        given.back(world, taken, entry(world, "opinion", spoken(taken)), who="lin")
    mine = entry(world, "opinion", spoken(taken))
    given.back(world, taken, mine)
    hers = given.kit(world, taken.gathering, "chen")
    found = given.back(world, hers, mine, who="chen")
    assert states(found) == ["refused"] and taken.gathering.opinions.count() == 1


def test_only_what_is_coming_is_taken_along_and_by_who_runs_it(world: World) -> None:
    g = meetings.held(world)
    with pytest.raises(moves.Stale):
        given.kit(world, g)
    with pytest.raises(moves.NotAllowed):
        given.kit(world, meetings.sitting(world), "lin")


def test_a_clock_beyond_the_calendar_is_kept_readable(world: World) -> None:
    taken = given.kit(world)
    for moment, ahead in (("9999-12-31T23:59:59-12:00", -1e6), ("0001-01-01T00:00:00+14:00", 1000)):
        noted = services.noted_of(
            datetime.fromisoformat(moment), ahead=ahead, since=taken.taken_at, at=given.now(world, 5)
        )
        sent = services.Sent(uuid4(), "person", {"name": f"客人{ahead}", "capacity": "grassroots"}, noted)
        assert given.states(given.back(world, taken, sent)) == ["kept"]
    assert {c.device_at.year for c in Carried.objects.all()} == {1900, 2199}


def test_half_a_character_harms_no_other_entry(world: World) -> None:
    taken = given.kit(world)
    lin = taken.gathering.participants.get(capacity="member")
    bad = given.entry(world, "opinion", {"participant": lin.pk, "text": "好\ud800吗", "\ud800": 1})
    other = given.entry(world, "person", {"name": "李四", "capacity": "grassroots"})
    assert given.states(given.back(world, taken, bad, other)) == ["kept", "kept"]


def test_kits_and_their_entries_have_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "MOST", 2)
    monkeypatch.setattr(taking, "MOST", 2)
    taken = given.kit(world)
    sent = [given.entry(world, "person", {"name": f"客人{n}", "capacity": "grassroots"}) for n in range(3)]
    assert states(given.back(world, taken, *sent)) == ["kept", "kept", "refused"]
    assert states(given.back(world, taken, *sent)) == ["kept", "kept", "refused"]
    other = given.kit(world, taken.gathering)
    assert states(given.back(world, other, sent[2])) == ["kept"]
    with pytest.raises(moves.Refused, match="2 次"):
        given.kit(world, taken.gathering)
