"""先研讨后反馈: the opinion paper goes out with its number, and every finding to its department's one desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves, numbering, params
from shangliang.kernel.access import Actor
from shangliang.kernel.text import official, shortened
from shangliang.kernel.wording import clean
from shangliang.modules.handling import services as handling
from shangliang.modules.handling.models import Dispatch
from shangliang.modules.org.models import Unit
from shangliang.modules.supervision.models import Finding, Supervision, TeamMember


@transaction.atomic
def write_opinion(
    supervision: Supervision, *, title: str, opinion: str, to: str, actor: Actor, at: datetime
) -> None:
    """监督意见书, until it is sent."""
    moves.must(supervision, "write_opinion", actor=actor)
    new = {
        "opinion_title": clean(title, missing=_("请写意见书标题"), most=160),
        "opinion": clean(opinion, missing=_("请写意见书正文")),
        "opinion_to": clean(to, missing=_("请写主送"), most=200),
    }
    rows = Supervision.objects.filter(pk=supervision.pk, state__in=["running", "reviewing"])
    if not rows.update(**new):
        raise moves.Stale(_("现在不能改意见书"), state=moves.label_of(supervision))
    for name, value in new.items():
        setattr(supervision, name, value)
    moves.record(supervision, "write_opinion", actor=actor, at=at)


@transaction.atomic
def send_opinion(supervision: Supervision, *, actor: Actor, at: datetime) -> list[Dispatch]:
    """送出意见书: numbered without gaps; each department gets one task, with its findings item by item."""
    moves.must(supervision, "send", actor=actor)
    held = moves.held(supervision, "unit")
    if held.state != "reviewing":
        raise moves.Stale(_("研讨以后才能送出意见书"), state=moves.label_of(held))
    if blockers := [
        why for o in moves.options(held, actor=actor, at=at) if o.move.name == "send" for why in o.blockers
    ]:
        raise moves.Refused(*blockers)
    number_it(held, at)
    moves.make(held, "send", actor=actor, at=at, number=held.number)
    by_department: dict[int, list[Finding]] = defaultdict(list)
    rows = held.findings.filter(state="noted").select_related("unit", "department", "supervision")
    for finding in rows.order_by("order"):
        by_department[finding.department_id].append(finding)
    sent = [send_findings(held, findings=found, actor=actor, at=at) for found in by_department.values()]
    supervision.refresh_from_db()
    return sent


def number_it(supervision: Supervision, at: datetime) -> None:
    """The next number of its unit and year, in the unit's own form."""
    today = calendar.day_of(at)
    form = str(params.value(supervision.unit.path, "supervision.number_form", today))
    if "{number}" not in form or "{year}" not in form:
        form += "〔{year}〕{number}号"
    count = numbering.take(supervision.unit.path, "supervision_opinion", today.year)
    new = {
        "opinion_year": today.year, "opinion_no": count, "sent_on": today,
        "number": form.replace("{year}", str(today.year)).replace("{number}", str(count))[:60],
    }  # fmt: skip
    Supervision.objects.filter(pk=supervision.pk).update(**new)
    for name, value in new.items():
        setattr(supervision, name, value)


def send_findings(
    supervision: Supervision, *, findings: Sequence[Finding], actor: Actor, at: datetime, again: str = ""
) -> Dispatch:
    """One task to one department for these findings of it. again: why it comes once more."""
    department: Unit = findings[0].department
    with official():
        title = _("监督意见：%s") % (supervision.title if len(findings) > 1 else findings[0].title)
        lead = _("监督意见书%(n)s。请逐条整改、逐条答复，按期报整改情况。") % {"n": supervision.number}
        if again:
            lead += "\n" + again
        origin = _("民主监督 · %s") % supervision.title
        asked = [_item(f) for f in findings]
    dispatch = handling.send(
        supervision.unit, title=shortened(title, 200), ask=lead, origin=origin, source="finding",
        origin_link=_link(supervision, findings), lead=department, items=asked,
        concerned=_concerned(supervision, findings), actor=actor, at=at,
    )  # fmt: skip
    usual = _usual_deadline(supervision, at)
    items = {i.number: i for i in dispatch.items.all()}
    for number, finding in enumerate(findings, start=1):
        _hand_over(finding, dispatch, items[number].pk, usual, at)
        verb = "send" if finding.state == "noted" else "resend"
        moves.make(finding, verb, actor=actor, at=at, note=again, dispatch=dispatch.number)
    return dispatch


def _link(supervision: Supervision, findings: Sequence[Finding]) -> str:
    """Where the department reads what it is about: its own page, never the supervision's inside."""
    if len(findings) == 1:
        return findings[0].get_absolute_url()
    return supervision.supervised.get(department=findings[0].department_id).get_absolute_url()


def _item(finding: Finding) -> str:
    lines = [finding.title, _("情况：%s") % finding.problem]
    lines += [_("依据：%s") % finding.basis] if finding.basis else []
    return "\n".join([*lines, _("建议：%s") % finding.advice])


def _concerned(supervision: Supervision, findings: Sequence[Finding]) -> list[tuple[str, str]]:
    """The teams whose findings they are; of a finding without a team, every team."""
    people = TeamMember.objects.filter(supervision=supervision).select_related("person")
    teams = {f.team_id for f in findings}
    if None not in teams:
        people = people.filter(team__in=teams)
    return [(f"person:{m.person_id}", m.person.name) for m in people.order_by("person_id")]


def _usual_deadline(supervision: Supervision, at: datetime) -> date:
    today = calendar.day_of(at)
    days = int(params.value(supervision.unit.path, "supervision.rectify_within", today))
    return today + timedelta(days=days)


def _hand_over(finding: Finding, dispatch: Dispatch, item: int, usual: date, at: datetime) -> None:
    """With its deadline; a day that has passed gives way to the usual time."""
    if finding.rectify_by is None or finding.rectify_by <= calendar.day_of(at):
        finding.rectify_by = usual
    finding.dispatch, finding.item_id = dispatch, item
    Finding.objects.filter(pk=finding.pk).update(
        dispatch=dispatch, item=item, rectify_by=finding.rectify_by, round=finding.round
    )
