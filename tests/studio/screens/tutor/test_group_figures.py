"""Figures of groups: of five pupils or more, and what would give away one is held back."""

from typing import Any

from reflections import records
from tests.studio.fakes import Pilot
from tests.studio.screens.looked_over import lint
from tests.studio.screens.tutor.groups import NAMES, Start, held


def figures(pilot: Pilot) -> str:
    pilot.press("Tutor's door")
    pilot.press("Figures")
    return pilot.words()


def test_of_fewer_than_five_no_figure_is_shown(house: Start) -> None:
    said = figures(pilot := house(4, 4, before=held(2)))
    assert said.count("A figure is told of five pupils or more.") == 2
    assert "Sessions held" not in said
    lint(pilot)


def test_of_five_they_are_counted_for_everyone_and_for_the_group(house: Start) -> None:
    said = figures(pilot := house(5, 5, before=held(2)))
    assert said.count("5 pupils") == 2
    for label in ("Sessions planned", "Sessions held", "Hours", "Times somebody came", "Pieces finished"):
        assert said.count(label) == 2
    assert said.count("Held back\n") == 4, "nobody finished or reached anything: it looks as if a few had"
    assert not any(name in said for name in NAMES)
    lint(pilot)


def test_what_would_give_away_one_is_held_back(house: Start) -> None:
    def before(journal: Any, group: records.Group) -> None:
        held(2)(journal, group)
        piece = journal.keep_piece(group.pupils[0], "Steps", kind="own")
        journal.keep_version(piece.id, b"MThd", "done")

    said = figures(pilot := house(8, 5, before=before))
    assert "It is held back: the others could be worked out from it." in said
    assert "Held back" in said.replace("It is held back", "")
    lint(pilot)
