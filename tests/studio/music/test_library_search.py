"""Searching and the folk index: prefix, accents, hidden keys, speed, and that the index is what music21 reads."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from importlib import resources
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from studio.music import corpus, finding, folk, library, titles
from studio.music.piece import TICKS

if TYPE_CHECKING:
    from pathlib import Path


def test_titles_come_first_then_what_a_tune_feels_like() -> None:
    assert finding.search("für")[0].title == "Für Elise"
    assert finding.search("FUR el")[0].title == "Für Elise"
    assert "In the Hall of the Mountain King" in [found.title for found in finding.search("spooky")]
    assert finding.search("south africa")[0].title == "Nkosi Sikelel' iAfrika"


def test_what_people_know_stands_before_the_folk_tunes() -> None:
    kinds = [found.kind for found in finding.search("f")]

    assert kinds == sorted(kinds, key=lambda kind: kind == "folk")
    assert set(kinds) == {"tune", "groove", "folk"}


def test_an_umlaut_is_found_as_the_corpus_writes_it() -> None:
    assert finding.search("Frühlingslied")[0].title == "Fruehlingslied"
    assert finding.search("Frühlingslied") == finding.search("fruehlingslied")
    for spelt in ("schöne müllerin", "schoene muellerin"):
        assert "Die schöne Müllerin" in [found.title for found in finding.search(spelt)], spelt


def test_every_word_must_fit_and_no_words_find_nothing() -> None:
    assert finding.search("") == ()
    assert finding.search("  ,. ") == ()
    assert finding.search("moonlight zzzz") == ()
    assert [found.title for found in finding.search("moonlight sonata")] == ["Moonlight Sonata"]


@pytest.mark.parametrize(("typed", "title"), [
    ("greensleves", "Greensleeves"), ("grenesleeves", "Greensleeves"), ("geensleevs", "Greensleeves"),
    ("amasing grace", "Amazing Grace"), ("grace amazign", "Amazing Grace"), ("ode too joy", "Ode to Joy"),
    ("green sleaves", "Greensleeves"), ("furelise", "Für Elise"), ("für elsie", "Für Elise"), ("moon light", "Moonlight Sonata"),
])  # fmt: skip
def test_a_slip_or_two_in_what_was_typed_finds_it_all_the_same(typed: str, title: str) -> None:
    assert title in [found.title for found in finding.search(typed)[:5]]


def test_what_fits_as_typed_comes_before_what_fits_with_slips_and_where_much_fits_slips_are_not_looked_for() -> None:
    as_typed = [" rain" in f" {found.title} {found.about}".lower() for found in finding.search("rain")]

    assert True in as_typed
    assert as_typed == sorted(as_typed, reverse=True)
    assert len(as_typed) > finding.FEW
    assert all("reel" in f"{found.title} {found.about}".lower() for found in finding.search("reel", most=20))


def test_what_is_hidden_is_not_found_by_a_slip_either() -> None:
    tune = finding.search("greensleeves")[0].hiding

    assert tune not in [found.hiding for found in finding.search("greensleves", {tune})]


def test_what_a_tutor_hid_is_not_found_again() -> None:
    folk_tune = finding.search("molihua")[-1]
    tune, groove = finding.search("can can")[0], finding.search("trap")[0]
    hidden = frozenset({folk_tune.hiding, tune.hiding, groove.hiding})

    assert folk_tune.hiding not in [found.hiding for found in finding.search("molihua", hidden)]
    assert tune.hiding not in [found.hiding for found in finding.search("can can", hidden)]
    assert groove.hiding not in [found.hiding for found in finding.search("trap", hidden)]
    assert tune.what not in library.shelf(hidden)
    assert groove.what not in library.grooves(hidden)


def test_at_most_so_many_are_given() -> None:
    assert len(finding.search("the", most=7)) == 7


def test_a_search_takes_less_than_50_ms() -> None:
    finding.search("warm")
    took = []
    for words in ("a", "the", "garten", "kiss the", "zzzz", "molihua", "es wollt ein"):
        began = time.process_time()
        finding.search(words)
        took.append(time.process_time() - began)

    assert sorted(took)[len(took) // 2] < 0.05


@pytest.mark.whole
def test_searching_never_loads_music21_and_importing_is_light() -> None:
    heavy = "{'music21', 'numpy', 'mido', 'pygame', 'verovio', 'multiprocessing'}"
    program = (
        f"import sys; from studio.music import finding, library; early = sorted({heavy} & set(sys.modules)); "
        f"finding.search('garten'); library.shelf(); library.groove_piece(library.grooves()[0]); print(early, sorted({heavy} & set(sys.modules)))"
    )

    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[] []"


@pytest.mark.whole
def test_importing_the_library_loads_no_more_than_its_first_card_needs() -> None:
    slow = (
        "{'dataclasses', 'fractions', 'gzip', 'heapq', 'importlib.resources', 'inspect', 'json', 'random', 'tempfile'}"
    )
    ours = "{'studio.music.' + name for name in ('abctune', 'barlines', 'corpus', 'grooves', 'harmony', 'pace', 'titles', 'tunes')}"
    program = (
        f"import sys; before = set(sys.modules); import studio.music.library; "
        f"print(sorted((set(sys.modules) - before) & ({slow} | {ours})))"
    )

    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_the_index_is_under_2_mb_and_holds_most_of_the_corpus() -> None:
    data = resources.files("assets").joinpath("folk", folk.INDEX).read_bytes()

    assert len(data) < 2_000_000
    assert 10_000 < len(folk.index()) < 13_000
    assert folk.packed(folk.index()) == data


@pytest.mark.whole
def test_twenty_entries_built_anew_are_those_of_the_index() -> None:
    chosen = random.Random(20).sample(folk.index(), 20)

    for tune in chosen:
        assert folk.entry(tune.path, tune.number) == tune


@pytest.mark.whole
def test_a_folk_tune_opens_in_a_process_of_its_own() -> None:
    found = next(found for found in finding.search("bonnie kate") if found.what.fifths == 2)

    piece = library.open_found(found)

    assert piece.title == found.title
    assert piece.pickup == TICKS
    assert piece.key.fifths == 2
    first = [note.pitch for note in piece.parts[0].notes[:13]]
    assert tuple(b - a for a, b in pairwise(first)) == found.what.steps


@pytest.mark.whole
def test_a_tune_with_bare_closing_signs_opens_twice_as_long_as_written_and_no_longer() -> None:
    found = next(one for one in folk.index() if one.path == "oneills1850/0721-0730.abc" and one.number == 10)

    piece = library.open_folk(found)

    assert sum(1 for bar in piece.bars() if bar.n) == found.bars <= 2 * 49  # not 1030
    assert piece.pickup == TICKS // 2
    assert 150 <= piece.tempos[0].bpm <= 165


@pytest.mark.whole
def test_the_first_of_several_voices_opens() -> None:
    text = corpus.texts("airdsAirs/book6.abc")[172]

    first = corpus.plain(text).notes

    assert [pitch for _, _, pitch in first[:4]] == [74, 74, 74, 74]
    assert len({start for start, _, _ in first}) == len(first)


@pytest.mark.whole
def test_the_bars_of_the_index_are_those_that_open() -> None:
    for tune in random.Random(5).sample(folk.index(), 12):
        piece = corpus.piece(corpus.plain(corpus.texts(tune.path)[tune.number - 1]), tune.title)
        assert sum(1 for bar in piece.bars() if bar.n) == tune.bars


def test_most_folk_tunes_open_at_once_as_the_index_says_they_are() -> None:
    chosen = random.Random(6).sample(folk.index(), 12)
    opened = [(tune, piece) for tune in chosen if (piece := folk.at_once(tune)) is not None]

    assert len(opened) > 8
    for tune, piece in opened:
        assert (piece.title, piece.key.fifths) == (tune.title, tune.fifths)
        assert sum(1 for bar in piece.bars() if bar.n) == tune.bars
    assert folk.at_once(chosen[0]._replace(opening="MMMMMMMM")) is None


def test_a_folk_tune_that_is_not_there_is_said_in_a_sentence() -> None:
    tune = folk.index()[0]

    with pytest.raises(corpus.CorpusError, match="not in the music21"):
        corpus.read(tune.path, 99_999, tune.title)
    with pytest.raises(corpus.CorpusError, match="not in the music21"):
        corpus.read("essenFolksong/none.abc", 1, tune.title)


@pytest.mark.whole
def test_a_folk_tune_that_takes_too_long_is_said_in_a_sentence() -> None:
    tune = folk.index()[0]

    with pytest.raises(corpus.CorpusError, match="pick another one"):
        corpus.read(tune.path, tune.number, tune.title, seconds=0.0)


def test_building_tells_how_far_it_is_and_leaves_out_what_is_screened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = ("ryansMammoth/OldZipCoonReel_A.abc", "ryansMammoth/AbithaMugginsFavoriteReel.abc")
    monkeypatch.setattr(corpus, "files", lambda: few)
    told: list[tuple[int, int, int]] = []

    kept = folk.build(tmp_path / "index.json.gz", progress=lambda *now: told.append(now))

    assert kept == 1
    assert told == [(0, 2, 0), (1, 2, 0), (2, 2, 1)]
    assert [tune.title for tune in folk.unpacked((tmp_path / "index.json.gz").read_bytes())] == [
        "Abitha Muggins' Favorite (reel)"
    ]


@pytest.mark.parametrize(("raw", "path", "shown"), [
    ("Der Raubmord von Stockheim (10), S. 51", "essenFolksong/lot.abc", "Der Raubmord von Stockheim"),
    ("Das Schloá in streich (13a), S. 57f", "essenFolksong/lux.abc", "Das Schloß in streich"),
    ("Rat:tle the Bottles -- Reel", "ryansMammoth/x.abc", "Rattle the Bottles (reel)"),
    ("May-Pole -- Reel", "ryansMammoth/x.abc", "May-Pole (reel)"),
    ("BUTTER-MILK AND PRATEES -- JIG", "ryansMammoth/x.abc", "Butter-Milk And Pratees (jig)"),
    ("HUMOUR OF GLEN- JIG.", "ryansMammoth/x.abc", "Humour Of Glen (jig)"),
    ("COSMOPOLITE -- REEL., THE", "ryansMammoth/x.abc", "Cosmopolite, The (reel)"),
    ("I'M O'ER YOUNG", "ryansMammoth/x.abc", "I'm O'er Young"),
    ("Sch\x94ne M\x81llerin", "essenFolksong/lot.abc", "Schöne Müllerin"),
    ("L\x81dou", "essenFolksong/han1.abc", "Lüdou"),
    ("D'M\x84dchen am \x8erger", "essenFolksong/lux.abc", "D'Mädchen am Ärger"),
    ("Slán abhaile", "essenFolksong/irl.abc", "Slán abhaile"),
    ("O'CONNOR'S FAVORITE", "oneills1850/x.abc", "O'Connor's Favorite"),
    ("ALLE MEINE ENTCHEN", "essenFolksong/kinder0.abc", "Alle meine entchen"),
    ('"Der Kuckuck"', "essenFolksong/x.abc", "Der Kuckuck"),
    ("x" * 200, "", "x" * 80),
])  # fmt: skip
def test_titles_are_written_for_people(raw: str, path: str, shown: str) -> None:
    assert titles.clean(raw, path) == shown


def test_the_anthem_is_note_for_note_what_the_corpus_holds() -> None:
    from music21 import converter

    path = corpus.folder() / "johnson_j_r" / "lift_every_voice.mxl"
    soprano = converter.parse(str(path), forceSource=True, storePickle=False).parts[0]
    theirs = corpus._notes(soprano)
    ours = library.piece(library.tune("lift-every-voice")).part("melody").notes

    assert [(note.start, note.pitch + 1) for note in ours] == [(start, pitch) for start, _, pitch in theirs]


def test_a_tune_is_found_by_playing_its_first_notes_in_another_key_and_hidden_ones_are_not() -> None:
    tune = library.shelf()[0]
    played = [pitch + 3 for _, _, pitch, _ in tune.roll][:9]

    found = finding.played(played)

    assert found[0].hiding == tune.hiding
    assert tune.hiding not in {one.hiding for one in finding.played(played, hidden={tune.hiding})}
    assert finding.played(played[:2]) == ()


def test_a_tune_is_found_by_how_fast_it_is() -> None:
    slow = [found.what.bpm for found in finding.search("slow") if found.kind == "tune"]

    assert slow
    assert sorted(slow)[len(slow) // 2] < 84, "one may have it in its description"
