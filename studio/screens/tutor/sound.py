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

if TYPE_CHECKING:
    from studio.background import Job
    from studio.screen import Tools
    from studio.settings import Settings

LEVELS: Final = (
    ("keys", "Keys", "piano"),
    ("backing", "What plays along", "music"),
    ("click", "Click", "timer"),
    ("count", "Count-in", "hand"),
)
STEP: Final = 0.1
PERIODS: Final = ((64, "Quickest"), (128, "Quicker"), (256, "As usual"), (512, "Safer"), (1024, "Safest"))
MOST: Final = ((1.0, "All there is"), (0.7, "Softer"), (0.5, "Softest"))
USUAL: Final = ("auto", "")
OF_THEIR_OWN: Final = {"jack": "JACK", "null": "Nowhere: no sound at all"}  # what has no device names
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
    first = Way(*USUAL, f"The usual one: {usual.device}" if usual else "The usual one", usual.warning if usual else "")
    listed = {first.setting: first}
    for each in found:
        named = each.engine == "miniaudio"
        name = each.device if named else OF_THEIR_OWN.get(each.engine, f"{each.device}, another way (PortAudio)")
        way = Way(each.engine, each.device if named else "", name, each.warning)
        if not (named and each.default):  # that is the usual one
            listed.setdefault(way.setting, way)
    chosen = settings.output, settings.device
    if chosen not in listed and settings.device:
        listed[chosen] = Way(*chosen, f"{settings.device}, not there now")
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
            n.Text("Where sound goes", style="h2"),
            n.Text(f"Now: {now}." if now else "Nothing sounds yet.", tone="text2"),
            _note(sounding.trouble or self._trouble),
            n.Progress("opening", "Opening it", None, cancel=self._as_before) if self._before else None,
            self._ways(),
            self._quickness(),
            gap=12,
        )

    def _ways(self) -> n.Node:
        if self._found is None:
            return n.Progress("looking", "Looking for outputs", None)
        cards = [self._way(f"way-{at}", way) for at, way in enumerate(ways(self._found, self.tools.settings))]
        again = n.Button("look-again", "Look again", self.read, icon="refresh-cw", kind="quiet")
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
        words = f"{settings.period} frames, {settings.period / RATE * 1e3:.0f} ms. Crackles? Go safer. Keys feel late? Go quicker."
        return n.Column(
            n.Text("Quick or safe", weight=600),
            n.Choice("period", PERIODS, settings.period, self._set_period, "Quick or safe", enabled=not jack),
            n.Text("JACK decides this itself." if jack else words, style="label", tone="text2"),
            gap=8,
        )

    def _loudness(self) -> n.Node:
        settings = self.tools.settings
        most = min((value for value, _ in MOST), key=lambda value: abs(value - settings.most))
        play = n.Button(
            "hear-levels",
            "Stop" if self._playing else "Hear them",
            self._hear,
            icon="square" if self._playing else "play",
        )
        hush = n.Button("silence", "Silence everything", self._silence, icon="volume-x")
        return n.Column(
            n.Text("How loud", style="h2"),
            *[self._level(*each) for each in LEVELS],
            n.Text("Never louder than", weight=600),
            n.Choice("most", MOST, most, lambda value: self._set(most=value), "Never louder than"),
            n.Text("For young ears and headphones: nothing goes beyond it.", style="label", tone="text2"),
            n.Row(play, hush, n.Space(), wrap=True),
            gap=12,
        )

    def _level(self, name: str, label: str, icon: str) -> n.Node:
        value = getattr(self.tools.settings, name)
        less, more = partial(self._louder, name, -STEP), partial(self._louder, name, STEP)
        return n.Row(
            n.Icon(icon, tone="text2"),
            n.Text(label, grow=1, weight=600),
            n.Button(f"{name}-less", "", less, icon="minus", name=f"{label}: quieter", enabled=value > 0, repeat=True),
            n.Row(n.Text(f"{value:.0%}", align="center", wrap=False, grow=1), width=96),
            n.Button(f"{name}-more", "", more, icon="plus", name=f"{label}: louder", enabled=value < 1, repeat=True),
        )

    def _taps(self) -> n.Node:
        offset = self.tools.sounding.offset
        known = f"{offset.sentence} Takes are placed by that." if offset.measured else "Nobody has tapped here yet."
        return n.Column(
            n.Text("How late it is heard", style="h2"),
            n.Text("What is played along with a click or a groove is placed by it.", tone="text2"),
            n.Text(known),
            n.Row(n.Button("taps", "16 taps", lambda: self.tools.move(Push("taps")), icon="hand"), n.Space()),
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
        self.tools.say("Everything is silent.")


def _over(position: Position) -> bool:
    return position.state == "stopped"


def _note(words: str) -> n.Node | None:
    if not words:
        return None
    return n.Row(n.Icon("info", 20, "accent"), n.Column(n.Text(words), grow=1), gap=8, align="start")
