"""How long the studio takes to open on a full journal, beside the least that a window costs here.

python -m tests.bench.start          7 warm and 7 cold starts, medians (about two minutes, the first time four)
python -m tests.bench.start --runs 3
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PIECES, TAKES_OF_EACH = 500, 10
SECRET = "seven slow silver trains"
FIRST_FRAME_SECONDS, USABLE_SECONDS = 0.4, 1.0  # what is aimed at, warm, on 2 cores
OPENED = Path(__file__).with_name("opened.py")
FULL = Path(tempfile.gettempdir()) / f"soundfolio-bench-{PIECES}x{TAKES_OF_EACH}-2"
PEER = """
import json, time
import pygame
pygame.display.init()
pygame.font.init()
surface = pygame.display.set_mode((1280, 720), pygame.RESIZABLE)
surface.blit(pygame.font.Font(None, 40).render("Passphrase", True, "white"), (100, 100))
pygame.display.flip()
print(json.dumps({"at": time.monotonic(), "cpu": time.process_time()}))
"""


def main() -> None:
    """Print the table; the exit code says whether the aims were met and nothing heavy was imported."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    options.add_argument("--runs", type=int, default=7)
    given = options.parse_args()
    full_journal()
    rows = {}
    for kind in ("warm", "cold"):
        one(kind == "cold")  # not counted: what was compiled or cached for the first time
        found = [one(kind == "cold") for _ in range(given.runs)]
        rows[kind] = {name: statistics.median(run[name] for run in found) for name in found[0]}
    table(rows)
    met = rows["warm"]["first"] < FIRST_FRAME_SECONDS and rows["warm"]["usable"] < USABLE_SECONDS
    print(
        f"\nAims: first frame under {FIRST_FRAME_SECONDS} s, usable under {USABLE_SECONDS} s, warm: {'met' if met else 'MISSED'}."
    )
    print(
        f"Load of this machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores; CPU time is what a quiet one would take."
    )
    sys.exit(not met)


def table(rows: dict[str, dict[str, float]]) -> None:
    """Medians in seconds, wall clock and CPU, and as multiples of the peer's."""
    print(f"{PIECES} pieces, {PIECES * TAKES_OF_EACH} takes{'':14}{'wall s':>9}{'CPU s':>9}{'x peer':>9}")
    for kind, row in rows.items():
        print(f"  {kind}: pygame, a window, one word{'':4}{row['peer']:9.3f}{row['peer_cpu']:9.3f}{1:9.1f}")
        times = row["first_cpu"] / row["peer_cpu"]
        print(f"  {kind}: first frame, field drawn{'':6}{row['first']:9.3f}{row['first_cpu']:9.3f}{times:9.1f}")
        print(f"  {kind}: Enter to Who is here{'':10}{row['usable']:9.3f}{row['usable_cpu']:9.3f}")


def one(cold: bool) -> dict[str, float]:
    """One start of the peer and one of the studio."""
    if cold:
        forget_files()
    peer = timed([sys.executable, "-c", PEER])
    if cold:
        forget_files()
    found = timed([sys.executable, str(OPENED), str(FULL), SECRET])
    assert found["heavy"] == [], f"imported before the first frame: {found['heavy']}"
    return {
        "peer": peer["at"] - peer["began"],
        "peer_cpu": peer["cpu"],
        "first": found["first"] - found["began"],
        "first_cpu": found["first_cpu"],
        "usable": found["usable"] - found["enter"],
        "usable_cpu": found["usable_cpu"] - found["enter_cpu"],
    }


def timed(command: list[str]) -> dict[str, Any]:
    """Run it; what it printed, and when it was started. The clock is the computer's, the same in every process."""
    around = os.environ | {
        "SDL_VIDEODRIVER": "dummy", "SOUNDFOLIO_OUTPUT": "null", "PYGAME_HIDE_SUPPORT_PROMPT": "1", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    around.pop("SOUNDFOLIO_DATA", None)
    began = time.monotonic()
    done = subprocess.run(command, env=around, cwd=ROOT, check=True, capture_output=True, text=True, timeout=60)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found | {"began": began}


def forget_files() -> None:
    """Have the system drop from its memory every file that a start reads (Linux; elsewhere cold is like warm)."""
    if not hasattr(os, "posix_fadvise"):
        return
    for folder in (Path(sys.prefix), Path(sys.base_prefix) / "lib", ROOT / "studio", ROOT / "reflections", FULL):
        for path in folder.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


# -- the journal ------------------------------------------------------------------------------------------------------
def full_journal() -> None:
    """A journal as it may look after years, made once through its own calls."""
    if (FULL / "made").exists():
        return
    from reflections import Journal
    from studio import sample
    from studio.lesson import part_of, take_fields
    from studio.playing.made import Made, Setting

    shutil.rmtree(FULL, ignore_errors=True)
    print(f"Making {PIECES * TAKES_OF_EACH} takes in {FULL}, once.", file=sys.stderr)
    journal, _ = Journal.create(FULL, tutor="Sam", passphrase=SECRET, help_person="Ms Okoro", place="Tuesday")
    tune = sample.tune()
    events = tuple(sample.played(tune, (1, 8), 1.0, sample.random.Random(1)))
    made = Made(Setting(title=tune.title, mode="with", help="melody", bpm=112), events, 0, events[-1].frame, "recorded")
    pupils = [journal.add_pupil(f"Pupil {n}", "bird", "10-12") for n in range(8)]
    parts = {pupil.id: part_of(made, pupil.id) for pupil in pupils}
    fields, content = take_fields(made, None), tune.to_midi()
    for n in range(PIECES):
        pupil = pupils[n % len(pupils)]
        with journal._opened.writing(journal._clock) as shared:  # one transaction a piece, not one a take
            journal._writing = lambda shared=shared: nullcontext(shared)
            piece = journal.keep_piece(
                pupil.id, f"Tune {n}", kind="tune", source=f"tune:{n}", chosen_by="pupil", content=content
            )
            for _ in range(TAKES_OF_EACH):
                journal.keep_take(piece.id, (parts[pupil.id],), **fields)
    del journal._writing
    counts = journal.check().counts
    assert (counts["piece"], counts["take"]) == (PIECES, PIECES * TAKES_OF_EACH), counts
    journal.close()
    (FULL / "made").touch()


if __name__ == "__main__":
    main()
