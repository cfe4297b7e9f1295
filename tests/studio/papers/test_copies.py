"""What goes home: music that is safe to play to anyone, a story with only what was ticked, and files to go on with."""

import io
import json
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest

from reflections import story
from reflections.pages.marks import where
from reflections.records import Ribbon
from reflections.sentences import Spoken
from studio.music import worker
from studio.music.take import Take
from studio.papers import copies, drawing, illustrate, pack, written
from studio.papers.drawing import Drawn, Materials
from tests.studio.conftest import Sitting
from tests.studio.papers.test_illustrate import part

SVG = "<svg viewBox='0 0 9 9'><g class='note'><path d='M0 0'></path></g></svg>"
WORDS = ("It is about my gran.", "The low part.", "Here it goes down")


@pytest.fixture
def materials(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> Materials:
    """Jo's two takes of Bus, with words about them, and a beat of the same name that was kept as a version."""
    monkeypatch.setattr(drawing, "_rendered", lambda *_: b"ID3 of it")
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: [SVG for _ in plain])
    monkeypatch.setattr(drawing, "_letters", lambda: b"wOF2")
    monkeypatch.setattr(worker, "run", lambda _work, given, **_: [("<score/>", "", {}, {}) for _ in given])
    sitting.unlock()
    journal, jo = sitting.journal, sitting.journal.pupils()[0].id
    bus = journal.keep_piece(jo, "Bus / home?", kind="own").id
    for pitches in ((60, 62), (60, 64)):
        take = journal.keep_take(bus, (part(jo, "melody", *pitches),), session=None, seconds=4.0, tempo=120.0).id
    journal.mark(take, 1.0, words=WORDS[2])
    journal.story(bus, about="my gran", poem=WORDS[0])
    journal.reflect(jo, "T6", said_by="typed", body=WORDS[1], take=take)
    beat = journal.keep_piece(jo, "Bus / home?", kind="own").id
    journal.keep_version(beat, part(jo, "melody", 60).midi, "first loop")
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    return illustrate.gather(journal, jo)


def drawn(materials: Materials) -> Drawn:
    return drawing.draw(materials, lambda _done, _words: None)


def test_my_music_is_a_sound_a_piece_called_by_its_title_and_one_page(materials: Materials) -> None:
    found = copies.my_music(drawn(materials), materials)
    assert list(found) == ["My music.html", "01 Bus  home.mp3", "02 Bus  home.mp3"]
    assert found["01 Bus  home.mp3"] == b"ID3 of it"


def test_nothing_personal_is_in_my_music(materials: Materials) -> None:
    found = copies.my_music(drawn(materials), materials)
    page = found["My music.html"].decode()
    words = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    for never in (materials.evidence.pupil.alias, *WORDS, "my gran", "first loop", "2026", "Take"):
        assert never not in words, never
        assert not [name for name in found if never in name]
    assert "<script" not in page
    assert "Bus / home?" in page
    assert page.count('class="score"') == 2


def test_my_music_stands_as_the_pupil_arranged_it_without_what_they_do_not_show(materials: Materials) -> None:
    bus, beat = (one.piece.id for one in materials.evidence.pieces)
    for ribbon, seconds in ((Ribbon(order=(beat, bus)), ["0:00", "0:04"]), (Ribbon(out=(beat,)), ["0:04"])):
        arranged = replace(materials, preferences=replace(materials.preferences, ribbon=ribbon))
        page = copies.my_music(drawn(arranged), arranged)["My music.html"].decode()
        assert re.findall(r"0:\d\d", page) == [one for one in seconds if one != "0:00"]


def test_my_story_has_only_the_words_that_were_ticked(materials: Materials) -> None:
    keys = {one.words: one.key for one in story.tellings(materials.evidence)}
    for ticked in ((), (WORDS[1],), WORDS):
        ribbon = Ribbon(told=tuple(keys[words] for words in ticked))
        mine = copies.ticked(replace(materials, preferences=replace(materials.preferences, ribbon=ribbon)))
        page = copies.my_story(drawn(mine), mine)
        assert [words for words in WORDS if words in page] == list(ticked)


def test_with_a_password_the_story_is_locked_and_without_one_it_opens_by_itself(materials: Materials) -> None:
    made = drawn(materials)
    assert "Bus" in copies.my_story(made, materials)
    assert "Bus" not in re.sub(r"[\w+/=]{200,}", "", copies.my_story(made, materials, "seven slow trains"))


