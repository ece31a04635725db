"""Every page: 200 for those who may; 404 what one may not see, 403 what is not one's own, 405, 409, 422."""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from shangliang.kernel import moves
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given
from shangliang.modules.plans.tests import given as plans
from tests.world import World


def at(name: str, *args: Any) -> str:
    return reverse(f"gatherings:{name}", args=args)


def page(response: Any) -> str:
    assert isinstance(response, HttpResponse)
    return response.content.decode()


def test_nobody_sees_the_desk_without_signing_in(as_: Any, world: World) -> None:
    gathering = given.noticed(world)
    for address in (
        at("list"),
        at("gathering", gathering.pk),
        at("console", gathering.pk),
        at("qr", gathering.pk),
    ):
        assert as_("").get(address).status_code == 302


def test_the_list_and_its_filters(as_: Any, world: World) -> None:
    here = given.noticed(world, title="加装电梯协商会")
    given.ready(world, title="别的协商会", type="local")
    text = page(as_("wang").get(at("list")))
    assert "加装电梯协商会" in text and "别的协商会" in text and "多层协商格局" in text
    text = page(
        as_("wang").get(at("list"), {"state": "noticed", "month": "2026-03", "type": "thematic", "mine": "1"})
    )
    assert "没有符合条件的协商活动" in text
    text = page(as_("lin").get(at("list"), {"mine": "1", "month": "2026-99", "topic": here.topic_id}))
    assert "加装电梯协商会" in text and "别的协商会" not in text


def test_the_ledger_honours_the_filters(as_: Any, world: World) -> None:
    given.held(world, title="=加装电梯协商会")
    given.noticed(world, type="monthly")
    response = as_("wang").get(at("ledger"), {"type": "thematic"})
    rows = list(csv.reader(io.StringIO(page(response).removeprefix("\ufeff"))))
    assert response.headers["Content-Type"].startswith("text/csv") and len(rows) == 2
    assert rows[0][:3] == ["序号", "编号", "时间"] and rows[1][4] == given.LIFT


def test_the_templates_page_names_all_steps(as_: Any, world: World) -> None:
    text = page(as_("lin").get(at("templates")))
    assert "三议七步" in text and "践议：落实监督" in text and "社区六步议事" in text


def test_preparing_by_form(as_: Any, world: World) -> None:
    about = given.topic(world)
    client = as_("wang")
    text = page(client.get(at("new"), {"topic": about.pk, "type": "local"}))
    assert f'value="{given.LIFT}"' in text
    form = {
        "topic": about.pk,
        "unit": world.units["yunchuan"].pk,
        "title": "加装电梯协商会",
        "type": "thematic",
        "template": "city",
        "starts_at": "2026-03-20T14:30",
        "place": "市政协三楼",
        "open_to_public": "on",
        "convener": world.people["chen"].pk,
        "token": "form-token-1",
    }
    response = client.post(at("new"), form)
    gathering = Gathering.objects.get(topic=about)
    assert response.status_code == 303 and response.url == gathering.get_absolute_url()
    assert client.post(at("new"), form).url == gathering.get_absolute_url()
    assert timezone.localtime(gathering.starts_at).hour == 14
    wrong = client.post(at("new"), {**form, "title": "", "starts_at": "昨天"})
    assert wrong.status_code == 422 and "还有 2 处要改" in page(wrong)
    assert as_("lin").get(at("new")).status_code == 403


def test_a_plan_item_fills_the_form(as_: Any, world: World) -> None:
    item = plans.issued(world).items.select_related("topic").first()
    assert item is not None
    text = page(as_("wang").get(at("new"), {"item": item.pk}))
    assert (
        f'<option value="{item.pk}" selected>' in text
        and f'<option value="{item.topic_id}" selected>' in text
    )


def test_editing_by_form(as_: Any, world: World) -> None:
    gathering = given.prepared(world)
    address = at("edit", gathering.pk)
    form = {
        "title": "新名称",
        "type": "local",
        "template": "jiangsu",
        "place": "堤东村议事室",
        "starts_at": "2026-03-21T09:00",
    }
    assert as_("wang").get(address).status_code == 200
    assert as_("wang").post(address, form).status_code == 303
    gathering.refresh_from_db()
    assert (gathering.title, gathering.convener, gathering.open_to_public) == ("新名称", None, False)
    assert as_("wang").post(address, {**form, "ends_at": "2026-03-20T09:00"}).status_code == 422
    assert as_("chen").get(address).status_code == 403 and as_("tang").get(address).status_code == 404


