"""Scores in MusicXML as sheets of bars: staves, ties, repeats, words and chord symbols; what is impossible is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from studio.music import markup, smf
from studio.music.midi import guessed_hand, guessed_role
from studio.music.piece import TICKS, Key, Lyric, Tempo
from studio.music.timbre import sound_of
from studio.music.written import Mark, Measure, Sheet, Staff, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from studio.music.piece import Hand

MOST_NOTES: Final = 100_000
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_TYPES: Final[dict[str, Fraction]] = {
    "maxima": Fraction(32), "long": Fraction(16), "breve": Fraction(8), "whole": Fraction(4), "half": Fraction(2),
    "quarter": Fraction(1), "eighth": Fraction(1, 2),
    "16th": Fraction(1, 4), "32nd": Fraction(1, 8), "64th": Fraction(1, 16), "128th": Fraction(1, 32),
}  # fmt: skip
_KINDS: Final = {
    "major": "", "minor": "m", "dominant": "7", "major-seventh": "maj7", "minor-seventh": "m7", "diminished": "dim",
    "diminished-seventh": "dim7", "half-diminished": "m7b5", "augmented": "aug", "augmented-seventh": "aug",
    "major-minor": "mmaj7", "major-sixth": "6", "minor-sixth": "m6", "dominant-ninth": "9", "major-ninth": "maj9",
    "minor-ninth": "m9", "suspended-second": "sus2", "suspended-fourth": "sus4", "power": "5", "minor-11th": "m11",
    "dominant-11th": "9", "dominant-13th": "9", "major-13th": "maj9", "minor-13th": "m11",
}  # fmt: skip
_SIGNS: Final = {
    "dacapo": "da capo",
    "dalsegno": "dal segno",
    "segno": "segno",
    "coda": "coda",
    "tocoda": "to coda",
    "fine": "fine",
}
_DRUM_CHANNEL: Final = "10"
_WRITTEN_FARTHEST: Final = 3  # no note has more than three sharps or flats
_MOST_BEATS, _UNITS = 32, (1, 2, 4, 8, 16, 32)
_MOST_STAVES: Final = 4  # an organ has three
_LONGEST: Final = 64 * TICKS
_SLOWEST, _QUICKEST = 10.0, 600.0


def read(data: bytes) -> Sheet:
    """Read a score; UnreadableError with a sentence where the bytes hold none."""
    score = markup.read(data)
    parts = _parts(score.root)
    if not parts:
        raise smf.UnreadableError("This MusicXML file has no music in it.")
    sheet = Sheet(_title(score.root), missing=score.missing)
    about = {one.get("id", ""): one for one in score.root.iter("score-part")}
    for n, (name, measures) in enumerate(parts.items()):
        _PartReader(sheet, about.get(name), n == 0).read(measures)
    return sheet


def _parts(root: Element) -> dict[str, list[Element]]:
    """The bars of each part, in whichever of its two orders the score is written."""
    parts: dict[str, list[Element]] = {}
    if root.tag == "score-timewise":
        for measure in root.findall("measure"):
            for part in measure.findall("part"):
                parts.setdefault(part.get("id", ""), []).append(part)
        return parts
    for part in root.iter("part"):
        parts.setdefault(part.get("id", ""), []).extend(part.findall("measure"))
    return parts


def _title(root: Element) -> str:
    for path in ("work/work-title", "movement-title"):
        if said := smf.clean(root.findtext(path) or ""):
            return said
    credit = next((one for one in root.iter("credit") if (one.findtext("credit-type") or "") == "title"), None)
    return smf.clean((credit.findtext("credit-words") or "") if credit is not None else "")


def _whole(said: str | None, usual: int) -> int:
    """A number as a score writes it, which may be none."""
    try:
        return round(float(said or usual))
    except (ValueError, OverflowError):
        return usual


def _amount(said: str | None) -> Fraction | None:
    try:
        return Fraction((said or "").strip())
    except (ValueError, ZeroDivisionError):
        return None


@dataclass(slots=True)
class _PartReader:
    """Reads one part, bar after bar, into a sheet that may hold others already."""

    sheet: Sheet
    about: Element | None
    first: bool  # its metres and endings are everybody's
    divisions: Fraction | None = None
    beats: int = 4
    unit: int = 4
    moved: int = 0
    now: int = 0  # ticks from the start of the bar
    before: int = 0  # where the last note that is no chord note began
    held: int = 0  # furthest tick of the bar
    staves: dict[int, int] = field(default_factory=dict)  # number of a stave in the part -> place in the sheet
    measure: Measure = field(default_factory=Measure)
    closing: frozenset[int] = frozenset()

    def read(self, measures: Iterable[Element]) -> None:
        for n, element in enumerate(measures):
            if n == len(self.sheet.measures):
                self.sheet.measures.append(Measure(self.beats, self.unit))
            self.measure = self.sheet.measures[n]
            if self.first:
                self.measure.beats, self.measure.unit = self.beats, self.unit
            self.now = self.before = self.held = 0
            for child in element:
                self._child(child)
            if self.first and self.closing:
                self.measure.endings |= self.closing
                self.closing = frozenset() if self._ends(element) else self.closing
            self.measure.length = max(self.measure.length, self.held)
        self._name()

    def _ends(self, element: Element) -> bool:
        return any(one.get("type") in {"stop", "discontinue"} for one in element.iter("ending"))

    def _child(self, child: Element) -> None:
        match child.tag:
            case "note":
                self._note(child)
            case "backup":
                self.now = max(0, self.now - self._ticks(child))
            case "forward":
                self.now = min(self.now + self._ticks(child), _LONGEST)
                self.held = max(self.held, self.now)
            case "attributes":
                self._attributes(child)
            case "barline":
                self._barline(child)
            case "direction" | "sound":
                self._direction(child)
            case "harmony":
                self._harmony(child)

    # -- what holds from here on --------------------------------------------------------------------------------------
    def _attributes(self, child: Element) -> None:
        divisions = _amount(child.findtext("divisions"))
        if divisions and divisions > 0:
            self.divisions = divisions
        fifths = child.findtext("key/fifths")
        if fifths is not None and self.sheet.key is None and abs(_whole(fifths, 0)) <= len(_STEPS):
            minor = (child.findtext("key/mode") or "").strip() == "minor"
            self.sheet.key = Key(_whole(fifths, 0), "minor" if minor else "major")
        beats = sum(_whole(one, 0) for one in (child.findtext("time/beats") or "").split("+") if one.strip())
        unit = _whole(child.findtext("time/beat-type"), 0)
        if 1 <= beats <= _MOST_BEATS and unit in _UNITS:
            self.beats, self.unit = beats, unit
            if self.first:
                self.measure.beats, self.measure.unit = beats, unit
        shift = child.find("transpose")
        if shift is not None:
            self.moved = _whole(shift.findtext("chromatic"), 0) + 12 * _whole(shift.findtext("octave-change"), 0)

    def _barline(self, child: Element) -> None:
        repeat = child.find("repeat")
        if repeat is not None and repeat.get("direction") == "forward":
            self.measure.opens = True
        elif repeat is not None:
            self.measure.closes = min(max(_whole(repeat.get("times"), 2), 2), 8)
        ending = child.find("ending")
        if self.first and ending is not None and ending.get("type") == "start":
            self.closing = frozenset(int(n) for n in re.findall(r"\d+", ending.get("number") or "1") if len(n) == 1)
        for sign in ("segno", "coda"):
            if child.find(sign) is not None:
                self.measure.signs.add(sign)

    def _direction(self, child: Element) -> None:
        sounds = [child] if child.tag == "sound" else child.findall("sound")
        for sound in sounds:
            self.measure.signs |= {sign for name, sign in _SIGNS.items() if sound.get(name)}
            self._tempo(sound.get("tempo"))
        if child.tag == "sound":
            return
        for kind in child.findall("direction-type"):
            self.measure.signs |= {sign for sign in ("segno", "coda") if kind.find(sign) is not None}
            said = " ".join(words.text or "" for words in kind.findall("words"))
            self.measure.signs |= {sign for sign in (sign_of(said),) if sign}
            metronome = kind.find("metronome")
            if metronome is not None and not any(sound.get("tempo") for sound in sounds):
                self._metronome(metronome)

    def _metronome(self, child: Element) -> None:
        unit = _TYPES.get(child.findtext("beat-unit") or "", Fraction(1))
        number = re.search(r"\d+(?:\.\d+)?", child.findtext("per-minute") or "")
        if number:
            dotted = Fraction(3, 2) if child.find("beat-unit-dot") is not None else 1
            self._tempo(str(float(number[0]) * float(unit * dotted)))

    def _tempo(self, said: str | None) -> None:
        try:
            bpm = float(said or 0)
        except ValueError:
            return
        if _SLOWEST <= bpm <= _QUICKEST and all(one.tick != self.now for one in self.measure.tempos):
            self.measure.tempos.append(Tempo(self.now, bpm))

    def _harmony(self, child: Element) -> None:
        kind = child.find("kind")
        name = _note_name(child.find("root"), "root")
        if not name or kind is None or (kind.text or "").strip() == "none":
            return
        symbol = name + _KINDS.get((kind.text or "").strip(), "")
        bass = _note_name(child.find("bass"), "bass")
        self.measure.chords.append((self.now, f"{symbol}/{bass}" if bass else symbol))

    # -- notes --------------------------------------------------------------------------------------------------------
    def _ticks(self, child: Element) -> int:
        """How long something lasts; where the score does not say in what it counts, as its shape says."""
        said = _amount(child.findtext("duration"))
        if said is not None and self.divisions:
            return min(max(round(said / self.divisions * TICKS), 0), _LONGEST)
        shape = _TYPES.get((child.findtext("type") or "").strip(), Fraction(0))
        shape *= 2 - Fraction(1, 2 ** len(child.findall("dot")))
        actual, normal = (_amount(child.findtext(f"time-modification/{one}-notes")) for one in ("actual", "normal"))
        if actual and normal:
            shape *= normal / actual
        return min(round(shape * TICKS), _LONGEST)

    def _note(self, child: Element) -> None:
        if child.find("grace") is not None or child.find("cue") is not None:
            return
        length = self._ticks(child)
        if child.find("chord") is None:
            self.before = self.now
            self.now = min(self.now + length, _LONGEST)
            self.held = max(self.held, self.now)
        pitch = self._pitch(child)
        if pitch is None or length < 1:
            return
        stave = self._stave(_whole(child.findtext("staff"), 1))
        tied = any(tie.get("type") == "stop" for tie in child.findall("tie"))
        self.measure.notes.append(Mark(self.before, length, pitch, stave, tied))
        if sum(len(one.notes) for one in self.sheet.measures[-1:]) > MOST_NOTES:
            raise smf.UnreadableError("This score holds more than a piece of music can.")
        self._lyric(child)

    def _stave(self, number: int) -> int:
        """The place in the sheet of a stave of this part; those above it come before it."""
        for each in range(1 if number <= _MOST_STAVES else number, number + 1):
            if each not in self.staves:
                self.staves[each] = len(self.sheet.staves)
                self.sheet.staves.append(Staff(""))
        return self.staves[number]

    def _pitch(self, child: Element) -> int | None:
        written = child.find("pitch")
        if written is not None:
            step, octave = (written.findtext("step") or "").strip(), _whole(written.findtext("octave"), 4)
            alter = _whole(written.findtext("alter"), 0)
            alter = alter if abs(alter) <= _WRITTEN_FARTHEST else 0
            if step not in _STEPS:
                return None
            return _on_keys(12 * (octave + 1) + _STEPS[step] + alter + self.moved)
        drum = child.find("unpitched")
        if drum is None:
            return None
        struck = child.find("instrument")
        if struck is not None and self.about is not None:
            for one in self.about.findall("midi-instrument"):
                if one.get("id") == struck.get("id") and one.findtext("midi-unpitched"):
                    return _on_keys(_whole(one.findtext("midi-unpitched"), 39) - 1)
        shown = _STEPS.get((drum.findtext("display-step") or "").strip(), 0)
        return _on_keys(12 * (_whole(drum.findtext("display-octave"), 4) + 1) + shown)

    def _lyric(self, child: Element) -> None:
        lyric = child.find("lyric")
        said = smf.clean(lyric.findtext("text") or "") if lyric is not None else ""
        if lyric is None or not said or _whole(lyric.get("number"), 1) != 1:
            return
        goes_on = (lyric.findtext("syllabic") or "") in {"begin", "middle"}
        if all(one.tick != self.before for one in self.measure.lyrics):
            self.measure.lyrics.append(Lyric(self.before, said + "-" if goes_on else said))

    # -- what the part is ---------------------------------------------------------------------------------------------
    def _name(self) -> None:
        about = self.about
        name = smf.clean((about.findtext("part-name") or "") if about is not None else "")
        program = _whole(about.findtext("midi-instrument/midi-program"), 1) - 1 if about is not None else 0
        channel = (about.findtext("midi-instrument/midi-channel") or "").strip() if about is not None else ""
        drums = channel == _DRUM_CHANNEL or guessed_role(name, 0, drums=False) == "drums"
        sound = sound_of("", min(max(program, 0), 127), drums=drums)
        two = len(self.staves) > 1
        for rank, (_, place) in enumerate(sorted(self.staves.items())):
            hand: Hand = ("right" if rank == 0 else "left") if two and not drums else guessed_hand(name)
            role = guessed_role(name, program, drums=drums)
            if two and not drums:
                role = "melody" if rank == 0 else "chords"
            self.sheet.staves[place] = Staff(name, role, sound, hand)


def _on_keys(pitch: int) -> int | None:
    return pitch if 0 <= pitch <= 127 else None  # noqa: PLR2004 - MIDI's keys


def _note_name(child: Element | None, kind: str) -> str:
    if child is None:
        return ""
    step = (child.findtext(f"{kind}-step") or "").strip()
    alter = _whole(child.findtext(f"{kind}-alter"), 0)
    return step + {1: "#", -1: "b"}.get(alter, "") if step in _STEPS else ""
