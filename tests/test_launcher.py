"""The embedded database, tried with the accidents its launcher is made for."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from shangliang.surfaces.cli import pgfaults, pgplace, pgtools, postgres, processes

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another user")
ENSURE = "import sys; from pathlib import Path; from shangliang.surfaces.cli import postgres; "
ENSURE += "print(postgres.ensure(Path(sys.argv[1])).started)"


@pytest.fixture
def home() -> Iterator[Path]:
    """A home of its own; whatever runs in it ends with the test.

    Not below pytest's own folder: that one is closed to all but its owner, and every other run of pytest that begins
    meanwhile closes it again, while the servers' user must be able to pass.
    """
    with tempfile.TemporaryDirectory(prefix="launcher-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        home = Path(folder) / "home"
        yield home
        postgres.stop(home)


def wait_for(question: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def place_of(home: Path) -> pgplace.Place:
    return pgplace.locate(home)


def write(url: str, number: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("create table if not exists kept (number int)")
        connection.execute("insert into kept values (%s)", [number])


def kept(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("select number from kept order by number")]


@pytest.mark.slow
def test_from_nothing_twice_and_again(home: Path) -> None:
    first = postgres.ensure(home)
    assert first.started
    assert first.url == postgres.url(home)
    write(first.url, 1)
    assert not postgres.ensure(home).started
    assert postgres.running(home) == first.version
    assert postgres.stop(home)
    assert not postgres.stop(home)
    assert postgres.running(home) is None
    assert postgres.ensure(home).started
    assert kept(first.url) == [1]


@pytest.mark.slow
def test_what_was_committed_is_safe_and_nobody_else_may_come_in(home: Path) -> None:
    url = postgres.ensure(home).url
    with psycopg.connect(url) as connection:

        def setting(name: str) -> object:
            found = connection.execute("select current_setting(%s)", [name]).fetchone()
            return found and found[0]

        assert [setting(name) for name in ("fsync", "data_checksums")] == ["on", "on"]
        assert setting("listen_addresses") == ""
        found = connection.execute(
            "select rolsuper, rolcreatedb, to_tsvector('simple', '加装，电梯')::text from pg_roles "
            "where rolname = current_user"
        ).fetchone()
        # The full-width comma parts the words, which needs the right locale at initdb.
        assert found == (False, True, "'加装':1 '电梯':2")
    place = place_of(home)
    assert place.sockets.stat().st_mode & 0o077 == 0
    assert place.data.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_killed_in_the_middle_of_work(home: Path) -> None:
    url = postgres.ensure(home).url
    for number in range(3):
        write(url, number)
        pid = postgres.postmaster(place_of(home))
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: processes.born(pid) is None)
        assert postgres.ensure(home).started
    assert kept(url) == [0, 1, 2]


@pytest.mark.slow
def test_a_pid_file_that_names_somebody_else(home: Path) -> None:
    """After a reboot the number may belong to any process, even one of the same user."""
    url = postgres.ensure(home).url
    write(url, 7)
    place = place_of(home)
    pid_file = place.data / "postmaster.pid"
    left = pid_file.read_text()
    pid = postgres.postmaster(place)
    assert pid
    os.kill(pid, signal.SIGKILL)
    wait_for(lambda: processes.born(pid) is None)
    as_owner = {key: value for key, value in pgtools.run_as(place.owner).items() if key != "stdin"}
    with subprocess.Popen(["sleep", "60"], **as_owner) as stranger:
        pid_file.write_text(left.replace(str(pid), str(stranger.pid), 1))
        assert postgres.running(home) is None
        assert postgres.ensure(home).started
        assert stranger.poll() is None
        stranger.kill()
    assert kept(url) == [7]


@pytest.mark.slow
def test_its_socket_was_tidied_away(home: Path) -> None:
    url = postgres.ensure(home).url
    write(url, 3)
    for file in place_of(home).sockets.iterdir():
        file.unlink()
    assert postgres.ensure(home).started
    assert kept(url) == [3]


@pytest.mark.slow
def test_four_start_at_once(home: Path) -> None:
    command = [sys.executable, "-c", ENSURE, str(home)]
    started = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    said = sorted(process.communicate(timeout=60)[0].strip() for process in started)
    assert said == ["False", "False", "False", "True"]


@pytest.mark.slow
def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    place = place_of(home)
    half = place.base / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    for folder in (home, place.base):
        folder.chmod(0o711)
    assert postgres.ensure(home).started


@pytest.mark.slow
def test_a_long_path_gets_a_short_socket(home: Path) -> None:
    deep = home / ("很深的目录" * 4) / ("x" * 90)
    try:
        server = postgres.ensure(deep)
        place = place_of(deep)
        assert place.sockets.parent == Path("/tmp")
        assert place.sockets.stat().st_mode & 0o077 == 0
        write(server.url, 1)
    finally:
        postgres.stop(deep)
    place.sockets.chmod(0o755)
    with pytest.raises(postgres.PostgresError, match="not ours alone"):
        postgres.ensure(deep)
    place.sockets.rmdir()


@as_root
@pytest.mark.slow
def test_a_home_that_the_servers_user_cannot_enter(home: Path) -> None:
    closed = home / "closed"
    closed.mkdir(parents=True)
    closed.chmod(0o700)
    inner = closed / "home"
    server = postgres.ensure(inner)
    place = place_of(inner)
    try:
        assert place.base.parent == Path("/var/lib")
        assert (inner / "postgres" / "where").read_text().strip() == str(place.base)
        assert closed.stat().st_mode & 0o777 == 0o700
        write(server.url, 5)
        assert kept(postgres.url(inner)) == [5]
    finally:
        postgres.stop(inner)
        subprocess.run(["rm", "-rf", str(place.base)], check=True)


@as_root
@pytest.mark.slow
def test_programs_that_the_servers_user_cannot_execute(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A virtual environment under a home of mode 0700: the programs are copied beside the data."""
    wheel = next(tools for tools in pgtools.available() if tools.from_wheel)
    closed = home / "venv"
    closed.mkdir(parents=True)
    package = wheel.folder.parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        subprocess.run(["cp", "-r", str(part), str(closed)], check=True)
    closed.chmod(0o700)
    inside = pgtools.Tools(closed / pgtools.INSIDE, wheel.version, True)
    monkeypatch.setattr(pgtools, "available", lambda: iter([inside]))
    assert postgres.ensure(home).started
    copies = list(place_of(home).base.glob("programs-*"))
    assert [copy.name for copy in copies] == [f"programs-{wheel.version}"]
    assert closed.stat().st_mode & 0o777 == 0o700


