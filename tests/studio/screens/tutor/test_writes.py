"""What the tutor writes: two lines go nowhere before the pupil said yes; a card for peers and the claim sheet name nobody."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from studio import files
from studio.papers import casecard, claims
from studio.screen import Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import C, D, E, put, record, stand
from tests.studio.screens.looked_over import lint

Start = Callable[..., Pilot]


@pytest.fixture
def notes(at_home: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Pilot]:
    """The notes about Jo, who is signed in and has one take; files go into a folder of the test."""
    monkeypatch.setattr(files, "documents", lambda: tmp_path / "out")

    def start() -> Pilot:
        pilot = at_home()
        put(pilot, stand())
        record(pilot, C, D, E)
        open_notes(pilot)
        return pilot

    return start


def open_notes(pilot: Pilot) -> None:
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo_of(pilot), "part": "notes"}))
    pilot.settle()


def jo_of(pilot: Pilot) -> str:
    return pilot.lesson.house.pupils[0].id


def fill(pilot: Pilot, key: str, said: str) -> None:
    pilot.ui.click(key)
    pilot.write(said)


def draft(pilot: Pilot) -> Any:
    fill(pilot, "note-role", "form tutor")
    fill(pilot, "note-words", "Jo leads a group now.")
    pilot.click("draft")
    return only(pilot)


def only(pilot: Pilot) -> Any:
    (note,) = pilot.lesson.journal.note_outs(jo_of(pilot))
    return note


# ---- two lines to a role


def test_a_note_is_a_draft_that_can_not_be_sent_before_the_pupil_saw_it(notes: Start) -> None:
    pilot = notes()
    note = draft(pilot)
    assert "A draft. Jo has not seen it." in pilot.words()
    assert f"send-{note.id}" not in [w.key for w in pilot.ui.tree()]


def test_the_pupil_says_yes_and_then_it_can_go(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    pilot.press("Show it to Jo")
    assert pilot.screen == "note"
    assert "Jo leads a group now." in pilot.words()
    pilot.press("Yes, that is fine")
    assert only(pilot).pupil_saw_at is not None
    pilot.press("Done")
    assert pilot.screen == "home"
    open_notes(pilot)
    pilot.press("I have told them")
    assert only(pilot).sent_at is not None


def test_the_pupil_says_it_their_own_way(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    pilot.press("Show it to Jo")
    pilot.press("Say it another way")
    pilot.studio.screen._type("I lead the group on Tuesdays.")
    pilot.press("That is how I would say it")
    note = only(pilot)
    assert (note.words, note.pupil_saw_at is not None, note.sent_at) == ("I lead the group on Tuesdays.", True, None)


def test_not_this_and_nobody_hears_of_it(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    pilot.press("Show it to Jo")
    pilot.press("Not this")
    assert pilot.lesson.journal.note_outs(jo_of(pilot)) == ()
    assert "It is gone. Nobody will hear of it." in pilot.words()


def test_no_way_leads_from_the_pupil_back_behind_the_door(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    pilot.lesson.tutor_near = True
    pilot.press("Show it to Jo")
    assert not pilot.lesson.tutor_near
    pilot.press("Back")
    assert pilot.screen in {"pick", "home"}


def test_a_note_is_shown_to_nobody_else(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    amira = pilot.lesson.journal.add_pupil("Amira", "moon", "13-15")
    pilot.lesson.choose(amira)
    pilot.settle()
    pilot.press("Show it to Jo")
    assert pilot.screen == "tutor_pupil"
    assert "Somebody else is here." in pilot.words()


# ---- a card for peers


def test_a_card_names_nobody(notes: Start, tmp_path: Path) -> None:
    pilot = notes()
    fill(pilot, "card-happened", "Jo stopped half way")
    fill(pilot, "card-would_try", "What would you do with jo?")
    pilot.click("keep-card")
    (card,) = pilot.lesson.journal.case_cards()
    pilot.click(f"card-{card.id}")
    (made,) = (tmp_path / "out").iterdir()
    text = made.read_text(encoding="utf-8")
    assert "a pupil stopped half way" in text
    assert "jo" not in made.name.casefold().split()
    assert " jo" not in text.casefold()
    assert card.pupil not in text
    assert "<audio" not in text


def test_a_take_goes_on_it_only_with_its_own_yes(notes: Start) -> None:
    pilot = notes()
    fill(pilot, "card-happened", "It stopped half way")
    pilot.press("One take: Steps")
    pilot.click("keep-card")
    assert pilot.lesson.journal.case_cards() == ()
    assert "only if the pupil says yes" in pilot.words()
    pilot.press("Jo said yes to this take")
    pilot.click("keep-card")
    (card,) = pilot.lesson.journal.case_cards()
    read = casecard.gather(pilot.lesson.journal, card)
    assert len(read.parts) == 1
    assert "<audio controls" in casecard.page(read, b"sound")


# ---- the claim sheet


def test_a_month_is_claimed_in_figures_and_codes(notes: Start, tmp_path: Path) -> None:
    pilot = notes()
    session = pilot.lesson.session
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "claims"}))
    pilot.settle()
    pilot.studio.screen._tabs["claims"]._type(f"code-{session.id}", "HUB-7")
    pilot.studio.screen._tabs["claims"]._type(f"minutes-{session.id}", "90")
    pilot.click("claim-keep")
    assert "HUB-7: 1:30 hours" in pilot.words()
    pilot.click("claim-csv")
    pilot.click("claim-page")
    table, page = sorted((tmp_path / "out").iterdir())
    (head, row) = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    assert head == ["Date", "Session", "Came", "Minutes", "Funder code"]
    assert row == [str(session.held_on), "one-to-one", "1", "90", "HUB-7"]
    both = table.read_text(encoding="utf-8") + page.read_text(encoding="utf-8")
    assert not any(word in both for word in ("Jo", "Tuesday", "Sam", session.id, "Mrs Bell"))


def test_what_was_typed_is_on_the_sheet_that_is_written_and_no_month_loses_it(notes: Start, tmp_path: Path) -> None:
    pilot = notes()
    session = pilot.lesson.session
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "claims"}))
    pilot.settle()
    pilot.studio.screen._tabs["claims"]._type(f"minutes-{session.id}", "45")
    pilot.click("claim-csv")
    (table,) = (tmp_path / "out").iterdir()
    assert list(csv.reader(table.read_text(encoding="utf-8").splitlines()))[1][3] == "45"
    pilot.studio.screen._tabs["claims"]._type(f"code-{session.id}", "HUB-7")
    this, before = [one.name for one in pilot.ui.tree() if one.key == "month" and one.role == "radio"][:2]
    pilot.press(before)
    pilot.press(this)
    (line,) = pilot.lesson.journal.claims(session.held_on, session.held_on)
    assert (line.minutes, line.funder_code) == (45, "HUB-7")
    assert "HUB-7: 0:45 hours" in pilot.words()


def test_minutes_that_are_no_number_are_not_kept(notes: Start) -> None:
    pilot = notes()
    session = pilot.lesson.session
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "claims"}))
    pilot.settle()
    pilot.studio.screen._tabs["claims"]._type(f"minutes-{session.id}", "an hour")
    pilot.click("claim-keep")
    assert "Please write the minutes as a number." in pilot.words()


def test_a_code_is_no_formula_and_no_markup(notes: Start) -> None:
    pilot = notes()
    journal, session = pilot.lesson.journal, pilot.lesson.session
    journal.set_claim(session.id, "=1+<b>", 30)
    lines = journal.claims(session.held_on, session.held_on)
    assert "'=1+<b>" in claims.table(lines)
    assert "=1+&lt;b&gt;" in claims.page(lines, session.held_on, session.held_on)


def test_a_file_is_written_beside_one_that_is_there(tmp_path: Path) -> None:
    first, second = (files.add(tmp_path / "Claim sheet.csv", "words") for _ in range(2))
    assert (first.name, second.name) == ("Claim sheet.csv", "Claim sheet (2).csv")
    assert len(list(tmp_path.iterdir())) == 2


def test_they_are_laid_out_in_every_size(notes: Start) -> None:
    pilot = notes()
    draft(pilot)
    fill(pilot, "card-happened", "Stopped half way through the second time we played it")
    pilot.click("keep-card")
    lint(pilot)
    pilot.press("Show it to Jo")
    lint(pilot)
    pilot.press("Say it another way")
    lint(pilot)
    pilot.lesson.tutor_near = True
    pilot.studio.move(Push("tutor", {"tab": "claims"}))
    pilot.settle()
    lint(pilot)


def test_what_left_is_named_whatever_it_was_and_whoever_has_it(notes: Callable[..., Pilot]) -> None:
    pilot = notes()
    for what, whom in (("a report", "the school's lead"), ("a page", "school"), ("a card", "tutor")):
        pilot.lesson.journal.shared(jo_of(pilot), what, whom)
    open_notes(pilot)
    for said in ("A report, for the school's lead", "A page, for school", "A card of what helps, for tutor"):
        assert said in pilot.words()
    lint(pilot)
