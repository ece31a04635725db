from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from shangliang.modules.org.models import Unit
from shangliang.surfaces.demo import cast, year

BROKEN_OFF = (
    "示范的一年在 {begun} 开始生成，中途断了：这个数据库里只有半年的事，没有真实数据，不能当完整的用。"
    "请先 `shangliang stop`，清空它（内置数据库：删除数据目录，默认 var/，或 SHANGLIANG_HOME 所指；"
    "外接数据库：换一个空库），再 `shangliang start` 从头生成。\n"
    "The demo year begun at {begun} broke off: this database holds a part of a year and nothing real. "
    "`shangliang stop`, empty it (built-in: delete the data folder, var/ or SHANGLIANG_HOME; external: give it an "
    "empty database), then `shangliang start` to play it anew."
)


class Command(BaseCommand):
    help = "Build the demo year (once), or (--who) tell who can sign in as whom."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing when there is any unit")
        parser.add_argument("--who", action="store_true", help="only print the sign-in table")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._handle(**options)
        except year.BrokenOff as begun:
            raise CommandError(BROKEN_OFF.format(begun=begun)) from begun

    def _handle(self, **options: Any) -> None:
        year.must_be_whole()
        if not options["who"] and not (options["if_empty"] and Unit.objects.exists()):
            start = time.monotonic()
            self.stdout.write("正在演一年的示范工作 Building the demo year …")
            year.build(timezone.now(), say=self.stdout.write)
            self.stdout.write(f"完成，用了 {time.monotonic() - start:.0f} 秒 Done")
        if options["who"] or not options["if_empty"]:  # whoever starts the site prints it when all is up
            self.stdout.write(cast.who())
