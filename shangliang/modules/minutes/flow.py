"""When minutes, a signature and an answer to an opinion may do what."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import adopting, params
from shangliang.kernel.flow import Due, Flow, Move, State
from shangliang.modules.gatherings import queries as gatherings
from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.minutes import queries
from shangliang.modules.minutes.models import Minutes, Signing, Treatment

params.define("minutes.sign_within", lazy("纪要签认期限"), 3, "working_days", "会后纪要")


def _yes_or_no(value: object) -> str | None:
    return None if value in (0, 1) else _("只能是 0（不用）或 1（可用）")


# Off until a place says otherwise; the address of the machine is a matter of whoever runs the site.
params.define("minutes.machine", lazy("纪要可以由机器起草（1 可用，0 不用）"), 0, "number", check=_yes_or_no)


def minutes_are_settled(gathering: Gathering, at: datetime) -> str | None:
    """Demanded of a gathering's own step 定纪要: signed by all, every opinion answered."""
    paper = Minutes.objects.filter(gathering=gathering).first()
    if paper is None:
        return _("还没有按记录汇编纪要")
    if paper.state not in {"settled", "kept"}:
        return _("纪要还没有定稿：要先请有关的人逐条签认，答复每一条意见")
    return (
        None if gathering.minutes == queries.official_text(paper) else _("定稿以后纪要又有改动，请重新定稿")
    )


def has_items(paper: Minutes, at: datetime) -> str | None:
    return None if paper.items.exists() else _("纪要里还没有一条内容")


def record_is_taken_in(paper: Minutes, at: datetime) -> str | None:
    """What was added to the record or put right there since the minutes were assembled is in them."""
    left = queries.behind(paper, gatherings.room(paper.gathering))
    return _("记录里有 %d 处纪要还没有收进来，请再汇编一次") % left if left else None


def nothing_is_newer(paper: Minutes, at: datetime) -> str | None:
    """What was edited by hand and changed in the record since is decided by a person."""
    left = queries.undecided(paper).count()
    return _("有 %d 条的记录后来变了，请先定用哪一种说法") % left if left else None


def consensus_is_cited(paper: Minutes, at: datetime) -> str | None:
    left = queries.uncited(paper.gathering_id).count()
    return _("有 %d 项共识没有写明从哪几条意见来") % left if left else None


def everybody_signed(paper: Minutes, at: datetime) -> str | None:
    left = paper.signings.filter(state="asked").count()
    return _("还有 %d 方没有签认") % left if left else None


def objections_are_settled(paper: Minutes, at: datetime) -> str | None:
    left = queries.objections(paper).count()
    return _("有 %d 处异议没有处理：改写这一条，或在纪要里载明异议") % left if left else None


def opinions_are_answered(paper: Minutes, at: datetime) -> str | None:
    """件件有回音."""
    left = queries.unanswered(paper)
    return _("还有 %d 条意见没有写明是否采纳") % left if left else None


def gathering_is_not_over(paper: Minutes, at: datetime) -> str | None:
    return None if paper.gathering.state in {"sitting", "held"} else _("纪要已定，不能再改")


MINUTES = Flow(
    "minutes",
    lazy("纪要"),
    start="draft",
    states=[
        State("draft", lazy("整理中")),
        State("circulating", lazy("请人签认中")),
        State("settled", lazy("签认完毕，已定稿"), tone="good"),
        State("kept", lazy("已归档"), final=True, tone="good"),
    ],
    moves=[
        Move(
            "circulate", "draft", "circulating", lazy("送签认"),
            guards=(has_items, record_is_taken_in, nothing_is_newer, consensus_is_cited),
        ),
        Move(
            "settle", "circulating", "settled", lazy("定稿"),
            guards=(
                record_is_taken_in, nothing_is_newer, consensus_is_cited, everybody_signed, objections_are_settled,
                opinions_are_answered,
            ),
        ),
        Move(
            "reopen", "settled", "circulating", lazy("收回再改"), bare=True, note=True, option=True,
            guards=(gathering_is_not_over,),
        ),
        Move("keep", "settled", "kept", lazy("随协商活动归档"), clock=True),
    ],
)  # fmt: skip


def says_how(signing: Signing, at: datetime) -> str | None:
    return None if signing.how.strip() else _("请写明怎么核对的")


def everything_is_said(signing: Signing, at: datetime) -> str | None:
    left = queries.unsaid(signing)
    return _("还有 %d 条没有表示意见") % left if left else None


SIGNING = Flow(
    "signing",
    lazy("纪要签认"),
    start="asked",
    states=[
        State("asked", lazy("待签认"), due=Due("minutes.sign_within", warn=(1,), escalate=(2,))),
        State("answered", lazy("已签认"), tone="good"),
        State("excused", lazy("线下核对"), final=True, tone="quiet"),
        State("kept", lazy("随纪要归档"), final=True, tone="quiet"),
    ],
    moves=[
        Move("sign", "asked", "answered", lazy("签认"), brings=(everything_is_said,)),
        Move("ask_again", "answered", "asked", lazy("内容改了，请再签认"), clock=True),
        Move("excuse", "asked", "excused", lazy("线下核对"), option=True, undoable=False, brings=(says_how,)),
        Move("keep", "answered", "kept", lazy("随纪要归档"), clock=True),
    ],
)


def minutes_are_open(treatment: Treatment, at: datetime) -> str | None:
    return None if treatment.minutes.state != "kept" else _("纪要已经归档")


TREATMENT = Flow(
    "treatment",
    lazy("意见采纳情况"),
    start="open",
    states=[State("open", lazy("待说明")), *adopting.states()],
    moves=adopting.moves("open", guards=(minutes_are_open,)),
)
