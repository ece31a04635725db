"""Work outside requests: deliveries of the journal, the clock's sweep, letters. Every task is safe to run twice."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from shangliang.kernel import files, journal, notices, once, sweeper
from shangliang.kernel.models import Entry
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.lists import queries as listed
from shangliang.modules.lists import services as lists
from shangliang.modules.minutes import queries as drafts
from shangliang.modules.minutes import services as minutes
from shangliang.modules.topics import services as topics
from shangliang.modules.voices.services import letters


@app.task(queueing_lock="deliver", lock="deliver", pass_context=False)
def deliver() -> int:
    return journal.deliver_all(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep", lock="sweep")
def sweep(timestamp: int) -> int:
    """Every minute: what the clock has to say, deliveries left behind by a crash, urgent letters."""
    at = timezone.now()
    done = sum(1 for _ in sweeper.sweep(at=at))
    done += journal.deliver_all(at)
    return done + notices.mail(at=at, digest=False) + letters.mail(at)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="group", lock="group")
def group(timestamp: int) -> int:
    """Every five minutes: group what came in, and guess its field, for the people who screen."""
    at = timezone.now()
    units = topics.stale(at)
    for unit in units:
        topics.regroup(unit, at=at)
        topics.suggest(unit, at=at)
    return len(units)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="compare", lock="compare")
def compare(timestamp: int) -> int:
    """Comparisons of two lists that were asked for; every five minutes those in which a worker stopped."""
    return lists.run_comparisons(timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="draft", lock="draft")
def draft(timestamp: int) -> int:
    """Drafts of minutes that a machine was asked for; every five minutes those in which a worker stopped."""
    return minutes.run_drafts(timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="answers", lock="answers")
def answers(timestamp: int) -> int:
    """Every minute: seal the answers given on boards, and draw the maps they change."""
    at = timezone.now()
    return deliberation.seal_all(at) + deliberation.redraw_stale(at)


@app.periodic(cron="30 7 * * *")
@app.task(queueing_lock="digest", lock="digest")
def digest(timestamp: int) -> int:
    """Every morning one letter to each person who has something unread."""
    return notices.mail(at=timezone.now(), digest=True)


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="tidy", lock="tidy")
def tidy(timestamp: int) -> int:
    """Every night: files of forms that were never sent, and answers nobody asks for again."""
    at = timezone.now()
    return files.tidy(at) + once.tidy(at)


def wake() -> None:
    """Tell the worker that something is owed. One job waiting is enough for any number of entries."""
    _once(deliver)


def asks_to_compare(kind: str, verb: str) -> bool:
    return (kind, verb) == ("campaign", "compare")


def start_comparing(entry: Entry, at: datetime) -> None:
    """The consumer `comparing`: somebody asked for a comparison of two lists. Heard again when it has run: nothing."""
    if listed.running_comparisons().exists():
        _once(compare, timestamp=int(at.timestamp()))


def asks_to_draft(kind: str, verb: str) -> bool:
    return (kind, verb) == ("minutes", "ask_machine")


def start_drafting(entry: Entry, at: datetime) -> None:
    """The consumer `drafting`: somebody asked the machine for a draft."""
    if drafts.running_drafts().exists():
        _once(draft, timestamp=int(at.timestamp()))


def _once(task: Task[..., Any, Any], **said: Any) -> None:
    """Leave a job for the worker, unless one waits already."""
    try:
        with transaction.atomic():
            task.defer(**said)
    except exceptions.AlreadyEnqueued:
        return
