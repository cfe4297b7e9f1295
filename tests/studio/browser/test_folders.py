"""A report as a folder for a page that waits: its sound is rendered once, kept when it is given up, and let go of on locking."""

import io
import zipfile
from typing import Any

import pytest

from reflections import Busy, records
from reflections.reports.parts import Line, Part, Proof, Report, Sheet
from studio.browser.folders import Folders
from studio.papers import reporting


def take(name: str, *parts: str) -> Any:
    """A take with these parts, as much of it as is asked for."""
    facts = records.TakeFacts(1.0, 1, (0.0,), ((0.0, 1.0, 60, 80),))
    return _Take(name, tuple(_Part(part, facts) for part in parts))


class _Part:
    def __init__(self, name: str, facts: records.TakeFacts) -> None:
        self.id, self.part, self.midi, self.facts = name, "melody", b"MThd", facts


class _Take:
    def __init__(self, name: str, parts: tuple[_Part, ...]) -> None:
        self.id, self.parts, self.seconds = name, parts, 1.0


def report() -> Report:
    said = Line("said:1", "My nan is ill", quote=True, proofs=("e1", "e2"))
    proofs = (Proof("e1", "../Bus: home: played, 1 Nov", "one"), Proof("e2", "Rain: finished, 2 Nov", "two"))
    return Report(
        "end", "End of programme", "Jo", "en", None, None, (Sheet("", "", (Part("Words", (said,)),)),), proofs, ""
    )


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []

    def sounds_of(contents: reporting.Contents, done: Any, cancelled: Any) -> dict[str, bytes]:
        (one,) = contents.music
        found.append(one.id)
        done(0.5)
        return {one.id: one.id.encode()}

    monkeypatch.setattr(reporting, "sounds_of", sounds_of)
    monkeypatch.setattr(reporting, "page", lambda _contents, _sounds: "<p>")
    return found


MUSIC: Any = (take("one", "mine"), take("two", "mine"))


def test_the_folder_names_sound_by_its_piece_and_never_by_what_was_said(rendered: list[str]) -> None:
    with zipfile.ZipFile(io.BytesIO(Folders()(report(), MUSIC))) as pack:
        names = pack.namelist()
        assert pack.read("Sound/02 Rain.mp3") == b"two"
    assert names == ["End of programme.html", "End of programme.txt", "Sound/01 Bus home.mp3", "Sound/02 Rain.mp3"]


def test_sound_is_rendered_once_until_it_is_forgotten(rendered: list[str]) -> None:
    folders = Folders()
    assert folders(report(), MUSIC) != b""
    folders(report(), MUSIC)
    assert rendered == ["one", "two"]
    folders.forget()
    folders(report(), MUSIC[:1])
    assert rendered == ["one", "two", "one"]


def test_a_take_of_other_parts_is_another_sound(rendered: list[str]) -> None:
    folders: Any = Folders()
    folders(report(), (take("one", "mine"),))
    folders(report(), (take("one", "mine", "theirs"),))
    assert rendered == ["one", "one"]


def test_what_is_given_up_keeps_what_was_rendered_and_says_how_far_it_was(rendered: list[str]) -> None:
    folders, told = Folders(), list[float]()

    def gone() -> bool:
        told.append(folders.share(report().mark))
        return len(told) == 2

    with pytest.raises(Busy):
        folders(report(), MUSIC, gone)
    assert told == [0.0, 0.5]
    assert folders.share(report().mark) == 0.0
    folders(report(), MUSIC)
    assert rendered == ["one", "two"]
