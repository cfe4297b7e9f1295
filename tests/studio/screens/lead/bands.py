"""What the tests of Lead do again and again: several come in, keyboards are plugged in, a piece is on the stand, four taps."""

from collections.abc import Callable

from instruments.events import Gone, Keyboard, Keyboards, Position
from studio.lesson import Stand
from studio.music.piece import Lyric, Note, Part, Piece, Tempo
from studio.screen import Go
from tests.studio.fakes import Pilot
from tests.studio.screens.conftest import signs

Start = Callable[..., Pilot]
LONG, SHORT = Keyboard(1, "Keys 61", "alsa", True), Keyboard(2, "Keys 49", "alsa", True)
BAR = 1920


def song(bars: int = 16) -> Piece:
    """A tune over a bass, four beats a bar, and a word to each bar."""
    tune = tuple(Note(n * 480, 480, 60 + n % 5) for n in range(bars * 4))
    bass = tuple(Note(n * BAR, BAR, 40 + n % 3) for n in range(bars))
    parts = (Part("Tune", "melody", "piano", tune), Part("Bass", "bass", "bass", bass))
    return Piece("Night Bus", parts, (Tempo(0, 120),), lyrics=tuple(Lyric(n * BAR, f"word{n}") for n in range(bars)))


def together(unlocked: Start, *extra: str, pupils: int = 3, **look: object) -> Pilot:
    """Jo, Amira and Sami have come in by their pictures, and whoever else is pressed."""
    pilot = unlocked(3, signed=True, **look)
    pilot.press("More than one of us")
    for n in range(pupils):
        for icon in signs(n):
            pilot.click(f"picture-{icon}")
    for name in extra:
        pilot.press(name)
    pilot.press("Let's go")
    return pilot


def plug(pilot: Pilot, *keyboards: Keyboard) -> None:
    """These are the keyboards that the engine names."""
    pilot.engine._inbox.append(Keyboards(pilot.engine.frame, keyboards))
    pilot.settle()


def pull(pilot: Pilot, keyboard: Keyboard) -> None:
    """Somebody pulls a cable."""
    pilot.engine._hear(Gone(pilot.engine.frame, keyboard.id))
    pilot.turn()


def leading(pilot: Pilot, *keyboards: Keyboard, piece: Piece | None = None) -> Pilot:
    """A piece lies on the stand, keyboards are plugged in, and Lead is in front."""
    plug(pilot, *(keyboards or (LONG, SHORT)))
    pilot.lesson.put_on_stand(Stand(piece or song(), "Night Bus", "song", "own:Night Bus"))
    pilot.settle()
    pilot.studio.move(Go("lead"))
    pilot.settle()
    assert pilot.screen == "lead", pilot.words()
    return pilot


def player(pilot: Pilot, name: str) -> str:
    """Somebody's id."""
    return next(each.id for each in pilot.lesson.band.players if each.name == name)


def lead(pilot: Pilot, name: str) -> None:
    """Somebody is asked whether they want to lead, and does."""
    pilot.click(f"player-{player(pilot, name)}")
    pilot.press(f"Ask {name} to lead")
    pilot.press("Yes, I lead")


def count_in(pilot: Pilot) -> None:
    """Four taps on the screen, half a second apart: 120 beats a minute."""
    while not pilot.studio.screen.stage.on:
        pilot.ui.click("tap")
        pilot.turn(seconds=0.5)


def at(pilot: Pilot, bar: int, beat: float = 0.0) -> None:
    """The engine says where the music is: a bar of the piece, and beats into it."""
    pilot.engine._inbox.append(Position(pilot.engine.frame, (bar - 1) * BAR + beat * 480, "playing"))
    pilot.turn()


def standing(pilot: Pilot) -> dict[str, str]:
    """How everybody stands, by name."""
    band = pilot.lesson.band
    return {band.name(ring.player): ring.standing for ring in pilot.studio.screen.stage.plan.shown()}
