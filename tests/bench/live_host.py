"""What the host of this computer leaves it: a bench on a borrowed processor says how much of it was taken away meanwhile."""

import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

QUIET = 0.02  # of the processors' time stolen, at most, where figures are to be believed
AROUND = 0.15  # seconds before and after a key press, in which the host left it alone
_STOLEN = 7  # the column of /proc/stat


class Host:
    """The share of the processors' time that the host gave to others since `mark`; only Linux tells it."""

    def __init__(self) -> None:
        self._at = _times()

    def mark(self) -> None:
        """Count from now on."""
        self._at = _times()

    def stolen(self) -> float | None:
        """A share, 0 to 1; None where nobody tells."""
        if not self._at or not (now := _times()):
            return None
        passed = [after - before for before, after in zip(self._at, now, strict=True)]
        return passed[_STOLEN] / max(1, sum(passed))

    def wait_for_calm(self, seconds: float = 60.0) -> None:
        """Wait, so long at most, until two seconds pass in which next to nothing was taken away."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            before = Host()
            time.sleep(2.0)
            if (before.stolen() or 0.0) <= QUIET:
                return

    def words(self) -> str:
        """How busy this computer is, and how much of it was taken away."""
        stolen = self.stolen()
        steal = "" if stolen is None else f", steal {stolen:.1%}{' (!)' if stolen > QUIET else ''}"
        return f"load {os.getloadavg()[0]:.1f}{steal}"


def _times() -> tuple[int, ...]:
    """Ticks of all processors together, by kind; guests are counted among users already."""
    try:
        return tuple(map(int, Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()[1:9]))
    except (OSError, ValueError):
        return ()


def left_alone(answer: dict[str, Any], rate: int) -> list[int | None]:
    """Of a round of presses, what became of those around which the host took no processor away."""
    around = AROUND * rate
    return [
        frames
        for pressed, frames in zip(answer["pressed"], answer["frames"], strict=True)
        if not any(abs(taken - pressed) < around for taken in answer["taken"])
    ]


@dataclass(frozen=True, slots=True)
class Round:
    """One round of key presses: what the ears said of each program, and how the host was."""

    answers: dict[str, dict[str, Any]]
    peer: str
    stolen: float | None
    words: str

    @property
    def disturbed(self) -> str:
        """Why this round says more of the computer than of us; empty where it does not."""
        peer = self.answers[self.peer]
        missed = sum(frames is None for frames in peer["frames"])
        reasons = {
            f"the peer missed {missed} notes": missed,
            f"the peer had {peer['xruns']} xruns": peer["xruns"],
            "the keys themselves came late": sum(answer["late"] for answer in self.answers.values()),
            f"{self.stolen or 0:.1%} of the processors were taken away": (self.stolen or 0) > QUIET,
        }
        return ", ".join(why for why, holds in reasons.items() if holds)
