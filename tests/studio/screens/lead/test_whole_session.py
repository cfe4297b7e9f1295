"""A group's whole session by the screens: any piece is picked and arranged, a keyboard is pulled out, and each says how it was."""

from collections.abc import Callable
from pathlib import Path

import pygame
import pytest

from instruments.events import NoteOn
from reflections import portfolio, prompts
from reflections.pages.facts import in_words
from reflections.sentences import Spoken
from studio.lesson.group_handover import take_without
from studio.music import library
from studio.music.piece import Part, Piece
from studio.papers.illustrate import gather
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, at, count_in, lead, player, plug, pull, song, together
from tests.studio.screens.lead.test_after import hold, key_of, notes
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
WHOLE = ("Jo", "Amira", "Sami")


def pick(pilot: Pilot, source: str, folder: Path) -> None:
    """Somebody chooses a piece of this kind, as anybody does."""
    pilot.studio.move(Go("make" if source == "own song" else "pick"))
    pilot.settle()
    match source:
        case "tune":
            pilot.click(f"choose-{library.shelf()[0].hiding}")
        case "groove":
            pilot.press("Grooves")
            pilot.click(f"choose-groove:{library.grooves()[0].id}")
        case "file":
            file = folder / "our song.mid"
            file.write_bytes(Piece("", (Part("Tune", "melody", "piano", song().parts[0].notes),)).to_midi())
            pilot.turn(pygame.event.Event(pygame.DROPFILE, file=str(file)))
            pilot.settle()
            pilot.click("choose-the-file")
        case _:
            pilot.click("from-ballad")
            pilot.press("Song")
            pilot.press("Add a part of the song")
    pilot.settle()
    pilot.press("Lead")
    pilot.settle()


def play_a_key(pilot: Pilot, *who: str) -> None:
    for name in who:
        keyboard, pitch = key_of(pilot, name)
        pilot.engine.key(pitch, keyboard=keyboard)
        pilot.turn()


@pytest.mark.parametrize("source", ["tune", "groove", "file", "own song"])
def test_whatever_is_picked_or_made_everybody_has_a_part_of_it_and_it_is_kept(
    unlocked: Start, tmp_path: Path, source: str
) -> None:
    pilot = together(unlocked, "A visitor too")
    plug(pilot, LONG, SHORT)
    pick(pilot, source, tmp_path)
    assert pilot.screen == "lead", pilot.words()
    lint(pilot, in_sight=("On stage",))
    band = pilot.lesson.band
    for given in band.shared.given:
        low, high = band.seating.zone(given.player.id)
        assert given.part is not None
        assert all(low <= note.pitch <= high for note in given.part.notes)
    pilot.click("on-stage")
    lint(pilot, in_sight=("Tap",))
    count_in(pilot)
    bars = band.music.bars()
    at(pilot, next(bar.n for bar in bars if bar.n > 0))
    play_a_key(pilot, *WHOLE, "Visitor")
    pilot.press("Stop")
    pilot.settle()
    assert notes(pilot) == dict.fromkeys(WHOLE, 1)


def test_from_arranging_to_what_each_says_with_a_keyboard_pulled_out_and_one_erased(
    unlocked: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    pilot = together(unlocked, "A visitor too")
    journal = pilot.lesson.journal
    people = {one.shown: one for one in journal.pupils()}
    monkeypatch.setattr(
        prompts, "LIGHT_SESSIONS", 0
    )  # as from the third session on: whoever led is asked how that felt
    plug(pilot, LONG, SHORT)
    pick(pilot, "tune", Path())
    lead(pilot, "Amira")
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    play_a_key(pilot, *WHOLE)
    sits = [each.player.name for each in pilot.lesson.band.seating.row(SHORT.id)]
    pull(pilot, SHORT)
    at(pilot, 2)
    play_a_key(pilot, *(name for name in WHOLE if name not in sits))
    plug(pilot, LONG, SHORT)
    pilot.press("End together")
    for bar in (3, 4, 5):
        at(pilot, bar)
    pilot.settle()
    assert notes(pilot) == {name: 1 if name in sits else 2 for name in WHOLE}

    pilot.press("Hear it")
    pilot.settle()
    assert pilot.engine.log[-1] == "preview"
    pilot.press("Stop")
    pilot.press("All answer")
    for n, name in enumerate((*WHOLE, "Visitor")):
        assert f"{n} of 4" in pilot.words()
        hold(pilot, name, n)
    pilot.settle()
    assert "Thank you." in pilot.words()
    assert [len(journal.reflections(one.id)) for one in people.values()] == [1, 1, 1]

    pilot.click(f"more-{player(pilot, 'Amira')}")
    pilot.settle()
    assert pilot.studio.screen.question.prompt == "L3", "she led"
    pilot.studio.screen.leave_it()
    pilot.settle()
    pilot.press("Jo said it to Amira")

    take = pilot.lesson.last_together.id
    amira = people["Amira"].id
    journal.seen([one.id for one in journal.unseen().items], "Sam")  # the tutor has read what they said
    found = gather(journal, amira)
    assert "I led that day" in portfolio.page(found.evidence, {}, found.preferences).pieces[0].shown.how
    leadership = next(one for one in journal.measures(people["Amira"].id) if one.measure == "leadership")
    assert any("Led" in in_words(fact, Spoken()) for fact in leadership.facts)

    pilot.lesson.goodbye()
    pilot.settle()
    pilot.turn()
    journal.erase_pupil(people["Sami"].id, "safeguarding lead")
    left = take_without(journal, take, ())
    keys = [event for event in left.events if isinstance(event, NoteOn)]
    assert len(keys) == sum(1 if name in sits else 2 for name in ("Jo", "Amira")), "the others' part still plays"
