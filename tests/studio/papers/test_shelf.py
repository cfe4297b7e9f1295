"""What was drawn and rendered once is taken from the shelf, and lies there so that only the open journal can read it."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reflections.records import Illustration
from studio.papers import illustrate, pack, shelf
from studio.papers.shelf import MOST, Shelf
from tests.studio.conftest import Sitting
from tests.studio.papers.test_illustrate import part

SVG = "<svg xmlns='http://www.w3.org/2000/svg'>" + "a drawing " * 50 + "</svg>"


@pytest.fixture
def bench(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs" / "jo.drawn", secrets.token_bytes(32))


def drawn(n: int = 0) -> Illustration:
    return Illustration(SVG, {"n0": 0.5 + n}, b"ID3 sound", {"n0": (1.0, 2.5)})


def test_what_is_put_there_is_found_again_as_it_was_and_only_with_the_key(bench: Shelf) -> None:
    bench.put({"one": drawn(), "two": drawn(2)})
    assert bench.read() == {"one": drawn(), "two": drawn(2)}
    assert list(bench.read()) == ["one", "two"]
    assert replace(bench, key=secrets.token_bytes(32)).read() == {}
    lying = bench.path.read_bytes()
    assert b"a drawing" not in lying
    assert b"ID3" not in lying
    assert b"PK" not in lying[:40]


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4000, None])
def test_a_shelf_that_is_not_whole_is_an_empty_one(bench: Shelf, damage: bytes | None) -> None:
    bench.put({"one": drawn()})
    bench.path.write_bytes(bench.path.read_bytes()[:-9] if damage is None else damage)
    assert bench.read() == {}


def test_the_shelf_of_one_pupil_is_none_of_another(bench: Shelf) -> None:
    bench.put({"one": drawn()})
    other = bench.path.with_name("amira.drawn")
    bench.path.rename(other)
    assert Shelf(other, bench.key).read() == {}


def test_it_holds_so_much_and_lets_go_of_what_came_first(bench: Shelf) -> None:
    bench.put({f"{n}": drawn(n) for n in range(MOST + 3)})
    assert list(bench.read()) == [f"{n}" for n in range(3, MOST + 3)]


def test_a_key_changes_with_the_music_and_with_the_bars_that_are_compared() -> None:
    made_of = {"take": "TVRo", "clock": True, "reading": {"hands": 2}}
    keys = {
        shelf.key_of(one, stretch)
        for one in (made_of, made_of | {"take": "TVRp"}, made_of | {"reading": {"hands": 1}})
        for stretch in (None, (0.0, 4.0), (0.0, 2.0))
    }
    assert len(keys) == 9


@pytest.fixture
def made(sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> tuple[Sitting, list[object]]:
    """Jo with two takes of a piece; and what was rendered, in order."""
    sitting.unlock()
    jo = sitting.journal.pupils()[0]
    piece = sitting.journal.keep_piece(jo.id, "Bus", kind="own")
    for pitches in ((60, 62), (60, 64)):
        sitting.journal.keep_take(piece.id, (part(jo.id, "melody", *pitches),), session=None, seconds=4.0, tempo=120.0)
    rendered: list[object] = []

    def sound(music: object, stretch: object, *_: Any) -> bytes:
        rendered.append(stretch)
        return b"ID3 of it"

    monkeypatch.setattr(illustrate, "_rendered", sound)
    monkeypatch.setattr(illustrate, "_engraved", lambda plain, _: [(SVG, {"n0": 0.0}, {}) for _ in plain])
    return sitting, rendered


def drawn_again(sitting: Sitting, **how: Any) -> dict[str, Illustration]:
    journal = sitting.journal
    return illustrate.illustrate(illustrate.gather(journal, journal.pupils()[0].id), lambda _done, _words: None, **how)


def test_a_second_page_draws_and_renders_nothing_anew(made: tuple[Sitting, list[object]]) -> None:
    sitting, rendered = made
    first = drawn_again(sitting)
    assert rendered == [(0.0, 4.0)] * 2, "both are as loud over the bars they share"
    assert drawn_again(sitting) == first
    assert len(rendered) == 2


def test_given_up_half_way_what_was_made_is_there_the_next_time(made: tuple[Sitting, list[object]]) -> None:
    sitting, rendered = made
    real = illustrate._rendered

    def stopped(*given: Any) -> bytes:
        if rendered:
            raise illustrate.Stopped("It was given up.")
        return real(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(illustrate, "_rendered", stopped)
        with pytest.raises(illustrate.Stopped):
            drawn_again(sitting)
    assert len(drawn_again(sitting)) == 2
    assert len(rendered) == 2, "the first was not rendered once more"


def test_what_could_not_be_drawn_is_tried_again(
    made: tuple[Sitting, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting, rendered = made
    with monkeypatch.context() as broken:
        broken.setattr(illustrate, "_engraved", lambda plain, _: [("", {}, {}) for _ in plain])
        assert not any(one.svg for one in drawn_again(sitting).values())
    assert all(one.svg for one in drawn_again(sitting).values())
    assert len(rendered) == 4


def test_a_full_disk_does_not_stop_the_page(
    made: tuple[Sitting, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(Shelf, "put", full)
    assert len(drawn_again(made[0])) == 2


def test_i9_with_the_pupil_goes_what_was_drawn_of_them(made: tuple[Sitting, list[object]]) -> None:
    sitting, _ = made
    drawn_again(sitting)
    folder, (jo, other) = sitting.journal.folder, [one.id for one in sitting.journal.pupils()]
    lying = folder / "packs" / f"{jo}.drawn"
    assert lying.is_file()
    pack.forget(folder, [jo, other])
    assert lying.is_file()
    pack.forget(folder, [other])
    assert not lying.exists()
    drawn_again(sitting)
    pack.drop(folder, jo)
    assert not lying.exists()
