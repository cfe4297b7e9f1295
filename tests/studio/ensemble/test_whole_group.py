"""A whole group piece without a screen: seats, parts, four taps, passing it round with a keyboard pulled out, and an end together."""

from collections.abc import Callable

import pytest

from instruments.events import RATE, NoteOn
from studio.ensemble.bars import BarCount
from studio.ensemble.count_in import taps_for
from studio.ensemble.parts import given_out, laid_again, whole
from studio.ensemble.plan import BringIn, DropOut, EndTogether
from studio.ensemble.seats import Keys, Player, seated
from studio.ensemble.ways import begin
from studio.music import library
from studio.music.grooves import groove_piece
from studio.music.piece import Piece
from studio.music.score import to_score
from studio.music.song.arranging import song_piece
from tests.studio.fake_engine import FakeEngine
from tests.studio.music.song.made import a_pass, layer, note, song

JO, AMIR, KEZIA = Player("jo", "Jo", "melody"), Player("amir", "Amir", "rhythm"), Player("kezia", "Kezia", guest=True)
LONG, SHORT = Keys(1, 36, 96), Keys(2, 48, 72)


def tune() -> Piece:
    return library.piece(library.shelf()[0])


SOURCES: dict[str, Callable[[], Piece]] = {
    "tune": tune,
    "groove": lambda: groove_piece(library.grooves()[0]),
    "own song": lambda: song_piece(song(layer(a_pass(*(note(n * 480, pitch=60 + n) for n in range(8)))))),
    "file": lambda: Piece.from_midi(tune().to_midi()),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_group_plays_anything_from_the_count_in_to_the_end(source: str) -> None:
    piece = SOURCES[source]()
    engine, seating = FakeEngine(), seated((JO, AMIR, KEZIA), (LONG, SHORT))
    engine.share(*seating.splits())
    shared = given_out(piece, seating)
    assert all(given.part is not None and given.part.notes for given in shared.given)
    made = whole(shared)
    score = to_score(made.piece, bars=(1, made.piece.bars()[-1].n))

    taps = taps_for(piece)
    while not taps.is_whole:
        engine.key(60, 0.1)
        engine.let(0.5)
        taps = taps.tapped(engine.frame / RATE)
    plan = begin("pass it round", [player.id for player in seating.players], phrase=1)
    engine.play(score, speed=taps.speed(piece), count_in=1, muted=plan.after().muted(made))
    assert engine.muted == {*made.of.values(), *made.along.values()} - (
        {made.along["jo"]} if "jo" in made.along else set()
    )

    count = BarCount()
    for bar in piece.bars()[:3]:
        count = count.moved(piece, bar.start)
        plan = plan.barline(count.bar)
    assert "jo" in plan.playing

    seating = seating.plugged((SHORT,))  # pulled out: whoever sat there is carried, the others play on
    gone = {player.id for player in seating.waiting}
    assert gone
    carried = plan.after().muted(made, carried=gone)
    engine.play(score, muted=carried, next_bar=True)
    assert {made.of[player] for player in gone & plan.after().playing}.isdisjoint(engine.muted)
    assert engine.log[-1] == "next bar"
    seating = seating.plugged((LONG, SHORT))
    assert laid_again(shared, seating) == shared

    plan = plan.told(DropOut(("amir",))).told(BringIn(("amir",), bars=2)).told(EndTogether(3))
    while plan.phase != "over":
        plan = plan.after()
    engine.stop()
    assert plan.playing == frozenset()


def test_what_each_played_is_theirs_and_the_guests_nobodys() -> None:
    engine, seating = FakeEngine(), seated((JO, AMIR, KEZIA), (LONG, SHORT))
    engine.share(*seating.splits())
    for player in seating.players:
        zone, keyboard = seating.zone(player.id), seating.place(player.id).keyboard
        assert zone is not None
        assert keyboard is not None
        engine.key(zone[0], keyboard=keyboard)
        engine.key(zone[1], keyboard=keyboard)

    kept = seating.kept(engine.capture.cut(0, engine.frame + 1))
    pressed = {player: tuple(e.pitch for e in played if isinstance(e, NoteOn)) for player, played in kept.items()}
    assert pressed == {"jo": seating.zone("jo"), "amir": seating.zone("amir")}
