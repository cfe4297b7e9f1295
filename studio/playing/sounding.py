"""How the studio sounds: the settings' levels and output, as the engine is to have them, and how late this player hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.events import Cleared, Output, Trouble
from instruments.latency import Offset, keep_offset, kept_offset
from studio.settings import LEVELS
from studio.words import refused

if TYPE_CHECKING:
    from pathlib import Path

    from instruments import Engine
    from studio.playing.recording import Recorder
    from studio.settings import Settings

OFFSETS = "latency.json"
PLAYS_BY_ITSELF = ("backing", "click")


def apply_levels(engine: Engine, settings: Settings, before: Settings | None = None) -> None:
    """Tell the engine how loud each thing is; only what is not as `before`, where something was."""
    for kind, name in LEVELS.items():
        value = getattr(settings, name)
        if before is None or value != getattr(before, name):
            engine.level(kind, value)


def wanted_output(settings: Settings, asked: str | None = None) -> dict[str, Any]:
    """What `Engine` is to be made with: the output of the settings, or the one `asked` for just this time."""
    if asked:
        return {"output": asked, "period_frames": settings.period}
    return {"output": settings.output, "period_frames": settings.period, "device": settings.device}


class Sounding:
    """Lives on the main loop. `output` is what sounds now, None until the engine has said so."""

    def __init__(self, engine: Engine, recorder: Recorder, folder: Path, settings: Settings) -> None:
        self._engine, self._recorder, self._settings = engine, recorder, settings
        self._offsets = folder / OFFSETS
        self.output: Output | None = None
        self.trouble = ""  # why sound does not go where it was to go; empty where it does
        apply_levels(engine, settings)

    def told(self, event: object) -> None:
        """Another output has an offset of its own."""
        match event:
            case Output():
                self.output = event
                self._recorder.offset = self.offset.frames
            case Trouble(kind="output" | "choice"):
                self.trouble = refused(event.sentence)
            case Cleared(kind="output" | "choice"):
                self.trouble = ""
            case _:
                pass

    def follow(self, settings: Settings) -> None:
        """Sound as these settings say from now on; what is as it was is left alone."""
        before, self._settings = self._settings, settings
        apply_levels(self._engine, settings, before)
        if wanted_output(settings) != wanted_output(before):
            self._engine.sound_to(settings.output, settings.period, settings.device)

    def fade(self, share: float) -> None:
        """Let only so much of what plays by itself be heard, 1 all of it; at 0 it stops. The keys sound as ever."""
        if share <= 0:
            self._engine.stop()
        for kind in PLAYS_BY_ITSELF:
            self._engine.level(kind, getattr(self._settings, LEVELS[kind]) * share)

    @property
    def offset(self) -> Offset:
        """How late this player hears this output; of no frames where nobody has tapped yet."""
        return kept_offset(self.output, self._offsets)

    def keep(self, offset: Offset) -> None:
        """Place takes by this offset as long as this output sounds; OSError where it cannot be written."""
        if self.output is not None:
            keep_offset(offset, self.output, self._offsets)
            self._recorder.offset = offset.frames
