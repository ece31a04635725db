"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel import adopting
from shangliang.kernel.moves import Verb

BOARD = {
    "begin": Verb(_("准备议事板")),
    "open": Verb(_("开始表态"), public=True),
    "drop": Verb(_("不办了")),
    "time_up": Verb(_("到期截止，待公布结论"), tell=("conclude",), public=True),
    "close": Verb(_("提前截止，待公布结论"), tell=("conclude",), public=True),
    "conclude": Verb(_("公布结论"), tell=("oversee",), public=True),
    "edit": Verb(_("修改议事板")),
    "plan": Verb(_("准备议事板")),
    "seed": Verb(_("放上看法")),
    "answer": Verb(_("写怎么处理")),
    "vote": Verb(_("表态")),
    "say": Verb(_("提看法、写理由")),
    "seal": Verb(_("封存一批表态"), public=True),
}
_SCREENED = {
    "begin": Verb(_("提出"), tell=("show",)),
    "show": Verb(_("发布")),
    "let_through": Verb(_("先发后看，直接发布")),
    "hide": Verb(_("不展示，并公布理由"), tell=("hear",)),
    "restore": Verb(_("恢复展示"), tell=("hear",)),
}
STATEMENT = {**_SCREENED, **adopting.words()}
REASON = {**_SCREENED, "rest": Verb(_("随议事板结束"))}
POLL = {
    "plan": Verb(_("准备投票")),
    "begin": Verb(_("准备投票")),
    "edit": Verb(_("修改投票")),
    "open": Verb(_("开始投票，请您投票"), tell=("vote",)),
    "cancel": Verb(_("取消投票")),
    "time_up": Verb(_("到点截止")),
    "count": Verb(_("投票结束，已计票"), tell=("recount",)),
    "count_on_time": Verb(_("到点截止，已计票"), tell=("recount",)),
    "void": Verb(_("票数不足，投票无效"), tell=("recount",)),
    "void_on_time": Verb(_("到点截止，票数不足，投票无效"), tell=("recount",)),
    "publish": Verb(_("公布投票结果"), public=True),
}
DRAW = {
    "plan": Verb(_("准备抽签")),
    "begin": Verb(_("做好签表")),
    "seal": Verb(_("公布封印和种子来源"), tell=("oversee",), public=True),
    "draw": Verb(_("用公开的种子抽签"), tell=("oversee",), public=True),
    "drop": Verb(_("作废"), tell=("oversee",), public=True),
}
