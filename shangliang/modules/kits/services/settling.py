"""A person decides on an entry that was not simply taken in. (Setting it aside is a bare move.)"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from shangliang.kernel import moves
from shangliang.kernel.access import Actor
from shangliang.modules.gatherings.models import Participant
from shangliang.modules.gatherings.services import Noted
from shangliang.modules.kits.models import Carried, Matter
from shangliang.modules.kits.services.arriving import held
from shangliang.modules.kits.services.entering import Into, Sent, Waits, enter


@transaction.atomic
def take(
    matter: Matter, *, actor: Actor, at: datetime, same_as: Participant | None = None, note: str = ""
) -> str:
    """Enter it after all, in the name of whoever decides; what it became is told to whoever noted it.

    same_as: somebody to be added is this one of the list. Raises Refused where the meeting takes no such entry now.
    """
    moves.must_now(matter, "take", actor=actor)
    carried = matter.carried
    content = {**matter.content, "same_as": same_as.pk} if same_as else matter.content
    sent = Sent(carried.pk, carried.kind, content, Noted(carried.noted_at, carried.device_at))
    into = Into(held(matter.gathering), actor, at, decided=True, file=matter.file)
    try:
        made, words = enter(sent, into=into)
    except Waits as waits:
        raise moves.Refused(_("它所依的那一条还没有送到")) from waits
    moves.make(matter, "take", actor=actor, at=at, note=note, made=made)
    Carried.objects.filter(pk=carried.pk).update(made=made, words=words[:300])
    return words
