"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

FLOOR = {
    "begin": Verb(_("开放会场")),
    "wind_up": Verb(_("散会，有问题要安排答复"), tell=("settle",)),
    "rest": Verb(_("散会，没有遗留问题")),
    "settle": Verb(_("现场提问件件有着落")),
    "drop": Verb(_("会议取消，会场关闭")),
    "open": Verb(_("开放会场")),
    "arrange": Verb(_("改发言规则")),
    "screen": Verb(_("切换大屏幕")),
    "caption": Verb(_("记字幕")),
    "correct_caption": Verb(_("更正字幕")),
    "ask": Verb(_("要求发言")),
    "put": Verb(_("提问")),
    "support": Verb(_("支持提问")),
}
SPEECH = {
    "begin": Verb(_("要求发言")),
    "call": Verb(_("请发言")),
    "pause": Verb(_("发言暂停")),
    "resume": Verb(_("继续发言")),
    "finish": Verb(_("发言结束")),
    "cut_off": Verb(_("散会，发言结束")),
    "admit": Verb(_("主持人准许程序动议")),
    "refuse": Verb(_("主持人不准程序动议")),
    "skip": Verb(_("跳过")),
    "requeue": Verb(_("重新排队")),
    "withdraw": Verb(_("撤回")),
    "not_reached": Verb(_("散会，没有轮到")),
    "note": Verb(_("记发言要点")),
}
LIVE_QUESTION = {
    "begin": Verb(_("现场提问")),
    "show": Verb(_("展示提问")),
    "let_through": Verb(_("直接展示")),
    "hide": Verb(_("不展示，并公布理由"), tell=("hear",)),
    "restore": Verb(_("恢复展示"), tell=("hear",)),
    "answer": Verb(_("当场回答"), tell=("hear",)),
    "hand": Verb(_("定下会后由谁、何时答复"), tell=("reply", "hear")),
    "reply": Verb(_("会后答复"), tell=("hear", "hand")),
    "send_back": Verb(_("退回，要重新安排答复"), tell=("hand",)),
    "withdraw": Verb(_("提问人撤回")),
}
