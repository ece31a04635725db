"""体验岗 and 邀请: members try a department's work for a day, or are asked to see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shangliang.kernel import calendar
from shangliang.modules.lists import services as lists
from shangliang.modules.lists.models import ExperiencePost, Invitation, SignUp
from shangliang.surfaces.demo.year import enclosed
from shangliang.surfaces.demo.year.stage import Stage, Story, fresh
from shangliang.surfaces.demo.year.texts import lists_data

FOUR = ("lin", "deng", "feng", "jiang")


def cast(stage: Stage) -> None:
    for row in lists_data()["posts"]:
        stage.start(_post(stage, row))
    for row in lists_data()["invitations"]:
        stage.start(_invited(stage, row))


def _post(stage: Stage, row: dict[str, Any]) -> Story:
    """`days` before now it is opened; it starts `wait` days later and takes `takes` days."""
    yield stage.moment(stage.ago(row["days"]), 9)
    unit, clerk = stage.cast.units[row["unit"]], stage.clerks[row["unit"]]
    starts = calendar.day_of(stage.at) + timedelta(days=row["wait"])
    post = lists.open_post(
        unit, host=stage.cast.units["yunchuan"], title=row["title"], about=row["about"], place=row["place"],
        starts_on=starts, ends_on=starts + timedelta(days=row["takes"]), places=row["places"],
        actor=stage.actor(clerk), at=stage.at, token=stage.token(),
    )  # fmt: skip
    yield stage.moment(calendar.day_of(stage.at) + timedelta(days=1), 10)
    signed = [_signed(stage, post, who) for who in FOUR]
    if row.get("leaves"):
        place = SignUp.objects.select_related("unit", "post").get(pk=signed[0].pk)
        lists.leave(place, note="临时出差", actor=stage.actor("lin"), at=stage.at)
    if row.get("cancelled"):
        held = fresh(post)
        lists.cancel_post(held, note="站点停产检修，改期另行通知", actor=stage.actor(clerk), at=stage.at)
        return
    yield stage.moment(starts, 17)
    there = list(post.sign_ups.filter(state="placed").select_related("unit", "post", "member").order_by("pk"))
    for number, place in enumerate(there):
        lists.mark(place, came=number != 1, actor=stage.actor(clerk), at=stage.at)
    if there:
        yield from _experienced(stage, post, there[0], clerk, closes=row.get("closes", False))


def _signed(stage: Stage, post: ExperiencePost, who: str) -> SignUp:
    return lists.sign_up(fresh(post), actor=stage.actor(who), at=stage.at)


def _experienced(stage: Stage, post: ExperiencePost, place: SignUp, clerk: str, *, closes: bool) -> Story:
    yield stage.moment(calendar.day_of(stage.at) + timedelta(days=1), 19)
    actor, name = stage.actor(place.member.username), f"体验照片 {place.pk}.png"
    file = enclosed.keep(stage, name, enclosed.photo(name), root=place.root, actor=actor)
    words = "跟着走完一班，看到了辛苦，也看到了可以改的三处：路线、工具、休息点。"
    held = SignUp.objects.select_related("unit", "post__unit").get(pk=place.pk)
    lists.write_log(held, on=post.starts_on, text=words, file=file, actor=actor, at=stage.at)
    said = lists.suggest(
        held, text="把两处绕路的点合并，给一线的同志留一处能喝热水的地方。", actor=actor, at=stage.at, token=stage.token()
    )  # fmt: skip
    if not closes:
        return
    yield stage.moment(post.ends_on + timedelta(days=6), 10)
    lists.answer_counsel(
        fresh(said), adoption="adopted", answer="两处点位已合并，休息点加了饮水机。", actor=stage.actor(clerk), at=stage.at
    )  # fmt: skip
    if fresh(post).state == "over":
        stage.move(post, "close", clerk)


def _invited(stage: Stage, row: dict[str, Any]) -> Story:
    yield stage.moment(stage.ago(row["days"]), 15)
    unit, clerk = stage.cast.units[row["unit"]], stage.clerks[row["unit"]]
    day = calendar.day_of(stage.at)
    held_on = day + timedelta(days=row["wait"])
    thing = lists.invite(
        unit, host=stage.cast.units["yunchuan"], kind=row["kind"], title=row["title"], about=row["about"],
        place=row["place"], held_on=held_on, answer_by=day + timedelta(days=row["wait"] // 2),
        people=[stage.cast.people[who] for who in (*FOUR, "yu")], actor=stage.actor(clerk), at=stage.at,
        token=stage.token(),
    )  # fmt: skip
    yield stage.moment(day + timedelta(days=1), 20)
    asked = {i.person.username: i for i in thing.invitees.select_related("unit", "person")}
    for who in ("lin", "feng"):
        stage.move_now(asked[who], "accept", who)
    lists.decline_invitation(asked["deng"], reason="当天有会", actor=stage.actor("deng"), at=stage.at)
    if row.get("cancelled"):
        lists.cancel_invitation(fresh(thing), note="展馆设备故障", actor=stage.actor(clerk), at=stage.at)
        return
    yield stage.moment(held_on + timedelta(days=2), 16)
    _told(stage, fresh(thing), clerk)


def _told(stage: Stage, thing: Invitation, clerk: str) -> None:
    actor, name = stage.actor(clerk), f"活动照片 {thing.pk}.png"
    file = enclosed.keep(stage, name, enclosed.photo(name), root=thing.root, actor=actor)
    words = "看了流程，答了十一个问题，三条意见当场记下，两周内回复。"
    lists.report(thing, text=words, came=[stage.cast.people["lin"]], file=file, actor=actor, at=stage.at)
