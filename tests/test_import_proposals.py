"""`shangliang import proposals`: looked at first, then kept in one press; wrong rows are saved beside the file."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from shangliang.modules.proposals.models import Proposal
from shangliang.modules.proposals.tests import given, old
from shangliang.surfaces.cli import importing
from tests.world import World

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def at_noon(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.now)


def test_the_command(world: World, tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    session = given.session(world)
    path = old.save(
        tmp_path, old.row(1, "9"), old.row(2, "77"), old.row(3, "7", 主办="市交通局"), old.row(4, "1")
    )
    monkeypatch.setattr(importing, "_database", nullcontext)

    def run(*more_: str, by: str = "wang", named: str = "9.5") -> int:
        parser = importing.argparse.ArgumentParser()
        importing.add_commands(parser.add_subparsers())
        arguments = parser.parse_args(
            ["import", "proposals", str(path), "--unit", "yunchuan", "--session", named, "--by", by, *more_]
        )
        return int(arguments.run(arguments))

    assert run("--preview") == 0 and not Proposal.objects.exists()
    assert "其中 1 件重新交给承办单位" in capsys.readouterr().out
    for wrong in ({"by": "nobody"}, {"named": "9.9"}, {"by": "lin"}):
        with pytest.raises(importing.CliError):
            run("--yes", **wrong)
    assert not Proposal.objects.exists()
    assert run("--yes", named=str(session.pk)) == 1 and Proposal.objects.count() == 2
    assert "状态码“77”不认识" in (tmp_path / "旧系统-有误.csv").read_text(encoding="utf-8-sig")
    assert run("--yes", named="九届五次会议") == 1 and Proposal.objects.count() == 2
