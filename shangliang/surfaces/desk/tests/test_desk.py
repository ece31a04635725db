from datetime import timedelta

import pytest
from django.utils import timezone

from shangliang.kernel import journal, moves, params, waiting
from shangliang.kernel.models import Entry, Notice
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.tests import given
from shangliang.modules.voices.models import Voice
from shangliang.modules.voices.tests import given as voices
from shangliang.surfaces.desk.rights import name_of

pytestmark = pytest.mark.django_db


def signed(client, world, username):
    client.force_login(world.people[username], backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_desk_needs_signing_in(client):
    assert client.get("/desk/")["Location"].startswith("/account/login/")


def test_waiting_for_me_shows_what_the_next_step_of_which_is_mine(
    world, client, django_assert_max_num_queries
):
    given.topic(world)
    voices.voice(world)
    piles = {p.kind: p.count for p in waiting.piles(world.actor("wang"), at=world.now)}
    assert piles == {"voice": 1, "topic": 1}
    assert {p.kind for p in waiting.piles(world.actor("liu"), at=world.now)} == set()
    with django_assert_max_num_queries(40):
        page = signed(client, world, "wang").get("/desk/")
    assert page.status_code == 200 and "老旧小区加装电梯" in page.content.decode()


def test_the_bare_move_button_and_the_stale_page(world, client):
    topic = given.topic(world)
    given.services.score(
        topic, scale="doable", first=4, second=4, third=4, actor=world.actor("lin"), at=world.now
    )
    topic.refresh_from_db()
    path, page = f"/desk/move/topic/{topic.pk}/file/", {"version": topic.version}
    assert signed(client, world, "lin").post(path, page).status_code == 403
    assert signed(client, world, "wang").get(path).status_code == 405
    assert client.post(path, page).status_code == 303
    again = client.post(path, page)
    assert again.status_code == 409 and "已立题" in again.content.decode()
    assert Entry.objects.filter(kind="topic", verb="file").count() == 1
    assert client.post(f"/desk/move/topic/{topic.pk}/decline/", page).status_code == 404


def test_extension_needs_a_reason_and_someone_who_may(world, client):
    topic = given.topic(world)
    until = (timezone.now() + timedelta(days=60)).date().isoformat()
    path = f"/desk/extend/topic/{topic.pk}/"
    assert signed(client, world, "wang").post(path, {"until": until, "note": ""}).status_code == 422
    assert client.post(path, {"until": until, "note": "还要补充调研"}).status_code == 303
    topic.refresh_from_db()
    assert timezone.localtime(topic.due_at).date().isoformat() == until


def test_notices_come_from_the_journal_and_can_be_read(world, client):
    given.topic(world)
    journal.deliver_all(world.now)
    assert Notice.objects.filter(person=world.people["wang"]).exists()
    client = signed(client, world, "wang")
    assert client.get("/desk/notices/").status_code == 200
    client.post("/desk/notices/read/")
    assert not Notice.objects.filter(person=world.people["wang"], read_at=None).exists()


def test_search_finds_only_what_one_may_see(world, client):
    given.topic(world, "加装电梯的事", voices=[])
    journal.deliver_all(world.now)
    assert "加装电梯的事" in _plain(signed(client, world, "wang").get("/desk/search/?q=电梯"))
    assert "加装电梯的事" not in _plain(signed(client, world, "liu").get("/desk/search/?q=电梯"))
    assert client.get("/desk/search/?q=' | \\ & !").status_code == 200


def _plain(page):
    return page.content.decode().replace("<mark>", "").replace("</mark>", "")


def test_who_can_see_this_comes_from_the_same_grants(world, client):
    topic = given.filed(world)
    page = signed(client, world, "wang").get(f"/desk/who/topic/{topic.pk}/").content.decode()
    assert "王秀兰" in page and "林晓梅" in page and "刘敏" not in page
    assert signed(client, world, "liu").get(f"/desk/who/topic/{Topic.objects.get().pk}/").status_code == 200


def test_numbers_are_set_with_a_day_and_a_reason(world, client):
    client = signed(client, world, "wang")
    start = (timezone.now() + timedelta(days=3)).date()
    good = {
        "name": "voices.screen_within",
        "value": "7",
        "starts_on": start.isoformat(),
        "reason": "市里要求",
    }
    assert client.post("/desk/numbers/", {**good, "value": "很快"}).status_code == 422
    assert client.post("/desk/numbers/", {**good, "starts_on": "2020-01-01"}).status_code == 422
    assert client.post("/desk/numbers/", good).status_code == 302
    assert params.value("001.001.", "voices.screen_within", start) == 7
    assert params.value("001.", "voices.screen_within", start - timedelta(days=1)) == 10
    assert Entry.objects.get(kind="parameter").facts["value"] == 7
    assert signed(client, world, "lin").get("/desk/numbers/").status_code == 403


def test_a_key_is_shown_once_and_can_be_ended(world, client):
    client = signed(client, world, "lin")
    page = client.post("/desk/me/tokens/", {"name": "统计", "days": 30}).content.decode()
    assert "slk_" in page and "slk_" not in client.get("/desk/me/").content.decode()
    token = world.people["lin"].tokens.get()
    assert signed(client, world, "wang").post(f"/desk/me/tokens/{token.pk}/end/").status_code == 404
    signed(client, world, "lin").post(f"/desk/me/tokens/{token.pk}/end/")
    token.refresh_from_db()
    assert token.ended_at is not None


def test_overdue_lists_what_one_oversees(world, client):
    given.topic(world)
    Topic.objects.update(due_at=world.now - timedelta(days=30))
    Voice.objects.update(due_at=None)
    page = signed(client, world, "wang").get("/desk/overdue/")
    assert page.status_code == 200 and "逾期" in page.content.decode()
    assert "老旧小区" in client.get("/desk/overdue/?kind=topic").content.decode()
    assert "老旧小区" not in client.get("/desk/overdue/?kind=voice").content.decode()
    assert "老旧小区" in client.get("/desk/overdue/?format=csv").content.decode("utf-8-sig")


def test_what_was_written_when_the_session_ended_is_given_back(client, db):
    page = client.post("/desk/topics/new/", {"title": "写了很久的议题", "summary": "很长的文字"})
    assert page.status_code == 403
    assert "登录已经过期" in page.content.decode() and "写了很久的议题" in page.content.decode()


def test_every_right_has_a_name_for_people(world, client):
    """Whoever reads who may do what reads no word of the program."""
    for kind in moves.kinds():
        for verb in kind.policy.verbs - {ask.name for ask in kind.flow.asks}:
            assert str(name_of(kind, verb)), (kind.flow.kind, verb)
