"""`shangliang start`, `stop` and `status`: database, pages, live events and jobs under one supervisor."""

import argparse
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import webbrowser
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import psycopg

from shangliang.surfaces.cli import pgplace, ports, postgres, processes, supervisor
from shangliang.surfaces.cli.errors import CliError
from shangliang.surfaces.cli.supervisor import Child, Claim, Supervisor

FIRST_PORT = 8000
WAIT_FOR_PAGES = 90
OPEN_FILES = 65_536
NEARLY_FULL = 300 * 1024 * 1024


def add_commands(subparsers: Any) -> None:
    """The three names."""
    start = subparsers.add_parser("start", description="启动整个网站 · start the whole site")
    start.add_argument("--port", type=int, default=None, help="首选端口 · preferred port (8000)")
    start.add_argument(
        "--no-demo", action="store_true", help="不生成演示数据 · leave an empty database empty"
    )
    start.add_argument("--open", action="store_true", help="启动后打开浏览器 · open the browser")
    start.set_defaults(run=run)
    subparsers.add_parser("stop", description="停止 · stop").set_defaults(run=stop)
    subparsers.add_parser("status", description="状态 · status").set_defaults(run=status)


def run(arguments: argparse.Namespace) -> int:
    """From nothing to a site that answers; returns when it is told to stop."""
    # Logs, letters and attachments of a site may hold personal data: for this user only.
    os.umask(0o077)
    home = pgplace.make_home(postgres.home())
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    claimed = supervisor.claim(home)
    external = pgplace.external()
    try:
        port, live_port = _choose_ports(arguments.port)
        _bring_up_database(claimed, external)
        _prepare(home, _environment(home, port, live_port), no_demo=arguments.no_demo)
        # That may have taken minutes, in which others may have taken the ports.
        port, live_port = _choose_ports(port)
        env = _environment(home, port, live_port)
        site = Supervisor(
            home, _children(port, live_port), env=env, say=_say, watch=None if external else _watch(home)
        )
        url = f"http://{ports.HOST}:{port}"
        with site.signals():
            try:
                _serve(site, claimed, url, port, open_browser=arguments.open)
            finally:
                _say("\n正在停止…… · Stopping…")
                site.stop()
    finally:
        if claimed.facts.get("owns_database") and not external:
            postgres.stop(home)
        claimed.release()
    _say("已停止，数据都在。 · Stopped; all data is kept.")
    return 0


def stop(arguments: argparse.Namespace) -> int:
    """Ask the running site to end and wait for it; also what a killed one left, and a lone database."""
    home = postgres.home()
    found = supervisor.other(home)
    if found is None:
        left = supervisor.sweep(home)
        stopped = postgres.stop(home)
        _say("已停止 · stopped" if left or stopped else "没有在运行 · nothing was running")
        return 0
    pid, birth = int(str(found["pid"])), str(found["born"])
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + 90
    while processes.alive(pid, birth):
        if time.monotonic() > deadline:
            raise CliError(
                f"进程 {pid} 没有停下；数据完好。请再等一会儿，或结束该进程后再次 `shangliang stop`。",
                f"Process {pid} has not stopped; the data is intact. Wait a little, or end it and run "
                "`shangliang stop` again.",
            )
        time.sleep(0.1)
    _say("已停止，数据都在。 · Stopped; all data is kept.")
    return 0


def status(arguments: argparse.Namespace) -> int:
    """What runs, where, and where its data is; exit code 0 when the site runs, 3 when not."""
    home = postgres.home()
    found = supervisor.other(home)
    external = pgplace.external()
    version = None if external else postgres.running(home)
    print(f"网站 · site      {found.get('url', '正在启动 · starting') if found else '未运行 · not running'}")
    if external:
        print("数据库 · database DATABASE_URL")
    else:
        print(f"数据库 · database {f'PostgreSQL {version}' if version else '未运行 · not running'}")
    print(f"数据目录 · home   {home}")
    return 0 if found else 3


def _leave(number: int, frame: FrameType | None) -> None:
    """Until the children run, being asked to stop means to unwind: the database is stopped on the way."""
    raise SystemExit(128 + number)


def _choose_ports(wanted: int | None) -> tuple[int, int]:
    first = wanted or int(os.environ.get("SHANGLIANG_PORT") or FIRST_PORT)
    port = ports.free(first)
    if port != first:
        _say(f"端口 {first} 已被占用，改用 {port}。\nPort {first} is taken; using {port}.")
    return port, ports.free(port + 1, taken=frozenset({port}))


def _bring_up_database(claimed: Claim, external: str | None) -> None:
    if external:
        _try(external)
        return
    began = time.monotonic()
    server = postgres.ensure(claimed.home, say=_say)
    claimed.note(owns_database=bool(server.started or claimed.facts.get("owns_database")))
    if server.started:
        took = time.monotonic() - began
        _say(f"数据库已启动 · database started: PostgreSQL {server.version} ({took:.1f} s)")


