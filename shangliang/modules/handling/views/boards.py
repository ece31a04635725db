"""What is overdue with whom; what waits for those who inspect."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shangliang.kernel import moves
from shangliang.kernel.access import NOBODY, STEP
from shangliang.look import pages
from shangliang.modules.handling import queries
from shangliang.modules.handling.models import Assignment, Countersign, Extension, Promise
from shangliang.modules.handling.views import cards
from shangliang.modules.handling.views.common import Request


@require_GET
def board(request: Request) -> HttpResponse:
    """The overdue board of the actor's root, for those who oversee."""
    if moves.kind_of(Assignment).policy.q(request.actor, "oversee", Assignment) == NOBODY:
        raise moves.NotAllowed(_("逾期榜由交办、督查单位和部门负责人查看"))
    units = []
    for root in sorted({s.path[:STEP] for s in request.actor.seats if s.path}):
        units += queries.board(root, at=request.at, actor=request.actor)
    if request.GET.get("format") == "csv":
        return _csv(units)
    figures = queries.figures_by_unit([u.unit.pk for u in units], at=request.at)
    lines = [line for u in units for line in u.lines]
    urges = "dispatcher" in request.actor.roles
    context = {"units": units, "figures": figures, "lines": lines, "urges": urges}
    return pages.page(request, "handling/board.html", context)


def _csv(units: list[queries.LateUnit]) -> HttpResponse:
    headings = [_("单位"), _("类别"), _("编号"), _("事项"), _("承诺"), _("期限"), _("逾期天数")]
    table = [
        (
            u.unit, _("承诺") if line.kind == "promise" else _("答复"), line.number, line.title, line.what,
            line.due_on, line.days,
        )
        for u in units
        for line in u.lines
    ]  # fmt: skip
    return pages.csv_response(table, headings, f"{_('逾期榜')}.csv")


@require_GET
def check(request: Request) -> HttpResponse:
    """The inspection desk: replies to check, refusals to rule on, promises to verify."""
    verbs = [(Assignment, "pass_check"), (Assignment, "keep"), (Promise, "confirm")]
    if all(moves.kind_of(m).policy.q(request.actor, verb, m) == NOBODY for m, verb in verbs):
        raise moves.NotAllowed(_("审核台由督查室办理"))
    asked = moves.kind_of(Extension).policy.reachable(request.actor, "grant", Extension.objects.all())
    objected = moves.kind_of(Countersign).policy.reachable(
        request.actor, "overrule", Countersign.objects.all()
    )
    checking = list(queries.to_check(request.actor)[:100])
    context = {
        "extensions": list(asked.filter(state="asked").select_related("unit", "assignment__dispatch", "asker")),
        "disputes": list(
            objected.filter(queries.disputed(request.at)).select_related(
                "unit", "person", "reply__assignment__unit", "reply__assignment__dispatch"
            )
        ),
        "checking": checking, "slow": queries.checked_late(checking, at=request.at),
        "refusing": queries.to_rule(request.actor),
        "claimed": cards.of(request, queries.to_verify(request.actor)),
        "flow": moves.kind_of(Assignment).flow,
    }  # fmt: skip
    return pages.page(request, "handling/check.html", context)
