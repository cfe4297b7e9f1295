"""What reports say and what they never do: on their values, on their text, and on the finished page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest

from reflections import reports
from reflections.records import AWARD_PARTS, REPORTS, Fact, GoalWording, ReportDraft, SurePair, Tool
from reflections.reports.fitting import SHEET_ROWS, fitted
from reflections.reports.material import short
from reflections.reports.page import html
from reflections.reports.parts import Line, Part, Sheet
from tests.reflections import page_sample as page
from tests.reflections import report_sample as sample

FONT = b"wOF2"
NEVER = re.compile(
    r"\b(score|total|rank|average|mean|diagnos|saving|saved us|mood|declin|stagnat|only|failed|below)", re.IGNORECASE
)


class Finished(HTMLParser):
    """A finished page as its reader meets it: statements, and what is shown at each place that a statement leads to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.statements: list[dict[str, str | None]] = []
        self.shown: dict[str, str] = {}
        self.tags: list[str] = []
        self.words: list[str] = []
        self._at = ""
        self._adults: list[bool] = []
        self.feed(text.partition("<body")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if "statement" in (given.get("class") or "").split():
            self.statements.append(given)
        if tag == "li" and given.get("data-kind"):
            self._at = given["id"] or ""
            self.shown[self._at] = ""
        if tag == "audio" and self._at:
            self.shown[self._at] += "(sound)"

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self._at:
            self.shown[self._at] += data.strip()


def made(kind: str, of: reports.Material | None = None, **choices: bool) -> str:
    written = sample.written(kind, of, **choices)
    return html(written, dict.fromkeys(written.heard, b"ID3"), font=FONT)


def said(kind: str, of: reports.Material | None = None, **choices: bool) -> str:
    return reports.text(sample.written(kind, of, **choices))


@pytest.mark.parametrize("of", [sample.material(), sample.hostile()], ids=["usual", "hostile"])
@pytest.mark.parametrize("kind", REPORTS)
def test_i12_every_statement_leads_to_what_can_be_played_or_read_or_is_an_adults(
    kind: str, of: reports.Material
) -> None:
    found = Finished(made(kind, of))
    assert len(found.statements) > 5
    for one in found.statements:
        proofs = (one.get("data-proofs") or "").split()
        assert proofs or "data-adults" in one, one
        assert all(found.shown[proof] for proof in proofs), one
    led_to = {proof for one in found.statements for proof in (one.get("data-proofs") or "").split()}
    assert led_to == set(found.shown), "nothing is shown that no statement leads to"


def test_i12_what_adults_think_stands_apart_under_its_name() -> None:
    for kind in REPORTS:
        for sheet in sample.written(kind).sheets:
            for part in sheet.parts:
                assert part.adults == (part.title == "What adults think")
                assert all(bool(line.by) == part.adults for line in part.lines)


def test_i12_a_fact_whose_rows_are_not_there_is_not_said_and_words_to_another_are_not_quoted() -> None:
    facts = (Fact("nowhere", "leader", ("gone",), 7), Fact("stems", "stems", ("stem",), 1))
    (leading,) = (one for one in sample.material().measures if one.measure == "leadership")
    of = replace(sample.material(), measures=(replace(leading, facts=facts),))
    found = sample.written("award", of)
    assert "Led 7 sessions" not in reports.text(found)
    assert "Told 1 other what was good" in reports.text(found)
    assert "told to another pupil, with the tutor's yes" in {proof.words for proof in found.proofs}


def test_a_piece_is_heard_once_however_many_statements_lead_to_it() -> None:
    found = made("end")
    written = sample.written("end")
    assert found.count("<audio") == len(written.heard)
    assert "heard at" in found


def test_the_end_report_is_the_pupils_sheet_then_the_adults() -> None:
    mine, theirs = sample.written("end").sheets
    assert [part.title for part in mine.parts] == [
        "My pieces", "What I can do now", "How sure I was, before and after", "What I want next", "Who helps, and with what",
    ]  # fmt: skip
    assert [part.title for part in theirs.parts] == [
        "Sessions", "Goals", "Picked to talk about: doing it", "Picked to talk about: getting into it", "Also counted",
        "The pupil said, adults did", "What adults think",
    ]  # fmt: skip
    assert theirs.parts[0].lines[0].words == "12 planned, 9 held, about 9 hours"


def test_what_nobody_planned_is_not_called_planned() -> None:
    draft = replace(sample.evidence(), programme=replace(sample.evidence().programme, status="draft"))
    assert "- 9 held, about 9 hours" in said("end", sample.material(draft))


def test_a_change_is_called_bigger_only_from_three_points_and_three_answers_on() -> None:
    def bigger(*values: int) -> bool:
        of = page.goal("g", 1, "Play it", *[(n, value) for n, value in enumerate(values)])
        return (
            "bigger change"
            in said("plan", sample.material(replace(sample.evidence(), goals=(of,)))).partition("Ratings are")[0]
        )

    assert bigger(2, 3, 5)
    assert not bigger(2, 5), "two answers"
    assert not bigger(2, 3, 4), "two points"
    assert not bigger(5, 4, 1), "a line that falls has no remark"


def test_zero_is_an_answer_and_a_skip_is_none() -> None:
    of = page.goal("g", 1, "Play it", (1, 0), (2, None), (3, 0))
    text = said("end", sample.material(replace(sample.evidence(), goals=(of,))))
    assert "First 0 of 10 (19 Sep), last 0 of 10 (3 Oct), 2 answers" in text
    assert "Bass line, both hands, full speed (1 before, no answer after)" in said("end")


def test_what_was_said_before_a_goal_became_another_is_not_about_this_one() -> None:
    of = page.goal("g", 1, "New", (1, 2), (2, 9))
    wordings = (GoalWording(1, "Old", True, page.FIRST.date()), GoalWording(2, "New", False, page.FIRST.date()))
    of = replace(of, goal=replace(of.goal, wordings=wordings))
    text = said("end", sample.material(replace(sample.evidence(), goals=(of,))))
    assert "Not said since the goal changed" in text
    assert "9 of 10" not in text


def test_who_set_a_goal_is_always_said_and_looking_back_stands_apart() -> None:
    of = page.goal("g", 1, "Play it", (1, 4), set_by="school")
    of = replace(of, ratings=(*of.ratings, page.rating(1, 3, goal="g", moment="looking back")))
    text = said("end", sample.material(replace(sample.evidence(), goals=(of,))))
    assert "Set by school. Said 4 of 10 (19 Sep), 1 answer. Looking back, they put the start at 1" in text


@pytest.mark.parametrize("kind", REPORTS)
def test_no_report_says_a_total_a_mood_a_saving_or_a_remark_on_a_line(kind: str) -> None:
    text = said(kind).replace("called bigger only from", "").replace("small changes may be chance", "")
    assert NEVER.search(text) is None
    assert "%" not in text


def test_i7_words_picked_for_the_music_are_no_quote_and_no_statement() -> None:
    for kind in REPORTS:
        text = said(kind)
        assert "stormy" not in text
        assert "wild" not in text


def test_the_limits_stand_in_every_report() -> None:
    for kind in REPORTS:
        assert "there is no comparison group" in " ".join(Finished(made(kind)).words)
        assert said(kind).rstrip().endswith("3 answers on.")


@pytest.mark.parametrize("kind", REPORTS)
def test_every_thing_that_is_held_back_vanishes(kind: str) -> None:
    whole = sample.written(kind)
    for choice in whole.choices:
        less = sample.written(kind, None, **{choice.key: False})
        assert choice.key not in {line.key for line in less.lines}, choice
        assert not choice.asked or choice.words not in repr((less.sheets, less.proofs)), choice
        assert choice.key not in {line.key for line in whole.lines} or less.mark != whole.mark


def test_words_that_nobody_opened_wait_for_a_yes() -> None:
    offered = reports.report("plan", sample.material(), ReportDraft("p", "plan"))
    waiting = [one for one in offered.choices if one.asked]
    assert {one.words for one in waiting} >= {"It sounds like a boss fight."}
    assert not any(one.chosen for one in waiting)
    assert "boss fight" not in repr((offered.sheets, offered.proofs))


@pytest.mark.parametrize("kind", REPORTS)
def test_whatever_anybody_wrote_stays_words(kind: str) -> None:
    found = made(kind, sample.hostile())
    tags = Finished(found).tags
    assert "script" not in tags
    assert "img" not in tags
    assert "<script>alert" not in found
    assert "\u202e" not in found, "nothing turns the direction of what follows"
    assert all(len(word) < 200 for word in re.findall(r"W+", found.partition('class="shown"')[0]))


@pytest.mark.parametrize("kind", REPORTS)
def test_i13_the_page_points_nowhere_else_and_has_no_script(kind: str) -> None:
    found = unescape(made(kind))
    assert re.findall(r'(?:src|href|action)="(?!data:|#)', found) == []
    assert "script-src 'none'" in found
    assert "default-src 'none'" in found
    assert "http" not in found.replace("http-equiv", "")


def test_the_note_is_short_and_the_plan_says_how_a_goal_is_known() -> None:
    assert len(sample.written("note").lines) <= 8
    assert "Next small step: bars 5 to 8, slow" in said("plan")
    assert "Join the Thursday band (Mrs Bell helps, by 14 Jan 2027)" in said("plan")


def test_what_was_cut_ends_with_three_dots_and_not_with_four() -> None:
    of = page.goal("g", 1, "Play it", (1, 4))
    of = replace(of, goal=replace(of.goal, know_by="I can hear all of it " * 9))
    found = sample.written("plan", sample.material(replace(sample.evidence(), goals=(of,)))).lines
    (about,) = [one.about for one in found if one.key == "goal:g"]
    assert about.endswith("it I\N{HORIZONTAL ELLIPSIS}"), about


def test_the_folder_has_its_four_parts_even_where_one_is_empty() -> None:
    alone = sample.material(page.evidence())
    parts = sample.written("award", alone).sheets[0].parts
    assert [part.title[:2] for part in parts][:4] == ["1.", "2.", "3.", "4."]
    assert parts[3].lines == ()
    assert "Nothing is kept for this yet." in said("award", alone)
    assert "Led 2 sessions" in said("award")


def test_what_was_put_in_another_part_of_the_folder_stands_there_and_in_no_other_one() -> None:
    told = page.evidence().pieces[0].reflections[1]
    one, two = (sample.material(award=put) for put in ((), (("bus-3", "moved by"), (told.id, "passed on"))))
    for material, (bus, words) in ((one, (0, 1)), (two, (2, 3))):
        found = sample.written("award", material)
        parts = found.sheets[0].parts
        assert [n for n, each in enumerate(parts) if any(line.key == "piece:bus" for line in each.lines)] == [bus]
        assert [n for n, each in enumerate(parts) if any(told.id in line.key for line in each.lines)] == [words]
        assert {place.part for place in found.places if place.of == "bus-3"} == {AWARD_PARTS[bus]}
    assert sample.written("award", one).mark != sample.written("award", two).mark


def test_what_was_put_somewhere_and_then_elsewhere_stands_where_it_was_put_last() -> None:
    put = (("bus-1", "passed on"), ("bus-3", "moved by"), ("steel-1", "found out"))
    for material, part in ((sample.material(award=put), "moved by"), (sample.material(award=put[::-1]), "passed on")):
        assert next(one.part for one in sample.written("award", material).places if one.key == "piece:bus") == part


def test_what_is_held_back_of_a_folder_has_no_part_to_be_put_in() -> None:
    found = sample.written("award", **{"piece:bus": False})
    assert "piece:bus" not in {one.key for one in found.places}
    assert {one.key for one in found.places} <= {line.key for line in found.lines}


def test_i15_the_summary_has_no_figure_about_fewer_than_five_and_no_name() -> None:
    text = reports.text(reports.funder(sample.FIGURES))
    assert "Everyone\n- Pupils: 7\n- Sessions planned: 84\n- Sessions held: 61\n- Hours of sessions held: 61" in text
    assert "quiet four" not in text
    assert "- Goals reached: not told (fewer than five pupils)\n" in text, (
        "a line that vanished would say that somebody did it"
    )
    few = reports.funder((*sample.FIGURES[2:], replace(sample.FIGURES[1], pupils=4)))
    assert few.lines == ()
    assert "at least 5" in reports.text(few)
    assert Finished(html(reports.funder(sample.FIGURES), font=FONT)).statements


def test_the_mark_is_of_what_is_seen_and_of_nothing_else() -> None:
    one, two = (
        reports.report("note", sample.material(), ReportDraft("p", "note", c)) for c in ({}, {"said:none": True})
    )
    assert one.mark == two.mark
    changed = sample.material(replace(sample.evidence(), toolkit=(Tool("Sing it", 1, (("k", page.FIRST.date()),)),)))
    assert sample.written("plan").mark != sample.written("plan", changed).mark


def test_what_finds_no_room_is_left_out_whole_and_counted() -> None:
    lines = tuple(Line(f"k{n}", "words and more words " * 5) for n in range(40))
    (part,) = fitted(Sheet("", "", (Part("Much", lines),))).parts
    assert 1 < len(part.lines) < 40
    assert part.lines == lines[: len(part.lines)]
    assert len(part.lines) + part.more == 40
    (one,) = fitted(Sheet("", "", (Part("Much", lines),)), SHEET_ROWS / 100).parts
    assert len(one.lines) == 1


@pytest.mark.parametrize(("words", "most", "cut"), [
    ("short", 9, "short"), ("one two three four", 9, "one two\u2026"), ("W" * 20, 5, "WWWW\u2026"), (" a \n b ", 9, "a b"),
])  # fmt: skip
def test_a_text_is_cut_at_a_word_where_one_ends_near(words: str, most: int, cut: str) -> None:
    assert short(words, most) == cut


def test_a_title_that_looks_like_a_change_is_a_title() -> None:
    (bus, *rest) = page.evidence().pieces
    for title in ("Song (speed: fast)", "A, first and latest: speed: so", "B (hands: left to both", "C (key: a to b)"):
        called = replace(bus, piece=replace(bus.piece, title=title))
        assert f"Came back to {title} on 3 days" in said(
            "plan", sample.material(replace(page.evidence(), pieces=(called, *rest)))
        )


def test_a_task_that_was_asked_about_again_is_one_line_with_its_first_day_and_its_latest() -> None:
    evidence = sample.evidence()
    pair = evidence.sure[0]
    two, three = (
        replace(
            pair,
            task=replace(pair.task, id=f"again {weeks}"),
            after=replace(pair.after, id=f"after {weeks}", made_at=pair.after.made_at + timedelta(weeks=weeks)),
        )
        for weeks in (1, 2)
    )
    rest = tuple(one for one in evidence.sure[1:] if one.task.words != pair.task.words)

    def told(*pairs: SurePair, **choices: bool) -> str:
        of = sample.material(replace(evidence, sure=(*pairs, *rest)))
        found = sample.written("end", of, **choices).lines
        (line,) = [one for one in found if one.key.startswith("fact:sure") and one.words == pair.task.words]
        return line.about

    assert told(pair) == "1 before, 3 after"
    assert told(pair, two) == "14 Nov: 1 before, 3 after. 21 Nov: 1 before, 3 after."
    assert told(three, two, pair) == "14 Nov: 1 before, 3 after. 28 Nov: 1 before, 3 after. Asked 3 times."
    held = {f"fact:sure:{three.task.id}": False}
    assert told(pair, two, three, **held) == told(pair, two), "what is held back is not counted either"


def test_how_sure_somebody_was_stands_in_one_place_and_never_as_what_they_can_do() -> None:
    for talked in ((), ("confidence",)):
        sheets = sample.written("end", replace(sample.material(), talked=talked)).sheets
        titles = [p.title for s in sheets for p in s.parts if any(one.key.startswith("fact:sure") for one in p.lines)]
        assert titles == (["Picked to talk about: feeling sure"] if talked else ["How sure I was, before and after"])
        (can,) = [part for part in sheets[0].parts if part.title == "What I can do now"]
        assert {line.key.split(":")[1] for line in can.lines} <= {"finished", "reached"}


def test_long_words_are_cut_where_they_are_proof_and_it_is_said_outside_their_quotation_marks() -> None:
    long = sample.hostile()
    assert max(len(proof.quote) for proof in sample.written("award", long).proofs) <= 600
    assert '”</p><p class="small">The rest stands in the journal.</p>' in made("award", long)
    assert "The rest stands" not in made("award")


def test_text_for_other_peoples_forms_is_words_and_line_ends_alone() -> None:
    text: Any = said("plan", sample.hostile())
    assert set(re.findall(r"[\x00-\x1f]", text)) == {"\n"}
    assert "\n\n\n" not in said("plan")
