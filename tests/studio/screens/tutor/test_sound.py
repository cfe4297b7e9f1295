"""The sound behind the tutor's door: another output at once, levels, silence, and sixteen taps that place what is played."""

import threading
from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments import Choice, NoOutput, Offset
from instruments.events import RATE, Finished, NoteOn, Output, Position
from instruments.latency import keep_offset, kept_offset
from studio.lesson import Stand
from studio.music.take import Take
from studio.screen import Go, Push
from studio.screens.tutor import sound
from studio.screens.tutor.sound import ways
from studio.settings import Settings
from tests.studio.fakes import SPEAKERS, Pilot
from tests.studio.screens.at_work import count_in, piece, put, takes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
WIRELESS = "AirPods is wireless (Bluetooth): sound comes a fifth of a second late."
FOUND = (
    Choice("miniaudio", "miniaudio alsa", SPEAKERS, True),
    Choice("miniaudio", "miniaudio alsa", "Headphones"),
    Choice("miniaudio", "miniaudio alsa", "AirPods", False, WIRELESS),
    Choice("jack", "miniaudio jack", "Default Playback Device"),
    Choice("sounddevice", "sounddevice alsa", "default"),
)
CLICK = RATE * 6 // 10  # frames from click to click at 100 a minute


@pytest.fixture(autouse=True)
def offered(monkeypatch: pytest.MonkeyPatch) -> None:
    """What this computer offers."""
    monkeypatch.setattr(sound, "ask_outputs", lambda: FOUND)


@pytest.fixture
def room(at_home: Start) -> Callable[..., Pilot]:
    """Before the sound tab, with Jo at the keys."""

    def start(**look: object) -> Pilot:
        pilot = at_home(**look)
        pilot.lesson.tutor_near = True
        pilot.studio.move(Push("tutor", {"tab": "sound"}))
        pilot.settle()
        return pilot

    return start


@pytest.fixture
def tapping(room: Callable[..., Pilot]) -> Pilot:
    """The click runs."""
    pilot = room()
    pilot.press("16 taps")
    pilot.press("Begin")
    return pilot


def tap(pilot: Pilot, *late_ms: float) -> None:
    """Tap to one click after the other, each so late."""
    began = pilot.engine.frame
    for number, late in enumerate(late_ms):
        pilot.engine.frame = began + number * CLICK
        pilot.engine._inbox.append(Position(pilot.engine.frame, number * 480.0, "playing"))
        pilot.engine.frame += round(late * RATE / 1e3)
        pilot.engine.key(60)
        pilot.turn()


def way_to(pilot: Pilot, name: str) -> None:
    """Press the card of an output."""
    (key,) = [
        one.key for one in pilot.ui.tree() if one.key and one.key.startswith("way-") and one.name.startswith(name)
    ]
    pilot.click(key)


def kept(pilot: Pilot) -> Settings:
    return Settings.from_file(pilot.studio.folder)


# -- where sound goes -------------------------------------------------------------------------------------------------
def test_every_output_is_offered_with_its_warning(room: Start) -> None:
    words = room().words()
    for name in (f"The usual one: {SPEAKERS}", "Headphones", "AirPods", "JACK", WIRELESS, f"Now: {SPEAKERS}."):
        assert name in words


def test_another_output_sounds_at_once_and_is_kept(room: Start) -> None:
    pilot = room()
    way_to(pilot, "Headphones")
    assert pilot.engine.log == ["sound to Headphones, 256"]
    assert "Now: Headphones." in pilot.words()
    assert (kept(pilot).output, kept(pilot).device) == ("miniaudio", "Headphones")


def test_wireless_headphones_are_warned_of_before_and_after_they_are_chosen(room: Start) -> None:
    pilot = room()
    assert WIRELESS in pilot.words()
    way_to(pilot, "AirPods")
    assert pilot.studio.sounding.output is not None
    assert "wireless" in pilot.studio.sounding.output.warning


def test_an_output_that_cannot_be_opened_is_said_and_sound_goes_on(room: Start) -> None:
    pilot = room()
    pilot.engine.missing.add("Headphones")
    way_to(pilot, "Headphones")
    assert f"Headphones cannot be opened, so sound goes to {SPEAKERS}." in pilot.words()
    assert f"Now: {SPEAKERS}." in pilot.words()
    way_to(pilot, "The usual one")
    pilot.studio.notice = ""
    pilot.studio.change()
    pilot.turn()
    assert "cannot be opened" not in pilot.words()


def test_while_an_output_is_being_opened_it_is_shown_and_can_be_stopped(room: Start) -> None:
    pilot = room()
    pilot.engine.report = lambda: None  # it takes long
    way_to(pilot, "Headphones")
    assert "Opening it" in pilot.words()
    pilot.click("opening")
    assert pilot.engine.log[-1] == f"sound to {SPEAKERS}, 256"
    assert kept(pilot).device == ""


