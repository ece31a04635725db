"""The addresses of rooms on the network."""

from collections.abc import Callable
from typing import Any

from shangliang.modules.gatherings.models import Gathering
from shangliang.modules.remote.models import Attendance, RemoteSession

POST_ONLY = {"remote:consent", "remote:enter"}


def remote(found: Any, newest: Callable[..., Any]) -> None:
    for state in ("planned", "open", "ended"):
        found.add("wang", "remote:session", newest(RemoteSession, state=state))
    came = Attendance.objects.filter(session__state="open").select_related("person", "session").last()
    guest = came.person.username if came else "-"
    found.add(guest, "remote:session", came and came.session_id)
    found.add(guest, "remote:room", came and came.session_id)
    found.add("wang", "remote:edit", newest(RemoteSession, state="planned"))
    found.add("wang", "remote:recording", newest(RemoteSession, state="ended"))
    found.add("wang", "remote:of", newest(Gathering, state="preparing", unit__code="yunchuan"))
