"""Tunes in ABC as sheets of bars: every voice, chords, ties, tuplets, repeats, words and chord symbols."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from studio.music import abchead, pace, smf
from studio.music.graces import SHORT, Graces
from studio.music.piece import TICKS, Key, Lyric, Tempo
from studio.music.written import Mark, Measure, Sheet, Staff, sign_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from studio.music.piece import Grace, Hand, Role

MOST_NOTES: Final = 100_000
_TUNE: Final = re.compile(r"(?m)^(?=X:)")
_TOKEN: Final = re.compile(
    r"""
      "(?P<words>[^"]*)"
    | \[(?P<field>[A-Za-z]):(?P<said>[^\]]*)\]
    | \{(?P<graces>[^}]*)\} | !(?P<mark>[^!\s]*)! | \+[a-z]+\+
    | (?P<bar>\[\|\]?|:*\|[|\]:]*|::+)(?:\s*\[?(?P<first>[1-9][\d,-]*))?
    | \[(?P<ending>[1-9][\d,-]*)
    | \((?P<tuplet>[2-9])(?::(?P<in>\d*)(?::(?P<many>\d*))?)?
    | \[(?P<chord>[^\]|]*)\](?P<chord_length>\d*/*\d*)(?P<chord_tie>-?)
    | (?P<sign>\^{1,2}|_{1,2}|=)?(?P<letter>[A-Ga-g])(?P<octave>[,']*)(?P<length>\d*/*\d*)(?P<tie>-?)
    | (?P<rest>[zxZX])(?P<rest_length>\d*/*\d*)
    | (?P<broken>>+|<+) | (?P<beside>&)
    """,
    re.VERBOSE,
)
_IN_CHORD: Final = re.compile(r"(\^{1,2}|_{1,2}|=)?([A-Ga-g])([,']*)(\d*/*\d*)(-?)")
_SIGNS: Final = {"^": 1, "^^": 2, "_": -1, "__": -2, "=": 0}
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_IN_TIME_OF: Final = {2: 3, 3: 2, 4: 3, 6: 2, 8: 3}
_SECTIONS: Final = ("::", "||", "|]", "[|")  # a repeat goes back no further than to one of these
_FINGERS: Final = frozenset("12345")
_WHERE_TO: Final = {
    "segno": "segno", "coda": "coda", "fine": "fine", "dacoda": "to coda", "tocoda": "to coda", "dacapo": "da capo",
    "D.C.": "da capo", "D.S.": "dal segno", "D.C.alfine": "da capo", "D.S.alfine": "dal segno",
    "D.C.alcoda": "da capo", "D.S.alcoda": "dal segno",
}  # fmt: skip
_CHORD_WORDS: Final = re.compile(r"^[A-G][#b]?(?:maj|min|mi|m|M|dim|aug|sus|add|dom|o|[0-9+()#b-])*(?:/[A-G][#b]?)?$")
_NOT_ABC: Final = "This is not an ABC tune."
_BOOK: Final = "This file is a book of {} tunes. The first one is here."


def read(text: str) -> Sheet:
    """Read the first tune of a text; UnreadableError with a sentence where it holds none."""
    tunes = [tune for tune in _TUNE.split(text.replace("\r\n", "\n").replace("\r", "\n")) if abchead.has_notes(tune)]
    if not tunes:
        raise smf.UnreadableError(_NOT_ABC if not abchead.looks_like(text) else "This ABC file has no notes in it.")
    tune = abchead.without_macros(tunes[0])
    head, body = abchead.parted(tune)
    sheet = Sheet(smf.clean(head.get("T", "")), missing=_BOOK.format(len(tunes)) if len(tunes) > 1 else "")
    voices = abchead.voices(tune, body)
    two = sorted(voice.low for voice in voices.values()) == [False, True]
    for n, (name, voice) in enumerate(voices.items()):
        _Voice(sheet, n, head, octaves=voice.octaves).read(voice.lines)
        hand: Hand = ("left" if voice.low else "right") if two else ""
        role: Role = ("chords" if voice.low else "melody") if two else "melody" if n == 0 else "other"
        sheet.staves.append(Staff(smf.clean(voice.name or name) or "Melody", role, hand=hand))
    _tempo(sheet, tunes[0], head)
    return sheet


def _tempo(sheet: Sheet, text: str, head: dict[str, str]) -> None:
    if sheet.measures and not any(one.tick == 0 for one in sheet.measures[0].tempos):
        beats, unit = abchead.metre(head.get("M", "")) or (4, 4)
        sheet.measures[0].tempos.append(Tempo(0, pace.tempo(text, beats, unit)))


@dataclass(slots=True)
class _Voice:
    """Reads one voice into a sheet that may hold others already."""

    sheet: Sheet
    stave: int
    head: dict[str, str]
    unit: Fraction = Fraction(1, 8)
    beats: tuple[int, int] = (4, 4)
    free: bool = False  # no metre is said
    key: Key = field(default_factory=Key)
    place: int = 0
    now: Fraction = Fraction(0)  # quarters from the start of the bar
    signs: dict[tuple[str, int], int] = field(default_factory=dict)  # in force until the barline
    tied: dict[tuple[str, int], int] = field(default_factory=dict)  # what goes on, by letter and octave
    tuplet: tuple[int, Fraction] = (0, Fraction(1))  # notes left in it, and what their lengths are multiplied by
    last: list[Mark] = field(default_factory=list)
    lasted: Fraction = Fraction(0)
    stretch: Fraction = Fraction(1)  # of the next note, after a broken rhythm
    finger: int = 0  # of the next note
    endings: frozenset[int] = frozenset()
    sung: list[tuple[int, int]] = field(default_factory=list)  # bar and tick of each note of the line
    many: int = 0
    octaves: int = 0
    reach: Fraction = Fraction(0)  # of the bar, by what was written beside it

    def read(self, lines: Iterable[str]) -> None:
        metre = abchead.metre(self.head.get("M", ""))
        self.beats, self.free = metre or (4, 4), metre is None
        self.unit = self._unit(self.head.get("L", ""))
        self._set_key(self.head.get("K", ""))
        for line in lines:
            found = abchead.FIELD.match(line)
            if found and found[1] == "w":
                self._words(found[2])
            elif found:
                self._field(found[1], found[2])
            elif line.strip():
                self.sung = []
                for token in _TOKEN.finditer(line):
                    self._token(token)
                if not self.free and self.now == Fraction(4 * self.beats[0], self.beats[1]):
                    self._close()  # many leave out the barline where the line ends
        self._close()
        while self.sheet.measures and not any((one.notes, one.length) != ([], 0) for one in self.sheet.measures[-1:]):
            self.sheet.measures.pop()

    def _unit(self, said: str) -> Fraction:
        """The tune's own note in wholes: said, else an eighth, a sixteenth in short metres."""
        found = re.match(r"\s*(\d+)\s*/\s*(\d+)", said)
        if found and int(found[1]) and int(found[2]):
            return Fraction(int(found[1][:3]), int(found[2][:4]))
        return Fraction(1, 16) if Fraction(*self.beats) < Fraction(3, 4) else Fraction(1, 8)

    def _set_key(self, said: str) -> None:
        key = abchead.key(said)
        if key is not None:
            self.key = key
            if self.sheet.key is None:
                self.sheet.key = self.key

    def _field(self, letter: str, said: str) -> None:
        if letter == "K":
            self._set_key(said)
        elif letter == "L":
            self.unit = self._unit(said)
        elif letter == "Q":
            bpm = pace.asked(said, *self.beats)
            if bpm and all(one.tick != round(self.now * TICKS) for one in self._bar.tempos):
                self._bar.tempos.append(Tempo(round(self.now * TICKS), bpm))
        elif letter == "M" and (metre := abchead.metre(said)):
            self.beats, self.free = metre, False
            if not self._bar.notes and self.stave == 0:
                self._bar.beats, self._bar.unit = metre

    # -- bars ---------------------------------------------------------------------------------------------------------
    @property
    def _bar(self) -> Measure:
        while len(self.sheet.measures) <= self.place:
            self.sheet.measures.append(Measure(*self.beats))
        return self.sheet.measures[self.place]

    def _token(self, token: re.Match[str]) -> None:
        if token["bar"] or token["ending"]:
            self._barline(token)
        elif token["letter"]:
            self._strike(
                [(token["sign"], token["letter"], token["octave"], token["tie"])], abchead.length(token["length"])
            )
        elif token["chord"] is not None:
            self._chord(token)
        elif token["rest"]:
            self._rest(token["rest"], abchead.length(token["rest_length"]))
        elif token["tuplet"]:
            self._tuplet(token)
        elif token["broken"]:
            self._broken(token["broken"])
        else:
            self._said(token)

    def _said(self, token: re.Match[str]) -> None:
        """What is no note, no rest and no barline."""
        if token["field"]:
            self._field(token["field"], token["said"])
        elif token["words"]:
            self._say(token["words"].strip())
        elif token["beside"]:
            self.reach, self.now = max(self.reach, self.now), Fraction(0)
        elif token["graces"]:
            self._graces(token["graces"])
        elif token["mark"] in _FINGERS:
            self.finger = int(token["mark"])
        elif token["mark"] in _WHERE_TO:
            self._bar.signs.add(_WHERE_TO[token["mark"]])

    def _say(self, words: str) -> None:
        """Words over the notes: a chord, where to go on, or something for people only."""
        sign = sign_of(words.lstrip("^_<>@"))
        if _CHORD_WORDS.match(words):
            self._bar.chords.append((round(self.now * TICKS), words))
        elif sign:
            self._bar.signs.add(sign)

    def _barline(self, token: re.Match[str]) -> None:
        sign, number = token["bar"] or "", token["first"] or token["ending"]
        if sign:
            self._close()
            before = self.sheet.measures[self.place - 1] if self.place else None
            if before is not None and (sign.startswith(":") or "::" in sign):
                before.closes = max(before.closes, 2)
            if (sign.endswith(":") and "|" in sign) or any(mark in sign for mark in _SECTIONS):
                self._bar.opens = True
            if sign.startswith(":") or "||" in sign or "]" in sign:
                self.endings = frozenset()
                if self.stave == 0:
                    self._bar.endings = frozenset()  # the bar that was begun before the sign was seen
        if number:
            self.endings = frozenset(int(n) for n in re.findall(r"[1-9]", number))
            before = self.sheet.measures[self.place - 1] if self.place else None
            if before is not None and before.endings and not before.closes and max(self.endings) > 1:
                before.closes = 2  # a second ending says by itself that the first goes back
        if self.endings:
            self._bar.endings = self.endings

    def _close(self) -> None:
        """End the bar, if anything is in it."""
        self.signs, self.last, self.lasted = {}, [], Fraction(0)
        self.now, self.reach = max(self.now, self.reach), Fraction(0)
        if self.now:
            self._bar.length = max(self._bar.length, round(self.now * TICKS))
            if self.stave == 0:
                self._bar.beats, self._bar.unit = self.beats
            self.place += 1
            self.now = Fraction(0)
            if self.endings and self.stave == 0:
                self._bar.endings = self.endings

    # -- notes --------------------------------------------------------------------------------------------------------
    def _quarters(self, length: Fraction) -> Fraction:
        """The quarters that a length lasts here: in its tuplet, after a broken rhythm."""
        left, times = self.tuplet
        quarters = length * self.unit * 4 * self.stretch * (times if left else 1)
        self.tuplet, self.stretch = (max(0, left - 1), times), Fraction(1)
        return min(quarters, Fraction(abchead.LONGEST))

    def _strike(self, notes: list[tuple[str | None, str, str, str]], length: Fraction, tie: str = "") -> None:
        quarters = self._quarters(length)
        start, end = round(self.now * TICKS), round((self.now + quarters) * TICKS)
        going_on, self.last = dict[tuple[str, int], int](), []
        for sign, letter, octave, own_tie in notes:
            pitch = self._pitch(sign, letter, octave)
            if 0 <= pitch <= 127 and end > start:  # noqa: PLR2004 - MIDI's keys
                self.last.append(
                    Mark(start, end - start, pitch, self.stave, pitch in self.tied.values(), finger=self.finger)
                )
                if tie or own_tie:
                    going_on[letter.upper(), self._height(letter, octave)] = pitch
        self._bar.notes += self.last
        self.finger = 0
        self.sung.append((self.place, start))
        self.tied, self.lasted = going_on, quarters
        self.now += quarters
        self.many += len(notes)
        if self.many > MOST_NOTES:
            raise smf.UnreadableError("This ABC file holds more than a piece of music can.")

    def _graces(self, said: str) -> None:
        """Small notes lead to the next one: before its beat after a stroke, else on it. ABC says no length of them."""
        start = round(self.now * TICKS)
        pitches = [self._pitch(sign or None, *rest) for sign, *rest in (one[:3] for one in _IN_CHORD.findall(said))]
        chords = tuple((Mark(start, SHORT, pitch, self.stave),) for pitch in pitches if 0 <= pitch <= 127)  # noqa: PLR2004 - MIDI's keys
        if chords:
            kind: Grace = "before" if said.startswith("/") else "on"
            self._bar.graces.append(Graces(len(self._bar.notes), start, kind, chords))

    def _pitch(self, sign: str | None, letter: str, octave: str) -> int:
        step, height = letter.upper(), self._height(letter, octave)
        if sign is not None:
            self.signs[step, height] = _SIGNS[sign]
        place = abchead.SHARPS.index(step)
        usual = int(place < self.key.fifths) if self.key.fifths > 0 else -int(6 - place < -self.key.fifths)
        if (step, height) not in self.signs and (step, height) in self.tied:
            return self.tied[step, height]  # a sharp is held over the barline that ends it for others
        return 12 * height + _STEPS[step] + self.signs.get((step, height), usual)

    def _height(self, letter: str, octave: str) -> int:
        return 5 + letter.islower() + octave.count("'") - octave.count(",") + self.octaves

    def _chord(self, token: re.Match[str]) -> None:
        inside = _IN_CHORD.findall(token["chord"])
        if inside:
            length = abchead.length(token["chord_length"]) * abchead.length(inside[0][3])
            notes = [(sign or None, letter, octave, tie) for sign, letter, octave, _, tie in inside]
            self._strike(notes, length, token["chord_tie"])

    def _rest(self, kind: str, length: Fraction) -> None:
        if kind in "ZX":
            for _ in range(min(int(length) or 1, 200)):
                self.now = Fraction(4 * self.beats[0], self.beats[1])
                self._close()
            return
        self.last, self.tied = [], {}
        self.lasted = self._quarters(length)
        self.now += self.lasted

    def _tuplet(self, token: re.Match[str]) -> None:
        notes = int(token["tuplet"])
        compound = self.beats[0] % 3 == 0 and self.beats[1] >= 8  # noqa: PLR2004 - six-eight and its kin
        time = int(token["in"]) if token["in"] else _IN_TIME_OF.get(notes, 3 if compound else 2)
        many = int(token["many"]) if token["many"] else notes
        self.tuplet = (min(many, 64), Fraction(max(time, 1), notes))

    def _broken(self, signs: str) -> None:
        """`>` makes the note before longer by half and the next shorter; `<` the other way round."""
        short = Fraction(1, 2 ** min(len(signs), 3))
        before, self.stretch = (2 - short, short) if signs[0] == ">" else (short, 2 - short)
        changed = self.lasted * before
        start = self.now - self.lasted
        length = round((start + changed) * TICKS) - round(start * TICKS)
        if self.last:
            self.last = [mark._replace(length=max(1, length)) for mark in self.last]
            self._bar.notes[-len(self.last) :] = self.last
        self.now, self.lasted = start + changed, changed

    # -- words --------------------------------------------------------------------------------------------------------
    def _words(self, said: str) -> None:
        """Put the syllables of a `w:` line under the notes of the line before it."""
        syllables = re.findall(r"[^\s\-_*|]+-?|[*_]|(?<=\s)-", said.replace("~", "\u00a0"))
        places = [place for place in self.sung if place[0] < len(self.sheet.measures)]
        for (bar, tick), syllable in zip(places, syllables, strict=False):
            words = smf.clean(syllable)
            measure = self.sheet.measures[bar]
            if words and words not in {"*", "_", "-"} and all(one.tick != tick for one in measure.lyrics):
                measure.lyrics.append(Lyric(tick, words))
