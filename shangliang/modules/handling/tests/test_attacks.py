"""What somebody might try: in another's name, twice, round the gates, with an old link; by the API and by races."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from shangliang.kernel import calendar, moves, sweeper
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import Entry
from shangliang.modules.handling import services
from shangliang.modules.handling.models import Assignment, Dispatch, Extension, Question, Rating
from shangliang.modules.handling.tests import given
from shangliang.modules.handling.tests.test_api import Program, Session, draft
from shangliang.modules.handling.tests.visiting import Desk, said
from tests.world import World

pytestmark = pytest.mark.django_db
GOOD = {"attitude": "satisfied", "result": "solved"}
BAD = {"attitude": "dissatisfied", "result": "unsolved", "comment": "没有动工"}
MONTH = timedelta(days=29)


def answered(world: World, *names: str) -> Dispatch:
    """A dispatch that these members asked for, talked over and answered."""
    part = given.signed(world, concerned=given.asked_by(world, *(names or ("lin",))))
    given.deliver(world)
    given.talked(world, part)
    given.replied(world, part)
    return given.again(part.dispatch)


def both(*acts: Callable[[], Any]) -> list[str]:
    """All at the same moment, each in a connection of its own; how each ended."""
    barrier, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            act()
            ended.append("done")
        except moves.Refused as refused:
            ended.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ended)


# Ratings


def test_rating_in_anothers_name_through_the_api(today: World) -> None:
    """The name is the session's; one that is sent along is not looked at, and a code of another's is refused."""
    thing = answered(today)
    path = f"/dispatches/{thing.pk}"
    for who in ("wang", "sun", "liu", "deng"):
        assert Session(today, who).rate(path, **GOOD).status_code in {403, 404}, who
    code = Session(today, "lin").post(f"{path}/ratings", GOOD).json()
    assert Session(today, "wang").post(f"{path}/ratings", {**GOOD, **code}).status_code == 403
    mine = {**GOOD, "by": f"person:{today.people['deng'].pk}", "label": "邓"}
    Session(today, "lin").rate(path, **mine)
    assert set(Rating.objects.values_list("by", "label")) <= {
        (f"person:{today.people['lin'].pk}", today.people["lin"].name)
    }


def test_rating_by_a_programs_key_through_the_api(today: World) -> None:
    thing = answered(today)
    assert Program(today, "lin").post(f"/dispatches/{thing.pk}/ratings", GOOD).status_code == 403
    assert not Rating.objects.exists()


def test_rating_twice_through_the_api(today: World) -> None:
    thing, lin = answered(today), Session(today, "lin")
    path = f"/dispatches/{thing.pk}"
    assert lin.rate(path, **GOOD).status_code == 201
    given.deliver(today)
    assert lin.rate(path, **BAD).status_code == 422
    assert Rating.objects.get().attitude == "satisfied"


def test_rating_by_a_sub_office_of_the_rated_department(world: World) -> None:
    """Not only the very unit that answered: whoever works under it is rated, too."""
    thing = answered(world)
    lin = world.people["lin"]
    path = given.part(thing).unit.path + "001."
    seats = (*world.actor("lin").seats, Seat("clerk", path, lin.pk))
    with pytest.raises(moves.NotAllowed, match="承办单位"):
        services.confirmation(
            thing, opinion=services.Opinion("satisfied", "solved"), actor=Actor(lin.name, seats, lin.pk)
        )


@pytest.mark.django_db(transaction=True)
def test_two_ratings_at_once_are_one(world: World) -> None:
    thing, lin = answered(world), world.actor("lin")
    opinions = [services.Opinion("satisfied", "solved"), services.Opinion("understood", "partly")]
    codes = [services.confirmation(thing, opinion=o, actor=lin) for o in opinions]

    def rate(n: int) -> Callable[[], Any]:
        copy = Dispatch.objects.select_related("unit").get(pk=thing.pk)
        return lambda: services.rate(
            copy, by=f"person:{lin.person_id}", label="林", opinion=opinions[n], code=codes[n], actor=lin,
            at=world.now,
        )  # fmt: skip

    assert both(rate(0), rate(1)) == ["Refused", "done"]
    assert Rating.objects.count() == Entry.objects.filter(kind="dispatch", verb="rate").count() == 1


# The gates before a reply


def test_submitting_without_the_countersign_through_every_door(today: World) -> None:
    """DOMAIN 0.2 no. 5: the generic move, the page's own button and the page that saves and goes on."""
    thing = given.part(given.dispatch(today, joint=["d-urban"]))
    given.move(today, thing, "sign", "liu")
    given.move(today, given.part(thing.dispatch, "d-urban"), "sign_help", "xu")
    liu = Program(today, "liu")
    assert liu.post(f"/tasks/{thing.pk}/draft", draft()).status_code == 200
    client = Client()
    body = {"headers": {**liu.headers, "Idempotency-Key": "x"}, "content_type": "application/json"}
    refused = client.post(f"/api/v1/assignment/{thing.pk}/moves/submit", {}, **body)  # type: ignore[arg-type]
    assert refused.status_code == 422 and "会签" in refused.content.decode()
    desk = Desk(today, "liu")
    assert desk.client.post(reverse("desk:move", args=["assignment", thing.pk, "submit"])).status_code == 422
    desk.post("draft", thing.pk, **draft(text="改过"), reason="", then="submit")
    assert given.again(thing).state == "drafting"


