"""What a pupil said yes to, as the pupil and the tutor see it: what, for whom, since when, and a way back at each line."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from reflections.records import AUDIENCES, SHARED
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Text
from studio.words import day, say

if TYPE_CHECKING:
    from typing import Any

    from reflections import records
    from reflections.journal import Journal
    from reflections.records.yes import Yes
    from studio.screen import Tools

ICONS = {
    "hear": "headphones", "sing": "mic", "read": "message-circle", "home": "house",
    "report": "file-text", "note": "pencil", "copy": "file-text", "card": "file-text", "along": "users",
}  # fmt: skip
NAMED = frozenset({"pupil", *AUDIENCES, *SHARED, "a note", "a take on a case card"})  # in the table of words
LEFT_SHOWN = 20


def words(key: str, **filled: Any) -> str:
    """A sentence of the table that both read."""
    return say(f"yeses.{key}", **filled)


class Told(NamedTuple):
    """What stands, and what left already."""

    yeses: tuple[Yes, ...]
    left: tuple[records.ShareEvent, ...]


class Yeses:
    """The lines of one pupil; one of them at most asks whether it is meant."""

    def __init__(self, tools: Tools, pupil: str, actor: str) -> None:
        self._tools = tools
        self._pupil = pupil
        self._actor = actor
        self._told: Told | None = None
        self._sure = ""  # the key of what is about to be taken back

    def read(self) -> None:
        """What there is now."""
        pupil = self._pupil

        def told(journal: Journal) -> Told:
            return Told(journal.yeses(pupil), journal.shares(pupil))

        self._tools.lesson.ask(told, self._know, "what was said yes to", whoever=True)

    def _know(self, told: Told) -> None:
        self._told = told
        if told.yeses:
            self._tools.focus(_back(0))
        self._tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def nodes(self) -> tuple[Node | None, ...]:
        """Each yes on a card, then what left already: that is not taken back here, and said so."""
        told = self._told
        if told is None:
            return (Text(words("reading"), style="lead", tone="text2"),)
        if not told.yeses:
            first: tuple[Node | None, ...] = (
                Row(Icon("shield-check", 40, "accent"), Text(self._for_them("none"), style="h1", grow=1), gap=12),
                Text(self._for_them("none why"), style="lead", tone="text2"),
            )
        else:
            cards = (self._card(n, one) for n, one in enumerate(told.yeses))
            first = (Text(words("told"), tone="text2"), *cards)
        return (*first, self._left(told.left))

    def _for_them(self, key: str) -> str:
        """A sentence that is another for the pupil than for the tutor."""
        return words(f"{key} {self._actor}")

    def _card(self, n: int, one: Yes) -> Node:
        said = _said(one)
        since = words("since", day=day(one.at.astimezone())) if one.at else ""
        to = words(f"for {one.purpose}", to=_named(one.to_whom)) if one.to_whom else words(f"for {one.purpose} all")
        about = Column(
            Text(said, weight=600),
            Text(_quoted(one.what)) if one.what else None,
            Text(" ".join(filter(None, (to, since))), style="label", tone="text2"),
            gap=2,
            grow=1,
        )
        back = Button(_back(n), words("back"), partial(self._ask_sure, one.key), icon="undo-2", kind="quiet", hint=said)
        asks = one.key == self._sure
        sure = Row(
            Text(words("sure"), weight=600, grow=1),
            Button("not-back", words("leave it"), partial(self._not_now, n)),
            Button("yes-back", words("take it back"), partial(self._take_back, one.key), icon="undo-2", kind="primary"),
            wrap=True,
        )
        icon = Icon(ICONS[one.purpose], 24, "accent")
        return Card(Column(Row(icon, about, None if asks else back, gap=12), sure if asks else None, gap=8), pad=12)

    def _left(self, events: tuple[records.ShareEvent, ...]) -> Node | None:
        """What has gone, the latest first."""
        if not events:
            return None
        rows = [
            Row(
                Text(words("left row", what=_named(one.what), to=_named(one.to_whom)), grow=1),
                Text(day(one.at.astimezone()), style="label", tone="text2"),
                gap=12,
                wrap=True,
            )
            for one in reversed(events[-LEFT_SHOWN:])
        ]
        told = Text(self._for_them("left told"), tone="text2")
        return Card(Column(Text(words("left"), style="h2"), told, *rows, gap=8), tone="soft", pad=16)

    # -- what is done -------------------------------------------------------------------------------------------------
    def _ask_sure(self, key: str) -> None:
        self._sure = key
        self._tools.focus("not-back")
        self._tools.changed()

    def _not_now(self, n: int) -> None:
        self._sure = ""
        self._tools.focus(_back(n))
        self._tools.changed()

    def _take_back(self, key: str) -> None:
        pupil, actor, self._sure = self._pupil, self._actor, ""

        def done(result: object) -> None:
            del result
            self._tools.say(words("taken back"))
            self.read()

        def back(journal: Journal) -> None:
            journal.take_back_yes(pupil, key, actor=actor)

        self._tools.lesson.ask(back, done, "take a yes back", whoever=True)
        self._tools.changed()


def _back(n: int) -> str:
    return f"back-{n}"


def _said(one: Yes) -> str:
    """What it is that others have, by its purpose."""
    about = one.about
    match one.purpose:
        case "home":
            what = one.asked or say(f"music.telling {about}")
            return say("music.about the piece", about=what, title=one.where) if one.where else what
        case "report":
            return words("what report", kind=words(f"report {about}"))
        case purpose if one.where:
            return words(f"what {purpose} of", title=one.where)
        case purpose:
            return words(f"what {purpose}")


def _quoted(said: str) -> str:
    return say("frame.quote", words=said)


def _named(said: str) -> str:
    """An audience or what left, in words; a role stands as it was written."""
    return words(f"name {said}") if said in NAMED else said
