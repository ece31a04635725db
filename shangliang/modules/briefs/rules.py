"""Who may do what with briefs, adoptions and stations.

Whoever reports a brief or signs with her neither screens, edits, reviews, signs nor adopts it; whoever edited the
present version does not review it (核稿).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Exists, Model, Q

from shangliang.kernel.access import NOBODY, STEP, Impartial, Policy, Reach, Seat, grant
from shangliang.modules.briefs.models import PRINTED
from shangliang.modules.org.models import Unit


@dataclass(frozen=True)
class OwnOffice(Impartial):
    """The seat sits in the office (办公室) right under the unit whose thing it is."""

    def q(self, seat: Seat, model: type[Model]) -> Q:
        if len(seat.path) <= STEP:
            return NOBODY
        office = Unit.objects.filter(path=seat.path, kind=Unit.Kind.OFFICE)
        above = Seat(seat.role, seat.path[:-STEP], seat.person_id)
        return super().q(above, model) & Q(Exists(office))

    def seat_q(self, thing: Model) -> Q:
        path = str(thing.unit.path)  # type: ignore[attr-defined]
        inside = Q(unit__kind=Unit.Kind.OFFICE, unit__path__regex=rf"^{re.escape(path)}\d{{3}}\.$")
        found = {
            pk
            for way in self.own
            for pk in type(thing)._base_manager.filter(pk=thing.pk).values_list(way, flat=True)
        }
        return inside & ~Q(person_id__in=found - {None})

    def covers(self, seat: Seat, path: str) -> bool:
        return False


@dataclass(frozen=True)
class Serving(Reach):
    """A special informant of the station whose appointment has not ended."""

    def q(self, seat: Seat, model: type[Model]) -> Q:
        if not seat.person_id:
            return NOBODY
        serves = model._base_manager.filter(informants__person_id=seat.person_id, informants__until=None)
        return Q(pk__in=serves.values("pk"))

    def seat_q(self, thing: Model) -> Q:
        rows = type(thing)._base_manager.filter(pk=thing.pk, informants__until=None)
        found = set(rows.values_list("informants__person_id", flat=True))
        return Q(person_id__in=found - {None})


AUTHORS = ("authors__person_id", "sources__authors__person_id")
BELOW = Reach("below", "unit__path")
ABOVE = Reach("above", "unit__path")
DESK = Impartial("below", "unit__path", own=AUTHORS)
FRESH_EYE = Impartial("below", "unit__path", own=(*AUTHORS, "editor_id"))
OFFICE = OwnOffice("same", "unit__path", own=AUTHORS)
OFFICE_FRESH = OwnOffice("same", "unit__path", own=(*AUTHORS, "editor_id"))
OFFICE_SEES = OwnOffice("same", "unit__path")
AUTHORED = Reach("mine", "authors__person_id", many=True)
IN_A_COMPOSITE = Reach("mine", "sources__authors__person_id", many=True)
DRAFTED = Reach("mine", "drafter_id")
AT_MY_STATION = Reach("mine", "station__contact_id")
HANDLED = Reach("same", "dispatch__assignments__unit__path", many=True)
# A draft is its writers' own; what was taken back was never handed in.
IN = ~Q(state__in=["draft", "withdrawn"])
OUT = Q(state__in=PRINTED) & ~Q(number="")
OPEN_TO_COSIGN = Q(state__in=["draft", "submitted", "edited", "reviewed"])

# inside: read the original, the versions, the screening and who reported it.  hear: be told at every step.
BRIEF = Policy(
    grant("member", "draft", ABOVE),
    grant("convener", "draft", ABOVE),
    grant("grid", "draft", ABOVE),
    grant("secretary", "draft", ABOVE),
    grant("secretary", "draft", BELOW),
    grant("anyone", "view inside hear submit drop recall", DRAFTED),
    grant("anyone", "write invite", DRAFTED, only=Q(state="draft")),
    grant("anyone", "view inside hear", AUTHORED),
    grant("anyone", "cosign decline", AUTHORED, only=OPEN_TO_COSIGN),
    grant("anyone", "view hear", IN_A_COMPOSITE),
    grant("anyone", "view", AT_MY_STATION, only=IN),
    grant("secretary", "view inside oversee", BELOW, only=IN),
    grant("secretary", "send_back reject revive edit merge release dissolve rework issue forward", DESK),
    grant("secretary", "feed_back extend", DESK),
    grant("secretary", "compose", DESK, only=Q(composite=True)),
    grant("secretary", "revise", DESK, only=Q(state="edited")),
    grant("secretary", "adopt correct tell", DESK, only=OUT),
    grant("secretary", "read_contact", DESK, only=IN),
    grant("secretary", "review", FRESH_EYE),
    grant("chair", "view inside oversee", BELOW, only=IN),
    grant("chair", "rework sign", DESK),
    grant("chair", "publish unpublish", DESK, only=OUT),
    grant("chair", "review", FRESH_EYE),
    grant("signer", "view inside", OFFICE_SEES, only=IN),
    grant("signer", "rework sign", OFFICE),
    grant("signer", "publish unpublish", OFFICE, only=OUT),
    grant("signer", "review", OFFICE_FRESH),
    grant("leader", "view", BELOW, only=OUT),
    grant("dispatcher", "view", BELOW, only=Q(dispatch__isnull=False)),
    grant("clerk", "view", HANDLED),
    grant("head", "view", HANDLED),
    grant("member", "view", ABOVE, only=Q(published_at__isnull=False)),
)

ADOPTION_AUTHORS = ("brief__authors__person_id", "brief__sources__authors__person_id")
ADOPTION = Policy(
    grant("secretary", "view oversee", BELOW),
    grant("secretary", "tell correct extend", Impartial("below", "unit__path", own=ADOPTION_AUTHORS)),
    grant("chair", "view oversee", BELOW),
    grant("signer", "view", OFFICE_SEES),
    grant("anyone", "view hear", Reach("mine", "brief__authors__person_id", many=True)),
    grant("anyone", "view hear", Reach("mine", "brief__sources__authors__person_id", many=True)),
)

STATION = Policy(
    grant("secretary", "view edit appoint dismiss read_contact close oversee", BELOW),
    grant("chair", "view", BELOW),
    grant("member", "view", ABOVE),
    grant("anyone", "view report", Reach("mine", "contact_id")),
    grant("anyone", "view report", Serving("mine", "informants__person_id")),
)
