"""What nobody should be able to do to a brief, and what is told instead of an error page."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from shangliang.kernel import moves, params
from shangliang.modules.briefs import services
from shangliang.modules.briefs.models import Brief, Credit, Telling
from shangliang.modules.briefs.tests import given
from shangliang.modules.briefs.tests.test_api import TEXT, get, post
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [{"title": "长" * 101}, {"title": ""}, {"title": "\x00"}, {"open_ok": False, "open_reason": "x" * 201}],
)
def test_words_that_do_not_fit_are_told_field_by_field(world: World, wrong: dict[str, Any]) -> None:
    brief = given.draft(world)
    status, told = post(world, "lin", f"/briefs/{brief.pk}/write", **{**TEXT, **wrong})
    assert status == 422 and told["reasons"]
    assert given.again(brief).title == brief.title


@pytest.mark.parametrize(
    "writer",
    [
        {"name": "名" * 61},
        {"name": "甲", "identity": "no such identity"},
        {"name": "甲", "contact": "1" * 201},
        {"name": " "},
    ],
)
def test_who_reports_it_must_fit_too(world: World, writer: dict[str, str]) -> None:
    said = {**TEXT, "unit": "yunchuan", "source": "member", "writers": [{"username": "lin"}, writer]}
    status, told = post(world, "lin", "/briefs", **said)
    assert status == 422 and told["reasons"] and not Brief.objects.exists()


def test_fifty_may_stand_on_a_brief_and_no_more(world: World) -> None:
    said = {**TEXT, "unit": "yunchuan", "source": "member"}
    crowd = [{"name": f"群众{n}"} for n in range(51)]
    assert post(world, "lin", "/briefs", **said, writers=crowd)[0] == 422
    assert post(world, "lin", "/briefs", **said, writers=crowd[:50])[0] == 201


def test_only_members_of_the_place_are_asked_to_sign(world: World) -> None:
    with pytest.raises(moves.Refused, match="刘敏"):
        given.draft(world, cosigners=["liu"])
    assert given.draft(world, cosigners=["deng"]).authors.count() == 2


@pytest.mark.parametrize("year", [-5, 0, 99999])
def test_a_year_that_no_calendar_has_is_told(world: World, year: int) -> None:
    assert get(world, "wang", f"/api/v1/briefs/figures?unit=yunchuan&year={year}")[0] == 422
    assert get(world, "wang", f"/api/v1/briefs/stations/figures?year={year}")[0] == 422


def test_nobody_passes_words_she_has_not_read(world: World) -> None:
    """A stale tab: the reviewer read the second version, meanwhile there is a third."""
    brief = given.edited(world)
    services.edit(
        brief, title="又改一稿", situation=given.SITUATION, advice=given.ADVICE, actor=world.actor("wang"), at=world.now
    )  # fmt: skip
    with pytest.raises(moves.Stale, match="王秀兰"):
        services.review(given.again(brief), actor=world.actor("yao"), at=world.now, seen=2)
    services.review(given.again(brief), actor=world.actor("yao"), at=world.now, seen=3)
    signs: dict[str, Any] = {
        "sent_to": "市委",
        "copies_to": "",
        "actor": world.actor("chen"),
        "at": world.now,
    }
    with pytest.raises(moves.Stale):
        services.sign(given.again(brief), **signs, seen=2)
    services.sign(given.again(brief), **signs, seen=3)


def test_the_reviewer_who_edited_meanwhile_is_told(world: World) -> None:
    """She opened the page before she edited it herself: no error page, and no review of her own words."""
    brief = given.edited(world)
    opened = given.again(brief)
    Brief.objects.filter(pk=brief.pk).update(editor=world.people["yao"])
    with transaction.atomic(), pytest.raises(moves.NotAllowed):
        services.review(opened, actor=world.actor("yao"), at=world.now)


def test_what_was_handed_in_is_what_stood_there(world: World) -> None:
    """Submitted in one tab while another saved other words: the original holds the words that were saved last."""
    brief = given.draft(world)
    opened = given.again(brief)
    services.write(
        given.again(brief), words=given.words("后存的标题"), actor=world.actor("lin"), at=world.now
    )
    services.submit(opened, actor=world.actor("lin"), at=world.now)
    held = Brief.objects.select_related("original").get(pk=brief.pk)
    assert held.original is not None and held.title == held.original.title == "后存的标题"


def test_told_once_however_often_it_is_pressed(world: World) -> None:
    brief = given.issued(world)
    for _twice in range(2):
        services.tell(
            given.again(brief), text="已报市领导", token="t1", actor=world.actor("wang"), at=world.now
        )
    assert Telling.objects.filter(brief=brief).count() == 1


def test_an_informant_without_account_is_appointed_once(world: World) -> None:
    station = given.station(world)
    for _twice in range(2):
        services.appoint(station, name="张大妈", token="t1", actor=world.actor("wang"), at=world.now)
    with pytest.raises(moves.Refused):
        services.appoint(station, name="名" * 61, actor=world.actor("wang"), at=world.now)
    assert station.informants.count() == 1


@pytest.mark.parametrize("form", ["第{number}期", "〔{year}〕期", "{year}{number}" + "长" * 40])
def test_a_number_that_would_be_given_twice_is_refused(world: World, form: str) -> None:
    with pytest.raises(params.BadValue):
        params.check("briefs.number_form", form)


def test_a_credit_is_reversed_never_changed(world: World) -> None:
    given.issued(world)
    credit = Credit.objects.first()
    assert credit is not None
    for change in ({"numerator": 2, "denominator": 2}, {"on": date(2020, 1, 1)}, {"rule": "city.used"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Credit.objects.filter(pk=credit.pk).update(**change)
    Credit.objects.filter(pk=credit.pk).update(reversed_at=world.now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Credit.objects.filter(pk=credit.pk).update(reversed_at=None)


def test_what_was_opened_has_no_names(world: World) -> None:
    """Other members read it because it was opened to everybody; leaders read it as it was printed."""
    brief = given.issued(world)
    services.publish(brief, actor=world.actor("chen"), at=world.now)
    for who, names in (("deng", False), ("zhao", True)):
        client = given.as_(world, who)
        shown = client.get(brief.get_absolute_url()).content.decode()
        assert brief.title in shown and ("林晓梅" in shown) is names
        paper = client.get(f"/desk/briefs/{brief.pk}/docx/").content
        with zipfile.ZipFile(io.BytesIO(paper)) as docx:
            assert ("林晓梅" in docx.read("word/document.xml").decode()) is names


def test_what_can_never_be_done_is_not_shown(world: World) -> None:
    """A composite does not wait to be merged, nor a single brief to be dissolved."""
    page = given.as_(world, "wang")
    one = page.get(given.edited(world, title="单篇一").get_absolute_url()).content.decode()
    both = page.get(given.composite(world).get_absolute_url()).content.decode()
    assert "撤销综合稿" not in one and "撤销综合稿" in both and "还不能“并入综合稿”" not in both
