"""The parts of the live bench with keyboards in it that come and go, or that are twelve; each keyboard in a process of its own."""

import time

import numpy as np

from instruments import Back, Gone, Keyboards, NoteOff, NoteOn
from tests.bench.live_stage import Fell, Window, calmest, row, server, window
from tests.e2e.graph import Piano, plugged

PATIENCE = 12.0  # seconds in which what is plugged in must be there, when it is not that which is measured


def plugging(cycles: int) -> None:
    """Pull a keyboard out with a key down and put it back, again and again; two bear one name."""
    print(f"\n{cycles} times unplugged with a key down and plugged in again, two keyboards of one name")
    row("", "came back", "itself", "hanging", "in s: mid", "max")
    seen = calmest(lambda: cycled(cycles))
    back, same, hanging, took = seen.found
    row(f"two of one name ({seen.words})", back, same, hanging, f"{np.median(took):.2f}", f"{max(took):.2f}")


def cycled(cycles: int) -> tuple[int, int, int, list[float]]:
    """How often one came back, came back as itself, left a key hanging; and how many seconds each return took."""
    back = same = hanging = 0
    took: list[float] = []
    with server(), window("sounddevice", busy=True) as stage, plugged("twin", "twin") as twins:
        until_present(stage, 2)
        ids = {each.id for each in stage.of(Keyboards)[-1].known}
        for cycle in range(cycles):
            down = pressed(stage, twins[cycle % 2])
            again = Piano("twin", plug=False)
            twins[cycle % 2].pull()
            twins[cycle % 2] = again
            stage.until(lambda: stage.of(Gone), PATIENCE)
            hanging += down != {each.keyboard for each in stage.of(NoteOff)}
            stage.told.clear()
            began = time.monotonic()
            again.plug()
            back += stage.until(lambda: stage.of(Back), PATIENCE)
            took.append(time.monotonic() - began)
            same += down == {each.keyboard for each in stage.of(Back)} <= ids
    return back, same, hanging, took


def pressed(stage: Window, piano: Piano) -> set[int]:
    """Press a key until it is heard, for a graph that changes may lose one; the keyboard it was heard from."""
    stage.told.clear()
    for _ in range(5):
        piano.send("90 3c 50")
        if stage.until(lambda: stage.of(NoteOn), 1):
            return {each.keyboard for each in stage.of(NoteOn)}
    raise Fell("a key was never heard")


def boards(count: int) -> None:
    """Twelve keyboards, each playing all its keys as fast as they go."""
    print(f"\n{count} keyboards at once, 88 keys each")
    row("", "opened", "sent", "recorded", "twice")
    seen = calmest(lambda: played_at_once(count))
    opened, notes = seen.found
    # A keyboard of ours that misses its period leaves its last one's events in the graph: they arrive twice.
    row(f"busy window ({seen.words})", opened, 88 * count, len(set(notes)), len(notes) - len(set(notes)))


def played_at_once(count: int) -> tuple[int, list[tuple[int, int]]]:
    """How many keyboards were opened, and every key that was recorded: (keyboard, pitch)."""
    names = [f"board {number}" for number in range(count)]
    with server(), window("sounddevice", busy=True) as stage, plugged(*names) as played:
        until_present(stage, count)
        opened = sum(each.present for each in stage.of(Keyboards)[-1].known)
        time.sleep(0.3)
        stage.told.clear()
        for pitch in range(21, 109):
            for each in played:
                each.send(f"90 {pitch:02x} 3c", f"80 {pitch:02x} 00")
            time.sleep(0.005)
        stage.until(lambda: len(stage.of(NoteOff)) >= 88 * count, 4)
        return opened, [(each.keyboard, each.pitch) for each in stage.of(NoteOn)]


def until_present(stage: Window, count: int) -> None:
    stage.until(
        lambda: stage.of(Keyboards) and sum(each.present for each in stage.of(Keyboards)[-1].known) == count, PATIENCE
    )
