"""Every place there is, and what may lie over any of them, in every size: nobody adds a screen that nobody looked over."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pygame
import pytest

from instruments.events import NoteOff, NoteOn, pack
from reflections import DiskFull
from reflections.records import Preferences
from studio.lesson import Sayable, Stand
from studio.music.library import groove_piece, grooves
from studio.screen import Go, Push
from studio.screens import PLACES
from studio.screens.pick.opening import SOON
from studio.screens.tutor.room import TABS
from tests.studio.fakes import Pilot
from tests.studio.right_to_left import unfit
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.conftest import PASSPHRASE, signs
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
BEFORE_ANYBODY = {"setup", "lock"}  # the two that stand there by themselves
ONLY_PASSED = {"turn"}  # it goes on by itself once it is known whose turn it is
NOBODY_IS_HERE = {"who", "newcomer", "several", "riff"}


def of_a_note(pilot: Pilot, pupil: str) -> dict[str, Any]:
    note = pilot.lesson.journal.draft_note_out(pupil, "class teacher", "Jo plays the bass line now.")
    return {"pupil": pupil, "note": note.id}


def of_a_group(pilot: Pilot, pupil: str) -> dict[str, Any]:
    another = pilot.lesson.journal.add_pupil("Amira", "moon", "13-15").id
    group = pilot.lesson.journal.add_group("Brass", (pupil, another))
    pilot.lesson.refresh_house()
    pilot.settle()
    return {"group": group.id}


def of_what_all_played(pilot: Pilot, pupil: str) -> dict[str, Any]:
    about = Sayable(pilot.lesson.journal.keep_piece(pupil, "Ours", kind="own").id, "Ours")
    row = pilot.lesson.journal.pupil(pupil)
    return {"pupil": row, "about": about, "preferences": Preferences(), "keys": frozenset({1})}


OF_WHOM: dict[str, Callable[[Pilot, str], dict[str, Any]]] = {
    "aside": of_what_all_played,
    "erase": lambda _pilot, pupil: {"pupil": pupil},
    "export": lambda _pilot, pupil: {"pupil": pupil},
    "held": lambda _pilot, pupil: {"pupil": pupil},
    "said_yes": lambda _pilot, pupil: {"pupil": pupil},
    "session": lambda _pilot, pupil: {"pupil": pupil},
    "tutor_pupil": lambda _pilot, pupil: {"pupil": pupil},
    "closing": lambda pilot, _pupil: {"session": pilot.lesson.session.id},
    "note": of_a_note,
    "tutor_group": of_a_group,
    "group_session": of_a_group,
}


def of_what_was_left(pilot: Pilot, pupil: str) -> None:
    """A recording that waits to be decided."""
    row = pilot.lesson.journal.begin_recording(pupil=pupil, context={"kind": "heard", "run": "before", "bar_one": 0})
    pilot.lesson.journal.take_chunk(row, 0, pack([NoteOn(0, 1, 60, 80), NoteOff(9600, 1, 60, 0)]), 1.0)
    pilot.lesson.journal.end_recording(row, keep=True)
    pilot.lesson.refresh_house()
    pilot.settle()


@pytest.mark.parametrize("name", sorted(set(PLACES) - BEFORE_ANYBODY - ONLY_PASSED))
def test_every_place_is_looked_over(at_home: Start, name: str) -> None:
    pilot = at_home()
    pupil = pilot.lesson.pupil.id
    put(pilot, stand())
    record(pilot, C, D)
    pilot.lesson.moved_on()
    options = OF_WHOM[name](pilot, pupil) if name in OF_WHOM else {}
    if name == "found":
        of_what_was_left(pilot, pupil)
    if name in NOBODY_IS_HERE:
        pilot.lesson.goodbye()
    pilot.studio.move(Go(name, options))
    pilot.settle()

    assert pilot.screen == name, pilot.words()
    lint(pilot)
    assert unfit(pilot) == []


def test_the_first_two_are_looked_over_before_anybody_is_known(tmp_path: Path, folder: Path, pilot_at: Start) -> None:
    for name, where in (("setup", tmp_path / "new"), ("lock", folder)):
        pilot = pilot_at(where)
        assert pilot.screen == name
        lint(pilot)
        assert unfit(pilot) == []


@pytest.mark.parametrize("tab", [tab for tab, _ in TABS])
def test_every_room_behind_the_tutors_door(at_home: Start, tab: str) -> None:
    pilot = at_home()
    lint_at(pilot, Push("tutor", {"tab": tab}))
    pilot.write(PASSPHRASE)
    pilot.enter()
    lint(pilot)
    assert unfit(pilot) == []


def lint_at(pilot: Pilot, move: Any) -> None:
    pilot.studio.move(move)
    pilot.settle()
    lint(pilot)


# -- what may lie over any of them ------------------------------------------------------------------------------------
def test_how_it_looks_and_reads(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("How it looks and reads")
    lint(pilot, in_sight=("Done", "Quieter", "Louder"))


def test_the_veil(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("Someone's come in")
    lint(pilot)


def test_the_rooms_in_more(at_home: Start) -> None:
    pilot = at_home(text=200)
    pilot.click("shell/more")
    lint(pilot)


def test_who_can_help(at_home: Start) -> None:
    pilot = at_home()
    pilot.press("I want to talk to someone")
    lint(pilot)


@contextmanager
def held(pilot: Pilot, queue: str) -> Iterator[None]:
    """Nothing that is put on a queue is done meanwhile."""
    gate = threading.Event()
    getattr(pilot.studio.background, queue).put(lambda: gate.wait(10), lambda _: None, lambda _: None)
    settle, pilot.settle = pilot.settle, pilot.turn
    try:
        yield
    finally:
        gate.set()
        pilot.settle = settle
        pilot.settle()


def test_closing_while_it_is_written(at_home: Start) -> None:
    pilot = at_home()
    with held(pilot, "writer"):
        pilot.turn(pygame.event.Event(pygame.QUIT))
        assert "Putting the music away" in pilot.words()
        lint(pilot)


def test_closing_what_nobody_has_claimed(folder: Path, pilot_at: Start) -> None:
    pilot = pilot_at(folder)
    pilot.play(60, 62, 64)
    pilot.turn(pygame.event.Event(pygame.QUIT))
    assert pilot.studio.open
    lint(pilot)


def test_closing_with_no_room_on_the_disk(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()

    def refuse(clock: object) -> object:
        raise DiskFull("The disk is full. Make room, and it is written.")

    with monkeypatch.context() as patch:
        patch.setattr(pilot.lesson.journal._opened, "writing", refuse)
        put_nothing_down(pilot)
        pilot.turn(pygame.event.Event(pygame.QUIT))
        pilot.settle()
        assert "The disk is full." in pilot.words()
        lint(pilot)


def put_nothing_down(pilot: Pilot) -> None:
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.play(60, 62)
    pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()


def test_the_place_that_is_only_passed(unlocked: Start) -> None:
    pilot = unlocked(2, signed=True)
    pilot.press("More than one of us")
    for n in (0, 1):
        for icon in signs(n):
            pilot.click(f"picture-{icon}")
    pilot.press("Let's go")
    with held(pilot, "writer"):
        pilot.click("shell/turn")
        assert pilot.screen == "turn"
        lint(pilot)


# -- states that take a while or a long piece -------------------------------------------------------------------------
def test_pick_while_it_looks_and_with_nothing_found(at_home: Start) -> None:
    pilot = at_home()
    with held(pilot, "worker"):
        pilot.studio.move(Go("pick"))
        pilot.turn()
        assert "Getting the tunes." in pilot.words()
        lint(pilot)
    for words in ("reel", "zzz"):
        pilot.ui.click("find")
        pilot.write(words)
        pilot.settle()
        lint(pilot)


def test_pick_while_a_file_is_read(at_home: Start, tmp_path: Path) -> None:
    pilot = at_home()
    pilot.studio.move(Go("pick"))
    pilot.settle()
    with held(pilot, "worker"):
        pilot.turn(pygame.event.Event(pygame.DROPFILE, file=str(tmp_path / "the night bus home.mid")))
        pilot.turn(seconds=SOON)
        assert "Reading the file" in pilot.words()
        lint(pilot)


@pytest.mark.parametrize("said", ["Type it", "My tutor writes it"])
def test_words_that_are_typed_or_written_for_the_pupil(fourth_lesson: Start, said: str) -> None:
    pilot = fourth_lesson()
    put(pilot, stand())
    pilot.press("Quite sure")
    record(pilot, C, D, E)
    pilot.press("Say something")
    for _ in range(3):
        lint(pilot)
        if any(widget.name == said for widget in pilot.ui.tree()):
            break
        pilot.press("Yes" if any(widget.name == "Yes" for widget in pilot.ui.tree()) else "Very sure")
    pilot.press(said)
    lint(pilot)


def test_make_with_many_bars(at_home: Start) -> None:
    pilot = at_home()
    groove = grooves()[0]
    pilot.lesson.put_on_stand(Stand(groove_piece(groove, bars=64), "A long one", "groove", f"groove:{groove.id}"))
    pilot.settle()
    lint_at(pilot, Go("make"))
    assert "Drums" in pilot.words()


def test_leaving_as_a_guest(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    pilot.play(60, 62)
    lint_at(pilot, Go("leaving"))
