"""What goes home is in the language of whom it is about: no sentence of ours stays English, and Arabic is read from the right."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from html.parser import HTMLParser
from importlib.resources import files

import pytest

from reflections import pages, portfolio, prompts, sentences, story, together
from reflections.access import _table
from reflections.five_minutes import five_minutes
from reflections.moving.changes import IN_ORDER
from reflections.moving.gathering import NEVER_LEAVES
from reflections.pages import held, locked, my_music
from reflections.pages.facts import in_words
from reflections.records import Beside, Evidence, Fact, GoalWording, Marker, Preferences, Ribbon
from reflections.records.held import HEADINGS, Held, HeldField, HeldTable
from reflections.tables import AskedRow, Audit, Recording
from tests.reflections import page_sample as sample

LANGUAGES = ("pl", "uk", "ar", "pt")
AT = datetime(2026, 6, 3, 10, tzinfo=UTC)
FONT = b"wOF2 stands in for the letters"
SAID = (
    "aria-label",
    "alt",
    "download",
    "data-of",
    "data-broken",
    "data-none",
    "data-old",
    "data-opening",
    "data-not-it",
)
OURS = ("story", "locked", "held")
ALIKE = {
    "Soundfolio",
    "UTC",
    "ZIP",
    "MIDI",
    "midi",
    "tempo",
    "moment",
    "total",
    "Tutor",
    "data.json",
    "history.json",
    "Ritmo",
}


NOT_READ = {"script", "style", "tspan", "desc"}  # the last two are in written music


class Words(HTMLParser):
    """Each text of a page, and each that is said of something on it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.page: dict[str, str | None] = {}
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "html":
            self.page = dict(attrs)
        self.found += [value or "" for name, value in attrs if name in SAID]
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open not in NOT_READ and data.strip():
            self.found.append(" ".join(data.split()))

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def everything() -> Evidence:
    """All that a page can say: each kind of goal, take, mark and answer, seven sittings, and what was done beside others."""
    evidence = sample.evidence()
    bus, steel, rain = evidence.pieces
    told = tuple(
        sample.said(prompt, f"w-{prompt}", 1, by)
        for prompt, by in zip(
            ("T3", "T10", "T11", "P2", "P3", "P4", "P4b", "L2", "L3", "free"),
            ("tap", "voice", "typed", "scribed") * 3,
            strict=False,
        )
    )
    parts = (
        "melody",
        "chords",
        "bass",
        "drums",
        "words",
        "one-key",
        "rhythm",
        "five-fingers",
        "chord-keys",
        "full",
        "tutor",
    )
    takes = tuple(
        sample.take(
            f"more-{n}", "bus", 10 + n, replace(sample.part(name, sample.facts(sample.melody())), keyboard="1-88"),
            hands=("left", "right", "both")[n % 3], help=("one key", "chord note", "melody", "all")[n % 4],
            mode=("waits", "with", "just", "free")[n % 4], speed=(0.5, 0.8, 1.0, 1.3)[n % 4], bars=(None, (2, 2))[n % 2], session=f"s{n % 4}",
        )
        for n, name in enumerate(parts)
    )  # fmt: skip
    taught = sample.part("tutor", sample.facts(sample.bass()), None, "tutor")
    with_tutor = sample.take(
        "tut", "bus", 30, sample.part("melody", sample.facts(sample.melody())), taught, mode="free"
    )
    spoken = sample.said("T6", "", 9, "voice", has_sound=True)
    kept = replace(sample.piece("ver", "Verity", 4, chosen_by="tutor"), cover="")
    finished = replace(rain.versions[0], id="ver-1", piece="ver", name="", players=("pupil", "tutor"))
    versed = replace(rain, piece=kept, versions=(finished,), reflections=(replace(spoken, sound=b"OggS"),))
    unlike = replace(
        steel,
        takes=tuple(
            sample.take(f"st-{n}", "steel", n, bars=bars, mode="free") for n, bars in ((1, (1, 2)), (2, (3, 4)))
        ),
    )
    same = replace(
        steel,
        piece=sample.piece("same", "Samey", 6),
        takes=tuple(replace(steel.takes[0], id=f"same-{n}", piece="same") for n in (1, 2)),
        reflections=(),
    )
    bus = replace(
        bus,
        takes=(*bus.takes, *takes, with_tutor),
        reflections=(*bus.reflections, *told, spoken),
        markers=(
            *bus.markers,
            *(Marker(f"mm{who}", "tut", 1.0, who, "that bit", "", sample.day(9)) for who in ("pupil", "tutor")),
        ),
    )
    band = sample.take(
        "band", "bus", 40, *(sample.part(name, sample.facts(sample.melody())) for name in parts), bars=None
    )
    unmarked = replace(
        band, id="loose", parts=tuple(replace(each, facts=replace(each.facts, bar_starts=())) for each in band.parts)
    )
    bus = replace(
        bus,
        piece=replace(bus.piece, cover="moon"),
        takes=(*bus.takes, unmarked, band),
        markers=(*bus.markers, Marker("ml", "loose", 3.0, "pupil", "words", "w-loose", sample.day(9))),
    )
    poem = replace(rain, piece=replace(rain.piece, poem="p-o-e-m"))
    goals = tuple(
        sample.goal(f"x{n}", None, f"gg{n}", *((1.0 + k, k or None) for k in range(n % 3 + 2)), set_by=who, state=state, wordings=(GoalWording(1, f"gg{n}", True, date(2026, 9, 20), said_by=way),))
        for n, (who, state, way) in enumerate((("school", "reached", "tap"), ("carer", "wish", "scribed"), ("social worker", "parked", "voice"), ("tutor", "active", "keys"), ("together", "active", ""), ("Ann", "wish", "typed")))
    )  # fmt: skip
    back = replace(goals[3], ratings=(*goals[3].ratings, sample.rating(2, 20, goal="x3", moment="looking back")))
    since = replace(
        goals[4],
        goal=replace(
            goals[4].goal, wordings=(*goals[4].goal.wordings, GoalWording(2, "gg4", False, date(2026, 12, 1)))
        ),
    )
    came = tuple(
        sample.made(sample.Session, id=f"s{n}", held_on=date(2026, 9, 12 + n), attendance=(_came(role),))
        for n, role in enumerate(("leader", "helper", "recordist", "words"))
    )
    return replace(
        evidence,
        pieces=(bus, unlike, same, poem, versed),
        sessions=came,
        sure=(*evidence.sure, sample.sure(None, 2, "only after", 3), sample.sure(1, 4, "many", 4, what_changed=("hands: left to both", "mode: just to waits", "help: one key to all", "bars: 1-2 to 1-4", "key: none to Xx"))),
        goals=(*evidence.goals, *goals[:3], back, since, goals[5]),
        reflections=(replace(told[0], id="w-whole", piece=None),),
        beside=tuple(Beside(f"b-{role}", "pp", "Others", role, sample.day(2), "Europe/London") for role in ("leader", "helper", "words", "recordist")),
    )  # fmt: skip


