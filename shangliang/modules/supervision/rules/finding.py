"""Who may do what with findings. Whoever sits in the department does not re-check what the department did."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q

from shangliang.kernel.access import Policy, Reach, Seat, grant
from shangliang.modules.people.models import Role
from shangliang.modules.people.models import Seat as Held
from shangliang.modules.supervision.models import WITH_DEPARTMENT
from shangliang.modules.supervision.rules.supervising import ABOVE, BELOW, IN_OWNED, IN_TEAM, OURS

AT_WORK = [Role.CLERK, Role.HEAD]


@dataclass(frozen=True)
class Outside(Reach):
    """As the reach it is named after, but not for people of the department itself."""

    def q(self, seat: Seat, model: type[Model]) -> Q:
        own = Held.objects.filter(person=seat.person_id, role__in=AT_WORK)
        return super().q(seat, model) & ~Q(department__in=own.values("unit"))

    def seat_q(self, thing: Model) -> Q:
        at_work = Held.objects.filter(unit=thing.department_id, role__in=AT_WORK)  # type: ignore[attr-defined]
        return super().seat_q(thing) & ~Q(person__in=at_work.values("person"))


CHECKING = Outside("mine", "supervision__teams__people__person_id", many=True)
FOUND = Reach("mine", "finder_id")
GIVEN = Q(state__in=WITH_DEPARTMENT)
NOTED = Q(state="noted")

FINDING = Policy(
    grant("secretary", "view inside edit ask_consent send turn drop resend oversee extend", BELOW),
    grant("convener", "view inside edit ask_consent drop", IN_OWNED),
    grant("chair", "view inside oversee", BELOW),
    grant("anyone", "view inside", IN_TEAM),
    grant("anyone", "pass fail", CHECKING),
    grant("anyone", "view inside", FOUND),
    grant("anyone", "edit drop consent turn", FOUND, only=NOTED),
    grant("clerk", "view claim plan", OURS, only=GIVEN),
    grant("head", "view oversee", OURS, only=GIVEN),
    grant("leader", "view oversee", BELOW, only=GIVEN),
    grant("dispatcher", "view", BELOW, only=GIVEN),
)

FOLLOW_UP = Policy(
    grant("secretary", "view inside hold oversee extend", BELOW),
    grant("convener", "view inside hold", IN_OWNED),
    grant("chair", "view inside oversee", BELOW),
    grant("anyone", "view inside hold", IN_TEAM),
    grant("leader", "view", BELOW, only=Q(state="held")),
    grant("member", "view", ABOVE, only=Q(state="held", supervision__published_at__isnull=False)),
)
