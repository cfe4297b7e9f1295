"""Which sound of the catalogue a MIDI program means, and the program a sound is written as."""

from __future__ import annotations

from typing import Final

from instruments.sounds import SOUNDS, sound

_FAMILY: Final = 8  # General MIDI groups its programs by eights: pianos, mallets, organs, guitars ...


def program_of(sound_id: str) -> int:
    """Find the General MIDI program of a sound; the piano's where the catalogue does not know it."""
    return sound(sound_id).program


def is_kit(sound_id: str) -> bool:
    """Tell whether a sound is a drum kit."""
    return sound(sound_id).kit


def sound_of(said: str, program: int, *, drums: bool) -> str:
    """Find the sound for a part: the one it names, else its program's, else one of the same family, else the first."""
    if any(known.id == said for known in SOUNDS):
        return said
    fitting = [known for known in SOUNDS if known.kit == drums]
    same = [known for known in fitting if known.program == program]
    near = [known for known in fitting if known.program // _FAMILY == program // _FAMILY]
    return (same or near or (fitting if drums else []) or list(SOUNDS))[0].id
