"""The pages: what each person sees of it, does with it in two touches, and is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shangliang.kernel import moves
from shangliang.modules.proposals import services
from shangliang.modules.proposals.models import KeyProposal, SuperviseAct
from shangliang.modules.proposals.tests import given as core
from shangliang.modules.proposals.tests import given_keys as given
from shangliang.modules.proposals.tests.given import get, page, post
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]


def taken(response: Any) -> bytes:
    """The whole of a file that was sent."""
    return b"".join(response.streaming_content)


def test_a_department_answers_in_two_touches(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    row = given.row(proposal, "d-housing")
    assert proposal.title in page(core.as_(world, "liu").get("/desk/"))
    assert "?kind=pre_assignment" in page(
        core.as_(world, "liu").get("/desk/handling/")
    )  # one desk for everything
    listed = page(get(world, "liu", "to_answer"))
    assert proposal.title in listed and "确认承办" in listed
    assert (
        "还没有" not in page(get(world, "xu", "to_answer"))
        and get(world, "lin", "to_answer").status_code == 200
    )
    shown = page(get(world, "liu", "asked", row.pk))
    assert core.SITUATION in shown and "同时问了" in shown and "提出异议" in shown
    move = reverse("desk:move", args=["pre_assignment", row.pk, "agree"])
    answer = core.as_(world, "liu").post(
        move, {"version": row.version, "next": reverse("proposals:to_answer")}
    )
    assert answer.status_code == 302 or answer.status_code == 303
    assert given.row(proposal, "d-housing").state == "agreed"


def test_a_department_says_no_on_the_same_page(world: World) -> None:
    proposal = given.asked(world)
    row = given.row(proposal, "d-housing")
    assert post(world, "liu", "asked", row.pk, note="").status_code == 422
    assert post(world, "xu", "asked", row.pk, note="不归我").status_code == 404
    assert post(world, "sun", "asked", row.pk, note="不归我").status_code == 403
    sent = post(world, "liu", "asked", row.pk, note="不归我局", instead=world.units["d-urban"].pk)
    assert sent.status_code == 303 and given.row(proposal, "d-housing").state == "objected"
    assert post(world, "liu", "asked", row.pk, note="再说一遍").status_code == 409


def test_the_desk_and_the_rulings(world: World) -> None:
    proposal = given.asked(world, joint=["d-urban"])
    given.objected(world, proposal, "d-housing", "liu", instead="d-urban")
    given.objected(world, proposal, "d-urban", "xu", instead="d-housing")
    for who in ("sun", "wang"):
        shown = page(get(world, who, "assigning"))
        assert "有单位互相推让" in shown and "互指对方" in shown
    for who in ("lin", "liu", "zhao", "chen"):
        assert get(world, who, "assigning").status_code == 403
    row = given.row(proposal, "d-housing")
    assert get(world, "sun", "rule", row.pk).status_code == 200
    assert (
        get(world, "liu", "rule", row.pk).status_code == 403
        and get(world, "lin", "rule", row.pk).status_code == 404
    )
    assert post(world, "sun", "rule", row.pk, ruling="").status_code == 422
    assert post(world, "sun", "rule", row.pk, ruling="住建主办").status_code == 303
    assert post(world, "sun", "rule", row.pk, ruling="再裁").status_code == 409
    other = given.row(proposal, "d-urban")
    sent = post(world, "sun", "rule", other.pk, to=world.units["d-civil"].pk, note="民政会办")
    assert sent.status_code == 303 and given.row(proposal, "d-civil").state == "asked"
    shown = page(get(world, "wang", "assigning_of", proposal.pk))
    assert "住建主办" in shown and "民政会办" in shown and "按三定规定不归我局" in shown
    assert "按三定规定不归我局" in page(
        get(world, "lin", "proposal", proposal.pk)
    )  # whoever brought it sees it
    assert "按三定规定不归我局" not in page(
        get(world, "feng", "proposal", proposal.pk)
    )  # other members do not


def test_asked_and_handed_over_by_page(world: World) -> None:
    proposal = given.filed(world)
    assert "预交办" in page(get(world, "wang", "proposal", proposal.pk))
    housing, urban = world.units["d-housing"].pk, world.units["d-urban"].pk
    for who, status in (("lin", 403), ("xu", 404), ("zhao", 403)):
        assert get(world, who, "pre_assign", proposal.pk).status_code == status
        assert post(world, who, "assign", proposal.pk, lead=housing).status_code == status
    assert get(world, "wang", "pre_assign", proposal.pk).status_code == 200
    assert post(world, "wang", "pre_assign", proposal.pk, token="t").status_code == 422
    assert post(world, "wang", "pre_assign", proposal.pk, lead=housing, joint=[urban]).status_code == 303
    assert post(world, "wang", "pre_assign", proposal.pk, lead=housing).status_code == 409
    assert post(world, "wang", "repropose", proposal.pk, note="另议").status_code == 303
    assert get(world, "wang", "assign", proposal.pk).status_code == 200
    assert post(world, "wang", "assign", proposal.pk, lead=housing, joint=[housing]).status_code == 422
    assert post(world, "wang", "assign", proposal.pk, lead=housing, token="t").status_code == 303
    assert post(world, "wang", "assign", proposal.pk, lead=housing).status_code == 409
    shown = page(get(world, "liu", "proposal", proposal.pk))
    assert given.task(proposal).number in shown


def test_what_was_agreed_goes_out_after_one_more_look(world: World) -> None:
    proposal = given.asked(world)
    given.agreed(world, proposal, "d-housing", "liu")
    assert "市住建局" in page(get(world, "sun", "assign", proposal.pk))
    assert post(world, "sun", "assign", proposal.pk).status_code == 303
    assert given.fresh(proposal).state == "assigned"


def test_the_assigning_meeting(world: World) -> None:
    agreed = given.asked(world)
    given.agreed(world, agreed, "d-housing", "liu")
    plain = given.filed(world, title="没有问过部门的提案", who="deng", cosigners=())
    bare = given.filed(world, title="没有选单位的提案", who="jiang", cosigners=())
    assert post(world, "sun", "meeting").status_code == 422
    sent = post(
        world,
        "sun",
        "meeting",
        pick=[agreed.pk, plain.pk, bare.pk],
        **{f"lead-{plain.pk}": world.units["d-urban"].pk},
    )
    shown = page(sent)
    assert sent.status_code == 200 and shown.count("已交办，编号") == 2 and "还没有选定承办单位" in shown
    assert [given.fresh(p).state for p in (agreed, plain, bare)] == ["assigned", "assigned", "filed"]
    assert post(world, "lin", "meeting", pick=[bare.pk]).status_code in {403, 422}


def test_handled_together_by_page(world: World) -> None:
    main, other = given.filed(world), given.filed(world, title="另一件提案", who="jiang", cosigners=())
    assert get(world, "wang", "handle_with", other.pk).status_code == 200
    assert get(world, "lin", "handle_with", other.pk).status_code == 403
    assert post(world, "wang", "handle_with", other.pk, main=main.pk).status_code == 303
    for one, shown in ((main, other), (other, main)):
        assert shown.title in page(get(world, "wang", "proposal", one.pk))


def test_publishing_by_page(world: World) -> None:
    proposal = given.filed(world)
    assert post(world, "wang", "publish", proposal.pk).status_code == 403
    assert post(world, "chen", "publish", proposal.pk).status_code == 303
    assert reverse("portal:proposal", args=[proposal.pk]) in page(get(world, "chen", "proposal", proposal.pk))
    assert get(world, "wang", "unpublish", proposal.pk).status_code == 403
    assert post(world, "chen", "unpublish", proposal.pk, note="有误").status_code == 303


# Key proposals


def test_a_key_proposal_by_pages(world: World) -> None:
    proposal = given.assigned(world)
    assert "推荐为重点提案" in page(get(world, "wang", "proposal", proposal.pk))
    for who, status in (("lin", 403), ("liu", 403), ("jiang", 403)):
        assert post(world, who, "nominate", proposal.pk, reason="重要").status_code == status
    assert post(world, "wang", "nominate", proposal.pk, reason="群众反映集中").status_code == 303
    key = KeyProposal.objects.get()
    party = world.units["p-minmeng"].pk
    assert post(world, "wang", "key_consult", key.pk, units=[party]).status_code == 303
    assert (
        "提意见" in page(get(world, "fan", "key", key.pk))
        and get(world, "shu", "key", key.pk).status_code == 404
    )
    assert post(world, "fan", "key_say", key.pk, unit=party, says="other").status_code == 422
    assert post(world, "fan", "key_say", key.pk, unit=party, says="agree").status_code == 303
    gather = reverse("desk:move", args=["key_proposal", key.pk, "gather"])
    assert core.as_(world, "wang").post(gather, {}).status_code in {302, 303}
    good = {
        "meeting": "第 30 次", "decided_on": "2026-03-02", "leader": world.people["zhao"].pk,
        "supervisor": world.people["chen"].pk,
    }  # fmt: skip
    assert post(world, "wang", "key_decide", key.pk, **good).status_code == 403
    assert post(world, "chen", "key_decide", key.pk, **good).status_code == 303
    assert post(world, "wang", "key_plan", key.pk, text="三月督导").status_code == 303
    assert "三月督导" in page(get(world, "wang", "key_start", key.pk))
    assert post(world, "wang", "key_start", key.pk).status_code == 303
    assert "三月督导" in page(get(world, "liu", "key", key.pk))
    arranged = {"kind": "appraise", "day": "2026-03-02", "place": "市政协会议室", "aim": "评办理"}
    assert post(world, "liu", "key_arrange", key.pk, **arranged).status_code == 403
    assert post(world, "chen", "key_arrange", key.pk, **arranged).status_code == 303
    act = SuperviseAct.objects.get()
    held = {"proposers_there": [world.people["lin"].pk], "record": "当场评议", "agreed": "五月完成"}
    wrong = SimpleUploadedFile("现场.exe", b"MZ")
    assert post(world, "chen", "act_hold", act.pk, **held, file=wrong).status_code == 422
    photo = SimpleUploadedFile("现场.txt", b"photo")
    assert post(world, "chen", "act_hold", act.pk, **held, file=photo).status_code == 303
    assert taken(get(world, "lin", "act_photo", act.pk)) == b"photo"
    assert get(world, "xu", "act_photo", act.pk).status_code == 404
    assert post(world, "wang", "key_conclude", key.pk, text="办成了").status_code == 303
    assert post(world, "wang", "key_report", key.pk, to="市委、市政府").status_code == 303
    said = {"leader": "市长", "rank": "city", "text": "办好", "on": "2026-03-02"}
    assert post(world, "zhao", "key_instruct", key.pk, **said).status_code == 403
    scan = SimpleUploadedFile("批示.txt", b"scan")
    assert post(world, "wang", "key_instruct", key.pk, **said, file=scan).status_code == 303
    shown = page(get(world, "lin", "key", key.pk))
    for words in ("民主评议", "林晓梅", "五月完成", "办成了", "市长", "批示.txt", "市住建局"):
        assert words in shown
    file = key.instructions.get().pk
    assert taken(get(world, "lin", "key_instruction_file", file)) == b"scan"
    assert get(world, "xu", "key_instruction_file", file).status_code == 404
    assert post(world, "wang", "key_summarise", key.pk, text="总结").status_code == 409
    assert "重点提案" in page(get(world, "zhao", "proposal", proposal.pk))


def test_the_board_shows_each_what_is_theirs(world: World) -> None:
    key = given.started(world)
    dropped = given.nominated(world, given.filed(world, title="另一件提案", who="jiang", cosigners=()))
    assert dropped.proposal.title in page(get(world, "wang", "keys"))
    for who in ("zhao", "feng", "sun", "liu"):
        shown = page(get(world, who, "keys"))
        assert key.proposal.title in shown and dropped.proposal.title not in shown
    assert key.proposal.title not in page(get(world, "xu", "keys"))
    assert key.proposal.title in page(get(world, "wang", "keys", state="under_way", year="2026"))
    assert key.proposal.title not in page(get(world, "wang", "keys", year="2020"))


def test_talks_stand_on_both_pages_and_are_written_once(world: World) -> None:
    proposal = given.assigned(world)
    given.move(world, given.part(proposal), "sign", "liu")
    given.handling.talked(world, given.part(proposal), note="到现场看了 6 栋楼")
    key = given.nominated(world, proposal)
    for name, pk in (("proposal", proposal.pk), ("key", key.pk)):
        assert "到现场看了 6 栋楼" in page(get(world, "wang", name, pk))
    assert "到现场看了 6 栋楼" not in page(get(world, "feng", "proposal", proposal.pk))


def test_pages_in_every_state(world: World, django_assert_max_num_queries: Any) -> None:
    """A page of a proposal costs the same however far it is."""
    proposal = given.replied(world, given.assigned(world), norm="planned")
    given.reported(world, given.nominated(world, proposal))
    services.publish(given.fresh(proposal), actor=world.actor("chen"), at=world.now)
    for who in ("wang", "lin", "sun", "chen", "zhao", "liu", "feng"):
        client = core.as_(world, who)
        with django_assert_max_num_queries(48):
            assert client.get(reverse("proposals:proposal", args=[proposal.pk])).status_code == 200


def test_whoever_is_asked_finds_it_on_her_list_until_she_has_answered(world: World) -> None:
    key = given.consulted(world)
    title = key.proposal.title
    assert title in page(core.as_(world, "fan").get("/desk/"))
    assert title not in page(core.as_(world, "lin").get("/desk/", {"kind": "key_proposal"}))
    view = {"unit": world.units["p-minmeng"].pk, "says": "agree", "text": ""}
    assert post(world, "fan", "key_say", key.pk, **view).status_code == 303
    assert title not in page(core.as_(world, "fan").get("/desk/"))
    assert "修改意见" in page(get(world, "fan", "key", key.pk))
    shown = page(core.as_(world, "wang").get(reverse("desk:who", args=["key_proposal", key.pk])))
    assert "owe_view" not in shown
    moves.make(core.again(key), "drop", note="另有安排", actor=world.actor("wang"), at=world.now)
    assert "不作重点提案" in page(get(world, "fan", "key", key.pk))  # and reads what came of it
    assert get(world, "shu", "key", key.pk).status_code == 404


def test_what_is_refused_stands_above_the_form_with_the_words_kept(world: World) -> None:
    key = given.ready(world)
    tomorrow = {"decided_on": "2099-01-01", "meeting": "第 30 次主席会议"}
    both = {"leader": world.people["zhao"].pk, "supervisor": world.people["chen"].pk}
    refused = post(world, "chen", "key_decide", key.pk, **tomorrow, **both)
    assert refused.status_code == 422
    assert "审定日期不能晚于今天" in page(refused) and "第 30 次主席会议" in page(refused)
