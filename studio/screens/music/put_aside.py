"""What was put aside of the piece that is shown: each take can be heard, and brought back; it was never gone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens import drawn
from studio.screens.music.then_now import day, facts_of
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Scroll, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.music.room import MyMusic

LIST_TALL, ROW_TALL = 320, 80
SIDE = 110


class PutAside:
    """Open or closed, in front of My music."""

    def __init__(self, screen: MyMusic) -> None:
        self._screen = screen
        self._open = False
        self._of: str | None = None  # the piece these are of
        self._takes: tuple[records.Take, ...] = ()

    def read(self) -> None:
        """Find what was put aside of the piece that is shown."""
        screen, piece = self._screen, self._screen.chosen
        pupil = screen.lesson.pupil
        if piece != self._of:
            self._of, self._takes = piece, ()
        if pupil is None or piece is None:
            return
        me = pupil.id

        def known(takes: tuple[records.Take, ...]) -> None:
            if piece == self._of:
                kept = {take.id for take in screen.piece.takes} if screen.piece is not None else set()
                mine = (take for take in takes if any(part.pupil == me for part in take.parts))
                self._takes = tuple(take for take in mine if take.id not in kept)[::-1]
                if self._open and not self._takes:
                    self._open = False
                    screen.tools.focus("carry-on")

        screen.lesson.ask(lambda journal: journal.takes(piece, with_hidden=True), known, "what was put aside")

    def button(self, piece: records.PieceEvidence) -> Node | None:
        """The way to it, where there is any; in words where nothing else is there."""
        if not self._takes:
            return None
        words = say("music.put aside")
        alone = not piece.takes and not piece.versions
        if alone:
            return Button("put-aside", words, self._show, icon="archive")
        return Button("put-aside", "", self._show, icon="archive", kind="round", name=words)

    def _show(self) -> None:
        self._screen.stop()
        self._open = True
        self._screen.tools.changed()

    def _close(self) -> None:
        self._open = False
        self._screen.stop()
        self._screen.tools.focus("put-aside")

    def dialog(self) -> Dialog | None:
        """A card a take, the latest first."""
        if not self._open:
            return None
        tall = LIST_TALL if self._screen.tools.theme().folds else min(LIST_TALL, ROW_TALL * len(self._takes))
        return Dialog(
            say("music.put aside"),
            Column(
                Text(say("reflect.it is not gone"), tone="text2"),
                Column(Scroll(Column(*[self._card(take) for take in self._takes], gap=8), key="aside"), height=tall),
                Row(Space(), Button("aside-done", say("music.done"), self._close, kind="primary", icon="check")),
                gap=12,
            ),
            key="aside-dialog",
            escape=self._close,
            width=760,
        )

    def _card(self, take: records.Take) -> Node:
        screen, when = self._screen, day(take)
        sounds = screen.playing == take.id
        hear, icon = (screen.stop, "square") if sounds else (partial(screen.play, take), "play")
        roll = facts_of(take).roll
        return Card(
            Row(
                Column(Text(when, style="label", weight=600), width=SIDE),
                Column(
                    drawn.strip(f"aside-{take.id}", say("music.the notes of title", title=when), roll, tall=44), grow=1
                ),
                Button(
                    f"hear-{take.id}",
                    "",
                    hear,
                    icon=icon,
                    kind="round",
                    name=say("music.stop" if sounds else "music.hear it"),
                    hint=when,
                ),
                Button(
                    f"back-{take.id}",
                    say("reflect.bring it back"),
                    partial(self._bring_back, take),
                    icon="undo-2",
                    hint=when,
                ),
                gap=12,
                align="center",
            ),
            pad=12,
        )

    def _bring_back(self, take: records.Take) -> None:
        screen = self._screen
        screen.stop()
        last = screen.lesson.last
        if last is not None and last.id == take.id:
            last.aside = False
        screen.lesson.errand(lambda journal: journal.put_back(take.id), lambda _done: screen.enter(), "bring it back")
