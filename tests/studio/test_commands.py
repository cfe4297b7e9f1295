"""The command line, called in this process: what each command answers, and the one sentence for each thing that is missing."""

import getpass
import io
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest

from instruments.choices import Choice
from instruments.events import Event, Keyboard, Keyboards, NoteOn, Output, Position, Score
from instruments.latency import kept_offset
from reflections import Journal, vault
from studio import __main__, sample
from studio.lesson import Stand
from studio.settings import Settings
from tests.studio.conftest import SECRET, Sitting
from tests.studio.fakes import FakeEngine

INIT = ("init", "--tutor", "Sam", "--pupil", "Jo", "--help-person", "Ms Okoro")


class Said:
    """What one command answered."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        assert "Traceback" not in err

    @property
    def sentence(self) -> str:
        """The one sentence of a refusal; nothing was said beside it."""
        assert self.code != 0
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.endswith(".")
        return line


Run = Callable[..., Said]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def lived_in(house: Path, folder: Path) -> Path:
    """A data folder with Jo and Amira."""
    shutil.copytree(house, folder)
    return folder


@pytest.fixture
def run(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Call the command line with this passphrase in the environment."""
    monkeypatch.setattr(vault, "_MEMORY_KIB", 8 * 1024)
    monkeypatch.setattr(vault, "_PASSES", 1)
    monkeypatch.setattr(sys, "setswitchinterval", lambda _seconds: None)
    monkeypatch.setenv("SOUNDFOLIO_DATA", str(folder))

    def command(*arguments: str | Path, passphrase: str | None = SECRET) -> Said:
        if passphrase is None:
            monkeypatch.delenv("SOUNDFOLIO_PASSPHRASE", raising=False)
        else:
            monkeypatch.setenv("SOUNDFOLIO_PASSPHRASE", passphrase)
        code = __main__.main(["--data", str(folder), *map(str, arguments)])
        return Said(code, *capsys.readouterr())

    return command


class Terminal(io.StringIO):
    """Somebody sits at it."""

    def isatty(self) -> bool:
        return True


# -- init -------------------------------------------------------------------------------------------------------------
def test_init_makes_a_journal_with_a_pupil_and_prints_the_recovery_code_once(run: Run, folder: Path) -> None:
    done = run(*INIT)

    code = re.search(r"Recovery code: (\S+)", done.out)
    assert done.code == 0
    assert code
    for secret in (SECRET, code[1]):
        journal = Journal.open(folder, secret)
        assert [pupil.shown for pupil in journal.pupils()] == ["Jo"]
        assert journal.tutor == "Sam"
        assert journal.place().help_person == "Ms Okoro"
        journal.close()
    assert code[1] not in run("check").out


def test_init_twice_changes_nothing(run: Run, lived_in: Path) -> None:
    before = (lived_in / "journal.db").read_bytes()

    assert "There is a journal in" in run(*INIT).sentence
    assert (lived_in / "journal.db").read_bytes() == before


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"--pupil": "   "}, "name"),
        ({"--pupil": "J" * 25}, "24"),
        ({"--avatar": "/etc/passwd"}, "picture"),
        ({"--help-person": " "}, "call"),
    ],
)
def test_init_with_what_cannot_be_says_so_and_leaves_no_journal(
    run: Run, folder: Path, changed: dict[str, str], words: str
) -> None:
    given = {"--tutor": "Sam", "--pupil": "Jo", "--help-person": "Ms Okoro"} | changed
    done = run("init", *[word for pair in given.items() for word in pair])

    assert words in done.sentence
    assert not Journal.exists(folder)
    assert run(*INIT).code == 0


def test_init_with_too_short_a_passphrase_leaves_no_journal(run: Run, folder: Path) -> None:
    assert "passphrase" in run(*INIT, passphrase="abc").sentence
    assert not Journal.exists(folder)


