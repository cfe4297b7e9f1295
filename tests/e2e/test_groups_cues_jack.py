"""The leader's words in the JACK graph, from a key of theirs to what is heard: who comes in sounds on the bar, and so does softer."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from instruments import RATE, NoteOn, Position
from studio.ensemble.parts import changed, given_out
from studio.ensemble.plan import Softer, Stop
from studio.ensemble.seats import Keys, Player, seated
from studio.lesson.band import Band
from studio.music.piece import Note, Part, Piece, Tempo
from studio.screens.lead.stage import Stage
from tests.e2e.conftest import Jack
from tests.e2e.graph import Ears, Hall, Piano, concert, plugged
from tests.e2e.test_groups_jack import ids

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
AMIRA, BEN = Player("amira", "Amira"), Player("ben", "Ben")
BPM = 160
BEAT = RATE * 60 // BPM  # frames
BAR = 4 * BEAT


def song() -> Piece:
    """A chord that is struck with each bar and let go in its middle, under a tune that nobody plays here."""
    chords = tuple(Note(bar * 1920, 720, pitch, 110) for bar in range(8) for pitch in (60, 64, 67))
    tune = tuple(Note(n * 480, 480, 72 + n % 5) for n in range(32))
    return Piece("Bars", (Part("Tune", notes=tune), Part("Chords", "chords", "piano", chords)), (Tempo(0, BPM),))


def two(keyboards: list[int]) -> Band:
    """Amira calls the chords up by one key each, Ben has the tune and leads; each has a keyboard."""
    piece = song()
    seating = seated((AMIRA, BEN), [Keys(number, 72 if n else 36, 96) for n, number in enumerate(keyboards)])
    shared = changed(given_out(piece, seating), seating, "amira", "chord-keys")
    return Band("Bars", seating, changed(shared, seating, "ben", "melody"), leader="ben", way="conducting")


@dataclass
class Room:
    """What a stage asks of its room: the engine, the clock, and nothing of a journal."""

    hall: Hall
    band: Band
    said: list[NoteOn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.engine = self.hall.engine
        nothing = lambda *_: None  # noqa: E731 - six of them
        self.tools = SimpleNamespace(
            clock=time.monotonic, changed=nothing, settings=SimpleNamespace(backing=1.0), say=nothing, focus=nothing
        )
        self.take = SimpleNamespace(last=None, hush=nothing, began=nothing, ended=nothing, leave=nothing)
        self.lesson = SimpleNamespace(was_a_word=self.said.append)
        self.engine.hush()  # whatever an attempt before left
        self.engine.force({}, {})
        self.engine.share(*self.band.seating.splits())
        self.hall.until(lambda: self.still(0.3))
        self.stage = Stage(self)  # type: ignore[arg-type]  # as much of the room as it asks for
        self.stage.ready()

    def still(self, seconds: float) -> bool:
        """Nothing has played for so long."""
        moving = (each.frame for each in reversed(self.hall.of(Position)) if each.state != "stopped")
        return self.engine.frame_now() - next(moving, 0) > seconds * RATE

    def turn(self) -> None:
        """The window looks: what the engine told goes to the stage."""
        seen = len(self.hall.told)
        self.hall.hear()
        for event in self.hall.told[seen:]:
            if isinstance(event, NoteOn):
                self.stage.hear(event)
            self.stage.told(event)

    def until(self, bar: int, beat: float = 0.0) -> None:
        """The music comes to a beat of a bar."""
        end = time.monotonic() + 20
        while (self.stage.plan.bar, -self.stage.count.beats_left) < (bar, beat - 4):
            assert time.monotonic() < end, f"bar {bar} never came"
            self.turn()
            time.sleep(0.01)

    def word(self, leader: Piano, key: int, turn: str) -> int:
        """A key of the leader's is pressed, and heard; the bar in which the other player is to come in, or to rest."""
        before, end = len(self.said), time.monotonic() + 10
        press(leader, key)
        while len(self.said) == before:
            assert time.monotonic() < end, "the key said nothing"
            self.turn()
            time.sleep(0.01)
        ((bar, said, _),) = self.stage.plan.cues
        assert (said, len(self.said)) == (turn, before + 1)
        return bar

    def count_in(self) -> None:
        """Four taps, exactly as fast as the piece: each beat lasts as many frames as it is written to."""
        for n in range(4):
            self.stage.tap(n * 60 / BPM)


@pytest.fixture
def stage(jack: Jack) -> Iterator[tuple[Ears, Any]]:
    with concert("jack") as (hall, ears):
        hall.engine.level("click", 1)
        hall.engine.level("count", 1)
        yield ears, hall


def test_who_is_brought_in_by_a_key_of_the_leaders_is_heard_from_the_barline_on(
    jack: Jack, stage: tuple[Ears, Hall]
) -> None:
    ears, hall = stage
    with plugged("amira", "ben") as (_, leader):

        def attempt() -> None:
            here = Room(hall, two(ids(hall, ("amira", "ben"))))
            ears.clear()
            hall.engine.level("keyboard", 0)  # their keys are words here, and are not to be heard
            here.stage.leading.lead_by_keys(True)
            key = key_for(here, "amira")
            here.stage.leading.bring_in()
            here.count_in()
            here.until(1, 0.3)
            rests = here.word(leader, key, "out")
            here.until(rests + 1, 0.3)
            comes = here.word(leader, key, "in")
            here.until(comes, 2)
            here.stage.leading.say(Stop())
            click, *heard = ears.onsets(apart=0.3)
            first = heard[0] - (click + BEAT)  # how long a chord takes to be heard at all: she is in from bar 1 on
            assert 0 <= first < RATE // 20
            struck = (*range(1, rests), comes)
            assert heard == pytest.approx([click + BEAT + (bar - 1) * BAR + first for bar in struck], abs=jack.period)

        ears.in_a_calm_moment(attempt)


def key_for(here: Room, player: str) -> int:
    """The key of the leader's that is a word about this player."""
    desk = here.stage.leading.desk
    assert desk is not None
    return next(pitch for pitch, each in desk.players.items() if each == player)


def press(piano: Piano, pitch: int) -> None:
    piano.send(f"90 {pitch:02x} 50", f"80 {pitch:02x} 00")


def test_one_players_keys_are_softer_from_the_barline_on_and_nobody_elses(jack: Jack, stage: tuple[Ears, Hall]) -> None:
    ears, hall = stage
    with plugged("amira", "ben") as (amira, ben):

        def attempt() -> None:
            here = Room(hall, two(ids(hall, ("amira", "ben"))))
            here.tools.settings.backing = 0.0
            hall.engine.level("backing", 0)
            hall.engine.level("keyboard", 1)
            here.stage.leading.lead_by_keys(False)
            here.count_in()
            here.until(1, 0.2)
            here.stage.leading.say(Softer(("amira",)))
            here.stage.leading.say(Softer(("amira",)))
            loud: list[float] = []
            for bar, beat, piano, pitch in (
                (1, 1.5, amira, 48),
                (2, 1.5, amira, 48),
                (2, 2.8, ben, 84),
                (3, 2.8, ben, 84),
            ):
                here.until(bar, beat)
                began = ears.now()
                press(piano, pitch)
                here.until(bar, beat + 1)
                loud.append(ears.level(began, ears.now()))
            here.stage.leading.say(Stop())
            assert loud[1] < 0.5 * loud[0], "the word holds from the bar on, and not before"
            assert loud[3] == pytest.approx(loud[2], rel=0.2)

        ears.in_a_calm_moment(attempt)
