"""The step templates (流程模板) and the notes on each kind of gathering: data, read and checked once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from shangliang.modules.gatherings.models import Step
from shangliang.modules.plans.models import EventType

DATA = Path(__file__).resolve().parent.parent / "data"
# What each reminder counts from; the number of days is a parameter of the unit (DOMAIN 3.4).
REMIND = ("notice", "materials", "minutes")
# Verbs of a gathering that may tick a step by themselves.
TICKING = frozenset({"begin", "visit", "notice", "material", "start", "agree", "end", "conclude"})


class BadTemplate(Exception):
    """A template file is wrong; it does not load."""


@dataclass(frozen=True)
class PatternStep:
    """One step; `on` names the verb that ticks it, empty when a person does."""

    phase: str
    label: str
    on: str = ""


@dataclass(frozen=True)
class Pattern:
    """流程模板：the steps that a place goes through, where they come from, and what is asked beforehand."""

    slug: str
    label: str
    place: str
    source: str
    about: str
    visits: int  # research visits before the meeting, at least
    remind: tuple[str, ...]
    steps: tuple[PatternStep, ...]

    def ticked_by(self, verb: str) -> set[int]:
        """The orders of the steps that this verb ticks."""
        return {order for order, step in enumerate(self.steps, start=1) if step.on == verb}


@dataclass(frozen=True)
class KindNote:
    """How often a kind of gathering is held, what it is for, and the template that usually fits."""

    type: str
    often: str
    about: str
    template: str

    @property
    def label(self) -> str:
        return str(EventType(self.type).label)


@cache
def patterns() -> dict[str, Pattern]:
    """Slug → template, in the order of their names (no query)."""
    found = [_pattern(path) for path in sorted(DATA.glob("template-*.json"))]
    if len({p.slug for p in found}) != len(found):
        raise BadTemplate("two templates have the same name")
    return {p.slug: p for p in found}


def pattern(slug: str) -> Pattern:
    """The template, or the plainest one for a gathering whose template is no longer kept (no query)."""
    return patterns().get(slug) or patterns()["city"]


@cache
def kind_notes() -> dict[str, KindNote]:
    """Kind of gathering → note, in the order in which the institution names them (no query)."""
    notes = [KindNote(**row) for row in json.loads((DATA / "types.json").read_text(encoding="utf-8"))]
    if [n.type for n in notes] != EventType.values:
        raise BadTemplate("types.json does not name each kind of gathering once, in order")
    if wrong := {n.template for n in notes} - set(patterns()):
        raise BadTemplate(f"types.json names unknown templates: {', '.join(sorted(wrong))}")
    return {n.type: n for n in notes}


def _pattern(path: Path) -> Pattern:
    try:
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        steps = tuple(PatternStep(**step) for step in row.pop("steps"))
        made = Pattern(**{**row, "remind": tuple(row["remind"])}, steps=steps)
    except (ValueError, KeyError, TypeError) as fault:
        raise BadTemplate(f"{path.name}: {fault}") from fault
    for problem in _problems(made, path):
        raise BadTemplate(f"{path.name}: {problem}")
    return made


def _problems(made: Pattern, path: Path) -> list[str]:
    found = []
    if path.name != f"template-{made.slug}.json":
        found.append("the name of the file and of the template differ")
    if not made.steps:
        found.append("no steps")
    if wrong := {s.on for s in made.steps if s.on} - TICKING:
        found.append(f"steps wait for unknown verbs: {', '.join(sorted(wrong))}")
    if wrong := set(made.remind) - set(REMIND):
        found.append(f"unknown reminders: {', '.join(sorted(wrong))}")
    if not isinstance(made.visits, int) or made.visits < 0:
        found.append("visits is not a number")
    lengths = {
        "phase": Step._meta.get_field("phase").max_length,
        "label": Step._meta.get_field("label").max_length,
    }
    for step in made.steps:
        for name, longest in lengths.items():
            text = getattr(step, name)
            if not text or len(text) > (longest or 0):
                found.append(f"{name} “{text}” is empty or too long")
    return found
