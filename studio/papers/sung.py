"""The voice over a version, as far as a copy may hold it: laid over its sound anew each time, so that no shelf keeps a voice."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from instruments.events import RATE

if TYPE_CHECKING:
    from instruments.synth import Audio
    from reflections.journal import Journal


@dataclass(frozen=True, slots=True)
class Sung:
    """What was sung over a version, each from its first tick on (MP3), and how loud, 0..1."""

    sounds: tuple[bytes, ...] = field(repr=False)
    level: float

    def over(self, audio: Audio) -> Audio:
        """Return the music with the voice over it, as loud as the studio has the two."""
        from instruments import render
        from studio.voices import over_song

        return render.with_voice(audio, over_song.together(self.sounds, len(audio) / RATE), self.level)


def of(journal: Journal, version: str, content: bytes, pupil: str, copy_for: str) -> dict[str, Sung]:
    """Read the voice over one version that a copy of this pupil's may hold, by the version's id; nothing where none is heard."""
    sounds = journal.voices_to_hear(version, pupil, copy_for)
    if not sounds:
        return {}
    from studio.music.song import voice
    from studio.music.song.kept import opened

    level = voice.level(opened(content).song)
    return {version: Sung(sounds, level)} if level else {}
