"""How it sounds, behind the tutor's door: where sound goes and how quickly, how loud each thing is, and silence at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from instruments import RATE, Choice, ask_outputs
from instruments.events import Finished, Output, Position, Score
from studio.lesson import sentence
from studio.screen import Push
from studio.ui import nodes as n
from studio.words import options, refused, say

if TYPE_CHECKING:
    from studio.background import Job
    from studio.screen import Tools
    from studio.settings import Settings

LEVELS: Final = (
    ("keys", "piano"),
    ("backing", "music"),
    ("click", "timer"),
    ("count", "hand"),
)
STEP: Final = 0.1
PERIODS: Final = (64, 128, 256, 512, 1024)
MOST: Final = (1.0, 0.7, 0.5)
USUAL: Final = ("auto", "")
OF_THEIR_OWN: Final = frozenset({"jack", "null"})  # what has no device names
CHORDS: Final = ((0, (48, 64, 67)), (960, (45, 64, 69)), (1920, (41, 65, 69)), (2880, (43, 62, 67)))


@dataclass(frozen=True, slots=True)
class Way:
    """One way out for sound, as it is chosen here."""

    engine: str
    device: str
    name: str
    warning: str = ""

    @property
    def setting(self) -> tuple[str, str]:
        """What the settings keep of it."""
        return self.engine, self.device


def ways(found: tuple[Choice, ...], settings: Settings) -> tuple[Way, ...]:
    """What can be chosen: the usual output first, then each other one; what was chosen is there though it is pulled out."""
    usual = next((each for each in found if each.default), None)
    first = Way(
        *USUAL,
        say("tutor.the usual one device", device=usual.device) if usual else say("tutor.the usual one"),
        refused(usual.warning) if usual else "",
    )
    listed = {first.setting: first}
    for each in found:
        named = each.engine == "miniaudio"
        name = (
            each.device
            if named
            else say(f"tutor.output {each.engine}")
            if each.engine in OF_THEIR_OWN
            else say("tutor.device another way portaudio", device=each.device)
        )
        way = Way(each.engine, each.device if named else "", name, refused(each.warning))
        if not (named and each.default):  # that is the usual one
            listed.setdefault(way.setting, way)
    chosen = settings.output, settings.device
    if chosen not in listed and settings.device:
        listed[chosen] = Way(*chosen, say("tutor.device not there now", device=settings.device))
    return tuple(listed.values())


def sample() -> Score:
    """Four chords, so that what plays along, the click and the count-in can be heard against each other."""
    events = []
    for tick, chord in CHORDS:
        for pitch in chord:
            events += [(tick, 0, bytes((0x90, pitch, 80))), (tick + 900, 0, bytes((0x80, pitch, 64)))]
    return Score(tuple(sorted(events)), end=3840)


class SoundRoom:
    """A tab of the tutor's door. What is chosen sounds at once and is kept for the next start."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._found: tuple[Choice, ...] | None = None  # None while it is asked for
        self._trouble = ""
        self._job: Job | None = None
        self._before: Settings | None = None  # while an output is being opened: what sounded before
        self._playing = False

    # -- coming and going ---------------------------------------------------------------------------------------------
    def read(self) -> None:
        """Ask which outputs there are; it takes a moment, and a sound system that hangs is given up."""
        if self._job is None:
            self._found, self._trouble = None, ""
            worker = self.tools.background.worker
            self._job = worker.put(ask_outputs, self._know, self._not_known, "which outputs there are")
            self.tools.changed()

    def leave(self) -> None:
        """Silence; nobody waits for an answer any more."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        if self._playing:
            self.tools.engine.stop()
            self._playing = False

    def _know(self, found: tuple[Choice, ...]) -> None:
        self._job, self._found = None, found
        self.tools.changed()

    def _not_known(self, error: Exception) -> None:
        self._job, self._found, self._trouble = None, (), sentence(error)
        self.tools.changed()

    def told(self, event: object) -> None:
        """The chosen output is open, or another stands in; what was played to listen to has ended."""
        if isinstance(event, Output):
            self._before = None
            self.tools.changed()
        elif self._playing and (isinstance(event, Finished) or (isinstance(event, Position) and _over(event))):
            self._playing = False
            self.tools.changed()

    # -- what is shown ------------------------------------------------------------------------------------------------
    def node(self) -> n.Node:
        """Where sound goes, how loud it is, and how late it is heard."""
        return n.Column(n.Card(self._where()), n.Card(self._loudness()), n.Card(self._taps()), gap=16)

    def _where(self) -> n.Node:
        sounding = self.tools.sounding
        now = sounding.output.device if sounding.output else ""
        return n.Column(
            n.Text(say("tutor.where sound goes"), style="h2"),
            n.Text(say("tutor.now now", now=now) if now else say("tutor.nothing sounds yet"), tone="text2"),
            _note(sounding.trouble or self._trouble),
            n.Progress("opening", say("tutor.opening it"), None, cancel=self._as_before) if self._before else None,
            self._ways(),
            self._quickness(),
            gap=12,
        )

    def _ways(self) -> n.Node:
        if self._found is None:
            return n.Progress("looking", say("tutor.looking for outputs"), None)
        cards = [self._way(f"way-{at}", way) for at, way in enumerate(ways(self._found, self.tools.settings))]
        again = n.Button("look-again", say("tutor.look again"), self.read, icon="refresh-cw", kind="quiet")
        return n.Column(
            n.Grid(*cards, min_width=300, columns=1 if self.tools.theme().folds else None),
            n.Row(again, n.Space()),
            gap=8,
        )

    def _way(self, key: str, way: Way) -> n.Node:
        chosen = way.setting == (self.tools.settings.output, self.tools.settings.device)
        words = n.Column(
            n.Text(way.name, weight=600),
            n.Text(way.warning, style="label", tone="text2") if way.warning else None,
            gap=4,
            grow=1,
        )
        return n.Card(
            n.Row(
                n.Icon("check" if chosen else "volume-2", tone="accent" if chosen else "text2"), words, align="start"
            ),
            tone="soft" if chosen else "s2",
            selected=chosen,
            pad=12,
            key=key,
            label=f"{way.name}. {way.warning}".strip(". ") + (", chosen" if chosen else ""),
            do=partial(self._choose, way),
        )

    def _quickness(self) -> n.Node:
        settings, output = self.tools.settings, self.tools.sounding.output
        jack = output is not None and "jack" in output.backend
        words = say("tutor.period frames n ms", period=settings.period, n=f"{settings.period / RATE * 1000.0:.0f}")
        return n.Column(
            n.Text(say("tutor.quick or safe"), weight=600),
            n.Choice(
                "period",
                options("tutor.period", PERIODS),
                settings.period,
                self._set_period,
                say("tutor.quick or safe"),
                enabled=not jack,
            ),
            n.Text(say("tutor.jack decides this itself") if jack else words, style="label", tone="text2"),
            gap=8,
        )

    def _loudness(self) -> n.Node:
        settings = self.tools.settings
        most = min((value for value in MOST), key=lambda value: abs(value - settings.most))
        play = n.Button(
            "hear-levels",
            say("tutor.spoken stop") if self._playing else say("tutor.hear them"),
            self._hear,
            icon="square" if self._playing else "play",
        )
        hush = n.Button("silence", say("tutor.silence everything"), self._silence, icon="volume-x")
        return n.Column(
            n.Text(say("tutor.how loud"), style="h2"),
            *[self._level(name, say(f"tutor.level {name}"), icon) for name, icon in LEVELS],
            n.Text(say("tutor.never louder than"), weight=600),
            n.Choice(
                "most",
                options("tutor.sound most", MOST),
                most,
                lambda value: self._set(most=value),
                say("tutor.never louder than"),
            ),
            n.Text(say("tutor.for young ears"), style="label", tone="text2"),
            n.Row(play, hush, n.Space(), wrap=True),
            gap=12,
        )

    def _level(self, name: str, label: str, icon: str) -> n.Node:
        value = getattr(self.tools.settings, name)
        less, more = partial(self._louder, name, -STEP), partial(self._louder, name, STEP)
        return n.Row(
            n.Icon(icon, tone="text2"),
            n.Text(label, grow=1, weight=600),
            n.Button(
                f"{name}-less",
                "",
                less,
                icon="minus",
                name=say("tutor.label quieter", label=label),
                enabled=value > 0,
                repeat=True,
            ),
            n.Row(n.Text(f"{value:.0%}", align="center", wrap=False, grow=1), width=96),
            n.Button(
                f"{name}-more",
                "",
                more,
                icon="plus",
                name=say("tutor.label louder", label=label),
                enabled=value < 1,
                repeat=True,
            ),
        )

    def _taps(self) -> n.Node:
        offset = self.tools.sounding.offset
        known = (
            say("tutor.sentence takes are placed", sentence=offset.sentence)
            if offset.measured
            else say("tutor.nobody has tapped here")
        )
        return n.Column(
            n.Text(say("tutor.how late"), style="h2"),
            n.Text(say("tutor.what is played along"), tone="text2"),
            n.Text(known),
            n.Row(
                n.Button("taps", say("tutor.taps title"), lambda: self.tools.move(Push("taps")), icon="hand"), n.Space()
            ),
            gap=12,
        )

    # -- what is done -------------------------------------------------------------------------------------------------
    def _choose(self, way: Way) -> None:
        self._open(replace(self.tools.settings, output=way.engine, device=way.device))

    def _set_period(self, period: int) -> None:
        self._open(replace(self.tools.settings, period=period))

    def _open(self, wanted: Settings) -> None:
        """The engine opens it beside the loop, and says so with an `Output`; what is played meanwhile is kept."""
        settings = self.tools.settings
        if wanted != settings:
            self._before = self._before or settings
            self.tools.restyle(wanted)

    def _as_before(self) -> None:
        """It takes too long: back to what sounded."""
        if self._before is not None:
            before, self._before = self._before, None
            now = self.tools.settings
            self.tools.restyle(replace(now, output=before.output, device=before.device, period=before.period))

    def _louder(self, name: str, step: float) -> None:
        value = getattr(self.tools.settings, name) + step
        self._set(**{name: round(min(1.0, max(0.0, value)), 2)})

    def _set(self, **levels: float) -> None:
        self.tools.restyle(replace(self.tools.settings, **levels))  # type: ignore[arg-type]  # only levels come here

    def _hear(self) -> None:
        self._playing = not self._playing
        if self._playing:
            self.tools.engine.play(sample(), count_in=4, click=True)
        else:
            self.tools.engine.stop()
        self.tools.changed()

    def _silence(self) -> None:
        self._playing = False
        self.tools.engine.hush()
        self.tools.say(say("tutor.everything is silent"))


def _over(position: Position) -> bool:
    return position.state == "stopped"


def _note(words: str) -> n.Node | None:
    if not words:
        return None
    return n.Row(n.Icon("info", 20, "accent"), n.Column(n.Text(words), grow=1), gap=8, align="start")
