"""Whose keyboard is which: the first one played is the pupil's; what another plays stands beside it and is not theirs."""

import pytest

from instruments.events import SOFTWARE, Back, Gone, Keyboard, Keyboards
from reflections import records
from studio.lesson import made_of
from tests.studio.conftest import Sitting, keys_in
from tests.studio.stands import stand

FIRST, SECOND, PADS, THIRD = 1, 2, 3, 4


class Keyed:
    """A sitting whose lesson hears what the engine tells, as the window has it."""

    def __init__(self, sitting: Sitting) -> None:
        self.sitting = sitting
        self.lesson = sitting.lesson
        self.tell()
        sitting.unlock()
        self.jo = sitting.sit("Jo")
        self.lesson.put_on_stand(stand())
        sitting.settle()

    def tell(self, *out: int) -> None:
        known = (
            Keyboard(FIRST, "Launchkey 25", "alsa", present=FIRST not in out),
            Keyboard(SECOND, "Piano", "alsa", present=SECOND not in out),
            Keyboard(PADS, "Launchkey 25 (pads)", "alsa", present=FIRST not in out, pads=True),
        )
        self.lesson.told(Keyboards(self.sitting.engine.frame, known))

    def play(self, pitch: int, keyboard: int) -> None:
        self.sitting.engine.key(pitch, keyboard=keyboard)
        for event in self.sitting.engine.pending():
            self.lesson.told(event)

    def take(self, *played: tuple[int, int]) -> records.Take:
        """Record these (pitch, keyboard) and return what the journal has of it."""
        self.lesson.start_take(self.sitting.engine.frame)
        for pitch, keyboard in played:
            self.play(pitch, keyboard)
        self.lesson.stop_take(self.sitting.engine.frame)
        self.sitting.settle()
        return self.takes()[-1]

    def takes(self) -> list[records.Take]:
        journal = self.sitting.journal
        return [take for piece in journal.pieces(self.jo.id) for take in journal.takes(piece.id)]


@pytest.fixture
def keyed(sitting: Sitting) -> Keyed:
    return Keyed(sitting)


def who_played(take: records.Take) -> list[tuple[str, list[int]]]:
    return [(part.player, [pitch for _, _, pitch, _ in part.facts.roll]) for part in take.parts]


def test_what_a_second_keyboard_plays_in_a_take_is_a_part_of_the_tutors(keyed: Keyed) -> None:
    take = keyed.take((60, FIRST), (48, SECOND), (62, FIRST))

    assert who_played(take) == [("pupil", [60, 62]), ("tutor", [48])]
    assert [part.pupil for part in take.parts] == [keyed.jo.id, None]


def test_both_parts_lie_in_the_same_bars(keyed: Keyed) -> None:
    take = keyed.take((60, FIRST), (48, SECOND), (62, FIRST))

    (mine, beside) = take.parts
    assert [round(start, 2) for start, *_ in mine.facts.roll] == [0.0, 0.4]
    assert [round(start, 2) for start, *_ in beside.facts.roll] == [0.2]
    assert mine.facts.seconds == beside.facts.seconds


def test_a_take_is_opened_again_as_the_pupil_played_it(keyed: Keyed) -> None:
    from studio.lesson.handover import take_of

    take = keyed.take((60, FIRST), (48, SECOND))

    heard = take_of(keyed.sitting.journal, take.id, keyed.jo.id)
    assert [event.pitch for event in heard.events if type(event).__name__ == "NoteOn"] == [60]


def test_a_take_in_which_only_the_tutor_played_is_kept_and_is_not_the_pupils(keyed: Keyed) -> None:
    from studio.lesson.handover import take_of

    keyed.play(60, FIRST)
    take = keyed.take((48, SECOND))

    assert who_played(take) == [("tutor", [48])]
    assert take_of(keyed.sitting.journal, take.id, keyed.jo.id).events


def test_its_pads_go_with_the_keyboard(keyed: Keyed) -> None:
    assert who_played(keyed.take((60, FIRST), (36, PADS))) == [("pupil", [60, 36])]


def test_pads_played_first_claim_the_keyboard_they_are_on(keyed: Keyed) -> None:
    assert who_played(keyed.take((36, PADS), (60, FIRST), (48, SECOND))) == [("pupil", [36, 60]), ("tutor", [48])]


