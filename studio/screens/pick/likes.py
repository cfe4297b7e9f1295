"""Music I like: the pupil's board, filled by taps and few words; each entry leads to what can be played today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.events import Finished
from studio.lesson import Stand, sentence
from studio.screen import Go, Screen
from studio.screens.by_keys import ByKeys
from studio.screens.pick import phone_keep
from studio.screens.pick.likes_view import LikesView
from studio.screens.pick.shelves import read_shelves
from studio.words import prompt, say

if TYPE_CHECKING:
    from instruments.events import Played
    from reflections import records
    from reflections.journal import Journal
    from studio.music.library import Found
    from studio.music.likeness import Close
    from studio.screen import Tools
    from studio.ui.nodes import Node

CLOSE_SHOWN = 2


@dataclass(slots=True)
class Form:
    """What is being put up, or changed where it is an entry already."""

    kind: str = "song"
    what: str = ""
    why: str = ""
    taps: frozenset[str] = frozenset()  # reasons that were tapped
    entry: str | None = None


class Likes(Screen):
    """The board, and the form that fills it."""

    name = "likes"
    room = "pick"
    titled = "likes.music i like"
    subtitled = "likes.yours even if"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self.keys = ByKeys(tools)
        self.form = Form()
        self.filling = False  # at large text the board stands behind the form only while that is filled
        self.heard: str | None = None
        self._everything: tuple[Found, ...] | None = None
        self._tempos: dict[str, float] = {}
        self._near: dict[tuple[str, str, str], tuple[Close, ...]] = {}
        self._taken_off: records.Interest | None = None
        self._view = LikesView(self)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read the board, and beside the loop what there is to play."""
        self.tools.background.worker.put(read_shelves, self._know_shelves, self._failed, "read the shelf")
        pieces = [one.piece for one in self.entries if one.piece is not None]
        self.lesson.ask(lambda journal: _tempos(journal, pieces), self._know_tempos, "how fast the songs are")
        self.lesson.refresh_mine()
        self.tools.focus(self._first)

    def leave(self) -> None:
        """Silence."""
        self.stop()

    def _know_shelves(self, shelves: tuple[tuple[Found, ...], tuple[Found, ...]]) -> None:
        tunes, grooves = shelves
        hidden = self.lesson.house.hidden
        self._everything = tuple(one for one in (*grooves, *tunes) if one.hiding not in hidden)
        self.tools.changed()

    def _know_tempos(self, tempos: dict[str, float]) -> None:
        self._tempos = tempos
        self._near.clear()

    def _failed(self, error: Exception) -> None:
        self.tools.say(sentence(error))

    @property
    def entries(self) -> tuple[records.Interest, ...]:
        """What is on the board, the latest first."""
        return tuple(reversed(self.lesson.mine.likes))

    def close_to(self, entry: records.Interest) -> tuple[Close, ...]:
        """What can be played today that is close to an entry; () while the shelves are read."""
        from studio.music.likeness import close_to

        if self._everything is None:
            return ()
        goal = self.lesson.working_on or next(iter(self.lesson.live_goals), None)
        place = (entry.what, entry.why, goal.words if goal else "")
        if place not in self._near:
            bpm = self._tempos.get(entry.piece or "", 0.0)
            self._near[place] = close_to(*place[:2], self._everything, bpm=bpm, working_on=place[2], most=CLOSE_SHOWN)
        return self._near[place]

    # -- filling it ---------------------------------------------------------------------------------------------------
    def set_kind(self, kind: str) -> None:
        """It is a song, an artist, a style or a sound; a name that was typed stays."""
        self.form.kind = kind
        self.tools.changed()

    def fill(self) -> None:
        """Put something up: the form, where it is not beside the board."""
        self.filling = True
        self.tools.focus("kind")
        self.tools.changed()

    def set_what(self, what: str) -> None:
        """Take in what is typed."""
        self.form.what = what

    def set_why(self, why: str) -> None:
        """Take in what is typed."""
        self.form.why = why

    def tap_what(self, what: str) -> None:
        """It is one of those to tap: it is up with that."""
        self.form.what = what
        self.put_up()

    def tap_why(self, reason: str) -> None:
        """One reason more, or one less."""
        self.form.taps ^= {reason}
        self.tools.changed()

    @property
    def _first(self) -> str:
        """What has the focus here: the way to the form where the board comes first, else the form."""
        return "fill" if self.entries and self.tools.theme().folds else "kind"

    @property
    def reasons(self) -> str:
        """Why they like it: what was tapped, then their own words."""
        tapped = ". ".join(say(f"likes.why {one}") for one in self._view.reasons if one in self.form.taps)
        return ". ".join(words for words in (tapped, self.form.why.strip()) if words)

    def put_up(self) -> None:
        """Put it on the board, or keep what was changed."""
        form, pupil = self.form, self.lesson.pupil
        what, why = form.what.strip(), self.reasons
        if pupil is None or not what:
            self.tools.focus("what")
            return
        if self._rude(f"{what} {why}"):
            self.tools.say(say("likes.that does not go"))
            self.tools.focus("what")
            return

        def keep(journal: Journal) -> object:
            if form.entry is not None:
                return journal.change_interest(form.entry, kind=form.kind, what=what, why=why)
            return journal.add_interest(pupil.id, form.kind, what, why)

        self.lesson.errand(keep, lambda _done: self.lesson.refresh_mine(), "what they like")
        self._new_form(form.kind)

    def change(self, entry: records.Interest) -> None:
        """Show an entry in the form."""
        self.form = Form(entry.kind, entry.what, entry.why, entry=entry.id)
        self.filling = True
        self.tools.focus("what")
        self.tools.changed()

    def not_now(self) -> None:
        """Leave the entry as it is."""
        self._new_form("song")

    def _new_form(self, kind: str) -> None:
        self.form, self.filling = Form(kind), False
        self.tools.focus(self._first)
        self.tools.changed()

    @staticmethod
    def _rude(words: str) -> bool:
        from studio.music import screening

        return screening.rude(words)

    def take_off(self, entry: records.Interest) -> None:
        """It is gone from the board; under a hold the pupil is told that a copy stays for now."""
        kept_for_now = prompt("K1")

        def taken(note: records.TakenBackNote) -> None:
            self._taken_off = None if note.kept_for_now else entry
            self.tools.say(kept_for_now if note.kept_for_now else say("likes.it is off"))
            self.lesson.refresh_mine()

        self.lesson.errand(lambda journal: journal.take_back(entry.id), taken, "take it off")

    def undo(self) -> str | None:
        """What was taken off last."""
        return say("likes.undo off") if self._taken_off is not None else None

    def do_undo(self) -> None:
        """Put it up again."""
        entry, self._taken_off = self._taken_off, None
        pupil = self.lesson.pupil
        if entry is None or pupil is None:
            return
        self.lesson.errand(
            lambda journal: journal.add_interest(pupil.id, entry.kind, entry.what, entry.why, entry.piece),
            lambda _done: self.lesson.refresh_mine(),
            "put it up again",
        )

    # -- ways on ------------------------------------------------------------------------------------------------------
    def hear_close(self, key: str, found: Found) -> None:
        """Hear something close to an entry, or stop it."""
        if self.heard == key:
            self.stop()
            return
        from studio.music import library
        from studio.music.score import to_score

        self.heard = key
        self.engine.play(to_score(library.open_found(found)), preview=True)
        self.tools.changed()

    def stop(self) -> None:
        """Silence, if anything sounds from here."""
        if self.heard is not None:
            self.heard = None
            self.engine.stop()
            self.tools.changed()

    def choose(self, found: Found) -> None:
        """Play it."""
        from studio.music import library

        kind = "groove" if found.kind == "groove" else "tune"
        self.lesson.put_on_stand(Stand(library.open_found(found), found.title, kind, found.hiding))
        self.tools.move(Go("play"))

    def from_phone(self, entry: records.Interest) -> None:
        """Make a piece of it by ear."""
        self.tools.move(Go("phone", {"song": entry.what, "interest": entry.id}))

    def another_part(self, entry: records.Interest) -> None:
        """The same song in another part."""
        self.tools.move(Go("phone", {"piece": entry.piece, "interest": entry.id}))

    def carry_on(self, entry: records.Interest) -> None:
        """Open the piece that was made of it."""
        row = next((one for one in self.lesson.mine.pieces if one.id == entry.piece), None)
        if row is not None:
            self.lesson.carry_on(row, lambda: self.tools.move(Go("play")))

    # -- what is shown and played -------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Drawn by the view from this screen's state."""
        return self._view.build()

    def hear(self, event: Played) -> bool:
        """A single key held in the quiet goes on, back, or presses."""
        return self.keys.hear(event)

    def told(self, event: object) -> None:
        """What came to its end is not lit any more."""
        if isinstance(event, Finished) and self.heard is not None:
            self.heard = None
            self.tools.changed()

    def update(self, now: float) -> None:
        """A held key is meant."""
        meant = self.keys.meant(now)
        if meant is not None:
            self.keys.walk(meant, self.build())


def _tempos(journal: Journal, pieces: list[str]) -> dict[str, float]:
    """How fast the songs are that were found by ear, by their pieces."""
    found = {piece: phone_keep.reader(piece)(journal) for piece in pieces}
    return {piece: song.bpm for piece, song in found.items() if song is not None}
