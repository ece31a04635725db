"""What every secret ballot needs, whatever is voted on.

The roll says who has voted, a ballot says what was voted; nothing joins them: no key, no time, no running number. When
ballots are counted all are written anew in random order by one statement and the first ones deleted, so that not even
the versions of rows tell who cast which. Each carries a receipt that its voter alone knows; the list of receipts with
what was voted can be published, hashed and counted again by anybody.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import pgtrigger
from django.core import signing
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from shangliang.kernel import calendar, params, text
from shangliang.kernel.moves import Refused

CONFIRM_WITHIN = 15 * 60  # seconds
LEAST = "ballots.secret_least"
RECEIPT = 10  # characters: 25^10 codes
EVERY = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
NOW_IS = [("now_is", "TEXT")]
B = TypeVar("B", bound=Model)


# --- among how many a ballot is secret


def _some(value: object) -> str | None:
    return None if isinstance(value, int) and 1 <= value <= 1000 else _("填 1 到 1000 的整数")


params.define(LEAST, lazy("无记名投票、评议至少几人应投"), 5, "number", check=_some)


def too_few(path: str, entitled: int, at: datetime) -> str | None:
    """Why a secret vote of this unit cannot be opened to so few: of three ballots everybody guesses whose is whose."""
    least = int(params.value(path, LEAST, calendar.day_of(at)))
    if entitled >= least:
        return None
    said = _(
        "无记名投票至少要有 %(q)d 人应投，现在只有 %(n)d 人，谁投了什么猜得出来：请改为记名，或者请更多的人投"
    )
    return said % {"q": least, "n": entitled}


# --- what the database holds to


def state_of(table: str, key: str, read: str = "state") -> str:
    """SQL that reads the state of what is voted on into `now_is`: it waits for whoever is closing it, and sees what
    came of that. key: the column of a row that points at it. read: what stands for the state.
    """
    return f"""
    SELECT {read} INTO now_is FROM {table}
    WHERE id = (CASE TG_OP WHEN 'DELETE' THEN OLD.{key} ELSE NEW.{key} END) FOR KEY SHARE;"""


ALLOW = """
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
"""


def roll_stays(table: str, key: str, who: Sequence[str] = ("person_id",)) -> str:
    """SQL: a roll (who, voted) is written while the vote is prepared; each name on it votes once, while it is open."""
    new, old = (", ".join(f"{row}.{name}" for name in (key, *who)) for row in ("NEW", "OLD"))
    return (
        state_of(table, key)
        + f"""
    IF TG_OP <> 'UPDATE' AND now_is IS DISTINCT FROM 'draft' THEN
        RAISE EXCEPTION 'the roll is closed once the ballot was opened';
    END IF;
    IF TG_OP = 'UPDATE' AND (now_is IS DISTINCT FROM 'open' OR OLD.voted OR NOT NEW.voted
        OR ({new}) IS DISTINCT FROM ({old})) THEN
        RAISE EXCEPTION 'somebody on the roll votes once, while the ballot is open';
    END IF;"""
        + ALLOW
    )


def trigger(name: str, func: str) -> pgtrigger.Trigger:
    """Before every insert, update and delete of a row."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=EVERY, func=func, declare=NOW_IS
    )  # fmt: skip


# --- read once more, then confirmed


def receipt() -> str:
    return text.code(RECEIPT)


def confirmation(salt: str, *said: object) -> str:
    """What the second step sends back: this person, this vote, these very words."""
    return signing.dumps(list(said), salt=salt)


def confirmed(salt: str, code: str) -> list[Any]:
    """What was confirmed. Raises Refused for what is no confirmation, or was given too long ago."""
    try:
        return list(signing.loads(code, salt=salt, max_age=CONFIRM_WITHIN))
    except signing.BadSignature:
        raise Refused(_("请再看一遍您的选择，然后由您本人确认")) from None


# --- counted, and counted again by anybody


def rewritten(cast: QuerySet[B], **more: Any) -> list[B]:
    """All ballots as new rows in random order, written by one statement; the first rows are gone.

    more: what stands on the new rows and did not stand on those that were cast.
    """
    model = cast.model
    keep = [f.attname for f in model._meta.concrete_fields if not f.primary_key and f.name not in more]
    old = list(cast)
    secrets.SystemRandom().shuffle(old)
    cast.all().delete()
    manager = model._default_manager
    return manager.bulk_create(model(**{name: getattr(b, name) for name in keep}, **more) for b in old)


def canonical(content: Mapping[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def line(key: str, content: Mapping[str, Any]) -> str:
    """What is hashed of one ballot: its receipt (or whose it is, where votes are by name), a tab, its content."""
    return f"{key}\t{canonical(content)}"


def digest(lines: Iterable[str]) -> str:
    """SHA-256 of these lines, sorted, each ended by a line feed, in UTF-8."""
    return hashlib.sha256("".join(said + "\n" for said in sorted(lines)).encode()).hexdigest()


def words_hash(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()
