"""Goals, and what a pupil says helps."""
