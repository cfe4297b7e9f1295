"""Make: a song in layers over a groove or an empty loop; heard at once, kept by itself, undone step by step, done as a version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

import pygame

from studio.lesson.values import Making, Stand
from studio.music.history import History
from studio.music.song import layers, lines
from studio.music.song.kept import opened
from studio.music.song.labels import label
from studio.screen import Go
from studio.screens.by_keys import ByKeys
from studio.screens.make.beats import BeatsDialog
from studio.screens.make.begin import Begin
from studio.screens.make.called import free_name
from studio.screens.make.edit_page import EditPage
from studio.screens.make.layer_dialog import LayerDialog
from studio.screens.make.layers_page import LayersPage
from studio.screens.make.loop_dialog import LoopDialog
from studio.screens.make.on_paper import OnPaper
from studio.screens.make.out import TakeOut
from studio.screens.make.playing import Playing
from studio.screens.make.recording import Recording
from studio.screens.make.song_page import SongPage
from studio.screens.make.tidy import TidyDialog
from studio.screens.make.versions import VersionsDialog
from studio.screens.make.view import MakeView
from studio.screens.make.voice import SongVoice
from studio.screens.make.words_page import WordsPage
from studio.screens.make.workbench import Workbench, in_hand, song_of
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instruments.events import Played
    from studio.music.song.model import Kind, Layer, Song
    from studio.ui.nodes import Dialog, Node

WHOLE = frozenset({"song", "words"})  # pages that are about the whole song
IN_HAND = "make, in hand"  # the layer that was in hand when Make was left, and of which piece
PIANO_ROUNDS = 2  # what was set going from the piano stops by itself after so many


class Page(Protocol):
    """One of the pages that a song is seen on."""

    def look(self) -> None:
        """It is turned to, or what is in hand has changed."""

    def node(self) -> Node:
        """What stands on it."""


class Make(Workbench):
    """The song of the piece on the stand. Nothing here is ever saved by hand."""

    name = "make"
    room = "make"
    titled = "make.make a beat"
    private = False

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.page = "layers"
        self.chosen = ""
        self._sound_before: str | None = None
        self.playing, self.recording = Playing(self), Recording(self)
        self.voice = SongVoice(self)
        self.begin = Begin(self)
        self.edit_page = EditPage(self)
        self.layers_page, self.song_page = LayersPage(self), SongPage(self)
        self.words_page = WordsPage(self)
        self.pages: dict[str, Page] = {
            "layers": self.layers_page,
            "edit": self.edit_page,
            "song": self.song_page,
            "words": self.words_page,
        }
        self.about_layer, self.about_loop = LayerDialog(self), LoopDialog(self)
        self.tidy, self.out, self.versions = TidyDialog(self), TakeOut(self), VersionsDialog(self)
        self.on_paper, self.beats = OnPaper(self), BeatsDialog(self)
        self.keys = ByKeys(tools)
        self.view = MakeView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """What is on the stand is worked on, if it is the pupil's own or a groove; what was left of it comes back."""
        stand = self.lesson.stand
        building, self.lesson.building = self.lesson.building, None
        if stand is not None and building is not None:
            self.begin.build_on(stand, building)
        elif stand is not None and stand.kind in {"groove", "own"} and stand.music.parts:
            self.take_up(stand)
        self.tools.focus("make-play")

    def leave(self) -> None:
        """What was made is kept, and the stand has it; silence."""
        if self.recording.on:
            self.recording.stop()
        self.begin.leave()
        if self.making is not None:
            self.voice.leave()
            self.words_page.cover.leave()
            self.versions.keep_name()
            self.lesson.tell_story()
            self.tools.kept[IN_HAND] = (self.making.of, self.chosen)
        self.keep_now()
        self._put_back()
        self._sound_back()
        self.playing.leave()

    def take_up(self, stand: Stand, song: Song | None = None) -> None:
        """Work on what is on the stand: as it was in this lesson, else as it was left, else as it came."""
        if self.lesson.song is None:
            self.lesson.making = Making(stand, History(song or song_of(stand)))
            self.lesson.open_draft(self._was_left)
        of, chosen = self.tools.kept.get(IN_HAND, (None, ""))
        self.chosen = in_hand(self.song, chosen if stand.same(of) else "")
        self.edit_page.look()
        self.tools.changed()

    def _was_left(self, content: bytes) -> None:
        """What was made of this piece another time has come; what was changed in the meantime can be undone back to it."""
        found = opened(content)
        now = self.song if self.making is not None and self.making.history.undo_label else None
        assert self.lesson.stand is not None
        self.lesson.making = Making(self.lesson.stand, found.history)
        if found.sentence:
            self.tools.say(found.sentence)
        if now is not None:
            self.song_history.edit(label("afresh"), now)
        if self.chosen_layer is None or now is None:
            self.chosen = in_hand(self.song, "")
        self._put_back()
        self.edit_page.look()
        self.playing.changed()
        self.tools.changed()

    def update(self, now: float) -> None:
        """What was changed is kept a second later, so that many steps in a row are written once; a key that was held presses."""
        if self._keep_at is not None and now >= self._keep_at:
            self.keep_now()
        if self.making is not None:
            self.voice.update(now)
        if self._still:
            self._walk(now)
        elif self.playing.last_round is not None and self.playing.last.round >= self.playing.last_round:
            self.playing.stop()

    @property
    def _still(self) -> bool:
        """Whether nothing sounds: only then does a key that is held mean anything but music."""
        return self.making is None or not (self.playing.on or self.busy)

    def hear(self, event: Played) -> bool:
        """Keys that are held in the quiet walk and press; all of them sound."""
        self.layers_page.hear(event)
        if self.page == "edit" and self.making is not None and self.dialog() is None:
            self.edit_page.hear(event)
        return self.beats.hear(event) or (self._still and self.keys.hear(event))

    def _walk(self, now: float) -> None:
        meant = self.keys.meant(now)
        if meant is None:
            return
        if self.keys.walk(meant, self.dialog() or self.build()):
            self.edit_page.steps.pads.drop()
        if self.making is not None and self.playing.on and not self.recording.on:
            self.playing.last_round = PIANO_ROUNDS
        if not self._still:
            self.keys.afresh()

    @property
    def subtitle(self) -> str:
        """What it is called."""
        return self.lesson.stand.title if self.making and self.lesson.stand else say("make.start from a groove")

    @property
    def chosen_layer(self) -> Layer | None:
        """The layer that is in hand."""
        return next((layer for layer in self.song.layers if layer.id == self.chosen), None) if self.making else None

    def choose(self, layer: str) -> None:
        """Take a layer in hand: the keys sound like it."""
        if layer != self.chosen:
            self.chosen = layer
            self.edit_page.look()
        if self.recording.rolling:
            return
        self.pick_sound(layer)
        self.tools.changed()

    def add_layer(self, *, drums: bool, sound_id: str = "") -> str:
        """A layer of the pupil's own below the others, in hand; its id. SongError where the song is full."""
        kind: Kind = "drums" if drums else "notes"
        name = free_name(self.song, kind)
        player = self.lesson.pupil.id if self.lesson.pupil is not None else ""
        made = layers.add(self.song, name, kind, sound=sound_id, player=player)
        self.edit(label("add layer"), made, silently=True)
        self.choose(made.layers[-1].id)
        return made.layers[-1].id

    def pick_sound(self, layer: str) -> None:
        """The keys sound like this layer while it is in hand; a groove's drums are played on pads."""
        found = next((one for one in self.song.layers if one.id == layer), None)
        if found is None:
            return
        if self._sound_before is None:
            self._sound_before = self.lesson.practice.sound
        self.lesson.practice = replace(self.lesson.practice, sound=found.sound)

    @property
    def practice_sound(self) -> str:
        """What the keys sound like outside Make: a new layer begins with it."""
        return self._sound_before or self.lesson.practice.sound

    def _sound_back(self) -> None:
        if self._sound_before is not None:
            self.lesson.practice = replace(self.lesson.practice, sound=self._sound_before)
            self._sound_before = None

    @property
    def beats_a_bar(self) -> int:
        """How many beats are counted in."""
        from studio.music.piece import Metre

        metre = Metre(0, *self.song.metre)
        return max(1, metre.bar_ticks // metre.beat_ticks)

    def heard(self, *, next_bar: bool) -> None:
        """It goes on from where the music is, or at the next bar."""
        self.playing.changed(next_bar=next_bar)

    def stepped(self) -> None:
        """The layer in hand may look otherwise now."""
        self.edit_page.look()

    @property
    def busy(self) -> bool:
        """Whether a part or a voice is recorded."""
        return self.recording.on or self.voice.on

    @property
    def listens(self) -> bool:
        """Whether somebody sings into the microphone."""
        return self.voice.on

    # -- what is drawn ------------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """A groove to start from, else the song."""
        return self.view.build() if self.making is not None else self.begin.build()

    def dialog(self) -> Dialog | None:
        """What is changed less often."""
        if self.making is None:
            return self.begin.dialog()
        asked = (
            *(self.beats, self.about_layer, self.about_loop, self.tidy, self.out, self.on_paper),
            *(self.versions, self.voice, self.words_page.cover, self.song_page.about_section),
        )
        return next((found for one in asked if (found := one.dialog()) is not None), None)

    def turn(self, page: str) -> None:
        """Show another page of it."""
        self.page = page
        self.pages[page].look()
        if not self.busy:
            self.playing.turn_to(whole=self.shows_whole)
        self.tools.changed()

    @property
    def shows_whole(self) -> bool:
        """Whether the page in front is about the whole song and not its loop."""
        return self.page in WHOLE

    # -- what happens ---------------------------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """The playhead moves; a round of a recording is over."""
        from instruments.events import Position

        if self.making is None:
            return
        seen = self.playing.told(event)
        self.voice.told(event)
        self.beats.told(event)
        if isinstance(event, Position):
            self.recording.told(event)
            seen = self.song_page.performing.told(event) or seen
        if seen:
            self.tools.changed()

    def handle(self, event: pygame.event.Event) -> bool:
        """Space plays and stops, Ctrl+R records, Ctrl+Y brings back what was undone, Ctrl+Enter is I'm done."""
        if event.type != pygame.KEYDOWN or self.making is None:
            return False
        chord = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        if event.key == pygame.K_SPACE and not chord:
            self.recording.stop() if self.recording.on else self.playing.toggle()
        elif event.key == pygame.K_r and chord and not self.voice.on:
            self.view.record()
        elif event.key == pygame.K_y and chord:
            self.redo()
        elif event.key == pygame.K_RETURN and chord and self.lesson.pupil is not None:
            self.finish()
        else:
            return False
        return True

    def start_again(self) -> None:
        """Choose another groove; what was made of this one stays with its piece."""
        self.leave()
        self.lesson.making = None
        self.tools.changed()

    def finish(self) -> None:
        """I'm done: it is frozen as a version, to be heard, rated and reflected on like a take."""
        stand = self.lesson.stand
        if stand is None or self.voice.busy:
            return
        if self.recording.on:
            self.recording.stop()
        if lines.empty(self.song):
            self.tools.say(say("make.nothing to keep yet"))
            return
        self._keep_at = self.tools.clock()
        self.keep_now()
        self.lesson.tell_story()
        self.playing.stop()

        def keep(voices: Mapping[str, bytes]) -> None:
            self.lesson.keep_version("", lambda: self.tools.move(Go("reflect")), voices)

        self.voice.frozen(keep)