def test_quicker_and_safer_are_words_for_the_frames_of_a_block(room: Start) -> None:
    pilot = room()
    pilot.press("Quick or safe: Safer")
    assert pilot.engine.log == [f"sound to {SPEAKERS}, 512"]
    assert kept(pilot).period == 512
    assert "512 frames, 11 ms." in pilot.words()


def test_where_jack_decides_the_frames_nothing_is_asked(room: Start) -> None:
    pilot = room()
    way_to(pilot, "JACK")
    assert "JACK decides this itself." in pilot.words()
    pilot.press("Quick or safe: Safer")
    assert kept(pilot).period == 256


def test_a_sound_system_that_does_not_answer_is_a_sentence(room: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise NoOutput("The sound system does not answer.")

    monkeypatch.setattr(sound, "ask_outputs", silent)
    pilot = room()
    assert "The sound system does not answer." in pilot.words()
    monkeypatch.setattr(sound, "ask_outputs", lambda: FOUND)
    pilot.press("Look again")
    assert "Headphones" in pilot.words()


def test_the_window_goes_on_while_outputs_are_looked_for(at_home: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()

    def slow() -> tuple[Choice, ...]:
        answered.wait(20)
        return FOUND

    monkeypatch.setattr(sound, "ask_outputs", slow)
    pilot = at_home()
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "sound"}))
    pilot.turn()
    pilot.turn()
    try:
        assert "Looking for outputs" in pilot.words()
        assert "Headphones" not in pilot.words()
    finally:
        answered.set()
    pilot.settle()
    assert "Headphones" in pilot.words()


def test_what_was_chosen_is_offered_though_it_is_pulled_out() -> None:
    away = ways(FOUND, Settings(output="miniaudio", device="Old speakers"))
    assert away[-1].name == "Old speakers, not there now"
    assert [way.setting for way in ways((), Settings())] == [("auto", "")]


def test_nothing_of_a_take_is_lost_when_the_output_changes(room: Start) -> None:
    pilot = room()
    pilot.lesson.start_take(pilot.engine.frame)
    pilot.play(60, 62)
    way_to(pilot, "Headphones")
    pilot.play(64)
    last = pilot.lesson.stop_take(pilot.engine.frame)
    pilot.settle()
    assert last is not None
    assert [event.pitch for event in last.made.events if isinstance(event, NoteOn)] == [60, 62, 64]
    assert takes(pilot)[0].parts[0].facts.notes == 3


# -- how loud ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("button", "kind", "level"),
    [
        ("Keys: quieter", "keyboard", 0.9),
        ("What plays along: louder", "backing", 0.9),
        ("Click: quieter", "click", 0.6),
        ("Count-in: louder", "count", 0.8),
        ("Never louder than: Softest", "most", 0.5),
    ],
)
def test_each_level_is_the_engines_and_is_kept(room: Start, button: str, kind: str, level: float) -> None:
    pilot = room()
    pilot.press(button)
    assert pilot.engine.levels[kind] == pytest.approx(level)
    name = {"keyboard": "keys"}.get(kind, kind)
    assert getattr(kept(pilot), name) == pytest.approx(level)


def test_levels_end_at_nothing_and_at_all(room: Start) -> None:
    pilot = room(click=0.1)
    pilot.press("Click: quieter")
    assert pilot.engine.levels["click"] == 0
    assert not pilot.ui.find("Click: quieter").enabled
    assert not pilot.ui.find("Keys: louder").enabled


def test_what_plays_along_can_be_heard_and_everything_silenced(room: Start) -> None:
    pilot = room()
    pilot.press("Hear them")
    assert pilot.engine.sounding
    pilot.press("Silence everything")
    assert pilot.engine.log[-2:] == ["hush", "stop"]
    assert not pilot.engine.sounding
    assert pilot.ui.find("Hear them")
    pilot.press("Hear them")
    pilot.press("Today")
    assert not pilot.engine.sounding


def test_the_computers_keys_are_a_piano_here_and_not_beside_it(room: Start) -> None:
    pilot = room()
    assert pilot.studio.screen.keys_play
    pilot.press("Titles")
    assert not pilot.studio.screen.keys_play


# -- sixteen taps -----------------------------------------------------------------------------------------------------
def test_sixteen_taps_end_in_a_sentence_and_place_takes_from_then_on(tapping: Pilot) -> None:
    tap(tapping, *[40.0] * 16)
    assert "You tap 40 ms after the beat." in tapping.words()
    assert tapping.lesson.recorder.offset == 1_920
    assert kept_offset(tapping.engine.output, tapping.studio.folder / "latency.json") == Offset(1_920)
    assert not tapping.engine.sounding
    tapping.press("Back")
    assert tapping.screen == "tutor"
    assert "You tap 40 ms after the beat. Takes are placed by that." in tapping.words()


