"""The music as falling notes or on a stave: each pupil's own, engraved beside the window, lit as it is played."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pygame
import pytest

from studio.lesson import Stand
from studio.music import abcscore, engraver, worker
from studio.music.piece import Key, Note, Part, Piece
from studio.screen import Go
from studio.screens.play import stave as play_stave
from studio.ui.lint import faults
from studio.ui.written import bar_at
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import open_page, position, put, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture(autouse=True)
def engraved(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What is engraved is engraved on the worker's thread, without a process: its widths, one after the other."""
    asked: list[float] = []

    def run(task: Callable[[dict[str, float]], object], given: dict[str, float], **_limits: object) -> object:
        import verovio

        verovio.setDefaultResourcePath(str(Path(verovio.__file__).parent / "data"))  # each thread has its own
        asked.append(given["spaces"])
        return task(given)

    monkeypatch.setattr(worker, "run", run)
    return asked


@pytest.fixture
def on_stave(at_home: Start) -> Callable[..., Pilot]:
    """Start with a piece on the stand, its notes on a stave."""

    def start(what: Stand | None = None, **look: object) -> Pilot:
        pilot = at_home(**look)
        put(pilot, what or stand())
        pilot.type_key(pygame.K_F6)
        return pilot

    return start


def shown(pilot: Pilot) -> set[str]:
    """Falling notes, the stave, and whether it is said that it is being written."""
    writing = {"writing"} if "Writing the notes" in pilot.words() else set()
    return {widget.key for widget in pilot.ui.tree() if widget.key in {"roll", "stave"}} | writing


def now(pilot: Pilot) -> play_stave.Written:
    return pilot.studio.screen.stave._now()


def bars_in_sight(pilot: Pilot) -> list[int]:
    seen = now(pilot)
    return [bar.n for number in seen.places for bar in seen.lines[number].bars]


def long(bars: int = 40) -> Stand:
    """So many bars of four quarters."""
    notes = tuple(Note(n * 480, 480, 60 + n % 8) for n in range(bars * 4))
    return Stand(Piece("Long", (Part("Melody", "melody", "piano", notes),), key=Key(-1)), "Long", "song", "own:long")


# -- choosing ---------------------------------------------------------------------------------------------------------
def test_one_key_turns_falling_notes_into_a_stave_and_back(on_stave: Start) -> None:
    pilot = on_stave()
    assert shown(pilot) == {"stave"}
    pilot.type_key(pygame.K_F6)
    assert shown(pilot) == {"roll"}


def test_it_is_chosen_on_the_page_look_and_is_the_pupils_own(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, stand())
    open_page(pilot, "Look")
    pilot.press("The music as: Notes on a stave")
    pilot.press("Colours: By letter")
    pilot.press("Finger numbers")
    pilot.press("Done")

    assert shown(pilot) == {"stave"}
    kept = pilot.lesson.journal.preferences(pilot.lesson.pupil.id)
    assert (kept.music_as, kept.note_colours, kept.fingers) == ("stave", "pitch", True)
    assert now(pilot).shown == play_stave.Shown(names=True, fingers=True, by_letter=True)


def test_a_groove_has_no_stave_and_offers_none(at_home: Start) -> None:
    pilot = at_home()
    put(pilot, replace(stand(), kind="groove"))
    pilot.type_key(pygame.K_F6)
    assert shown(pilot) == {"roll"}
    open_page(pilot, "Look")
    assert not any(widget.name.startswith("The music as") for widget in pilot.ui.tree())


