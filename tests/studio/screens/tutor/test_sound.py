"""The sound behind the tutor's door: another output at once, levels, and silence."""

import threading

import pytest

from instruments import Choice, NoOutput
from instruments.events import NoteOn
from studio.screen import Push
from studio.screens.tutor import sound
from studio.screens.tutor.sound import ways
from studio.settings import Settings
from studio.words import say
from tests.studio.fakes import SPEAKERS, Pilot
from tests.studio.right_to_left import turned
from tests.studio.screens.at_work import takes
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.conftest import FOUND, WIRELESS, Start

pytestmark = pytest.mark.usefixtures("offered")


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


def test_the_way_to_sixteen_taps_stands_in_the_tutors_own_language(room: Start) -> None:
    pilot = room()
    with turned(pilot, shipped=True):
        (taps,) = [widget.name for widget in pilot.ui.tree() if widget.key == "taps" and widget.role == "button"]
    assert taps == say("tutor.taps title", language="ar") != say("tutor.taps title")


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


# -- layout -----------------------------------------------------------------------------------------------------------
def test_the_sound_tab_fits_every_size(room: Start) -> None:
    pilot = room()
    pilot.engine.missing.add("Headphones")
    way_to(pilot, "Headphones")
    lint(pilot)
