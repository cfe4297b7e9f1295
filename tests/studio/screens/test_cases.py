"""Cases every change is tried on, each from end to end before the window: a goal at nought, any writing, no name outside."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from reflections import portfolio
from studio.screen import Go, Push
from studio.ui.nodes import Ladder
from studio.words import say
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import GOAL, PASSPHRASE, C, D, E, evidence, put, record, stand, takes, weeks_ago
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
ANY_WRITING = ("\U0001f469\u200d\U0001f3a4 Zo\u00eb", "\u05d3\u05e0\u05d9", 'Jo "the" O\'Q', "x" * 24)
LONG_GOAL = "\u05d0\u05e0\u05d9 " + "play it " * 16 + '"all" \U0001f3b9'


def shown(pilot: Pilot) -> str:
    """All that is shown or spoken, one a line."""
    return "\n".join(f"{widget.name} {widget.value}" for widget in pilot.ui.tree())


@pytest.mark.parametrize("place", ["goals", "music", "session"])
def test_a_goal_rated_nought_is_an_answer_on_every_view(fourth_lesson: Start, place: str) -> None:
    pilot = fourth_lesson()
    journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
    not_yet = look_at(pilot, place)
    goal = next(one for one in journal.goals(jo) if one.words == GOAL)
    journal.rate(jo, "close", "review", "given", 0, goal=goal.id)
    seen = look_at(pilot, place)
    assert GOAL in "".join(seen)
    assert [one for one in seen if one not in not_yet and "0" in one]
    (part,) = [one for one in portfolio.page(evidence(pilot), {}).goals if one.words == GOAL]
    assert [dot.value for dot in part.dots] == [0]


def look_at(pilot: Pilot, place: str) -> list[str]:
    """What is shown there, and what its ladders stand on."""
    pilot.lesson.refresh_mine()
    pilot.settle()
    to_the_tutor = Push("session", {"pupil": pilot.lesson.pupil.id})
    pilot.studio.move({"goals": Push("goals"), "music": Go("music"), "session": to_the_tutor}[place])
    pilot.settle()
    seen = [*shown(pilot).splitlines(), *ladders(pilot.studio.screen.build())]
    pilot.studio.move(Go("home"))
    pilot.settle()
    return seen


def ladders(node: object) -> Iterator[str]:
    """What each ladder of a tree says of its goal."""
    if isinstance(node, Ladder):
        yield f"{node.label}: {node.value}"
    if isinstance(node, tuple):
        for each in node:
            yield from ladders(each)
    elif is_dataclass(node) and not isinstance(node, type):
        for field in fields(node):
            yield from ladders(getattr(node, field.name))


@pytest.mark.parametrize("alias", ANY_WRITING)
def test_any_writing_is_shown_whole_in_every_room_and_size(
    folder: Path, pilot_at: Callable[..., Pilot], alias: str
) -> None:
    with weeks_ago(folder, 1) as journal:
        jo = journal.add_pupil(alias, "bird", "10-12").id
        journal.agree(journal.wish(jo, LONG_GOAL[:140]).id)
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert alias in shown(pilot)
    pilot.press("That is me")
    whole = {"home": say("people.hello", name=alias), "goals": LONG_GOAL[:140], "session": LONG_GOAL[:140]}
    for move in (Go("home"), Push("goals"), Go("music"), Go("leaving"), Push("session", {"pupil": jo})):
        pilot.studio.move(move)
        pilot.settle()
        assert whole.get(move.name, "") in shown(pilot)
        lint(pilot)


def test_i6_a_name_is_in_no_file_name_no_log_and_no_midi(
    folder: Path, pilot_at: Callable[..., Pilot], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with weeks_ago(folder, 1) as journal:
        jo = journal.add_pupil("Quokkatoken", "bird", "10-12").id
        journal.set_place("Wombattoken", help_person="Numbattoken")
        journal.wish(jo, "Dingotoken")
    tokens = ("quokkatoken", "wombattoken", "numbattoken", "dingotoken")
    pilot = pilot_at(folder)
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    pilot.press("That is me")
    put(pilot, stand())
    record(pilot, C, D, E)
    pilot.press("My music")
    (take,) = takes(pilot)
    midi = [sound for _, sound in pilot.lesson.journal.take_midi(take.id)]
    pilot.close()
    files = [path.relative_to(folder).as_posix().casefold() for path in folder.rglob("*")]
    assert files
    assert not [(name, token) for name in files for token in tokens if token in name]
    readable = b"".join(path.read_bytes().lower() for path in folder.rglob("*") if path.is_file())
    assert midi
    assert not [token for token in tokens if token.encode() in readable + b"".join(midi).lower()]
    assert not [token for token in tokens if token in caplog.text.casefold()]
