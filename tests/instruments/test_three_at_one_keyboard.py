"""Three at one keyboard, through the real engine: every note comes back as its player's, and is captured so."""

import time
from collections import Counter

import pytest

from instruments import Engine, NoteOff, NoteOn
from instruments.zones import Split, Zone

pytestmark = pytest.mark.whole

PATIENCE_SECONDS = 8.0
AMIR, KEZIA, JO = 192, 193, 194
KEYS = [36 + (n * 7) % 60 for n in range(400)]  # ten seconds of forty notes, as fast as they go


def test_every_note_lands_with_its_player_and_none_is_lost() -> None:
    engine, told = Engine("null", keyboards=False), []
    engine.share(Split(0, (Zone(0, AMIR), Zone(60, KEZIA), Zone(72, JO))))
    engine.start()
    try:
        for key in KEYS:
            engine.press(key)
            engine.release(key)
        end = time.monotonic() + PATIENCE_SECONDS
        while sum(isinstance(event, NoteOff) for event in told) < len(KEYS):
            assert time.monotonic() < end, f"only {len(told)} events came"
            told += engine.pending()
            time.sleep(0.002)
    finally:
        engine.close()

    played = [event for event in told if isinstance(event, NoteOn | NoteOff)]
    asked = Counter(AMIR if key < 60 else KEZIA if key < 72 else JO for key in KEYS)
    assert Counter(event.keyboard for event in played if isinstance(event, NoteOn)) == asked
    assert Counter(event.keyboard for event in played if isinstance(event, NoteOff)) == asked
    captured, _ = engine.capture.take_since(0)
    assert [event for event in captured if isinstance(event, NoteOn | NoteOff)] == played
