"""Make: change the beat of a groove step by step, hear it at once, and keep it as a version when it is done."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pygame

from instruments.events import Finished, Position, Score
from studio.lesson import Stand
from studio.music.history import History
from studio.music.piece import TICKS, Note, Part, Piece
from studio.playing.playhead import Playhead
from studio.screen import Go, Screen
from studio.screens import drawn
from studio.screens.goals import for_goal
from studio.screens.make.step_grid import StepGrid
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text
from studio.words import say, told

STEP = TICKS // 4
ROWS = ((42, "hat"), (39, "clap"), (38, "snare"), (36, "kick"))  # General MIDI percussion keys, high to low
SLOWEST, FASTEST, TEMPO_STEP = 50.0, 200.0, 4.0
KEEP_SECONDS = 1.0
HIT, SOFT_HIT = 100, 72


class Make(Screen):
    """The beat of the piece on the stand as a grid; other parts play along. Undo is one step a press."""

    name = "make"
    room = "make"
    titled = "make.make a beat"
    private = False
    needs_pupil = False

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.history: History[Piece] | None = None
        self.head = Playhead()
        self._of: Stand | None = None  # what is worked on, as it was opened
        self._keep_at: float | None = None  # when what was changed is kept as a draft
        self.grid = StepGrid(
            tuple(say(f"make.row {label}") for _, label in ROWS), self._hits, self._toggle, self._step_now
        )

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """What is on the stand is worked on, if it has a beat."""
        stand = self.lesson.stand
        if stand is not None and stand.kind in {"groove", "own"} and stand.music.parts:
            self.history, self._of = History(stand.music), stand
            self.lesson.open_draft(self._was_left)
        self.tools.focus("make-play")

    def leave(self) -> None:
        """What was made is kept, and the stand has it; silence."""
        self._keep()
        self._put_back()
        if self.head.state != "stopped":
            self.engine.stop()

    def update(self, now: float) -> None:
        """What was changed is kept a second later, so that many squares in a row are written once."""
        if self._keep_at is not None and now >= self._keep_at:
            self._keep()

    @property
    def subtitle(self) -> str:
        """Which groove this is."""
        return self.lesson.stand.title if self.history and self.lesson.stand else say("make.start from a groove")

    @property
    def music(self) -> Piece:
        """The piece as it stands."""
        assert self.history is not None
        return self.history.value

    # -- what is drawn ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """A groove to start from, else the grid."""
        if self.history is None:
            return self._start_from()
        return Scroll(
            Column(
                self._transport(),
                Card(self.grid.node("grid", focused=lambda: self.tools.focused() == "grid"), pad=12, grow=1),
                Row(Text(self._hint(), style="label", tone="text2", grow=1), self._done()),
                gap=16,
                grow=1,
            ),
            key="make",
        )

    def _transport(self) -> Node:
        playing = self.head.state != "stopped"
        return Row(
            Button(
                "make-play",
                say("make.stop") if playing else say("make.play"),
                self._toggle_play,
                icon="square" if playing else "play",
                kind="primary",
                name=say("make.stop the beat") if playing else say("make.play the beat"),  # a room is called Play
            ),
            Button("slower", "", lambda: self._tempo(-TEMPO_STEP), icon="minus", name=say("make.slower")),
            Text(say("make.bpm beats a minute", bpm=f"{self.music.tempos[0].bpm:.0f}"), style="label", weight=600),
            Button("faster", "", lambda: self._tempo(TEMPO_STEP), icon="plus", name=say("make.faster")),
            Space(),
            Button("other", say("make.another groove"), self._start_again, icon="drum", kind="quiet"),
            Button("clear", say("make.empty the grid"), self._clear, icon="eraser", kind="quiet"),
        )

    def _hint(self) -> str:
        if self.lesson.pupil is None:
            return say("make.say who")
        return say("make.press a square")

    def _done(self) -> Node:
        able = self.lesson.pupil is not None
        return Button("done", say("make.im done"), self._finish, icon="check", kind="primary", enabled=able)

    def _start_from(self) -> Node:
        from studio.music import library

        cards = [
            Card(
                Column(
                    drawn.beat(f"beat-{groove.id}", groove),
                    Text(groove.title, style="lead", weight=600),
                    Text(told(f"shelf.groove:{groove.id}", groove.about), style="label", tone="text2"),
                    Space(),
                    Button(
                        f"from-{groove.id}", say("make.start here"), partial(self._begin, groove), icon="arrow-right"
                    ),
                    gap=8,
                    grow=1,
                ),
                pad=12,
            )
            for groove in library.grooves()
        ]
        top = Text(say("make.start from a groove"), style="h1")
        return Scroll(Column(for_goal.line(self.tools), top, drawn.shelf(cards), gap=16), key="from")

    # -- the grid -----------------------------------------------------------------------------------------------------
    def _beat(self) -> tuple[int, Part] | None:
        return next(((n, part) for n, part in enumerate(self.music.parts) if part.role == "drums"), None)

    @property
    def _steps_a_bar(self) -> int:
        return max(1, self.music.metres[-1].bar_ticks // STEP)

    def _hits(self) -> tuple[tuple[int, ...], ...]:
        """Rows of velocities, 0 where nothing sounds: the first bar, which all others repeat once a step is set."""
        beat = self._beat()
        rows = [[0] * self._steps_a_bar for _ in ROWS]
        if beat is not None:
            row_of = {pitch: n for n, (pitch, _) in enumerate(ROWS)}
            for note in beat[1].notes:
                step = round(note.start / STEP)
                if note.pitch in row_of and step < self._steps_a_bar:
                    rows[row_of[note.pitch]][step] = note.velocity
        return tuple(tuple(row) for row in rows)

    def _toggle(self, row: int, step: int) -> None:
        """Set or clear a step in every bar."""
        pitch, label = ROWS[row]
        on = not self._hits()[row][step]
        velocity = HIT if step % 4 == 0 else SOFT_HIT
        bars = range(0, self.music.end, self.music.metres[-1].bar_ticks)
        at = [bar + step * STEP for bar in bars]
        beat = self._beat()
        n, part = beat or (len(self.music.parts), Part(say("make.beat"), "drums", "kit"))
        kept = tuple(x for x in part.notes if x.pitch != pitch or round(x.start / STEP) * STEP not in at)
        added = tuple(Note(tick, STEP, pitch, velocity) for tick in at) if on else ()
        self._set(n, replace(part, notes=kept + added), say(f"make.{'set' if on else 'clear'} {label}"))
        if on and self.head.state == "stopped":
            self._tap(pitch, velocity)

    def _tap(self, pitch: int, velocity: int) -> None:
        """One sound of the kit, so that a step is heard as it is set."""
        on, off = bytes((0x90, pitch, velocity)), bytes((0x80, pitch, 64))
        self.engine.play(Score(((0, 0, on), (STEP, 0, off)), end=2 * STEP, sounds=("kit",)), preview=True)

    def _clear(self) -> None:
        beat = self._beat()
        if beat is not None:
            self._set(beat[0], replace(beat[1], notes=()), say("make.empty the grid"))

    def _set(self, n: int, part: Part, label: str) -> None:
        assert self.history is not None
        parts = (*self.music.parts[:n], part, *self.music.parts[n + 1 :])
        self.history.edit(label, replace(self.music, parts=parts))
        self._changed()

    def _tempo(self, step: float) -> None:
        assert self.history is not None
        first, *rest = self.music.tempos
        bpm = min(FASTEST, max(SLOWEST, first.bpm + step))
        self.history.edit(
            say("make.tempo"), replace(self.music, tempos=(replace(first, bpm=bpm), *rest)), merge="tempo"
        )
        self._changed()

    def _changed(self) -> None:
        self._keep_at = self.tools.clock() + KEEP_SECONDS if self._keep_at is None else self._keep_at
        self._sound_on()

    def _keep(self) -> None:
        stand = self.lesson.stand
        if self._keep_at is not None and self.history is not None and stand is not None and stand.same(self._of):
            self.lesson.keep_draft(self.music)
        self._keep_at = None

    def _was_left(self, music: Piece) -> None:
        """What was made of this piece another time has come; what was changed in the meantime can be undone back to it."""
        now = self.music if self.history is not None and self.history.undo_label else None
        self.history = History(music)
        if now is not None:
            self.history.edit(say("make.start afresh"), now)
        self._put_back()
        self._sound_on()

    # -- sound --------------------------------------------------------------------------------------------------------
    def _score(self) -> Any:
        from studio.music.score import to_score

        return replace(to_score(self.music), loop=(0, self.music.end))

    def _toggle_play(self) -> None:
        if self.head.state == "stopped":
            self.engine.play(self._score())
        else:
            self.engine.stop()

    def _sound_on(self) -> None:
        """What was changed is heard from where the music is."""
        if self.head.state != "stopped":
            self.engine.play(self._score(), from_tick=int(self.head.last.tick) % max(1, self.music.end))
        self.tools.changed()

    def _step_now(self) -> int | None:
        if self.head.state != "playing":
            return None
        tick = self.head.tick(self.tools.clock(), self.music, 1.0)
        return int(tick // STEP) % self._steps_a_bar

    def told(self, event: object) -> None:
        """The playhead moves."""
        match event:
            case Position():
                before = self.head.state
                self.head.told(event, self.tools.clock())
                if before != event.state:
                    self.tools.changed()
            case Finished():
                self.tools.changed()

    # -- done ---------------------------------------------------------------------------------------------------------
    def _begin(self, groove: Any) -> None:
        from studio.music import library

        music = library.groove_piece(groove)
        self.lesson.put_on_stand(Stand(music, groove.title, "groove", f"groove:{groove.id}"))
        self.history, self._of = History(music), self.lesson.stand
        self.lesson.open_draft(self._was_left)
        self.tools.focus("grid")
        self.tools.changed()

    def _start_again(self) -> None:
        """Choose another groove; what was made of this one stays with its piece."""
        self._keep()
        self._put_back()
        self.engine.stop()
        self.history = None
        self.tools.changed()

    def _put_back(self) -> None:
        stand = self.lesson.stand
        if self.history is not None and stand is not None and stand.same(self._of):
            self.lesson.stand = replace(stand, music=self.music)

    def _finish(self) -> None:
        self._keep()
        self._put_back()
        self.engine.stop()
        stand = self.lesson.stand
        if stand is None:
            return
        self.lesson.keep_version(stand.title, lambda: self.tools.move(Go("reflect")))

    def undo(self) -> str | None:
        """The last step on the grid, by name."""
        return (
            say("make.undo undo label", undo_label=self.history.undo_label)
            if self.history and self.history.undo_label
            else None
        )

    def do_undo(self) -> None:
        """One step back."""
        if self.history is not None:
            self.history.undo()
            self._changed()

    def handle(self, event: pygame.event.Event) -> bool:
        """Space plays and stops; Ctrl+Enter is I'm done."""
        if event.type != pygame.KEYDOWN or self.history is None:
            return False
        if event.key == pygame.K_SPACE:
            self._toggle_play()
            return True
        if event.key == pygame.K_RETURN and event.mod & pygame.KMOD_CTRL and self.lesson.pupil is not None:
            self._finish()
            return True
        return False
