"""Pieces as Standard MIDI Files, and back: every fact in a standard field that any other program can read."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, Final, get_args

from studio.music import midi_words, smf
from studio.music.piece import ROLES, TICKS, Hand, Key, Lyric, Metre, Mode, Note, Part, Piece, Role, Section, Tempo
from studio.music.smf import META, Message, MidiFile
from studio.music.timbre import is_kit, program_of, sound_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

DRUM_CHANNEL: Final = 9
_CHANNELS: Final = tuple(channel for channel in range(16) if channel != DRUM_CHANNEL)
_OFF: Final = 0x80
_ON: Final = 0x90
_PROGRAM: Final = 0xC0
_MODES: Final[tuple[Mode, ...]] = get_args(Mode)
_SLOWEST_QUARTER_US: Final = 6_000_000
_QUICKEST_QUARTER_US: Final = 60_000
_MOST_BEATS: Final = 32
_SMALLEST_UNIT_POWER: Final = 5
_MOST_SHARPS: Final = 7
_TEMPO_BYTES: Final = 3
_NEW_LINE: Final = b"/\\"
_NEW_LINES: Final = (b"/", b"\\")
_PAIR: Final = 2  # beats and unit, or sharps and mode
_BASS_PROGRAMS: Final = range(32, 40)


# ---------------------------------------------------------------- writing


def write_piece(piece: Piece) -> bytes:
    """Write a piece as format 1, 480 ticks a quarter: first what all share, then a track a part, all ending together."""
    tracks = [_shared_track(piece)]
    sung = next((n for n, part in enumerate(piece.parts) if part.role in ("words", "melody")), 0)
    for n, part in enumerate(piece.parts):
        channel = DRUM_CHANNEL if part.role == "drums" or is_kit(part.sound) else _CHANNELS[n % len(_CHANNELS)]
        tracks.append(_part_track(part, channel, piece.lyrics if n == sung else ()))
    if piece.lyrics and not piece.parts:
        tracks[0] += [Message(lyric.tick, smf.text(smf.LYRIC, lyric.text)) for lyric in piece.lyrics]
    return smf.write((_in_order(track) for track in tracks), TICKS, piece.end)


def _shared_track(piece: Piece) -> list[Message]:
    out = [Message(0, smf.text(smf.TRACK_NAME, piece.title))]
    out += [
        Message(metre.tick, bytes((META, smf.METRE, metre.beats, metre.unit.bit_length() - 1, 24, 8)))
        for metre in piece.metres
    ]
    out.append(Message(0, bytes((META, smf.KEY, piece.key.fifths & 0xFF, _MODES.index(piece.key.mode)))))
    out += [Message(tempo.tick, bytes((META, smf.TEMPO)) + quarter_us(tempo.bpm).to_bytes(3)) for tempo in piece.tempos]
    if piece.repeats is not None:
        out += [Message(tick, smf.text(smf.TEXT, said)) for tick, said in midi_words.of_repeats(piece.repeats)]
    for section in piece.sections:
        out.append(Message(section.start, smf.text(smf.MARKER, section.name)))
        out.append(Message(section.end, smf.text(smf.CUE, section.name)))
    return out


def _part_track(part: Part, channel: int, lyrics: Sequence[Lyric]) -> list[Message]:
    out = [
        Message(0, smf.text(smf.TRACK_NAME, part.name)),
        Message(0, smf.text(smf.INSTRUMENT, part.sound)),
        Message(0, smf.text(smf.TEXT, f"{part.role}, {part.hand} hand" if part.hand else part.role)),
    ]
    out.append(Message(0, bytes((_PROGRAM | channel, program_of(part.sound)))))
    out += [Message(lyric.tick, smf.text(smf.LYRIC, lyric.text)) for lyric in lyrics]
    for note in part.notes:
        out += [Message(note.start, smf.text(smf.TEXT, said)) for said in midi_words.of_note(note)]
        out.append(Message(note.start, bytes((_ON | channel, note.pitch, note.velocity))))
        out.append(Message(note.end, bytes((_OFF | channel, note.pitch, 64))))
    return out


def _in_order(messages: list[Message]) -> list[Message]:
    """Sort by tick; at one tick notes end before notes begin, and the rest stays as it was written."""
    return sorted(
        messages, key=lambda message: (message.tick, message.data[0] & 0xF0 == _ON, message.data[0] & 0xF0 != _OFF)
    )


def quarter_us(bpm: float) -> int:
    """Microseconds a quarter note lasts, as a MIDI file holds them."""
    return min(max(round(60_000_000 / bpm), 1), 0xFF_FF_FF)


def bpm_of(us: int) -> float:
    """Quarter notes a minute, with the fewest decimals that mean exactly these microseconds a quarter."""
    exact = 60_000_000 / us
    return next((bpm for places in range(9) if (bpm := round(exact, places)) > 0 and quarter_us(bpm) == us), exact)


# ---------------------------------------------------------------- reading


def read_piece(data: bytes) -> Piece:
    """Read a piece; UnreadableError (a ValueError with a sentence) where the bytes hold no notes."""
    return piece_of(smf.read(data))


def piece_of(file: MidiFile, title: str = "") -> Piece:
    """Make a piece of what was read; `title` where the file has none of its own."""
    scale = TICKS / file.ticks_a_quarter
    metas = [
        (round(message.tick * scale), message.data[1], message.data[2:])
        for track in file.tracks
        for message in track
        if message.data[0] == META
    ]
    parts = tuple(part for track in file.tracks for part in _parts(track, scale))
    if not file.tracks:
        raise smf.UnreadableError("This MIDI file has no music in it.")
    return Piece(
        title=_sung_title(metas) or (_is_shared(file.tracks[0]) and _track_name(file.tracks[0])) or title,
        parts=parts if any(_said_role(_said(track, smf.TEXT))[0] for track in file.tracks) else with_melody(parts),
        tempos=(Tempo(0, 120.0),) if file.film_time else _tempos(metas),
        metres=_metres(metas),
        key=_key(metas) or _likely_key(parts),
        sections=_sections(metas),
        lyrics=_lyrics(metas),
        end=_end(file, scale),
        repeats=midi_words.repeats_of(((tick, said) for tick, kind, said in metas if kind == smf.TEXT), Metre),
    )


def _end(file: MidiFile, scale: float) -> int:
    """Find the end the writer meant: where every track ends together. Else 0: the barline after the last note."""
    return round(file.ends[0] * scale) if len(set(file.ends)) == 1 else 0


_Metas = list[tuple[int, int, bytes]]


def _tempos(metas: _Metas) -> tuple[Tempo, ...]:
    found = {0: 120.0}
    for tick, kind, payload in metas:
        us = int.from_bytes(payload[:_TEMPO_BYTES])
        if kind == smf.TEMPO and len(payload) >= _TEMPO_BYTES and _QUICKEST_QUARTER_US <= us <= _SLOWEST_QUARTER_US:
            found[tick] = bpm_of(us)
    return tuple(Tempo(tick, bpm) for tick, bpm in sorted(found.items()))


def _metres(metas: _Metas) -> tuple[Metre, ...]:
    found = {0: (4, 4)}
    for tick, kind, payload in metas:
        if kind == smf.METRE and len(payload) >= _PAIR:
            beats, power = payload[:_PAIR]
            if 1 <= beats <= _MOST_BEATS and power <= _SMALLEST_UNIT_POWER:
                found[tick] = (beats, 1 << power)
    return tuple(Metre(tick, beats, unit) for tick, (beats, unit) in sorted(found.items()))


def _likely_key(parts: Sequence[Part]) -> Key:
    """What the notes suggest where a file says no key."""
    from studio.music.tidy import find_key

    return find_key([note for part in parts if part.role != "drums" for note in part.notes])


def _key(metas: _Metas) -> Key | None:
    for _, kind, payload in metas:
        if kind == smf.KEY and len(payload) >= _PAIR and payload[1] < len(_MODES):
            fifths = int.from_bytes(payload[:1], signed=True)
            if abs(fifths) <= _MOST_SHARPS:
                return Key(fifths, _MODES[payload[1]])
    return None


def _sections(metas: _Metas) -> tuple[Section, ...]:
    """Sections run from their marker to the cue point of the same name, else to the next marker or the end of all."""
    marks = [(tick, smf.words(payload)) for tick, kind, payload in metas if kind == smf.MARKER and smf.words(payload)]
    cues = [(tick, smf.words(payload)) for tick, kind, payload in metas if kind == smf.CUE]
    last = max((tick for tick, _, _ in metas), default=0)
    out = []
    for n, (start, name) in enumerate(marks):
        following = marks[n + 1][0] if n + 1 < len(marks) else last
        end = next((tick for tick, cue in cues if cue == name and tick > start), following)
        out.append(Section(name, start, end))
    return tuple(section for section in out if section.end > section.start)


def _lyrics(metas: _Metas) -> tuple[Lyric, ...]:
    found = ((tick, smf.words(payload)) for tick, kind, payload in metas if kind == smf.LYRIC)
    lyrics = tuple(Lyric(tick, said) for tick, said in sorted(found, key=lambda pair: pair[0]) if said)
    return lyrics or _karaoke(metas)


def _karaoke(metas: _Metas) -> tuple[Lyric, ...]:
    """The words of a karaoke file, which has them in texts: `@` begins remarks, a stroke a new line, a space a new word."""
    texts = [(tick, payload) for tick, kind, payload in metas if kind == smf.TEXT]
    if not any(payload.startswith(b"@K") for _, payload in texts):
        return ()
    sung = sorted(
        ((tick, payload) for tick, payload in texts if not payload.startswith(b"@")), key=lambda pair: pair[0]
    )
    found = []
    for (tick, payload), (_, after) in zip(sung, [*sung[1:], (0, b" ")], strict=True):
        said = smf.words(payload.lstrip(_NEW_LINE))
        goes_on = not payload.endswith(b" ") and not after.startswith((b" ", *_NEW_LINES))
        if said:
            found.append(Lyric(tick, said + "-" if goes_on and said[-1].isalnum() else said))
    return tuple(found)


def _sung_title(metas: _Metas) -> str:
    """What a karaoke file is called: its first `@T`."""
    texts = [payload for _, kind, payload in metas if kind == smf.TEXT]
    if not any(payload.startswith(b"@K") for payload in texts):
        return ""
    return next((smf.words(payload[2:]) for payload in texts if payload.startswith(b"@T")), "")


def _is_shared(track: Sequence[Message]) -> bool:
    """Tell whether a first track names the piece: it holds no notes."""
    return not any(_is_note(message) for message in track)


def _is_note(message: Message) -> bool:
    return message.data[0] & 0xE0 == _OFF  # 0x8n and 0x9n


def _track_name(track: Sequence[Message]) -> str:
    return _said(track, smf.TRACK_NAME)


def _said(track: Sequence[Message], kind: int) -> str:
    said = (smf.words(message.data[2:]) for message in track if message.data[0] == META and message.data[1] == kind)
    return next(said, "")


def _parts(track: Sequence[Message], scale: float) -> Iterator[Part]:
    """Make a part of each channel that a track has notes on."""
    channels: dict[int, list[Message]] = defaultdict(list)
    for message in track:
        if message.data[0] != META:
            channels[message.data[0] & 0x0F].append(message)
    said_role, said_hand = _said_role(_said(track, smf.TEXT))
    words = midi_words.of_notes(track, scale)
    for channel, messages in sorted(channels.items()):
        notes = tuple(midi_words.told(_notes(messages, scale), words))
        program = next((message.data[1] for message in messages if message.data[0] & 0xF0 == _PROGRAM), 0)
        drums = channel == DRUM_CHANNEL
        name = _track_name(track)
        if notes or (said_role and len(channels) == 1):
            role = said_role or guessed_role(name, program, drums=drums)
            hand = said_hand or guessed_hand(name)
            yield Part(name, role, sound_of(_said(track, smf.INSTRUMENT), program, drums=drums), notes, hand)


def _said_role(said: str) -> tuple[Role | None, Hand]:
    """Read what `write_piece` says of a part, as "chords, left hand"."""
    name, _, rest = said.partition(", ")
    hand: Hand = "left" if rest == "left hand" else "right" if rest == "right hand" else ""
    return next((role for role in ROLES if role == name), None), hand


def guessed_role(name: str, program: int, *, drums: bool) -> Role:
    """Guess what a part is for by its name and its General MIDI program; `other` where neither says."""
    said = name.casefold()
    if drums or "drum" in said or "percussion" in said:
        return "drums"
    if "bass" in said or program in _BASS_PROGRAMS:
        return "bass"
    if any(word in said for word in ("chord", "comp", "pad", "rhythm", "left", "l.h", "lh")):
        return "chords"
    if any(word in said for word in ("melody", "lead", "vocal", "voice", "solo", "right", "r.h", "rh")):
        return "melody"
    return "other"


def guessed_hand(name: str) -> Hand:
    """Guess a part's hand by its name; empty where it says nothing of hands."""
    said = name.casefold()
    if "left" in said or said in ("lh", "l.h."):
        return "left"
    return "right" if "right" in said or said in ("rh", "r.h.") else ""


