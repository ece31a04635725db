"""One brief and many: what lists show, what its page shows, what is printed, what everybody may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import calendar, diff, params
from shangliang.kernel.search import Found
from shangliang.kernel.text import listed, official, shortened, without_contacts
from shangliang.modules.briefs.models import Adoption, Author, Brief, Credit, Telling, Version
from shangliang.modules.handling.models import Reply


@dataclass(frozen=True)
class Sheet:
    """What is printed."""

    title: str
    number: str
    situation: tuple[str, ...]
    advice: tuple[str, ...]
    reporters: str
    reviewer: str
    signer: str
    issued_on: date | None
    masthead: str


@dataclass(frozen=True)
class BriefView:
    """Everything of one brief. text: the words that count now; changes: from the original to them."""

    brief: Brief
    text: Brief | Version
    changes: list[diff.Change]
    authors: list[Author]
    versions: list[Version]
    sources: list[Brief]
    adoptions: list[Adoption]
    tellings: list[Telling]
    credits: list[Credit]
    replies: list[Reply]

    @property
    def carrier(self) -> Brief:
        """The brief that went out: the composite it was merged into, or itself."""
        return self.brief.merged_into or self.brief

    @property
    def edited(self) -> bool:
        return self.brief.edition_id is not None


@dataclass(frozen=True)
class PublicBrief:
    """What everybody may read: the edited words, no names, no contact data."""

    id: int
    unit: str
    field: str
    number: str
    issued_on: date | None
    title: str
    situation: str
    advice: str
    feedback: str


def rows(briefs: QuerySet[Brief]) -> QuerySet[Brief]:
    """With everything a list shows of each (1 query)."""
    return briefs.select_related("unit", "edition", "field", "station", "drafter", "merged_into")


def text_of(brief: Brief) -> Brief | Version:
    """The words that count now: the office's version, else what was handed in, else the draft."""
    return brief.edition or brief.original or brief


def changes(old: Brief | Version, new: Brief | Version) -> list[diff.Change]:
    """Part by part what went and what came (no query)."""
    parts = (("title", _("标题")), ("situation", _("情况反映")), ("advice", _("意见建议")))
    return [diff.change(str(label), getattr(old, name), getattr(new, name)) for name, label in parts]


def view(brief: Brief) -> BriefView:
    """8 queries at most, for a brief fetched with unit, edition, original, merged_into."""
    carrier = brief.merged_into or brief
    adoptions = carrier.adoptions.select_related("unit", "person", "file", "corrects", "telling")
    text = text_of(brief)
    return BriefView(
        brief=brief,
        text=text,
        changes=changes(brief.original, brief.edition) if brief.original and brief.edition else [],
        authors=_authors(brief),
        versions=list(brief.versions.select_related("person")),
        sources=list(rows(brief.sources.all()).order_by("merged_place")) if brief.composite else [],
        adoptions=list(adoptions.order_by("-on", "-pk")),
        tellings=list(carrier.tellings.select_related("person")),
        credits=list(_credits(brief)),
        replies=_replies(brief),
    )


def _authors(brief: Brief) -> list[Author]:
    """Of a composite those of all its sources, in their order (1 query)."""
    found = Author.objects.select_related("person")
    if brief.composite:
        return list(found.filter(brief__merged_into=brief).order_by("brief__merged_place", "place"))
    return list(found.filter(brief=brief).order_by("place"))


def _credits(brief: Brief) -> QuerySet[Credit]:
    briefs = brief.sources.all() if brief.composite else [brief]
    return Credit.objects.filter(brief__in=briefs, reversed_at=None).select_related("person", "brief")


def _replies(brief: Brief) -> list[Reply]:
    """What departments answered, once it was published (1 query; none before it was forwarded)."""
    if brief.dispatch_id is None:
        return []
    found = Reply.objects.filter(assignment__dispatch=brief.dispatch_id, published_at__isnull=False)
    newest = found.order_by("assignment_id", "-version").distinct("assignment_id")
    return list(newest.select_related("assignment__unit"))


def names(authors: Iterable[Author]) -> str:
    """Those who stand on the brief, once each, in their order."""
    agreed = [a for a in authors if a.agreed_at is not None]
    return listed(dict.fromkeys(f"{a.name}（{a.get_identity_display()}）" for a in agreed))


