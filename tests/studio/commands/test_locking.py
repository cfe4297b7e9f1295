"""`soundfolio lock-anew` and `lead-code`: another key after a laptop was lost, and an envelope for the service's lead."""

import re

import pytest

from tests.studio.commands.conftest import Run

NEW = "five red kettles"
CODE = re.compile(r"code: ([A-Z2-9]{4}(?:-[A-Z2-9]{4}){6})")


def code_in(out: str) -> str:
    found = CODE.search(out)
    assert found is not None
    return found[1]


def test_locked_anew_it_opens_with_the_new_passphrase_and_code_alone(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", NEW)
    done = run("lock-anew")
    assert done.code == 0
    assert "not right" in run("check").sentence
    assert run("check", passphrase=NEW).out.endswith("OK\n")
    assert run("check", passphrase=code_in(done.out)).out.endswith("OK\n")


def test_without_a_new_passphrase_nothing_is_changed(
    run: Run, lived_in: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOUNDFOLIO_NEW_PASSPHRASE", raising=False)
    assert "SOUNDFOLIO_NEW_PASSPHRASE" in run("lock-anew").sentence
    monkeypatch.setenv("SOUNDFOLIO_NEW_PASSPHRASE", "short")
    assert "at least" in run("lock-anew").sentence
    assert run("check").out.endswith("OK\n")


def test_the_leads_code_opens_it_until_it_is_dropped(run: Run, lived_in: object) -> None:
    code = code_in(run("lead-code").out)
    assert run("check", passphrase=code).out.endswith("OK\n")
    assert "no more" in run("lead-code", "--drop").out
    assert "not right" in run("check", passphrase=code).sentence
    assert "has no code" in run("lead-code", "--drop").sentence