def test_a_micro_consultation_by_one_form(as_: Any, world: World) -> None:
    form = {
        "topic": given.topic(world).pk,
        "unit": world.units["shiqiao"].pk,
        "title": "垃圾桶挪到哪里",
        "starts_at": "2026-03-09T19:00",
        "place": "三号楼前",
        "convener": world.people["lin"].pk,
        "guests": "林晓梅，委员，市政协委员\n方阿婆，群众，三号楼\n\n侯明亮\t部门\t市住建局局长",
        "token": "micro-form-1",
    }
    client = as_("wang")
    assert client.get(at("quick")).status_code == 200
    response = client.post(at("quick"), form)
    gathering = Gathering.objects.get(title="垃圾桶挪到哪里")
    assert response.status_code == 303 and gathering.state == "noticed"
    assert gathering.participants.get(capacity="member").person == world.people["lin"]
    wrong = client.post(at("quick"), {**form, "guests": "林晓梅，外星人"})
    assert wrong.status_code == 422 and "认不出身份" in page(wrong)


def test_the_page_of_a_gathering_for_the_house_and_for_others(
    as_: Any, world: World, today: datetime
) -> None:
    gathering = given.held(world)
    given.followed(world)
    text = page(as_("wang").get(at("gathering", gathering.pk)))
    for said in (
        "五个一",
        "政协人 · 政府人 · 专业人",
        "费用按楼层递增分摊",
        "方阿婆",
        "/minutes/of/",
        "闭环条",
        "事中协商",
    ):
        assert said in text
    outside = page(as_("tang").get(at("gathering", gathering.pk)))
    assert "方阿婆" not in outside and "方**" in outside and "费用按楼层递增分摊" not in outside
    assert "/minutes/of/" not in outside and "两个月内出台" in outside


def test_what_one_may_not_see_does_not_exist(as_: Any, world: World) -> None:
    inner = given.noticed(world, open_to_public=False)
    early = given.ready(world)
    for gathering in (inner, early):
        for name in ("gathering", "console", "people", "qr", "calendar"):
            assert as_("tang").get(at(name, gathering.pk)).status_code == 404
    assert as_("wang").get(at("gathering", 999_999)).status_code == 404


