"""Reports in the browser: a draft shows and holds back, the yes opens the ways out, and what goes out is written down."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from reflections import records
from reflections.pages.render import hashed
from tests.reflections.conftest import part
from tests.reflections.web.lived import HOSTILE, live

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Wall
    from tests.reflections.web.conftest import Visitor


@pytest.fixture
def jo(journal: Journal, wall: Wall) -> str:
    """Three lessons of Jo's, of which an adult has seen and heard everything."""
    found = live(journal, wall)
    journal.seen([one.id for one in journal.unseen().items], "Sam")
    journal.told_of_taking_back()
    for flag in journal.open_flags():
        journal.pass_on(flag.id, "Mrs Bell")
    return found


def mark(visitor: Visitor, place: str) -> str:
    return re.findall(r'name="mark" value="(\w+)"', visitor.get(place).text)[0]


def yes(visitor: Visitor, place: str) -> None:
    assert visitor.post(f"{place}/seen", say="yes", mark=mark(visitor, place)).status_code == 303


def given(journal: Journal, jo: str) -> list[str]:
    return [one.to_whom for one in journal.shares(jo) if one.what == "a report"]


def test_all_reports_are_named_with_where_they_stand(visitor: Visitor, jo: str) -> None:
    said = visitor.words(f"/pupil/{jo}/reports")
    assert said.count("Draft") == len(records.REPORTS)
    yes(visitor, f"/pupil/{jo}/reports/note")
    assert visitor.words(f"/pupil/{jo}/reports").count("May be given out") == 1


def test_a_draft_shows_what_it_says_and_no_way_out(visitor: Visitor, jo: str) -> None:
    for kind in records.REPORTS:
        place = f"/pupil/{jo}/reports/{kind}"
        said = visitor.words(place)
        assert "I have seen this. Yes, it may go" in said
        assert "Give it out" not in said
        assert visitor.post(f"{place}/give", way="text", to_whom="school").status_code == 409, kind


def test_what_may_stand_in_it_is_chosen_before_the_report_and_the_one_yes_stands_where_it_ends(
    visitor: Visitor, jo: str
) -> None:
    for kind in records.REPORTS:
        page = visitor.get(f"/pupil/{jo}/reports/{kind}").text
        assert page.count('name="say" value="yes"') == 1, kind
        before = ('href="#say"', 'id="choose"', *(['id="put"'] if kind == "award" else []), 'id="itself"', 'id="shown"')
        places = [page.index(each) for each in (*before, 'id="say"')]
        assert places == sorted(places), kind


