"""What every test stands on: a throw-away database, no network, no letters, and no silent skips in CI."""

import ipaddress
import os
import socket
from collections.abc import Generator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connections
from xdist.scheduler import LoadScopeScheduling

from shangliang.project import database
from shangliang.surfaces.cli import pgplace, postgres, testserver
from tests import databases
from tests.browser import site as sites

pytest_plugins = ["tests.world"]
ROOT = Path(__file__).resolve().parent
SLOT = "SHANGLIANG_TEST_SLOT"
LOCMEM = "django.core.mail.backends.locmem.EmailBackend"
REQUIRED = os.environ.get("SHANGLIANG_REQUIRE_BROWSER") == "1"

# How long a test takes says nothing about what it tests; a busy machine is no fault.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")

# The longest begin first. Who opens the pages brings the tables and the year up meanwhile, which the launcher does not
# ask for and the journeys find made. The journeys change what the pages show, so the two have a site each.
TOGETHER = (
    "tests/browser/test_every_route.py", "tests/test_launcher.py", "tests/test_demo_year.py", "tests/browser/",
)  # fmt: skip

loans: list[testserver.Loan] = []
browser_tests_run: list[str] = []


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """The controller brings the database up; workers inherit its address and their slot."""
    if not hasattr(config, "workerinput") and not pgplace.external():
        try:
            loan = testserver.borrow(postgres.home())
        except postgres.PostgresError as failed:
            raise pytest.UsageError(str(failed)) from failed
        loans.append(loan)
        os.environ["DATABASE_URL"] = loan.url
        os.environ[SLOT] = str(loan.slot)
    # pytest-django read the settings before this file was loaded, so the address is handed over here.
    default = connections["default"].settings_dict
    default.update(database.parse(pgplace.external() or ""))
    slot = os.environ.get(SLOT, "0")
    default["TEST"]["NAME"] = f"test_{default['NAME']}" + (f"_{slot}" if slot != "0" else "")


class Together(LoadScopeScheduling):
    """What shares something dear (a site with its browser, a year that was played) stays in one process.

    By the address of the test: xdist's own marks for it are lost on the newest pytest.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Together:
    config.option.loadscopereorder = False  # as they were collected, which is as below
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What stays together first, in that order; everything else in the order it was found in."""
    last = len(TOGETHER)
    items.sort(
        key=lambda item: next((n for n, at in enumerate(TOGETHER) if item.nodeid.startswith(at)), last)
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Whoever leaves last turns the light off."""
    if not hasattr(config, "workerinput") and browser_tests_run:
        databases.drop(os.environ["DATABASE_URL"], sites.year_name())
    if loans:
        connections.close_all()
        loans.pop().give_back()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where browsers are promised (CI), a skipped browser test is a failed one."""
    report = yield
    if REQUIRED and report.skipped and item.get_closest_marker("browser") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"browser test skipped although SHANGLIANG_REQUIRE_BROWSER=1: {report.longrepr}"
    return report


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.when == "call" and "browser" in report.keywords:
        browser_tests_run.append(report.nodeid)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if REQUIRED and not hasattr(session.config, "workerinput") and not browser_tests_run:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        print("\nno browser test ran although SHANGLIANG_REQUIRE_BROWSER=1")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sockets reach this machine only; the database speaks through its own library."""
    connect, connect_ex, lookup = socket.socket.connect, socket.socket.connect_ex, socket.getaddrinfo

    def guarded_connect(self: socket.socket, address: Any) -> None:
        _refuse_far(self.family, address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        _refuse_far(self.family, address)
        return connect_ex(self, address)

    def guarded_lookup(host: Any, *args: Any, **named: Any) -> object:
        _refuse_far(socket.AF_INET, (host, 0))
        return lookup(host, *args, **named)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_lookup)


@pytest.fixture(autouse=True)
def no_letters() -> None:
    """Letters of a test land in `django.core.mail.outbox` and nowhere else."""
    assert settings.EMAIL_BACKEND == LOCMEM, "a test must not set a backend that really sends mail"


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures of pages go; CI makes this folder and keeps it. Where it is missing, none are taken."""
    return Path(os.environ.get("SHANGLIANG_SCREENSHOTS", ROOT / "build" / "screenshots"))


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """The folder of axe-core and vnu-jar, or a skip that says how to get them."""
    folder = ROOT / "node_modules"
    if not (folder / "axe-core").is_dir():
        answer = pytest.fail if REQUIRED else pytest.skip
        answer("axe-core and vnu-jar are not installed: install npm, then `make test`")
    return folder


def _refuse_far(family: int, address: object) -> None:
    if family == socket.AF_UNIX or not isinstance(address, tuple):
        return
    host = address[0].decode() if isinstance(address[0], bytes) else str(address[0] or "localhost")
    try:
        near = ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        near = host == "localhost" or host.endswith(".localhost")
    if not near:
        raise RuntimeError(f"a test tried to reach {host}; tests stay on this machine")
