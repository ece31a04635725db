"""What is asked of every page. Each function returns what is wrong, in words, or nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHIFT_ALLOWED = 0.02
CSP = ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'")
# What a template leaves behind when it was not filled in.
LEFT_OVER = re.compile(
    r"\bNone\b|\bundefined\b|\bNaN\b|\{\{|\{%|%\(|\blazy\b|object at 0x|&[a-z]+;|\[object "
)
WIDER = """
function wider() {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((e) => {
    for (let up = e.parentElement; up; up = up.parentElement)
      if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return false;
    return e.getBoundingClientRect().right > most + 0.5;
  });
  return wide.slice(-3).map((e) => `${e.tagName.toLowerCase()}.${e.className} "${e.textContent.trim().slice(0, 30)}"`)
    .concat(`page ${document.documentElement.scrollWidth}`);
}"""
# All that can be asked of a page as it has just come, in one question: each takes a turn of the browser's.
COME = f"""() => new Promise((done) => {{
  {WIDER}
  let shift = 0;
  new PerformanceObserver((list) => {{
    for (const e of list.getEntries()) if (!e.hadRecentInput) shift += e.value;
  }}).observe({{type: "layout-shift", buffered: true}});
  const seen = {{text: document.body.innerText + document.title, wide: wider()}};
  setTimeout(() => done({{...seen, shift}}), 60);
}})"""
LATER = """Object.defineProperty(window, "axe", {configurable: true, get() {
  delete window.axe;
  (function () { SOURCE }).call(window);
  return window.axe;
}});"""
AXE = """async (options) => {
  const found = await axe.run(document, options);
  return found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}) ` +
    v.nodes.slice(0, 2).map((n) => n.html.slice(0, 160) + " | " + n.any.concat(n.all).map((c) => c.message).join("; ")
      .slice(0, 160)).join(" ~ "));
}"""


class Ears:
    """Hears everything a page complains about; `heard()` tells and forgets."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._response)

    def heard(self) -> list[str]:
        told, self.complaints = self.complaints, []
        return told

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A page that is left closes its line to the live process and drops what it was fetching.
        if request.resource_type != "eventsource" and request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"request failed: {request.url} {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.request.resource_type != "document":
            self.complaints.append(f"{response.status} for {response.url}")


def headers(response: Response) -> list[str]:
    said = response.headers.get("content-security-policy", "")
    lacking = [part for part in CSP if part not in said]
    wrong = [f"CSP lacks {part}" for part in lacking]
    return wrong + [
        f"CSP allows {w}" for w in ("unsafe-inline", "unsafe-eval", "*") if w in said.replace("://*", "")
    ]


def at_first(page: Page, *, filled_in: bool = True) -> list[str]:
    """A page that has just come, at the width it came in. filled_in: nothing of a template is left over in it."""
    seen = page.evaluate(COME)
    found = _left_over(seen["text"]) if filled_in else []
    if seen["shift"] > SHIFT_ALLOWED:
        found.append(f"layout shifted by {seen['shift']:.3f}")
    return found + _wide(page, seen["wide"])


def overflow(page: Page, width: int) -> list[str]:
    """At this width nothing hangs out of the page sideways."""
    page.set_viewport_size({"width": width, "height": 844})
    return wide(page)


def wide(page: Page) -> list[str]:
    """The same, at the width it has."""
    return _wide(page, page.evaluate(f"() => {{ {WIDER} return wider(); }}"))


def _wide(page: Page, found: list[str]) -> list[str]:
    width = page.viewport_size["width"] if page.viewport_size else 0
    return [f"wider than {width} px: {'; '.join(found)}"] if found else []


def _left_over(text: str) -> list[str]:
    return [
        f"left over: “{text[max(0, m.start() - 20) : m.end() + 20]!r}”" for m in LEFT_OVER.finditer(text)
    ][:3]


def height(page: Page) -> int:
    """How tall the page is, also if it is only now being replaced by the next one."""
    page.wait_for_load_state("load")
    return int(page.locator("html").evaluate("html => html.scrollHeight"))


def bring_axe(context: BrowserContext, source: str) -> None:
    """To every page of the context, from outside, so that the page's own strict rules stay as they are.

    It is sent once for all pages, and nothing of it runs in a page before it is asked for.
    """
    context.add_init_script(LATER.replace("SOURCE", source))


def axe(page: Page, size: tuple[int, int]) -> list[str]:
    """What axe-core finds in a page of a context that it was brought to."""
    if page.viewport_size is None or page.viewport_size["width"] != size[0]:
        page.set_viewport_size({"width": size[0], "height": size[1]})
    # As tall as the page: what the navigation at the foot covers now can be scrolled out from under it.
    tall = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": size[0], "height": max(size[1], min(tall, 24_000))})
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False,
    }  # fmt: skip
    return [f"axe at {size[0]} px: {v}" for v in page.evaluate(AXE, options)]


def vnu(said: str, folder: Path, names: dict[str, str]) -> list[str]:
    """The checker's messages as `address: message`, errors only."""
    found = [m for m in json.loads(said)["messages"] if m["type"] == "error"]
    return [
        f"{names[Path(m['url']).name]}:{m.get('lastLine')} {m['message']} … {m.get('extract', '').strip()[:120]}"
        for m in found
    ]


def report(found: dict[str, Iterable[str]]) -> str:
    lines = [f"{where}\n    " + "\n    ".join(wrong) for where, wrong in found.items() if wrong]
    return f"{len(lines)} pages with faults\n" + "\n".join(lines) if lines else ""
