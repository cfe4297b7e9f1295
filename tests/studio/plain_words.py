"""What pupils read, gathered from where it is written, and how hard it is to read by a measure of our own syllables."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from pathlib import Path

from reflections.records import REGISTERS
from studio import words

ROOT = Path(__file__).resolve().parents[2]
YOUNG, OLD = REGISTERS
# Grown-ups' tables; what an adult alone reads may be longer, but says the same of a child.
GROWN_UPS_TABLES = frozenset({"recordings", "door", "slip", "locked", "held", "report"})
SAID = re.compile(r"[A-Z][^/\\<>_=]*[a-z]")
PLACE = re.compile(r"\{\w*\}")
SENTENCES = re.compile(r"(?<=[.?!:])\s+")
WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
VOWELS = re.compile(r"[aeiouy]+")


def for_grown_ups(area: str) -> bool:
    """Whether a table is of what is behind the tutor's door, before any pupil comes, or on paper or in a file for an adult."""
    return area.startswith("tutor") or area in GROWN_UPS_TABLES


def tables() -> Iterator[tuple[str, str, str]]:
    """Each sentence of the words tables in English: area.key, register ("" for both), words."""
    for area in words.areas():
        for name, held in words.table(words.ENGLISH, area).items():
            for register, text in {"": held}.items() if isinstance(held, str) else held.items():
                yield f"{area}.{name}", register, text


@cache
def prompt_table(language: str = "en") -> dict[str, dict[str, object]]:
    """The prompts of a language, as they lie in assets."""
    return json.loads((resources.files("assets") / "prompts" / f"{language}.json").read_text(encoding="utf-8"))


def asked() -> Iterator[tuple[str, str, str]]:
    """Each prompt, choice and step of a scale in English: id, register ("" for both), words."""
    table = prompt_table()
    for register in REGISTERS:
        said = table["registers"][register]
        yield from ((prompt, register, text) for prompt, text in said["words"].items())
        for prompt, choices in said["choices"].items():
            yield from ((f"{prompt} {one['id']}", register, one["words"]) for one in choices)
    for construct, scale in table["scales"].items():
        for text in (scale["wording"], *scale["anchors"]):
            yield construct, "", text


def written() -> Iterator[tuple[str, str, str]]:
    """What the pages of the journal say in code: file, "", words. The screens' own are in the tables, every one of them.

    A string counts that begins with a capital and has two words; not a docstring, nor what is raised or asserted.
    """
    for path in sorted((ROOT / "reflections" / "pages").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        skipped = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                text = " ".join(node.value.split())
                if " " in text and SAID.match(text):
                    yield path.stem, "", text


@cache
def everything() -> tuple[tuple[str, str, str], ...]:
    """All that a pupil reads in English."""
    return *asked(), *(each for each in tables() if not for_grown_ups(each[0].partition(".")[0])), *written()


def sentences(text: str) -> list[str]:
    """Cut words into sentences; what is filled in stands as one short word."""
    return [each for each in SENTENCES.split(PLACE.sub("this", text)) if WORD.search(each)]


@cache
def syllables(word: str) -> int:
    """Count by groups of vowels; an e that is not heard at the end counts for nothing, -le after a consonant does."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    plain = re.sub(r"^some(?=.)", "som", re.sub(r"^every", "evry", plain))  # an e that is not heard inside either
    count = len(VOWELS.findall(plain))
    silent = re.search(r"[^aeiouy]e$", plain) and not re.search(r"[^aeiouy]le$", plain)
    past = re.search(r"[^aeioutd]ed$", plain)
    plural = re.search(r"[^aeiouyscxz]es$", plain) and not re.search(r"(ch|sh|g)es$", plain)
    return max(1, count - bool(silent or past or plural))


def grade(texts: list[str]) -> float:
    """The school grade of Flesch and Kincaid over some texts; add five for the age in years."""
    found = [sentence for text in texts for sentence in sentences(text)]
    spoken = [word for sentence in found for word in WORD.findall(sentence)]
    return 0.39 * len(spoken) / len(found) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


# Words that weigh on a child: what services call them, what their life is called, and what is said to be wrong with them. Our own
# list, kept short: each has a plain word that says the same (home, family time, brothers and sisters, moved, chose not to).
HEAVY = re.compile(
    r"\b(placements?|respite|siblings?|looked[- ]after|lac|contact visits?|service users?|clients?|cases? files?|absconded"
    r"|vulnerable|disadvantaged|deprived|damaged|troubled|broken home|real (?:mum|dad|parents)|problem child"
    r"|challenging behaviou?r|attention[- ]seeking|non[- ]?complian\w+|difficult child\w*|hard to reach|refused to|disengaged"
    r"|special needs|suffers? from|disorders?|deficits?|disabilit\w+|low[- ]ability|less able|normal (?:child|pupil)\w*|victims?)\b",
    re.IGNORECASE,
)
# Nothing ranks, scores or counts against anyone.
RANKING = re.compile(
    r"\b(ranks?|ranked|ranking|scores?d?|scoring|points|grades?|graded|marks out of|out of ten|badges?|streaks?|trophy|trophies|medals?"
    r"|winners?|winning|you win|losers?|lost a|best player|better than|worse than|worst|beat(?:s|en)? (?:your|the others)|top of"
    r"|mistakes?|wrong notes?|errors?|incorrect|correct|failed|failures?|accuracy|per ?cent|percentage|leader ?boards?|high score)\b",
    re.IGNORECASE,
)
# Nothing nags, praises for a price, pries or asks for secrets.
NAGGING = re.compile(
    r"\b(you (?:should|must|need to|ought to|have to|forgot|missed|haven't|still have)|don't forget|remember to|hurry|try harder"
    r"|not good enough|be careful|overdue|too slow|too late|at last|finally|why did(?:n't)? you|why haven't|well done|good (?:boy|girl|job)"
    r"|just between us|our secret|promise not to|how are you feeling|are you sure you want)\b",
    re.IGNORECASE,
)
