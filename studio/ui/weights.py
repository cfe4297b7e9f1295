"""Cuts Lexend to the weights that the window draws; runs in a process of its own, since each takes a second."""

import sys
from pathlib import Path


def main() -> None:
    """Write lexend-WEIGHT.ttf for each weight: the variable font, the folder and the weights are the arguments."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    source, folder = sys.argv[1], Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for weight in sys.argv[3:]:
        part = folder / f"lexend-{weight}.part"
        instantiateVariableFont(TTFont(source), {"wght": int(weight)}).save(part)
        part.replace(folder / f"lexend-{weight}.ttf")  # whole or not at all: the window takes what is there
