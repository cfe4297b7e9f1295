"""The flow of one session: who is here, what is on the stand, what was made, what is still to be said."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from studio.recording import Made, Recorder, Setting, for_piece, found

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments import Engine
    from instruments.events import Position
    from reflections import records
    from reflections.journal import Journal
    from studio.background import Background, Job
    from studio.music.piece import Piece

T = TypeVar("T")
OURS = frozenset({"instruments", "reflections", "studio"})


@dataclass(frozen=True, slots=True)
class Stand:
    """The piece that is open: its music, where it came from, and its row in the journal once it has one."""

    music: Piece
    title: str
    kind: str  # tune, song, groove, own, file
    source: str
    chosen_by: str = "pupil"
    row: str | None = None
    goal: str | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """How the pupil plays now: kept from piece to piece within the lesson."""

    mode: str = "waits"  # waits, with, just
    help: str = "melody"  # melody, all
    hands: str = "both"
    speed: float = 1.0
    bars: tuple[int, int] | None = None
    count_in: bool = True
    click: bool = False


@dataclass(slots=True)
class LastTake:
    """The take made last: the journal's id once it has one, whether it lies aside, and how it was played."""

    made: Made
    id: str | None = None
    aside: bool = False
    number: int = 1


@dataclass(slots=True)
class House:
    """What is known once the journal is open: copies of its records, renewed after each change."""

    tutor: str = ""
    place: records.Place | None = None
    pupils: tuple[records.Pupil, ...] = ()
    hidden: frozenset[str] = frozenset()
    unfinished: tuple[records.Unfinished, ...] = ()


@dataclass(slots=True)
class Mine:
    """What is known of the pupil who is here: copies, renewed after each change."""

    pieces: tuple[records.Piece, ...] = ()
    goals: tuple[records.Goal, ...] = ()
    preferences: records.Preferences | None = None
    last_words: records.TryNext | None = None
    sessions: int = 0


@dataclass(slots=True)
class Sayable:
    """Something kept that may still be talked about when the pupil moves on."""

    piece: str
    title: str
    take: str | None = None
    version: str | None = None
    task: str | None = None
    retaken: bool = False
    linked: bool = False
    due: bool = False  # the rules ask something of it when the pupil moves on
    facts: Any = None
    subtitle: str = ""


