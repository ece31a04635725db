"""体验岗: opened by a department, places given in the order of signing up, one log each, nobody overbooked."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once
from shangliang.kernel.access import CLOCK, STEP, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.wording import clean
from shangliang.modules.lists.models import Campaign, ExperienceLog, ExperiencePost, SignUp
from shangliang.modules.lists.models.posts import HOLDING
from shangliang.modules.lists.services.permitting import must_be_near
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of

TAKING = ("open", "running")
MOST_PLACES = 500


@transaction.atomic
def open_post(
    unit: Unit, *, host: Unit, title: str, about: str, place: str, starts_on: date, ends_on: date, places: int,
    actor: Actor, at: datetime, campaign: Campaign | None = None, open_to_public: bool = True, token: str = "",
) -> ExperiencePost:  # fmt: skip
    """开放体验岗 for the members of one committee."""
    if earlier := once.made_before(ExperiencePost, place="lists.post", token=token, actor=actor, at=at):
        return earlier
    must_stand_in(unit, host, campaign)
    _check_days(starts_on, ends_on, places, at)
    post = ExperiencePost(
        unit=unit, host=host, campaign=campaign, title=clean(title, missing=_("请写岗位名称"), most=120),
        about=clean(about, missing=_("请写做什么")), place=clean(place, missing=_("请写地点"), most=120),
        starts_on=starts_on, ends_on=ends_on, places=places, open_to_public=open_to_public,
    )  # fmt: skip
    moves.begin(post, actor=actor, at=at, places=places, starts_on=starts_on.isoformat())
    moves.must(post, "edit", actor=actor)
    once.remember(post, place="lists.post", token=token, actor=actor)
    return post


def must_stand_in(unit: Unit, host: Unit, campaign: Campaign | None) -> None:
    """A department and a committee of one city; the campaign, when there is one, is theirs."""
    if host.kind != Unit.Kind.CPPCC or unit.path[:STEP] != host.path[:STEP]:
        raise moves.Refused(_("请选择本级政协"))
    if campaign is None:
        return
    if campaign.unit_id != host.pk or not campaign.departments.filter(pk=unit.pk).exists():
        raise moves.Refused(_("“%s”没有参加这次活动") % unit)
    if campaign.state == "closed":
        raise moves.Stale(_("活动已经结束"), state=moves.label_of(campaign))


def _check_days(starts_on: date, ends_on: date, places: int, at: datetime) -> None:
    if starts_on <= calendar.day_of(at):
        raise moves.Refused(_("开始日期应在今天以后"))
    if ends_on < starts_on:
        raise moves.Refused(_("结束日期不能早于开始日期"))
    must_be_near(ends_on, at=at)
    _check_places(places)


def _check_places(places: int) -> None:
    if not 1 <= places <= MOST_PLACES:
        raise moves.Refused(_("名额应在 1 到 %d 之间") % MOST_PLACES)


@transaction.atomic
def edit_post(
    post: ExperiencePost, *, title: str, about: str, place: str, places: int, open_to_public: bool,
    actor: Actor, at: datetime,
) -> None:  # fmt: skip
    """Better words and more places; those who wait move up. Places that were given are not taken away."""
    held = _held(post)
    if held.state not in TAKING:
        raise moves.Stale(_("体验已经结束，不能再改"), state=moves.label_of(held))
    highest = max((s.place_no or 0 for s in held.sign_ups.filter(state__in=HOLDING)), default=0)
    _check_places(places)
    if places < highest:
        raise moves.Refused(_("已经给出 %d 个名额，不能再少") % highest)
    new: dict[str, Any] = {
        "title": clean(title, missing=_("请写岗位名称"), most=120), "about": clean(about, missing=_("请写做什么")),
        "place": clean(place, missing=_("请写地点"), most=120), "places": places, "open_to_public": open_to_public,
    }  # fmt: skip
    changed = sorted(name for name, value in new.items() if getattr(post, name) != value)
    moves.record(post, "edit", actor=actor, at=at, changed=changed)
    ExperiencePost.objects.filter(pk=post.pk).update(**new)
    for name, value in new.items():
        setattr(post, name, value)
    post.sign_ups.update(of=places)
    _fill(post, at=at)


def _held(post: ExperiencePost) -> ExperiencePost:
    """The post, held until the transaction ends: places are given by one person at a time."""
    return moves.held(post, "unit")


@transaction.atomic
def sign_up(post: ExperiencePost, *, actor: Actor, at: datetime) -> SignUp:
    """报名: a place while there is one, else the end of the queue. Signing up twice is signing up once."""
    moves.must(post, "sign_up", actor=actor)
    held, person = _held(post), person_of(actor)
    if there := held.sign_ups.filter(member=person, state__in=["waiting", *HOLDING]).first():
        return there
    if held.state not in TAKING:
        raise moves.Stale(_("体验已经结束，不再报名"), state=moves.label_of(held))
    place = SignUp(unit=post.host, post=post, member=person, of=held.places)
    moves.begin(place, actor=actor, at=at, post=post.pk)
    _fill(held, at=at)
    place.refresh_from_db()
    return place


def _fill(post: ExperiencePost, *, at: datetime) -> None:
    """Free places go to those who have waited longest. The post must be held."""
    taken = set(post.sign_ups.filter(state__in=HOLDING).values_list("place_no", flat=True))
    free = [number for number in range(1, post.places + 1) if number not in taken]
    queue = post.sign_ups.filter(state="waiting").select_related("unit").order_by("pk")[: len(free)]
    for number, waiting in zip(free, queue, strict=False):
        SignUp.objects.filter(pk=waiting.pk).update(place_no=number)
        waiting.place_no = number
        moves.make(waiting, "place", actor=CLOCK, at=at, place=number)


@transaction.atomic
def leave(place: SignUp, *, note: str, actor: Actor, at: datetime) -> None:
    """退出: the place goes to the next in the queue."""
    held = _held(place.post)
    moves.make(place, "withdraw", actor=actor, at=at, note=note)
    SignUp.objects.filter(pk=place.pk).update(place_no=None)
    place.place_no = None
    if held.state in TAKING:
        _fill(held, at=at)


@transaction.atomic
def mark(place: SignUp, *, came: bool, actor: Actor, at: datetime) -> None:
    """登记到岗, by the department, from the first day on."""
    if calendar.day_of(at) < place.post.starts_on:
        raise moves.Refused(_("体验还没有开始，不能登记到岗"))
    moves.make(place, "attend" if came else "miss", actor=actor, at=at)


@transaction.atomic
def write_log(
    place: SignUp, *, on: date, text: str, actor: Actor, at: datetime, file: StoredFile | None = None
) -> ExperienceLog:
    """体验日志 of a day; the first one completes what was owed, more may follow until the post is closed."""
    moves.must(place, "log", actor=actor)
    if place.state not in {"attended", "logged"}:
        raise moves.Stale(_("登记到岗以后才写体验日志"), state=moves.label_of(place))
    if place.post.state in {"closed", "cancelled"}:
        raise moves.Stale(_("体验岗已经收尾"), state=moves.label_of(place.post))
    if not place.post.starts_on <= on <= min(place.post.ends_on, calendar.day_of(at)):
        raise moves.Refused(_("日期应在体验期间，不晚于今天"))
    words = clean(text, missing=_("请写体验日志"))
    if same := place.logs.filter(on=on, text=words).first():
        return same
    if place.state == "attended":
        moves.make(place, "log", actor=actor, at=at, on=on.isoformat())
    else:
        moves.record(place, "log", actor=actor, at=at, on=on.isoformat())
    return ExperienceLog.objects.create(sign_up=place, on=on, text=words, file=file, at=at)


@transaction.atomic
def cancel_post(post: ExperiencePost, *, note: str, actor: Actor, at: datetime) -> None:
    """取消岗位: with the reason; everybody who holds a place or waits is told."""
    moves.make(post, "cancel", actor=actor, at=at, note=clean(note))
    for place in post.sign_ups.filter(state__in=["waiting", "placed"]).select_related("unit").order_by("pk"):
        moves.make(place, "release", actor=CLOCK, at=at, note=note)
        SignUp.objects.filter(pk=place.pk).update(place_no=None)


def lapse_queue(post: ExperiencePost, *, at: datetime) -> None:
    """Whoever still waits when it is over is told that it did not come to her turn."""
    for place in post.sign_ups.filter(state="waiting").select_related("unit").order_by("pk"):
        moves.make(place, "lapse", actor=CLOCK, at=at)
