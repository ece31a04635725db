"""Minutes as their page, the paper and the public show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from shangliang.kernel import diff, text
from shangliang.kernel.text import official
from shangliang.modules.gatherings.models import Consensus, Gathering
from shangliang.modules.minutes.models import Item, Minutes, Section, Treatment, Verdict, Version
from shangliang.modules.minutes.queries.pieces import ORDINARY

FIGURES = "一二三四五六七八九十"
Row = dict[str, Any]


def undecided(paper: Minutes) -> QuerySet[Item]:
    """What somebody edited and the record says differently by now, or no longer at all."""
    return paper.items.exclude(fresh="", gone=False)


def uncited(gathering_id: int) -> QuerySet[Consensus]:
    """What was agreed without saying on what it rests."""
    return Consensus.objects.filter(gathering=gathering_id, opinions=None, unsourced=None).distinct()


def objections(paper: Minutes) -> QuerySet[Verdict]:
    """Objections that nobody has settled yet: the item was not changed, the minutes do not state them."""
    live = Verdict.objects.filter(item__minutes=paper, agrees=False, void_at=None, kept_at=None)
    return live.select_related("item", "signing")


def unanswered(paper: Minutes) -> int:
    """Opinions, not answers to others, of which nobody has said what became of them (1 query)."""
    said = paper.gathering.opinions.filter(replies_to=None)
    return said.exclude(pk__in=paper.treatments.exclude(state="open").values("opinion")).count()


# --- the items


def items(paper: Minutes) -> list[Item]:
    """Every item with who speaks in it and what was said to it (2 queries)."""
    live = Verdict.objects.filter(void_at=None).select_related(
        "signing__chair", "signing__speaker", "signing__office", "person"
    )
    rows = paper.items.select_related("speaker", "office", "draft")
    return list(rows.prefetch_related(Prefetch("verdicts", live, to_attr="live")))


@dataclass(frozen=True)
class Part:
    """The items of one section."""

    section: str
    label: str
    items: list[Item]


def parts(found: Sequence[Item]) -> list[Part]:
    """In the order of sections; those without an item are left out (no query)."""
    return [
        Part(value, str(label), mine)
        for value, label in Section.choices
        if (mine := [i for i in found if i.section == value])
    ]


def rows(found: Iterable[Item]) -> list[Row]:
    """What a version keeps of each item."""
    return [
        {
            "key": i.key, "section": i.section, "group": i.group, "title": i.title, "text": i.text,
            "inside": i.inside, "masked": bool(i.speaker and i.speaker.capacity in ORDINARY),
            "kept": [_kept(v) for v in i.live if v.kept_at],  # type: ignore[attr-defined]
        }
        for i in found
    ]  # fmt: skip


def _kept(verdict: Verdict) -> Row:
    speaker = verdict.signing.speaker
    masked = bool(speaker and speaker.capacity in ORDINARY)
    return {"who": verdict.signing.who, "words": verdict.words, "why": verdict.answer, "masked": masked}


def stated(kept: Row) -> str:
    """An objection that stands in the minutes, in a sentence."""
    return _("%(who)s对这一条有不同意见：%(words)s（%(why)s）") % {
        "who": kept["who"], "words": kept["words"].rstrip("。"), "why": kept["why"].rstrip("。"),
    }  # fmt: skip


def public_rows(found: Iterable[Row]) -> list[Row]:
    """Without what is for the inside, without the names of ordinary people and without contacts (no query)."""
    return [
        {
            **row, "title": _masked(row), "text": text.without_contacts(row["text"]),
            "kept": [{**k, "who": text.masked(k["who"][:4]) if k["masked"] else k["who"]} for k in row["kept"]],
        }
        for row in found
        if not row["inside"]
    ]  # fmt: skip


def _masked(row: Row) -> str:
    """方阿婆（基层群众代表） → 方**（基层群众代表）."""
    if not row["masked"]:
        return str(row["title"])
    name, bracket, rest = row["title"].partition("（")
    return f"{text.masked(name[:4])}{bracket}{rest}"


@official()
def composed(title: str, found: Sequence[Row]) -> str:
    """The minutes as one text, numbered as papers are (no query)."""
    lines, number = [title, ""], 0
    for value, label in Section.choices:
        mine = [row for row in found if row["section"] == value]
        if not mine:
            continue
        lines.append(f"{FIGURES[number]}、{label}")
        number += 1
        for place, row in enumerate(mine, start=1):
            lines.append(f"（{place}）{line_of(row)}")
            lines += [f"　　{stated(kept)}" for kept in row["kept"]]
        lines.append("")
    return "\n".join(lines).strip()


def line_of(row: Row) -> str:
    return f"{row['title']}：{row['text']}" if row["title"] else str(row["text"])


def official_text(paper: Minutes) -> str:
    """What the gathering keeps as its minutes: of an open one, what the public may read (2 queries)."""
    found = rows(items(paper))
    with official():
        return composed(str(paper), public_rows(found) if paper.gathering.open_to_public else found)


# --- versions


def versions(paper: Minutes) -> list[Version]:
    """The newest first (1 query)."""
    return list(paper.versions.select_related("person").order_by("-number").defer("content"))


def version(paper: Minutes, number: int) -> Version | None:
    return paper.versions.filter(number=number).select_related("person").first()


def newest(paper: Minutes) -> Version | None:
    return paper.versions.order_by("-number").first()


def changes(old: Version, new: Version) -> list[diff.Change]:
    """Item by item what went and what came; what stands in both as it was is left out (no query)."""
    before = {row["key"]: row for row in old.content}
    after = {row["key"]: row for row in new.content}
    found = []
    for key in dict.fromkeys([*after, *before]):
        here = after.get(key) or before[key]
        was, now = (_whole(side[key]) if key in side else "" for side in (before, after))
        if was != now:
            label = f"{Section(here['section']).label} · {here['title'] or text.shortened(here['text'], 20)}"
            found.append(diff.change(label, was, now))
    return found


def _whole(row: Row) -> str:
    return "\n".join([row["text"], *map(stated, row["kept"])])


# --- what became of opinions


def treatments(paper: Minutes) -> list[Treatment]:
    """One for each opinion, in the order in which they were given (1 query)."""
    return list(
        paper.treatments.select_related("opinion__participant__unit", "opinion__agenda").order_by("opinion")
    )


def published() -> QuerySet[Minutes]:
    """What everybody may read, newest first (1 query)."""
    shown = Minutes.objects.filter(state="kept", gathering__open_to_public=True)
    return shown.select_related("unit", "gathering").order_by("-pk")


def published_of(gatherings: Iterable[Gathering]) -> dict[int, int]:
    """Gathering → its minutes, where everybody may read them (1 query)."""
    return dict(published().filter(gathering__in=list(gatherings)).values_list("gathering", "pk"))


def public_answers(paper: Minutes) -> list[tuple[Treatment, str]]:
    """What became of each opinion that is in the public minutes, without a name (2 queries)."""
    hidden = set(paper.items.filter(inside=True, opinion__isnull=False).values_list("opinion", flat=True))
    return [
        (t, text.without_contacts(t.opinion.text))
        for t in treatments(paper)
        if t.opinion_id not in hidden and t.state != "open"
    ]


def mine(person_id: int) -> QuerySet[Treatment]:
    """What became of what this person said, anywhere, the newest first (1 query)."""
    return Treatment.objects.filter(opinion__participant__person=person_id).select_related(
        "opinion", "minutes__gathering", "unit"
    )
