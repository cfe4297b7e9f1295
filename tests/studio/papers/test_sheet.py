"""A take as a sheet: read as was said, with what was found for the rest."""

import pytest

from instruments.events import RATE, NoteOff, NoteOn
from studio.music import abcscore
from studio.music.piece import Metre, Note, Part, Piece
from studio.music.take import record
from studio.papers.sheet import lay_out, sheet


def free() -> bytes:
    events = []
    for n in range(16):
        start = round((0.4 + n * 0.63) * RATE)
        events += [
            NoteOn(start, 1, 60 + (0, 4, 7, 4)[n % 4], 70),
            NoteOff(start + RATE // 2, 1, 60 + (0, 4, 7, 4)[n % 4], 0),
        ]
    return record(events, start=0, end=11 * RATE, bpm=100).to_midi()


def given(**reading: object) -> dict[str, object]:
    from base64 import b64encode

    return {"parts": [b64encode(free()).decode()], "reading": reading, "clock": False}


def test_what_was_said_is_what_is_written_and_the_rest_is_found() -> None:
    found = lay_out(given())
    said = lay_out(given(metre=[3, 4], key=[2, "major"], hands="64"))

    assert found["metre"][0] in {2, 4}, "four notes that come again and again"
    assert (found["key"], found["staves"]) == ([0, "major"], 1)
    assert (said["metre"], said["key"], said["staves"]) == ([3, 4], [2, "major"], 2)
    assert "<time-modification>" not in found["document"], "even playing off the click has no triplets"


def test_a_take_that_waited_has_the_bars_of_its_piece() -> None:
    from base64 import b64encode

    pitches = [60 + (0, 4, 7, 4)[n % 4] for n in range(16)]
    tune = Piece("", (Part("Tune", notes=tuple(Note(n * 480, 480, pitch) for n, pitch in enumerate(pitches))),))
    threes = Piece("", tune.parts, metres=(Metre(0, 3, 4),))
    beside = {
        "piece": b64encode(threes.to_midi()).decode(),
        "mode": "waits",
        "help": "melody",
        "hands": "",
        "bar_starts": [],
    }

    found = lay_out({**given(), "beside": beside})

    assert (found["metre"], found["along"], lay_out(given())["along"]) == ([3, 4], True, False)


def test_a_take_that_waited_for_a_piece_with_repeats_is_seen_as_it_is_written_until_somebody_says_how_it_is_read() -> (
    None
):
    from base64 import b64encode

    piece = abcscore.read("X:1\nT:Round\nM:4/4\nL:1/4\nK:C\n|:C E G E|C E G E:|\n").as_played()
    beside = {
        "piece": b64encode(piece.to_midi()).decode(),
        "mode": "waits",
        "help": "melody",
        "hands": "",
        "bar_starts": [],
    }

    found, said = (lay_out({**given(**reading), "beside": beside}) for reading in ({}, {"metre": [3, 4]}))

    assert found["document"].count("<pitch>") == 8
    assert 'direction="backward"' in found["document"]
    assert (found["metre"], found["staves"], found["along"]) == ([4, 4], 1, True)
    assert said["document"].count("<pitch>") == 16


@pytest.mark.whole
def test_a_sheet_has_its_pages_and_what_they_say() -> None:
    made = sheet([free()], {"metre": [4, 4]}, clock=False)

    assert made.pages[0].startswith("<svg")
    assert (made.metre, made.key, made.staves) == ((4, 4), (0, "major"), 1)
    assert made.reading == {"metre": [4, 4]}
