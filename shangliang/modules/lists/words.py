"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

CAMPAIGN = {
    "begin": Verb(_("开展知情明政活动"), tell=("ask", "raise"), public=True),
    "match": Verb(_("征集结束，开始对接"), tell=("ask",), public=True),
    "act": Verb(_("对接结束，抓落实"), tell=("ask",), public=True),
    "close": Verb(_("活动结束"), tell=("oversee",), public=True),
    "compare": Verb(_("比对两张清单")),
    "edit": Verb(_("修改")),
    "import": Verb(_("导入清单")),
}
CONCERN = {
    "begin": Verb(_("委员提出关注"), tell=("push",)),
    "push": Verb(_("推送给部门"), tell=("hear",)),
    "push_more": Verb(_("再推送给别的部门"), tell=("hear",)),
    "claim": Verb(_("部门认领"), tell=("hear", "push")),
    "merge": Verb(_("归并到同一件事"), tell=("hear",)),
    "split": Verb(_("取消归并"), tell=("hear",)),
    "join": Verb(_("又有委员的关注归并进来"), tell=("hear",)),
    "part": Verb(_("取消一条归并")),
    "decline": Verb(_("不予推送，说明理由"), tell=("hear",), urgent=True),
    "send": Verb(_("正式交办"), tell=("hear",)),
    "withdraw": Verb(_("撤回"), tell=("push",)),
    "object": Verb(_("委员不满意，请再回应"), tell=("push", "oversee"), urgent=True),
    "answer": Verb(_("部门已回应"), tell=("hear",)),
    "adopt": Verb(_("部门采纳"), tell=("hear",)),
    "refuse": Verb(_("部门不采纳，说明理由"), tell=("hear",), urgent=True),
    "put_back": Verb(_("退回重新安排"), tell=("push",), urgent=True),
    "match": Verb(_("与部门问计对上"), tell=("hear",)),
    "refuse_match": Verb(_("比对的一对不成立")),
    "edit": Verb(_("修改")),
}
CONCERN_PART = {
    "begin": Verb(_("请部门回应"), tell=("answer",)),
    "answer": Verb(_("部门回应"), tell=("hear",)),
    "give_back": Verb(_("不属本单位，退回")),
    "recall": Verb(_("收回"), tell=("answer",)),
}
DEPT_ASK = {
    "begin": Verb(_("部门问计于委员"), tell=("reply",), public=True),
    "collect": Verb(_("应答截止"), tell=("conclude",), public=True),
    "stop": Verb(_("提前截止"), public=True),
    "conclude": Verb(_("部门小结采纳情况"), tell=("oversee",), public=True),
    "withdraw": Verb(_("撤回")),
    "match": Verb(_("与委员关注对上"), tell=("conclude",)),
    "edit": Verb(_("修改")),
}
COUNSEL = {
    "begin": Verb(_("委员进言"), tell=("answer",)),
    "answer": Verb(_("部门回应"), tell=("hear",)),
    "withdraw": Verb(_("撤回")),
    "raise": Verb(_("转为委员关注"), tell=("hear", "answer")),
}
LIST_MATCH = {
    "begin": Verb(_("确认对接"), tell=("hear", "link")),
    "link": Verb(_("定了联系人和下一步"), tell=("hear",)),
    "step": Verb(_("对接有进展"), tell=("hear",)),
    "settle": Verb(_("对接有结果"), tell=("hear", "oversee")),
    "dissolve": Verb(_("解除对接"), tell=("hear",), urgent=True),
    "act": Verb(_("部门提出举措"), tell=("hear",)),
    "rest": Verb(_("举措没有办成，继续对接"), tell=("hear", "link", "oversee"), urgent=True),
    "finish": Verb(_("举措完成，对接有结果"), tell=("hear",)),
}
LIST_ACTION = {
    "begin": Verb(_("提出举措"), tell=("hear",), public=True),
    "start": Verb(_("开始办"), public=True),
    "add_evidence": Verb(_("存入佐证"), public=True),
    "claim": Verb(_("报完成，请核验"), tell=("verify",), public=True),
    "verify": Verb(_("核验属实"), tell=("publish", "start"), public=True),
    "refute": Verb(_("核验不属实，退回"), tell=("start", "oversee"), urgent=True),
    "publish": Verb(_("向社会公开"), tell=("hear", "start"), public=True),
    "keep": Verb(_("不宜公开"), tell=("hear", "start")),
    "give_up": Verb(_("没有办成，说明原因"), tell=("hear", "oversee"), urgent=True, public=True),
}
EXPERIENCE_POST = {
    "begin": Verb(_("开放委员体验岗"), tell=("sign_up",), public=True),
    "run": Verb(_("体验开始"), public=True),
    "end": Verb(_("体验结束"), tell=("close",), public=True),
    "close": Verb(_("体验岗收尾"), tell=("oversee",), public=True),
    "cancel": Verb(_("取消岗位"), tell=("oversee",)),
    "edit": Verb(_("修改")),
}
SIGN_UP = {
    "begin": Verb(_("报名")),
    "place": Verb(_("得到名额"), tell=("hear",)),
    "withdraw": Verb(_("退出报名"), tell=("attend",)),
    "attend": Verb(_("登记到岗，请写体验日志"), tell=("hear",)),
    "miss": Verb(_("登记未到岗"), tell=("hear",)),
    "log": Verb(_("交体验日志"), tell=("hear_log",)),
    "suggest": Verb(_("提出体验建议")),
    "lapse": Verb(_("体验结束，没有轮到"), tell=("hear",)),
    "release": Verb(_("岗位取消"), tell=("hear",), urgent=True),
}
LIST_INVITATION = {
    "begin": Verb(_("部门邀请委员")),
    "invite": Verb(_("又邀请了委员")),
    "hold": Verb(_("活动日期已到"), tell=("report",)),
    "report": Verb(_("报活动情况"), tell=("oversee",)),
    "report_now": Verb(_("报活动情况"), tell=("oversee",)),
    "cancel": Verb(_("取消邀请"), tell=("oversee",)),
    "edit": Verb(_("修改")),
}
INVITEE = {
    "begin": Verb(_("请您参加"), tell=("accept",)),
    "accept": Verb(_("答复：参加"), tell=("hear_answer",)),
    "decline": Verb(_("答复：不能参加"), tell=("hear_answer",)),
    "come": Verb(_("登记参加")),
    "miss": Verb(_("登记没有到")),
    "lapse": Verb(_("到期没有答复"), tell=("oversee",)),
    "release": Verb(_("邀请取消"), tell=("hear",), urgent=True),
}
