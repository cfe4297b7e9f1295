import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from studio.music import edits
from studio.music.history import MOST_STEPS, History
from studio.music.piece import Key, Lyric, Metre, Note, Part, Piece, Section, Tempo
from tests.studio.music.strategies import few, pieces

C, D, E = Note(0, 480, 60), Note(480, 480, 62), Note(960, 480, 64)
TUNE = Piece("Tune", (Part("Tune", notes=(C, D, E)),), sections=(Section("A", 0, 1920),), lyrics=(Lyric(480, "la"),))


def notes(piece: Piece) -> tuple[Note, ...]:
    return piece.parts[0].notes


def test_notes_move_together_and_stop_together_at_the_edges() -> None:
    assert notes(edits.move(TUNE, 0, [C, D], ticks=-100, semitones=2)) == (Note(0, 480, 62), Note(480, 480, 64), E)
    assert notes(edits.move(TUNE, 0, [D, E], semitones=100)) == (C, Note(480, 480, 125), Note(960, 480, 127))


def test_a_note_can_be_stretched_split_joined_and_struck_harder() -> None:
    assert notes(edits.stretch(TUNE, 0, [C], -9999))[0].length == edits.SHORTEST
    halves = edits.split(TUNE, 0, [C], 100)
    assert notes(halves)[:2] == (Note(0, 100, 60), Note(100, 380, 60))
    assert notes(edits.join(halves, 0, notes(halves)[:2])) == notes(TUNE)
    assert edits.split(TUNE, 0, [C], 5) == TUNE
    assert notes(edits.louder(TUNE, 0, [C], 100))[0].velocity == 127


def test_a_note_beyond_the_end_lengthens_the_piece_to_a_barline() -> None:
    longer = edits.add(TUNE, 0, Note(2000, 10, 60))

    assert longer.end == 3840
    assert edits.remove(longer, 0, [Note(2000, 10, 60)]).end == 3840


def test_a_tempo_keeps_within_what_can_be_counted_and_later_changes_follow() -> None:
    piece = Piece("Two", (), tempos=(Tempo(0, 100), Tempo(480, 50)), end=960)

    assert edits.set_tempo(piece, 120).tempos == (Tempo(0, 120), Tempo(480, 60))
    assert edits.set_tempo(piece, 9999).tempos[0].bpm == 300


def test_trimming_keeps_what_lies_between_and_starts_it_anew() -> None:
    kept = edits.trim(TUNE, 240, 960)

    assert notes(kept) == (Note(0, 240, 60), Note(240, 480, 62))
    assert (kept.end, kept.sections, kept.lyrics) == (720, (Section("A", 0, 720),), (Lyric(240, "la"),))
    with pytest.raises(ValueError, match="nothing"):
        edits.trim(TUNE, 960, 960)


def test_transposing_moves_the_key_and_leaves_the_drums() -> None:
    piece = Piece("Song", (Part("Tune", notes=(C,)), Part("Kit", "drums", "kit", (Note(0, 10, 36),))), key=Key(0))

    moved = edits.transpose(piece, 2)

    assert (moved.parts[0].notes[0].pitch, moved.parts[1].notes[0].pitch, moved.key) == (62, 36, Key(2))


def test_counting_in_another_metre_ends_on_its_barline() -> None:
    assert edits.set_metre(TUNE, 3, 4).end == 2880
    assert edits.set_metre(TUNE, 3, 4).metres == (Metre(0, 3, 4),)


@few
@given(pieces())
def test_doubling_plays_everything_twice(piece: Piece) -> None:
    twice = edits.double(piece)

    assert [len(part.notes) for part in twice.parts] == [2 * len(part.notes) for part in piece.parts]
    again = piece.barline_after(piece.end)
    assert edits.trim(twice, again, again + piece.end).parts == piece.parts


