"""到会、请假、缺席: who came, who said why not, who did neither."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from shangliang.modules.gatherings.models import Gathering, Participant

BEFORE = {"preparing", "noticed", "sitting"}


@dataclass(frozen=True)
class Attendance:
    """`missing`: neither signed in nor excused; absent only once the meeting is `over`."""

    present: list[Participant]
    excused: list[Participant]
    missing: list[Participant]
    over: bool

    @property
    def invited(self) -> int:
        return len(self.present) + len(self.excused) + len(self.missing)

    def state_of(self, participant: Participant) -> str:
        if participant.signed_in_at:
            return _("到会")
        if participant.excused_at:
            return _("请假")
        return _("缺席") if self.over else _("未到")


def attendance(gathering: Gathering) -> Attendance:
    """Everybody on the list, in its order (1 query)."""
    present: list[Participant] = []
    excused: list[Participant] = []
    missing: list[Participant] = []
    for p in gathering.participants.select_related("unit"):
        (present if p.signed_in_at else excused if p.excused_at else missing).append(p)
    return Attendance(present, excused, missing, gathering.state not in BEFORE)
