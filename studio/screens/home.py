"""Welcome back: carry on with the piece that was last played, or start something new."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from studio.screen import Go, Push, Screen
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Scroll, Space, Text

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools


class Home(Screen):
    """Two large ways on, and a quiet row."""

    name = "home"
    title = "Soundfolio"
    needs_pupil = True

    def __init__(self, tools: Tools) -> None:
        super().__init__(tools)
        self._latest: str | None = None  # the piece that was played last

    @property
    def subtitle(self) -> str:  # type: ignore[override]
        """A gap is a normal state: the same words after a day and after six weeks."""
        return "Welcome back. Your music is here." if self.lesson.mine.pieces else "This is your place to make music."

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

    def _know_latest(self, piece: str | None) -> None:
        self._latest = piece

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
                Text(f"Hello {pupil.shown}", style="h1"), Text(self.subtitle, style="lead", tone="text2"), gap=0, grow=1
            ),
            gap=16,
        )
        ways = Row(self._carry_on_card(), self._new_card(), gap=16, align="stretch", grow=1)
        return Scroll(Column(hello, ways, self._quiet_row(), gap=16, grow=1), key="home")

    def _carry_on_card(self) -> Node | None:
        piece = self._piece
        if piece is None:
            return None
        return Card(
            Column(
                Icon("play", 44, "accent"),
                Text("Carry on", style="h1"),
                Text(piece.title, style="lead", weight=600),
                Space(),
                Row(
                    Text("Back to where you were", style="label", tone="text2"),
                    Space(),
                    Icon("arrow-right", 28, "accent"),
                ),
                gap=12,
                grow=1,
            ),
            tone="soft",
            pad=24,
            key="carry-on",
            label=f"Carry on: {piece.title}",
            do=lambda: self._carry_on(piece),
            grow=1,
        )

    def _new_card(self) -> Node:
        first = self._piece is None
        return Card(
            Column(
                Icon("sparkles", 44, "accent"),
                Text("Something new", style="h1"),
                Text("Pick a tune, a groove or your own idea.", style="lead"),
                Space(),
                Row(
                    Text("Hear it first, then choose", style="label", tone="text2"),
                    Space(),
                    Icon("arrow-right", 28, "accent"),
                ),
                gap=12,
                grow=1,
            ),
            tone="soft" if first else "s2",
            pad=24,
            key="something-new",
            label="Something new",
            do=self._something_new,
            edge="edge",
            grow=1,
        )

    def _quiet_row(self) -> Node:
        session = self.lesson.session
        asked = session is not None and not session.just_music
        return Row(
            Button("my-goals", "My goals", lambda: self.tools.move(Push("goals")), icon="flag"),
            Button("my-music", "My music", lambda: self.tools.move(Go("music")), icon="library"),
            Space(),
            Button(
                "just-music",
                "Just music today",
                self._just_music,
                icon="headphones",
                kind="quiet",
                hint="No questions until next time.",
            )
            if asked
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
        self.lesson.ask(lambda journal: journal.just_music_today(session.id))
        self.lesson.session = replace(session, just_music=True)
        self.tools.say("Just music today. No questions until next time.")


def _last_played(journal: Journal, pupil: str) -> str | None:
    """Find the piece of the latest take of this pupil; None before the first take."""
    takes = [take for piece in journal.pieces(pupil) for take in journal.takes(piece.id)]
    return max(takes, key=lambda take: take.made_at).piece if takes else None
