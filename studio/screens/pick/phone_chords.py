"""How the chords of a song are picked or heard out: four places, rows that many songs have, chords of the key, the keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.music import by_ear
from studio.screens.pick.phone_pad import HELD, filling
from studio.ui import keys
from studio.ui.nodes import Button, Card, Column, Grid, Kind, Node, Row, Space, Text
from studio.words import say

if TYPE_CHECKING:
    from studio.screens.pick.phone import Phone
    from studio.ui.keys import Touch

KEYS_TALL, KEYS_MIDDLE, KEYS_LOW = 220, 136, 96


def drawn_keys(screen: Phone, touch: Touch, span: tuple[int, int], name: str) -> Node:
    """The keys to press with the mouse; the one that was tried last is lit, and called as beside it."""
    tried = screen.find.held.tried
    lit = {} if tried is None else {tried: "accent"}
    tall = KEYS_LOW if screen.tools.theme().folds else KEYS_TALL if screen.step == "home" else KEYS_MIDDLE
    labels = {} if tried is None else {tried: name}
    return keys.keyboard("keys", span, touch, lambda: lit, labels=lambda: labels, tall=tall)


def trying(screen: Phone, name: str, before: str) -> Node:
    """What is tried just now, the ring that fills while it is held, and the button that says the same; before that, what to do."""
    find = screen.find
    if find.held.tried is None:
        return Row(Text(before, style="lead", grow=1), height=HELD)
    return Row(
        filling("hold", find.share, say("phone.keep holding", note=name)),
        Text(say("phone.you tried note", note=name), style="lead", grow=1),
        Button("fits", say("phone.this one fits", note=name), partial(find.fits, find.held.tried), "check", "primary"),
        gap=16,
        align="center",
    )


class ChordsView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Phone, touch: Touch, span: tuple[int, int]) -> None:
        self._screen = screen
        self._touch = touch
        self._span = span

    def build(self) -> Node:
        """The places above; below them chords to pick, or the keys to find one on."""
        by_key, folds = self._screen.find.by_key, self._screen.tools.theme().folds
        hint = Text(say("phone.press to hear"), tone="text2") if not folds else None
        heading = Column(Text(say("phone.pick chords"), style="h2"), hint, gap=2)
        return Column(
            None if by_key and folds else heading,  # at large text the keys need the room
            self._places(),
            self._on_the_keys() if by_key else self._to_pick(),
            gap=12,
        )

    def _places(self) -> Node:
        screen, chords = self._screen, self._screen.song.chords
        places: list[Node] = []
        for n in range(by_ear.MOST_CHORDS):
            if n < len(chords):
                name = say("phone.chord n is", n=n + 1, chord=chords[n])
                out = partial(screen.find.take_out, n)
                places.append(Button(f"place-{n}", chords[n], out, "x", selected=True, name=name, grow=1))
            else:
                places.append(
                    Card(Text(str(n + 1), style="lead", tone="text2", align="center"), tone="well", pad=8, grow=1)
                )
        return Grid(*places, min_width=110, columns=by_ear.MOST_CHORDS)

    def _to_pick(self) -> Node:
        screen, song = self._screen, self._screen.song
        folds = screen.tools.theme().folds
        big: Kind = "plain" if folds else "big"
        rows = [
            Button(
                f"row-{n}",
                "  ".join(row),
                partial(screen.find.take_row, row),
                kind=big,
                selected=row == song.chords,
                grow=1,
            )
            for n, row in enumerate(by_ear.rows(song))
        ]
        single = [
            Button(f"chord-{one.symbol}", one.symbol, partial(screen.find.add_chord, one.symbol), kind=big, grow=1)
            for one in by_ear.offered(song)
        ]
        home = by_ear.home_name(song.home or 0, song.mode)
        return Column(
            Text(say("phone.rows many songs have"), style="label", tone="text2"),
            Grid(*rows, min_width=230, columns=len(rows) if folds else None, gap=8),
            Row(
                Text(say("phone.chords of the key", note=home), style="label", tone="text2", grow=1),
                Button("by-key", say("phone.hear it out"), partial(screen.find.find_chord, on=True), icon="piano"),
            ),
            Grid(*single, min_width=130, gap=8),
            gap=8,
        )

    def _on_the_keys(self) -> Node:
        screen, tried = self._screen, self._screen.find.held.tried
        symbol = by_ear.chord_on(screen.song, tried).symbol if tried is not None else ""
        note = by_ear.spelt(tried, screen.song.key) if tried is not None else ""
        return Column(
            trying(screen, symbol, say("phone.press the lowest note")),
            drawn_keys(screen, self._touch, self._span, note),
            Row(
                Button("by-key", say("phone.stop finding"), partial(screen.find.find_chord, on=False), icon="x"),
                Space(),
            ),
            gap=12,
        )
