"""Where the beats of free playing are: what was found is shown and heard, and corrected by tapping along, by one tap, or by a choice."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from instruments.errors import Cancelled
from instruments.events import RATE, NoteOn
from studio.lesson import sentence
from studio.music.reading import LEVELS, METRES, Reading
from studio.music.song import free, layers
from studio.music.song.beside import beside
from studio.music.song.labels import label
from studio.music.song.model import TUTOR, SongError
from studio.screens.make.called import free_name
from studio.screens.make.loop_picture import loop_picture
from studio.screens.make.taps import Taps
from studio.ui.nodes import Button, Choice, Column, Dialog, Node, Progress, Row, Space, Text, Toggle
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from studio.background import Job
    from studio.lesson.values import BuildOn
    from studio.music.song.free import Heard
    from studio.music.song.model import Layer, Pass, Song
    from studio.music.take import Take
    from studio.screens.make.room import Make


class BeatsDialog:
    """Closed; open for one pass of a layer; or finding the beats, for a song that is begun with what was played."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._layer = ""
        self._back = ""
        self._take: Take | None = None
        self._said = Reading()
        self._taps = Taps(screen, self._tapped)
        self._job: Job | None = None

    # -- open and closed ----------------------------------------------------------------------------------------------
    def show(self, layer: str, back: str) -> None:
        """Open it for what a layer holds of free playing, from a button of this key."""
        one = free_pass(self._screen.song.layer(layer))
        if one is None:
            return
        self._layer, self._back, self._said = layer, back, Reading()
        self._take = free.as_take(one, self._screen.song.metre)
        self._screen.tools.focus("tap-beats")
        self._screen.tools.changed()

    def close(self) -> None:
        """What was said last holds; what is being found is given up."""
        self._taps.end()
        if self._job is not None:
            self._job.cancel()
        self._job, self._layer, self._take = None, "", None
        self._screen.playing.with_click = False
        self._screen.playing.leave()
        if self._back:
            self._screen.tools.focus(self._back)
        self._screen.tools.changed()

    @property
    def _held(self) -> tuple[Layer, Pass] | None:
        layer = next((one for one in self._screen.song.layers if one.id == self._layer), None)
        one = free_pass(layer) if layer is not None else None
        return (layer, one) if layer is not None and one is not None else None

    # -- what is found ------------------------------------------------------------------------------------------------
    def build(self, on: BuildOn) -> None:
        """Begin a song with what was played, or lay it over one that was left: its beats are found beside the window."""
        self._find(on.take, Reading(), lambda found: self._built(on, found), clock=on.clock)

    def _find(self, take: Take, said: Reading, then: Callable[[Heard], None], *, clock: bool = False) -> None:
        """It takes a second or more for long playing."""
        screen = self._screen
        if self._job is not None:
            self._job.cancel()

        def found(heard: Heard | None) -> None:
            self._job = None
            if heard is not None:
                then(heard)
            else:
                screen.tools.say(say("make.no key was pressed"))
            screen.tools.changed()

        worker = screen.tools.background.worker
        self._job = worker.put(lambda: free.heard(take, said, clock=clock), found, self._failed, "find the beats")
        screen.tools.changed()

    def _failed(self, error: Exception) -> None:
        self._job = None
        if not isinstance(error, Cancelled):
            self._screen.tools.say(sentence(error))
        self._screen.tools.changed()

    def _built(self, on: BuildOn, found: Heard) -> None:
        screen = self._screen

        def made() -> Song:
            player = screen.lesson.pupil.id if screen.lesson.pupil is not None else ""
            name, keys = free_name(screen.song, "notes"), on.sound or screen.practice_sound
            song = layers.add(screen.song, name, sound=keys, player=player)
            taken = free.taken(song, song.layers[-1].id, found)
            return self._with_tutor(taken, on, found, keys)

        before, at = screen.song, len(screen.song.layers)
        screen.try_edit(label("record"), made)
        if screen.song is before:
            return
        screen.choose(screen.song.layers[at].id)
        if found.one.free:
            self.show(screen.song.layers[at].id, "make-play")

    def _with_tutor(self, song: Song, on: BuildOn, found: Heard, keys: str) -> Song:
        """What the tutor played beside it in a layer of theirs; without it, and a sentence, where there is no room."""
        one = beside(on.tutors, on.take, found) if on.tutors is not None else None
        if one is None:
            return song
        name = self._screen.lesson.house.tutor or say("make.the tutor")
        try:
            made = layers.add(song, name, sound=keys, player=TUTOR)
            return layers.passes(made, made.layers[-1].id, (one,), "layer")
        except SongError as error:
            self._screen.tools.say(sentence(error))
            return song

    def _change(self, **said: object) -> None:
        """Say something of how it is read: found anew, and one step of the history."""
        held, take = self._held, self._take
        if held is None or take is None:
            return
        self._said = replace(self._said, **said)  # type: ignore[arg-type]  # each is a field of a reading
        layer, one = held

        def corrected(found: Heard) -> None:
            screen = self._screen
            try:
                song = free.corrected(screen.song, layer.id, one.first, found)
            except SongError as error:
                screen.tools.say(sentence(error))
                return
            screen.edit(label("beats"), song)

        self._find(take, self._said, corrected)

    # -- tapping ------------------------------------------------------------------------------------------------------
    def _tap_along(self, *, once: bool) -> None:
        held, take = self._held, self._take
        if held is not None and take is not None:
            self._taps.begin(take, held[0].sound, once=once)

    def _tapped(self, taps: tuple[float, ...], *, once: bool) -> None:
        """The taps are the beats from here on, or the first of a bar is where one was. Too few say nothing."""
        from studio.music.beats import tapped

        held, take = self._held, self._take
        if held is None or take is None:
            return
        self._screen.tools.focus("tap-one" if once else "tap-beats")
        if once and taps:
            first = next(one.frame for one in take.events if isinstance(one, NoteOn)) / RATE
            self._change(later=self._said.later + free.beats_to(held[1], self._screen.song.metre, taps[0] - first))
        elif not once and (beats := tapped(taps)):
            self._change(taps=beats, later=0, level=1.0)
        else:
            self._screen.tools.say(say("notes.too few taps"))
        self._screen.tools.changed()

    def hear(self, event: Played) -> bool:
        """While the pupil taps, a key is a tap."""
        return self._taps.hear(event)

    def told(self, event: object) -> None:
        """Where it sounds; at its end the tapping is over."""
        self._taps.told(event)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """Finding; tapping; or what was found, with the ways to correct it."""
        if self._layer and self._held is None and self._job is None:
            return None  # undone meanwhile
        if self._taps.open:
            return self._taps.dialog()
        if not self._layer and self._job is None:
            return None
        body = self._found() if self._layer else (Progress("finding", say("make.finding your beat"), None, self.close),)
        return Dialog(
            say("make.where the beats are"), Column(*body, gap=12), key="beats-dialog", escape=self.close, width=760
        )

    def _found(self) -> tuple[Node | None, ...]:
        held, playing, song = self._held, self._screen.playing, self._screen.song
        assert held is not None or self._job is not None
        metre = self._said.metre or (song.metre if song.metre in METRES else None)
        return (
            Text(say("make.beats found", bars=song.bars, bpm=f"{song.bpm:.0f}", n=self._screen.beats_a_bar), style="lead"),
            loop_picture(self._screen, "beats-picture", song, held[0]) if held is not None else None,
            Row(
                Button(
                    "beats-play",
                    say("make.stop") if playing.on else say("make.play"),
                    playing.toggle,
                    icon="square" if playing.on else "play",
                ),
                Toggle("beats-click", say("make.with a click"), playing.with_click, self._click),
                Space(),
                Button("tap-beats", say("make.tap the beat"), lambda: self._tap_along(once=False), icon="hand"),
                Button("tap-one", say("make.tap the one"), lambda: self._tap_along(once=True), icon="flag"),
                gap=8,
            ),
            Row(
                Text(say("make.beats in a bar"), style="label", tone="text2"),
                Choice("beats-metre", tuple((one, _said(one), None) for one in METRES), metre, self._metre, say("make.beats in a bar")),
                Space(),
                Choice("beats-level", tuple((one, say(f"make.level {one:g}"), None) for one in LEVELS), self._said.level, self._level, say("make.how fast it counts")),
                gap=8,
            ),
            Progress("finding", say("make.finding your beat"), None, self.close) if self._job is not None else None,
            Row(
                Text(say("make.only the beats move"), style="label", tone="text2"),
                Space(),
                Button("beats-done", say("play.done"), self.close, kind="primary", icon="check"),
                gap=8,
            ),
        )  # fmt: skip

    def _click(self, on: bool) -> None:
        self._screen.playing.with_click = on
        if self._screen.playing.on:
            self._screen.engine.click(on)
        self._screen.tools.changed()

    def _metre(self, metre: tuple[int, int]) -> None:
        self._change(metre=metre, later=0)

    def _level(self, level: float) -> None:
        self._change(level=level, later=0)


def _said(metre: tuple[int, int]) -> str:
    return str(metre[0])


def free_pass(layer: Layer) -> Pass | None:
    """What a layer holds that was played to no click, if that is one pass."""
    found = [one for one in layer.passes if one.free]
    return found[0] if len(found) == 1 else None
