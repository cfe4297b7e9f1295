"""Who is let in: one address, one browser, once, and nobody once it is locked."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from reflections.pages.web.gate import MOST_COOKIES, MOST_TOKENS, TOKEN_SECONDS, Gate


@dataclass
class Clock:
    at: float = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


def let_in(gate: Gate, path: str = "/") -> str:
    found = gate.exchange(gate.invite(path))
    assert found is not None
    return found[0]


def test_an_address_opens_once_and_leads_where_it_was_made_for(clock: Clock) -> None:
    gate = Gate(clock)
    token = gate.invite("/pupil/1")
    cookie, path = gate.exchange(token) or ("", "")
    assert path == "/pupil/1"
    assert gate.knows(cookie)
    assert gate.exchange(token) is None


def test_an_address_that_waited_too_long_opens_nothing(clock: Clock) -> None:
    gate = Gate(clock)
    token = gate.invite()
    clock.at = TOKEN_SECONDS + 1
    assert gate.exchange(token) is None


@pytest.mark.parametrize("guess", ["", "a", "\u202e", "x" * 10_000])
def test_what_was_never_given_out_opens_nothing(clock: Clock, guess: str) -> None:
    gate = Gate(clock)
    let_in(gate)
    assert gate.exchange(guess) is None
    assert not gate.knows(guess)
    assert not gate.fits(guess, guess)


def test_locking_ends_every_browser_and_every_address(clock: Clock) -> None:
    gate = Gate(clock)
    cookie, token = let_in(gate), gate.invite()
    gate.lock()
    assert not gate.knows(cookie)
    assert gate.exchange(token) is None
    assert gate.exchange(gate.invite()) is None


def test_a_form_fits_the_browser_it_was_made_for_and_no_other(clock: Clock) -> None:
    gate = Gate(clock)
    one, other = let_in(gate), let_in(gate)
    assert gate.fits(gate.form_key(one), one)
    assert not gate.fits(gate.form_key(one), other)


def test_it_locks_when_nobody_looked_for_so_many_minutes(clock: Clock) -> None:
    gate = Gate(clock, minutes=lambda: 10)
    cookie = let_in(gate)
    clock.at = 9 * 60
    gate.touched()
    clock.at = 18 * 60
    assert gate.knows(cookie)
    clock.at = 19 * 60
    assert gate.locked
    gate.touched()
    assert not gate.knows(cookie)


def test_it_stays_open_where_the_tutor_said_never(clock: Clock) -> None:
    gate = Gate(clock)
    cookie = let_in(gate)
    clock.at = 1e6
    assert gate.knows(cookie)


def test_only_the_newest_addresses_and_browsers_are_remembered(clock: Clock) -> None:
    gate = Gate(clock)
    tokens = [gate.invite() for _ in range(MOST_TOKENS + 1)]
    assert gate.exchange(tokens[0]) is None
    cookies = [let_in(gate) for _ in range(MOST_COOKIES + 1)]
    assert [gate.knows(each) for each in cookies] == [False, *[True] * MOST_COOKIES]
