"""House rules for what is not Python: templates, the list of settings, and what is never written down."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ROOT / "shangliang"
TEMPLATES = sorted(HOUSE.rglob("templates/**/*.html"))

ASKS = re.compile(r"\.objects\b|\.filter\(|\.all\(\)|\.exclude\(|\.select_related\(|\.count\(\)")
COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
INLINE = [
    re.compile(r"\sstyle\s*=", re.I),
    re.compile(r"<style\b", re.I),
    re.compile(r"\s(?:on[a-z]+|hx-on[\w:-]*)\s*=\s*[\"']", re.I),
    re.compile(r"[\"']\s*javascript:", re.I),
    re.compile(r"<script\b(?![^>]*\bsrc\s*=)(?![^>]*\btype\s*=\s*[\"']application/(?:ld\+)?json)", re.I),
]


def queries(text: str) -> list[str]:
    return [m.group() for m in ASKS.finditer(COMMENT.sub("", text))]


def inline(text: str) -> list[str]:
    plain = COMMENT.sub("", text)
    return [m.group().strip() for pattern in INLINE for m in pattern.finditer(plain)]


@pytest.mark.parametrize(
    "rule, good, bad",
    [
        (
            queries,
            "{% for v in voices %}{{ v.title }}{% endfor %} {# .all() #}",
            "{% for v in topic.voices.all() %}",
        ),
        (queries, "{{ rows|length }}", "{{ Voice.objects }}"),
        (queries, "{{ items|selectattr('open') }}", "{{ rows.filter(state='x') }}"),
        (inline, '<p class="quiet">on=1</p>', '<p style="color:red">'),
        (inline, '<script src="/static/a.js" defer></script>', "<script>alert(1)</script>"),
        (inline, '<script type="application/json" id="x">{}</script>', '<script type="module">f()</script>'),
        (inline, '<a href="/x">', '<a href="javascript:f()">'),
        (inline, '<button data-on="x" name="only">', '<button onclick="f()">'),
        (inline, '<form hx-post="/x">', '<form hx-on:click="f()">'),
        (inline, '<link rel="stylesheet" href="/a.css">', "<style>p{}</style>"),
    ],
)
def test_template_rules_know_good_from_bad(rule, good: str, bad: str) -> None:  # type: ignore[no-untyped-def]
    assert not rule(good) and rule(bad)


@pytest.mark.parametrize("rule", [queries, inline])
def test_templates_keep_the_rules(rule) -> None:  # type: ignore[no-untyped-def]
    """A template shows what it was given; what looks and moves comes from files the policy knows (CSP)."""
    found = {p.relative_to(ROOT).as_posix(): rule(p.read_text(encoding="utf-8")) for p in TEMPLATES}
    assert {path: lines for path, lines in found.items() if lines} == {}


# --- settings

READERS = {"text", "flag", "number", "words"}


def variables(tree: ast.AST) -> Iterator[str]:
    """Names of environment variables that a file asks for by their name."""
    for node in ast.walk(tree):
        names: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = ast.unparse(node.func.value)
            if (
                (owner == "env" and node.func.attr in READERS)
                or owner == "os.environ"
                or node.func.attr == "getenv"
            ):
                names = node.args[:1]
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            names = [node.slice]
        yield from (n.value for n in names if isinstance(n, ast.Constant) and isinstance(n.value, str))


def test_the_rule_of_variables() -> None:
    code = "env.text('A'); env.number('B', 1); os.environ.get('C'); os.environ['D']; os.getenv('E'); f('F')"
    assert set(variables(ast.parse(code))) == {"A", "B", "C", "D", "E"}


# Set by the framework or the system, not by whoever runs the site.
FOREIGN = {
    "DJANGO_SETTINGS_MODULE",
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "TMPDIR",
    "USER",
    "XDG_DATA_HOME",
    "NO_COLOR",
    "TERM",
}


def asked_for() -> set[str]:
    names: set[str] = set()
    for path in HOUSE.rglob("*.py"):
        if "tests" not in path.parts:
            names |= set(variables(ast.parse(path.read_text(encoding="utf-8"))))
    return {name.removesuffix("_FILE") for name in names} - FOREIGN


def test_every_setting_is_documented() -> None:
    page = ROOT / "docs" / "production.md"
    assert page.exists(), "docs/production.md lists every variable of the environment; it is not written yet"
    told = set(re.findall(r"`([A-Z][A-Z0-9_]+)`", page.read_text(encoding="utf-8")))
    assert asked_for() - told == set(), "asked for in the code but not in docs/production.md"
    known = "\n".join(p.read_text(encoding="utf-8") for p in [*HOUSE.rglob("*.py"), *ROOT.glob("*.py")])
    ours = {name.removesuffix("_FILE") for name in told if name.startswith("SHANGLIANG_")}
    assert {name for name in ours if name not in known} == set(), "in docs/production.md, nowhere in the code"


# --- what must never be written down

GENERAL = [
    re.compile(r"(?<![\w.~/-])/(?:home|Users|root)/[\w.-]{2,}"),
    re.compile(r"(?:index-url|index_url|registry)[\"']?\s*[=:]\s*[\"']?https?://", re.I),
    re.compile(r"[\"']resolved[\"']\s*:\s*[\"']https?://"),
]
COMMON = {"/", "/home", "/root", "/srv", "/opt", "/usr", "/var", "/mnt", "/tmp", tempfile.gettempdir()}


def places_of_this_machine() -> list[re.Pattern[str]]:
    """Where this checkout and its owner live, and where this machine fetches packages from."""
    paths = {str(ROOT), str(Path.home())}
    if ROOT.parent.as_posix() not in COMMON and not ROOT.is_relative_to(tempfile.gettempdir()):
        paths.add(str(ROOT.parent))
    hosts = {urlsplit(found).hostname for found in re.findall(r"https?://[^\s'\"]+", " ".join(_configured()))}
    public = {None, "pypi.org", "registry.npmjs.org", "localhost", "127.0.0.1"}
    literal = [re.escape(p) + r"(?:/|\b)" for p in paths - COMMON] + [
        re.escape(h) for h in hosts - public if h
    ]
    return [re.compile(r"(?<![\w.])" + pattern) for pattern in literal]


def _configured() -> Iterator[str]:
    yield from (value for name, value in os.environ.items() if "INDEX" in name or "REGISTRY" in name.upper())
    asked = [[sys.executable, "-m", "pip", "config", "list"]]
    if npm := shutil.which("npm"):
        asked.append([npm, "config", "get", "registry"])
    for command in asked:
        yield subprocess.run(command, capture_output=True, text=True, check=False, cwd="/").stdout


def written_down(text: str, patterns: list[re.Pattern[str]]) -> list[str]:
    return [m.group() for pattern in patterns for m in pattern.finditer(text)]


def texts() -> Iterator[tuple[str, str]]:
    """Every text file that goes into a release: all but what .gitignore leaves out."""
    left_out = {line.strip("/\n ") for line in (ROOT / ".gitignore").read_text().splitlines()} | {".git"}
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in left_out and not f.endswith(".egg-info")]
        for name in files:
            path = Path(folder) / name
            if path.stat().st_size < 2_000_000:
                content = path.read_bytes()
                if b"\x00" not in content:
                    yield path.relative_to(ROOT).as_posix(), content.decode("utf-8", "replace")


@pytest.mark.parametrize(
    "good, bad",
    [
        ("/srv/shangliang/var and ~/home/x", "see /" + "home/somebody/notes"),
        ("--no-emit-index-url", "index-url = " + "https://mirror.example.org/simple"),
        ("omit-lockfile-registry-resolved=true", "registry=" + "https://mirror.example.org/npm"),
        ('"resolved": false', '"resolved"' + ': "https://mirror.example.org/a.tgz"'),
    ],
)
def test_the_rule_of_machine_places(good: str, bad: str) -> None:
    assert not written_down(good, GENERAL) and written_down(bad, GENERAL)
    assert written_down(f"in {ROOT}/tests", places_of_this_machine())


def test_no_place_of_a_machine_is_written_down() -> None:
    patterns = GENERAL + places_of_this_machine()
    found = {path: written_down(text, patterns) for path, text in texts()}
    assert {path: hits for path, hits in found.items() if hits} == {}
