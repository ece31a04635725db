"""The comparison runs outside requests: asked for once, counted as it goes, finished by whoever takes it up."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from shangliang.kernel import journal, moves
from shangliang.modules.lists import queries, services
from shangliang.modules.lists.models import Campaign, Candidate, Comparison
from shangliang.modules.lists.services import comparing
from shangliang.modules.lists.tests import given
from shangliang.modules.lists.tests.given import by, get, words
from shangliang.modules.lists.tests.test_matching import two_lists
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db


def ask(world: World, around: Campaign) -> Comparison:
    return services.ask_comparison(around, **by(world, "wang"))


def test_who_asks_again_joins_the_one_that_runs(world: World) -> None:
    around = two_lists(world)
    first = ask(world, around)
    assert (first.done, first.total, first.runs) == (0, 2, True)
    assert ask(world, around) == first and around.comparisons.count() == 1
    assert [e.verb for e in journal.story("campaign", around.pk)].count("compare") == 1
    services.run_comparison(first, at=world.now)
    assert ask(world, around) != first


def test_the_database_runs_one_at_a_time(world: World) -> None:
    around = two_lists(world)
    running = ask(world, around)
    with pytest.raises(IntegrityError), transaction.atomic():
        Comparison.objects.create(campaign=around, at=world.now)
    for wrong in ({"done": 3}, {"done_at": world.now}, {"failed": "X", "done_at": world.now, "done": 2}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comparison.objects.filter(pk=running.pk).update(**wrong)


def test_it_counts_as_it_goes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    around = two_lists(world)
    monkeypatch.setattr(comparing, "BLOCK", 1)
    told: list[int] = []
    concerns = list(around.concerns.prefetch_related("departments"))
    asks = list(around.asks.select_related("unit"))
    by_one = comparing.best_pairs(concerns, asks, progress=told.append)
    assert told == [1, 2]
    monkeypatch.setattr(comparing, "BLOCK", 200)
    assert sorted(by_one) == sorted(comparing.best_pairs(concerns, asks))


def test_run_twice_it_leaves_what_it_leaves_run_once(world: World) -> None:
    around = two_lists(world)
    asked = ask(world, around)
    for _twice in range(2):
        services.run_comparison(asked, at=world.now)
    ran = Comparison.objects.get()
    assert (ran.done, ran.total, ran.concerns, ran.asks) == (2, 2, 2, 2) and ran.done_at == world.now
    assert ran.found == Candidate.objects.count() > 0


def test_what_goes_wrong_is_written_and_can_be_asked_for_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    around = two_lists(world)
    services.compare(around, **by(world, "wang"))
    before = list(Candidate.objects.values_list("pk", flat=True))
    asked = ask(world, around)

    def broken(*_whatever: Any, **_named: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as patched:
        patched.setattr(comparing, "earliest_alike", broken)
        with pytest.raises(MemoryError):
            services.run_comparisons(world.now)
    runs = queries.comparisons(around)
    assert runs.newest == asked and runs.newest.failed == "MemoryError" and runs.done != asked
    assert list(Candidate.objects.values_list("pk", flat=True)) == before
    assert "没有完成" in words(get(world, "wang", "matching", around.pk))
    assert ask(world, around) != asked


def test_what_was_settled_meanwhile_is_not_offered(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A concern is merged while the machine compares: its pairs are dropped when they are kept."""
    around = two_lists(world)
    first, second = around.concerns.order_by("pk")
    asked = ask(world, around)
    usual = comparing.earliest_alike

    def meanwhile(concerns: Any) -> dict[int, int]:
        services.merge(given.again(second), into=given.again(first), actor=world.actor("wang"), at=world.now)
        return usual(concerns)

    monkeypatch.setattr(comparing, "earliest_alike", meanwhile)
    services.run_comparison(asked, at=world.now)
    assert {c.concern_id for c in queries.candidates(around)} == {first.pk}


def test_the_progress_survives_a_reload_and_ends(world: World) -> None:
    around = two_lists(world)
    assert "已开始比对" in words(_press(world, around))
    Comparison.objects.update(done=1)
    for _reload in range(2):
        shown = words(get(world, "wang", "matching", around.pk))
        assert "<progress" in shown and "1 / 2" in shown and "重新比对" not in shown
    assert "正在进行" in words(_press(world, around))
    part = get(world, "wang", "comparison", around.pk)
    assert "1 / 2" in words(part) and "HX-Refresh" not in part.headers
    services.run_comparisons(world.now)
    part = get(world, "wang", "comparison", around.pk)
    assert part.headers["HX-Refresh"] == "true" and "<progress" not in words(part)
    assert get(world, "lin", "comparison", around.pk).status_code == 404


def _press(world: World, around: Campaign) -> Any:
    client = given.as_(world, "wang")
    return client.post(f"/desk/lists/campaign/{around.pk}/compare/", follow=True)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_keep_it_once(world: World) -> None:
    around = two_lists(world)
    asked = ask(world, around)
    got = together([lambda: services.run_comparison(asked, at=world.now)] * 2)
    assert got == [None, None]
    ran = Comparison.objects.get()
    assert ran.done_at and ran.found == Candidate.objects.count()


@pytest.mark.django_db(transaction=True)
def test_two_press_at_once_and_one_runs(world: World) -> None:
    around = two_lists(world)
    got = together([lambda: ask(world, around)] * 2)
    assert {type(g) for g in got} == {Comparison} and Comparison.objects.count() == 1


def test_only_while_it_lasts(world: World) -> None:
    around = two_lists(world)
    Campaign.objects.filter(pk=around.pk).update(state="closed")
    with pytest.raises(moves.Stale):
        ask(world, around)
