"""The words that stand in records and tables alike, and the wall time of a moment."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
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
GOAL_STATES = ("wish", "active", "reached", "parked", "let go")
RAISERS = ("pupil", "adult")
LIVE_GOALS = 3
ALIAS_LENGTH = 24


def local(moment: datetime, zone: str) -> datetime:
    """Turn a UTC moment into the wall time of `zone` ("Europe/London" or "+01:00"; "" is UTC)."""
    if zone[:1] in {"+", "-"}:
        hours, _, minutes = zone[1:].partition(":")
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        return moment.astimezone(timezone(offset if zone[0] == "+" else -offset))
    return moment.astimezone(ZoneInfo(zone or "UTC"))
