"""A session is closed at the bell: one line and who came; five more lines, one by one, now or another day, or never."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from reflections.noting import NOTE_LINES
from reflections.records import ATTENDANCES, ROLES, SESSION_MODES
from studio.screen import Back, Screen
from studio.screens.tutor.groups import guest_row
from studio.screens.tutor.groups import words as of_groups
from studio.screens.tutor.spoken_note import SpokenNote
from studio.screens.tutor.tab import asks_back, captioned, words
from studio.ui.nodes import Button, Card, Choice, Column, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import day

if TYPE_CHECKING:
    import pygame

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

LINE = 500
GROUP, PLAYER = SESSION_MODES[1], ROLES[2]


@dataclass(frozen=True, slots=True)
class Bell:
    """The session and what is written of it."""

    session: records.Session
    note: records.TutorNote


class ClosingSession(Screen):
    """States: at the bell, closed, one of five lines. Nothing here must be written, and nobody waits for it."""

    name = "closing"
    titled = "tutor.closing title"
    subtitled = "tutor.page subtitle"
    for_tutor = True
    keys_play = False

    def __init__(self, tools: Tools, *, session: str) -> None:
        super().__init__(tools)
        self._session = session
        self._found: Bell | None = None
        self._came: dict[str, str] = {}  # as chosen here
        self._did: dict[str, str] = {}  # the role of each, as chosen here
        self._guests: int | None = None
        self._next_time = ""
        self._nth: int | None = None  # which of the five lines
        self._line = ""
        self._spoken = SpokenNote(tools, session, self._read)

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read it; the line can be written at once."""
        self._read()

    def leave(self) -> None:
        """Nobody listens any more."""
        self._spoken.leave()

    def told(self, event: object) -> None:
        """What the microphone says."""
        self._spoken.told(event)

    def update(self, now: float) -> None:
        """How long somebody has been speaking."""
        self._spoken.update(now)

    def handle(self, event: pygame.event.Event) -> bool:
        """Esc leads from a line back to the five of them; what was typed waits there."""
        if not asks_back(event) or self._nth is None:
            return False
        self._to_line(None)
        return True

    def _read(self) -> None:
        session = self._session

        def read(journal: Journal) -> Bell:
            return Bell(journal.session(session), journal.tutor_note(session))

        self.lesson.ask(read, self._know, "the session", whoever=True)

    def _know(self, found: Bell) -> None:
        first, self._found = self._found is None, found
        if first:
            self._next_time = found.note.next_time
            self.tools.focus("next-time" if found.session.closed_at is None else "line-0")

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The state it is in."""
        found = self._found
        if found is None:
            return Text(words("reading"), tone="text2")
        if found.session.closed_at is None:
            inside = self._at_the_bell(found)
        elif self._nth is None:
            inside = self._closed(found)
        else:
            inside = self._one_line(found, self._nth)
        return Scroll(inside, key="closing")

    def _at_the_bell(self, found: Bell) -> Node:
        return Column(
            TextBox(
                "next-time",
                self._next_time,
                self._type_next_time,
                lambda _said: self._close(),
                label=words("next time"),
                most=LINE,
                draft=f"{self._session}/next time",
                known=found.note.next_time,
            ),
            *(self._together(found) if found.session.mode == GROUP else self._alone(found)),
            gap=16,
        )

    def _alone(self, found: Bell) -> list[Node]:
        return [*[self._attended(one) for one in found.session.attendance], self._way_out()]

    def _together(self, found: Bell) -> list[Node]:
        """Of several the way out stands above them: whatever is not said stays as it was when they began."""
        guests = found.session.guests if self._guests is None else self._guests
        return [
            self._way_out(),
            *[Card(self._took_part(one), pad=12) for one in found.session.attendance],
            captioned(of_groups("guests"), guest_row(guests, self._visit)),
        ]

    def _way_out(self) -> Node:
        return Row(
            Text(words("closing rest"), tone="text2", grow=1),
            Button("close-now", words("closing now"), self._close, icon="check", kind="primary"),
        )

    def _took_part(self, one: records.Attendance) -> Node:
        """How they came, and what they did of those who did."""
        if self._came.get(one.pupil, one.state) not in ATTENDANCES[:2]:
            return self._attended(one)
        label = of_groups("role of", name=self._name(one.pupil))
        roles = tuple((role, of_groups(f"role {role}")) for role in ROLES)
        chosen = self._did.get(one.pupil, one.role)
        role = Choice(f"did-{one.pupil}", roles, chosen, partial(self._say_did, one.pupil), label)
        return Column(self._attended(one), role, gap=8)

    def _name(self, pupil: str) -> str:
        return next((each.shown for each in self.lesson.house.pupils if each.id == pupil), words("nobody"))

    def _attended(self, one: records.Attendance) -> Node:
        name = self._name(one.pupil)
        options = tuple((state, words(f"came {state}")) for state in ATTENDANCES)
        chosen = self._came.get(one.pupil, one.state)
        return captioned(name, Choice(f"came-{one.pupil}", options, chosen, partial(self._say_came, one.pupil), name))

    def _closed(self, found: Bell) -> Node:
        """The rest is offered once, and may be left."""
        written = [name for name in NOTE_LINES if getattr(found.note, name)]
        return Column(
            Row(
                Icon("check", 24, "good"),
                Text(words("closing done", day=day(found.session.held_on)), style="h2", grow=1),
                Button("leave-rest", words("closing leave"), self._away, icon="arrow-right", kind="primary"),
            ),
            Card(
                Column(
                    Text(words("closing lines"), weight=600),
                    Text(words("closing header"), style="label", tone="text2"),
                    *[self._way_to(found, nth) for nth in range(len(NOTE_LINES))],
                    gap=8,
                ),
                pad=12,
            ),
            self._spoken.node(found.note, bool(written)),
            gap=16,
        )

    def _way_to(self, found: Bell, nth: int) -> Node:
        name = NOTE_LINES[nth]
        written = getattr(found.note, name)
        return Row(
            Column(Text(words(f"line {name}"), weight=600), Text(written, tone="text2"), gap=2, grow=1)
            if written
            else Text(words(f"line {name}"), weight=600, grow=1),
            Button(
                f"line-{nth}",
                words("line change" if written else "line write"),
                partial(self._to_line, nth),
                hint=words(f"line {name}"),
            ),
        )

    def _one_line(self, found: Bell, nth: int) -> Node:
        name = NOTE_LINES[nth]
        return Column(
            Text(words("closing header"), style="label", tone="text2"),
            TextBox(
                f"write-{name}",
                self._line,
                self._type_line,
                lambda _said: self._keep_line(found),
                label=words(f"line {name}"),
                most=LINE,
                lines=2,
                draft=f"{self._session}/{name}",
                known=getattr(found.note, name),
            ),
            Row(
                Button("no-line", words("line leave"), lambda: self._to_line(None), kind="quiet"),
                Space(),
                Button("keep-line", words("line next"), lambda: self._keep_line(found), icon="check", kind="primary"),
            ),
            gap=16,
        )

    # -- at the bell --------------------------------------------------------------------------------------------------
    def _type_next_time(self, said: str) -> None:
        self._next_time = said

    def _say_came(self, pupil: str, state: str) -> None:
        self._came[pupil] = state
        self.tools.changed()

    def _say_did(self, pupil: str, role: str) -> None:
        self._did[pupil] = role
        self.tools.changed()

    def _visit(self, guests: int) -> None:
        self._guests = guests
        self.tools.changed()

    def _close(self) -> None:
        """The one line and who came; words that nobody has seen wait without holding anybody up."""
        session, said, guests = self._session, self._next_time.strip(), self._guests
        found = self._found
        before = {one.pupil: (one.state, one.role) for one in found.session.attendance} if found else {}
        now = {pupil: self._part(pupil, *was) for pupil, was in before.items()}

        def close(journal: Journal) -> None:
            for pupil, (state, role) in now.items():
                if (state, role) != before[pupil]:
                    journal.attend(session, pupil, state=state, role=role)
            if guests is not None:
                journal.count_guests(session, guests)
            journal.close_session(session, said)

        def closed(result: object) -> None:
            del result
            self._came.clear()
            self._did.clear()
            self._guests = None
            self.tools.focus("leave-rest")
            self._read()
            self.tools.get_ready(tuple(before))

        self.lesson.ask(close, closed, "close the session", whoever=True)

    def _part(self, pupil: str, state: str, role: str) -> tuple[str, str]:
        """How they came and what they did, as chosen here; whoever was not there did nothing special."""
        state = self._came.get(pupil, state)
        return state, self._did.get(pupil, role) if state in ATTENDANCES[:2] else PLAYER

    def _away(self) -> None:
        self.tools.move(Back())

    # -- five more lines ----------------------------------------------------------------------------------------------
    def _to_line(self, nth: int | None) -> None:
        self._nth = nth
        if nth is None or self._found is None:
            self.tools.focus("leave-rest")
        else:
            self._line = getattr(self._found.note, NOTE_LINES[nth])
            self.tools.focus(f"write-{NOTE_LINES[nth]}")
        self.tools.changed()

    def _type_line(self, said: str) -> None:
        self._line = said

    def _keep_line(self, found: Bell) -> None:
        """It is kept, and the next that is empty is asked; after the last there is nothing more."""
        nth, session, said = self._nth, self._session, self._line
        if nth is None:
            return
        name = NOTE_LINES[nth]
        after = [n for n in range(nth + 1, len(NOTE_LINES)) if not getattr(found.note, NOTE_LINES[n])]

        def kept(note: records.TutorNote) -> None:
            self._found = Bell(found.session, note)
            self._to_line(after[0] if after else None)

        self.lesson.ask(lambda journal: journal.write_note(session, **{name: said}), kept, "a line", whoever=True)
