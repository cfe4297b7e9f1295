"""The rules every run of the tests goes by: what is the unit suite, what it may not do, and that nothing is skipped silently."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest

from tests import suite
from tests.run import PYTEST

CONFTEST = Path(__file__).with_name("conftest.py")
SKIPS = """
import pytest
def test_here(): pass
@pytest.mark.skip(reason="jackd is not there")
def test_of_sound(): pass
@pytest.mark.skip(reason="jackd is not there")
def test_of_keys(): pass
@pytest.mark.skip(reason="only on Windows are drives named")
def test_of_drives(): pass
"""

Run = Callable[..., pytest.RunResult]


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Run pytest on these files, with this project's own conftest beside them, as in CI or not."""
    before = hypothesis.settings._current_profile

    def go(*arguments: str, ci: str = "", **files: str) -> pytest.RunResult:
        monkeypatch.setenv("CI", ci)
        pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
        pytester.makeini("[pytest]\nmarkers =\n  unit: u\n  whole: w\n")
        if files:
            pytester.makepyfile(**files)
        return pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:hypothesispytest", *arguments)

    yield go
    hypothesis.settings.load_profile(before)


def said(result: pytest.RunResult, words: str) -> bool:
    return any(words in line for line in result.outlines)


def test_what_could_not_run_is_listed_once_for_each_reason(run: Run) -> None:
    result = run(test_it=SKIPS)
    assert result.ret == pytest.ExitCode.OK
    assert said(result, "jackd is not there: 2 (test_it.py::test_of_sound, ...)")
    assert said(result, "only on Windows are drives named: 1 (test_it.py::test_of_drives)")
    assert not said(result, "Everything could run.")


def test_under_ci_what_could_not_run_fails_the_run(run: Run) -> None:
    result = run(ci="true", test_it=SKIPS)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert said(result, "Under CI=true these fail the run")


def test_what_only_another_system_can_run_fails_no_run(run: Run) -> None:
    result = run("-k", "here or drives", ci="true", test_it=SKIPS)
    assert result.ret == pytest.ExitCode.OK
    assert said(result, "only on Windows are drives named: 1")


def test_a_whole_file_that_could_not_run_counts_as_well(run: Run) -> None:
    whole = "import pytest\npytest.skip('no browser is here', allow_module_level=True)"
    result = run(ci="1", test_it=SKIPS.partition("@")[0], test_page=whole)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert said(result, "no browser is here: 1 (test_page.py)")


def test_where_all_could_run_that_is_said_with_how_long_it_took(run: Run) -> None:
    result = run(ci="true", test_it="def test_here(): pass")
    assert result.ret == pytest.ExitCode.OK
    assert said(result, "Everything could run.")
    assert said(result, "unit: 1 tests, ")


STARTS = {
    "a program": "import subprocess, sys\ndef go(): subprocess.run([sys.executable, '-c', ''], check=True)",
    "a process": "import multiprocessing\ndef go(): multiprocessing.Process(target=print).start()",
}


@pytest.mark.parametrize("what", STARTS)
def test_a_unit_test_that_starts_something_fails_and_says_what_to_do(run: Run, what: str) -> None:
    result = run(test_it=f"{STARTS[what]}\ndef test_it(): go()")
    result.assert_outcomes(failed=1)
    assert said(result, f"a unit test starts {what}: mark it with @pytest.mark.whole, or give it a stand-in")


def test_what_a_wider_fixture_starts_for_a_unit_test_is_found_as_well(run: Run) -> None:
    fixture = "\nimport pytest\n@pytest.fixture(scope='module', autouse=True)\ndef early(): go()\ndef test_it(): pass"
    result = run(test_it=STARTS["a program"] + fixture)
    result.assert_outcomes(errors=1)
    assert said(result, "a unit test starts a program")


@pytest.mark.whole
def test_a_whole_test_may_start_what_it_wants_and_is_counted_apart(run: Run) -> None:
    result = run(test_it=f"import pytest\n{STARTS['a program']}\n@pytest.mark.whole\ndef test_it(): go()")
    result.assert_outcomes(passed=1)
    assert said(result, "whole parts: 1 tests, ")


def test_the_unit_suite_leaves_out_what_is_marked_and_does_not_even_read_the_folders_of_whole_tests(
    run: Run, pytester: pytest.Pytester
) -> None:
    folder = pytester.mkdir("e2e")
    folder.joinpath("test_app.py").write_text("raise RuntimeError('read')", encoding="utf-8")
    marked = "import pytest\n@pytest.mark.whole\ndef test_marked(): assert False\ndef test_unit(): pass"
    result = run("-m", "unit", test_it=marked)
    result.assert_outcomes(passed=1, deselected=1)
    assert said(result, "the unit suite, with starting and collecting: ")


def test_unit_tests_run_before_whole_ones_and_the_app_from_outside_comes_last(
    run: Run, pytester: pytest.Pytester
) -> None:
    folder = pytester.mkdir("e2e")
    folder.joinpath("test_app.py").write_text("def test_app(): pass", encoding="utf-8")
    result = run(
        "-v", test_a="import pytest\n@pytest.mark.whole\ndef test_marked(): pass", test_b="def test_unit(): pass"
    )
    ran = [line.split("::")[1].split()[0] for line in result.outlines if "PASSED" in line]
    assert ran == ["test_unit", "test_marked", "test_app"]