def test_the_proposer_finds_the_reply_nowhere_before_the_check(today: World) -> None:
    """DOMAIN 0.2 no. 5: not on the page, not as a letter, not through the API, not in the story, not by search."""
    secret = "六栋楼全部不同意安装"
    part = given.signed(today, concerned=given.asked_by(today, "lin"))
    given.deliver(today)
    given.talked(today, part)
    given.drafted(today, part, text=secret)
    given.move(today, part, "submit", "liu")
    dispatch, lin, program = part.dispatch, Desk(today, "lin"), Program(today, "lin")
    assert secret not in said(lin.get("dispatch", dispatch.pk))
    assert lin.get("assignment", part.pk).status_code == lin.get("reply_letter", part.pk).status_code == 404
    assert program.get(f"/tasks/{part.pk}/replies").status_code == 404
    assert secret not in program.get(f"/dispatches/{dispatch.pk}").content.decode()
    for kind, pk in (("dispatch", dispatch.pk), ("assignment", part.pk)):
        assert secret not in lin.client.get(f"/desk/story/{kind}/{pk}/").content.decode()
        told = Client().get(f"/api/v1/{kind}/{pk}/journal", headers=program.headers)
        assert secret not in told.content.decode()
    assert (
        secret not in lin.client.get("/desk/search/", {"q": secret[:8]}).content.decode().split("</form>")[-1]
    )
    given.move(today, given.again(part), "pass_check", "sun")
    assert secret in said(lin.get("dispatch", dispatch.pk))


# Time


@pytest.mark.parametrize("state", ["pending", "advising", "accepted", "redoing"])
def test_no_time_without_end_through_the_generic_door(today: World, state: str) -> None:
    """DOMAIN 0.2 no. 6: six months in all, whatever the part waits for; two for a second handling."""
    thing = given.dispatch(today, joint=["d-urban"]) if state == "advising" else given.dispatch(today)
    part = given.part(thing, "d-urban" if state == "advising" else "d-housing")
    if state == "advising":
        given.move(today, part, "sign_help", "xu")
    elif state != "pending":
        given.move(today, part, "sign", "liu")
    if state == "redoing":
        given.replied(today, part)
        services.redo(given.again(thing), note="没有动工", actor=today.actor("wang"), at=today.now)
    part = given.again(part)
    assert part.state == state
    sun = Program(today, "sun")
    allowed = 60 if state == "redoing" else 180
    for days, status in ((allowed + 1, 422), (allowed, 200)):
        until = calendar.end_of(calendar.day_of(today.now) + timedelta(days=days))
        answer = Client().post(
            f"/api/v1/assignment/{part.pk}/extend", {"until": until.isoformat(), "note": "等资金"},
            content_type="application/json", headers={**sun.headers, "Idempotency-Key": f"{state}{days}"},
        )  # fmt: skip
        assert answer.status_code == status, (days, answer.content.decode())


def test_nobody_grants_their_own_time(today: World) -> None:
    part = given.signed(today)
    until = (part.due_at + timedelta(days=20)).date().isoformat()
    liu = Program(today, "liu")
    asked = liu.post(f"/tasks/{part.pk}/extensions", {"until": until, "reason": "等资金"})
    assert asked.status_code == 201
    assert liu.post(f"/extensions/{Extension.objects.get().pk}/grant", {}).status_code == 403
    assert given.again(part).due_at == part.due_at


@pytest.mark.django_db(transaction=True)
def test_one_extension_is_granted_once(world: World) -> None:
    part = given.signed(world)
    until = calendar.day_of(part.due_at) + timedelta(days=20)
    asked = services.ask_extension(part, until=until, reason="等资金", actor=world.actor("liu"), at=world.now)
    copies = [Extension.objects.select_related("unit").get(pk=asked.pk) for _ in range(2)]
    sun = world.actor("sun")
    ended = both(*(
        lambda copy=copy: services.grant_extension(copy, actor=sun, at=world.now)  # type: ignore[misc]
        for copy in copies
    ))  # fmt: skip
    assert ended == ["Stale", "done"]
    assert Entry.objects.filter(kind="assignment", verb="extend").count() == 1


# Refusals


