"""Files outside the journal: whole or not at all on a disk that fills up, and names that no file lies under yet."""

import contextlib
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from studio import files
from studio.papers import pack, sealing, slip, toolcard
from studio.settings import FILE, Settings


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on the disk takes half of what is written, then says that it is full."""
    really = Path.write_bytes

    def half(path: Path, data: bytes) -> int:
        really(path, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    return lambda: monkeypatch.setattr(Path, "write_bytes", half)


def test_what_was_put_is_there_and_nothing_else(tmp_path: Path) -> None:
    assert files.put(tmp_path / "deep" / "page.html", "Grüße") == len("Grüße".encode())

    assert (tmp_path / "deep" / "page.html").read_text(encoding="utf-8") == "Grüße"
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["page.html"]


def test_a_disk_that_fills_up_leaves_what_was_there_and_nothing_half_written(
    tmp_path: Path, full: Callable[[], None]
) -> None:
    files.put(tmp_path / "page.html", "the first")
    full()

    with pytest.raises(OSError, match="No space"):
        files.put(tmp_path / "page.html", "the second")

    assert [path.read_text(encoding="utf-8") for path in tmp_path.iterdir()] == ["the first"]


def test_what_goes_wrong_while_it_is_written_leaves_nothing(tmp_path: Path) -> None:
    def given_up() -> None:
        with files.whole(tmp_path / "sound.wav") as part:
            part.write_bytes(b"half of it")
            raise KeyError

    with pytest.raises(KeyError):
        given_up()

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "write",
    [
        lambda folder: toolcard.write(["Slow it down"], folder / "What helps me.html"),
        lambda folder: slip.write(folder, "a blank slip"),
        lambda folder: Settings().to_file(folder),  # says nothing: the next start looks as before
    ],
    ids=["card", "slip", "settings"],
)
def test_no_paper_is_left_half_written(
    tmp_path: Path, full: Callable[[], None], write: Callable[[Path], object]
) -> None:
    full()

    with contextlib.suppress(OSError):
        write(tmp_path)

    assert not list(tmp_path.iterdir())


def test_a_sealed_pack_is_never_half_of_one(tmp_path: Path, full: Callable[[], None]) -> None:
    contents = pack.Contents("jo", None, "mark")  # type: ignore[arg-type]  # only its name is looked at
    pack.seal(tmp_path, contents, bytes(32), b"the first")
    full()

    with pytest.raises(OSError, match="No space"):
        pack.seal(tmp_path, contents, bytes(32), b"the second")

    assert pack.unseal(tmp_path, "jo", bytes(32)) == b"the first"
    assert len(list((tmp_path / sealing.FOLDER).iterdir())) == 1


def test_what_lies_there_already_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "Card (2).html").mkdir()
    names = [files.add(tmp_path / "Card.html", str(n)).name for n in range(3)]

    assert names == ["Card.html", "Card (3).html", "Card (4).html"]
    assert (tmp_path / "Card.html").read_text() == "0"


def test_a_path_may_be_pasted_with_its_quotes() -> None:
    assert files.typed(' "/media/stick/My music" ') == Path("/media/stick/My music")
    assert files.typed("~/Music") == Path.home() / "Music"


def test_a_name_is_what_a_file_can_be_called() -> None:
    assert files.plain('A/C: "live" <3?') == "AC live 3"
    assert files.plain("...") == "My"
    assert files.plain("?", "Piece") == "Piece"


def test_the_settings_are_found_again(tmp_path: Path) -> None:
    Settings(theme="cream").to_file(tmp_path)

    assert Settings.from_file(tmp_path).theme == "cream"
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.skipif(os.name != "posix", reason="only on POSIX do files say who may read them")
def test_what_is_for_its_writer_alone_can_be_read_by_nobody_else_from_its_first_byte(tmp_path: Path) -> None:
    path = tmp_path / "sealed"
    with files.whole(path, mine=True) as part:
        part.write_bytes(b"half")
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.add(path, b"whole", mine=True).stat().st_mode) == 0o600
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.skipif(os.name != "posix", reason="only on POSIX do files say who may read them")
def test_a_folder_about_somebody_and_all_in_it_can_be_read_by_its_writer_alone(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        files.put_all(tmp_path / "Everything on Jo", {"data.json": b"{}", "music/song.mid": b"MThd"})
        card = toolcard.write(["Slow it down"], tmp_path / "What helps me.html")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "Everything on Jo").stat().st_mode) == 0o700
    held = [path for path in (tmp_path / "Everything on Jo").rglob("*") if path.is_file()]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (*held, card)} == {0o600}
    assert len(held) == 2
