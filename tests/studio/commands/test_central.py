"""`soundfolio service` from the command line: it is set up, a tutor is let in, and the laptop meets it."""

from __future__ import annotations

import secrets
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from reflections.central.address import VARIABLE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.postgres import Server
    from tests.studio.commands.conftest import Run


def test_set_up_let_in_met_and_counted(
    run: Run, lived_in: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = postgres.database()
    monkeypatch.setenv(VARIABLE, where)
    name = f"kim_{secrets.token_hex(4)}"
    postgres.knows(name)
    assert "is set up, at step" in run("service", "init").out
    added = run("service", "adduser", name, "--shown", "Kim").out
    (theirs,) = [line for line in added.splitlines() if line.startswith("postgresql+psycopg://")]
    assert "put the server's own name in before you hand it over" in added  # the server of the tests is this computer
    assert "brought nothing yet" in run("service", "status").out
    monkeypatch.setenv(VARIABLE, theirs)
    assert "if that is your service, run this with --yes" in run("service", "sync").sentence
    monkeypatch.setenv(VARIABLE, where)
    assert "brought nothing yet" in run("service", "status").out
    monkeypatch.setenv(VARIABLE, theirs)
    met = run("service", "sync", "--yes").out
    assert met.startswith(f"Nothing of this laptop has gone to {name} at ")
    assert "What goes there: 2 pupils" in met
    assert theirs.split(":")[2].split("@")[0] not in met
    assert "changes went to the service, 0 came." in met
    assert run("service", "sync").out.startswith("0 changes went to the service, 0 came.")
    monkeypatch.setenv(VARIABLE, where)
    told = run("service", "status").out
    assert f"{name} (Kim): pupils 2, takes" in told
    assert "last brought something" in told


def test_without_an_address_or_with_a_wrong_one_it_is_a_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert VARIABLE in run("service", "status").sentence
    monkeypatch.setenv(VARIABLE, "sqlite:///x.db")
    assert "not a service's address" in run("service", "init").err


def test_a_tutors_address_sets_nothing_up_and_lets_nobody_in(
    run: Run, postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = postgres.tutor("Kim")
    monkeypatch.setenv(VARIABLE, postgres.address(own))
    assert "createrole" in run("service", "init").sentence
    assert "does not allow this name" in run("service", "adduser", "lee").sentence
    assert " 1 tutor(s)." in run("service", "status").out


@pytest.mark.parametrize(("answer", "goes"), [("no", False), ("", False), ("Yes ", True)])
def test_where_it_can_ask_it_asks_whose_service_it_is(
    run: Run, lived_in: Path, postgres: Server, monkeypatch: pytest.MonkeyPatch, answer: str, goes: bool
) -> None:
    monkeypatch.setenv(VARIABLE, postgres.address(postgres.tutor()))
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr("builtins.input", lambda _asked: answer)
    said = run("service", "sync")
    assert ("changes went to the service" in said.out) == goes
    assert ("Nothing was sent." in said.err) != goes
