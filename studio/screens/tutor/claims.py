"""The claim sheet, behind the tutor's door: a line a session of one month, with its minutes and the funder's code."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from studio import files
from studio.lesson import sentence
from studio.papers import claims
from studio.screens.tutor.tab import today, words
from studio.ui import empty
from studio.ui.nodes import Button, Card, Choice, Column, Node, Row, Space, Text, TextBox
from studio.words import day

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

MONTHS = 3


class Claims:
    """What is typed is kept with one press, for the whole month, and before the month is left or written to a file.

    Nothing here is in the journal's shared part.
    """

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._first = today().replace(day=1)
        self._lines: tuple[records.ClaimLine, ...] | None = None
        self._typed: dict[str, str] = {}

    def read(self) -> None:
        """Read the month."""
        first, last = self._first, _last_of(self._first)
        self.lesson.ask(lambda journal: journal.claims(first, last), self._know, "the claim sheet", whoever=True)

    def _know(self, lines: tuple[records.ClaimLine, ...]) -> None:
        self._lines = lines
        self.tools.changed()

    def node(self) -> Node:
        """The month, its sessions, the hours by code, and the way out."""
        lines = self._lines
        if lines is None:
            return Text(words("reading"), tone="text2")
        months = tuple((first, day(first, "month")) for first in _months())
        return Column(
            Text(words("claim told"), tone="text2"),
            Choice("month", months, self._first, self._to, words("claim month")),
            *([self._line(one) for one in lines] or [empty.nothing("file-text", words("claim nothing"))]),
            *[
                Text(words("claim sum", code=code or words("claim no code"), hours=hours), weight=600)
                for code, hours in claims.hours(lines)
            ],
            Row(
                Button("claim-csv", words("claim csv"), lambda: self._save(csv=True), icon="download"),
                Button("claim-page", words("claim page"), lambda: self._save(csv=False), icon="printer"),
                Space(),
                Button("claim-keep", words("save"), self._keep, icon="check", kind="primary"),
                wrap=True,
            )
            if lines
            else None,
            gap=12,
            grow=1,
        )

    def _line(self, one: records.ClaimLine) -> Node:
        came = words("claim one" if one.came == 1 else "claim many", n=one.came)
        return Card(
            Row(
                Column(
                    Text(day(one.held_on), weight=600),
                    Text(words("claim row", mode=claims.mode(one), came=came), style="label", tone="text2"),
                    gap=2,
                    grow=2,
                ),
                self._box(one, "minutes", str(one.minutes), 4),
                self._box(one, "code", one.funder_code, 20),
                gap=12,
            ),
            pad=12,
        )

    def _box(self, one: records.ClaimLine, what: str, value: str, most: int) -> Node:
        key = f"{what}-{one.session}"
        return TextBox(
            key,
            self._typed.get(key, value),
            lambda said: self._type(key, said),
            lambda _said: self._keep(),
            label=words(f"claim {what}"),
            most=most,
            grow=1,
            draft=f"{one.session}/claim {what}",
            known=value,
        )

    def _type(self, key: str, said: str) -> None:
        self._typed[key] = said

    def _to(self, first: date) -> None:
        def turn() -> None:
            self._first, self._lines = first, None
            self.read()
            self.tools.changed()

        self._handed_in(turn)

    # -- kept and written -----------------------------------------------------------------------------------------------
    def _changed(self) -> list[tuple[str, str, int]] | None:
        """What was typed, a line a session; None where the minutes are no number."""
        found = []
        for one in self._lines or ():
            code = self._typed.get(f"code-{one.session}", one.funder_code).strip()
            minutes = self._typed.get(f"minutes-{one.session}", str(one.minutes)).strip()
            if not minutes.isdecimal():
                self.tools.focus(f"minutes-{one.session}")
                return None
            if (code, int(minutes)) != (one.funder_code, one.minutes):
                found.append((one.session, code, int(minutes)))
        return found

    def _keep(self) -> None:
        def kept() -> None:
            self.tools.say(words("claim kept"))
            self.read()

        self._handed_in(kept)

    def _handed_in(self, then: Callable[[], None]) -> None:
        """Keep what was typed, and go on only once it is kept; minutes that are no number are asked for again."""
        changed = self._changed()
        if changed is None:
            self.tools.say(words("claim numbers"))
            return

        def keep(journal: Journal) -> None:
            for session, code, minutes in changed:
                journal.set_claim(session, code, minutes)

        def kept(result: object) -> None:
            del result
            self._typed.clear()
            then()

        self.lesson.ask(keep, kept, "the claim sheet", whoever=True)

    def _save(self, *, csv: bool) -> None:
        """What is kept, as a file; it holds figures and codes only. What was typed just now is kept first."""
        first, last = self._first, _last_of(self._first)

        def known(lines: tuple[records.ClaimLine, ...]) -> None:
            self._know(lines)
            self._write(lines, first, csv=csv)

        def read() -> None:
            self.lesson.ask(lambda journal: journal.claims(first, last), known, "the claim sheet", whoever=True)

        self._handed_in(read)

    def _write(self, lines: tuple[records.ClaimLine, ...], first: date, *, csv: bool) -> None:
        name = f"{words('claim file')} {first:%Y-%m}"
        text = claims.table(lines) if csv else claims.page(lines, first, _last_of(first))
        path = files.documents() / f"{name}{'.csv' if csv else '.html'}"

        def saved(where: Path) -> None:
            self.tools.say(words("saved in", where=where))

        self.tools.background.worker.put(
            lambda: files.add(path, text, mine=True),
            saved,
            lambda error: self.tools.say(sentence(error)),
            "the claim sheet",
        )


def _months() -> tuple[date, ...]:
    """The first days of this month and of those before, the latest first."""
    found = [today().replace(day=1)]
    while len(found) < MONTHS:
        found.append((found[-1] - timedelta(days=1)).replace(day=1))
    return tuple(found)


def _last_of(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
