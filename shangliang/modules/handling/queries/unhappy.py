"""Who has not rated the present round, and who is not satisfied with it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from shangliang.kernel import clocks, params
from shangliang.modules.handling.models.dispatches import Dispatch
from shangliang.modules.handling.models.people import Rating

UNHAPPY = Q(attitude=Rating.Attitude.DISSATISFIED) | Q(result=Rating.Result.UNSOLVED)


def unrated_by(dispatch: Dispatch, person_id: int | None) -> bool:
    """Whether this person is concerned and has not yet said what she thinks of the answer that is there (1 query)."""
    if person_id is None or dispatch.state != "replied":
        return False
    said = Rating.objects.filter(dispatch=dispatch, round=dispatch.round, by=OuterRef("by"), replaced_at=None)
    return dispatch.concerned.filter(person=person_id).exclude(Exists(said)).exists()


def unhappy(dispatch: Dispatch) -> list[Rating]:
    """The ratings of this round that make a second handling due; none when it is not (2–3 queries).

    One person named as concerned is enough. Of the many who raised a matter without an account, so many of a
    hundred must be dissatisfied as the unit has set.
    """
    rows = Rating.objects.filter(dispatch=dispatch, round=dispatch.round, replaced_at=None).order_by("pk")
    found = list(rows.filter(UNHAPPY))
    named = [r for r in found if r.by.startswith("person:")]
    if named or not found:
        return named
    share = int(params.value(clocks.path_of(dispatch), "handling.redo_share", dispatch.entered_at.date()))
    return found if len(found) * 100 >= share * rows.count() else []