@pytest.mark.parametrize(("arguments", "examples"), [((), 40), (("-m", "unit"), 25)])
def test_a_run_by_day_tries_so_many_examples(run: Run, arguments: tuple[str, ...], examples: int) -> None:
    result = run(
        *arguments,
        test_it="import hypothesis\ndef test_it(): assert hypothesis.settings().max_examples == N".replace(
            "N", str(examples)
        ),
    )
    result.assert_outcomes(passed=1)


def test_whoever_asks_for_the_night_gets_it() -> None:
    asked = {"--hypothesis-profile": "nightly", "markexpr": "unit"}
    assert suite.profile(SimpleNamespace(getoption=lambda name, _default: asked[name])) == "nightly"
    assert suite.EXAMPLES["nightly"] > 100


def test_of_each_kind_the_files_with_the_most_tests_come_first(run: Run) -> None:
    few, many = "def test_one(): pass", "def test_two(): pass\ndef test_three(): pass"
    whole = "import pytest\npytestmark = pytest.mark.whole\n"
    result = run("-v", test_a=few, test_b=many, test_c=whole + few, test_d=whole + many)
    ran = [line.split("::")[0] for line in result.outlines if "PASSED" in line]
    assert ran == ["test_b.py", "test_b.py", "test_a.py", "test_d.py", "test_d.py", "test_c.py"]


LOGS = """
import os, pathlib, time
def test_it():
    with pathlib.Path({log!r}).open("a") as log: print("begins", {name!r}, os.environ["PYTEST_XDIST_WORKER"], file=log)
    time.sleep(0.3)
    with pathlib.Path({log!r}).open("a") as log: print("ends", {name!r}, os.environ["PYTEST_XDIST_WORKER"], file=log)
"""


@pytest.mark.whole
@pytest.mark.parametrize("side_by_side", [("test_a", "test_b", "test_c"), ()])
def test_of_several_processes_one_alone_runs_what_needs_the_computer_to_itself_once_the_others_have_ended(
    run: Run, pytester: pytest.Pytester, side_by_side: tuple[str, ...]
) -> None:
    log = pytester.path / "log"
    folder = pytester.mkdir("e2e")
    # By itself pytest-xdist would begin with the files of most tests.
    more = "".join(f"\ndef test_more_{number}(): pass" for number in range(3))
    for name in ("test_d", "test_e"):
        folder.joinpath(f"{name}.py").write_text(LOGS.format(log=str(log), name=name) + more, encoding="utf-8")
    result = run("-n", "2", **{name: LOGS.format(log=str(log), name=name) for name in side_by_side})
    result.assert_outcomes(passed=len(side_by_side) + 8)
    assert said(result, f"unit: {len(side_by_side)} tests, ") is bool(side_by_side)
    assert said(result, "whole parts: 8 tests, ")
    lines = [line.split() for line in log.read_text().splitlines()]
    last = lines[-4:]
    assert [(what, name) for what, name, _ in last] == [
        (what, name) for name in ("test_d", "test_e") for what in ("begins", "ends")
    ]
    assert len({process for *_, process in last}) == 1
    if side_by_side:
        assert {name for what, name, _ in lines[:2] if what == "begins"} <= set(side_by_side)
        assert len({process for *_, process in lines}) == 2


@pytest.mark.whole
def test_what_fails_or_could_not_run_in_one_of_several_processes_fails_the_run_and_is_shown_whole(run: Run) -> None:
    fails = "def test_here():\n    answer = 41\n    assert answer == 42"
    result = run("-n", "2", test_it=SKIPS, test_that=fails)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.assert_outcomes(passed=1, skipped=3, failed=1)
    assert said(result, "assert 41 == 42")
    assert said(result, "jackd is not there: 2 (test_it.py::test_of_sound, ...)")
    assert run("-n", "2", "test_it.py", ci="true").ret == pytest.ExitCode.TESTS_FAILED


@pytest.mark.whole
def test_a_process_that_dies_ends_the_run_and_its_test_is_named(run: Run) -> None:
    dies = "import os\ndef test_it(): os._exit(3)"
    result = run(*PYTEST[2:], test_a=dies, test_b=SKIPS.partition("@")[0])
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    assert said(result, "crashed while running 'test_a.py::test_it'")


def test_only_what_drives_the_app_from_outside_runs_alone() -> None:
    assert suite.runs_alone("tests/e2e/test_tour.py")
    assert suite.runs_alone("tests/e2e/web/test_heard.py")
    assert not suite.runs_alone("tests/e2e/web/test_reports.py"), "it neither hears nor times anything"
    assert not suite.runs_alone("tests/studio/screens/play/test_room.py")
    assert not suite.runs_alone("tests/test_e2e.py")


@pytest.mark.whole
def test_the_processor_time_counts_what_children_took() -> None:
    spent = suite.Spent()
    with spent.one_more():
        subprocess.run([sys.executable, "-c", "x = sum(range(3_000_000))"], check=True)
    assert (spent.tests, spent.processor > 0.01) == (1, True)


def test_what_asks_for_a_real_journal_is_no_unit_test(run: Run) -> None:
    text = """
import pytest
@pytest.fixture
def house(): pass
@pytest.fixture
def sitting(house): pass
def test_here(): pass
def test_there(sitting): pass
"""
    result = run("-m", "unit", test_it=text)
    result.assert_outcomes(passed=1, deselected=1)
