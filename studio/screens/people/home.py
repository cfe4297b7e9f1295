"""Welcome back: carry on with the piece that was last played, or start something new."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screen import Go, Push, Screen
from studio.screens import drawn
from studio.ui import art
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text
from studio.words import prompt as said
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
FINISH_SHOWN = 2  # pieces that are half done


class Home(Screen):
    """Two large ways on, and a quiet row."""

    name = "home"

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._latest: str | None = None  # the piece that was played last
        self._roll: tuple[tuple[float, float, int, int], ...] = ()  # and how it was played
        self._left: tuple[int, tuple[records.Piece, ...]] | None = None  # lessons left, and what is half done

    def _words(self, prompt: str, n: object = "") -> str:
        """One of the fixed sentences, as this pupil is spoken to."""
        pupil = self.lesson.pupil
        return said(prompt, n=n) if pupil is not None else ""

    @property
    def _hello(self) -> str:
        """A gap is a normal state: the same words after a day and after six weeks."""
        return self._words("W1" if self.lesson.mine.pieces else "N1")

    def enter(self) -> None:
        """Go to what is not decided yet first, once a visit; else offer the two ways on."""
        pupil = self.lesson.pupil
        if pupil is None:
            self.tools.move(Go("who"))
            return
        if self.lesson.found_shown != self.lesson.visit and self.lesson.found_for(pupil):
            self.tools.move(Go("found"))
            return
        self.tools.focus("carry-on" if self.lesson.mine.pieces else "something-new")
        self.lesson.ask(lambda journal: _last_played(journal, pupil.id), self._know_latest)
        session = self.lesson.session
        if session is not None:
            self.lesson.ask(lambda journal: _what_is_left(journal, pupil.id, session.id), self._know_left)

    def leave(self) -> None:
        """What was said of the lessons left has been read: once a lesson is enough."""
        pupil, session = self.lesson.pupil, self.lesson.session
        if self._left is not None and pupil is not None and session is not None:
            self.lesson.ask(lambda journal: journal.set_setting(f"left/{pupil.id}", session.id))

    def _know_left(self, left: tuple[int, tuple[records.Piece, ...]] | None) -> None:
        self._left = left

    def _know_latest(self, played: tuple[str, tuple[tuple[float, float, int, int], ...]] | None) -> None:
        self._latest, self._roll = played or (None, ())

    @property
    def _piece(self) -> records.Piece | None:
        pieces = self.lesson.mine.pieces
        return next((piece for piece in pieces if piece.id == self._latest), pieces[0] if pieces else None)

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Show the two ways on and a quiet row."""
        pupil = self.lesson.pupil
        if pupil is None:
            return Space()
        hello = Row(
            Icon(pupil.avatar, 44, "accent"),
            Column(
                Text(say("people.hello", name=pupil.shown), style="h1"),
                Text(self._hello, style="lead", tone="text2"),
                gap=0,
                grow=1,
            ),
            gap=16,
        )
        ways = Row(self._carry_on_card(), self._new_card(), gap=16, align="stretch", grow=1)
        # it comes a moment later: what somebody is about to press must not move, unless they would not see it at all
        left, folds = self._left_card(), self.tools.theme().folds
        above, below = (left, None) if folds else (None, left)
        return Scroll(Column(hello, above, ways, below, self._quiet_row(), gap=16, grow=1), key="home")

    def _carry_on_card(self) -> Node | None:
        piece = self._piece
        if piece is None:
            return None
        return Card(
            Column(
                Icon("play", 44, "accent"),
                Text(say("people.carry on"), style="h1"),
                Text(piece.title, style="lead", weight=600, most_lines=2),
                self._picture(piece),
                Row(
                    Text(say("people.back to where"), style="label", tone="text2"),
                    Space(),
                    Icon("arrow-right", 28, "accent"),
                ),
                gap=12,
                grow=1,
            ),
            tone="soft",
            pad=24,
            key="carry-on",
            label=say("people.carry on with", title=piece.title),
            do=lambda: self._carry_on(piece),
            grow=1,
        )

    def _picture(self, piece: records.Piece) -> Node:
        """The piece as it was played last; nothing of it where the room is for words."""
        if self.tools.theme().folds or piece.id != self._latest or not self._roll:
            return Space()
        name = say("people.carry on with", title=piece.title)
        return drawn.strip("last-played", name, self._roll, tall=96, grow=1)

    def _new_card(self) -> Node:
        first = self._piece is None
        return Card(
            Column(
                Icon("sparkles", 44, "accent"),
                Text(say("people.something new"), style="h1"),
                Text(say("people.pick a tune"), style="lead"),
                art.beat(),
                Row(
                    Text(say("people.hear it first then"), style="label", tone="text2"),
                    Space(),
                    Icon("arrow-right", 28, "accent"),
                ),
                gap=12,
                grow=1,
            ),
            tone="soft" if first else "s2",
            pad=24,
            key="something-new",
            label=say("people.something new"),
            do=self._something_new,
            edge="edge",
            grow=1,
        )

    def _left_card(self) -> Node | None:
        """In the last third: how many times are left, and what is half done to choose from."""
        if self._left is None:
            return None
        left, pieces = self._left
        asked = self._words("E1b") if left == 1 else self._words("E1", n=NUMBERS[left] if left < len(NUMBERS) else left)
        return Card(
            Row(
                Icon("calendar", 24, "accent"),
                Text(asked, weight=600, grow=1),
                *[
                    Button(f"finish-{piece.id}", piece.title, partial(self._carry_on, piece), icon="arrow-right")
                    for piece in pieces
                ],
                gap=12,
                wrap=True,
            ),
            pad=12,
        )

    def _quiet_row(self) -> Node:
        session = self.lesson.session
        asked = session is not None and not session.just_music
        return Row(
            Button("my-goals", say("people.my goals"), lambda: self.tools.move(Push("goals")), icon="flag"),
            Button("my-music", say("people.my music"), lambda: self.tools.move(Go("music")), icon="library"),
            Button("my-tools", say("people.what helps me"), lambda: self.tools.move(Push("tools")), icon="wrench"),
            Space(),
            Button(
                "just-music",
                say("people.just music today"),
                self._just_music,
                icon="headphones",
                kind="quiet",
                hint=say("people.no questions until next"),
            )
            if asked
            else Button("ask-again", say("people.ask me again"), self._ask_again, icon="message-circle", kind="quiet")
            if session is not None
            else None,
        )

    # -- ways on ------------------------------------------------------------------------------------------------------
    def _carry_on(self, piece: records.Piece) -> None:
        self.lesson.carry_on(piece, lambda: self.tools.move(Go("play")))

    def _something_new(self) -> None:
        """Nothing is behind it: it may be for a goal, or just for fun."""
        self.lesson.work_on(None)
        self.tools.move(Go("pick"))

    def _just_music(self) -> None:
        """Nothing is asked until next time, and nothing shows that it was pressed."""
        session = self.lesson.session
        if session is None:
            return
        self.lesson.just_music(session, on=True)
        self.tools.focus("ask-again")
        self.tools.say(say("people.just music today no"))

    def _ask_again(self) -> None:
        """It was pressed by accident: from what is kept next on, it is as if it had not been."""
        session = self.lesson.session
        if session is not None:
            self.lesson.just_music(session, on=False)
            self.tools.focus("just-music")
            self.tools.changed()


def _last_played(journal: Journal, pupil: str) -> tuple[str, tuple[tuple[float, float, int, int], ...]] | None:
    """Find the piece of the latest take of this pupil, and its notes; None before the first take."""
    from studio.screens.music.then_now import facts_of

    latest = next(iter(journal.latest_takes(pupil, 1)), None)
    return (latest.piece, facts_of(latest).roll) if latest is not None else None


def _what_is_left(journal: Journal, pupil: str, session: str) -> tuple[int, tuple[records.Piece, ...]] | None:
    """Return the lessons that are left and what is half done, once a lesson in the last third; else None.

    In a group's session it is the group's that are counted.
    """
    programme = journal.programme(journal.session(session).group or pupil)
    if not programme.in_last_third or programme.left == 0 or journal.setting(f"left/{pupil}") == session:
        return None
    return programme.left, journal.half_done(pupil)[:FINISH_SHOWN]
