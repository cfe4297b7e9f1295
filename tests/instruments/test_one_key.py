"""One key: any key plays the pupil's part, late and early, waiting and not, and what is told is what was heard."""

import pytest

from instruments.events import NoteOff, NoteOn, Played, Pressed, Score
from instruments.onekey import Led, OneKey
from instruments.places import loop
from instruments.schedule import Player
from tests.instruments.listening import BEAT, RATE, Hearing, score

ANY, OTHER = 36, 98  # keys of nothing that is written here
TUNE = ((0, {72}), (480, {74}), (960, {60, 76}), (1440, {77}))


class Taps:
    """A hand that taps any key while music plays; what is heard and told of it, at the block's own frame."""

    def __init__(self, *gates: tuple[int, set[int]], wait: bool = True, block: int = 48, **how: object) -> None:
        fields = {"gates": tuple((tick, frozenset(pitches)) for tick, pitches in gates or TUNE)}
        music = score(40, **fields, **({"loop": how.pop("loop")} if "loop" in how else {}))
        self.hearing = Hearing(Player(music, wait=wait, one_key=True, **how), block)
        self.keys = OneKey()
        self.told: list[Played] = []

    @property
    def player(self) -> Player:
        return self.hearing.player

    @property
    def where(self) -> tuple[str, float]:
        return self.player.state, self.player.tick

    def go(self, frames: int) -> "Taps":
        self.hearing.go(frames)
        return self

    def down(self, pitch: int = ANY, keyboard: int = 1, velocity: int = 80) -> list[int]:
        """Press a key; return what it is heard as."""
        return [
            e.pitch for e in self._key(NoteOn(self.hearing.now, keyboard, pitch, velocity)) if isinstance(e, NoteOn)
        ]

    def up(self, pitch: int = ANY, keyboard: int = 1) -> list[int]:
        """Let it go; return which notes end."""
        return [e.pitch for e in self._key(NoteOff(self.hearing.now, keyboard, pitch, 0)) if isinstance(e, NoteOff)]

    def tap(self, pitch: int = ANY) -> list[int]:
        heard = self.down(pitch)
        self.up(pitch)
        return heard

    def _key(self, key: NoteOn | NoteOff) -> list[Played]:
        told = list(self.keys.play(key, key.keyboard, self.player))
        self.told += told
        return told


def test_any_key_plays_what_is_waited_for_and_the_music_goes_on() -> None:
    taps = Taps()
    for tick, pitches in TUNE:
        taps.go(BEAT + RATE)
        assert taps.where == ("waiting", tick)
        assert taps.tap() == sorted(pitches)
    assert taps.go(BEAT).player.state == "playing"


def test_it_is_as_loud_as_the_key_was_struck_and_sounds_for_as_long_as_it_is_held() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.down(velocity=33)
    taps.go(3 * BEAT)  # the music waits at the next by now
    taps.up()

    assert taps.told == [
        Pressed(RATE, 1, ANY, 33),
        NoteOn(RATE, 1, 72, 33),
        Pressed(RATE + 3 * BEAT, 1, ANY, 0),
        NoteOff(RATE + 3 * BEAT, 1, 72, 0),
    ]


