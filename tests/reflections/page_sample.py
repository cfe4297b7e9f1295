"""One pupil's evidence with all a page has to show, engraved and rendered for real; used by the tests of pages."""

from __future__ import annotations

import io
import math
from dataclasses import MISSING, fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TypeVar

import numpy as np

from reflections.records import (
    Evidence,
    Goal,
    GoalEvidence,
    GoalWording,
    Illustration,
    Interest,
    Marker,
    Piece,
    PieceEvidence,
    Programme,
    Pupil,
    Rating,
    Reflection,
    Session,
    Step,
    SurePair,
    Take,
    TakeFacts,
    TakePart,
    Task,
    Tool,
    TryNext,
    Version,
)

Record = TypeVar("Record")
ME, OTHER = "pupil-1", "pupil-2"
FIRST = datetime(2026, 9, 12, 14, 0, tzinfo=UTC)
SECONDS_A_BAR = 2.0
MELODY = (
    64,
    67,
    69,
    71,
    69,
    67,
    66,
    62,
    64,
    67,
    71,
    76,
    74,
    71,
    69,
    66,
    67,
    69,
    71,
    67,
    64,
    62,
    59,
    62,
    64,
    67,
    66,
    64,
    64,
    71,
    67,
    64,
)


def day(weeks: float) -> datetime:
    return FIRST + timedelta(days=7 * weeks)


def melody(bars: int = 4) -> tuple[tuple[float, float, int, int], ...]:
    return tuple((k * 0.25, 0.22 + 0.2 * (k % 4 == 3), p, 80) for k, p in enumerate(MELODY[: bars * 8]))


def bass(bars: int = 4) -> tuple[tuple[float, float, int, int], ...]:
    return tuple((k * 0.5, 0.3, (40, 47, 38, 45, 40, 47, 36, 43)[k % 8], 80) for k in range(bars * 4))


def facts(roll: tuple[tuple[float, float, int, int], ...], bars: int = 4, slow: float = 1.0) -> TakeFacts:
    stretched = tuple((s * slow, length * slow, p, v) for s, length, p, v in roll)
    return TakeFacts(
        bars * SECONDS_A_BAR * slow, len(roll), tuple(k * SECONDS_A_BAR * slow for k in range(bars)), stretched
    )


def part(name: str, of: TakeFacts, pupil: str | None = ME, player: str = "pupil") -> TakePart:
    return TakePart(f"{name}-part", name, player, pupil, "1", of, "0" * 64)


def made(record: type[Record], /, **given: object) -> Record:
    """One record with the given fields; the others as empty as their type allows, so that a new field changes nothing here."""
    empty = {"str": "", "int": 0, "float": 0.0, "bool": False, "datetime": FIRST, "date": FIRST.date()}
    for field in fields(record):
        if field.name not in given and field.default is MISSING and field.default_factory is MISSING:
            hint = str(field.type)
            given[field.name] = None if "None" in hint else () if hint.startswith("tuple") else empty[hint]
    return record(**given)


def take(ident: str, piece: str, weeks: float, *parts: TakePart, **how: object) -> Take:
    plain = made(
        Take, id=ident, piece=piece, made_at=day(weeks), zone="Europe/London", parts=parts, tempo=96.0, origin="recorded",
        mode="just", hands="both", speed=1.0, bars=(1, 4), seconds=max((p.facts.seconds for p in parts), default=8.0),
    )  # fmt: skip
    return replace(plain, **how)


def piece(ident: str, title: str, weeks: float, **more: object) -> Piece:
    plain = made(
        Piece, id=ident, pupil=ME, title=title, kind="own", chosen_by="pupil", made_at=day(weeks), zone="Europe/London"
    )
    return replace(plain, **more)


def said(prompt: str, body: str, weeks: float, by: str = "typed", **more: object) -> Reflection:
    plain = made(
        Reflection, id=f"r-{prompt}-{weeks}", pupil=ME, piece="bus", voice="music", said_by=by, prompt=prompt, body=body,
        who_reads="tutor", who_hears="tutor", made_at=day(weeks), zone="Europe/London", seen_at=day(weeks), seen_by="tutor",
    )  # fmt: skip
    return replace(plain, **more)


def rating(value: int | None, weeks: float, **more: object) -> Rating:
    plain = made(
        Rating, id=f"q-{weeks}-{value}", pupil=ME, construct="close", scale="close-1", scale_version=1, maximum=10, rater="pupil",
        moment="review", goal="g1", value=value, answer="given" if value is not None else "rather not", made_at=day(weeks),
        zone="Europe/London", wording=1,
    )  # fmt: skip
    return replace(plain, **more)


