"""Finds a font of this computer for letters that the studio's own lack.

Nothing is looked for before such a letter is written, no other program is asked, and a file that cannot be read is passed by.
The same letters have the same font each time: files are tried in one order, that of the lists here and then of their names.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final
from unicodedata import category, normalize

import pygame

from studio.ui.scripts import EMOJI, JOINERS, SCRIPTS, script_of

_ENDINGS: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
# Names of files without their endings, small letters and figures alone: what is likely to have a script, the best first.
_FIRST: Final = ("dejavusans", "notosans", "segoeui")
_LAST: Final = (
    "arial", "tahoma", "seguisym", "notosanssymbols", "notosanssymbols2", "notosansmath", "applesymbols", "arialunicode",
    "freesans", "freeserif", "symbola", "notosanscjk", "unifont",
)  # fmt: skip
_CHINESE: Final = (
    "msyh", "pingfang", "hiraginosansgb", "notosanscjksc", "notosanssc", "sourcehansanssc", "notosanscjk", "sourcehansans",
    "wqymicrohei", "wqyzenhei", "msjh", "stheitimedium", "stheitilight", "songti", "simhei", "simsun",
    "droidsansfallback", "droidsansfallbackfull", "uming", "arialunicode",
)  # fmt: skip
_JAPANESE: Final = (
    "yugothr", "yugothm", "meiryo", "ヒラギノ角ゴシックw3", "hiraginosansw3", "notosanscjkjp", "notosansjp",  # noqa: RUF001 - so its file is called
    "notosanscjk", "ipagothic", "ipag", "takaogothic", "vlgothic", "msgothic",
)  # fmt: skip
_KOREAN: Final = (
    "malgun",
    "applesdgothicneo",
    "notosanscjkkr",
    "notosanskr",
    "notosanscjk",
    "nanumgothic",
    "undotum",
    "gulim",
)
_NIRMALA: Final = ("nirmala",)
_LIKELY: Final = {
    "Adlm": ("ebrima",), "Arab": ("arial", "geezapro", "notonaskharabic"), "Armn": ("sylfaen", "mshtakan", "sfarmenian"),
    "Beng": (*_NIRMALA, "kohinoorbangla", "vrinda"), "Bopo": _CHINESE, "Cans": ("gadugi", "euphemiacas"),
    "Cher": ("gadugi", "plantagenetcherokee"), "Deva": (*_NIRMALA, "kohinoor", "mangal", "gargi"),
    "Ethi": ("ebrima", "kefa", "nyala", "abyssinicasil"), "Geor": ("sylfaen", "sfgeorgian"),
    "Gujr": (*_NIRMALA, "kohinoorgujarati", "shruti"), "Guru": (*_NIRMALA, "muktamahee", "raavi"), "Hang": _KOREAN,
    "Hani": (*_CHINESE, *_JAPANESE), "Hebr": ("arial", "arialhb", "sfhebrew"), "Hira": _JAPANESE, "Java": ("javatext",),
    "Kana": _JAPANESE, "Khmr": ("leelawui", "khmerui", "daunpenh"), "Knda": (*_NIRMALA, "tunga"),
    "Laoo": ("leelawui", "laoui"), "Mlym": (*_NIRMALA, "kartika"), "Mong": ("monbaiti",), "Mymr": ("mmrtext", "padauk"),
    "Nkoo": ("ebrima",), "Olck": _NIRMALA, "Orya": (*_NIRMALA, "kalinga"), "Sinh": (*_NIRMALA, "iskpota"),
    "Syrc": ("seguihis", "estre"), "Taml": (*_NIRMALA, "inaimathimn", "latha"),
    "Telu": (*_NIRMALA, "kohinoortelugu", "gautami"), "Tfng": ("ebrima",), "Thaa": ("mvboli",),
    "Thai": ("leelawui", "leelawad", "thonburi", "sukhumvitset", "loma", "garuda", "waree"),
    "Tibt": ("himalaya", "kailasa", "jomolhari"), "Vaii": ("ebrima",), "Yiii": ("msyi",),
    EMOJI: ("seguiemj", "applecoloremoji", "notocoloremoji", "twemojimozilla", "notoemoji", "symbola", "seguisym"),
}  # fmt: skip
_BOXES: Final = frozenset({"lastresort", "adobeblank", "adobeblank2"})  # they have every letter, and each is a box
_ODD: Final = re.compile(r"bold|black|heavy|italic|oblique|light|thin|condensed|narrow|mono|serif", re.IGNORECASE)
_SIZE: Final = 24  # pixels: any will do
_MOST_TRIED: Final = 400  # files that no list names, for one script: a third of a second, once
_NAMES: Final = {code: word.lower() for word, code in SCRIPTS.items()}


def folders() -> Iterator[Path]:
    """Yield where this system keeps its fonts; they need not be there."""
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local")) / "Microsoft" / "Windows" / "Fonts"
    elif sys.platform == "darwin":
        yield from (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    else:
        data = os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
        yield from (Path(each) / "fonts" for each in data.split(":") if each)
        own = os.environ.get("XDG_DATA_HOME")
        yield from (Path(own or home / ".local" / "share") / "fonts", home / ".fonts")


@lru_cache(maxsize=4096)
def covers(path: str | None, letter: str) -> bool:
    """Return whether the font in the file has this letter; None is pygame's own font, and a file that is none has nothing."""
    face = _face(path)
    if face is None:
        return False
    try:
        return face.get_metrics(letter)[0] is not None  # pygame.font would measure the box
    except pygame.error:
        return False


