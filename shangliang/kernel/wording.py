"""Words as people give them become words as they are kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shangliang.kernel.moves import Refused
from shangliang.kernel.text import normal, without_contacts


def clean(words: str, *, missing: str = "", most: int = 10_000) -> str:
    """As it is kept: no telephone numbers and the like. Raises Refused: `missing` when nothing is left, or when
    it is longer than `most` letters.
    """
    said = normal(words)
    if missing and not said:
        raise Refused(missing)
    if len(said) > most:
        raise Refused(_("文字太长：最多 %(most)d 字，现在 %(now)d 字") % {"most": most, "now": len(said)})
    return without_contacts(said)
