"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

GATHERING = {
    "begin": Verb(_("开始筹备")),
    "notice": Verb(_("发出协商通知"), tell=("opine",), urgent=True, public=True),
    "reschedule": Verb(_("改期"), tell=("opine",), urgent=True, public=True),
    "cancel": Verb(_("取消"), tell=("opine",), urgent=True, public=True),
    "start": Verb(_("开会"), public=True),
    "end": Verb(_("散会，待整理纪要"), tell=("write_minutes",), public=True),
    "conclude": Verb(_("纪要已定"), tell=("opine",), public=True),
    "close": Verb(_("五个一齐备，闭环"), tell=("oversee",), public=True),
    "edit": Verb(_("修改")),
    "invite": Verb(_("邀请参加")),
    "uninvite": Verb(_("取消邀请")),
    "sign_in": Verb(_("签到")),
    "move_code": Verb(_("改签到码的用法")),
    "unsign": Verb(_("撤销签到")),
    "excuse": Verb(_("请假")),
    "material": Verb(_("存入材料")),
    "part": Verb(_("进入议程")),
    "visit": Verb(_("开展调研"), public=True),
    "opine": Verb(_("记录意见")),
    "correct": Verb(_("更正意见")),
    "take_along": Verb(_("带下去，没有网络也能记")),
    "hands": Verb(_("举手表决")),
    "agree": Verb(_("记录共识"), public=True),
    "amend": Verb(_("修改共识")),
    "write_minutes": Verb(_("起草纪要")),
    "light": Verb(_("点亮五个一之一"), public=True),
    "step": Verb(_("完成一个步骤"), public=True),
}
