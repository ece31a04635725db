"""The embedded database: made, started and stopped by ourselves from PostgreSQL's own programs.

`ensure` may be called by anybody at any time; it does what is missing and nothing else. No TCP port is
opened: the server listens on a socket in a folder that only its user and root can enter.
"""

import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from shangliang.surfaces.cli import pgfaults, pgplace, pgtools
from shangliang.surfaces.cli.errors import PostgresError
from shangliang.surfaces.cli.pgplace import DATABASE, KEEPER, PORT, ROLE, Place, home
from shangliang.surfaces.cli.pgtools import Tools, run_as

__all__ = ["PostgresError", "Server", "ensure", "home", "running", "stop", "url"]

Say = Callable[[str], None]
PATIENCE = 120
ROOM_NEEDED = 200 * 1024 * 1024
LOG_LIMIT = 5 * 1024 * 1024
SETTINGS = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "100",
    "work_mem": "8MB",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "lc_messages": "C",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
}
HURRIED = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True)
class Server:
    """A database that takes connections; `started` says whether this call had to start it."""

    url: str
    started: bool
    version: str


def url(home: Path) -> str:
    """The address of the home's database, running or not."""
    return pgplace.locate(home).url


def ensure(home: Path, *, durable: bool = True, say: Say | None = None) -> Server:
    """Bring the home's database up, making it when it is not there; raises PostgresError.

    `durable=False` makes a cluster for tests that runs without fsync and can never become a real one.
    """
    say = say or _say
    place = pgplace.locate(home)
    if place.data.exists() and place.throwaway.exists() == durable:
        raise pgfaults.mixed(place)
    try:
        _put_aside(place, say)
        if version := _ready(place):
            return Server(place.url, False, version)
        place = _prepared(place)
        with _locked(place, say):
            if version := _await_change(place, say):
                return Server(place.url, False, version)
            return _bring_up(place, durable, say)
    except OSError as failed:
        raise pgfaults.from_os(failed, place) from failed


def stop(home: Path) -> bool:
    """Shut the home's database down; what is committed is on disk. False: it did not run."""
    place = pgplace.locate(home)
    if not place.lock.exists():
        return False
    with _locked(place, _say):
        if postmaster(place) is None:
            return False
        tools = pgtools.choose(place)
        _control(tools, place, "stop", "-m", "fast", say=_say)
        return True


def running(home: Path) -> str | None:
    """The version of the home's server when it takes connections."""
    return _ready(pgplace.locate(home))


def postmaster(place: Place) -> int | None:
    """The process that really serves this data folder; the pid file alone may name anybody after a reboot."""
    try:
        pid = int((place.data / "postmaster.pid").read_text(encoding="utf-8").split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    if Path("/proc/self/cwd").exists():
        try:
            return pid if Path(f"/proc/{pid}/cwd").readlink() == place.data.resolve() else None
        except OSError:
            return None
    asked = subprocess.run(["ps", "-p", str(pid), "-o", "args="], capture_output=True, text=True, check=False)
    return pid if str(place.data) in asked.stdout else None


def _prepared(place: Place) -> Place:
    """Make the folders; where root may not hand them over (network drives), under /var/lib."""
    try:
        pgplace.prepare(place)
    except PermissionError:
        if place.owner is None or place.base != place.home / "postgres" or place.data.exists():
            raise
        place = pgplace.locate(place.home, elsewhere=True)
        pgplace.prepare(place)
    pgplace.remember(place)
    return place


def _put_aside(place: Place, say: Say) -> None:
    """A cluster kept outside its home outlives a removed home; a new home of that name starts afresh."""
    if place.base == place.home / "postgres" or place.where.exists() or not place.data.exists():
        return
    if postmaster(place) is not None:
        _control(pgtools.choose(place), place, "stop", "-m", "fast", say=say)
    aside = place.base.with_name(f"{place.base.name}.{int(time.time())}")
    place.base.rename(aside)
    say(
        f"发现属于已删除目录的旧数据库，已移到 {aside}\n"
        f"The database of a removed folder was found and moved to {aside}"
    )


def _bring_up(place: Place, durable: bool, say: Say) -> Server:
    tools = pgtools.choose(place)
    if not place.data.exists():
        _initialise(place, tools, durable)
    if postmaster(place) is not None:
        # It runs but cannot be reached: a tidy-up of /tmp took its socket.
        _control(tools, place, "stop", "-m", "fast", say=say)
    _configure(place)
    _start(place, tools, say)
    _create_database(place)
    version = _ready(place)
    if version is None:
        raise pgfaults.unreachable(place)
    return Server(place.url, True, version)


@contextmanager
def _locked(place: Place, say: Say) -> Iterator[None]:
    """One process at a time makes, starts or stops the home's database."""
    deadline = time.monotonic() + PATIENCE + 30
    told = time.monotonic() + 3
    with place.lock.open("a") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise pgfaults.locked(place) from None
            if time.monotonic() > told:
                told = deadline + 1
                say(pgfaults.WAITING)
            time.sleep(0.05)
        yield


def _connect(place: Place) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(place.sockets), port=PORT, user=KEEPER, dbname="postgres", autocommit=True, connect_timeout=5
    )


def _ready(place: Place) -> str | None:
    """The server's version when it runs and our database is in it."""
    try:
        with _connect(place) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            version = connection.info.server_version
    except psycopg.OperationalError:
        return None
    return f"{version // 10000}.{version % 10000}" if found else None


def _changing(place: Place) -> bool:
    """Whether the server answers that it is on its way up or down."""
    try:
        with _connect(place):
            return False
    except psycopg.OperationalError as refused:
        if "Permission denied" in str(refused):
            raise pgfaults.not_yours(place) from refused
        return "the database system is" in str(refused)


