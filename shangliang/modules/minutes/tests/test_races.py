"""Two people at once: one after the other, and nothing signed that was not read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

from shangliang.kernel import journal, moves
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.tests import given as gatherings
from shangliang.modules.minutes import queries, services
from shangliang.modules.minutes.models import Item, Minutes
from shangliang.modules.minutes.tests import given
from tests.crowd import together
from tests.world import World

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each came to: it did what it should, or was refused; nothing else may happen to it."""
    found = together(jobs)
    assert all(isinstance(f, moves.Refused) for f in found if isinstance(f, Exception)), found
    return found


def test_two_presses_assemble_one_paper(world: World) -> None:
    gathering = given.held(world)
    at_once([lambda: services.assemble(gathering, **given.by(world))] * 3)
    paper = Minutes.objects.get(gathering=gathering)
    assert paper.versions.count() == 1 and paper.treatments.count() == 2
    assert [e.verb for e in journal.story("minutes", paper.pk)] == ["begin", "assemble"]


def test_of_two_editors_one_is_told(world: World) -> None:
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")

    def edit(words: str) -> Callable[[], Item]:
        return lambda: services.edit_item(
            Item.objects.select_related("minutes").get(pk=item.pk), text=words, revision=1, **given.by(world)
        )

    found = at_once([edit("甲的说法。"), edit("乙的说法。")])
    assert sum(isinstance(f, moves.Stale) for f in found) == 1
    assert given.fresh(item).revision == 2 and paper.versions.count() == 2


def test_who_signs_while_it_is_edited_signs_what_she_read_or_is_asked_again(world: World) -> None:
    paper = given.circulating(world)
    one = given.signing(paper, "林晓梅")
    item = given.opinion_item(paper, "一楼不出钱")
    seen = queries.mark_of(queries.items_of(one))
    at_once(
        [
            lambda: services.sign(one, seen=seen, **given.by(world, "lin")),
            lambda: services.edit_item(item, text="别的说法。", revision=1, **given.by(world)),
        ]
    )
    now = given.fresh(one)
    live = now.verdicts.filter(void_at=None)
    assert now.state == "asked" and not live.exists()
    assert given.fresh(item).text == "别的说法。"


def test_two_presses_sign_once_and_send_round_once(world: World) -> None:
    paper = given.assembled(world)
    sent = at_once([lambda: services.circulate(given.fresh(paper), **given.by(world))] * 2)
    assert sum(isinstance(f, moves.Stale) for f in sent) == 1 and paper.signings.count() == 4
    one = given.signing(paper, "林晓梅")
    seen = queries.mark_of(queries.items_of(one))
    at_once([lambda: services.sign(given.signing(paper, "林晓梅"), seen=seen, **given.by(world, "lin"))] * 2)
    assert one.verdicts.filter(void_at=None).count() == 1
    assert [e.verb for e in journal.story("signing", one.pk)] == ["begin", "sign"]


def test_settled_while_somebody_objects(world: World) -> None:
    """Either her objection came first and the end waits, or the end came first and she is told."""
    paper = given.circulating(world)
    given.all_signed(world, paper)
    given.answered(world, paper)
    one = given.signing(paper, "林晓梅")
    mine = list(queries.items_of(one))
    objections = {mine[0].pk: "我没有这样说。"}
    settled, signed = at_once(
        [
            lambda: services.settle(given.fresh(paper), **given.by(world)),
            lambda: services.sign(
                one, seen=queries.mark_of(mine), objections=objections, **given.by(world, "lin")
            ),
        ]
    )
    assert isinstance(settled, moves.Refused) != isinstance(signed, moves.Stale)
    assert (given.fresh(paper).state == "settled") == (queries.objections(paper).count() == 0)


def test_an_edit_beside_an_assembly_is_not_lost(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The record moves on, and while it is taken in somebody puts the item in her own words."""
    paper = given.assembled(world)
    item = given.opinion_item(paper, "一楼不出钱")
    gathering = Gathering.objects.select_related("unit").get(pk=paper.gathering_id)
    gatherings.services.correct(item.opinion, text="费用按面积分摊，一楼不出钱。", **given.by(world))
    read, done = queries.pieces, threading.Event()

    def edit() -> None:
        try:
            services.edit_item(
                Item.objects.select_related("minutes").get(pk=item.pk),
                text="甲的说法。",
                revision=1,
                **given.by(world),
            )
        except moves.Stale as told:
            refused.append(told)
        finally:
            done.set()
            connection.close()

    refused: list[moves.Stale] = []
    writer = threading.Thread(target=edit)

    def slowly(room: Any) -> Any:
        writer.start()
        done.wait(1)
        return read(room)

    monkeypatch.setattr(queries, "pieces", slowly)
    services.assemble(gathering, **given.by(world))
    writer.join()
    assert refused or given.fresh(item).text == "甲的说法。"
