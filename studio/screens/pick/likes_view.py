"""How the board of music somebody likes looks: the form beside it, a card an entry with what is close to it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.ui.nodes import Button, Card, Chips, Choice, Column, Grid, Icon, Node, Row, Scroll, Space, Text, TextBox
from studio.words import say

if TYPE_CHECKING:
    from reflections import records
    from studio.music.likeness import Close
    from studio.screens.pick.likes import Likes

KINDS = ("song", "artist", "style", "sound")
ICONS = {"song": "music-2", "artist": "mic-vocal", "style": "disc-3", "sound": "audio-lines"}
SOUNDS = ("piano", "strings", "guitar", "bass", "drums", "voices", "synth", "organ")
REASONS = ("beat", "bass", "words", "voice", "lifts", "calms", "strong", "sad", "home")
WHAT, WHY = 80, 140  # letters


class LikesView:
    """Makes nodes of the screen's state; changes nothing."""

    reasons = REASONS

    def __init__(self, screen: Likes) -> None:
        self._screen = screen

    def build(self) -> Node:
        """The form on the left and the board beside it; at large text one above the other."""
        legend = self._screen.keys.legend(("C", "back"), ("D", "next"), ("E", "choose"))
        if self._screen.tools.theme().folds:
            return self._folded()
        sides = Row(
            Column(Scroll(self._form(), key="likes-form"), width=420),
            Column(Scroll(self._board(), key="likes-board"), grow=1),
            gap=16,
            align="stretch",
            grow=1,
        )
        return Column(sides, legend, gap=8, grow=1)

    def _folded(self) -> Node:
        """The board comes first, and the form when it is asked for; while nothing is up both stand here."""
        screen = self._screen
        if not screen.entries:
            return Scroll(Column(self._form(), self._board(), gap=16), key="likes")
        if screen.filling:
            return Scroll(self._form(), key="likes-form")
        way = Button("fill", say("likes.put something up"), screen.fill, icon="plus", kind="primary")
        return Column(Row(way), Scroll(self._board(), key="likes-board"), gap=12, grow=1)

    # -- the form -----------------------------------------------------------------------------------------------------
    def _form(self) -> Node:
        screen, form = self._screen, self._screen.form
        changing = form.entry is not None
        reasons = tuple((one, say(f"likes.why {one}"), None) for one in REASONS)
        kinds = tuple((kind, say(f"likes.kind {kind}"), None) for kind in KINDS)
        return Card(
            Column(
                Text(say("likes.change it" if changing else "likes.put something up"), style="h2"),
                Choice("kind", kinds, form.kind, screen.set_kind),
                Row(
                    TextBox(
                        "what",
                        form.what,
                        screen.set_what,
                        lambda _words: screen.put_up(),
                        label=say(f"likes.what {form.kind}"),
                        most=WHAT,
                        grow=1,
                        draft="" if changing else screen.draft("what"),
                    ),
                    Button(
                        "put-up",
                        say("likes.keep it" if changing else "likes.put it up"),
                        screen.put_up,
                        icon="check" if changing else "plus",
                        kind="primary",
                    ),
                    gap=8,
                    align="end",
                ),
                self._to_tap(),
                Column(
                    Text(say("likes.why i like it"), style="label", weight=600),
                    Chips("why", reasons, form.taps, screen.tap_why),
                    gap=6,
                ),
                TextBox(
                    "why-words",
                    form.why,
                    screen.set_why,
                    lambda _words: screen.put_up(),
                    label=say("likes.in my words"),
                    most=WHY,
                    draft="" if changing else screen.draft("why"),
                ),
                Row(Button("not-now", say("likes.not now"), screen.not_now, kind="quiet"), Space())
                if changing or (screen.filling and screen.entries and screen.tools.theme().folds)
                else None,
                gap=12,
            ),
            pad=16,
        )

    def _to_tap(self) -> Node | None:
        """Styles and sounds need no word typed."""
        screen, kind = self._screen, self._screen.form.kind
        if kind == "style":
            from studio.music import library

            names = [(one.id, one.title) for one in library.grooves()]
        elif kind == "sound":
            names = [(one, say(f"likes.sound {one}")) for one in SOUNDS]
        else:
            return None
        taps = [Button(f"tap-{key}", name, partial(screen.tap_what, name)) for key, name in names]
        return Column(Text(say("likes.or tap one"), style="label", tone="text2"), Row(*taps, gap=8, wrap=True), gap=8)

    # -- the board ----------------------------------------------------------------------------------------------------
    def _board(self) -> Node:
        entries = self._screen.entries
        if not entries:
            return Column(
                Space(size=24),
                Icon("heart", 44, "accent"),
                Text(say("likes.nothing up yet"), style="h2"),
                Text(say("likes.one thing is enough"), tone="text2"),
            )
        return Grid(*[self._entry(one) for one in entries], min_width=360, gap=12)

    def _entry(self, entry: records.Interest) -> Node:
        screen = self._screen
        close = screen.close_to(entry)
        nearest = say("likes.close to it" if any(one.because for one in close) else "likes.or start with")
        words = Column(
            Text(entry.what, style="lead", weight=600),
            Text(say("likes.quoted", why=entry.why), tone="text2") if entry.why else None,
            gap=2,
            grow=1,
        )
        return Card(
            Column(
                Row(
                    Icon(ICONS[entry.kind], 28, "accent"),
                    words,
                    self._small(entry, "change", "pencil"),
                    self._small(entry, "take_off", "x"),
                    gap=8,
                    align="start",
                ),
                self._piece(entry),
                Text(nearest, style="label", tone="text2") if close else None,
                *[self._close(entry, n, one) for n, one in enumerate(close)],
                gap=8,
                grow=1,
            ),
            pad=12,
        )

    def _small(self, entry: records.Interest, does: str, icon: str) -> Node:
        name = say({"change": "likes.change", "take_off": "likes.take it off"}[does])
        do = self._screen.change if does == "change" else self._screen.take_off
        return Button(f"{does}-{entry.id}", "", partial(do, entry), icon=icon, kind="quiet", name=name, hint=entry.what)

    def _piece(self, entry: records.Interest) -> Node | None:
        """The piece that was made of it; of a song that is none yet, the way to make it one."""
        screen = self._screen
        if entry.piece is not None and any(one.id == entry.piece for one in screen.lesson.mine.pieces):
            on, part = partial(screen.carry_on, entry), partial(screen.another_part, entry)
            carry = Button(
                f"on-{entry.id}", say("likes.carry on"), on, "arrow-right", "primary", hint=entry.what, grow=1
            )
            other = Button(f"part-{entry.id}", say("likes.another part"), part, icon="piano", hint=entry.what, grow=1)
            return Row(carry, other, gap=8, wrap=True)
        if entry.kind != "song":
            return None
        make = partial(screen.from_phone, entry)
        return Row(
            Button(f"phone-{entry.id}", say("likes.from my phone"), make, icon="smartphone", hint=entry.what, grow=1)
        )

    def _close(self, entry: records.Interest, n: int, close: Close) -> Node:
        screen, key, found = self._screen, f"close-{entry.id}-{n}", close.found
        on = screen.heard == key
        words = say("likes.stop title" if on else "likes.hear title", title=found.title)
        hear = Button(key, words, partial(screen.hear_close, key, found), icon="square" if on else "play", grow=1)
        because = Text(say(f"likes.because {close.because}"), style="label", tone="text2")
        choose = Button(
            f"choose-{entry.id}-{n}",
            say("likes.choose"),
            partial(screen.choose, found),
            "check",
            "primary",
            hint=found.title,
        )
        return Row(hear, choose if on else because, gap=8)
