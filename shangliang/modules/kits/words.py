"""What the journal says of each verb, and whom it tells."""

from django.utils.translation import gettext_lazy as _

from shangliang.kernel.moves import Verb

MATTER = {
    "begin": Verb(_("离线记录送到，要人定夺"), tell=("take", "hear")),
    "take": Verb(_("已记入"), tell=("hear",)),
    "set_aside": Verb(_("不记入，原文留存"), tell=("hear",)),
}