def test_what_is_not_ones_own_is_refused(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    addresses = [
        at(name, gathering.pk)
        for name in (
            "edit",
            "agenda",
            "people",
            "people_csv",
            "visit",
            "material",
            "console",
            "console_live",
            "agree",
            "end",
            "cancel",
            "poster",
            "qr",
        )
    ]
    assert {as_("lin").get(a).status_code for a in addresses} == {403}
    assert as_("lin").get(at("light", gathering.pk, "theme")).status_code == 403
    posts = [at("opine", gathering.pk), at("step", gathering.pk, 1), at("open_part", gathering.pk, 1)]
    assert {as_("lin").get(a).status_code for a in posts} == {405}
    assert as_("lin").post(at("step", gathering.pk, 1)).status_code == 403
    assert as_("lin").post(at("open_part", gathering.pk, 1)).status_code == 403


def test_the_price_of_the_page(as_: Any, world: World, django_assert_max_num_queries: Any) -> None:
    gathering = given.held(world)
    client, address = as_("wang"), at("gathering", gathering.pk)
    client.get(address)  # whatever is kept between pages is read now
    with django_assert_max_num_queries(41):
        assert client.get(address).status_code == 200


def test_the_agenda_by_form(as_: Any, world: World) -> None:
    gathering = given.prepared(world)
    address = at("agenda", gathering.pk)
    assert "有关部门通报情况" in page(as_("wang").get(address))
    form = {"rows-TOTAL_FORMS": "3", "rows-INITIAL_FORMS": "3"}
    rows = [("2", "speech", "大家发言", "30"), ("1", "report", "通报", "10"), ("3", "other", "", "10")]
    for n, (order, part, title, minutes) in enumerate(rows):
        form |= {
            f"rows-{n}-order": order,
            f"rows-{n}-part": part,
            f"rows-{n}-title": title,
            f"rows-{n}-minutes": minutes,
        }
    assert as_("wang").post(address, form).status_code == 303
    assert list(gathering.agenda.values_list("title", "minutes")) == [("通报", 10), ("大家发言", 30)]
    wrong = as_("wang").post(address, {**form, "rows-0-minutes": "0"})
    assert wrong.status_code == 422 and "还有 1 处要改" in page(wrong)


def test_people_are_invited_signed_in_and_taken_off(as_: Any, world: World) -> None:
    gathering = given.noticed(world)
    client = as_("wang")
    assert "成批加入" in page(client.get(at("people", gathering.pk)))
    invite = at("invite", gathering.pk)
    assert client.post(invite, {"capacity": "legal", "name": "陆律师"}).status_code == 303
    wrong = client.post(invite, {"capacity": "legal"})
    assert wrong.status_code == 422 and "请选一个人，或写姓名" in page(wrong)
    lines = client.post(at("invite_lines", gathering.pk), {"lines": "邓小军,委员\n韩梅,当事人,三号楼二层"})
    assert (
        lines.status_code == 303 and gathering.participants.get(name="邓小军").person == world.people["deng"]
    )
    assert client.post(at("invite_lines", gathering.pk), {"lines": "韩梅,神仙"}).status_code == 422
    guest = given.seat(gathering, "legal")
    assert client.post(at("sign_in", gathering.pk, guest.pk)).status_code == 303
    assert client.post(at("uninvite", gathering.pk, guest.pk)).status_code == 422
    assert client.get(at("unsign", gathering.pk, guest.pk)).status_code == 200
    assert client.post(at("unsign", gathering.pk, guest.pk), {"note": ""}).status_code == 422
    assert client.post(at("unsign", gathering.pk, guest.pk), {"note": "点错了"}).status_code == 303
    assert client.post(at("uninvite", gathering.pk, guest.pk)).status_code == 303
    other = given.seat(given.noticed(world), "expert")
    assert client.post(at("sign_in", gathering.pk, other.pk)).status_code == 404
    table = page(client.get(at("people_csv", gathering.pk)))
    assert "林晓梅,政协委员" in table and "陆律师" not in table


def test_visits_and_materials_by_form(as_: Any, world: World) -> None:
    gathering = given.prepared(world)
    client = as_("wang")
    visit = {"on": "2026-03-06", "place": "三号楼", "notes": "看了三户。"}
    assert client.get(at("visit", gathering.pk)).status_code == 200
    assert client.post(at("visit", gathering.pk), visit).status_code == 303
    assert client.post(at("visit", gathering.pk), {**visit, "on": ""}).status_code == 422
    upload = SimpleUploadedFile("方案.pdf", b"%PDF-1.7 plan")
    material = {"kind": "background", "file": upload}
    assert client.post(at("material", gathering.pk), material).status_code == 303
    kept = gathering.materials.get()
    address = at("file", gathering.pk, kept.file_id)
    response = client.get(address)
    assert b"".join(response.streaming_content) == b"%PDF-1.7 plan" and kept.title == "方案.pdf"
    assert "attachment" in response.headers["Content-Disposition"]
    assert as_("tang").get(address).status_code == 404
    assert client.get(at("file", given.prepared(world).pk, kept.file_id)).status_code == 404
    assert client.post(at("material", gathering.pk), {"kind": "other", "title": "空"}).status_code == 422
    bad = SimpleUploadedFile("a.exe", b"MZ\x00\x01")
    assert client.post(at("material", gathering.pk), {"kind": "other", "file": bad}).status_code == 422


def test_a_file_of_a_public_meeting_is_for_the_house(as_: Any, world: World) -> None:
    gathering = given.noticed(world)
    client = as_("wang")
    client.post(
        at("material", gathering.pk),
        {"kind": "background", "file": SimpleUploadedFile("a.txt", "甲".encode())},
    )
    address = at("file", gathering.pk, gathering.materials.get().file_id)
    response = as_("lin").get(address)
    assert b"".join(response.streaming_content) == "甲".encode()
    assert as_("tang").get(address).status_code == 404


def test_the_console_and_its_living_parts(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    client = as_("chen")
    text = page(client.get(at("console", gathering.pk)))
    assert f'data-live="gathering:{gathering.pk}"' in text and "选人，打字，回车" in text and "未签到" in text
    assert client.post(at("open_part", gathering.pk, 2)).status_code == 303
    clock = page(client.get(at("console_live", gathering.pk), {"part": "clock"}))
    assert "正在进行：委员和居民提问" in clock and "还剩 20 分" in clock and "<html" not in clock
    live = page(client.get(at("console_live", gathering.pk)))
    assert "最近的意见" in live and "<html" not in live
    assert client.post(at("open_part", gathering.pk, 9)).status_code == 404


def test_quick_entry_by_htmx_and_without_scripts(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    client, address = as_("wang"), at("opine", gathering.pk)
    guest = given.seat(gathering, "grassroots")
    form = {"participant": guest.pk, "text": "装在北侧。", "token": "press-1"}
    response = client.post(address, form, headers={"HX-Request": "true"})
    text = page(response)
    assert response.status_code == 200 and "装在北侧。" in text and 'data-hx-swap-oob="innerHTML"' in text
    # The next step is renewed with it: what was missing may be there now.
    assert '<div id="steps" data-hx-swap-oob="innerHTML">' in text
    assert f'<option value="{guest.pk}" selected>' in text and "press-1" not in text
    plain = client.post(address, {**form, "text": "没有脚本。", "token": "press-2"})
    assert plain.status_code == 303 and plain.url.endswith(f"console/?speaker={guest.pk}#entry")
    client.post(address, {**form, "text": "没有脚本。", "token": "press-2"})
    assert gathering.opinions.count() == 2
    assert client.post(address, {**form, "text": ""}).status_code == 422
    wrong = client.post(address, {**form, "text": ""}, headers={"HX-Request": "true"})
    assert wrong.status_code == 422 and "<html" not in page(wrong)


def test_a_member_hands_in_her_own_opinion(as_: Any, world: World) -> None:
    gathering = given.noticed(world)
    client, address = as_("lin"), at("opine", gathering.pk)
    assert "写下我的意见" in page(client.get(at("gathering", gathering.pk)))
    mine, other = given.seat(gathering, "member"), given.seat(gathering, "head")
    form = {"participant": mine.pk, "text": "书面意见。", "token": "mine-1"}
    assert client.post(address, form).url == gathering.get_absolute_url() + "#opinions"
    assert client.post(address, {**form, "participant": other.pk, "token": "mine-2"}).status_code == 403
    assert client.post(address, {**form, "text": ""}).status_code == 422
    assert gathering.opinions.get().text == "书面意见。"


def test_opinions_are_corrected_and_agreed_upon(as_: Any, world: World) -> None:
    gathering = given.sitting(world)
    opinion = given.said(world, gathering)
    client = as_("wang")
    assert client.get(at("correct", gathering.pk, opinion.pk)).status_code == 200
    assert client.post(at("correct", gathering.pk, opinion.pk), {"text": "改过的。"}).status_code == 303
    assert client.post(at("correct", gathering.pk, opinion.pk), {"text": ""}).status_code == 422
    form = {
        "text": "出台办法",
        "responsible": world.units["d-housing"].pk,
        "due_on": "2026-05-01",
        "opinions": [opinion.pk],
    }
    assert "改过的。" in page(client.get(at("agree", gathering.pk)))
    assert client.post(at("agree", gathering.pk), form).status_code == 303
    assert client.post(at("agree", gathering.pk), {**form, "responsible": ""}).status_code == 422
    row = gathering.consensus.get()
    assert client.get(at("amend", gathering.pk, row.pk)).status_code == 200
    assert (
        client.post(at("amend", gathering.pk, row.pk), {**form, "text": "一个月内出台办法"}).status_code
        == 303
    )
    row.refresh_from_db()
    assert row.text == "一个月内出台办法" and list(row.opinions.all()) == [opinion]
    assert client.post(at("amend", gathering.pk, row.pk), {**form, "due_on": "2026-01-01"}).status_code == 422


def test_into_my_calendar(as_: Any, world: World) -> None:
    response = as_("lin").get(at("calendar", given.noticed(world).pk))
    assert (
        response.headers["Content-Type"].startswith("text/calendar") and b"BEGIN:VEVENT" in response.content
    )
    early = given.prepared(world, starts_at=None, ends_at=None)
    assert as_("wang").get(at("calendar", early.pk)).status_code == 404


def test_bare_moves_have_their_button_on_the_page(as_: Any, world: World) -> None:
    gathering = given.ready(world)
    address = reverse("desk:move", args=["gathering", gathering.pk, "notice"])
    assert address in page(as_("wang").get(at("gathering", gathering.pk)))
    assert as_("wang").post(address, {"version": gathering.version}).status_code == 303
    assert as_("wang").post(address, {"version": gathering.version}).status_code == 409
    assert moves.label_of(Gathering.objects.get(pk=gathering.pk)) == "已通知"
