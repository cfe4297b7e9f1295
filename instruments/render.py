"""Turns a score into sound offline, faster than it plays, and sound into files."""

import io
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from instruments.errors import Cancelled
from instruments.events import RATE, Score
from instruments.mixer import Clicks
from instruments.schedule import Player
from instruments.sounds import sound
from instruments.synth import CHANNELS, Audio, open_synth
from instruments.tempo import TempoMap

_BLOCK: Final = 4096  # split where something is due, so the length of a block is not heard
_TAIL_SECONDS: Final = 4.0  # at most so long the last notes may ring on
_QUIET: Final = 1e-4  # -80 dBFS
_PEAK: Final = 0.89  # -1 dBFS
_ASK_EVERY: Final = RATE // 2
_BACKING: Final = 0.8  # the engine plays a score so loud, and a voice at its full
_PIECE: Final = RATE * 2  # frames encoded at once


def render(
    score: Score,
    *,
    sounds: tuple[str, ...] | None = None,
    rate: int = RATE,
    progress: Callable[[float], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    muted: frozenset[int] = frozenset(),
    speed: float = 1.0,
    click: bool = False,
    synth: str = "auto",
    fonts: tuple[str, ...] = (),
) -> Audio:
    """Return the score as float32 (frames, 2) between -1 and 1, turned down where it would be too loud.

    `sounds` overrides the score's, one id a part; `progress` gets 0 to 1 and `cancelled` is asked about twice a rendered second.
    Loops and gates are not heard. Raises Cancelled, and NoSynth where nothing can sound.
    """
    _have_own_sounds(sounds or score.sounds)
    voice = open_synth(synth, rate, fonts)
    try:
        for part, sound_id in enumerate((sounds or score.sounds)[:CHANNELS]):
            voice.sound(part, sound(sound_id))
        player = Player(_straight(score), speed=speed, click=click, muted=muted, rate=rate)
        length = round(TempoMap(score).seconds(score.end) * rate / speed)
        out: Audio = np.zeros((length + round(_TAIL_SECONDS * rate), 2), np.float32)
        clicks, asked = Clicks(rate), 0
        for start in range(0, len(out), _BLOCK):
            block = out[start : start + _BLOCK]
            due, struck = player.advance(len(block))
            done = 0
            for offset, part, message in due:
                if offset > done:
                    voice.render(block[done:offset])
                    done = offset
                voice.message(part % CHANNELS, message)
            voice.render(block[done:])
            for offset, stress, counting in struck:
                clicks.start(offset, stress=stress, counting=counting)
            clicks.mix(block, 0.7, 0.7)
            if start >= length + _ASK_EVERY and _silent(out[start - _ASK_EVERY : start]):
                out = out[:start]
                break
            if start - asked >= _ASK_EVERY:
                asked = start
                _report(start / len(out), progress, cancelled)
    finally:
        voice.close()
    _report(1.0, progress, None)
    return _within(out)


def with_voice(audio: Audio, voice: bytes, level: float) -> Audio:
    """Return the sound with a voice over it from its first frame on (16-bit PCM, 48 kHz, mono), as loud as the engine has the two."""
    spoken = np.frombuffer(voice, "<i2").astype(np.float32)[:, None] * np.float32(level / _BACKING / 32768)
    out: Audio = np.zeros((max(len(audio), len(spoken)), 2), np.float32)
    out[: len(audio)] = audio
    out[: len(spoken)] += spoken
    return _within(out)


def _have_own_sounds(sounds: tuple[str, ...]) -> None:
    """Make our own sounds where the score asks for one and no engine has made them yet; where they cannot be kept, others stand in."""
    if any(sound(each).own is not None for each in sounds):
        from instruments import own

        with suppress(OSError):
            own.make()


def _straight(score: Score) -> Score:
    return replace(score, loop=None, gates=())


def _report(done: float, progress: Callable[[float], None] | None, cancelled: Callable[[], bool] | None) -> None:
    if cancelled is not None and cancelled():
        raise Cancelled("Stopped before the sound was made.")
    if progress is not None:
        progress(done)


def _silent(audio: Audio) -> bool:
    return len(audio) > 0 and float(np.abs(audio).max()) < _QUIET


def _within(audio: Audio) -> Audio:
    peak = float(np.abs(audio).max()) if len(audio) else 0.0
    return audio if peak <= _PEAK else audio * np.float32(_PEAK / peak)


def to_wav(audio: Audio, path: str | Path, rate: int = RATE) -> None:
    """Write float32 (frames, 2) as 16-bit PCM; OSError where it cannot be written."""
    import soundfile

    try:
        soundfile.write(str(path), audio, rate, subtype="PCM_16", format="WAV")
    except soundfile.LibsndfileError as error:
        raise OSError(f"{path} cannot be written.") from error


def to_mp3_bytes(
    audio: Audio, rate: int = RATE, cancelled: Callable[[], bool] | None = None, compression: float = 0.75
) -> bytes:
    """Return float32 (frames, 1 or 2) as an MP3 file's bytes (variable bit rate, about 100 kbit/s). Raises Cancelled."""
    how = {"format": "MP3", "subtype": "MPEG_LAYER_III", "bitrate_mode": "VARIABLE"}
    return _encoded(audio, rate, cancelled, **how, compression_level=compression)


def to_ogg_bytes(audio: Audio, rate: int = RATE, cancelled: Callable[[], bool] | None = None) -> bytes:
    """Return float32 (frames, 2) as an Ogg Vorbis file's bytes (about 100 kbit/s). Raises Cancelled."""
    return _encoded(audio, rate, cancelled, format="OGG", subtype="VORBIS", compression_level=0.6)


def _encoded(audio: Audio, rate: int, cancelled: Callable[[], bool] | None, **how: str | float) -> bytes:
    """Encode in pieces: given all at once, libsndfile's Vorbis overflows its stack after some minutes of sound."""
    import soundfile

    buffer = io.BytesIO()
    with soundfile.SoundFile(buffer, "w", rate, audio.shape[1], **how) as file:
        for start in range(0, len(audio), _PIECE):
            _report(0.0, None, cancelled)
            file.write(audio[start : start + _PIECE])
    return buffer.getvalue()
