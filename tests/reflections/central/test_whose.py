"""Before anything goes to a service for the first time it can be asked whose it is; that something went there is never forgotten."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from reflections import Journal
from reflections.central import address, remembered
from reflections.central.whose import first
from reflections.errors import NotAllowed
from reflections.restoring import Copies
from tests.reflections.conftest import PASSPHRASE

OURS = "postgresql://kim:quokka@music.example.org/soundfolio"
BARE = "postgresql://kim@music.example.org/soundfolio"


@pytest.fixture
def journal(made: tuple[Path, str], tmp_path: Path) -> Iterator[Journal]:
    """A laptop's, with one pupil."""
    opened = Journal.open(shutil.copytree(made[0], tmp_path / "laptop"), PASSPHRASE)
    opened.add_pupil("Jo", "owl", "10-12")
    yield opened
    opened._changed = False
    opened.close()


def test_it_is_said_where_it_is_and_what_would_go_without_the_password(journal: Journal) -> None:
    found = first(journal, OURS)
    assert found is not None
    assert (found.name, found.server, found.where) == ("kim", "music.example.org", BARE)
    assert found.rows["pupil"] == 1
    assert not remembered.sends(journal)


def test_what_is_no_services_address_is_refused(journal: Journal) -> None:
    with pytest.raises(NotAllowed, match="not a service's address"):
        first(journal, "kim:quokka")


def test_once_something_went_there_nothing_is_asked_and_it_outlives_the_address(journal: Journal) -> None:
    remembered.remember(journal, OURS, keep_password=True)
    assert first(journal, OURS) is not None
    remembered.goes_there(journal, OURS)
    remembered.goes_there(journal, OURS)
    remembered.forget(journal)
    assert first(journal, address.whole(OURS, "another")) is None
    assert first(journal, OURS.replace("music", "other")) is not None
    assert remembered.sends(journal)
    assert journal.setting(remembered.MET) == [BARE]


def test_a_laptop_that_met_before_this_was_kept_has_met(journal: Journal) -> None:
    remembered.remember(journal, OURS, keep_password=False)
    remembered.they_met(journal, datetime.now(UTC))
    assert first(journal, OURS) is None
    assert remembered.sends(journal)
    remembered.forget(journal)
    assert first(journal, OURS) is None
    assert remembered.sends(journal)


def test_a_backup_from_before_does_not_forget_it(journal: Journal) -> None:
    before = journal.backup()
    assert before is not None
    remembered.goes_there(journal, OURS)
    remembered.goes_there(journal, OURS)
    journal._changed = False
    journal.close()
    Copies(journal.folder, PASSPHRASE).put_in_place(
        before, now=datetime.now(UTC), progress=lambda _done: None, cancelled=lambda: False
    )
    opened = Journal.open(journal.folder, PASSPHRASE)
    assert remembered.sends(opened)
    assert [line.purpose for line in opened.audit() if line.action == "sent to a service"] == ["music.example.org"]
    assert first(opened, OURS) is not None  # whose it is, is asked once more
    opened._changed = False
    opened.close()
