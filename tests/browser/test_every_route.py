"""Every address, as those see it who may: it answers, is quiet, fits, can be read by everybody, and is sound HTML."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests import databases
from tests.browser import checks
from tests.browser.conftest import DESKTOP, NARROW, PHONE, Visit
from tests.browser.site import Site

LISTED = "tests.browser.routes"
# Every module with pages is one, found from its folder.
AREAS = (
    "portal", "account", "look", "desk",
    *sorted(path.parent.name for path in (databases.ROOT / "shangliang" / "modules").glob("*/urls.py")),
)  # fmt: skip
LIGHT = ("portal:home", "portal:speak", "portal:receipt")
MOST_BYTES, MOST_REQUESTS = 200_000, 12
QUICK = os.environ.get("SHANGLIANG_QUICK") == "1"
REQUIRED = os.environ.get("SHANGLIANG_REQUIRE_BROWSER") == "1"


@pytest.fixture(scope="module")
def listed(site: Site) -> dict[str, Any]:
    return site.ask(LISTED)


@pytest.fixture(scope="session")
def axe(node_modules: Path) -> str:
    return (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def html() -> dict[tuple[str, str], bytes]:
    """Who and path → the page as it was sent, of every page looked at so far."""
    return {}


def area_of(name: str) -> str:
    return name.partition(":")[0] if ":" in name else "account"


def pages_in(listed: dict[str, Any], area: str) -> dict[str, list[dict[str, str]]]:
    """Who opens what in this area."""
    found: dict[str, list[dict[str, str]]] = {}
    for route in listed["routes"]:
        if route["kind"] == "page" and area_of(route["name"]) == area:
            found.setdefault(route["who"], []).append(route)
    return found


def test_every_pattern_is_listed_or_left_out_for_a_reason(listed: dict[str, Any]) -> None:
    from tests.browser import routes

    opened = {r["name"] for r in listed["routes"]} | {
        *listed["missing"],
        *listed["lacking"],
        *listed["post_only"],
    }
    unknown = [
        p
        for p in listed["patterns"]
        if p not in opened and not {p, p.partition(":")[0]} & set(routes.LEFT_OUT)
    ]
    assert not unknown, f"name them in tests/browser/routes.py: {unknown}"
    gone = [n for n in opened | set(routes.LEFT_OUT) if n not in {*listed["patterns"], "api"}]
    assert not gone, f"no longer in the house: {gone}"


def test_the_demo_year_has_something_for_every_address(listed: dict[str, Any]) -> None:
    assert not listed["missing"], f"the demo year lacks what these show: {sorted(set(listed['missing']))}"


def test_what_only_takes_post_refuses_get(visit: Visit, listed: dict[str, Any]) -> None:
    request = visit("wang").context.request
    answers = {name: request.get(path).status for name, path in listed["post_only"].items()}
    assert {n: s for n, s in answers.items() if s != 405} == {}


@pytest.mark.parametrize("area", AREAS)
def test_pages(
    area: str, visit: Visit, listed: dict[str, Any], axe: str, html: dict[tuple[str, str], bytes]
) -> None:
    """Each page loaded on a phone, narrowed, and widened to a desktop: phone and desktop are looked at in full."""
    found: dict[str, list[str]] = {}
    for who, routes in pages_in(listed, area).items():
        page = visit(who, size=PHONE)
        checks.bring_axe(page.context, axe)
        ears = checks.Ears(page)
        for route in routes:
            faults, html[who, route["path"]] = _look_at(page, ears, route["path"])
            found[f"{route['name']} {route['path']} as {who}"] = faults
        page.context.close()
    told = checks.report(found)
    assert not told, told


def _look_at(page: Page, ears: checks.Ears, path: str) -> tuple[list[str], bytes]:
    """What is wrong with it, and what was sent."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    response = page.goto(path, wait_until="load")
    if response is None or response.status != 200:
        return [f"status {response and response.status}", *ears.heard()], b""
    # The style guide shows how parts are written; what looks left over elsewhere is its matter.
    wrong = checks.headers(response) + checks.at_first(page, filled_in=path != "/style/")
    sent = response.body()
    wrong += _at_every_size(page)
    return wrong + ears.heard(), sent


