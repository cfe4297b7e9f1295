"""What the fields of an ABC tune say: its parts and voices, its metre, key and lengths."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from studio.music.piece import Key, Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELD: Final = re.compile(r"^([A-Za-z](?=:(?![|:]))|[H-WYh-wy](?=:)):[ \t]*(.*)$")
_IN_HEAD: Final = re.compile(r"^([A-Za-z]):[ \t]*(.*)$")
_VOICE: Final = re.compile(r"\[V:[ \t]*([^\s\]]+)([^\]]*)\]")
_NAME: Final = re.compile(r"""\b(?:name|nm)=(?:"([^"]*)"|(\S+))""")
_MACRO: Final = re.compile(r"(?m)^m:[ \t]*([^=\n]{1,20}?)[ \t]*=[ \t]*(\S[^\n]{0,200}?)[ \t]*$")
_PIPES: Final = re.compile(r"^\s*H[Pp]\b")
_KEY: Final = re.compile(r"^\s*([A-G])([#b]?)\s*([A-Za-z]*)")
_MODES: Final = {
    "maj": 0,
    "ion": 0,
    "mix": -1,
    "dor": -2,
    "m": -3,
    "min": -3,
    "aeo": -3,
    "phr": -4,
    "loc": -5,
    "lyd": 1,
}
SHARPS: Final = "FCGDAEB"
LONGEST: Final = 64
_LONGEST_LINE: Final = 20_000
_MOST_BEATS, _UNITS = 32, (1, 2, 4, 8, 16, 32)


def looks_like(text: str) -> bool:
    """Whether some text seems to be ABC: it has a line that says its key, or its number and its title."""
    return bool(re.search(r"(?m)^K:", text) or (re.search(r"(?m)^X:\s*\d", text) and re.search(r"(?m)^[TM]:", text)))


def has_notes(tune: str) -> bool:
    """Whether a tune has anything after its head."""
    return bool(re.search(r"[A-Ga-gz]", "\n".join(parted(tune)[1])))


def parted(tune: str) -> tuple[dict[str, str], list[str]]:
    """Part a tune into what its head says, the first time where nothing else makes sense, and the lines after it."""
    head: dict[str, str] = {}
    lines = [re.sub(r"(?<!\\)%.*$", "", line).rstrip() for line in tune.splitlines()]
    for n, line in enumerate(lines):
        found = _IN_HEAD.match(line)
        if found is None:
            if line.strip() and ("K" in head or "X" in head or "M" in head):
                return head, lines[n:]  # a tune without its K: line begins with its first line of notes
            continue
        head.setdefault(found[1], found[2].strip()) if found[1] in "TX" else head.update({found[1]: found[2].strip()})
        if found[1] == "K":
            return head, lines[n + 1 :]
    return head, []


@dataclass(slots=True)
class Voice:
    """One voice of a tune: what is said of it (its name, its clef, octaves that it sounds higher), and its lines."""

    said: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the voice is called, which may be nothing."""
        found = _NAME.search(self.said)
        return (found[1] or found[2] or "").replace("\\n", " ") if found else ""

    @property
    def low(self) -> bool:
        """Whether it stands in the bass clef."""
        return bool(re.search(r"\bbass\b", self.said))

    @property
    def octaves(self) -> int:
        """How many octaves higher than it is written it is meant."""
        found = re.search(r"\boctave=(-?[1-4])\b", self.said)
        return int(found[1]) if found else 0


def voices(tune: str, lines: Iterable[str]) -> dict[str, Voice]:
    """The voices of a tune, by name; lines before the first name belong to the first. A line may change voices inside."""
    found: dict[str, Voice] = {}
    for name, said in re.findall(r"(?m)^V:[ \t]*(\S+)[ \t]*(.*)$", tune):
        found.setdefault(name, Voice()).said += f" {said}"
    now = ""
    for line in lines:
        of_line = FIELD.match(line)
        if of_line and of_line[1] == "V":
            now = (of_line[2].split() or [""])[0]
            continue
        pieces = _VOICE.split(line)
        for n in range(0, len(pieces), 3):
            if n:
                now = pieces[n - 2]
                found.setdefault(now, Voice()).said += f" {pieces[n - 1]}"
            if pieces[n].strip() or len(pieces) == 1:
                found.setdefault(now, Voice()).lines.append(pieces[n])
    if len(found) > 1 and not any(re.search(r"[A-Ga-gz]", line) for line in found.get("", Voice()).lines):
        found.pop("", None)
    return {name: voice for name, voice in found.items() if voice.lines} or {"": Voice()}


def without_macros(tune: str) -> str:
    """Write out the macros of a tune (`m:` lines); those that stand for any note are left as they are."""
    macros = [(short, long) for short, long in _MACRO.findall(tune) if "n" not in short]
    if not macros:
        return tune
    lines = tune.split("\n")
    for n, line in enumerate(lines):
        if _IN_HEAD.match(line) is None:
            for short, long in macros:
                lines[n] = lines[n].replace(short, long)[:_LONGEST_LINE]
    return "\n".join(lines)


def metre(said: str) -> tuple[int, int] | None:
    """Beats and unit of what an `M:` field says; None where it says none."""
    known = {"C": (4, 4), "C|": (2, 2)}.get(said.strip())
    found = re.match(r"^\s*\(?([\d+\s]+)\)?/(\d+)", said)
    if known or not found:
        return known
    beats, unit = sum(int(n) for n in found[1].split("+") if n.strip()), int(found[2])
    return (beats, unit) if 1 <= beats <= _MOST_BEATS and unit in _UNITS else None


def key(said: str) -> Key | None:
    """A key as `Gm` or `D dor`; other modes keep their signature and count as the scale that is nearest in kind.

    None where no key is said, as in `clef=bass`.
    """
    found = _KEY.match(said)
    if not found:
        return Key(2) if _PIPES.match(said) else Key() if said.strip().startswith("none") else None
    kind = found[3] if found[3] == "M" else found[3].lower()
    shift = _MODES.get(kind[:3], _MODES.get(kind, 0))
    tonic = SHARPS.index(found[1]) - 1 + 7 * {"#": 1, "b": -1}.get(found[2], 0)
    mode: Mode = "minor" if shift in {-2, -3, -4} else "major"
    fifths = tonic + shift
    return Key(fifths if abs(fifths) <= len(SHARPS) else (fifths + 5) % 12 - 5, mode)


def length(said: str) -> Fraction:
    """A length as `3/2`, `/` or nothing, in the tune's own note."""
    over, slashes, under = said.partition("/")
    slashes += under[: len(under) - len(under.lstrip("/"))]
    number = under.lstrip("/")
    top = int(over[:4]) if over else 1
    bottom = int(number[:4]) if number else 2 ** len(slashes)
    return min(Fraction(top, max(bottom, 1)), Fraction(LONGEST))