def _came(role: str) -> object:
    from reflections.records import Attendance

    return sample.made(Attendance, pupil=sample.ME, role=role)


def own_words(evidence: Evidence) -> re.Pattern[str]:
    kept = [evidence.pupil.alias, "pp", "Xx", "Ann", "01 Bus.mp3", "Bus"]
    for piece in evidence.pieces:
        kept += [
            piece.piece.title,
            piece.piece.about,
            piece.piece.poem,
            *piece.lyrics,
            *(v.name for v in piece.versions),
        ]
        kept += [text for said in piece.reflections for text in (said.body, *said.body.split(", "))]
        kept += [mark.words for mark in piece.markers]
    for goal in evidence.goals:
        kept += [goal.goal.words, goal.goal.why, goal.goal.first_step, *(step.words for step in goal.goal.steps)]
    kept += [pair.task.words for pair in evidence.sure]
    kept += [one.words for one in (*evidence.try_next, *evidence.toolkit)]
    kept += [text for like in evidence.interests for text in (like.what, like.why)]
    kept += [one.title for one in evidence.beside]
    return re.compile("|".join(map(re.escape, sorted(filter(None, set(kept)), key=len, reverse=True))))


def ours(texts: list[str], theirs: re.Pattern[str]) -> set[str]:
    """What is left of each text without their words; numbers and clocks say nothing in any language."""
    left = (theirs.sub("", text) for text in texts)
    return {text for text in left if re.search(r"[^\W\d_]{2,}", text) and text.strip() not in ALIKE}


