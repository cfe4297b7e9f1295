"""What of ours is close to music somebody likes: grooves of its style, tunes of its mood and tempo, what they work on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple
from zlib import crc32

from studio.music.screening import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from studio.music.library import Found

# Words that people use for a style, and the groove that is nearest to it; two words are found side by side.
STYLES: Final[dict[str, tuple[str, ...]]] = {
    "lo-fi": ("lo fi", "lofi", "chill", "study", "jazz", "jazzy", "sleep", "boom bap", "vaporwave"),
    "trap": ("trap", "rap", "rapper", "hip hop", "hiphop", "808", "808s", "phonk", "cloud rap"),
    "drill": ("drill", "uk drill", "road rap"),
    "grime": ("grime", "mc", "eskibeat", "dubstep"),
    "rnb": ("rnb", "r b", "r and b", "slow jam", "slow jams", "neo soul"),
    "afrobeats": ("afrobeats", "afrobeat", "afro", "highlife", "afroswing"),
    "amapiano": ("amapiano", "log drum", "gqom", "kwaito"),
    "house": ("house", "dance", "techno", "edm", "club", "rave", "disco", "electronic", "trance", "party"),
    "garage": ("garage", "ukg", "2 step", "two step", "bassline", "speed garage"),
    "drum-and-bass": ("dnb", "drum and bass", "drum bass", "drum n bass", "jungle", "breakbeat"),
    "reggae": ("reggae", "dub", "ska", "rocksteady", "lovers rock", "roots", "island"),
    "dancehall": ("dancehall", "bashment", "soca", "riddim"),
    "reggaeton": ("reggaeton", "dembow", "latin", "salsa", "bachata", "cumbia"),
    "k-pop": ("kpop", "k pop", "jpop", "j pop", "jersey club", "hyperpop", "girl group", "boy band"),
    "indie": ("indie", "rock", "punk", "guitar", "guitars", "emo", "band", "britpop"),
    "metal": ("metal", "heavy metal", "hardcore", "metalcore", "thrash"),
    "funk": ("funk", "funky"),
    "soul": ("soul", "motown", "northern soul"),
    "gospel": ("gospel", "worship", "praise", "church", "choir", "hymn", "hymns"),
    "ballad": ("ballad", "pop", "piano", "love song", "slow song", "singer", "acoustic", "musical"),
    "bhangra": ("bhangra", "punjabi", "bollywood", "desi", "dhol", "tabla", "hindi"),
    "waltz": ("waltz", "folk", "country", "ceilidh", "irish", "celtic", "shanty", "shanties"),
    "film": ("film", "movie", "game", "gaming", "boss", "soundtrack", "strings", "orchestra", "epic", "anime", "classical"),
    "ambient": ("ambient", "meditation", "nature", "drone", "new age", "spa"),
}  # fmt: skip
# Words that people use for what music feels like, and which of the twelve are near.
FEELINGS: Final[dict[str, tuple[str, ...]]] = {
    "calm": ("calm", "calms", "peaceful", "relax", "relaxing", "chill", "soft", "quiet", "slow", "gentle", "night"),
    "wild": (
        "wild",
        "fast",
        "crazy",
        "dance",
        "dancing",
        "jump",
        "loud",
        "party",
        "hype",
        "move",
        "moving",
        "banger",
        "bangers",
        "lit",
    ),
    "sunny": ("sunny", "happy", "smile", "summer", "bright", "joy", "fun", "cheerful"),
    "stormy": ("stormy", "storm", "angry", "rage", "scream", "fight", "boss"),
    "heavy": ("heavy", "bass", "hard", "deep", "metal", "dark"),
    "light": ("light", "floaty", "easy", "dreamy"),
    "funny": ("funny", "silly", "laugh", "joke"),
    "spooky": ("spooky", "scary", "creepy", "ghost", "halloween", "horror"),
    "brave": ("brave", "epic", "hero", "power", "powerful", "strong"),
    "sad": ("sad", "cry", "crying", "miss", "missing", "blue", "hurt", "lonely", "alone"),
    "strong": ("strong", "power", "powerful", "big", "loud", "gym", "workout"),
    "sleepy": ("sleepy", "sleep", "bed", "tired", "lullaby", "night"),
}
_STYLE, _FEELING, _NAME, _TEMPO, _GOAL = 6.0, 2.0, 3.0, 1.5, 1.0
_WHOLE_NAME: Final = 9.0
_GENTLE: Final = frozenset({"calm", "sunny", "light"})
_BESIDE: Final = 0.4  # less than anything that was said
_SHORT: Final = 3  # letters of a word that says nothing by itself, as in "the"
_COMMON: Final = frozenset(
    {
        "that",
        "with",
        "from",
        "this",
        "when",
        "like",
        "play",
        "playing",
        "song",
        "music",
        "your",
        "better",
        "want",
        "whole",
        "without",
        "stopping",
        "through",
        "piece",
        "every",
        "time",
    }
)


def styles(words: str) -> tuple[str, ...]:
    """Return the ids of grooves whose style the words name, in the order in which they are named."""
    text = f" {folded(words)} "
    found = [(text.find(f" {said} "), groove) for groove, names in STYLES.items() for said in (groove, *names)]
    return tuple(dict.fromkeys(groove for at, groove in sorted(found) if at >= 0))


def feelings(words: str) -> frozenset[str]:
    """Return which of the twelve words for music are near to what was said."""
    said = set(folded(words).split())
    return frozenset(feel for feel, near in FEELINGS.items() if not said.isdisjoint({feel, *near}))


class Close(NamedTuple):
    """Something of ours, and why it is close: style, mood, name, tempo, goal; "" where it is only what stands first."""

    found: Found
    because: str


def close_to(
    what: str, why: str, everything: Iterable[Found], *, bpm: float = 0.0, working_on: str = "", most: int = 3
) -> tuple[Close, ...]:
    """Return what can be played today that is nearest to something somebody likes: style, mood, name, tempo, what they work on.

    The nearest comes first; what nothing was said of goes with it, so that a tune beside a beat is one of its mood and pace. Where
    nothing at all is known each name has a beat of its own turn: a board of such names does not say the same of all. Nothing
    is left out for being hard.
    """
    named, felt = styles(f"{what} {why}"), feelings(f"{what} {why}")
    named_words, goal = _telling(what), _telling(working_on)

    def points(found: Found) -> dict[str, float]:
        one = found.what
        feels = frozenset(getattr(one, "feels", ()))
        title, about = _telling(found.title), _telling(found.about) | feels
        return {
            "style": _STYLE * (found.kind == "groove" and getattr(one, "id", "") in named),
            "mood": _FEELING * len(felt & feels),
            "name": _NAME * len(named_words & title)
            + _WHOLE_NAME * (found.kind != "groove" and _is_named(found.title, what)),
            "tempo": _TEMPO * _same_pace(bpm, getattr(one, "bpm", 0.0)) if bpm else 0.0,
            "goal": _GOAL * len(goal & (title | about)),
        }

    made = [(points(found), found) for found in everything]
    made.sort(key=lambda one: -sum(one[0].values()))
    if made:
        nearest = made[0][1] if any(made[0][0].values()) else _in_turn([found for _, found in made], what)
        made.sort(key=lambda one: -sum(one[0].values()) - _goes_with(nearest, one[1]))
    ordered = [Close(found, max(why, key=lambda name: why[name]) if any(why.values()) else "") for why, found in made]
    return _mixed(ordered, most)


def _is_named(title: str, what: str) -> bool:
    """Whether somebody said the whole title."""
    return f" {folded(title)} " in f" {folded(what)} "


def _in_turn(everything: Sequence[Found], what: str) -> Found:
    """Choose a gentle beat by nothing but the name, the same one each time."""
    beats = [found for found in everything if found.kind == "groove"] or everything
    beats = [found for found in beats if not _GENTLE.isdisjoint(getattr(found.what, "feels", ()))] or beats
    return beats[crc32(folded(what).encode()) % len(beats)]


def _goes_with(nearest: Found, other: Found) -> float:
    """How well something goes with what is nearest, less than anything that was said counts."""
    if other is nearest:
        return _BESIDE
    one, two = nearest.what, other.what
    mood = frozenset(getattr(one, "feels", ())) & frozenset(getattr(two, "feels", ()))
    pace = _same_pace(getattr(one, "bpm", 0.0) or 1.0, getattr(two, "bpm", 0.0))
    return _BESIDE / 4 * (min(len(mood), 2) + pace)


def _telling(words: str) -> set[str]:
    return {word for word in folded(words).split() if len(word) > _SHORT and word not in _COMMON}


def _same_pace(bpm: float, other: float) -> float:
    """1 where two tempos are the same, 0 where one is a third faster or more."""
    if not other:
        return 0.0
    return max(0.0, 1 - (max(bpm / other, other / bpm) - 1) * 3)


def _mixed(ordered: Sequence[Close], most: int) -> tuple[Close, ...]:
    """Keep the nearest, and one of each kind where there is one: a beat to play on, and a tune."""
    first = tuple(ordered[: max(0, most - 1)])
    kinds = {close.found.kind for close in first}
    other = next((close for close in ordered[len(first) :] if close.found.kind not in kinds), None)
    return (*first, *([other] if other is not None else ordered[len(first) : most]))[:most]
