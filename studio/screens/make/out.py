"""Taking a song out as a file: MIDI that opens here again just as it is, a sound, or a page of notes for other programs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from instruments.errors import Cancelled
from studio import files
from studio.lesson import sentence
from studio.music.song import arranging, kept, lines, voice
from studio.music.song.model import TUTOR, SongError
from studio.papers import part_pages
from studio.screens.music.outgoing import MINE, FileOrder, OutgoingFile
from studio.ui.nodes import Choice, Column, Dialog, Progress, Row, Space, Text, TextBox, Toggle
from studio.words import options, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from instruments.events import Score
    from studio.music.song.model import Song
    from studio.screens.make.room import Make

KINDS: Final = ("mid", "mp3", "ogg", "wav", "musicxml", "html")
PAGES: Final = frozenset({"musicxml", "html"})
SOUNDS: Final = frozenset({"mp3", "ogg", "wav"})


@dataclass(slots=True, eq=False, kw_only=True)
class _Order(FileOrder):
    """One file of the song as it was when it was asked for."""

    song: Song
    kind: str = "mid"
    letters: bool = False  # under the notes that are printed
    whose: Mapping[str, str] = field(default_factory=dict)  # what players are called on paper
    voice: bytes = b""  # what was sung over it, for a sound


class TakeOut(OutgoingFile[_Order]):
    """States: closed, asking, making."""

    def __init__(self, screen: Make) -> None:
        super().__init__(screen.tools)
        self._screen = screen

    def ask(self, kind: str = "mid") -> None:
        """Ask as what, and where."""
        pupil, song = self._tools.lesson.pupil, self._screen.song
        if pupil is None:
            self._tools.say(say("make.say who"))
            return
        if lines.empty(song):
            self._tools.say(say("make.nothing to save yet"))
            return
        paper = self._screen.on_paper
        self._order = _Order(
            pupil=pupil,
            song=song,
            title=files.plain(song.title or self._screen.subtitle),  # it may go anywhere: whose it is stays here
            folder=str(files.documents()),
            kind=kind,
            letters=paper.letters,
            whose=paper.whose(),
        )
        self._tools.focus("out-kind")
        self._tools.changed()

    def stop(self) -> None:
        """Not now; nothing of it is left."""
        super().stop()
        self._tools.focus("take-out")

    def dialog(self) -> Dialog | None:
        """As what and where, or how far it is."""
        order = self._order
        if order is None:
            return None
        if order.making:
            bar = Progress("taking-out", say("make.making the file"), order.done, self.stop)
            return Dialog(say("make.take out your song"), bar, key="taking-dialog", escape=self.stop)
        return Dialog(
            say("make.take out your song"),
            Column(
                Choice("out-kind", options("make.out", KINDS), order.kind, self._as, say("make.as what")),
                Text(say(f"make.about {order.kind}"), tone="text2"),
                Row(Toggle("out-letters", say("make.letters under"), order.letters, self._letters), Space())
                if order.kind == "html"
                else None,
                Text(say("make.voice is in it"), tone="text2")
                if order.kind in SOUNDS and voice.level(order.song)
                else None,
                Text(say("make.whoever has it"), tone="text2"),
                TextBox("out-to", order.folder, self._type, self._save, label=say("music.which folder"), most=400),
                self._ways("no-out", "out-now", say("music.save it"), lambda: self._save(order.folder)),
            ),
            key="take-out-dialog",
            escape=self.stop,
            width=680,
        )

    def _save(self, folder: str) -> None:
        order = self._order
        if order is None or order.making:
            return
        order.folder, order.making = folder, True
        if order.kind in SOUNDS and voice.level(order.song):
            self._screen.voice.sound.of(order.song, lambda track: self._with_voice(order, track))
        else:
            self._put(order)
        self._tools.changed()

    def _with_voice(self, order: _Order, track: bytes) -> None:
        if self._stands(order):
            order.voice = track
            self._put(order)

    def _put(self, order: _Order) -> None:
        order.job = self._tools.background.worker.put(
            lambda: self._written(order),
            lambda made: self._left(
                order, "a page" if order.kind in PAGES else "a sound", MINE, "make.it is out", made
            ),
            lambda error: self._failed(order, error),
            "take the song out",
        )

    def _written(self, order: _Order) -> tuple[Path, int]:
        """On the worker."""
        path = files.free(order.path)
        if order.kind != "html":
            return written(order.song, path, order.reached, lambda: self._order is not order, order.voice)
        parts = part_pages.engraved(
            order.song,
            None,
            order.whose,
            letters=order.letters,
            paper=True,
            reached=order.reached,
            cancelled=lambda: self._order is not order,
        )
        return path, files.put(path, part_pages.html(order.song.title or order.title, parts), mine=True)

    def _letters(self, on: bool) -> None:
        if self._order is not None:
            self._order.letters = on
            self._tools.changed()

    def _failed(self, order: _Order, error: Exception) -> None:
        if not self._stands(order) or isinstance(error, Cancelled):
            return
        self._order = None
        if isinstance(error, OSError):
            self._tools.say(say("make.it could not", folder=order.path.parent))
        else:
            self._tools.say(sentence(error))
        self._tools.changed()


def written(
    song: Song, path: Path, done: Callable[[float], None], cancelled: Callable[[], bool], sung: bytes = b""
) -> tuple[Path, int]:
    """Write a song as its path ends; where it is, and how many bytes. Slow, for a worker; Cancelled, or OSError.

    What was `sung` over it is in a sound, and in nothing else.
    """
    match path.suffix:
        case ".mid":
            return path, files.put(path, kept.song_bytes(unnamed(song)), mine=True)
        case ".musicxml":
            from studio.music.song import paper

            piece, found = paper.on_paper(song)
            if not found:
                raise SongError(say("make.no notes to write"))
            page = paper.score(piece, found).document
            if cancelled():
                raise Cancelled
            return path, files.put(path, page, mine=True)
        case _:
            from studio.papers import sound_file

            return path, sound_file.write(heard(song), path, done, cancelled, voice=sung, level=voice.level(song))


def unnamed(song: Song) -> Song:
    """The song as it may leave: who plays what is known here by ids that are nobody else's business, and no voice is in it."""
    mine = (one if one.player == TUTOR else replace(one, player="") for one in song.layers)
    return replace(voice.without(song), layers=tuple(mine))


def heard(song: Song) -> Score:
    """The whole song for the renderer, without the layers that are silent."""
    score, silent = arranging.song_score(song), lines.silent(song)
    return replace(score, events=tuple(event for event in score.events if event[1] not in silent))
