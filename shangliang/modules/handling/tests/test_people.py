"""Nobody rates in another's name; who is not satisfied is handled once more; and: is it really so?"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from shangliang.kernel import files, moves, params, sweeper
from shangliang.kernel.access import Actor, Seat
from shangliang.kernel.models import Entry, Notice, StoredFile
from shangliang.modules.handling import services
from shangliang.modules.handling.models import Dispatch, Promise, Question, Rating
from shangliang.modules.handling.tests import given
from tests.world import World

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=29)


def answered(world: World, *names: str, **more: Any) -> Dispatch:
    """A dispatch that members asked for, talked over and answered."""
    part = given.signed(world, concerned=given.asked_by(world, *(names or ("lin",))))
    given.talked(world, part)
    given.replied(world, given.again(part), **more)
    return given.again(part.dispatch)


def paper(world: World) -> StoredFile:
    page = SimpleUploadedFile("评价表.pdf", b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
    return files.keep(page, root="001.", person_id=world.people["wang"].pk, at=world.now)


# Ratings


def test_only_those_who_asked_rate_what_they_asked(world: World) -> None:
    thing = answered(world)
    for who in ("deng", "wang", "sun", "liu"):
        with pytest.raises(moves.NotAllowed):
            given.rated(world, thing, who)
    given.rated(world, thing, "lin")


def test_a_rating_is_confirmed_in_ones_own_words(world: World) -> None:
    """DOMAIN 1.8 防代填: second confirmation; a code is good for this person, task, round and these words only."""
    thing = answered(world, "lin", "deng")
    lin, deng = world.actor("lin"), world.actor("deng")
    opinion, other = services.Opinion("satisfied", "solved"), services.Opinion("satisfied", "partly")
    code = services.confirmation(thing, opinion=opinion, actor=lin)
    about: dict[str, Any] = {"label": "x", "at": world.now}
    mine, theirs = f"person:{lin.person_id}", f"person:{deng.person_id}"
    for by, said, actor, sent in (
        (mine, opinion, lin, ""), (mine, opinion, lin, code + "x"), (mine, other, lin, code),
        (theirs, opinion, deng, code),
    ):  # fmt: skip
        with pytest.raises(moves.Refused, match="确认"):
            services.rate(thing, by=by, opinion=said, actor=actor, code=sent, **about)
    assert not Rating.objects.exists()
    session = services.Session("10.0.0.8", "Mozilla/5.0")
    rating = services.rate(thing, by=mine, opinion=opinion, actor=lin, code=code, session=session, **about)
    assert (rating.address, rating.device, rating.proxy) == ("10.0.0.8", "Mozilla/5.0", False)
    assert "10.0.0.8" not in Entry.objects.get(verb="rate").payload


def test_a_programs_key_is_nobodys_own_session(world: World) -> None:
    thing = answered(world)
    with pytest.raises(moves.NotAllowed, match="程序密钥"):
        services.confirmation(
            thing,
            opinion=services.Opinion("satisfied", "solved"),
            actor=world.actor("lin").narrowed({"write"}),
        )


def test_a_department_does_not_rate_itself(world: World) -> None:
    """Also when its clerk is a member and asked for it."""
    thing = answered(world)
    lin = world.actor("lin")
    both = Actor(
        lin.label, (*lin.seats, Seat("clerk", world.units["d-housing"].path, lin.person_id)), lin.person_id
    )
    with pytest.raises(moves.NotAllowed, match="不能评价本单位"):
        services.confirmation(thing, opinion=services.Opinion("satisfied", "solved"), actor=both)


def test_on_paper_with_the_signed_form_only(world: World) -> None:
    thing = answered(world, "lin", "deng")
    by, opinion = f"person:{world.people['lin'].pk}", services.Opinion("understood", "partly")
    form = paper(world)
    for who in ("sun", "liu", "deng"):
        with pytest.raises(moves.NotAllowed):
            services.rate_proxy(
                thing, by=by, opinion=opinion, form=form, actor=world.actor(who), at=world.now
            )
    wang: dict[str, Any] = {"actor": world.actor("wang"), "at": world.now, "form": form}
    with pytest.raises(moves.Refused, match="只能代录"):
        services.rate_proxy(thing, by=f"person:{world.people['feng'].pk}", opinion=opinion, **wang)
    entered = services.rate_proxy(thing, by=by, opinion=opinion, **wang)
    assert entered.proxy and given.told(world, thing, "rate_proxy") == {"lin", "deng"}
    with pytest.raises(moves.Refused, match="已有林晓梅的评价"):
        services.rate_proxy(thing, by=by, opinion=opinion, **wang)
    for wrong in ({"form": None}, {"entered_by": None}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.update(**wrong)


def test_ones_own_rating_takes_the_place_of_the_one_on_paper(world: World) -> None:
    thing = answered(world, "lin", "deng")
    by = f"person:{world.people['lin'].pk}"
    services.rate_proxy(
        thing, by=by, opinion=services.Opinion("understood", "partly"), form=paper(world),
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    given.rated(world, thing, "lin")
    rows = Rating.objects.filter(by=by).order_by("pk").values_list("proxy", "replaced_at", "result")
    assert list(rows) == [(True, world.now, "partly"), (False, None, "solved")]
    with pytest.raises(moves.Refused, match="已经评价过"):
        given.rated(world, thing, "lin", result="partly")


# Second handling


def test_one_dissatisfied_proposer_forces_a_second_handling(world: World) -> None:
    thing = answered(world, "lin", "deng")
    given.rated(world, thing, "lin")
    given.rated(world, thing, "deng", attitude="dissatisfied", result="unsolved", comment="三号楼没有动工")
    with pytest.raises(moves.Refused, match="邓小军"):
        services.accept_result(given.again(thing), actor=world.actor("wang"), at=world.now)
    given.deliver(world)
    thing = given.again(thing)
    assert (thing.state, thing.round, given.part(thing).state) == ("rehandling", 2, "redoing")
    entry = Entry.objects.get(kind="dispatch", verb="force_redo")
    assert entry.actor_id is None and entry.note == "邓小军不满意：三号楼没有动工"
    assert {"lin", "deng"} <= given.told(world, thing, "force_redo")


def test_it_is_taken_as_soon_as_everybody_is_satisfied(world: World) -> None:
    thing = answered(world, "lin", "deng")
    given.rated(world, thing, "lin")
    given.deliver(world)
    assert given.again(thing).state == "replied"
    given.rated(world, thing, "deng", attitude="understood", result="partly")
    given.deliver(world)
    assert given.again(thing).state == "closed"


def test_after_the_last_round_it_goes_up_not_round(world: World) -> None:
    thing = answered(world)
    given.rated(world, thing, "lin", result="unsolved", comment="没有动工")
    given.deliver(world)
    given.replied(world, given.part(thing), text="已开工")
    thing = given.again(thing)
    assert (thing.state, thing.round) == ("replied", 2)
    given.rated(world, thing, "lin", result="unsolved", comment="还是没有动工")
    given.deliver(world)
    given.deliver(world)
    assert given.again(thing).state == "closed"
    assert Entry.objects.filter(kind="dispatch", verb="unresolved").count() == 1
    assert given.told(world, thing, "unresolved") == {"sun", "wang", "chen", "zhao"}


def test_a_few_of_many_force_nothing_half_of_them_do(world: World) -> None:
    """Those who raised it by receipt: so many of a hundred as the unit has set."""
    things = []
    for unhappy in (1, 2):
        thing = given.answered(world)
        things.append(thing)
        for n in range(4):
            raiser = Actor("提出人", seats=(Seat("raiser", "", 340 + n),))
            bad = n < unhappy
            opinion = services.Opinion("understood", "unsolved" if bad else "solved", "没修" if bad else "")
            services.rate(
                thing, by=f"voice:{340 + n}", label="群众", opinion=opinion, actor=raiser, at=world.now
            )
    late = world.now + timedelta(days=40)
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    assert [given.again(t).state for t in things] == ["closed", "rehandling"]


# Refusals


def test_a_refusal_that_was_ruled_upon_is_not_repeated(world: World) -> None:
    part = given.part(given.dispatch(world))
    given.move(world, part, "refuse", "liu", note="不归我局")
    given.move(world, given.again(part), "keep", "sun", note="三定方案写明归你局")
    with pytest.raises(moves.Refused, match="不能再次申退"):
        given.move(world, given.again(part), "refuse", "liu", note="还是不归")


def test_a_task_does_not_go_from_hand_to_hand_for_ever(world: World) -> None:
    """DOMAIN 8.3 踢皮球: after so many departments the next one may not refuse."""
    params.put(
        "001.", "handling.refusals_max", new=1, starts_on=world.now.date(), reason="市里的办法",
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    thing = given.dispatch(world)
    given.move(world, given.part(thing), "refuse", "liu", note="归城管")
    services.reassign(
        given.part(thing), to=world.units["d-urban"], note="改派", actor=world.actor("sun"), at=world.now
    )
    with pytest.raises(moves.Refused, match="已经改派 1 次"):
        given.move(world, given.part(thing, "d-urban"), "refuse", "xu", note="归住建")


# Is it really so?


def asked(world: World, thing: Dispatch) -> Question:
    late = world.now + MONTH
    list(sweeper.sweep(at=late))
    given.deliver(world, late)
    return Question.objects.select_related("unit", "dispatch__unit").get(dispatch=thing, round=1)


def test_four_weeks_later_each_person_concerned_is_asked(world: World) -> None:
    thing = answered(world)
    question = Question.objects.get()
    assert (question.state, question.person) == ("waiting", world.people["lin"])
    question = asked(world, thing)
    assert question.state == "asked" and given.told(world, question, "ask", at=world.now + MONTH) == {"lin"}
    notice = Notice.objects.get(entry__kind="question", entry__verb="ask")
    assert notice.link == question.get_absolute_url() and question.token in notice.link
    assert question.token not in Entry.objects.filter(kind="question").latest("id").payload


def test_it_is_answered_from_the_link_once(world: World) -> None:
    question = asked(world, answered(world))
    found, actor = services.holder(question.token)
    assert found == question
    for forged in ("", "x", question.token[:-2], question.token + "1"):
        with pytest.raises(Question.DoesNotExist):
            services.holder(forged)
    late: dict[str, Any] = {"actor": actor, "at": world.now + MONTH}
    with pytest.raises(moves.Refused, match="哪里不是这样"):
        services.answer(found, answer="no", comment=" ", **late)
    services.answer(found, answer="yes", comment="", **late)
    services.answer(given.again(found), answer="yes", comment="", **late)
    with pytest.raises(moves.Stale):
        services.answer(given.again(found), answer="no", comment="反悔", **late)
    assert given.again(found).state == "confirmed"


def test_the_link_of_one_question_opens_no_other(world: World) -> None:
    first, second = asked(world, answered(world)), asked(world, answered(world, "deng"))
    _found, actor = services.holder(first.token)
    with pytest.raises(moves.NotAllowed):
        services.answer(second, answer="yes", comment="", actor=actor, at=world.now + MONTH)


def test_a_doubt_is_looked_into_and_handled_once_more(world: World) -> None:
    thing = answered(world)
    question = asked(world, thing)
    late = world.now + MONTH
    services.answer(question, answer="no", comment="图纸贴了，没有人来", actor=world.actor("lin"), at=late)
    assert given.told(world, question, "doubt", at=late) == {"wang"}
    question = given.again(question)
    assert question.state == "doubted" and question.due_at
    for who in ("sun", "liu", "lin"):
        with pytest.raises(moves.NotAllowed):
            services.uphold(question, note="属实", actor=world.actor(who), at=late)
    services.uphold(question, note="到现场看过，确实没有动工", actor=world.actor("wang"), at=late)
    thing = given.again(thing)
    assert (thing.state, thing.round, given.part(thing).state) == ("rehandling", 2, "redoing")


def test_a_doubt_that_proves_wrong_is_answered_with_reasons(world: World) -> None:
    question = asked(world, answered(world))
    late = world.now + MONTH
    services.answer(question, answer="partly", comment="只看到一部", actor=world.actor("lin"), at=late)
    with pytest.raises(moves.Refused, match="理由"):
        given.move(world, given.again(question), "dismiss", "wang", at=late)
    given.move(world, given.again(question), "dismiss", "wang", at=late, note="另外五部在 3 号楼后门")
    assert given.told(world, question, "dismiss", at=late) == {"lin"}


def test_silence_is_no_yes_and_a_late_answer_still_counts(world: World) -> None:
    question = asked(world, answered(world))
    later = question.due_at + timedelta(minutes=1)
    list(sweeper.sweep(at=later))
    assert given.again(question).state == "silent" and not given.again(question).answer
    services.answer(given.again(question), answer="no", comment="没有", actor=world.actor("lin"), at=later)
    assert given.again(question).state == "doubted"


def test_a_second_handling_ends_the_question_of_the_first(world: World) -> None:
    thing = answered(world)
    services.redo(thing, note="没有动工", actor=world.actor("wang"), at=world.now)
    assert Question.objects.get().state == "void"
    given.replied(world, given.part(thing), text="已开工")
    assert list(Question.objects.order_by("pk").values_list("round", "state")) == [
        (1, "void"),
        (2, "waiting"),
    ]


# Promises


def test_what_was_kept_and_is_not_so_is_owed_again(world: World) -> None:
    part = given.signed(world)
    promise = given.promised(world, part)
    given.replied(world, part, norm="planned")
    services.accept_result(given.again(part.dispatch), actor=world.actor("wang"), at=world.now)
    given.proven(world, promise)
    given.move(world, given.again(promise), "claim", "liu")
    given.move(world, given.again(promise), "confirm", "sun")
    assert given.again(part.dispatch).state == "closed"
    later = promise.due_on + timedelta(days=60)
    for who in ("liu", "hou", "lin"):
        with pytest.raises(moves.NotAllowed):
            services.reopen(
                given.again(promise), due_on=later, note="没通电", actor=world.actor(who), at=world.now
            )
    with pytest.raises(moves.Refused, match="理由"):
        services.reopen(given.again(promise), due_on=later, note=" ", actor=world.actor("wang"), at=world.now)
    services.reopen(
        given.again(promise),
        due_on=later,
        note="没通电",
        actor=world.actor("wang"),
        at=world.now + timedelta(hours=1),
    )
    given.deliver(world)
    promise = Promise.objects.select_related("unit").get()
    assert (promise.state, promise.reopened, promise.due_on) == ("open", 1, later)
    assert given.again(part.dispatch).state == "tracking"
    with pytest.raises(moves.Refused, match="新的"):
        given.move(world, promise, "claim", "liu", at=world.now + timedelta(minutes=1))
