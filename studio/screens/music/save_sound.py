"""Saving the sound of a piece: which take or version, as what kind of file and where, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.errors import Cancelled
from studio import files
from studio.lesson import sentence
from studio.papers import sound_file
from studio.papers.illustrate import parts_of, without_others
from studio.screens.music.outgoing import MINE, FileOrder, OutgoingFile
from studio.screens.music.then_now import called, day, then_and_now
from studio.ui.nodes import Choice, Column, Dialog, Progress, Text, TextBox
from studio.words import options, say

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from instruments.events import Score
    from reflections import records
    from reflections.journal import Journal

    Source = Callable[[Journal], Callable[[], Score]]  # read on the writer, made into music on the worker

KINDS = ("mp3", "ogg", "wav")


@dataclass(slots=True, eq=False, kw_only=True)
class _Order(FileOrder):
    """One sound: of what it is stays as it was when it was asked, whatever is shown by then."""

    sources: tuple[tuple[str, str, Source], ...]  # a key, its words, where the music comes from
    chosen: str
    kind: str = "mp3"


class SaveSound(OutgoingFile[_Order]):
    """States: closed, asking, making."""

    @property
    def making(self) -> bool:
        """Whether a sound is being made."""
        return self._order is not None and self._order.making

    def ask(self, piece: records.PieceEvidence) -> None:
        """Ask which of it, as what and where; the latest take is offered first."""
        pupil = self._tools.lesson.pupil
        sources = sources_of(piece, pupil.id) if pupil is not None else ()
        if pupil is None or not sources:
            return
        title = f"{files.named_for(pupil, self._tools.lesson.house.pupils)} - {files.plain(piece.piece.title)}"
        self._order = _Order(
            pupil=pupil, title=title, sources=sources, folder=str(files.documents()), chosen=sources[0][0]
        )
        self._tools.focus("save-sound-to")
        self._tools.changed()

    # -- what is drawn ------------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """What to save and where, or how far it is."""
        order = self._order
        if order is None:
            return None
        if order.making:
            bar = Progress("saving", say("music.making the sound"), order.done, self.stop)
            return Dialog(say("music.saving the sound"), bar, key="saving-dialog", escape=self.stop)
        which = tuple((key, words, None) for key, words, _ in order.sources)
        return Dialog(
            say("music.save the sound"),
            Column(
                Text(say("music.a file with just"), tone="text2"),
                Text(say("music.whoever has the file"), tone="text2"),
                Choice("save-which", which, order.chosen, self._choose, say("music.which one"))
                if len(which) > 1
                else None,
                Choice("save-kind", options("music.kind", KINDS), order.kind, self._as, say("music.what kind of file")),
                TextBox(
                    "save-sound-to", order.folder, self._type, self._save, label=say("music.which folder"), most=400
                ),
                self._ways("no-sound", "save-sound-now", say("music.save it"), lambda: self._save(order.folder)),
            ),
            key="save-sound",
            escape=self.stop,
            width=640,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _choose(self, which: str) -> None:
        if self._order is not None:
            self._order.chosen = which
            self._tools.changed()

    def _save(self, folder: str) -> None:
        """Read on the writer, then made beside the loop."""
        order = self._order
        if order is None or order.making:
            return
        order.folder, order.making = folder, True
        source = next(source for key, _, source in order.sources if key == order.chosen)
        self._tools.lesson.ask(source, lambda music: self._make(order, music), "read the music")
        self._tools.changed()

    def _make(self, order: _Order, music: Callable[[], Score]) -> None:
        if self._order is not order:
            return

        def make() -> tuple[Path, int]:
            path = files.free(order.path)
            return path, sound_file.write(music(), path, order.reached, lambda: self._order is not order)

        order.job = self._tools.background.worker.put(
            make,
            lambda made: self._left(order, "a sound", MINE, "music.the sound", made),
            lambda error: self._failed(order, error),
            "save the sound",
        )

    def _failed(self, order: _Order, error: Exception) -> None:
        if not self._stands(order) or isinstance(error, Cancelled):
            return
        self._order = None
        if isinstance(error, OSError):
            self._tools.say(say("music.the sound could not", parent=order.path.parent))
        else:
            self._tools.say(sentence(error))


def sources_of(piece: records.PieceEvidence, pupil: str) -> tuple[tuple[str, str, Source], ...]:
    """What of a piece a pupil can save: the latest take, the first one, the latest version."""
    found: list[tuple[str, str, Source]] = []
    if piece.takes:
        then, now = then_and_now(piece.takes)
        found.append((now.id, say("music.now day", day=day(now)), _take(now, pupil)))
        if then is not now:
            found.append((then.id, say("music.then day", day=day(then)), _take(then, pupil)))
    if piece.versions:
        version = piece.versions[-1]
        found.append((version.id, called(version, piece.piece.title), _version(version.id)))
    return tuple(found)


def _take(take: records.Take, pupil: str) -> Source:
    """The pupil's part and the tutor's exactly as they were played, with those of the others who let theirs go along (I8)."""
    own = without_others(take, pupil)

    def read(journal: Journal) -> Callable[[], Score]:
        parts = journal.with_others(pupil, [take.id]).get(take.id) or parts_of(journal, own)

        def score() -> Score:
            from studio.music.score import take_score
            from studio.music.together import together

            return take_score(together(parts))

        return score

    return read


def _version(version: str) -> Source:
    """A version as it is written."""

    def read(journal: Journal) -> Callable[[], Score]:
        content = journal.version(version).content or b""

        def score() -> Score:
            from studio.music.piece import Piece
            from studio.music.score import to_score

            return to_score(Piece.from_midi(content))

        return score

    return read
