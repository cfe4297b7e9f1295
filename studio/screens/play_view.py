"""How Play looks: the choice of three, the notes coming down to the keys, one button that records, what was kept."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from studio.ui import keys
from studio.ui.keys import note_name
from studio.ui.nodes import Button, Canvas, Card, Choice, Column, Dialog, Icon, Node, Overlay, Row, Space, Text, Toggle
from studio.ui.roll import Falling, RollNote, draw_count_in, falling

if TYPE_CHECKING:
    from instruments.events import Score
    from studio.music.piece import Hand, Piece
    from studio.screens.play import Play

TICKS = 480
ROLL_BEATS = 8.0
LOW, HIGH = 48, 84  # the keys that are drawn unless the music needs more
LAYERS = {"chords": 0, "bass": 1, "melody": 2, "words": 3, "other": 4, "drums": 5}
MODES = (("waits", "Waits for me", "hourglass"), ("with", "Plays with me", "users"), ("just", "Just plays", "play"))
HELPS = (("melody", "Melody"), ("all", "All notes"))
HANDS = (("left", "Left"), ("right", "Right"), ("both", "Both"))
BARS_SHOWN = 16


class PlayView:
    """Makes nodes and scores of the screen's state; changes nothing."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._touch = keys.Touch(screen.tools.theme, lambda: self.span, screen.engine.press, screen.engine.release)
        self._falling: tuple[Any, tuple[RollNote, ...]] = (None, ())

    # -- what is played -----------------------------------------------------------------------------------------------
    @property
    def music(self) -> Piece | None:
        """The piece on the stand."""
        return self._screen.lesson.stand.music if self._screen.lesson.stand else None

    @property
    def mine(self) -> frozenset[int]:
        """Indexes of the parts that the pupil plays: the tune, or every keyboard part."""
        stand = self._screen.lesson.stand
        if stand is None or stand.kind == "groove":
            return frozenset()
        tune = [n for n, part in enumerate(stand.music.parts) if part.role == "melody"]
        if self._screen.practice.help == "all":
            tune += [n for n, part in enumerate(stand.music.parts) if part.role in {"chords", "other"}]
        if not tune:
            tune = [n for n, part in enumerate(stand.music.parts) if part.role != "drums"][:1]
        return frozenset(tune)

    @property
    def loop(self) -> tuple[int, int]:
        """Ticks that go round, or the whole piece."""
        from studio.music.score import loop_of

        music, bars = self.music, self._screen.practice.bars
        if music is None:
            return (0, 0)
        return loop_of(music, bars) if bars else (0, music.end)

    @property
    def first_tick(self) -> int:
        """Where playing starts."""
        return self.loop[0]

    def score(self, *, whole: bool) -> Score:
        """What the engine plays: the loop goes round, a groove always does; gates only where it is to wait."""
        from studio.music.score import to_score

        music, practice = self.music, self._screen.practice
        assert music is not None
        hands: Hand = "left" if practice.hands == "left" else "right" if practice.hands == "right" else ""
        waits = self.mine if practice.mode == "waits" and not whole else frozenset()
        low, high = self.span
        made = to_score(music, waits_for=waits, hand=hands, low=low, high=high, bars=practice.bars)
        return made if self.mine or practice.bars else replace(made, loop=(0, music.end))

    @property
    def span(self) -> tuple[int, int]:
        """Lowest and highest key drawn: wide enough for what is to be played, from C to C."""
        music = self.music
        pitches = [n.pitch for p in music.parts if p.role != "drums" for n in p.notes] if music else []
        mine = [n.pitch for i in self.mine for n in music.parts[i].notes] if music else []
        low, high = min([*mine, LOW]), max([*mine, HIGH])
        low = max(min([*pitches, low]), low - 12)
        return (max(21, low - low % 12), min(108, high + (-high) % 12))

    # -- what is seen -------------------------------------------------------------------------------------------------
    def subtitle(self) -> str:
        """Which part and bars."""
        if self.music is None:
            return "The keys work now"
        if not self.mine:
            return "A beat to play over. Lit keys fit."
        part = "All notes" if self._screen.practice.help == "all" else "The melody"
        bars = self._screen.practice.bars
        return part if bars is None else f"{part}, bar{'s' if bars[0] != bars[1] else ''} {_bars(bars)}"

    def build(self) -> Node:
        """Choices on top, music in the middle, the transport below; secondary things fold at large text."""
        theme = self._screen.tools.theme()
        return Column(
            self._choices(folded=theme.folds) if self.music is not None and self.mine else None,
            self._before(),
            Overlay(self._roll(), self._count_in()) if self.music is not None else self._nothing_open(),
            self._keys(),
            self._kept(),
            self._transport(folded=theme.folds),
            gap=10,
            grow=1,
        )

    def _choices(self, *, folded: bool) -> Node:
        screen = self._screen
        modes = MODES if not folded else tuple((value, label, None) for value, label, _ in MODES)
        return Row(
            Choice("mode", modes, screen.practice.mode, lambda v: screen.change(mode=v), big=not folded, grow=3),
            None if folded else Choice("help", HELPS, screen.practice.help, lambda v: screen.change(help=v), grow=2),
            gap=12,
        )

    def _before(self) -> Node | None:
        """How sure, before: once, only for something linked to a goal, and it steps aside as soon as music is made."""
        from studio.ui.nodes import Scale

        asked = self._screen.before
        if asked is None:
            return None
        steps = tuple(choice.words for choice in asked.choices)
        return Card(
            Column(
                Row(
                    Text(asked.words, style="lead", weight=600, grow=1),
                    Button("before-skip", "Skip", self._screen.skip_before, icon="skip-forward", kind="quiet"),
                ),
                Text(asked.about, style="label", tone="text2"),
                Scale("before", steps, None, self._screen.answer_before, self._screen.before_filling()),
                gap=8,
            ),
            pad=12,
        )

    def _nothing_open(self) -> Node:
        jam = self._screen.jam
        return Card(
            Column(
                Space(),
                Text("Just play", style="display", align="center"),
                Text("Everything you play can be kept.", style="lead", tone="text2", align="center"),
                Row(Space(), Button("jam-switch", "Stop the beat" if jam.state == "going" else "Start the beat",
                    jam.rest if jam.state == "going" else jam.start, icon="square" if jam.state == "going" else "play"), Space()),
                Space(),
                grow=1,
            ),
            tone="well",
            grow=1,
        )  # fmt: skip

    def _roll(self) -> Node:
        return falling("roll", self._now, name="Notes coming down to the keys", tall=150)

    def _now(self) -> Falling:
        """What the roll shows at this moment, in beats."""
        screen, music = self._screen, self.music
        if music is None:  # the piece was closed; the next show takes this picture away
            return Falling((), *self.span, 0.0)
        tick = screen.head.tick(screen.tools.clock(), music, screen.practice.speed)
        waiting = screen.head.last.waiting if screen.head.state == "waiting" else frozenset()
        low, high = self.span
        names = screen.tools.settings.note_names
        turn = "Your turn: " + " ".join(note_name(p) for p in sorted(waiting)) if waiting else ""
        bars = screen.practice.bars
        return Falling(
            notes=self._notes(music),
            low=low,
            high=high,
            now=tick / TICKS,
            span=ROLL_BEATS,
            bars=_bar_lines(music),
            beats=_beat_lines(music),
            turn=waiting,
            turn_words=turn,
            legend=self._legend() if screen.head.state == "stopped" else (),
            loop=tuple(t / TICKS for t in self.loop) if bars else None,  # type: ignore[arg-type]
            names=names,
            recording=screen.lesson.recorder.is_rolling,
        )

    def _notes(self, music: Piece) -> tuple[RollNote, ...]:
        """Notes of the pupil and of the app; made anew only when the music or the part changes."""
        wanted = (music, self.mine, self.span)
        if self._falling[0] != wanted:
            from studio.music.arrange import fold

            low, high = self.span
            notes = [
                RollNote(note.start / TICKS, note.length / TICKS, pitch, LAYERS.get(part.role, 4), n in self.mine)
                for n, part in enumerate(music.parts)
                if part.role != "drums"
                for note in part.notes
                if (pitch := fold(note.pitch, low, high) if n in self.mine else note.pitch) is not None
            ]
            self._falling = (wanted, tuple(sorted(notes, key=lambda note: note.start)))
        return self._falling[1]

    def _legend(self) -> tuple[tuple[str, int, bool], ...]:
        music = self.music
        assert music is not None
        mine = sorted(self.mine)
        rows = [("You play", LAYERS.get(music.parts[mine[0]].role, 4), True)] if mine else []
        others = [p for n, p in enumerate(music.parts) if n not in self.mine and p.role != "drums" and p.notes]
        rows += [(f"The app plays {p.name.lower()}", LAYERS.get(p.role, 4), False) for p in others[:2]]
        return tuple(rows)

    def _count_in(self) -> Node | None:
        screen = self._screen
        last = screen.head.last
        if last.state != "counting" or self.music is None:
            return None
        beats = self.music.metres[-1].beats
        words = "Recording starts at 1" if screen.lesson.recorder.is_rolling else "Get ready"
        return Canvas(
            "count-in",
            lambda surface, rect, theme: draw_count_in(
                surface, rect, theme, number=max(1, last.beat), of=beats, words=words
            ),
            "status",
            f"Count-in, {last.beat} of {beats}",
            grow=1,
        )

    def _keys(self) -> Node:
        return keys.keyboard("keys", self.span, self._touch, self._lit, labels=self._labels, tall=92)

    def _lit(self) -> dict[int, Any]:
        screen = self._screen
        lit: dict[int, Any] = {}
        if not self.mine:
            lit |= dict.fromkeys(screen.fitting, "layer6")
        if screen.head.state == "waiting":
            lit |= dict.fromkeys(screen.head.last.waiting, "layer3")
        return lit | dict.fromkeys(screen.down, "accent")

    def _labels(self) -> dict[int, str]:
        if not self._screen.tools.settings.note_names:
            return {}
        shown = set(self._screen.down) | set(self._screen.head.last.waiting)
        return {pitch: note_name(pitch) for pitch in shown}

    def _kept(self) -> Node | None:
        """What became of the last take: kept, and what can be done with it."""
        screen = self._screen
        last = screen.lesson.last
        if last is None or screen.lesson.recorder.is_rolling or screen.is_playing:
            return None
        if last.aside:
            return Row(
                Text(f"Take {last.number} is put aside.", style="body", grow=1),
                Button("put-back", "Put it back", screen.lesson.put_back_take, icon="undo-2"),
            )
        who = screen.lesson.pupil is not None
        return Row(
            Icon("check", tone="good"),
            Text(
                f"Take {last.number} is kept." if who else "Kept for now. Say who you are to keep it.",
                style="body",
                weight=600,
                grow=1,
            ),
            Button("hear-take", "Hear it", screen.hear_take, icon="play"),
            Button("again", "Again", screen.toggle_record, icon="rotate-ccw"),
            Button("say-something", "Say something", screen.say_something, icon="message-circle", kind="quiet")
            if who
            else None,
        )

    # -- transport ----------------------------------------------------------------------------------------------------
    def _transport(self, *, folded: bool) -> Node:
        screen = self._screen
        rolling = screen.lesson.recorder.is_rolling or screen.recording_asked
        playing = screen.is_playing and not rolling
        return Row(
            Button(
                "play", "Stop" if playing else "Play", screen.toggle_play, icon="square" if playing else "play", kind="primary",
                enabled=self.music is not None,
            ),
            Button("record", "Stop and keep" if rolling else "Record", screen.toggle_record, icon="square" if rolling else "circle", kind="record"),
            Button(
                "keep", "Keep what I just played", screen.keep_latest, icon="sparkles", selected=screen.can_keep, enabled=screen.can_keep
            ),
            Space(),
            None if folded or self.music is None else self._speed(),
            Button("more", "More", screen.open_more, icon="sliders-horizontal") if self.music is not None else None,
            gap=10,
        )  # fmt: skip

    def _speed(self) -> Node:
        screen, music = self._screen, self.music
        assert music is not None
        bpm = music.tempos[0].bpm
        return Row(
            Button("slower", "", lambda: screen.faster(-1), icon="minus", name="Slower"),
            Text(f"{bpm * screen.practice.speed:.0f} of {bpm:.0f}", style="label", weight=600),
            Button("faster", "", lambda: screen.faster(1), icon="plus", name="Faster"),
            gap=8,
        )

    def more(self) -> Dialog:
        """What is changed less often: hear it, what I play, hands, speed, bars, count-in, click."""
        screen, practice = self._screen, self._screen.practice
        done = screen.close_more
        return Dialog(
            "How to play it",
            Column(
                Button("hear-all", "Hear it first", screen.hear_whole, icon="headphones"),
                Choice("help-2", HELPS, practice.help, lambda v: screen.change(help=v), "I play")
                if self.mine
                else None,
                Choice("hands", HANDS, practice.hands, lambda v: screen.change(hands=v), "Hands")
                if self._has_hands()
                else None,
                Column(Text("Speed", style="label"), self._speed(), gap=4),
                self._bars(),
                Toggle("count-toggle", "Count me in", practice.count_in, lambda v: screen.change(count_in=v)),
                Toggle("click-toggle", "Click while it plays", practice.click, lambda v: screen.change(click=v)),
                Row(Space(), Button("more-done", "Done", done, kind="primary", icon="check")),
                gap=12,
            ),
            key="more-dialog",
            escape=done,
            width=680,
        )

    def _has_hands(self) -> bool:
        music = self.music
        return music is not None and {"left", "right"} <= {part.hand for part in music.parts}

    def _bars(self) -> Node | None:
        music, screen = self.music, self._screen
        if music is None:
            return None
        bars = screen.practice.bars
        chosen = range(bars[0], bars[1] + 1) if bars else range(0)
        numbers = [bar.n for bar in music.bars() if bar.n > 0][:BARS_SHOWN]
        words = f"Goes round bars {_bars(bars)}. Press a bar to change it." if bars else "Press a bar to go round it."
        return Column(
            Text(words, style="label", tone="text2"),
            Row(
                *[Button(f"bar-{n}", str(n), lambda n=n: screen.loop_bar(n), selected=n in chosen) for n in numbers],  # type: ignore[misc]
                gap=4,
                wrap=True,
            ),
            gap=4,
        )


def _bars(bars: tuple[int, int]) -> str:
    return str(bars[0]) if bars[0] == bars[1] else f"{bars[0]} to {bars[1]}"


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
