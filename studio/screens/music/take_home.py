"""Taking it home: where the page is to lie, words to look at first, how far it is, and what to do where it could not be put."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reflections import Unheard
from reflections.naming import left_out
from studio import files
from studio.lesson import sentence
from studio.screens.music.outgoing import MINE, Order, Outgoing
from studio.ui.nodes import Button, Card, Choice, Column, Dialog, Node, Progress, Row, Scroll, Text, TextBox
from studio.words import options, say

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import records
    from reflections.naming import Marked
    from studio.papers.drawing import Materials
    from studio.screen import Tools

LIST_TALL = 320
AUDIENCES = (MINE, "group", "school", "chosen")


@dataclass(slots=True, eq=False, kw_only=True)
class _Order(Order):
    """One page, for whom and where."""

    path: str
    state: str = "where"  # then gathering, looking, making
    audience: str = MINE
    materials: Materials | None = None
    left_out: frozenset[str] = frozenset()  # texts that an adult has looked at and does not let leave

    @property
    def where(self) -> Path:
        return files.typed(self.path)


class TakeHome(Outgoing[_Order]):
    """States: closed, asking where, gathering, looking at words, making."""

    def __init__(self, tools: Tools, pupil: records.Pupil | None = None) -> None:
        """Of the pupil who is here, unless another is named."""
        super().__init__(tools)
        self._whose = pupil

    @property
    def making(self) -> bool:
        """Whether a page is being made."""
        return self._order is not None and self._order.state in {"gathering", "making"}

    def ask_where(self) -> None:
        """Offer the documents folder, and a name that is no other pupil's and that a file can have."""
        pupil = self._whose or self._tools.lesson.pupil
        if pupil is None:
            return
        name = files.named_for(pupil, self._tools.lesson.house.pupils)
        path = files.documents() / say("music.name music html", name=name)
        self._order = _Order(pupil=pupil, path=str(path))
        self._tools.focus("where")
        self._tools.changed()

    def dialog(self) -> Dialog | None:
        """Where to put the page, what to look at, or how far it is."""
        order = self._order
        if order is None:
            return None
        match order.state:
            case "where":
                return self._where(order)
            case "looking":
                return self._looking(order)
            case _:
                return self._making(order)

    # -- what is drawn ------------------------------------------------------------------------------------------------
    def _where(self, order: _Order) -> Dialog:
        return Dialog(
            say("music.take it home"),
            Column(
                Text(say("music.one page with"), tone="text2"),
                self._for_whom(order),
                Text(
                    say("music.whoever has the file can" if self._whose is None else "music.whoever has it"),
                    tone="text2",
                ),
                TextBox("where", order.path, self._type, self._write, label=say("music.where to"), most=400),
                self._ways("no-page", "write-page", say("music.make the page"), lambda: self._write(order.path)),
            ),
            key="where-dialog",
            escape=self.stop,
        )

    def _for_whom(self, order: _Order) -> Node | None:
        """Only the tutor makes a copy for others, and only of what was opened to them."""
        if self._whose is None:
            return None
        return Column(
            Choice(
                "audience", options("music.audience", AUDIENCES), order.audience, self._let, say("music.who is it for")
            ),
            Text(say("music.it holds only what"), style="label", tone="text2") if order.audience != MINE else None,
            gap=4,
        )

    def _looking(self, order: _Order) -> Dialog:
        marked = order.materials.marked if order.materials else ()
        return Dialog(
            say("music.look at these words"),
            Column(
                Text(say("music.an adult looks at"), tone="text2"),
                Column(
                    Scroll(Column(*[self._place(n, one, order) for n, one in enumerate(marked)], gap=8), key="marked"),
                    height=LIST_TALL,
                ),
                self._ways("no-page", "looked", say("music.an adult has looked"), self._looked),
            ),
            key="look-dialog",
            escape=self.stop,
        )

    def _place(self, n: int, one: Marked, order: _Order) -> Node:
        """One place to look at: the words, why they stand out, what they stand in, and whether it may leave."""
        out = one.text in order.left_out
        leave = partial(self._leave, order, one.text)
        return Card(
            Row(
                Column(
                    Text(one.words, weight=600),
                    Text(say("music.in where why", where=one.where, why=one.why), style="label", tone="text2"),
                    Text(
                        say("music.left out")
                        if out
                        else f"\N{LEFT DOUBLE QUOTATION MARK}{one.text}\N{RIGHT DOUBLE QUOTATION MARK}",
                        style="label",
                    ),
                    gap=2,
                    grow=1,
                ),
                Button(
                    f"leave-out-{n}",
                    say("music.put it back in" if out else "music.leave it out"),
                    leave,
                    icon="undo-2" if out else "eye-off",
                    hint=one.words,
                ),
            ),
            pad=10,
        )

    def _making(self, order: _Order) -> Dialog:
        bar = Progress("making", say("music.drawing your music"), order.done, self.stop)
        return Dialog(say("music.making your page"), bar, key="making-dialog", escape=self.stop)

    # -- what is done -------------------------------------------------------------------------------------------------
    def _type(self, path: str) -> None:
        if self._order is not None:
            self._order.path = path

    def _let(self, audience: str) -> None:
        if self._order is not None:
            self._order.audience = audience
            self._tools.changed()

    def _write(self, path: str) -> None:
        from studio.papers import illustrate

        order, journal = self._order, self._tools.lesson.journal
        if order is None or journal is None or not self._stands(order):
            self.stop()
            return
        order.path, order.state = path, "gathering"
        order.job = self._tools.background.writer.put(
            lambda: illustrate.gather(journal, order.pupil.id, order.audience),
            lambda materials: self._gathered(order, materials),
            lambda error: self._failed(order, error),
            "gather the page",
        )
        self._tools.changed()

    def _gathered(self, order: _Order, materials: Materials) -> None:
        if not self._stands(order):
            return
        order.materials = materials
        if order.audience != MINE and not (materials.evidence.pieces or materials.evidence.reflections):
            self._order = None
            self._tools.say(say("music.the pupil has opened"))
            return
        if not materials.marked:
            self._make(order, materials)
            return
        order.state = "looking"
        self._tools.focus("no-page")
        self._tools.changed()

    def _looked(self) -> None:
        order = self._order
        if order is not None and order.materials is not None and self._stands(order):
            materials = order.materials
            self._make(order, replace(materials, evidence=left_out(materials.evidence, order.left_out)))

    def _leave(self, order: _Order, text: str) -> None:
        """Out of the page, or into it again."""
        order.left_out ^= {text}
        self._tools.changed()

    def _make(self, order: _Order, materials: Materials) -> None:
        from studio.papers import illustrate

        def progress(done: float, words: str) -> None:
            """On the worker: only a number is set, the next frame draws it."""
            del words
            order.done = done

        def make() -> tuple[Path, int]:
            page = illustrate.page_of(materials, progress, lambda: self._order is not order)
            path = files.free(order.where)
            return path, files.put(path, page)

        order.state, order.materials = "making", None
        order.job = self._tools.background.worker.put(
            make,
            lambda made: self._left(order, "a page", order.audience, "music.your page", made),
            lambda error: self._failed(order, error),
            "make the page",
        )
        self._tools.changed()

    def _stands(self, order: _Order) -> bool:
        """Whether whoever asked for the page still sits there; otherwise it is given up without a word."""
        stands = super()._stands(order) or (self._whose is not None and self._order is order)
        if not stands and self._order is order:
            self.stop()
        return stands

    def _failed(self, order: _Order, error: Exception) -> None:
        if not self._stands(order):
            return
        self._order = None
        if isinstance(error, Unheard) and self._whose is None:
            self._tools.say(say("music.your tutor looks first"))
        elif isinstance(error, OSError):
            self._tools.say(say("music.the page could not", parent=order.where.parent))
        else:
            self._tools.say(sentence(error))
