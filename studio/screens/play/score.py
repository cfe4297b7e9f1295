"""What of the piece on the stand is the pupil's, which bars go round, which keys it needs, and the score for the engine."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from studio.music.along import parts_of
from studio.ui.keys import note_name

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Score
    from studio.lesson import Lesson
    from studio.music.piece import Hand, Key, Part, Piece
    from studio.playing.keyrange import Span

__all__ = ["HIGH", "LOW", "PlayScore", "parts_of"]

LOW, HIGH = 48, 84  # the keys that are drawn unless the music needs more

LAYERS = {"chords": 0, "bass": 1, "melody": 2, "words": 3, "other": 4, "drums": 5}
HANDS = {"left": 0, "right": 2}  # two of the hues that stay apart for everybody
PLAIN_LETTERS = tuple(note_name(pitch) for pitch in range(12))
SIGNS = {-2: "bb", -1: "b", 0: "", 1: "#", 2: "##"}
NEAR_TICKS = 60  # what is played together may be written a little apart


class PlayScore:
    """Reads the stand, the way of practising and the pupil's keyboard; changes none of them."""

    def __init__(self, lesson: Lesson, drawn: Callable[[Span], Span] = lambda needed: needed) -> None:
        """`drawn` says which keys to draw of the pupil's keyboard for music that needs some."""
        self._lesson = lesson
        self._drawn = drawn
        self._fitted: tuple[object, Piece | None] = (None, None)
        self._drums: tuple[object, Part | None] = (None, None)

    @property
    def music(self) -> Piece | None:
        """The piece on the stand."""
        return self._lesson.stand.music if self._lesson.stand else None

    @property
    def mine(self) -> frozenset[int]:
        """Indexes of the parts that the pupil plays: the tune, or every keyboard part; of one hand where it is one."""
        stand = self._lesson.stand
        if stand is None or stand.kind == "groove":
            return frozenset()
        return parts_of(stand.music, self._lesson.practice.help, self.hand)

    @property
    def more_than_a_tune(self) -> bool:
        """Whether there is anything besides the tune that the pupil could play."""
        music = self.music
        roles = {part.role for part in music.parts if part.notes} if music is not None else set()
        return "melody" in roles and bool(roles & {"chords", "other"})

    @property
    def helps(self) -> tuple[str, ...]:
        """How much of it the pupil may choose to play, from little to all: any key where it is played with, one of a chord where it waits."""
        mode, more = self._lesson.practice.mode, self.more_than_a_tune
        there = {"one key": mode != "just", "chord note": mode == "waits" and more, "melody": True, "all": more}
        return tuple(help_ for help_, may in there.items() if may and self.mine)

    @property
    def one_key(self) -> bool:
        """Whether any key plays what is the pupil's."""
        practice = self._lesson.practice
        return practice.help == "one key" and practice.mode != "just" and bool(self.mine)

    @property
    def along(self) -> bool:
        """Whether something is heard to play along with: a click or drums, other parts, a groove; and nothing waits for the pupil."""
        music, practice = self.music, self._lesson.practice
        if music is None or (practice.mode == "waits" and self.mine):
            return False
        silent = frozenset() if practice.mode == "just" else self.mine
        return practice.beat != "off" or any(part.notes and n not in silent for n, part in enumerate(music.parts))

    @property
    def may_breathe(self) -> bool:
        """Whether something plays with the pupil that could go at their pace."""
        return self._lesson.practice.mode == "with" and bool(self.mine) and self.along

    @property
    def breathes(self) -> bool:
        """Whether it does."""
        return self.may_breathe and self._lesson.practice.breathes

    @property
    def hand(self) -> Hand:
        """The one hand that plays, where the piece has two and it is one."""
        hands = self._lesson.practice.hands if self.has_hands else "both"
        return "left" if hands == "left" else "right" if hands == "right" else ""

    @property
    def loop(self) -> tuple[int, int]:
        """Ticks that go round, or the whole piece."""
        from studio.music.score import loop_of

        music, bars = self.music, self._lesson.practice.bars
        if music is None:
            return (0, 0)
        return loop_of(music, bars) if bars else (0, music.end)

    @property
    def first_tick(self) -> int:
        """Where playing starts."""
        return self.loop[0]

    def for_engine(self, *, whole: bool) -> Score:
        """What the engine plays: the loop goes round, a groove always does; gates only where it is to wait."""
        from studio.music.score import to_score

        practice = self._lesson.practice
        music = (
            self.music if whole or practice.mode == "just" else self.fitted
        )  # what the app plays is as it is written
        assert music is not None
        waits = self.mine if (practice.mode == "waits" or self.breathes or self.one_key) and not whole else frozenset()
        low, high = self.span
        if self.drums is not None and not whole:
            music = replace(music, parts=(*music.parts, self.drums))
        made = to_score(music, waits_for=waits, hand=self.hand, low=low, high=high, bars=practice.bars)
        return made if self.mine or practice.bars else replace(made, loop=(0, music.end))

    @property
    def drums(self) -> Part | None:
        """The drums that may keep time, once some were chosen: they lie behind the parts of the piece, and wait and go as it does."""
        music, name = self.music, self._lesson.practice.drums
        if self._drums[0] != (music, name):
            from studio.music.drums import drums

            self._drums = ((music, name), drums(music, name) if music is not None and name else None)
        return self._drums[1]

    @property
    def silent(self) -> frozenset[int]:
        """Parts that do not sound while the pupil plays: their own, and the drums that do not keep time."""
        music, practice = self.music, self._lesson.practice
        mine = frozenset() if practice.mode == "just" else self.mine
        parts = music.parts if music is not None else ()
        if practice.beat == "drums":
            return mine | {n for n, part in enumerate(parts) if part.role == "drums"}
        return mine | {len(parts)} if self.drums is not None else mine

    @property
    def fitted(self) -> Piece | None:
        """The piece, with what the pupil plays moved onto the keys they have: all by the same octaves where that is enough."""
        music, mine, span = self.music, self.mine, self.span
        if self._fitted[0] != (music, mine, span):
            from studio.music.arrange import fit_range

            made = music
            for n in mine if music is not None else ():
                made = made.with_part(n, fit_range(made.parts[n], *span)) if made is not None else None
            self._fitted = ((music, mine, span), made)
        return self._fitted[1]

    @property
    def letters(self) -> tuple[str, ...]:
        """What the twelve keys from C up are called in the key of the piece: a black one as its stave would write it."""
        music = self.fitted
        return _letters(music.key) if music is not None else PLAIN_LETTERS

    def layer_of(self, pitch: int, tick: float) -> int | None:
        """The layer of the pupil's part whose note this is around a tick; None where it is nobody's."""
        music = self.fitted
        for n in sorted(self.mine) if music is not None else ():
            notes = music.parts[n].notes  # type: ignore[union-attr]  # there is none without music
            first = bisect_left(notes, tick - NEAR_TICKS, key=lambda note: note.start)
            near = takewhile(lambda note: note.start <= tick + NEAR_TICKS, notes[first:])
            if any(note.pitch == pitch for note in near):
                return layer_of(music.parts[n])  # type: ignore[union-attr]  # as above
        return None

    @property
    def span(self) -> tuple[int, int]:
        """Lowest and highest key drawn: wide enough for what is to be played, from C to C, and no key that the pupil has not."""
        return self._drawn(self._needed)

    @property
    def _needed(self) -> Span:
        music = self.music
        pitches = [n.pitch for p in music.parts if p.role != "drums" for n in p.notes] if music else []
        mine = [n.pitch for i in self.mine for n in music.parts[i].notes] if music else []
        low, high = min([*mine, LOW]), max([*mine, HIGH])
        low = max(min([*pitches, low]), low - 12)
        return (max(21, low - low % 12), min(108, high + (-high) % 12))

    @property
    def has_hands(self) -> bool:
        """Whether the piece is written for a left and a right hand."""
        music = self.music
        return music is not None and {"left", "right"} <= {part.hand for part in music.parts}


def layer_of(part: Part) -> int:
    """Which layer's colour a part has: that of its hand where it is one hand's, else that of its role."""
    return HANDS.get(part.hand, LAYERS.get(part.role, 4))


@lru_cache(maxsize=32)
def _letters(key: Key) -> tuple[str, ...]:
    """A white key is only called by a black one's letter where the key of the piece does so, as F sharp major has an E sharp."""
    from studio.music.tidy import spell

    own = {(7 * fifth) % 12 for fifth in range(key.fifths - 1, key.fifths + 6)}
    written = [spell(pitch, key) for pitch in range(60, 72)]
    names = [one.step + SIGNS[one.alter] for one in written]
    return tuple(name if n in own or "#" in PLAIN_LETTERS[n] else PLAIN_LETTERS[n] for n, name in enumerate(names))
