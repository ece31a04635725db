"""Where the embedded database lives, who runs it and how it is reached; nothing here starts anything."""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from shangliang.surfaces.cli.errors import PostgresError

DATABASE = "shangliang"
ROLE = "shangliang"
KEEPER = "postgres"
PORT = 5432
# 104 bytes with the closing zero on macOS, 108 on Linux; the smaller one holds everywhere.
SOCKET_PATH_LIMIT = 103
CHECKOUT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True)
class Owner:
    """The operating system's user that runs the server."""

    uid: int
    gid: int
    name: str


@dataclass(frozen=True)
class Place:
    """The folders of one embedded database; `owner` is set only when root must step down to somebody."""

    home: Path
    base: Path
    sockets: Path
    owner: Owner | None

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "server.log"

    @property
    def throwaway(self) -> Path:
        """A mark: this cluster was made for tests and may run without fsync."""
        return self.base / "throwaway"

    @property
    def lock(self) -> Path:
        return self.home / "postgres" / "lock"

    @property
    def where(self) -> Path:
        return self.home / "postgres" / "where"

    @property
    def url(self) -> str:
        host = quote(str(self.sockets), safe="")
        return f"postgresql://{ROLE}@/{DATABASE}?host={host}&port={PORT}"


def home() -> Path:
    """The folder of everything that is not code: database, keys, files, logs."""
    if named := os.environ.get("SHANGLIANG_HOME"):
        return Path(named).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").is_file():
        return CHECKOUT / "var"
    share = os.environ.get("XDG_DATA_HOME") or "~/.local/share"
    return (Path(share) / "shangliang").expanduser().resolve()


def external() -> str | None:
    """The database of DATABASE_URL, or of the file that DATABASE_URL_FILE names; None: the embedded one."""
    if path := os.environ.get("DATABASE_URL_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get("DATABASE_URL") or None


def locate(home: Path, *, elsewhere: bool = False) -> Place:
    """The place that belongs to a home, the same one each time; `elsewhere` asks root for /var/lib."""
    home = home.expanduser().resolve()
    near = home / "postgres"
    recorded = near / "where"
    if recorded.is_file():
        base = Path(recorded.read_text(encoding="utf-8").strip())
    elif os.geteuid() == 0 and (elsewhere or not _may_pass(_nobody(), near)):
        base = Path("/var/lib") / f"shangliang-{_digest(home)}"
    else:
        base = near
    owner = _owner(base)
    return Place(home, base, _sockets(base, home), owner)


def remember(place: Place) -> None:
    """Write down a base that is not in its usual place, so that every later command finds it."""
    if place.base != place.home / "postgres":
        draft = place.where.with_suffix(".new")
        draft.write_text(f"{place.base}\n", encoding="utf-8")
        draft.replace(place.where)


def make_home(home: Path) -> Path:
    """The home's folder, made so that the server's user can pass through it."""
    _folder(home, 0o711 if os.geteuid() == 0 else 0o700)
    return home


def prepare(place: Place) -> None:
    """Make the folders. Only our own are made, owned and given a mode; a parent is never changed."""
    mode = 0o711 if place.owner else 0o700
    make_home(place.home)
    for folder in (place.home / "postgres", place.base):
        _folder(folder, mode)
    _folder(place.sockets, 0o700)
    if place.owner and place.sockets.lstat().st_uid == 0:
        os.chown(place.sockets, place.owner.uid, place.owner.gid, follow_symlinks=False)
    _verify(place)


def _folder(path: Path, mode: int) -> None:
    """Make the folder and what is missing above it; umask must not lock the server's user out."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)  # another start may have been quicker
        folder.chmod(mode)


def _verify(place: Place) -> None:
    """The socket folder guards a database that trusts whoever reaches it: it must be ours alone."""
    found = place.sockets.lstat()
    uid = place.owner.uid if place.owner else os.geteuid()
    if stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077:
        return
    raise PostgresError(
        f"套接字目录 {place.sockets} 不是本程序独占的，已拒绝使用；数据未动。请检查并删除该目录后重试。",
        f"The socket folder {place.sockets} is not ours alone, so it was refused; no data was touched. "
        "Look into it, remove it and try again.",
    )


def _owner(base: Path) -> Owner | None:
    if os.geteuid() != 0:
        return None
    try:
        made_by = (base / "data").stat()
    except OSError:
        return _nobody()
    if made_by.st_uid == 0:
        return _nobody()
    try:
        name = pwd.getpwuid(made_by.st_uid).pw_name
    except KeyError:
        name = str(made_by.st_uid)
    return Owner(made_by.st_uid, made_by.st_gid, name)


def _nobody() -> Owner:
    for name in ("nobody", "daemon"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(found.pw_uid, found.pw_gid, name)
    raise PostgresError(
        "PostgreSQL 不能以 root 运行，而本机没有 nobody 用户。请用普通用户运行，或设置 DATABASE_URL。",
        "PostgreSQL refuses to run as root and this machine has no user 'nobody'. "
        "Run as an ordinary user, or set DATABASE_URL.",
    )


def _may_pass(owner: Owner, path: Path) -> bool:
    """Whether the user can walk down to the path through every folder that exists already."""
    for folder in path.parents:
        try:
            found = folder.stat()
        except FileNotFoundError:
            continue
        if found.st_uid == owner.uid:
            needed = stat.S_IXUSR
        elif found.st_gid == owner.gid:
            needed = stat.S_IXGRP
        else:
            needed = stat.S_IXOTH
        if not found.st_mode & needed:
            return False
    return True


def _sockets(base: Path, home: Path) -> Path:
    near = base / "run"
    if len(os.fsencode(near / f".s.PGSQL.{PORT}")) <= SOCKET_PATH_LIMIT:
        return near
    # Not tempfile.gettempdir(): TMPDIR may differ between two commands that must find the same socket.
    return Path("/tmp") / f"shangliang-{os.geteuid()}-{_digest(home)}"


def _digest(home: Path) -> str:
    return hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
