"""Official replies beside the messages they answer: how long they took, whether they say anything, whether they answer.

Rules and likeness, nothing learned and nothing drawn by lot: every verdict carries the reasons it rests on.
A reply is empty when it says nothing on the matter: thanks, receipt, the question once more, a telephone,
"passed on", "we shall see to it and answer later". It does not answer when it is empty, when it only sends the
writer elsewhere or only promises to think about it, when it asks for details instead, when it speaks of another
matter or place, or when what the title asks for (a time, an amount) is nowhere in it.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum

from shangliang.analysis import places, relevance
from shangliang.analysis.asks import Ask, Need, asks, taken_up, terms, unmet
from shangliang.analysis.clauses import Clause, Kind, clauses, han, letters, plain
from shangliang.analysis.delays import WorkingDays, day
from shangliang.analysis.news import takes_up, tells
from shangliang.analysis.records import Message
from shangliang.analysis.wording import normalise, substance

VERSION = "2"

_SAYS = 2  # letters of clauses that tell something, below which a reply says nothing
# Letters of substance that do not outweigh "ask there" or "you left out what we need": when nothing firm is
# among them, when they name a rule, when something was done or decided.
_ASIDE, _GROUNDED, _DECIDED = 45, 30, 12
# How strange a reply must be to its message, and what share of the title's pairs of letters may yet meet by chance.
_STRANGE = ((0.15, 0.06), (0.3, 0.2))
_ENOUGH = 25  # letters of substance from which a reply can be compared with its message
_NAMED = 5  # words named in a reason


_DONE = re.compile(r"决定|同意|完成|已(?:于|经|将|由|对|责)|将于|本月|今年|明年|年底|\d月")
_RULE = re.compile("根据|按照|依据|规定|《|第.{1,4}条")
_NAMED_PLACE = re.compile("([\u4e00-\u9fff]{2,8}?)(小区|花园|家园|小学|中学|医院|广场|公园)")
_LINK = re.compile(
    "[的在和与及等该本各市区县镇街道村对于是有到为]|关于|针对|反映|提出|安置|住宅|附近|周边|建设|大型|农安|社"
)
_HAN_RUN = re.compile("[\u4e00-\u9fffa-z0-9]+")


class Reason(StrEnum):
    """Why a reply was judged so. The names are stable: words for people stand where they are shown."""

    NO_REPLY = "no_reply"
    RECEIPT_ONLY = "receipt_only"
    COURTESY_ONLY = "courtesy_only"
    TRANSFER_ONLY = "transfer_only"
    CALL_ONLY = "call_only"
    PROMISE_ONLY = "promise_only"
    TOO_SHORT = "too_short"
    SENT_ELSEWHERE = "sent_elsewhere"
    PASSED_ON = "passed_on"
    ONLY_CONSIDERED = "only_considered"
    DETAILS_WANTED = "details_wanted"
    OTHER_MATTER = "other_matter"
    OTHER_PLACE = "other_place"
    QUESTION_OPEN = "question_open"
    ANSWERED = "answered"
    STILL_CONSIDERED = "still_considered"
    POINT_OPEN = "point_open"
    NO_DATE = "no_date"
    NO_REPLY_DATE = "no_reply_date"
    BEFORE_MESSAGE = "before_message"
    DAYS_NOT_LISTED = "days_not_listed"


EMPTY = frozenset(
    {
        Reason.NO_REPLY,
        Reason.RECEIPT_ONLY,
        Reason.COURTESY_ONLY,
        Reason.TRANSFER_ONLY,
        Reason.CALL_ONLY,
        Reason.PASSED_ON,
        Reason.PROMISE_ONLY,
        Reason.TOO_SHORT,
    }
)
UNANSWERED = EMPTY | {
    Reason.SENT_ELSEWHERE,
    Reason.ONLY_CONSIDERED,
    Reason.DETAILS_WANTED,
    Reason.OTHER_MATTER,
    Reason.OTHER_PLACE,
    Reason.QUESTION_OPEN,
}


@dataclass(frozen=True)
class Exchange:
    """A message and its reply. `asked` and `replied` are dates as they stand in the file, or ""."""

    id: str
    title: str
    body: str
    reply: str
    asked: str = ""
    replied: str = ""


@dataclass(frozen=True)
class Because:
    """One reason, with the words it rests on (telling words, needs, dates)."""

    reason: Reason
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What was found of one exchange. Days are None when a date is missing, unreadable or before the message."""

    id: str
    days: int | None
    working_days: int | None
    because: tuple[Because, ...]

    @property
    def empty(self) -> bool:
        """The reply says nothing on the matter."""
        return any(b.reason in EMPTY for b in self.because)

    @property
    def answers(self) -> bool:
        """The reply takes up what was asked."""
        return not any(b.reason in UNANSWERED for b in self.because)