def test_each_tap_is_shown(tapping: Pilot) -> None:
    assert "Listen" in tapping.words()
    tap(tapping, *[40.0] * 7)
    assert "7 of 16" in tapping.words()


def test_uneven_taps_are_asked_for_once_more_and_keep_nothing(tapping: Pilot) -> None:
    tap(tapping, *[0.0, 140.0, 250.0, 40.0] * 4)
    assert "Once more: listen first" in tapping.words()
    assert not (tapping.studio.folder / "latency.json").exists()
    tapping.press("Once more")
    tap(tapping, *[20.0] * 16)
    assert "You tap 20 ms after the beat." in tapping.words()


def test_a_click_that_nobody_taps_to_ends_with_a_sentence(tapping: Pilot) -> None:
    tap(tapping, 40.0, 40.0)
    tapping.engine.finish()
    tapping.turn()
    assert "too few taps" in tapping.words()


@pytest.mark.parametrize("how", ["Stop", "Esc", "Someone else"])
def test_it_can_be_left_at_any_moment(tapping: Pilot, how: str) -> None:
    tap(tapping, *[40.0] * 5)
    match how:
        case "Stop":
            tapping.click("tapped")
            assert tapping.ui.find("Begin")
        case "Esc":
            tapping.type_key(pygame.K_ESCAPE)
            assert tapping.screen == "tutor"
        case _:
            tapping.studio.move(Go("who"))
            tapping.settle()
    assert not tapping.engine.sounding
    assert tapping.lesson.recorder.offset == 0


def test_taps_are_no_music_that_anybody_is_asked_about(tapping: Pilot) -> None:
    tap(tapping, *[40.0] * 16)
    tapping.turn(seconds=1.0)
    tapping.settle()
    assert tapping.lesson.recorder.unkept() == ()
    assert not tapping.lesson.recorder.something_to_keep
    journal = tapping.lesson.journal
    journal._under_way.clear()
    (row,) = [one for one in journal.unfinished() if one.context["kind"] == "heard"]
    ((start, end),) = row.context["decided"]
    assert start < end


def test_what_was_played_before_the_taps_is_still_there_to_keep(room: Start) -> None:
    pilot = room()
    pilot.play(60, 62, 64)
    pilot.turn(seconds=3.0)
    pilot.press("16 taps")
    pilot.press("Begin")
    tap(pilot, *[40.0] * 16)
    (phrase,) = pilot.lesson.recorder.unkept()
    assert phrase.notes == 3


# -- what is placed by it ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("way", "click", "late_ms"),
    [
        ("Plays with me", False, 0),
        ("Just plays", False, 0),
        ("Plays with me", True, 0),
        ("Waits for me", True, 40),
    ],
)
def test_a_take_played_along_is_placed_and_one_that_waited_is_not(
    at_home: Start, folder: Path, way: str, click: bool, late_ms: float
) -> None:
    keep_offset(Offset(1_920), Output(0, "miniaudio alsa", SPEAKERS, ""), folder / "latency.json")
    pilot = at_home()
    put(pilot, Stand(piece(), "Steps", "song", "own:steps"))
    pilot.press(way)
    if click:
        pilot.studio.screen.change(click=True)
    pilot.press("Record")
    began = pilot.engine.frame
    count_in(pilot)
    bar_one = pilot.lesson.recorder.running.bar_one
    assert bar_one > began
    pilot.engine.frame = bar_one + 1_920
    pilot.play(60)
    pilot.press("Stop and keep")
    take = Take.from_midi(pilot.lesson.journal.take_midi(takes(pilot)[0].id)[0][1])
    first = next(event.frame for event in take.events if isinstance(event, NoteOn))
    assert take.seconds_at(first) * 1e3 == pytest.approx(late_ms, abs=5)


# -- layout -----------------------------------------------------------------------------------------------------------
def test_the_sound_tab_fits_every_size(room: Start) -> None:
    pilot = room()
    pilot.engine.missing.add("Headphones")
    way_to(pilot, "Headphones")
    lint(pilot)


def test_sixteen_taps_fit_every_size(tapping: Pilot) -> None:
    lint(tapping)
    tap(tapping, *[0.0, 140.0, 250.0, 40.0] * 4)
    lint(tapping)
    tapping.press("Once more")
    tap(tapping, *[20.0] * 16)
    lint(tapping)
    tapping.press("Once more")
    tapping.click("tapped")
    lint(tapping)


def test_the_click_that_ended_by_itself_leaves_the_room_as_it_was(room: Start) -> None:
    pilot = room()
    pilot.press("Hear them")
    pilot.engine.finish()
    pilot.turn()
    assert pilot.ui.find("Hear them")
    pilot.engine._inbox.append(Finished(pilot.engine.frame))
    pilot.turn()
    assert pilot.ui.find("Hear them")
