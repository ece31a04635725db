"""The same request twice: done once, answered twice."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from shangliang.kernel import once
from shangliang.kernel.models import Once
from tests.crowd import together
from tests.world import NOON

SCOPE = "token 7 POST /api/v1/topics"


def test_first_then_the_same_answer(db: None) -> None:
    assert once.claim(SCOPE, "k", b"body", NOON) is None
    once.keep(SCOPE, "k", 201, '{"id":1}')
    assert once.claim(SCOPE, "k", b"body", NOON) == once.Answer(201, '{"id":1}')
    assert Once.objects.count() == 1


def test_another_body_is_refused(db: None) -> None:
    once.claim(SCOPE, "k", b"body", NOON)
    with pytest.raises(once.OtherBody):
        once.claim(SCOPE, "k", b"other", NOON)


def test_keys_belong_to_who_and_where(db: None) -> None:
    assert once.claim(SCOPE, "k", b"body", NOON) is None
    assert once.claim("token 8 POST /api/v1/topics", "k", b"other", NOON) is None
    assert once.claim(SCOPE, "l", b"other", NOON) is None


def test_a_failed_request_leaves_its_key_free(db: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        once.claim(SCOPE, "k", b"body", NOON)
        _ = 1 // 0
    assert once.claim(SCOPE, "k", b"another", NOON) is None


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_it_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        once.claim(SCOPE, "k", b"body", NOON)


@pytest.mark.django_db(transaction=True)
def test_pressed_five_times_at_once() -> None:
    """The others wait for the first and get its answer; the work is done once."""
    done: list[int] = []

    def press() -> Any:
        with transaction.atomic():
            earlier = once.claim(SCOPE, "k", b"body", NOON)
            if earlier:
                return earlier.body
            done.append(1)
            once.keep(SCOPE, "k", 201, "made")
            return "made"

    for i in range(5):
        Once.objects.all().delete()
        assert together([press] * 5) == ["made"] * 5
        assert len(done) == i + 1


@pytest.mark.django_db(transaction=True)
def test_when_the_first_fails_the_second_does_it() -> None:
    tries: list[int] = []

    def press() -> str:
        with transaction.atomic():
            if once.claim(SCOPE, "k", b"body", NOON):
                return "answered"
            tries.append(1)
            if len(tries) == 1:
                raise ValueError("the first one fails")
            once.keep(SCOPE, "k", 201, "made")
            return "made"

    results = together([press] * 3)
    assert sorted(str(r) for r in results) == ["answered", "made", "the first one fails"]


def test_answers_are_kept_for_a_week(db: None) -> None:
    with transaction.atomic():
        once.claim("who", "key", b"", NOON)
        once.keep("who", "key", 201, "done")
    assert once.tidy(NOON + once.REMEMBERED) == 0
    assert once.tidy(NOON + once.REMEMBERED + timedelta(seconds=1)) == 1
