"""The brief of one pupil: what each side said, what of it became a setting, and targets beside what shows them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from reflections.records import BRIEF_KINDS, SIDES
from studio.screens.tutor.kept import kept_names
from studio.screens.tutor.tab import Tab, captioned, today, words
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Icon, Node, Row, Space, Text, Toggle
from studio.words import day

if TYPE_CHECKING:
    from reflections import records
    from reflections.journal import Journal

SETTINGS: tuple[tuple[str, str, Any], ...] = (
    ("larger", "text_size", 150),
    ("spaced", "spacing", 150),
    ("aloud", "read_aloud", True),
    ("calm", "calm", True),
    ("cream", "theme", "cream"),
    ("no keys", "answer_by_keys", False),
)  # what a line can become: its words, the field of Preferences, its value
BECOMES = ("helps", "avoid")
UNTIL = ((0, "brief stays"), (6, "brief 6 weeks"), (13, "brief 13 weeks"))
LINE = 1000


@dataclass(frozen=True, slots=True)
class Briefed:
    """What the tab shows; `kept` names what evidence is by its id."""

    lines: tuple[records.BriefLine, ...]
    missing: tuple[str, ...]
    targets: tuple[records.Target, ...]
    kept: dict[str, str]


class BriefTab(Tab[Briefed]):
    """By side, each in the order it was said; a side nobody has asked is named."""

    about = "the brief"
    _adding: str | None = None  # the side a line is being written for
    _kind = BRIEF_KINDS[0]
    _until = 0
    _ask_first = False

    def gather(self, journal: Journal) -> Briefed:
        """Read it. On the writer."""
        pupil = self.pupil.id
        targets = journal.targets(pupil)
        shown = frozenset(each for target in targets for each in target.evidence)
        kept = kept_names(journal, pupil, shown) if shown else {}
        return Briefed(journal.brief(pupil), journal.missing_sides(pupil), targets, kept)

    def shown(self, found: Briefed) -> Node:
        """One card a side."""
        if self._adding is not None:
            return self._form(self._adding)
        return Column(
            Text(words("brief told"), tone="text2"),
            *[self._side(side, found) for side in SIDES],
            gap=12,
        )

    # -- what was said ------------------------------------------------------------------------------------------------
    def _side(self, side: str, found: Briefed) -> Node:
        lines = [line for line in found.lines if line.side == side]
        nothing = Text(words("brief missing"), tone="text2") if side in found.missing else None
        return Card(
            Column(
                Row(
                    Text(words(f"side {side}", name=self.pupil.shown), style="lead", weight=600, grow=1),
                    Button(
                        f"add-{side}",
                        words("brief add"),
                        partial(self._write, side),
                        icon="plus",
                        hint=words(f"side {side}", name=self.pupil.shown),
                    ),
                ),
                nothing,
                *[self._line(line, found) for line in lines],
            ),
            pad=12,
        )

    def _line(self, line: records.BriefLine, found: Briefed) -> Node:
        target = next((one for one in found.targets if one.line.id == line.id), None)
        return Column(
            Row(
                Column(
                    Text(words(f"kind {line.kind}"), style="label", tone="text2", weight=600),
                    Text(line.words, tone="text2" if line.expired else "text"),
                    Text(_about(line), style="label", tone="text2"),
                    gap=2,
                    grow=1,
                ),
                Button(
                    f"drop-{line.id}",
                    words("brief drop"),
                    partial(self._drop, line),
                    icon="x",
                    kind="quiet",
                    hint=line.words,
                ),
                align="start",
            ),
            self._becomes(line) if line.kind in BECOMES and not line.expired else None,
            self._shows(target, found.kept) if target else None,
            gap=8,
        )

    def _becomes(self, line: records.BriefLine) -> Node:
        """One tap makes it a setting of the pupil's; the tick says which it became."""
        options = tuple((name, words(f"setting {name}")) for name, _, _ in SETTINGS)
        chosen = frozenset(name for name, field, _ in SETTINGS if field == line.became)
        asked = words("brief becomes")
        return captioned(asked, Chips(f"becomes-{line.id}", options, chosen, partial(self._apply, line), label=asked))

    def _apply(self, line: records.BriefLine, chosen: str) -> None:
        field, value = next((field, value) for name, field, value in SETTINGS if name == chosen)
        self.change(lambda journal: journal.apply_brief(line.id, field, value), said=words("brief applied"))
        if self.lesson.pupil is not None and self.lesson.pupil.id == self.pupil.id:
            self.lesson.refresh_mine()

    def _shows(self, target: records.Target, kept: dict[str, str]) -> Node:
        """A target beside what shows it, and what the pupil said there."""
        shown = [kept[each] for each in target.evidence if each in kept]
        if not shown and not target.words:
            return Text(words("brief nothing shows"), style="label", tone="text2")
        return Card(
            Column(
                *[Row(Icon("music", 18, "text2"), Text(each, grow=1), gap=8) for each in shown],
                *[Row(Icon("message-circle", 18, "accent"), Text(each, grow=1), gap=8) for each in target.words],
                gap=4,
            ),
            tone="s2",
            pad=12,
        )

    def _drop(self, line: records.BriefLine) -> None:
        self.change(lambda journal: journal.drop_brief(line.id), said=words("brief dropped"))

    def fold(self) -> bool:
        """Leave the form; what was typed waits there."""
        open_now = self._adding is not None
        if open_now:
            self._write(None)
        return open_now

    # -- another line -------------------------------------------------------------------------------------------------
    def _write(self, side: str | None) -> None:
        self._adding = side
        self.tools.focus("brief-words" if side else "part")
        self.tools.changed()

    def _form(self, side: str) -> Node:
        kinds = tuple((kind, words(f"kind {kind}")) for kind in BRIEF_KINDS)
        until = tuple((weeks, words(key)) for weeks, key in UNTIL)
        return Card(
            Column(
                Text(words(f"side {side}", name=self.pupil.shown), style="h2"),
                self._asked("kind", kinds, self._kind),
                self.box("brief-words", words(f"brief ask {self._kind}"), most=LINE, lines=3),
                self.box("brief-role", words("brief role"), most=80) if side != "pupil" else None,
                self._asked("until", until, self._until),
                Toggle("brief-first", words("brief ask first"), self._ask_first, partial(self._set, "_ask_first")),
                Row(
                    Button("no-brief", words("not now"), lambda: self._write(None), kind="quiet"),
                    Space(),
                    Button("save-brief", words("save"), partial(self._keep, side), icon="check", kind="primary"),
                ),
            )
        )

    def _asked(self, name: str, options: tuple[Any, ...], chosen: object) -> Node:
        asked = words(f"brief {name}")
        return captioned(asked, Choice(f"brief-{name}", options, chosen, partial(self._set, f"_{name}"), asked))

    def _set(self, name: str, value: Any) -> None:
        setattr(self, name, value)
        self.tools.changed()

    def _keep(self, side: str) -> None:
        said, role, pupil = self.typed("brief-words").strip(), self.typed("brief-role"), self.pupil.id
        if not said:
            self.tools.focus("brief-words")
            return
        kind, ask_first, adult = self._kind, self._ask_first, self.adult
        expires = today() + timedelta(weeks=self._until) if self._until else None

        def keep(journal: Journal) -> None:
            journal.add_brief(pupil, side, kind, said, role, expires=expires, ask_first=ask_first, seen_by=adult)

        def kept(result: object) -> None:
            del result
            self._adding, self._ask_first, self._until = None, False, 0
            self.empty("brief-words", "brief-role")
            self.tools.focus(f"add-{side}")
            self.read()

        self.lesson.ask(keep, kept, self.about, whoever=True)


def _about(line: records.BriefLine) -> str:
    """Who said it, when, and how long it holds."""
    who = words("brief by", who=line.by_role) if line.by_role else ""
    until = words("brief over" if line.expired else "brief holds", day=day(line.expires)) if line.expires else ""
    first = words("brief first") if line.ask_first else ""
    return " ".join(filter(None, (who, words("brief on", day=day(line.said_on)), until, first)))
