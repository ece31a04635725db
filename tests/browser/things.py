"""What the journeys need to know of the demo year. `python -m tests.browser.things` prints it."""

from __future__ import annotations

import json
import os
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
django.setup()

from django.db.models import Count, Q  # noqa: E402 - models exist only after setup
from django.urls import reverse  # noqa: E402

from shangliang.modules.deliberation.models import Poll  # noqa: E402
from shangliang.modules.gatherings.models import Gathering  # noqa: E402
from shangliang.modules.gatherings.queries import pass_of  # noqa: E402
from shangliang.modules.outcomes.models import FeedbackList  # noqa: E402
from shangliang.modules.plans.models import Plan  # noqa: E402
from shangliang.modules.remote.models import RemoteSession  # noqa: E402
from shangliang.modules.topics.models import Topic  # noqa: E402
from shangliang.modules.voices.models import Voice  # noqa: E402


def pks(rows: Any, many: int = 3) -> list[int]:
    return list(rows.order_by("-pk").values_list("pk", flat=True)[:many])


def remote() -> dict[str, Any]:
    """The open room on the network, and who may come into it."""
    session = RemoteSession.objects.filter(state="open", recorded=False).get()
    guests = session.gathering.participants.exclude(person=None).order_by("pk")
    return {"session": session.pk, "who": [*guests.values_list("person__username", flat=True)[:2], "wang"]}


def carried() -> str:
    """The way into the hall of somebody without an account who has voted by name there already."""
    poll = Poll.objects.filter(state="open", voters="hall").order_by("pk")[0]
    voter = poll.roll.exclude(participant=None).filter(voted=True).order_by("pk")[0]
    return reverse("floor:enter", args=[pass_of(voter.participant)])


def known() -> dict[str, Any]:
    city_topics = Topic.objects.filter(unit__code="yunchuan")
    answered = Voice.objects.filter(state="answered").exclude(topic_links=None).order_by("-pk")
    alike = (
        Voice.objects.filter(open_ok=True, state="in_topic", unit__code="yunchuan").order_by("-pk").first()
    )
    waiting = Q(recommendations__state__in=["draft", "sent"])
    listed = Q(recommendations__isnull=False) & ~Q(recommendations__state="withdrawn")
    ready = city_topics.filter(state="dispatched").annotate(
        waiting=Count("recommendations", filter=waiting), listed=Count("recommendations", filter=listed)
    )
    making = Plan.objects.filter(unit__code="yunchuan", state__in=Plan.OPEN)
    return {
        "answered": list(answered.values_list("receipt", flat=True)[:4]),
        "alike": {"title": alike.title, "body": alike.body} if alike else None,
        "candidates": pks(city_topics.filter(state="candidate")),
        "filed": pks(city_topics.filter(state="filed")),
        "discussing": pks(city_topics.filter(state="discussing")),
        "making": list(making.order_by("year").values_list("pk", flat=True)),
        "issued": pks(Plan.objects.filter(unit__code="yunchuan", state="issued")),
        "review": pks(Plan.objects.filter(unit__path__startswith="001.", state="party_review")),
        "draft_lists": pks(FeedbackList.objects.filter(state="draft")),
        "to_feed_back": pks(ready.filter(waiting=0, listed__gt=0).exclude(feedback_lists__state="draft")),
        "closed": pks(Gathering.objects.filter(unit__code="yunchuan", state__in=["closed", "concluded"])),
        "unsolved": pks(Voice.objects.filter(unit__code="yunchuan", state="unsolved")),
        "remote": remote(),
        "carried": carried(),
        "received": pks(Voice.objects.filter(unit__code="yunchuan", state="received")),
    }


if __name__ == "__main__":
    print(json.dumps(known(), ensure_ascii=False))
