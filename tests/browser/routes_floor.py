"""What to open of rooms, and who opens it. `found.add` and `newest` are those of tests.browser.routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shangliang.modules.floor.models import Caption, Floor, LiveQuestion, Speech
from shangliang.modules.gatherings.models import Gathering, Participant
from shangliang.modules.gatherings.queries import pass_of
from tests.browser.routes_handling import clerk_of

POST_ONLY = {
    "floor:begin", "floor:open_part", "floor:enter_speech", "floor:speech", "floor:show", "floor:caption",
    "floor:switch", "floor:ask", "floor:withdraw", "floor:put", "floor:support", "floor:take_back",
}  # fmt: skip


def rooms(found: Any, newest: Callable[..., Any]) -> None:
    city = Floor.objects.filter(unit__code="yunchuan")
    sits = city.filter(state="open").select_related("gathering").first()
    room, code = sits and sits.pk, sits and sits.gathering.sign_in_code
    found.add(
        "wang",
        "floor:of",
        newest(Gathering, state="noticed", unit__code="yunchuan", floor=None),
    )
    for name in ("console", "arrange", "captions", "screen", "floor"):
        found.add("wang", f"floor:{name}", room)
    for part in ("clock", "line", "questions", "screen", "captions"):
        found.add("wang", "floor:part", room, part, kind="part")
    found.add("wang", "floor:screen_part", room, kind="part")
    for state in ("settling", "settled"):
        found.add("wang", "floor:floor", newest(city, state=state))
    found.add("lin", "floor:hall", code)
    for part in ("line", "asked"):
        found.add("lin", "floor:mine", code, part, kind="part")
    guest = Participant.objects.filter(gathering__floor=room, person=None, signed_in_at__isnull=False).first()
    found.add("-", "floor:enter", guest and pass_of(guest))
    found.add("lin", "floor:captions", room)
    picture = sits and sits.gathering.materials.filter(file__media_type__startswith="image/").first()
    found.add("wang", "floor:picture", room, picture and picture.pk, 1, kind="file")
    found.add("wang", "floor:notes", newest(Speech, floor=room, state="done"))
    found.add("wang", "floor:correct", newest(Caption, floor=room, corrects=None))
    for state in ("shown", "hidden", "answered", "handed", "replied"):
        found.add("wang", "floor:question", newest(LiveQuestion, state=state))
    for name in ("hide", "answer", "hand"):
        found.add("wang", f"floor:{name}", newest(LiveQuestion, state="shown", floor=room))
    handed = LiveQuestion.objects.filter(state="handed").order_by("-pk").first()
    who = clerk_of(handed.answerer_id) if handed else "-"
    for name in ("question", "reply"):
        found.add(who, f"floor:{name}", handed and handed.pk)
