"""What stands on every screen: the keyboard light, someone to talk to, the veil, Aa, undo, the notice line, the lock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame

from instruments.events import Bend, Cleared, Control, NoteOff, NoteOn, Output, Pedal, Position, Pressed, Trouble
from studio.autolock import AutoLock
from studio.lesson import sentence
from studio.playing.keylight import KeyLight
from studio.playing.piano import MODIFIERS
from studio.screen import Again, Back, Go, Move, Screen
from studio.ui.nodes import Column, Dialog, Node, Space, Text
from studio.ui.shell import GROUP_ROOMS, ROOMS, Help, Light, More, Notice, Who, shell
from studio.words import ENGLISH, LISTENER, refused, safety, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from studio.app import Studio

ROOM_KEYS = {"pick": "pick", "play": "play", "make": "make", "reflect": "reflect", "music": "my-music", "lead": "lead"}
PLAYED = NoteOn | NoteOff | Pedal | Control | Bend | Pressed
FIRST = frozenset({"lock", "setup", "who"})  # screens with nothing behind them
MUSIC_ROOMS = frozenset({"play", "make"})
STAYING = frozenset({"play", "make", "reflect", "lead"})  # going there is not moving on from what was kept


class Standing:
    """The frame around the screens, and the way between them that no screen decides for itself."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._troubles: dict[str, str] = {}
        self._warned: set[tuple[str, str]] = set()
        self._keys = KeyLight(studio, self._troubles, lambda: self._open("keyboards"))
        self._dialog: str | None = None
        self._idle = AutoLock(studio.clock(), lambda: studio.lesson.house.idle_minutes, self._fade)
        self.veiled = False
        self.lively = True
        self._more = False
        self._person: tuple[str | None, bool] = (None, False)

    # -- start --------------------------------------------------------------------------------------------------------
    def start(self) -> None:
        """The first screen: set-up on a new laptop, else the passphrase. Slow imports follow behind the first frame."""
        from studio.vault_door import has_journal, warm_up
        from studio.voices import voice

        self._studio.first("lock" if has_journal(self._studio.folder) else "setup")
        self._studio.background.writer.put(warm_up, _ignored, self._failed, "warm up")
        folder = self._studio.folder
        self._studio.background.worker.put(
            lambda: voice.clean(folder), _ignored, self._failed, "wipe what a crash left"
        )

    # -- what the engine says -----------------------------------------------------------------------------------------
    def told(self, event: object) -> None:
        """What is played lights the lamp; keyboards, troubles and whether anything moves."""
        self._keys.told(event)
        if isinstance(event, PLAYED):
            self._idle.touched(self._studio.clock())
        match event:
            case Trouble():
                self._troubles[event.kind] = refused(event.sentence)
                self._studio.say(self._troubles[event.kind])
            case Cleared():
                if self._troubles.pop(event.kind, None) == self._studio.notice:
                    self._clear_notice()
                self._studio.change()
            case Output() if event.warning and (event.backend, event.device) not in self._warned:
                self._warned.add((event.backend, event.device))
                self._studio.say(refused(event.warning))
            case Position():
                self._idle.told(event)
            case _:
                pass

    def tick(self, now: float) -> None:
        """The lamp goes out again. What was said to one person goes with them, and how they like it."""
        lesson = self._studio.lesson
        self._studio.own.tick()
        person = (lesson.pupil.id if lesson.pupil else None, lesson.guest)
        if person != self._person:
            self._person = person
            if self._dialog == "keyboards":
                self._keys.leave()
                self._open(None)
            if self._studio.notice not in self._troubles.values():  # a cable that is out is out for the next too
                self._clear_notice()
        self._keys.tick(now)
        if self._studio.browser.tick():
            self._idle.touched(now)  # whoever reads a page in the browser is there
        if self._idle.due(now, going_on=lesson.recorder.is_rolling or self._studio.closing.up):
            self._step_away()
        moves = self._idle.playing or lesson.recorder.is_rolling
        self.lively = self._keys.lit or moves or self._studio.background.busy

    def handled(self, events: list[pygame.event.Event], now: float) -> None:
        """What hands did in this turn: somebody is there."""
        self._idle.handled(events, now)

    def _fade(self, share: float) -> None:
        self._studio.sounding.fade(share)

    def _step_away(self) -> None:
        """Nobody has been there for long: whoever comes next says who they are, and finds nothing of anyone."""
        self._studio.browser.lock()
        if self._studio.screen.name not in FIRST:
            self._dialog, self._more = None, False
            self._studio.move(Go("who", {"away": True}))

    # -- the frame ----------------------------------------------------------------------------------------------------
    def frame(self, screen: Screen) -> Node:
        """The whole window as nodes."""
        lesson, theme = self._studio.lesson, self._studio.tools.theme()
        someone = lesson.pupil is not None or lesson.guest
        if self.covers(screen):
            light, dialog = self._keys.light(covered=True), self._studio.closing.dialog()
            return shell(
                self._veil(),
                theme=theme,
                title=say("frame.soundfolio"),
                helping=self._help(None, None),
                light=light,
                dialog=dialog,
            )
        undo = screen.undo()
        return shell(
            screen.build(),
            theme=theme,
            title=screen.title,
            subtitle=screen.subtitle,
            helping=self._help(undo, screen.do_undo, screen.no_undo, screen.redo_step),
            back=None if screen.name in FIRST else lambda: self._studio.move(Back()),
            room=ROOM_KEYS.get(screen.room or ""),
            go=self._go if someone else None,
            rooms=GROUP_ROOMS if self._together(screen) else ROOMS,
            who=None if self.veiled or screen.room == "lead" else self._who(),
            light=self._owing() or self._keys.light(),
            extra=screen.extra(),
            more=More(self._more, self._turn_more),
            notice=self._notice(),
            dialog=self._in_front(screen),
            brand=screen.name in FIRST,
        )

    def _owing(self) -> Light | None:
        """For as long as something is not on the disk yet it stands where the keyboard's light is, on every screen."""
        why = self._studio.lesson.recorder.errands.in_the_way
        if why is None:
            return None
        words, heard = say("frame.not on the disk yet"), self._keys.light().heard
        return Light(heard, words, "hard-drive", lambda: self._studio.say(sentence(why)), calls=True)

    def covers(self, screen: Screen) -> bool:
        """Whether this screen is behind the veil: nothing of it is seen, and no key reaches it."""
        return self.veiled and screen.private

    def place(self, screen: Screen) -> object:
        """Where this is, for words that are being typed: None where they only wait, behind the veil or as the window closes."""
        return None if self.covers(screen) or self._studio.closing.left else (screen, screen.part)

    def _help(
        self, undo: str | None, do_undo: Callable[[], None] | None, why_not: str = "", redo: Again | None = None
    ) -> Help:
        said: dict[str, str] = {}
        lesson = self._studio.lesson
        # before that the words of the frame itself do, in English: tables are not for the first frame
        if lesson.journal is not None or LISTENER.language != ENGLISH:
            from studio import help_here

            said = {"talk_words": safety("H1", in_line=True), "thanks": help_here.thanks(lesson)}
        return Help(
            **said,
            talk=self._studio.wishes.press,
            talked=self._studio.wishes.heard,
            come_in=self._toggle_veil,
            look=lambda: self._open("look"),
            undo=do_undo if undo else None,
            undo_words=undo or why_not or say("frame.undo"),
            redo=redo.do if redo else None,
            redo_words=redo.words if redo else "",
        )

    def _notice(self) -> Notice | None:
        """What was said last, at the foot of the frame, where nothing is covered; behind the veil it waits."""
        if not self._studio.notice or self.veiled:
            return None
        return Notice(self._studio.notice, self._clear_notice)

    def handle(self, event: pygame.event.Event) -> None:
        """Esc goes back; F1 is somebody to talk to; F2 the veil; Ctrl+Z (or Cmd+Z) undoes, and in Make Z alone does.

        Elsewhere Z alone does nothing: it lies beside the keys that are a piano, and in Play it would put a whole take aside.
        """
        if event.type != pygame.KEYDOWN:
            return
        screen = self._studio.screen
        if event.key == pygame.K_F2:
            self._toggle_veil()
        elif event.key == pygame.K_F1:
            self._studio.wishes.press()
        elif self.covers(screen):
            return
        elif event.key == pygame.K_ESCAPE:
            if not screen.holds:
                self._studio.move(Back())
        elif event.key == pygame.K_z and not self._studio.ui.text_focus and self._undoes(event.mod, screen):
            self._undo(screen)

    def _undo(self, screen: Screen) -> None:
        if screen.undo() is not None:
            screen.do_undo()
        elif screen.no_undo:
            self._studio.say(screen.no_undo)

    @staticmethod
    def _undoes(held: int, screen: Screen) -> bool:
        control = bool(held & (pygame.KMOD_CTRL | pygame.KMOD_META))
        alone = not held & MODIFIERS and screen.name == "make"
        return control or alone

    def moving_on(self, move: Move, screen: Screen | None) -> Move:
        """Moving on from something kept: a question comes first where the rules ask one; it costs nothing to skip."""
        lesson, wishes = self._studio.lesson, self._studio.wishes
        if screen is not None and screen.name == "tutor":
            wishes.look_again()
        if isinstance(move, Go) and move.name == "who":
            wishes.forget()
            if move.options.get("away"):
                return move  # nobody is there to be asked
        if not isinstance(move, Go) or screen is None or screen.name not in MUSIC_ROOMS or move.name in STAYING:
            return move
        if lesson.sayable is None or not lesson.sayable.due or lesson.pupil is None:
            return move
        return Go("reflect", {"then": move.name})

    def way_back(self, screen: Screen) -> str:
        """Where Back leads from the last screen of the stack."""
        lesson = self._studio.lesson
        if lesson.journal is None:
            return "lock" if self._studio.screen.name != "setup" else "setup"
        if screen.name == "home" or (lesson.pupil is None and not lesson.guest):
            return "who"
        return "home" if screen.name in {"pick", "music", "reflect"} else "pick"

    # -- pieces of the frame ------------------------------------------------------------------------------------------
    def _go(self, room: str) -> None:
        self._more = False
        name = next(name for name, key in ROOM_KEYS.items() if key == room)
        self._studio.move(Go(name))

    def _together(self, screen: Screen) -> bool:
        """Whether there is somebody to play together with: several share the laptop, or the tutor plays beside the pupil."""
        lesson = self._studio.lesson
        return screen.room == "lead" or bool(lesson.seats) or lesson.band is not None or lesson.keys.two

    def _turn_more(self, opened: bool) -> None:
        self._more = opened
        self._studio.change()

    def _who(self) -> Who | None:
        lesson = self._studio.lesson
        bye = partial(self._studio.move, Go("leaving"))
        name, icon = (
            (lesson.pupil.shown, lesson.pupil.avatar) if lesson.pupil else (say("frame.visiting"), "footprints")
        )
        if lesson.pupil is None and not lesson.guest:
            return None
        if (coming := lesson.next_seat) is None:
            return Who(name, icon, bye)
        from studio.screens.people.several import shown

        now, after = (say(f"several.{key}", name=one) for key, one in (("now", name), ("next", shown(coming.pupil)[0])))
        return Who(now, icon, bye, after, self._swap)

    def _swap(self) -> None:
        """One tap: whoever is next has the keys; about what was kept its player is asked first, where that is due."""
        lesson = self._studio.lesson
        lesson.coming = lesson.next_seat
        self._dialog, self._more = None, False
        self._studio.move(Go("turn"))

    def _veil(self) -> Node:
        return Column(
            Space(),
            Text(say("frame.music in progress"), style="display", align="center"),
            Text(say("frame.press to come back"), style="lead", tone="text2", align="center"),
            Space(),
            grow=1,
        )

    def _toggle_veil(self) -> None:
        self.veiled = not self.veiled
        self._studio.change()

    def _clear_notice(self) -> None:
        self._studio.notice = ""
        self._studio.change()

    # -- dialogs ------------------------------------------------------------------------------------------------------
    def share_keys(self) -> None:
        """Pupil and tutor are to play on one keyboard."""
        self._keys.share()

    def _open(self, name: str | None) -> None:
        self._dialog = name
        self._studio.change()

    def _in_front(self, screen: Screen) -> Dialog | None:
        if self._studio.closing.up:
            return self._studio.closing.dialog()
        if self._dialog == "keyboards":
            return self._keys.dialog(lambda: self._open(None))
        if self._dialog == "help":
            return self._help_here()
        if self._dialog == "privacy":
            return self._privacy()
        return self._look() if self._dialog == "look" else screen.dialog()

    def _look(self) -> Dialog:
        from studio.look_dialog import LookDialog  # with its words: not for the first frame

        return LookDialog(self._studio, lambda: self._open(None), lambda: self._open("help")).dialog()

    def _help_here(self) -> Dialog:
        from studio import help_here

        lesson, pressed = self._studio.lesson, self._studio.wishes.heard
        return help_here.dialog(lesson, lambda: self._open(None), lambda: self._open("privacy"), pressed=pressed)

    def _privacy(self) -> Dialog:
        from studio import privacy

        return privacy.dialog(lambda: self._open(None), sends=self._studio.lesson.house.sends)

    def _failed(self, error: Exception) -> None:
        self._studio.say(sentence(error))


def _ignored(result: object) -> None:
    del result
