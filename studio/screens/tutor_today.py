"""Today, behind the tutor's door: calls for help first, then words nobody has seen, then sessions to close with one line."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reflections import prompts
from reflections.records import local
from studio.hearing_voice import HearVoice
from studio.ui.nodes import Button, Card, Column, Icon, Node, Row, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import records
    from reflections.journal import Journal
    from studio.screen import Tools

NEXT_TIME = 500


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the tutor has still to see or close, read in one go."""

    unseen: records.Unseen
    sessions: tuple[records.Session, ...]
    last: dict[str, str] = field(default_factory=dict)  # pupil -> what the tutor meant to do next time


def waiting(journal: Journal) -> Waiting:
    """Read it. On the writer."""
    open_now = tuple(session for session in journal.sessions() if session.closed_at is None)
    here = {pupil for session in open_now for pupil in session.pupils}
    return Waiting(journal.unseen(), open_now, {pupil: journal.last_next_time(pupil) for pupil in sorted(here)})


class Today:
    """Words stay folded under a pupil's name until they are opened: this screen may be on a projector."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self._waiting: Waiting | None = None
        self._opened: str | None = None  # whose words are open
        self._passed_to: dict[str, str] = {}
        self._next_time: dict[str, str] = {}
        self.voice = HearVoice(tools)

    def read(self) -> None:
        """Read again what waits."""
        self.lesson.ask(waiting, self._know, "what waits")

    def _know(self, found: Waiting) -> None:
        self._waiting = found
        for flag in found.unseen.flags:
            self._passed_to.setdefault(flag.id, flag.help_person)

    def node(self) -> Node:
        """Help, words, sessions, the end of the day."""
        if self._waiting is None:
            return Text("Reading what waits.", tone="text2")
        return Column(*self._help(), *self._words(), *self._sessions(), self._day(), gap=16)

    def _name(self, pupil: str | None) -> str:
        return next((one.shown for one in self.lesson.house.pupils if one.id == pupil), "Somebody")

    # -- help ---------------------------------------------------------------------------------------------------------
    def _help(self) -> list[Node]:
        assert self._waiting is not None
        return [self._flag(flag) for flag in self._waiting.unseen.flags]

    def _flag(self, flag: records.HelpFlag) -> Node:
        at = flag.raised_at.astimezone()
        return Card(
            Column(
                Row(
                    Icon("hand", 24, "accent"),
                    Column(
                        Text(f"{self._name(flag.pupil)} wants to talk to someone", style="lead", weight=600),
                        Text(
                            f"Asked on {at:%A %d %B at %H:%M}. Write nothing here of what it is about.",
                            style="label",
                            tone="text2",
                        ),
                        gap=2,
                        grow=1,
                    ),
                ),
                Row(
                    TextBox(
                        f"to-{flag.id}",
                        self._passed_to.get(flag.id, ""),
                        lambda words: self._set_passed_to(flag.id, words),
                        lambda _words: self._pass_on(flag),
                        label="Whom did you tell?",
                        most=120,
                        grow=1,
                    ),
                    Button(
                        f"pass-{flag.id}", "I have told them", lambda: self._pass_on(flag), icon="check", kind="primary"
                    ),
                    align="end",
                ),
                gap=12,
            ),
            tone="soft",
        )

    def _set_passed_to(self, flag: str, words: str) -> None:
        self._passed_to[flag] = words

    def _pass_on(self, flag: records.HelpFlag) -> None:
        to = self._passed_to.get(flag.id, "").strip()
        if not to:
            self.tools.focus(f"to-{flag.id}")
            return
        self._change(lambda journal: journal.pass_on(flag.id, to))

    # -- words --------------------------------------------------------------------------------------------------------
    def _words(self) -> list[Node]:
        assert self._waiting is not None
        unseen = self._waiting.unseen
        whose = list(dict.fromkeys(one.pupil for one in unseen.items))
        rows: list[Node] = [Text("To see and hear", style="h2")]
        if not whose and not unseen.taken_back:
            rows.append(Text("You have seen everything.", tone="text2"))
        if unseen.taken_back:
            rows.append(self._taken_back(unseen.taken_back))
        for pupil in whose:
            mine = tuple(one for one in unseen.items if one.pupil == pupil)
            rows.append(self._opened_words(pupil, mine) if pupil == self._opened else self._folded_words(pupil, mine))
        return rows

    def _taken_back(self, count: int) -> Node:
        return Card(
            Row(
                Icon("undo-2", 22, "accent"),
                Column(Text(f"{count} taken back before you saw it. Ask in person.", weight=600), grow=1),
                Button("told-taken-back", "I know", self._told, icon="check"),
            ),
            pad=12,
        )

    def _folded_words(self, pupil: str, mine: tuple[records.SeenItem, ...]) -> Node:
        many = f"{len(mine)} things" if len(mine) > 1 else "1 thing"
        return Card(
            Row(
                Icon("message-circle", 22, "accent"),
                Column(
                    Text(self._name(pupil), weight=600),
                    Text(f"{many} to see", style="label", tone="text2"),
                    gap=2,
                    grow=1,
                ),
                Button(f"words-{pupil}", "Open", lambda: self._open(pupil), icon="eye", hint=self._name(pupil)),
            ),
            pad=12,
        )

    def _opened_words(self, pupil: str, mine: tuple[records.SeenItem, ...]) -> Node:
        return Card(
            Column(
                Text(self._name(pupil), style="lead", weight=600),
                *[
                    Row(_said(one), Space(), self.voice.button(one.of)) if one.has_sound else _said(one) for one in mine
                ],
                Row(
                    Button("close-words", "Close", lambda: self._open(None), kind="quiet"),
                    Space(),
                    Button(
                        f"seen-{pupil}", "I have seen these", lambda: self._seen(mine), icon="check", kind="primary"
                    ),
                ),
                gap=12,
            ),
        )

    def _open(self, pupil: str | None) -> None:
        self._opened = pupil
        self.tools.focus(f"seen-{pupil}" if pupil else "tab")
        self.tools.changed()

    def _seen(self, mine: tuple[records.SeenItem, ...]) -> None:
        """What was only spoken is not seen by reading: it stays until it has been heard."""
        heard, tutor = self.voice.heard, self.lesson.house.tutor or "tutor"
        ids = tuple(one.id for one in mine if not one.has_sound or one.words or one.of in heard)
        self._opened = None
        self.voice.stop()
        self._change(lambda journal: journal.seen(ids, tutor))

    def _told(self) -> None:
        self._change(lambda journal: journal.told_of_taking_back())

    # -- sessions -----------------------------------------------------------------------------------------------------
    def _sessions(self) -> list[Node]:
        assert self._waiting is not None
        open_now = self._waiting.sessions
        return [Text("Open sessions", style="h2"), *[self._session(one) for one in open_now]] if open_now else []

    def _session(self, session: records.Session) -> Node:
        assert self._waiting is not None
        names = ", ".join(self._name(pupil) for pupil in session.pupils) or "Nobody"
        last = next((self._waiting.last[pupil] for pupil in session.pupils if self._waiting.last.get(pupil)), "")
        since = local(session.opened_at, session.zone)
        return Card(
            Column(
                Row(
                    Text(f"{names}, since {since:%H:%M on %A}", style="lead", weight=600, grow=1),
                    Button(
                        f"there-{session.id}",
                        "I was there",
                        lambda: self._was_there(session),
                        icon="eye",
                        kind="quiet",
                        hint="What could be read in this session is seen. What was only spoken waits to be heard.",
                    ),
                ),
                Text(f"Last time you wrote: {last}", tone="text2") if last else None,
                Row(
                    TextBox(
                        f"next-{session.id}",
                        self._next_time.get(session.id, ""),
                        lambda words: self._set_next_time(session.id, words),
                        lambda _words: self._close(session),
                        label="Next time I will...",
                        most=NEXT_TIME,
                        grow=1,
                    ),
                    Button(
                        f"close-{session.id}",
                        "Close the session",
                        lambda: self._close(session),
                        icon="check",
                        kind="primary",
                    ),
                    align="end",
                ),
                gap=12,
            ),
        )

    def _was_there(self, session: records.Session) -> None:
        """The tutor sat beside them: what was typed and tapped there was seen as it was said."""
        tutor = self.lesson.house.tutor or "tutor"
        self._change(lambda journal: journal.was_there(session.id, tutor))

    def _set_next_time(self, session: str, words: str) -> None:
        self._next_time[session] = words

    def _close(self, session: records.Session) -> None:
        words = self._next_time.pop(session.id, "").strip()
        self._change(lambda journal: journal.close_session(session.id, words))
        self.tools.say("The session is closed.")

    # -- the end of the day -------------------------------------------------------------------------------------------
    def _day(self) -> Node:
        return Row(Space(), Button("end-day", "End the day", self._end_day, icon="moon", hint="Closes what is open."))

    def _end_day(self) -> None:
        """The journal says no while a pupil's words or a call for help wait; its sentence is shown."""
        self._change(lambda journal: journal.end_day(), "The day is closed. Thank you.")

    def _change(self, work: Callable[[Journal], object], words: str = "") -> None:
        def done(result: object) -> None:
            del result
            if words:
                self.tools.say(words)
            self.read()

        self.lesson.ask(work, done, "the tutor's day")


ANSWERS = {
    ("try_next", "words"): "T7",
    ("tool_pick", "words"): "P3",
    ("goal_wording", "words"): "G1",
    ("goal", "why"): "G2",
    ("goal", "first_step"): "G3",
    ("goal", "know_by"): "G4",
    ("piece", "about"): "T10",
    ("ending", "give_to"): "E2",
    ("you_said_we_did", "said"): "P6",
}  # the question that words outside a reflection answer


def _said(one: records.SeenItem) -> Node:
    """One thing a pupil said, under the question it answers or where it was put."""
    prompt = one.prompt or ANSWERS.get((one.entity, one.field), "")
    try:
        asked = prompts.words(prompt) if prompt else say(f"tutor.said in {one.entity} {one.field}")
    except KeyError:
        asked = ""
    body = one.words or ("A voice note. It waits until you have heard it." if one.has_sound else "")
    return Column(Text(asked, style="label", tone="text2") if asked else None, Text(body), gap=2)
