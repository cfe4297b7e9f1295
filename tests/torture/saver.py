"""Records takes for ever through the lesson's own writer, and says each one once it is kept: for who kills it or cuts its power.

python -m tests.torture.saver DIR [--takes N]     prints `ACK <take id>` after each durable save
soundfolio --data DIR check                       prints `ROW <take id>` for each that is there, and `OK`

SOUNDFOLIO_PASSPHRASE opens the journal in DIR; where there is none it is made first. The engine is the tests' stand-in: everything
from the keys that were played to the disk is the product's.
"""

import argparse
import os
from itertools import count
from pathlib import Path

from reflections import Journal
from tests.studio.conftest import SECRET, Sitting

PUPIL = "Jo"
KEYS = (60, 62, 64, 65, 67)


def main() -> int:
    """Record until killed, or for so many takes."""
    parser = argparse.ArgumentParser("python -m tests.torture.saver", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--takes", type=int, help="how many; without it, until killed")
    chosen = parser.parse_args()
    os.environ.setdefault("SOUNDFOLIO_PASSPHRASE", SECRET)
    if not Journal.exists(chosen.folder):
        make(chosen.folder)
    record(chosen.folder, chosen.takes)
    return 0


def make(folder: Path) -> None:
    """A journal with one pupil."""
    secret = os.environ["SOUNDFOLIO_PASSPHRASE"]
    journal, _ = Journal.create(folder, tutor="Sam", passphrase=secret, help_person="Mrs Bell")
    journal.add_pupil(PUPIL, "fox", "10-12")
    journal.close()


def record(folder: Path, takes: int | None) -> None:
    """Play and record; each turn is a second of the lesson, and what it kept is said after it is kept."""
    sitting = Sitting(folder, os.environ["SOUNDFOLIO_PASSPHRASE"])
    sitting.unlock()
    pupil = sitting.sit(PUPIL)
    said: set[str] = {take.id for piece in sitting.journal.pieces(pupil.id) for take in sitting.journal.takes(piece.id)}
    for n in count() if takes is None else range(takes):
        sitting.lesson.start_take(sitting.engine.frame)
        for pitch in KEYS:
            sitting.play(pitch + n % 12)
            sitting.turn()
        sitting.lesson.stop_take(sitting.engine.frame)
        sitting.turn()
        for piece in sitting.journal.pieces(pupil.id):
            for take in sitting.journal.takes(piece.id):
                if take.id not in said:
                    said.add(take.id)
                    print(f"ACK {take.id}", flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
