"""What a lesson holds: the piece on the stand, the way of playing, the take made last, and what is known of people."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Literal

from studio.lesson.idle import USUAL_IDLE
from studio.lesson.minutes import USUAL
from studio.playing.keysound import PIANO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reflections import records
    from studio.music.history import History
    from studio.music.ladder import Ladder
    from studio.music.piece import Piece
    from studio.music.song.model import Song
    from studio.music.take import Take
    from studio.playing.made import Made

Beat = Literal["off", "click", "drums"]
TUTOR: Final = "tutor"  # the player of a part, in the journal
BY_EAR: Final = "phone:"  # what the source of a song found by ear begins with


@dataclass(frozen=True, slots=True)
class Stand:
    """The piece that is open: its music, where it came from, and its row in the journal once it has one."""

    music: Piece
    title: str
    kind: str  # tune, song, groove, own, file
    source: str
    chosen_by: str = "pupil"
    row: str | None = None
    goal: str | None = None
    rows: dict[str, str] = field(default_factory=dict, compare=False, repr=False)
    """Its row by pupil, filled in by the writer: what is kept of it before the main loop has heard is of the same piece."""

    @property
    def by_ear(self) -> bool:
        """Whether it is a song that was found by ear: it has a part for the pupil, and no melody."""
        return self.source.startswith(BY_EAR)

    def same(self, other: Stand | None) -> bool:
        """Whether the other is this piece still, however much its music was changed since it was opened."""
        return other is not None and other.rows is self.rows


@dataclass(frozen=True, slots=True)
class Making:
    """The song of the piece on the stand, with all that can be undone in it, as long as that piece is open."""

    of: Stand
    history: History[Song]

    def as_it_is(self) -> Callable[[], bytes]:
        """It as a MIDI file that holds the song and its steps, for a draft: as it is now, written out when that is called, on any thread."""
        from studio.music.song.kept import draft_bytes

        now = self.history.as_it_is()
        return lambda: draft_bytes(now)

    def players(self) -> tuple[str, ...]:
        """Who is heard in it: "pupil", "tutor" or both."""
        from studio.music.song.by_players import kinds

        return kinds(self.history.value)

    def frozen(self) -> Callable[[], bytes]:
        """It as it stands, for a version: nothing that was taken back is in it; written out when that is called, on any thread."""
        from studio.music.song.kept import song_bytes

        now = self.history.value
        return lambda: song_bytes(now)


def players_of(kept: records.Take | records.Version) -> frozenset[str]:
    """Name who plays in something kept: of `records.PLAYERS`."""
    parts = getattr(kept, "parts", None)
    return frozenset(getattr(kept, "players", ()) if parts is None else (part.player for part in parts))


def with_tutor(players: Iterable[str]) -> bool:
    """Whether the tutor plays beside others than the app."""
    both = set(players) - {"app"}
    return TUTOR in both and len(both) > 1


@dataclass(frozen=True, slots=True)
class BuildOn:
    """What was played and is to be the first layer of a song; `clock`: music or a click went along, so its tempo is known.

    `tutors` is what the tutor played beside it, for a layer of the tutor's own.
    """

    take: Take
    clock: bool = False
    sound: str = ""
    tutors: Take | None = None


@dataclass(frozen=True, slots=True)
class Practice:
    """How the pupil plays now: kept from piece to piece within the lesson."""

    mode: str = "waits"  # waits, with, just
    help: str = "melody"  # one key (any plays the tune), chord note (any one of each chord), melody, all
    hands: str = "both"
    speed: float = 1.0
    bars: tuple[int, int] | None = None
    ladder: Ladder | None = None  # it goes faster by itself, round by round
    count_in: bool = True
    beat: Beat = "off"  # what keeps time beside the backing
    usual_beat: Beat = "off"  # the same with pieces whose backing has no drums
    drums: str = ""  # which drums, by the groove they are from, once there were any
    breathes: bool = True  # what plays with the pupil goes at their pace; else it keeps its own
    sound: str = PIANO  # what the keys sound like now
    usual_sound: str = PIANO  # the same with no piece open, or with one that has no sound of its own

    def opened(self, music: Piece) -> Practice:
        """How a piece is played that was just opened: whole, at full speed; what keeps time is off where its own drums do."""
        made = replace(self, bars=None, speed=1.0, ladder=None, sound=self.usual_sound)
        return replace(made, beat="off") if music.has_drums else made.with_beat(self.usual_beat, music)

    def with_beat(self, beat: Beat, music: Piece, drums: str = "") -> Practice:
        """The same with something else that keeps time; drums that do not fit the piece make room for those that fit best."""
        if beat == "drums":
            from studio.music.drums import fitting

            fit, wanted = fitting(music), drums or self.drums
            drums = wanted if wanted in fit else fit[0]
        usual = self.usual_beat if music.has_drums else beat
        return replace(self, beat=beat, usual_beat=usual, drums=drums or self.drums)

    @property
    def climbs(self) -> str:
        """How it goes faster by itself, as it is kept with a take; "" where it does not."""
        return self.ladder.plain if self.ladder else ""

    @property
    def kept_time(self) -> str:
        """What kept time, as it is kept with a take: "", "click", or "drums" with their name."""
        return "" if self.beat == "off" else self.beat if self.beat == "click" else f"drums {self.drums}"


@dataclass(slots=True)
class LastTake:
    """The take made last: the journal's id once it has one, whether it lies aside, and how it was played.

    Its number among those of the piece on the stand; 0 for an idea that was kept while another piece is open.
    """

    made: Made
    id: str | None = None
    aside: bool = False
    number: int = 1


@dataclass(frozen=True, slots=True)
class Marked:
    """A moment the pupil marked in the take made last, as the journal has it, and the bar it lies in (None: no bars)."""

    mark: records.Marker
    bar: int | None


@dataclass(slots=True)
class House:
    """What is known once the journal is open: copies of its records, renewed after each change."""

    tutor: str = ""
    place: records.Place | None = None
    minutes: int = USUAL  # how long a lesson usually lasts there
    idle_minutes: int = USUAL_IDLE  # how long nobody may be at the keys; 0 is for ever
    pupils: tuple[records.Pupil, ...] = ()
    groups: tuple[records.Group, ...] = ()  # those that have come to their end too
    hidden: frozenset[str] = frozenset()
    unfinished: tuple[records.Unfinished, ...] = ()
    sends: bool = False  # something of this laptop has gone to a service


@dataclass(slots=True)
class Mine:
    """What is known of the pupil who is here: copies, renewed after each change."""

    pieces: tuple[records.Piece, ...] = ()
    goals: tuple[records.Goal, ...] = ()
    preferences: records.Preferences | None = None
    toolkit: tuple[records.Tool, ...] = ()
    likes: tuple[records.Interest, ...] = ()


@dataclass(slots=True)
class Sayable:
    """Something kept that may still be talked about when the pupil moves on."""

    piece: str
    title: str
    take: str | None = None
    version: str | None = None
    task: str | None = None
    retaken: bool = False
    linked: bool = False
    due: bool = False  # the rules ask something of it when the pupil moves on
    facts: Any = None
    subtitle: str = ""
    led: bool = False  # they led the others in it
    two: bool = False  # pupil and tutor are heard in it
