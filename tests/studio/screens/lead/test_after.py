"""After a take of several: it is heard, one part is played again, all answer at once, and nobody sees who said what."""

from collections.abc import Callable

import pygame

from instruments.events import NoteOn
from reflections.pages.facts import in_words
from reflections.sentences import Spoken
from studio.music.take import Take
from tests.studio.fakes import Pilot
from tests.studio.screens.lead.bands import LONG, SHORT, at, count_in, lead, leading, player, together
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
HOLD = 0.7


def key_of(pilot: Pilot, name: str, letter: int = 0) -> tuple[int, int]:
    """The keyboard, as it is plugged in, and a key that somebody has: the nth white key from a C on."""
    seating = pilot.lesson.band.seating
    zone = seating.zone(player(pilot, name))
    first = next(pitch for pitch in range(zone[0], zone[1] + 1) if pitch % 12 == 0)
    return seating.place(player(pilot, name)).keyboard, first + (0, 2, 4, 5, 7, 9)[letter]


def played(pilot: Pilot, *names: str) -> Pilot:
    """A take in which these press a key each, ended by the leader."""
    pilot.click("on-stage")
    count_in(pilot)
    at(pilot, 1)
    for name in names:
        keyboard, pitch = key_of(pilot, name)
        pilot.engine.key(pitch, keyboard=keyboard)
    pilot.turn()
    pilot.click("stop")
    pilot.settle()
    return pilot


def hold(pilot: Pilot, name: str, letter: int) -> None:
    keyboard, pitch = key_of(pilot, name, letter)
    pilot.turn(seconds=3.0)
    pilot.engine.down(pitch, keyboard=keyboard)
    pilot.turn()
    pilot.turn(seconds=HOLD)
    pilot.engine.up(pitch, keyboard=keyboard)
    pilot.turn()


def shown(pilot: Pilot) -> str:
    return "\n".join(f"{widget.name} {widget.value} {widget.hint}" for widget in pilot.ui.tree()) + pilot.words()


def notes(pilot: Pilot) -> dict[str, int]:
    """How many keys are in each one's part, as it is kept."""
    names = {each.id: each.name for each in pilot.lesson.band.players}
    take = pilot.lesson.journal.take(pilot.lesson.last_together.id)
    return {
        names[part.pupil]: sum(isinstance(event, NoteOn) for event in Take.from_midi(part.midi).events)
        for part in take.parts
    }


def test_all_answer_at_once_and_the_screen_says_how_many_and_never_who_or_what(unlocked: Start) -> None:
    pilot = leading(together(unlocked, "A visitor too"), LONG, SHORT)
    lead(pilot, "Amira")
    played(pilot, "Jo", "Amira", "Sami", "Visitor")
    assert notes(pilot) == {"Jo": 1, "Amira": 1, "Sami": 1}
    lint(pilot)
    pilot.press("All answer")
    assert "0 of 4" in pilot.words()
    lint(pilot, in_sight=("Go on",))
    hold(pilot, "Jo", 0)
    hold(pilot, "Sami", 4)
    assert "2 of 4" in pilot.words()
    assert not any(name in shown(pilot) for name in ("Jo", "Sami")), "nobody sees who has answered"
    hold(pilot, "Amira", 5)
    hold(pilot, "Visitor", 1)
    pilot.settle()
    assert "Thank you." in pilot.words()
    lint(pilot)
    journal, said = pilot.lesson.journal, {}
    for pupil in journal.pupils():
        said[pupil.shown] = [one.body for one in journal.reflections(pupil.id)]
        assert [one.prompt for one in journal.asked(pupil.id)] == ["T4"]
    assert {name: len(words) for name, words in said.items()} == {"Jo": 1, "Amira": 0, "Sami": 1}
    assert not any(words and words[0] in shown(pilot) for words in said.values())

    (jo, *_) = [each for each in journal.pupils() if each.shown == "Jo"]

    def told() -> bool:
        pilot.settle()
        leadership = next(one for one in journal.measures(jo.id) if one.measure == "leadership")
        return any("Told 1 other" in in_words(fact, Spoken()) for fact in leadership.facts)

    pilot.press("Jo said it to Amira")
    pilot.lesson.told_peer(player(pilot, "Jo"), player(pilot, "Amira"))
    assert told(), "once for a take, however often it is pressed"
    pilot.press("Undo: that it was said")
    assert not told()
    pilot.press("Jo said it to Amira")
    assert told()


def test_one_plays_their_part_again_while_the_others_sound_from_the_take(unlocked: Start) -> None:
    pilot = played(leading(together(unlocked), LONG, SHORT), "Jo", "Amira", "Sami")
    first = pilot.lesson.last_together.id
    pilot.click(f"anew-{player(pilot, 'Amira')}")
    pilot.settle()
    assert "Amira plays. The others sound from the take." in pilot.words()
    lint(pilot)
    at(pilot, 1)
    keyboard, pitch = key_of(pilot, "Amira")
    for _ in range(3):
        pilot.engine.key(pitch, keyboard=keyboard)
    keyboard, pitch = key_of(pilot, "Jo")
    pilot.engine.key(pitch, keyboard=keyboard)
    pilot.click("stop-again")
    pilot.settle()
    assert pilot.lesson.last_together.id == first
    assert notes(pilot) == {"Jo": 1, "Amira": 3, "Sami": 1}
    pilot.click(f"earlier-{player(pilot, 'Amira')}")
    pilot.settle()
    assert notes(pilot) == {"Jo": 1, "Amira": 1, "Sami": 1}


def test_whoever_comes_in_sees_the_stage_and_nothing_of_the_answers(unlocked: Start) -> None:
    pilot = leading(together(unlocked), LONG, SHORT)
    pilot.type_key(pygame.K_F2)
    assert "Amira" not in shown(pilot)
    pilot.type_key(pygame.K_F2)
    lead(pilot, "Amira")
    played(pilot, "Jo", "Amira", "Sami")
    pilot.type_key(pygame.K_F2)
    assert "Night Bus" in shown(pilot)
    pilot.type_key(pygame.K_F2)
    pilot.press("All answer")
    pilot.type_key(pygame.K_F2)
    assert "0 of 3" not in shown(pilot)
    hold(pilot, "Jo", 0)
    pilot.type_key(pygame.K_F2)
    assert "0 of 3" in shown(pilot), "a key held behind it answers nothing"
