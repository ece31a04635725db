"""A proposal is written: its words, what it asks item by item, for whom a body speaks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, once, params
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.kernel.text import normal
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import (
    COLLECTIVE,
    WRITING,
    Proposal,
    ProposalFile,
    Signer,
    Suggestion,
)
from shangliang.modules.proposals.services.common import hold, put

Kind = Proposal.Kind
# What a unit must be to bring a proposal of this kind.
BODIES = {
    Kind.PARTY: Unit.Kind.DEMOCRATIC, Kind.ORGANIZATION: Unit.Kind.BODY, Kind.SECTOR: Unit.Kind.SECTOR,
    Kind.GROUP: Unit.Kind.GROUP, Kind.COMMITTEE: Unit.Kind.COMMITTEE,
}  # fmt: skip


@dataclass(frozen=True)
class Words:
    """What a proposal says and how it may be used; `suggestions` item by item in their order."""

    title: str
    situation: str = ""
    reasons: str = ""
    suggestions: tuple[str, ...] = ()
    researched: bool = False
    self_written: bool = True
    forwarded: bool = False
    repeat: str = ""
    previous: Proposal | None = None
    not_secret: bool = False
    open_ok: bool = True
    open_reason: str = ""
    suggested_lead: Unit | None = None
    cosign_open: bool = False

    def columns(self) -> dict[str, Any]:
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "suggestions"}
        texts = {name: normal(plain[name]) for name in ("title", "situation", "reasons")}
        return {**plain, **texts, "open_reason": "" if self.open_ok else normal(self.open_reason)}

    def items(self) -> list[str]:
        """Empty ones left out."""
        return [text for text in map(normal, self.suggestions) if text]


@dataclass(frozen=True)
class Body:
    """What a body's proposal needs beside its words (DOMAIN 1.4)."""

    collective: Unit | None = None
    responsible: str = ""
    discussed_on: date | None = None
    discussed_by: str = ""
    contact_name: str = ""
    contact_office: str = ""
    seal: StoredFile | None = None


@transaction.atomic
def draft(
    unit: Unit, *, kind: str, words: Words, actor: Actor, at: datetime, body: Body | None = None,
    files: Sequence[StoredFile] = (), token: str = "", **origin: Any,
) -> Proposal:  # fmt: skip
    """A new draft, brought by whoever writes it. The same form sent twice (`token`) gives the first draft back.

    origin: voice, topic (see services.taking). Raises NotAllowed for who may not bring such a proposal.
    """
    person = person_of(actor)
    scope = f"proposals.draft {person.pk}"
    if token and (earlier := once.claim(scope, token, b"", at)):
        return Proposal.objects.get(pk=int(earlier.body))
    _may_bring(unit, kind, body or Body(), actor)
    proposal = Proposal(
        unit=unit, kind=kind, drafter=person, **words.columns(), **_columns(kind, body or Body()), **origin
    )
    moves.begin(proposal, actor=actor, at=at, kind=kind)
    Signer.objects.create(proposal=proposal, place=0, role=Signer.Role.FIRST, person=person, agreed_at=at)
    _put_items(proposal, words.items(), at)
    if files:
        _put_files(proposal, files, at)
    if token:
        once.keep(scope, token, 200, str(proposal.pk))
    return proposal


def _may_bring(unit: Unit, kind: str, body: Body, actor: Actor) -> None:
    if not unit.active or unit.kind != Unit.Kind.CPPCC:
        raise moves.Refused(_("提案只能向政协提出"))
    if kind not in Kind.values:
        raise moves.Refused(_("请选择提案种类"))
    if not moves.kind_of(Proposal).policy.may_at(actor, "draft", unit.path):
        raise moves.NotAllowed(_("您不能向“%s”提出提案") % unit)
    if kind not in COLLECTIVE:
        if not any(s.role == "member" and s.path.startswith(unit.path) for s in actor.seats):
            raise moves.NotAllowed(_("委员提案由委员提出"))
        return
    if body.collective is None:
        raise moves.Refused(_("集体提案请选择以哪个集体的名义提出"))
    _speaks_for(unit, Kind(kind), body.collective, actor)


def _speaks_for(unit: Unit, kind: Proposal.Kind, collective: Unit, actor: Actor) -> None:
    """Whoever heads the body; in a group its members too, who then all sign (DOMAIN 1.4)."""
    if collective.kind != BODIES[kind] or not collective.path.startswith(unit.path):
        raise moves.Refused(_("“%(unit)s”不能提出%(kind)s") % {"unit": collective, "kind": kind.label})
    roles = {"convener", "member"} if kind == Kind.GROUP else {"convener"}
    if not any(s.role in roles and s.path == collective.path for s in actor.seats):
        raise moves.NotAllowed(_("只有“%s”的负责人能以它的名义提出提案") % collective)


