"""Answers a pack of cases with the product's own code: python -m tests.bench.packs NAME PACK OUT.

NAME is alignment, quantise, malformed or library, or held-out, which asks of tunes nobody has seen what the library pack asks and
prints both; PACK the folder of its cases, OUT where the answers go, in the pack's own form.
A pack brings its own scorer, which is run on OUT afterwards. With --beside musescore (or mido, symusic, where installed) the same
pack is answered by that program as well, into OUT-musescore; see peer_readers.
"""

import argparse
import importlib
from pathlib import Path

from tests.bench import held_out, peer_readers

NAMES = ("alignment", "quantise", "malformed", "library")
TUNES = 40


def main() -> None:
    """Answer one pack; packs_NAME has the work."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("name", choices=(*NAMES, "held-out"))
    options.add_argument("pack", type=Path)
    options.add_argument("out", type=Path, nargs="?", default=Path())
    options.add_argument(
        "--beside", choices=peer_readers.PEERS, action="append", default=[], help="who answers it as well"
    )
    given = options.parse_args()
    if given.name == "held-out":
        held_out.main(TUNES, given.pack)
        return
    (given.out.parent if given.out.suffix else given.out).mkdir(parents=True, exist_ok=True)
    importlib.import_module(f"tests.bench.packs_{given.name}").main(given.pack, given.out)
    for peer in given.beside:
        peer_readers.main(peer, given.name, given.pack, given.out.with_name(f"{given.out.stem}-{peer}"))


if __name__ == "__main__":
    main()
