"""What goes home with others in it (I8): as far as each of them said yes, from then on, and no page says who said no."""

import io
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from reflections import records
from reflections.tables import new_id
from studio.papers import copies, drawing, illustrate, pack, written
from studio.screens.music.notes import _music
from studio.screens.music.save_sound import sources_of
from tests.studio.conftest import Sitting
from tests.studio.papers.test_copies import SVG
from tests.studio.papers.test_illustrate import part

JO, AMIRA, SAMI = 60, 41, 72  # the key that only this one plays


@pytest.fixture
def three(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> tuple[Sitting, dict[str, str], str]:
    """A take of three pupils; a sound says as text which keys are in it."""

    def keys(music: written.Heard, *_: object) -> bytes:
        return f"ID3 {sorted(event.pitch for event in music.take.events if hasattr(event, 'velocity'))}".encode()

    monkeypatch.setattr(drawing, "_rendered", keys)
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: [SVG for _ in plain])
    monkeypatch.setattr(drawing, "_letters", lambda: b"wOF2")
    sitting.unlock()
    journal = sitting.journal
    ids = {one.shown: one.id for one in journal.pupils()}
    ids["Sami"] = journal.add_pupil("Sami", "owl", "10-12").id
    session = journal.open_session(tuple(ids.values()), mode="group")
    piece = journal.keep_piece(None, "Ours", kind="own", chosen_by="together", session=session.id)
    parts = [part(ids[name], "melody", key) for name, key in (("Jo", JO), ("Amira", AMIRA), ("Sami", SAMI))]
    take = journal.keep_take(piece.id, parts, session=session.id, seconds=4.0, tempo=120.0)
    return sitting, ids, take.id


def home(sitting: Sitting, pupil: str) -> dict[str, bytes]:
    """Every file of a pupil's music, and their story."""
    materials = illustrate.gather(sitting.journal, pupil)
    drawn = drawing.draw(materials, lambda _done, _words: None)
    bare = copies.wordless(materials)
    return copies.my_music(drawn, bare) | {"story": copies.my_story(drawn, materials).encode()}


def keys_of(found: dict[str, bytes]) -> dict[str, str]:
    return {name: sound.decode() for name, sound in found.items() if name.endswith(".mp3")}


def test_where_nobody_else_said_yes_only_ones_own_part_goes(three: tuple[Sitting, dict[str, str], str]) -> None:
    sitting, ids, take = three
    sitting.journal.let_go_along(ids["Jo"], take, yes=True)
    found = home(sitting, ids["Jo"])
    assert keys_of(found) == {"01 Ours.mp3": f"ID3 [{JO}, {JO}]"}
    assert b"With others" not in found["story"]


def test_the_mix_has_those_who_said_yes_and_no_page_says_who_did_not(
    three: tuple[Sitting, dict[str, str], str],
) -> None:
    sitting, ids, take = three
    sitting.journal.let_go_along(ids["Sami"], take, yes=True)
    found = home(sitting, ids["Jo"])
    mix = f"ID3 [{JO}, {JO}, {SAMI}, {SAMI}]"
    assert keys_of(found) == {"01 Ours.mp3": f"ID3 [{JO}, {JO}]", "01 Ours - with others.mp3": mix}
    assert found["story"].count(b"With others who played in it") == 1
    for page in (found["My music.html"], found["story"]):
        assert not any(name in page for name in (b"Amira", b"Sami", ids["Amira"].encode(), ids["Sami"].encode()))
    assert keys_of(home(sitting, ids["Sami"])) == {"01 Ours.mp3": f"ID3 [{SAMI}, {SAMI}]"}


def test_a_yes_that_is_taken_back_counts_from_then_on_in_a_pack_that_was_ready_too(
    three: tuple[Sitting, dict[str, str], str], tmp_path: Path
) -> None:
    sitting, ids, take = three
    sitting.journal.let_go_along(ids["Sami"], take, yes=True)
    before = pack.gather(sitting.journal, ids["Jo"])
    pack.is_made(sitting.journal, before)
    file = pack.place(tmp_path, ids["Jo"])
    file.parent.mkdir(parents=True)
    file.write_bytes(b"sealed")
    assert pack.is_ready(sitting.journal, tmp_path, before)

    (yes,) = sitting.journal.yeses(ids["Sami"])
    sitting.journal.take_back_yes(ids["Sami"], yes.key)
    after = pack.gather(sitting.journal, ids["Jo"])
    assert not pack.is_ready(sitting.journal, tmp_path, after)
    assert keys_of(home(sitting, ids["Jo"])) == {"01 Ours.mp3": f"ID3 [{JO}, {JO}]"}