@dataclass(frozen=True)
class Result:
    """Findings in the order of the input, with what is needed to make them again."""

    findings: tuple[Finding, ...]
    version: str
    seed: int
    sha256: str

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)


def examine(rows: Iterable[Exchange], *, listed: Mapping[date, bool] | None = None, seed: int = 0) -> Result:
    """One finding per exchange; the order of the others makes no difference to it.

    `listed` are the days that differ from their weekday (day → worked?). Whether a reply speaks of another matter
    is judged against the other exchanges of the same call, and left open below relevance.LEAST of them.
    The seed is only recorded. ValueError for a missing or repeated id.
    """
    given = list(rows)
    ordered = _in_order(given)
    working = WorkingDays(listed or {})
    read = [_Read(exchange) for exchange in ordered]
    far = _strangeness(read)
    found = {r.exchange.id: _finding(r, strange, working) for r, strange in zip(read, far, strict=True)}
    return Result(tuple(found[e.id] for e in given), VERSION, seed, fingerprint(ordered))


def fingerprint(ordered: Sequence[Exchange]) -> str:
    """SHA-256 (hexadecimal) of the exchanges in the order of their ids."""
    digest = hashlib.sha256()
    for exchange in ordered:
        digest.update(json.dumps(asdict(exchange), ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _in_order(rows: Sequence[Exchange]) -> list[Exchange]:
    ordered = sorted(rows, key=lambda e: e.id)
    for k, exchange in enumerate(ordered):
        if not exchange.id:
            raise ValueError("an exchange has no id")
        if k and ordered[k - 1].id == exchange.id:
            raise ValueError(f"the id {exchange.id} stands twice")
    return ordered


class _Read:
    """An exchange taken apart once."""

    def __init__(self, exchange: Exchange):
        self.exchange = exchange
        self.title, self.body = plain(exchange.title), plain(exchange.body)
        self.reply = plain(exchange.reply)
        self.clauses: list[Clause] = list(self._weighed(clauses(exchange.reply)))
        self.says = letters(self.clauses, Kind.SUBSTANCE)
        self.asks: list[Ask] = asks(self.title, self.body)

    def _weighed(self, found: Iterable[Clause]) -> Iterator[Clause]:
        """The clauses, with those that no pattern knows and that tell nothing as routine."""
        repeats = False
        for clause in found:
            if clause.kind is Kind.ECHO or takes_up(clause.text):
                repeats = True
            elif clause.kind is not Kind.SUBSTANCE:
                repeats = False
            told = clause.kind is Kind.SUBSTANCE and tells(
                clause.text, self.title, self.body if repeats else ""
            )
            repeats = repeats and not told
            routine = clause.kind is Kind.SUBSTANCE and not told
            yield Clause(clause.text, Kind.ROUTINE) if routine else clause

    def text(self, *kinds: Kind) -> str:
        return "，".join(c.text for c in self.clauses if c.kind in kinds)

    def has(self, *kinds: Kind) -> bool:
        return any(c.kind in kinds for c in self.clauses)


_ON_THE_MATTER = (Kind.SUBSTANCE, Kind.ECHO, Kind.ELSEWHERE, Kind.STUDY, Kind.PASS_ON)


def _strangeness(read: Sequence[_Read]) -> list[float | None]:
    """How strange each reply is to its message; None for those that say too little, or too few, to be compared."""
    telling = [k for k, r in enumerate(read) if r.says >= _ENOUGH]
    far: list[float | None] = [None] * len(read)
    if len(telling) < relevance.LEAST:
        return far
    shares = relevance.strangeness(
        [f"{read[k].title} {read[k].title} {read[k].body}" for k in telling],
        [read[k].text(*_ON_THE_MATTER) for k in telling],
    )
    for k, share in zip(telling, shares.tolist(), strict=True):
        far[k] = share
    return far


def _finding(read: _Read, strange: float | None, working: WorkingDays) -> Finding:
    days, worked, told = _delay(read, working)
    return Finding(read.exchange.id, days, worked, (*_verdict(read, strange), *told))


def _delay(read: _Read, working: WorkingDays) -> tuple[int | None, int | None, tuple[Because, ...]]:
    asked, replied = day(read.exchange.asked), day(read.exchange.replied)
    if asked is None:
        return None, None, (Because(Reason.NO_DATE, _shown(read.exchange.asked)),)
    if replied is None:
        if not read.reply and not read.exchange.replied.strip():
            return None, None, ()
        return None, None, (Because(Reason.NO_REPLY_DATE, _shown(read.exchange.replied)),)
    if replied < asked:
        return None, None, (Because(Reason.BEFORE_MESSAGE, (asked.isoformat(), replied.isoformat())),)
    told = () if working.knows(asked, replied) else (Because(Reason.DAYS_NOT_LISTED),)
    return (replied - asked).days, working.between(asked, replied), told


def _shown(cell: str) -> tuple[str, ...]:
    return (cell.strip()[:30],) if cell.strip() else ()


def _verdict(read: _Read, strange: float | None) -> tuple[Because, ...]:
    if (nothing := _says_nothing(read)) is not None:
        return (nothing,)
    if (aside := _says_no_answer(read)) is not None:
        return (aside,)
    if (other := _speaks_of_another(read, strange)) is not None:
        return (other,)
    said = read.text(*_ON_THE_MATTER, Kind.CONTACT)
    if open_needs := unmet(read.title, said):
        return (Because(Reason.QUESTION_OPEN, tuple(open_needs)),)
    return _answered(read)


# A reply without substance is what its strongest clause is; one that promises to think about it is not empty.
_NOTHING: tuple[tuple[tuple[Kind, ...], Reason | None], ...] = (
    ((Kind.TRANSFER,), Reason.TRANSFER_ONLY),
    ((Kind.PASS_ON,), Reason.PASSED_ON),
    ((Kind.PROMISE,), Reason.PROMISE_ONLY),
    ((Kind.STUDY,), None),
    ((Kind.CONTACT,), Reason.CALL_ONLY),
    ((Kind.RECEIPT, Kind.ECHO, Kind.ROUTINE), Reason.RECEIPT_ONLY),
    ((Kind.COURTESY,), Reason.COURTESY_ONLY),
)


def _says_nothing(read: _Read) -> Because | None:
    """The reason why a reply is empty, if it is."""
    if not han(read.reply) and not any(c.isalnum() for c in read.reply):
        return Because(Reason.NO_REPLY)
    if read.says >= _SAYS or read.has(Kind.ELSEWHERE, Kind.NO_DETAIL):
        return None
    for what, reason in _NOTHING:
        if read.has(*what):
            # Who to turn to may be all that was asked.
            told = reason is Reason.CALL_ONLY and _who_was_asked(read)
            return None if reason is None or told else Because(reason)
    return Because(Reason.TOO_SHORT)


def _says_no_answer(read: _Read) -> Because | None:
    """The reason why a reply that says something still gives no answer, by what its clauses do."""
    said = read.text(Kind.SUBSTANCE, Kind.ROUTINE)
    length = letters(read.clauses, Kind.SUBSTANCE, Kind.ROUTINE)
    little = length < (_DECIDED if _DONE.search(said) else _GROUNDED if _RULE.search(said) else _ASIDE)
    lacking = sum(c.kind is Kind.NO_DETAIL for c in read.clauses)
    if lacking and read.says < _GROUNDED * (1 + lacking) / 2:
        return Because(Reason.DETAILS_WANTED)
    if read.has(Kind.ELSEWHERE) and little and not _who_was_asked(read):
        return Because(Reason.SENT_ELSEWHERE, _offices(read))
    if read.says >= _SAYS:
        return None
    return Because(Reason.ONLY_CONSIDERED) if read.has(Kind.STUDY) else None


def _who_was_asked(read: _Read) -> bool:
    return any(Need.WHO in ask.needs for ask in read.asks)


def _offices(read: _Read) -> tuple[str, ...]:
    found = [
        w
        for c in read.clauses
        if c.kind is Kind.ELSEWHERE
        for w in terms(c.text)
        if w[-1] in "局委办部会司院所处"
    ]
    return tuple(dict.fromkeys(found))[:2]


def _speaks_of_another(read: _Read, strange: float | None) -> Because | None:
    """Another place, when the reply names the matter with one; another matter, when it is strange to the message."""
    mine = places.of(Message("message", read.title, read.body))
    if swapped := _other_name(mine.head, read.text(Kind.ECHO), mine.text):
        return Because(Reason.OTHER_PLACE, swapped)
    known = mine.title | mine.body
    if any(name in read.reply for name in known):
        return None
    pairs = _pairs(read.title)
    met = sum(pair in read.reply for pair in pairs) / max(1, len(pairs))
    if strange is None:  # too few to compare with: only where not one word of the message returns
        foreign = (
            read.says >= _ENOUGH
            and not met
            and not taken_up(terms(f"{read.title} {read.body}"), read.reply)[0]
        )
    else:
        foreign = any(strange >= far and met <= chance for far, chance in _STRANGE)
    if foreign:
        return Because(Reason.OTHER_MATTER, tuple(taken_up(terms(read.title), read.reply)[1][:_NAMED]))
    return None


def _other_name(title: str, echo: str, text: str) -> tuple[str, str] | None:
    """The place of the title and the one of the same kind that the reply names for it, when they are not the same."""
    asked = _named(title)
    for kind, name in _named(normalise(echo)).items():
        if kind in asked and name[-2:] not in text:
            return asked[kind] + kind, name + kind
    return None


def _named(text: str) -> dict[str, str]:
    """Kind of place → name, for the kinds whose names are hardly ever left out."""
    found = ((kind, _LINK.split(name)[-1]) for name, kind in _NAMED_PLACE.findall(text))
    return {kind: name for kind, name in found if len(name) > 1}


def _pairs(text: str) -> set[str]:
    return {run[k : k + 2] for run in _HAN_RUN.findall(substance(text)) for k in range(len(run) - 1)}


def _answered(read: _Read) -> tuple[Because, ...]:
    """That the reply answers, by which words; what it leaves to later thought; which asks it does not touch."""
    said = read.text(*_ON_THE_MATTER, Kind.CONTACT)
    met, _ = taken_up(terms(f"{read.title} {read.body}"), said)
    reasons = [Because(Reason.ANSWERED, tuple(met[:_NAMED]))]
    if read.has(Kind.STUDY, Kind.PASS_ON) and read.says < 60:
        reasons.append(Because(Reason.STILL_CONSIDERED))
    # The title sums up; an ask of the body whose words nowhere return may have been passed over.
    passed = [
        a for a in read.asks if a.text != read.title and len(a.terms) > 2 and not taken_up(a.terms, said)[0]
    ]
    if passed and len(read.asks) > 2:
        words = [w for a in passed for w in a.terms]
        reasons.append(Because(Reason.POINT_OPEN, tuple(dict.fromkeys(words))[:_NAMED]))
    return tuple(reasons)
