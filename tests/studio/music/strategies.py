"""Random pieces and takes for property tests: whatever the values may hold."""

from hypothesis import settings
from hypothesis import strategies as st

from instruments.events import Bend, Control, NoteOff, NoteOn, Pedal, Pressed
from studio.music.piece import ROLES, TICKS, Key, Lyric, Metre, Note, Part, Piece, Section, Tempo
from studio.music.smf import clean

few = settings(max_examples=25, deadline=None)
"""For tests over whole pieces: each example is as much as many of others."""

NAMES = st.text(max_size=30).map(lambda raw: clean(raw.encode("utf-8", "ignore").decode()))
NOTES = st.builds(
    Note,
    st.integers(0, 20_000),
    st.integers(1, 4_000),
    st.integers(0, 127),
    st.integers(1, 127),
    st.integers(0, 5),
    st.sampled_from(["", "", "before", "on"]),
)
PARTS = st.builds(
    Part,
    name=NAMES,
    role=st.sampled_from(ROLES),
    sound=st.sampled_from(["piano", "bass", "strings", "kit"]),
    notes=st.lists(NOTES, max_size=30).map(tuple),
    hand=st.sampled_from(["", "left", "right"]),
)
BPMS = st.integers(200, 3000).map(lambda tenths: tenths / 10)
METRES = st.sampled_from([(4, 4), (3, 4), (2, 4), (6, 8), (5, 4), (12, 8), (2, 2)])


@st.composite
def pieces(draw: st.DrawFn) -> Piece:
    beats, unit = draw(METRES)
    first = Metre(0, beats, unit)
    tempos = {0: draw(BPMS)} | draw(st.dictionaries(st.integers(1, 20_000), BPMS, max_size=3))
    piece = Piece(
        title=draw(NAMES),
        parts=draw(st.lists(PARTS, max_size=4).map(tuple)),
        tempos=tuple(Tempo(tick, bpm) for tick, bpm in sorted(tempos.items())),
        metres=(first, Metre(first.bar_ticks * draw(st.integers(1, 4)), *draw(METRES))),
        key=Key(draw(st.integers(-7, 7)), draw(st.sampled_from(["major", "minor"]))),
        lyrics=tuple(
            Lyric(tick, words)
            for tick, words in sorted(
                draw(st.dictionaries(st.integers(0, 5_000), NAMES.filter(bool), max_size=4)).items()
            )
        ),
        end=draw(st.integers(0, 100)) * TICKS,
    )
    names = draw(st.lists(NAMES.filter(bool), max_size=3, unique=True))
    width = max(piece.end // 3, 1)
    sections = tuple(Section(name, n * width, n * width + draw(st.integers(1, width))) for n, name in enumerate(names))
    return Piece(piece.title, piece.parts, piece.tempos, piece.metres, piece.key, sections, piece.lyrics, piece.end)


KEYBOARDS = st.integers(0, 3)
FRAMES = st.integers(0, 48_000 * 300)
SEVEN_BITS = st.integers(0, 127)
EVENTS = st.one_of(
    st.builds(NoteOn, FRAMES, KEYBOARDS, SEVEN_BITS, st.integers(1, 127)),
    st.builds(NoteOff, FRAMES, KEYBOARDS, SEVEN_BITS, SEVEN_BITS),
    st.builds(Pedal, FRAMES, KEYBOARDS, st.sampled_from([64, 66, 67]), SEVEN_BITS),
    st.builds(Control, FRAMES, KEYBOARDS, st.sampled_from([1, 7, 11]), SEVEN_BITS),
    st.builds(Bend, FRAMES, KEYBOARDS, st.integers(-8192, 8191)),
    st.builds(Pressed, FRAMES, KEYBOARDS, SEVEN_BITS, SEVEN_BITS),
)
