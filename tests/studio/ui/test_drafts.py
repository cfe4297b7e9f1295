"""Words typed and not handed in stand in their box again, and nowhere else; what was handed in or let go does not."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pygame
import pytest

from studio.ui import nodes as n
from studio.ui.drafts import Drafts
from studio.ui.runtime import Ui
from studio.ui.theme import Theme

HERE, THERE = "a screen", "another screen"


@dataclass
class Form:
    """A screen with boxes; the words typed are its own, by the box's key."""

    ui: Ui = field(default_factory=lambda: Ui(Theme(), (1280, 680), now=lambda: 0))
    typed: dict[str, str] = field(default_factory=dict)

    def show(self, *boxes: tuple[str, str], at: object = HERE, known: str = "", secret: bool = False) -> None:
        """Show boxes by key and by what their words are of."""

        def build() -> n.Node:
            said = [(key, of, self.typed.get(key, known)) for key, of in boxes]
            nodes = [n.TextBox(key, w, self._take(key), draft=of, known=known, secret=secret) for key, of, w in said]
            return n.Column(*nodes, n.Button("next", "Next", n.nothing))

        if self.ui.show(build(), place=at):
            assert not self.ui.show(build(), place=at)

    def _take(self, key: str) -> Callable[[str], None]:
        return lambda words: self.typed.__setitem__(key, words)

    def write(self, key: str, words: str) -> None:
        self.ui.click(key)
        self.ui.press(pygame.K_END)
        self.ui.write(words)

    def shown(self, key: str) -> str:
        return next(widget.value for widget in self.ui.tree() if widget.key == key)


@pytest.fixture
def form() -> Form:
    return Form()


def test_what_is_typed_is_kept_at_each_letter(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play th")
    assert form.ui.drafts.at("jo/wish") == "play th"
    assert form.ui.drafts.changes() == {"jo/wish": "play th"}
    assert form.ui.drafts.changes() == {}


def test_words_that_were_not_handed_in_are_in_the_box_again_and_the_screen_knows_them(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play th")
    form.typed.clear()
    form.show(at=THERE)
    form.show(("box", "jo/wish"))
    assert form.typed == {"box": "play th"}
    assert form.shown("box") == "play th"


def test_they_stand_in_no_box_of_anything_else(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play th")
    form.typed.clear()
    form.show(at=THERE)
    form.show(("box", "amira/wish"), ("other", "jo/step"))
    assert form.typed == {}
    assert (form.shown("box"), form.shown("other")) == ("", "")


def test_words_that_the_screen_has_taken_are_gone(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play it")
    form.typed.clear()  # handed in: the box is empty again
    form.show(("box", "jo/wish"))
    assert form.ui.drafts.at("jo/wish") == ""
    form.show(at=THERE)
    form.show(("box", "jo/wish"))
    assert form.shown("box") == ""


def test_a_box_that_goes_while_its_screen_stays_was_handed_in_or_let_go(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play it")
    form.show(("next-box", "jo/why"))
    assert form.ui.drafts.at("jo/wish") == ""
    assert form.ui.drafts.changes() == {"jo/wish": ""}


@pytest.mark.parametrize("at", [THERE, None])
def test_a_box_that_goes_with_its_screen_or_behind_the_veil_keeps_its_words(form: Form, at: object) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play it")
    form.show(at=at)
    assert form.ui.drafts.at("jo/wish") == "play it"


def test_what_was_taken_back_letter_by_letter_is_gone(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "no")
    for _ in "no":
        form.ui.press(pygame.K_BACKSPACE)
    assert form.ui.drafts.changes() == {"jo/wish": ""}


def test_what_stands_there_already_is_no_draft_and_what_was_changed_of_it_is(form: Form) -> None:
    form.show(("box", "jo/plan"), known="He likes drums")
    assert not form.ui.drafts.changed
    form.write("box", " a lot")
    form.show(("box", "jo/plan"), known="He likes drums")
    assert form.ui.drafts.at("jo/plan") == "He likes drums a lot"
    form.typed.clear()
    form.show(("box", "jo/plan"), known="He likes drums a lot")  # handed in: it is what is known now
    assert form.ui.drafts.at("jo/plan") == ""


def test_laying_out_again_lets_nothing_go(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.write("box", "play it")
    form.ui.resize((1024, 600))
    assert form.ui.drafts.at("jo/wish") == "play it"


@pytest.mark.parametrize(("of", "secret"), [("", False), ("jo/word", True)])
def test_a_box_that_says_nothing_of_its_words_or_is_secret_keeps_none(form: Form, of: str, secret: bool) -> None:
    form.show(("box", of), secret=secret)
    form.write("box", "abracadabra")
    form.show(at=THERE)
    assert form.ui.drafts.begun("") == ()
    assert not form.ui.drafts.changed


def test_words_found_on_the_disk_come_into_a_box_that_is_open_already_but_over_nothing_typed_since(form: Form) -> None:
    form.show(("box", "jo/wish"))
    form.ui.drafts.found({"jo/wish": "yesterday's"})
    form.show(("box", "jo/wish"))
    assert form.shown("box") == "yesterday's"
    form.write("box", "!")
    form.ui.drafts.found({"jo/wish": "yesterday's"})
    assert form.ui.drafts.at("jo/wish") == "yesterday's!"


def test_who_is_erased_is_forgotten_without_a_word_to_the_journal() -> None:
    drafts = Drafts()
    for place in ("jo/wish", "amira/wish", "session-1/closing"):
        drafts.put(place, "words")
    drafts.forget(["jo", "session-1"])
    assert drafts.changes() == {"amira/wish": "words"}
    assert drafts.begun("") == ("amira/wish",)
    assert (drafts.at("jo/wish"), drafts.at("amira/wish")) == ("", "words")
