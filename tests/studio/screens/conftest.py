"""A journal of one tutor with little cost, and a pilot before the studio that is closed after each test."""

import filecmp
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from reflections import Journal, seal
from reflections.store import FILE
from studio.papers import pack, packing
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import three_lessons

PASSPHRASE = "four quiet green tubas"
People = tuple[tuple[str, str, str], ...]  # what they are called, their picture, their age band

PEOPLE: People = (("Jo", "bird", "10-12"), ("Amira", "moon", "13-15"), ("Sami", "ghost", "7-9"))


@pytest.fixture(scope="session", autouse=True)
def quick_seals(letters: None) -> Iterator[None]:
    """The least the vault accepts for stretching a secret: these tests are not about that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seal, "_MEMORY_KIB", 8 * 1024)
        patch.setattr(seal, "_PASSES", 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def packs_made_quickly() -> Iterator[None]:
    """Whoever leaves has their pack made; only tests of packs wait until one is drawn and rendered."""
    drawn = pack.make

    def made(contents: pack.Contents, is_over: Callable[[], bool]) -> bytes:
        return b"PK" if pack.make is drawn else pack.make(contents, lambda _done, _words: None, is_over)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(packing, "made_of", made)
        yield


@pytest.fixture(scope="session")
def one_journal(tmp_path_factory: pytest.TempPathFactory, quick_seals: None) -> tuple[Path, str]:
    """A journal with a tutor, a place and nobody else; every test works on its own copy."""
    folder = tmp_path_factory.mktemp("journal")
    journal, code = Journal.create(
        folder, tutor="Sam", passphrase=PASSPHRASE, help_person="Mrs Bell, head of year", place="Tuesday"
    )
    journal.close()
    shutil.rmtree(folder / "backups", ignore_errors=True)
    return folder, code


@pytest.fixture
def folder(one_journal: tuple[Path, str], tmp_path: Path) -> Path:
    """A copy of that journal."""
    copy = tmp_path / "data"
    shutil.copytree(one_journal[0], copy)
    return copy


@pytest.fixture
def code(one_journal: tuple[Path, str]) -> str:
    """Its recovery code."""
    return one_journal[1]


@pytest.fixture
def pilot_at() -> Iterator[Callable[..., Pilot]]:
    """Start the studio on a folder; what is started here is closed here."""
    pilots: list[Pilot] = []

    def start(folder: Path, **look: Any) -> Pilot:
        pilots.append(Pilot(folder, **look))
        return pilots[-1]

    yield start
    for pilot in pilots:
        pilot.close(backup=False)


def let_in(pilot: Pilot) -> Pilot:
    """Past the passphrase: the studio stands on who is here."""
    pilot.settle()
    pilot.write(PASSPHRASE)
    pilot.enter()
    assert pilot.screen == "who", pilot.words()
    return pilot


def come_in(folder: Path, people: People, signed: bool) -> Path:
    """These pupils become known to a journal; gives its folder back."""
    journal = Journal.open(folder, PASSPHRASE)
    for n, (alias, avatar, band) in enumerate(people):
        pupil = journal.add_pupil(alias, avatar, band)
        if signed:
            journal.set_sign_in(pupil.id, "pictures", signs(n))
    journal._changed = False  # no backup at close
    journal.close()
    return folder


@pytest.fixture(scope="session")
def with_pupils(
    one_journal: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[People, bool], Path]:
    """That journal with these pupils known, made once for each choice of them."""

    @cache
    def made(people: People, signed: bool) -> Path:
        return come_in(shutil.copytree(one_journal[0], tmp_path_factory.mktemp("known") / "data"), people, signed)

    return made


@pytest.fixture
def unlocked(
    folder: Path,
    one_journal: tuple[Path, str],
    with_pupils: Callable[[People, bool], Path],
    pilot_at: Callable[..., Pilot],
) -> Callable[..., Pilot]:
    """Start with so many pupils known, past the passphrase: the studio stands on who is here."""

    def start(pupils: int = 0, *, signed: bool = False, **look: Any) -> Pilot:
        if pupils and filecmp.cmp(one_journal[0] / FILE, folder / FILE):  # as it was made
            shutil.copytree(with_pupils(PEOPLE[:pupils], signed), folder, dirs_exist_ok=True)
        elif pupils:
            come_in(folder, PEOPLE[:pupils], signed)
        pilot = pilot_at(folder, secret=PASSPHRASE, **look)
        assert pilot.screen == "who", pilot.words()
        return pilot

    return start


@pytest.fixture
def at_home(unlocked: Callable[..., Pilot]) -> Callable[..., Pilot]:
    """Start with one pupil, Jo, signed in."""

    def start(**look: Any) -> Pilot:
        pilot = unlocked(1, **look)
        pilot.press("That is me")
        assert pilot.screen == "home", pilot.words()
        return pilot

    return start


def signs(n: int) -> tuple[str, ...]:
    """The sign-in pictures of the nth pupil."""
    from studio.screens.people.pictures import SIGN_IN

    return tuple(icon for icon, _ in SIGN_IN[n : n + 4])


@pytest.fixture(scope="session")
def after_three_lessons(one_journal: tuple[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """That journal with three lessons of Jo's in it."""
    folder = shutil.copytree(one_journal[0], tmp_path_factory.mktemp("lessons") / "journal")
    three_lessons(folder)
    return folder


@pytest.fixture
def fourth_lesson(folder: Path, after_three_lessons: Path, pilot_at: Callable[..., Pilot]) -> Callable[..., Pilot]:
    """Start with Jo signed in for the fourth time: they have a goal, and a piece that is for it."""

    def start(**look: Any) -> Pilot:
        shutil.copytree(after_three_lessons, folder, dirs_exist_ok=True)
        pilot = pilot_at(folder, secret=PASSPHRASE, **look)
        pilot.press("That is me")
        assert pilot.screen == "home", pilot.words()
        return pilot

    return start