def test_keys_that_one_hand_comes_down_on_are_one_press_and_it_ends_with_the_last_of_them() -> None:
    taps = Taps()
    taps.go(RATE)
    assert taps.down() == [72]
    taps.go(RATE // 20)
    assert taps.down(OTHER) == []
    taps.go(BEAT // 4)
    assert taps.up(ANY) == []
    assert taps.up(OTHER) == [72]
    assert [type(each) for each in taps.told] == [Pressed, NoteOn, Pressed, Pressed, Pressed, NoteOff]


def test_a_key_a_little_early_plays_the_next_at_once_and_the_music_does_not_wait_there() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.tap()
    taps.go(BEAT - RATE // 5)
    assert taps.tap() == [74]
    assert taps.go(BEAT // 2).where[0] == "playing"
    assert taps.go(BEAT).where == ("waiting", 960)


def test_between_two_notes_a_key_plays_again_what_was_played_last_and_moves_nothing() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.tap()
    taps.go(round(BEAT * 0.4))  # nearer to the one before
    assert taps.tap(OTHER) == [72]
    assert taps.go(BEAT).where == ("waiting", 480)


def test_before_the_first_note_a_key_plays_that_and_in_the_count_in_opens_nothing() -> None:
    taps = Taps(count_in=4, speed=1.5)
    for _ in range(4):
        assert taps.tap() == [72]
        taps.go(BEAT * 2 // 3)
    assert taps.go(BEAT // 8).where == ("waiting", 0)


def test_in_slow_music_a_key_long_before_the_next_note_does_not_play_it() -> None:
    taps = Taps(speed=0.3)
    taps.go(RATE)
    taps.tap()
    taps.go(round(BEAT / 0.3 * 0.6))
    assert taps.tap() == [72]
    assert taps.go(2 * BEAT).where == ("waiting", 480)


def test_quick_notes_are_a_press_each() -> None:
    taps = Taps((0, {72}), (96, {74}), (192, {76}))  # a tenth of a second apart
    taps.go(RATE)
    heard = taps.tap()
    for _ in range(2):
        taps.go(round(RATE * 0.095))
        heard += taps.tap()
    assert heard == [72, 74, 76]


def test_a_note_struck_anew_ends_first_and_then_lasts_as_long_as_the_new_key() -> None:
    taps = Taps((0, {72}), (480, {72}))
    taps.go(RATE)
    taps.down(ANY)
    taps.go(2 * BEAT)
    taps.told.clear()
    assert taps.down(OTHER) == [72]
    assert [type(each) for each in taps.told] == [Pressed, NoteOff, NoteOn]
    assert taps.up(ANY) == []
    assert taps.up(OTHER) == [72]


def test_notes_held_by_different_keys_sound_together_as_they_do_on_a_piano() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.down(ANY)
    taps.go(2 * BEAT)
    taps.down(OTHER)
    assert taps.up(ANY) == [72]
    assert taps.up(OTHER) == [74]


def test_with_me_the_music_waits_nowhere_and_a_late_key_plays_the_note_it_is_late_for() -> None:
    taps = Taps(wait=False)
    taps.go(BEAT // 4)
    assert taps.tap() == [72]
    taps.go(BEAT - RATE // 10)
    assert taps.tap() == [74]  # it is due a little later than this
    taps.go(BEAT)
    assert taps.where[0] == "playing"
    assert taps.tap() == [60, 76]
    assert taps.tap(OTHER) == []  # the same hand
    taps.go(round(BEAT * 0.4))
    assert taps.tap() == [60, 76]


def test_what_was_left_out_is_gone_once_the_next_has_come() -> None:
    taps = Taps(wait=False)
    taps.go(2 * BEAT + BEAT // 4)
    assert taps.tap() == [60, 76]
    assert taps.go(10 * BEAT).tap() == [77]


def test_a_key_early_for_the_next_round_of_a_loop_plays_its_first_note() -> None:
    taps = Taps((0, {72}), (480, {74}), (960, {79}), loop=(0, 960))  # the last of them lies behind the loop
    taps.go(RATE)
    taps.tap()
    taps.go(2 * BEAT)
    taps.tap()
    taps.go(BEAT - RATE // 10)
    assert taps.tap() == [72]
    assert taps.go(RATE // 5).where[0] == "playing"
    assert taps.go(BEAT).where == ("waiting", 480)


def test_how_near_the_next_round_is_counts_what_comes_before_its_first_note() -> None:
    taps = Taps((240, {72}), (480, {74}), loop=(0, 960))
    for pitch in (72, 74):
        taps.go(RATE)
        assert taps.tap() == [pitch]
    taps.go(round(RATE * 0.26))  # 0.24 s before the seam, and 0.49 s before the note
    assert taps.tap() == [74]
    assert taps.go(RATE).where == ("waiting", 240)


def test_after_a_skip_a_key_still_plays_what_was_skipped() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.player.skip()
    taps.go(BEAT // 8)
    assert taps.tap() == [72]
    assert taps.go(2 * BEAT).where == ("waiting", 480)


def test_after_a_skip_the_next_is_as_near_as_after_a_key() -> None:
    taps = Taps(speed=0.5)
    taps.go(RATE)
    taps.player.skip()
    taps.go(round(1.3 * BEAT))
    assert taps.tap() == [74]


def test_going_elsewhere_forgets_what_was_played_early() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.tap()
    taps.go(BEAT - RATE // 5)
    taps.tap()
    taps.player.set_loop(loop(taps.player.score, 480, 960))
    assert taps.go(BEAT // 4).where == ("waiting", 480)


def test_music_that_breathes_goes_with_the_taps() -> None:
    gates = tuple((n * 480, {72 + n % 3}) for n in range(32))
    taps = Taps(*gates, wait=False, breathes=True)
    heard = []
    for _ in range(16):
        heard += taps.tap()
        taps.go(round(BEAT / 0.8))
    assert heard == [72 + n % 3 for n in range(16)]
    assert abs(taps.player.away(16 * 480)) < 48


def test_a_key_that_is_sent_twice_leaves_nothing_sounding() -> None:
    taps = Taps()
    taps.go(RATE)
    taps.down()
    taps.go(2 * BEAT)
    assert taps.down() == [74]
    assert taps.up() == [74]
    assert [each.pitch for each in taps.told if isinstance(each, NoteOff)] == [72, 74]


def test_a_piece_with_nothing_for_the_pupil_leaves_the_keys_to_play_themselves() -> None:
    player = Player(score(), one_key=True)
    keys = OneKey()
    played = list(keys.play(NoteOn(0, 1, ANY, 80), 1, player))
    assert [each.pitch for each in played if isinstance(each, NoteOn)] == [ANY]
    assert [each.pitch for each in keys.play(NoteOff(9, 1, ANY, 0), 1, None) if isinstance(each, NoteOff)] == [ANY]


def test_a_key_that_went_down_before_comes_up_as_itself_and_one_that_played_the_part_does_not() -> None:
    led = Led()
    assert led.key(NoteOn(0, 1, 60, 80), one_key=False) is None
    assert led.key(NoteOff(5, 1, 60, 0), one_key=True) is None
    assert led.key(NoteOn(6, 1, 60, 80), one_key=True) is not None
    assert led.key(NoteOff(9, 1, 60, 0), one_key=False) is not None


@pytest.mark.parametrize("speed", [0.5, 2.0])
def test_how_early_is_early_goes_by_what_is_heard(speed: float) -> None:
    taps = Taps(speed=speed)
    taps.go(RATE)
    taps.tap()
    gap = round(BEAT / speed)
    taps.go(gap - min(round(0.39 * RATE), round(0.45 * gap)))
    assert taps.tap() == [74]


def test_a_preview_is_left_alone() -> None:
    music = Score(events=(), end=480, gates=((0, frozenset({72})),))
    assert not Player(music, one_key=True, preview=True).one_key
    assert Player(music, one_key=True, preview=True).strike() is None
