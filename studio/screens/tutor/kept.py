"""What was kept of one pupil, and what it shows: outcomes, purposes and targets, each by one tap, each undone by one more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.records import OUTCOMES, PURPOSES
from studio.screens.hearing import Hearing
from studio.screens.tutor.tab import Tab, captioned, words
from studio.ui.nodes import Button, Card, Chips, Column, Icon, Node, Row, Text
from studio.words import beside, day, say

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date, datetime

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

SHOWN = 12


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was kept: exactly one of take, version and reflection."""

    id: str
    name: str
    words: str = ""
    take: records.Take | None = None
    version: records.Version | None = None
    reflection: records.Reflection | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What the tab shows, the latest first."""

    items: tuple[Item, ...]
    tags: tuple[records.Tag, ...]
    targets: tuple[records.BriefLine, ...]


def kept_items(journal: Journal, pupil: str, most: int = SHOWN) -> tuple[Item, ...]:
    """The latest that was kept and said, the latest first. On the writer."""
    found: list[tuple[datetime, Item]] = []
    titles = {piece.id: piece.title for piece in journal.pieces(pupil)}
    takes = journal.latest_takes(pupil, most)
    names = take_names(journal, takes, titles)
    found += [(take.made_at, Item(take.id, names[take.id], take=take)) for take in takes]
    for version in journal.latest_versions(pupil, most):
        name = _version_name(version, titles[version.piece])
        found.append((version.made_at, Item(version.id, name, version=version)))
    for said in journal.reflections(pupil):
        if said.body:
            name = words("kept said", title=titles.get(said.piece or "", words("kept lesson")), day=day(said.made_at))
            found.append((said.made_at, Item(said.id, name, said.body, reflection=said)))
    found.sort(key=lambda one: one[0], reverse=True)
    return tuple(item for _, item in found[:most])


def take_names(journal: Journal, takes: Iterable[records.Take], titles: Mapping[str, str]) -> dict[str, str]:
    """Name takes by piece and day, by their ids; where a piece has more on that day, by which one it is. On the writer."""
    takes = tuple(takes)
    of_day: dict[tuple[str, date], list[str]] = {}
    for piece in {take.piece for take in takes}:
        for take in journal.takes(piece):
            of_day.setdefault((piece, take.made_at.date()), []).append(take.id)
    named = {}
    for take in takes:
        title, same = titles[take.piece], of_day.get((take.piece, take.made_at.date()), [])
        named[take.id] = (
            say("tutor_evidence.kept take", title=title, day=day(take.made_at), n=same.index(take.id) + 1)
            if len(same) > 1 and take.id in same
            else words("kept take", title=title, day=day(take.made_at))
        )
    return named


def kept_names(journal: Journal, pupil: str, shown: Collection[str]) -> dict[str, str]:
    """Name takes and versions of one pupil by their ids: the piece, and the day or which version. On the writer."""
    titles = {piece.id: piece.title for piece in journal.pieces(pupil)}
    found = take_names(journal, [take for take in journal.some_takes(shown) if take.piece in titles], titles)
    for piece, title in titles.items():
        if len(found) == len(shown):
            break
        for version in journal.versions(piece):
            if version.id in shown:
                found[version.id] = _version_name(version, title)
    return found


def _version_name(version: records.Version, title: str) -> str:
    own = version.own_name(title)
    if own:
        return words("kept version named", title=title, name=own, n=version.n)
    return words("kept version", title=title, n=version.n)


class KeptTab(Tab[Kept]):
    """One thing is open at a time."""

    about = "evidence"

    def __init__(self, tools: Tools, pupil: records.Pupil) -> None:
        super().__init__(tools, pupil)
        self._open: str | None = None
        self._hearing = Hearing(tools)

    def gather(self, journal: Journal) -> Kept:
        """Read it. On the writer."""
        pupil = self.pupil.id
        targets = tuple(line for line in journal.brief(pupil) if line.kind == "target")
        return Kept(kept_items(journal, pupil), journal.tags(pupil), targets)

    def leave(self) -> None:
        """Silence."""
        self._hearing.stop()

    def fold(self) -> bool:
        """Close the one that is open."""
        opened, self._open = self._open is not None, None
        self.tools.changed()
        return opened

    def told(self, event: object) -> None:
        """What was heard has come to its end."""
        self._hearing.told(event)

    def shown(self, found: Kept) -> Node:
        """The latest first."""
        if not found.items:
            return Text(words("kept nothing"), tone="text2")
        who = self._hearing.who("kept", (of for one in found.items if (of := one.take or one.version) is not None))
        told = Text(words("kept told"), tone="text2")
        return Column(told, who, *[self._item(one, found) for one in found.items], gap=12)

    def _item(self, one: Item, found: Kept) -> Node:
        tags = [tag for tag in found.tags if tag.of == one.id]
        opened = self._open == one.id
        said = beside(*(_said(tag, found) for tag in tags))
        heard = one.take or one.version
        return Card(
            Column(
                Row(
                    Icon("message-circle" if one.reflection else "music", 20, "accent"),
                    Column(
                        Text(one.name, style="label", tone="text2") if one.words else Text(one.name),
                        Text(one.words) if one.words else None,
                        Text(said, style="label", tone="accent", weight=600) if said else None,
                        gap=2,
                        grow=1,
                    )
                    if one.words or said
                    else Text(one.name, grow=1),
                    self._hearing.button(heard, words("kept hear"), one.name) if heard else None,
                    Button(
                        f"shows-{one.id}",
                        words("kept close" if opened else "kept shows"),
                        partial(self._turn, one.id),
                        selected=opened,
                        hint=one.name,
                    ),
                ),
                *(self._taps(one, tags, found) if opened else ()),
            ),
            pad=12,
        )

    def _turn(self, item: str) -> None:
        self._open = None if self._open == item else item
        self.tools.changed()

    def _taps(self, one: Item, tags: list[records.Tag], found: Kept) -> list[Node]:
        rows = [self._row(one, tags, "outcome", OUTCOMES), self._row(one, tags, "purpose", PURPOSES)]
        if found.targets:
            asked = words("kept target")
            options = tuple((line.id, line.words) for line in found.targets)
            chosen = frozenset(tag.brief_line or "" for tag in tags)
            tap = partial(self._tap, one, tags, "brief")
            rows.append(captioned(asked, Chips(f"brief-{one.id}", options, chosen, tap, label=asked)))
        return rows

    def _row(self, one: Item, tags: list[records.Tag], kind: str, known: tuple[str, ...]) -> Node:
        asked = words(f"kept {kind}")
        options = tuple((each, words(f"{kind} {each}")) for each in known)
        chosen = frozenset(getattr(tag, kind) for tag in tags)
        tap = partial(self._tap, one, tags, kind)
        return captioned(asked, Chips(f"{kind}-{one.id}", options, chosen, tap, label=asked))

    def _tap(self, one: Item, tags: list[records.Tag], kind: str, value: str) -> None:
        """One tap says it, one more takes it back."""
        field = "brief_line" if kind == "brief" else kind
        tagged = next((tag for tag in tags if getattr(tag, field) == value), None)

        def tap(journal: Journal) -> None:
            if tagged is not None:
                journal.untag(tagged.id)
                return
            journal.link(
                take=one.id if one.take else None,
                version=one.id if one.version else None,
                reflection=one.id if one.reflection else None,
                outcome=value if kind == "outcome" else "",
                purpose=value if kind == "purpose" else "",
                brief=value if kind == "brief" else None,
                by="tutor",
            )

        self.change(tap)


def _said(tag: records.Tag, found: Kept) -> str:
    """What one tap says, in words; what it was for (a goal) is shown with the goals."""
    if tag.brief_line:
        return next((line.words for line in found.targets if line.id == tag.brief_line), "")
    if tag.outcome:
        return words(f"outcome {tag.outcome}")
    return words(f"purpose {tag.purpose}") if tag.purpose else ""
