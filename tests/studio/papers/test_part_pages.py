"""Parts to print: a page for each with title, part and player; nothing is loaded, nothing half made is left."""

import re

import pytest

from instruments.errors import Cancelled
from studio.music import grooves, notation
from studio.music.notation import Engraving, Written
from studio.music.song import grooving, layers
from studio.music.song.model import TUTOR, Song, SongError
from studio.papers import part_pages

WHOSE = {TUTOR: "Sam", "0198-jo": "Jo"}


@pytest.fixture
def song() -> Song:
    made = grooving.from_groove(grooves.groove("ballad"))
    return layers.player(layers.player(made, "1", TUTOR), "2", "0198-jo")


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Written]:
    """What was given to be engraved; each comes back as one empty page."""
    given: list[Written] = []

    def engrave(papers: list[Written], *, width: int, height: int) -> tuple[Engraving, ...]:
        given.extend(papers)
        assert width <= part_pages.WINDOW_WIDTH
        assert height <= notation.PAGE_HEIGHT
        return tuple(Engraving(('<svg viewBox="0 0 10 10"></svg>',), {}) for _ in papers)

    monkeypatch.setattr(notation, "engrave_all", engrave)
    return given


def test_there_is_a_page_for_each_part_with_title_name_and_player(song: Song, drawn: list[Written]) -> None:
    parts = part_pages.engraved(song, None, WHOSE, paper=True)
    page = part_pages.html("Ours & <theirs>", parts)

    assert [(part.name, part.whose) for part in parts] == [("Bass", "Sam"), ("Chords", "Jo"), ("Long chords", "")]
    assert len(drawn) == page.count("<section>") == page.count("Ours &amp; &lt;theirs&gt;</h1>") == 3
    assert "<p>Chords · Jo</p>" in page
    assert "break-before: page" in page
    assert not re.findall(r"https?:|<script|src=|url\(", page)


def test_one_layer_or_all_at_once_can_be_wanted(song: Song, drawn: list[Written]) -> None:
    assert [part.layer for part in part_pages.engraved(song, ("2",), WHOSE)] == ["2"]
    assert [part.layer for part in part_pages.engraved(song, (part_pages.SCORE,), WHOSE)] == [part_pages.SCORE]
    assert part_pages.engraved(song, ("0",), WHOSE) == (), "drums are not written"


def test_it_can_be_given_up_and_drums_alone_are_a_sentence(song: Song) -> None:
    with pytest.raises(Cancelled):
        part_pages.engraved(song, None, WHOSE, cancelled=lambda: True)
    with pytest.raises(SongError, match="drums"):
        part_pages.engraved(layers.add(Song(), "Mine", "drums"), None, WHOSE)


@pytest.mark.whole
def test_what_is_engraved_fits_paper_and_has_its_letters(song: Song) -> None:
    (bass,) = part_pages.engraved(song, ("1",), WHOSE, letters=True, paper=True)

    (page,) = bass.pages
    assert len(re.findall(r">[A-G][♭♯]?</", page)) >= 8
