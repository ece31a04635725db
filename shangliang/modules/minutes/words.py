"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel import adopting
from shangliang.kernel.moves import Verb

MINUTES = {
    "begin": Verb(_("按记录汇编纪要")),
    "circulate": Verb(_("送有关的人逐条签认"), public=True),
    "settle": Verb(_("签认完毕，定稿"), tell=("oversee",), public=True),
    "reopen": Verb(_("收回再改"), tell=("hear",)),
    "keep": Verb(_("随协商活动归档"), tell=("hear",), public=True),
    "assemble": Verb(_("按记录汇编")),
    "edit": Verb(_("改动一条")),
    "cite": Verb(_("写明共识从哪几条意见来")),
    "keep_objection": Verb(_("在纪要里载明异议")),
    "ask_machine": Verb(_("请机器起草")),
    "machine_drafted": Verb(_("机器起草好了，等人采用"), tell=("take_over",)),
    "machine_failed": Verb(_("机器没有起草成"), tell=("take_over",)),
    "take_over": Verb(_("采用机器起草的句子")),
}
SIGNING = {
    "begin": Verb(_("请您签认纪要"), tell=("sign",)),
    "sign": Verb(_("签认")),
    "ask_again": Verb(_("您签认过的内容改了，请再签认"), tell=("sign",)),
    "excuse": Verb(_("线下核对"), tell=("sign",)),
    "keep": Verb(_("随纪要归档")),
}
TREATMENT = {"begin": Verb(_("记下一条意见，待说明")), **adopting.words()}