class Lesson:
    """One sitting at the keyboard. Lives on the main loop; every call of the journal goes through the writer."""

    def __init__(self, engine: Engine, background: Background, clock: Callable[[], float] = time.monotonic) -> None:
        self.engine = engine
        self.background = background
        self.recorder = Recorder(engine, background, clock)
        self.recorder.trouble = self._failed
        self.say: Callable[[str], None] = _quiet
        self.changed: Callable[[], None] = _nothing
        self.journal: Journal | None = None
        self.house = House()
        self.pupil: records.Pupil | None = None
        self.guest = False
        self.tutor_near = False  # unlocked just now, and nobody has come to the keys since
        self.session: records.Session | None = None
        self.mine = Mine()
        self.stand: Stand | None = None
        self.practice = Practice()
        self.last: LastTake | None = None
        self.takes_here = 0
        self.held: list[tuple[Made, Stand | None]] = []
        self.sayable: Sayable | None = None
        self.position: Position | None = None
        self.task: str | None = None

    # -- the journal ------------------------------------------------------------------------------------------------
    def ask(self, work: Callable[[Journal], T], then: Callable[[T], None] | None = None, label: str = "") -> Job | None:
        """Have the writer call the journal; `then` gets the answer on the main loop. Nothing without a journal."""
        journal = self.journal
        if journal is None:
            return None

        def answered(result: T) -> None:
            if then is not None:
                then(result)
            self.changed()

        return self.background.writer.put(lambda: work(journal), answered, self._failed, label)

    def opened(self, journal: Journal) -> None:
        """The journal is unlocked: what was played before is written to it from now on."""
        self.journal = journal
        self.recorder.journal = journal
        self.tutor_near = True
        self.refresh_house()

    def refresh_house(self, then: Callable[[], None] | None = None) -> None:
        """Read again who there is and what waits."""

        def read(journal: Journal) -> House:
            return House(
                tutor=journal.tutor,
                place=journal.place(),
                pupils=journal.pupils(),
                hidden=frozenset(journal.hidden_titles()),
                unfinished=journal.unfinished(),
            )

        def known(house: House) -> None:
            self.house = house
            if then:
                then()

        self.ask(read, known, "read who there is")

    # -- who is here ------------------------------------------------------------------------------------------------
    def choose(self, pupil: records.Pupil, then: Callable[[], None] | None = None) -> None:
        """The pupil sits at the keyboard: a session opens if none is open today; what was played before is theirs."""

        def enter(journal: Journal) -> tuple[records.Session, Mine]:
            session = journal.open_session((pupil.id,))
            return session, _read_mine(journal, pupil.id)

        def entered(result: tuple[records.Session, Mine]) -> None:
            self.pupil, self.guest, self.tutor_near = pupil, False, False
            self.session, self.mine = result
            self.recorder.who = (pupil.id, self.session.id)
            self._take_in_held()
            if then:
                then()

        self.ask(enter, entered, "open the session")

    def add_pupil(self, alias: str, avatar: str, age_band: str, then: Callable[[records.Pupil], None]) -> None:
        """A new pupil says who they are; their draft programme is made with them."""
        self.ask(lambda journal: journal.add_pupil(alias, avatar, age_band), then, "add a pupil")
        self.refresh_house()

    def be_guest(self) -> None:
        """Somebody is visiting: everything works, nothing stays."""
        self.pupil, self.session, self.guest, self.mine = None, None, True, Mine()
        self.tutor_near = False
        self.recorder.who = (None, None)

    def goodbye(self) -> None:
        """Nobody is at the keyboard; what was only heard is let go if a guest was here."""
        if self.guest:
            self.recorder.let_go()
            self.held.clear()
        self.pupil, self.session, self.guest, self.mine = None, None, False, Mine()
        self.recorder.who = (None, None)
        self.stand, self.last, self.sayable = None, None, None
        self.takes_here = 0
        self.practice = Practice()

    def refresh_mine(self, then: Callable[[], None] | None = None) -> None:
        """Read again what this pupil has."""
        pupil = self.pupil
        if pupil is None:
            return

        def known(mine: Mine) -> None:
            if self.pupil is pupil:
                self.mine = mine
            if then:
                then()

        self.ask(lambda journal: _read_mine(journal, pupil.id), known, "read my music")

    # -- what is on the stand ---------------------------------------------------------------------------------------
    def put_on_stand(self, stand: Stand, then: Callable[[], None] | None = None) -> None:
        """Open a piece. A pupil's piece of the same source is carried on; else it gets a row of its own."""
        self.stand, self.task = stand, None
        self.last, self.takes_here = None, 0
        self.practice = replace(self.practice, bars=None, speed=1.0)
        pupil, session = self.pupil, self.session
        if pupil is None or stand.row is not None:
            self._number_takes(then)
            return
        mine = next((p for p in self.mine.pieces if stand.source and p.source == stand.source), None)
        if mine is not None:
            self.stand = replace(stand, row=mine.id, goal=mine.goals[0] if mine.goals else stand.goal)
            self._number_takes(then)
            return

        def kept(piece: records.Piece) -> None:
            if self.stand is stand:
                self.stand = replace(stand, row=piece.id)
            self.refresh_mine(then)

        content = stand.music.to_midi()
        self.ask(
            lambda journal: journal.keep_piece(
                pupil.id,
                stand.title,
                kind=stand.kind,
                source=stand.source,
                chosen_by=stand.chosen_by,
                content=content,
                session=session.id if session else None,
                goal=stand.goal,
            ),
            kept,
            "keep the piece",
        )

    def carry_on(self, row: records.Piece, then: Callable[[], None]) -> None:
        """Open a piece of the pupil's again, as it was kept; an idea that was only played opens as it was played last."""

        def read(journal: Journal) -> tuple[bytes, bool]:
            content = journal.piece(row.id).content or b""
            takes = () if content else journal.takes(row.id)
            return (content, False) if content or not takes else (journal.take_midi(takes[-1].id)[0][1], True)

        def opened(result: tuple[bytes, bool]) -> None:
            content, played = result
            if not content:
                self.say("There is nothing in this piece yet. Play something and keep it.")
                return
            music = _as_piece(content, row.title) if played else _piece_from(content)
            goal = row.goals[0] if row.goals else None
            self.put_on_stand(Stand(music, row.title, row.kind, row.source, row.chosen_by, row.id, goal), then)

        self.ask(read, opened, "open the piece")

    def talk_about(self, take: records.Take, title: str) -> None:
        """The pupil wants to say something about a take from before."""
        facts = take.parts[0].facts if take.parts else None
        self.sayable = Sayable(
            take.piece,
            title,
            take=take.id,
            task=take.task,
            linked=bool(take.goals),
            facts=facts,
            subtitle="A take from before",
        )

    def _number_takes(self, then: Callable[[], None] | None) -> None:
        row = self.stand.row if self.stand else None
        if row is None:
            if then:
                then()
            return

        def counted(takes: tuple[records.Take, ...]) -> None:
            self.takes_here = len(takes)
            if then:
                then()

        self.ask(lambda journal: journal.takes(row, with_hidden=True), counted, "count the takes")

    # -- recording --------------------------------------------------------------------------------------------------
    def setting(self, mode: str | None = None) -> Setting:
        """How a take made now is played."""
        stand, practice = self.stand, self.practice
        if stand is None:
            return Setting(mode="free")
        metre = stand.music.metres[-1]
        return Setting(
            piece=stand.row,
            title=stand.title,
            mode=mode or practice.mode,
            help=practice.help,
            hands=practice.hands,
            speed=practice.speed,
            bars=practice.bars,
            key=key_name(stand.music.key),
            bpm=stand.music.tempos[0].bpm,
            metre=(metre.beats, metre.unit),
            goal=stand.goal,
            task=self.task,
        )

    def start_take(self, start_frame: int, bar_one: int | None = None) -> None:
        """Recording, from the first click of the count-in; `bar_one` is the frame at which that ends."""
        self.recorder.start(self.setting(), start_frame, bar_one)
        self.changed()

    def stop_take(self, end_frame: int) -> LastTake | None:
        """Stop and keep. None if no key was pressed."""
        bars = [bar.start for bar in self.stand.music.bars()] if self.stand else []
        made = self.recorder.stop(end_frame, bars)
        return self._keep(made, self.stand) if made else None

    def keep_latest(self) -> LastTake | None:
        """Keep what was just played without having pressed record."""
        made = self.recorder.keep_latest(self.setting("free"))
        return self._keep(made, self.stand) if made else None

    def keep_heard(self, start: int, end: int) -> LastTake | None:
        """Keep what was heard between two frames as an idea of the pupil's own."""
        return self._keep(self.recorder.keep(Setting(mode="free"), start, end), None)

    def undo_take(self) -> None:
        """Put the last take aside; `put_back_take` brings it back."""
        last = self.last
        if last is None or last.aside:
            return
        last.aside = True
        if last.id is not None:
            take_id = last.id
            self.ask(lambda journal: journal.put_aside(take_id), _ignored, "put the take aside")
        self.changed()

    def put_back_take(self) -> None:
        """Bring the take back that was put aside."""
        last = self.last
        if last is None or not last.aside:
            return
        last.aside = False
        if last.id is not None:
            take_id = last.id
            self.ask(lambda journal: journal.put_back(take_id), _ignored, "put the take back")
        self.changed()

    def _keep(self, made: Made, stand: Stand | None) -> LastTake:
        self.takes_here += 1
        last = LastTake(made, number=self.takes_here)
        self.last = last
        self.changed()
        if self.pupil is None:
            self.held.append((made, stand))
            return last
        self._write(made, stand, last)
        return last

    def _write(self, made: Made, stand: Stand | None, last: LastTake | None) -> None:
        pupil, session = self.pupil, self.session
        assert pupil is not None
        setting = made.setting

        def keep(journal: Journal) -> tuple[records.Take, str, str]:
            row, title = setting.piece, setting.title
            if row is None:
                row, title = _new_piece(journal, pupil.id, session, stand)
            made_for = for_piece(made, row, title)
            take = journal.keep_take(row, (part_of(made_for, pupil.id),), **take_fields(made_for, session))
            return take, row, title

        def kept(result: tuple[records.Take, str, str]) -> None:
            take, row, title = result
            if last is not None:
                last.id = take.id
                if last.aside:
                    self.ask(lambda journal: journal.put_aside(take.id), _ignored)
            if self.stand is not None and self.stand.row is None and stand is self.stand:
                self.stand = replace(self.stand, row=row)
            if self.pupil is pupil:  # they may have left meanwhile: nothing of theirs is said to the next
                self._can_be_said(take, row, title)
                self.refresh_mine()

        self.ask(keep, kept, "keep the take")

    def _can_be_said(self, take: records.Take, row: str, title: str) -> None:
        again = self.sayable is not None and self.sayable.piece == row
        self.sayable = Sayable(
            piece=row,
            title=title,
            take=take.id,
            task=take.task,
            retaken=again or self.takes_here > 1,
            linked=bool(take.goals),
            facts=take.parts[0].facts if take.parts else None,
            subtitle=f"Take {self.takes_here}, kept" if self.takes_here else "Kept",
        )
        self._see_what_is_due(self.sayable)

    def _see_what_is_due(self, about: Sayable) -> None:
        """Work out behind the scenes whether the rules ask something of it, so that moving on never waits."""

        def work(journal: Journal) -> bool:
            from reflections import prompts
            from studio.asking import situation

            return bool(prompts.flow(situation(journal, self, about)))

        def known(due: bool) -> None:
            about.due = due

        self.ask(work, known, "whether a question is due")

    def _take_in_held(self) -> None:
        """What was played before anyone said who they are is theirs now."""
        held, self.held = self.held, []
        for made, stand in held:
            self._write(made, stand, self.last if self.last and self.last.made is made else None)

    # -- how sure, before ---------------------------------------------------------------------------------------------
    def before_question(self, put: Callable[[records.Question | None], None]) -> None:
        """Work out whether "how sure" may be asked of the piece on the stand before it is played; mostly not."""
        stand, pupil, session = self.stand, self.pupil, self.session
        if stand is None or pupil is None or stand.row is None or stand.goal is None:
            return
        row, goal = stand.row, stand.goal
        words = f"Play {stand.title}, the melody"

        def work(journal: Journal) -> tuple[records.Question | None, str | None]:
            from reflections import prompts
            from studio.asking import situation

            same = [
                t for t in journal.tasks(pupil.id) if t.piece == row and t.session == (session.id if session else None)
            ]
            if same:
                return None, same[-1].id
            now = situation(journal, self, Sayable(row, stand.title))
            task = _task_to_be(pupil.id, session.id if session else None, row, words, goal)
            return prompts.before(task, now), None

        def answered(result: tuple[records.Question | None, str | None]) -> None:
            question, task = result
            if self.stand is not None and self.stand.row == row:
                self.task = task
                put(question)

        self.ask(work, answered, "whether to ask before")

    def answer_before(self, question: records.Question, value: int | None, how: str) -> None:
        """Name the task and keep how sure the pupil is of it; None is "rather not"."""
        del how
        self.name_task(question.about, value)

    def skip_before(self, question: records.Question) -> None:
        """The task has its name all the same; nothing is said of it."""
        self.name_task(question.about, None)

    def name_task(self, words: str, value: int | None, then: Callable[[], None] | None = None) -> None:
        """Name what the pupil is about to do, and how sure they are of it."""
        stand, pupil = self.stand, self.pupil
        here = self.session.id if self.session else None
        if stand is None or pupil is None or stand.row is None:
            return
        row, goal = stand.row, stand.goal

        def work(journal: Journal) -> str:
            task = journal.task(pupil.id, words, piece=row, goal=goal, session=here)
            answer = "given" if value is not None else "rather not"
            journal.rate(pupil.id, "sure", "before", answer, value, task=task.id, session=here)
            journal.note_asked(pupil.id, "B1", piece=row, session=here)
            return task.id

        def named(task: str) -> None:
            self.task = task
            if then:
                then()

        self.ask(work, named, "name the task")

    def moved_on(self) -> None:
        """The questions about what was kept have been put, or none were due: they are not put again."""
        self.sayable = None

    # -- found after a crash ----------------------------------------------------------------------------------------
    def found_for(self, pupil: records.Pupil) -> tuple[records.Unfinished, ...]:
        """What was being played when the app stopped: this pupil's, and what nobody had claimed yet."""
        return tuple(item for item in self.house.unfinished if item.pupil in {pupil.id, None} and item.chunks)

    def keep_found(self, item: records.Unfinished, then: Callable[[], None]) -> None:
        """Make a take of it."""
        made = made_of(item)
        if made is None:
            self.let_found_go(item, then)
            return
        last = LastTake(made)
        self._write(made, None, last)
        self.refresh_house(then)

    def let_found_go(self, item: records.Unfinished, then: Callable[[], None]) -> None:
        """The pupil does not want it; it is deleted."""
        self.ask(lambda journal: journal.end_recording(item.id, keep=False), _ignored)
        self.refresh_house(then)

    # -- versions ---------------------------------------------------------------------------------------------------
    def keep_version(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Freeze the open piece as it stands: heard, rated and reflected on like a take."""
        stand, pupil = self.stand, self.pupil
        if stand is None or pupil is None or stand.row is None:
            return
        row, content, facts = stand.row, stand.music.to_midi(), piece_facts(stand.music)

        def kept(version: records.Version) -> None:
            self.sayable = Sayable(
                piece=row,
                title=stand.title,
                version=version.id,
                linked=bool(version.goals),
                facts=version.facts,
                subtitle=f"Version {version.n}, kept",
            )
            self._see_what_is_due(self.sayable)
            if then:
                then()

        session = self.session.id if self.session else None
        self.ask(
            lambda journal: journal.keep_version(row, content, name, facts=facts, session=session, goal=stand.goal),
            kept,
            "keep the version",
        )

    # -- every frame ------------------------------------------------------------------------------------------------
    def told(self, event: Any) -> None:
        """The engine says where the music is."""
        if type(event).__name__ == "Position":
            self.position = event
            self.recorder.moved(event)

    def tick(self, now: float) -> None:
        """Once a frame: what was played goes to the journal by the second."""
        self.recorder.tick(now)

    def _failed(self, error: Exception) -> None:
        self.say(sentence(error))


def sentence(error: Exception) -> str:
    """What to tell a person about an error: its own sentence where it was written for people."""
    if type(error).__module__.partition(".")[0] in OURS:  # every error of ours is a sentence
        return str(error)
    if isinstance(error, OSError) and error.strerror:
        return f"The computer said no: {error.strerror}. Nothing is lost."
    return f"That did not work, but nothing is lost. ({type(error).__name__})"


def key_name(key: Any) -> str:
    """A key in words, as in "G major"."""
    sharps = ("C", "G", "D", "A", "E", "B", "F#", "C#")
    flats = ("C", "F", "Bb", "Eb", "Ab", "Db", "Gb", "Cb")
    minor_sharps = ("A", "E", "B", "F#", "C#", "G#", "D#", "A#")
    minor_flats = ("A", "D", "G", "C", "F", "Bb", "Eb", "Ab")
    fifths, mode = key
    names = {("major", True): sharps, ("major", False): flats, ("minor", True): minor_sharps}.get(
        (mode, fifths >= 0), minor_flats
    )
    return f"{names[abs(fifths)]} {mode}"


def part_of(made: Made, pupil: str | None) -> records.TakePartIn:
    """The one part of a solo take, as the journal takes it in."""
    from reflections.records import TakePartIn
    from studio.music.take import facts

    counted = facts(made.take)
    return TakePartIn(
        part="melody",
        player="pupil" if pupil else "guest",
        pupil=pupil,
        keyboard="",
        midi=made.take.to_midi(),
        facts=_facts(made, counted),
    )


def take_fields(made: Made, session: records.Session | None) -> dict[str, Any]:
    """How a take was played, as the journal takes it in."""
    setting = made.setting
    return {
        "session": session.id if session else None,
        "seconds": made.seconds,
        "tempo": setting.bpm * setting.speed,
        "origin": made.origin,
        "mode": setting.mode,
        "help": setting.help,
        "hands": setting.hands,
        "speed": setting.speed,
        "bars": setting.bars,
        "key": setting.key,
        "task": setting.task,
        "goal": setting.goal,
        "recording": made.recording,
    }


def piece_facts(music: Piece) -> records.TakeFacts:
    """What can be counted in a piece that was never played."""
    from reflections.records import TakeFacts

    notes = [note for part in music.parts if part.role != "drums" for note in part.notes]
    roll = tuple(
        (music.seconds_at(n.start), music.seconds_at(n.end) - music.seconds_at(n.start), n.pitch, n.velocity)
        for n in notes
    )
    starts = tuple(music.seconds_at(bar.start) for bar in music.bars())
    count = sum(len(part.notes) for part in music.parts)
    return TakeFacts(seconds=music.seconds_at(music.end), notes=count, bar_starts=starts, roll=roll)


def made_of(item: records.Unfinished) -> Made | None:
    """The take in a recording that never ended."""
    from instruments.events import unpack

    return found(unpack(item.chunks), dict(item.context), item.piece, item.id)


def _facts(made: Made, counted: Any) -> records.TakeFacts:
    from reflections.records import TakeFacts

    seconds, notes, bar_starts, roll = counted
    return TakeFacts(seconds=seconds, notes=notes, bar_starts=made.bar_starts or bar_starts, roll=roll)


def _task_to_be(pupil: str, session: str | None, piece: str, words: str, goal: str) -> records.Task:
    """A task that has no row yet, for the rules of asking to look at."""
    from datetime import UTC, datetime

    from reflections.records import Task

    return Task("", pupil, session, piece, None, None, words, goal, datetime.now(UTC))


def _piece_from(content: bytes) -> Piece:
    from studio.music.piece import Piece

    return Piece.from_midi(content)


def _as_piece(midi: bytes, title: str) -> Piece:
    from studio.music.take import Take, as_piece

    return as_piece(Take.from_midi(midi), title)


def _read_mine(journal: Journal, pupil: str) -> Mine:
    return Mine(
        pieces=journal.pieces(pupil),
        goals=journal.goals(pupil),
        preferences=journal.preferences(pupil),
        last_words=journal.last_try_next(pupil),
        sessions=len(journal.sessions(pupil)),
    )


def _new_piece(journal: Journal, pupil: str, session: records.Session | None, stand: Stand | None) -> tuple[str, str]:
    """A row for music that has none yet: what was on the stand, or an idea of the pupil's own."""
    here = session.id if session else None
    if stand is not None:
        same = next((p for p in journal.pieces(pupil) if stand.source and p.source == stand.source), None)
        if same is not None:
            return same.id, same.title
        piece = journal.keep_piece(
            pupil,
            stand.title,
            kind=stand.kind,
            source=stand.source,
            chosen_by=stand.chosen_by,
            content=stand.music.to_midi(),
            session=here,
            goal=stand.goal,
        )
        return piece.id, piece.title
    ideas = sum(1 for p in journal.pieces(pupil) if p.kind == "own")
    piece = journal.keep_piece(
        pupil, f"My idea {ideas + 1}", kind="own", source="", chosen_by="pupil", content=b"", session=here, goal=None
    )
    return piece.id, piece.title


def _ignored(result: object) -> None:
    del result


def _quiet(words: str) -> None:
    del words


def _nothing() -> None:
    """Nobody listens yet."""
