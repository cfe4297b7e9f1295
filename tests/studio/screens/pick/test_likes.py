"""Music I like: filled by taps and few words, changed and taken off; each entry leads to something that can be played today."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from reflections.records import Interest
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def at_board(at_home: Start) -> Pilot:
    pilot = at_home()
    pilot.press("Something new")
    pilot.click("way-likes")
    assert pilot.screen == "likes", pilot.words()
    return pilot


def board(pilot: Pilot) -> list[Interest]:
    return list(pilot.lesson.journal.interests(pilot.lesson.pupil.id))


def put(pilot: Pilot, what: str, kind: str = "song") -> Interest:
    journal = pilot.lesson.journal
    made = journal.add_interest(pilot.lesson.pupil.id, kind, what)
    pilot.lesson.refresh_mine()
    pilot.settle()
    return made


def hold(pilot: Pilot, pitch: int) -> None:
    pilot.engine.down(pitch)
    for _ in range(7):
        pilot.turn(seconds=0.1)
    pilot.engine.up(pitch)
    pilot.turn()
    pilot.turn(seconds=0.8)
    pilot.settle()


def walk(pilot: Pilot, there: Callable[[], bool]) -> None:
    """Hold D till the focus is there, then E."""
    for _ in range(12):
        if there():
            break
        hold(pilot, 62)
    assert there(), pilot.ui.focused
    hold(pilot, 64)


def test_a_song_and_why_by_few_words_and_two_taps(at_board: Pilot) -> None:
    pilot = at_board
    pilot.click("what")
    pilot.write("Night Bus")
    pilot.press("The bass")
    pilot.press("It is calm")
    pilot.press("Put it up")

    (mine,) = board(pilot)
    assert (mine.kind, mine.what, mine.why) == ("song", "Night Bus", "The bass. It is calm")
    assert "\u201cThe bass. It is calm\u201d" in pilot.words()
    assert pilot.ui.find("Its name").value == ""


def test_a_style_by_two_taps_and_on_the_piano_alone(at_board: Pilot) -> None:
    pilot = at_board
    pilot.press("A style")
    pilot.click("tap-reggae")
    assert [(one.kind, one.what) for one in board(pilot)] == [("style", "Reggae")]
    pilot.turn(seconds=2)
    walk(pilot, lambda: (pilot.ui.focused, pilot.ui.focus.part) == ("kind", 3))
    walk(pilot, lambda: pilot.ui.focused == "tap-strings")

    assert [(one.kind, one.what) for one in board(pilot)][1:] == [("sound", "Strings")]


def test_an_entry_is_changed_and_taken_off_and_put_up_again(at_board: Pilot) -> None:
    pilot = at_board
    mine = put(pilot, "Night Bus")
    pilot.click(f"change-{mine.id}")
    assert pilot.ui.focused == "what"
    pilot.write(" Crew")
    pilot.press("An artist")
    pilot.press("Keep it")
    assert [(one.id, one.kind, one.what) for one in board(pilot)] == [(mine.id, "artist", "Night Bus Crew")]

    pilot.click(f"take_off-{mine.id}")
    assert board(pilot) == []
    assert pilot.studio.notice == "It is off the board."
    pilot.press("Undo: taken off")
    assert [one.what for one in board(pilot)] == ["Night Bus Crew"]


def test_leaving_an_entry_as_it_is_changes_nothing(at_board: Pilot) -> None:
    pilot = at_board
    mine = put(pilot, "Night Bus")
    pilot.click(f"change-{mine.id}")
    pilot.write(" Crew")
    pilot.press("Not now")
    assert [one.what for one in board(pilot)] == ["Night Bus"]
    assert pilot.ui.find("Its name").value == ""


def test_under_a_hold_it_is_said_that_a_copy_stays(at_board: Pilot) -> None:
    pilot = at_board
    mine = put(pilot, "Night Bus")
    pilot.lesson.journal.hold(pilot.lesson.pupil.id, on=True, by="the safeguarding lead")
    pilot.click(f"take_off-{mine.id}")
    assert pilot.studio.notice == "We have to keep a copy for now. Ask us why."
    assert pilot.studio.screen.undo() is None
    assert "Night Bus" not in pilot.words()


def test_words_that_were_begun_are_drafts_until_they_are_put_up(at_board: Pilot) -> None:
    pilot = at_board
    pilot.click("what")
    pilot.write("Night B")
    pilot.studio.move(Go("pick"))
    pilot.settle()
    assert board(pilot) == []
    pilot.click("way-likes")
    assert pilot.ui.find("Its name").value == "Night B"
    pilot.click("what")
    pilot.write("us")
    pilot.press("Put it up")
    assert [one.what for one in board(pilot)] == ["Night Bus"]
    pilot.turn(seconds=0.1)
    pilot.turn(seconds=1.2)
    pilot.settle()
    assert pilot.lesson.journal.drafts("words ") == {}


@pytest.mark.parametrize("words", ["Sieg Heil", "kys"])
def test_rude_or_hateful_words_do_not_go_up_and_stay_to_be_put_right(at_board: Pilot, words: str) -> None:
    pilot = at_board
    pilot.click("what")
    pilot.write(words)
    pilot.press("Put it up")
    assert board(pilot) == []
    assert pilot.studio.notice == "That can not stand here. Try other words."
    assert pilot.ui.find("Its name").value == words


# -- linked to what can be played today ---------------------------------------------------------------------------------
def test_each_entry_leads_to_something_close_that_can_be_heard_and_played(at_board: Pilot) -> None:
    pilot = at_board
    mine = put(pilot, "Nan's reggae tapes", "style")
    assert "Close to it, to play today" in pilot.words()
    assert "same style" in pilot.words()
    pilot.press("Hear Reggae")
    assert pilot.engine.log[-1] == "preview"
    pilot.engine.finish()
    pilot.settle()
    pilot.press("Hear Reggae")
    pilot.click(f"choose-{mine.id}-0")

    assert pilot.screen == "play"
    assert pilot.lesson.stand.source == "groove:reggae"
    assert not pilot.engine.sounding


def test_where_we_have_nothing_like_it_there_is_something_to_start_with(at_board: Pilot) -> None:
    pilot = at_board
    put(pilot, "Zzyzx", "artist")
    assert "To play today" in pilot.words()
    assert len([w for w in pilot.ui.tree() if str(w.key).startswith("close-")]) == 2


def test_what_a_tutor_hid_is_not_offered(at_home: Start) -> None:
    pilot = at_home()
    pilot.lesson.journal.hide_title("groove:reggae")
    pilot.lesson.refresh_house()
    pilot.settle()
    pilot.studio.move(Go("likes"))
    pilot.settle()
    put(pilot, "Nan's reggae tapes", "style")
    assert "Hear Reggae" not in {w.name for w in pilot.ui.tree()}


def test_a_song_of_the_board_is_made_a_piece_from_the_phone(at_board: Pilot) -> None:
    pilot = at_board
    put(pilot, "Night Bus")
    pilot.press("Make it from my phone")
    assert pilot.screen == "phone"
    assert (pilot.studio.screen.song.title, pilot.studio.screen.step) == ("Night Bus", "tap")


def test_a_song_that_was_left_half_found_is_not_lost_by_another_one(at_board: Pilot) -> None:
    pilot = at_board
    put(pilot, "Night Bus")
    pilot.press("Make it from my phone")
    pilot.studio.screen.find.set_beats(3)
    pilot.studio.move(Go("likes"))
    pilot.settle()
    other = put(pilot, "Day Bus")
    pilot.click(f"phone-{other.id}")
    assert (pilot.studio.screen.song.title, pilot.studio.screen.song.beats) == ("Day Bus", 4)
    pilot.press("Undo: start again")
    assert (pilot.studio.screen.song.title, pilot.studio.screen.song.beats) == ("Night Bus", 3)


def test_at_large_text_the_board_comes_first_and_the_form_when_it_is_asked_for(at_board: Pilot) -> None:
    pilot = at_board
    put(pilot, "Night Bus")
    pilot.studio.restyle(replace(pilot.studio.settings, text_size=200))
    pilot.studio.move(Go("likes"))
    pilot.settle()
    assert pilot.ui.focused == "fill"
    assert "Night Bus" in pilot.words()
    assert "Its name" not in pilot.words()

    pilot.press("Put something up")
    assert pilot.ui.focused == "kind"
    pilot.press("Not now")
    assert "Night Bus" in pilot.words()
    pilot.press("Put something up")
    pilot.click("what")
    pilot.write("Tide")
    pilot.press("Put it up")

    assert [one.what for one in board(pilot)] == ["Night Bus", "Tide"]
    assert "Tide" in pilot.words()
    assert pilot.ui.focused == "fill"


def test_leaving_stops_what_is_heard(at_board: Pilot) -> None:
    pilot = at_board
    put(pilot, "Nan's reggae tapes", "style")
    pilot.press("Hear Reggae")
    pilot.studio.move(Go("home"))
    pilot.settle()
    assert not pilot.engine.sounding


def test_a_visitor_has_no_board_and_may_use_their_phone(unlocked: Start) -> None:
    pilot = unlocked(1)
    pilot.press("Just visiting")
    pilot.studio.move(Go("pick"))
    pilot.settle()
    keys = {w.key for w in pilot.ui.tree()}
    assert "way-phone" in keys
    assert "way-likes" not in keys


def test_the_board_is_looked_over_with_every_kind_and_much_on_it(at_board: Pilot) -> None:
    pilot = at_board
    lint(pilot, in_sight=("Put it up",))
    for n, kind in enumerate(("song", "artist", "style", "sound")):
        put(pilot, f"a rather long name of something that somebody likes very much number {n}", kind)
        pilot.studio.screen.set_kind(kind)
        pilot.settle()
    lint(pilot)
    pilot.studio.screen.change(pilot.lesson.mine.likes[0])
    pilot.settle()
    lint(pilot, in_sight=("Keep it",))
