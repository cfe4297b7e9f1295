"""The notes that come down to the keys, as the piece and the way of playing have them, and the count-in over them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.screens.counted_in import counted_in
from studio.screens.play.score import layer_of
from studio.ui.band import Rounds
from studio.ui.nodes import Node, Overlay
from studio.ui.roll import NO_LAYER, Falling, RollNote, falling
from studio.words import say

if TYPE_CHECKING:
    from studio.music.piece import Piece
    from studio.screens.play.room import Play

TICKS = 480
ROLL_BEATS = 8.0
ROLL_TALL, ROLL_LOW = 150, 96  # at the least; at large text it leaves room for what must stay in sight


class PlayRoll:
    """Makes the picture of this moment; keeps the notes of the piece as they were last worked out."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._falling: tuple[Any, tuple[RollNote, ...]] = (None, ())
        self._rounds = Rounds()

    def node(self) -> Node:
        """The roll, and over it the count-in while there is one."""
        tall = ROLL_TALL if not self._screen.tools.theme().folds else ROLL_LOW
        roll = falling("roll", self._now, name=say("play.notes coming down"), tall=tall, handle=self._handle)
        return Overlay(self._screen.stave.node(roll, tall), self.count_in())

    def _handle(self, event: Any, rect: Any) -> bool:
        """A hand on the roll."""
        return self._screen.score.music is not None and self._screen.drag.handle(event, rect, self._now())

    def _now(self) -> Falling:
        """What the roll shows at this moment, in beats."""
        screen, score = self._screen, self._screen.score
        music = score.music
        if music is None:  # the piece was closed; the next show takes this picture away
            return Falling((), *score.span, 0.0)
        tick = screen.head.tick(screen.tools.clock(), music, screen.practice.speed, score.first_tick)
        waiting = screen.head.last.waiting if screen.head.state == "waiting" else frozenset()
        low, high = score.span
        names = screen.tools.settings.note_names
        shown = Falling(
            notes=self._notes(music),
            low=low,
            high=high,
            now=screen.drag.shown(tick) / TICKS,
            span=ROLL_BEATS,
            bars=_bar_lines(music),
            beats=_beat_lines(music),
            turn=waiting,
            turn_words=screen.waits.words(waiting),
            legend=self._legend() if screen.head.state == "stopped" else (),
            loop=screen.loop.beats,
            names=names,
            recording=screen.take.rolling,
            marks=screen.mark.beats,
            by_letter=screen.tools.settings.note_colours == "pitch",
            fingers=screen.tools.settings.fingers,
        )
        return self._rounds.of(shown) if screen.loop.goes_round else shown

    def _notes(self, music: Piece) -> tuple[RollNote, ...]:
        """Notes of the pupil and of the app; made anew only when the music or the part changes."""
        score = self._screen.score
        wanted = (music, score.mine, score.span)
        if self._falling[0] != wanted:
            fitted, mine = score.fitted, score.mine
            assert fitted is not None
            from studio.music.fingers import fingers

            letters = score.letters
            notes = [
                RollNote(
                    note.start / TICKS,
                    note.length / TICKS,
                    note.pitch,
                    layer_of(part),
                    n in mine,
                    letters[note.pitch % 12],
                    finger,
                )
                for n, part in enumerate(fitted.parts)
                if part.role != "drums"
                for note, finger in zip(part.notes, fingers(part, fitted.key), strict=True)
            ]
            self._falling = (wanted, tuple(sorted(notes, key=lambda note: note.start)))
        return self._falling[1]

    def _legend(self) -> tuple[tuple[str, int, bool], ...]:
        """Who plays what: a hand a row where the pupil has two; with a colour for each letter the swatches have none."""
        score = self._screen.score
        music = score.music
        assert music is not None
        mine = [music.parts[n] for n in sorted(score.mine) if music.parts[n].notes]
        both = {"left", "right"} <= {part.hand for part in mine}
        who = say("play.you play")
        if mine and self._screen.practice.mode == "just":  # it plays the pupil's part as well
            who = say("play.the app plays lower", lower=mine[0].name.lower())
        if both:
            hands = {part.hand: part for part in mine if part.hand}
            rows = [(say(f"play.{hand} hand"), layer_of(hands[hand]), True) for hand in ("left", "right")]
        else:
            rows = [(who, layer_of(part), True) for part in mine[:1]]
        if not self._screen.tools.theme().folds:  # large words would cover the notes
            others = [p for n, p in enumerate(music.parts) if n not in score.mine and p.role != "drums" and p.notes]
            rows += [(say("play.the app plays lower", lower=p.name.lower()), layer_of(p), False) for p in others[:2]]
        by_letter = self._screen.tools.settings.note_colours == "pitch"
        return tuple((words, NO_LAYER if by_letter else layer, own) for words, layer, own in rows)

    def count_in(self) -> Node | None:
        """The big number, for as long as it is counted in."""
        screen = self._screen
        last, counting = screen.head.last, screen.counting
        if last.state != "counting":
            return None
        return counted_in(counting.number(last.beat), counting.in_bar, recording=screen.take.rolling)


@lru_cache(maxsize=4)
def _bar_lines(music: Piece) -> tuple[tuple[int, float], ...]:
    return tuple((bar.n, bar.start / TICKS) for bar in music.bars())


@lru_cache(maxsize=4)
def _beat_lines(music: Piece) -> tuple[float, ...]:
    beats: list[float] = []
    for bar in music.bars():
        metre = next((m for m in reversed(music.metres) if m.tick <= bar.start), music.metres[0])
        beats += [tick / TICKS for tick in range(bar.start, bar.end, metre.beat_ticks)]
    return tuple(beats)