def _columns(kind: str, body: Body) -> dict[str, Any]:
    if kind not in COLLECTIVE:
        return {**asdict(Body()), "sector": None}
    columns = {name: getattr(body, name) for name in body.__dataclass_fields__}
    texts = ("responsible", "discussed_by", "contact_name", "contact_office")
    sector = getattr(body.collective, "sector", None) if kind == Kind.SECTOR else None
    return {**columns, **{name: normal(columns[name]) for name in texts}, "sector": sector}


@transaction.atomic
def write(
    proposal: Proposal, *, words: Words, actor: Actor, at: datetime, kind: str = "", body: Body | None = None,
) -> None:  # fmt: skip
    """Better words while it is its proposers' own. Who had agreed to sign other words is asked again.

    What was sent back is changed without asking them again; they are told when it comes in anew.
    """
    moves.must_stand(proposal, *WRITING)
    hold(proposal)
    moves.record(proposal, "write", actor=actor, at=at)
    kind, body = kind or proposal.kind, body or _body_of(proposal)
    _may_bring(proposal.unit, kind, body, actor)
    items = words.items()
    new = {**words.columns(), **_columns(kind, body), "kind": kind}
    was = [proposal.title, proposal.situation, proposal.reasons, *_texts(proposal)]
    for name, value in new.items():
        setattr(proposal, name, value)
    moves.fits(proposal)
    Proposal.objects.filter(pk=proposal.pk).update(**new)
    if items != was[3:]:
        proposal.suggestions.all().delete()
        _put_items(proposal, items, at)
    if proposal.state != "returned" and [proposal.title, proposal.situation, proposal.reasons, *items] != was:
        others = proposal.signers.filter(role=Signer.Role.COSIGNER, struck_at=None)
        others.update(agreed_at=None)


def _body_of(proposal: Proposal) -> Body:
    return Body(**{name: getattr(proposal, name) for name in Body.__dataclass_fields__})


def _texts(proposal: Proposal) -> list[str]:
    return list(proposal.suggestions.order_by("number").values_list("text", flat=True))


def _put_items(proposal: Proposal, items: Sequence[str], at: datetime) -> None:
    most = int(params.value(proposal.unit.path, "proposals.items_max", calendar.day_of(at)))
    longest = Suggestion._meta.get_field("text").max_length or 0
    if len(items) > most:
        raise moves.Refused(_("建议最多 %d 条；一事一案，多的请另写一件") % most)
    if any(len(text) > longest for text in items):
        raise moves.Refused(_("每条建议不超过 %d 字") % longest)
    Suggestion.objects.bulk_create(
        Suggestion(proposal=proposal, number=n, text=text) for n, text in enumerate(items, start=1)
    )


@transaction.atomic
def attach(proposal: Proposal, *, files: Iterable[StoredFile], actor: Actor, at: datetime) -> None:
    """附件, never more than the unit allows."""
    held = list(files)
    if not held:
        return
    moves.must_stand(proposal, *WRITING)
    hold(proposal)
    moves.record(proposal, "write", actor=actor, at=at, files=[f.pk for f in held])
    _put_files(proposal, held, at)


def _put_files(proposal: Proposal, held: Sequence[StoredFile], at: datetime) -> None:
    most = int(params.value(proposal.unit.path, "proposals.files_max", calendar.day_of(at)))
    if proposal.files.count() + len(held) > most:
        raise moves.Refused(_("附件最多 %d 个") % most)
    ProposalFile.objects.bulk_create(ProposalFile(proposal=proposal, file=f) for f in held)


@transaction.atomic
def put_seal(proposal: Proposal, *, file: StoredFile, actor: Actor, at: datetime) -> None:
    """盖章原件 of a body's proposal; the newest counts."""
    moves.must_stand(proposal, *WRITING)
    hold(proposal)
    if not proposal.collective_kind:
        raise moves.Refused(_("只有集体提案要上传盖章原件"))
    moves.record(proposal, "write", actor=actor, at=at, seal=file.pk)
    put(proposal, seal=file)


@transaction.atomic
def detach(proposal: Proposal, *, file: ProposalFile, actor: Actor, at: datetime) -> None:
    """Take an attachment away while it is being written."""
    moves.must_stand(proposal, *WRITING)
    hold(proposal)
    moves.record(proposal, "write", actor=actor, at=at, without=file.file_id)
    proposal.files.filter(pk=file.pk).delete()
