"""按记录汇编: by one press, as often as one likes. What a person has put in other words is never overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.gatherings.queries import Room
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import OPEN, Item, Minutes, Section, Treatment, Version
from shangliang.modules.minutes.services import versioning
from shangliang.modules.minutes.services.asking import ask_all, void

PLACES = {value: n * 10_000 for n, value in enumerate(Section.values)}  # room for every section's own order
KEPT = (
    "order", "group", "title", "link", "speaker_id", "office_id", "opinion_id", "consensus_id", "text", "record",
    "fresh", "gone", "edited", "inside", "shut",
)  # fmt: skip


@dataclass
class Done:
    """What a press of the button changed: numbers of items.

    waiting: newer than what somebody edited. gone: edited or signed, and no longer in the record. dropped: no longer in
    it, and untouched.
    """

    added: int = 0
    changed: int = 0
    waiting: int = 0
    gone: int = 0
    dropped: int = 0
    void: list[Item] = field(default_factory=list)


@transaction.atomic
def assemble(gathering: Gathering, *, actor: Actor, at: datetime) -> tuple[Minutes, Done]:
    """Minutes from the record, or the record's news into the minutes that are there.

    Items nobody touched follow the record; beside an edited one the new words wait for a person (`decide`).
    """
    if not moves.kind_of(gathering).policy.may(actor, "write_minutes", gathering):
        raise moves.NotAllowed(_("纪要由经办人员汇编"))
    # The minutes first, then the meeting, as whoever edits or settles them holds the two.
    there = Minutes.objects.select_for_update(of=("self",)).select_related("unit")
    paper = there.filter(gathering=gathering).first()
    gathering = moves.held(gathering, "unit", "convener", "topic")
    moves.must_stand(gathering, "sitting", "held")
    if paper is None:  # somebody may have made them while the meeting was held
        paper = there.filter(gathering=gathering).first()
    if paper is None:
        paper = Minutes(unit=gathering.unit, gathering=gathering, title=f"{gathering.title}纪要")
        moves.begin(paper, actor=actor, at=at, gathering=gathering.pk)
    if paper.state not in OPEN:
        label = moves.label_of(paper)
        raise moves.Stale(_("纪要现在的状态是“%s”，要先收回再汇编") % label, state=label)
    paper.gathering = gathering
    room = gatherings.room(gathering)
    done = bring_up(paper, room)
    _take_up(paper, room, actor=actor, at=at)
    made = versioning.keep(paper, Version.Why.ASSEMBLED, actor=actor, at=at, room=room)
    void(done.void, at=at)
    if paper.state == "circulating":
        ask_all(paper, actor=actor, at=at)
    if made:
        moves.record(
            paper, "assemble", actor=actor, at=at, version=made.number, added=done.added, changed=done.changed,
            waiting=done.waiting, gone=done.gone, dropped=done.dropped,
        )  # fmt: skip
    return paper, done


def bring_up(paper: Minutes, room: Room) -> Done:
    """Item by item what the record says now."""
    there = {i.key: i for i in paper.items.all()}
    done, new, other = Done(), [], []
    for place, piece in enumerate(queries.pieces(room)):
        item = there.pop(piece.key, None)
        order = PLACES[piece.section] + place
        if item is None:
            new.append(_made(paper, piece, order))
        elif _followed(item, piece, order, done):
            other.append(item)
    done.added = len(new)
    _leave(list(there.values()), done)
    Item.objects.bulk_create(new)
    Item.objects.bulk_update(other, [*KEPT, "revision"], batch_size=200)
    return done


def _made(paper: Minutes, piece: queries.Piece, order: int) -> Item:
    return Item(
        minutes=paper, key=piece.key, section=piece.section, order=order, group=piece.group, title=piece.title[:200],
        text=piece.text, record=piece.text, link=piece.link, inside=piece.inside, shut=piece.inside,
        speaker_id=piece.speaker_id, office_id=piece.office_id, opinion_id=piece.opinion_id,
        consensus_id=piece.consensus_id,
    )  # fmt: skip


def _followed(item: Item, piece: queries.Piece, order: int, done: Done) -> bool:
    """Put what the record says into an item; whether anything about it is different now."""
    before = {name: getattr(item, name) for name in KEPT}
    item.order, item.group, item.title, item.link = order, piece.group, piece.title[:200], piece.link
    item.speaker_id, item.office_id = piece.speaker_id, piece.office_id
    item.opinion_id, item.consensus_id, item.gone = piece.opinion_id, piece.consensus_id, False
    _opened_or_shut(item, piece, done)
    if not item.edited or piece.text == item.text:
        if piece.text != item.text:
            item.revision += 1
            done.changed += 1
            done.void.append(item)
        item.text = item.record = piece.text
        item.fresh, item.edited = "", False
    else:
        item.fresh = "" if piece.text == item.record else piece.text
        done.waiting += bool(item.fresh)
    return before != {name: getattr(item, name) for name in before}


def _opened_or_shut(item: Item, piece: queries.Piece, done: Done) -> None:
    """A result that was published since may be read by everybody; what somebody kept inside by hand stays there."""
    if item.inside == item.shut != piece.inside:
        item.inside, item.revision = piece.inside, item.revision + 1
        done.changed += 1
    item.shut = piece.inside


def _leave(left: Sequence[Item], done: Done) -> None:
    """What the record no longer has: as it came, it goes; what somebody edited or signed waits for a person."""
    own = [i for i in left if i.record]
    touched = set(
        Item.objects.filter(pk__in=[i.pk for i in own], verdicts__isnull=False).values_list("pk", flat=True)
    )
    stays = {i.pk for i in own if i.edited or i.pk in touched}
    Item.objects.filter(pk__in=stays).update(gone=True)
    Item.objects.filter(pk__in={i.pk for i in own} - stays).delete()
    done.gone, done.dropped = len(stays), len(own) - len(stays)


def _take_up(paper: Minutes, room: Room, *, actor: Actor, at: datetime) -> None:
    """件件有回音: every opinion begins to wait for what becomes of it."""
    known = set(paper.treatments.values_list("opinion", flat=True))
    new = [
        Treatment(unit=paper.unit, minutes=paper, opinion=o)
        for o in room.opinions
        if o.replies_to_id is None and o.pk not in known
    ]
    moves.begin_many(new, actor=actor, at=at, batch=paper.pk)
