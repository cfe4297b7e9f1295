"""What stands beside or beneath other words: the English of a safety line, a title and a day."""

from types import SimpleNamespace

from reflections import prompts
from studio import help_here, words
from studio.screens.music.then_now import told


def test_the_english_beneath_a_safety_line_keeps_its_order_where_the_line_reads_from_the_right() -> None:
    assert words.safety("H1", language="ar", in_line=True).endswith(" (\u2068I want to talk to someone\u2069)")
    assert words.safety("H1", language="pt", in_line=True).endswith("m (I want to talk to someone)")
    assert words.safety("H1", in_line=True) == "I want to talk to someone"
    for language in ("ar", "pt"):
        assert words.safety("H1", language=language).splitlines()[1:] == ["I want to talk to someone."]


def test_alone_whoever_wants_to_talk_reads_it_in_english_too_while_no_speaker_has_read_it() -> None:
    alone = SimpleNamespace(is_solo=True, house=SimpleNamespace(place=None))
    words.speak_to("", "pl")
    said = help_here.thanks(alone).splitlines()  # type: ignore[arg-type] - what it looks at of a lesson
    words.speak_to()
    assert said == [prompts.need_help_alone(language="pl"), prompts.need_help_alone()]


def test_a_title_and_a_day_stand_beside_each_other_and_turn_nothing_round() -> None:
    arabic = "\u0622\u0645\u0646\u0629"
    words.speak_to("", "ar")
    said = words.beside("Bus", "", f"3 {arabic}")
    words.speak_to()
    assert said == f"\u2068Bus\u2069\u060c 3 {arabic}"  # with its own comma
    assert words.beside("Bus", "") == "Bus"


def test_what_changed_between_two_takes_is_said_in_the_language_of_whoever_reads() -> None:
    unlike = (
        "hands: right to both",
        "speed: 0.5 to 1",
        "bars: none to 1-4",
        "key: none to G major",
        "help: all to melody",
    )
    said = {}
    for language in words.languages():
        words.speak_to("", language)
        said[language] = told(unlike)
    words.speak_to()
    assert said["en"].startswith("Right hand, then both hands. Slow, then full speed. Bars 1 to 4 the second time.")
    assert said["pl"].startswith(
        "Prawa ręka, potem obie ręce. Wolno, potem pełne tempo. Za drugim razem: takty 1 do 4."
    )
    for language, each in said.items():
        assert ("hand" in each or "then" in each) == (language == "en"), each
