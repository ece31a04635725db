"""预审、审查、立案、不立案 (DOMAIN 1.3 to 1.5)."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, moves
from shangliang.kernel.access import Actor
from shangliang.kernel.text import normal, official
from shangliang.modules.briefs import services as briefs
from shangliang.modules.org.models import Unit
from shangliang.modules.people.services import person_of
from shangliang.modules.proposals.models import IN_REVIEW, Category, PanelGroup, Proposal, Review
from shangliang.modules.proposals.queries.grounds import grounds
from shangliang.modules.proposals.services import numbers
from shangliang.modules.proposals.services.common import hold, must_be_impartial, put

Course = Proposal.Course


@transaction.atomic
def accept(
    proposal: Proposal, *, category: Category, actor: Actor, at: datetime, panel: PanelGroup | None = None
) -> None:
    """预审通过: it gets its class and goes to a group of the panel, else to the one that reviews this class."""
    must_be_impartial(proposal, actor=actor)
    moves.must_stand(proposal, "submitted")
    hold(proposal)
    put(proposal, **_place(proposal, category, panel))
    moves.make(proposal, "accept", actor=actor, at=at, category=category.name, panel=str(panel or ""))


@transaction.atomic
def classify(
    proposal: Proposal, *, category: Category, actor: Actor, at: datetime, panel: PanelGroup | None = None
) -> None:
    """调整分类: until it is filed; afterwards the class is part of its number."""
    must_be_impartial(proposal, actor=actor)
    moves.must_stand(proposal, *IN_REVIEW)
    hold(proposal)
    was = proposal.category
    moves.record(proposal, "classify", actor=actor, at=at, was=str(was or ""), category=category.name)
    put(proposal, **_place(proposal, category, panel))


def _place(proposal: Proposal, category: Category, panel: PanelGroup | None) -> dict[str, object]:
    if category.unit_id != proposal.unit_id or not category.active:
        raise moves.Refused(_("请选择本会在用的类别"))
    if panel is not None and panel.session_id != proposal.session_id:
        raise moves.Refused(_("请选择这次会议的审查组"))
    if panel is None and proposal.session is not None:
        panel = proposal.session.panel.filter(categories=category).first()
    return {"category": category, "panel": panel}


@transaction.atomic
def review(
    proposal: Proposal, *, stage: str, advice: str, qualified: bool, content_fit: bool, form_fit: bool,
    actor: Actor, at: datetime, note: str = "", lead: Unit | None = None,
) -> Review:  # fmt: skip
    """审查意见 with the three checks (资格、内容、格式); once for each stage of the words as they stand."""
    must_be_impartial(proposal, actor=actor)
    moves.must_stand(proposal, "reviewing")
    hold(proposal)
    if stage not in Review.Stage.values or advice not in Review.Advice.values:
        raise moves.Refused(_("请选择环节和意见"))
    fit = qualified and content_fit and form_fit
    if advice == Review.Advice.FILE and not fit:
        raise moves.Refused(_("三项审查都合格才能建议立案"))
    if advice != Review.Advice.FILE and not note.strip():
        raise moves.Refused(_("请写明理由"))
    moves.record(proposal, "review", actor=actor, at=at, stage=stage, advice=advice)
    person, read = person_of(actor), proposal.original.number if proposal.original else 0
    _in_turn(proposal, stage, read, person.pk)
    try:
        with transaction.atomic():
            return Review.objects.create(
                proposal=proposal, version=read, stage=stage, advice=advice, qualified=qualified,
                content_fit=content_fit, form_fit=form_fit, note=normal(note), lead=lead, person=person, at=at,
            )  # fmt: skip
    except IntegrityError:
        raise moves.Refused(_("这一环节您已经提过意见")) from None


def _in_turn(proposal: Proposal, stage: str, read: int, person: int) -> None:
    """复审 follows another person's 初审, 联审 follows 复审."""
    held = proposal.reviews.filter(version=read)
    if (
        stage == Review.Stage.SECOND
        and not held.filter(stage=Review.Stage.FIRST).exclude(person=person).exists()
    ):
        raise moves.Refused(_("复审要在别人初审之后"))
    if stage == Review.Stage.JOINT and not held.filter(stage=Review.Stage.SECOND).exists():
        raise moves.Refused(_("联审要在复审之后"))


