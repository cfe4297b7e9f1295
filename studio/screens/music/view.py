"""How My music looks: the ribbon on top, then and now with the pupil's words below it, goals as ladders beside them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from studio.screens import build_on, by_turns, drawn, who_heard
from studio.screens.goals import for_goal
from studio.screens.music.bringing_view import invitation
from studio.screens.music.covers import cover_of
from studio.screens.music.my_goals import my_goals
from studio.screens.music.then_now import called, day, facts_of, then_and_now, told, what_changed
from studio.screens.people.visitor import visitor
from studio.ui.nodes import Button, Card, Column, Grid, Icon, Node, Row, Scroll, Space, Text
from studio.words import beside, counted, say

if TYPE_CHECKING:
    from reflections import records
    from studio.screens.music.room import MyMusic

IN_SIGHT = 4  # pieces of the ribbon that are seen at once
WORDS_SHOWN = 3
MUSIC_WORDS = frozenset({"T2", "T3", "T4", "T6", "T10", "T11"})
MOST_SEEN = 2  # takes: then and now
SIDE = 100  # what stands left of a lane


class MusicView:
    """Makes nodes of the screen's state; changes nothing."""

    def __init__(self, screen: MyMusic) -> None:
        self._screen = screen

    def build(self) -> Node:
        """The ribbon, then what belongs to the chosen piece beside the goals."""
        screen = self._screen
        if screen.lesson.pupil is None:
            return visitor(screen.tools)
        if screen.evidence is None:
            return Column(
                Space(), Text(say("music.getting your music"), style="lead", tone="text2", align="center"), Space()
            )
        if not screen.pieces:
            return self._empty()
        folds = screen.tools.theme().folds
        return Scroll(
            Column(
                Row(Space(), self.take_home()) if folds else None,
                invitation(screen.bring) if screen.invites else None,
                self._ribbon(),
                Row(self._of_the_piece(), my_goals(screen.evidence.goals, screen.goals), gap=12, grow=1),
                gap=12,
            ),
            key="music",
        )

    def take_home(self) -> Node:
        """The way home, beside the title; at large text above the ribbon."""
        return Row(
            Button("my-diary", "", self._screen.my_diary, icon="clock", kind="round", name=say("diary.title")),
            Button("my-words", say("music.my words"), self._screen.my_words, icon="message-circle", kind="quiet"),
            Button("home", say("music.take it home"), self._screen.home.ask_where, icon="house"),
        )

    def _empty(self) -> Node:
        from studio.screen import Go

        go = partial(self._screen.tools.move, Go("pick"))
        wished = self._screen.evidence is not None and self._screen.evidence.goals  # what was said can be taken back
        return Column(
            Space(),
            Column(Icon("library", size=56, tone="accent"), align="center"),
            Text(say("music.your music will"), style="h1", align="center"),
            Text(say("music.play something and keep"), style="lead", tone="text2", align="center"),
            Row(
                Space(),
                Button("to-pick", say("music.pick something to play"), go, icon="disc-3", kind="primary"),
                Button("my-words", say("music.my words"), self._screen.my_words, icon="message-circle")
                if wished
                else None,
                Space(),
            ),
            Space(),
            gap=16,
            grow=1,
        )

    # -- the ribbon ---------------------------------------------------------------------------------------------------
    def _ribbon(self) -> Node:
        """Four pieces at a time in the order they came to be, the latest to the right; all of them at large text."""
        screen, pieces = self._screen, self._screen.pieces
        if screen.tools.theme().folds or len(pieces) <= IN_SIGHT:
            return drawn.shelf([self._card(piece) for piece in pieces])
        shown = pieces[screen.first : screen.first + IN_SIGHT]
        earlier = Button(
            "earlier",
            "",
            lambda: screen.along(-1),
            icon="chevron-left",
            name=say("music.earlier pieces"),
            enabled=screen.first > 0,
        )
        last = screen.first + IN_SIGHT >= len(pieces)
        later = Button(
            "later", "", lambda: screen.along(1), icon="chevron-right", name=say("music.later pieces"), enabled=not last
        )
        cards = Grid(*[self._card(piece) for piece in shown], columns=IN_SIGHT, gap=12, grow=1)
        return Row(earlier, cards, later, gap=8)

    def _card(self, piece: records.PieceEvidence) -> Node:
        row = piece.piece
        facts = facts_of(piece.takes[-1]) if piece.takes else piece.versions[-1].facts if piece.versions else None
        return Card(
            Column(
                drawn.strip(
                    f"roll-{row.id}",
                    say("music.the notes of title", title=row.title),
                    facts.roll if facts else (),
                    tall=36,
                ),
                Row(
                    cover_of(row),
                    Column(
                        Text(row.title, weight=600, most_lines=1),
                        Text(_kept(piece), style="label", tone="text2", most_lines=1),
                        gap=0,
                        grow=1,
                    ),
                    self._hear(piece),
                    gap=8,
                ),
                gap=8,
            ),
            selected=row.id == self._screen.chosen,
            pad=10,
            key=f"show-{row.id}",
            label=say("music.show title", title=row.title),
            do=lambda: self._screen.show(row.id),
        )

    def _hear(self, piece: records.PieceEvidence) -> Node | None:
        """The latest of a piece, where it stands in the ribbon."""
        screen, title = self._screen, piece.piece.title
        latest = piece.takes[-1].id if piece.takes else piece.versions[-1].id if piece.versions else None
        if latest is None:
            return None
        if screen.playing == latest:
            return Button(
                f"hear-{piece.piece.id}",
                "",
                screen.stop,
                icon="square",
                kind="round",
                name=say("music.stop title", title=title),
            )
        play = partial(screen.play, piece.takes[-1]) if piece.takes else partial(screen.play_version, latest)
        return Button(
            f"hear-{piece.piece.id}", "", play, icon="play", kind="round", name=say("music.hear title", title=title)
        )

    # -- the chosen piece ---------------------------------------------------------------------------------------------
    def _of_the_piece(self) -> Node:
        piece = self._screen.piece
        assert piece is not None, "one is always chosen where there are any"
        which, folds = self._which(piece), self._screen.tools.theme().folds
        return Card(
            Column(
                Row(
                    Text(say("music.then and now"), style="h2", wrap=False)
                    if len(piece.takes) > 1
                    else Text(piece.piece.title, style="h2", most_lines=2),
                    *(which[:-1] if folds else which),
                    self._every(piece),
                    self._screen.aside.button(piece),
                    self._as_notes(piece),
                    self._build_on(piece),
                    self._save(piece),
                    gap=14,
                    align="center",
                ),
                Row(which[-1], Space()) if folds else None,
                self._for_goal(piece),
                *self._lanes(piece),
                self._screen.others.row(piece),
                self._sure(piece),
                self._words(piece),
                Space(),
                self._buttons(piece),
                gap=8,
                grow=1,
            ),
            pad=12,
            grow=8,
        )

    def _every(self, piece: records.PieceEvidence) -> Node | None:
        """The takes between then and now, where there are any."""
        if len(piece.takes) <= MOST_SEEN:
            return None
        every, name = self._screen.every.show, say("music.all n takes", n=len(piece.takes))
        return Button("every-take", "", every, icon="list-music", kind="round", name=name)

    def _build_on(self, piece: records.PieceEvidence) -> Node | None:
        """Its latest take in a song; where there are many, each has its own way there."""
        few = 0 < len(piece.takes) <= MOST_SEEN
        return build_on.button(partial(self._screen.build_on, piece.takes[-1])) if few else None

    def _as_notes(self, piece: records.PieceEvidence) -> Node | None:
        """Its latest take written down."""
        if not piece.takes:
            return None
        show, name = partial(self._screen.as_notes, piece.takes[-1]), say("notes.see it as notes")
        return Button("as-notes", "", show, icon="file-music", kind="round", name=name)

    def _save(self, piece: records.PieceEvidence) -> Node | None:
        """The sound of it as a file, where there is one."""
        if not piece.takes and not piece.versions:
            return None
        return Button(
            "save-sound", "", self._screen.save_sound, icon="download", kind="round", name=say("music.save the sound")
        )

    def _for(self, piece: records.PieceEvidence) -> str | None:
        """The goal that a piece is for: its own, else that of something kept of it."""
        evidence = self._screen.evidence
        assert evidence is not None
        goals = [goal.goal.id for goal in evidence.goals if piece.piece.id in goal.pieces]
        return next((goal for goal in piece.piece.goals if goal in goals), next(iter(goals), None))

    def _which(self, piece: records.PieceEvidence) -> tuple[Node, ...]:
        """Its title where the heading is another, and what it is for, which can be said otherwise."""
        screen = self._screen
        goal = screen.lesson.goal_for(self._for(piece))
        purpose = say("music.for words", words=goal.words) if goal else say("music.just for fun")
        title = Text(piece.piece.title if len(piece.takes) > 1 else "", style="label", tone="text2", most_lines=2)
        if screen.saying_for or not (goal or screen.lesson.live_goals):
            return (title, Space(), Text("" if screen.saying_for else purpose, style="label", tone="text2"))
        return (title, Space(), Button("say-for", purpose, screen.say_for, icon="flag", kind="quiet"))

    def _for_goal(self, piece: records.PieceEvidence) -> Node | None:
        """The one row that says which goal it was for, while the pupil wants to say it."""
        if not self._screen.saying_for:
            return None
        return for_goal.row(self._screen.tools, self._for(piece), self._screen.was_for)

    def _lanes(self, piece: records.PieceEvidence) -> list[Node]:
        if not piece.takes:
            words = say("music.a version is kept") if piece.versions else say("music.nothing is kept here")
            return [Text(words, tone="text2")]
        then, now = then_and_now(piece.takes)
        two = who_heard.by_two((then, now))
        who = who_heard.line(self._screen.tools, "lanes", two=two, then=self._screen.stop)
        below = [_beside("", who)] if who is not None else []
        if then is now:
            return [self._lane(say("music.now"), now), *below]
        changed = Text(what_changed(then, now), style="label", tone="text2")
        lanes = [self._lane(say("music.then"), then), self._lane(say("music.now"), now)]
        return [*lanes, _beside("", changed), *below]

    def _lane(self, label: str, take: records.Take) -> Node:
        facts = facts_of(who_heard.heard(take, self._screen.lesson))
        side = Column(
            Text(label, style="lead", weight=600), Text(day(take), style="label", tone="text2"), gap=0, width=SIDE
        )
        name = f"{label}: {day(take)}"
        at = partial(self._screen.at, take)
        return Row(side, drawn.lane(f"lane-{take.id}", name, facts.roll, facts.seconds, facts.bar_starts, at), gap=12)

    def _sure(self, piece: records.PieceEvidence) -> Node | None:
        """How sure the pupil said they were, before and after, and what was not alike between the two."""
        evidence = self._screen.evidence
        assert evidence is not None
        pairs = [pair for pair in evidence.sure if pair.task.piece == piece.piece.id]
        if not pairs:
            return None
        pair = pairs[-1]
        lights = drawn.sure(f"sure-{pair.task.id}", pair.task.words, pair.before, pair.after)
        changed = told(pair.what_changed)
        return _beside(
            say("music.how sure"),
            Column(lights, Text(changed, style="label", tone="text2") if changed else None, gap=2, grow=1),
        )

    def _words(self, piece: records.PieceEvidence) -> Node | None:
        words = [r for r in piece.reflections if r.prompt in MUSIC_WORDS and r.body][-WORDS_SHOWN:]
        if not words:
            return None
        cards = [Card(Text(say("frame.quote", words=said.body), style="label"), tone="soft", pad=8) for said in words]
        return _beside(say("music.my words"), Row(*cards, gap=8, wrap=True, grow=1))

    def _buttons(self, piece: records.PieceEvidence) -> Node:
        screen = self._screen
        on = Button("carry-on", say("music.carry on"), screen.carry_on, icon="arrow-right")
        if screen.playing is not None:
            stop = Button("stop", say("music.stop"), screen.stop, icon="square", kind="primary")
            turns = by_turns.choice(screen.side, folded=screen.tools.theme().folds)
            two = screen.playing in screen.by_two
            who = who_heard.line(screen.tools, "version", two=two, then=screen.stop)
            return Row(stop, *turns, who, Space(), on, gap=12, align="center")
        version = piece.versions[-1] if piece.versions else None
        heard = None
        if version is not None:
            heard = Button(
                "version", called(version, piece.piece.title), partial(screen.play_version, version.id), icon="play"
            )
        share = (
            Button("share", say("music.share"), screen.share, icon="share-2", kind="quiet")
            if piece.takes or version
            else None
        )
        kept = (piece.takes or piece.versions)[-1:]
        about = (
            Button("say", say("music.say something"), partial(screen.say, kept[0]), icon="message-circle", kind="quiet")
            if kept
            else None
        )
        if not piece.takes:
            return Row(heard, Space(), about, share, on, gap=8)
        then, now = then_and_now(piece.takes)
        both = Button(
            "then-now", say("music.then then now"), lambda: screen.play(then, now), icon="play", kind="primary"
        )
        return Row(
            both if then is not now else None,
            Button("now", say("music.now"), lambda: screen.play(now), icon="play"),
            heard,
            Space(),
            about,
            share,
            on,
            gap=8,
        )


def _beside(label: str, node: Node) -> Node:
    """A line of the piece with its name where the lanes have theirs."""
    side = Column(Text(label, style="label", tone="text2") if label else None, width=SIDE)
    return Row(side, node, gap=12, align="center")


def _kept(piece: records.PieceEvidence) -> str:
    each = (("people.takes", piece.takes), ("people.versions", piece.versions))
    parts = [counted(key, len(there)) for key, there in each if there]
    if piece.takes:
        parts.insert(0, day(piece.takes[-1]))
    return beside(*parts) or say("music.nothing kept yet")
