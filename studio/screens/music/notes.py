"""As notes: a take written down, the one question about it, and everything about how it is read, to be changed and changed back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from instruments.events import Finished, NoteOn, Position
from studio import files
from studio.lesson import sentence
from studio.papers.illustrate import beside, parts_of, without_others
from studio.papers.written import TO_A_CLOCK
from studio.playing.playhead import Playhead
from studio.screen import Screen
from studio.screens.music.notes_view import NotesView
from studio.words import say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections import records
    from reflections.journal import Journal
    from studio.music.reading import Reading
    from studio.papers.sheet import Sheet
    from studio.ui.nodes import Node

    Music = tuple[records.Take | None, tuple[bytes, ...], dict[str, object] | None]

TICKS_A_QUARTER = 24_000  # of a take's own MIDI file
RUNS_ON = 0.25  # seconds for which the playhead goes on without a report
SPLIT = 60  # the lowest key of the right hand, until it is moved
FEWEST_SHARPS, MOST_SHARPS = -6, 6
LOWEST_SPLIT, HIGHEST_SPLIT = 36, 84


class Notes(Screen):
    """The take itself never changes; what is said here stands beside it and can be said anew."""

    name = "notes"
    room = "music"
    titled = "notes.as notes"
    subtitled = "notes.as notes why"

    def __init__(self, tools: Any, *, take: records.Take | None = None) -> None:
        from studio.music.reading import Reading

        super().__init__(tools)
        self.take = take
        self.reading: Reading = Reading.from_plain(take.reading) if take else Reading()
        self.sheet: Sheet | None = None
        self.failed = False
        self.nothing = False  # nothing is kept that could be written
        self.more = False  # everything that can be changed is in sight
        self.page = 0
        self.taps: list[float] | None = None  # while the pupil taps along
        self._parts: tuple[bytes, ...] = ()
        self._beside: dict[str, object] | None = None  # the piece it was played with, and how
        self._round = 0  # which drawing is wanted; the others are given up
        self._head = Playhead()
        self._reported = 0.0
        self._view = NotesView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the music; it is drawn as soon as it has come."""
        pupil, take = self.lesson.pupil, self.take
        if pupil is not None:
            self.lesson.ask(lambda journal: _music(journal, pupil.id, take), self._read, "read the take")

    def leave(self) -> None:
        """Silence; a sheet being drawn is given up."""
        self._stop()
        self._round += 1

    def _read(self, found: Music) -> None:
        from studio.music.reading import Reading

        self.take, self._parts, self._beside = found
        self.nothing = not self._parts
        if self.take is not None and self._parts:
            self.reading = Reading.from_plain(self.take.reading)
            self._draw()
        self.tools.changed()

    @property
    def clock(self) -> bool:
        """Whether music or a click went along while it was played, or a piece says its bars."""
        along = self.sheet is not None and self.sheet.along
        return self.take is not None and (self.take.mode in TO_A_CLOCK or along)

    @property
    def asks_beats(self) -> bool:
        """The one question, of free playing of which nobody has said anything; where a piece may say it, once it is known not to."""
        if self._beside is not None and self.sheet is None:
            return False
        return not (self.clock or self.reading.metre or self.reading.taps)

    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self._view.build()

    # -- drawing ------------------------------------------------------------------------------------------------------
    def _draw(self) -> None:
        from studio.papers import sheet

        self._round += 1
        wanted, parts, plain, given = self._round, self._parts, self.reading.to_plain(), self._beside
        clock = self.take is not None and self.take.mode in TO_A_CLOCK
        self.failed = False

        def drawn(found: Sheet) -> None:
            if wanted == self._round:
                self.sheet, self.page = found, min(self.page, len(found.pages) - 1)
                self.tools.changed()

        def failed(error: Exception) -> None:
            del error
            if wanted == self._round:
                self.failed = True
                self.tools.changed()

        self.tools.background.worker.put(
            lambda: sheet.sheet(parts, plain, clock=clock, beside=given, cancelled=lambda: wanted != self._round),
            drawn,
            failed,
            "write down a take",
        )
        self.tools.changed()

    @property
    def drawing(self) -> bool:
        """Whether what is seen is not what was said last."""
        return not self.failed and (self.sheet is None or dict(self.sheet.reading) != self.reading.to_plain())

    def turn(self, by: int) -> None:
        """Another page."""
        pages = len(self.sheet.pages) if self.sheet else 1
        self.page = max(0, min(self.page + by, pages - 1))
        self.tools.changed()

    def save(self) -> None:
        """Put the notes as they are seen into the Documents folder, in the form that other music programs open."""
        sheet, take, pupil = self.sheet, self.take, self.lesson.pupil
        if sheet is None or take is None or pupil is None:
            return
        title = next(
            (piece.title for piece in self.lesson.mine.pieces if piece.id == take.piece), say("notes.as notes")
        )
        name = f"{files.named_for(pupil, self.lesson.house.pupils)} - {files.plain(title)}"
        self.tools.background.worker.put(
            lambda: files.add(files.documents() / f"{name}.musicxml", sheet.document, mine=True),
            lambda where: self.tools.say(say("notes.saved", where=where)),
            lambda error: self.tools.say(sentence(error)),
            "save the notes",
        )

    # -- what is said -------------------------------------------------------------------------------------------------
    def change(self, **said: Any) -> None:
        """Say something of how it is read: kept beside the take, and drawn anew."""
        take = self.take
        if take is None:
            return
        self.reading = replace(self.reading, **said)
        plain = self.reading.to_plain()
        self.lesson.errand(lambda journal: journal.read_as(take.id, plain), label="how a take is read")
        self._draw()

    def as_found(self) -> None:
        """Nothing is said any more: all of it is found again."""
        from studio.music.reading import Reading

        self.reading = Reading()
        self.change()

    def show_more(self) -> None:
        """Open or close the rest of what can be changed."""
        self.more = not self.more
        self.tools.changed()

    def beats(self, metre: tuple[int, int] | None) -> None:
        """How many beats are in a bar; where bars begin is found again."""
        self.change(metre=metre, later=0)

    def later(self) -> None:
        """Bars begin a beat later; after as many as there are in a bar they begin where they did."""
        beats = self.sheet.metre[0] if self.sheet else 4
        if self.sheet and self.sheet.metre[1] > 4 and beats % 3 == 0:  # noqa: PLR2004 - eighths: three make a beat
            beats //= 3
        self.change(later=(self.reading.later + 1) % max(1, beats))

    def key(self, by: int = 0, *, other_mode: bool = False) -> None:
        """A key with more sharps or flats, or the other mode; begins at the one that was found."""
        from studio.music.piece import Key

        fifths, mode = self.reading.key or (self.sheet.key if self.sheet else (0, "major"))
        if other_mode:
            mode = "minor" if mode == "major" else "major"
        self.change(key=Key(max(FEWEST_SHARPS, min(fifths + by, MOST_SHARPS)), "minor" if mode == "minor" else "major"))

    def hands(self, value: str) -> None:
        """As found, one stave, or two: then the right hand begins at a key that can be moved."""
        self.change(hands=str(SPLIT) if value == "two" else value)

    def move_split(self, by: int) -> None:
        """The right hand begins so many keys further up."""
        if self.reading.hands.isdigit():
            self.change(hands=str(max(LOWEST_SPLIT, min(int(self.reading.hands) + by, HIGHEST_SPLIT))))

    # -- tapping along ------------------------------------------------------------------------------------------------
    def tap_along(self) -> None:
        """It sounds, and each key that goes down is a beat."""
        from studio.music.score import take_score
        from studio.music.together import together

        self.taps = []
        self._head = Playhead()
        self.engine.play(take_score(together(self._parts)), preview=True)
        self.tools.focus("tap")
        self.tools.changed()

    def tap(self) -> None:
        """A beat, now."""
        at = self._seconds()
        if self.taps is not None and at is not None:
            self.taps.append(at)
            self.tools.changed()

    def tapped(self) -> None:
        """Enough: the taps are the beats from here on. Too few say nothing."""
        from studio.music.beats import tapped

        beats = tapped(self.taps or ())
        self._stop()
        if beats:
            self.change(taps=beats, later=0, level=1.0)
        else:
            self.tools.say(say("notes.too few taps"))
        self.tools.focus("tap-along")
        self.tools.changed()

    def _stop(self) -> None:
        if self.taps is not None:
            self.engine.stop()
        self.taps = None

    def _seconds(self) -> float | None:
        """Seconds into the take that sound now."""
        if self.take is None or self._head.state == "stopped":
            return None
        passed = min(RUNS_ON, max(0.0, self.tools.clock() - self._reported))
        return self._head.last.tick / TICKS_A_QUARTER * 60 / max(1.0, self.take.tempo) + passed

    def hear(self, event: Played) -> bool:
        """While the pupil taps along, a key is a tap."""
        if self.taps is None or not isinstance(event, NoteOn):
            return False
        self.tap()
        return True

    def told(self, event: object) -> None:
        """Where it sounds; at its end the tapping is over."""
        match event:
            case Position():
                self._reported = self.tools.clock()
                self._head.told(event, self._reported)
            case Finished() if self.taps is not None:
                self.tapped()


def _music(journal: Journal, pupil: str, take: records.Take | None) -> Music:
    """The take as it is kept now, with what of its music is the pupil's, as it may be saved; the latest one where none is named."""
    kept = journal.some_takes((take.id,)) if take else journal.latest_takes(pupil, 1)
    one = next((without_others(one, pupil) for one in kept), None)
    return (one, parts_of(journal, one), beside(journal, one)) if one else (None, (), None)
