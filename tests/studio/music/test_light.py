import subprocess
import sys

import pytest

HEAVY = "{'numpy', 'mido', 'music21', 'verovio', 'pygame', 'xml.etree.ElementTree', 'multiprocessing'}"


@pytest.mark.whole
def test_what_the_window_needs_to_open_loads_nothing_heavy() -> None:
    program = (
        "import sys; import studio.music.piece, studio.music.score, studio.music.take, studio.music.history, studio.music.trim; "
        f"print(sorted(m for m in sys.modules if m in {HEAVY}))"
    )

    out = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"