@pytest.mark.slow
def test_a_test_cluster_never_becomes_a_real_one(home: Path) -> None:
    with psycopg.connect(postgres.ensure(home, durable=False).url) as connection:
        assert connection.execute("show fsync").fetchone() == ("off",)
    with pytest.raises(postgres.PostgresError, match="never exchanged"):
        postgres.ensure(home)
    postgres.stop(home)
    with pytest.raises(postgres.PostgresError, match="never exchanged"):
        postgres.ensure(home)


def test_data_of_another_version(home: Path) -> None:
    place = place_of(home)
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(postgres.PostgresError, match="holds data of PostgreSQL 12") as told:
        pgtools.choose(place)
    assert "数据未动" in told.value.zh


def test_no_programs_at_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pgtools, "available", lambda: iter(()))
    with pytest.raises(postgres.PostgresError, match="DATABASE_URL"):
        pgtools.choose(place_of(home))


def test_no_room_for_a_new_cluster(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "ROOM_NEEDED", 1 << 62)
    with pytest.raises(postgres.PostgresError, match="disk is full") as told:
        postgres.ensure(home)
    assert told.value.code == 3
    assert not place_of(home).data.exists()


@pytest.mark.parametrize(
    ("told", "english"),
    [
        ('FATAL:  could not write lock file "postmaster.pid": No space left on device', "disk is full"),
        ("FATAL:  pre-existing shared memory block (key 1, ID 2) is still in use", "have not all ended"),
        ("pg_ctl: server did not start in time", "still recovering"),
        ('initdb: error: could not access directory "/x": Permission denied', "Permission denied"),
        ("FATAL:  database files are incompatible with server", "another build"),
        ('LOG:  could not bind Unix address "/x/.s.PGSQL.5432": Address already in use', "No socket"),
        ("FATAL:  could not map anonymous shared memory: Cannot allocate memory", "Not enough memory"),
        ("FATAL:  something never seen", "The whole log"),
    ],
)
def test_each_trouble_has_its_words(tmp_path: Path, told: str, english: str) -> None:
    fault = pgfaults.explain(told, place_of(tmp_path))
    assert english in fault.en
    assert "数据" in fault.zh or "已提交" in fault.zh
    assert fault.code != 0