def test_after_the_yes_each_way_out_is_written_down_first(visitor: Visitor, journal: Journal, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    yes(visitor, place)
    given_out = {}
    for n, way in enumerate(("print", "page", "text"), 1):
        given_out[way] = visitor.post(f"{place}/give", way=way, to_whom="class teacher", looked="yes")
        assert given_out[way].status_code == 200
        assert given(journal, jo) == ["class teacher"] * n
    saved = given_out["page"]
    assert saved.headers["Content-Disposition"] == 'attachment; filename="For a learning plan.html"'
    assert "script-src 'none'" in unescape(saved.text)
    (text,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", given_out["text"].text, re.DOTALL)
    assert unescape(text).startswith("For a learning plan - Jo")


def test_an_answer_that_is_loaded_again_is_the_same_copy_and_another_form_is_another(
    visitor: Visitor, journal: Journal, jo: str
) -> None:
    place = f"/pupil/{jo}/reports/plan"
    yes(visitor, place)
    for n in (1, 2):
        (once,) = re.findall(r'name="once" value="(\w+)"', visitor.get(place).text)
        for _ in range(2):
            answer = visitor.post(f"{place}/give", way="text", to_whom="school", looked="yes", once=once)
            assert answer.status_code == 200
        assert given(journal, jo) == ["school"] * n
    assert f'data-here="{place}"' in answer.text, "and its address is the report's"
    paper = visitor.post(f"{place}/give", way="print", to_whom="school", looked="yes", once=once)
    assert given(journal, jo) == ["school"] * 3
    assert f'data-here href="{place}"' in paper.text


def test_what_is_open_to_print_has_a_button_that_prints_and_a_way_back(visitor: Visitor, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    yes(visitor, place)
    paper = visitor.post(f"{place}/give", way="print", to_whom="class teacher", looked="yes")
    assert "Content-Disposition" not in paper.headers
    assert "data-print" in paper.text
    assert f'href="{place}">Back to the report' in paper.text
    (script,) = re.findall(r"<script>(.*?)</script>", paper.text, re.DOTALL)
    assert f"script-src {hashed(script)}" in paper.headers["Content-Security-Policy"]
    saved = visitor.post(f"{place}/give", way="page", to_whom="class teacher", looked="yes").text
    assert "data-print" not in saved, "what leaves has no way back, and no script"


def test_pupil_and_tutor_tap_the_part_of_the_folder_that_each_thing_stands_in(visitor: Visitor, jo: str) -> None:
    place = f"/pupil/{jo}/reports/award"

    def put() -> dict[str, str]:
        found = re.findall(r'name="put" value="([^:"]+):([^"]+)" aria-pressed="true"', visitor.get(place).text)
        return dict(found)

    before = put()
    assert set(before.values()) == {"made"}
    one = next(of for of, part in before.items() if part == "made")
    answer = visitor.post(f"{place}/put", put=f"{one}:passed on")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{place}#put-{one}")
    assert put() == before | {one: "passed on"}
    assert visitor.post(f"{place}/put", put=f"{one}:best").status_code == 404
    assert visitor.post(f"{place}/put", put=f"{jo}:made").status_code == 409
    assert 'name="put"' not in visitor.get(f"/pupil/{jo}/reports/plan").text


def test_an_address_gives_nothing_that_leaves(visitor: Visitor, journal: Journal, jo: str) -> None:
    for kind in records.REPORTS:
        yes(visitor, f"/pupil/{jo}/reports/{kind}")
    for name in ("Ben", "Cas", "Dee", "Eli", "Flo"):
        journal.open_session([journal.add_pupil(name, "fox", "10-12").id])
    for place in (*(f"/pupil/{jo}/reports/{kind}" for kind in records.REPORTS), "/reports"):
        for way in ("print", "page", "text", "give"):
            assert visitor.get(f"{place}/{way}").status_code in {404, 405}, (place, way)
    assert given(journal, jo) == []


def test_colours_chosen_on_an_answered_post_lead_back_to_the_report(visitor: Visitor, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    yes(visitor, place)
    for form in ({"to_whom": ""}, {"to_whom": "school", "looked": "yes"}):
        page = visitor.post(f"{place}/give", way="text", **form).text
        (back,) = re.findall(r'name="back" value="([^"]*)"', page)
        assert (back, visitor.get(back).status_code) == (place, 200)


def test_without_saying_for_whom_nothing_leaves(visitor: Visitor, journal: Journal, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    yes(visitor, place)
    answer = visitor.post(f"{place}/give", way="text", to_whom=" ")
    assert answer.status_code == 409
    assert "Please say whom it is for." in answer.text
    assert given(journal, jo) == []


def test_words_that_may_name_somebody_are_looked_at_first(visitor: Visitor, journal: Journal, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    journal.add_next_step(jo, "Play with Mr Brown at Hill Top School")
    yes(visitor, place)
    answer = visitor.post(f"{place}/give", way="text", to_whom="school")
    assert answer.status_code == 409
    assert "Mr Brown" in answer.text.partition("Look at these first")[2].partition("</ul>")[0]
    assert 'value="school"' in answer.text, "what was typed stays"
    assert given(journal, jo) == []


def test_what_is_held_back_vanishes_and_the_yes_is_asked_for_again(visitor: Visitor, journal: Journal, jo: str) -> None:
    place = f"/pupil/{jo}/reports/end"
    yes(visitor, place)
    keys = re.findall(r'name="off" value="([^"]+)"', visitor.get(place).text)
    shown = next(unescape(key) for key in keys if f'data-key="{key}"' in visitor.get(place).text)
    assert visitor.post(f"{place}/choose", off=shown).status_code == 303
    page = unescape(visitor.get(place).text)
    assert f'data-key="{shown}"' not in page
    assert f'name="on" value="{shown}"' in page
    assert "Give it out" not in page
    assert visitor.post(f"{place}/give", way="print", to_whom="school").status_code == 409


def test_a_yes_to_what_has_changed_is_refused_in_words(visitor: Visitor, journal: Journal, jo: str) -> None:
    place = f"/pupil/{jo}/reports/plan"
    before = mark(visitor, place)
    journal.add_next_step(jo, "Something new")
    answer = visitor.post(f"{place}/seen", say="yes", mark=before)
    assert answer.status_code == 409
    assert "has changed meanwhile" in answer.text
    yes(visitor, place)
    journal.add_next_step(jo, "Something newer")
    assert "Changed since the yes" in visitor.words(place)


def test_a_choice_that_cannot_be_is_refused_in_words(visitor: Visitor, journal: Journal, jo: str, wall: Wall) -> None:
    for name in ("Two", "Three", "Four"):
        wall.on(minutes=5)
        piece = journal.keep_piece(jo, name, kind="own")
        journal.keep_take(piece.id, [part(jo)], seconds=2.0, tempo=90.0)
    place = f"/pupil/{jo}/reports/end"
    key = re.findall(r'name="on" value="(piece:[^"]+)"', visitor.get(place).text)[0]
    answer = visitor.post(f"{place}/choose", on=key)
    assert answer.status_code == 409
    assert "Three pieces have room" in answer.text


def test_unseen_words_stop_every_way_out_and_that_is_said_before_with_the_way_to_them(
    visitor: Visitor, journal: Journal, jo: str
) -> None:
    place = f"/pupil/{jo}/reports/note"
    yes(visitor, place)
    journal.reflect(jo, "T6", said_by="typed", body="Nobody read this.")
    page = visitor.get(place).text
    assert "Give it out" not in page
    assert f'href="/pupil/{jo}">To what waits' in page
    assert "May be given out" not in visitor.words(place) + visitor.words(f"/pupil/{jo}/reports")
    answer = visitor.post(f"{place}/give", way="text", to_whom="school")
    assert (answer.status_code, "nobody has seen" in answer.text) == (409, True)
    assert "To what waits" in answer.text
    assert given(journal, jo) == []


def test_what_is_no_report_and_no_way_is_not_there(visitor: Visitor, jo: str) -> None:
    yes(visitor, f"/pupil/{jo}/reports/end")
    for path in (f"/pupil/{jo}/reports/mood", f"/pupil/{jo}/reports/end/steal", "/reports/steal"):
        assert visitor.get(path).status_code == 404, path
    assert visitor.post(f"/pupil/{jo}/reports/end/give", way="steal", to_whom="x").status_code == 404
    assert visitor.post("/reports/give", way="steal", to_whom="x").status_code == 404


def test_only_what_a_report_leads_to_is_heard_from_it(
    visiting: Callable[..., Visitor], journal: Journal, jo: str, wall: Wall
) -> None:
    asked: list[str] = []

    def drawn(item: str) -> records.Illustration:
        asked.append(item)
        return records.Illustration("", {}, b"ID3-music")

    visitor = visiting(journal, now=wall, illustrate=drawn)
    place = f"/pupil/{jo}/reports/end"
    (sound, *_) = re.findall(rf'<audio[^>]*preload="none"[^>]*src="({place}/heard/[^"]+)"', visitor.get(place).text)
    assert asked == [], "nothing is rendered before it is played"
    answer = visitor.get(sound)
    assert (answer.mimetype, answer.data) == ("audio/mpeg", b"ID3-music")
    alone = journal.keep_take(journal.pieces(jo)[0].id, [part(None, player="tutor")], seconds=1.0, tempo=60.0)
    journal.put_aside(alone.id)
    assert visitor.get(f"{place}/heard/{alone.id}").status_code == 404
    assert len(asked) == 1


class Folded:
    """Makes folders of nothing but the names of what would be rendered."""

    def __call__(self, report: Any, music: Any, _gone: Callable[[], bool]) -> bytes:
        return f"PK {report.title} {len(music)}".encode()

    def share(self, mark: str) -> float:
        return 0.5 if mark else 0.0


def test_a_folder_leaves_when_it_is_saved_and_not_while_it_is_made(
    visiting: Callable[..., Visitor], journal: Journal, jo: str, wall: Wall
) -> None:
    visitor, place = visiting(journal, now=wall, folders=Folded()), f"/pupil/{jo}/reports/end"
    assert visitor.get(f"{place}/folder/{mark(visitor, place)}").status_code == 409, "nothing is made before the yes"
    yes(visitor, place)
    assert "A folder with its sound" in visitor.words(place)
    page = visitor.post(f"{place}/give", way="folder", to_whom="carer", looked="yes")
    (source,) = re.findall(r'data-making="([^"]+)"', page.text)
    assert visitor.get(f"{source}/share").text == "0.50"
    assert (visitor.get(source).status_code, given(journal, jo)) == (204, [])
    assert visitor.get(f"{place}/folder/old").status_code == 404
    saved = visitor.post(f"{place}/give", way="folded", to_whom="carer", looked="yes")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="End of programme.zip"'
    assert saved.data.startswith(b"PK End of programme ")
    assert given(journal, jo) == ["carer"]


def test_without_anybody_who_makes_folders_none_is_offered(visitor: Visitor, jo: str) -> None:
    place = f"/pupil/{jo}/reports/end"
    yes(visitor, place)
    assert "A folder with its sound" not in visitor.words(place)
    for way in ("folder", "folded"):
        assert visitor.post(f"{place}/give", way=way, to_whom="carer", looked="yes").status_code == 404
    assert visitor.get(f"{place}/folder/{mark(visitor, place)}").status_code == 404


def test_no_title_says_whose_report_it_is(visitor: Visitor, jo: str) -> None:
    for path in ("", "/end", "/plan"):
        assert "Jo" not in re.findall(r"<title>(.*?)</title>", visitor.get(f"/pupil/{jo}/reports{path}").text)[0]


def test_whatever_a_pupil_wrote_stays_words_in_the_browser_too(visitor: Visitor, journal: Journal, jo: str) -> None:
    for words in (HOSTILE, "<script>alert(1)</script>" * 10):
        journal.reflect(jo, "P3", said_by="typed", body=words, seen_by="Sam", who_reads="school")
    page = visitor.get(f"/pupil/{jo}/reports/plan").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_title_from_right_to_left_turns_no_date_round(visitor: Visitor, journal: Journal, jo: str) -> None:
    title = "\u05e9\u05d9\u05e8"
    piece = journal.keep_piece(jo, title, kind="own")
    journal.keep_take(piece.id, [part(jo)], seconds=2.0, tempo=90.0)
    page = visitor.get(f"/pupil/{jo}/reports/award").text
    proofs = re.findall(rf'<li id="e\d+".*?<p dir="ltr"><bdi>{title}</bdi>: <bdi>', page, re.DOTALL)
    assert proofs


def test_i15_the_summary_for_a_funder_needs_five(visitor: Visitor, journal: Journal, jo: str) -> None:
    assert "at least 5" in visitor.words("/reports")
    assert "Give it out" not in visitor.words("/reports")
    assert visitor.post("/reports/give", way="text", to_whom="the trust").status_code == 409
    for name in ("Ben", "Cas", "Dee", "Eli", "Flo"):
        one = journal.add_pupil(name, "fox", "10-12")
        journal.open_session([one.id])
    said = visitor.words("/reports")
    assert "Everyone" in said
    assert not any(name in said for name in ("Jo", "Ben", "Cas"))
    assert visitor.post("/reports/give", way="text", to_whom="").status_code == 409
    assert "Summary for a funder" in visitor.post("/reports/give", way="text", to_whom="the trust").text
