"""Contact data at rest: nothing readable in the table, a wrong key says so, and nobody can search."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from shangliang.kernel import sealed
from tests import given
from tests.world import World

NAME, PHONE, MAIL = "李建国", "13812345678", "li@example.org"


def with_contact(world: World) -> Any:
    return given.voice(world, contact_name=NAME, contact_phone=PHONE, contact_email=MAIL)


def whole_table(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{name}" t')
        return "\n".join(row[0] for row in cursor.fetchall())


def test_nothing_readable_in_the_table(world: World) -> None:
    voice = with_contact(world)
    text = whole_table("voices_voice") + whole_table("kernel_entry") + whole_table("kernel_delivery")
    for secret in (NAME, PHONE, MAIL, PHONE[-4:], "example.org"):
        assert secret not in text
    fresh = type(voice)._default_manager.get(pk=voice.pk)
    assert (fresh.contact_name, fresh.contact_phone, fresh.contact_email) == (NAME, PHONE, MAIL)


def test_equal_texts_look_different(world: World) -> None:
    with_contact(world), with_contact(world)
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM voices_voice ORDER BY id DESC LIMIT 2")
        one, two = (row[0] for row in cursor.fetchall())
    assert one != two and one.startswith("v1:") and two.startswith("v1:")
    assert sealed.unseal(one) == sealed.unseal(two) == PHONE


def test_empty_stays_empty(world: World) -> None:
    voice = given.voice(world)
    assert sealed.seal("") == "" == sealed.unseal("")
    assert type(voice)._default_manager.get(pk=voice.pk).contact_phone == ""


@pytest.mark.parametrize("lookup", ["exact", "iexact", "contains", "in", "startswith", "regex", "gt"])
def test_nobody_can_search(lookup: str, world: World) -> None:
    voice = with_contact(world)
    value = [PHONE] if lookup == "in" else PHONE
    with pytest.raises(TypeError, match="mark"):
        type(voice)._default_manager.filter(**{f"contact_phone__{lookup}": value}).exists()
    assert not type(voice)._default_manager.filter(contact_phone__isnull=True).exists()


def test_the_wrong_key_is_told_in_words(world: World, settings: Settings) -> None:
    voice = with_contact(world)
    settings.SEAL_KEY = "another key altogether"
    with pytest.raises(sealed.WrongKey, match=r"seal\.key") as told:
        type(voice)._default_manager.get(pk=voice.pk)
    assert "密钥与数据库不配套" in str(told.value) and PHONE not in str(told.value)


def test_altered_text_is_not_read() -> None:
    box = sealed.seal(PHONE)
    for altered in (
        box[:-6] + ("A" if box[-6] != "A" else "B") + box[-5:],
        box[:20],
        "v1:",
        "v1:***",
        "v1:AAAA",
    ):
        with pytest.raises(sealed.WrongKey):
            sealed.unseal(altered)


def test_marks_count_heads_and_say_nothing(settings: Settings) -> None:
    mark = sealed.mark("138 1234 5678")
    assert mark == sealed.mark("13812345678") == sealed.mark(" 13812345678\n") and len(mark) == 32
    assert sealed.mark("LI@example.org") == sealed.mark("li@Example.org")
    assert sealed.mark("1", "23") != sealed.mark("12", "3") != sealed.mark("123")
    assert PHONE not in mark and sealed.mark(PHONE[:-1]) != mark
    settings.SEAL_KEY = "another key altogether"
    assert sealed.mark("13812345678") != mark


def test_the_key_is_not_the_secret_itself(settings: Settings) -> None:
    """Seal and mark use two keys made of the one in the file."""
    settings.SEAL_KEY = "k" * 64
    assert sealed._keys(settings.SEAL_KEY)[1] != settings.SEAL_KEY.encode()
    assert PHONE not in repr(sealed.seal(PHONE))
