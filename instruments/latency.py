"""How late the sound is for this player on this computer: sixteen taps to a click, and the offset that takes are placed by. Pure but for one small file."""

import json
import os
import re
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from instruments.errors import TooUneven
from instruments.events import RATE, Event, NoteOn, Output, Position, Score
from instruments.tempo import TempoMap

TAPS: Final = 16
_FIRST: Final = 4  # these find the beat; they do not count
_SPREAD_MS: Final = 60.0
_MOST_MS: Final = 400.0
_ON_THE_BEAT_MS: Final = 3
_QUARTER_US: Final = 600_000  # 100 beats a minute
_BLUETOOTH: Final = re.compile(
    r"blue\s?tooth|bluez|\ba2dp\b|\bhfp\b|airpods|\bbuds\b|galaxy buds|freebuds|hands-?free", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Offset:
    """How many frames after the beat this player's taps arrive: `frames` in the middle, `spread_ms` between the quartiles.

    A take played along with something heard is placed by it: its barlines lie so much later, and what was played stays as it was.
    """

    frames: int
    spread_ms: float = 0.0
    measured: bool = field(default=True, compare=False)  # False: nobody has tapped yet

    @property
    def milliseconds(self) -> float:
        """The offset in milliseconds."""
        return self.frames / RATE * 1e3

    @property
    def sentence(self) -> str:
        """What was measured, for the person who tapped."""
        late = round(self.milliseconds)
        if abs(late) < _ON_THE_BEAT_MS:
            return "You tap right on the beat."
        return f"You tap {late} ms after the beat." if late > 0 else f"You tap {-late} ms before the beat."


def offset_of(clicks: Iterable[int], taps: Iterable[int]) -> Offset:
    """Return the offset from the frames of clicks and of taps; each tap is held against the click it is nearest to.

    The first four taps find the beat and do not count. Raises TooUneven with fewer than eight left, or where they spread over more
    than 60 ms: then the answer would be worse than none.
    """
    beats = sorted(clicks)
    counted = sorted(taps)[_FIRST:]
    if not beats or len(counted) < TAPS // 2:
        raise TooUneven("Those were too few taps. Tap one key with every click, sixteen times.")
    late = [min((tap - beat for beat in beats), key=abs) for tap in counted]
    middle = round(statistics.median(late))
    first, _, third = statistics.quantiles(late, n=4)
    spread_ms = (third - first) / RATE * 1e3
    if spread_ms > _SPREAD_MS or abs(middle) / RATE * 1e3 > _MOST_MS:
        raise TooUneven(
            "The taps were too far from each other to tell. Once more: listen first, then tap with the click."
        )
    return Offset(middle, spread_ms)


class TapTest:
    """The self-test as it goes on: play `score` with its click, hand in what the engine tells, ask for `offset` when `done`."""

    def __init__(self, taps: int = TAPS) -> None:
        self.score = Score(events=(), end=480 * (taps + 4), tempos=((0, _QUARTER_US),))
        self.wanted = taps
        self._tempo = TempoMap(self.score)
        self._began: float | None = None  # the frame of tick 0
        self._taps: list[int] = []

    @property
    def taps(self) -> int:
        """How many taps were heard."""
        return len(self._taps)

    @property
    def running(self) -> bool:
        """Whether the click has begun."""
        return self._began is not None

    @property
    def done(self) -> bool:
        """Whether there are enough."""
        return len(self._taps) >= self.wanted

    def hear(self, event: Event) -> None:
        """Take in one event of `Engine.pending`; what is no tap and no position is passed over."""
        match event:
            case Position(frame, tick, "playing"):
                self._began = frame - self._tempo.seconds(tick) * RATE
            case NoteOn(frame) if self._began is not None and not self.done:
                self._taps.append(frame)

    def offset(self) -> Offset:
        """Return what was measured; TooUneven where it says nothing."""
        if self._began is None:
            raise TooUneven("The click did not run.")
        began = self._began
        beats = (round(began + self._tempo.seconds(tick) * RATE) for tick in range(0, self.score.end, 480))
        return offset_of(beats, self._taps)


# -- kept for each output ------------------------------------------------------------------------------------------------


def offsets_path() -> Path:
    """Return where offsets are kept: a small file beside the journal, for they belong to this computer."""
    if folder := os.environ.get("SOUNDFOLIO_DATA"):
        return Path(folder).expanduser() / "latency.json"
    from platformdirs import user_data_path

    return user_data_path("soundfolio", appauthor=False) / "latency.json"


def keep_offset(offset: Offset, output: Output, path: Path | None = None) -> None:
    """Keep an offset for this output: headphones and speakers have one each. OSError where it cannot be written."""
    path = path or offsets_path()
    rows = _read(path) | {_key(output): [offset.frames, round(offset.spread_ms, 1)]}
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.write_text(json.dumps(rows, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part.replace(path)


def kept_offset(output: Output | None, path: Path | None = None) -> Offset:
    """Return the offset kept for this output, of no frames where none was measured."""
    row = None if output is None else _read(path or offsets_path()).get(_key(output))
    return Offset(0, measured=False) if row is None else Offset(int(row[0]), float(row[1]))


def _key(output: Output) -> str:
    return f"{output.backend}, {output.device}"


def _read(path: Path) -> dict[str, list[float]]:
    """A file that is missing or broken is as if nothing had been measured."""
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    return {name: row for name, row in rows if isinstance(row, list) and len(row) == 2 and _numbers(row)}  # noqa: PLR2004 - a number of frames and a spread


def _numbers(row: list[object]) -> bool:
    return all(isinstance(each, int | float) for each in row)


def warning(device: str) -> str:
    """Return a sentence where an output's name says that sound comes too late to play by; empty where it does not."""
    if _BLUETOOTH.search(device):
        return f"{device} is wireless (Bluetooth): sound comes a fifth of a second late. Plug in headphones with a cable to play along."
    return ""
