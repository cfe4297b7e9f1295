"""Answering on the piano: what is an answer, and what is only music."""

import pytest

from studio.answers import ASIDE_SECONDS, BACK, HOLD_SECONDS, QUIET_SECONDS, AnswerPad

C, D, F, A, B, C_SHARP = 60, 62, 65, 69, 71, 61


def quiet_pad(**options: object) -> tuple[AnswerPad, float]:
    pad = AnswerPad(0.0, **options)
    return pad, QUIET_SECONDS


@pytest.mark.parametrize(("pitch", "letter"), [(C, "C"), (C + 24, "C"), (D - 12, "D"), (F, "F"), (A, "A"), (B, "B")])
def test_a_white_key_held_half_a_second_is_its_letter_in_any_octave(pitch: int, letter: str) -> None:
    pad, now = quiet_pad()

    pad.press(1, pitch, now)

    assert pad.meant(now + HOLD_SECONDS - 0.01) is None
    assert pad.meant(now + HOLD_SECONDS) == letter
    assert pad.meant(now + HOLD_SECONDS + 1) is None


def test_the_picture_fills_while_the_key_is_held() -> None:
    pad, now = quiet_pad()
    pad.press(1, F, now)

    filling = pad.filling(now + HOLD_SECONDS / 2)

    assert filling is not None
    assert (filling.key, filling.share) == ("F", pytest.approx(0.5))


def test_a_key_let_go_too_soon_meant_nothing() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, now)
    pad.release(1, C, now + 0.3)

    assert pad.filling(now + 0.4) is None
    assert pad.meant(now + 5) is None


def test_the_tail_of_a_take_is_not_an_answer() -> None:
    pad = AnswerPad(10.0)

    pad.press(1, C, 10.0 + QUIET_SECONDS - 0.1)

    assert pad.meant(20.0) is None


def test_a_note_still_held_from_the_take_is_not_an_answer_and_delays_the_quiet() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, 0.1)
    pad.release(1, C, now)
    pad.press(1, D, now + 0.2)

    assert pad.meant(now + 3) is None


def test_two_keys_together_are_music() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, now)
    pad.press(1, F, now + 0.1)

    assert pad.aside
    assert pad.meant(now + 1) is None


def test_a_run_is_music() -> None:
    pad, now = quiet_pad()
    for n, pitch in enumerate((C, D, F)):
        pad.press(1, pitch, now + 0.2 * n)
        pad.release(1, pitch, now + 0.2 * n + 0.1)

    assert pad.aside


def test_the_pedal_is_music() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, now)
    pad.pedal(1, 127, now + 0.1)

    assert pad.aside
    assert pad.meant(now + 1) is None


def test_after_music_it_takes_longer_until_keys_answer_again() -> None:
    pad, now = quiet_pad()
    pad.pedal(1, 127, now)
    pad.press(1, C, now + ASIDE_SECONDS - 0.1)
    pad.release(1, C, now + ASIDE_SECONDS)
    later = now + 2 * ASIDE_SECONDS + 0.1
    assert pad.meant(later) is None
    assert not pad.aside

    pad.press(1, C, later)

    assert pad.meant(later + HOLD_SECONDS) == "C"


def test_a_black_key_held_takes_the_last_answer_back() -> None:
    pad, now = quiet_pad()
    pad.press(1, C_SHARP, now)

    assert pad.meant(now + 1) == BACK


def test_only_the_answering_pupils_keyboard_counts() -> None:
    pad, now = quiet_pad(keyboards=frozenset({2}))
    pad.press(1, C, now)
    assert pad.meant(now + 1) is None

    pad.press(2, D, now + 1)

    assert pad.meant(now + 1 + HOLD_SECONDS) == "D"


def test_a_keyboard_unplugged_in_the_middle_of_an_answer_answers_nothing() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, now)
    pad.gone(1, now + 0.2)

    assert pad.meant(now + 5) is None


def test_nothing_times_out() -> None:
    pad, now = quiet_pad()
    pad.press(1, C, now + 3_600)

    assert pad.meant(now + 3_600 + HOLD_SECONDS) == "C"


def test_a_key_held_while_its_keyboard_is_given_to_another_does_not_stay_down() -> None:
    mine = {1}
    pad, now = quiet_pad(keyboards=mine)
    pad.press(1, 60, now)
    mine.clear()
    mine.add(2)
    pad.release(1, 60, now + 0.1)
    now += 0.1 + QUIET_SECONDS
    pad.press(2, 62, now)

    assert pad.meant(now + HOLD_SECONDS) == "D"
