"""The voice of the operating system, in a process of its own: words go in, a sound comes out; one that hangs is ended.

Windows speaks through SAPI (by comtypes), macOS through its own `say`, Linux through eSpeak NG. A library over all three, pyttsx3,
was tried: it hangs when it is asked twice in one process, cuts what eSpeak says, and needs some 170 packages on macOS. Each process says
one thing, and the next one is started ahead. Nothing sounds here: the words become a file that is read, wiped and heard through
the engine, like any voice; so they stop at once, and no list of processes shows them.
"""

from __future__ import annotations

import importlib
import json
import locale
import os
import secrets
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

from studio import again
from studio.ui.bidi import UNSEEN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Speak = Callable[[str, str, str], bool]

READY, DUMB, NO_VOICE = "ready", "dumb", "no voice"
WORDS_A_MINUTE = 150  # eSpeak's and Apple's own 175 to 200 is faster than a child follows
MOST_LETTERS = 600
GIVE_UP_SECONDS = 8.0  # the first word on Windows has to make its bindings
ENGLISH = "en"
MAC_SAY = "/usr/bin/say"
ENDING_SECONDS = 2.0
CREATE_FOR_WRITE, NOT_XML, SAPI_RATE = (
    3,
    16,
    -1,
)  # SAPI: SSFMCreateForWrite, SVSFIsNotXML; -10..10, 0 is about 180 words a minute


@dataclass(frozen=True, slots=True)
class Said:
    """What came of one order: samples as `Engine.speak` takes them; none and no sentence where it was ended or broke."""

    order: int
    samples: bytes = b""
    missing: bool = False  # there is no voice for this language


@dataclass(frozen=True, slots=True)
class _Order:
    number: int
    words: str
    language: str