def sure(before: int | None, after: int | None, words: str, weeks: float, of: str = "bus", **more: object) -> SurePair:
    scale = {"construct": "sure", "scale": "sure-1", "maximum": 4, "goal": None}
    task = made(Task, id=f"task-{words}", pupil=ME, piece=of, words=words, made_at=day(weeks))
    one, two = (replace(rating(v, weeks), moment=m, **scale) for v, m in ((before, "before"), (after, "after")))
    return made(SurePair, before=one, after=two, task=task, **more)


def goal(ident: str, slot: int | None, words: str, *values: tuple[float, int | None], **more: object) -> GoalEvidence:
    plain = made(
        Goal, id=ident, programme="prog", pupil=ME, slot=slot, area="music", set_by="pupil", agreed=True, state="active",
        why="So I can play the whole song.", first_step="bars 5 to 8, slow", made_at=day(1),
        wordings=(GoalWording(1, words, True, date(2026, 9, 26)),),
    )  # fmt: skip
    ratings = tuple(rating(v, weeks, goal=ident) for weeks, v in values)
    return made(GoalEvidence, goal=replace(plain, **more), ratings=ratings, pieces=("bus",))


def evidence() -> Evidence:
    """Jo, nine weeks in: three pieces, three goals, everything said in every way."""
    slow = facts(bass(), slow=2.0)
    bus = made(
        PieceEvidence,
        piece=piece("bus", "Midnight Bus", 3, goals=("g1",), about="the bus home at night"),
        takes=(
            take("bus-1", "bus", 3, part("bass", slow), help="one key", hands="left", speed=0.5, mode="waits"),
            take("bus-2", "bus", 7, part("bass", facts(bass())), hands="left", speed=0.9, mode="with"),
            take("bus-3", "bus", 9, part("melody", facts(melody())), part("bass", facts(bass()))),
        ),
        reflections=(
            said("T2", "stormy, brave", 9, "keys"),
            said("T6", "Because I made the bass line up.", 9.001),
            said("T4", "I fixed a bit.", 7, "tap"),
            said("T8", "Yes.", 9, "tap"),
        ),
        markers=(
            Marker("m1", "bus-3", 0.4, "pupil", "words", "That slide!", day(9)),
            Marker("m2", "bus-3", 4.2, "pupil", "words", "Here my left hand joined in.", day(9)),
            Marker("m3", "bus-3", 6.1, "tutor", "that bit", "", day(9)),
        ),
    )
    steel = made(
        PieceEvidence,
        piece=piece("steel", "Steel", 5, chosen_by="together"),
        takes=(take("steel-1", "steel", 5, part("melody", facts(melody()))),),
        reflections=(
            said("T6", "It sounds like a boss fight.", 5, "voice", piece="steel"),
            said("T2", "wild", 5, "tap", piece="steel"),
        ),
    )
    rain_facts = facts(tuple((k * 1.0, 0.9, p, 70) for k in range(8) for p in (55 - k % 3, 59 - k % 3, 62)))
    rain = made(
        PieceEvidence,
        piece=piece("rain", "Lo-fi rain", 0, chosen_by="tutor"),
        versions=(
            made(
                Version,
                id="rain-1",
                piece="rain",
                n=1,
                name="My first loop",
                made_at=day(0),
                zone="Europe/London",
                facts=rain_facts,
            ),
        ),
        reflections=(said("T6", "My first one. I still like it.", 0, "scribed", piece="rain"),),
        lyrics=("Rain on the skylight,", "nobody calls."),
    )
    own_bass = goal(
        "g2", 2, "Make my own bass line", (2, 3), (3, 5), (5, 2), (7, 4), (9, 4), set_by="together", why="I like the low notes.",
        wordings=(GoalWording(1, "Play a bass line", True, date(2026, 9, 26)), GoalWording(2, "Make my own bass line", False, date(2026, 10, 10))),
        steps=(Step("st1", "g2", "copy a bass line", date(2026, 10, 3)), Step("st2", "g2", "change the rhythm", None)),
    )  # fmt: skip
    own_bass = replace(
        own_bass, ratings=tuple(replace(r, wording=1 if k < 2 else 2) for k, r in enumerate(own_bass.ratings))
    )
    return made(
        Evidence,
        pupil=made(Pupil, id=ME, alias="Jo", shown="Jo", avatar="fox", age_band="10-12", register="7-12"),
        programme=made(
            Programme, id="prog", pupil=ME, starts=date(2026, 9, 12), ends=date(2026, 12, 5), planned_sessions=12
        ),
        sessions=(made(Session, id="s1", held_on=date(2026, 9, 12), mode="one-to-one", zone="Europe/London"),),
        pieces=(bus, steel, rain),
        sure=(
            sure(1, 3, "Bass line, both hands, slow", 9),
            sure(2, 2, "Melody, right hand, with the app", 5, "steel"),
            sure(2, 1, "Count the group in", 8, "steel"),
            sure(0, 1, "Play the first eight bars", 2, "rain", what_changed=("speed: 0.5 to 1", "tempo: 50 to 100")),
            sure(1, None, "Bass line, both hands, full speed", 9),
        ),
        goals=(
            goal("g1", 1, "Play with both hands", (2, 2), (3, 4), (5, 3), (7, 6), (9, 7)),
            own_bass,
            goal("g3", 3, "Play for Nan", (7, 0), (9, 0), why="She likes music.", first_step="record one to send"),
        ),
        try_next=(
            made(TryNext, id="n1", pupil=ME, words="Slow it down", from_take="bus-1", tried_in="bus-2", made_at=day(3)),
            made(TryNext, id="n2", pupil=ME, words="Make one where I do the drums.", from_take="bus-3", made_at=day(9)),
        ),
        toolkit=(Tool("Slow it down", 3), Tool("One hand first", 2), Tool("Listen, then play", 1)),
        interests=(
            made(Interest, id="i1", pupil=ME, kind="style", what="Grime", why="It sounds like my street."),
            made(Interest, id="i2", pupil=ME, kind="song", what="Film music"),
        ),
        taken_back=1,
    )