def test_the_next_tutor_gets_midi_musicxml_and_data_that_explains_itself(materials: Materials) -> None:
    found = copies.for_next_tutor(materials, lambda: False)
    names = {"01 Bus  home - then", "01 Bus  home - now", "02 Bus  home - first loop, version 1"}
    assert set(found) == {f"{name}.{kind}" for name in names for kind in ("mid", "musicxml")} | {"portfolio.json"}
    assert Take.from_midi(found["01 Bus  home - now.mid"]).events
    data = json.loads(found["portfolio.json"])
    explained = set(data["fields"])
    assert set(data) - {"fields"} <= explained
    assert {"takes", "marks"} <= explained
    first = data["pieces"][0]
    assert [take["marks"] for take in first["takes"]][1] == [{"at": 1.0, "by": "pupil", "words": WORDS[2]}]
    assert first["said"][0]["words"] == WORDS[1]


def test_where_music_cannot_be_written_out_the_midi_is_there_all_the_same(
    materials: Materials, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise worker.DiedError("gone")

    monkeypatch.setattr(worker, "run", broken)
    found = copies.for_next_tutor(materials, lambda: False)
    assert {name.rpartition(".")[2] for name in found} == {"mid", "json"}


def test_i8_who_else_is_here_is_looked_for_in_what_goes_too(materials: Materials) -> None:
    evidence = materials.evidence
    bus = replace(evidence.pieces[0], piece=replace(evidence.pieces[0].piece, title="amira and me"))
    named = replace(materials, evidence=replace(evidence, pieces=(bus, *evidence.pieces[1:])))
    for copy in (copies.ticked(named), copies.wordless(named)):
        assert [(one.words, where(one, Spoken())) for one in copy.marked] == [("Amira", "the title of a piece")]


def test_i8_i4_the_data_holds_only_what_the_page_may_show(materials: Materials) -> None:
    mine = copies.ticked(materials)
    data = json.dumps(copies.as_data(mine))
    for never in (*WORDS, materials.evidence.pupil.id, *materials.others):
        assert never not in data


@pytest.mark.parametrize("told", [True, False])
def test_a_pack_holds_all_three_and_in_the_pupils_own_only_what_was_ticked(materials: Materials, told: bool) -> None:
    contents = pack.Contents("jo", materials, "mark", ticked=told)
    with zipfile.ZipFile(io.BytesIO(pack.make(contents, lambda _done, _words: None, lambda: False))) as found:
        names = found.namelist()
        page = found.read("My story.html").decode()
    assert {name.partition("/")[0] for name in names} == {"My music", "My story.html", "For the next tutor"}
    assert (WORDS[1] in page) is not told


def test_music_is_written_out_once_for_each_file(materials: Materials) -> None:
    plain = [written.plain(drawing.music_of(materials, name)) for name in (*materials.takes, *materials.versions)]
    assert len(plain) == 3
    assert len({json.dumps(one) for one in plain}) == 3


def test_a_pack_is_in_the_pupils_language_whoever_is_spoken_to_while_it_is_made(materials: Materials) -> None:
    abroad = replace(materials, preferences=replace(materials.preferences, language="ar"))
    contents = pack.Contents("jo", abroad, "")
    with zipfile.ZipFile(io.BytesIO(pack.make(contents, lambda _done, _words: None, lambda: False))) as found:
        read = {name: found.read(name).decode() for name in found.namelist() if name.endswith((".html", ".json"))}
    assert {"قصتي.html", "موسيقاي/موسيقاي.html"} < set(read)
    assert all(
        page.startswith('<!doctype html>\n<html lang="ar" dir="rtl">')
        for name, page in read.items()
        if name.endswith("html")
    )
    assert "portfolio.json" in {name.rpartition("/")[2] for name in read}
    locked = copies.my_story(drawn(abroad), abroad, "four green boats")
    assert "ملفات موسيقاي لا تحتاج إلى كلمة سر." in locked
    assert '<html lang="ar" dir="rtl">' in locked


def test_what_the_next_tutors_program_reads_is_one_format_in_any_language(materials: Materials) -> None:
    abroad = replace(materials, preferences=replace(materials.preferences, language="ar"))
    assert copies.as_data(abroad) == copies.as_data(materials)
