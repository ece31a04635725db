"""Who is not satisfied with what was done in the present round."""

from __future__ import annotations

from django.db.models import Q

from shangliang.kernel import clocks, params
from shangliang.modules.handling.models.dispatches import Dispatch
from shangliang.modules.handling.models.people import Rating

UNHAPPY = Q(attitude=Rating.Attitude.DISSATISFIED) | Q(result=Rating.Result.UNSOLVED)


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
