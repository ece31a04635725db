"""What stands in the desk's navigation, and for whom."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as named

from shangliang.kernel.access import Actor
from shangliang.look.nav import NavItem


def to(*roles: str) -> Callable[[Actor], bool]:
    return lambda actor: bool(actor.roles & set(roles))


OFFICE = to("secretary", "chair")
INSTITUTION = to("secretary", "chair", "member", "leader", "signer")

ITEMS = (
    NavItem(_("等我办"), "desk:home", "inbox"),
    NavItem(_("我牵头的"), "desk:leading", "topic", show=to("leader", "chair")),
    NavItem(_("筛选台"), "topics:board", "sieve", show=to("secretary")),
    NavItem(_("来声"), "voices:list", "speak", show=to("secretary", "chair", "member")),
    NavItem(_("纸表录入"), "voices:sheets", "file", show=to("grid")),
    NavItem(_("征集"), "voices:calls", "send", show=to("secretary", "grid")),
    NavItem(named("list", "议题"), "topics:list", "topic", show=INSTITUTION),
    NavItem(
        _("年度计划"),
        "plans:list",
        "plan",
        show=to("secretary", "chair", "member", "leader", "signer", "head"),
    ),
    NavItem(_("协商活动"), "gatherings:list", "people", show=INSTITUTION),
    NavItem(_("议事板"), "deliberation:list", "people", show=INSTITUTION),
    NavItem(
        _("纪要"), "minutes:list", "file", show=to("secretary", "chair", "member", "leader", "clerk", "head")
    ),
    NavItem(_("建议与反馈"), "outcomes:recommendations", "list", show=INSTITUTION),
    NavItem(
        _("两张清单"),
        "lists:home",
        "list",
        show=to("secretary", "chair", "leader", "member", "clerk", "head"),
    ),
    NavItem(_("提案工作台"), "proposals:desk", "list", show=to("secretary", "chair")),
    NavItem(_("交办台"), "proposals:assigning", "send", show=to("dispatcher")),
    NavItem(_("预交办确认"), "proposals:to_answer", "receipt", show=to("clerk", "head")),
    NavItem(_("重点提案"), "proposals:keys", "list", show=to("leader")),
    NavItem(_("提案"), "proposals:mine", "list", show=to("member", "convener")),
    NavItem(_("信息编审"), "briefs:desk", "topic", show=to("secretary", "chair", "signer")),
    NavItem(_("社情民意"), "briefs:mine", "speak", show=to("member", "convener", "grid")),
    NavItem(
        _("民主监督"),
        "supervision:home",
        "sieve",
        show=to("secretary", "chair", "leader", "member", "convener", "clerk", "head"),
    ),
    NavItem(_("办理台"), "handling:desk", "reply", show=to("clerk", "head")),
    NavItem(_("审核台"), "handling:check", "receipt", show=to("dispatcher")),
    NavItem(_("逾期"), "desk:overdue", "late", show=to("secretary", "chair", "leader", "dispatcher", "head")),
    NavItem(_("通知"), "desk:notices", "bell", count="unread"),
    NavItem(_("我的"), "desk:me", "me"),
)