def _notes(messages: Sequence[Message], scale: float) -> Iterator[Note]:
    """Pair presses with releases, first with first; a note without a release ends with the track's last message.

    One release may have been meant for two presses of a key: then it is the end of both, as it is on any instrument.
    """
    open_notes: dict[int, deque[tuple[int, int]]] = defaultdict(deque)
    released: dict[int, int] = {}
    for tick, data in messages:
        kind = data[0] & 0xF0
        if kind == _ON and data[2]:
            open_notes[data[1]].append((tick, data[2]))
        elif kind in (_ON, _OFF) and open_notes[data[1]]:
            yield _note(*open_notes[data[1]].popleft(), tick, data[1], scale)
            released[data[1]] = tick
    last = messages[-1].tick if messages else 0
    for pitch, presses in open_notes.items():
        for tick, velocity in presses:
            end = released.get(pitch, tick)
            yield _note(tick, velocity, end if end > tick else last, pitch, scale)


def _note(start: int, velocity: int, end: int, pitch: int, scale: float) -> Note:
    begin = round(start * scale)
    return Note(begin, max(round(end * scale) - begin, 1), pitch, velocity)


def with_melody(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Take the highest part that is no drum or bass for the melody, where none seems to be it."""
    if any(part.role in ("melody", "words") for part in parts):
        return parts
    tuneful = [part for part in parts if part.role == "other"]
    if not tuneful:
        return parts
    highest = max(tuneful, key=lambda part: sum(note.pitch for note in part.notes) / len(part.notes))
    return tuple(
        Part(part.name, "melody", part.sound, part.notes, part.hand) if part is highest else part for part in parts
    )
