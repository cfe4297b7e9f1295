"""What holds for every test: no display, no network, nothing left behind, and what could not run is said."""

import gc
import os
import signal
import socket
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

# Before anything imports pygame.
os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy", PYGAME_HIDE_SUPPORT_PROMPT="1")

import hypothesis
import pytest

from tests import guards, suite

UNDER_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
ANOTHER_SYSTEM = "only on "  # a skip may say "only on Windows": no machine can run all of those
NOT_RUN: dict[str, list[str]] = defaultdict(list)
RUNNING: list[str] = []  # the kind of the test that runs now
SPENT = {"unit": suite.Spent(), "whole parts": suite.Spent()}
EACH: list[float] = []  # what each of several processes took of the processor

for profile, examples in suite.EXAMPLES.items():  # by night others each time, by day in CI the same
    same = profile == "unit" or (profile == "soundfolio" and UNDER_CI)
    hypothesis.settings.register_profile(profile, deadline=None, derandomize=same, database=None, max_examples=examples)


@pytest.fixture(scope="session", autouse=True)
def own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test can meet a journal of the person who runs it, nor leave a file among their documents."""
    documents = tmp_path_factory.mktemp("nobodys-documents")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOUNDFOLIO_DATA", str(tmp_path_factory.mktemp("nobodys-data")))
        patch.setenv("XDG_DOCUMENTS_DIR", str(documents))  # of processes that a test starts
        patch.setattr("platformdirs.user_documents_path", lambda: documents)
        patch.delenv("SOUNDFOLIO_PASSPHRASE", raising=False)
        yield


@pytest.fixture(scope="session")
def shared_work() -> Iterator[None]:
    """Journals of this run share what comes out the same for each; tests/journals.py says what."""
    from tests import journals  # it imports the database

    with pytest.MonkeyPatch.context() as patch:
        journals.share_work(patch)
        yield


@pytest.fixture(scope="session")
def postgres() -> Iterator[object]:
    """A PostgreSQL with a service's tables (tests.postgres.Server)."""
    from tests import postgres  # it imports the database

    if not postgres.can_run():
        pytest.skip(postgres.WHY)
    made = postgres.Server.start()
    yield made
    made.stop()


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


@pytest.fixture(scope="session", autouse=True)
def only_whole_tests_go_outside() -> Iterator[None]:
    """The unit suite stays in this process and makes no sound; what fixtures of any scope do for it counts as well."""
    with pytest.MonkeyPatch.context() as patch:
        suite.watch(patch, lambda: RUNNING == ["unit"])
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """The tests of an open journal can be run on a service's database instead."""
    parser.addoption("--on", default="file", choices=("file", "postgresql"), help="where journals are kept")


def pytest_configure(config: pytest.Config) -> None:
    """Whoever asks for a profile by name (`--hypothesis-profile nightly`) gets it; the unit suite alone has one of its own."""
    hypothesis.settings.load_profile(suite.profile(config))
    if (
        signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    ):  # a shell's background; programs that tests end would inherit it
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """What is none of the unit suite is not even read."""
    return True if suite.unit_only(config) and collection_path.name in suite.FOLDERS else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Name the kinds before `-m` chooses among them; on PostgreSQL, leave what is not about an open journal's rooms."""
    if config.getoption("--on") == "postgresql":
        from tests.reflections.kept import only_of_journals

        items[:], left = only_of_journals(items)
        config.hook.pytest_deselected(items=left)
    suite.sort(items)


def pytest_collection_finish() -> None:
    """What was collected stays, and a test lets little go: looking for garbage would cost a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Keep which kind runs, and how long each takes."""
    RUNNING[:] = ["whole parts" if suite.is_whole(item) else "unit"]
    with SPENT[RUNNING[0]].one_more():
        return (yield)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Keep what was skipped and why."""
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
    if (told := getattr(session.config, "workeroutput", None)) is not None:
        told["spent"] = {kind: asdict(spent) for kind, spent in SPENT.items()}
        told["processor"] = suite.processor()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Several processes share the files between them."""
    from tests.turns import Turns  # of pytest-xdist, which a run in one process does without

    return Turns(config, log)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """One of several processes has ended: what it ran counts here."""
    told = getattr(node, "workeroutput", {})
    EACH.append(told.get("processor", 0.0))
    for kind, spent in told.get("spent", {}).items():
        SPENT[kind].add(suite.Spent(**spent))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what could not run, so that no silence is taken for success."""
    write = terminalreporter.write_line
    write("; ".join(f"{kind}: {spent}" for kind, spent in SPENT.items() if spent.tests))
    if suite.unit_only(terminalreporter.config):
        took = max(EACH, default=suite.processor())
        write(
            f"the unit suite, with starting and collecting: {took:.1f} s of the processor; {suite.UNIT_SECONDS} s are its most",
            red=took > suite.UNIT_SECONDS,
        )
    if not NOT_RUN:
        write("Everything could run.")
        return
    terminalreporter.section("could not run")
    for why, tests in NOT_RUN.items():
        write(f"{why}: {len(tests)} ({tests[0]}{', ...' if len(tests) > 1 else ''})")
    if UNDER_CI and required():
        write(f"Under CI=true these fail the run, but for what is {ANOTHER_SYSTEM}another system.", red=True)