@cache
def tone(seconds: float = 8.0) -> bytes:
    """MP3 bytes of a quiet scale."""
    import soundfile

    t = np.arange(int(48000 * seconds)) / 48000
    pitch = np.array(MELODY)[np.minimum((t / 0.25).astype(int), len(MELODY) - 1)]
    sound = 0.2 * np.sin(np.cumsum(2 * math.pi * 440 * 2 ** ((pitch - 69) / 12) / 48000))
    out = io.BytesIO()
    soundfile.write(out, sound, 48000, format="MP3")
    return out.getvalue()


@cache
def engraving() -> tuple[str, tuple[tuple[str, float], ...]]:
    """Four bars for two hands as verovio writes them, and (note id, seconds)."""
    import verovio

    kit = verovio.toolkit()
    verovio.enableLog(verovio.LOG_OFF)
    kit.setOptions({"inputFrom": "musicxml", "pageWidth": 2400, "adjustPageHeight": True, "adjustPageWidth": True, "breaks": "none",
                    "scale": 40, "svgViewBox": True, "header": "none", "footer": "none", "pageMarginTop": 20, "pageMarginBottom": 20, "pageMarginLeft": 0, "pageMarginRight": 0})  # fmt: skip
    kit.loadData(_musicxml())
    times = kit.renderToTimemap({})
    seconds = tuple((note, entry["tstamp"] / 1000) for entry in times for note in entry.get("on", ()))
    return kit.renderToSVG(1), seconds


def _musicxml() -> str:
    def note(pitch: int, eighths: int) -> str:
        step, alter = (
            ("C", 0),
            ("C", 1),
            ("D", 0),
            ("D", 1),
            ("E", 0),
            ("F", 0),
            ("F", 1),
            ("G", 0),
            ("G", 1),
            ("A", 0),
            ("A", 1),
            ("B", 0),
        )[pitch % 12]
        kind = {1: "eighth", 2: "quarter"}[eighths]
        return (
            f"<note><pitch><step>{step}</step><alter>{alter}</alter><octave>{pitch // 12 - 1}</octave></pitch>"
            f"<duration>{eighths}</duration><voice>1</voice><type>{kind}</type></note>"
        )

    def measures(pitches: list[int], each: int, clef: str) -> str:
        head = (
            "<attributes><divisions>2</divisions><key><fifths>1</fifths></key><time><beats>4</beats><beat-type>4</beat-type></time>"
            f"{clef}</attributes><direction><sound tempo='120'/></direction>"
        )
        size = 8 // each
        return "".join(
            f"<measure number='{n + 1}'>{head if n == 0 else ''}{''.join(note(p, each) for p in pitches[n * size : (n + 1) * size])}</measure>"
            for n in range(4)
        )

    treble, low = "<clef><sign>G</sign><line>2</line></clef>", "<clef><sign>F</sign><line>4</line></clef>"
    bass_notes = [p for _, _, p, _ in bass()]
    return (
        "<?xml version='1.0' encoding='UTF-8'?><score-partwise version='3.1'><part-list>"
        "<score-part id='P1'><part-name>Melody</part-name></score-part><score-part id='P2'><part-name>Bass</part-name></score-part></part-list>"
        f"<part id='P1'>{measures(list(MELODY), 1, treble)}</part><part id='P2'>{measures(bass_notes, 2, low)}</part></score-partwise>"
    )


def illustrations(*idents: str) -> dict[str, Illustration]:
    """What the studio draws and renders: the named takes or versions, all that sound by default."""
    svg, seconds = engraving()
    full = Illustration(svg, dict(seconds), tone())
    made = {
        "bus-3": full,
        "bus-1": replace(full, svg="", mp3=tone(16.0)),
        "steel-1": full,
        "rain-1": replace(full, svg=""),
    }
    return {key: made.get(key, full) for key in idents or made}
