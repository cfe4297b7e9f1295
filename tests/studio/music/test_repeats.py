from dataclasses import replace

import pytest

from studio.music import abcscore, repeats
from studio.music.piece import Lyric, Metre, Note, Part, Piece
from studio.music.repeats import Pass, Repeats, Sign
from studio.music.trim import trim
from studio.music.written import Mark, Measure, Sheet, Staff
from tests.studio.music.test_written import bars


def sheet(text: str) -> Sheet:
    """Bars of one whole note each, its pitch told by the bar's letter; see `test_written.bars`."""
    made = bars(text)
    for word, bar in zip(text.split(), made, strict=True):
        letter = next(one for one in word.removeprefix("|:") if one.isalpha())
        bar.notes = [Mark(0, 1920, 60 + ord(letter) - ord("a"))]
    return Sheet("Tune", None, [Staff("Piano")], made)


FORMS = ["a b: c", "a |:b c: d", "a: b:", "a b1: c2 d", "a b12: c3 d", "a b@fine c@da-capo", "a b@segno c@fine d@dal-segno",
         "a b@to-coda c@da-capo d@coda e"]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_is_played_out_still_stands_on_paper_as_it_was_written(form: str) -> None:
    page = repeats.page(sheet(form).as_played(), (0,))

    assert page is not None
    assert page.piece.parts == sheet(form).as_written().parts
    assert page.piece.bars() == sheet(form).as_written().bars()


@pytest.mark.parametrize("form", FORMS)
def test_every_note_that_is_played_is_a_note_on_paper_at_one_of_its_times(form: str) -> None:
    played = sheet(form).as_played()
    page = repeats.page(played, (0,))

    assert page is not None
    assert sorted(tick for each in page.notes[0] for tick in each.ticks) == [n.start for n in played.parts[0].notes]
    assert all(played.parts[0].notes[each.place].start == each.ticks[0] for each in page.notes[0])


@pytest.mark.parametrize("form", FORMS)
def test_how_it_stands_on_paper_is_kept_in_its_midi_file(form: str) -> None:
    played = sheet(form).as_played()

    assert played.repeats is not None
    assert Piece.from_midi(played.to_midi()) == played


def test_a_piece_without_repeats_says_nothing_of_paper() -> None:
    assert sheet("a b c").as_played().repeats is None
    assert repeats.page(sheet("a b c").as_played(), (0,)) is None


def test_signs_stand_where_they_are_written() -> None:
    played = sheet("|:a b1: c2 d@fine").as_played()

    assert played.repeats is not None
    assert played.repeats.signs == (
        Sign(0, "opens"),
        Sign(1920, "ending", (1,)),
        Sign(3840, "ending done", (1,)),
        Sign(3840, "closes", (2,)),
        Sign(3840, "ending", (2,)),
        Sign(5760, "ending done", (2,)),
        Sign(7680, "fine"),
    )


def test_a_bar_that_is_played_has_its_number_on_paper_and_the_time_it_is() -> None:
    played = sheet("a b1: c2 d").as_played()

    found = [repeats.bar_on_paper(played, bar.start) for bar in played.bars()]

    assert found == [(1, 1), (2, 1), (1, 2), (3, 1), (4, 1)]


def test_a_pickup_that_is_repeated_stands_once_though_the_played_bars_go_on() -> None:
    text = "X:1\nT:Up\nM:3/4\nL:1/4\nK:C\n|:G|c d e|f g:|"
    played = abcscore.read(text).as_played()
    page = repeats.page(played, (0,))

    assert page is not None
    assert [each.note.pitch for each in page.notes[0]] == [67, 72, 74, 76, 77, 79]
    assert (page.piece.pickup, [bar.n for bar in page.piece.bars()]) == (480, [0, 1, 2])
    assert {len(each.ticks) for each in page.notes[0]} == {2}


def test_a_change_of_metre_stands_where_it_is_written() -> None:
    short = [Measure(beats, 4, beats * 480, [Mark(0, 480, 60 + beats)]) for beats in (4, 3)]
    short[0].closes = 2
    page = repeats.page(Sheet("Both", None, [Staff("Piano")], short).as_played(), (0,))

    assert page is not None
    assert page.piece.metres == (Metre(0, 4, 4), Metre(1920, 3, 4))


def test_a_note_changed_in_one_turn_only_is_not_hidden_by_the_paper() -> None:
    played = sheet("a b: c").as_played()
    notes = list(played.parts[0].notes)
    notes[2] = replace(notes[2], pitch=notes[2].pitch + 1)
    changed = played.with_part(0, replace(played.parts[0], notes=tuple(notes)))

    assert repeats.page(played, (0,)) is not None
    assert repeats.page(changed, (0,)) is None


def test_a_piece_made_longer_than_its_paper_is_written_as_it_is_played() -> None:
    played = sheet("a: b:").as_played()

    assert repeats.page(replace(played, end=played.end + 1920), (0,)) is None


def test_a_note_held_into_a_second_ending_is_written_there_too() -> None:
    first, one, two = Measure(), Measure(endings=frozenset({1}), closes=2), Measure(endings=frozenset({2}))
    first.notes = [Mark(0, 1920, 60)]
    one.notes = [Mark(0, 1920, 60, tied=True)]
    two.notes = [Mark(0, 960, 60, tied=True), Mark(960, 960, 62)]
    page = repeats.page(Sheet("Held", None, [Staff("Piano")], [first, one, two]).as_played(), (0,))

    assert page is not None
    assert [(each.note.start, each.note.length) for each in page.notes[0]] == [(0, 3840), (3840, 960), (4800, 960)]


def test_words_stand_on_paper_as_they_are_sung_the_first_time() -> None:
    played = replace(sheet("a b:").as_played(), lyrics=(Lyric(0, "one"), Lyric(3840, "two")))
    page = repeats.page(played, (0,))

    assert page is not None
    assert page.piece.lyrics == (Lyric(0, "one"),)


def test_a_piece_that_was_cut_forgets_its_paper() -> None:
    assert trim(sheet("a b: c").as_played(), 0, 1920).repeats is None


@pytest.mark.parametrize(
    "wrong",
    [
        Repeats((), (), (Metre(0, 4, 4),), 1920),
        Repeats((Pass(480, 0),), (), (Metre(0, 4, 4),), 1920),
        Repeats((Pass(0, 0), Pass(960, 1920)), (), (Metre(0, 4, 4),), 1920),
        Repeats((Pass(0, 0),), (Sign(9999, "fine"),), (Metre(0, 4, 4),), 1920),
        Repeats((Pass(0, 0),), (), (), 1920),
        Repeats(tuple(Pass(n, 0) for n in range(201)), (), (Metre(0, 4, 4),), 1920),
    ],
)
def test_paper_that_makes_no_sense_is_none(wrong: Repeats) -> None:
    assert repeats.sensible(wrong) is None
    assert (
        Piece.from_midi(replace(Piece("A", (Part("T", notes=(Note(0, 960, 60),)),)), repeats=wrong).to_midi()).repeats
        is None
    )


def test_what_stands_first_and_is_never_played_leaves_the_paper_a_tempo() -> None:
    page = repeats.page(sheet("a2 b c: d").as_played(), (0,))

    assert page is not None
    assert page.piece.tempos[0].tick == 0
