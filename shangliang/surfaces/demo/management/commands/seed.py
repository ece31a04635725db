from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from shangliang.modules.org.models import Unit
from shangliang.surfaces.demo import cast, year


class Command(BaseCommand):
    help = "Build the demo year (once), or (--who) tell who can sign in as whom."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is any unit")
        parser.add_argument("--who", action="store_true", help="only print the sign-in table")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["who"] and not (options["if_empty"] and Unit.objects.exists()):
            start = time.monotonic()
            self.stdout.write("正在演一年的示范工作 Building the demo year …")
            year.build(timezone.now(), say=self.stdout.write)
            self.stdout.write(f"完成，用了 {time.monotonic() - start:.0f} 秒 Done")
        if options["who"] or not options["if_empty"]:  # whoever starts the site prints it when all is up
            self.stdout.write(cast.who())
