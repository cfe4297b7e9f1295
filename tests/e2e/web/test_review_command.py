"""`soundfolio review` as a person runs it: a process that says where it is, answers there alone, and ends when told to."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reflections import Journal
from tests import journals
from tests.source import ROOT

SECRET = "five round brass bells"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        journal, _ = Journal.create(tmp_path / "data", tutor="Sam", passphrase=SECRET, help_person="Ms Okoro")
        journal.add_pupil("Jo", "bird", "10-12")
        journal.close()
    return tmp_path / "data"


@pytest.fixture
def command(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The command, started with the passphrase in its environment."""
    given = {**os.environ, "SOUNDFOLIO_PASSPHRASE": SECRET, "PYTHONUNBUFFERED": "1"}
    arguments = [sys.executable, "-m", "studio", "--data", str(folder), "review", "--no-browser"]
    with subprocess.Popen(
        arguments, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        yield running
        running.kill()


def ask(address: str, **headers: str) -> tuple[int, http.client.HTTPMessage, str]:
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 0, timeout=60)
    line.request("GET", parts.path or "/", headers=headers)
    answer = line.getresponse()
    found = answer.status, answer.headers, answer.read().decode()
    line.close()
    return found


def said_address(command: subprocess.Popen[str]) -> str:
    assert command.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/in/\S+", command.stdout.readline())
    assert found, command.stderr.read() if command.stderr else ""
    return found[0]


def test_it_says_an_address_that_opens_once_and_ends_by_ctrl_c(command: subprocess.Popen[str], folder: Path) -> None:
    address = said_address(command)
    status, headers, _ = ask(address)
    assert status == 303
    page = ask(address.partition("/in/")[0] + "/", Cookie=headers["Set-Cookie"].partition(";")[0])
    assert page[0] == 200
    assert "Jo" in page[2]
    assert ask(address)[0] == 403
    second = subprocess.run(
        [sys.executable, "-m", "studio", "--data", str(folder), "check"],
        cwd=ROOT,
        env={**os.environ, "SOUNDFOLIO_PASSPHRASE": SECRET},
        capture_output=True,
        text=True,
        check=False,
    )
    assert second.returncode != 0
    assert "open" in second.stderr  # one journal, one program
    command.send_signal(signal.CTRL_C_EVENT if sys.platform == "win32" else signal.SIGINT)
    out, err = command.communicate(timeout=60)
    assert command.returncode == 0
    assert "Closed." in out
    assert err == ""
