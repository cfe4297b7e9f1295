"""One hostile pupil through every export: nothing they wrote acts anywhere, and what they wrote comes back as it was kept."""

import csv
import io
import json
import re
import shutil
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

import pytest

from reflections import Journal, NotAllowed, records, reports, wording
from reflections.records import Place
from reflections.records.held import Held
from studio import fault, files
from studio.music import smf, worker
from studio.music.piece import Lyric, Note, Part, Piece
from studio.papers import casecard, claims, copies, drawing, held, illustrate, reporting, slip, toolcard
from studio.papers.drawing import Drawn, Materials
from studio.papers.part_pages import PartPage
from studio.papers.part_pages import html as part_page
from tests import journals
from tests.studio.conftest import SECRET
from tests.studio.papers.test_illustrate import part
from tests.unlocked import bytes_of

TAGS = (
    "</p></script></style><script>alert(1)</script><img src=x onerror=alert(2)>\"' onload=alert(3) javascript:alert(4)"
)
FORMULAS = ('=cmd|" /C calc"!A0', "+1", "@x", "-1", "\t=1", "\u200b=1")
TURNED = "\u202eturned\u2066 round\u200f"
NO_XML = "a\x00b\x07c\x1bd\ufffee\uffff"
SCRIPTS = (
    "\u0645\u0648\u0633\u064a\u0642\u0649", "\u05de\u05d5\u05d6\u05d9\u05e7\u05d4", "\u0938\u0902\u0917\u0940\u0924",
    "\u0e14\u0e19\u0e15\u0e23\u0e35", "\u97f3\u4e50", "Zoe\u0308 a\u030a\u0332", "\U0001f469\U0001f3fd\u200d\U0001f3a4", "zero\u200bwidth",
)  # fmt: skip
ALL = " ".join((TAGS, TURNED, NO_XML, *SCRIPTS))
LONG = (ALL + " ") * 40 + "W" * 10_000
ALIAS = "<b onclick>\"'\u202e\u0645\x00z\ufffe\u0301"
BIDI = set("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
OURS = {"type", "class", "id"}  # attributes of our own that a script of ours may have
SVG = "<svg viewBox='0 0 9 9'><g class='note'><path d='M0 0'></path></g></svg>"


@dataclass(frozen=True)
class Hostile:
    """The journal with the pupil in it, what a copy of theirs is made of, and the page's drawing of it."""

    journal: Journal
    pupil: records.Pupil
    materials: Materials
    drawn: Drawn


@pytest.fixture(scope="module")
def hostile(house: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hostile]:
    folder = tmp_path_factory.mktemp("hostile") / "house"
    shutil.copytree(house, folder)
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        patch.setattr(drawing, "_rendered", lambda *_: b"ID3 of it")
        patch.setattr(drawing, "_engraved", lambda plain, _: [SVG for _ in plain])
        patch.setattr(drawing, "_letters", lambda: b"wOF2")
        patch.setattr("reflections.pages.render.lexend", lambda: b"wOF2")
        patch.setattr(worker, "run", lambda work, given, **_: work(given))
        journal = Journal.open(folder, SECRET)
        try:
            pupil = _fill(journal)
            materials = illustrate.gather(journal, pupil.id)
            yield Hostile(journal, pupil, materials, drawing.draw(materials, lambda _done, _words: None))
        finally:
            journal._changed = False
            journal.close()


def _song() -> bytes:
    notes = tuple(Note(n * 480, 400, 60 + n) for n in range(4))
    lyrics = (Lyric(0, TAGS), Lyric(480, "".join(SCRIPTS)), Lyric(960, FORMULAS[0]), Lyric(1440, TURNED + NO_XML))
    return Piece(ALL, (Part(TAGS, "melody", "piano", notes),), lyrics=lyrics).to_midi()


def _fill(journal: Journal) -> records.Pupil:
    """All that a pupil can say, said in the worst way."""
    pupil = journal.add_pupil(ALIAS, "fox", "10-12")
    journal.set_place(ALIAS, help_person=ALL[:100], deputy=FORMULAS[0], out_of_hours=TAGS)
    me = pupil.id
    session = journal.open_session([me]).id
    goal = journal.agree(journal.wish(me, ALL[:140]).id, why=TAGS, first_step=FORMULAS[0], know_by=SCRIPTS[0])
    journal.step(goal.id, FORMULAS[1])
    for title in (ALL[:140], "CON", "../../etc/passwd", "NUL.txt", "a:b|c?", "\u202egpj.exe", *FORMULAS[:3]):
        piece = journal.keep_piece(me, title, kind="own", session=session, goal=goal.id)
        take = journal.keep_take(piece.id, (part(me, "melody", 60, 64),), session=session, seconds=4.0, tempo=120.0)
    journal.mark(take.id, 1.0, kind="words", words=ALL[:140])
    journal.story(piece.id, about=TAGS, poem=LONG)
    journal.keep_version(piece.id, _song(), ALL[:140], session=session)
    task = journal.task(me, ALL[:140], piece=piece.id, take=take.id, own=True)
    journal.rate(me, "sure", "before", "given", 2, task=task.id, take=take.id)
    journal.rate(me, "sure", "after", "given", 3, task=task.id, take=take.id)
    for body in (LONG, *FORMULAS, *SCRIPTS):
        said = journal.reflect(me, "T6", said_by="typed", body=body, take=take.id, session=session)
        journal.let_read(said.id, who_reads="school", who_hears="school")
    journal.try_next(me, TAGS, take.id)
    journal.helped(me, TAGS)
    journal.add_interest(me, "song", ALL[:140], TAGS)
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    return journal.pupil(me)


def texts(value: object) -> Iterator[str]:
    """Every text in a record, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


class Acts(HTMLParser):
    """Whatever in a page could act, but for a script, style or handler of ours."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            begins = "".join((value or "").split()).casefold()
            if name.startswith("on") or begins.startswith(("javascript:", "vbscript:")):
                self.found.append(f"{tag} {name}")
        if tag in {"iframe", "object", "embed", "base", "form", "link"}:
            self.found.append(tag)
        if tag == "script" and {name for name, _ in attrs} - OURS:
            self.found.append("script from elsewhere")
        if tag == "img" and not (dict(attrs).get("src") or "").startswith("data:"):
            self.found.append("img")


def acts(page: str) -> list[str]:
    return Acts(page).found


def scripts_of(page: str) -> list[str]:
    return re.findall(r"<script[^>]*>(.*?)</script", page, re.DOTALL | re.IGNORECASE)


def harmless(page: str) -> None:
    assert not acts(page)
    assert not [one for one in scripts_of(page) if "alert(" in one]
    assert "<b onclick" not in page


def safe_name(name: str) -> None:
    """Every part of a name is one that Windows takes, whatever it is that lies there."""
    for each in PurePosixPath(name).parts:
        assert each not in {"..", "."}
        assert not set(each) & files.NOT_IN_NAMES, each
        assert each == each.strip(" ").rstrip(".")
        assert all(unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp", "Cn"} for c in each), ascii(each)
        assert len(each.encode()) <= 255, ascii(each)
        assert not re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?", each), each


# -- pages ------------------------------------------------------------------------------------------------------------
def test_in_my_story_and_my_music_nothing_of_theirs_acts(hostile: Hostile) -> None:
    story = copies.my_story(hostile.drawn, hostile.materials)
    music = copies.my_music(hostile.drawn, copies.wordless(hostile.materials))
    page = next(iter(music.values())).decode()
    for each in (story, page):
        harmless(each)
        assert "Content-Security-Policy" in each
    assert "W" * 10_000 in story
    for words in SCRIPTS:
        assert unicodedata.normalize("NFC", words) in story
    for name in music:
        safe_name(name)


def test_a_copy_for_others_and_the_card_and_the_slip_hold_words_alone(hostile: Hostile) -> None:
    others = illustrate.gather(hostile.journal, hostile.pupil.id, "school")
    harmless(illustrate.laid_out(hostile.drawn, others))
    tools, _ = toolcard.gather(hostile.journal, hostile.pupil.id)
    card = records.CaseCard("c", hostile.pupil.id, None, None, ALL, TAGS, LONG, FORMULAS[0], hostile.pupil.added_at)
    place = hostile.journal.place()
    assert place is not None
    for page in (
        toolcard.page(tools), casecard.page(casecard.Card(card)), slip.page(place, "999"), slip.page(Place("p", ALL, ALL, TAGS, LONG), TAGS),
        part_page(ALL, [PartPage("1", TAGS, ALIAS, (SVG,))], TAGS),
    ):  # fmt: skip
        harmless(page)
        assert not scripts_of(page)


@pytest.mark.parametrize("kind", records.REPORTS)
def test_in_a_report_of_every_kind_they_are_words(hostile: Hostile, kind: str) -> None:
    report = hostile.journal.report(hostile.pupil.id, kind)
    for one in report.choices:
        if not one.chosen and not one.key.startswith("piece:"):
            report = hostile.journal.choose_for_report(hostile.pupil.id, kind, one.key, True)
    contents = reporting.Contents(report, hostile.journal.report_music(hostile.pupil.id, report))
    sounds = {one.id: b"ID3 of it" for one in contents.music}
    harmless(reporting.page(contents, sounds))
    text = reports.text(report)
    assert not [c for c in text if unicodedata.category(c) == "Cc" and c != "\n"]
    assert not BIDI & set(text)
    with zipfile.ZipFile(io.BytesIO(reporting.folder(contents, sounds))) as packed:
        for name in packed.namelist():
            safe_name(name)


# -- files ------------------------------------------------------------------------------------------------------------
def test_no_cell_of_the_claim_sheet_is_a_formula() -> None:
    worst = (*FORMULAS, TAGS, "\x00=1", "\ufeff=1", "\u202e=1", "\u2066@x", "%=1", ";=1")
    lines = [records.ClaimLine(str(n), date(2026, 11, 2), "group", 1, 60, 60, code) for n, code in enumerate(worst)]
    sheet = claims.table(lines)
    for row in csv.reader(io.StringIO(sheet, newline="")):
        for cell in row:
            bare = "".join(c for c in cell if unicodedata.category(c) not in {"Cc", "Cf", "Zs"})
            assert bare[:1] not in tuple("=+-@"), ascii(cell)
    harmless(claims.page(lines, date(2026, 11, 1), date(2026, 11, 30)))


def test_the_next_tutor_gets_files_that_open_and_words_as_they_were(hostile: Hostile) -> None:
    found = copies.for_next_tutor(hostile.materials, lambda: False)
    assert {name.rpartition(".")[2] for name in found} == {"mid", "musicxml", "json"}
    for name, data in found.items():
        safe_name(name)
        match name.rpartition(".")[2]:
            case "mid":
                assert smf.read(data).tracks
            case "musicxml":
                ET.fromstring(data)  # it opens
    data = json.loads(found["portfolio.json"])
    said = {one["words"] for piece in data["pieces"] for one in piece["said"]}
    for words in SCRIPTS:
        assert unicodedata.normalize("NFC", words) in said


@pytest.fixture(scope="module")
def about(hostile: Hostile) -> Held:
    return hostile.journal.held_about(hostile.pupil.id)


def test_the_copy_of_all_that_is_held_is_words_and_safe_names(hostile: Hostile, about: Held) -> None:
    found = held.folder(about)
    for name, data in found.items():
        safe_name(name)
        if name.endswith(".html"):
            harmless(data.decode())
    data = json.loads(found["data.json"])
    kept = {one.id: one.body for one in hostile.journal.reflections(hostile.pupil.id)}
    assert kept
    assert {row["id"]: row["body"] for row in data["rows"]["reflection"]} == kept
    assert "alert(" not in held.locked(about, "seven slow trains")


def test_another_laptop_takes_it_in_as_it_is_and_a_copy_of_the_journal_holds_it(
    hostile: Hostile, house: Path, tmp_path: Path
) -> None:
    shutil.copytree(house, tmp_path / "other")
    copy = hostile.journal.copy_to(tmp_path)
    assert copy.is_file()
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        other = Journal.open(tmp_path / "other", SECRET)
        other.take_in(hostile.journal.pack("four green boats", [hostile.pupil.id]), "four green boats")
    try:
        there, here = (one.evidence(hostile.pupil.id, copy_for="pupil") for one in (other, hostile.journal))
        assert there.pieces == here.pieces
        assert there.reflections == here.reflections
        assert there.goals == here.goals
        assert there.interests == here.interests
        assert there.pupil.alias == here.pupil.alias
    finally:
        other._changed = False
        other.close()


def test_a_backup_brings_them_back_as_they_were_and_once_erased_never_again(
    hostile: Hostile, house: Path, tmp_path: Path
) -> None:
    shutil.copytree(house, tmp_path / "other")
    stick = tmp_path / "\u202egpj.exe <b>=1"
    stick.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)
        other = Journal.open(tmp_path / "other", SECRET)
        other.take_in(hostile.journal.pack("four green boats", [hostile.pupil.id]), "four green boats")
        copy = other.backup()
        whole = other.evidence(hostile.pupil.id)
        assert b"W" * 2_000 in bytes_of(other._opened)
        other.go_back(copy)
        assert other.evidence(hostile.pupil.id) == whole
        other.copy_to(stick)
        named = [left.what for left in other.erase_pupil(hostile.pupil.id, "the lead", copied=True).left]
        assert "a copy of everything, for safe-keeping, gpj.exe <b>=1" in named
        other.go_back(copy)
        assert hostile.pupil.id not in [one.id for one in other.pupils()]
        assert b"W" * 2_000 not in bytes_of(other._opened)  # of the place the worst words stay
        other._changed = False
        other.close()


# -- what is kept, and what is not ------------------------------------------------------------------------------------
def test_what_is_kept_turns_nothing_round_and_is_the_same_once_more(hostile: Hostile) -> None:
    kept = list(texts(replace(hostile.materials.evidence, pupil=hostile.pupil)))
    assert max(map(len, kept)) > 10_000
    for words in kept:
        assert not {c for c in words if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"}
        assert not set(words) & (BIDI | {"\ufffe", "\uffff"}), ascii(words[:200])
        assert words == unicodedata.normalize("NFC", words)
    assert any("\u200d" in words for words in kept)  # emoji stay whole


def test_words_that_lie_in_music_keep_their_shape_and_nothing_that_turns() -> None:
    flag = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    for words in (*SCRIPTS[:-1], flag, "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937"):
        assert smf.words(words.encode()) == unicodedata.normalize("NFC", words)
    assert smf.words(f"e{TURNED}\u0301".encode()) == "eturned round\u0301"
    assert smf.words("e\u202e\u0301".encode()) == "\u00e9"


@pytest.mark.parametrize("unseen", ["\u200b", "\u2060\u00ad", "\u202e \x00", "\u2028"])
def test_a_name_that_nobody_sees_is_none(unseen: str) -> None:
    with pytest.raises(NotAllowed, match="Please give"):
        wording.clean(unseen, most=9, what="a name", needed=True, lines=True)


def test_a_file_named_for_them_lies_on_windows_too(hostile: Hostile) -> None:
    for words in (
        ALL,
        LONG,
        "CON",
        "nul.txt",
        "com1",
        " .. ",
        "\u97f3" * 300,
        *FORMULAS,
        *SCRIPTS,
        hostile.pupil.shown,
    ):
        safe_name(f"{files.plain(words)}.html")


def test_what_broke_is_written_down_without_a_word_of_theirs(tmp_path: Path) -> None:
    def broken() -> None:
        raise ValueError(ALL)

    try:
        broken()
    except ValueError as error:
        path = fault.write(tmp_path, error)
    assert path is not None
    assert "turned" not in path.read_text(encoding="utf-8")