def _await_change(place: Place, say: Say) -> str | None:
    """Wait out a recovery or shutdown already under way; the version when the server came up by itself."""
    deadline = time.monotonic() + PATIENCE
    told = False
    while not (version := _ready(place)) and _changing(place):
        if time.monotonic() > deadline:
            raise pgfaults.still_recovering(place)
        if not told and time.monotonic() > deadline - PATIENCE + 3:
            told = True
            say(pgfaults.RECOVERING)
        time.sleep(0.1)
    return version


def _initialise(place: Place, tools: Tools, durable: bool) -> None:
    """Make the cluster under another name first: a half-made one is never mistaken for data."""
    if shutil.disk_usage(place.base).free < ROOM_NEEDED:
        raise pgfaults.disk_full(place)
    fresh = place.base / "data.new"
    for name in _locales():
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if place.owner:
            os.chown(fresh, place.owner.uid, place.owner.gid)
        command = [tools.program("initdb"), "-D", str(fresh), "-U", KEEPER, "--encoding=UTF8", "--auth=trust"]
        command += ["--data-checksums", "--no-instructions", f"--locale={name}"]
        if tools.major >= 17:
            command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not durable:
            command.append("--no-sync")
        made = subprocess.run(command, capture_output=True, text=True, check=False, **run_as(place.owner))
        if made.returncode == 0:
            break
    else:
        raise pgfaults.explain(made.stderr, place)
    _guard(fresh, place)
    with (fresh / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write("\ninclude 'shangliang.conf'\n")
    if durable:
        place.throwaway.unlink(missing_ok=True)
    else:
        place.throwaway.touch()
    fresh.rename(place.data)


def _locales() -> tuple[str, ...]:
    # With plain C the text search parser takes Chinese punctuation for letters; only macOS lacks C.UTF-8.
    return ("C.UTF-8", "C")


def _guard(data: Path, place: Place) -> None:
    """Who may connect: a server run by a shared user must not trust everything run as that user."""
    if place.owner is None or place.owner.name not in {"nobody", "daemon"}:
        return
    me = pwd.getpwuid(os.geteuid()).pw_name
    (data / "pg_hba.conf").write_text("local all all peer map=keeper\n", encoding="utf-8")
    (data / "pg_ident.conf").write_text(f"keeper {me} {KEEPER}\nkeeper {me} {ROLE}\n", encoding="utf-8")


def _configure(place: Place) -> None:
    """Our settings, written anew before each start: the home may have been moved."""
    settings = SETTINGS | {"unix_socket_directories": str(place.sockets)}
    if place.throwaway.exists():
        settings |= HURRIED
    quoted = ((name, value.replace("\\", "\\\\").replace("'", "''")) for name, value in settings.items())
    path = place.data / "shangliang.conf"
    path.write_text("".join(f"{name} = '{value}'\n" for name, value in quoted), encoding="utf-8")
    path.chmod(0o600)
    if place.log.exists() and place.log.stat().st_size > LOG_LIMIT:
        place.log.replace(place.log.with_suffix(".log.1"))
    place.log.touch(mode=0o600)
    if place.owner:
        for mine in (path, place.log):
            os.chown(mine, place.owner.uid, place.owner.gid)


def _start(place: Place, tools: Tools, say: Say) -> None:
    deadline = time.monotonic() + 30
    while True:
        _disown_reused_pid(place)
        try:
            return _control(tools, place, "start", "-l", str(place.log), say=say)
        except pgfaults.StillInUse:
            # The postmaster was killed; its last sessions are about to notice and leave.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def _disown_reused_pid(place: Place) -> None:
    """Let a start pass over pid files whose number now belongs to another process, or to a zombie.

    The server ignores the pid of whoever starts it, and still looks at the rest of the file, which tells it
    whether sessions of the old server are left: so the number is replaced, never the file removed.
    """
    if postmaster(place) is not None:
        return
    for path in (place.data / "postmaster.pid", place.sockets / f".s.PGSQL.{PORT}.lock"):
        if path.exists():
            _, _, rest = path.read_text(encoding="utf-8").partition("\n")
            with path.open("r+", encoding="utf-8") as file:
                file.truncate()
                file.write(f"{os.getpid()}\n{rest}")


def _control(tools: Tools, place: Place, *command: str, say: Say) -> None:
    """Run pg_ctl to its end, telling the person after a while that a recovery takes its time."""
    before = place.log.stat().st_size if place.log.exists() else 0
    said = place.base / "control.log"
    with said.open("wb") as output:
        process = subprocess.Popen(
            [tools.program("pg_ctl"), "-D", str(place.data), "-w", "-t", str(PATIENCE), *command],
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            **run_as(place.owner),
        )
        try:
            code = process.wait(timeout=4)
        except subprocess.TimeoutExpired:
            say(pgfaults.RECOVERING if command[0] == "start" else pgfaults.STOPPING)
            code = process.wait()
    if code:
        with place.log.open("rb") as log:
            log.seek(before)
            told = log.read().decode(errors="replace")
        raise pgfaults.explain(told + said.read_text(encoding="utf-8", errors="replace"), place)


def _create_database(place: Place) -> None:
    """The role may make databases (tests do) but is not a superuser, as in production."""
    with _connect(place) as connection:
        role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
        if not connection.execute("select 1 from pg_roles where rolname = %s", [ROLE]).fetchone():
            connection.execute(sql.SQL("create role {} login createdb").format(role))
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {} owner {}").format(database, role))


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
