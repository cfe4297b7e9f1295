"""Letters that ours lack come from the computer's own fonts, or are dots; what is drawn is as wide as was measured."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pygame
import pytest

from studio.ui import faces, runs, system_fonts, text
from studio.ui.editing import Editing
from studio.ui.runtime import Ui
from studio.ui.scripts import clusters
from studio.ui.system_fonts import Finder
from studio.ui.theme import Theme
from tests.studio.ui.conftest import Sample
from tests.studio.ui.made_fonts import box_font

PEN = text.ink(Theme(), "body")
WHITE = (255, 255, 255)
CHINESE = "王小明你好世界"
ARABIC = "متابعة"
CLOSES = "、「」"
Look = Callable[..., Finder]


@pytest.fixture
def look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Look]:
    """Look for fonts in these folders, or in the test's own, and nowhere else."""

    def there(*where: Path) -> Finder:
        text.forget()
        finder = Finder(lambda: where or (tmp_path,))
        monkeypatch.setattr(runs, "FINDER", finder)
        return finder

    yield there
    text.forget()


def ink(drawn: pygame.Surface) -> pygame.Rect:
    return drawn.get_bounding_rect()


def sources(words: str) -> list[str]:
    return [Path(run.source or "").stem for run in runs.split(words, PEN)]


def seen(words: str) -> list[str]:
    """What stands on a line from left to right, by runs."""
    return [run.letters.strip() for run in runs.split(words, PEN) if run.letters.strip()]


# -- which file ---------------------------------------------------------------------------------------------------


def test_letters_of_ours_ask_no_folder(
    monkeypatch: pytest.MonkeyPatch, show: Callable[..., Ui], sample: Sample
) -> None:
    def asked() -> Iterable[Path]:
        raise AssertionError("fonts were looked for")

    monkeypatch.setattr(runs, "FINDER", Finder(asked))
    text.forget()
    show(sample(Theme())).draw(pygame.display.get_surface())
    assert not text.lacks("Zażółć „gęślą” - São João…")


def test_a_letter_is_found_in_a_folder_inside(tmp_path: Path, look: Look) -> None:
    made = box_font(tmp_path / "deep" / "Any Name.TTF", CHINESE)
    assert look().covering("王") == str(made)
    assert look().covering("龍") is None


def test_what_is_known_to_have_a_script_comes_before_what_is_not_and_each_time_the_same(
    tmp_path: Path, look: Look
) -> None:
    box_font(tmp_path / "aaa.ttf", CHINESE)
    known = box_font(tmp_path / "NotoSansSC[wght].ttf", CHINESE)
    assert {look().covering(letter) for letter in CHINESE} == {str(known)}
    known.unlink()
    system_fonts.covers.cache_clear()
    box_font(tmp_path / "ccc.ttf", CHINESE)
    box_font(tmp_path / "aa Bold.ttf", CHINESE)
    assert {Path(look().covering(letter) or "").name for letter in CHINESE} == {"aaa.ttf"}