def test_the_computers_keys_are_the_pupils_until_a_midi_keyboard_is_claimed(keyed: Keyed) -> None:
    assert who_played(keyed.take((60, SOFTWARE))) == [("pupil", [60])]
    assert who_played(keyed.take((62, SOFTWARE), (64, FIRST))) == [("pupil", [62, 64])]
    assert who_played(keyed.take((65, SOFTWARE), (67, FIRST))) == [("pupil", [67]), ("tutor", [65])]


def test_while_the_pupils_keyboard_is_unplugged_the_computers_keys_are_theirs(keyed: Keyed) -> None:
    keyed.play(60, FIRST)
    keyed.lesson.told(Gone(keyed.sitting.engine.frame, FIRST))
    keyed.lesson.told(Gone(keyed.sitting.engine.frame, PADS))
    assert SOFTWARE in keyed.lesson.keys
    assert who_played(keyed.take((60, SOFTWARE))) == [("pupil", [60])]

    keyed.lesson.told(Back(keyed.sitting.engine.frame, FIRST))
    assert SOFTWARE not in keyed.lesson.keys


def test_plugged_in_under_another_name_it_is_the_pupils_all_the_same(keyed: Keyed) -> None:
    keyed.play(60, FIRST)
    keyed.play(48, SECOND)
    keyed.lesson.told(Gone(keyed.sitting.engine.frame, FIRST))
    keyed.play(48, SECOND)
    keyed.play(64, THIRD)

    assert [one in keyed.lesson.keys for one in (FIRST, SECOND, THIRD)] == [True, False, True]


def test_it_can_be_said_otherwise_and_a_take_that_is_rolling_follows(keyed: Keyed) -> None:
    keyed.lesson.start_take(keyed.sitting.engine.frame)
    keyed.play(48, FIRST)  # the tutor, quicker than Jo
    keyed.play(60, SECOND)
    keyed.lesson.keys.give(SECOND)
    keyed.lesson.stop_take(keyed.sitting.engine.frame)
    keyed.sitting.settle()

    assert who_played(keyed.takes()[-1]) == [("pupil", [60]), ("tutor", [48])]


def test_the_pupil_may_have_the_computers_keys_instead(keyed: Keyed) -> None:
    keyed.play(48, FIRST)
    keyed.lesson.keys.give(SOFTWARE)

    assert who_played(keyed.take((60, SOFTWARE), (48, FIRST))) == [("pupil", [60]), ("tutor", [48])]


def test_at_goodbye_the_keyboard_is_nobodys_and_the_next_first_one_is_the_next_pupils(keyed: Keyed) -> None:
    keyed.play(60, FIRST)
    keyed.lesson.goodbye()
    assert not keyed.lesson.keys.claimed
    keyed.play(50, FIRST)  # nobody's: claims nothing
    assert not keyed.lesson.keys.claimed

    keyed.jo = keyed.sitting.sit("Amira")
    keyed.lesson.put_on_stand(stand())
    assert who_played(keyed.take((60, SECOND), (48, FIRST))) == [("pupil", [60]), ("tutor", [48])]


def test_chosen_a_second_time_a_pupil_keeps_their_keyboard(keyed: Keyed) -> None:
    keyed.play(60, FIRST)
    keyed.sitting.sit("Jo")

    assert SECOND not in keyed.lesson.keys


def test_what_a_guest_plays_first_claims_nothing_for_the_next(keyed: Keyed) -> None:
    keyed.lesson.be_guest()
    keyed.play(60, SECOND)
    keyed.sitting.sit("Jo")

    assert not keyed.lesson.keys.claimed


@pytest.mark.parametrize("kind", ["take", "heard"])
def test_found_after_a_crash_it_has_both_parts_too(keyed: Keyed, kind: str) -> None:
    if kind == "take":
        keyed.lesson.start_take(keyed.sitting.engine.frame)
    keyed.play(60, FIRST)
    keyed.play(48, SECOND)
    keyed.sitting.turn()

    item = next(one for one in keyed.sitting.next_start() if one.context["kind"] == kind)
    made = made_of(item)
    assert keys_in(item.chunks) == [60, 48]
    assert made is not None
    assert set(made.mine or ()) - {SOFTWARE} == {FIRST, PADS}


def test_what_is_written_after_goodbye_is_still_of_the_keyboards_it_was_played_on(keyed: Keyed) -> None:
    keyed.play(60, FIRST)
    keyed.sitting.turn()
    keyed.play(48, SECOND)
    keyed.lesson.goodbye()  # the last second is still to be written
    keyed.sitting.settle()

    (item,) = keyed.sitting.next_start()
    assert item.context["mine"] == [0, FIRST, PADS]