def test_the_next_tutor_and_every_audience_have_the_pupils_own_part_alone(
    three: tuple[Sitting, dict[str, str], str],
) -> None:
    sitting, ids, take = three
    for name in ("Amira", "Sami"):
        sitting.journal.let_go_along(ids[name], take, yes=True)
    materials = illustrate.gather(sitting.journal, ids["Jo"])
    (midi,) = (data for name, data in copies.for_next_tutor(materials, lambda: False).items() if name.endswith(".mid"))
    assert sha256(midi).hexdigest() == sha256(copies._midi(materials, take)).hexdigest()
    assert len(materials.takes[take]) == 1
    for audience in records.AUDIENCES[1:]:
        sitting.journal.reflect(
            ids["Jo"], "T9", said_by="tap", body="x", take=take, who_hears=audience, seen_by="Ms Bell"
        )
        assert illustrate.gather(sitting.journal, ids["Jo"], audience).mixes == {}


def test_the_sound_as_a_file_and_the_notes_on_paper_hold_nobody_who_said_nothing(
    three: tuple[Sitting, dict[str, str], str],
) -> None:
    sitting, ids, take = three
    journal = sitting.journal

    def saved() -> set[int]:
        (piece,) = journal.evidence(ids["Jo"]).pieces
        (_, _, source), *_ = sources_of(piece, ids["Jo"])
        return {data[1] for _tick, _part, data in source(journal)().events if data[0] & 0xF0 == 0x90}

    assert saved() == {JO}
    journal.let_go_along(ids["Sami"], take, yes=True)
    assert saved() == {JO, SAMI}
    kept, parts, _beside = _music(journal, ids["Jo"], journal.take(take))
    assert [each.pupil for each in kept.parts] == [ids["Jo"]]
    assert len(parts) == 1


def test_what_is_left_on_a_shelf_has_nobody_elses_key(three: tuple[Sitting, dict[str, str], str]) -> None:
    sitting, ids, take = three
    sitting.journal.let_go_along(ids["Sami"], take, yes=True)
    materials = illustrate.gather(sitting.journal, ids["Jo"])
    drawing.draw(materials, lambda _done, _words: None)
    stock = materials.shelf.read()
    assert [one.sound for one in stock.made.values()] == [f"ID3 [{JO}, {JO}]".encode()]


def test_on_the_bytes_the_mix_is_the_very_sound_of_those_who_said_yes(sitting: Sitting) -> None:
    """Rendered in truth: with somebody who said no in the take, and with nobody else, it is the same file."""
    jo, sami = part(new_id(), "melody", JO).midi, part(new_id(), "melody", SAMI).midi
    amira = part(new_id(), "melody", AMIRA).midi
    sounds = [drawing._mixed(parts, "", lambda _: None, lambda: False) for parts in ((jo, sami), (jo, sami, amira))]
    assert sounds[0].startswith((b"ID3", b"\xff"))
    assert sounds[0] != sounds[1]
    sitting.unlock()
    journal = sitting.journal
    ids = [journal.add_pupil(name, "owl", "10-12").id for name in ("Kit", "Lee", "Max")]
    piece = journal.keep_piece(None, "Ours", kind="own", chosen_by="together")
    parts = [part(who, "melody", key) for who, key in zip(ids, (JO, SAMI, AMIRA), strict=True)]
    take = journal.keep_take(piece.id, parts, seconds=4.0, tempo=120.0).id
    journal.let_go_along(ids[1], take, yes=True)
    (mix,) = illustrate.gather(journal, ids[0]).mixes.values()
    assert drawing._mixed(mix, "", lambda _: None, lambda: False) == sounds[0]


def test_i9_whoever_is_erased_is_in_nobodys_pack_any_more(
    three: tuple[Sitting, dict[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "for_next_tutor", lambda *_: {})
    sitting, ids, take = three
    sitting.journal.let_go_along(ids["Sami"], take, yes=True)
    mixed = zipfile.ZipFile(
        io.BytesIO(pack.make(pack.gather(sitting.journal, ids["Jo"]), lambda *_: None, lambda: False))
    )
    assert any(name.endswith("with others.mp3") for name in mixed.namelist())
    assert sitting.journal.played_with(ids["Sami"]) == tuple(sorted((ids["Jo"], ids["Amira"])))
    sitting.journal.erase_pupil(ids["Sami"], "tutor")
    left = pack.gather(sitting.journal, ids["Jo"])
    assert left.materials.mixes == {}
