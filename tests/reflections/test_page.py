"""The finished HTML: one file that fetches nothing, whatever a pupil or a drawing holds."""

from __future__ import annotations

import base64
import hashlib
import re
import time
from dataclasses import fields, is_dataclass, replace
from html.parser import HTMLParser

import pytest

from reflections import pages, portfolio
from reflections.pages import my_music
from reflections.pages.engraving import engraved
from reflections.pages.font import lexend
from reflections.records import Evidence, Illustration, Preferences, Ribbon
from tests.reflections import page_sample as sample

HOSTILE = (
    "\"'><script>alert(1)</script></style><img src=x onerror=alert(2)>{{ 7*7 }} & 😀 \u202e\u0633\u0644\u0627\u0645 \u2066 é"
    + "w" * 300
)
FONT = b"wOF2 stands in for the letters"


class Tags(HTMLParser):
    """Collects tags, and the text of script and style."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.inside: dict[str, list[str]] = {"script": [], "style": []}
        self.words = ""
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"{tag} has an attribute twice"
        self.tags.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        if self._open in self.inside:
            self.inside[self._open].append(data)
        else:
            self.words += data

    def handle_endtag(self, tag: str) -> None:
        self._open = ""


def written(evidence: Evidence | None = None, illustrations: dict[str, Illustration] | None = None) -> str:
    page = portfolio.page(
        evidence or sample.evidence(), sample.illustrations() if illustrations is None else illustrations
    )
    return pages.html(page, font=FONT)


def hostile(value: object) -> object:
    """The same evidence with every text a person can type replaced by the worst of it."""
    typed = {
        "alias",
        "shown",
        "title",
        "about",
        "poem",
        "words",
        "body",
        "why",
        "first_step",
        "what",
        "name",
        "part",
        "language",
    }
    match value:
        case tuple():
            return tuple(map(hostile, value))
        case _ if is_dataclass(value):
            new = {}
            for field in fields(value):
                old = getattr(value, field.name)
                new[field.name] = HOSTILE if field.name in typed and isinstance(old, str) else hostile(old)
                if field.name == "lyrics" and old:
                    new[field.name] = (HOSTILE, HOSTILE)
            return type(value)(**new)
    return value


def test_only_one_script_and_one_style_stand_in_the_page_and_the_policy_names_both_by_hash() -> None:
    tags = Tags(written())
    policy = next(a["content"] for t, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy")
    for name in ("script", "style"):
        (text,) = tags.inside[name]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:; media-src data: blob:;")
    assert "unsafe" not in policy


def test_nothing_in_the_page_points_outside_it() -> None:
    """I13: a page that goes home needs no network."""
    tags = Tags(written())
    for tag, attributes in tags.tags:
        for name in ("src", "href", "action", "poster", "srcset", "data"):
            assert (attributes.get(name) or "#").startswith(("#", "data:")), (tag, name)
        assert not [n for n in attributes if n.startswith("on") or n == "style"], tag
    (style,), (script,) = tags.inside["style"], tags.inside["script"]
    assert not re.search(r"url\((?!data:)", style)
    assert "@import" not in style
    asks = r"https?:|\bfetch\b|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\b|\blocation\b|\bopen\("
    assert not re.search(asks, script)


def test_the_policy_stands_before_anything_it_could_stop() -> None:
    names = [t for t, _ in Tags(written()).tags]
    assert names[:4] == ["html", "head", "meta", "meta"]


def test_whatever_a_pupil_writes_stays_words() -> None:
    plain, worst = Tags(written()), Tags(written(hostile(sample.evidence())))
    assert [t for t, _ in worst.tags if t in {"script", "style", "img", "iframe"}] == ["style", "script"]
    assert not [a for _, a in worst.tags if any(name.startswith("on") for name in a)]
    assert plain.inside["script"] == worst.inside["script"]
    assert "<script>alert(1)</script>" in worst.words
    assert "{{ 7*7 }}" in worst.words
    assert "\u202e" not in worst.words


def test_ten_thousand_letters_and_right_to_left_words_are_shown_whole_and_kept_apart() -> None:
    long = "שלום " * 2000
    evidence = sample.evidence()
    bus = replace(evidence.pieces[0], reflections=(sample.said("T6", long, 9),))
    text = written(replace(evidence, pieces=(bus,)))
    assert long.strip() in text
    assert 'class="quote" dir="auto"' in text


def test_the_words_of_a_pupil_carry_their_own_language() -> None:
    for language, of_the_page, of_the_words in (("pl", "pl", None), ("so", "en", "so"), ("en", "en", None)):
        page = portfolio.page(sample.evidence(), {}, Preferences(language=language))
        tags = Tags(pages.html(page, font=FONT)).tags
        assert next(a for t, a in tags if t == "html")["lang"] == of_the_page
        assert {a.get("lang") for _, a in tags if "quote" in (a.get("class") or "")} == {of_the_words}


def test_a_voice_that_is_there_can_be_heard_and_one_that_is_not_is_named() -> None:
    evidence = sample.evidence()
    spoken = sample.said("T6", "", 9, "voice", has_sound=True)
    bus = replace(evidence.pieces[0], reflections=(replace(spoken, sound=b"OggS..."), spoken))
    text = written(replace(evidence, pieces=(bus,)), {})
    assert 'src="data:audio/ogg;base64,' in text
    assert "I said this out loud." in text


def test_no_id_stands_twice_and_every_pointer_has_its_place() -> None:
    tags = Tags(written()).tags
    ids = [a["id"] for _, a in tags if "id" in a]
    assert len(ids) == len(set(ids))
    assert {a["href"][1:] for _, a in tags if a.get("href", "").startswith("#")} <= set(ids)
    for name in ("aria-labelledby", "for"):
        assert {a[name] for _, a in tags if name in a} <= set(ids)


def test_each_sound_is_in_the_page_once_with_the_browsers_own_player() -> None:
    sounds = [a for t, a in Tags(written()).tags if t == "audio"]
    assert len(sounds) == 4
    assert all("controls" in a and a["src"].startswith("data:audio/mpeg;base64,") for a in sounds)
    assert base64.b64decode(sounds[0]["src"].partition(",")[2]) == sample.tone()


def test_a_page_without_any_sound_or_drawing_has_nothing_to_press_that_does_nothing() -> None:
    tags = Tags(written(illustrations={})).tags
    assert not [t for t, a in tags if t == "audio" or "data-play" in a or "seek" in (a.get("class") or "")]


def test_two_scores_on_a_page_share_no_id_and_bring_no_style() -> None:
    svg, seconds = sample.engraving()
    one, two = (engraved(svg, dict(seconds), key, "Music") for key in ("p1-1", "p2-1"))
    ids = [set(re.findall(r' id="([^"]+)"', text)) for text in (one, two)]
    assert ids[0]
    assert not ids[0] & ids[1]
    assert "<style" not in one
    assert set(re.findall(r'href="#([^"]+)"', one)) == ids[0]


def test_every_note_knows_when_it_sounds_and_stops_where_the_next_of_its_staff_begins() -> None:
    svg, seconds = sample.engraving()
    text = engraved(svg, dict(seconds), "p", "Music")
    spans = sorted((float(a), float(b)) for a, b in re.findall(r'data-at="([\d.]+)" data-to="([\d.]+)"', text))
    assert len(spans) == len(seconds) == 48
    assert spans[:3] == [(0.0, 0.25), (0.0, 0.5), (0.25, 0.5)]


def test_notes_of_a_drawing_without_staves_light_up_one_after_the_other() -> None:
    notes = "".join(f'<g class="note" id="n{k}"><path d="M0 0"/></g>' for k in range(3))
    text = engraved(f"<svg viewBox='0 0 9 9'>{notes}</svg>", {"n0": 0.0, "n1": 0.5, "n2": 4.0}, "p", "Music")
    assert re.findall(r'data-at="([\d.]+)" data-to="([\d.]+)"', text) == [
        ("0.000", "0.500"),
        ("0.500", "2.500"),
        ("4.000", "6.000"),
    ]


def test_a_note_of_a_repeat_says_each_time_at_which_it_sounds() -> None:
    notes = "".join(f'<g class="note" id="n{k}"><path d="M0 0"/></g>' for k in range(2))
    again = {"n0": (1.0,), "n1": (1.5, 9.0)}
    text = engraved(f"<svg viewBox='0 0 9 9'>{notes}</svg>", {"n0": 0.0, "n1": 0.5}, "p", "Music", again)
    assert re.findall(r'data-at="([\d. ]+)" data-to="([\d. ]+)"', text) == [
        ("0.000 1.000", "0.500 1.500"),
        ("0.500 1.500 9.000", "1.000 3.500 11.000"),
    ]


@pytest.mark.parametrize(
    "svg",
    ["", "not xml <", "<html/>", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>", "<svg><g></svg>"],
)
def test_a_drawing_that_cannot_be_read_is_left_out(svg: str) -> None:
    assert engraved(svg, {}, "p", "Music") == ""
    assert 'class="page-of-music"' not in written(illustrations={"bus-3": Illustration(svg, {}, b"")})


def test_a_drawing_keeps_its_words_and_loses_what_could_act() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script><foreignObject><p>x</p></foreignObject>'
        '<a href="javascript:alert(3)"><text>gone</text></a><use href="https://example.org/x.svg#a"/>'
        '<rect fill="url(https://example.org/p)" style="x" width="1"/><text>la &lt;b&gt; "é"<tspan>!</tspan> la</text></svg>'
    )
    text = engraved(svg, {}, "p", 'Of "Jo" <b>')
    for never in ("alert", "example.org", "style", "foreign", "gone", "<b>"):
        assert never not in text
    assert "la &lt;b&gt; &#34;é&#34;<tspan>!</tspan>la" in text


@pytest.mark.whole
def test_the_letters_are_small_and_made_once() -> None:
    letters = lexend()
    assert letters[:4] == b"wOF2"
    assert len(letters) < 30_000
    assert lexend() is letters


@pytest.mark.whole
def test_nine_months_of_lessons_make_a_page_in_two_seconds_and_under_eight_megabytes() -> None:
    evidence = sample.evidence()
    made = tuple(
        replace(
            sample.evidence().pieces[0],
            piece=sample.piece(f"piece-{n}", f"Piece {n}", n),
            takes=tuple(
                sample.take(f"t-{n}-{k}", f"piece-{n}", n + k, sample.part("melody", sample.facts(sample.melody() * 6)))
                for k in range(33)
            ),
            markers=(),
        )
        for n in range(12)
    )
    drawn = {f"t-{n}-32": sample.illustrations("bus-3")["bus-3"] for n in range(12)}
    began = time.process_time()  # what others do on this computer does not count
    text = pages.html(portfolio.page(replace(evidence, pieces=made), drawn), font=FONT)
    assert time.process_time() - began < 2.0
    assert len(text.encode()) < 8_000_000


def test_nothing_on_the_page_ranks_counts_mistakes_or_gives_a_percentage() -> None:
    words = re.sub(r"\s+", " ", Tags(written()).words).lower()
    for never in ("%", "per cent", "score", "rank", "streak", "mistake", "wrong", "average", "taken back", "level"):
        assert never not in words, never


def test_wherever_then_and_now_stand_it_says_that_a_small_change_may_just_be_the_day() -> None:
    page = written()
    for where in ('class="changed"', 'id="sure"', 'id="goals"'):
        assert "small change may just be the day" in page.partition(where)[2][:400], where


def test_a_page_whose_pieces_are_all_put_away_says_so() -> None:
    evidence = sample.evidence()
    out = Preferences(ribbon=Ribbon(out=tuple(one.piece.id for one in evidence.pieces)))
    page = pages.html(portfolio.page(evidence, {}, out), font=FONT)
    assert "None of my pieces show on this page just now." in page
    assert "Nothing kept yet" not in page
    assert "Nothing kept yet" in written(replace(evidence, pieces=()), {})


def test_my_music_leads_to_its_files_and_says_what_is_there() -> None:
    page = my_music.html([my_music.Track("Bus #1", 8.0, "01 Bus #1.mp3")], font=FONT)
    assert '<a href="01%20Bus%20%231.mp3" dir="auto">01 Bus #1.mp3</a>' in page
    assert "1 piece. Each has its file beside this page." in page
    assert "beside this page" not in my_music.html([my_music.Track("Bus", 8.0)], font=FONT)
    assert "No piece is in here yet." in my_music.html([], font=FONT)
