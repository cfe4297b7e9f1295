"""Waiting on the stage: a key counts for whoever pressed it, who is lost is carried to the next bar, and next keys are lit."""

from types import SimpleNamespace
from typing import Any

import pytest

from instruments.events import RATE, NoteOn
from studio.ensemble.parts import given_out
from studio.ensemble.plan import DropOut, EndTogether
from studio.ensemble.seats import Keys, Player, seated
from studio.ensemble.waiting import PATIENCE_SECONDS, How
from studio.ensemble.ways import Way
from studio.lesson.band import Band
from studio.music.piece import Note, Part, Piece, Tempo
from studio.screens.lead.stage import Stage
from tests.studio.playing_engine import PlayingEngine

AMIRA, BEN = Player("amira", "Amira"), Player("ben", "Ben")


class Room:
    """What a stage needs of its room: a band, an engine that really waits, and a clock that is the engine's."""

    def __init__(self, how: How | None = "for all", way: Way = "together", *, helped: bool = False) -> None:
        tune = Part("Tune", "melody", "piano", tuple(Note(n * 480, 480, 60 + n % 5) for n in range(16)))
        piece = Piece("Bus", (tune,), (Tempo(0, 120),))
        seating = seated((AMIRA, BEN), (Keys(1, 36, 96), Keys(2, 36, 96)))
        band = Band("Bus", seating, given_out(piece, seating), way=way, waits=how)
        self.band = Band(
            band.title,
            seating,
            band.shared.__class__(piece, tuple(self._same(band, each.player.id) for each in band.shared.given)),
            way=way,
            waits=how,
            helped=frozenset({"ben"} if helped else ()),
        )
        self.engine = PlayingEngine()
        self.tools: Any = SimpleNamespace(
            clock=lambda: self.engine.frame / RATE, changed=lambda: None, settings=SimpleNamespace(backing=1.0)
        )
        self.take = SimpleNamespace(began=lambda _: None, ended=lambda: None, hush=lambda: None)
        self.stage = Stage(self)  # type: ignore[arg-type]  # a room of a few lines stands in
        self.stage.ready()
        for n in range(4):
            self.stage.tap(n * 0.5)
        self.let(0.02)

    def _same(self, band: Band, player: str) -> Any:
        """Both have the tune: the same pitches at the same moments, on keyboards of their own."""
        from dataclasses import replace

        given = band.shared.of("amira")
        notes = replace(given.part, name=player) if given.part is not None else None
        return replace(band.shared.of(player), kind=given.kind, part=notes)

    def let(self, seconds: float) -> None:
        """Time passes, as the window sees it: a hundredth of a second a turn."""
        for _ in range(round(seconds * 100)):
            self.engine.let(0.01)
            for event in self.engine.pending():
                self.stage.told(event)
            self.stage.waits.update()

    def key(self, player: str, pitch: int) -> None:
        """Somebody presses a key of theirs."""
        heard_as = self.band.seating.place(player).heard_as
        assert self.engine.player is not None
        self.engine.player.hear(pitch)  # as the mixer hears it: nobody's
        self.stage.hear(NoteOn(self.engine.frame, heard_as, pitch, 80))

    @property
    def at(self) -> tuple[str, int]:
        """How the engine stands, and at which tick."""
        return self.stage.head.state, round(self.stage.head.last.tick)


def first(room: Room) -> int:
    return room.stage.whole.piece.parts[0].notes[0].pitch


def test_two_who_need_the_same_pitch_each_have_to_press_their_own_key() -> None:
    room = Room()
    room.let(2)
    assert room.at == ("waiting", 0)
    room.key("amira", first(room))
    room.key("amira", first(room))
    room.let(1)
    assert (room.at, room.stage.waits.waited_for) == (("waiting", 0), {"ben"}), "her key is none of his"
    room.key("ben", first(room))
    room.let(0.1)
    assert room.at[0] == "playing"
    room.let(1)
    assert room.at == ("waiting", 480)