@transaction.atomic
def file(proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """立案: it gets its case number in the session and its number within the class, both without gaps."""
    must_be_impartial(proposal, actor=actor)
    moves.must_stand(proposal, "reviewing")
    hold(proposal)
    moves.must(proposal, "file", actor=actor)
    if proposal.category is None or proposal.session is None:
        raise moves.Refused(_("还没有分类"))
    day = calendar.day_of(at)
    case, within = numbers.take_case(proposal.session, category=proposal.category)
    put(
        proposal, case_no=case, category_no=within, filed_on=day,
        number=numbers.full(proposal.session, case=case, category=proposal.category, within=within, on=day),
    )  # fmt: skip
    moves.make(proposal, "file", actor=actor, at=at, number=proposal.number, case=case, within=within)


@transaction.atomic
def not_file(proposal: Proposal, *, ground: str, note: str, course: str, actor: Actor, at: datetime) -> None:
    """不立案: with its ground, in words for the proposer, and where it goes (DOMAIN 1.5)."""
    if course not in {Course.REFERENCE, Course.RETURNED}:
        raise moves.Refused(_("请选择去向；转社情民意信息要先征求提案者同意"))
    _say_why(proposal, ground, note, course, actor, at)
    moves.make(
        proposal, "not_file", actor=actor, at=at, note=proposal.ground_note, ground=ground, course=course
    )


@transaction.atomic
def offer_brief(proposal: Proposal, *, ground: str, note: str, actor: Actor, at: datetime) -> None:
    """不立案，拟转社情民意信息: asked of the proposer first (DOMAIN 0.2 no. 3)."""
    _say_why(proposal, ground, note, Course.BRIEF, actor, at)
    moves.make(proposal, "offer_brief", actor=actor, at=at, note=proposal.ground_note, ground=ground)


def _say_why(proposal: Proposal, ground: str, note: str, course: str, actor: Actor, at: datetime) -> None:
    must_be_impartial(proposal, actor=actor)
    moves.must_stand(proposal, "reviewing")
    hold(proposal)
    if ground not in grounds(proposal.unit.path, calendar.day_of(at)):
        raise moves.Refused(_("请选择不立案的原因"))
    if not note.strip():
        raise moves.Refused(_("请向提案者说明为什么不立案"))
    put(proposal, ground=ground, ground_note=normal(note), course=course)


@transaction.atomic
def consent_brief(proposal: Proposal, *, actor: Actor, at: datetime) -> None:
    """同意转为社情民意信息: the brief is made of the words as they were handed in; once."""
    moves.must_stand(proposal, "offered")
    hold(proposal)
    moves.must(proposal, "consent_brief", actor=actor)
    with official():
        origin = _("提案 %(session)s 流水号 %(n)d") % {
            "session": proposal.session,
            "n": proposal.serial_no or 0,
        }
        asked = proposal.suggestions.order_by("number").values_list("number", "text")
        advice = "\n".join(f"{n}. {text}" for n, text in asked)
    brief = briefs.take_in(
        proposal.unit, title=proposal.title,
        situation="\n\n".join(filter(None, [proposal.situation, proposal.reasons])), advice=advice,
        reporter=proposal.drafter, origin=origin, origin_link=proposal.get_absolute_url(), actor=actor, at=at,
        token=f"proposal:{proposal.pk}",
    )  # fmt: skip
    put(proposal, brief=brief, consented_at=at)
    moves.make(proposal, "consent_brief", actor=actor, at=at, brief=brief.pk)


@transaction.atomic
def revive(proposal: Proposal, *, note: str, actor: Actor, at: datetime) -> None:
    """重新审查 what was not filed, with a reason."""
    must_be_impartial(proposal, actor=actor)
    moves.make(proposal, "revive", actor=actor, at=at, note=normal(note), ground=proposal.ground)
    put(proposal, ground="", ground_note="", course="")
