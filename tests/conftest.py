"""What holds for every test: no display, no network, nothing left behind, and what could not run is said."""

import os
import socket
from collections import defaultdict
from collections.abc import Iterator

# Before anything imports pygame.
os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import hypothesis
import pytest

from tests import guards

UNDER_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
ANOTHER_SYSTEM = "only on "  # a skip may say "only on Windows": no machine can run all of those
NOT_RUN: dict[str, list[str]] = defaultdict(list)
SECONDS = {"quick": 0.0, "e2e": 0.0}

hypothesis.settings.register_profile("soundfolio", deadline=None, derandomize=UNDER_CI, database=None)
hypothesis.settings.load_profile("soundfolio")


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test can meet a journal of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOUNDFOLIO_DATA", str(tmp_path_factory.mktemp("nobodys-data")))
        patch.delenv("SOUNDFOLIO_PASSPHRASE", raising=False)
        yield


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """A thread or a child process that outlives its test fails it; those of wider fixtures were there before."""
    had = guards.threads(), guards.children()
    yield
    found = guards.left(had[0], guards.threads) | guards.left(had[1], guards.children)
    assert not found, f"left behind: {', '.join(sorted(found))}"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here needs another computer."""
    monkeypatch.setattr(socket.socket, "connect", guards.only_here)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Quick tests first: what they find need not be waited for."""
    items.sort(key=is_whole_app)


def is_whole_app(item: pytest.Item) -> bool:
    """Whether this test drives the app from outside."""
    return bool({"e2e", "screens"} & set(item.path.parts))  # pilots of the window drive the whole app as well


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what was skipped and why, and how long each kind took."""
    SECONDS["e2e" if "/e2e/" in report.nodeid else "quick"] += report.duration
    if report.skipped and not hasattr(report, "wasxfail"):
        NOT_RUN[reason(report)].append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """A whole file can be skipped as well."""
    if report.skipped:
        NOT_RUN[reason(report)].append(report.nodeid)


def reason(report: pytest.CollectReport | pytest.TestReport) -> str:
    """The sentence that the skip was given."""
    words = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return words.removeprefix("Skipped: ")


def required() -> dict[str, list[str]]:
    """What could not run although this is a machine that was to run it."""
    return {why: tests for why, tests in NOT_RUN.items() if not why.startswith(ANOTHER_SYSTEM)}


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """In CI a required test that could not run is a failed one."""
    if UNDER_CI and required() and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what could not run, so that no silence is taken for success."""
    write = terminalreporter.write_line
    write(f"quick tests {SECONDS['quick']:.1f} s, the whole app from outside {SECONDS['e2e']:.1f} s")
    if not NOT_RUN:
        write("Everything could run.")
        return
    terminalreporter.section("could not run")
    for why, tests in NOT_RUN.items():
        write(f"{why}: {len(tests)} ({tests[0]}{', ...' if len(tests) > 1 else ''})")
    if UNDER_CI and required():
        write(f"Under CI=true these fail the run, but for what is {ANOTHER_SYSTEM}another system.", red=True)
