"""What helps me: the pupil's own words for it, when they said so, to try at once, to take out, and as a card to keep."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections.pages.marks import why
from studio import files
from studio import words as speaking
from studio.lesson import sentence
from studio.papers import toolcard
from studio.screen import Go, Screen
from studio.screens.by_keys import ByKeys
from studio.ui.nodes import Button, Card, Column, Dialog, Grid, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import beside, prompt, question, say
from studio.words import day as in_words

if TYPE_CHECKING:
    from pathlib import Path

    from instruments.events import Played
    from reflections import records
    from reflections.naming import Marked

SLOWLY = 0.7
DAYS_SHOWN = 3
WORDS = 140


class MyTools(Screen):
    """Words only, in the order of what was picked; no count, no order of merit."""

    name = "tools"
    titled = "goals.what helps me"
    subtitled = "goals.what you said"

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self.keys = ByKeys(tools)
        self._tools: tuple[records.Tool, ...] | None = None
        self._words = ""
        self._taking_out: str | None = None
        self._path: str | None = None  # where the card goes, while that is asked
        self._card: tuple[str, ...] = ()  # what stands on it, while an adult looks
        self._marked: tuple[Marked, ...] = ()

    def enter(self) -> None:
        """Read what there is."""
        self._read()
        self.tools.focus("more-help")

    def _read(self) -> None:
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.ask(lambda journal: journal.toolkit(pupil.id), self._know)
            self.lesson.refresh_mine()

    def _know(self, tools: tuple[records.Tool, ...]) -> None:
        self._tools = tools
        self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Each tool as a card, a box for another one, and the card to keep."""
        tools = self._tools or ()
        keep = Button("make-card", say("goals.make my card"), self._ask_where, icon="file-down", enabled=bool(tools))
        cards = Grid(*[self._tool(tool) for tool in tools], min_width=300, gap=12) if tools else None
        return Scroll(
            Column(
                cards or Text(say("goals.nothing here yet when"), style="lead", tone="text2"),
                Row(
                    TextBox(
                        "more-help",
                        self._words,
                        self._type,
                        self._add,
                        label=self._p3,
                        most=WORDS,
                        grow=1,
                        draft=self.draft(),
                    ),
                    Button("add-help", say("goals.add"), lambda: self._add(self._words), icon="plus"),
                    align="end",
                ),
                Row(Text(say("goals.a card to print"), tone="text2", grow=1), keep),
                self.keys.legend(("C", "back"), ("D", "next"), ("E", "choose")),
                gap=16,
            ),
            key="tools",
        )

    @property
    def _p3(self) -> str:
        return prompt("P3") if self.lesson.pupil is not None else ""

    def _tool(self, tool: records.Tool) -> Node:
        days = tuple(dict.fromkeys(in_words(day, "short") for _, day in tool.picks[-DAYS_SHOWN:]))
        try_it = partial(self._try, tool) if self._way(tool) else None
        out = self._taking_out == tool.words
        buttons = (
            (
                Button(f"out-yes-{tool.words}", say("goals.take it out"), partial(self._take_out, tool), icon="x"),
                Button(f"out-no-{tool.words}", say("goals.keep it"), partial(self._ask_out, None), icon="check"),
            )
            if out
            else (
                Button(f"try-{tool.words}", say("goals.try it now"), try_it, icon="play", hint=tool.words)
                if try_it
                else None,
                Button(
                    f"out-{tool.words}",
                    say("goals.not any more"),
                    partial(self._ask_out, tool.words),
                    kind="quiet",
                    hint=tool.words,
                ),
            )
        )
        return Card(
            Column(
                Row(Icon("wrench", 22, "accent"), Text(tool.words, style="lead", weight=600, grow=1), gap=12),
                Text(say("goals.you said so on", days=beside(*days)) if days else "", style="label", tone="text2"),
                Space(),
                Row(*buttons, gap=8, wrap=True),
                gap=8,
                grow=1,
            ),
            pad=12,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _type(self, words: str) -> None:
        self._words = words

    def _add(self, words: str) -> None:
        pupil, said = self.lesson.pupil, words.strip()
        if pupil is not None and said:
            self._words = ""
            self.lesson.errand(lambda journal: journal.helped(pupil.id, said), lambda _done: self._read())
        self.tools.focus("more-help")

    def _ask_out(self, words: str | None) -> None:
        self._taking_out = words
        self.tools.changed()

    def _take_out(self, tool: records.Tool) -> None:
        """Every pick of it is taken back; under a hold the pupil is told that a copy stays for now."""
        self._taking_out = None
        pupil = self.lesson.pupil
        kept_for_now = prompt("K1")

        def take(journal: Any) -> bool:
            there = {pick for one in journal.toolkit(pupil.id) for pick, _ in one.picks} if pupil is not None else set()
            kept = [journal.take_back(pick).kept_for_now for pick, _ in tool.picks if pick in there]
            return any(kept)

        def taken(held: bool) -> None:
            self.tools.say(kept_for_now if held else say("goals.it is out"))
            self._read()

        self.lesson.errand(take, taken)

    def _way(self, tool: records.Tool) -> dict[str, Any] | None:
        """How the piece on the stand is played with it, for those of our own words that say so."""
        if self.lesson.stand is None:
            return None
        ways: dict[str, dict[str, Any]] = {"slow": {"speed": SLOWLY}, "one hand": {"hands": "right"}}
        if not self.lesson.stand.music.two_handed:
            ways.pop("one hand")
        said = {choice.words: choice.id for choice in question("T7").choices}
        return ways.get(said.get(tool.words, ""))

    def _try(self, tool: records.Tool) -> None:
        self.lesson.practice = replace(self.lesson.practice, **(self._way(tool) or {}))
        self.tools.move(Go("play"))

    # -- a card to keep -----------------------------------------------------------------------------------------------
    def dialog(self) -> Dialog | None:
        """Where the card goes, or the words that an adult looks at first."""
        if self._path is None:
            return None
        if self._card:
            looked: list[Node] = [
                Text(say("goals.looked at", words=one.text, why=why(one, speaking))) for one in self._marked
            ]
            inside: list[Node] = [Text(say("goals.an adult looks at"), tone="text2"), *looked]
            go = Button(
                "card-looked", say("goals.an adult has looked"), lambda: self._write(self._card), "check", "primary"
            )
        else:
            inside = [
                TextBox("card-path", self._path, self._type_path, self._gather, label=say("goals.where to"), most=400)
            ]
            go = Button(
                "card-write", say("goals.make the card"), lambda: self._gather(self._path or ""), "check", "primary"
            )
        buttons = Row(Space(), Button("no-card", say("goals.not now"), self._no_card, kind="quiet"), go)
        return Dialog(say("goals.a card to keep"), Column(*inside, buttons), key="card-dialog", escape=self._no_card)

    def _ask_where(self) -> None:
        from studio import files

        self._path = str(files.documents() / say("goals.what helps me html"))
        self.tools.focus("card-path")
        self.tools.changed()

    def _type_path(self, path: str) -> None:
        self._path = path

    def _no_card(self) -> None:
        self._path, self._card, self._marked = None, (), ()
        self.tools.focus("make-card")
        self.tools.changed()

    def _gather(self, path: str) -> None:
        pupil = self.lesson.pupil
        if pupil is None or not path.strip():
            return
        self._path = path

        def gathered(found: tuple[tuple[str, ...], tuple[Marked, ...]]) -> None:
            tools, self._marked = found
            if not self._marked:
                self._write(tools)
                return
            self._card = tools
            self.tools.focus("no-card")
            self.tools.changed()

        self.lesson.ask(lambda journal: toolcard.gather(journal, pupil.id), gathered, "gather the card")

    def _write(self, tools: tuple[str, ...]) -> None:
        where = files.typed(self._path or "")
        self._no_card()

        def failed(error: Exception) -> None:
            self.tools.say(
                say("goals.the card could not", parent=where.parent) if isinstance(error, OSError) else sentence(error)
            )

        pupil = self.lesson.pupil

        def made(path: Path) -> None:
            if pupil is not None:
                self.lesson.errand(
                    lambda journal: journal.shared(pupil.id, "a card", "pupil"), label="what left", whoever=True
                )
            self.tools.say(say("goals.your card", path=path))

        self.tools.background.worker.put(
            lambda: toolcard.write(tools, where),
            made,
            failed,
            "make the card",
        )

    # -- the keyboard answers -----------------------------------------------------------------------------------------
    def hear(self, event: Played) -> bool:
        """A single key held in the quiet goes on, back, or presses."""
        return self.keys.hear(event)

    def update(self, now: float) -> None:
        """A held key is meant."""
        meant = self.keys.meant(now)
        if meant is not None and self._path is None:
            self.keys.walk(meant, self.build())
