"""民主监督 in public: what was published, how far each finding is, and what departments were given by ballot."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from shangliang.kernel import moves
from shangliang.look import pages
from shangliang.modules.supervision import queries
from shangliang.modules.supervision.models import Finding

Request = Any


def _labels() -> dict[str, str]:
    return {s.name: str(s.label) for s in moves.kind_of(Finding).flow.states.values()}


@require_GET
def supervisions(request: Request) -> HttpResponse:
    context = {
        "slice": pages.keyset(request, queries.public(), 20),
        "appraisals": list(queries.public_appraisals()[:20]),
    }
    return pages.page(request, "portal/supervisions.html", context)


@require_GET
def supervision(request: Request, pk: int) -> HttpResponse:
    found = queries.public().filter(pk=pk).first()
    if found is None:
        raise Http404
    context = {"supervision": found, "told": queries.public_of(found, labels=_labels())}
    return pages.page(request, "portal/supervision.html", context)


@require_GET
def appraisal(request: Request, pk: int) -> HttpResponse:
    found = queries.public_appraisals().filter(pk=pk).first()
    if found is None:
        raise Http404
    return pages.page(request, "portal/appraisal.html", {"appraisal": found, "lines": queries.lines(found)})
