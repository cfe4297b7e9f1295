"""Scores in MusicXML as sheets of bars: staves, ties, repeats, words and chord symbols; what is impossible is left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from studio.music import harmony, markup, smf, xmlnote
from studio.music.graces import SHORT, Graces
from studio.music.midi import guessed_hand, guessed_role
from studio.music.piece import TICKS, Key, Lyric, Note, Tempo
from studio.music.tidy import find_key
from studio.music.timbre import sound_of
from studio.music.written import Mark, Measure, Sheet, Staff, sign_of
from studio.music.xmlnote import amount, whole

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from studio.music.piece import Grace, Hand

MOST_NOTES: Final = 100_000
_SIGNS: Final = {
    "dacapo": "da capo",
    "dalsegno": "dal segno",
    "segno": "segno",
    "coda": "coda",
    "tocoda": "to coda",
    "fine": "fine",
}
_DRUM_CHANNEL: Final = "10"
_MOST_BEATS, _UNITS = 32, (1, 2, 4, 8, 16, 32)
_MOST_STAVES: Final = 4  # an organ has three
_LONGEST: Final = 64 * TICKS
_HAIR: Final = TICKS // 16
_DENOMINATORS: Final = frozenset(range(1, 14))
_FINE: Final = 360_360  # all of these go into it; in a file made to hurt those of a sum would grow without end
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
    if sheet.key is not None and score.root.find(".//key/mode") is None:
        sheet.key = _heard(sheet, sheet.key)
    return sheet


def _heard(sheet: Sheet, key: Key) -> Key:
    """A signature with the mode that its notes suggest: many programs write none, and not all music is in major."""
    kits = {n for n, staff in enumerate(sheet.staves) if staff.role == "drums"}
    marks = (mark for measure in sheet.measures for mark in measure.notes if mark.stave not in kits)
    minor = Key(key.fifths, "minor")
    return minor if find_key([Note(mark.start, mark.length, mark.pitch) for mark in marks]) == minor else key


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
    now: Fraction = Fraction(
        0
    )  # ticks from the start of the bar, exactly: seven in the time of four add up to the beat
    before: Fraction = Fraction(0)  # where the last note that is no chord note began
    held: Fraction = Fraction(0)  # furthest tick of the bar
    staves: dict[int, int] = field(default_factory=dict)  # number of a stave in the part -> place in the sheet
    measure: Measure = field(default_factory=Measure)
    closing: frozenset[int] = frozenset()
    small: list[list[Mark]] = field(default_factory=list)  # grace notes that lead to what comes next
    stroked: bool = False
    struck: int = 0  # notes without a pitch

    def read(self, measures: Iterable[Element]) -> None:
        for n, element in enumerate(measures):
            if n == len(self.sheet.measures):
                self.sheet.measures.append(Measure(self.beats, self.unit))
            self.measure = self.sheet.measures[n]
            if self.first:
                self.measure.beats, self.measure.unit = self.beats, self.unit
            self.now = self.before = self.held = Fraction(0)
            for child in element:
                self._child(child)
            self._lead()
            if self.first and self.closing:
                self.measure.endings |= self.closing
                self.closing = frozenset() if self._ends(element) else self.closing
            self.measure.length = max(self.measure.length, self._lasts())
        self._name()

    def _lasts(self) -> int:
        """How long the bar is, in ticks; a whole one where lengths that were rounded in the file only miss it by a hair."""
        whole = self.measure.whole
        return whole if abs(self.held - whole) < _HAIR else round(self.held)

    def _ends(self, element: Element) -> bool:
        return any(one.get("type") in {"stop", "discontinue"} for one in element.iter("ending"))

    def _child(self, child: Element) -> None:
        match child.tag:
            case "note":
                self._note(child)
            case "backup":
                self._lead()
                self.now = max(Fraction(0), self.now - self._ticks(child))
            case "forward":
                self.now = min(self.now + self._ticks(child), Fraction(_LONGEST))
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
        divisions = amount(child.findtext("divisions"))
        if divisions and divisions > 0:
            self.divisions = divisions
        shift = child.find("transpose")
        if shift is not None:
            self.moved = whole(shift.findtext("chromatic"), 0) + 12 * whole(shift.findtext("octave-change"), 0)
        fifths = child.findtext("key/fifths")
        if fifths is not None and self.sheet.key is None and abs(whole(fifths, 0)) <= len(xmlnote.STEPS):
            minor = (child.findtext("key/mode") or "").strip() == "minor"
            sounding = xmlnote.moved_key(whole(fifths, 0), self.moved)
            self.sheet.key = Key(sounding, "minor" if minor else "major")
        beats = sum(whole(one, 0) for one in (child.findtext("time/beats") or "").split("+") if one.strip())
        unit = whole(child.findtext("time/beat-type"), 0)
        if 1 <= beats <= _MOST_BEATS and unit in _UNITS:
            self.beats, self.unit = beats, unit
            if self.first:
                self.measure.beats, self.measure.unit = beats, unit

    def _barline(self, child: Element) -> None:
        repeat = child.find("repeat")
        if repeat is not None and repeat.get("direction") == "forward":
            self.measure.opens = True
        elif repeat is not None:
            self.measure.closes = min(max(whole(repeat.get("times"), 2), 2), 8)
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
            self._tempo(sound.get("tempo"), self._at(child))
        if child.tag == "sound":
            return
        for kind in child.findall("direction-type"):
            self.measure.signs |= {sign for sign in ("segno", "coda") if kind.find(sign) is not None}
            said = " ".join(words.text or "" for words in kind.findall("words"))
            self.measure.signs |= {sign for sign in (sign_of(said),) if sign}
            metronome = kind.find("metronome")
            if metronome is not None and not any(sound.get("tempo") for sound in sounds):
                self._metronome(metronome, self._at(child))

    def _at(self, child: Element) -> int:
        """The tick in the bar at which a sign or a chord symbol holds, which may be written earlier or later than it is meant."""
        later = amount(child.findtext("offset"))
        moved = later / self.divisions * TICKS if later and self.divisions else Fraction(0)
        return round(min(max(self.now + moved, Fraction(0)), Fraction(_LONGEST)))

    def _metronome(self, child: Element, at: int) -> None:
        unit = xmlnote.TYPES.get(child.findtext("beat-unit") or "", Fraction(1))
        number = re.search(r"\d+(?:\.\d+)?", child.findtext("per-minute") or "")
        if number:
            dotted = Fraction(3, 2) if child.find("beat-unit-dot") is not None else 1
            self._tempo(str(float(number[0]) * float(unit * dotted)), at)

    def _tempo(self, said: str | None, at: int) -> None:
        try:
            bpm = float(said or 0)
        except ValueError:
            return
        if _SLOWEST <= bpm <= _QUICKEST and all(one.tick != at for one in self.measure.tempos):
            self.measure.tempos.append(Tempo(at, bpm))

    def _harmony(self, child: Element) -> None:
        kind = child.find("kind")
        name = xmlnote.name(child.find("root"), "root")
        if not name or kind is None or (kind.text or "").strip() == "none":
            return
        symbol = name + xmlnote.KINDS.get((kind.text or "").strip(), "")
        bass = xmlnote.name(child.find("bass"), "bass")
        written = f"{symbol}/{bass}" if bass else symbol
        sounds = (
            harmony.known(written) if self.moved % 12 else None
        )  # symbols are written for the instrument, as notes are
        at = self._at(child)
        if all(tick != at for tick, _ in self.measure.chords):  # each part of a score may say the same
            self.measure.chords.append((at, sounds.moved(self.moved).symbol if sounds else written))
            self.measure.chords.sort()

    # -- notes --------------------------------------------------------------------------------------------------------
    def _ticks(self, child: Element) -> Fraction:
        """How many ticks something lasts; where the score does not say in what it counts, as its shape says."""
        said = amount(child.findtext("duration"))
        ticks = (said / self.divisions if said is not None and self.divisions else xmlnote.shape(child)) * TICKS
        ticks = min(max(ticks, Fraction(0)), Fraction(_LONGEST))
        return ticks if ticks.denominator in _DENOMINATORS else Fraction(round(ticks * _FINE), _FINE)

    def _note(self, child: Element) -> None:
        cue = child.find("cue") is not None  # somebody else's note, shown small: time goes by, and nothing sounds
        if (grace := child.find("grace")) is not None:
            if not cue:
                self._grace(child, grace)
            return
        length = self._ticks(child)
        if child.find("chord") is None:
            self.before = self.now
            self.now = min(self.now + length, Fraction(_LONGEST))
            self.held = max(self.held, self.now)
        if cue:
            return
        if self.small and child.find("chord") is None:
            self._lead(round(self.before))
        pitch = self._pitch(child)
        start, lasts = round(self.before), round(self.before + length) - round(self.before)
        if pitch is None or lasts < 1:
            return
        stave = self._stave(whole(child.findtext("staff"), 1))
        tied = any(tie.get("type") == "stop" for path in ("tie", "notations/tied") for tie in child.findall(path))
        self.measure.notes.append(Mark(start, lasts, pitch, stave, tied, finger=xmlnote.finger(child)))
        if sum(len(one.notes) for one in self.sheet.measures[-1:]) > MOST_NOTES:
            raise smf.UnreadableError("This score holds more than a piece of music can.")
        self._lyric(child)

    def _grace(self, child: Element, grace: Element) -> None:
        """A small note waits until the chord it leads to is there."""
        pitch = self._pitch(child)
        if pitch is None:
            return
        stave = self._stave(whole(child.findtext("staff"), 1))
        mark = Mark(round(self.now), round(self._ticks(child)) or SHORT, pitch, stave, finger=xmlnote.finger(child))
        if child.find("chord") is not None and self.small:
            self.small[-1].append(mark)
        else:
            self.small.append([mark])
        self.stroked = grace.get("slash") == "yes"

    def _lead(self, at: int | None = None) -> None:
        """The small notes lead to the note at tick `at`, which is read next; without one they come before what follows."""
        if self.small:
            kind: Grace = "before" if self.stroked or at is None else "on"
            place, start = len(self.measure.notes), round(self.now) if at is None else at
            self.measure.graces.append(Graces(place, start, kind, tuple(tuple(chord) for chord in self.small)))
            self.small = []

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
            return xmlnote.pitch(written, self.moved)
        drum = child.find("unpitched")
        if drum is None:
            return None
        self.struck += 1
        struck = child.find("instrument")
        if struck is not None and self.about is not None:
            for one in self.about.findall("midi-instrument"):
                if one.get("id") == struck.get("id") and one.findtext("midi-unpitched"):
                    return xmlnote.on_keys(whole(one.findtext("midi-unpitched"), 39) - 1)
        return xmlnote.place(drum)

    def _lyric(self, child: Element) -> None:
        lyric = child.find("lyric")
        said = smf.clean(lyric.findtext("text") or "") if lyric is not None else ""
        if lyric is None or not said or whole(lyric.get("number"), 1) != 1:
            return
        goes_on = (lyric.findtext("syllabic") or "") in {"begin", "middle"}
        at = round(self.before)
        if all(one.tick != at for one in self.measure.lyrics):
            self.measure.lyrics.append(Lyric(at, said + "-" if goes_on else said))

    # -- what the part is ---------------------------------------------------------------------------------------------
    def _name(self) -> None:
        about = self.about
        name = smf.clean((about.findtext("part-name") or "") if about is not None else "")
        program = whole(about.findtext("midi-instrument/midi-program"), 1) - 1 if about is not None else 0
        channel = (about.findtext("midi-instrument/midi-channel") or "").strip() if about is not None else ""
        many = sum(mark.stave in self.staves.values() for measure in self.sheet.measures for mark in measure.notes)
        drums = channel == _DRUM_CHANNEL or guessed_role(name, 0, drums=False) == "drums" or 2 * self.struck > many
        sound = sound_of("", min(max(program, 0), 127), drums=drums)
        two = len(self.staves) > 1
        for rank, (_, place) in enumerate(sorted(self.staves.items())):
            hand: Hand = ("right" if rank == 0 else "left") if two and not drums else guessed_hand(name)
            role = guessed_role(name, program, drums=drums)
            if two and not drums:
                role = "melody" if rank == 0 else "chords"
            self.sheet.staves[place] = Staff(name, role, sound, hand)