def _at_every_size(page: Page) -> list[str]:
    """Somebody in a hurry may ask to go without what axe says of the desktop: it costs a third of everything here."""
    wrong = checks.axe(page, PHONE) + checks.overflow(page, NARROW[0])
    return wrong + (checks.overflow(page, DESKTOP[0]) if QUICK else checks.axe(page, DESKTOP))


MODES = {"dark": {"theme": "dark"}, "elder": {"elder": "1"}, "dark elder": {"theme": "dark", "elder": "1"}}
SOME = (
    "portal:home", "portal:speak", "portal:receipt", "portal:topic", "portal:plan", "account_login", "look:style",
    "desk:home", "topics:board", "topics:topic", "plans:plan", "gatherings:console", "outcomes:loop",
    "handling:desk", "handling:board", "voices:sheet_new",
)  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_modes(mode: str, visit: Visit, site: Site, listed: dict[str, Any], axe: str) -> None:
    known = {r["name"]: r for r in reversed(listed["routes"])}
    found: dict[str, list[str]] = {}
    people: dict[str, tuple[Page, checks.Ears]] = {}
    for name in SOME:
        who = known[name]["who"]
        if who not in people:
            page = visit(who, size=PHONE)
            checks.bring_axe(page.context, axe)
            page.context.add_cookies(
                [{"name": k, "value": v, "url": site.url} for k, v in MODES[mode].items()]
            )
            people[who] = page, checks.Ears(page)
        page, ears = people[who]
        page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
        page.goto(known[name]["path"])
        found[f"{name} {mode}"] = _at_every_size(page) + ears.heard()
    faults = checks.report(found)
    assert not faults, faults


def test_parts_and_files_answer(visit: Visit, listed: dict[str, Any]) -> None:
    people: dict[str, Any] = {}
    wrong = {}
    for route in (r for r in listed["routes"] if r["kind"] != "page"):
        request = people.setdefault(route["who"], visit(route["who"]).context.request)
        answer = request.get(route["path"])
        kind = answer.headers.get("content-type", "")
        if (
            answer.status != 200
            or not answer.body()
            or (route["kind"] == "file") == kind.startswith("text/html")
        ):
            wrong[route["path"]] = f"{answer.status} {kind}"
    assert not wrong


@pytest.mark.parametrize("name", LIGHT)
def test_first_load_is_light(name: str, browser: Browser, site: Site, listed: dict[str, Any]) -> None:
    path = next(r["path"] for r in listed["routes"] if r["name"] == name)
    context = browser.new_context(viewport={"width": PHONE[0], "height": PHONE[1]}, locale="zh-CN")
    page = context.new_page()
    came: list[Any] = []
    page.on("response", lambda response: came.append(response))  # noqa: PLW0108 - no builtin is taken here
    page.goto(site.url + path, wait_until="networkidle")
    sizes = {r.url.removeprefix(site.url): len(r.body()) for r in came}
    context.close()
    assert len(sizes) <= MOST_REQUESTS, sizes
    assert sum(sizes.values()) <= MOST_BYTES, sizes


def test_html_is_sound(
    visit: Visit,
    listed: dict[str, Any],
    html: dict[tuple[str, str], bytes],
    node_modules: Path,
    tmp_path: Path,
) -> None:
    """The Nu checker over every page, in one go; only what nobody has looked at yet is fetched for it."""
    java = shutil.which("java")
    checker = node_modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if java is None or not checker.exists():
        answer: Callable[[str], Any] = pytest.fail if REQUIRED else pytest.skip
        answer("the Nu HTML checker needs java on PATH and node_modules/vnu-jar")
    people: dict[str, Any] = {}
    names: dict[str, str] = {}
    for number, route in enumerate(r for r in listed["routes"] if r["kind"] == "page"):
        who, path = route["who"], route["path"]
        if (who, path) not in html:
            if who not in people:
                people[who] = visit(who).context.request
            html[who, path] = people[who].get(path).body()
        file = tmp_path / f"{number}.html"
        file.write_bytes(html[who, path])
        names[file.name] = f"{route['name']} {route['path']}"
    said = subprocess.run(
        [str(java), "-jar", str(checker), "--format", "json", "--errors-only", "--stdout", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    wrong = checks.vnu(said.stdout, tmp_path, names)
    assert not wrong, f"{len(wrong)} errors\n" + "\n".join(wrong[:40])
