"""What a right is called on the page that says who has it, where it is neither a step nor a line of the journal."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from shangliang.kernel import moves

NAMES = {
    "view": _("查看"),
    "oversee": _("督促（逾期时会被告知）"),
    "inside": _("看内部经过和材料"),
    "named": _("看反映人姓名"),
    "hear": _("会收到进展通知"),
    "hear_more": _("会收到综合稿的进展通知"),
    "hear_answer": _("会收到答复通知"),
    "sign": _("签认"),
    "hear_log": _("会收到体验日志通知"),
    "panel": _("会收到分到本组的通知"),
    "chase": _("拖延时马上会被告知"),
    "read": _("看全文（含不公开的条目）"),
    "read_draft": _("看没有送达的答复稿"),
    "read_advice": _("看配合单位的意见"),
    "see_advice": _("看配合单位的意见"),
    "read_rounds": _("看三轮座谈的记录"),
    "write_memo": _("写办理备忘"),
    "ask_extension": _("申请延期"),
    "appoint": _("聘任"),
    "arrange": _("设会次、类别和审查组"),
    "ask": _("向委员问计"),
    "attend": _("参加"),
    "draft": _("起草"),
    "mark": _("登记到岗"),
    "nominate": _("提名"),
    "open": _("发起"),
    "plan": _("提出举措或方案"),
    "raise": _("提出关注"),
    "recount": _("重新计票"),
    "reply": _("应答"),
    "report": _("报送情况"),
    "send": _("交办"),
    "sign_up": _("报名"),
    "vote": _("投票"),
    "owe_advice": _("还没有提意见"),
    "owe_ballot": _("还没有投票"),
    "owe_poll_ballot": _("还没有投票"),
    "owe_signature": _("还没有答复联名"),
    "owe_view": _("还没有提意见"),
}


def name_of(kind: moves.Kind, verb: str) -> Any:
    """A step is named as on its button; what is no step, as the journal tells it, or as here."""
    if verb in kind.flow.moves:
        return kind.flow.moves[verb].label
    said = getattr(kind.words.get(verb), "said", None)
    return said or NAMES[verb]
