"""What all in the hall see, as pieces of pages: drawn once, sent to every telephone (surfaces.live.rooms).

Nothing in them belongs to one reader: her place in the line and what she supports is marked on her own page.
"""

from __future__ import annotations

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
    return {name: Markup(render_to_string(f"floor/piece_{name}.html", context).strip()) for name in NAMES}
