"""接续: what the system before this one held is taken over, all of a file or none of it.

What was over there is over here; what was filed and is still open is handed to its departments anew, so that their
clocks run here; what was handed in waits for the review. Numbers stay, and the next ones come after the largest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from shangliang.analysis.numbered import points
from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.text import official, without_contacts
from shangliang.modules.handling import services as handling
from shangliang.modules.people.models import Person
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import (
    PastAnswer,
    Proposal,
    ProposalBatch,
    Session,
    Signer,
    Suggestion,
    Version,
)
from shangliang.modules.proposals.services.numbers import Form, form_on, taken
from shangliang.modules.proposals.services.past import (
    ARCHIVED,
    CODES,
    FILED,
    LEFT,
    NEW,
    NOT_FILED,
    SAME,
    SUBMITTED,
    WRONG,
    Preview,
    Row,
    without_same,
)

CHUNK = 200  # rows between two steps of the progress bar
MOVES = {
    SUBMITTED: "take_over_submitted", FILED: "take_over_filed", NOT_FILED: "take_over_not_filed",
    ARCHIVED: "take_over_archived",
}  # fmt: skip


def _quietly(done: int, total: int) -> None:
    """Nobody watches the progress."""


@transaction.atomic
def commit_proposals(
    session: Session, *, preview: Preview, actor: Actor, at: datetime,
    progress: Callable[[int, int], None] = _quietly,
) -> ProposalBatch:  # fmt: skip
    """Keep every new row, all of them or none. `progress(done, total)` is told as it goes on.

    The actor is the person of the office who takes them over and hands them to departments.
    """
    if not moves.kind_of(Proposal).policy.may_at(actor, "arrange", session.unit.path):
        raise moves.NotAllowed(_("原系统的提案由提案委员会接续"))
    person = person_of(actor)
    # Two imports of one file at once: the second waits here, then finds every row kept.
    moves.held(session)
    again = without_same(session, rows=[r for r in preview.rows if r.state == NEW])
    rows, counts = [r for r in again if r.state == NEW], preview.counts
    _none_of_ones_own(rows, actor)
    batch = ProposalBatch.objects.create(
        unit=session.unit, session=session, name=preview.name[:200], sha256=preview.sha256, added=len(rows),
        same=counts[SAME] + sum(r.state == SAME for r in again), left=counts[LEFT],
        wrong=counts[WRONG] + sum(r.state == WRONG for r in again), sent=sum(r.hands for r in rows),
        person=person, at=at,
    )  # fmt: skip
    for start in range(0, len(rows), CHUNK):
        _keep(batch, rows[start : start + CHUNK], actor, at)
        progress(min(start + CHUNK, len(rows)), len(rows))
    _go_on_after(session, rows)
    return batch


def _none_of_ones_own(rows: Sequence[Row], actor: Actor) -> None:
    """Who signed a proposal does not hand it to departments either."""
    own = [r for r in rows if r.hands and actor.person_id in {p.pk for p in _signers(r)}]
    if own:
        numbers = _("、").join(str(r.serial) for r in own)
        raise moves.Refused(_("您是第 %s 号提案的提案者，请由别人接续") % numbers)


def _signers(row: Row) -> list[Person]:
    return [p for p in (row.drafter, *row.cosigners) if p is not None]


def _keep(batch: ProposalBatch, rows: Sequence[Row], actor: Actor, at: datetime) -> None:
    """Some hundred rows: proposals, items, signers, first versions and old answers in one statement each."""
    session = batch.session
    forms = {day: form_on(session, on=day) for day in {r.filed_on for r in rows if r.filed_on}}
    saved = moves.begin_many(
        [_proposal(session, row, forms, at) for row in rows], actor=actor, at=at, batch=batch.pk
    )
    pairs = list(zip(saved, rows, strict=True))
    items = Suggestion.objects.bulk_create(
        Suggestion(proposal=p, number=n, text=text)
        for p, row in pairs
        for n, text in enumerate(row.suggestions, start=1)
    )
    Signer.objects.bulk_create(one for p, row in pairs for one in _signed(p, row))
    versions = Version.objects.bulk_create(
        Version(
            proposal=p, number=1, title=p.title, situation=p.situation, reasons=p.reasons,
            suggestions=list(row.suggestions), person=row.drafter, at=p.submitted_at or at,
        )
        for p, row in pairs
    )  # fmt: skip
    for p, version in zip(saved, versions, strict=True):
        p.original = version
    Proposal.objects.bulk_update(saved, ["original"])
    by_proposal: dict[int, list[Suggestion]] = {}
    for item in items:
        by_proposal.setdefault(item.proposal_id, []).append(item)
    PastAnswer.objects.bulk_create(a for p, row in pairs for a in _answers(p, row, by_proposal.get(p.pk, [])))
    for p, row in pairs:
        with official():
            moves.make(p, MOVES[row.became], actor=CLOCK, at=at, code=row.code, said=CODES[row.code][0])
        if row.hands:
            _hand_over(p, row, actor, at)


def _proposal(session: Session, row: Row, forms: Mapping[date, Form], at: datetime) -> Proposal:
    handed = row.handed_on or row.filed_on or min(session.opens_on, calendar.day_of(at))
    timing = Proposal.Timing.CONFERENCE if handed <= session.deadline else Proposal.Timing.ORDINARY
    proposal = Proposal(
        unit=session.unit, session=session, kind=row.kind, timing=timing, drafter=row.drafter,
        collective=row.collective, responsible=row.drafter.name if row.collective and row.drafter else "",
        title=row.title, situation=without_contacts(row.situation), reasons=without_contacts(row.reasons),
        not_secret=True, serial_no=row.serial, legacy_key=row.key,
        submitted_at=timezone.make_aware(datetime.combine(handed, time(12))), ground=row.ground, course=row.course,
    )  # fmt: skip
    if row.ground:
        with official():
            proposal.ground_note = _("原系统：%s") % row.ground_note
    if row.case and row.category and row.category_no and row.filed_on:
        proposal.case_no, proposal.category, proposal.category_no = row.case, row.category, row.category_no
        proposal.filed_on = row.filed_on
        proposal.number = forms[row.filed_on].write(
            case=row.case, category=row.category, within=row.category_no
        )
    return proposal


def _signed(proposal: Proposal, row: Row) -> Iterator[Signer]:
    for place, person in enumerate(_signers(row)):
        role = Signer.Role.COSIGNER if place else Signer.Role.FIRST
        yield Signer(
            proposal=proposal, place=place, role=role, person=person, agreed_at=proposal.submitted_at
        )


def _answers(proposal: Proposal, row: Row, items: Sequence[Suggestion]) -> Iterator[PastAnswer]:
    """What had been answered: to each item where the reply counts as many points, else to the whole."""
    if not row.reply and not row.grade:
        return
    said = points(row.reply)
    about = {"proposal": proposal, "by": row.by, "grade": row.grade, "norm": row.norm}
    if len(said) == len(items) > 1:
        for item, text in zip(items, said, strict=True):
            yield PastAnswer(item=item, text=without_contacts(text), **about)
    else:
        yield PastAnswer(text=without_contacts(row.reply), **about)


def _hand_over(proposal: Proposal, row: Row, actor: Actor, at: datetime) -> None:
    """Its departments answer it here, item by item; how they had answered before stays readable beside it."""
    assert row.lead is not None and row.drafter is not None
    with official():
        origin = _("提案 · %s") % proposal.number
    proposal.dispatch = handling.send(
        proposal.unit, title=proposal.title, ask="\n".join(row.suggestions), origin=origin,
        origin_link=proposal.get_absolute_url(), lead=row.lead, joint=row.joint, actor=actor, at=at,
        items=row.suggestions, concerned=[(f"person:{p.pk}", p.name) for p in (row.drafter, *row.cosigners)],
        source="proposal",
    )  # fmt: skip
    proposal.assigned_at = at
    Proposal.objects.filter(pk=proposal.pk).update(dispatch=proposal.dispatch, assigned_at=at)
    moves.make(proposal, "assign", actor=actor, at=at, dispatch=proposal.dispatch.number)


def _go_on_after(session: Session, rows: Sequence[Row]) -> None:
    """Numbers that were given there are not given again here."""
    taken(
        session,
        serial=max((r.serial for r in rows), default=0),
        case=max((r.case or 0 for r in rows), default=0),
    )
    for category in {r.category.pk: r.category for r in rows if r.category}.values():
        within = max(r.category_no or 0 for r in rows if r.category == category)
        taken(session, category=category, within=within)
