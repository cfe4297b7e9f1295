"""A tune for the stand, where any tune will do."""

from dataclasses import replace

from studio.lesson import Stand
from studio.music.piece import Note, Part, Piece

TUNE = Piece("Ode", (Part("Melody", "melody", "piano", (Note(0, 480, 64), Note(480, 480, 65))),))


def stand(title: str = "Ode") -> Stand:
    return Stand(replace(TUNE, title=title), title, "tune", f"tune:{title}")
