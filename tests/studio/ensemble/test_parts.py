"""Parts for people: everybody has something to do on the keys they have, it sounds with the chord, and hands may change it."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.ensemble.lines import KINDS, WITHOUT_KEYS, Kind, line, material
from studio.ensemble.parts import Shared, changed, given_out, laid_again, offered, whole
from studio.ensemble.seats import Keys, Player, Seating, seated
from studio.music import library, tunes
from studio.music.grooves import groove_piece
from studio.music.levels import LEVELS
from studio.music.piece import Lyric, Note, Part, Piece
from studio.music.score import to_score
from tests.studio.music.strategies import few, pieces

LONG, SHORT = Keys(1, 36, 96), Keys(2, 48, 72)
JO = Player("jo", "Jo", "full")
AMIR = Player("amir", "Amir", "melody")
SAM = Player("sam", "Sam", "rhythm")
KEZIA = Player("kezia", "Kezia", "one-key")


@cache
def shelf() -> tuple[Piece, ...]:
    """A few tunes and grooves as the studio has them."""
    return (*map(library.piece, library.shelf()[:6]), *map(groove_piece, library.grooves()[:3]))


def kinds(shared: Shared) -> dict[str, Kind]:
    return {each.player.name: each.kind for each in shared.given}


def pitches(part: Part | None) -> set[int]:
    return {note.pitch for note in part.notes} if part is not None else set()


def test_the_tune_lies_above_the_bass_and_each_plays_what_they_can() -> None:
    tune = shelf()[0]

    two = given_out(tune, seated((JO, AMIR), (LONG,)))
    assert kinds(two) == {"Jo": "melody", "Amir": "bass"}
    four = given_out(tune, seated((SAM, AMIR, KEZIA, JO), (LONG, SHORT)))
    assert kinds(four) == {"Sam": "rhythm", "Amir": "bass", "Kezia": "one-key", "Jo": "melody"}
    assert [each.part.name for each in four.given if each.part is not None] == ["Sam", "Amir", "Kezia", "Jo"]
    assert kinds(given_out(tune, seated((SAM, JO), (LONG,)))) == {"Sam": "rhythm", "Jo": "full"}


def test_no_kind_is_given_twice_while_others_are_left() -> None:
    group = [Player(name, name) for name in "abcd"]
    shared = given_out(shelf()[0], seated(group, (Keys(1, 21, 108),)))

    assert len({each.kind for each in shared.given}) == 4


def sung() -> Piece:
    """A tune with a word in it."""
    return replace(shelf()[0], lyrics=(Lyric(0, "Oh"),))


def test_who_has_no_keys_has_the_words_or_the_recording() -> None:
    seating = seated((JO, AMIR, SAM, KEZIA), (SHORT,))

    for piece, first in ((sung(), ["words", "recordist"]), (shelf()[0], ["recordist", "words"])):
        shared = given_out(piece, seating)
        assert [each.kind for each in shared.given if each.part is None] == first, "no words where none are written"


def test_who_gets_keys_gets_notes_and_who_chose_the_words_keeps_them() -> None:
    seating = seated((JO, AMIR, SAM), (SHORT,))
    shared = given_out(sung(), seating)
    assert shared.of("sam").kind == "words"

    more = seating.plugged((SHORT, Keys(3, 36, 96))).moved("sam", 3)
    assert laid_again(shared, more).of("sam").kind == "rhythm"
    chosen = changed(shared, seating, "sam", "recordist")
    assert laid_again(chosen, more).of("sam").kind == "recordist"


def test_a_part_is_changed_by_hand_and_follows_its_player_to_other_keys() -> None:
    seating = seated((AMIR, SAM), (LONG,))
    shared = changed(given_out(shelf()[0], seating), seating, "sam", "chord-keys")
    assert kinds(shared) == {"Amir": "melody", "Sam": "chord-keys"}

    narrow = seating.begins("sam", 93)
    again = laid_again(shared, narrow)
    assert kinds(again)["Sam"] == "chord-keys"
    assert pitches(again.of("sam").part) <= set(range(93, 97))
    with_jo = narrow.joined(JO)
    assert laid_again(again, with_jo).of("jo").part is not None
    assert kinds(laid_again(again, seating.left("sam"))) == {"Amir": "melody"}


def test_what_has_no_room_for_now_comes_back_with_the_keys() -> None:
    seating = seated((AMIR, SAM), (LONG,))
    shared = changed(given_out(shelf()[0], seating), seating, "sam", "melody")
    narrow = laid_again(shared, seating.begins("sam", 94))

    assert narrow.of("sam").kind in {"rhythm", "one-key"}
    assert "melody" not in offered(shared.piece, seating.begins("sam", 94), "sam")
    assert laid_again(narrow, seating) == shared


def test_what_somebody_plays_the_backing_leaves_out_and_the_tune_is_never_lost() -> None:
    groove = next(piece for piece in shelf() if piece.part("bass") and piece.part("chords"))
    seating = seated((AMIR, SAM), (LONG,))
    shared = changed(changed(given_out(groove, seating), seating, "amir", "bass"), seating, "sam", "chord-keys")
    made = whole(shared)

    assert [part.role for part in made.piece.parts].count("bass") == 1
    assert [part.role for part in made.piece.parts].count("chords") == 1
    assert made.of == {"amir": 0, "sam": 1}
    assert made.along == {"sam": 2}
    of = {name: pitches(made.piece.parts[n]) for name, n in made.of.items()}
    assert made.reach == {name: (min(each), max(each)) for name, each in of.items()}
    assert to_score(made.piece).end == groove.end

    tune = shelf()[0]
    first = material(tune).tune[0]
    sung = [
        any(
            (note.start, note.pitch) == (first.start, first.pitch)
            for part in whole(each).piece.parts
            for note in part.notes
        )
        for each in (given_out(tune, seated((SAM,), (LONG,))), given_out(tune, seated((AMIR,), (LONG,))))
    ]
    assert sung == [True, True]


@pytest.mark.parametrize("kind", ["one-key", "rhythm", "chord-keys"])
def test_few_keys_sound_with_the_chord_of_their_bar(kind: Kind) -> None:
    for piece in shelf():
        part = line(piece, kind, (60, 77))
        assert part is not None
        heard = [(note, material(piece).chord_at(note.start)) for note in part.notes]
        assert all(note.pitch % 12 in chord.classes for note, chord in heard if chord is not None)


@pytest.mark.parametrize("name", ["canon-in-d", "nkosi-sikelel", "entertainer", "can-can"])
@pytest.mark.parametrize("kind", ["one-key", "rhythm", "chord-keys"])
def test_a_key_does_not_rub_against_the_second_chord_of_a_bar(name: str, kind: Kind) -> None:
    tune = tunes.written(name)
    part = line(tune.piece, kind, (48, 72))
    assert part is not None

    over = [(note, one) for note in part.notes for one in tune.row if note.start < one.end and note.end > one.start]
    assert over
    assert [note for note, one in over if note.pitch % 12 not in one.chord.classes] == []


def test_rhythm_has_the_tunes_and_two_keys_at_most() -> None:
    tune = Piece("Tune", (Part("", notes=tuple(Note(n * 240, 240, 60 + n % 5) for n in range(32))),))
    part = line(tune, "rhythm", (48, 72))

    assert part is not None
    assert len(pitches(part)) <= 2
    assert {note.start for note in part.notes} <= {note.start for note in tune.parts[0].notes}


@few
@given(
    st.one_of(pieces(), st.sampled_from(range(9)).map(lambda n: shelf()[n])),
    st.lists(st.sampled_from(LEVELS), min_size=1, max_size=6),
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(21, 60), st.integers(18, 48)),
        max_size=3,
        unique_by=lambda each: each[0],
    ),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 127)), max_size=3),
    st.sampled_from(KINDS),
)
def test_nobody_is_without_something_to_do_and_no_note_lies_outside_their_keys(
    piece: Piece,
    levels: list,
    keyboards: list,
    borders: list,
    kind: Kind,  # type: ignore[type-arg]  # drawn values
) -> None:
    group = [Player(str(n), str(n), level) for n, level in enumerate(levels)]
    seating = seated(group, (Keys(keyboard, low, low + wide) for keyboard, low, wide in keyboards))
    for player, pitch in borders:
        if player < len(group) and seating.can_begin(str(player), pitch):
            seating = seating.begins(str(player), pitch)
    shared = given_out(piece, seating)
    holds(shared, seating)
    holds(laid_again(changed(shared, seating, "0", kind), seating), seating)
    assert whole(shared).piece.end == piece.end


def holds(shared: Shared, seating: Seating) -> None:
    assert [each.player for each in shared.given] == list(seating.players)
    for each in shared.given:
        zone = seating.zone(each.player.id)
        assert (each.part is None) == (each.kind in WITHOUT_KEYS)
        assert each.part is None or (
            zone is not None and all(zone[0] <= pitch <= zone[1] for pitch in pitches(each.part))
        )
