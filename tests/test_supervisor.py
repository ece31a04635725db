"""The supervisor, tried with small children and the accidents it is made for."""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shangliang.surfaces.cli import errors, ports, processes, start, supervisor
from shangliang.surfaces.cli.supervisor import Child, Supervisor


def wait_for(question: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


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


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="needs /proc")
def test_what_a_killed_child_of_a_killed_supervisor_left_is_found(tmp_path: Path, make: Callable) -> None:
    """As when supervisor and server are killed together and the server's own workers live on."""
    brood = "import subprocess\nprint(subprocess.Popen(['sleep', '600']).pid, flush=True)\n"
    site = make([Child("pages", [sys.executable, "-c", f"{brood}import time; time.sleep(600)"])])
    site.start()
    wait_for(lambda: site.last_lines("pages").strip())
    grandchild = int(site.last_lines("pages"))
    leader = site.running[0].process
    assert leader
    leader.kill()
    leader.wait()
    assert processes.born(grandchild)
    assert supervisor.sweep(tmp_path) == 1
    wait_for(lambda: processes.born(grandchild) is None)


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


def test_a_port_that_was_taken_while_the_year_was_made_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[str] = []
    with socket.socket() as other:

        def prepare(_home: Path, env: dict[str, str], **_how: object) -> None:
            other.bind((ports.HOST, int(env["SHANGLIANG_PORT"])))
            other.listen()

        for name, instead in {
            "_bring_up_database": lambda *_: None, "_prepare": prepare,
            "_serve": lambda _site, _claimed, url, _port, **_how: served.append(url),
        }.items():  # fmt: skip
            monkeypatch.setattr(start, name, instead)
        monkeypatch.setenv("SHANGLIANG_HOME", str(tmp_path))
        monkeypatch.setenv("SHANGLIANG_PORT", str(ports.free(20_000 + os.getpid() % 20_000)))
        kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
        mask = os.umask(0o022)
        start.run(argparse.Namespace(port=None, no_demo=True, open=False))
        os.umask(mask)
        for number, handler in kept.items():
            signal.signal(number, handler)
        taken = other.getsockname()[1]
    assert [int(url.rpartition(":")[2]) > taken for url in served] == [True]


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
