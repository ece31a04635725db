import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from shangliang.surfaces.api.app import document

SNAPSHOT = Path(__file__).resolve().parents[2] / "openapi.json"


def text() -> str:
    return json.dumps(document(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


class Command(BaseCommand):
    help = "Write the OpenAPI snapshot, or (--check) tell whether it is fresh."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            SNAPSHOT.write_text(text(), encoding="utf-8")
        elif not SNAPSHOT.exists() or SNAPSHOT.read_text(encoding="utf-8") != text():
            raise CommandError("openapi.json is stale: run `shangliang manage openapi` and read the diff")
