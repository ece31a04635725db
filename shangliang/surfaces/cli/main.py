"""The command `shangliang`: a table of names, each served by a module that is loaded only when asked for."""

import argparse
import importlib
import os
import sys
from collections.abc import Sequence

from shangliang.surfaces.cli.errors import CliError, from_system

PACKAGE = "shangliang.surfaces.cli"

# name: (module of this package, what it does). A module has `add_commands(subparsers)`, and each parser it
# adds does `set_defaults(run=function)`: that takes the parsed arguments and returns an exit code.
# To add a command, write the module and a line here.
COMMANDS: dict[str, tuple[str, str]] = {
    "start": ("start", "启动整个网站 · start the whole site"),
    "stop": ("start", "停止网站和数据库 · stop the site and its database"),
    "status": ("start", "正在运行什么 · what is running"),
    "db": ("db", "内置数据库 · the embedded database: start stop url shell test"),
    "migrate": ("manage", "更新数据库结构 · bring the tables up to date"),
    "seed": ("manage", "生成演示年度 · seed the demo year"),
    "worker": ("manage", "后台任务 · run the job worker"),
    "manage": ("manage", "任一 Django 管理命令 · any Django management command"),
    "prepare": ("prepare", "迁移并按需生成演示 · migrate, and seed an empty database"),
    "video": ("video", "远程会场的视频服务器，试用 · a video server for a trial"),
    "templates": ("templates", "检查所有模板能否编译 · compile every template"),
    "journal": ("journal", "日志：导出与核验 · export and verify the journal"),
    "import": ("importing", "导入来声、两张清单 · bring in voices, or the two lists"),
    "analyse": ("analyse", "分析来信 · analyse messages"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shangliang.project.settings")
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in COMMANDS:
        return _usage(arguments)
    try:
        module = importlib.import_module(f"{PACKAGE}.{COMMANDS[arguments[0]][0]}")
        parser = argparse.ArgumentParser(prog="shangliang")
        module.add_commands(parser.add_subparsers(required=True, metavar="command"))
        parsed = parser.parse_args(arguments)
        return int(parsed.run(parsed) or 0)
    except CliError as told:
        print(told, file=sys.stderr)
        return told.code
    except OSError as failed:
        if (known := from_system(failed)) is None:
            raise
        print(known, file=sys.stderr)
        return known.code
    except KeyboardInterrupt:
        return 130


def _usage(arguments: list[str]) -> int:
    asked = not arguments or arguments[0] in {"-h", "--help", "help"}
    out = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"没有这个命令：{arguments[0]}\nNo such command: {arguments[0]}\n", file=out)
    print("shangliang <命令 · command> [--help]\n", file=out)
    for name, (_, about) in COMMANDS.items():
        print(f"  {name:<10}{about}", file=out)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main())
