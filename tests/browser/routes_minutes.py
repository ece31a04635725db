"""What to open of minutes, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.minutes.models import Item, Minutes, Signing, Treatment
from shangliang.modules.minutes.queries import objections

POST_ONLY = {
    "minutes:circulate", "minutes:settle", "minutes:answer_rest", "minutes:decide", "minutes:remove", "minutes:take",
}  # fmt: skip
PUBLIC = "-"


def minutes(found: Any, newest: Callable[..., Any]) -> None:
    city = Minutes.objects.filter(unit__code="yunchuan")
    by_state = {state: newest(city, state=state) for state in ("draft", "circulating", "settled", "kept")}
    for who in ("wang", "lin"):
        found.add(who, "minutes:list")
    for paper in by_state.values():
        found.add("wang", "minutes:minutes", paper)
    found.add(
        "lin",
        "minutes:minutes",
        newest(city.filter(gathering__participants__person__username="lin"), state="kept"),
    )
    found.add("lin", "minutes:mine")
    draft, going = by_state["draft"], by_state["circulating"]
    without = Gathering.objects.filter(paper=None, unit__code="yunchuan").exclude(state="cancelled")
    found.add("wang", "minutes:of", newest(without))
    for name in ("add", "versions", "machine"):
        found.add("wang", f"minutes:{name}", draft)
    found.add("wang", "minutes:version", draft, 1)
    found.add("wang", "minutes:paper", going, kind="file")
    found.add("wang", "minutes:item", newest(Item, minutes=draft, edited=True))
    found.add("wang", "minutes:item", newest(Item, minutes=draft, section="added"))
    _signing(found, newest, going)
    open_, partly = newest(Treatment, state="open", minutes=going), newest(Treatment, state="partly")
    for treatment in (open_, partly, newest(Treatment, state="declined")):
        found.add("wang", "minutes:treatment", treatment)
    found.add("wang", "minutes:answer", open_)
    found.add(PUBLIC, "portal:minutes_list")
    found.add(PUBLIC, "portal:minutes", newest(Minutes, state="kept", gathering__open_to_public=True))
    stated = Minutes.objects.filter(state="kept", signings__verdicts__kept_at__isnull=False).distinct()
    found.add(PUBLIC, "portal:minutes", newest(stated, gathering__open_to_public=True))


def _signing(found: Any, newest: Callable[..., Any], going: int | None) -> None:
    asked = Signing.objects.filter(state="asked", chair__isnull=False).select_related("chair").first()
    found.add(asked.chair.username if asked and asked.chair else PUBLIC, "minutes:sign", asked and asked.pk)
    for state in ("answered", "excused"):
        found.add("wang", "minutes:sign", newest(Signing, state=state))
    found.add("wang", "minutes:excuse", asked and asked.pk)
    paper = Minutes.objects.filter(pk=going).select_related("gathering").first()
    objected = objections(paper).first() if paper else None
    found.add("wang", "minutes:keep_objection", objected and objected.pk)
    agreed = paper and paper.gathering.consensus.order_by("pk").first()
    found.add("wang", "minutes:cite", going if agreed else None, agreed and agreed.pk)
