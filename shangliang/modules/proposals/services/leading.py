"""重点提案: nominated, asked about, decided upon, planned, concluded, reported, followed, summed up (DOMAIN 1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import CLOCK, Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import normal
from shangliang.modules.org.models import Unit
from shangliang.modules.outcomes.models import Instruction
from shangliang.modules.people.models import Person
from shangliang.modules.proposals.models import FILED, KeyInstruction, KeyProposal, KeyView, Proposal
from shangliang.modules.proposals.queries.keys import leaders, may_be_asked, supervisors


@transaction.atomic
def nominate(proposal: Proposal, *, reason: str, actor: Actor, at: datetime) -> KeyProposal:
    """提案委初选: once for each proposal, with the reason."""
    if proposal.state not in FILED:
        label = moves.label_of(proposal)
        raise moves.Stale(_("现在的状态是“%s”，只有已经立案的提案可以列为重点提案") % label, state=label)
    if not reason.strip():
        raise moves.Refused(_("请写明推荐理由"))
    key = KeyProposal(
        unit=proposal.unit, proposal=proposal, year=calendar.day_of(at).year, reason=normal(reason),
        nominator_id=actor.person,
    )  # fmt: skip
    try:
        with transaction.atomic():
            moves.begin(key, actor=actor, at=at, proposal=proposal.pk)
    except IntegrityError:
        raise moves.Stale(_("这件提案已经推荐为重点提案")) from None
    moves.must(key, "nominate", actor=actor)
    return key


@transaction.atomic
def consult(key: KeyProposal, *, units: Sequence[Unit], actor: Actor, at: datetime) -> None:
    """征求意见: of parties, people's bodies and special committees, all at once."""
    if not units:
        raise moves.Refused(_("请选择征求谁的意见"))
    known = set(may_be_asked(key).values_list("pk", flat=True))
    if strange := [u for u in units if u.pk not in known]:
        raise moves.Refused(_("“%s”不是党派、团体、专委会或界别") % strange[0])
    KeyView.objects.bulk_create([KeyView(key=key, unit=unit) for unit in units], ignore_conflicts=True)
    moves.make(key, "consult", actor=actor, at=at, units=[u.code for u in units])


@transaction.atomic
def say(
    key: KeyProposal, *, unit: Unit, says: str, text: str, actor: Actor, at: datetime, entered: bool = False
) -> KeyView:  # fmt: skip
    """What one of those asked thinks, from its own seat; or `entered` by the office from a letter, saying whence."""
    now = _held(key)
    moves.must(now, "enter" if entered else "say", actor=actor)
    if now.state != "consulted":
        raise moves.Stale(_("现在不在征求意见"), state=moves.label_of(now))
    seated = {s.path for s in actor.seats if s.role in {"convener", "head"}}
    if not entered and unit.path not in seated:
        raise moves.NotAllowed(_("只能替自己任职的单位提意见"))
    view = now.views.filter(unit=unit).first()
    if view is None:
        raise moves.Refused(_("没有征求“%s”的意见") % unit)
    if entered and view.says and not view.entered:
        raise moves.Stale(_("“%s”已经自己提了意见") % unit, state=moves.label_of(now))
    if says not in KeyView.Says.values:
        raise moves.Refused(_("请选择同意、不同意或另有意见"))
    if not text.strip() and (entered or says != KeyView.Says.AGREE):
        raise moves.Refused(_("代录请写明依据") if entered else _("请写明理由"))
    said = {"says": says, "text": normal(text), "person_id": actor.person, "entered": entered, "at": at}
    KeyView.objects.filter(pk=view.pk).update(**said)
    moves.record(now, "enter" if entered else "say", actor=actor, at=at, unit=unit.code, says=says)
    view.refresh_from_db()
    return view


@transaction.atomic
def decide(
    key: KeyProposal, *, meeting: str, decided_on: date, leader: Person, supervisor: Person, actor: Actor,
    at: datetime,
) -> None:  # fmt: skip
    """主席会议审定: which meeting, who leads (党政领导领办), who supervises (政协领导督办)."""
    if not meeting.strip():
        raise moves.Refused(_("请写明哪次主席会议审定"))
    if decided_on > calendar.day_of(at):
        raise moves.Refused(_("审定日期不能晚于今天"))
    if leader.pk == supervisor.pk:
        raise moves.Refused(_("领办和督办的领导不能是同一位"))
    day = calendar.day_of(at)
    if not leaders(key, on=day).filter(pk=leader.pk).exists():
        raise moves.Refused(_("“%s”不是党政领导") % leader)
    if not supervisors(key, on=day).filter(pk=supervisor.pk).exists():
        raise moves.Refused(_("“%s”不是政协领导") % supervisor)
    if key.proposal.signers.filter(person__in=[leader, supervisor], agreed_at__isnull=False).exists():
        raise moves.Refused(_("提案者不能领办、督办自己的提案"))
    new = {
        "meeting": normal(meeting), "decided_on": decided_on, "leader": leader, "supervisor": supervisor,
        "decider_id": actor.person,
    }  # fmt: skip
    _write(key, **new)
    moves.make(key, "decide", actor=actor, at=at, leader=leader.pk, supervisor=supervisor.pk)


