"""Draws piano keys of any range and says which one is where."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import pygame

from studio.ui import pitches, shape, text
from studio.ui.nodes import Canvas
from studio.ui.theme import Colour, Theme, contrast, mix, readable_on
from studio.words import say

_BLACK = frozenset({1, 3, 6, 8, 10})
_NAMES = ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
_FLATS = ("C", "Db", "D", "Eb", "E", "F", "Gb", "G", "Ab", "A", "Bb", "B")
_PAD = 5  # between the panel and its keys, in design pixels
_BLACK_TALL = 0.6
_BLACK_WIDE = 0.62
_LEAST_NAME = 11  # a key's name is not drawn smaller, in design pixels
_STANDS_OUT = 3.0  # contrast of a shape with its key
_ROOM_FOR_MARK = 0.85  # of a shape between the black keys and a name
_MARK = 13  # across the shape of a letter, in design pixels
_SOFTEST, _LOUDEST = 45, 115


def note_name(pitch: int, *, octave: bool = False, flats: bool = False) -> str:
    """Return a pitch's letter, with its octave (C4 is 60) where asked; with `flats` as in keys that have them."""
    return (_FLATS if flats else _NAMES)[pitch % 12] + (str(pitch // 12 - 1) if octave else "")


def is_black(pitch: int) -> bool:
    """Whether a pitch is a black key."""
    return pitch % 12 in _BLACK


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of keys that is one person's: tinted in a layer's colour."""

    low: int
    high: int
    layer: int


@lru_cache(maxsize=32)
def key_spans(width: int, low: int, high: int) -> dict[int, tuple[int, int]]:
    """Return pitch -> (left, width) in pixels for keys low..high (made white at both ends) over `width` pixels."""
    low, high = low - is_black(low), high + is_black(high)
    whites = [pitch for pitch in range(low, high + 1) if not is_black(pitch)]
    each = width / len(whites)
    spans = {pitch: (round(at * each), round((at + 1) * each) - round(at * each)) for at, pitch in enumerate(whites)}
    wide = max(3, round(each * _BLACK_WIDE))
    for pitch in range(low, high + 1):
        if is_black(pitch):
            left, whole = spans[pitch - 1]
            lean = {1: -0.1, 3: 0.1, 6: -0.14, 8: 0.0, 10: 0.14}[pitch % 12]
            spans[pitch] = (left + whole - wide // 2 + round(lean * each), wide)
    return spans


def keys_rect(rect: pygame.Rect, theme: Theme) -> pygame.Rect:
    """Return where the keys are inside their panel: the roll above lines up with it."""
    return rect.inflate(-2 * theme.px(_PAD), -2 * theme.px(_PAD))


def pitch_at(rect: pygame.Rect, theme: Theme, low: int, high: int, at: tuple[int, int]) -> tuple[int, int] | None:
    """Return (pitch, velocity) under a point; nearer to the front of a key is louder. None beside the keys."""
    inner = keys_rect(rect, theme)
    if not inner.collidepoint(at):
        return None
    spans = key_spans(inner.width, low, high)
    x, down = at[0] - inner.left, (at[1] - inner.top) / max(inner.height, 1)
    for black in (True, False):
        if black and down > _BLACK_TALL:
            continue
        for pitch, (left, wide) in spans.items():
            if is_black(pitch) == black and left <= x < left + wide:
                share = down / _BLACK_TALL if black else down
                return pitch, round(_SOFTEST + (_LOUDEST - _SOFTEST) * min(share, 1.0))
    return None


class Touch:
    """Plays drawn keys with the mouse and with fingers; sliding over them plays one after the other."""

    def __init__(
        self,
        theme: Callable[[], Theme],
        span: Callable[[], tuple[int, int]],
        press: Callable[[int, int], None],
        release: Callable[[int], None],
    ) -> None:
        self._theme, self._span, self._press, self._release = theme, span, press, release
        self._held: dict[int, int] = {}  # finger (-1 the mouse) -> pitch

    def handle(self, event: pygame.Event, rect: pygame.Rect) -> bool:
        """Take a mouse or finger event; True where it was for the keys."""
        match event.type:
            case pygame.MOUSEBUTTONDOWN | pygame.MOUSEMOTION | pygame.MOUSEBUTTONUP if getattr(event, "touch", False):
                return False  # the finger itself is heard
            case pygame.MOUSEBUTTONDOWN:
                return self._move(-1, event.pos, rect)
            case pygame.MOUSEMOTION:
                return self._move(-1, event.pos, rect) if event.buttons[0] and -1 in self._held else False
            case pygame.MOUSEBUTTONUP:
                return self._lift(-1)
            case pygame.FINGERDOWN | pygame.FINGERMOTION:
                return self._move(event.finger_id, event.pos, rect)
            case pygame.FINGERUP:
                return self._lift(event.finger_id)
            case _:
                return False

    def let_go(self) -> None:
        """Release everything: the window lost the pointer, or the screen changes."""
        for finger in tuple(self._held):
            self._lift(finger)

    def _move(self, finger: int, at: tuple[int, int], rect: pygame.Rect) -> bool:
        found = pitch_at(rect, self._theme(), *self._span(), at)
        before = self._held.get(finger)
        if found is not None and found[0] != before:
            self._lift(finger)
            self._held[finger] = found[0]
            self._press(*found)
        return found is not None

    def _lift(self, finger: int) -> bool:
        pitch = self._held.pop(finger, None)
        if pitch is not None and pitch not in self._held.values():
            self._release(pitch)
        return pitch is not None


def draw_keys(
    surface: pygame.Surface,
    rect: pygame.Rect,
    theme: Theme,
    span: tuple[int, int],
    *,
    lit: Mapping[int, str | Colour] | None = None,
    labels: Mapping[int, str] | None = None,
    zones: tuple[Zone, ...] = (),
    name_cs: bool = True,
    by_letter: bool = False,
    label_style: str = "caption",
) -> None:
    """Draw keys span[0]..span[1]: `lit` pitches in a token's colour, `labels` by pitch, `by_letter` with each letter's shape.

    Tokens are `layer1`..., `accent`; `layer1/app` is softer, for what the app plays.
    """
    surface.blit(_unlit(rect.size, theme, span, zones, by_letter), rect)
    inner = keys_rect(rect, theme)
    spans = key_spans(inner.width, *span)
    names = _names(spans, labels or {}, lit or {}, name_cs=name_cs)
    lights = {pitch: _light(theme, colour) for pitch, colour in (lit or {}).items() if pitch in spans}
    for pitch, colour in lights.items():
        if not is_black(pitch):
            _white(surface, inner, spans[pitch], theme, colour)
            if by_letter:
                _mark(surface, inner, spans[pitch], theme, pitch, lit=colour, named=bool(names.get(pitch)))
    for pitch, words in names.items():
        if not is_black(pitch):
            fill = lights.get(pitch, theme.colour("white"))
            _label(surface, inner, spans[pitch], theme, words=words, fill=fill, style=label_style)
    for pitch in sorted(spans):
        if is_black(pitch) and {pitch, pitch - 1, pitch + 1} & lights.keys():
            _black(surface, inner, spans[pitch], theme, lights.get(pitch))
            if by_letter:
                _mark(surface, inner, spans[pitch], theme, pitch, lit=lights.get(pitch))
            if pitch in names and pitch in lights:
                fill = lights[pitch]
                _label(
                    surface, inner, spans[pitch], theme, words=names[pitch], fill=fill, black=True, style=label_style
                )


def keyboard(
    key: str,
    span: tuple[int, int],
    touch: Touch | None,
    lit: Callable[[], Mapping[int, str | Colour]],
    *,
    labels: Callable[[], Mapping[int, str]] | None = None,
    zones: tuple[Zone, ...] = (),
    tall: int = 100,
    grow: int = 0,
    by_letter: bool = False,
) -> Canvas:
    """Return the keys as a node that is drawn again only when what is lit or written on them changes."""

    def draw(surface: pygame.Surface, rect: pygame.Rect, theme: Theme) -> None:
        shown = labels() if labels else None
        draw_keys(surface, rect, theme, span, lit=lit(), labels=shown, zones=zones, by_letter=by_letter)

    def version() -> object:
        return span, zones, by_letter, frozenset(lit().items()), frozenset(labels().items()) if labels else None

    name = say(
        "frame.piano keys note name",
        note_name=note_name(span[0], octave=True),
        note_name2=note_name(span[1], octave=True),
    )
    handle = touch.handle if touch is not None else None
    return Canvas(
        key,
        draw,
        "piano",
        name,
        min_size=(300, tall),
        grow=grow,
        live=True,
        handle=handle,
        version=version,
    )


def _light(theme: Theme, colour: str | Colour) -> Colour:
    """Return the colour of a lit key; `layer2/app` is the softer light of what the app plays."""
    if not isinstance(colour, str):
        return colour
    token, _, by = colour.partition("/")
    return mix(theme.colour(token), theme.colour("white"), 0.55) if by else theme.colour(token)


@lru_cache(maxsize=12)
def _unlit(
    size: tuple[int, int], theme: Theme, span: tuple[int, int], zones: tuple[Zone, ...], by_letter: bool
) -> pygame.Surface:
    """Draw the panel and its keys with nothing lit; kept, since it is by far the most of the picture."""
    whole = pygame.Surface(size)  # without an alpha channel: it is drawn often
    whole.fill(theme.colour("bg"))
    rect = whole.get_rect()
    edge = theme.colour("edge" if theme.flat else "s3")
    shape.box(whole, rect, theme.px(12), theme.colour("s1"), edge, line=max(1, theme.px(1)))
    inner = keys_rect(rect, theme)
    spans = key_spans(inner.width, *span)
    for pitch, place in spans.items():
        if not is_black(pitch):
            zone = next((zone for zone in zones if zone.low <= pitch <= zone.high), None)
            fill = theme.colour("white")
            _white(whole, inner, place, theme, mix(fill, theme.layer(zone.layer), 0.22) if zone else fill)
    for pitch, place in spans.items():
        if is_black(pitch):
            _black(whole, inner, place, theme, None)
    for pitch, place in spans.items() if by_letter else ():
        _mark(whole, inner, place, theme, pitch, lit=None, named=pitch % 12 == 0)
    return whole


def mark_colours(theme: Theme, pitch: int) -> tuple[Colour, Colour | None]:
    """Return the colour of the shape on a key that is not lit, and of what lies behind it where it would not stand out."""
    hue, key = pitches.hue(theme, pitch), theme.colour("black" if is_black(pitch) else "white")
    if contrast(hue, key) >= _STANDS_OUT:
        return hue, None
    if is_black(pitch):  # its shape is hollow: nothing could lie behind it
        return next(
            c for n in range(1, 11) if contrast(c := mix(hue, (255, 255, 255), n / 10), key) >= _STANDS_OUT
        ), None
    return hue, theme.colour("black")


def _mark(
    surface: pygame.Surface,
    inner: pygame.Rect,
    place: tuple[int, int],
    theme: Theme,
    pitch: int,
    *,
    lit: Colour | None,
    named: bool = False,
) -> None:
    """Draw the shape of a key's letter: on a white key above its name if there is room for both, on a black one in its middle."""
    size = min(theme.px(_MARK), place[1] - theme.px(4))
    across = inner.left + place[0] + place[1] // 2
    if is_black(pitch):
        down = inner.top + round(inner.height * _BLACK_TALL) // 2 - size // 2
    else:
        below, above = inner.top + round(inner.height * _BLACK_TALL), inner.bottom - theme.line_px("caption")
        if named and above - below < _ROOM_FOR_MARK * size:
            return
        down = max((below + above) // 2, below + size // 2 + theme.px(2)) if named else (below + inner.bottom) // 2
    colour, behind = mark_colours(theme, pitch) if lit is None else (readable_on(lit), None)
    if behind is not None:
        larger = pitches.shape_of(pitch, size + 2 * theme.px(2), behind)
        surface.blit(larger, larger.get_rect(center=(across, down)))
    drawn = pitches.shape_of(pitch, size, colour)
    surface.blit(drawn, drawn.get_rect(center=(across, down)))


def _white(surface: pygame.Surface, inner: pygame.Rect, place: tuple[int, int], theme: Theme, fill: Colour) -> None:
    gap = max(1, theme.px(1))
    key = pygame.Rect(inner.left + place[0] + gap, inner.top, max(2, place[1] - 2 * gap), inner.height)
    edge = None if theme.dark else theme.colour("edge")
    shape.box(surface, key, min(theme.px(5), key.width // 3), fill, edge)


def _black(
    surface: pygame.Surface, inner: pygame.Rect, place: tuple[int, int], theme: Theme, lit: Colour | None
) -> None:
    key = pygame.Rect(inner.left + place[0], inner.top - 1, place[1], round(inner.height * _BLACK_TALL) + 1)
    black = theme.colour("black")
    edge = mix(black, (255, 255, 255), 0.18)
    shape.box(surface, key, min(theme.px(4), key.width // 3), lit or black, edge)


def _names(
    spans: Mapping[int, object],
    labels: Mapping[int, str],
    lit: Mapping[int, object],
    *,
    name_cs: bool,
) -> dict[int, str]:
    """Return what is written on which key: what was asked for, else every C and every lit key."""
    names = {pitch: note_name(pitch, octave=True) for pitch in spans if name_cs and pitch % 12 == 0}
    names |= {pitch: note_name(pitch) for pitch in lit if pitch in spans and pitch not in names}
    return names | {pitch: words for pitch, words in labels.items() if pitch in spans}


def _label(
    surface: pygame.Surface,
    inner: pygame.Rect,
    place: tuple[int, int],
    theme: Theme,
    *,
    words: str,
    fill: Colour,
    black: bool = False,
    style: str = "caption",
) -> None:
    family, weight, size, rtl = text.ink(theme, style, 600)
    tall = round(inner.height * (_BLACK_TALL if black else 1 - _BLACK_TALL))
    pens = tuple((family, weight, smaller, rtl) for smaller in range(size, theme.px(_LEAST_NAME) - 1, -1))
    pen = text.fitting(words, pens, (place[1] + theme.px(8), tall))
    if pen is None:
        return  # a name that does not fit its key would cover the next one; the key's light and the roll tell it
    drawn = text.line(words, pen, readable_on(fill))
    middle, bottom = inner.left + place[0] + place[1] // 2, inner.top + tall if black else inner.bottom
    surface.blit(drawn, drawn.get_rect(midbottom=(middle, bottom - theme.px(3))))
