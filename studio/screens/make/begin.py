"""What a song begins with: a groove, or a loop with nothing in it yet; where one was made over a groove before, it is asked which."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from studio.lesson.handover import read_made
from studio.lesson.values import Stand
from studio.screens import drawn
from studio.screens.build_on import build_on_last, of_idea
from studio.screens.goals import for_goal
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Scroll, Space, Text
from studio.words import say, told

if TYPE_CHECKING:
    from reflections import records
    from studio.lesson.values import BuildOn
    from studio.screens.make.room import Make


class Begin:
    """Cards to choose from."""

    def __init__(self, screen: Make) -> None:
        self._screen = screen
        self._wanted: Any = None  # the groove that was pressed, until it is known what was made over it
        self._again: tuple[Any, records.Piece] | None = None  # a groove, and the song that was made over it before

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

    # -- a groove that something was made over before ---------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """Whether to go on with the song of a groove, by its name, or to make another one."""
        if self._again is None:
            return None
        groove, before = self._again
        return Dialog(
            say("make.you made a song with this"),
            Column(
                Text(say("make.both are kept"), tone="text2"),
                Button("go-on", say("make.go on with title", title=before.title), self._go_on, icon="arrow-right"),
                Button("new-song", say("make.a new song"), partial(self._new, groove), icon="plus"),
                Row(Space(), Button("not-begun", say("make.choose something else"), self._not_this, kind="quiet")),
                gap=12,
            ),
            key="begin-dialog",
            escape=self._not_this,
        )

    def _groove(self, groove: Any) -> None:
        lesson = self._screen.lesson
        before = next((one for one in lesson.mine.pieces if one.source == f"groove:{groove.id}"), None)
        if lesson.pupil is None or before is None:
            self._over(groove)
            return

        self._wanted = groove

        def known(made: bytes | None) -> None:
            if self._wanted is not groove:
                return
            if made is None:
                self._over(groove)
                return
            self._again = groove, before
            self._screen.tools.focus("go-on")
            self._screen.tools.changed()

        lesson.ask(lambda journal: read_made(journal, before.id), known, "what was made of it")

    def _go_on(self) -> None:
        assert self._again is not None
        groove, _ = self._again
        self._over(groove)

    def _not_this(self) -> None:
        self.leave()
        self._screen.tools.changed()

    def leave(self) -> None:
        """Nothing is asked any more."""
        self._wanted = self._again = None

    def _over(self, groove: Any) -> None:
        """What was made over a groove, or its first song."""
        from studio.music import library
        from studio.music.song import grooving

        music = library.groove_piece(groove)
        self._open(Stand(music, groove.title, "groove", f"groove:{groove.id}"), grooving.from_groove(groove))

    def _new(self, groove: Any) -> None:
        """Another song over a groove is a piece of the pupil's own, with a name that tells it from the first; it is kept at once."""
        from studio.music import library
        from studio.music.song import grooving

        lesson = self._screen.lesson
        taken = {one.title for one in lesson.mine.pieces}
        title = next(called for n in count(2) if (called := f"{groove.title} {n}") not in taken)
        music = replace(library.groove_piece(groove), title=title)
        self._open(Stand(music, title, "own", ""), replace(grooving.from_groove(groove), title=title))
        lesson.keep_draft(music)

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
        self.leave()
        screen.lesson.put_on_stand(stand)
        screen.lesson.making = None
        assert screen.lesson.stand is not None
        screen.take_up(screen.lesson.stand, song)
        screen.tools.focus("make-play")
