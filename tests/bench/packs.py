"""Answers a pack of cases with the product's own code: python -m tests.bench.packs NAME PACK OUT.

NAME is alignment, quantise, malformed or library; PACK the folder of its cases, OUT where the answers go, in the pack's own form.
A pack brings its own scorer, which is run on OUT afterwards.
"""

import argparse
import importlib
from pathlib import Path

NAMES = ("alignment", "quantise", "malformed", "library")


def main() -> None:
    """Answer one pack; packs_NAME has the work."""
    options = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    options.add_argument("name", choices=NAMES)
    options.add_argument("pack", type=Path)
    options.add_argument("out", type=Path)
    given = options.parse_args()
    (given.out.parent if given.out.suffix else given.out).mkdir(parents=True, exist_ok=True)
    importlib.import_module(f"tests.bench.packs_{given.name}").main(given.pack, given.out)


if __name__ == "__main__":
    main()
