"""Somebody's own music is found as the library is: by words, mood, tempo and first notes, and before others' that fit as well."""

from studio.music import by_notes, finding, own
from studio.music.piece import Key, Note, Part, Piece, Tempo

STEPS = (0, 4, 7, 5, 4, 2, 0, 11)  # nothing of the library begins so
TUNE = tuple(Note(n * 240, 240, 72 + step) for n, step in enumerate(STEPS))
ALBERTI = tuple(Note(n * 120, 120, (36, 43, 40, 43)[n % 4]) for n in range(16))


def piece(*, bpm: float = 150.0, key: Key | None = None, notes: tuple[Note, ...] = TUNE) -> Piece:
    return Piece("", (Part("Tune", notes=notes),), (Tempo(0, bpm),), key=key or Key())


def music(*lines: finding.Line) -> own.OwnMusic:
    return own.music_of(lines)


def one(title: str = "Rainy bus", words: str = "", source: str = "", made: Piece | None = None) -> finding.Line:
    return own.line("piece-1", title, words, own.facts(made or piece()), source=source)


def found(words: str, line: finding.Line) -> bool:
    return "piece-1" in [each.hiding for each in finding.search(words, own=music(line))]


def test_it_is_found_by_its_title_by_what_was_said_of_it_and_by_what_it_was_made_from() -> None:
    line = one(words="for Nan, because it lifts me", source="tune:fur-elise#melody")

    assert [found(words, line) for words in ("rainy", "nan lifts", "elise", "zzz")] == [True, True, True, False]


def test_it_is_found_by_mood_and_tempo() -> None:
    fast, slow = one(), one(made=piece(bpm=60, key=Key(0, "minor")))

    assert [found(words, fast) for words in ("fast", "150 bpm", "bright", "slow")] == [True, True, True, False]
    assert [found(words, slow) for words in ("slow", "dark", "calm", "sunny")] == [True, True, True, False]


def test_what_fits_as_well_comes_after_it() -> None:
    assert finding.search("greensleeves", own=music(one("Greensleeves")))[0].hiding == "piece-1"


def test_with_a_slip_it_is_found_and_before_others_that_are_as_near() -> None:
    assert found("rainny bus", one())
    assert finding.search("greensleves", own=music(one("Greensleeves")))[0].hiding == "piece-1"
    assert "piece-1" not in [each.hiding for each in finding.search("greensleves", own=own.OwnMusic())]


def test_its_first_notes_find_it_in_any_key_and_with_a_slip() -> None:
    mine = music(one())
    played = [60 + step for step in STEPS]

    assert finding.played(played, own=mine)[0].hiding == "piece-1"
    assert finding.played([*played[:3], played[3] + 1, *played[4:]], own=mine)[0].hiding == "piece-1"
    assert "piece-1" not in [each.hiding for each in finding.played(played)]


def test_the_tune_is_what_the_right_hand_plays_on_top() -> None:
    chord = tuple(Note(note.start + 20, 100, note.pitch - 12) for note in TUNE)  # a spread chord under each note
    both = piece(notes=(*TUNE, *chord, *ALBERTI))

    assert own.facts(both).steps == own.facts(piece()).steps


def test_what_has_no_notes_is_found_by_words_alone() -> None:
    empty = one(made=Piece("", ()))

    assert found("rainy", empty)
    assert music(empty).played((60, 62, 64, 65, 67), 9) == ()
    assert own.OwnMusic().played((60, 62, 64, 65), 9) == ()
    assert len(own.facts(piece(notes=TUNE * 9)).steps) <= by_notes.MOST - 1