@pytest.mark.parametrize("way", ["together", "soloist"])
def test_music_that_all_play_in_time_never_stands_still(way: Way) -> None:
    room = Room(way=way)
    states = set()
    notes = room.stage.whole.piece.parts[0].notes
    room.let(0.40)  # of the half second that is counted in
    for note in notes if way == "together" else (*notes, *notes[:4]):
        room.key("amira", note.pitch)
        room.key("ben", note.pitch)
        for _ in range(50):
            room.let(0.01)
            states.add(room.at[0])
    assert "waiting" not in states
    assert room.stage.count.bar == (4 if way == "together" else 5)


def test_a_key_long_before_its_time_opens_nothing() -> None:
    room = Room()
    for player in ("amira", "ben"):
        room.key(player, first(room))
    room.let(1)
    assert room.at == ("waiting", 0)


def test_who_is_lost_is_heard_from_the_engine_until_the_next_bar_and_then_waited_for_again() -> None:
    room = Room("carry")
    notes = room.stage.whole.piece.parts[0].notes
    room.let(2)
    room.key("amira", notes[0].pitch)
    room.let(PATIENCE_SECONDS + 0.1)
    of = room.stage.whole.of
    assert room.stage.waits.carried == {"ben"}
    assert (of["ben"] in room.engine.muted, of["amira"] in room.engine.muted) == (False, True)
    for note in notes[1:4]:
        room.let(0.5)
        room.key("amira", note.pitch)
    room.let(0.4)
    room.key("amira", notes[4].pitch)  # a little before the bar
    room.let(1.6)
    assert room.at == ("waiting", 1920)
    assert (room.stage.waits.carried, room.stage.waits.waited_for) == (frozenset(), {"ben"})
    assert of["ben"] in room.engine.muted, "in the new bar it is theirs again"


def test_nobody_waits_for_one_who_rests() -> None:
    room = Room()
    room.let(1)
    room.stage.leading.say(DropOut(("ben",)))
    notes = room.stage.whole.piece.parts[0].notes
    for n in range(4):
        room.key("amira", notes[n].pitch)
        room.key("ben", notes[n].pitch)
        room.let(0.6)
    assert room.at == ("waiting", 1920)
    room.key("amira", notes[4].pitch)
    room.let(0.6)
    assert room.at == ("waiting", 2400)


def test_who_is_lost_while_the_music_stands_still_rests_at_once_and_it_goes_on() -> None:
    room = Room()
    room.let(2)
    room.key("amira", first(room))
    room.let(2)
    assert room.stage.waits.waited_for == {"ben"}
    room.stage.leading.say(DropOut(("ben",)))
    assert room.stage.plan.playing == {"amira"}
    room.let(0.6)
    assert room.at == ("waiting", 480), "no barline has come, and only Amira is waited for"
    room.let(2)
    assert room.stage.waits.waited_for == {"amira"}


def test_music_that_has_stood_still_for_long_ends_at_once_and_else_with_a_bar() -> None:
    room = Room()
    room.let(0.7)
    room.stage.leading.say(EndTogether())
    assert room.stage.on, "a moment is no waiting: they play up to the bar"
    assert room.stage.plan.bars_left == 2
    room.let(2)
    room.stage.leading.say(EndTogether())
    assert (room.stage.on, room.stage.plan.phase) == (False, "over")


def test_music_that_goes_round_waits_in_every_round() -> None:
    room = Room(way="soloist")
    notes = room.stage.whole.piece.parts[0].notes
    for note in (*notes, *notes[:3]):
        room.let(0.6)
        assert room.at == ("waiting", note.start)
        room.key("amira", note.pitch)
        room.key("ben", note.pitch)
    room.let(0.6)
    assert room.stage.count.bar == 5


def test_the_next_key_of_one_who_is_helped_is_lit_and_of_nobody_else() -> None:
    room = Room(None, helped=True)
    notes = room.stage.whole.piece.parts[0].notes
    assert room.stage.waits.lit_next("ben") == {notes[0].pitch}
    room.let(0.6)
    assert room.stage.waits.lit_next("ben") == {notes[1].pitch}, "what is past is not lit"
    assert room.stage.waits.lit_next("amira") == frozenset()
    assert not room.stage.waits.on, "nothing waits here"
