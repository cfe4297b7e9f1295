"""My music: the pupil's pieces as a ribbon, then and now back to back, their words, and goals as ladders."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from instruments.events import Finished, Position
from studio.lesson import sentence
from studio.playhead import Playhead
from studio.screen import Go, Push, Screen
from studio.screens import drawn
from studio.screens.drawn import shelf
from studio.ui.nodes import (
    Button,
    Card,
    Column,
    Dialog,
    Grid,
    Ladder,
    Node,
    Progress,
    Row,
    Scroll,
    Space,
    Text,
    TextBox,
)

if TYPE_CHECKING:
    from reflections import records
    from studio.background import Job

WORDS_SHOWN = 4
MUSIC_WORDS = {"T2", "T3", "T4", "T6", "T10", "T11"}


class MyMusic(Screen):
    """What was kept, as the pupil left it. Nothing is counted up and nothing is compared with anyone else."""

    name = "music"
    room = "music"
    title = "My music"
    subtitle = "Pieces, words and goals"
    needs_pupil = True

    def __init__(self, tools: Any) -> None:
        super().__init__(tools)
        self._evidence: records.Evidence | None = None
        self._chosen: str | None = None
        self._playing: tuple[str, ...] = ()
        self._queue: list[str] = []
        self._head = Playhead()
        self._asking_where = False
        self._path = ""
        self._job: Job | None = None
        self._done = 0.0

    # -- coming and going ---------------------------------------------------------------------------------------------
    def enter(self) -> None:
        """Read what there is; it is drawn as soon as it has come."""
        pupil = self.lesson.pupil
        if pupil is not None:
            self.lesson.ask(lambda journal: journal.evidence(pupil.id), self._read)

    def leave(self) -> None:
        """Silence; a page being made is given up."""
        self._stop()
        if self._job is not None:
            self._job.cancel()

    def _read(self, evidence: records.Evidence) -> None:
        self._evidence = evidence
        ids = [piece.piece.id for piece in evidence.pieces]
        if self._chosen not in ids:
            self._chosen = ids[-1] if ids else None
        self.tools.changed()

    @property
    def _piece(self) -> records.PieceEvidence | None:
        pieces = self._evidence.pieces if self._evidence else ()
        return next((piece for piece in pieces if piece.piece.id == self._chosen), None)

    # -- what is drawn ------------------------------------------------------------------------------------------------
    def build(self) -> Node:
        """The ribbon, then what belongs to the chosen piece beside the goals."""
        if self._evidence is None:
            return Column(Space(), Text("Getting your music.", style="lead", tone="text2", align="center"), Space())
        if not self._evidence.pieces:
            return self._empty()
        return Scroll(
            Column(
                self._top(),
                self._ribbon(),
                Row(self._then_now(), self._goals(), gap=16, align="start", wrap=True),
                self._words(),
                gap=16,
            ),
            key="music",
        )

    def dialog(self) -> Dialog | None:
        """Where to put the page, or how far it is."""
        if self._asking_where:
            return self._where_dialog()
        return self._making_dialog() if self._job is not None else None

    def _empty(self) -> Node:
        return Column(
            Space(),
            Text("Your music will be here.", style="h1", align="center"),
            Text(
                "Play something and keep it. Then it is yours, to hear and to take home.",
                style="lead",
                tone="text2",
                align="center",
            ),
            Row(
                Space(),
                Button(
                    "to-pick",
                    "Pick something to play",
                    lambda: self.tools.move(Go("pick")),
                    icon="disc-3",
                    kind="primary",
                ),
                Space(),
            ),
            Space(),
            gap=16,
        )

    def _top(self) -> Node:
        return Row(
            Text("My pieces", style="h2"),
            Space(),
            Button("home", "Take it home", self._ask_where, icon="house"),
        )

    def _ribbon(self) -> Node:
        assert self._evidence is not None
        return shelf([self._card(piece) for piece in self._evidence.pieces])

    def _card(self, piece: records.PieceEvidence) -> Node:
        row = piece.piece
        facts = _facts(piece.takes[-1]) if piece.takes else piece.versions[-1].facts if piece.versions else None
        chosen = row.id == self._chosen
        return Card(
            Column(
                drawn.strip(f"roll-{row.id}", f"The notes of {row.title}", facts.roll if facts else ()),
                Text(row.title, style="lead", weight=600),
                Text(self._kept(piece), style="label", tone="text2"),
                Text(self._purpose(row), style="label", tone="text2"),
                Row(
                    Button(f"pick-{row.id}", "Show", lambda: self._open(row.id), selected=chosen, grow=1),
                    Button(f"on-{row.id}", "Carry on", lambda: self._carry_on(row), icon="arrow-right", grow=1),
                    gap=8,
                ),
                gap=8,
            ),
            selected=chosen,
            pad=12,
        )

    def _kept(self, piece: records.PieceEvidence) -> str:
        parts = [_some(len(piece.takes), "take"), _some(len(piece.versions), "version")]
        return ", ".join(part for part in parts if part) or "Nothing kept yet"

    def _purpose(self, row: records.Piece) -> str:
        assert self._evidence is not None
        words = [goal.goal.words for goal in self._evidence.goals if goal.goal.id in row.goals]
        return f"For: {words[0]}" if words else "Just for fun"

    def _then_now(self) -> Node:
        piece = self._piece
        if piece is None:
            return Space()
        if not piece.takes:
            return Card(
                Column(
                    Text(piece.piece.title, style="h2"),
                    Text("Nothing is recorded here yet.", tone="text2"),
                    self._version_row(piece),
                ),
                grow=3,
            )
        then, now = piece.takes[0], piece.takes[-1]
        lanes: list[Node | None] = [self._lane("Then" if then is not now else "Now", then)]
        if then is not now:
            lanes.append(self._lane("Now", now))
        both = Button("then-now", "Then, then now", lambda: self._play(then, now), icon="play", kind="primary")
        only = Button(
            "now",
            "Stop" if self._playing else "Now",
            lambda: self._play(now),
            icon="square" if self._playing else "play",
        )
        return Card(
            Column(
                Text("Then and now" if then is not now else piece.piece.title, style="h2"),
                *lanes,
                Text(_what_changed(then, now), style="label", tone="text2") if then is not now else None,
                Row(
                    both if then is not now else None,
                    only,
                    Button("say", "Say something", lambda: self._say(now), icon="message-circle", kind="quiet"),
                ),
                self._version_row(piece),
                gap=12,
            ),
            grow=3,
        )

    def _version_row(self, piece: records.PieceEvidence) -> Node | None:
        if not piece.versions:
            return None
        version = piece.versions[-1]
        return Row(
            Text(version.name or f"Version {version.n}", style="body"),
            Space(),
            Button("version", "Hear it", lambda: self._play_version(version.id), icon="play"),
        )

    def _lane(self, label: str, take: records.Take) -> Node:
        return Row(
            Column(
                Text(label, style="lead", weight=600), Text(_day(take), style="label", tone="text2"), gap=4, width=96
            ),
            drawn.lane(
                f"lane-{take.id}",
                f"{label}: {_day(take)}",
                _facts(take).roll,
                _facts(take).seconds,
                _facts(take).bar_starts,
                lambda: self._at(take),
            ),
            gap=12,
        )

    def _goals(self) -> Node:
        assert self._evidence is not None
        live = [goal for goal in self._evidence.goals if goal.goal.state in {"active", "wish"}]
        ladders = [
            Column(
                Ladder(f"ladder-{g.goal.id}", _latest(g), None, g.goal.words),
                Text(g.goal.words, style="label", weight=600),
                Text(_set_by(g.goal.set_by), style="caption", tone="text2"),
                gap=4,
                grow=1,
            )
            for g in live
        ]
        return Card(
            Column(
                Row(
                    Text("My goals", style="h2"),
                    Space(),
                    Button(
                        "goals",
                        "Change" if live else "Add a wish",
                        lambda: self.tools.move(Push("goals")),
                        icon="plus" if not live else "pencil",
                        kind="quiet",
                    ),
                ),
                Row(*ladders, gap=16, align="start")
                if live
                else Text("What do you want to be able to do? A wish is enough.", tone="text2"),
                gap=12,
            ),
            grow=2,
        )

    def _words(self) -> Node | None:
        piece = self._piece
        words = [r for r in piece.reflections if r.prompt in MUSIC_WORDS and r.body] if piece else []
        if not words:
            return None
        cards = [Card(Text(f"“{said(r)}”", style="body"), tone="soft", pad=12) for r in reversed(words[-WORDS_SHOWN:])]
        return Column(Text("My words", style="h2"), Grid(*cards, min_width=264), gap=8)

    # -- what is heard ------------------------------------------------------------------------------------------------
    def _play(self, *takes: records.Take) -> None:
        if self._playing:
            self._stop()
            return
        self._queue = [take.id for take in takes]
        self._next()

    def _next(self) -> None:
        if not self._queue:
            self._playing = ()
            self.tools.changed()
            return
        take = self._queue.pop(0)
        self._playing = (take,)
        self.lesson.ask(lambda journal: journal.take_midi(take), lambda midi: self._sound(take, midi))

    def _sound(self, take: str, midi: tuple[tuple[str, bytes], ...]) -> None:
        from studio.music.score import take_score
        from studio.music.take import Take

        if self._playing == (take,):
            self.engine.play(take_score(Take.from_midi(midi[0][1])), preview=True)

    def _play_version(self, version: str) -> None:
        from studio.music.piece import Piece
        from studio.music.score import to_score

        def sound(content: bytes) -> None:
            self._playing = (version,)
            self.engine.play(to_score(Piece.from_midi(content)), preview=True)

        self.lesson.ask(lambda journal: journal.version(version).content or b"", sound)

    def _stop(self) -> None:
        if self._playing:
            self.engine.stop()
        self._playing, self._queue = (), []
        self.tools.changed()

    def _at(self, take: records.Take) -> float | None:
        """Seconds into a take that is sounding, for its playhead."""
        if self._playing != (take.id,) or self._head.state == "stopped":
            return None
        return self._head.last.tick / 24_000 * 60 / max(1.0, take.tempo)

    def told(self, event: object) -> None:
        """The first take has ended: the second follows."""
        match event:
            case Position():
                self._head.told(event, self.tools.clock())
            case Finished():
                self._next()

    # -- what is done -------------------------------------------------------------------------------------------------
    def _open(self, piece: str) -> None:
        self._stop()
        self._chosen = piece
        self.tools.changed()

    def _carry_on(self, row: records.Piece) -> None:
        self.lesson.carry_on(row, lambda: self.tools.move(Go("play")))

    def _say(self, take: records.Take) -> None:
        self.lesson.talk_about(take, self._piece.piece.title if self._piece else "")
        self.tools.move(Go("reflect", {"wanted": True}))

    # -- taking it home -----------------------------------------------------------------------------------------------
    def _ask_where(self) -> None:
        pupil = self.lesson.pupil
        name = "".join(c for c in (pupil.shown if pupil else "music") if c.isalnum() or c in " -_").strip() or "music"
        documents = Path.home() / "Documents"
        self._path = str((documents if documents.is_dir() else Path.home()) / f"{name} - music.html")
        self._asking_where = True
        self.tools.focus("where")
        self.tools.changed()

    def _where_dialog(self) -> Dialog:
        return Dialog(
            "Take it home",
            Column(
                Text(
                    "One page with your music, your words and your goals. It opens in any browser, with no network.",
                    tone="text2",
                ),
                Text("Anyone who has the file can read it. Ask your tutor where to put it.", tone="text2"),
                TextBox("where", self._path, self._type, self._write, label="Where to", most=400),
                Row(
                    Space(),
                    Button("no-page", "Not now", self._not_now, kind="quiet"),
                    Button(
                        "write-page", "Make the page", lambda: self._write(self._path), kind="primary", icon="check"
                    ),
                ),
            ),
            key="where-dialog",
            escape=self._not_now,
        )

    def _making_dialog(self) -> Dialog:
        return Dialog(
            "Making your page",
            Progress("making", "Drawing and rendering your music", self._done, self._not_now),
            key="making",
            escape=self._not_now,
        )

    def _type(self, path: str) -> None:
        self._path = path

    def _not_now(self) -> None:
        self._asking_where = False
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self.tools.changed()

    def _write(self, path: str) -> None:
        from studio import illustrate

        pupil = self.lesson.pupil
        assert pupil is not None
        self._asking_where = False
        where = Path(path.strip().strip("\"'")).expanduser()

        def gathered(materials: illustrate.Materials) -> None:
            def make() -> int:
                page = illustrate.page_of(materials, self._progress, lambda: job.cancelled)
                return illustrate.write(page, where)

            job = self.tools.background.worker.put(make, written, failed)
            self._job = job
            self.tools.changed()

        def written(size: int) -> None:
            self._job = None
            self.tools.say(f"Your page is in {where} ({size / 1e6:.1f} MB).")

        def failed(error: Exception) -> None:
            self._job = None
            words = (
                f"The page could not be put in {where.parent}. Pick another place."
                if isinstance(error, OSError)
                else sentence(error)
            )
            self.tools.say(words)

        self._done = 0.0
        self.lesson.ask(lambda journal: illustrate.gather(journal, pupil.id), gathered)

    def _progress(self, done: float, words: str) -> None:
        """Called from the worker: only a number is set, the next frame draws it."""
        del words
        self._done = done

    def update(self, now: float) -> None:
        """A page being made moves its bar."""
        del now
        if self._job is not None or self._playing:
            self.tools.changed()


def said(reflection: records.Reflection) -> str:
    """What was said, as words: chips are kept as ids divided by commas."""
    return reflection.body if reflection.prompt != "T2" else reflection.body.replace(",", " and ")


def _facts(take: records.Take) -> records.TakeFacts:
    return take.parts[0].facts


def _day(take: records.Take) -> str:
    from reflections.records import local

    day = local(take.made_at, take.zone)
    return f"{day.day} {day:%b}"


def _some(count: int, word: str) -> str:
    return "" if count == 0 else f"{count} {word}{'s' if count > 1 else ''}"


def _latest(goal: records.GoalEvidence) -> int | None:
    return next((r.value for r in reversed(goal.ratings) if r.value is not None), None)


def _set_by(who: str) -> str:
    return {"pupil": "Set by me", "together": "Set with my tutor"}.get(who, f"Set by my {who}")


def _what_changed(then: records.Take, now: records.Take) -> str:
    """Like is compared with like, or it is said what was not alike."""
    told = []
    for name, before, after in (
        ("how", _MODES.get(then.mode, ""), _MODES.get(now.mode, "")),
        ("hands", then.hands, now.hands),
        ("speed", f"{then.speed:.0%} speed", f"{now.speed:.0%} speed"),
    ):
        del name
        if before != after and before and after:
            told.append((before, after))
    if not told:
        return "Played the same way both times."
    return f"Then: {', '.join(b for b, _ in told)}. Now: {', '.join(a for _, a in told)}."


_MODES = {"waits": "it waited", "with": "it played along", "just": "it just played", "free": "on my own"}
