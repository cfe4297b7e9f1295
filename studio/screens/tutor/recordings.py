"""Behind the tutor's door: a trusted adult records what the studio asks, hears it, says it again; one voice for each register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instruments.microphone import LONGEST_SECONDS
from reflections import prompts
from reflections.records import REGISTERS
from studio.lesson import sentence
from studio.ui.nodes import Button, Card, Chips, Choice, Column, Icon, Node, Row, Space, Text, TextBox
from studio.voices.aloud import prompt_words
from studio.voices.voice import SAMPLE_BYTES, SAMPLES_A_SECOND, Voice
from studio.words import ENGLISH, languages, own_name, say

if TYPE_CHECKING:
    from reflections.records import PromptVoice
    from studio.screen import Tools

GROUPS = {
    "welcome": "N",
    "playing": "BTQ",
    "goals": "G",
    "back": "P",
    "together": "L",
    "help": "HEK",
    "small": "",  # whatever is left
}
NAME = 80
OPEN = frozenset({"starting", "listening", "stopping"})


def group_of(prompt: str) -> str:
    """Name the group a prompt is recorded in."""
    return next((name for name, firsts in GROUPS.items() if prompt[0] in firsts), "small")


class Recordings:
    """One prompt is recorded at a time. What is said and not kept goes when the tab or the door closes."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._lesson = tools.lesson
        self._voice = Voice(tools.engine, tools.folder, tools.background, tools.clock, tools.changed)
        self._register = REGISTERS[0]
        self._language = ENGLISH
        self._group = next(iter(GROUPS))
        self._prompt = ""  # what is recorded now
        self._who = ""
        self._kept: dict[tuple[str, str], PromptVoice] = {}
        self._heard = ""  # what is heard again of those that are kept
        self._until: float | None = None

    # -- coming and going ---------------------------------------------------------------------------------------------
    def read(self) -> None:
        """Read which are recorded."""
        language = self._language
        self._lesson.ask(lambda journal: journal.voices(language), self._know, "the recorded voices", whoever=True)

    def _know(self, voices: tuple[PromptVoice, ...]) -> None:
        self._kept = {(voice.prompt, voice.register): voice for voice in voices}
        self._tools.changed()

    def leave(self) -> None:
        """Nothing is recorded or heard any more."""
        self._let_go()
        self._hush()

    @property
    def listens(self) -> bool:
        """Whether somebody speaks or is heard here."""
        return self._voice.state in OPEN or self._voice.hearing or bool(self._heard)

    def told(self, event: object) -> None:
        """What was said is there, or there is no microphone."""
        self._voice.told(event)

    def update(self, now: float) -> None:
        """The meter, and the end of what is heard; nobody is recorded behind the veil."""
        self._voice.update(now)
        if self._tools.veiled():
            self._voice.cover()
            self._hush()
        if self._until is not None and now >= self._until:
            self._heard, self._until = "", None
            self._tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> Node:
        """What to record, one group at a time; each with what can be done with it."""
        shown = [prompt for prompt in prompts.fixed(self._register, self._language) if group_of(prompt) == self._group]
        done = sum((prompt, self._register) in self._kept for prompt in shown)
        return Column(
            Text(_said("why"), tone="text2"),
            self._choices(),
            Text(_said("done", n=done, all=len(shown)), style="label", tone="text2"),
            *[self._row(prompt) for prompt in shown],
            gap=12,
        )

    def _choices(self) -> Node:
        registers = tuple((each, say(f"look.register {each}"), None) for each in REGISTERS)
        spoken = tuple((each, own_name(each), None) for each in languages())
        groups = tuple((name, _said(f"group {name}"), None) for name in GROUPS)
        return Column(
            Row(
                Column(
                    Text(_said("words for"), style="label", tone="text2", weight=600),
                    Choice("voice-register", registers, self._register, self._speak_to, _said("words for")),
                    gap=8,
                    grow=1,
                ),
                Column(
                    TextBox(
                        "voice-who",
                        self._who,
                        self._is,
                        label=_said("whose"),
                        most=NAME,
                        placeholder=self._usual,
                    ),
                    grow=1,
                ),
                gap=16,
                align="end",
                wrap=True,
            ),
            Choice("voice-language", spoken, self._language, self._speak_in, "") if len(spoken) > 1 else None,
            Chips("voice-group", groups, frozenset({self._group}), self._to, 1),
            gap=12,
        )

    def _row(self, prompt: str) -> Node:
        kept = self._kept.get((prompt, self._register))
        words = Text(prompt_words(prompt, self._register, self._language), weight=600)
        if prompt == self._prompt and self._voice.state != "nothing":
            return Card(Column(words, self._recording(), gap=12), tone="soft", pad=12)
        when = f"{kept.made_at.astimezone():%d.%m.%Y}" if kept else ""
        state = _said("by", who=kept.by_role, day=when) if kept else _said("none")
        heard = self._heard == prompt
        return Card(
            Row(
                Column(words, Text(state, style="label", tone="text2"), gap=4, grow=1),
                Button(
                    f"hear-{prompt}",
                    _said("stop" if heard else "hear"),
                    self._hush if heard else lambda: self._hear(prompt),
                    icon="square" if heard else "volume-2",
                )
                if kept
                else None,
                Button(f"drop-{prompt}", "", lambda: self._drop(kept), icon="trash-2", kind="quiet", name=_said("drop"))
                if kept
                else None,
                Button(
                    f"record-{prompt}",
                    _said("again" if kept else "record"),
                    lambda: self._record(prompt),
                    icon="mic",
                ),
            ),
            pad=12,
        )

    def _recording(self) -> Node:
        voice = self._voice
        match voice.state:
            case "said":
                return Row(
                    Button(
                        "voice-hear",
                        _said("stop" if voice.hearing else "hear"),
                        voice.hear,
                        icon="square" if voice.hearing else "play",
                    ),
                    Button("voice-again", _said("again"), lambda: self._record(self._prompt), icon="rotate-ccw"),
                    Button("voice-no", _said("not this"), self._let_go, icon="x", kind="quiet"),
                    Space(),
                    Button("voice-keep", _said("keep"), self._keep, icon="check", kind="primary"),
                    wrap=True,
                )
            case "deaf":
                return Row(
                    Icon("mic-off", tone="accent"),
                    Text(voice.sentence, grow=1),
                    Button("voice-again", _said("again"), lambda: self._record(self._prompt), icon="rotate-ccw"),
                )
        on = voice.state == "listening"
        said = "quiet" if voice.too_quiet else "now" if on else "wait"
        left = _said("left", n=round(LONGEST_SECONDS - voice.seconds)) if on else ""
        return Row(
            Icon("mic", 28, "rec" if on else "text2"),
            Column(Text(_said(said)), Text(left, style="label", tone="text2") if left else None, gap=4, grow=1),
            Button("voice-stop", _said("stop"), voice.stop, icon="square", kind="primary"),
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    @property
    def _usual(self) -> str:
        name = self._lesson.house.tutor
        return _said("whose usual", name=name) if name else _said("whose tutor")

    def _is(self, who: str) -> None:
        self._who = who

    def _speak_to(self, register: str) -> None:
        self.leave()
        self._register = register
        self._tools.changed()

    def _speak_in(self, language: str) -> None:
        self.leave()
        self._language = language
        self.read()

    def _to(self, group: str) -> None:
        self.leave()
        self._group = group
        self._tools.changed()

    def _record(self, prompt: str) -> None:
        self._hush()
        self._prompt = prompt
        self._voice.start()
        self._tools.focus("voice-stop")

    def _let_go(self) -> None:
        self._voice.let_go()
        self._prompt = ""

    def _keep(self) -> None:
        prompt, register, language, sound = self._prompt, self._register, self._language, self._voice.sound
        who = self._who.strip() or self._usual

        def kept(voice: PromptVoice) -> None:
            del voice
            if self._prompt == prompt:
                self._let_go()
            self._tools.say(_said("kept"))
            self.read()
            self._tools.focus(f"hear-{prompt}")

        self._lesson.ask(
            lambda journal: journal.set_prompt_voice(prompt, register, sound, who, language=language),
            kept,
            "keep a recorded prompt",
            whoever=True,
        )

    def _drop(self, voice: PromptVoice | None) -> None:
        self._hush()
        if voice is not None:
            self._lesson.ask(
                lambda journal: journal.drop_prompt_voice(voice.id),
                lambda _gone: self.read(),
                "remove a recorded prompt",
                whoever=True,
            )

    def _hear(self, prompt: str) -> None:
        self.leave()
        self._heard = prompt
        register, language = self._register, self._language

        def read(found: PromptVoice | None) -> None:
            from instruments.microphone import voice_samples

            sound = found.sound if found else None
            self._tools.background.worker.put(
                lambda: voice_samples(sound or b""), lambda samples: self._sound(prompt, samples), self._broken, "hear"
            )

        self._lesson.ask(
            lambda journal: journal.prompt_voice(prompt, register, language), read, "hear a prompt", whoever=True
        )
        self._tools.changed()

    def _sound(self, prompt: str, samples: bytes) -> None:
        if self._heard == prompt:
            self._tools.engine.speak(samples)
            self._until = self._tools.clock() + len(samples) / SAMPLE_BYTES / SAMPLES_A_SECOND

    def _broken(self, error: Exception) -> None:
        self._heard = ""
        self._tools.say(sentence(error))

    def _hush(self) -> None:
        if self._heard:
            if self._until is not None:
                self._tools.engine.speak(None)
            self._heard, self._until = "", None
            self._tools.changed()


def _said(key: str, **filled: Any) -> str:
    return say(f"recordings.{key}", REGISTERS[0], **filled)
