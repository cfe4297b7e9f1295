"""How reports say things: titles, limits, and the words for what the journal keeps."""

from __future__ import annotations

TITLES = {
    "end": "End of programme", "plan": "For a learning plan", "award": "Folder for an arts award",
    "note": "Note for school", "funder": "Summary for a funder",
}  # fmt: skip
MEASURES = {
    "participation": "Joining in", "engagement": "Getting into it", "confidence": "Feeling sure",
    "communication": "Saying it", "motivation": "Wanting to", "achievement": "Doing it",
    "leadership": "Leading and helping", "ambition": "Looking ahead",
}  # fmt: skip
SET_BY = {
    "pupil": "Set by the pupil", "together": "Set by pupil and tutor together", "school": "Set by school",
    "carer": "Set by the carer", "social worker": "Set by the social worker", "tutor": "Set by the tutor",
}  # fmt: skip
WE_DID = {"did": "Done", "not yet": "Not yet", "can't": "Can't be"}
ADULTS = "What adults think"
NOTHING = "Nothing is kept for this yet."
CUT = "The rest stands in the journal."
LIMITS = (
    "Ratings are one person's own; small changes may be chance, and there is no comparison group. "
    "A change of a goal is called bigger only from 3 points and 3 answers on."
)
GROUP_LIMITS = (
    "Counts only: no names, no words of anyone, no averages of what pupils said. A figure is about five pupils at least; "
    "what is or would tell of fewer, be it of nobody, is not told. There is no comparison group."
)
HELD_BACK = "not told (fewer than five pupils)"
FIGURES = {
    "planned": "Sessions planned", "held": "Sessions held", "minutes": "Hours of sessions held",
    "came": "Times a pupil came", "finished": "Pieces finished", "reached": "Goals reached",
}  # fmt: skip
