"""What minutes are put together from: each source makes of a gathering the pieces it knows of.

A piece has a key that stays the same for the same thing of the record, so that it comes back to the same item. Another
source is one more line in SOURCES.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.kernel.text import official, shortened
from shangliang.modules.deliberation import queries as polls
from shangliang.modules.deliberation.models import HELD, OVER, Poll
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Agenda, Consensus, Opinion, Participant
from shangliang.modules.gatherings.queries import Room
from shangliang.modules.minutes.models import Item, Minutes, Section
from shangliang.modules.minutes.queries import hall
from shangliang.modules.minutes.queries.pieces import ORDINARY, Piece, clock_of, day_of

OFFICES = (Participant.Capacity.LEADER, Participant.Capacity.HEAD)


Source = Callable[[Room], Sequence[Piece]]


def _page(room: Room, part: str) -> str:
    return f"{reverse('gatherings:gathering', args=[room.gathering.pk])}#{part}"


# --- who was there


def attendance(room: Room) -> list[Piece]:
    """When, where, how many; then the names, those of ordinary people for the inside only."""
    there = _page(room, "people")
    head = Piece("when", Section.ATTENDANCE, _when(room), _("时间和地点"), link=_page(room, "matter"))
    excused = sum(1 for p in room.participants if _excused(p))
    absent = len(room.participants) - room.signed - excused
    count = _("应到 %(all)d 人，到会 %(came)d 人。") % {"all": len(room.participants), "came": room.signed}
    if excused:
        count += _("请假 %d 人。") % excused
    if absent:
        count += _("未到 %d 人。") % absent
    named = [
        Piece(
            f"capacity:{people[0].capacity}", Section.ATTENDANCE, _names(people), label, link=there,
            inside=people[0].capacity in ORDINARY,
        )
        for label, people in room.by_capacity
    ]  # fmt: skip
    return [head, Piece("count", Section.ATTENDANCE, count, _("人数"), link=there), *named]


def _when(room: Room) -> str:
    g = room.gathering
    said = []
    if g.starts_at:
        start = timezone.localtime(g.starts_at)
        said.append(
            f"{day_of(start.date())} {start:%H:%M}" + (f"—{clock_of(g.ends_at)}" if g.ends_at else "")
        )
    said += [part for part in (g.place, _("线上会场") if g.online else "") if part]
    if g.convener:
        said.append(_("召集人%s") % g.convener.name)
    return "，".join(said) + "。"


def _names(people: Sequence[Participant]) -> str:
    def named(p: Participant) -> str:
        return f"{p.name}（{p.standing}）" if p.standing else p.name

    parts = (
        (_("到会：%s。"), [p for p in people if p.signed_in_at]),
        (_("请假：%s。"), [p for p in people if _excused(p)]),
        (_("未到：%s。"), [p for p in people if not (p.signed_in_at or p.excused_at)]),
    )
    return "".join(said % "、".join(map(named, those)) for said, those in parts if those)


def _excused(p: Participant) -> bool:
    """Whoever came in spite of it, came."""
    return bool(p.excused_at and not p.signed_in_at)


# --- what was seen before, what was on the agenda


def visits(room: Room) -> list[Piece]:
    return [
        Piece(
            f"visit:{v.pk}", Section.VISIT, f"{day_of(v.on)}，{v.place}。{' '.join(v.notes.split())}",
            link=_page(room, "visits"),
        )
        for v in room.visits
    ]  # fmt: skip


def agenda(room: Room) -> list[Piece]:
    """Every part with the time it was given and the time it took."""
    begins, found = room.gathering.starts_at, []
    started = sorted((a.started_at, a.order) for a in room.agenda if a.started_at)
    for part in room.agenda:
        planned = _("计划%(from)s %(n)d 分钟") % {
            "from": f"{clock_of(begins)}起" if begins else "", "n": part.minutes,
        }  # fmt: skip
        took = _took(part, started, room)
        said = [part.title, f"（{planned}；{took}）。" if took else f"（{planned}）。"]
        found.append(
            Piece(f"agenda:{part.order}", Section.AGENDA, "".join(said), part.get_part_display(),
                  link=_page(room, "agenda"))
        )  # fmt: skip
        begins = begins + timedelta(minutes=part.minutes) if begins else None
    return found


def _took(part: Agenda, started: Sequence[tuple[datetime, int]], room: Room) -> str:
    if part.started_at is None:
        return ""
    began = _("实际%s起") % clock_of(part.started_at)
    later = [at for at, order in started if (at, order) > (part.started_at, part.order)]
    over = room.gathering.entered_at if room.gathering.state == "held" else None
    until = later[0] if later else over
    if until is None or until <= part.started_at:
        return began
    return began + _(" %d 分钟") % max(1, round((until - part.started_at).total_seconds() / 60))


# --- what was said


def opinions(room: Room) -> list[Piece]:
    """Part by part of the agenda; under each opinion what was answered on the spot."""
    place = {a.pk: n for n, a in enumerate(room.agenda)}
    threads = sorted(room.threads, key=lambda t: (place.get(t.opinion.agenda_id or 0, -1), t.opinion.pk))
    return [
        piece
        for thread in threads
        for piece in (_said(thread.opinion), *(_said(r, answers=thread.opinion) for r in thread.replies))
    ]


def _said(opinion: Opinion, answers: Opinion | None = None) -> Piece:
    who, first = opinion.participant, answers or opinion
    office = who.unit_id if who.capacity in OFFICES else None
    name = f"{who.unit.short} {who.name}" if office and who.unit else who.name
    title = _("%s答") % name if answers else f"{name}（{who.get_capacity_display()}）"
    return Piece(
        f"opinion:{opinion.pk}", Section.OPINION, opinion.text, title, first.agenda.title if first.agenda else "",
        link=reverse("gatherings:gathering", args=[opinion.gathering_id]) + f"#opinion-{first.pk}",
        speaker_id=who.pk, office_id=office, opinion_id=opinion.pk,
    )  # fmt: skip


# --- what was decided


def votes(room: Room) -> list[Piece]:
    """Every poll of the gathering that is over, or still goes on (2 queries, one more for each poll with options)."""
    held = Poll.objects.filter(gathering=room.gathering, state__in=HELD).order_by("pk")
    return [
        Piece(
            f"poll:{poll.pk}", Section.POLL, _result(poll), poll.question, link=poll.get_absolute_url(),
            inside=poll.state != "published",
        ) if poll.state in OVER else Piece(
            f"poll-open:{poll.pk}", Section.OPEN, _("“%s”还在投票，结果另行公布。") % poll.question,
            link=poll.get_absolute_url(), inside=not poll.open_to_public,
        )
        for poll in held
    ]  # fmt: skip


def _result(poll: Poll) -> str:
    how = _("无记名") if poll.secret else _("记名")
    if poll.state == "void":
        return _("%(how)s投票，应投 %(e)d 人，收回 %(n)d 票，票数不足，无效。") % {
            "how": how, "e": poll.entitled or 0, "n": poll.cast or 0,
        }  # fmt: skip
    found = polls.results(poll, polls.choices(poll))
    said = _("%(how)s投票，应投 %(e)d 人，收回 %(n)d 票。%(what)s。") % {
        "how": how, "e": poll.entitled or 0, "n": poll.cast or 0, "what": found.sentence,
    }  # fmt: skip
    return said + found.ties + (f"{found.needed}。" if found.needed else "")


def consensus(room: Room) -> list[Piece]:
    """What was agreed, who answers for it by when, and on which opinions it rests (1 query)."""
    reasons = dict(
        Consensus.objects.filter(gathering=room.gathering, unsourced__isnull=False).values_list(
            "pk", "unsourced__reason"
        )
    )
    return [
        Piece(
            f"consensus:{c.pk}", Section.CONSENSUS, _agreed(c, room.came_from[c.pk], reasons.get(c.pk, "")),
            c.responsible.short, link=_page(room, "consensus"), office_id=c.responsible_id, consensus_id=c.pk,
        )
        for c in room.consensus
    ]  # fmt: skip


def _agreed(one: Consensus, came_from: Sequence[Opinion], reason: str) -> str:
    terms = {"text": one.text.rstrip("。"), "unit": one.responsible.short, "day": day_of(one.due_on)}
    said = _("%(text)s。（责任单位：%(unit)s；时限：%(day)s）") % terms
    if came_from:
        names = "、".join(dict.fromkeys(_known(o.participant) for o in came_from))
        return said + _("依据：%(names)s的 %(n)d 条意见。") % {"names": names, "n": len(came_from)}
    return said + (_("没有会上记录的意见作依据：%s。") % reason.rstrip("。") if reason else "")


def _known(who: Participant) -> str:
    """By name, or by what she came as where her name is not for the public."""
    return str(who.get_capacity_display()) if who.capacity in ORDINARY else who.name


def unfinished(room: Room) -> list[Piece]:
    """Opinions that nobody took up at the table: neither an answer nor anything agreed."""
    left = gatherings.unaddressed(room)
    return [
        Piece(
            f"open:{o.pk}", Section.OPEN,
            _("%(name)s提出的“%(text)s”，会上没有回应，会后书面说明是否采纳。")
            % {"name": o.participant.name, "text": shortened(o.text, 60)},
            link=reverse("gatherings:gathering", args=[o.gathering_id]) + f"#opinion-{o.pk}",
            inside=o.participant.capacity in ORDINARY,
        )
        for o in left
    ]  # fmt: skip


SOURCES: tuple[Source, ...] = (
    attendance, visits, agenda, hall.speeches, opinions, hall.questions, votes, hall.hands, consensus, unfinished,
)  # fmt: skip


@official()
def pieces(room: Room) -> list[Piece]:
    """Everything the record says, in the order of minutes (1 query a source that asks, besides the room)."""
    return [piece for source in SOURCES for piece in source(room)]


def behind(paper: Minutes, room: Room) -> int:
    """How many things the record says otherwise than the minutes know (2 queries beside the sources')."""
    known = {i.key: i for i in paper.items.exclude(record="")}
    now = {piece.key: piece for piece in pieces(room)}
    newer = [key for key, piece in now.items() if key not in known or not _heard(known[key], piece)]
    return len(newer) + sum(1 for key, item in known.items() if key not in now and not item.gone)


def _heard(item: Item, piece: Piece) -> bool:
    """Whether the minutes have heard what the record says by now; who reads it may be said by hand (`shut`)."""
    follows = item.inside == item.shut != piece.inside
    return not follows and piece.text in ({item.record, item.fresh} if item.fresh else {item.record})
