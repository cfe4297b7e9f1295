"""The voice of a song on the Words page: record it from any bar, see what is said meanwhile, and what was recorded in a list."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import pygame

from studio.music.song import lines, voice, whole
from studio.music.song.labels import label
from studio.screens.make.voice_hears import VoiceHears
from studio.ui import shape
from studio.ui.nodes import Button, Canvas, Card, Column, Node, Row, Space, Text, Toggle
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.music.song.model import Song, VoicePass
    from studio.screens.make.room import Make
    from studio.ui.theme import Theme

LOUDER: Final = 0.1
TIMES: Final = 4
LIGHTS: Final = 24  # of the meter


class VoicePage:
    """Makes nodes of the song's voice; changes the song by the room's one way."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._hears = VoiceHears(screen)
        self._bar = 0  # where it begins, from 0

    def node(self) -> Node:
        """While somebody sings: the words and how loud it is. Else all that was recorded."""
        take = self._screen.voice.take
        return self._singing() if take.state != "nothing" else self._at_rest()

    # -- while somebody sings -----------------------------------------------------------------------------------------
    def _singing(self) -> Node:
        screen, take = self._screen, self._screen.voice.take
        beat = screen.playing.counting
        if take.state == "opening":
            head = say("make.opening the microphone")
        elif take.state == "keeping":
            head = say("make.keeping the voice")
        elif beat:
            head = say("make.counting", beat=beat)
        else:
            head = say("make.bar n", n=self._sung_bar + 1)
        now, then = self._words_now()
        return Column(
            Row(
                Button(
                    "voice-record",
                    say("make.stop and keep"),
                    take.stop,
                    icon="square",
                    kind="record",
                    enabled=take.on,
                ),
                Space(),
                Text(head, style="lead", weight=600, tone="rec" if take.state == "rolling" else "text"),
                gap=12,
            ),
            Text(now, style="h2", weight=600) if now else None,
            Text(then, style="lead", tone="text2") if then else None,
            Canvas(
                "voice-level",
                self._draw_level,
                "picture",
                say("make.how loud the voice is"),
                min_size=(240, 40),
                live=True,
                version=lambda: (take.state, round(take.loudness * LIGHTS)),
            ),
            Text(say("make.voice close"), tone="text2") if take.too_quiet else None,
            gap=12,
        )

    @property
    def _sung_bar(self) -> int:
        tick = self._screen.playing.tick()
        return self._bar if tick is None else int(tick // self._screen.song.bar_ticks)

    def _words_now(self) -> tuple[str, str]:
        """The line of the bar that sounds, and the next one that there is."""
        song, bar = self._screen.song, self._sung_bar
        said = {
            span.bar - 1 + n: words
            for span in lines.spans(song)
            for n, words in enumerate(span.block.words[: span.bars * span.block.repeats])
            if words
        }
        now = max((n for n in said if n <= bar), default=None)
        then = min((n for n in said if n > bar), default=None)
        return said[now] if now is not None else "", said[then] if then is not None else ""

    def _draw_level(self, surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        """A row of lights that fills with the voice."""
        each = rect.width / LIGHTS
        lit = round(self._screen.voice.take.loudness * LIGHTS)
        for n in range(LIGHTS):
            light = pygame.Rect(round(rect.left + n * each), rect.top, max(3, round(each * 0.7)), rect.height)
            light = light.inflate(0, -theme.px(12))
            shape.box(surface, light, theme.px(3), theme.colour("accent" if n < lit else "s3"))

    # -- what was recorded --------------------------------------------------------------------------------------------
    def _at_rest(self) -> Node:
        screen, song = self._screen, self._screen.song
        sentence = screen.voice.take.sentence
        tempo = voice.other_tempo(song)
        told = say("make.other tempo", then=f"{tempo:.0f}", now=f"{song.bpm:.0f}") if tempo is not None else ""
        cards = [self._card(one, n) for n, one in enumerate(song.voice.passes, 1)]
        several = len(cards) > 1
        return Column(
            Row(
                Button(
                    "voice-record",
                    say("make.sing"),
                    self._sing,
                    icon="mic",
                    kind="record",
                    enabled=not screen.recording.on and screen.lesson.pupil is not None,
                ),
                screen.view.way() if cards else None,
                self._from(song),
                Space(),
                *(self._loudness(song) if song.voice.passes else ()),
                gap=10,
                wrap=True,
            ),
            Text(sentence, tone="text") if sentence else None,
            Text(say("make.sing hint"), tone="text2") if not cards and not sentence else None,
            self._longer(song),
            Text(told, tone="text2") if told else None,
            *reversed(cards),
            Text(say("make.voice no other"), style="label", tone="text2") if several else None,
            Text(say("make.tap for the voice"), style="label", tone="text2") if cards else None,
            self._hears.node(),
            gap=10,
        )

    def _bars(self, song: Song) -> int:
        return max(1, round(voice.song_seconds(song) / voice.seconds(song, song.bar_ticks)) - self._closing(song))

    def _closing(self, song: Song) -> int:
        return int(bool(song.blocks) and song.ending)

    def _from(self, song: Song) -> Node:
        bars = self._bars(song)
        self._bar = min(self._bar, bars - 1)
        return Row(
            Button(
                "voice-bar-earlier",
                say("make.word earlier"),
                partial(self._begin_at, self._bar - 1),
                icon="arrow-left",
                kind="under",
                name=say("make.earlier bar"),
                enabled=self._bar > 0,
                repeat=True,
            ),
            Text(say("make.from bar", n=self._bar + 1), weight=600),
            Button(
                "voice-bar-later",
                say("make.word later"),
                partial(self._begin_at, self._bar + 1),
                icon="arrow-right",
                kind="under",
                name=say("make.later bar"),
                enabled=self._bar + 1 < bars,
                repeat=True,
            ),
            gap=8,
            music=True,
        )

    def _begin_at(self, bar: int) -> None:
        self._bar = max(0, bar)
        self._screen.tools.changed()

    def _sing(self) -> None:
        self._screen.voice.take.start(self._bar * self._screen.song.bar_ticks)

    def _longer(self, song: Song) -> Node | None:
        """A song that is its loop once is soon sung; this makes room."""
        if song.blocks:
            return None
        return Row(
            Text(counted("make.song is bars long", song.bars), tone="text2"),
            Button("voice-longer", say("make.four times"), self._make_longer, icon="repeat", kind="quiet"),
            gap=10,
            wrap=True,
        )

    def _make_longer(self) -> None:
        def longer() -> Song:
            made = whole.add_block(self._screen.song)
            return whole.repeat(made, made.blocks[0].id, TIMES)

        self._screen.try_edit(label("longer song"), longer)

    def _loudness(self, song: Song) -> tuple[Node, ...]:
        n = round(10 * song.voice.volume)
        return (
            Toggle("voice-mute", say("make.voice quiet"), song.voice.muted, self._mute),
            Row(
                Button(
                    "voice-softer",
                    say("make.word softer"),
                    partial(self._louder, -LOUDER),
                    icon="volume-1",
                    kind="under",
                    name=say("make.voice softer", n=n),
                    repeat=True,
                ),
                Button(
                    "voice-louder",
                    say("make.word louder"),
                    partial(self._louder, LOUDER),
                    icon="volume-2",
                    kind="under",
                    name=say("make.voice louder", n=n),
                    repeat=True,
                ),
                gap=4,
            ),
        )

    def _card(self, one: VoicePass, n: int) -> Node:
        song, over = self._screen.song, self._screen.voice
        missing = one.id in over.sound.missing
        bar = max(0, round(one.start / song.bar_ticks)) + 1
        said = say("make.voice lies", bar=bar, seconds=f"{one.seconds:.0f}")
        controls: list[Node] = []
        if not missing:
            controls = [
                Row(*(self._mover(one, n, by, way) for by, way in ((-1, "earlier"), (1, "later"))), gap=8, music=True),
                Button(
                    f"voice-gone-{one.id}",
                    say("make.word back"),
                    partial(over.ask_back, one.id),
                    icon="trash-2",
                    kind="under",
                    name=say("make.take voice n back", n=n),
                    enabled=over.may_take_back(one),
                ),
            ]
        name = say("make.voice n", n=n)
        heard = Toggle(
            f"voice-on-{one.id}", name, one.on and not missing, partial(self._turn, one.id), enabled=not missing
        )
        words = Text(say("make.voice missing") if missing else said, tone="text2", grow=1)
        return Card(Row(heard, words, *controls, gap=8, wrap=True), pad=10)

    def _mover(self, one: VoicePass, n: int, by: int, way: str) -> Node:
        return Button(
            f"voice-{way}-{one.id}",
            say(f"make.word {way}"),
            partial(self._move, one.id, by * voice.STEP_SECONDS),
            icon="chevron-left" if by < 0 else "chevron-right",
            kind="under",
            name=say(f"make.move voice {way}", n=n),
            repeat=True,
        )

    # -- what is changed ----------------------------------------------------------------------------------------------
    def _mute(self, on: bool) -> None:
        self._screen.edit(label("voice"), voice.mute(self._screen.song, on=on), silently=True)

    def _louder(self, by: float) -> None:
        song = voice.volume(self._screen.song, round(self._screen.song.voice.volume + by, 2))
        self._screen.edit(label("voice"), song, merge="voice volume", silently=True)

    def _turn(self, voice_id: str, on: bool) -> None:
        self._screen.edit(
            label("voice on" if on else "voice off"), voice.on(self._screen.song, voice_id, on=on), silently=True
        )

    def _move(self, voice_id: str, by_seconds: float) -> None:
        self._screen.edit(
            label("voice"),
            voice.later(self._screen.song, voice_id, by_seconds),
            merge=("voice", voice_id),
            silently=True,
        )
