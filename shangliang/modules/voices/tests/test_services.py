from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail as outbox
from django.db import connection
from django.db.models import QuerySet

from shangliang.kernel import journal, moves, sweeper
from shangliang.kernel.access import PUBLIC
from shangliang.kernel.models import Entry, SearchRow
from shangliang.modules.voices import queries, services
from shangliang.modules.voices.models import GridSheet, Letter, Voice
from shangliang.modules.voices.services import letters
from shangliang.modules.voices.tests import given


def test_a_voice_gets_a_receipt_and_a_time_limit(world):
    voice = given.voice(world)
    assert len(voice.receipt) == 8 and voice.state == "received"
    assert voice.due_at is not None and voice.due_at > world.now
    assert queries.by_receipt(f" {voice.receipt[:4].lower()}-{voice.receipt[4:]} ") == voice


def test_the_same_form_sent_twice_is_one_voice(world):
    first = given.voice(world, token="one-form")
    again = given.voice(world, token="one-form")
    assert again.pk == first.pk and Voice.objects.count() == 1
    assert Entry.objects.filter(kind="voice", verb="begin").count() == 1


def test_contact_data_are_sealed_and_each_reading_is_journalled(world):
    contact = services.Contact("张奶奶", "13800138000", "zhang@example.org")
    voice = given.voice(world, contact=contact)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_name, contact_phone, contact_email FROM voices_voice")
        kept = cursor.fetchone()
    assert not any(plain in "".join(kept) for plain in ("张奶奶", "13800138000", "zhang@example.org"))
    with pytest.raises(moves.NotAllowed):
        services.read_contact(voice, actor=world.actor("lin"), at=world.now, why="回访")
    with pytest.raises(moves.Refused):
        services.read_contact(voice, actor=world.actor("wang"), at=world.now, why=" ")
    assert services.read_contact(voice, actor=world.actor("wang"), at=world.now, why="回访") == contact
    reading = Entry.objects.get(verb="read_contact")
    assert reading.actor_id == world.people["wang"].pk and reading.note == "回访"
    assert "13800138000" not in reading.payload


def test_search_never_holds_contact_data(world):
    given.voice(world, body="请打 13800138000 找我，邮箱 zhang@example.org")
    journal.deliver_all(world.now)
    row = SearchRow.objects.get()
    assert "13800138000" not in row.body and "zhang@example.org" not in row.body


def test_me_too_counts_each_head_once_and_never_the_raiser(world):
    voice = given.voice(world, device="her-phone")
    assert not services.me_too(voice, device="her-phone", at=world.now)
    assert services.me_too(voice, device="other-phone", at=world.now)
    assert not services.me_too(voice, device="other-phone", at=world.now)
    voice.refresh_from_db()
    assert voice.me_too == 1


def test_declining_needs_a_reason_and_tells_the_raiser(world):
    voice = given.voice(world)
    with pytest.raises(moves.NotAllowed):
        services.decline(voice, reason="vague", note="请补充", actor=world.actor("lin"), at=world.now)
    voice = Voice.objects.get()
    with pytest.raises(moves.Refused):
        services.decline(voice, reason="vague", note=" ", actor=world.actor("wang"), at=world.now)
    voice = Voice.objects.get()
    services.decline(
        voice, reason="litigation", note="请等法院判决。", actor=world.actor("wang"), at=world.now
    )
    journal.deliver_all(world.now)
    said = [letter.text for letter in Letter.objects.filter(voice=voice)]
    assert "请等法院判决" in said[-1] and "诉讼" in said[-1]
    with pytest.raises(moves.Stale):
        services.decline(voice, reason="vague", note="再说", actor=world.actor("wang"), at=world.now)


def test_letters_go_out_once_to_those_who_left_an_address(world, mailoutbox):
    given.voice(world, contact=services.Contact(email="zhang@example.org"))
    given.voice(world, title="另一件事")
    journal.deliver_all(world.now)
    assert letters.mail(world.now) == 1 and letters.mail(world.now) == 0
    assert outbox.outbox[0].to == ["zhang@example.org"] and "回音" not in outbox.outbox[0].subject


def test_rating_by_receipt_and_not_solved_opens_it_again(world):
    voice = given.voice(world)
    raiser = queries.raiser(voice)
    with pytest.raises(moves.Stale):
        services.rate(voice, attitude=5, result="solved", comment="", actor=raiser, at=world.now)
    Voice.objects.update(state="in_topic")
    voice = Voice.objects.select_related("unit").get()
    services.answer(voice, text="电梯已装好", at=world.now)
    with pytest.raises(moves.NotAllowed):
        services.rate(voice, attitude=5, result="solved", comment="", actor=PUBLIC, at=world.now)
    with pytest.raises(moves.Refused):
        services.rate(voice, attitude=2, result="unsolved", comment="", actor=raiser, at=world.now)
    voice = Voice.objects.select_related("unit").get()
    services.rate(voice, attitude=2, result="unsolved", comment="还没通电", actor=raiser, at=world.now)
    assert voice.state == "unsolved" and voice.due_at is not None


