"""Contrast of the colours, measured: WCAG 2.2 AA in light, dark and high contrast."""

import re
from pathlib import Path

import pytest

LOOK = Path(__file__).parent.parent
CSS = (LOOK / "static" / "look" / "tokens.css").read_text(encoding="utf-8")

# What stands on what, as parts.css uses it.
TEXT = [
    ("ink", "ground"),
    ("ink", "wash"),
    ("ink", "wash-2"),
    ("ink-2", "ground"),
    ("ink-2", "wash"),
    ("ink-2", "wash-2"),
    ("ink-3", "ground"),
    ("ink-3", "wash"),
    ("accent", "ground"),
    ("accent", "wash"),
    ("accent-deep", "ground"),
    ("accent-deep", "wash"),
    ("accent-deep", "late-wash"),
    ("on-fill", "accent-fill"),
    ("on-fill", "late-fill"),
    ("teal", "ground"),
    ("teal", "wash"),
    ("teal", "teal-wash"),
    ("amber", "ground"),
    ("amber", "amber-wash"),
    ("late", "ground"),
    ("late", "late-wash"),
    ("good", "good-wash"),
    ("ink", "teal-wash"),
    ("ink", "amber-wash"),
    ("ink", "late-wash"),
    ("ink", "good-wash"),
    ("ground", "teal"),
]
SHAPES = [
    ("edge", "ground"),
    ("edge", "wash"),
    ("teal", "wash-2"),
    ("focus", "ground"),
    ("focus", "wash"),
    ("accent-fill", "ground"),
    ("late-fill", "ground"),
    ("good", "ground"),
    ("late", "late-wash"),
]
DARK_SHAPES_EXEMPT = {("accent-fill", "ground"), ("late-fill", "ground")}


def block(start: str, within: str = CSS) -> dict[str, str]:
    at = within.index(start)
    body = within[within.index("{", at) + 1 : within.index("}", at)]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", body))


LIGHT = block(":root {")
DARK = LIGHT | block(':root[data-theme="dark"] {')
HIGH = CSS[CSS.index("prefers-contrast") :]
THEMES = {
    "light": LIGHT,
    "dark": DARK,
    "light-high": LIGHT | block(":root {", HIGH),
    "dark-high": DARK | block(':root[data-theme="dark"] {', HIGH),
}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_measure_itself() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") < 4.5 < contrast("#767676", "#ffffff")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_contrast(theme: str, front: str, back: str) -> None:
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shape_contrast(theme: str, front: str, back: str) -> None:
    # Filled buttons and badges in the dark are told by their light words, not by their edge.
    least = 2 if theme.startswith("dark") and (front, back) in DARK_SHAPES_EXEMPT else 3
    assert contrast(THEMES[theme][front], THEMES[theme][back]) >= least


def test_institution_and_lateness_are_told_apart() -> None:
    assert contrast(LIGHT["late-fill"], LIGHT["accent-fill"]) > 1.4
    assert contrast(DARK["late-fill"], DARK["accent-fill"]) > 1.15


def test_dark_is_the_same_however_it_is_asked_for() -> None:
    assert block(':root[data-theme="dark"] {') == block(':root[data-theme="auto"] {')


def test_no_colour_outside_the_tokens() -> None:
    for name in ("base.css", "parts.css", "rooms.css"):
        css = (LOOK / "static" / "look" / name).read_text(encoding="utf-8")
        # White under a QR code stays white in the dark, or phones cannot read it.
        assert set(re.findall(r"#[0-9a-fA-F]{3,8}\b", css)) <= {"#fff"}, name


def test_every_property_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", CSS))
    for path in (LOOK / "static" / "look").glob("*.css"):
        used = set(re.findall(r"var\((--[\w-]+)", path.read_text(encoding="utf-8")))
        assert used <= defined, (path.name, used - defined)
