"""Reports in the browser speak the laptop's language, from the draft to what leaves; a yes is to the text that was read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from reflections.errors import NotAllowed
from tests.reflections.web.test_report_pages import Folded, mark, yes
from tests.reflections.web.test_report_pages import jo as jo  # noqa: PLC0414 - a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

    from reflections import Journal
    from tests.reflections.conftest import Wall
    from tests.reflections.web.conftest import Visitor

pytestmark = pytest.mark.whole
PLAN = {"pl": "Do planu nauki", "uk": "Для плану навчання", "ar": "لخطة تعلّم", "pt": "Para um plano de aprendizagem"}


@pytest.fixture(params=sorted(PLAN))
def abroad(request: pytest.FixtureRequest, visiting: Callable[..., Visitor], journal: Journal, wall: Wall) -> Visitor:
    """A visitor of a laptop that speaks another language."""
    return visiting(journal, now=wall, folders=Folded(), language=request.param)


def test_from_the_draft_to_what_leaves_it_is_one_language_and_one_yes(
    abroad: Visitor, journal: Journal, jo: str
) -> None:
    language, place = abroad.site.language, f"/pupil/{jo}/reports/plan"
    offered = re.findall(r'name="on" value="([^"]+)"', abroad.get(place).text)
    assert abroad.post(f"{place}/choose", on=offered[0]).status_code == 303
    yes(abroad, place)
    assert PLAN[language] in abroad.words(place)
    for way in ("print", "page", "text"):
        left = abroad.post(f"{place}/give", way=way, to_whom="1", looked="yes")
        assert left.status_code == 200, way
        assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in left.text
        assert PLAN[language] in left.text
    saved = abroad.post(f"{place}/give", way="page", to_whom="1", looked="yes").headers["Content-Disposition"]
    assert f"{PLAN[language]}.html" in unquote(saved).replace('"', ""), "a name in any letters"
    assert journal.report_to_leave(jo, "plan", language).title == PLAN[language]
    with pytest.raises(NotAllowed, match="changed since"):
        journal.report_to_leave(jo, "plan")


def test_all_that_is_done_with_a_report_is_done_with_the_one_that_was_read(
    abroad: Visitor, journal: Journal, jo: str
) -> None:
    language, award, end = abroad.site.language, f"/pupil/{jo}/reports/award", f"/pupil/{jo}/reports/end"
    put = re.findall(r'name="put" value="([^:"]+):', abroad.get(award).text)[0]
    assert abroad.post(f"{award}/put", put=f"{put}:passed on").status_code == 303
    yes(abroad, award)
    yes(abroad, end)
    states = re.findall(r'class="state ([\w-]+)"', abroad.get(f"/pupil/{jo}/reports").text)
    assert states == ["said-yes", "draft", "said-yes", "draft"]
    assert abroad.get(f"{end}/folder/{mark(abroad, end)}").status_code == 204
    saved = abroad.post(f"{end}/give", way="folded", to_whom="1", looked="yes")
    assert saved.data.decode().startswith(f"PK {journal.report(jo, 'end', language).title}")


def test_the_summary_for_a_funder_speaks_it_too(abroad: Visitor, journal: Journal, jo: str) -> None:
    for name in ("Ben", "Cas", "Dee", "Eli", "Flo"):
        journal.open_session([journal.add_pupil(name, "fox", "10-12").id])
    said = abroad.words("/reports")
    assert abroad.site.say("report.everyone") in said
    assert "Everyone" not in said
    left = abroad.post("/reports/give", way="text", to_whom="1")
    assert abroad.site.say("report.figures limits")[:30] in left.text
