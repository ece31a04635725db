"""The embedded database and the supervisor, tried with the accidents they are made for."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from shangliang.surfaces.cli import errors, pgfaults, pgplace, pgtools, ports, postgres, processes, supervisor
from shangliang.surfaces.cli.supervisor import Child, Supervisor

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root steps down to another user")
ENSURE = "import sys; from pathlib import Path; from shangliang.surfaces.cli import postgres; "
ENSURE += "print(postgres.ensure(Path(sys.argv[1])).started)"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own; whatever runs in it ends with the test."""
    # pytest's own folders are closed to all but their owner, and nobody must be able to pass.
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.geteuid() and folder.name.startswith(("pytest-", "test_", "popen-")):
            folder.chmod(0o711)
    home = tmp_path / "home"
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


def children(home: Path, *names: str, code: str = "import time\ntime.sleep(600)") -> list[Child]:
    return [Child(name, [sys.executable, "-c", code, name, str(home)], grace=5) for name in names]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def make(tmp_path: Path, said: list[str]) -> Iterator[Callable[[list[Child]], Supervisor]]:
    made: list[Supervisor] = []

    def build(these: list[Child]) -> Supervisor:
        (tmp_path / "run").mkdir(exist_ok=True)
        made.append(Supervisor(tmp_path, these, env=dict(os.environ), say=said.append))
        return made[-1]

    yield build
    for one in made:
        one.hurried = True
        one.stop()


def pid_of(home: Path, name: str) -> int:
    return int(json.loads((home / "run" / f"child-{name}.json").read_text())["pid"])


def test_a_child_that_dies_is_started_again(tmp_path: Path, make: Callable, said: list[str]) -> None:
    site = make(children(tmp_path, "pages"))
    site.start()
    first = pid_of(tmp_path, "pages")
    os.kill(first, signal.SIGKILL)

    def replaced() -> bool:
        site.tend()
        now = site.running[0].process
        return now is not None and now.pid != first

    wait_for(replaced)
    assert "pages ended unexpectedly (-9)" in said[0]
    assert pid_of(tmp_path, "pages") != first


def test_a_child_that_cannot_live_shows_its_last_lines(
    tmp_path: Path, make: Callable, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "DELAYS", (0.01,))
    site = make(children(tmp_path, "live", code="raise SystemExit('the port is on fire')"))
    site.start()
    wait_for(lambda: site.tend() or site.deaths("live") >= 3)
    assert "failed 3 times in a row (exit code 1)" in said[-1]
    assert "the port is on fire" in said[-1]


def test_a_program_that_is_not_there(tmp_path: Path, make: Callable, said: list[str]) -> None:
    site = make([Child("gone", [str(tmp_path / "no-such-program")])])
    site.start()
    assert site.deaths("gone") == 1
    assert "no-such-program" in said[0]


NOTES_ITS_END = """
import pathlib, signal, sys, time
def leave(*_):
    with open(pathlib.Path(sys.argv[2], "order"), "a") as file:
        file.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, leave)
print("ready", flush=True)
time.sleep(600)
"""


def test_they_stop_in_order(tmp_path: Path, make: Callable) -> None:
    site = make(children(tmp_path, "pages", "live", "worker", code=NOTES_ITS_END))
    site.start()
    wait_for(lambda: all("ready" in site.last_lines(name) for name in ("pages", "live", "worker")))
    site.stop()
    assert (tmp_path / "order").read_text().split() == ["pages", "live", "worker"]
    assert not list((tmp_path / "run").glob("child-*"))


def test_one_that_will_not_stop_is_made_to(tmp_path: Path, make: Callable) -> None:
    deaf = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nprint('ready', flush=True)\n"
    site = make([Child("deaf", [sys.executable, "-c", f"{deaf}time.sleep(600)"], grace=0.3)])
    site.start()
    wait_for(lambda: "ready" in site.last_lines("deaf"))
    pid = pid_of(tmp_path, "deaf")
    site.stop()
    assert processes.born(pid) is None


RUNS_A_SITE = """
import os, sys
from pathlib import Path
from shangliang.surfaces.cli import supervisor
home = Path(sys.argv[1])
claimed = supervisor.claim(home)
claimed.note(url="http://127.0.0.1:8000", owns_database=True)
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
site = supervisor.Supervisor(home, [supervisor.Child("pages", sleep)], env=dict(os.environ), say=print)
with site.signals():
    site.start()
    print("ready", flush=True)
    site.run()
    site.stop()
claimed.release()
"""


def test_what_a_killed_supervisor_left_is_found(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUNS_A_SITE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout and first.stdout.readline() == "ready\n"
        with pytest.raises(supervisor.AlreadyRunning, match=r"127\.0\.0\.1:8000"):
            supervisor.claim(tmp_path)
        first.kill()
    orphan = pid_of(tmp_path, "pages")
    assert processes.born(orphan)
    assert supervisor.other(tmp_path) is None
    claimed = supervisor.claim(tmp_path)
    assert processes.born(orphan) is None
    assert claimed.facts["owns_database"] is True
    claimed.release()


def test_a_signal_ends_it_cleanly(tmp_path: Path) -> None:
    command = [sys.executable, "-c", RUNS_A_SITE, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as site:
        assert site.stdout and site.stdout.readline() == "ready\n"
        child = pid_of(tmp_path, "pages")
        site.terminate()
        assert site.wait(timeout=15) == 0
    assert processes.born(child) is None
    assert not (tmp_path / "run" / "supervisor.json").exists()


def test_a_stranger_with_the_same_number_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with subprocess.Popen(["sleep", "60"], start_new_session=True) as stranger:
        note = {"pid": stranger.pid, "born": "before the reboot"}
        (tmp_path / "run" / "child-pages.json").write_text(json.dumps(note))
        assert supervisor.sweep(tmp_path) == 0
        assert stranger.poll() is None
        stranger.kill()


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as listener:
        listener.bind((ports.HOST, 0))
        listener.listen()
        taken = listener.getsockname()[1]
        assert ports.free(taken) > taken
        assert ports.free(taken, taken=frozenset({taken + 1})) > taken + 1


def test_a_big_log_steps_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 3)
    log = tmp_path / "log" / "pages.log"
    for text in ("aaaa", "bbbb", "cccc", "dddd"):
        supervisor.rotate(log)
        log.write_text(text)
    supervisor.rotate(log)
    found = {path.name: path.read_text() for path in log.parent.iterdir()}
    assert found == {"pages.log.1": "dddd", "pages.log.2": "cccc", "pages.log.3": "bbbb"}


def test_errors_of_the_system_that_a_person_can_mend() -> None:
    full = errors.from_system(OSError(28, "No space left on device", "/home/x"))
    assert full and full.code == 3 and "/home/x" in full.en
    assert errors.from_system(OSError(110, "timed out")) is None