def english_left(make: object, language: str, theirs: re.Pattern[str]) -> set[str]:
    """The texts of a page that are in English too."""
    return ours(Words(make("en")).found, theirs) & ours(Words(make(language)).found, theirs)


@cache
def drawn() -> dict[str, object]:
    return {
        key: replace(one, mix=sample.tone(1.0))
        for key, one in sample.illustrations(
            "bus-3", "bus-1", "tut", "rain-1", "st-1", "st-2", "ver-1", "band", "loose"
        ).items()
    }


def portfolio_in(language: str) -> str:
    return pages.html(portfolio.page(everything(), drawn(), Preferences(language=language)), font=FONT)


def empty_in(language: str) -> str:
    evidence = sample.evidence()
    nothing = replace(evidence, pieces=(), sessions=(), sure=(), goals=(), try_next=(), toolkit=(), interests=())
    away = Preferences(language=language, ribbon=Ribbon(out=tuple(one.piece.id for one in evidence.pieces)))
    one = replace(evidence, pieces=evidence.pieces[:1])
    only = replace(nothing, beside=everything().beside)
    found = [portfolio.page(each, {}, Preferences(language=language)) for each in (nothing, one, only)]
    return "".join(pages.html(page, font=FONT) for page in (*found, portfolio.page(evidence, {}, away)))


def group_in(language: str) -> str:
    evidence = replace(everything(), sure=(), reflections=())
    return pages.html(together.page(evidence, {}, language), font=FONT)


def music_in(language: str) -> str:
    svg, seconds = sample.engraving()
    tracks = [my_music.Track("Bus", 8.0, "01 Bus.mp3", pages.cleaned(svg, dict(seconds)))] * 3
    found = [tracks, tracks[:1], [my_music.Track("Bus", 8.0)], []]
    return "".join(my_music.html(each, language=language, font=FONT) for each in found)


def locked_in(language: str) -> str:
    return locked.locked("x", "three blue boats", rounds=2, font=FONT, language=language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [portfolio_in, empty_in, group_in, music_in, locked_in])
def test_no_sentence_of_ours_stays_english(make: object, language: str) -> None:
    assert english_left(make, language, own_words(everything())) == set()


@pytest.mark.parametrize("make", [portfolio_in, music_in, locked_in])
def test_arabic_is_read_from_the_right_and_the_others_are_not(make: object) -> None:
    assert [Words(make(language)).page.get("dir") for language in ("ar", "pl", "en")] == ["rtl", None, None]
    assert [Words(make(language)).page["lang"] for language in ("ar", "pl", "en", "so")] == ["ar", "pl", "en", "en"]


def test_arabic_has_its_own_comma_in_every_row_of_words() -> None:
    theirs = own_words(everything())
    texts = [theirs.sub("", text) for text in Words(portfolio_in("ar")).found]
    assert [text for text in texts if "," in text or ";" in text] == []
    tables = [
        json.loads((files("assets") / "words" / "ar" / f"{area}.json").read_text(encoding="utf-8")) for area in OURS
    ]
    assert [text for table in tables for text in table.values() if re.search(r"[,;?](?!\w)", text)] == []


def test_what_is_asked_before_it_goes_home_is_asked_in_the_language_of_the_page() -> None:
    found = {one.about for one in story.tellings(everything(), "pl")} - {""}
    assert found
    assert not found & {one.about for one in story.tellings(everything())}
    assert "Co było najlepsze" in found


