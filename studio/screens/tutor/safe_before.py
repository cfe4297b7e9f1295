"""Before this laptop and a service meet: where it is, what is typed, what waits; the first time it is asked whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from studio.screens.tutor import safe_told
from studio.screens.tutor.safe import point, words
from studio.ui.nodes import Button, Card, Column, Dialog, Node, Row, Space, Text, TextBox, Toggle
from studio.words import beside, counted, day

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reflections.central.remembered import Remembered
    from reflections.central.whose import First
    from reflections.journal import Journal


class Asked(NamedTuple):
    """What there is to know before a meeting."""

    remembered: Remembered | None
    server: tuple[str, str]  # whose name, which server


def asked(journal: Journal) -> Asked:
    """Read it. On the writer."""
    from reflections.central import address, remembered

    found = remembered.remembered(journal)
    return Asked(found, address.named(found.where) if found is not None else ("", ""))


class Before:
    """What is known and typed. A password that is not to be remembered is let go of with the screen."""

    def __init__(self, changed: Callable[[], None], go: Callable[[], None], elsewhere: Callable[[], None]) -> None:
        self._changed, self._go, self._elsewhere = changed, go, elsewhere
        self.known: Asked | None = None
        self.keep = False
        self._address = self._password = ""

    def knows(self, found: Asked) -> None:
        """The journal has said it."""
        self.known = found
        self.keep = bool(found.remembered is not None and found.remembered.password)
        self._changed()

    def forget(self) -> None:
        """Nothing that was typed stays."""
        self._address = self._password = ""

    def where(self) -> tuple[str, str]:
        """The whole address, or "" and which box lacks something."""
        found = self.known.remembered if self.known is not None else None
        if found is None:
            return self._address.strip(), "address"
        from reflections.central import address

        password = found.password or self._password.strip()
        return (address.whole(found.where, password) if password else ""), "password"

    def node(self) -> Node:
        """Where it is and what waits, a box for what is missing, and what a meeting does."""
        lines = Column(*[point(words(f"service {one}")) for one in ("told", "stays", "plain")], gap=8)
        if self.known is None:
            return lines
        found = self.known.remembered
        boxes = [self._box("address")] if found is None else []
        if found is not None and not found.password:
            boxes = [self._box("password")]
        keep = Toggle("service-keep", words("service remember"), self.keep, self._set_keep)
        return Column(
            self._standing(self.known) if found is not None else None,
            Card(Column(*boxes, keep, gap=12), pad=16) if boxes else None,
            lines,
            gap=16,
        )

    def _box(self, which: str) -> Node:
        return TextBox(
            f"service-{which}",
            self._address if which == "address" else self._password,
            self._set_address if which == "address" else self._set_password,
            lambda _words: self._go(),
            label=words(f"service {which}"),
            secret=True,  # an address holds its password
            most=400,
        )

    def _standing(self, known: Asked) -> Node:
        found, (name, server) = known.remembered, known.server
        assert found is not None
        when = found.met and words("service last", when=day(found.met.astimezone(), "moment and year"))
        waits = named(found.since)
        about = Column(
            Text(words("service where", name=name, server=server), style="h2"),
            Text(when or words("service never"), weight=600),
            Text(words("service waits", what=waits) if waits else words("service waits nothing")),
            gap=4,
            grow=1,
        )
        other = Button("service-other", words("service elsewhere"), self._elsewhere, icon="pencil", kind="quiet")
        return Card(Row(about, other, wrap=True), pad=16)

    def _set_address(self, said: str) -> None:
        self._address = said

    def _set_password(self, said: str) -> None:
        self._password = said

    def _set_keep(self, on: bool) -> None:
        self.keep = on
        self._changed()


def named(rows: Mapping[str, int]) -> str:
    """What there is, for people; "" for nothing."""
    found = [counted(f"tutor_safe.n {table}", n) for table in safe_told.NAMED if (n := rows.get(table, 0))]
    return beside(*found) or (words("small things") if any(rows.values()) else "")


def whose(first: First, yes: Callable[[], None], no: Callable[[], None]) -> Dialog:
    """Ask, before anything leaves: where it is, what goes, who can read it there."""
    goes = named(first.rows)
    return Dialog(
        words("whose title"),
        Column(
            Text(words("service where", name=first.name, server=first.server), style="h2"),
            Text(first.where, style="label", tone="text2"),
            point(words("whose goes", what=goes) if goes else words("whose goes nothing")),
            *[point(words(one)) for one in ("whose kinds", "whose reads", "service stays", "whose unsure")],
            gap=10,
        ),
        key="whose",
        escape=no,
        width=760,
        foot=Row(
            Button("whose-no", words("whose no"), no, kind="quiet"),
            Space(),
            Button("whose-yes", words("whose yes"), yes, icon="arrow-up-down", kind="primary"),
        ),
    )