@transaction.atomic
def plan(key: KeyProposal, *, text: str, actor: Actor, at: datetime) -> None:
    """督办方案: written before the departments are told; later changes are told, too."""
    if not text.strip():
        raise moves.Refused(_("还没有写督办方案"))
    now = _held(key)
    if now.state not in {"decided", "under_way", "supervised"}:
        label = moves.label_of(now)
        raise moves.Stale(_("现在的状态是“%s”，不能改督办方案") % label, state=label)
    moves.record(now, "plan", actor=actor, at=at)
    _write(key, plan=normal(text))


@transaction.atomic
def start(key: KeyProposal, *, actor: Actor, at: datetime) -> None:
    """函告: lead and helping departments are told of the plan; from here on the time for activities counts."""
    if key.state == "decided":
        _write(key, started_at=at)
    moves.make(key, "start", actor=actor, at=at)


@transaction.atomic
def conclude(key: KeyProposal, *, text: str, actor: Actor, at: datetime) -> None:
    """督办结论报告."""
    if key.state != "supervised":
        label = moves.label_of(key)
        raise moves.Stale(_("现在的状态是“%s”，还不能写结论") % label, state=label)
    _write(key, conclusion=normal(text), concluder_id=actor.person, concluded_on=calendar.day_of(at))
    moves.make(key, "conclude", actor=actor, at=at)


@transaction.atomic
def report(key: KeyProposal, *, to: str, actor: Actor, at: datetime) -> None:
    """报送党政领导."""
    if key.state != "concluded":
        label = moves.label_of(key)
        raise moves.Stale(_("现在的状态是“%s”，不能报送") % label, state=label)
    if not to.strip():
        raise moves.Refused(_("请写明报送给谁"))
    _write(key, reported_to=normal(to), reported_on=calendar.day_of(at))
    moves.make(key, "report", actor=actor, at=at, to=key.reported_to)


@transaction.atomic
def instruct(
    key: KeyProposal, *, leader: str, rank: str, text: str, on: date, actor: Actor, at: datetime,
    file: StoredFile | None = None,
) -> KeyInstruction:  # fmt: skip
    """批示: what a leader wrote on the conclusion."""
    now = _held(key)
    if now.state not in {"reported", "kept", "summarised"}:
        raise moves.Stale(_("还没有报送，不会有批示"), state=moves.label_of(now))
    if rank not in Instruction.Rank.values or not text.strip() or not leader.strip():
        raise moves.Refused(_("请填写批示领导、级别和批示内容"))
    if not (now.reported_on or on) <= on <= calendar.day_of(at):
        raise moves.Refused(_("批示日期应在报送之后、今天以前"))
    moves.record(now, "instruct", actor=actor, at=at, leader=normal(leader), rank=rank)
    return KeyInstruction.objects.create(
        key=key, leader=normal(leader), rank=rank, text=normal(text), on=on, file=file,
        person_id=actor.person, at=at,
    )  # fmt: skip


@transaction.atomic
def summarise(key: KeyProposal, *, text: str, actor: Actor, at: datetime) -> None:
    """年终总结: when everything promised has been kept."""
    if key.state != "kept":
        label = moves.label_of(key)
        raise moves.Stale(_("现在的状态是“%s”，承诺兑现以后再总结") % label, state=label)
    _write(key, summary=normal(text))
    moves.make(key, "summarise", actor=actor, at=at)


def follow_key(proposal: Proposal, *, at: datetime) -> None:
    """Bring the key proposal to where the departments' promises stand. Safe to repeat.

    Its own activities that lie ahead end with it.
    """
    kept = bool(proposal.dispatch and proposal.dispatch.state == "closed")
    for key in proposal.keys.select_related("unit"):
        if key.state == "reported" and kept:
            moves.make(key, "keep", actor=CLOCK, at=at)
        elif key.state == "kept" and not kept:
            moves.make(key, "slip", actor=CLOCK, at=at)
        elif key.state == "dropped":
            for act in key.acts.filter(state="planned").select_related("unit").order_by("pk"):
                moves.make(act, "void", actor=CLOCK, at=at)


def _held(key: KeyProposal) -> KeyProposal:
    """The row as it is now, held until the end of the transaction (1 query)."""
    return moves.held(key, "unit", no_key=True)


def _write(key: KeyProposal, **new: Any) -> None:
    for name, value in new.items():
        setattr(key, name, value)
    moves.fits(key)
    KeyProposal.objects.filter(pk=key.pk).update(**new)