def test_a_file_that_is_no_font_is_passed_by(tmp_path: Path, look: Look) -> None:
    good = box_font(tmp_path / "good.ttf", CHINESE)
    whole = good.read_bytes()
    (tmp_path / "a.ttf").write_bytes(b"")
    (tmp_path / "b.otf").write_bytes(b"no font at all")
    (tmp_path / "c.ttc").write_bytes(whole[: len(whole) // 3])
    (tmp_path / "msyh.ttc").write_bytes(whole[:40])
    (tmp_path / "d.ttf").mkdir()
    (tmp_path / "e.ttf").symlink_to(tmp_path / "nothing.ttf")
    assert look().covering("王") == str(good)


def test_a_font_that_names_a_letter_and_draws_nothing_is_passed_by(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "PingFang.ttf", CHINESE, top=0, bottom=0)
    seen = box_font(tmp_path / "z.ttf", CHINESE)
    assert look().covering("王") == str(seen)


def test_folders_that_are_not_there_or_have_no_font_find_nothing(tmp_path: Path, look: Look) -> None:
    assert look(tmp_path / "nowhere").covering("王") is None
    assert look(tmp_path).covering("王") is None
    assert Path(look(tmp_path).covering("ж") or "").name == pygame.font.get_default_font()


def test_letters_that_belong_together_have_one_font(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "aaa.ttf", "ดน")
    both = box_font(tmp_path / "bbb.ttf", "ดนี่")
    look()
    assert sources("ดี่น") == [both.stem, "aaa"] or sources("ดี่น") == [both.stem]
    assert runs.split("ดี่", PEN)[0].letters == "ดี่"


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("NotoSansThai-Regular.ttf", "notosansthai"),
        ("NotoSansThai[wdth,wght].ttf", "notosansthai"),
        ("NotoSansCJK-VF.otf.ttc", "notosanscjk"),
        ("Hiragino Sans GB.ttc", "hiraginosansgb"),
        ("ヒラキ\u3099ノ角コ\u3099シック W3.ttc", "ヒラギノ角ゴシックw3"),  # macOS takes its letters apart  # noqa: RUF001 - so it is called
        ("NirmalaB.ttf", "nirmalab"),
    ],
)
def test_a_file_is_known_by_its_plain_name(name: str, plain: str) -> None:
    assert system_fonts._plain(Path(name)) == plain


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_each_system_has_folders_of_its_own(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setenv("WINDIR", "/w")
    found = [folder.as_posix() for folder in system_fonts.folders()]
    assert {"win32": "/w/Fonts", "darwin": "/System/Library/Fonts", "linux": "/usr/share/fonts"}[system] in found


# -- how it is drawn ----------------------------------------------------------------------------------------------


@pytest.fixture
def boxes(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "msyh.ttf", CHINESE + CLOSES)
    box_font(tmp_path / "geezapro.ttf", ARABIC, wide=500)
    look()


def test_latin_chinese_and_arabic_stand_in_their_order_on_one_line(boxes: None) -> None:
    assert seen(f"Mei 王小 {ARABIC} Jo") == ["Mei", "王小", ARABIC, "Jo"]
    assert seen(f"{ARABIC} 王小 Mei") == ["王小", "Mei", ARABIC]
    assert seen(f"\u2068{ARABIC} 王\u2069: 3") == ["王", ARABIC, ": 3"]


@pytest.mark.parametrize("words", ["王小明", "Mei 王小", f"Mei 王 {ARABIC} 3", "龍龍 Jo", "ж王"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize("style", ["caption", "body", "h1"])
def test_a_line_is_as_wide_as_was_measured_and_no_higher_than_its_place(
    boxes: None, words: str, scale: float, style: str
) -> None:
    theme = Theme(text_scale=scale)
    pen = text.ink(theme, style)
    drawn = text.line(words, pen, WHITE)
    edges = text.edges(words, pen)
    assert drawn.get_width() == text.width(words, pen) == max(max(edge) for edge in edges)
    assert drawn.get_height() <= theme.line_px(style)
    assert ink(drawn).width > 0


def test_what_stands_under_the_base_line_is_seen_whole(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "a.ttf", "ကခဂဃ", top=1100, bottom=-700)
    look()
    theme = Theme(text_scale=2.0)
    drawn = text.line("ကခ", text.ink(theme, "lead"), WHITE)
    assert drawn.get_height() <= theme.line_px("lead")
    assert ink(drawn).height >= 0.9 * theme.line_px("lead")  # lower than its own font would have it, and not cut


def test_words_of_another_font_stand_on_the_base_line_of_ours(boxes: None) -> None:
    pen = text.ink(Theme(text_scale=2.0), "h1")
    ours, both = text.line("H", pen, WHITE), text.line("H王", pen, WHITE)
    assert ours.get_height() == both.get_height()
    assert abs(ink(both).bottom - (text.ascent(pen) + round(0.12 * pen[2]))) <= 2


@pytest.mark.parametrize("words", ["ကခ", "H", "Hက"])
def test_what_reaches_high_or_low_says_where_its_base_line_is(tmp_path: Path, look: Look, words: str) -> None:
    box_font(tmp_path / "a.ttf", "ကခ", top=1250, bottom=0)
    look()
    pen = text.ink(Theme(text_scale=2.0), "h1")
    drawn, base = text.on_base_line(words, pen, WHITE)
    assert abs(ink(drawn).bottom - base) <= 1
    assert drawn.get_height() <= Theme(text_scale=2.0).line_px("h1")


def test_pictures_of_one_size_are_drawn_as_large_as_the_words() -> None:
    font = pygame.font.Font(str(runs.FONTS.source("lexend", 400)[0]), 80)
    small = faces.Face(font, 0.25)
    drawn, above = small.drawn("Hg", WHITE)
    assert drawn.get_width() == small.wide("Hg") == round(font.size("Hg")[0] / 4)
    assert 0 < above < 24
    assert drawn.get_height() < 30


def test_letters_that_nobody_has_are_a_dot_each_and_never_a_box(look: Look) -> None:
    look()
    assert "".join(run.letters for run in runs.split("王小 Jo हिन्दी", PEN)) == "•• Jo ••"
    assert text.width("王小明", PEN) == text.width("•••", PEN)
    assert text.lacks("王小 Jo")
    assert not text.lacks("Jo")
    assert runs.split("x\u0329", PEN)[0].letters == "x"  # without its accent


def test_what_only_says_where_a_line_may_break_is_not_drawn(look: Look) -> None:
    look()
    assert text.width("a\u2060b", PEN) == text.width("ab", PEN)
    assert not text.lacks("a\u2060b")


def test_chinese_fills_a_line_and_nothing_that_closes_begins_one(boxes: None) -> None:
    words = "你好、世界「王小明」你好、世界"
    lines = text.wrap(words, PEN, 5 * PEN[2] + 2)
    assert "".join(lines) == words
    assert all(3 <= len(line) <= 5 for line in lines[:-1])
    assert not any(line[0] in CLOSES[::2] for line in lines)
    assert text.longest_word(words, PEN) <= 3 * PEN[2]


def test_what_is_too_long_is_cut_between_clusters(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "nirmala.ttf", "हिन्दी")
    look()
    word = "हिन्दी" * 12
    whole = set(clusters(word))
    for room in range(5 * PEN[2], 9 * PEN[2], 9):
        lines = text.wrap(word, PEN, room)
        assert "".join(lines) == word
        assert {cluster for line in lines for cluster in clusters(line)} == whole
        assert set(clusters(text.cut(word, PEN, room))) <= {*whole, "…"}


def test_a_name_that_is_typed_is_walked_through_by_what_belongs_together(boxes: None) -> None:
    edit = Editing("王e\u0301小")
    edit.layout(PEN, 400, 24, 1, secret=False)
    stops = [edit.caret]
    for _ in range(3):
        edit.move(-1)
        stops.append(edit.caret)
    assert stops == [4, 3, 1, 0]
    edit.layout(PEN, 2 * PEN[2], 24, 3, secret=False)
    assert [words for words, *_ in edit.drawn_lines(pygame.Rect(0, 0, 2 * PEN[2], 72))] == ["王e\u0301", "小"]
    edges = text.edges("王e\u0301小", PEN)
    assert edges[2] == (edges[1][1],) * 2 == (edges[3][0],) * 2  # an accent has no place of its own


def test_what_is_typed_breaks_where_its_writing_lets_it(boxes: None) -> None:
    edit = Editing("王小、明")
    edit.layout(PEN, 2 * PEN[2] + 1, 24, 3, secret=False)
    assert [words for words, *_ in edit.drawn_lines(pygame.Rect(0, 0, 60, 72))] == ["王", "小、", "明"]


def test_what_is_typed_without_a_place_to_break_is_cut_between_clusters(tmp_path: Path, look: Look) -> None:
    box_font(tmp_path / "nirmala.ttf", "हिन्दी")
    look()
    edit = Editing("हिन्दी")
    edit.layout(PEN, text.width("हिन्दी", PEN) - 2, 24, 3, secret=False)
    assert [words for words, *_ in edit.drawn_lines(pygame.Rect(0, 0, 60, 72))] == ["हि", "न्दी"]


def test_nothing_that_was_asked_for_is_remembered_after_somebody_was_erased(boxes: None) -> None:
    text.width("王小", PEN)
    assert runs.FINDER._found
    text.forget()
    assert not runs.FINDER._found
