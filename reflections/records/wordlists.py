"""The words that stand in records and tables alike, and the wall time of a moment."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

AGE_BANDS = ("7-9", "10-12", "13-15", "16+")
REGISTERS = ("7-12", "13 up")
SIGN_INS = ("pictures", "riff")
SESSION_MODES = ("one-to-one", "group")
ATTENDANCES = ("came", "came for part", "could not come", "chose not to", "cancelled by us")
ROLES = ("leader", "helper", "player", "words", "listener", "recordist")
PROGRAMME_STATES = ("draft", "active", "ended", "moved")
PIECE_KINDS = ("tune", "song", "groove", "own", "file")
CHOOSERS = ("pupil", "together", "tutor")
PLAYERS = ("pupil", "tutor", "guest", "app")
ORIGINS = ("recorded", "kept from capture", "found after a crash", "came from a file")
TAKE_MODES = ("waits", "with", "just", "free")
HELPS = ("", "one key", "chord note", "melody", "all")
HANDS = ("", "left", "right", "both")
MARKED_BY = ("pupil", "tutor")
MARKER_KINDS = ("that bit", "words")
MEASURES = (
    "participation", "engagement", "confidence", "communication",
    "motivation", "achievement", "leadership", "ambition",
)  # fmt: skip
RATERS = ("pupil", "tutor", "school", "carer")
MOMENTS = ("before", "after", "review", "looking back")
ANSWERS = ("given", "don't know", "rather not", "not asked")
CONSTRUCTS = ("sure", "close")
VOICES = ("music", "character", "me")
SAID_BY = ("tap", "keys", "voice", "typed", "scribed")
AUDIENCES = ("tutor", "group", "school", "chosen")
AREAS = ("music", "me", "with others", "future")
SET_BY = ("pupil", "together", "school", "carer", "social worker", "tutor")
GOAL_ANSWERS = {"why": "G2", "first_step": "G3", "know_by": "G4"}  # what is said of a goal, and the prompt it answers
GOAL_STATES = ("wish", "active", "reached", "parked", "let go")
OUTCOMES = (
    "tried something new", "sure of myself", "coped with a change", "handled a feeling", "less alone",
    "worked with others", "said what I think", "know what I can do", "getting better", "know what I want", "got help",
)  # fmt: skip
PURPOSES = ("feelings", "skills", "communicate", "issues", "agency")
ENGAGEMENT_AREAS = ("exploration", "realisation", "anticipation", "persistence", "initiation")
SIDES = ("school", "social care", "home", "pupil")
BRIEF_KINDS = ("interest", "helps", "avoid", "communication", "target")
WE_DID = ("did", "not yet", "can't")
ENDINGS = ("planned", "unplanned", "moved")
INTERESTS = ("song", "artist", "style", "sound")
SHARED = ("a page", "a sound", "a pack", "a card", "a report")  # that leave as files
AWARD_PARTS = ("made", "found out", "moved by", "passed on")  # of a folder for an arts award, in its order
REPORTS = ("end", "plan", "award", "note")  # about one pupil; the funder's is about five at least
SHARE_BASES = ("pupil yes", "public task", "safeguarding")
TAKES_BACK = ("reflection", "rating", "try_next", "tool_pick", "marker", "interest")
RAISERS = ("pupil", "adult")
LIVE_GOALS = 3
ALIAS_LENGTH = 24
TALKED_ABOUT = 2  # measures at a review
PICKED = 3  # things the pupil brings to one
FEWEST_IN_A_GROUP = 5  # for a figure about them
GROUP_SIZES = range(2, 7)  # of those who play together
BRIEF_WORDS = 140


def local(moment: datetime, zone: str) -> datetime:
    """Turn a UTC moment into the wall time of `zone` ("Europe/London" or "+01:00"; "" is UTC).

    A zone that this computer does not know, as another laptop may have written one, is UTC: the hour may be off, never the page.
    """
    try:
        return moment.astimezone(_zone(zone))
    except (KeyError, ValueError, OSError, OverflowError):
        return moment.astimezone(UTC)


def _zone(zone: str) -> tzinfo:
    if zone[:1] in {"+", "-"}:
        hours, _, minutes = zone[1:].partition(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return timezone(offset if zone[0] == "+" else -offset)
    return ZoneInfo(zone or "UTC")
