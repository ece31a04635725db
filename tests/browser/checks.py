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
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => {
    for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value;
  }).observe({type: "layout-shift", buffered: true});
  setTimeout(() => done(sum), 60);
})"""
WIDER = """() => {
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


def overflow(page: Page, width: int) -> list[str]:
    """At this width nothing hangs out of the page sideways."""
    page.set_viewport_size({"width": width, "height": 844})
    wide = page.evaluate(WIDER)
    return [f"wider than {width} px: {'; '.join(wide)}"] if wide else []


def height(page: Page) -> int:
    """How tall the page is, also if it is only now being replaced by the next one."""
    page.wait_for_load_state("load")
    return int(page.locator("html").evaluate("html => html.scrollHeight"))


def shift(page: Page) -> list[str]:
    moved = page.evaluate(SHIFT)
    return [f"layout shifted by {moved:.3f}"] if moved > SHIFT_ALLOWED else []


def bring_axe(context: BrowserContext, source: str) -> None:
    """To every page of the context, from outside, so that the page's own strict rules stay as they are.

    It is sent once for all pages, and nothing of it runs in a page before it is asked for.
    """
    context.add_init_script(LATER.replace("SOURCE", source))


def axe(page: Page, size: tuple[int, int]) -> list[str]:
    """What axe-core finds in a page of a context that it was brought to."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    # As tall as the page: what the navigation at the foot covers now can be scrolled out from under it.
    tall = max(size[1], min(height(page), 24_000))
    page.set_viewport_size({"width": size[0], "height": tall})
    options: dict[str, Any] = {
        "runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"], "preload": False,
    }  # fmt: skip
    return [f"axe at {size[0]} px: {v}" for v in page.evaluate(AXE, options)]


def words(page: Page) -> list[str]:
    text = page.inner_text("body") + page.title()
    return [
        f"left over: “{text[max(0, m.start() - 20) : m.end() + 20]!r}”" for m in LEFT_OVER.finditer(text)
    ][:3]


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
