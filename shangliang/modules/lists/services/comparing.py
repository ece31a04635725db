"""比对: the machine compares the two lists outside the request; what it finds, a person decides about (matching).

Asked for, it runs in the background and counts as it goes; asked for again meanwhile, it is the same run. Run twice
it leaves what it leaves run once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.analysis import match as analysis
from shangliang.analysis import similar
from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.lists import queries
from shangliang.modules.lists.models import Campaign, Candidate, Comparison, DeptAsk, MemberConcern
from shangliang.modules.lists.services.permitting import must_run

TOP = analysis.TOP  # best asks of each concern that are shown to a person
FLOOR = analysis.FLOOR
MOST = 20_000  # rows of one list that are compared at once
BLOCK = 200  # concerns between two steps of the progress bar
GOING = ("new", "pushed", "handled", "answered", "adopted", "declined")
ASKING = ("open", "collected")

Pair = tuple[int, int, int, str]  # concern, ask, thousandths, why


@transaction.atomic
def ask_comparison(campaign: Campaign, *, actor: Actor, at: datetime) -> Comparison:
    """Ask for a comparison; the worker does it. Who asks while one runs gets that one."""
    moves.must(campaign, "compare", actor=actor)
    held = moves.held(campaign)
    must_run(held)
    if running := queries.running_comparisons().filter(campaign=held).first():
        return running
    concerns, asks = _concerns(held).count(), _asks(held).count()
    if max(concerns, asks) > MOST:
        raise moves.Refused(_("清单超过 %d 条，请分活动比对") % MOST)
    asked = Comparison.objects.create(campaign=held, at=at, person_id=actor.person_id, total=concerns)
    moves.record(campaign, "compare", actor=actor, at=at, concerns=concerns, asks=asks, comparison=asked.pk)
    return asked


def compare(campaign: Campaign, *, actor: Actor, at: datetime) -> Comparison:
    """Ask and run at once, where nobody waits at a page (a command, the demo year)."""
    asked = ask_comparison(campaign, actor=actor, at=at)
    run_comparison(asked, at=at)
    return Comparison.objects.get(pk=asked.pk)


def run_comparisons(at: datetime) -> int:
    """Every comparison that was asked for, also those in which a worker stopped. Returns how many ran."""
    waiting = list(queries.running_comparisons())
    for asked in waiting:
        run_comparison(asked, at=at)
    return len(waiting)


def run_comparison(asked: Comparison, *, at: datetime) -> None:
    """Compare every living concern with every living ask. What goes wrong is written beside it and raised."""
    try:
        _run(asked, at)
    except Exception as fault:
        queries.running_comparisons().filter(pk=asked.pk).update(failed=type(fault).__name__[:80])
        raise


def _run(asked: Comparison, at: datetime) -> None:
    concerns = list(_concerns(asked.campaign).prefetch_related("departments").order_by("pk"))
    asks = list(_asks(asked.campaign).select_related("unit"))
    running = Comparison.objects.filter(pk=asked.pk, done_at=None, failed="")
    if not running.update(done=0, total=len(concerns)):
        return  # it has ended already
    pairs = best_pairs(concerns, asks, progress=lambda done: running.update(done=done))
    alike = earliest_alike(concerns)
    _keep(asked, concerns, asks, pairs, alike, at)


def _concerns(campaign: Campaign) -> Any:
    return campaign.concerns.filter(state__in=GOING)


def _asks(campaign: Campaign) -> Any:
    return campaign.asks.filter(state__in=ASKING)


@transaction.atomic
def _keep(
    asked: Comparison, concerns: Sequence[MemberConcern], asks: Sequence[DeptAsk], pairs: Iterable[Pair],
    alike: dict[int, int], at: datetime,
) -> None:  # fmt: skip
    """What a person has decided before, or what was settled meanwhile, is not asked again."""
    campaign = Campaign.objects.select_for_update(of=("self",)).get(pk=asked.campaign_id)
    if not queries.running_comparisons().select_for_update(of=("self",)).filter(pk=asked.pk).exists():
        return  # another worker has kept it
    campaign.candidates.filter(refused_at=None).delete()
    decided = set(campaign.candidates.values_list("concern_id", "ask_id"))
    decided |= set(campaign.matches.values_list("concern_id", "ask_id"))
    going = set(_concerns(campaign).values_list("pk", flat=True))
    asking = set(_asks(campaign).values_list("pk", flat=True))
    new = [
        Candidate(campaign=campaign, concern_id=concern, ask_id=ask, score=score, why=why[:300])
        for concern, ask, score, why in pairs
        if (concern, ask) not in decided and concern in going and ask in asking
    ]
    Candidate.objects.bulk_create(new, batch_size=2000)
    marked = _mark_alike(campaign, alike)
    Comparison.objects.filter(pk=asked.pk).update(
        done_at=at, done=len(concerns), total=len(concerns), concerns=len(concerns), asks=len(asks), found=len(new),
        alike=marked,
    )  # fmt: skip


def _quietly(done: int) -> None:
    """Nobody watches the progress."""


def best_pairs(
    concerns: Sequence[MemberConcern],
    asks: Sequence[DeptAsk],
    *,
    progress: Callable[[int], object] = _quietly,
) -> list[Pair]:
    """The best asks of each concern. The one place that calls the analysis; `progress` hears how many are done.

    Concerns come with their departments prefetched: one that names a single department counts for it.
    """
    matcher = analysis.Matcher(
        [
            analysis.Entry(str(a.pk), f"{a.title}\n{a.background}\n{a.wanted}", department=a.unit.short)
            for a in asks
        ]
    )
    found: list[Pair] = []
    for start in range(0, len(concerns), BLOCK):
        block = [
            analysis.Entry(str(c.pk), _concern_text(c), department=_only_department(c))
            for c in concerns[start : start + BLOCK]
        ]
        pairs = matcher.best(block, top=TOP, floor=FLOOR)
        found += [(int(p.a_id), int(p.b_id), round(1000 * p.score), analysis.told(p.why)) for p in pairs]
        progress(start + len(block))
    return found


def _concern_text(concern: MemberConcern) -> str:
    return f"{concern.title}\n{concern.present}\n{concern.suggestion}"


def _only_department(concern: MemberConcern) -> str:
    named = list(concern.departments.all())
    return named[0].short if len(named) == 1 else ""


def earliest_alike(concerns: Sequence[MemberConcern]) -> dict[int, int]:
    """For each concern that is about the same matter as an earlier one: the earliest of those."""
    messages = [
        similar.Message(str(c.pk), c.title, f"{c.present}\n{c.suggestion}", person=str(c.member_id))
        for c in concerns
    ]
    earliest: dict[int, int] = {}
    if len(messages) < 2:
        return earliest
    for pair in similar.rank(messages, top=5):
        mine, other = int(pair.id), int(pair.other_id)
        if pair.same_topic and other < mine:
            earliest[mine] = min(other, earliest.get(mine, other))
    return earliest


def _mark_alike(campaign: Campaign, earliest: dict[int, int]) -> int:
    """Name for each waiting concern the earliest one about the same matter; returns how many have one."""
    waiting = list(campaign.concerns.filter(state="new").only("pk", "like", "campaign"))
    changed = []
    for concern in waiting:
        if concern.like_id != earliest.get(concern.pk):
            concern.like_id = earliest.get(concern.pk)
            changed.append(concern)
    MemberConcern.objects.bulk_update(changed, ["like"], batch_size=1000)
    return sum(1 for c in waiting if c.like_id)
