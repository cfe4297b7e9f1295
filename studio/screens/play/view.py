"""How Play looks: the choice of three, the notes coming down to the keys, one button that records, what was kept."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from studio.screens import who_heard
from studio.screens.build_on import build_on_last, of_idea
from studio.screens.play.bars import span_of, speed
from studio.screens.play.beat import pace
from studio.screens.play.my_part import helps
from studio.screens.play.roll import ROLL_LOW, ROLL_TALL, PlayRoll
from studio.ui import keys
from studio.ui.nodes import Button, Choice, Column, Icon, Node, Overlay, Row, Space, Text
from studio.ui.pitches import hue
from studio.words import counted, say

if TYPE_CHECKING:
    from studio.lesson import LastTake
    from studio.screens.play.room import Play

MODES = (("waits", "hourglass"), ("with", "users"), ("just", "play"))
KEYS_TALL, KEYS_LOW = 92, 64  # while a question is open at larger text, the keys make room for it


class PlayView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: Play) -> None:
        self._screen = screen
        self._touch = keys.Touch(
            screen.tools.theme, lambda: screen.score.span, screen.engine.press, screen.engine.release
        )
        self._roll = PlayRoll(screen)

    # -- what is seen -------------------------------------------------------------------------------------------------
    def subtitle(self) -> str:
        """Which part and bars."""
        if self._screen.score.music is None:
            return say("play.the keys work now")
        if not self._screen.score.mine:
            return say("play.a beat to play" if self._screen.fitting else "play.a beat alone")
        stand, help_ = self._screen.lesson.stand, self._screen.practice.help
        tune = help_ in {"melody", "one key"} or not self._screen.score.more_than_a_tune
        by_ear = stand is not None and stand.by_ear
        part = say("play.my part" if by_ear else "play.the melody") if tune else say("play.all notes")
        if self._screen.score.one_key:
            part = say("play.with any key", part=part)
        bars = self._screen.practice.bars
        if bars is None:
            return part
        return counted("play.part and bars", bars[1] - bars[0] + 1, part=part, bars=span_of(bars))

    def build(self) -> Node:
        """Choices on top, music in the middle, the transport below; secondary things fold at large text."""
        screen = self._screen
        folded = screen.tools.theme().folds
        asked = None if screen.is_playing or screen.take.on else screen.before.node()
        music = self._roll.node() if screen.score.music is not None else self._nothing_open()
        return Column(
            self._choices(folded=folded) if screen.score.mine else self._bars_alone(folded=folded),
            asked or music,
            self._keys(KEYS_LOW if asked and screen.tools.theme().text_scale > 1 else KEYS_TALL),
            self._kept(asked=asked is not None),
            self._transport(folded=folded),
            gap=10,
            grow=1,
        )

    def _bars_alone(self, *, folded: bool) -> Node | None:
        """At large text the way out of a loop stands above the music; with a groove nothing else does."""
        way = self._screen.loop.way_out() if folded else None
        return Row(way) if way else None

    def _choices(self, *, folded: bool) -> Node:
        screen = self._screen
        modes = tuple((value, say(f"play.mode {value}"), None if folded else icon) for value, icon in MODES)
        ways = Choice("mode", modes, screen.practice.mode, lambda v: screen.change(mode=v), big=not folded, grow=3)
        if folded:
            return Row(ways, screen.loop.way_out())
        help_ = helps(screen, "help", grow=2)
        return Row(
            ways,
            Text(say("play.i play"), style="label", tone="text2") if help_ else None,
            help_,
            pace(screen, "pace", grow=2) if screen.score.may_breathe else None,
            gap=12,
        )

    def _nothing_open(self) -> Node:
        """The keys work; a beat may go with them, and recording says where it is."""
        screen, jam = self._screen, self._screen.jam
        going = jam.state == "going"
        switch = Button(
            "jam-switch",
            say("play.stop the beat") if going else say("play.start the beat"),
            jam.rest if going else jam.start,
            icon="square" if going else "play",
        )
        rolling = screen.take.on
        said = say("play.play stop when") if rolling else say("play.everything you play can")
        folds = screen.tools.theme().folds
        heading = Column(
            Text(say("play.recording") if rolling else say("play.just play"), style="h1") if not folds else None,
            Text(said, style="label" if folds else "body", tone="text2"),
            gap=0,
            grow=1,
        )
        trail = screen.trail.node(tall=ROLL_LOW if folds else ROLL_TALL)
        return Column(
            Row(heading, switch if not rolling else None, gap=12, align="center"),
            Overlay(trail, self._roll.count_in()),
            gap=10,
            grow=1,
        )

    def _keys(self, tall: int) -> Node:
        by_letter = self._screen.tools.settings.note_colours == "pitch"
        span, labels = self._screen.score.span, self._labels
        return keys.keyboard("keys", span, self._touch, self._lit, labels=labels, tall=tall, by_letter=by_letter)

    def _lit(self) -> dict[int, Any]:
        screen = self._screen
        lit: dict[int, Any] = {}
        if not screen.score.mine:
            lit |= dict.fromkeys(screen.fitting, "layer6")
        if screen.head.state == "waiting":
            waiting = screen.head.last.waiting
            if screen.tools.settings.note_colours == "pitch":
                lit |= {pitch: hue(screen.tools.theme(), pitch) for pitch in waiting}
            else:
                lit |= {pitch: self._light(pitch) for pitch in waiting}
        return lit | dict.fromkeys(screen.down, "accent")

    def _light(self, pitch: int) -> str:
        """The light of a key that is waited for: that of the hand that plays it."""
        layer = self._screen.score.layer_of(pitch, self._screen.head.last.tick)
        return f"layer{layer + 1}" if layer is not None else "layer3"

    def _labels(self) -> dict[int, str]:
        waiting = set(self._screen.head.last.waiting)
        if not self._screen.tools.settings.note_names:
            shown = waiting if self._screen.waits.stuck and not self._screen.score.one_key else set()
        else:
            shown = set(self._screen.down) | waiting
        letters = self._screen.score.letters
        return {pitch: letters[pitch % 12] for pitch in shown}

    def _kept(self, *, asked: bool) -> Node | None:
        """What became of the last take: kept, and what can be done with it."""
        screen = self._screen
        last = screen.lesson.last
        if screen.take.rolling:
            return screen.mark.node()
        if screen.take.beside.open:
            return screen.take.beside.node()
        if screen.take.on or screen.is_playing:
            return screen.ladder.node() if screen.is_playing and not screen.take.on else None
        if last is None:
            return None if asked else screen.last_time.node()  # one thing at a time
        if last.aside:
            return Row(
                Text(
                    say("play.take number is put", number=last.number) if last.number else say("play.your idea is put"),
                    style="body",
                    grow=1,
                ),
                Button("put-back", say("play.put it back"), screen.lesson.put_back_take, icon="undo-2"),
            )
        waits = last.id is None and screen.lesson.recorder.errands.in_the_way is not None
        tools = screen.lesson.mine.toolkit
        on_it = say("play.build on this")
        helped = say("play.this helped before words", words=tools[0].words) if tools and last.number > 1 else ""
        return Row(
            Icon("hard-drive", tone="text2") if waits else Icon("check", tone="good"),
            Column(
                Text(self._what_became_of(last, waits=waits), style="body", weight=600),
                Text(who_heard.words(screen.lesson), style="label", tone="text2") if last.made.two else None,
                Text(helped, style="label", tone="text2") if helped and not screen.tools.theme().folds else None,
                gap=0,
                grow=1,
            ),
            screen.mark.way(),
            screen.how.way(),
            who_heard.line(screen.tools, "take", two=last.made.two, short=True),
            Button("hear-take", say("play.hear it"), screen.take.hear, icon="play"),
            Button("again", say("play.again"), screen.take.toggle, icon="rotate-ccw")
            if not (last.made.two and screen.tools.theme().folds)  # Record does the same
            else None,
            Button("build-on", "", partial(build_on_last, screen.tools), icon="layers", name=on_it, hint=on_it)
            if of_idea(last)
            else None,
            Button("say-something", say("play.say something"), screen.take.talk, icon="message-circle", kind="quiet")
            if screen.lesson.pupil is not None and not waits
            else None,
        )

    def _what_became_of(self, last: LastTake, *, waits: bool) -> str:
        """It is kept, or is to be: while the disk is full nothing says that it were."""
        if self._screen.lesson.pupil is None:
            return say("play.kept for now say")
        become = "waits for room" if waits else "is kept"
        if last.number:
            return say(f"play.take {become}", number=last.number)
        return say(f"play.idea {become}")

    # -- transport ----------------------------------------------------------------------------------------------------
    def _transport(self, *, folded: bool) -> Node:
        screen = self._screen
        rolling, open_ = screen.take.on, screen.score.music is not None
        playing = screen.is_playing and not rolling
        return Row(
            Button(
                "play",
                say("play.stop") if playing else say("play.play"),
                screen.toggle_play,
                icon="square" if playing else "play",
                kind="primary",
                enabled=open_ and not rolling,
                name=say("play.stop the music")
                if playing
                else say("play.play the music"),  # the room of this name is a button as well
            ),
            Button(
                "record",
                say("play.stop and keep") if rolling else say("play.record"),
                screen.take.toggle,
                icon="square" if rolling else "circle",
                kind="record",
            ),
            self._skip() if screen.waits.can else self._keep(),
            screen.loop.way_out() if not folded else None,
            Space(),
            speed(screen) if open_ and not folded else None,
            Button("more", say("play.how to play"), screen.more.show, icon="sliders-horizontal"),
            gap=10,
        )

    def _keep(self) -> Node:
        can = self._screen.take.can_keep
        keep = self._screen.take.keep_latest
        return Button("keep", say("play.keep what i just"), keep, icon="sparkles", selected=can, enabled=can)

    def _skip(self) -> Node:
        """Always there while the music may wait; it stands out once somebody is stuck."""
        screen = self._screen
        return Button(
            "skip", say("play.skip"), screen.waits.skip, icon="skip-forward", selected=screen.waits.stuck, hint="F4"
        )
