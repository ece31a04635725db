from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from shangliang.kernel import moves
from shangliang.look import answers
from shangliang.modules.briefs import queries, services
from shangliang.modules.briefs.api.common import BriefFull, BriefOut, again, found, full, unit_of
from shangliang.modules.briefs.models import Brief, Station
from shangliang.modules.org import queries as org
from shangliang.modules.org.models import Unit
from shangliang.modules.people.models import Person
from shangliang.modules.topics.models import Topic
from shangliang.modules.voices.models import Voice

router = Router()


class BriefsOut(answers.Page[BriefOut]):
    pass


class BriefWriterIn(Schema):
    """Somebody with an account by login name, or somebody outside by name."""

    username: str = ""
    name: str = ""
    identity: str = ""
    contact: str = ""


class BriefWriteIn(Schema):
    title: str
    situation: str
    advice: str = ""
    field: str = ""
    sudden: bool = False
    sensitive: bool = False
    open_ok: bool = True
    open_reason: str = ""
    writers: list[BriefWriterIn] | None = None


class BriefDraftIn(BriefWriteIn):
    unit: str
    source: str
    station: int | None = None


class BriefCosignIn(Schema):
    agrees: bool


@router.get("/briefs", response=BriefsOut)
def briefs_list(
    request: HttpRequest,
    *,
    state: str = "",
    source: str = "",
    unit: str = "",
    cursor: str = "",
    limit: int = 50,
) -> dict[str, Any]:
    rows = queries.rows(answers.reachable(request, Brief)).select_related("original")
    given = {"state": state, "source": source, "unit__code": unit}
    return answers.sliced(rows.filter(**{k: v for k, v in given.items() if v}), cursor, limit)


@router.get("/briefs/{int:pk}", response=BriefFull)
def briefs_get(request: HttpRequest, pk: int) -> Brief:
    return full(request, found(request, pk))


@router.post("/briefs", response={201: BriefFull})
def briefs_draft(request: HttpRequest, data: BriefDraftIn) -> Status[Brief]:
    """A draft; without `writers` the caller reports it alone."""
    unit = unit_of(data.unit)
    station = answers.find(request, Station, data.station) if data.station else None
    made = services.draft(
        unit, words=_words(unit, data), source=data.source, writers=_writers(data.writers or []),
        station=station, **answers.by(request),
    )  # fmt: skip
    return Status(201, again(request, made))


@router.post("/briefs/{int:pk}/write", response=BriefFull)
def briefs_write(request: HttpRequest, pk: int, data: BriefWriteIn) -> Brief:
    brief = found(request, pk)
    writers = None if data.writers is None else _writers(data.writers)
    services.write(brief, words=_words(brief.unit, data), writers=writers, **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/submit", response=BriefFull)
def briefs_submit(request: HttpRequest, pk: int) -> Brief:
    """报送: from now on the original stays as it is."""
    brief = found(request, pk)
    services.submit(brief, **answers.by(request))
    return again(request, brief)


@router.post("/briefs/{int:pk}/cosign", response={200: BriefFull, 204: None})
def briefs_cosign(request: HttpRequest, pk: int, data: BriefCosignIn) -> Any:
    """Whoever declines is taken off and does not see it any more."""
    brief = found(request, pk)
    services.answer_invitation(brief, agrees=data.agrees, **answers.by(request))
    return again(request, brief) if data.agrees else Status(204, None)


@router.post("/voices/{int:pk}/briefs", response={201: BriefFull})
def briefs_from_voice(request: HttpRequest, pk: int) -> Status[Brief]:
    """A draft out of a voice; once for each voice."""
    made = services.from_voice(answers.find(request, Voice, pk), **answers.by(request))
    return Status(201, again(request, made))


@router.post("/topics/{int:pk}/briefs", response={201: BriefFull})
def briefs_from_topic(request: HttpRequest, pk: int) -> Status[Brief]:
    made = services.from_topic(answers.find(request, Topic, pk), **answers.by(request))
    return Status(201, again(request, made))


def _words(unit: Unit, data: BriefWriteIn) -> services.Words:
    field = org.fields(unit.path).filter(name=data.field).first() if data.field else None
    if data.field and field is None:
        raise moves.Refused(_("没有这个分类：%s") % data.field)
    names = ("title", "situation", "advice", "sudden", "sensitive", "open_ok", "open_reason")
    return services.Words(field=field, **{name: getattr(data, name) for name in names})


def _writers(given: list[BriefWriterIn]) -> list[services.Writer]:
    people = {
        p.username: p for p in Person.objects.filter(username__in=[w.username for w in given if w.username])
    }
    if unknown := [w.username for w in given if w.username and w.username not in people]:
        raise moves.Refused(_("没有这个人：%s") % unknown[0])
    return [
        services.Writer(people.get(w.username), name=w.name, identity=w.identity, contact=w.contact)
        for w in given
    ]
