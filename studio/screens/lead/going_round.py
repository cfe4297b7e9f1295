"""The piece goes round while one of them is at the side: whoever has keys plays along, and nothing of it becomes a take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.music.score import to_score

if TYPE_CHECKING:
    from studio.ensemble.parts import Whole
    from studio.lesson.band import Band
    from studio.screens.lead.room import Lead


class GoingRound:
    """`on` from `begin` until `stop`, or until something else is played."""

    def __init__(self, screen: Lead) -> None:
        self._screen = screen
        self.on = False

    def begin(self, aside: str = "") -> None:
        """Round and round, without what the others play themselves; the part of whoever goes `aside` is played for them."""
        screen, band = self._screen, self._screen.band
        if band is None:
            return
        last = screen.take.last
        given = last.given(band) if last is not None else band
        whole = screen.stage.whole if given is band or given is None else given.whole  # another piece is on the stand
        muted = _played_by_hand(band, whole, aside)
        if self.on:
            screen.engine.mute(muted)
        else:
            bars = [bar.n for bar in whole.piece.bars() if bar.n > 0]
            score = to_score(whole.piece, bars=(bars[0], bars[-1]) if bars else None)
            silent = len(muted) == len(whole.piece.parts)  # there is a beat at least
            screen.engine.play(score, speed=screen.stage.speed, muted=muted, click=silent)
            self.on = True
        screen.tools.changed()

    def stop(self) -> None:
        """Silence, where this is what sounds."""
        if self.on:
            self.on = False
            self._screen.engine.stop()
            self._screen.tools.changed()


def _played_by_hand(band: Band, whole: Whole, aside: str) -> frozenset[int]:
    away = {player.id for player in band.seating.waiting} | {aside}
    here = {player.id for player in band.players} - away
    return frozenset(n for player, n in whole.of.items() if player in here and band.seating.zone(player) is not None)
