"""Pick: hear music first, then choose it - tunes people know, grooves, my pieces, a search, a file from the computer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from studio.screen import Screen
from studio.screens.drawn import shelf
from studio.screens.goals import for_goal
from studio.screens.pick.ahead import Ahead
from studio.screens.pick.by_playing import ByPlaying
from studio.screens.pick.cards import card
from studio.screens.pick.choosing import Choosing
from studio.screens.pick.file import PickFile
from studio.screens.pick.mine import my_card
from studio.screens.pick.opening import Opening
from studio.screens.pick.own import Own
from studio.screens.pick.parts import Parts
from studio.screens.pick.shelves import Shelves
from studio.screens.pick.ways import ways
from studio.ui.nodes import (
    Button,
    Choice,
    Column,
    Dialog,
    Node,
    Row,
    Scroll,
    Space,
    Text,
    TextBox,
)
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from instruments.events import Played
    from studio.music.own import OwnMusic
    from studio.music.piece import Piece

CARDS_AT_ONCE = 24


class Pick(Screen):
    """What could be played today. Everything can be heard before it is chosen; who chose is kept with the piece."""

    name = "pick"
    room = "pick"
    titled = "pick.pick something to play"
    subtitled = "pick.hear it first then"

    def __init__(self, tools: Any, *, shelf: str = "tunes") -> None:
        super().__init__(tools)
        self._shelf = shelf
        self._words = ""
        self._own = Own(tools, self._know_own)
        self._shelves = Shelves(tools, self._own_music)
        self._cards_shown = CARDS_AT_ONCE
        self._hearing: str | None = None
        self._opening = Opening(tools)
        self._ahead = Ahead(tools)
        self._file = PickFile(tools, self._opening, self._unlit, self._own.read_files)
        self._by_playing = ByPlaying(tools, self._own_music)
        self._parts = Parts(tools, self._hear_part, self._stop_hearing)
        self._choosing = Choosing(tools, self._open, self._parts)

    def enter(self) -> None:
        """The shelves are read beside the loop, and the list that is searched after them."""
        self._shelves.read()
        self._own.read()
        self._file.watch()

    def leave(self) -> None:
        """What was being heard stops, and nothing is opened or looked for any more."""
        self._stop_hearing()
        self._opening.drop()
        self._shelves.stop()
        self._own.stop()
        self._by_playing.stop()
        self._parts.close()

    def _own_music(self) -> OwnMusic | None:
        return self._own.music

    def _know_own(self) -> None:
        """More of the pupil's own can be found now: what is being looked for is looked for again."""
        self._shelves.find(self._words)
        self.tools.changed()

    # -- what is there ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Shelves on the left, what they hold on the right."""
        shelves = (
            ("tunes", say("pick.tunes people know"), "music"),
            ("grooves", say("pick.grooves"), "drum"),
            ("mine", say("pick.my pieces"), "folder"),
        )
        top = Row(
            Choice(
                "shelf",
                self._folded(shelves),
                None if self._words or self._by_playing.open else self._shelf,
                self._to_shelf,
            ),
            TextBox(
                "find", self._words, self._find, self._find, placeholder=say("pick.find a tune"), icon="search", grow=1
            ),
            Button("by-playing", say("pick.play it"), self._by_playing.turn, "piano", selected=self._by_playing.open),
            Button("file", say("pick.a file"), self._file.ask, icon="file-music"),
        )
        who = (("pupil", say("pick.me")), ("together", say("pick.both of us")), ("tutor", say("pick.my tutor")))
        bottom = Row(
            Text(say("pick.who picks"), style="label", tone="text2"),
            Choice("by", who, self._choosing.chosen_by, self._choosing.by),
        )
        cards = Scroll(self._cards(), key=f"cards-{self._shelf}")
        what_for = for_goal.line(self.tools)
        return Column(what_for, top, self._opening.node(self._cancel), cards, bottom, gap=12, grow=1)

    def _folded(self, options: tuple[tuple[str, str, str], ...]) -> tuple[tuple[str, str, str | None], ...]:
        """At large text words stand without icons, and what people know is said shorter."""
        if not self.tools.theme().folds:
            return options
        return tuple((value, say("pick.tunes") if value == "tunes" else label, None) for value, label, _ in options)

    def dialog(self) -> Dialog | None:
        """Which part, or where the file is."""
        return self._parts.dialog() or self._file.dialog()

    def _cards(self) -> Node:
        plain = not self._words and not self._by_playing.open
        mine = ways(self.tools) if self._shelf == "tunes" and plain else None
        card_of_file = self._card(self._file.card) if self._file.card else None
        file = shelf([card_of_file]) if card_of_file else None
        return Column(file, mine, self._of_the_shelf(), gap=12)

    def _of_the_shelf(self) -> Node:
        if self._by_playing.open:
            return Column(self._by_playing.node(), self._some(self._by_playing.found, self._card), gap=12)
        if self._words:
            return self._found_cards()
        if self._shelf == "mine":
            return Column(self._file.watched(), self._my_cards(), gap=12)
        items = self._shelves.tunes if self._shelf == "tunes" else self._shelves.grooves
        if items is None:
            return _getting()
        hidden = self.lesson.house.hidden
        return self._some([item for item in items if item.hiding not in hidden], self._card)

    def _some(self, items: Sequence[Any], card_of: Callable[[Any], Node | None]) -> Node:
        """As many cards as fill a few screens; the others come by *More*."""
        cards = shelf([one for item in items[: self._cards_shown] if (one := card_of(item)) is not None])
        if len(items) <= self._cards_shown:
            return cards
        return Column(cards, Row(Space(), Button("more", say("pick.more"), self._more, icon="plus"), Space()), gap=12)

    def _more(self) -> None:
        self._cards_shown += CARDS_AT_ONCE
        self.tools.changed()

    def _found_cards(self) -> Node:
        if self._shelves.found is None:
            return _getting()
        if not self._shelves.found:
            return Column(
                Space(size=24),
                Text(say("pick.nothing here by"), style="h2"),
                Text(say("pick.try one word"), tone="text2"),
            )
        return self._some(self._shelves.found, self._card)

    def _my_cards(self) -> Node:
        if not self.lesson.mine.pieces:
            return Column(
                Space(size=24),
                Text(say("pick.your pieces will"), style="h2"),
                Text(say("pick.whatever you choose"), tone="text2"),
            )
        return self._some(self.lesson.mine.pieces, self._my_card)

    def _card(self, item: Any) -> Node | None:
        if item.kind == "own":
            return self._own_card(item)
        lit = self._hearing == item.hiding
        hear = self._hear_button(item.hiding, lambda: self._hear(item))
        folds = self.tools.theme().folds
        choose, fit = (partial(self._in_silence, do, item) for do in (self._choosing.choose, self._choosing.fit))
        return card(item, hear, choose, fit, lit=lit, folds=folds)

    def _own_card(self, found: Any) -> Node | None:
        """What was found is the pupil's own: a piece, or a file that lies in their folder."""
        piece, file = self._own.piece(found), self._own.file(found)
        return self._my_card(piece) if piece is not None else self._card(file) if file is not None else None

    def _hear_button(self, key: str, hear: Callable[[], None]) -> Node:
        hearing = self._hearing == key
        return Button(
            f"hear-{key}",
            say("pick.stop") if hearing else say("pick.hear it"),
            self._stop_hearing if hearing else hear,
            icon="square" if hearing else "play",
            grow=1,
        )

    def _my_card(self, piece: Any) -> Node:
        hear = self._hear_button(piece.id, lambda: self._hear_mine(piece))
        on, fit = (partial(self._in_silence, do, piece) for do in (self._choosing.carry_on, self._choosing.fit_mine))
        return my_card(self.lesson, piece, hear, on, fit, lit=self._hearing == piece.id)

    # -- hearing ------------------------------------------------------------------------------------------------------
    def _hear(self, item: Any) -> None:
        self._hearing = item.hiding  # lit when it sounds: a shelf drawn anew would come between the press and the sound
        self._open(item, lambda music: self._sound(item.hiding, music))

    def _hear_mine(self, piece: Any) -> None:
        self._hearing = piece.id
        self.lesson.music_of(piece, lambda music: self._sound(piece.id, music), self._unlit)

    def _sound(self, key: str, music: Piece) -> None:
        if self._hearing != key:
            return
        from studio.music.score import to_score

        self.engine.play(to_score(music), preview=True)
        self.tools.changed()

    def _hear_part(self, key: str, music: Piece) -> None:
        self._hearing = key
        self._sound(key, music)

    def _stop_hearing(self) -> None:
        if self._hearing is not None:
            self._hearing = None
            self.engine.stop()
            self.tools.changed()

    def told(self, event: object) -> None:
        """A preview that has ended stops being lit."""
        if type(event).__name__ == "Finished":
            self._parts.told_finished()
            self._hearing = None
            self.tools.changed()

    def hear(self, event: Played) -> bool:
        """Playing along with a preview is welcome; while a tune is looked for by its first notes, it is they."""
        self._by_playing.hear(event)
        return False

    # -- opening ------------------------------------------------------------------------------------------------------
    def _open(self, item: Any, then: Any) -> None:
        """Get the music of an item: at once from the shelf, which takes a frame or two, from the corpus by the worker."""
        if item.kind == "file":
            then(item.what)
            return
        from studio.music import corpus, library

        if item.kind in {"tune", "groove"}:
            self._opening.drop()
            then(library.open_found(item))
            return
        self.tools.background.ends.add(corpus.let_go)
        self._opening.begin(
            say("pick.opening title", title=item.title), lambda: library.open_found(item, keep=True), then, self._unlit
        )

    def _unlit(self) -> None:
        self._hearing = None
        self.tools.changed()

    def _in_silence(self, do: Callable[[Any], None], item: Any) -> None:
        """What was being heard stops first."""
        self._stop_hearing()
        do(item)

    # -- search -------------------------------------------------------------------------------------------------------
    def _to_shelf(self, shelf: str) -> None:
        self._shelf, self._words, self._cards_shown = shelf, "", CARDS_AT_ONCE
        self._by_playing.stop()
        self._stop_hearing()
        self.tools.changed()

    def _find(self, words: str) -> None:
        self._words, self._cards_shown = words.strip() and words, CARDS_AT_ONCE
        self._by_playing.stop()
        self._shelves.find(words)
        self.tools.changed()

    def update(self, now: float) -> None:
        """What takes long to open is shown to be opened, and in quiet moments made ready."""
        self._opening.look(now)
        self._ahead.tick(now, sounds=self._hearing is not None)

    def handle(self, event: Any) -> bool:
        """A file dropped on the window is read; it is heard before it is chosen, as all is."""
        import pygame

        if event.type != pygame.DROPFILE:
            return False
        self._file.read(event.file)
        return True

    def _cancel(self) -> None:
        self._opening.drop()
        self._hearing = None
        self.tools.changed()


def _getting() -> Node:
    return Column(Space(size=24), Text(say("pick.getting the tunes"), style="h2"))
