"""A room on the network: prepared, open, closed with its meeting or before it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel.flow import Flow, Move, State
from shangliang.modules.remote.models import RemoteSession


def meeting_is_on(session: RemoteSession, at: datetime) -> str | None:
    """People come in before the meeting begins, to try whether they are heard."""
    if session.gathering.state in {"noticed", "sitting"}:
        return None
    return _("发出通知以后、散会以前才能打开远程会场")


REMOTE = Flow(
    "remote_session",
    lazy("远程会场"),
    start="planned",
    states=[
        State("planned", lazy("准备好了"), tone="quiet"),
        State("open", lazy("开着"), tone="good"),
        State("ended", lazy("已关闭"), final=True, tone="quiet"),
    ],
    moves=[
        Move("open", "planned", "open", lazy("打开远程会场"), bare=True, guards=(meeting_is_on,)),
        Move("end", "planned open", "ended", lazy("关闭远程会场"), bare=True, option=True, undoable=False),
        Move("over", "planned open", "ended", lazy("会已散，关闭"), clock=True),
    ],
)
