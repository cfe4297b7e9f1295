"""What every screen is, is given, and may ask for; the moves between screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from studio.ui.drafts import Drafts
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    import pygame

    from instruments import Engine
    from instruments.events import Played
    from reflections.records import Question
    from studio.background import Background
    from studio.lesson import Lesson
    from studio.playing.sounding import Sounding
    from studio.settings import Settings
    from studio.ui.nodes import Dialog, Node
    from studio.ui.theme import Theme
    from studio.voices.aloud import Reading

BRAND = "Soundfolio"


@dataclass(frozen=True, slots=True)
class Go:
    """Leave everything for the named screen: a room, or who is here."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Push:
    """Open the named screen over this one; it comes back with `Back`."""

    name: str
    options: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Back:
    """Return to the screen beneath."""


Move = Go | Push | Back


@dataclass(frozen=True, slots=True)
class Again:
    """What was undone last, in words, and how to do it again: None where there is nothing just now."""

    words: str
    do: Callable[[], None] | None = None


@dataclass(slots=True)
class Tools:
    """What a screen is given. Nothing here is global, so a test builds a screen in a line."""

    folder: Path
    engine: Engine
    lesson: Lesson
    background: Background
    settings: Settings
    clock: Callable[[], float]
    move: Callable[[Move], None]
    say: Callable[[str], None]
    changed: Callable[[], None]
    focus: Callable[..., None]  # a key, and which part of a group
    focused: Callable[[], str | None]
    theme: Callable[[], Theme]
    fit_keys: Callable[[int, int], None]
    restyle: Callable[[Settings], None]  # look and sound so from now on, and at the next start
    sounding: Sounding
    read_aloud: Callable[[Reading], None] = lambda _reading: None
    veiled: Callable[[], bool] = lambda: False  # somebody has come in: what the pupil said is out of sight, and unheard
    get_ready: Callable[[Sequence[str]], None] = lambda _pupils: None  # their packs: they have closed
    stop_packing: Callable[[], None] = lambda: None
    browse: Callable[[str], None] = lambda _path: None  # open this page in the browser
    share_keys: Callable[[], None] = lambda: None  # pupil and tutor are to play on one keyboard
    drafts: Drafts = field(default_factory=Drafts)  # what stands in text boxes and was not handed in
    kept: dict[Any, Any] = field(default_factory=dict)  # what took long to draw; never on the disk, which is not locked


class Screen:
    """One screen. `build` describes it from state; `handle`, `hear` and `update` change state and call `changed`."""

    name = ""
    room: str | None = None
    titled = ""  # what its title is in the tables of words; without one it is the program's name
    subtitled = ""
    for_tutor = False  # its words are in the laptop's language, whoever is here
    keys_play = True  # computer keys are a piano here, unless a text box has focus
    holds = False  # Esc does not lead away: what stands here is shown only once
    unread = ""  # what has keys that begin so is never read aloud: others would hear how somebody signs in

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self.lesson = tools.lesson
        self.engine = tools.engine

    @property
    def private(self) -> bool:
        """Whether "Someone's come in" hides it; not where the lesson itself is shown."""
        return True

    @property
    def title(self) -> str:
        """What stands above it."""
        return say(self.titled) if self.titled else BRAND

    @property
    def subtitle(self) -> str:
        """A line beneath its title, or nothing."""
        return say(self.subtitled) if self.subtitled else ""

    def enter(self) -> None:
        """The screen is shown now."""

    def leave(self) -> None:
        """Another screen follows; let go of what sounds or listens."""

    def build(self) -> Node:
        """The tree of this screen's body, without the header and the bottom bar."""
        raise NotImplementedError

    def extra(self) -> Node | None:
        """A control beside the title, where this screen has one."""
        return None

    def dialog(self) -> Dialog | None:
        """A question in front of the whole window, if there is one."""
        return None

    def handle(self, event: pygame.event.Event) -> bool:
        """A window event no widget used; True if it was for this screen."""
        del event
        return False

    def hear(self, event: Played) -> bool:
        """Something was played. True if it was an answer here, not music."""
        del event
        return False

    def told(self, event: object) -> None:
        """The engine said something else: a position, the end, a keyboard that came or went."""

    def update(self, now: float) -> None:
        """Once a frame; `now` in seconds of the studio's clock."""
        del now

    @property
    def asks(self) -> Question | None:
        """What is asked here now: read aloud when it comes up, for whoever wants that."""
        return None

    @property
    def listens(self) -> bool:
        """Whether somebody speaks into the microphone here, or is heard again: nothing else may sound."""
        return False

    @property
    def part(self) -> str:
        """Which part of it is in front: what is typed in one waits there while another is looked at."""
        return ""

    def draft(self, *of: str) -> str:
        """Name what words typed here are of, for a text box that keeps them; nothing of a guest is kept."""
        pupil = self.lesson.pupil
        return "/".join((pupil.id, self.name, *of)) if pupil is not None else ""

    def undo(self) -> str | None:
        """What Undo would do here, in words, or None; `do_undo` does it."""
        return None

    @property
    def no_undo(self) -> str:
        """Why there is no Undo here just now, in words; "" where there is nothing to undo."""
        return ""

    @property
    def redo_step(self) -> Again | None:
        """What was undone and can be done again; None on a screen that knows no such thing."""
        return None

    def do_undo(self) -> None:
        """Take back what `undo` names."""
