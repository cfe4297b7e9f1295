"""My riff: four notes or more that let their player in, at any tempo, in any octave and from any key."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from instruments.events import RATE, NoteOn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from instruments.events import Played
    from reflections.records import Pupil
    from studio.playing.recording import Recorder

SHORTEST, LONGEST = 4, 8  # notes
KIND = "riff"
TAIL_FRAMES = RATE // 2  # of the last key, which may be down yet


def steps(pitches: Sequence[int]) -> tuple[int, ...]:
    """Return how far each note lies from the one before, in semitones: the same wherever it is played."""
    return tuple(after - before for before, after in pairwise(pitches))


def of(pupil: Pupil) -> tuple[int, ...]:
    """Return the pitches of a pupil's riff; () where they come in another way."""
    return tuple(int(sign) for sign in pupil.sign_in) if pupil.sign_in_kind == KIND else ()


def signs(pitches: Iterable[int]) -> tuple[str, ...]:
    """Return a riff as the journal keeps it."""
    return tuple(str(pitch) for pitch in pitches)


def players(pitches: Sequence[int], pupils: Iterable[Pupil]) -> tuple[Pupil, ...]:
    """Return whose riff was played, from its first note to its last."""
    played = steps(pitches)
    return tuple(pupil for pupil in pupils if (kept := of(pupil)) and steps(kept) == played)


def longest(pupils: Iterable[Pupil]) -> int:
    """Return after how many notes nobody's can be meant any more."""
    return max((len(of(pupil)) for pupil in pupils), default=SHORTEST)


def is_plain(pitches: Sequence[int]) -> bool:
    """Whether it is one key alone: anybody plays that by chance."""
    return len(set(pitches)) < 2  # noqa: PLR2004 - two notes make a step


def is_like(pitches: Sequence[int], others: Iterable[Pupil]) -> bool:
    """Whether one would be taken for the other: as soon as the shorter has been played, both are meant."""
    mine = steps(pitches)
    kept = [steps(riff) for other in others if (riff := of(other))]
    return any(mine[: len(theirs)] == theirs or theirs[: len(mine)] == mine for theirs in kept)


class Ear:
    """Hears notes one after the other, and leaves them out of the music: nobody is offered their riff as a take."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._since: int | None = None
        self.heard: tuple[int, ...] = ()

    def hear(self, event: Played) -> bool:
        """Take in a key that went down; False for anything else."""
        if not isinstance(event, NoteOn):
            return False
        if self._since is None:
            self._since = event.frame
        self.heard = (*self.heard, event.pitch)
        return True

    def afresh(self) -> None:
        """The next note is a first one."""
        self.heard = ()

    def over(self, now: int) -> None:
        """At frame `now` nobody listens any more: what was heard meanwhile was no music."""
        since, self._since, self.heard = self._since, None, ()
        if since is not None:
            self._recorder.set_aside(since, now + TAIL_FRAMES)
