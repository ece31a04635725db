"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

REMOTE = {
    "plan": Verb(_("准备远程会场")),
    "begin": Verb(_("准备远程会场")),
    "edit": Verb(_("修改远程会场")),
    "open": Verb(_("打开远程会场，可以接入"), tell=("enter",)),
    "end": Verb(_("关闭远程会场")),
    "over": Verb(_("会已散，远程会场关闭")),
    "enter": Verb(_("接入远程会场")),
    "consent": Verb(_("同意录音录像")),
    "refuse": Verb(_("不同意录音录像")),
    "record": Verb(_("登记录音录像存放处")),
}
