"""Who is here: the journal behind the writer, the pupil or guest at the keys, and their session."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from studio.lesson.handover import read_mine
from studio.lesson.idle import idle_minutes
from studio.lesson.keys import Keys
from studio.lesson.minutes import usual_minutes
from studio.lesson.offer import of_keys, spent, still_open
from studio.lesson.values import BuildOn, House, LastTake, Making, Mine, Practice, Sayable, Stand
from studio.playing.recording import Recorder
from studio.words import ENGLISH, refused, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from instruments import Engine
    from instruments.events import Position
    from instruments.zones import Border
    from reflections import records
    from reflections.journal import Journal
    from studio.background import Background, Job
    from studio.playing.made import Made


T = TypeVar("T")
OURS = frozenset({"instruments", "reflections", "studio"})


class Visit:
    """Who sits at the keys, and the way to the journal."""

    def __init__(self, engine: Engine, background: Background, clock: Callable[[], float] = time.monotonic) -> None:
        self.engine = engine
        self.background = background
        self.recorder = Recorder(engine, background, clock)
        self.recorder.errands.trouble = self._failed
        self.recorder.errands.over = self._tell
        self.keys = Keys()
        self.recorder.mine = self.keys.mine_since
        self.say: Callable[[str], None] = _quiet
        self.changed: Callable[[], None] = _nothing
        self.left: Callable[[tuple[str, ...]], None] = _nobody
        self.journal: Journal | None = None
        self.house = House()
        self.pupil: records.Pupil | None = None
        self.guest = False
        self.together: tuple[str, ...] = ()  # the pupils who share the laptop now, if there are several
        self.visiting = 0  # the guests who share it with them: they are counted, and nothing else is kept
        self.alone = False  # the tutor has said that pupils play without an adult near
        self.tutor_near = False  # unlocked just now, and nobody has come to the keys since
        self.session: records.Session | None = None
        self.mine = Mine()
        self.laptop_language = ENGLISH
        self.stand: Stand | None = None
        self.practice = Practice()
        self.last: LastTake | None = None
        self.takes_here = 0
        self.held: list[tuple[Made, Stand | None]] = []
        self.held_before: list[tuple[Made, Stand | None]] = []  # a guest came; nobody has said yet whose this is
        self.making: Making | None = None
        self.building: BuildOn | None = None  # Make is opened to begin a song with it
        self._drafted: object = None  # the stand of which a draft was opened or kept: what is on it is the newest
        self._draft_waits = False  # it was changed, and nobody has said yet whose it is
        self.visit = 0  # another number whenever somebody comes to the keys or leaves them
        self.found_shown = -1  # the visit in which what was found was offered: once is enough
        self.sayable: Sayable | None = None
        self.position: Position | None = None
        self.task: str | None = None
        self.hears_tutor = True  # what a tutor played beside the pupil is heard with it
        self.purpose: str | None = None  # the goal that is worked on: what is picked next is for it

    # -- the journal ------------------------------------------------------------------------------------------------
    def ask(
        self,
        work: Callable[[Journal], T],
        then: Callable[[T], None] | None = None,
        label: str = "",
        *,
        whoever: bool = False,
    ) -> Job | None:
        """Have the writer call the journal; `then` gets the answer on the main loop. Nothing without a journal.

        An answer that comes when somebody else sits at the keys is dropped, unless it is `whoever`'s: about the house.
        What must not be lost goes by `errand`.
        """
        journal = self.journal
        if journal is None:
            return None
        answered = self._if_still_here(then, whoever=whoever)
        return self.background.writer.put(lambda: work(journal), answered, self._failed, label)

    def errand(
        self,
        work: Callable[[Journal], T],
        then: Callable[[T], None] | None = None,
        label: str = "",
        once: object = None,
        *,
        whoever: bool = False,
        holds: object = None,
    ) -> None:
        """The same for what somebody made or said: tried again until the journal has it, in the order it was said.

        `work` may run again after it failed half-way: what it had done by then it must not do twice.
        """
        journal = self.journal
        if journal is not None:
            answered = self._if_still_here(then, whoever=whoever)
            self.recorder.errands.put(lambda: work(journal), answered, label, once, holds)

    def _if_still_here(self, then: Callable[[T], None] | None, *, whoever: bool = False) -> Callable[[T], None]:
        visit = self.visit

        def answered(result: T) -> None:
            if then is not None and (whoever or self.visit == visit):
                then(result)
            self.changed()

        return answered

    def opened(self, journal: Journal) -> None:
        """The journal is unlocked: what was played before is written to it from now on."""
        self.journal = journal
        self.recorder.journal = journal
        self.tutor_near, self.alone = True, False
        self.refresh_house()

    def refresh_house(self, then: Callable[[], None] | None = None) -> None:
        """Read again who there is and what waits."""

        def read(journal: Journal) -> House:
            waiting = of_keys(journal.unfinished())
            with contextlib.suppress(JournalError):  # what is of no use to anyone can go another day as well
                for row in spent(waiting):
                    journal.end_recording(row, keep=False)
            return House(
                tutor=journal.tutor,
                place=journal.place(),
                minutes=usual_minutes(journal),
                idle_minutes=idle_minutes(journal),
                pupils=journal.pupils(),
                groups=journal.groups(),
                hidden=frozenset(journal.hidden_titles()),
                unfinished=still_open(waiting),
                sends=remembered.sends(journal),
            )

        def known(house: House) -> None:
            self.house = house
            if then:
                then()

        from reflections import JournalError
        from reflections.central import remembered

        self.ask(read, known, "read who there is", whoever=True)

    # -- who is here ------------------------------------------------------------------------------------------------
    def choose(self, pupil: records.Pupil, then: Callable[[], None] | None = None) -> None:
        """The pupil sits at the keyboard: a session opens if none is open today; what was played before is theirs.

        If the tutor has opened one for a group of theirs, that is the session they are in.
        """

        def enter(journal: Journal) -> tuple[records.Pupil, records.Session, Mine]:
            with_others = len(here) > 1 or (not alone and journal.group_today(pupil.id) is not None)
            mode = "group" if with_others else "one-to-one"
            minutes = usual_minutes(journal)
            session = journal.open_session(here, mode=mode, minutes=minutes, solo=alone, guests=guests, resume=True)
            return journal.pupil(pupil.id), session, read_mine(journal, pupil.id)

        alone, here, guests = self.alone, self.together or (pupil.id,), self.visiting
        self.visit += 1  # whoever else was chosen a moment ago does not come in after them

        def entered(result: tuple[records.Pupil, records.Session, Mine]) -> None:
            self.visit += 1
            self.purpose = None
            if self.pupil is None or self.pupil.id != pupil.id:
                if self.pupil is not None or self.guest:
                    self._other_hands()
                self.keys.begin()
            self.guest, self.tutor_near = False, False
            self.pupil, self.session, self.mine = result
            self.recorder.seat(pupil.id, self.session.id)
            self.held, self.held_before = self.held_before + self.held, []
            self._take_in_held()
            if then:
                then()

        self.ask(enter, entered, "open the session")

    def add_pupil(self, alias: str, avatar: str, age_band: str, then: Callable[[records.Pupil], None]) -> None:
        """A new pupil says who they are; their draft programme is made with them."""
        language = self.laptop_language

        def add(journal: Journal) -> records.Pupil:
            pupil = journal.add_pupil(alias, avatar, age_band)
            if language != ENGLISH:
                journal.set_preferences(pupil.id, replace(journal.preferences(pupil.id), language=language))
            return pupil

        self.ask(add, then, "add a pupil", whoever=True)
        self.refresh_house()

    def be_guest(self) -> None:
        """Somebody is visiting: everything works, nothing of theirs stays. What was held before waits for its player."""
        self.visit += 1
        self.held_before, self.held = self.held_before + self.held, []
        self.pupil, self.session, self.guest, self.mine = None, None, True, Mine()
        self.last, self.tutor_near = None, False
        self._other_hands()
        self.recorder.seat_guest()

    def goodbye(self) -> None:
        """Nobody is at the keyboard; of a guest nothing stays, and what pupils kept is made ready for them."""
        gone = self.here
        self.visit += 1
        if self.guest:
            self.recorder.let_go()
            self.held, self.held_before = self.held_before, []
        self.pupil, self.session, self.guest, self.mine = None, None, False, Mine()
        self._other_hands()
        self.recorder.seat(None)
        self.stand, self.last, self.sayable, self._draft_waits = None, None, None, False
        self.making = None
        self.takes_here, self.purpose = 0, None
        self.practice = Practice()
        self.left(gone)

    @property
    def here(self) -> tuple[str, ...]:
        """The pupils who share the laptop now."""
        return self.together or ((self.pupil.id,) if self.pupil is not None else ())

    def step_away(self) -> None:
        """Whoever was here has gone without a word: what they played waits for them, and nothing of it is shown."""
        if self.pupil is not None:
            self.recorder.decide_later()
        if self.pupil is not None or self.guest:
            self.goodbye()
        self.tutor_near = False

    def share_keyboard(self, border: Border | None) -> None:
        """Pupil and tutor sit at one keyboard, each on a side of their own; None: the pupil has all of it again."""
        self.engine.share(*(() if border is None else (border.split,)))
        self.keys.share(border)
        self.changed()

    def _other_hands(self) -> None:
        """Whatever keyboard was somebody's is nobody's now; what was recorded stays with those whose it was."""
        self.hears_tutor = True
        self.engine.share()
        self.keys = self.keys.afresh()
        self.recorder.mine = self.keys.mine_since

    def refresh_mine(self, then: Callable[[], None] | None = None) -> None:
        """Read again what this pupil has."""
        pupil = self.pupil
        if pupil is None:
            return

        def known(mine: Mine) -> None:
            if self.pupil is not None and self.pupil.id == pupil.id:
                self.mine = mine
            if then:
                then()

        self.ask(lambda journal: read_mine(journal, pupil.id), known, "read my music")

    def prefer(self, preferences: records.Preferences) -> None:
        """The pupil who is here wants the studio to look and speak so; it does at once, and whenever they come back."""
        pupil = self.pupil
        if pupil is None:
            return
        self.mine.preferences = preferences

        def keep(journal: Journal) -> records.Pupil:
            journal.set_preferences(pupil.id, preferences)
            return journal.pupil(pupil.id)

        def kept(renewed: records.Pupil) -> None:
            self.pupil = renewed  # the words they are spoken to in may be others now

        self.errand(keep, kept, "keep how it looks")

    @property
    def is_solo(self) -> bool:
        """Whether no adult is near: of whoever is here as it was when they came, else as it is now."""
        return self.session.solo if self.session is not None else self.alone

    @property
    def register(self) -> str:
        """The words to speak in to whoever is here."""
        from reflections.records import REGISTERS

        return self.pupil.register if self.pupil is not None else REGISTERS[0]

    @property
    def language(self) -> str:
        """The language of whoever is here; the laptop's own while nobody has said theirs."""
        return self.mine.preferences.language if self.mine.preferences is not None else self.laptop_language

    def _failed(self, error: Exception) -> None:
        self.say(sentence(error))

    def _tell(self, words: str) -> None:
        self.say(words)

    def _take_in_held(self) -> None:
        """Keep what was played before anyone said who they are: the room of takes does it."""
        raise NotImplementedError


def sentence(error: Exception) -> str:
    """What to tell a person about an error: its own sentence, in their language, where it was written for people."""
    if type(error).__module__.partition(".")[0] in OURS:  # every error of ours is a sentence
        return refused(str(error))
    if isinstance(error, OSError) and error.strerror:
        return say("lesson.the computer said no", strerror=error.strerror)
    return say("lesson.that did not work", name=type(error).__name__)


def _quiet(words: str) -> None:
    del words


def _nobody(pupils: tuple[str, ...]) -> None:
    del pupils


def _nothing() -> None:
    """Nobody listens yet."""
