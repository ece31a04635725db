"""What a room decided by raising hands."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shangliang.modules.deliberation.models import Hands, Poll
from shangliang.modules.deliberation.queries.polls import choices
from shangliang.modules.gatherings.models import Gathering

BY_HAND = (Poll.Method.MOTION, Poll.Method.SINGLE)  # one hand is one vote for one of them


def hand_options(poll: Poll) -> list[str]:
    """What can be chosen by raising a hand; of a motion abstaining too (1 query, none for a motion)."""
    words = [c.label for c in choices(poll)]
    return [*words, _("弃权")] if poll.method == Poll.Method.MOTION else words


def hands_said(hands: Hands) -> str:
    """A count in words (no query)."""
    return _("，").join(_("%(o)s %(n)s 人") % {"o": option, "n": n} for option, n in hands.lines)


def hands_of(gathering: Gathering) -> list[Hands]:
    """The counts of this gathering, those that stand no more too (1 query)."""
    return list(gathering.hands.select_related("person", "poll"))


def hands_for(poll: Poll) -> Hands | None:
    """The count that stands for this poll, where the room decided it (1 query, none while it may be voted on)."""
    return poll.hands.filter(stands=True).first() if poll.state == "cancelled" else None


def polls_by_hand(gathering: Gathering) -> list[Poll]:
    """What was prepared for this gathering and may be decided by hands: a motion, or one of several (2 queries)."""
    rows = gathering.polls.filter(state="draft", method__in=BY_HAND)
    return list(rows.prefetch_related("options").order_by("pk"))
