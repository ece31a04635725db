"""A lower module knows of no higher one: its pages name no address of it, they have doors (look.doors)."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.test_house import HOUSE, MODULES, ROOT


def order() -> list[str]:
    """The modules as the import contract has them, the highest first."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    found: list[list[str]] = [
        c["layers"] for c in contracts["contracts"] if c.get("containers") == ["shangliang.modules"]
    ]
    return found[0]


def above(module: str) -> set[str]:
    layers = order()
    return set(layers[: layers.index(module)])


def looks_up(module: str, source: str) -> set[str]:
    """The higher modules whose addresses stand in this text, by their names or written out."""
    named = re.findall(r"""["']([a-z_]+):[\w"']|/desk/([a-z_]+)/""", source)
    return {one for pair in named for one in pair if one} & above(module)


@pytest.mark.parametrize(
    "source, found",
    [
        ("{{ url('floor:of', g.pk) }}", {"floor"}),
        ("{{ url('remote:' ~ name) }}", {"remote"}),
        ('{% url "minutes:of" g.pk %}', {"minutes"}),
        ('reverse("kits:phone")', {"kits"}),
        ('<a href="/desk/minutes/3/">', {"minutes"}),
        ("{{ url('gatherings:edit', g.pk) }}", set()),  # its own
        (
            "{{ url('plans:plan', p.pk) }}{{ url('desk:move', 'gathering', 1) }}",
            set(),
        ),  # below, and no module
        ('data-live="floor:{{ f.pk }}"', set()),  # what a page listens to is a kind, not an address
        ("{{ ui.doors(doors_of('gathering', g, may)) }}", set()),
    ],
)
def test_the_rule_of_addresses(source: str, found: set[str]) -> None:
    assert looks_up("gatherings", source) == found


def test_the_order_is_that_of_all_modules() -> None:
    assert sorted(order()) == MODULES and above("supervision") == set() and "floor" in above("org")


@pytest.mark.parametrize("module", MODULES)
def test_no_module_names_an_address_above_it(module: str) -> None:
    place = HOUSE / "modules" / module
    files = [*place.glob("templates/**/*.html"), *(p for p in place.rglob("*.py") if "tests" not in p.parts)]
    assert files
    found = {p.relative_to(HOUSE).as_posix(): looks_up(module, p.read_text("utf-8")) for p in files}
    assert {where: names for where, names in found.items() if names} == {}
