"""The addresses of polls."""

from collections.abc import Callable
from typing import Any

from shangliang.modules.deliberation.models import Poll, PollVoter
from shangliang.modules.gatherings.models import Gathering


def polls(found: Any, newest: Callable[..., Any]) -> None:
    for who in ("wang", "lin"):
        found.add(who, "deliberation:polls")
    found.add("wang", "deliberation:poll_new")
    draft, running = newest(Poll, state="draft"), newest(Poll, state="open")
    for state in ("draft", "open", "counted", "void"):
        found.add("wang", "deliberation:poll", newest(Poll, state=state))
    for method in ("ranked", "motion", "multiple", "score"):
        found.add(
            "wang", "deliberation:poll", newest(Poll, method=method, state__in=["counted", "published"])
        )
    for name in ("edit", "open"):
        found.add("wang", f"deliberation:poll_{name}", draft)
    found.add("wang", "deliberation:poll_close", running)
    found.add(
        "wang", "deliberation:poll_now", newest(Gathering, state="sitting", unit__path__startswith="001.")
    )
    found.add("wang", "deliberation:poll_turnout", running, kind="part")
    hall = newest(Poll, state="open", voters="hall")
    found.add("lin", "deliberation:poll_here", hall)
    waits = PollVoter.objects.filter(poll=running, voted=False, person__isnull=False)
    waiting = waits.select_related("person").first()
    found.add(waiting.person.username if waiting else "-", "deliberation:poll_vote", waiting and running)
    counted = newest(Poll, state__in=["counted", "published"], secret=True)
    found.add("wang", "deliberation:poll_check", counted)
    for name in ("ballots", "lines"):
        found.add("wang", f"deliberation:poll_{name}", counted, kind="file")
    public = newest(Poll, state="published")
    found.add("-", "portal:polls")
    found.add("-", "portal:poll", public)
    found.add("-", "portal:poll", newest(Poll, state="published", method="ranked"))
    found.add("-", "portal:poll_lines", public, kind="file")
