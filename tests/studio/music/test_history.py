"""Every edit is a step with a name, which can be undone and done again; what changes nothing is none."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from studio.music.history import MOST_STEPS, History


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
    history = History("abc")
    history.edit("move notes", "acb")
    history.undo()
    history.edit("add layer", "abcd")
    assert history.redo_label == ""
    assert history.take_back() == "abc"
    assert (history.undo_label, history.redo_label) == ("", "move notes")
    assert history.redo() == "acb"
    history.undo()
    history.edit("delete notes", "ab")
    history.undo()
    assert history.take_back() == "abc"
    assert history.redo_label == "delete notes"


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
