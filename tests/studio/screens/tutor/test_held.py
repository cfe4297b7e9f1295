"""Everything held on a pupil: said before what is in it and what is not, made with one press, logged, and nothing half-made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.papers import drawing
from studio.papers import held as papers
from studio.screen import Go, Push
from studio.screens.tutor import held
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]
PRIVATE = "zebra-token"


@pytest.fixture
def before(at_home: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., Pilot]:
    """Before the screen, with something played and a note of the tutor's; `said` are words of the pupil's nobody has seen."""
    monkeypatch.setattr("reflections.pages.render.lexend", lambda: b"wOF2")

    def start(said: str = "", **look: object) -> Pilot:
        pilot = at_home(**look)
        put(pilot, stand())
        record(pilot, C, D)
        pilot.lesson.moved_on()
        journal, jo = pilot.lesson.journal, pilot.lesson.pupil.id
        journal.write_note(pilot.lesson.session.id, was_hard=PRIVATE)
        if said:
            journal.reflect(jo, "T4", said_by="typed", body=said, piece=journal.pieces(jo)[0].id)
        else:
            journal.reflect(
                jo, "T4", said_by="typed", body="with Bartholo", piece=journal.pieces(jo)[0].id, seen_by="Sam"
            )
        pilot.lesson.tutor_near = True
        pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": "ending"}))
        pilot.settle()
        pilot.press("Everything as a copy")
        assert pilot.screen == "held"
        return pilot

    return start


def make(pilot: Pilot, folder: Path, password: str = "") -> None:
    pilot.studio.screen._typed |= {"folder": str(folder), "password": password}
    pilot.press("Make the copy")


def test_what_is_weighed_and_what_to_look_at_is_said_before_and_the_copy_lies_there_then(
    before: Callable[..., Pilot], tmp_path: Path
) -> None:
    pilot = before()
    assert "one note of a session" in pilot.words()
    assert "“Bartholo”" in pilot.words()
    assert PRIVATE not in pilot.words()
    lint(pilot, in_sight=("Make the copy",))
    make(pilot, tmp_path)
    lint(pilot)
    folder = tmp_path / "Everything on Jo"
    assert f"It lies at {folder}." in pilot.words()
    data = json.loads((folder / "data.json").read_text(encoding="utf-8"))
    assert all((folder / row["midi"]).read_bytes()[:4] == b"MThd" for row in data["rows"]["take_part"])
    assert not [path for path in folder.rglob("*") if path.is_file() and PRIVATE.encode() in path.read_bytes()]
    line = pilot.lesson.journal.audit()[0]
    assert (line.action, line.purpose) == ("all that is held given", "the pupil")


def test_in_large_words_all_of_it_is_reached(before: Callable[..., Pilot]) -> None:
    lint(before(text=200), in_sight=("Make the copy",))


def test_with_a_password_it_is_one_locked_page(before: Callable[..., Pilot], tmp_path: Path) -> None:
    pilot = before()
    make(pilot, tmp_path, "short")
    assert "A little longer, please: 8 letters at least." in pilot.words()
    make(pilot, tmp_path, "four green boats")
    page = (tmp_path / "Everything on Jo.html").read_text(encoding="utf-8")
    assert "Bartholo" not in page
    assert pilot.studio.screen._typed["password"] == ""


def test_words_nobody_has_seen_hold_it_up_and_it_is_said(before: Callable[..., Pilot]) -> None:
    pilot = before("help me")
    assert pilot.screen == "held"
    assert pilot.studio.screen._trouble
    assert "Make the copy" not in pilot.words()
    lint(pilot, in_sight=("Go to what waits",))
    pilot.press("Go to what waits")
    assert pilot.screen == "tutor"


def test_a_folder_that_is_not_there_and_nobody_it_is_for_are_said(before: Callable[..., Pilot], tmp_path: Path) -> None:
    pilot = before()
    make(pilot, tmp_path / "nowhere")
    assert "That folder is not there." in pilot.words()
    pilot.studio.screen._typed["whom"] = " "
    make(pilot, tmp_path)
    assert "Say which role it is for." in pilot.words()
    assert not list(tmp_path.glob("Everything*"))


@pytest.mark.parametrize("password", ["", "four green boats"])
def test_given_up_while_it_is_written_nothing_of_it_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, password: str
) -> None:
    over: list[bool] = []
    monkeypatch.setattr(papers, "folder", lambda *_: over.append(True) or {"a": b"1"})
    monkeypatch.setattr(papers, "locked", lambda *_: over.append(True) or "page")
    with pytest.raises(drawing.Stopped):
        held.put(None, tmp_path / "Jo", password, lambda: bool(over))  # type: ignore[arg-type]  # nothing of it is read here
    assert not list(tmp_path.iterdir())


def test_whose_it_is_may_be_gone_by_then(at_home: Start) -> None:
    pilot = at_home()
    pilot.studio.move(Go("held", {"pupil": "nobody"}))
    pilot.settle()
    assert pilot.screen != "held"