@few
@given(pieces())
def test_transposing_there_and_back_changes_nothing_in_the_middle_of_the_keyboard(piece: Piece) -> None:
    middling = edits.transpose(piece, 0)
    if all(12 <= note.pitch <= 115 for part in middling.parts for note in part.notes):
        assert edits.transpose(edits.transpose(piece, 5), -5).parts == piece.parts


# ---------------------------------------------------------------- history


def test_a_drag_is_one_step() -> None:
    history = History(0)
    for place in (1, 2, 3):
        history.edit("Move", place, merge="drag 1")
    history.edit("Move", 4, merge="drag 2")

    assert history.undo() == 3
    assert history.undo() == 0
    assert history.undo_label == ""


def test_a_drag_back_to_where_it_began_leaves_no_step() -> None:
    history = History(0)
    history.edit("Move", 1, merge="drag")
    history.edit("Move", 0, merge="drag")

    assert history.undo_label == ""
    assert history.value == 0


def test_a_drag_taken_up_after_an_undo_is_a_step_of_its_own() -> None:
    history = History(0)
    history.edit("Move", 1, merge="drag")
    history.edit("Tidy", 2)
    history.undo()
    history.edit("Move", 3, merge="drag")

    assert history.undo() == 1


def test_the_labels_say_what_undo_and_redo_do() -> None:
    history = History("a")
    history.edit("Add note", "ab")
    history.edit("Tidy", "abc")
    history.undo()

    assert (history.undo_label, history.redo_label) == ("Add note", "Tidy")


def test_an_edit_that_changes_nothing_is_no_step_and_keeps_what_can_be_redone() -> None:
    history = History("a")
    history.edit("Add", "b")
    history.undo()
    history.edit("Nothing", "a")

    assert history.redo() == "b"


def test_a_step_that_came_to_nothing_leaves_what_could_be_done_again() -> None:
    history = History(TUNE)
    moved = history.edit("move notes", edits.move(TUNE, 0, [C], ticks=10))
    history.undo()
    history.edit("add layer", edits.remove(TUNE, 0, [E]))
    assert history.redo_label == ""
    assert history.take_back() == TUNE
    assert (history.undo_label, history.redo_label) == ("", "move notes")
    assert history.redo() == moved
    history.undo()
    history.edit("delete notes", edits.remove(TUNE, 0, [E]))
    history.undo()
    assert history.take_back() == TUNE
    assert history.redo_label == "delete notes"


def test_undoing_back_to_what_was_saved_is_saved() -> None:
    history = History("a")
    history.edit("Add", "b")
    history.mark_saved()
    history.edit("Add", "c")
    assert not history.is_saved
    history.undo()
    assert history.is_saved


def test_only_the_last_two_hundred_steps_are_kept() -> None:
    history = History(0)
    for value in range(1, 301):
        history.edit("Count", value)
    for _ in range(300):
        history.undo()

    assert history.value == 300 - MOST_STEPS


class RandomWalk(RuleBasedStateMachine):
    """Edits, undoes and redoes at random beside a plain list of every value there was."""

    def __init__(self) -> None:
        super().__init__()
        self.history = History(0)
        self.values = [0]
        self.place = 0

    @rule(value=st.integers(0, 5))
    def edit(self, value: int) -> None:
        if value != self.values[self.place]:
            self.values[self.place + 1 :] = [value]
            self.place += 1
        self.history.edit("Edit", value)

    @rule()
    def undo(self) -> None:
        self.place = max(0, self.place - 1)
        self.history.undo()

    @rule()
    def redo(self) -> None:
        self.place = min(len(self.values) - 1, self.place + 1)
        self.history.redo()

    @invariant()
    def what_is_open_is_where_the_list_says(self) -> None:
        assert self.history.value == self.values[self.place]
        assert bool(self.history.undo_label) == (self.place > 0)
        assert bool(self.history.redo_label) == (self.place + 1 < len(self.values))


TestRandomWalk = RandomWalk.TestCase
TestRandomWalk.settings = settings(max_examples=30, stateful_step_count=30)
