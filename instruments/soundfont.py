"""Writes SoundFont 2 files, so that sounds of our own reach every synth the same way as foreign ones."""

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from instruments.events import RATE

Pcm = npt.NDArray[np.int16]

_GUARD: Final = 46  # frames of silence after each sample (SoundFont 2.04, 6.1)
_MONO: Final = 1


class Gen(IntEnum):
    """The generators used here (SoundFont 2.04, 8.1.2); times in timecents, levels in centibels."""

    FILTER_CENTS = 8
    REVERB_SEND = 16
    PAN = 17
    ATTACK = 34
    HOLD = 35
    DECAY = 36
    SUSTAIN = 37
    RELEASE = 38
    INSTRUMENT = 41
    KEYS = 43
    VELOCITIES = 44
    SAMPLE = 53
    MODE = 54
    CHOKE_GROUP = 57
    ROOT = 58


def timecents(seconds: float) -> int:
    """Return a length in the unit of a SoundFont's envelopes: 1200 times its binary logarithm."""
    return round(1200 * float(np.log2(max(seconds, 0.001))))


@dataclass(frozen=True, slots=True)
class Sample:
    """One mono recording at 48 kHz; `root` is its pitch, `loop` the frames (first, end) that repeat."""

    name: str
    pcm: Pcm
    root: int = 60
    loop: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Zone:
    """Where on the keys a sample sounds, `low` to `high`, and how."""

    sample: Sample
    low: int
    high: int
    settings: tuple[tuple[Gen, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Preset:
    """One sound: what a bank and a program select."""

    name: str
    bank: int
    program: int
    zones: tuple[Zone, ...]


@dataclass(slots=True)
class _Tables:
    """The nine tables of the `pdta` list as they grow."""

    preset: list[bytes] = field(default_factory=list)
    preset_bags: list[bytes] = field(default_factory=list)
    preset_gens: list[bytes] = field(default_factory=list)
    instrument: list[bytes] = field(default_factory=list)
    bags: list[bytes] = field(default_factory=list)
    gens: list[bytes] = field(default_factory=list)


def soundfont(name: str, presets: Sequence[Preset]) -> bytes:
    """Return a SoundFont 2.01 file with these presets; a sample that several use is stored once."""
    samples = list({id(zone.sample): zone.sample for each in presets for zone in each.zones}.values())
    number = {id(sample): index for index, sample in enumerate(samples)}
    info = _chunk("ifil", struct.pack("<HH", 2, 1)) + _chunk("isng", _text("EMU8000")) + _chunk("INAM", _text(name))
    silence = np.zeros(_GUARD, np.int16)
    pcm = np.concatenate([part for sample in samples for part in (sample.pcm, silence)]).astype("<i2").tobytes()
    body = _list("INFO", info) + _list("sdta", _chunk("smpl", pcm)) + _list("pdta", _pdta(presets, samples, number))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"sfbk" + body


def _pdta(presets: Sequence[Preset], samples: Sequence[Sample], number: dict[int, int]) -> bytes:
    tables = _Tables()
    for index, each in enumerate(sorted(presets, key=lambda preset: (preset.bank, preset.program))):
        tables.preset.append(_preset_head(each.name, each.program, each.bank, len(tables.preset_bags)))
        tables.preset_bags.append(struct.pack("<HH", len(tables.preset_gens), 0))
        tables.preset_gens.append(_gen(Gen.INSTRUMENT, index))
        tables.instrument.append(struct.pack("<20sH", _name(each.name), len(tables.bags)))
        for zone in each.zones:
            tables.bags.append(struct.pack("<HH", len(tables.gens), 0))
            tables.gens.extend(_zone_gens(zone, number[id(zone.sample)]))
    tables.preset.append(_preset_head("EOP", 0, 0, len(tables.preset_bags)))
    tables.preset_bags.append(struct.pack("<HH", len(tables.preset_gens), 0))
    tables.preset_gens.append(bytes(4))
    tables.instrument.append(struct.pack("<20sH", b"EOI", len(tables.bags)))
    tables.bags.append(struct.pack("<HH", len(tables.gens), 0))
    tables.gens.append(bytes(4))
    return b"".join(
        (
            _chunk("phdr", b"".join(tables.preset)),
            _chunk("pbag", b"".join(tables.preset_bags)),
            _chunk("pmod", bytes(10)),
            _chunk("pgen", b"".join(tables.preset_gens)),
            _chunk("inst", b"".join(tables.instrument)),
            _chunk("ibag", b"".join(tables.bags)),
            _chunk("imod", bytes(10)),
            _chunk("igen", b"".join(tables.gens)),
            _chunk("shdr", b"".join(_sample_heads(samples))),
        )
    )


def _zone_gens(zone: Zone, sample: int) -> Iterable[bytes]:
    """The key range must come first and the sample last (SoundFont 2.04, 8.1.2)."""
    yield struct.pack("<HBB", Gen.KEYS, zone.low, zone.high)
    for kind, value in zone.settings:
        yield _gen(kind, value)
    yield _gen(Gen.ROOT, zone.sample.root)
    yield _gen(Gen.MODE, 1 if zone.sample.loop else 0)
    yield _gen(Gen.SAMPLE, sample)


def _sample_heads(samples: Sequence[Sample]) -> Iterable[bytes]:
    at = 0
    for each in samples:
        end = at + len(each.pcm)
        first, last = (at + each.loop[0], at + each.loop[1]) if each.loop else (at, end)
        yield struct.pack("<20s5IBbHH", _name(each.name), at, end, first, last, RATE, each.root, 0, 0, _MONO)
        at = end + _GUARD
    yield struct.pack("<20s5IBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0)


def _preset_head(name: str, program: int, bank: int, bag: int) -> bytes:
    return struct.pack("<20sHHHIII", _name(name), program, bank, bag, 0, 0, 0)


def _gen(kind: Gen, value: int) -> bytes:
    return struct.pack("<Hh", kind, value)


def _name(words: str) -> bytes:
    return words.encode("ascii")[:19]


def _text(words: str) -> bytes:
    data = words.encode("ascii") + b"\0"
    return data + b"\0" * (len(data) % 2)


def _chunk(kind: str, data: bytes) -> bytes:
    return kind.encode("ascii") + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _list(kind: str, data: bytes) -> bytes:
    return _chunk("LIST", kind.encode("ascii") + data)
