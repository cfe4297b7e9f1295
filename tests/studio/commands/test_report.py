"""`soundfolio report`: a draft to read; with the pupil's yes a page, a text, a folder or a PDF; and that it left is kept."""

import re
import sys
import zipfile
from pathlib import Path

import pytest

from reflections import Journal
from studio.music.piece import Note, Part, Piece, Tempo
from studio.papers import browser_print
from studio.settings import Settings
from tests.studio.commands.conftest import Run
from tests.studio.conftest import SECRET

BROWSER = browser_print.browser()


def shares(folder: Path) -> list[tuple[str, str]]:
    journal = Journal.open(folder, SECRET)
    found = [(one.what, one.to_whom) for one in journal.shares(journal.pupils()[0].id)]
    journal._changed = False
    journal.close()
    return found


@pytest.fixture
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser_print, "browser", lambda: None)


def test_without_a_file_it_is_a_draft_to_read_and_nothing_has_left(run: Run, lived_in: Path) -> None:
    done = run("report", "jo", "--kind", "plan")

    assert (done.code, done.out.splitlines()[0]) == (0, "For a learning plan - Jo")
    assert done.err == "This is a draft. Show it to Jo first; once they say yes, say --yes.\n"
    assert shares(lived_in) == []


def test_nothing_is_written_before_the_pupil_said_yes(run: Run, lived_in: Path, tmp_path: Path) -> None:
    page = tmp_path / "note.html"

    assert "has not said yes" in run("report", "Jo", "--kind", "note", "--to", page).sentence
    assert not page.exists()
    assert shares(lived_in) == []


def test_with_the_yes_it_is_written_and_that_it_left_is_kept(run: Run, lived_in: Path, tmp_path: Path) -> None:
    page, text = tmp_path / "note.html", tmp_path / "note.txt"
    done = run("report", "Jo", "--kind", "note", "--yes", "--to", page, "--for", "class teacher")

    assert (done.code, done.err) == (0, "")
    assert done.out == f"The report is in {page}.\nThat it was given to class teacher is written down.\n"
    assert "Note for school" in page.read_text(encoding="utf-8")
    assert run("report", "Jo", "--kind", "note", "--to", text).code == 0  # it is still the same report
    assert text.read_text(encoding="utf-8").startswith("Note for school - Jo")
    assert shares(lived_in) == [("a report", "class teacher"), ("a report", "the pupil")]
    assert "has said yes to this" in run("report", "Jo", "--kind", "note").err


def test_it_is_in_the_laptops_language_as_the_yes_in_the_browser_was(run: Run, lived_in: Path, tmp_path: Path) -> None:
    Settings(language="pl").to_file(lived_in)
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0].id
    journal.report_seen(jo, "note", journal.report(jo, "note", "pl").mark, yes=True, language="pl")
    journal._changed = False
    journal.close()
    assert run("report", "Jo", "--kind", "note").out.startswith("Notatka dla szkoły - Jo")
    done = run("report", "Jo", "--kind", "note", "--to", tmp_path / "note.html")
    assert done.code == 0, done.err
    assert '<html lang="pl"' in (tmp_path / "note.html").read_text(encoding="utf-8")
    assert "za mało uczniów" in run("report", "--kind", "funder").out.casefold()


@pytest.mark.whole
def test_a_folder_has_the_sound_of_a_report_once_and_an_awards_by_its_parts(
    run: Run, lived_in: Path, tmp_path: Path
) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0].id
    piece = journal.keep_piece(jo, "Bus: home/now", kind="own")
    made = piece_of_two_notes()
    journal.keep_version(piece.id, made, "done")
    journal._changed = False
    journal.close()
    names = {}
    for kind in ("end", "award"):
        assert run("report", "Jo", "--kind", kind, "--yes", "--to", tmp_path / f"{kind}.zip").code == 0
        with zipfile.ZipFile(tmp_path / f"{kind}.zip") as pack:
            names[kind] = [name for name in pack.namelist() if name.endswith(".mp3")]
    assert names["end"] == ["Sound/01 Bus homenow.mp3"]
    assert names["award"] == ["1. What I made and played/01 Bus homenow.mp3"]


def piece_of_two_notes() -> bytes:
    part = Part("Melody", "melody", "piano", (Note(0, 240, 60), Note(240, 240, 62)))
    return Piece("Bus", (part,), (Tempo(0, 120),), end=480).to_midi()


