"""Staves as a MusicXML document: plain text, with an id on every note head."""

from __future__ import annotations

from html import escape  # that of xml.sax brings half a web client with it
from typing import TYPE_CHECKING, Final

from studio.music import xmlsigns
from studio.music.piece import TICKS
from studio.music.stave import bars_of
from studio.music.tidy import spell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from studio.music.piece import Bar, Key, Piece
    from studio.music.repeats import Sign
    from studio.music.stave import Head, Stave, Symbol

_CLEFS: Final = {"treble": ("G", 2), "bass": ("F", 4)}
_ACCIDENTALS: Final = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
_SHARPS: Final = "FCGDAEB"


def write(piece: Piece, staves: Sequence[Stave], signs: Sequence[Sign] = ()) -> str:
    """Write one instrument on one or more staves, words under the first, MusicXML 4.0.

    With `signs` of repeats the staves are laid out with their ticks as cuts.
    """
    following = _following(staves)
    written = bars_of(piece, [sign.tick for sign in signs])
    bars = "".join(_measure(piece, staves, n, bar, following, signs) for n, bar in enumerate(written))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<score-partwise version="4.0">'
        f"<work><work-title>{escape(piece.title, quote=False)}</work-title></work>"
        '<part-list><score-part id="P1"><part-name></part-name></score-part></part-list>'
        f'<part id="P1">{bars}</part></score-partwise>\n'
    )


def joined(title: str, documents: Sequence[tuple[str, str]]) -> str:
    """Make one score of documents that `write` wrote of the same bars, each as a part of this name."""
    names, bodies = [], []
    for n, (name, document) in enumerate(documents, 1):
        names.append(f'<score-part id="P{n}"><part-name>{escape(name, quote=False)}</part-name></score-part>')
        _, _, body = document.partition('<part id="P1">')
        bodies.append(f'<part id="P{n}">{body.rpartition("</part>")[0]}</part>')
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<score-partwise version="4.0">'
        f"<work><work-title>{escape(title, quote=False)}</work-title></work>"
        f"<part-list>{''.join(names)}</part-list>{''.join(bodies)}</score-partwise>\n"
    )


def _measure(
    piece: Piece,
    staves: Sequence[Stave],
    n: int,
    bar: Bar,
    following: Mapping[str, Collection[int]],
    signs: Sequence[Sign],
) -> str:
    words = {lyric.tick: lyric.text for lyric in piece.lyrics if bar.start <= lyric.tick < bar.end}
    goes_on = bar.start != piece.bar_at(bar.start).start  # the rest of a bar with a sign inside
    implicit = ' implicit="yes"' if goes_on or bar.n == 0 else ""
    left, right = xmlsigns.around(signs, bar, last=bar.end == piece.end)
    out = [
        f'<measure number="{"X" * goes_on}{bar.n}"{implicit}>',
        left,
        _attributes(piece, staves, n, bar),
        xmlsigns.over(signs, bar),
        *_tempos(piece, bar),
    ]
    for number_of, stave in enumerate(staves, 1):
        if number_of > 1:
            out.append(f"<backup><duration>{bar.end - bar.start}</duration></backup>")
        shown = _Accidentals(piece.key, following)
        for symbol in stave.bars[n]:
            out += _symbol(symbol, number_of, shown, words if number_of == 1 else {})
    return "".join((*out, xmlsigns.after(signs, bar), right, "</measure>"))


def _tempos(piece: Piece, bar: Bar) -> Iterator[str]:
    """How fast it goes, for programs that play it; nothing is drawn of that."""
    for tempo in piece.tempos:
        if bar.start <= tempo.tick < bar.end:
            later = tempo.tick - bar.start
            yield f'<sound tempo="{tempo.bpm:g}">{f"<offset>{later}</offset>" if later else ""}</sound>'


def _following(staves: Sequence[Stave]) -> dict[str, tuple[int, ...]]:
    """Find the pitches that come after each head on its stave: those of the next chord that is another."""
    found: dict[str, tuple[int, ...]] = {}
    for stave in staves:
        now: tuple[int, ...] = ()
        after: tuple[int, ...] = ()
        for chord in reversed([symbol for bar in stave.bars for symbol in bar if symbol.heads]):
            pitches = tuple(head.pitch for head in chord.heads)
            now, after = pitches, after if pitches == now else now
            found |= {head.id: after for head in chord.heads}
    return found


def _attributes(piece: Piece, staves: Sequence[Stave], n: int, bar: Bar) -> str:
    """Write what is new in this bar: all of it in the first; a pickup shows the metre it leads to."""
    metre = piece.metre_at(bar.end) if bar.n == 0 and bar.end < piece.end else piece.metre_at(bar.start)
    time = f"<time><beats>{metre.beats}</beats><beat-type>{metre.unit}</beat-type></time>"
    if n == 0:
        clefs = "".join(
            f'<clef number="{number}"><sign>{_CLEFS[stave.clef][0]}</sign><line>{_CLEFS[stave.clef][1]}</line></clef>'
            for number, stave in enumerate(staves, 1)
        )
        key = f"<key><fifths>{piece.key.fifths}</fifths><mode>{piece.key.mode}</mode></key>"
        return (
            f"<attributes><divisions>{TICKS}</divisions>{key}{time}<staves>{len(staves)}</staves>{clefs}</attributes>"
        )
    changes = any(each.tick == bar.start for each in piece.metres) and not (piece.pickup and bar.n == 1)
    return f"<attributes>{time}</attributes>" if changes else ""


