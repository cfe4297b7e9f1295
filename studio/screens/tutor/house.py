"""The house, behind the tutor's door: titles hidden for good, the place and whom to call there, the backup."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from studio.lesson import sentence
from studio.lesson.minutes import asked, keep_usual_minutes, options
from studio.screens.tutor.erased import Erased
from studio.screens.tutor.idle import IdleMinutes
from studio.screens.tutor.safe import ways
from studio.screens.tutor.tab import words
from studio.ui import empty
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Progress, Row, Space, Text, TextBox
from studio.words import day, say

if TYPE_CHECKING:
    from datetime import datetime

    from reflections import records
    from reflections.journal import Journal
    from studio.background import Job
    from studio.music.library import Found
    from studio.screen import Tools

SHOWN_AT_ONCE = 20
FIELDS = (
    ("label", 40),
    ("help_person", 120),
    ("deputy", 120),
    ("out_of_hours", 200),
)


class Titles:
    """Search for a title and hide it from every pupil; a hidden one can be shown again."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._words = ""
        self._found: tuple[Found, ...] = ()
        self._looking: Job | None = None

    def read(self) -> None:
        """Read what is hidden."""
        self.lesson.refresh_house()

    def node(self) -> Node:
        """What was found, then what is hidden."""
        hidden = sorted(self.lesson.house.hidden)
        return Column(
            TextBox("hide-find", self._words, self._find, label=say("tutor.a title no pupil"), icon="search", most=60),
            *[self._row(one.hiding, one.title, hidden=False) for one in self._found[:SHOWN_AT_ONCE]],
            Text(say("tutor.nothing by that name"), tone="text2") if self._none else None,
            Text(say("tutor.hidden"), style="h2") if hidden else None,
            *[self._row(key, _title(key), hidden=True) for key in hidden],
            empty.nothing("eye", say("tutor.no title is hidden")) if not hidden else None,
            gap=12,
            grow=1,
        )

    def _row(self, key: str, title: str, *, hidden: bool) -> Node:
        button = (
            Button(f"show-{key}", say("tutor.show again"), lambda: self._show(key), icon="eye", hint=title)
            if hidden
            else Button(f"hide-{key}", say("tutor.hide for good"), lambda: self._hide(key), icon="eye-off", hint=title)
        )
        return Card(Row(Column(Text(title, weight=600), grow=1), button), pad=12)

    @property
    def _none(self) -> bool:
        return bool(self._words.strip()) and not self._found and self._looking is None

    def _find(self, words: str) -> None:
        """Look beside the loop: the first search reads the list of folk tunes. What was found before stays until then."""
        from studio.music import finding

        self._words, hidden = words, self.lesson.house.hidden
        if self._looking is not None:
            self._looking.cancel()
        self._looking = self.tools.background.worker.put(
            lambda: finding.search(words, hidden, most=SHOWN_AT_ONCE), self._know, self._failed, "find a title"
        )
        self.tools.changed()

    def _know(self, found: tuple[Found, ...]) -> None:
        self._looking, self._found = None, found
        self.tools.changed()

    def _failed(self, error: Exception) -> None:
        self._know(())
        self.tools.say(sentence(error))

    def _hide(self, key: str) -> None:
        self._change(lambda journal: journal.hide_title(key))

    def _show(self, key: str) -> None:
        self._change(lambda journal: journal.show_title(key))

    def _change(self, work: Any) -> None:
        self.lesson.ask(work, lambda _done: self.lesson.refresh_house(lambda: self._find(self._words)), "hide a title")