# -- engraving --------------------------------------------------------------------------------------------------------
def test_until_it_is_engraved_notes_fall_and_it_is_said_that_they_are_being_written(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    put(pilot, stand())
    gate = threading.Event()
    lines_of = engraver.lines_of

    def waits(*given: object, **named: object) -> object:
        gate.wait(60)
        return lines_of(*given, **named)  # type: ignore[arg-type]  # what it was given

    monkeypatch.setattr(engraver, "lines_of", waits)
    pilot.studio.screen.stave.change()
    for _ in range(4):
        pilot.turn()
    assert shown(pilot) == {"roll", "writing"}
    pilot.ui.click("play")
    pilot.turn()
    position(pilot, 0.0, "playing")
    assert shown(pilot) == {"roll"}, "nothing lies over what is played from"
    gate.set()
    pilot.settle()
    assert shown(pilot) == {"stave"}


def test_writing_that_takes_long_can_be_stopped_and_notes_go_on_falling(
    at_home: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = at_home()
    put(pilot, stand())
    wanted = threading.Event()

    def never(*_given: object, **_named: object) -> object:
        unwanted = worker._unwanted.get()
        assert unwanted is not None
        wanted.set()
        while not unwanted():
            threading.Event().wait(0.01)
        raise worker.GivenUpError

    monkeypatch.setattr(engraver, "lines_of", never)
    pilot.studio.screen.stave.change()
    for _ in range(4):
        pilot.turn()
    assert wanted.wait(60)
    assert not faults(pilot.ui)
    pilot.ui.click("engraving")
    pilot.settle()

    assert shown(pilot) == {"roll"}
    assert pilot.studio.notice == ""
    monkeypatch.undo()
    assert not pilot.studio.background.busy


def test_what_was_engraved_is_kept_while_the_window_is_open(on_stave: Start, engraved: list[float]) -> None:
    pilot = on_stave()
    count = len(engraved)
    pilot.studio.move(Go("pick"))
    pilot.settle()
    pilot.studio.move(Go("play"))
    pilot.settle()  # and drawn: then the stave's width is known
    pilot.settle()
    assert shown(pilot) == {"stave"}
    assert len(engraved) == count


def test_what_is_too_low_or_too_large_is_engraved_in_longer_lines_once(on_stave: Start, engraved: list[float]) -> None:
    right = tuple(Note(n * 240, 240, 72 + n % 9) for n in range(64))
    left = tuple(Note(n * 960, 960, 36 + n % 5) for n in range(16))
    parts = (Part("R", "melody", "piano", right, "right"), Part("L", "melody", "piano", left, "left"))
    pilot = on_stave(Stand(Piece("Two", parts), "Two", "song", "own:two"), text=200)
    assert len(engraved) == len(set(engraved)) <= 2
    seen = now(pilot)
    assert {note.layer for line in seen.lines for note in line.notes} == {0, 2}


def test_the_first_bars_of_a_long_piece_come_before_the_others(on_stave: Start, engraved: list[float]) -> None:
    pilot = on_stave(long(120))
    assert len(engraved) == 2
    assert now(pilot).lines[-1].bars[-1].n == 120


def test_where_it_cannot_be_engraved_it_is_said_and_notes_fall(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    pilot = at_home()
    put(pilot, stand())

    def broken(*_given: object) -> None:
        raise engraver.NoLinesError("it died")

    lines_of = engraver.lines_of
    monkeypatch.setattr(engraver, "lines_of", broken)
    pilot.type_key(pygame.K_F6)
    assert shown(pilot) == {"roll"}
    assert "These notes could not be put on a stave. They fall instead." in pilot.studio.notice
    pilot.click("play")
    position(pilot, 480.0, "playing")
    assert shown(pilot) == {"roll"}
    pilot.click("play")
    monkeypatch.setattr(engraver, "lines_of", lines_of)
    for _ in range(2):
        pilot.type_key(pygame.K_F6)
    assert shown(pilot) == {"stave"}, "asked for again it is tried again"


def test_another_part_is_another_stave(on_stave: Start) -> None:
    parts = (*stand().music.parts, Part("Chords", "chords", "piano", (Note(0, 960, 52), Note(960, 960, 55))))
    pilot = on_stave(Stand(Piece("Steps", parts), "Steps", "song", "own:more"))
    assert len(now(pilot).lines[0].staves) == 1
    pilot.press("All notes")
    assert len(now(pilot).lines[0].staves) == 2


# -- playing ----------------------------------------------------------------------------------------------------------
def test_the_line_that_is_played_is_in_sight_and_the_next_one_before_it_ends(on_stave: Start) -> None:
    pilot = on_stave(long())
    pilot.click("play")
    for bar in range(40):
        position(pilot, bar * 1920 + 960.0, "playing")
        seen = bars_in_sight(pilot)
        assert bar + 1 in seen
        assert min(bar + 2, 40) in seen, f"bar {bar + 2} cannot be read ahead"


def test_where_one_line_fills_the_place_the_next_is_turned_to_in_its_last_bar(on_stave: Start) -> None:
    pilot = on_stave(long(), text=200)
    pilot.click("play")
    turned = 0
    for bar in range(40):
        position(pilot, bar * 1920 + 960.0, "playing")
        seen = now(pilot)
        (place,) = seen.places
        last = seen.lines[place].bars[-1]
        if bar + 1 == last.n < 40:
            assert seen.turning == (place + 1, last.start)
            turned += 1
        else:
            assert seen.turning is None
    assert turned > 3


def test_bars_that_go_round_are_seen_and_so_is_their_beginning_at_their_end(on_stave: Start) -> None:
    pilot = on_stave(long())
    pilot.studio.screen.change(bars=(3, 30))
    pilot.settle()
    pilot.click("play")
    position(pilot, 29 * 1920 + 960.0, "playing")
    assert now(pilot).loop == (8.0, 120.0)
    assert 3 in bars_in_sight(pilot)


def test_a_drag_over_bars_lets_them_go_round(on_stave: Start) -> None:
    pilot = on_stave(long())
    rect = next(widget.rect for widget in pilot.ui.tree() if widget.key == "stave")
    seen, theme = now(pilot), pilot.studio.tools.theme()
    row = {n: x for x in range(rect.left, rect.right, 8) if (n := bar_at(rect, theme, seen, (x, rect.top + 60)))}
    ends = [(row[2], rect.top + 60), (row[4], rect.top + 60)]
    pilot.turn(
        pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=ends[0], button=1, touch=False),
        pygame.event.Event(pygame.MOUSEMOTION, pos=ends[1], rel=(9, 0), buttons=(1, 0, 0), touch=False),
    )
    assert now(pilot).loop == (4.0, 16.0), "the band follows the hand"
    pilot.turn(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=ends[1], button=1, touch=False))
    assert pilot.lesson.practice.bars == (2, 4)


def test_pages_are_turned_while_nothing_plays(on_stave: Start) -> None:
    pilot = on_stave(long())
    assert 1 in bars_in_sight(pilot)
    for _ in range(4):
        pilot.type_key(pygame.K_PAGEDOWN)
    assert 17 in bars_in_sight(pilot)
    pilot.type_key(pygame.K_PAGEUP)
    assert 13 in bars_in_sight(pilot)


def repeated() -> Stand:
    """Two bars twice, with a first and a second ending of a bar each; then a bar."""
    text = "X:1\nM:4/4\nL:1/4\nK:C\n|:CDEF|GABc|1 c2G2:|2 c4||edcB|]\n"
    return Stand(abcscore.read(text).as_played(), "Round", "file", "own:round")


def test_what_is_repeated_stands_once_with_its_signs_and_is_read_again(on_stave: Start) -> None:
    pilot = on_stave(repeated())
    (line,) = now(pilot).lines
    assert [bar.n for bar in line.bars] == [1, 2, 3, 4, 5]
    assert [said for _, y, said in line.words if y < line.staves[0][0]] == ["1", "2"]
    pilot.click("play")
    read = []
    for bar in range(7):
        position(pilot, bar * 1920 + 480.0, "playing")
        read.append(now(pilot).now)

    assert read == [1, 5, 9, 1, 5, 13, 17]


def test_bars_on_paper_go_round_in_the_turn_that_is_played(on_stave: Start) -> None:
    pilot = on_stave(repeated())
    stave = pilot.studio.screen.stave
    assert [stave._played(n) for n in (1, 2, 3, 4, 5)] == [1, 2, 3, 6, 7]
    pilot.studio.screen.drag.look_at(3 * 1920.0)
    assert [stave._played(n) for n in (1, 2, 3, 4, 5)] == [4, 5, 3, 6, 7]
    pilot.studio.screen.change(bars=(4, 5))
    pilot.settle()

    assert now(pilot).loop == (0.0, 8.0)


def test_what_is_waited_for_is_lit_with_its_words(on_stave: Start) -> None:
    pilot = on_stave()
    pilot.click("play")
    position(pilot, 480.0, "waiting", waiting=frozenset({61}))
    seen = now(pilot)
    assert (seen.now, seen.turn, seen.sounds) == (1.0, frozenset({61}), True)
    assert seen.turn_words.startswith("Your turn")
    pilot.click("play")
    assert not now(pilot).turn


def test_while_it_counts_in_the_music_stands_where_it_will_begin(on_stave: Start) -> None:
    pilot = on_stave(long())
    pilot.studio.screen.change(bars=(20, 21))
    pilot.settle()
    pilot.click("play")
    position(pilot, 19 * 1920 - 960.0, "counting", beat=3)
    assert now(pilot).now == 19 * 4
    assert 20 in bars_in_sight(pilot)
    assert any(widget.key == "count-in" for widget in pilot.ui.tree())


@pytest.mark.parametrize("state", ["stopped", "waiting", "counting"])
def test_every_state_is_looked_over(on_stave: Start, state: str) -> None:
    pilot = on_stave(long())
    if state != "stopped":
        pilot.click("play")
        beat = {"beat": 2} if state == "counting" else {"waiting": frozenset({62})}
        position(pilot, 960.0, state, **beat)
    lint(pilot)