def test_silence_after_an_answer_settles_the_voice(world):
    voice = given.voice(world)
    Voice.objects.update(state="in_topic")
    voice = Voice.objects.select_related("unit").get()
    services.answer(voice, text="已办", at=world.now)
    list(sweeper.sweep(at=world.now + timedelta(days=60)))
    voice.refresh_from_db()
    assert voice.state == "settled"


def test_a_paper_sheet_is_kept_whole_and_once(world):
    worker = world.people["zhou"]
    lines = [services.SheetLine("路灯不亮", "东巷三盏灯坏了"), services.SheetLine("井盖松动", "夜里有响声")]
    args = {
        "worker": worker, "paper_no": "W-01", "collected_on": world.now.date(), "lines": lines, "token": "sheet-1",
        "actor": world.actor("zhou"), "at": world.now, "place": world.units["shiqiao-wenhua"],
    }  # fmt: skip
    sheet = services.type_sheet(world.units["lanxi"], **args)
    assert services.type_sheet(world.units["lanxi"], **args) == sheet
    assert sheet.voices.count() == 2 and GridSheet.objects.count() == 1
    with pytest.raises(moves.Refused, match="录入过"):
        services.type_sheet(world.units["lanxi"], **{**args, "token": "sheet-2"})
    with pytest.raises(moves.NotAllowed):
        services.type_sheet(
            world.units["lanxi"], **{**args, "actor": world.actor("wang"), "token": "x", "paper_no": "y"}
        )


def test_a_closed_call_takes_no_more_voices(world):
    call = given.call(world)
    moves.make(call, "close", actor=world.actor("wang"), at=world.now, note="够了")
    with pytest.raises(moves.Stale):
        given.voice(world, call=call)
    assert not Voice.objects.exists()


def test_a_call_closes_by_itself_on_its_day(world):
    call = given.call(world, closes_on=(world.now + timedelta(days=5)).date())
    list(sweeper.sweep(at=world.now + timedelta(days=4)))
    call.refresh_from_db()
    assert call.state == "open"
    list(sweeper.sweep(at=world.now + timedelta(days=6)))
    call.refresh_from_db()
    assert call.state == "closed"


def test_similar_voices_are_found_before_sending(world):
    given.voice(world, title="文华社区旧楼加装电梯", body="文华社区 3 号楼老人多，盼加装电梯。")
    given.voice(world, title="迎滨路夜间烧烤扰民", body="迎滨路烧烤摊油烟大，夜里很吵。")
    journal.deliver_all(world.now)
    found = queries.similar_to("加装电梯", "文华社区 3 号楼想加装电梯", root="001.")
    assert [hit.voice.title for hit in found][:1] == ["文华社区旧楼加装电梯"]


class Server:
    """A mail server that refuses one address for good, and every other one for now when `down`."""

    def __init__(self, down=False):
        self.down, self.sent = down, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        pass

    def send_messages(self, messages):
        (one,) = messages
        one.message()
        if self.down:
            raise ConnectionRefusedError
        if one.to == ["nobody@example.org"]:
            raise SMTPRecipientsRefused({one.to[0]: (550, b"no such user")})
        self.sent += one.to


def test_an_address_that_is_none_keeps_nobody_from_their_letter(world, monkeypatch):
    for email in ("a@example.org\nBcc: b@example.org", "nobody@example.org", "zhang@example.org"):
        given.voice(world, title=f"来自 {email[:6]}", contact=services.Contact(email=email))
    journal.deliver_all(world.now)
    server = Server(down=True)
    monkeypatch.setattr(letters, "get_connection", lambda: server)
    assert letters.mail(world.now) == 0
    server.down = False
    assert letters.mail(world.now) == 1 and server.sent == ["zhang@example.org"]
    assert not Letter.objects.filter(mailed_at=None).exists()


def test_what_is_too_long_for_its_field_is_told_in_words(world):
    with pytest.raises(moves.Refused) as told:
        given.voice(world, title="长" * 201)
    assert "标题" in str(told.value) and not Voice.objects.exists()


def test_the_same_form_sent_at_the_same_moment_is_one_voice(world, monkeypatch):
    """The second has looked before the first was there: the database says so, and the first is given back."""
    first = given.voice(world, token="one-form")
    monkeypatch.setattr(QuerySet, "first", lambda self: None)
    assert given.voice(world, token="one-form").pk == first.pk
    assert Voice.objects.count() == 1