def reporters(briefs: Iterable[Brief]) -> dict[int, str]:
    """Brief → those who stand on it, by name (1 query)."""
    held: dict[int, list[str]] = {}
    for a in Author.objects.filter(brief__in=briefs).exclude(agreed_at=None).order_by("brief", "place"):
        held.setdefault(a.brief_id, []).append(a.name)
    return {pk: listed(found) for pk, found in held.items()}


def sheet(brief: Brief, *, named: bool = True) -> Sheet:
    """What is printed; contact data that stand in the text are blotted out (5 queries). named: with who reported it."""
    text, day = text_of(brief), brief.issued_on or calendar.day_of(brief.entered_at)
    return Sheet(
        title=without_contacts(text.title),
        number=brief.number,
        situation=_lines(text.situation),
        advice=_lines(text.advice),
        reporters=names(_authors(brief)) if named else "",
        reviewer=brief.reviewer.name if brief.reviewer else "",
        signer=brief.signer.name if brief.signer else "",
        issued_on=brief.issued_on,
        masthead=str(params.value(brief.unit.path, "briefs.masthead", day)),
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in without_contacts(text).splitlines() if line.strip())


def public(path: str = "") -> QuerySet[Brief]:
    """What was opened to everybody under a unit, newest first (1 query); show each as `public_of`."""
    shown = Brief.objects.filter(published_at__isnull=False, open_ok=True, sensitive=False).exclude(number="")
    if path:
        shown = shown.filter(unit__path__gte=path, unit__path__lt=path + "~")
    return shown.select_related("unit", "field", "edition").order_by("-issued_on", "-pk")


def public_of(brief: Brief) -> PublicBrief:
    text = text_of(brief)
    return PublicBrief(
        brief.pk, brief.unit.name, brief.field.name if brief.field else "", brief.number, brief.issued_on,
        without_contacts(text.title), without_contacts(text.situation), without_contacts(text.advice),
        without_contacts(brief.feedback),
    )  # fmt: skip


def found(brief: Brief) -> Found | None:
    """For search on the desk; the grants decide who finds it."""
    if brief.state in {"draft", "withdrawn"}:
        return None
    text = text_of(brief)
    body = f"{brief.number} {text.situation} {text.advice}"
    return Found(text.title, body, brief.get_absolute_url(), False, brief.entered_at)


def proposed_feedback(brief: Brief, *, closing: bool = False) -> str:
    """What came of it since they were last told, in words to begin a feedback with (4 queries).

    Empty when there is nothing new to tell and it goes on.
    """
    told = brief.tellings.order_by("-at").values_list("at", flat=True).first()
    with official():
        return without_contacts("\n".join(_so_far(brief, told, closing=closing)))


def _so_far(brief: Brief, told: datetime | None, *, closing: bool) -> list[str]:
    lines = [_("您反映的《%(title)s》") % {"title": text_of(brief).title}]
    if brief.number:
        lines[0] += _("已编入社情民意信息%(number)s。") % {"number": brief.number}
    news = _news(brief, told)
    if news:
        return lines + news
    if told is None:
        return [*lines, _("目前没有被采用。感谢您反映情况。")]
    return [*lines, _("结果此前已经告知您，没有新的情况，就此办结。感谢您反映情况。")] if closing else []


def _news(brief: Brief, told: datetime | None) -> list[str]:
    """Adoptions that are owed, and answers since they were told; all of them where they never were."""
    lines = []
    for a in brief.adoptions.filter(state="owed").order_by("on", "pk"):
        said = _("%(level)s：%(kind)s，%(result)s") % {
            "level": a.get_level_display(), "kind": a.get_kind_display(), "result": a.get_result_display(),
        }  # fmt: skip
        if a.void:
            said = _("更正：“%s”是误登，已撤销") % said
        elif a.leader:
            said += _("，%(leader)s批示：%(words)s") % {"leader": a.leader, "words": a.instruction}
        lines.append(said)
    lines += [
        _("%(unit)s答复：%(text)s") % {"unit": r.assignment.unit.short, "text": shortened(r.text, 400)}
        for r in _replies(brief)
        if told is None or (r.published_at and r.published_at > told)
    ]
    return lines
