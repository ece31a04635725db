from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from shangliang.kernel import moves
from shangliang.modules.people import queries, services
from shangliang.modules.people.models import Member, Seat, Token

DAY = date(2026, 3, 2)


def test_an_actor_has_the_seats_of_the_day(world):
    person = world.people["lin"]
    services.seat(
        person, unit=world.units["lanxi"], role="secretary", starts_on=DAY, ends_on=DAY + timedelta(days=9)
    )
    assert {s.role for s in queries.actor_for(person, DAY).seats} == {"member", "secretary", "public"}
    assert "secretary" not in queries.actor_for(person, DAY + timedelta(days=10)).roles
    assert "secretary" not in queries.actor_for(person, DAY - timedelta(days=1)).roles


def test_somebody_who_may_not_sign_in_holds_no_seat(world):
    person = world.people["lin"]
    person.is_active = False
    person.save()
    assert queries.actor_for(person, DAY).roles == {"public"}


def test_only_the_hash_of_a_key_is_kept(world):
    token, key = services.give_token(
        world.people["lin"], actor=world.actor("lin"), name="统计", scopes={"read"}, days=1, at=world.now
    )
    assert key not in {str(v) for v in Token.objects.values_list().get()}
    assert queries.actor_of_token(key, world.now).person_id == world.people["lin"].pk
    assert queries.actor_of_token(key, world.now + timedelta(days=2)) is None
    with pytest.raises(moves.NotAllowed):
        services.end_token(token, actor=world.actor("wang"), at=world.now)
    with pytest.raises(ValueError, match="scopes"):
        services.give_token(
            world.people["lin"], actor=world.actor("lin"), name="x", scopes={"all"}, days=1, at=world.now
        )


def test_a_program_cannot_give_itself_another_key(world):
    narrowed = world.actor("lin").narrowed({"write"})
    with pytest.raises(moves.NotAllowed):
        services.give_token(
            world.people["lin"], actor=narrowed, name="x", scopes={"read"}, days=1, at=world.now
        )


def test_holders_of_a_role_in_exactly_this_unit(world):
    assert list(queries.holding("clerk", world.units["d-housing"].path, DAY)) == [world.people["liu"]]
    assert world.people["zhao"] in queries.leaders("001.", DAY)
    assert {m.person.username for m in queries.members("001.")} >= {"lin", "deng", "feng", "jiang"}
    assert Member.objects.count() >= 4 and Seat.objects.on(DAY).exists()


def test_signing_in_and_out(world, client):
    from_page = client.get("/account/login/?next=/desk/me/")
    assert from_page.status_code == 200
    wrong = client.post("/account/login/", {"login": "wang", "password": "guess"})
    assert wrong.status_code == 200 and "/desk/" not in wrong.get("Location", "")
    right = client.post("/account/login/?next=/desk/me/", {"login": "wang", "password": "shangliang-demo"})
    assert right["Location"] == "/desk/me/"
    assert client.get("/desk/me/").status_code == 200
    client.post("/account/logout/")
    assert client.get("/desk/me/").status_code == 302


def test_nobody_makes_an_account_for_themselves(world, client):
    page = client.post(
        "/account/signup/", {"username": "x", "password1": "long-enough-word", "email": "x@example.org"}
    )
    assert "不开放自行注册" in page.content.decode()


def test_an_expired_reset_link_says_what_to_do(world, client):
    assert client.get("/account/password/reset/").status_code == 200
    client.post("/account/password/reset/", {"email": "wang@example.org"})
    assert len(mail.outbox) == 1
    page = client.get("/account/password/reset/key/1-set-abcdef/")
    assert "已经用过或过期" in page.content.decode()


def test_settings_are_one_s_own(world):
    with pytest.raises(moves.NotAllowed):
        services.change_settings(
            world.people["lin"], email="a@example.org", wants_mail=True, elder=True, actor=world.actor("wang")
        )
    services.change_settings(
        world.people["lin"], email="a@example.org", wants_mail=False, elder=True, actor=world.actor("lin")
    )
    world.people["lin"].refresh_from_db()
    assert world.people["lin"].elder and not world.people["lin"].wants_mail
    assert timezone.is_aware(world.now)
