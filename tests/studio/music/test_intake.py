import json
import multiprocessing
import random
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from studio.music import intake, smf, worker
from studio.music.intake import IntakeError, read_piece
from studio.music.piece import Key, Metre, Note, Part, Piece
from studio.music.plain import from_plain, to_plain
from studio.music.smf import UnreadableError

HEADER = "4D546864 00000006 0000 0001 01E0"  # MThd, 6 bytes, format 0, one track, 480 ticks a quarter
C = "00 90 3C 40  8360 80 3C 40"  # middle C for a quarter
END = "00 FF2F00"


def track(body: str, length: int | None = None) -> str:
    size = len(bytes.fromhex(body)) if length is None else length
    return f"4D54726B {size:08X} {body}"


def file(body: str, header: str = HEADER, length: int | None = None) -> bytes:
    return bytes.fromhex(header + track(body, length))


MENDABLE = {
    "a key signature of 12 sharps": file(f"00 FF59 02 0C 00 {C} {END}"),
    "an empty key signature": file(f"00 FF59 00 {C} {END}"),
    "a tempo of nothing": file(f"00 FF51 03 000000 {C} {END}"),
    "a tempo one byte long": file(f"00 FF51 01 07 {C} {END}"),
    "a metre of no beats": file(f"00 FF58 04 00 02 18 08 {C} {END}"),
    "a metre in 2 to the 255ths": file(f"00 FF58 04 04 FF 18 08 {C} {END}"),
    "no end of track": file(C),
    "a track longer than the file": file(f"{C} {END}", length=99_999),
    "a track of four gigabytes": file(f"{C} {END}", length=0xFFFFFFFF),
    "a track whose length cuts a message": file(f"{C} {END}", length=6),
    "a header that says five tracks": file(f"{C} {END}", header=HEADER.replace("0001 01E0", "0005 01E0")),
    "a long header": file(f"{C} {END}", header="4D546864 0000000A 0000 0001 01E0 00000000"),
    "an unknown chunk before the music": bytes.fromhex(HEADER + "58464948 00000004 00000000" + track(f"{C} {END}")),
    "rubbish after the music": file(f"{C} {END}") + b"JUNK" * 9,
    "a RIFF wrapper": b"RIFF\x40\0\0\0RMIDdata\x2c\0\0\0" + file(f"{C} {END}"),
    "a release as a silent press": file(f"00 90 3C 40 8360 3C 00 {END}"),
    "a velocity over 127": file(f"00 90 3C C8 8360 80 3C 40 {END}"),
    "a system message that no file holds": file(f"00 F5 {C} {END}"),
    "a sysex without its end": file(f"00 F0 03 41 10 42 {C} {END}"),
    "a name in Latin-1 with a nul": file(f"00 FF03 05 5A6FEB0021 {C} {END}"),
    "format 2": file(f"{C} {END}", header=HEADER.replace("0000 0001", "0002 0001")),
    "a division of nought": file(f"{C} {END}", header=HEADER.replace("01E0", "0000")),
    "film time, 25 frames of 40": file(f"{C} {END}", header=HEADER.replace("01E0", "E728")),
}

HOPELESS = {
    "no bytes": b"",
    "words": b"hello world, this is no music\n" * 50,
    "a web page": b"<!DOCTYPE html><title>tune.mid</title>",
    "a header alone": bytes.fromhex(HEADER),
    "no notes": file(END),
    "a number that never ends": file("") + b"\xff" * 200_000,
    "a text of two gigabytes": file("00 FF01 87FFFFFF7F 78"),
    "running status without a status": file(f"00 3C 40 {END}"),
    "a note six days away": file(f"FFFFFF7F 90 3C 40 {END}"),
}


def look_and_read(data: bytes) -> Piece:
    """Read as `read_piece` does, in this process."""
    intake._look(data)
    return from_plain(json.loads(json.dumps(intake._read(data))))


@pytest.mark.parametrize("name", MENDABLE)
def test_what_can_be_saved_is_saved(name: str) -> None:
    piece = look_and_read(MENDABLE[name])

    assert [note.pitch for part in piece.parts for note in part.notes] == [60]


@pytest.mark.parametrize("name", HOPELESS)
def test_what_holds_no_music_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises((IntakeError, UnreadableError)) as refused:
        look_and_read(HOPELESS[name])

    assert str(refused.value).endswith(".")
    assert len(str(refused.value)) < 160


