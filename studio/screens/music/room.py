"""My music: the pupil's pieces as a ribbon, then and now back to back, their words, and goals as ladders."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from instruments.events import Finished, Position
from reflections.arranging import in_order
from studio.lesson.talk import about_kept
from studio.papers.illustrate import parts_of, without_others
from studio.papers.written import TO_A_CLOCK
from studio.playing.playhead import Playhead
from studio.playing.side_by_side import SideBySide
from studio.screen import Go, Push, Screen
from studio.screens import by_turns, who_heard
from studio.screens.build_on import build_on
from studio.screens.music.bringing import is_time
from studio.screens.music.every_take import EveryTake
from studio.screens.music.going_along import GoingAlong
from studio.screens.music.put_aside import PutAside
from studio.screens.music.save_sound import SaveSound
from studio.screens.music.take_home import TakeHome
from studio.screens.music.then_now import facts_of
from studio.screens.music.view import IN_SIGHT, MusicView
from studio.screens.people.visitor import ON
from studio.words import say

if TYPE_CHECKING:
    import pygame

    from instruments.events import Score
    from reflections import records
    from reflections.journal import Journal
    from studio.ui.nodes import Dialog, Node

TICKS_A_QUARTER = 24_000  # of a take's own MIDI file


class MyMusic(Screen):
    """What was kept, as the pupil left it. Nothing is counted up and nothing is compared with anyone else."""

    name = "music"
    room = "music"
    titled = "music.my music"
    subtitled = "music.pieces words and goals"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.evidence: records.Evidence | None = None
        self.chosen: str | None = None
        self.first = 0  # the piece at the left end of the ribbon
        self.playing: str | None = None  # the take or version that sounds
        self.by_two: set[str] = set()  # versions that were heard, in which the tutor plays too
        self.saying_for = False  # the pupil is about to say which goal the piece was for
        self.invites = False  # a review comes: what is shown at it can be picked
        self._queue: list[records.Take] = []
        self._head = Playhead()
        self.side = SideBySide(self.engine, tools.background, tools.clock, tools.changed)
        self.home = TakeHome(tools)
        self.saving = SaveSound(tools)
        self.every = EveryTake(self)
        self.aside = PutAside(self)
        self.others = GoingAlong(self)
        self.view = MusicView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what there is; it is drawn as soon as it has come."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self.others.read()
            self.lesson.ask(lambda journal: _evidence(journal, pupil.id), self._read, "read my music")
            self.lesson.ask(lambda journal: is_time(journal, pupil.id), self._invite, "whether a review comes")
        else:
            self.tools.focus(ON)

    def leave(self) -> None:
        """Silence; a page being made is given up."""
        self.stop()
        self.home.stop()
        self.saving.stop()

    def _read(self, evidence: records.Evidence) -> None:
        self.evidence = evidence
        ids = [piece.piece.id for piece in evidence.pieces]
        if self.chosen not in ids:
            self.chosen = ids[-1] if ids else None
            self.first = max(0, len(ids) - IN_SIGHT)
        self.aside.read()
        self.tools.changed()

    def _invite(self, comes: bool) -> None:
        self.invites = comes
        self.tools.changed()

    @property
    def pieces(self) -> tuple[records.PieceEvidence, ...]:
        """Everything of the pupil's, as they arranged it; what was never moved oldest first."""
        found = self.evidence
        if found is None or found.preferences is None:
            return found.pieces if found else ()
        return in_order(found.pieces, found.preferences.ribbon)

    @property
    def piece(self) -> records.PieceEvidence | None:
        """The one that is shown."""
        return next((piece for piece in self.pieces if piece.piece.id == self.chosen), None)

    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self.view.build()

    def extra(self) -> Node | None:
        """Taking it home, beside the title."""
        return self.view.take_home() if self.pieces and not self.tools.theme().folds else None

    def dialog(self) -> Dialog | None:
        """Where to put the page, or how far it is; every take of the piece."""
        return self.home.dialog() or self.saving.dialog() or self.every.dialog() or self.aside.dialog()

    # -- what is heard ------------------------------------------------------------------------------------------------
    def play(self, *takes: records.Take) -> None:
        """Takes one after the other, exactly as they were played; one alone beside its piece, where it is of one."""
        self._queue = list(takes)
        self._next(alone=len(takes) == 1)

    def _next(self, *, alone: bool = False) -> None:
        self.side.end()
        if not self._queue:
            self.playing = None
            self.tools.changed()
            return
        take = who_heard.heard(self._queue.pop(0), self.lesson)
        self.playing = take.id
        of_one = alone and take.mode not in {"", "free"}
        self.lesson.ask(
            lambda journal: (parts_of(journal, take), journal.piece(take.piece).content if of_one else b""),
            lambda found: self._sound(take, *found),
        )

    def _sound(self, take: records.Take, parts: tuple[bytes, ...], content: bytes | None) -> None:
        """All the parts that are shown, at once; where there is music that the take is of, both can be heard by turns."""
        from studio.music.score import take_score
        from studio.music.together import together

        if self.playing != take.id or not parts:
            return
        whole = together(parts)
        if not content:
            self.engine.play(take_score(whole), preview=True)
            return
        lay = partial(
            by_turns.laid,
            whole,
            lambda: content,
            help_=take.help,
            hands=take.hands,
            bars=take.bars,
            reached=facts_of(take).bar_starts,
            speed=take.speed,
        )
        self.side.hear(whole, lay)
        self.tools.focus("by-turns")

    def play_version(self, version: str) -> None:
        """A version as it is written."""
        from studio.music.song.by_players import version_score

        tutor = self.lesson.hears_tutor
        self.playing, self._queue = version, []
        self.side.end()

        def sound(found: tuple[Score, bool]) -> None:
            score, two = found
            if two:
                self.by_two.add(version)
            if self.playing == version:
                self.engine.play(score, preview=True)

        self.lesson.ask(lambda journal: version_score(journal.version(version).content or b"", tutor=tutor), sound)

    def stop(self) -> None:
        """Silence, at once."""
        if self.playing is not None:
            self.engine.stop()
        self.side.end()
        self.playing, self._queue = None, []
        self.tools.changed()

    def at(self, take: records.Take) -> float | None:
        """Seconds into a take that is sounding, for its playhead."""
        if self.playing != take.id or self._head.state == "stopped" or (self.side.open and self.side.which == "piece"):
            return None
        return self._head.last.tick / TICKS_A_QUARTER * 60 / max(1.0, take.tempo)

    def told(self, event: object) -> None:
        """The first take has ended: the second follows."""
        match event:
            case Position():
                self._head.told(event, self.tools.clock())
                self.side.told(event)
            case Finished():
                self._next()

    def handle(self, event: pygame.event.Event) -> bool:
        """X changes over between the take that sounds and its piece."""
        if by_turns.asks(event, self.side):
            self.side.switch()
            return True
        return False

    def update(self, now: float) -> None:
        """A page being made moves its bar."""
        del now
        if self.home.making or self.saving.making:
            self.tools.changed()

    # -- what is done -------------------------------------------------------------------------------------------------
    def show(self, piece: str) -> None:
        """Another piece of the ribbon."""
        self.stop()
        self.chosen, self.saying_for = piece, False
        self.aside.read()
        self.tools.changed()

    def along(self, by: int) -> None:
        """Move the ribbon by so many pieces."""
        self.first = max(0, min(self.first + by, len(self.pieces) - IN_SIGHT))
        self.tools.changed()

    def carry_on(self) -> None:
        """Play the piece that is shown."""
        piece = self.piece
        if piece is not None:
            self.lesson.carry_on(piece.piece, lambda: self.tools.move(Go("play")))

    def was_for(self, goal: str | None) -> None:
        """Which goal the piece that is shown is for; None is just for fun."""
        self.saying_for = False
        if self.chosen is not None:
            self.lesson.was_for(self.chosen, goal, self.enter)
        self.tools.focus("say-for")

    def say_for(self) -> None:
        """Open the row of goals."""
        self.saying_for = True
        self.tools.focus("for-goal")
        self.tools.changed()

    def say(self, kept: records.Take | records.Version) -> None:
        """Talk about a take or a version of it."""
        self.lesson.talk_about(kept, self.piece.piece.title if self.piece else "")
        self.tools.move(Go("reflect", {"wanted": True, "then": "music"}))

    def share(self) -> None:
        """Say who can hear the piece that is shown, and who can read the words."""
        piece = self.piece
        kept = (piece.takes or piece.versions)[-1:] if piece is not None else ()
        if piece is not None and kept:
            about = about_kept(kept[0], piece.piece.title, say("music.sharing"))
            self.tools.move(Push("sharing", {"about": about}))

    def save_sound(self) -> None:
        """The sound of the piece that is shown, as a file."""
        if self.piece is not None:
            self.stop()
            self.saving.ask(self.piece)

    def as_notes(self, take: records.Take) -> None:
        """A take written down."""
        self.stop()
        self.tools.move(Push("notes", {"take": take}))

    def build_on(self, take: records.Take) -> None:
        """What the pupil played in a take is the first layer of a song, of this idea or a new one; the tutor's notes are another's."""
        from studio.music.together import together

        piece = self.piece
        if piece is None:
            return
        row = piece.piece
        own = without_others(take, self.lesson.pupil.id if self.lesson.pupil else "").parts
        theirs = tuple(part for part in own if part.player == "tutor")
        mine = tuple(part for part in own if part not in theirs)
        both = (mine, theirs) if mine else (theirs, ())
        self.stop()
        self.lesson.ask(
            lambda journal: [parts_of(journal, replace(take, parts=parts)) for parts in both],
            lambda parts: build_on(
                self.tools,
                together(parts[0]),
                row.title,
                row if row.kind == "own" else None,
                clock=take.mode in TO_A_CLOCK,
                tutors=together(parts[1]) if parts[1] else None,
            ),
            "read the take",
        )

    def my_words(self) -> None:
        """All I said, with a way to take each of it back."""
        self.tools.move(Push("my_words"))

    def bring(self) -> None:
        """Pick what is shown when my tutor and I look at it together."""
        self.tools.move(Push("bringing"))

    def my_diary(self) -> None:
        """How long I played, and where it went."""
        self.tools.move(Push("my_diary"))

    def goals(self) -> None:
        """Change what I want to be able to do."""
        self.tools.move(Push("goals"))


def _evidence(journal: Journal, pupil: str) -> records.Evidence:
    """Read in the writer, together with the page's words for it, so that the first picture of it waits for no import."""
    from reflections.pages import words

    del words
    return journal.evidence(pupil)
