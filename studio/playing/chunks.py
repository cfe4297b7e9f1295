"""One recording on its way into the journal: what is played follows by the second, and nothing is left out or sent twice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.events import RATE, pack

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from instruments.capture import Capture
    from reflections import Journal


class Chunks:
    """The journal's row for one recording. `catch_up` and `let_go` run on the writer; a call that failed may be made again.

    `cursor` and `until` count along the capture; without `until` it goes on for as long as somebody plays. `only` is the number
    that one of several is heard as: nothing of the others is written.
    """

    def __init__(
        self,
        journal: Journal,
        capture: Capture,
        context: Mapping[str, Any],
        *,
        cursor: int,
        pupil: str | None = None,
        session: str | None = None,
        piece: str | None = None,
        also: Callable[[], dict[str, Any]] | None = None,
        only: int | None = None,
    ) -> None:
        self._journal = journal
        self._capture = capture
        self._context = dict(context)
        self._who = {"pupil": pupil, "session": session, "piece": piece}
        self._also = also  # what of the context has come since, with each chunk; asked on the writer
        self._decided: list[list[int]] = []  # spans of frames that takes hold by now
        self._only = only
        self._cursor = cursor
        self._seq = 0
        self._refused: tuple[bytes, float, int] | None = None  # a chunk whose writing failed, to be handed in alike
        self.row: str | None = None
        self.until: int | None = None
        self.over = False

    @property
    def nobodys(self) -> bool:
        """True until somebody has said that this is theirs."""
        return self._who["pupil"] is None

    def is_of(self, pupil: str, session: str | None) -> None:
        """Somebody says so now; `claim` has the journal know."""
        self._who = {**self._who, "pupil": pupil, "session": session}

    @property
    def behind(self) -> bool:
        """True while something was played that the journal has not."""
        return not self.over and (self._refused is not None or self._cursor < self._end)

    def ends(self, until: int) -> None:
        """Nothing from this cursor on is theirs; where an earlier end was told, that one holds."""
        if self.until is None:
            self.until = until

    @property
    def _end(self) -> int:
        played = self._capture.take_since(self._cursor)[1]
        return played if self.until is None else min(self.until, played)

    def catch_up(self) -> None:
        """Write what was played since the last time; raises what the journal raises, and can then be called again."""
        if self.over:
            return
        if self._refused is not None:
            self._hand_in(*self._refused)
        end = self._end
        events = self._capture.take_since(self._cursor)[0][: end - self._cursor]
        if self._only is not None:
            events = tuple(event for event in events if event.keyboard == self._only)
        if not events:
            self._cursor = max(self._cursor, end)
            return
        if self.row is None:
            self._context.setdefault("bar_one", events[0].frame)
            context = {**self._context, "decided": self._decided} if self._decided else self._context
            self.row = self._journal.begin_recording(context=context, **self._who)
        seconds = max(0.0, (events[-1].frame - self._context["bar_one"]) / RATE)
        self._hand_in(pack(events), seconds, end)

    def _hand_in(self, blob: bytes, seconds: float, end: int) -> None:
        assert self.row is not None
        self._refused = (blob, seconds, end)
        self._journal.take_chunk(self.row, self._seq, blob, seconds, self._also() if self._also else None)
        self._refused = None
        self._cursor = end
        self._seq += 1

    def claim(self) -> None:
        """Write whose it is into the row, should it have begun as nobody's."""
        if self.row is not None and self._who["pupil"] is not None:
            self._journal.claim_recording(self.row, self._who["pupil"], self._who["session"])

    def hold(self, span: tuple[int, int] | None) -> None:
        """A take holds these frames. Where the row has begun, `keep_take` has written so; else it will say so as it begins."""
        if span is not None:
            self._decided.append(list(span))

    def let_go(self) -> None:
        """Delete it from the journal; nothing is written to it any more."""
        self.over = True
        if self.row is not None:
            self._journal.end_recording(self.row, keep=False)
            self.row = None

    def became_a_take(self) -> None:
        """The take holds it now, and the journal's row went with that."""
        self.over, self.row = True, None

    def wait_for_next_time(self) -> None:
        """Write the rest; it is offered when the studio is opened again, or the pupil comes back."""
        self.catch_up()
        self.over = True
        if self.row is not None:
            self._journal.end_recording(self.row, keep=True)
