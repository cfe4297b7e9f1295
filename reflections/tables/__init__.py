"""The journal's tables, one class each: shared ones (people, evidence) and those that stay on this computer.

Keys are UUIDv7. A CHECK states a fact of one row; rules across rows are the journal's. There is no UNIQUE but keys, so that
two journals can always be joined. The step in migrations/ that makes each table is frozen text; a test compares the two.
"""

from reflections.tables.aims import (
    EvidenceTag,
    ExternalMeasure,
    Goal,
    GoalWording,
    NoteOut,
    ShareEvent,
    Step,
    YouSaidWeDid,
)
from reflections.tables.base import Base, Moment, Row, Shared, new_id
from reflections.tables.here import (
    AskedRow,
    Audit,
    Draft,
    Drawing,
    JournalRow,
    Operation,
    Recording,
    Setting,
    TakeChunk,
)
from reflections.tables.meeting import Attendance, HelpFlag, Session, TutorNote
from reflections.tables.music import HiddenTitle, Marker, Piece, Take, TakePart, Version, VoiceLayer
from reflections.tables.people import BriefLine, Interest, NextStep, Place, Plan, Programme, ProgrammeMember, Pupil
from reflections.tables.said import PeerStem, Rating, Reflection, ScaleVersion, TakenBack, Task, ToolPick, TryNext

__all__ = [
    "AskedRow",
    "Attendance",
    "Audit",
    "Base",
    "BriefLine",
    "Draft",
    "Drawing",
    "EvidenceTag",
    "ExternalMeasure",
    "Goal",
    "GoalWording",
    "HelpFlag",
    "HiddenTitle",
    "Interest",
    "JournalRow",
    "Marker",
    "Moment",
    "NextStep",
    "NoteOut",
    "Operation",
    "PeerStem",
    "Piece",
    "Place",
    "Plan",
    "Programme",
    "ProgrammeMember",
    "Pupil",
    "Rating",
    "Recording",
    "Reflection",
    "Row",
    "ScaleVersion",
    "Session",
    "Setting",
    "ShareEvent",
    "Shared",
    "Step",
    "Take",
    "TakeChunk",
    "TakePart",
    "TakenBack",
    "Task",
    "ToolPick",
    "TryNext",
    "TutorNote",
    "Version",
    "VoiceLayer",
    "YouSaidWeDid",
    "new_id",
]
