"""The progress conversation: what the pupil picked, one step at a time, and what is agreed written back at once."""

from reflections.conversation.agenda import Step, agenda, standing
from reflections.conversation.bringing import Brought, brought
from reflections.conversation.keeping import keep
from reflections.conversation.showing import shown

__all__ = ["Brought", "Step", "agenda", "brought", "keep", "shown", "standing"]