def _try(url: str) -> None:
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
    except psycopg.Error as failed:
        raise CliError(
            f"连接不上 DATABASE_URL 指定的数据库；没有改动数据。请检查地址、口令和网络。\n    {failed}",
            "The database of DATABASE_URL cannot be reached; nothing was changed. "
            "Check address, password and network.",
            code=6,
        ) from failed
    if version < 150000:
        raise CliError(
            f"数据库版本 {version // 10000} 太旧，需要 PostgreSQL 15 以上；没有改动数据。",
            f"PostgreSQL {version // 10000} is too old, 15 or newer is needed; nothing was changed.",
            code=6,
        )


def _environment(home: Path, port: int, live_port: int) -> dict[str, str]:
    return os.environ | {
        "SHANGLIANG_HOME": str(home),
        "SHANGLIANG_PORT": str(port),
        "SHANGLIANG_LIVE_URL": f"http://{ports.HOST}:{live_port}",
        "PYTHONUNBUFFERED": "1",
    }


def _prepare(home: Path, env: dict[str, str], *, no_demo: bool) -> None:
    who = home / "run" / "who.txt"
    who.unlink(missing_ok=True)
    command = [*_shangliang(), "prepare", "--who", str(who), *(["--no-demo"] if no_demo else [])]
    code = subprocess.run(command, env=env, check=False).returncode
    if code:
        raise CliError(
            "准备数据库时出错（见上）；已完成的步骤都保留，修正后再次启动会接着做。",
            "Preparing the database failed (see above); finished steps are kept. "
            "Start again once it is mended.",
            code=code if code > 0 else 1,
        )


def _shangliang() -> list[str]:
    return [sys.executable, "-m", "shangliang.surfaces.cli.main"]


def _children(port: int, live_port: int) -> list[Child]:
    """In the order in which they are stopped: no new pages first, jobs last."""
    workers = "2" if (os.cpu_count() or 1) > 1 else "1"
    pages = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        ports.HOST,
        "--port",
        str(port),
    ]
    pages += ["--workers", workers, "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers"]
    pages += ["--workers-kill-timeout", "5", "--log-level", "warning", "shangliang.project.wsgi:application"]
    live = [sys.executable, "-m", "uvicorn", "--host", ports.HOST, "--port", str(live_port)]
    # It neither asks who calls nor says what it is, and reads whole votes by itself: half of what a vote costs.
    live += ["--http", "shangliang.surfaces.live.wire:Wire"]
    live += ["--no-proxy-headers", "--no-server-header", "--no-date-header"]
    live += ["--log-level", "warning", "--no-access-log", "--timeout-graceful-shutdown", "3"]
    live += ["shangliang.surfaces.live.app:application"]
    return [
        Child("pages", pages, grace=8),
        Child("live", live, grace=8),
        Child("worker", [*_shangliang(), "worker"], grace=20),
    ]


def _serve(site: Supervisor, claimed: Claim, url: str, port: int, *, open_browser: bool) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    # Every listener to live events holds a connection; the children inherit this limit.
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wished) if soft >= 0 else soft, hard))
    # Pages first and alone: on a small machine the others would only slow down what people wait for.
    site.start("pages")
    _await_pages(site, port)
    if site.stopping.is_set():
        return
    site.start()
    claimed.note(url=url)
    _announce(site.home, url)
    if open_browser:
        webbrowser.open(url)
    site.run()


def _await_pages(site: Supervisor, port: int) -> None:
    deadline = time.monotonic() + WAIT_FOR_PAGES
    while not site.stopping.wait(0.1):
        site.tend()
        status = ports.answers(port)
        if status is not None and status < 500:
            return
        if site.deaths("pages") > supervisor.TELL_AFTER or time.monotonic() > deadline:
            said = "没有回答" if status is None else f"HTTP {status}"
            raise CliError(
                f"网站没有正常启动（{said}）；数据完好。日志：{site.home}/log/pages.log\n"
                f"{site.last_lines('pages')}",
                "The site did not come up; the data is intact. See the log above.",
                code=7,
            )


def _announce(home: Path, url: str) -> None:
    who = home / "run" / "who.txt"
    if who.exists():
        print(f"\n{who.read_text(encoding='utf-8').rstrip()}", flush=True)
    print(f"\n商量已启动 · Shangliang is running:  {url}\n按 Ctrl+C 停止 · Ctrl+C stops it", flush=True)


def _watch(home: Path) -> Callable[[], None]:
    """Bring the embedded database up again when it went away; each trouble is told once."""
    last: list[str] = []
    warned = False

    def look() -> None:
        nonlocal warned
        if shutil.disk_usage(home).free < NEARLY_FULL and not warned:
            warned = True
            _say(
                f"磁盘快满了（{home}），写满后将不能保存新内容；请尽快腾出空间。\n"
                f"The disk is nearly full ({home}); once full, nothing new can be saved. Free some space."
            )
        if postgres.running(home):
            last.clear()
            return
        if not last:
            _say("数据库停止了，正在重新启动…… · The database has stopped; starting it again…")
        try:
            server = postgres.ensure(home, say=_say)
        except postgres.PostgresError as failed:
            if str(failed) not in last:
                last[:] = [str(failed)]
                _say(str(failed))
            return
        last.clear()
        _say(f"数据库已恢复 · The database is back: PostgreSQL {server.version}")

    return look


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