# -- all that is held -------------------------------------------------------------------------------------------------
def every_table() -> list[HeldTable]:
    return [_table(kind, ()) for kind in (*IN_ORDER, AskedRow, Recording, Audit) if not issubclass(kind, NEVER_LEAVES)]


def filled(table: HeldTable) -> HeldTable:
    """One row with something in every field."""
    values = {
        "yes or no": True,
        "number": 2.5,
        "moment": AT,
        "day": date(2026, 6, 3),
        "list": list(range(30)),
        "file": b"x",
    }
    row = {
        field.name: f"{table.name}-1" if field.points_at or field.name == "id" else values.get(field.kind, "w-w")
        for field in table.fields
    }
    named = {name: {"w-w": False} if name == "preferences" else value for name, value in row.items()}
    return replace(
        table, rows=(named | {field.name: f"{field.points_at}-1" for field in table.fields if field.points_at},)
    )


def held_in(language: str) -> str:
    tables = (
        *map(filled, every_table()),
        HeldTable("list", "w-w", (HeldField("n", "list", "", ()),), ({"id": "l", "n": ["w-w"] * 3},)),
    )
    of = Held("p", "Amira", AT, tables, (), (), (), {}, language)
    places = {
        (table.name, f"{table.name}-1", field.name): "Sound/1.mid"
        for table in tables
        for field in table.fields
        if field.kind == "file"
    }
    return held.html(of, places, font=FONT) + held.html(of, places, "UEs=", font=FONT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_held_is_told_in_the_language_of_whom_it_is_about(language: str) -> None:
    theirs = re.compile(r"Amira|Sound/1\.mid|w-w|List\b|^list$")
    assert english_left(held_in, language, theirs) == set()
    assert Words(held_in(language)).page.get("dir") == ("rtl" if language == "ar" else None)


def test_english_says_of_each_table_what_its_code_says() -> None:
    """Where a table or a field is added, its words are too: nothing on the page falls back to the code."""
    said = json.loads((files("assets") / "words" / "en" / "held.json").read_text(encoding="utf-8"))
    for table in every_table():
        assert said[f"what {table.name}"] == table.what
        assert said[f"heading {table.name}"] == HEADINGS.get(table.name, table.name.replace("_", " ").capitalize())
        for field in table.fields:
            if field.points_at or not (field.name in {"id", "sha256", "subject"} or field.name.endswith("_id")):
                name = field.name.removesuffix("_id").replace("_", " ")
                assert said[f"field {name}"] == name
    known = {
        f"field {field.name.removesuffix('_id').replace('_', ' ')}" for table in every_table() for field in table.fields
    }
    assert {key for key in said if key.startswith("field ")} <= known


def test_what_was_chosen_on_a_scale_is_told_in_the_language_that_is_read() -> None:
    steps = prompts.scale("sure").anchors
    pair = sample.sure(1, 3, "drums", 4)
    pair = replace(pair, before=replace(pair.before, anchors=steps), after=replace(pair.after, anchors=steps))
    evidence = replace(sample.evidence(), sure=(pair,))
    (row,) = portfolio.page(evidence, {}, Preferences(language="pl")).sure
    assert row.in_words == "Trochę pewnie, potem bardzo pewnie."
    found = five_minutes(evidence, None, sentences.Spoken("pl")).changed
    (line,) = [one for one in found if one.key == "sure"]
    assert (line.filled["before"], line.filled["after"]) == ("Trochę pewnie", "Bardzo pewnie")
    fact = Fact("sure:1", "sure", (), None, {"task": "drums", "before": steps[1], "after": steps[3]})
    assert "Trochę pewnie" in in_words(fact, sentences.Spoken("pl"))
    looked = Fact("back:1", "looking back", (), None, {"words": steps[1]})
    assert "Trochę pewnie" in in_words(looked, sentences.Spoken("pl"))


def test_a_language_that_is_no_code_is_english() -> None:
    assert sentences.say("story.my story", "../../en") == "My story"
    assert sentences.tongue("w" * 300, "story").language == "en"