class Finder:
    """Looks through folders of fonts, once, when it is first asked for a letter."""

    def __init__(self, where: Callable[[], Iterable[Path]] = folders) -> None:
        self._where = where
        self._named: dict[str, str] | None = None
        self._others: list[str] = []
        self._found: dict[str, str | None] = {}
        self._elsewhere: dict[str, str | None] = {}

    def covering(self, letters: str) -> str | None:
        """Return the file of a font that has all of these letters, which belong together; None where there is none."""
        if letters not in self._found:
            self._found[letters] = self._find(letters)
        return self._found[letters]

    def forget(self) -> None:
        """Drop which letters were asked for; what files there are stays known."""
        self._found.clear()

    def _find(self, letters: str) -> str | None:
        seen = [each for each in letters if each not in JOINERS]
        if not seen:
            return None
        script = EMOJI if "\ufe0f" in letters else script_of(seen[0])
        named = self._files()
        likely = (named[each] for each in _wanted(script) if each in named)
        fits = (path for path in likely if _has_all(path, seen))
        return next(fits, None) or self._somewhere(script or f"{ord(seen[0]) >> 8:x}", seen) or _bundled(seen)

    def _somewhere(self, kind: str, seen: list[str]) -> str | None:
        """Look through the files that no list names; what was found for one letter of a script is it for the others."""
        if kind not in self._elsewhere:
            fits = (path for path in self._others[:_MOST_TRIED] if _has_all(path, seen))
            self._elsewhere[kind] = next(fits, None)
        found = self._elsewhere[kind]
        return found if found and _has_all(found, seen) else None

    def _files(self) -> dict[str, str]:
        if self._named is None:
            paths = [path for folder in self._where() for path in _fonts_in(folder)]
            listed = frozenset().union(*(_wanted(script) for script in (*_LIKELY, *_NAMES, "")))
            self._named = {}
            for path in paths:
                self._named.setdefault(_plain(path), str(path))
            rest = [path for path in paths if _plain(path) not in listed | _BOXES]
            self._others = [
                str(path) for path in sorted(rest, key=lambda path: (bool(_ODD.search(path.stem)), path.name, path))
            ]
        return self._named


@lru_cache(maxsize=64)
def _wanted(script: str) -> tuple[str, ...]:
    """Return the names of files that are likely to have a script, the best first."""
    name = _NAMES.get(script, "")
    usual = (f"notosans{name}", f"{name}sangammn", f"{name}mn", f"lohit{name}", f"notoserif{name}") if name else ()
    likely = _LIKELY.get(script, ())
    return (*likely, *_FIRST, *_LAST) if script == EMOJI else (*_FIRST, *likely, *usual, *_LAST)


def _fonts_in(folder: Path) -> list[Path]:
    """Return the font files in a folder and in what lies in it, in the order of their names; none where it cannot be read."""
    found = [
        Path(inside, each)
        for inside, _, names in os.walk(folder)
        for each in names
        if os.path.splitext(each)[1].lower() in _ENDINGS  # noqa: PTH122 - it splits names, not paths
    ]
    return sorted(found)


def _plain(path: Path) -> str:
    """Return what a font is called in the lists here: "NotoSansThai[wdth,wght].ttf" and "NotoSansThai-Regular.ttf" are one."""
    said = re.sub(r"\[.*?\]|[- ](regular|vf|variable)\b(\.otf)?", "", normalize("NFKC", path.stem), flags=re.IGNORECASE)
    return "".join(letter for letter in said.lower() if letter.isalnum())


def _has_all(path: str, letters: list[str]) -> bool:
    return all(covers(path, each) and _drawn(path, each) is not None for each in letters) and bool(
        _drawn(path, letters[0])
    )


@lru_cache(maxsize=1024)
def _drawn(path: str, letter: str) -> bool | None:
    """Whether something is seen of a letter: some fonts name letters whose shapes only their own system can draw; None where it fails."""
    if not pygame.font.get_init():
        pygame.font.init()
    try:
        drawn = pygame.font.Font(path, _SIZE).render(letter, True, (255, 255, 255))
    except (OSError, ValueError, pygame.error):
        return None
    return category(letter)[0] in "ZC" or drawn.get_bounding_rect().width > 0


def _bundled(letters: list[str]) -> str | None:
    """Return the one font that comes with pygame, bold as it is, where it has the letters: those of Cyrillic, for one."""
    path = str(Path(pygame.__file__).with_name(pygame.font.get_default_font()))
    return path if not script_of(letters[0]) and _has_all(path, letters) else None


@lru_cache(maxsize=64)
def _face(path: str | None) -> "pygame.freetype.Font | None":
    import pygame.freetype  # only where something else than Latin is written

    if not pygame.freetype.get_init():
        pygame.freetype.init()
    try:
        if path is not None and not Path(path).is_file():
            return None
        face = pygame.freetype.Font(path, _SIZE)
        if not face.scalable:  # pictures of a few sizes
            face.size = face.get_sizes()[0][4]
    except (OSError, ValueError, IndexError, pygame.error):
        return None
    return face
