"""Draws of lots: sealed first, drawn with a seed that came later, drawn again by anybody."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shangliang.kernel import moves
from shangliang.kernel.models import Entry
from shangliang.modules.deliberation import services
from shangliang.modules.deliberation.models import Draw
from tests.world import World

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]
POOL = "id,sex,age\n" + "".join(
    f"P{n:02},{'女' if n % 3 else '男'},{'老' if n % 4 == 0 else '青'}\n" for n in range(40)
)
QUOTAS = "feature,value,min,max\nsex,女,4,5\nsex,男,3,4\nage,老,2,3\nage,青,5,6\n"


def planned(world: World, who: str = "wang", **more: Any) -> Draw:
    terms = {
        "title": "夜市评议员", "purpose": "从报名居民里抽评议员", "size": 8,
        "pool": POOL.encode(), "quotas": QUOTAS.encode(),
        **more,
    }  # fmt: skip
    return services.plan_draw(world.units["yunchuan"], **terms, actor=world.actor(who), at=world.now)


def sealed(world: World) -> Draw:
    draw = planned(world)
    services.announce(
        draw, source="福利彩票双色球下一期开奖号码", seeded_on=(world.now + timedelta(days=3)).date(),
        actor=world.actor("wang"), at=world.now,
    )  # fmt: skip
    return draw


def test_sealed_first_drawn_later_and_never_again(world: World) -> None:
    draw, wang = planned(world), world.actor("wang")
    with pytest.raises(moves.Refused, match="晚于今天"):
        services.announce(draw, source="今天的指数", seeded_on=world.now.date(), actor=wang, at=world.now)
    draw = sealed(world)
    with pytest.raises(moves.Refused, match="还没有到公布种子的那一天"):
        services.draw_lots(draw, seed="03 07 11", actor=wang, at=world.now)
    later = world.now + timedelta(days=3)
    panel = services.draw_lots(draw, seed=" 03 07 11 ", actor=wang, at=later)
    assert len(panel) == 8 and Draw.objects.get(pk=draw.pk).panel == panel
    with pytest.raises(moves.Stale):
        services.draw_lots(draw, seed="别的", actor=wang, at=later)
    assert Draw.objects.get(pk=draw.pk).seed == "03 07 11"
    facts = Entry.objects.get(kind="draw", ref=draw.pk, verb="seal").facts
    assert facts["seal"] == draw.seal


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"pool": b"id,sex\nP1,\xff\xff\n"}, "编码|名单"), ({"pool": b"name\nx\n"}, "名单"),
        ({"quotas": b"x\n"}, "名额要求"), ({"size": 41}, "41|40"), ({"title": " "}, "名称"),
        ({"quotas": "feature,value,min,max\nsex,女,8,8\nsex,男,3,4\n".encode()}, "sex|人数"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_told(world: World, more: dict[str, Any], words: str) -> None:
    with pytest.raises(moves.Refused, match=words):
        planned(world, **more)
    assert not Draw.objects.exists()


def test_others_plan_nothing_and_read_no_pool(world: World) -> None:
    with pytest.raises(moves.NotAllowed):
        planned(world, who="lin")


def test_whoever_has_the_pool_draws_the_same_panel(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    draw = sealed(world)
    later = world.now + timedelta(days=3)
    services.draw_lots(draw, seed="03 07 11 19 22 30", actor=world.actor("wang"), at=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    client = Client()
    page = client.get(reverse("portal:draw", args=[draw.pk])).content.decode()
    assert draw.seal in page and "03 07 11 19 22 30" in page and "P01,女" not in page
    (tmp_path / "panel.json").write_bytes(
        client.get(reverse("portal:draw_published", args=[draw.pk])).content
    )
    (tmp_path / "verify_draw.py").write_bytes(client.get(reverse("portal:draw_verifier")).content)
    (tmp_path / "POOL.csv").write_text(POOL, encoding="utf-8")
    assert json.loads((tmp_path / "panel.json").read_text())["panel"] == Draw.objects.get(pk=draw.pk).panel
    checked = [sys.executable, "verify_draw.py", "panel.json", "POOL.csv", "--seal", draw.seal]
    done = subprocess.run(checked, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "POOL.csv").write_text(POOL.replace("P05,女", "P05,男"), encoding="utf-8")
    assert subprocess.run(checked, cwd=tmp_path, capture_output=True, check=False).returncode != 0


def test_the_desk_makes_seals_and_draws(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: world.now)
    wang = Client()
    wang.force_login(world.people["wang"])
    address = reverse("deliberation:draw_new")
    assert wang.get(address).status_code == 200

    def sent(quotas: str) -> dict[str, Any]:
        return {
            "title": "夜市评议员", "purpose": "抽评议员", "unit": world.units["yunchuan"].pk, "size": 8, "token": "t",
            "pool": SimpleUploadedFile("pool.csv", POOL.encode()),
            "quotas": SimpleUploadedFile("quotas.csv", quotas.encode()),
        }  # fmt: skip

    wrong = wang.post(address, sent("feature,value,min,max\nsex,女,8,8\nsex,男,3,4\n"))
    assert wrong.status_code == 422 and not Draw.objects.exists()
    for _twice in range(2):
        assert wang.post(address, sent(QUOTAS)).status_code == 303
    draw = Draw.objects.get()
    assert "机会最小的人" in wang.get(reverse("deliberation:draw", args=[draw.pk])).content.decode()
    assert Client().get(reverse("portal:draw", args=[draw.pk])).status_code == 404
    seal = {"source": "双色球下一期", "seeded_on": f"{world.now + timedelta(days=2):%Y-%m-%d}"}
    assert wang.post(reverse("deliberation:draw_seal", args=[draw.pk]), seal).status_code == 303
    early = wang.post(reverse("deliberation:draw_seed", args=[draw.pk]), {"seed": "1 2 3"})
    assert early.status_code == 422
    monkeypatch.setattr(timezone, "now", lambda: world.now + timedelta(days=2))
    wang.force_login(world.people["wang"])  # a session does not last two days
    assert wang.post(reverse("deliberation:draw_seed", args=[draw.pk]), {"seed": "1 2 3"}).status_code == 303
    page = wang.get(reverse("deliberation:draw", args=[draw.pk])).content.decode()
    assert "名单里写的" in page
    panel = wang.get(reverse("deliberation:draw_file", args=[draw.pk, "panel"]))
    assert panel.status_code == 200 and panel.content.decode("utf-8-sig").count("\n") == 9
    assert Client().get(reverse("portal:draws")).content.decode().count("夜市评议员") == 1