def test_a_folder_has_the_page_and_the_words_of_each_part(run: Run, lived_in: Path, tmp_path: Path) -> None:
    folder = tmp_path / "award.zip"

    assert run("report", "Jo", "--kind", "award", "--yes", "--to", folder).code == 0
    with zipfile.ZipFile(folder) as pack:
        names = pack.namelist()
    assert names[:2] == ["Folder for an arts award.html", "Folder for an arts award.txt"]
    assert all("/" in name and ".." not in name for name in names[2:])


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("--to", "report.doc"), "none of them"),
        (("--pdf", "report.html"), "ends in .pdf"),
        (("--to", "."), "none of them"),
        (("--to", "there.html"), "is there already"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_made(
    run: Run, lived_in: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: tuple[str, ...], why: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.html").write_text("mine")

    assert why in run("report", "Jo", "--yes", *given).sentence
    assert (tmp_path / "there.html").read_text() == "mine"
    assert shares(lived_in) == []
    assert "draft" in run("report", "Jo").err, "a yes is kept only with a report that could be made"


def test_without_a_browser_the_page_is_written_instead_and_that_is_said(
    run: Run, lived_in: Path, tmp_path: Path, no_browser: None
) -> None:
    done = run("report", "Jo", "--kind", "note", "--yes", "--pdf", tmp_path / "note.pdf")

    assert done.code == 1
    assert done.err == "No Chromium, Chrome or Edge was found on this computer, so there is no PDF.\n"
    assert f"The page is in {tmp_path / 'note.html'}: open it in any browser" in done.out
    assert [path.name for path in tmp_path.glob("note.*")] == ["note.html"]


def test_the_page_instead_of_a_pdf_never_lies_over_somebodys_work(
    run: Run, lived_in: Path, tmp_path: Path, no_browser: None
) -> None:
    (tmp_path / "note.html").write_text("mine")
    run("report", "Jo", "--kind", "note", "--yes", "--pdf", tmp_path / "note.pdf")

    assert (tmp_path / "note.html").read_text() == "mine"
    assert len(list(tmp_path.glob("note*.html"))) == 2


def test_the_summary_for_a_funder_needs_five_and_names_nobody(run: Run, lived_in: Path, tmp_path: Path) -> None:
    assert "at least 5" in run("report", "--kind", "funder").out
    assert "at least 5" in run("report", "--kind", "funder", "--to", tmp_path / "f.html").sentence
    assert "needs no pupil" in run("report", "Jo", "--kind", "funder").sentence


@pytest.mark.whole
@pytest.mark.browser
@pytest.mark.skipif(BROWSER is None, reason="only where Chromium, Chrome or Edge is installed")
def test_the_end_report_is_printed_on_two_pages_by_the_browser_of_this_computer(
    run: Run, lived_in: Path, tmp_path: Path
) -> None:
    pdf = tmp_path / "end.pdf"
    done = run("report", "Jo", "--yes", "--pdf", pdf, "--for", "school")

    assert (done.code, done.err) == (0, "")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf.read_bytes())) == 2
    assert shares(lived_in) == [("a report", "school")]


# ---- printing, with a browser that is a script


@pytest.fixture
def stand_in(tmp_path: Path) -> Path:
    """A browser that does what its page says: prints it, prints nothing, or never ends."""
    path = tmp_path / "browser"
    path.write_text(
        f"#!{sys.executable}\n"
        "import sys, time, pathlib, urllib.request\n"
        "to = next(a[15:] for a in sys.argv if a.startswith('--print-to-pdf='))\n"
        "page = pathlib.Path(urllib.request.url2pathname(sys.argv[-1][7:])).read_text()\n"
        "if 'hang' in page: time.sleep(60)\n"
        "if 'nothing' not in page: pathlib.Path(to).write_bytes(b'%PDF-' + ' '.join(sys.argv).encode())\n"
    )
    path.chmod(0o700)
    return path


posix = pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS is a script a program")


@posix
@pytest.mark.whole
def test_a_page_is_printed_with_no_network_no_window_and_nothing_left(stand_in: Path, tmp_path: Path) -> None:
    pdf, seen = tmp_path / "page.pdf", []
    browser_print.print_page("words", pdf, stand_in, progress=seen.append)

    said = pdf.read_bytes().decode()
    assert {"--headless", "--host-resolver-rules=MAP", "--no-pdf-header-footer"} <= set(said.split())
    (folder,) = re.findall(r"--user-data-dir=(\S+)/profile", said)
    assert not Path(folder).exists()
    assert (seen[0], seen[-1]) == (0.0, 1.0)


@posix
@pytest.mark.whole
@pytest.mark.parametrize(
    ("page", "how", "why"),
    [
        ("nothing", {}, "printed nothing"),
        ("hang", {"seconds": 0.2}, "was not done in"),
        ("hang", {"cancelled": lambda: True}, "was stopped"),
    ],
)
def test_a_browser_that_does_not_print_is_ended_and_the_pdf_before_stays(
    stand_in: Path, tmp_path: Path, page: str, how: dict[str, object], why: str
) -> None:
    pdf = tmp_path / "page.pdf"
    pdf.write_bytes(b"before")
    with pytest.raises(browser_print.NotPrinted, match=why):
        browser_print.print_page(page, pdf, stand_in, **how)

    assert pdf.read_bytes() == b"before"


@pytest.mark.whole
def test_a_browser_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(browser_print.NotPrinted, match="did not start"):
        browser_print.print_page("words", tmp_path / "page.pdf", tmp_path / "gone")
