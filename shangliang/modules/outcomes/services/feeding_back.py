"""结果反馈清单: what came of every recommendation, made public, and each raiser told directly."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import normal, official, shortened, without_contacts
from shangliang.modules.outcomes.models import FeedbackItem, FeedbackList
from shangliang.modules.outcomes.services.documents import must_run
from shangliang.modules.plans.models import PlanItem
from shangliang.modules.topics.models import Topic
from shangliang.modules.topics.services import answer as answer_topic


@transaction.atomic
def draft_feedback(topic: Topic, *, title: str, summary: str, actor: Actor, at: datetime) -> FeedbackList:
    """A list with one line for each living recommendation, filled with what the departments answered."""
    must_run(topic, actor=actor)
    moves.held(topic, no_key=True)
    if topic.feedback_lists.filter(state="draft").exists():
        raise moves.Stale(_("已有一份清单在起草"))
    alive = list(topic.recommendations.exclude(state="withdrawn"))
    if not alive:
        raise moves.Refused(_("这个议题还没有建议，没有可以反馈的"))
    feedback = FeedbackList(unit=topic.unit, topic=topic, title=_public(title), summary=_public(summary))
    moves.begin(feedback, actor=actor, at=at, topic=topic.pk, items=len(alive))
    FeedbackItem.objects.bulk_create(
        FeedbackItem(list=feedback, recommendation=r, result=r.result) for r in alive
    )
    return feedback


@transaction.atomic
def refill(feedback: FeedbackList, *, actor: Actor, at: datetime) -> int:
    """Bring the lines up to date: new recommendations, results that came since. Returns how many changed."""
    _must_be_draft(feedback)
    alive = list(feedback.topic.recommendations.exclude(state="withdrawn"))
    items = {i.recommendation_id: i for i in feedback.items.all()}
    gone = feedback.items.filter(recommendation__state="withdrawn").delete()[0]
    new = [r for r in alive if r.pk not in items]
    late = [r for r in alive if r.pk in items and not items[r.pk].result and r.result]
    FeedbackItem.objects.bulk_create(
        FeedbackItem(list=feedback, recommendation=r, result=r.result) for r in new
    )
    for r in late:
        FeedbackItem.objects.filter(pk=items[r.pk].pk).update(result=r.result)
    if count := gone + len(new) + len(late):
        moves.record(feedback, "edit", actor=actor, at=at, refilled=count)
    return count


@transaction.atomic
def edit_item(item: FeedbackItem, *, result: str, actor: Actor, at: datetime) -> None:
    """Better words for one line, while the list is a draft."""
    _must_be_draft(item.list)
    if (new := _public(result)) == item.result:
        return
    item.result = new
    FeedbackItem.objects.filter(pk=item.pk).update(result=new)
    moves.record(item.list, "edit", actor=actor, at=at, recommendation=item.recommendation_id)


@transaction.atomic
def edit_feedback(
    feedback: FeedbackList,
    *,
    title: str,
    summary: str,
    results: Mapping[int, str],
    actor: Actor,
    at: datetime,
) -> None:
    """The whole sheet at once; results: id of a line → its words."""
    _must_be_draft(feedback)
    new = {"title": _public(title), "summary": _public(summary)}
    if any(not words for words in new.values()):
        raise moves.Refused(_("标题和总的情况都要写"))
    changed = [name for name, words in new.items() if getattr(feedback, name) != words]
    if changed:
        for name in changed:
            setattr(feedback, name, new[name])
        FeedbackList.objects.filter(pk=feedback.pk).update(**{name: new[name] for name in changed})
        moves.record(feedback, "edit", actor=actor, at=at, changed=changed)
    for item in feedback.items.select_related("list"):
        if item.pk in results:
            edit_item(item, result=results[item.pk], actor=actor, at=at)


@transaction.atomic
def publish(feedback: FeedbackList, *, actor: Actor, at: datetime) -> int:
    """公布: every recommendation is fed back, every voice of the topic told. Returns how many were."""
    today = calendar.day_of(at)
    FeedbackList.objects.filter(pk=feedback.pk).update(published_on=today)
    feedback.published_on = today
    moves.make(feedback, "publish", actor=actor, at=at)
    for listed in feedback.items.select_related("recommendation__unit"):
        if listed.recommendation.state in {"decided", "delivered"}:
            moves.make(listed.recommendation, "feed_back", actor=actor, at=at, feedback=feedback.pk)
    topic = Topic.objects.select_related("unit").get(pk=feedback.topic_id)
    told = answer_topic(topic, text=letter(feedback), at=at, link=feedback.public_url())
    FeedbackList.objects.filter(pk=feedback.pk).update(told=told)
    feedback.told = told
    for item in PlanItem.objects.filter(topic=topic, state="held").select_related("unit").order_by("pk"):
        moves.make(item, "finish", actor=CLOCK, at=at, feedback=feedback.pk)
    return told


@official()
def letter(feedback: FeedbackList) -> str:
    """What each raiser reads: the whole in a few words, then every recommendation with its result."""
    lines = [feedback.summary.strip()]
    for number, item in enumerate(feedback.items.select_related("recommendation"), start=1):
        asked, result = shortened(item.recommendation.text, 60), shortened(item.result, 160)
        lines.append(f"{number}. {asked} —— {result}")
    return "\n".join(lines)


def _public(words: str) -> str:
    """What everybody will read, without telephone numbers and the like."""
    return without_contacts(normal(words))


def _must_be_draft(feedback: FeedbackList) -> None:
    if feedback.state != "draft":
        raise moves.Stale(_("已公布的清单不能再改"), state=moves.label_of(feedback))
