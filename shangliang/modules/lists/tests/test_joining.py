"""体验岗 and invitations: nobody is overbooked, a freed place goes to the next, every invitation is answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.models import Notice
from shangliang.modules.lists import services
from shangliang.modules.lists.models import ExperiencePost, Invitation, Invitee, SignUp
from shangliang.modules.lists.models.posts import HOLDING
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, by
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db
MEMBERS = ("lin", "deng", "feng", "jiang")
DURING = timedelta(days=11)


def swept(world: World, at: timedelta) -> None:
    list(sweeper.sweep(at=world.now + at))
    given.deliver(world, world.now + at)


def test_places_go_in_the_order_of_signing_up(world: World) -> None:
    post = given.post(world)
    got = [given.signed(world, post, who=w) for w in MEMBERS]
    assert [(s.state, s.place_no) for s in got] == [
        ("placed", 1), ("placed", 2), ("waiting", None), ("waiting", None),
    ]  # fmt: skip
    assert given.signed(world, post) == got[0], "signing up twice is signing up once"


def test_only_members_sign_up_and_departments_open(world: World) -> None:
    post = given.post(world)
    for who in ("wang", "xu", "zhao"):
        with pytest.raises(moves.NotAllowed):
            given.signed(world, post, who=who)
    for who in ("lin", "wang", "tang"):
        with pytest.raises(moves.NotAllowed):
            given.post(world, who=who)
    for wrong in (
        {"places": 0},
        {"ends_on": given.day(world, 1)},
        {"starts_on": given.day(world, 0)},
        {"title": ""},
    ):
        with pytest.raises(moves.Refused):
            given.post(world, **wrong)


def test_a_freed_place_goes_to_the_next_who_is_told(world: World) -> None:
    post = given.post(world)
    got = [given.signed(world, post, who=w) for w in MEMBERS]
    with pytest.raises(moves.NotAllowed):
        services.leave(got[0], note="不去了", **by(world, "deng"))
    services.leave(got[0], note="临时出差", **by(world, "lin"))
    third = again(got[2])
    assert (third.state, third.place_no) == ("placed", 1) and again(got[3]).state == "waiting"
    given.deliver(world)
    assert Notice.objects.filter(person=world.people["feng"], text__contains="得到名额").exists()


def test_more_places_fill_from_the_queue_and_none_is_taken_away(world: World) -> None:
    post = given.post(world)
    got = [given.signed(world, post, who=w) for w in MEMBERS]
    words = {"title": post.title, "about": post.about, "place": post.place, "open_to_public": True}
    services.edit_post(post, **words, places=3, **by(world, "xu"))
    assert again(got[2]).state == "placed" and again(got[3]).state == "waiting"
    with pytest.raises(moves.Refused):
        services.edit_post(post, **words, places=2, **by(world, "xu"))


@pytest.mark.django_db(transaction=True)
def test_nobody_is_overbooked(world: World) -> None:
    post = given.post(world)
    got = together([lambda who=who: given.signed(world, post, who=who) for who in MEMBERS])  # type: ignore[misc]
    assert [g for g in got if isinstance(g, Exception)] == []
    assert post.sign_ups.filter(state__in=HOLDING).count() == 2
    assert sorted(post.sign_ups.filter(state="placed").values_list("place_no", flat=True)) == [1, 2]


@pytest.mark.django_db(transaction=True)
def test_one_leaves_while_another_signs_up(world: World) -> None:
    post = given.post(world, places=1)
    first = given.signed(world, post)
    given.signed(world, post, who="deng")
    got = together(
        [
            lambda: services.leave(first, note="有事", **by(world, "lin")),
            lambda: given.signed(world, post, who="feng"),
        ]
    )
    assert [g for g in got if isinstance(g, Exception)] == []
    assert post.sign_ups.filter(state="placed").get().member == world.people["deng"], "whoever waited longest"
    assert post.sign_ups.filter(state="waiting").get().member == world.people["feng"]


def test_attendance_log_and_suggestion(world: World) -> None:
    place = given.signed(world)
    with pytest.raises(moves.Refused):
        services.mark(place, came=True, **by(world, "xu"))
    later = world.now + DURING
    with pytest.raises(moves.NotAllowed):
        services.mark(place, came=True, **by(world, "lin", later))
    services.mark(place, came=True, **by(world, "xu", later))
    assert place.state == "attended" and place.due_at is not None
    for wrong in ({"on": given.day(world, 1)}, {"text": " "}):
        with pytest.raises(moves.Refused):
            services.write_log(
                place, **{"on": given.day(world, 11), "text": "扫了一天", **wrong}, **by(world, "lin", later)
            )
    services.write_log(place, on=given.day(world, 10), text="扫了一天落叶", **by(world, "lin", later))
    services.write_log(place, on=given.day(world, 11), text="修了座椅", **by(world, "lin", later))
    assert again(place).state == "logged" and place.logs.count() == 2
    said = given.suggestion(world, place)
    assert said.unit == world.units["d-urban"] and said.due_at is not None


def test_a_post_ends_only_when_everything_is_answered(world: World) -> None:
    place = given.attended(world)
    post = place.post
    queued = [given.signed(world, post, who=w) for w in ("deng", "feng")]
    said = given.suggestion(world, place)
    swept(world, timedelta(days=13))
    swept(world, timedelta(days=13))
    post = again(post)
    assert post.state == "over" and again(queued[1]).state == "lapsed", "whoever still waited is told"
    later = world.now + timedelta(days=14)
    with pytest.raises(moves.Refused) as refused:
        moves.make(post, "close", **by(world, "xu", later))
    assert "到岗" in str(refused.value) and "体验建议" in str(refused.value)
    services.mark(again(queued[0]), came=False, **by(world, "xu", later))
    services.answer_counsel(said, answer="明年增设。", adoption="partly", **by(world, "xu", later))
    moves.make(again(post), "close", **by(world, "xu", later))
    assert again(post).state == "closed"


def test_cancelled_with_a_reason_everybody_is_told(world: World) -> None:
    post = given.post(world)
    got = [given.signed(world, post, who=w) for w in MEMBERS[:3]]
    with pytest.raises(moves.Refused):
        services.cancel_post(post, note=" ", **by(world, "xu"))
    services.cancel_post(again(post), note="台风", **by(world, "xu"))
    given.deliver(world)
    assert {again(s).state for s in got} == {"released"}
    told = set(Notice.objects.filter(text__contains="岗位取消").values_list("person__username", flat=True))
    assert {"lin", "deng", "feng"} <= told


def test_the_table_gives_no_place_twice(world: World) -> None:
    post = given.post(world)
    first, second = (given.signed(world, post, who=w) for w in MEMBERS[:2])
    for columns in ({"place_no": 1}, {"place_no": 3}, {"place_no": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            SignUp.objects.filter(pk=second.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        SignUp.objects.filter(pk=second.pk).update(member=first.member)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExperiencePost.objects.filter(pk=post.pk).update(ends_on=given.day(world, 1))


# invitations


def test_each_invited_member_answers_by_a_day(world: World) -> None:
    thing = given.invitation(world)
    given.deliver(world)
    asked = {i.person.username: i for i in thing.invitees.select_related("unit", "person")}
    assert all(i.due_at for i in asked.values())
    assert Notice.objects.filter(person=world.people["lin"], text__contains="请您参加").exists()
    with pytest.raises(moves.NotAllowed):
        moves.make(asked["lin"], "accept", **by(world, "deng"))
    moves.make(asked["lin"], "accept", **by(world, "lin"))
    with pytest.raises(moves.Refused):
        services.decline_invitation(asked["deng"], reason=" ", **by(world, "deng"))
    services.decline_invitation(again(asked["deng"]), reason="出差", **by(world, "deng"))
    assert again(asked["deng"]).reason == "出差"


def test_who_does_not_answer_is_seen(world: World) -> None:
    thing = given.invitation(world)
    asked = thing.invitees.first()
    assert asked is not None and asked.due_at is not None
    list(sweeper.sweep(at=asked.due_at + timedelta(minutes=1)))
    assert "clock_overdue" in {e.verb for e in journal.story("invitee", asked.pk)}
    swept(world, timedelta(days=15))
    assert again(thing).state == "held" and again(asked).state == "lapsed"


def test_reported_afterwards_with_who_came(world: World) -> None:
    thing = given.invitation(world)
    for i in thing.invitees.select_related("unit", "person"):
        moves.make(i, "accept", **by(world, i.person.username))
    with pytest.raises(moves.Refused):
        services.report(thing, text="很好", came=[world.people["lin"]], **by(world, "xu"))
    later = world.now + timedelta(days=14)
    services.report(again(thing), text="看了三条线", came=[world.people["lin"]], **by(world, "xu", later))
    states = dict(thing.invitees.values_list("person__username", "state"))
    assert again(thing).state == "reported" and states == {"lin": "came", "deng": "missed"}


def test_others_are_asked_instead_and_nobody_twice(world: World) -> None:
    thing = given.invitation(world)
    more = {"answer_by": given.day(world, 8)}
    assert (
        services.invite_more(
            thing, people=[world.people["feng"], world.people["lin"]], **more, **by(world, "xu")
        )
        == 1
    )
    with pytest.raises(moves.Refused):
        services.invite_more(thing, people=[world.people["feng"]], **more, **by(world, "xu"))
    with pytest.raises(moves.Refused):
        services.invite_more(thing, people=[world.people["liu"]], **more, **by(world, "xu"))


def test_cancelled_everybody_asked_is_told(world: World) -> None:
    thing = given.invitation(world)
    services.cancel_invitation(thing, note="改期", **by(world, "xu"))
    given.deliver(world)
    assert set(thing.invitees.values_list("state", flat=True)) == {"released"}
    assert Notice.objects.filter(person=world.people["lin"], text__contains="邀请取消").exists()


def test_who_invites_and_what_is_refused(world: World) -> None:
    for who in ("lin", "wang", "tang"):
        with pytest.raises(moves.NotAllowed):
            given.invitation(world, who=who)
    for wrong in ({"kind": "party"}, {"answer_by": given.day(world, 20)}, {"people": []}, {"title": ""}):
        with pytest.raises(moves.Refused):
            given.invitation(world, **wrong) if "people" not in wrong else services.invite(
                world.units["d-urban"], host=world.units["yunchuan"], kind="hearing", title="听证", about="水价",
                place="大厅", held_on=given.day(world, 9), answer_by=given.day(world, 8), people=[], **by(world, "xu"),
            )  # fmt: skip


def test_the_table_keeps_the_promises_of_invitations(world: World) -> None:
    thing = given.invitation(world)
    for columns in ({"state": "reported"}, {"answer_by": given.day(world, 90)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Invitation.objects.filter(pk=thing.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitee.objects.filter(invitation=thing).update(state="declined")
