"""A group at real keyboards of the JACK graph: every note lands with its pupil in the journal, none lost and none doubled."""

import itertools
import random
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from instruments import RATE, Engine, Gone, Keyboards, NoteOn
from reflections import Journal
from studio.background import Background
from studio.ensemble.parts import given_out
from studio.ensemble.seats import Keys, Player, Seating, seated
from studio.lesson import Lesson, Stand
from studio.lesson.band import Band
from studio.music.piece import Note, Part, Piece, Tempo
from studio.music.take import Take
from tests import journals
from tests.e2e.graph import Ears, Hall, Piano, plugged

pytest.importorskip("jack", reason="JACK-Client is not installed (pip install JACK-Client)")
pytest.importorskip("rtmidi", reason="python-rtmidi is not installed")

pytestmark = pytest.mark.jack
NAMES = ("Amira", "Ben", "Cas", "Dee")
SECRET = "six slow silver bells"
A_SECOND, SECONDS = 40, 5  # notes
BUSY_SECONDS = 20.0


class Room:
    """Pupils whose lesson is driven as the window drives it, over the engine that hears the graph."""

    def __init__(self, folder: Path, hall: Hall, pupils: int) -> None:
        self.hall = hall
        journal, _ = Journal.create(folder, tutor="Sam", passphrase=SECRET, help_person="Ms Okoro")
        self.journal = journal
        self.pupils = [journal.add_pupil(name, "fox", "10-12") for name in NAMES[:pupils]]
        self.background = Background()
        self.lesson = Lesson(hall.engine, self.background)
        self.lesson.opened(journal)
        self.background.settle()
        self.lesson.sit_together(self.pupils, lambda: None)
        self.background.settle()
        tune = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, 60) for n in range(16)))
        self.lesson.stand = Stand(Piece("Round", (tune,), (Tempo(0, 120),)), "Round", "tune", "tune/round")

    def sit(self, seating: Seating) -> None:
        stand = self.lesson.stand
        assert stand is not None
        self.lesson.band = Band("Round", seating, given_out(stand.music, seating))
        self.hall.engine.share(*seating.splits())
        self.lesson.play_together()

    def take(self, play: Callable[[], None]) -> dict[str, list[int]]:
        """What each has in the take as it is kept, by name: the keys in order."""
        start = self.hall.engine.frame_now()
        self.lesson.start_together(start, start)
        play()
        self.turn(0.3)
        assert self.lesson.stop_together(self.hall.engine.frame_now() + RATE // 2) is not None
        self.background.settle()
        last, band = self.lesson.last_together, self.lesson.band
        assert last is not None
        assert last.id is not None
        assert band is not None
        names = {pupil.id: pupil.shown for pupil in self.pupils}
        found = {}
        for part in self.journal.take(last.id).parts:
            events = Take.from_midi(part.midi or b"").events
            found[names[part.pupil or ""]] = [event.pitch for event in events if isinstance(event, NoteOn)]
        told: dict[str, list[int]] = {name: [] for name in found}
        for event in sorted(self.hall.of(NoteOn), key=lambda event: event.frame):
            player = band.seating.player_of(event.keyboard)
            told[player.name if player is not None else "nobody"].append(event.pitch)
        if found != told:  # what the server dropped may be excused, what reached the engine never
            pytest.fail(f"the engine told {told}, and the take has {found}")
        return found

    def turn(self, seconds: float) -> None:
        """The window goes on for so long, a busy one: it looks every twentieth of a second."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.hall.hear()
            self.lesson.tick(time.monotonic())
            time.sleep(0.05)

    def close(self) -> None:
        self.background.close()
        self.journal._changed = False
        self.journal.close()


@pytest.fixture
def room(tmp_path: Path, jack: object) -> Iterator[Callable[[int], Room]]:
    made: list[Room] = []
    number = itertools.count()
    with pytest.MonkeyPatch.context() as patch:
        journals.seal_weakly(patch)

        def leave() -> None:
            for each in made:
                each.close()
                each.hall.engine.close()
            made.clear()

        def enter(pupils: int) -> Room:
            leave()  # an attempt that was disturbed must not disturb the next
            hall = Hall(Engine("null", synth="silence"))
            hall.engine.start()
            made.append(Room(tmp_path / f"house {next(number)}", hall, pupils))
            return made[-1]

        yield enter
        leave()


@pytest.fixture
def ears(jack: object) -> Iterator[Ears]:
    found = Ears()
    yield found
    found.close()


def ids(hall: Hall, names: tuple[str, ...]) -> list[int]:
    """The engine's numbers of these keyboards."""
    hall.until(lambda: set(names) <= hall.present, BUSY_SECONDS)
    known = {one.name.split(":")[0]: one.id for each in hall.of(Keyboards) for one in each.known}
    return [known[name] for name in names]


def poured(room: Room, boards: list[Piano], keys: list[list[int]]) -> Callable[[], None]:
    """Play forty notes a second, in turn, over the boards, and whoever has no more keys plays none; the window looks in between."""

    def play() -> None:
        began, n = time.monotonic(), 0
        for at in range(max(map(len, keys))):
            for board, row in zip(boards, keys, strict=True):
                if at >= len(row):
                    continue
                pitch = row[at]
                board.send(f"90 {pitch:02x} 46", f"80 {pitch:02x} 00")
                n += 1
                room.turn(max(0.0, began + n / A_SECOND - time.monotonic()))

    return play


def test_one_keyboard_in_three_zones_and_every_note_is_in_its_pupils_part(
    room: Callable[[int], Room], ears: Ears
) -> None:
    with plugged("shared") as boards:

        def attempt() -> None:
            here = room(3)
            players = [Player(pupil.id, pupil.shown) for pupil in here.pupils]
            (number,) = ids(here.hall, ("shared",))
            seating = seated(players, [Keys(number, 21, 108)])
            here.sit(seating)
            zones = [seating.zone(player.id) for player in players]
            chance = random.Random(9)
            keys = [chance.randrange(21, 109) for _ in range(A_SECOND * SECONDS)]
            whose = {
                player.name: [key for key in keys if zone is not None and zone[0] <= key <= zone[1]]
                for player, zone in zip(players, zones, strict=True)
            }
            assert here.take(poured(here, boards, [keys])) == whose

        ears.in_a_calm_moment(attempt)


FOUR = ("one", "two", "three", "four")


def at_four(here: Room, seed: int) -> tuple[Seating, list[list[int]]]:
    """Four pupils at a keyboard each, and what each is to play in five seconds: forty notes a second altogether."""
    players = [Player(pupil.id, pupil.shown) for pupil in here.pupils]
    seating = seated(players, [Keys(number, 36, 96) for number in ids(here.hall, FOUR)])
    here.sit(seating)
    chance = random.Random(seed)
    return seating, [[chance.randrange(36, 97) for _ in range(A_SECOND * SECONDS // 4)] for _ in players]


def test_four_at_four_keyboards_and_every_note_is_its_pupils_once(room: Callable[[int], Room], ears: Ears) -> None:
    with plugged(*FOUR) as boards:

        def attempt() -> None:
            here = room(4)
            _, keys = at_four(here, 4)
            assert here.take(poured(here, boards, keys)) == dict(zip(NAMES, keys, strict=True))

        ears.in_a_calm_moment(attempt)


def test_a_keyboard_pulled_out_in_the_middle_keeps_what_was_played_and_all_that_the_others_play(
    room: Callable[[int], Room], ears: Ears
) -> None:
    def attempt() -> None:
        with plugged(*FOUR) as boards:
            here = room(4)
            seating, keys = at_four(here, 5)
            half = len(keys[0]) // 2

            def play() -> None:
                poured(here, boards, [row[:half] for row in keys])()
                here.turn(0.2)
                boards[2].pull()
                here.hall.until(lambda: here.hall.of(Gone), BUSY_SECONDS)
                here.sit(seating.plugged(each for n, each in enumerate(seating.keyboards) if n != 2))
                poured(here, boards, [row[half:] if n != 2 else [] for n, row in enumerate(keys)])()

            kept = dict(zip(NAMES, keys, strict=True)) | {NAMES[2]: keys[2][:half]}
            assert here.take(play) == kept

    ears.in_a_calm_moment(attempt)
