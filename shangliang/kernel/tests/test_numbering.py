"""Numbers without gaps, also when many take them at once and some turn back."""

from __future__ import annotations

import pytest
from django.db import transaction

from shangliang.kernel import numbering
from shangliang.kernel.models import Counter
from tests.crowd import together


class TurnBack(Exception):
    pass


def test_each_unit_kind_and_year_counts_for_itself(db: None) -> None:
    take = numbering.take
    assert [take("001.", "topic", 2026) for _ in range(3)] == [1, 2, 3]
    assert take("001.", "plan", 2026) == take("001.002.", "topic", 2026) == take("001.", "topic", 2027) == 1
    assert take("001.", "topic", 2026) == 4


def test_a_number_not_used_is_given_again(db: None) -> None:
    assert numbering.take("001.", "topic", 2026) == 1
    with pytest.raises(TurnBack), transaction.atomic():
        assert numbering.take("001.", "topic", 2026) == 2
        raise TurnBack
    assert numbering.take("001.", "topic", 2026) == 2


def test_numbers_given_elsewhere_are_passed_over(db: None) -> None:
    numbering.keep_above("001.", "topic", 2026, 30)
    numbering.keep_above("001.", "topic", 2026, 12)
    assert numbering.take("001.", "topic", 2026) == 31
    numbering.keep_above("001.", "topic", 2026, 31)
    assert numbering.take("001.", "topic", 2026) == 32


@pytest.mark.django_db(transaction=True)
def test_a_number_is_taken_where_it_is_used() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        numbering.take("001.", "topic", 2026)
    assert not Counter.objects.exists()


PEOPLE, EACH = 8, 15


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_no_gap() -> None:
    """Everybody takes fifteen; every fifth is thrown away with its transaction and comes back."""

    def take_some() -> list[int]:
        kept = []
        for i in range(EACH):
            try:
                with transaction.atomic():
                    number = numbering.take("001.", "topic", 2026)
                    if i % 5 == 4:
                        raise TurnBack
                kept.append(number)
            except TurnBack:
                continue
        return kept

    results = together([take_some] * PEOPLE)
    numbers = [n for kept in results for n in kept]
    assert sorted(numbers) == list(range(1, PEOPLE * EACH * 4 // 5 + 1))
    assert all(kept == sorted(kept) for kept in results)
    assert Counter.objects.get().last == len(numbers)
