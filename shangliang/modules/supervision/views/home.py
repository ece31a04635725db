"""Where everybody begins: the office with the board, a member with her teams, a department with what concerns it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop
from django.views.decorators.http import require_GET

from shangliang.kernel import text
from shangliang.look import pages
from shangliang.modules.supervision import queries
from shangliang.modules.supervision.flow import SUPERVISION
from shangliang.modules.supervision.models import Finding, FollowUp, Observation, Supervision
from shangliang.modules.supervision.views.common import OFFICE, Request, lights, reach, see_other, tabs

PHASES = {
    "before": noop("监督前：方案、组队、培训"),
    "during": noop("监督中：沟通、走访、通报"),
    "after": noop("监督后：研讨、反馈、整改"),
    "closed": noop("办结：待回头看"),
}


@require_GET
def home(request: Request) -> HttpResponse:
    roles = request.actor.roles
    if roles & (OFFICE | {"convener", "leader"}):
        return see_other(reverse("supervision:board"))
    if "member" in roles:
        return see_other(reverse("supervision:mine"))
    return see_other(reverse("supervision:department" if roles & {"clerk", "head"} else "supervision:list"))


@require_GET
def board(request: Request) -> HttpResponse:
    """By phase, each with its three gates; what waits beside it."""
    reached = reach(request, Supervision)
    found = queries.board(reached)
    context = {
        "tabs": tabs(request, "board"),
        "phases": [
            (phase, _(words), [(row, lights(row.gates)) for row in found[phase]])
            for phase, words in PHASES.items()
        ],
        "waiting": {
            "late": reach(request, Finding)
            .filter(state__in=["sent", "answered"], due_at__lt=request.at)
            .count(),
            "recheck": reach(request, Finding).filter(state="claimed").count(),
            "failed": reach(request, Finding).filter(state="failed").count(),
            "back": reach(request, FollowUp).filter(state="waiting").count(),
            "reports": reach(request, Observation).filter(state="handed").count(),
        },
        "may_open": "secretary" in request.actor.roles,
    }
    return pages.page(request, "supervision/board.html", context)


@require_GET
def listing(request: Request) -> HttpResponse:
    """Filters stand in the address."""
    by = {name: request.GET.get(name, "").strip()[:40] for name in ("state", "form", "year", "q")}
    reached = reach(request, Supervision)
    if by["state"]:
        reached = reached.filter(state=by["state"])
    if by["form"]:
        reached = reached.filter(form=by["form"])
    if (year := text.whole(by["year"])) is not None:
        reached = reached.filter(year=min(year, 9999))
    if by["q"]:
        reached = reached.filter(title__icontains=by["q"])
    context = {
        "tabs": tabs(request, "list"), "chosen": by, "states": list(SUPERVISION.states.values()),
        "forms": Supervision.Form.choices,
        "slice": pages.keyset(request, queries.supervisions().filter(pk__in=reached.values("pk"))),
        "may_open": "secretary" in request.actor.roles,
    }  # fmt: skip
    return pages.page(request, "supervision/list.html", context)


@require_GET
def mine(request: Request) -> HttpResponse:
    """我的监督: teams, re-checks, letters and reports, ballots."""
    if request.actor.person_id is None:
        raise Http404
    found = queries.mine(request.actor)
    context = {
        "tabs": tabs(request, "mine"),
        "mine": found,
        "rows": [(row, lights(row.gates)) for row in found.supervisions],
    }
    return pages.page(request, "supervision/mine.html", context)


@require_GET
def department(request: Request) -> HttpResponse:
    """与本单位有关: never a draft."""
    units = queries.own_units(request.actor)
    if not units:
        raise Http404
    wanted = request.GET.get("unit", "")
    unit = next((u for u in units if str(u.pk) == wanted), units[0])
    context = {
        "tabs": tabs(request, "department"), "units": units, "unit": unit, "desk": queries.department_desk(unit),
    }  # fmt: skip
    return pages.page(request, "supervision/department.html", context)
