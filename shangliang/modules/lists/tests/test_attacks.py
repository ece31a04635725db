"""What nobody should be able to do to the two lists, and what is told instead of an error page."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shangliang.kernel import moves
from shangliang.modules.lists import services
from shangliang.modules.lists.models import ActionEvidence, Campaign, Invitation, ListAction
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import again, as_, by
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db
PUBLISHED = "更换路灯"


def published(world: World) -> ListAction:
    """An action of a department with a file as evidence, open to everybody."""
    action = given.action(world)
    upload = SimpleUploadedFile("现场.txt", "内部说明".encode())
    sent = as_(world, "tang").post(
        f"/api/v1/lists/actions/{action.pk}/evidence", {"text": "已开通", "file": upload}, HTTP_IDEMPOTENCY_KEY="k1",
    )  # fmt: skip
    assert sent.status_code == 201 and json.loads(sent.content)["file"] == "现场.txt"
    services.claim_done(again(action), result="热线已开通", **by(world, "tang"))
    moves.make(held := again(action), "verify", **by(world, "wang"))
    services.publish(held, **by(world, "wang"))
    return held


def test_a_file_sent_as_evidence_is_kept(world: World) -> None:
    action = published(world)
    row = ActionEvidence.objects.get(action=action)
    assert row.file is not None and row.file.name == "现场.txt"


def test_what_is_public_is_public_without_its_inside(world: World) -> None:
    """Somebody of another place, signed in, reads what everybody may read and no more."""
    action = published(world)
    row = ActionEvidence.objects.get(action=action)
    for who, status in (("zhou", 404), ("gao", 404), ("lin", 200), ("tang", 200)):
        client = as_(world, who)
        assert client.get(action.get_absolute_url()).status_code == (200 if status == 200 else 302), who
        file = client.get(f"/desk/lists/evidence/{row.pk}/")
        assert file.status_code == status, who
        if status == 200:
            assert b"".join(file.streaming_content).decode() == "内部说明"  # type: ignore[attr-defined]
        assert client.get(f"/api/v1/list_action/{action.pk}/journal").status_code == status, who
        told = json.loads(client.get(f"/api/v1/lists/actions/{action.pk}/evidence").content)
        assert told[0]["file"] == ("现场.txt" if status == 200 else "")


@pytest.mark.parametrize("typed", ["²", "9" * 40, "-1", "x"])
def test_a_number_that_is_none_is_no_error(world: World, typed: str) -> None:
    around = given.campaign(world)
    given.concern(world, around)
    client = as_(world, "wang")
    for name in ("field", "campaign", "department"):
        assert client.get("/desk/lists/concerns/", {name: typed}).status_code == 200
        assert client.get("/desk/lists/asks/", {name: typed}).status_code == 200
    answer = client.get(f"/api/v1/lists/campaigns/{around.pk}/candidates", {"below": f"{typed}-1"})
    assert answer.status_code == 200


def test_a_department_named_twice_takes_part_once(world: World) -> None:
    twice = [world.units["d-education"], world.units["d-education"]]
    assert given.campaign(world, departments=twice).departments.count() == 1


@pytest.mark.parametrize("batch", [0, -1, 100])
def test_the_batch_is_one_of_ninety_nine(world: World, batch: int) -> None:
    with pytest.raises(moves.Refused):
        given.campaign(world, batch=batch)


def test_days_beyond_ten_years_are_asked_back(world: World) -> None:
    far = date(9999, 12, 31)
    with pytest.raises(moves.Refused, match="十年"):
        given.campaign(world, collect_until=far, match_until=far, act_until=far)
    around = given.campaign(world)
    with pytest.raises(moves.Refused, match="十年"):
        services.postpone_campaign(around, until=far, note="久", **by(world, "wang"))
    asked = given.ask(world, around)
    with pytest.raises(moves.Refused, match="十年"):
        services.plan_action(
            asked, unit=world.units["d-education"], text="开通热线", due_on=far, **by(world, "tang")
        )
    with pytest.raises(moves.Refused, match="十年"):
        given.post(world, starts_on=far - timedelta(days=1), ends_on=far)
    with pytest.raises(moves.Refused, match="十年"):
        given.invitation(world, held_on=far)


@pytest.mark.parametrize("places", [0, -3, 501, 40_000])
def test_places_are_one_to_five_hundred(world: World, places: int) -> None:
    post = given.post(world)
    words = {"title": "岗", "about": "做", "place": "这里", "open_to_public": True}
    with pytest.raises(moves.Refused):
        services.edit_post(post, **words, places=places, **by(world, "xu"))


def test_whoever_was_joined_by_merging_does_not_rewrite_the_other(world: World) -> None:
    around = given.campaign(world)
    kept = given.concern(world, around)
    services.merge(given.concern(world, around, who="deng"), into=kept, **by(world, "wang"))
    words = {"title": "改了", "present": "改了", "suggestion": "改了"}
    with pytest.raises(moves.NotAllowed):
        services.edit_concern(again(kept), **words, **by(world, "deng"))
    services.edit_concern(again(kept), **words, **by(world, "lin"))


def test_who_stands_behind_two_merged_ones_stays_when_one_leaves(world: World) -> None:
    around = given.campaign(world)
    kept = given.concern(world, around)
    first, second = (given.concern(world, around, who="deng") for _n in range(2))
    for one in (first, second):
        services.merge(one, into=again(kept), **by(world, "wang"))
    services.split(again(first), note="不是一件事", **by(world, "wang"))
    assert set(kept.authors.values_list("person__username", flat=True)) == {"lin", "deng"}
    services.split(again(second), note="也不是", **by(world, "wang"))
    assert set(kept.authors.values_list("person__username", flat=True)) == {"lin"}


def test_nothing_is_joined_in_a_campaign_that_has_ended(world: World) -> None:
    around = given.campaign(world)
    concern, asked = given.concern(world, around), given.ask(world, around)
    Campaign.objects.filter(pk=around.pk).update(state="closed")
    with pytest.raises(moves.Stale, match="已经结束"):
        services.confirm(again(concern), ask=asked, **by(world, "wang"))
    with pytest.raises(moves.Stale, match="已经结束"):
        services.compare(again(around), **by(world, "wang"))


def test_an_action_is_seen_by_those_who_reach_it(world: World) -> None:
    """On the page of a public ask, somebody of another place sees no action that is not public."""
    asked = given.ask(world)
    due = given.day(world, 30)
    services.plan_action(
        asked, unit=world.units["d-education"], text="先做内部摸底", due_on=due, **by(world, "tang")
    )
    for who, sees in (("zhou", False), ("tang", True), ("lin", True)):
        page = as_(world, who).get(asked.get_absolute_url())
        assert page.status_code == 200 and ("先做内部摸底" in page.content.decode()) is sees, who


@pytest.mark.django_db(transaction=True)
def test_two_invite_the_same_member_at_once(world: World) -> None:
    thing = given.invitation(world)

    def more() -> Any:
        people = [world.people["feng"], world.people["feng"]]
        return services.invite_more(
            Invitation.objects.select_related("unit", "host").get(pk=thing.pk), people=people,
            answer_by=thing.answer_by, **by(world, "xu"),
        )  # fmt: skip

    got = together([more, more])
    assert sorted(type(g).__name__ for g in got) == ["Refused", "int"]
    assert again(thing).wanted == thing.invitees.count()


@pytest.mark.parametrize(("who", "status"), [("wang", 409), ("zhao", 403)])
def test_a_form_that_has_grown_old_says_so(world: World, who: str, status: int) -> None:
    """Pushed and adopted in another tab meanwhile; or never hers to decline."""
    concern = given.answered(world, given.pushed(world))
    answer = given.send(world, who, "concern_say", concern.pk, "decline", note="不在范围")
    assert answer.status_code == status
