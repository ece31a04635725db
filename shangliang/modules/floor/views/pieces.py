"""What all in the hall see, as pieces of pages: drawn once, sent to every telephone (surfaces.live.rooms).

Nothing in them belongs to one reader: her place in the line and what she supports is marked on her own page.
"""

from __future__ import annotations

from zlib import crc32

from django.template.loader import render_to_string
from markupsafe import Markup

from shangliang.look import pages
from shangliang.modules.floor.queries import Hall, rule_words
from shangliang.modules.floor.views.common import shown

NAMES = ("now", "line", "questions", "polls", "captions")


def pieces(hall: Hall) -> dict[str, Markup]:
    """Name → HTML, in the language that is active (no query)."""
    context = {
        "hall": hall, "shown": shown, "rule": rule_words(hall.floor), "here": pages.setting_of(None),
    }  # fmt: skip
    found = {name: Markup(render_to_string(f"floor/piece_{name}.html", context).strip()) for name in NAMES}
    return {**found, "state": Markup(_mark(hall))}


def _mark(hall: Hall) -> str:
    """Another one whenever console or screen show something else, though telephones may not: they fetch their part."""
    floor = hall.floor
    asked = [(q.pk, q.version) for q in [*hall.waiting, *hall.questions, *hall.taken, *hall.hidden]]
    lines = [(s.pk, s.version) for s in [*hall.paused, *hall.done, *hall.line.skipped]]
    polls = [(p.pk, p.version) for p in hall.polls]
    screen = (floor.state, floor.shows, floor.poll_id, floor.material_id, floor.page)
    came = (len(hall.came.present), len(hall.came.excused), hall.came.invited)
    return f"{crc32(repr((screen, came, asked, lines, polls)).encode()):08x}"
