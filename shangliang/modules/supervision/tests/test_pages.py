"""The pages: everybody opens what is theirs, nobody more; every button does what it says."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shangliang.kernel.models import Notice
from shangliang.modules.supervision import services
from shangliang.modules.supervision.models import Appraisal, Ballot, Finding, Supervision
from shangliang.modules.supervision.tests import given
from tests import given as least
from tests.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]

LISTS = ["board", "list", "mine", "follow_ups", "supervisors", "observations", "appraisals"]


@pytest.mark.parametrize("who", ["wang", "chen", "lin", "zhao", "wen"])
def test_lists_open_for_those_of_the_institution(world: World, who: str) -> None:
    given.closed(world)
    given.observation(world)
    given.counted(world)
    for name in LISTS:
        response = given.get(world, who, name)
        assert response.status_code == 200, name


def test_home_leads_everybody_to_their_own(world: World) -> None:
    to = {"wang": "board", "zhao": "board", "lin": "mine", "liu": "department", "zhou": "list"}
    for who, name in to.items():
        assert given.get(world, who, "home").headers["Location"] == reverse(f"supervision:{name}")
    assert given.get(world, "public", "home").status_code == 302  # to sign in


def test_the_board_shows_phases_and_lights(world: World) -> None:
    given.running(world)
    text = given.page(given.get(world, "wang", "board"))
    assert (
        "监督中：沟通、走访、通报" in text
        and "先培训后视察" in text
        and "1 个小组都已培训，2026年3月2日" in text
    )
    assert "还缺" in text  # 先研讨后反馈


def test_a_supervision_page_by_who_looks(world: World) -> None:
    thing = given.reviewing(world)
    for who in ("wang", "chen", "lin", "wen"):
        text = given.page(given.get(world, who, "supervision", thing.pk))
        assert "信访答复超期" in text and "查看 20 件台账" in text, who
    for who in ("liu", "hou", "jiang", "zhao", "sun"):
        assert given.get(world, who, "supervision", thing.pk).status_code == 404, who
    assert "先研讨后反馈：还没有集体研讨的记录" in given.page(
        given.get(world, "wang", "supervision", thing.pk)
    )


def test_members_and_everybody_read_what_was_published(world: World) -> None:
    thing = given.sent(world)
    public = reverse("portal:supervision", args=[thing.pk])
    client = given.as_(world, "public")
    assert (
        client.get(public).status_code == 404
        and given.get(world, "jiang", "supervision", thing.pk).status_code == 404
    )
    given.post(world, "chen", "publish", thing.pk)
    text = given.page(client.get(public))
    assert "信访答复超期" in text and "林晓梅" not in text and "查看 20 件台账" not in text
    assert "信访工作专项监督" in given.page(client.get(reverse("portal:supervisions")))
    outside = given.page(given.get(world, "jiang", "supervision", thing.pk))
    assert "信访答复超期" in outside and "查看 20 件台账" not in outside
    given.post(world, "chen", "unpublish", thing.pk, note="待核")
    assert client.get(public).status_code == 404


def test_a_department_reads_talks_and_what_was_sent_never_drafts(world: World) -> None:
    thing = given.running(world)
    target = given.supervised(thing)
    given.visit(world, thing)
    finding = given.found(world, thing)
    text = given.page(given.get(world, "liu", "supervised", target.pk))
    assert "说明监督内容和安排" in text and "信访答复超期" not in text and "查看 20 件台账" not in text
    assert given.get(world, "liu", "finding", finding.pk).status_code == 404
    assert "信访答复超期" not in given.page(given.get(world, "liu", "department"))
    assert given.get(world, "xu", "supervised", target.pk).status_code == 404
    assert given.get(world, "liu", "ledger", thing.pk).status_code == 404


def test_a_department_is_not_told_before_the_talk(world: World) -> None:
    thing = given.approved(world)
    assert given.get(world, "liu", "supervised", given.supervised(thing).pk).status_code == 404
    assert not Notice.objects.filter(person=world.people["liu"]).exists()


def test_by_hand_from_the_plan_to_the_rectified_finding(world: World) -> None:
    """Every form of the way, pressed as people press it."""
    place, education = world.units["d-housing"], world.units["c-education"]
    made = given.post(
        world, "wang", "new", form="special", title="物业服务监督", owner=education.pk, basis="主席会议",
        subject="物业",
        matters="收费\n维修", departments=[place.pk], token="a",
    )  # fmt: skip
    thing = Supervision.objects.get()
    assert made.status_code == 303 and thing.matters.count() == 2
    again = given.post(
        world, "wang", "new", form="special", title="物业服务监督", owner=education.pk, basis="主席会议",
        subject="物业",
        matters="收费\n维修", departments=[place.pk], token="a",
    )  # fmt: skip
    assert again.headers["Location"] == made.headers["Location"] and Supervision.objects.count() == 1
    given.post(
        world, "wen", "scheme", thing.pk, scheme="分一组", subject="物业", starts_on="2026-03-02", ends_on="2026-05-01",
        departments=[place.pk],
    )  # fmt: skip
    assert given.post(world, "wen", "scheme", thing.pk).status_code == 422

    def move(who: str, verb: str) -> Any:
        return given.as_(world, who).post(reverse("desk:move", args=["supervision", thing.pk, verb]))

    move("wen", "propose")
    assert given.post(world, "wen", "approve", thing.pk).status_code == 403
    assert "分一组" in given.page(given.get(world, "chen", "approve", thing.pk))
    given.post(world, "chen", "approve", thing.pk)
    people = [world.people[p].pk for p in given.MEMBERS]
    given.post(world, "wang", "team_new", thing.pk, name="第一组", leader=people[0], members=people[1:])
    given.post(world, "lin", "train", thing.pk, on="2026-03-02", place="会议室", text="培训", people=people)
    target = given.supervised(given.again(thing))
    given.post(world, "lin", "talk", target.pk, on="2026-03-02", place="住建局", text="沟通")
    assert move("wang", "start").status_code == 303
    photo = SimpleUploadedFile("现场.txt", "看到的".encode())
    given.post(
        world, "lin", "inspect", thing.pk, kind="visit", supervised=target.pk, on="2026-03-02", place="小区",
        text="看三处",
        people=people, file=photo,
    )  # fmt: skip
    visit = thing.activities.get(kind="visit")
    stored = visit.files.get()
    assert given.fetched(given.get(world, "deng", "file", stored.pk)) == "看到的"
    assert given.get(world, "liu", "file", stored.pk).status_code == 404
    given.post(world, "lin", "inform", target.pk, on="2026-03-02", place="住建局", text="通报")
    given.post(
        world, "deng", "note", thing.pk, title="收费不公示", department=place.pk, problem="三处没有公示", advice="公示",
        activity=visit.pk, team=thing.teams.get().pk,
    )  # fmt: skip
    move("wang", "review")
    given.post(world, "lin", "discuss", thing.pk, on="2026-03-02", place="会议室", text="研讨", people=people)
    given.post(world, "wang", "opinion", thing.pk, title="监督意见", to="市住建局", opinion="总的好")
    assert "收费不公示" in given.page(given.get(world, "wang", "send", thing.pk))
    assert given.post(world, "wang", "send", thing.pk).status_code == 303
    finding = Finding.objects.get()
    assert finding.state == "sent" and finding.activity == visit and finding.finder == world.people["deng"]
    given.post(world, "liu", "plan", finding.pk, responsible="侯明亮", measures="限期公示")
    assert (
        given.post(
            world, "liu", "claim", finding.pk, responsible="侯", measures="已", proof="照片"
        ).status_code
        == 422
    )
    given.answered(world, finding)
    assert reverse("supervision:claim", args=[finding.pk]) in given.page(
        given.get(world, "liu", "finding", finding.pk)
    )
    proof = SimpleUploadedFile("公示.txt", "照片".encode())
    given.post(
        world, "liu", "claim", finding.pk, responsible="侯明亮", measures="已公示", proof="照片", file=proof
    )
    assert given.fetched(given.get(world, "lin", "proof_file", finding.proofs.get().pk)) == "照片"
    assert given.post(world, "liu", "recheck", finding.pk, passes="yes", text="好").status_code == 403
    assert reverse("supervision:recheck", args=[finding.pk]) in given.page(
        given.get(world, "lin", "finding", finding.pk)
    )
    given.post(world, "lin", "recheck", finding.pk, passes="no", text="一处没有")
    given.post(world, "wang", "resend", finding.pk, rectify_by="2026-05-01")
    assert given.again(finding).state == "sent" and given.again(finding).round == 2


def test_the_ledger_as_csv_and_xlsx(world: World) -> None:
    thing = given.sent(world, "=1+1", "台账不全")
    rows = given.rows(given.get(world, "wang", "ledger", thing.pk, format="csv"))
    assert rows[1][1] == "'=1+1" and rows[2][4] == "市住建局" and len(rows) == 3
    assert given.get(world, "lin", "ledger", thing.pk, format="xlsx").content[:2] == b"PK"
    assert given.get(world, "wang", "docx", thing.pk).content[:2] == b"PK"
    assert given.get(world, "jiang", "ledger", thing.pk).status_code == 404


def test_once_more_with_one_press(world: World) -> None:
    from_last = least.one(world, "recommendation")
    type(from_last).objects.filter(pk=from_last.pk).update(
        state="decided", adoption="adopted", dispatch=least.one(world, "dispatch")
    )
    first = given.post(world, "wang", "again", "recommendation", from_last.pk)
    second = given.post(world, "wang", "again", "recommendation", from_last.pk)
    assert (
        first.status_code == second.status_code == 303
        and first.headers["Location"] == second.headers["Location"]
    )
    assert given.post(world, "lin", "again", "recommendation", from_last.pk).status_code == 403
    assert given.post(world, "wang", "again", "voice", from_last.pk).status_code == 404
    for name in ("new", "from_plan", "last_year"):
        assert given.get(world, "wang", name).status_code == 200
        assert given.get(world, "lin", name).status_code == 403


def test_consent_on_the_page(world: World) -> None:
    finding = given.found(world, given.running(world))
    assert "请提出人决定" in given.page(given.get(world, "wang", "finding", finding.pk))
    given.post(world, "wang", "ask_consent", finding.pk)
    assert given.post(world, "wang", "turn", finding.pk).status_code == 422
    assert given.post(world, "deng", "consent", finding.pk).status_code == 403
    given.post(world, "lin", "consent", finding.pk)
    assert given.post(world, "wang", "turn", finding.pk).status_code == 303
    assert given.again(finding).state == "briefed"


def test_going_back_on_the_page(world: World) -> None:
    thing = given.closed(world)
    back, finding = given.follow_up(thing), given.first(thing)
    assert "登记回头看" in given.page(given.get(world, "lin", "follow_up", back.pk))
    filled = {"held_on": "2026-03-02", "notes": "看了三处", f"result{finding.pk}": "slipped"}
    assert given.post(world, "lin", "hold", back.pk, **filled).status_code == 422
    assert (
        given.post(world, "lin", "hold", back.pk, **filled, **{f"note{finding.pk}": "又超期"}).status_code
        == 303
    )
    assert "又超期" in given.page(given.get(world, "wang", "follow_up", back.pk))
    assert given.again(finding).state == "failed"


def test_supervisors_and_reports_on_the_page(world: World) -> None:
    lin, place = world.people["lin"], world.units["d-housing"]
    given.post(
        world, "wang", "appoint", person=lin.pk, department=place.pk, field="窗口", letter_no="1号",
        starts_on="2026-03-02",
        ends_on="2027-03-02", token="x",
    )  # fmt: skip
    one = given.SpecialSupervisor.objects.get()
    given.post(world, "lin", "report", one.pk, seen_on="2026-03-02", title="排队", text="排一小时")
    told = given.Observation.objects.get()
    assert "排队" in given.page(given.get(world, "wang", "observation", told.pk))
    assert given.get(world, "liu", "observation", told.pk).status_code == 404
    assert "排队" not in given.page(given.get(world, "liu", "supervisor", one.pk))
    assert given.get(world, "wang", "take_up", told.pk).status_code == 200
    given.post(world, "wang", "file_observation", told.pk, note="已在办")
    assert "已在办" in given.page(given.get(world, "lin", "observation", told.pk))


# --- the ballot


FILLED = {"choice0": "satisfied", "remark0": "窗口太少", "choice1": "dissatisfied", "remark1": ""}


def cast(world: World, thing: Appraisal, who: str = "lin", **more: Any) -> Any:
    first = given.page(given.post(world, who, "vote", thing.pk, **FILLED))
    code = first.split('name="code" value="')[1].split('"')[0]
    return given.post(world, who, "vote", thing.pk, **{**FILLED, "code": code, "sure": "yes", **more})


def test_voting_in_two_steps(world: World) -> None:
    thing = given.polling(world)
    assert "无记名" in given.page(given.get(world, "lin", "vote", thing.pk))
    assert given.post(world, "lin", "vote", thing.pk, choice0="satisfied").status_code == 422
    assert Ballot.objects.count() == 0
    response = cast(world, thing)
    receipt = Ballot.objects.get().receipt
    text = given.page(response)
    assert response.status_code == 200 and receipt in text.replace(" ", "").replace("-", "")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "您已投票" in given.page(given.get(world, "lin", "appraisal", thing.pk))
    again = given.post(world, "lin", "vote", thing.pk, **FILLED)
    assert again.status_code == 409 and "您已经投过票" in given.page(again)
    assert "窗口太少" not in given.page(again), "what was said in secret is not shown again"
    assert given.get(world, "lin", "vote", thing.pk).status_code == 409
    assert given.get(world, "wang", "vote", thing.pk).status_code == 403


def test_a_ballot_waits_on_the_voters_own_page(world: World) -> None:
    thing = given.polling(world)
    waits = f'<a href="{thing.get_absolute_url()}">'
    assert waits in (desk := given.page(given.as_(world, "lin").get("/desk/"))) and "可办：投票" in desk
    cast(world, thing)
    assert waits not in given.page(given.as_(world, "lin").get("/desk/"))
    shown = given.page(given.as_(world, "wang").get("/desk/"))
    assert waits in shown and "可办：结束投票并计票" in shown


def test_who_comes_after_the_close_is_told_so(world: World) -> None:
    thing = given.polling(world)
    for who in ("deng", "feng", "jiang"):
        given.ballot(world, thing, who)
    services.close_ballot(thing, actor=world.actor("wang"), at=world.now)
    late = given.post(world, "lin", "vote", thing.pk, **FILLED)
    assert (
        late.status_code == 409 and "现在不能投票" in given.page(late) and "窗口太少" not in given.page(late)
    )


def test_a_changed_confirmation_is_not_cast(world: World) -> None:
    thing = given.polling(world)
    assert cast(world, thing, choice0="dissatisfied").status_code == 422
    late = given.post(world, "deng", "vote", thing.pk, **FILLED, sure="yes", code="x")
    assert late.status_code == 422 and "请再看一遍" in given.page(late) and "确认投出" in given.page(late)
    back = given.post(world, "deng", "vote", thing.pk, **FILLED, sure="back")
    assert "窗口太少" in given.page(back) and Ballot.objects.count() == 0


def test_no_page_tells_anything_before_the_close(world: World) -> None:
    """Secrecy attacked: the office, the chair, a voter, a department, everybody."""
    thing = given.polling(world)
    receipt = given.ballot(world, thing, "deng", given.slips(remark="窗口太少"))
    for who in ("wang", "chen", "lin", "deng", "liu", "zhao", "public"):
        for name in ("appraisal", "ballots", "check"):
            text = given.page(given.get(world, who, name, thing.pk))
            assert receipt not in text and "窗口太少" not in text, (who, name)
        assert given.get(world, who, "ballots", thing.pk).status_code in {302, 403, 404, 409}
        assert given.post(world, who, "check", thing.pk, receipt=receipt).status_code in {302, 403, 404, 409}
        assert given.as_(world, who).get(reverse("portal:appraisal", args=[thing.pk])).status_code == 404
    search = given.as_(world, "wang").get("/desk/search/", {"q": "窗口太少"})
    assert receipt not in given.page(search)


def test_closed_recounted_and_published(world: World) -> None:
    thing = given.polling(world)
    mine = given.ballot(world, thing, "lin", given.slips("basically", "satisfied", "请多开窗口"))
    given.ballot(world, thing, "deng")
    assert given.post(world, "lin", "appraisal_close", thing.pk).status_code == 403
    assert reverse("supervision:appraisal_close", args=[thing.pk]) in given.page(
        given.get(world, "wang", "appraisal", thing.pk)
    )
    assert "已投 2 票" in given.page(given.get(world, "wang", "appraisal_close", thing.pk))
    assert given.post(world, "wang", "appraisal_close", thing.pk).status_code == 303
    found = given.page(given.post(world, "lin", "check", thing.pk, receipt=mine)).split("这张票原样计入")[1]
    first, second = (world.units[code].name for code in ("d-housing", "d-urban"))
    assert found.index(first) < found.index(second), "in the order of the ballot"
    assert "没有这个回执码" in given.page(given.post(world, "lin", "check", thing.pk, receipt="AAAA"))
    rows = given.rows(given.get(world, "feng", "ballots", thing.pk))
    assert len(rows) == 3 and mine in {row[0] for row in rows}
    assert given.get(world, "liu", "appraisal", thing.pk).status_code == 404
    given.as_(world, "chen").post(reverse("desk:move", args=["appraisal", thing.pk, "publish"]))
    for who, address in (("liu", thing.get_absolute_url()), ("public", thing.public_url())):
        text = given.page(given.as_(world, who).get(address))
        assert "市住建局：满意 1 票" in text and mine not in text, who


def test_void_says_so(world: World) -> None:
    thing = given.polling(world, quorum=4)
    given.ballot(world, thing, "lin")
    services.close_ballot(thing, actor=world.actor("wang"), at=world.now)
    assert "只收回 1 票，有效票数下限 4 票" in given.page(given.get(world, "jiang", "appraisal", thing.pk))


def test_setting_up_an_appraisal_on_the_page(world: World) -> None:
    lin, deng, place = world.people["lin"], world.people["deng"], world.units["d-housing"]
    filled = {"departments": [place.pk], "people": [lin.pk, deng.pk], "quorum": 2}
    made = given.post(
        world,
        "wang",
        "appraisal_new",
        title="评议",
        meeting="常委会",
        held_on="2026-03-02",
        about="",
        token="x",
        **filled,
    )
    thing = Appraisal.objects.get()
    assert made.status_code == 303 and thing.roll.count() == 2
    given.post(world, "wang", "appraisal_edit", thing.pk, **{**filled, "people": [lin.pk], "quorum": 1})
    assert thing.roll.count() == 1
