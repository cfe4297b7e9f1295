"""What of the recordings that never became a take is still to be decided: notes that a take holds are left out. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from instruments.capture import Capture
from instruments.events import RATE, NoteOn, pack, unpack
from studio.playing.made import found
from studio.playing.unkept import TAIL, outside, unkept

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from instruments.events import Played
    from reflections import records
    from studio.playing.made import Made
    from studio.playing.unkept import Span


VOICE = "voice"
"""The kind of a recording that holds no keys, but a voice over a song: its song looks for it when it is opened."""


def of_keys(items: Iterable[records.Unfinished]) -> tuple[records.Unfinished, ...]:
    """Return those in which keys were played."""
    return tuple(item for item in items if item.context.get("kind") != VOICE)


def still_open(items: Sequence[records.Unfinished]) -> tuple[records.Unfinished, ...]:
    """Return what is offered, each note once: what was heard during a take that is offered too is offered with that take."""
    takes = [item for item in items if item.context.get("kind") == "take"]
    left = []
    for item in items:
        beside = [span_of(take) for take in takes if take.id != item.id and are_of_one_run(item, take)]
        events = _outside(item, [*_decided(item), *beside] if is_heard(item) else ())
        if _notes(events):
            left.append(_with(item, events))
    return tuple(left)


def spent(items: Iterable[records.Unfinished]) -> tuple[str, ...]:
    """Return the ids of those with no note in them that is still to be decided: they may go."""
    return tuple(item.id for item in items if not _notes(_outside(item, _decided(item))))


def heard_beside(item: records.Unfinished, items: Iterable[records.Unfinished]) -> tuple[str, ...]:
    """Return the ids of the recordings that heard the notes of this take too."""
    return tuple(other.id for other in items if is_heard(other) and other.id != item.id and are_of_one_run(item, other))


def heard_with(made: Made, item: records.Unfinished, items: Iterable[records.Unfinished]) -> tuple[str, ...]:
    """Return the ids of the recordings that hold the notes of a take found in `item` and stay when it is kept."""
    return (*(() if made.whole else (item.id,)), *heard_beside(item, items))


def span_of(take: records.Unfinished) -> Span:
    """Return the frames that a take holds."""
    events = unpack(take.chunks)
    start: Any = take.context.get("start", events[0].frame)
    return int(start), events[-1].frame + TAIL


def phrases_in(item: records.Unfinished) -> tuple[Made, ...]:
    """Return what was only heard phrase by phrase, the latest first, each as the take that it would be.

    A key that was pressed in passing is there only where nothing else is.
    """
    capture = Capture()
    capture.append(unpack(item.chunks))
    heard = capture.phrases()
    offered = unkept(heard, (), 0, capture.cut) or tuple(replace(one, end=one.end + TAIL) for one in heard)
    phrases = (_as_made(item, capture.cut(one.start, one.end), one.start) for one in reversed(offered))
    return tuple(phrase for phrase in phrases if phrase is not None)


def _as_made(item: records.Unfinished, events: tuple[Played, ...], start: int) -> Made | None:
    made = found(events, {**item.context, "bar_one": start, "start": start}, item.piece, item.id)
    first: Any = item.context.get("first", start)
    later = timedelta(seconds=(start - int(first)) / RATE)
    return made and replace(made, whole=False, made_at=item.began + later, session=item.session)


def is_heard(item: records.Unfinished) -> bool:
    """Whether it is what was only heard, and no take."""
    return item.context.get("kind") == "heard"


def are_of_one_run(one: records.Unfinished, other: records.Unfinished) -> bool:
    """Whether their frames count from the same start of the studio; only then do they compare."""
    run = one.context.get("run")
    return run is not None and run == other.context.get("run")


def _decided(item: records.Unfinished) -> list[Span]:
    spans: Any = item.context.get("decided", ())
    return [(int(start), int(end)) for start, end in spans]


def _outside(item: records.Unfinished, spans: Sequence[Span]) -> tuple[Played, ...]:
    events = unpack(item.chunks)
    if not events or not spans:
        return events
    capture = Capture()
    capture.append(events)
    cuts = (capture.cut(*span) for span in outside((events[0].frame, events[-1].frame + TAIL), spans))
    return tuple(event for cut in cuts if _notes(cut) for event in cut)


def _with(item: records.Unfinished, events: tuple[Played, ...]) -> records.Unfinished:
    """The same recording with these events only; what was heard begins with its first note."""
    context = dict(item.context)
    if is_heard(item):
        context.setdefault("first", context.get("bar_one", events[0].frame))
        context["bar_one"] = next(event.frame for event in events if isinstance(event, NoteOn))
    return replace(item, chunks=pack(events), context=context)


def _notes(events: Iterable[Played]) -> int:
    return sum(isinstance(event, NoteOn) for event in events)
