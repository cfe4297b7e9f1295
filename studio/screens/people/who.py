"""Who is here: play first, sign in by pictures, be new, be visiting. The tutor's door stands apart."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio import help_here, privacy
from studio.playing import riff
from studio.playing.jam import Jam
from studio.screen import Go, Push, Screen
from studio.screens.people.pictures import SIGN_IN, SIGN_IN_LENGTH, picture_name
from studio.ui import art
from studio.ui.nodes import Button, Card, Column, Dialog, Grid, Icon, Node, Row, Scroll, Space, Text
from studio.words import prompt, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments.events import Played
    from reflections import records
    from studio.screen import Tools


TROUBLE_WIDTH = 300
TUTOR_NEAR_SECONDS = 120  # after unlocking the tutor's door asks nothing for so long, if nobody comes meanwhile


class Who(Screen):
    """Nothing of anyone is on this screen but, with one pupil alone, their name."""

    name = "who"
    titled = "who.who is here"  # in the frame, where no window is too low for it
    unread = "picture-"
    private = True

    def __init__(self, tools: Tools, *, jam: Jam | None = None, away: bool = False) -> None:
        super().__init__(tools)
        self._away = away  # whoever was here has gone without a word
        self._asked_for_help = self._asked_who_sees = False
        self._away_as = ""  # what is said of it
        self.jam = jam or Jam(tools)
        self._tapped: tuple[str, ...] = ()
        self._trouble = ""
        self._choosing: tuple[records.Pupil, ...] = ()  # those without pictures, or with the same ones
        self._going_in = False
        self._near_until = 0.0
        self._to_the_tutor = False

    def enter(self) -> None:
        """Ready for whoever comes; the house is read again, since somebody may have been added."""
        if self._away:
            self._away, self._away_as = False, "away visiting" if self.lesson.guest else "away"
            self.lesson.step_away()
        if self.lesson.pupil is not None or self.lesson.guest:
            self.tools.move(Go("leaving"))  # nobody is left behind silently: what they played is theirs to decide on
            return
        self._tapped, self._trouble, self._choosing, self._going_in = (), "", (), False
        self._near_until, self._to_the_tutor = self.tools.clock() + TUTOR_NEAR_SECONDS, False
        self.jam.ready()
        self.lesson.refresh_house()
        self.tools.focus("just-play")

    def leave(self) -> None:
        """Stop the beat; what was played is held. Whoever goes anywhere else is no tutor: from now on their door asks."""
        self.jam.stop()
        self.lesson.tutor_near = self.lesson.tutor_near and self._to_the_tutor

    # -- what is shown ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """Three ways in side by side, the keys beneath."""
        held, place = self._held(), Text(prompt("N4" if self.lesson.alone else "N1"), tone="text2")
        ways = Row(self._just_play(), self._in(), self._new(), gap=16, align="stretch", grow=1)
        below = place if held is None and self.tools.theme().folds else None  # what is pressed stands in sight
        inside = Column(held or (None if below else place), ways, below, gap=12, grow=1)
        return Column(Scroll(inside, key="who"), self.jam.strip(), gap=12, grow=1)

    def extra(self) -> Node:
        """The tutor's door, apart from the ways in."""
        return Button("tutor", say("who.tutors door"), self._to_the_door, icon="key-round", kind="quiet")

    def _held(self) -> Node | None:
        if self.lesson.held:
            words = say("who.what you played")
        elif self._away_as:
            words = say(f"who.{self._away_as}")
        else:
            return None
        return Row(Icon("bookmark", 20, "accent"), Column(Text(words, weight=600), grow=1), gap=8)

    def _just_play(self) -> Node:
        play = Button("just-play", say("who.play"), self._play, icon="arrow-right", kind="primary")
        remembers = Text(prompt("N6"), style="label", tone="text2")
        below = (*(() if self.tools.theme().folds else (art.notes(),)), play, remembers)
        return Card(
            Column(
                Row(Icon("piano", 36, "accent"), Text(say("who.just play"), style="h1"), gap=12),
                Text(say("who.the keys work now"), style="body" if self.tools.theme().folds else "lead"),
                *below,
                gap=12,
                grow=1,
            ),
            tone="soft",
            pad=20,
            grow=4,
        )

    def _in(self) -> Node | None:
        pupils = self.lesson.house.pupils
        if not pupils:
            return None
        return self._only_one(pupils[0]) if len(pupils) == 1 else self._pictures()

    def _only_one(self, pupil: records.Pupil) -> Node:
        return Card(
            Column(
                Space(),
                Icon(pupil.avatar, 72, "accent"),
                Text(pupil.shown, style="display", align="center"),
                Space(),
                Row(Icon("arrow-right", 24), Text(say("who.that is me"), style="lead", weight=600), gap=12),
                gap=12,
                align="center",
                grow=1,
            ),
            key="that-is-me",  # the whole card: a child presses the picture
            label=say("who.that is me"),
            do=lambda: self._go_in(pupil),
            pad=16,
            grow=5,
        )

    def _pictures(self) -> Node:
        room = self.tools.theme().text_scale <= 1  # beneath the pictures
        above = say("who.tap your four") if room or not self._trouble else self._trouble
        return Card(
            Column(
                Text(say("who.my pictures"), style="h2"),
                Text(above, style="label", tone="text2"),
                picture_tiles(self._tap),
                Row(
                    *dots(len(self._tapped)),
                    Space(),
                    Button("my-riff", say("riff.title"), lambda: self.tools.move(Push("riff")), icon="music-2")
                    if any(pupil.sign_in_kind == riff.KIND for pupil in self.lesson.house.pupils)
                    else None,
                    Button("start-over", say("who.start over"), self._start_over, icon="undo-2", kind="quiet"),
                ),
                # no wider than the pictures: none moves under the hand that taps
                Column(Text(self._trouble, style="label", weight=600), width=TROUBLE_WIDTH)
                if room and self._trouble
                else None,
                gap=8,
                grow=1,
            ),
            pad=16,
            grow=5,
        )

    def _new(self) -> Node:
        pupils = self.lesson.house.pupils
        first, without = not pupils, len(pupils) > 1 and any(not pupil.sign_in for pupil in pupils)
        return Column(
            Button(
                "new",
                say("who.i am new here"),
                lambda: self.tools.move(Push("newcomer")),
                icon="user-plus",
                kind="primary" if first else "big",
            ),
            Button("no-pictures", say("who.i have no pictures"), self._choose_without, icon="circle-user-round")
            if without
            else None,
            Button("several", say("several.title"), lambda: self.tools.move(Push("several")), icon="users")
            if pupils
            else None,
            Button("visiting", say("who.just visiting"), self._visit, icon="footprints"),
            Text(say("who.visiting all works"), style="label", tone="text2"),
            Button(
                "help-here",
                help_here.asked(),
                lambda: self._ask_for_help(True),
                icon="hand-heart",
                kind="quiet",
            ),
            Button("tutor-helps", say("riff.tutor helps"), self._help, icon="key-round") if self._trouble else None,
            gap=8,
            grow=3,
        )

    def dialog(self) -> Dialog | None:
        """Ask which one it is, where pictures can not tell; or say who can help."""
        if self._asked_who_sees:
            return privacy.dialog(lambda: self._ask_who_sees(False), sends=self.lesson.house.sends)
        if self._asked_for_help:
            return help_here.dialog(self.lesson, lambda: self._ask_for_help(False), lambda: self._ask_who_sees(True))
        if not self._choosing:
            return None
        tiles = [
            Button(f"me-{pupil.id}", pupil.shown, partial(self._go_in, pupil), icon=pupil.avatar, kind="tile")
            for pupil in self._choosing
        ]
        return Dialog(
            say("who.which one are you"),
            Column(
                Text(say("who.your tutor beside you"), tone="text2"),
                Grid(*tiles, min_width=140),
                Row(Space(), Button("none", say("who.none of these"), self._not_there, kind="quiet")),
                gap=16,
            ),
            key="which",
            escape=self._not_there,
        )

    # -- ways in ------------------------------------------------------------------------------------------------------
    def _play(self) -> None:
        self.tools.move(Go("play"))

    def _tap(self, icon: str) -> None:
        self._trouble = ""
        self._tapped = (*self._tapped, icon)
        if len(self._tapped) == SIGN_IN_LENGTH:
            self._try_pictures()
        self.tools.changed()

    def _try_pictures(self) -> None:
        tapped, self._tapped = self._tapped, ()
        match [pupil for pupil in self.lesson.house.pupils if pupil.sign_in == tapped]:
            case []:
                self._trouble = say("who.not found")
            case [pupil]:
                self._go_in(pupil)
            case several:
                self._choosing = tuple(several)

    def _help(self) -> None:
        self._to_the_door(tab="pupils")

    def _to_the_door(self, **where: str) -> None:
        self._to_the_tutor = True
        self.tools.move(Push("tutor", where))

    def _ask_for_help(self, asked: bool) -> None:
        self._asked_for_help = asked
        self.tools.changed()

    def _ask_who_sees(self, asked: bool) -> None:
        self._asked_for_help, self._asked_who_sees = False, asked
        self.tools.changed()

    def _start_over(self) -> None:
        self._tapped, self._trouble = (), ""
        self.tools.changed()

    def _choose_without(self) -> None:
        self._choosing = tuple(pupil for pupil in self.lesson.house.pupils if not pupil.sign_in)
        self.tools.changed()

    def _not_there(self) -> None:
        self._choosing = ()
        self.tools.changed()

    def _go_in(self, pupil: records.Pupil) -> None:
        """Choose this pupil; from the second pupil on, one without pictures picks them next."""
        if self._going_in:
            return
        self._going_in = True
        asks = not pupil.sign_in and len(self.lesson.house.pupils) > 1
        self.lesson.choose(pupil, lambda: self.tools.move(Go("signin" if asks else "home")))

    def _visit(self) -> None:
        self.lesson.be_guest()
        self.tools.move(Go("pick"))

    def update(self, now: float) -> None:
        """If the journal said no (it has said why), the ways in work again; after a while the tutor may have gone."""
        if now > self._near_until:
            self.lesson.tutor_near = False
        if self._going_in and not self.tools.background.busy:
            self._going_in = False

    # -- the keys -----------------------------------------------------------------------------------------------------
    def hear(self, event: Played) -> bool:
        """Start the beat at the first key."""
        return self.jam.hear(event)

    def told(self, event: object) -> None:
        """Where the beat is."""
        self.jam.told(event)


def dots(count: int) -> tuple[Node, ...]:
    """Four dots, `count` of them filled: how far one is, and not with what."""
    return tuple(
        Icon("circle-dot" if n < count else "circle", 22, "accent" if n < count else "text2")
        for n in range(SIGN_IN_LENGTH)
    )


def picture_tiles(tap: Callable[[str], None], *, words: bool = False) -> Node:
    """Show the twelve pictures to sign in with, larger and named where they are picked. None ever looks chosen: somebody may be watching."""
    return Grid(*[_tile(icon, picture_name(icon), tap, words=words) for icon, _ in SIGN_IN], columns=4, gap=8)


def _tile(icon: str, name: str, tap: Callable[[str], None], *, words: bool) -> Node:
    inside = Column(
        Icon(icon, 40 if words else 30), Text(name, align="center") if words else None, gap=8, align="center"
    )
    return Card(
        inside, tone="s2", pad=18 if words else 10, key=f"picture-{icon}", label=name, do=lambda: tap(icon), edge="edge"
    )