def test_a_new_passphrase_is_asked_for_twice(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter((SECRET, SECRET, SECRET, "another one altogether"))
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _words: next(answers))

    assert run(*INIT, passphrase=None).code == 0
    shutil.rmtree(folder)
    assert "not the same" in run(*INIT, passphrase=None).sentence
    assert not Journal.exists(folder)


# -- the passphrase ---------------------------------------------------------------------------------------------------
def test_the_passphrase_is_asked_for_at_a_terminal(run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal())
    monkeypatch.setattr(getpass, "getpass", lambda _words: SECRET)

    assert run("check", passphrase=None).out.endswith("OK\n")


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid"), INIT])
def test_without_a_passphrase_and_without_a_terminal_nothing_waits(
    run: Run, house: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    if command is not INIT:
        shutil.copytree(house, folder)
    monkeypatch.setattr(sys, "stdin", io.StringIO())

    assert "SOUNDFOLIO_PASSPHRASE" in run(*command, passphrase=None).sentence


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid")])
def test_a_wrong_passphrase_is_said(run: Run, lived_in: Path, command: tuple[str, ...]) -> None:
    assert "passphrase is not right" in run(*command, passphrase="not this one at all").sentence


@pytest.mark.parametrize("command", [("check",), ("export", "Jo", "--to", "page.html"), ("import", "tune.mid")])
def test_without_a_journal_it_is_said_how_to_make_one(run: Run, folder: Path, command: tuple[str, ...]) -> None:
    assert "soundfolio init" in run(*command).sentence
    assert not folder.exists()


def test_a_journal_that_is_open_in_a_window_is_said_to_be(run: Run, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    try:
        assert "window" in run("check").sentence
    finally:
        journal.close()


# -- import -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def tune(tmp_path: Path) -> Path:
    path = tmp_path / "bus.mid"
    path.write_bytes(sample.tune().to_midi())
    return path


def titles(folder: Path, alias: str = "Jo") -> list[str]:
    journal = Journal.open(folder, SECRET)
    try:
        pupil = next(pupil for pupil in journal.pupils() if pupil.shown == alias)
        return [piece.title for piece in journal.pieces(pupil.id)]
    finally:
        journal.close()


@pytest.mark.whole
def test_good_files_stay_in_though_others_are_refused(run: Run, lived_in: Path, tune: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.mid"
    cut.write_bytes(tune.read_bytes()[:40])
    page = tmp_path / "page.mid"
    page.write_text("<html>this is no music</html>")
    empty = tmp_path / "empty.mid"
    empty.touch()
    missing = tmp_path / "missing.mid"
    done = run("import", "--pupil", "Jo", page, tune, missing, empty, tmp_path)

    assert done.code == 1
    assert done.out == "Midnight Bus is in, for Jo.\n"
    said = done.err.splitlines()
    assert [line.partition(":")[0] for line in said] == ["page.mid", "missing.mid", "empty.mid", tmp_path.name]
    assert all(line.endswith(".") for line in said)
    assert titles(lived_in) == ["Midnight Bus"]


@pytest.mark.whole
def test_when_all_are_in_the_exit_code_is_0(run: Run, lived_in: Path, tune: Path) -> None:
    done = run("import", tune, "--pupil", "amira")

    assert (done.code, done.err) == (0, "")
    assert titles(lived_in, "Amira") == ["Midnight Bus"]
    assert titles(lived_in) == []


@pytest.mark.whole
def test_a_file_that_is_there_already_makes_no_second_piece_and_that_is_said(
    run: Run, lived_in: Path, tune: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again.mid"
    again.write_bytes(tune.read_bytes())
    done = run("import", tune, again, "--pupil", "Jo")

    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[1] == "again.mid is there already for Jo, as Midnight Bus."
    assert titles(lived_in) == ["Midnight Bus"]


@pytest.mark.whole
def test_half_a_file_comes_in_and_it_is_said_what_is_missing(run: Run, lived_in: Path, tune: Path) -> None:
    tune.write_bytes(tune.read_bytes()[:-40])
    done = run("import", tune, "--pupil", "Jo")

    assert done.code == 0
    assert done.err == "bus.mid: This file was cut off: its end is missing. The rest is here.\n"
    assert titles(lived_in) == ["Midnight Bus"]


def test_with_several_pupils_it_must_be_said_whose_it_is(run: Run, lived_in: Path, tune: Path) -> None:
    sentence = run("import", tune).sentence

    assert "--pupil" in sentence
    assert "Jo" in sentence
    assert "Amira" in sentence


def test_a_folder_is_named_even_where_it_is_called_dot(run: Run, lived_in: Path) -> None:
    assert run("import", ".", "--pupil", "Jo").err.startswith(".: ")


# -- export -----------------------------------------------------------------------------------------------------------
def test_export_of_somebody_unknown_says_who_is_here(run: Run, lived_in: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    sentence = run("export", "Nobody", "--to", page).sentence

    assert "Nobody" in sentence
    assert "Jo" in sentence
    assert not page.exists()


@pytest.mark.whole
def test_export_writes_one_page(run: Run, lived_in: Path, tmp_path: Path) -> None:
    page = tmp_path / "pages" / "page.html"
    done = run("export", "jo", "--to", page)

    assert (done.code, done.err) == (0, "")
    assert f"The folder {page.parent} is new." in done.out
    assert "<html" in page.read_text(encoding="utf-8")
    assert list(page.parent.iterdir()) == [page]


def test_a_page_that_is_there_is_written_over_only_when_that_is_asked_for(
    run: Run, lived_in: Path, tmp_path: Path
) -> None:
    page = tmp_path / "page.html"
    page.write_text("somebody's work")
    done = run("export", "Jo", "--to", page)
    assert (done.code, page.read_text()) == (1, "somebody's work")
    assert done.sentence == f"{page} is there already. Choose another name, or say --replace to write over it."

    done = run("export", "Jo", "--to", page, "--replace")
    assert (done.code, done.err) == (0, "")
    assert "<html" in page.read_text(encoding="utf-8")
    assert "is new" not in done.out


@pytest.mark.skipif(sys.platform == "win32", reason="only on Linux and macOS does a pipe lie in a folder")
def test_export_replaces_nothing_that_is_no_file(run: Run, lived_in: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    assert "is no file" in run("export", "Jo", "--to", pipe, "--replace").sentence
    assert pipe.is_fifo()


@pytest.mark.parametrize("empty", ["--tutor", "--pupil"])
def test_init_wants_every_name(run: Run, folder: Path, empty: str) -> None:
    names = {"--tutor": "Sam", "--pupil": "Jo", "--help-person": "Mrs Bell"} | {empty: " "}

    assert f"{empty} needs a name" in run("init", *[word for pair in names.items() for word in pair]).sentence
    assert not Journal.exists(folder)


def test_export_to_a_place_that_cannot_be_written_says_which(run: Run, lived_in: Path, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("mine")

    for place in (in_the_way / "page.html", tmp_path):
        assert f"could not be written to {place}" in run("export", "Jo", "--to", place).sentence
    assert in_the_way.read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_words_that_no_adult_has_seen_do_not_leave_the_laptop(run: Run, lived_in: Path, tmp_path: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0]
    said = journal.reflect(jo.id, "T6", said_by="typed", body="That was hard.")
    journal.close()
    page = tmp_path / "page.html"

    assert "seen" in run("export", "Jo", "--to", page).sentence
    assert not page.exists()
    journal = Journal.open(lived_in, SECRET)
    journal.seen([said.id], "Sam")
    journal.close()
    assert run("export", "Jo", "--to", page).code == 0


def test_what_may_say_who_somebody_is_stands_on_stderr(run: Run, lived_in: Path, tmp_path: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    jo = journal.pupils()[0]
    journal.add_pupil("Zola", "moon", "10-12")
    journal.reflect(jo.id, "P3", said_by="typed", body="me and zola", seen_by="Sam")
    journal.close()
    done = run("export", "Jo", "--to", tmp_path / "page.html")

    assert done.code == 0
    assert done.err == "Look at words: 'Zola' - the name of somebody else here.\n"


# -- check ------------------------------------------------------------------------------------------------------------
def test_check_names_every_take_then_the_counts_then_ok(run: Run, sitting: Sitting, folder: Path) -> None:
    sitting.unlock()
    jo = sitting.sit("Jo")
    sitting.lesson.put_on_stand(Stand(sample.tune(), "Midnight Bus", "song", "own:bus"))
    sitting.settle()
    sitting.take(60, 62)
    sitting.take(64)
    sitting.settle()
    (piece,) = sitting.journal.pieces(jo.id)
    takes = [take.id for take in sitting.journal.takes(piece.id)]
    sitting.close()
    shutil.copytree(sitting.folder, folder)

    done = run("check")
    lines = done.out.splitlines()
    assert done.code == 0
    assert [line for line in lines if line.startswith("ROW")] == [f"ROW {take}" for take in takes]
    assert lines[: len(takes)] == [f"ROW {take}" for take in takes]
    assert {"take: 2", "pupil: 2", "piece: 1"} <= set(lines)
    assert all(re.fullmatch(r"[a-z_]+: \d+", line) for line in lines[len(takes) : -1])
    assert lines[-1] == "OK"


def test_check_says_what_is_damaged_and_no_ok(run: Run, lived_in: Path) -> None:
    path = lived_in / "journal.db"
    raw = bytearray(path.read_bytes())
    for page in range(4, len(raw) // 4096, 3):
        raw[page * 4096 + 1000] ^= 0xFF
    path.write_bytes(raw)
    done = run("check")

    assert done.code == 1
    assert "backup" in done.err
    assert "OK" not in done.out.splitlines()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda folder: (folder / "journal.db").write_bytes(b"SQLite format 3\0" + bytes(9000)), "not locked"),
        (lambda folder: (folder / "journal.db").write_bytes(b""), "empty"),
        (lambda folder: (folder / "journal.db").unlink(), "journal.db"),
        (lambda folder: [(folder / name).unlink() for name in ("vault.json", "vault.copy.json")], "vault.json"),
        (lambda folder: [(folder / n).write_text("{}") for n in ("vault.json", "vault.copy.json")], "."),
    ],
)
def test_a_journal_that_is_spoilt_is_said_to_be(
    run: Run, lived_in: Path, spoil: Callable[[Path], object], words: str
) -> None:
    spoil(lived_in)

    assert words in run("check").sentence


def test_a_journal_of_a_newer_version_is_left_as_it_is(run: Run, lived_in: Path) -> None:
    journal = Journal.open(lived_in, SECRET)
    with journal._opened.looking() as raw:
        raw.execute("update alembic_version set version_num = '9999'")
    journal._changed = False
    journal.close()

    for command in (("check",), ("export", "Jo", "--to", "page.html")):
        assert "newer" in run(*command).sentence


# -- devices ----------------------------------------------------------------------------------------------------------
KEYSTATION = Keyboard(1, "Keystation", "alsa", present=True)


class Plugged(FakeEngine):
    """An engine with a keyboard and wireless headphones, and somebody who plays one key; taps come as the click runs."""

    made: ClassVar[list[tuple[object, ...]]] = []
    late: ClassVar[list[int]] = [1_900, 1_940]

    def __init__(self, output: str = "auto", period_frames: int | None = None, *, device: str = "") -> None:
        super().__init__()
        self.made.append((output, period_frames, device))
        self.output = Output(0, "miniaudio alsa", "AirPods", "FluidSynth", 0, "AirPods is wireless (Bluetooth).")
        self._inbox.append(Keyboards(0, (KEYSTATION,)))

    def close(self) -> None:
        super().close()
        self.made.append(("closed",))

    def pending(self) -> list[Event]:
        if not self.sounding and not self._down:
            self.down(60)
        return super().pending()

    def play(self, score: Score, **options: Any) -> None:
        assert options == {"click": True}, "nobody can tap to a click that is not heard"
        self.score, self.sounding = score, True
        for number in range(16):
            at = 48_000 + number * 28_800
            late = self.late[number % len(self.late)]
            self._inbox += [Position(at, number * 480, "playing"), NoteOn(at + late, 1, 60, 90)]


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """What engines were made, and that each was closed."""
    monkeypatch.setattr("instruments.Engine", Plugged)
    monkeypatch.setattr("instruments.field.LISTEN_SECONDS", 0.05)
    monkeypatch.setattr(Plugged, "made", [])
    monkeypatch.delenv("SOUNDFOLIO_OUTPUT", raising=False)
    found = (Choice("miniaudio", "miniaudio alsa", "AirPods", True, "AirPods is wireless (Bluetooth)."),)
    monkeypatch.setattr("instruments.field.ask_outputs", lambda: found)
    return Plugged.made


def test_devices_lists_keyboards_and_outputs_and_lights_up_what_is_played(
    run: Run, plugged: list[tuple[object, ...]], folder: Path
) -> None:
    done = run("devices", "--seconds", "0.2")

    assert done.code == 0
    assert "  * AirPods (miniaudio alsa) AirPods is wireless (Bluetooth)." in done.out.splitlines()
    assert "  1  Keystation (alsa)" in done.out.splitlines()
    assert "Keystation: C 4 down" in done.out
    assert plugged == [("auto", 256, ""), ("closed",)]
    assert not folder.exists()


def test_devices_looks_at_the_output_that_was_chosen(run: Run, plugged: list[tuple[object, ...]], folder: Path) -> None:
    Settings(output="miniaudio", device="AirPods", period=512).to_file(folder)
    run("devices", "--seconds", "0.1")

    assert plugged[0] == ("miniaudio", 512, "AirPods")


def test_sixteen_taps_are_measured_and_kept(run: Run, plugged: list[tuple[object, ...]], folder: Path) -> None:
    done = run("devices", "--latency")

    assert done.code == 0
    assert "  16 of 16" in done.out.splitlines()
    assert done.out.splitlines()[-1].startswith("You tap 40 ms after the beat.")
    assert kept_offset(Output(0, "miniaudio alsa", "AirPods", ""), folder / "latency.json").frames == 1_920
    assert plugged[-1] == ("closed",)


def test_taps_that_say_nothing_are_said_and_keep_nothing(
    run: Run, plugged: list[tuple[object, ...]], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Plugged, "late", [0, 6_000, 12_000])
    done = run("devices", "--latency")

    assert done.code == 1
    assert "Once more" in done.out
    assert not folder.exists()


# -- what nobody foresaw ----------------------------------------------------------------------------------------------
def test_a_fault_of_ours_is_a_sentence_and_is_noted_without_anyones_words(
    run: Run, lived_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "what a pupil wrote"

    def broken(journal: Journal) -> None:
        raise KeyError(said)

    monkeypatch.setattr(Journal, "check", broken)
    sentence = run("check").sentence

    noted = (lived_in / "last-fault.txt").read_text()
    assert "last-fault.txt" in sentence
    assert noted.startswith("KeyError\n")
    assert said not in sentence + noted


# -- help -------------------------------------------------------------------------------------------------------------
def test_help_names_every_command_and_reads_like_a_guide() -> None:
    text = __main__.parser().format_help()

    for command in ("init", "tour", "import", "export", "check", "devices"):
        assert re.search(rf"^ +{command} +\w", text, re.MULTILINE)
    for word in ("SOUNDFOLIO_PASSPHRASE", "SOUNDFOLIO_DATA", "--data"):
        assert word in text
    assert max(map(len, text.splitlines())) <= 120