class _Accidentals:
    """What is shown before note heads: signs last until the barline, for their line or space."""

    def __init__(self, key: Key, following: Mapping[str, Collection[int]]) -> None:
        self.key = key
        self.following = following
        self.in_force: dict[tuple[str, int], int] = {}

    def pitch(self, head: Head) -> tuple[str, str]:
        """Write a head's pitch, and the sign it needs if it needs one."""
        step, alter, octave = spell(head.pitch, self.key, self.following.get(head.id, ()))
        written = (
            f"<pitch><step>{step}</step>{f'<alter>{alter}</alter>' if alter else ''}<octave>{octave}</octave></pitch>"
        )
        if head.tied:
            return written, ""
        known = self.in_force.get((step, octave), _signature(self.key.fifths, step))
        self.in_force[step, octave] = alter
        return written, "" if known == alter else f"<accidental>{_ACCIDENTALS[alter]}</accidental>"


def _signature(fifths: int, step: str) -> int:
    """Find what the key signature does to a letter."""
    place = _SHARPS.index(step)
    return int(place < fifths) if fifths > 0 else -int(6 - place < -fifths)


def _symbol(symbol: Symbol, stave: int, shown: _Accidentals, words: dict[int, str]) -> Iterator[str]:
    if symbol.whole_bar:
        yield f'<note><rest measure="yes"/><duration>{symbol.length}</duration><voice>{stave}</voice><staff>{stave}</staff></note>'
        return
    yield from _graces(symbol, stave, shown)
    for n, head in enumerate(symbol.heads or (None,)):
        pitch, sign = shown.pitch(head) if head else ("<rest/>", "")
        yield "".join(
            (
                f'<note id="{head.id}">' if head else "<note>",
                "<chord/>" if n else "",
                pitch,
                f"<duration>{symbol.length}</duration>",
                '<tie type="stop"/>' if head and head.tied else "",
                '<tie type="start"/>' if head and symbol.goes_on else "",
                f"<voice>{stave}</voice><type>{symbol.kind}</type>",
                "<dot/>" * symbol.dots,
                sign,
                "<time-modification><actual-notes>3</actual-notes><normal-notes>2</normal-notes></time-modification>"
                if symbol.triplet
                else "",
                f"<staff>{stave}</staff>",
                ""
                if n
                else "".join(f'<beam number="{level}">{said}</beam>' for level, said in enumerate(symbol.beams, 1)),
                _notations(symbol, head, first=n == 0),
                "" if n or symbol.start not in words else _lyric(words[symbol.start]),
                "</note>",
            )
        )


def _notations(symbol: Symbol, head: Head | None, *, first: bool) -> str:
    stop = '<tied type="stop"/>' if head and head.tied else ""
    start = '<tied type="start"/>' if head and symbol.goes_on else ""
    bracket = f'<tuplet type="{symbol.triplet}"/>' if first and symbol.triplet in {"start", "stop"} else ""
    said = f"{stop}{start}{bracket}{_finger(head)}"
    return f"<notations>{said}</notations>" if said else ""


def _finger(head: Head | None) -> str:
    return f"<technical><fingering>{head.finger}</fingering></technical>" if head and head.finger else ""


def _graces(symbol: Symbol, stave: int, shown: _Accidentals) -> Iterator[str]:
    """Write the small notes before a chord: one as an eighth, a run of them as beamed sixteenths."""
    chords, stroked = symbol.small
    kind = "eighth" if len(chords) == 1 else "16th"
    stroke = ' slash="yes"' if stroked else ""
    for place, heads in enumerate(chords):
        for n, head in enumerate(heads):
            pitch, sign = shown.pitch(head)
            finger = f"<notations>{_finger(head)}</notations>" if head.finger else ""
            yield "".join(
                (
                    f'<note id="{head.id}"><grace{stroke}/>',
                    "<chord/>" if n else "",
                    f"{pitch}<voice>{stave}</voice><type>{kind}</type>{sign}<staff>{stave}</staff>",
                    "" if n else _beams_of_run(place, len(chords)),
                    f"{finger}</note>",
                )
            )


def _beams_of_run(place: int, many: int) -> str:
    if many == 1:
        return ""
    said = "begin" if place == 0 else "end" if place == many - 1 else "continue"
    return f'<beam number="1">{said}</beam><beam number="2">{said}</beam>'


def _lyric(words: str) -> str:
    """Write words under a note; a hyphen at the end says that the word goes on."""
    begins = words.endswith("-") and len(words) > 1
    return f"<lyric><syllabic>{'begin' if begins else 'single'}</syllabic><text>{escape(words.rstrip('-') or words, quote=False)}</text></lyric>"


def heads(staves: Sequence[Stave]) -> dict[str, int]:
    """Find the tick at which each note head is written, by its id."""
    symbols = [symbol for stave in staves for bar in stave.bars for symbol in bar]
    return {
        head.id: symbol.start for symbol in symbols for heads in (*symbol.small.chords, symbol.heads) for head in heads
    }