def test_random_damage_is_read_or_refused_but_never_anything_else() -> None:
    rng = random.Random(20261122)
    good = Piece("Tune", (Part("Tune", notes=tuple(Note(n * 240, 240, 60 + n % 12) for n in range(40))),)).to_midi()
    for _ in range(200):
        data = bytearray(good)
        for _ in range(rng.choice([1, 2, 8])):
            place = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[place] ^= 1 << rng.randrange(8)
                case 1:
                    data[place : place + rng.randrange(1, 20)] = b""
                case 2:
                    data[place:place] = rng.randbytes(rng.randrange(1, 30))
                case _:
                    data[place] = rng.choice([0, 0x7F, 0x80, 0xF0, 0xFF])
        with suppress(IntakeError, UnreadableError):
            look_and_read(bytes(data))


SCORE = (
    '<?xml version="1.0"?><score-partwise><part-list><score-part id="P1"/></part-list><part id="P1">'
    '<measure number="1"><attributes><divisions>4</divisions><time><beats>3</beats><beat-type>4</beat-type></time></attributes>'
    + "<note><pitch><step>C</step><octave>4</octave></pitch><duration>6</duration><staff>2</staff></note>" * 3
    + '<barline><ending number="1" type="start"/><repeat direction="backward"/></barline></measure>' * 2
    + "</part></score-partwise>"
).encode()
TUNE = b'X:1\nT:Tune\nM:6/8\nL:1/8\nK:Gm\nD|:"Gm"G>AB (3cde d2|[Bd]2z ^f-|f>g =f4|1 G6:|2 G3-G2||\nw:oh my dar-ling\n'


@pytest.mark.parametrize("good", [SCORE, TUNE], ids=["MusicXML", "ABC"])
def test_random_damage_to_text_is_read_or_refused_but_never_anything_else(good: bytes) -> None:
    rng = random.Random(20261123)
    for _ in range(150):
        data = bytearray(good)
        for _ in range(rng.choice([1, 2, 8])):
            place = rng.randrange(len(data))
            match rng.randrange(4):
                case 0:
                    data[place] ^= 1 << rng.randrange(8)
                case 1:
                    data[place : place + rng.randrange(1, 40)] = b""
                case 2:
                    data[place : place + 1] = rng.choice([b"99999", b"-", b"/", b":|", b"(9", b">>", b"e9", b"0"])
                case _:
                    data[place:place] = good[place : place + 60]
        with suppress(IntakeError, UnreadableError):
            look_and_read(bytes(data))


def test_a_file_with_more_than_a_piece_can_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smf, "MOST_MESSAGES", 1000)
    with pytest.raises(UnreadableError, match="more than a piece of music can"):
        smf.read(bytes.fromhex(HEADER + "4D54726B 000F0000 00 90 3C 40") + b"\0\x3c\x40" * 1000)
    with pytest.raises(UnreadableError, match="too many parts"):
        smf.read(bytes.fromhex(HEADER + track(END) * 300))
    with pytest.raises(IntakeError, match="too big"):
        read_piece(b"MThd" + bytes(smf.MOST_BYTES))


def test_names_are_made_safe_and_short() -> None:
    assert smf.clean("a\0\x1b[2J\u202eb\u200b\nc\ud800") == "a[2Jb c"
    assert smf.clean("e\u0301" * 500) == "é" * 200
    assert smf.words("Zoë 🎵".encode()) == "Zoë 🎵"
    assert smf.words("Zoë".encode("latin-1")) == "Zoë"


@pytest.mark.whole
def test_a_file_is_read_in_a_process_of_its_own(tmp_path: Path) -> None:
    song = Piece("", (Part("Tune", notes=(Note(0, 480, 60),)),), metres=(Metre(0, 3, 4),), key=Key(2))
    path = tmp_path / "My_tune.mid"
    path.write_bytes(song.to_midi())

    piece = read_piece(path)

    assert piece.title == "My tune"
    assert (piece.parts, piece.metres, piece.key) == (song.parts, song.metres, song.key)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"RIFF....WAVEfmt ", "sound recording"),
        (b"%PDF-1.7", "a picture"),
        (b"MSCX", "MuseScore"),
        (b"<!DOCTYPE html>", "no music file"),
    ],
)
def test_another_kind_of_file_is_named_in_the_refusal(data: bytes, said: str) -> None:
    with pytest.raises(IntakeError, match=said):
        read_piece(data)


def test_files_that_cannot_be_opened_say_why(tmp_path: Path) -> None:
    with pytest.raises(IntakeError, match=r"no file called gone\.mid"):
        read_piece(tmp_path / "gone.mid")
    with pytest.raises(IntakeError, match="is a folder"):
        read_piece(tmp_path)


