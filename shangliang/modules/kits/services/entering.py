"""An entry becomes what it says, through the same services as on the pages: one function a kind."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _

from shangliang.kernel import bounds, files, moves, text
from shangliang.kernel.access import Actor
from shangliang.kernel.models import StoredFile
from shangliang.modules.deliberation import services as deliberation
from shangliang.modules.gatherings import services as gatherings
from shangliang.modules.gatherings.models import Gathering, Material, Opinion, Participant
from shangliang.modules.kits.models import Carried

Made = dict[str, int]
WRONG_CLOCK = 400 * 24 * 3600  # seconds; beyond that a device's clock is taken for not set at all


@dataclass(frozen=True)
class Sent:
    """An entry as the device sends it. content: what its kind asks for; people and opinions by their number, or by that
    of the entry that brings them: {"entry": "…"}.
    """

    id: UUID
    kind: str
    content: dict[str, Any]
    noted: gatherings.Noted


@dataclass(frozen=True)
class Into:
    """Where an entry goes. decided: a person has looked at it, so no rule of ours stands in its way any more."""

    gathering: Gathering
    actor: Actor
    at: datetime
    decided: bool = False
    file: StoredFile | None = None

    @property
    def acting(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}


class Waits(Exception):
    """It speaks of an entry that has not arrived yet."""


class Asks(Exception):
    """Whoever noted it has to say more. candidates: the people it may mean."""

    def __init__(self, words: str, candidates: list[Participant]):
        super().__init__(words)
        self.candidates = candidates


def noted_of(device_at: datetime, *, ahead: float, since: datetime, at: datetime) -> gatherings.Noted:
    """When it was noted by our clock. ahead: by how many seconds the device's clock was before ours when it was last
    compared; never before `since` (the kit was taken along) nor after it arrived, whatever that clock says.
    """
    wrong, device = ahead if abs(ahead) <= WRONG_CLOCK else 0, bounds.within(device_at)
    return gatherings.Noted(min(max(device - timedelta(seconds=wrong), since), at), device)


def enter(sent: Sent, *, into: Into) -> tuple[Made, str]:
    """Do what the entry says: what it became, and a sentence about it. Raises Waits, Asks, Refused."""
    make = MAKERS.get(sent.kind)
    if make is None:
        raise moves.Refused(_("这一类记录收不了，请更新页面再送"))
    return make(sent, into)


# --- one kind after the other


def _start(sent: Sent, into: Into) -> tuple[Made, str]:
    if into.gathering.state in {"sitting", "held"}:
        return {}, _("会早已开了")
    moves.make(into.gathering, "start", **into.acting, **gatherings.told(sent.noted, at=into.at))
    return {}, _("已开会")


def _part(sent: Sent, into: Into) -> tuple[Made, str]:
    order = _whole(sent, "order")
    part = into.gathering.agenda.select_related("gathering").filter(order=order).first()
    if part is None:
        raise moves.Refused(_("议程里没有这一项"))
    gatherings.open_part(part, **into.acting, noted=sent.noted)
    return {}, _("进入：%s") % part.title


def _person(sent: Sent, into: Into) -> tuple[Made, str]:
    """Exactly the same on the list is the same person; the same name otherwise is asked about."""
    name, standing = text.normal(_words(sent, "name")), text.normal(_words(sent, "standing", needed=False))
    capacity = _words(sent, "capacity")
    if same := sent.content.get("same_as"):
        guest = _listed(into, same)
        return {"participant": guest.pk}, _("就是名单上的 %s") % guest.name
    twins = list(into.gathering.participants.filter(name=name))
    here = [p for p in twins if (p.person_id, p.capacity, p.standing) == (None, capacity, standing)]
    if twins and not here and not sent.content.get("other") and not into.decided:
        raise Asks(_("名单上已经有叫“%s”的人，是同一个人吗？") % name, twins)
    guest = gatherings.invite(
        into.gathering,
        capacity=capacity,
        name=name[:60],
        standing=standing[:120],
        **into.acting,
        noted=sent.noted,
    )
    return {"participant": guest.pk}, _("%s 在名单上了") % guest.name


def _sign_in(sent: Sent, into: Into) -> tuple[Made, str]:
    if sent.content.get("joining"):
        # Herself, from her phone; a person has decided that she comes on the list.
        capacity = Participant.Capacity.STAKEHOLDER
        sent = replace(sent, content={"participant": _person(_as(sent, capacity), into)[0]["participant"]})
    guest = _listed(into, sent.content.get("participant"))
    new = gatherings.sign_in(guest, **into.acting, noted=sent.noted)
    return {"participant": guest.pk}, (_("%s 已签到") if new else _("%s 早已签到")) % guest.name


def _as(sent: Sent, capacity: str) -> Sent:
    return replace(sent, content={**sent.content, "capacity": capacity})


def _opinion(sent: Sent, into: Into) -> tuple[Made, str]:
    order, answers = sent.content.get("agenda"), sent.content.get("replies_to")
    part = into.gathering.agenda.filter(order=order).first() if isinstance(order, int) else None
    opinion = gatherings.opine(
        into.gathering, participant=_listed(into, sent.content.get("participant")), text=_words(sent, "text"),
        token=str(sent.id), agenda=part, replies_to=_said(into, answers) if answers else None, **into.acting,
        noted=sent.noted,
    )  # fmt: skip
    return {"opinion": opinion.pk}, _("意见已记下")


def _correct(sent: Sent, into: Into) -> tuple[Made, str]:
    opinion = _said(into, sent.content.get("opinion"))
    shown = gatherings.correct(opinion, text=_words(sent, "text"), **into.acting, noted=sent.noted)
    return {"opinion": opinion.pk}, _("已更正") if shown else _("后来另有更正：这一稿留在经过里，没有用")


def _hands(sent: Sent, into: Into) -> tuple[Made, str]:
    number, names = sent.content.get("poll"), _many(sent, "names")
    poll = into.gathering.polls.filter(pk=number).first() if isinstance(number, int) else None
    if number and poll is None:
        raise moves.Refused(_("没有这项投票"))
    counts = _many(sent, "counts")
    if not all(isinstance(n, int) for n in counts) or not all(isinstance(many, list) for many in names):
        raise moves.Refused(_("每个选项都要写举手的人数"))
    count = deliberation.Count(
        _words(sent, "question", needed=poll is None), [str(o) for o in _many(sent, "options")], counts,
        [[_listed(into, one) for one in many] for many in names], poll,
    )  # fmt: skip
    made = deliberation.raise_hands(
        into.gathering, count=count, **into.acting, noted=sent.noted, instead=into.decided
    )
    return {"hands": made.pk}, _("举手结果已记下")


def _photo(sent: Sent, into: Into) -> tuple[Made, str]:
    file = into.file or file_of(sent, into)
    title = text.shortened(text.normal(_words(sent, "title", needed=False)), 160) or _("会场照片")
    kept = gatherings.add_material(
        into.gathering, kind=Material.Kind.PHOTO, title=title, file=file, **into.acting, noted=sent.noted
    )
    return {"material": kept.pk}, _("照片已存入材料")


MAKERS: dict[str, Callable[[Sent, Into], tuple[Made, str]]] = {
    Carried.Kind.START: _start, Carried.Kind.PART: _part, Carried.Kind.PERSON: _person,
    Carried.Kind.SIGN_IN: _sign_in, Carried.Kind.OPINION: _opinion, Carried.Kind.CORRECT: _correct,
    Carried.Kind.HANDS: _hands, Carried.Kind.PHOTO: _photo,
}  # fmt: skip


def file_of(sent: Sent, into: Into) -> StoredFile:
    """The picture of a photo entry, checked and kept. Raises Refused."""
    try:
        content = base64.b64decode(_words(sent, "data"), validate=True)
        upload = SimpleUploadedFile(_words(sent, "name", needed=False) or "photo.jpg", content)
        return files.keep(upload, root=into.gathering.root, person_id=into.actor.person_id, at=into.at)
    except ValueError as bad:  # not base64, or a file of a kind that is not taken
        raise moves.Refused(str(bad) if isinstance(bad, files.BadFile) else _("照片没有传完整")) from bad


# --- what an entry brings, and whom it speaks of


def _words(sent: Sent, name: str, *, needed: bool = True) -> str:
    said = sent.content.get(name)
    if isinstance(said, str) and (said.strip() or not needed):
        return said
    if said is None and not needed:
        return ""
    raise moves.Refused(_("这一条记录不完整，缺：%s") % name)


def _whole(sent: Sent, name: str) -> int:
    said = sent.content.get(name)
    if isinstance(said, int) and 0 <= said < 2**31:
        return said
    raise moves.Refused(_("这一条记录不完整，缺：%s") % name)


def _many(sent: Sent, name: str) -> list[Any]:
    said = sent.content.get(name) or []
    if isinstance(said, list) and len(said) <= 100:
        return said
    raise moves.Refused(_("这一条记录不完整，缺：%s") % name)


def _listed(into: Into, said: Any) -> Participant:
    people = into.gathering.participants.select_related("gathering", "unit")
    guest = people.filter(pk=_number(into, said, "participant")).first()
    if guest is None:
        raise moves.Stale(_("名单里没有这个人了"), state=moves.label_of(into.gathering))
    guest.gathering = into.gathering
    return guest


def _said(into: Into, said: Any) -> Opinion:
    opinion = (
        into.gathering.opinions.select_related("gathering").filter(pk=_number(into, said, "opinion")).first()
    )
    if opinion is None:
        raise moves.Refused(_("没有这条意见"))
    return opinion


def _number(into: Into, said: Any, name: str) -> int:
    """The number of what is spoken of; where an entry brings it, what that one became."""
    if isinstance(said, int) and 0 < said < 2**63:
        return said
    if not isinstance(said, dict):
        raise moves.Refused(_("这一条记录不完整，缺：%s") % name)
    try:
        entry = into.gathering.carried.filter(pk=UUID(str(said.get("entry")))).first()
    except ValueError as bad:
        raise moves.Refused(_("这一条记录不完整，缺：%s") % name) from bad
    if entry is None:
        raise Waits
    if name not in entry.made:
        raise moves.Stale(_("它所依的那一条还在等人定夺"), state=moves.label_of(into.gathering))
    return int(entry.made[name])
