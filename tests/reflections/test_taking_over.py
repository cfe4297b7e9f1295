"""A journal that an early version left unlocked is locked once: every row there, and the open file is the journal until the last step."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from reflections import Damaged, DiskTrouble, Journal, NotAllowed, NotOurs, Plain, TooNew, taking_over, vault
from reflections.migrations import KNOWN
from reflections.store import FILE
from tests.reflections.conftest import PASSPHRASE

pytestmark = pytest.mark.whole
OLD = Path(__file__).parent.parent / "old_journals"
NEW = "four green boats"


@pytest.fixture
def plain(tmp_path: Path, quick_kdf: None) -> Path:
    """A folder with the oldest journal, as anybody can read it, and something in its write-ahead file still."""
    folder = tmp_path / "old"
    folder.mkdir()
    raw = sqlite3.connect(folder / FILE)
    raw.executescript((OLD / f"{KNOWN[0]}.sql").read_text(encoding="utf-8"))
    raw.execute("update piece set title = 'Morning star'")
    raw.commit()
    raw.close()
    return folder


def rows(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    raw = sqlite3.connect(folder / FILE)
    names = [name for (name,) in raw.execute("select name from sqlite_master where type = 'table'")]
    found = {name: raw.execute(f"select * from {name}").fetchall() for name in names}
    raw.close()
    return found


def test_all_of_it_is_there_and_nothing_readable_is_left(plain: Path) -> None:
    before = rows(plain)
    taken = taking_over.take_over(plain, NEW)
    key = vault.unlock(vault.read(plain), NEW)
    with taking_over.only_looking(plain / FILE, key) as raw:
        assert {name: raw.execute(f"select * from {name}").fetchall() for name in before} == before
    assert not [path for path in plain.rglob("*") if path.is_file() and b"Morning star" in path.read_bytes()]
    for secret in (NEW, taken.code):
        journal = Journal.open(plain, secret)
        assert [one.title for one in journal.pieces(journal.pupils()[0].id)] == ["Morning star"]
        assert journal.check().problems == ()
        journal._changed = False
        journal.close()
    with pytest.raises(NotAllowed, match="locked already"):
        taking_over.take_over(plain, NEW)


@pytest.mark.parametrize(
    ("where", "what"),
    [
        ("reflections.vault.write", "key"),
        ("pathlib.Path.replace", "place"),
        ("reflections.taking_over._prove", "proof"),
    ],
)
def test_wherever_it_is_cut_short_the_open_file_is_the_journal_and_it_can_be_tried_again(
    plain: Path, where: str, what: str
) -> None:
    before = rows(plain)

    put = Path.replace

    def fail(*given: object) -> object:
        if what == "place" and isinstance(given[0], Path) and not given[0].name.endswith(".locked"):
            return put(*given)  # type: ignore[arg-type]  # as it was called
        raise OSError(what)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, fail)
        with pytest.raises(DiskTrouble, match="still unlocked"):
            taking_over.take_over(plain, NEW)
    assert rows(plain) == before
    taking_over.take_over(plain, NEW)
    journal = Journal.open(plain, NEW)
    assert len(journal.pupils()) == 2
    journal._changed = False
    journal.close()


def test_a_copy_that_lost_a_row_is_not_believed(plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = taking_over._copy
    monkeypatch.setattr(taking_over, "_copy", lambda *given: {**copy(*given), "piece": 2})
    before = rows(plain)
    with pytest.raises(Damaged, match="not whole"):
        taking_over.take_over(plain, NEW)
    assert rows(plain) == before
    assert not vault.exists(plain)


def spoiled(plain: Path, how: str) -> None:
    raw = sqlite3.connect(plain / FILE)
    raw.execute(how)
    raw.commit()
    raw.close()


@pytest.mark.parametrize(
    ("how", "kind"),
    [
        ("pragma application_id=7", NotOurs),
        ("delete from journal", NotOurs),
        ("update alembic_version set version_num = '9999'", TooNew),
    ],
)
def test_what_is_none_of_ours_or_of_a_later_release_is_left_alone(plain: Path, how: str, kind: type[Exception]) -> None:
    spoiled(plain, how)
    before = rows(plain)
    with pytest.raises(kind):
        taking_over.take_over(plain, NEW)
    assert rows(plain) == before
    assert not vault.exists(plain)


def test_an_open_file_where_a_locked_journal_was_is_no_journal_to_take_over(
    plain: Path, folder: Path, opening: Callable[..., Journal]
) -> None:
    """Somebody put it there: taking it over would put the key of the real one out of the way."""
    before = vault.read(folder)
    (folder / FILE).write_bytes((plain / FILE).read_bytes())
    with pytest.raises(
        Plain, match="another folder"
    ) as refused:  # opening it says to take it over: here the circle ends
        taking_over.take_over(folder, NEW)
    assert "soundfolio restore" in str(refused.value)
    assert vault.read(folder) == before
    assert vault.unlock(before, PASSPHRASE)


def test_a_short_passphrase_is_refused_and_copies_that_are_not_locked_are_named(plain: Path) -> None:
    with pytest.raises(NotAllowed):
        taking_over.take_over(plain, "short")
    (plain / "backups").mkdir()
    copy = plain / "backups" / "journal-20260101.db"
    copy.write_bytes((plain / FILE).read_bytes())
    assert taking_over.take_over(plain, NEW).unlocked == (copy,)


def test_the_code_is_one_to_print(plain: Path) -> None:
    assert re.fullmatch(r"[0-9A-Z]{4}(-[0-9A-Z]+)+", taking_over.take_over(plain, NEW).code)
