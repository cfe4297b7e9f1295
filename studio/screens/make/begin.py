"""What a song begins with: a groove, or a loop with nothing in it yet."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from studio.lesson.values import Stand
from studio.screens import drawn
from studio.screens.build_on import build_on_last, of_idea
from studio.screens.goals import for_goal
from studio.ui.nodes import Button, Card, Column, Node, Row, Scroll, Space, Text
from studio.words import say, told

if TYPE_CHECKING:
    from studio.lesson.values import BuildOn
    from studio.screens.make.room import Make


class Begin:
    """Cards to choose from."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self.choosing = False

    def build(self) -> Node:
        """An empty loop first, in one line; then every groove with its beat."""
        from studio.music import library

        top = Row(
            Text(say("make.start from a groove"), style="h1", grow=1),
            Button("from-played", say("make.what i just played"), self._played, icon="sparkles")
            if self._has_played
            else None,
            Button("empty-loop", say("make.an empty loop"), self._empty, icon="plus"),
            gap=12,
        )
        cards = [self._card(groove) for groove in library.grooves()]
        return Scroll(Column(for_goal.line(self._screen.tools), top, drawn.shelf(cards), gap=16), key="from")

    def _card(self, groove: Any) -> Node:
        return Card(
            Column(
                drawn.beat(f"beat-{groove.id}", groove),
                Text(groove.title, style="lead", weight=600),
                Text(told(f"shelf.groove:{groove.id}", groove.about), style="label", tone="text2"),
                Space(),
                Button(f"from-{groove.id}", say("make.start here"), partial(self._groove, groove), icon="arrow-right"),
                gap=8,
                grow=1,
            ),
            pad=12,
        )

    def _groove(self, groove: Any) -> None:
        from studio.music import library
        from studio.music.song import grooving

        music = library.groove_piece(groove)
        self._open(Stand(music, groove.title, "groove", f"groove:{groove.id}"), grooving.from_groove(groove))

    def _empty(self) -> None:
        from studio.music.piece import Part, Piece
        from studio.music.song.model import Song

        title = say("make.my song")
        music = Piece(title, (Part(title, "other", "piano", ()),), end=4 * 1920)
        self._open(Stand(music, title, "own", ""), Song(title=title))

    @property
    def _has_played(self) -> bool:
        lesson = self._screen.lesson
        return lesson.recorder.something_to_keep or of_idea(lesson.last)

    def _played(self) -> None:
        """What was just played is kept as an idea, and is the first layer of its song."""
        lesson = self._screen.lesson
        if lesson.recorder.something_to_keep:
            lesson.keep_latest()
        build_on_last(self._screen.tools)

    def build_on(self, stand: Stand, what: BuildOn) -> None:
        """Begin with what was played; a song that was left of the same piece comes first, and it is laid over that."""
        from studio.music.song.model import Song

        screen = self._screen
        screen.take_up(stand, Song(title=stand.title))
        screen.lesson.ask(lambda _journal: None, lambda _read: screen.beats.build(what), "what was made of it")
        if screen.lesson.journal is None:
            screen.beats.build(what)
        screen.tools.focus("make-play")

    def _open(self, stand: Stand, song: Any) -> None:
        screen = self._screen
        screen.lesson.put_on_stand(stand)
        screen.lesson.making = None
        assert screen.lesson.stand is not None
        screen.take_up(screen.lesson.stand, song)
        screen.tools.focus("make-play")
