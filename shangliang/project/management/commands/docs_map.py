"""docs/map.md: flows, grants, verbs, stations and addresses, written from the tables themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import translation

from shangliang.kernel import loop, moves, params

MAP = Path(__file__).resolve().parents[4] / "docs" / "map.md"


def text() -> str:
    with translation.override("zh-hans"):
        return "\n".join([*_head(), *_stations(), *_kinds(), *_numbers(), *_addresses()]) + "\n"


def _head() -> Iterator[str]:
    yield "# The map"
    yield ""
    yield "Written by `shangliang manage docs_map` from the tables in the code; do not edit."
    yield ""


def _stations() -> Iterator[str]:
    yield "## The loop"
    yield ""
    for s in sorted(loop.stations.values(), key=lambda s: s.order):
        back = ", ".join(sorted({a.earlier for a in loop.arrows if a.later == s.name})) or "—"
        yield f"- {s.label} `{s.name}` ← {back}"
    yield ""


def _kinds() -> Iterator[str]:
    for kind in sorted(moves.kinds(), key=lambda k: k.flow.kind):
        yield f"## {kind.flow.label} `{kind.flow.kind}`"
        yield ""
        yield f"```mermaid\n{kind.flow.diagram()}```"
        yield ""
        yield "| verb | words | from → to | who |"
        yield "|---|---|---|---|"
        for verb in sorted(kind.policy.verbs | set(kind.flow.moves)):
            yield _verb(kind, verb)
        yield ""


def _verb(kind: moves.Kind, verb: str) -> str:
    move = kind.flow.moves.get(verb)
    edge = f"{move.source} → {move.target}" if move else "—"
    said = kind.words[verb].said if verb in kind.words else ""
    who = [f"{g.role} ({g.reach.name})" for g in kind.policy.grants if verb in g.verbs]
    by = ", ".join(who) or ("the clock" if move and move.clock else "")
    return f"| `{verb}` | {said} | {edge} | {by} |"


def _numbers() -> Iterator[str]:
    yield "## Numbers a unit may set"
    yield ""
    yield "| parameter | meaning | default | kind | source |"
    yield "|---|---|---|---|---|"
    for d in sorted(params.definitions.values(), key=lambda d: d.name):
        yield f"| `{d.name}` | {d.label} | {d.default} | {d.kind} | {d.source} |"
    yield ""


def _addresses() -> Iterator[str]:
    yield "## Addresses"
    yield ""
    for route, name in sorted(_routes(get_resolver().url_patterns, "/", "")):
        yield f"- `{route}` {name}"


def _routes(patterns: list[Any], before: str, space: str) -> Iterator[tuple[str, str]]:
    for p in patterns:
        if isinstance(p, URLResolver):
            yield from _routes(p.url_patterns, before + str(p.pattern), p.namespace or space)
        elif isinstance(p, URLPattern):
            yield before + str(p.pattern), f"{space}:{p.name}" if space else str(p.name or "")


class Command(BaseCommand):
    help = "Write docs/map.md, or (--check) tell whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            MAP.write_text(text(), encoding="utf-8")
        elif not MAP.exists() or MAP.read_text(encoding="utf-8") != text():
            raise CommandError("docs/map.md is stale: run `shangliang manage docs_map`")