class PlaceAndBackup:
    """Where sessions are held and whom to tell there; when the journal was last copied."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._typed: dict[str, str] = {}
        self._minutes: int | None = None  # as chosen here and not saved yet
        self._backups: tuple[datetime, ...] | None = None
        self._copying = False
        self._trouble = ""
        self._idle = IdleMinutes(tools)
        self._erased = Erased(tools)
        self._places: tuple[records.Place, ...] = ()
        self._another = False  # what is typed is a place that is not there yet

    def read(self) -> None:
        """Read when the journal was copied."""
        self.lesson.ask(lambda journal: tuple(at for at, _path in journal.backups()), self._know, "the backups")
        self.lesson.ask(lambda journal: journal.places(), self._know_places, "the places")
        self._erased.read()

    def _know(self, backups: tuple[datetime, ...]) -> None:
        self._backups = backups

    def _know_places(self, places: tuple[records.Place, ...]) -> None:
        self._places = places

    def node(self) -> Node:
        """The place, then the backup."""
        return Column(
            Card(
                Column(
                    Row(
                        Text(words("place another" if self._another else "place here"), style="h2", grow=1),
                        Button(
                            "another",
                            words("not now" if self._another else "place another"),
                            self._turn,
                            icon="map-pin",
                        ),
                    ),
                    self._where(),
                    *[self._box(name, say(f"tutor.place {name}"), most) for name, most in FIELDS],
                    self._query(),
                    self._lasts(),
                    Row(
                        Column(Text(self._trouble, weight=600), grow=1) if self._trouble else Space(),
                        Button("save-place", say("tutor.save"), self._save, icon="check", kind="primary"),
                    ),
                    gap=12,
                )
            ),
            Card(self._backup(), pad=16),
            ways(self.tools),
            Card(self._idle.node(), pad=16),
            self._erased.node(),
            gap=16,
        )

    def _where(self) -> Node | None:
        """Where sessions open from now on, among the places there are."""
        place = self.lesson.house.place
        if len(self._places) <= 1 or self._another or place is None:
            return None
        options = tuple((one.id, one.label or words("session here")) for one in self._places)
        return Choice("place-now", options, place.id, self._be_at, words("session where"))

    def _be_at(self, place: str) -> None:
        self._typed.clear()
        self._minutes = None
        self.lesson.ask(
            lambda journal: journal.be_at(place), lambda _done: self.lesson.refresh_house(), "be at a place"
        )

    def _turn(self) -> None:
        """Another place begins empty; the one that is there stays as it is."""
        self._another = not self._another
        self._typed.clear()
        self._minutes = None
        self.tools.focus("place-label")
        self.tools.changed()

    def _box(self, name: str, label: str, most: int) -> Node:
        return TextBox(
            f"place-{name}", self._value(name), lambda words: self._type(name, words), label=label, most=most
        )

    def _value(self, name: str) -> str:
        place = None if self._another else self.lesson.house.place
        return self._typed.get(name, getattr(place, name) if place else "")

    def _lasts(self) -> Node:
        chosen = self.lesson.house.minutes if self._minutes is None else self._minutes
        return Column(
            Text(asked(), style="label", tone="text2", weight=600),
            Choice("place-minutes", options(), chosen, self._set_minutes, asked()),
            Text(say("tutor.from the next lesson"), style="label", tone="text2"),
            gap=8,
        )

    def _query(self) -> Node | None:
        from reflections.wording import looks_like_a_school

        if not looks_like_a_school(self._value("label")):
            return None
        return Row(
            Icon("shield", 20, "accent"),
            Column(Text(say("tutor.that may name")), grow=1),
            align="start",
        )

    def _type(self, name: str, words: str) -> None:
        self._typed[name] = words
        if name == "label":
            self.tools.changed()

    def _set_minutes(self, minutes: int) -> None:
        self._minutes = minutes
        self.tools.changed()

    def _save(self) -> None:
        place = None if self._another else self.lesson.house.place
        if not self._value("help_person").strip():
            self._trouble = say("tutor.please say whom")
            self.tools.focus("place-help_person")
            self.tools.changed()
            return
        label, rest = self._value("label"), {name: self._value(name) for name, _ in FIELDS[1:]}
        minutes, self._trouble = self._minutes, ""

        def save(journal: Journal) -> None:
            journal.set_place(label, place_id=place.id if place else None, **rest)
            if minutes is not None:
                keep_usual_minutes(journal, minutes)

        def saved(result: object) -> None:
            del result
            self._typed.clear()
            self._minutes, self._another = None, False
            self.lesson.refresh_house()
            self.read()
            self.tools.say(say("tutor.the place is saved"))

        self.lesson.ask(save, saved, "save the place")

    # -- the backup ---------------------------------------------------------------------------------------------------
    def _backup(self) -> Node:
        last = self._backups[-1].astimezone() if self._backups else None
        words = (
            say("tutor.last copied on last", last=day(last, "moment and year")) if last else say("tutor.not copied yet")
        )
        return Column(
            Text(say("tutor.backup"), style="h2"),
            Text(say("tutor.looking") if self._backups is None else words),
            Text(say("tutor.a locked copy"), tone="text2"),
            Progress("copying", say("tutor.making a copy"), None)
            if self._copying
            else Row(Button("backup", say("tutor.make a copy now"), self._copy, icon="save"), Space()),
            gap=12,
        )

    def _copy(self) -> None:
        journal = self.lesson.journal
        if journal is None or self._copying:
            return
        self._copying = True
        self.tools.background.writer.put(journal.backup, self._copied, self._not_copied, "make a backup")
        self.tools.changed()

    def _copied(self, path: object) -> None:
        del path
        self._copying = False
        self.read()
        self.tools.changed()

    def _not_copied(self, error: Exception) -> None:
        self._copying = False
        self.tools.say(sentence(error))


def _title(key: str) -> str:
    """Name a hidden title by its key; the library may not know it any more."""
    from studio.music import finding, library

    if (folk := finding.folk_title(key)) is not None:
        return folk
    shelf = {one.hiding: one.title for one in library.shelf()} | {
        f"groove:{one.id}": one.title for one in library.grooves()
    }
    return shelf.get(key, key.removeprefix("groove:").replace("-", " "))