def test_a_refusal_does_not_go_round_through_the_api(today: World) -> None:
    """Kept once, it is not asked again; and after so many hands the next one has to keep it."""
    part = given.part(given.dispatch(today))
    liu, sun = Program(today, "liu"), Program(today, "sun")

    def push(who: Program, pk: int, verb: str) -> int:
        answer = Client().post(
            f"/api/v1/assignment/{pk}/moves/{verb}", {"note": "不归我们管"}, content_type="application/json",
            headers={**who.headers, "Idempotency-Key": f"{pk}{verb}{Entry.objects.count()}"},
        )  # fmt: skip
        return answer.status_code

    assert push(liu, part.pk, "refuse") == 200 and push(sun, part.pk, "keep") == 200
    assert push(liu, part.pk, "refuse") == 422


@pytest.mark.django_db(transaction=True)
def test_refused_and_signed_for_at_once(world: World) -> None:
    part, liu = given.part(given.dispatch(world)), world.actor("liu")
    mine = [Assignment.objects.select_related("unit", "dispatch__unit").get(pk=part.pk) for _ in range(2)]
    assert both(
        lambda: moves.make(mine[0], "sign", actor=liu, at=world.now),
        lambda: moves.make(mine[1], "refuse", actor=liu, at=world.now, note="不归我们管"),
    ) == ["Stale", "done"]


# Second handling


def test_withdrawing_does_not_dodge_a_second_handling(today: World) -> None:
    thing = answered(today)
    given.rated(today, thing, "lin", **BAD)
    wang = Program(today, "wang")
    answer = Client().post(
        f"/api/v1/dispatch/{thing.pk}/moves/withdraw", {"note": "发错了"}, content_type="application/json",
        headers={**wang.headers, "Idempotency-Key": "w"},
    )  # fmt: skip
    assert answer.status_code == 409
    given.deliver(today)
    assert (given.again(thing).state, given.again(thing).round) == ("rehandling", 2)
    for verb, who, gone in (("withdraw", "wang", moves.Stale), ("reassign", "sun", moves.Stale)):
        with pytest.raises(gone):
            if verb == "withdraw":
                moves.make(given.again(thing), verb, actor=today.actor(who), at=today.now, note="x")
            else:
                services.reassign(
                    given.part(thing),
                    to=today.units["d-urban"],
                    note="x",
                    actor=today.actor(who),
                    at=today.now,
                )


def test_accepting_quickly_does_not_dodge_a_second_handling(world: World) -> None:
    """The office takes the result before the second proposer has spoken; her dissatisfaction still counts."""
    thing = answered(world, "lin", "deng")
    services.accept_result(thing, actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    assert given.again(thing).state == "closed"
    given.rated(world, given.again(thing), "deng", **BAD)
    given.deliver(world)
    thing = given.again(thing)
    assert (thing.state, thing.round, given.part(thing).state) == ("rehandling", 2, "redoing")


# The question four weeks later


def asked(world: World, thing: Dispatch) -> Question:
    list(sweeper.sweep(at=world.now + MONTH))
    return Question.objects.select_related("unit", "dispatch").get(dispatch=thing, state="asked")


def test_a_link_replayed_forged_or_of_an_old_round_answers_nothing(today: World) -> None:
    thing = answered(today)
    today.now -= MONTH
    Question.objects.update(clock_at=today.now)
    question = asked(today, thing)
    link, client = question.get_absolute_url(), Client()
    for forged in (link[:-3] + "xx/", reverse("portal:really", args=["1:abc"])):
        assert client.post(forged, {"answer": "yes"}).status_code == 404
    assert given.again(question).state == "asked"
    services.redo(given.again(thing), note="没有动工", actor=today.actor("wang"), at=today.now + MONTH)
    assert given.again(question).state == "void"
    assert client.post(link, {"answer": "yes"}).status_code == 409
    assert client.post(link, {"answer": "no", "comment": "没有"}).status_code == 409
    assert given.again(question).answer == "" and client.get(link).status_code == 200


def test_a_doubt_of_an_old_round_begins_no_third(world: World) -> None:
    thing = answered(world, "lin")
    late = world.now + MONTH
    question = asked(world, thing)
    services.answer(question, answer="no", comment="没有动工", actor=world.actor("lin"), at=late)
    services.redo(given.again(thing), note="没有动工", actor=world.actor("wang"), at=late)
    given.replied(world, given.part(thing), text="已开工", at=late)
    services.uphold(given.again(question), note="当时确实没有", actor=world.actor("wang"), at=late)
    assert (given.again(thing).round, given.again(thing).state) == (2, "replied")


@pytest.mark.django_db(transaction=True)
def test_two_answers_from_one_link_at_once_are_one(world: World) -> None:
    question = asked(world, answered(world))
    late = world.now + MONTH

    def say(answer: str, comment: str) -> Callable[[], Any]:
        found, holder = services.holder(question.token)
        return lambda: services.answer(found, answer=answer, comment=comment, actor=holder, at=late)

    assert both(say("yes", ""), say("no", "没有动工")) == ["Stale", "done"]
    now = given.again(question)
    assert (now.state, now.answer) in {("confirmed", "yes"), ("doubted", "no")}
