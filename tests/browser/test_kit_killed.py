"""The pages' server is killed while a kit is being brought back, again and again: every entry is there once."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser import kits
from tests.browser.conftest import PHONE, Visit
from tests.browser.site import Site

ENTRIES = re.compile(r"/api/v1/kits/[0-9a-f-]+/entries$")
MANY, STRIKES = 90, 2
# As the page itself notes an opinion; ninety by hand would take the test an hour.
NOTED = """async (many) => {
  const { who, pack, g } = kit.here;
  const participant = pack.participants[0].id;
  for (let n = 0; n < many; n++)
    await kit.note({ who, kit: pack.kit, gathering: g, ahead: pack.ahead, kind: "opinion", label: "",
                     content: { participant, text: `第 ${n} 条意见` } });
  await kit.redraw();
}"""


@pytest.mark.skipif(not Path(f"/proc/{os.getpid()}/task").exists(), reason="processes are found in /proc")
def test_killed_while_sending_every_entry_is_there_once(visit: Visit, site: Site) -> None:
    page = visit("wang", size=PHONE)
    context = page.context
    g = kits.meeting(page, "晒谷场归谁管")
    kits.take_along(page, g)
    context.set_offline(True)
    page.evaluate(NOTED, MANY)
    struck: list[int] = []

    def strike(route: Any) -> None:
        route.continue_()
        # While it is still coming up there is nothing to kill.
        if len(struck) < STRIKES and (killed := site.kill_pages()):
            struck.append(killed)

    context.route(ENTRIES, strike)
    context.set_offline(False)
    kits.all_sent(page, 2 * kits.PATIENCE)
    assert len(struck) == STRIKES, struck
    said = kits.said(context, g)
    assert len(said) == MANY and set(said) == {f"第 {n} 条意见" for n in range(MANY)}