class OsVoice:
    """Says one thing at a time; a later order gives up the one before. All calls are the main loop's and return at once."""

    def __init__(
        self, folder: Path, clock: Callable[[], float], start: Callable[[], subprocess.Popen[str]] | None = None
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._start = start or start_process
        self._orders: SimpleQueue[_Order | None] = SimpleQueue()
        self._answers: SimpleQueue[Said] = SimpleQueue()
        self._thread: Thread | None = None
        self._child: subprocess.Popen[str] | None = None
        self._wanted = 0
        self._since: float | None = None
        self._closed = False

    def warm(self) -> None:
        """Start the process ahead, so that the first word does not wait for it."""
        if self._thread is None and not self._closed:
            self._thread = Thread(target=self._work, name="speech", daemon=True)
            self._thread.start()

    def say(self, words: str, language: str = ENGLISH) -> int:
        """Make a sound of some words; `answer` has it soon. Returns the number of the order."""
        self.warm()
        self._wanted += 1
        self._since = self._clock()
        said = "".join(letter for letter in words if letter not in UNSEEN)  # a mark of direction is nothing to say
        self._orders.put(_Order(self._wanted, said[:MOST_LETTERS], language))
        return self._wanted

    def give_up(self) -> None:
        """Nobody wants to hear it any more."""
        self._wanted += 1
        self._since = None

    def answer(self) -> Said | None:
        """What came of the latest order, once. One that takes too long is ended, and was nothing."""
        try:
            while True:
                said = self._answers.get_nowait()
                if said.order == self._wanted:
                    self._since = None
                    return said
        except Empty:
            pass
        if self._since is not None and self._clock() - self._since > GIVE_UP_SECONDS:
            self._since = None
            _end(self._child)
        return None

    def close(self) -> None:
        """End the process; what it was saying is gone."""
        self._closed = True
        self._wanted += 1
        self._orders.put(None)
        _end(self._child)
        if self._thread is not None:
            self._thread.join(ENDING_SECONDS)

    # -- beside the main loop -----------------------------------------------------------------------------------------
    def _work(self) -> None:
        self._ahead()
        while (order := self._orders.get()) is not None:
            if order.number == self._wanted:
                self._answers.put(self._obey(order))
                if not self._closed:
                    self._ahead()
        child, self._child = self._child, None
        _end(child)

    def _ahead(self) -> None:
        """One process a word, and the next one waits already."""
        child, self._child = self._child, None
        _end(child)
        try:
            self._child = self._start()
        except OSError:
            self._child = None

    def _obey(self, order: _Order) -> Said:
        from instruments.microphone import voice_samples
        from studio.voices import voice

        child = self._child
        if child is None or child.stdin is None or child.stdout is None:
            return Said(order.number, missing=True)
        folder = self._folder / voice.FOLDER  # what a crash leaves there is wiped at the next start
        path = folder / f"{secrets.token_hex(8)}.wav"
        try:
            if child.stdout.readline().strip() == DUMB:
                return Said(order.number, missing=True)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            child.stdin.write(json.dumps({"words": order.words, "language": order.language, "path": str(path)}) + "\n")
            child.stdin.flush()
            if child.stdout.readline().strip() == NO_VOICE:
                return Said(order.number, missing=True)
            if child.wait(ENDING_SECONDS) != 0:
                return Said(order.number)
            return Said(order.number, voice_samples(path.read_bytes()))
        except Exception:  # noqa: BLE001 - whatever a voice does, the lesson goes on without it
            return Said(order.number)
        finally:
            voice.wipe(path)


def start_process() -> subprocess.Popen[str]:
    """Start a process that says one thing. OSError where none starts."""
    return subprocess.Popen(  # noqa: S603  our own program, no word of it from outside
        again.command("studio.voices.speech"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        encoding="utf-8",
    )


def _end(child: subprocess.Popen[str] | None) -> None:
    if child is None:
        return
    child.kill()
    child.wait(ENDING_SECONDS)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


# -- the process itself -----------------------------------------------------------------------------------------------
def main() -> None:
    """Say whether there is a voice; then take one order, make its file, and end."""
    tell = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # what a voice prints is no answer
    speak = {"win32": windows_voice, "darwin": mac_voice}.get(sys.platform, espeak_voice)()
    print(DUMB if speak is None else READY, file=tell)
    order = sys.stdin.readline()
    if speak is not None and order:
        asked = json.loads(order)
        if not speak(asked["words"], asked["language"], asked["path"]):
            print(NO_VOICE, file=tell)


def espeak_voice() -> Speak | None:
    """The voice of eSpeak NG, or of the eSpeak before it; None where neither is installed."""
    program = shutil.which("espeak-ng") or shutil.which("espeak")
    if program is None:
        return None

    def speak(words: str, language: str, path: str) -> bool:
        spoken = "en-gb" if language == ENGLISH else language
        listed = _told([program, f"--voices={spoken.partition('-')[0]}"])
        if len(listed) < 2:  # noqa: PLR2004 - the first line is the heading
            return False
        return _become([program, "-v", spoken, "-s", str(WORDS_A_MINUTE), "-w", path, "--stdin"], words)

    return speak


def mac_voice() -> Speak | None:
    """The voice of macOS; None where its program is not there."""
    if not Path(MAC_SAY).exists():
        return None

    def speak(words: str, language: str, path: str) -> bool:
        chosen = fitting(language, mac_voices(_told([MAC_SAY, "-v", "?"])))
        if chosen is None:
            return False
        how = ["--file-format=WAVE", "--data-format=LEI16@22050", "-r", str(WORDS_A_MINUTE), "-f", "-"]
        return _become([MAC_SAY, "-v", chosen, "-o", path, *how], words)

    return speak


def mac_voices(listed: list[str]) -> list[tuple[str, str]]:
    """Read what `say -v ?` lists, "Daniel (Enhanced)   en_GB    # Hello!": each voice's name and language."""
    cut = (line.partition("#")[0].rstrip().rpartition(" ") for line in listed)
    return [(name.rstrip(), language) for name, _, language in cut if name.strip()]


def windows_voice() -> Speak | None:
    """The voice of Windows; None where comtypes or every voice is missing."""
    try:
        client: Any = importlib.import_module("comtypes.client")
        voice = client.CreateObject("SAPI.SpVoice")
        tokens = list(voice.GetVoices())
    except Exception:  # noqa: BLE001 - COM raises its own; there is no voice then
        return None
    if not tokens:
        return None

    def speak(words: str, language: str, path: str) -> bool:
        known = [(str(n), windows_language(token.GetAttribute("Language"))) for n, token in enumerate(tokens)]
        chosen = fitting(language, known)
        if chosen is None:
            return False
        stream = client.CreateObject("SAPI.SpFileStream")
        stream.Open(path, CREATE_FOR_WRITE)
        voice.Voice, voice.Rate, voice.AudioOutputStream = tokens[int(chosen)], SAPI_RATE, stream
        voice.Speak(words, NOT_XML)
        stream.Close()
        return True

    return speak


def windows_language(attribute: str) -> str:
    """Read the languages of a voice, "809;9" (hexadecimal, the first one counts), as "en_GB"; "" for one nobody knows."""
    try:
        return locale.windows_locale.get(int(attribute.partition(";")[0], 16), "")
    except ValueError:
        return ""


def fitting(language: str, voices: Sequence[tuple[str, str]]) -> str | None:
    """Choose of (voice, language) one that speaks a language, British for English; None rather than a wrong one."""
    wanted = [language.lower(), "en-gb" if language == ENGLISH else language.lower()]
    spoken = [(each, found.replace("_", "-").lower()) for each, found in voices]
    near = [each for each, found in spoken if found in wanted]
    able = [each for each, found in spoken if found.partition("-")[0] == wanted[0].partition("-")[0]]
    return next(iter([*near, *able]), None)


def _told(command: list[str]) -> list[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.splitlines()  # noqa: S603 - only the computer's own voices are asked


def _become(command: list[str], words: str) -> bool:
    """Become that program, with the words as what it reads: ending this process ends it too."""
    read, write = os.pipe()
    os.write(write, words.encode())
    os.close(write)
    os.dup2(read, 0)
    os.execv(command[0], command)  # noqa: S606 - only a voice of the computer becomes this process


if __name__ == "__main__":
    main()
