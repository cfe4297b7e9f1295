"""A language that nobody programmed: its tables are put into the folder of words, and every place speaks it."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path
from types import SimpleNamespace

import pytest

from reflections import Journal, prompts
from reflections.records import REGISTERS
from studio import words
from studio.music import library
from studio.screen import Go, Push
from tests.studio.fakes import Pilot
from tests.studio.screens.at_work import GOAL, PASSPHRASE, C, D, E, put, stand

XX = "xx"
MARK = "\u00f8"  # every word of it has one; nothing in English does
WORD = re.compile(r"[A-Za-z']{2,}")
# What stands in a place and is nobody's translation: names, what the pupil said, titles, keys and numbers.
TITLES = tuple(one.title for one in (*library.shelf(), *library.grooves()))
NAMES = (
    *TITLES,
    "Soundfolio",
    "Jo",
    "Sam",
    "Tuesday",
    "Steps",
    GOAL,
    "Mrs Bell, head of year",
    "Synth One",
    "bpm",
    "MIDI",
    "MP3",
)
Start = Callable[..., Pilot]


def marked(text: str) -> str:
    """Say it in the made-up language: every word of it begins with the mark, and what is filled in stays."""
    return re.sub(r"\{\w*\}|[A-Za-z']+", lambda m: m[0] if m[0].startswith("{") else f"{MARK}{m[0]}", text)


def translated(value: object) -> object:
    """A whole table in it; ids stay."""
    if isinstance(value, str):
        return marked(value)
    if isinstance(value, list):
        return [translated(each) for each in value]
    assert isinstance(value, dict)
    return {key: held if key == "id" else translated(held) for key, held in value.items()}


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The tables that ship, and beside them the made-up language, checked by nobody."""
    folder = tmp_path / "assets"
    for kind in ("words", "prompts"):
        with resources.as_file(resources.files("assets") / kind) as shipped:
            shutil.copytree(shipped, folder / kind)
    for path in (folder / "words" / "en").glob("*.json"):
        told = translated(json.loads(path.read_text(encoding="utf-8")))
        (folder / "words" / XX).mkdir(exist_ok=True)
        (folder / "words" / XX / path.name).write_text(json.dumps(told), encoding="utf-8")
    table = json.loads((folder / "prompts" / "en.json").read_text(encoding="utf-8"))
    for part in ("scales", "registers"):
        table[part] = {
            key: {**held, **{name: translated(held[name]) for name in held if name not in {"minimum", "maximum"}}}
            for key, held in table[part].items()
        }
    (folder / "prompts" / f"{XX}.json").write_text(json.dumps(table | {"checked": False}), encoding="utf-8")
    shelf = {one.hiding: marked(one.about) for one in library.shelf()}
    shelf |= {f"groove:{one.id}": marked(one.about) for one in library.grooves()}
    (folder / "words" / XX / "shelf.json").write_text(json.dumps(shelf), encoding="utf-8")
    monkeypatch.setattr(words, "_FOLDER", folder / "words")
    monkeypatch.setattr(prompts, "resources", SimpleNamespace(files=lambda _package: folder))
    for cached in (words.table, prompts._table):
        cached.cache_clear()
    yield folder
    for cached in (words.table, prompts._table):
        cached.cache_clear()


@pytest.fixture
def speaking(tables: Path, folder: Path, after_three_lessons: Path, pilot_at: Start) -> Start:
    """Jo's fourth lesson on a laptop that speaks it, as Jo does; Jo is not in yet."""

    def start(register: str = REGISTERS[0]) -> Pilot:
        shutil.copytree(after_three_lessons, folder, dirs_exist_ok=True)
        journal = Journal.open(folder, PASSPHRASE)
        jo = journal.pupils()[0]
        journal.set_preferences(jo.id, replace(journal.preferences(jo.id), language=XX, register=register))
        journal._changed = False
        journal.close()
        pilot = pilot_at(folder, language=XX)
        pilot.settle()
        pilot.write(PASSPHRASE)
        pilot.enter()
        assert pilot.screen == "who"
        return pilot

    return start


def in_english(pilot: Pilot) -> list[str]:
    """What is said in English there: words, buttons, titles, hints and values, but for names and safety lines' English."""
    found = []
    safe = {prompts.words(each, register) for each in prompts._table("en")["safety"] for register in REGISTERS}
    for widget in pilot.ui.tree():
        for said in (widget.name, widget.value, getattr(widget, "hint", "")):
            rest = str(said or "")
            for known in (*sorted(safe, key=len, reverse=True), *NAMES):
                rest = re.sub(rf"(?<!\w){re.escape(known.rstrip('.'))}(?!\w)", "", rest)
            if any(not word.startswith(MARK) for word in re.findall(rf"{MARK}?[A-Za-z']{{2,}}", rest)):
                found.append(f"{widget.role} {widget.key}: {said}")
    return found


def test_it_is_there_without_code(tables: Path) -> None:
    assert words.languages()[0] == "en"
    assert XX in words.languages()
    assert words.say("people.carry on", language=XX) == f"{MARK}Carry {MARK}on"


@pytest.mark.parametrize("register", REGISTERS)
def test_who_and_home_speak_it(speaking: Start, register: str) -> None:
    pilot = speaking(register)
    assert not in_english(pilot), "\n".join(in_english(pilot))
    pilot.click("that-is-me")
    assert pilot.screen == "home"
    assert f"{MARK}Hello Jo" in pilot.words()
    assert not in_english(pilot), "\n".join(in_english(pilot))


@pytest.mark.parametrize(
    "place",
    ["pick", "play", "make", "reflect", "music", "goals", "tools", "my_words", "my_yeses", "my_diary", "leaving"],
)
def test_every_room_of_the_pupil_speaks_it(speaking: Start, place: str) -> None:
    pilot = speaking()
    pilot.click("that-is-me")
    put(pilot, stand())
    pilot.studio.move(Go(place))
    pilot.settle()
    assert pilot.screen in {place, "reflect"}
    assert not in_english(pilot), "\n".join(in_english(pilot))


def test_all_of_looking_back_speaks_it(speaking: Start) -> None:
    """The review is the pupil's and the tutor's: both read it in one language here; counted facts are sentences of the journal."""
    pilot = speaking()
    pilot.click("that-is-me")
    put(pilot, stand())
    pilot.click("record")
    for _ in range(3):
        pilot.turn(seconds=1.0)
    pilot.play(C, D, E)
    pilot.click("record")
    jo = pilot.lesson.pupil.id
    journal = pilot.lesson.journal
    review = journal.open_review(jo)
    journal.set_review(review.id, measures=("confidence", "leadership"))
    pilot.studio.move(Push("tutor_pupil", {"pupil": jo, "part": "review"}))
    pilot.settle()
    assert not in_english(pilot), "\n".join(in_english(pilot))