@pytest.mark.parametrize(
    "spoil",
    [
        {"end": -1},
        {"end": 1.5},
        {"key": [9, "major"]},
        {"key": [0, "dorian"]},
        {"metres": [[0, 4, 5]]},
        {"metres": []},
        {"tempos": [[0, float("nan")]]},
        {"parts": [["Tune", "melody", "piano", "", [[0, 480, 128, 80]]]]},
        {"parts": [["Tune", "leader", "piano", "", []]]},
        {"parts": [[7, "melody", "piano", "", []]]},
    ],
)
def test_values_out_of_bounds_never_become_a_piece(spoil: dict[str, object]) -> None:
    plain = to_plain(Piece("Tune", (Part("Tune", notes=(Note(0, 480, 60),)),)))

    assert from_plain(plain).title == "Tune"
    with pytest.raises((LookupError, TypeError, ValueError)):
        from_plain(plain | spoil)


# ---------------------------------------------------------------- the worker process


def spin(_: object) -> None:
    while True:
        pass


def crash(_: object) -> None:
    import os

    os._exit(3)


def refuse(_: object) -> None:
    raise UnreadableError("No.")


def stumble(_: object) -> None:
    raise KeyError("inside")


@pytest.mark.whole
@pytest.mark.parametrize(
    ("task", "kind"),
    [
        (spin, worker.TooSlowError),
        (crash, worker.DiedError),
        (refuse, worker.RefusedError),
        (stumble, worker.DiedError),
    ],
)
def test_work_that_fails_ends_in_its_own_kind_of_error(task: object, kind: type[worker.WorkError]) -> None:
    seconds = 0.6 if task is spin else 20.0
    began = time.monotonic()
    with pytest.raises(kind):
        worker.run(task, None, seconds=seconds)
    assert time.monotonic() - began < 10


class SlowToArrive:
    """Sleeps where the new process takes in what it is given, as a busy laptop does before the work begins."""

    def __reduce__(self) -> tuple[object, tuple[float]]:
        return time.sleep, (1.0,)


def nothing(_: object) -> None:
    """Done at once."""


@pytest.mark.whole
def test_the_time_for_the_work_counts_from_when_the_process_has_begun() -> None:
    assert worker.run(nothing, SlowToArrive(), seconds=0.5) is None


@pytest.mark.whole
def test_work_that_nobody_wants_any_more_ends_at_once_and_leaves_no_process() -> None:
    unwanted = threading.Event()
    began = time.monotonic()
    threading.Timer(0.2, unwanted.set).start()
    with worker.unless(unwanted.is_set), pytest.raises(worker.GivenUpError):
        worker.run(spin, None, seconds=20.0)

    assert time.monotonic() - began < 10
    assert not multiprocessing.active_children()


@pytest.mark.whole
def test_what_is_run_afterwards_is_wanted_again() -> None:
    unwanted = threading.Event()
    unwanted.set()
    with worker.unless(unwanted.is_set):
        pass
    with pytest.raises(worker.RefusedError):
        worker.run(refuse, None, seconds=20.0)


# ---------------------------------------------------------------- what was cut off


def three_parts() -> bytes:
    notes = tuple(Note(n * 480, 480, 60) for n in range(40))
    return Piece("Tune", tuple(Part(name, notes=notes) for name in ("One", "Two", "Three"))).to_midi()


def missing(data: bytes) -> str:
    return str(intake._read(data)["missing"])


def test_of_a_file_that_was_cut_off_it_is_said_what_is_missing_and_the_rest_is_read() -> None:
    whole = three_parts()
    assert missing(whole) == ""
    second = whole.index(b"MTrk", whole.index(b"MTrk", whole.index(b"MTrk") + 1) + 1)  # after the tempos, part one

    assert missing(whole[:-9]) == "This file was cut off: its end is missing. The rest is here."
    assert missing(whole[: second + 30]) == (
        "This file was cut off: its end is missing, and 1 of its 4 parts. The rest is here."
    )
    assert missing(whole[:second]) == "This file does not hold 2 of its 4 parts. The rest is here."
    assert look_and_read(whole[:second]).parts[0].notes


def test_cut_off_before_the_first_note_it_is_refused_with_that_reason() -> None:
    with pytest.raises(UnreadableError, match="cut off before its first note"):
        intake._read(three_parts()[:60])


@pytest.mark.parametrize("name", sorted(set(MENDABLE) - {"a header that says five tracks"}))
def test_what_only_tells_lies_about_itself_is_not_called_cut_off(name: str) -> None:
    cut = {"a track longer than the file", "a track of four gigabytes"}

    assert bool(missing(MENDABLE[name])) == (name in cut)


def test_the_same_music_is_known_again_whatever_the_file_is_called() -> None:
    one, other = (intake.TakenIn(Piece(title, (Part("Tune", notes=(Note(0, 480, 60),)),))) for title in ("A", "B"))
    third = intake.TakenIn(Piece("A", (Part("Tune", notes=(Note(0, 480, 61),)),)))

    assert one.source == other.source != third.source
