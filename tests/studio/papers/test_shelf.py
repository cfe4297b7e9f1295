"""What was drawn and rendered once is taken from the shelf, and lies there so that only the open journal can read it."""

import secrets
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from studio.papers import drawing, illustrate, pack, shelf
from studio.papers.shelf import MOST, Made, Shelf, Stock
from tests.studio.conftest import Sitting
from tests.studio.papers.test_illustrate import part

SVG = "<svg xmlns='http://www.w3.org/2000/svg'>" + "a drawing " * 50 + "</svg>"


@pytest.fixture
def bench(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "packs" / "jo.drawn", secrets.token_bytes(32))


def drawn(n: int = 0) -> Made:
    return Made(f"{SVG}{n}", b"ID3 sound", {"low": b"ID3 less"} if n else {})


def test_what_is_put_there_is_found_again_as_it_was_and_only_with_the_key(bench: Shelf) -> None:
    stock = Stock({"one": drawn(), "two": drawn(2)}, b"wOF2 letters")
    bench.put(stock)
    assert bench.read() == stock
    assert list(bench.read().made) == ["one", "two"]
    assert replace(bench, key=secrets.token_bytes(32)).read() == Stock()
    lying = bench.path.read_bytes()
    for plain in (b"a drawing", b"ID3", b"wOF2", b"list.json"):
        assert plain not in lying


@pytest.mark.parametrize("damage", [b"", b"short", b"\0" * 4000, None])
def test_a_shelf_that_is_not_whole_is_an_empty_one(bench: Shelf, damage: bytes | None) -> None:
    bench.put(Stock({"one": drawn()}))
    bench.path.write_bytes(bench.path.read_bytes()[:-9] if damage is None else damage)
    assert bench.read() == Stock()


def test_the_shelf_of_one_pupil_is_none_of_another(bench: Shelf) -> None:
    bench.put(Stock({"one": drawn()}))
    other = bench.path.with_name("amira.drawn")
    bench.path.rename(other)
    assert Shelf(other, bench.key).read() == Stock()


def test_it_holds_so_much_and_lets_go_of_what_came_first(bench: Shelf) -> None:
    bench.put(Stock({f"{n}": drawn(n) for n in range(MOST + 3)}))
    assert list(bench.read().made) == [f"{n}" for n in range(3, MOST + 3)]


def test_a_key_changes_with_the_music_with_how_it_is_read_and_with_the_bars_that_are_compared() -> None:
    keys = {
        shelf.key_of(*parts, ("just", reading), stretch)
        for parts in ((b"one",), (b"two",), (b"one", b"two"))
        for reading in ({}, {"hands": 1})
        for stretch in (None, (0.0, 4.0), (0.0, 2.0))
    }
    assert len(keys) == 18


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

    monkeypatch.setattr(drawing, "_rendered", sound)
    monkeypatch.setattr(drawing, "_letters", lambda: b"wOF2")
    monkeypatch.setattr(drawing, "_engraved", lambda plain, _: [SVG for _ in plain])
    return sitting, rendered


def drawn_again(sitting: Sitting) -> dict[str, Made]:
    journal = sitting.journal
    materials = illustrate.gather(journal, journal.pupils()[0].id)
    return dict(drawing.draw(materials, lambda _done, _words: None).made)


def test_a_second_page_draws_and_renders_nothing_anew(made: tuple[Sitting, list[object]]) -> None:
    sitting, rendered = made
    first = drawn_again(sitting)
    assert rendered == [(0.0, 4.0)] * 2, "both are as loud over the bars they share"
    assert drawn_again(sitting) == first
    assert len(rendered) == 2


def test_given_up_half_way_what_was_made_is_there_the_next_time(made: tuple[Sitting, list[object]]) -> None:
    sitting, rendered = made
    real = drawing._rendered

    def stopped(*given: Any) -> bytes:
        if rendered:
            raise drawing.Stopped("It was given up.")
        return real(*given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drawing, "_rendered", stopped)
        with pytest.raises(drawing.Stopped):
            drawn_again(sitting)
    assert len(drawn_again(sitting)) == 2
    assert len(rendered) == 2, "the first was not rendered once more"


def test_what_could_not_be_drawn_is_tried_again(
    made: tuple[Sitting, list[object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting, rendered = made
    with monkeypatch.context() as broken:
        broken.setattr(drawing, "_engraved", lambda plain, _: ["" for _ in plain])
        assert not any(one.drawing for one in drawn_again(sitting).values())
    assert all(one.drawing for one in drawn_again(sitting).values())
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
