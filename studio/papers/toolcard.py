"""A card to keep: what a pupil said helps them, as one page to print, cut out and carry; it loads nothing and holds no script."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from studio import files
from studio.papers import printed
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reflections.journal import Journal
    from reflections.naming import Marked

_STYLE: Final = """body { padding: 2rem 1rem; font-size: 1.15rem; line-height: 1.55; }
main { max-width: 26rem; margin: 0 auto; padding: 1.6rem; border: 2px solid #5140c9; border-radius: 18px; }
h1 { margin: 0 0 .2rem; font-size: 1.9rem; line-height: 1.2; }
p { margin: 0 0 1rem; color: #4a5168; }
ul { margin: 0; padding: 0; list-style: none; }
li { margin: .6rem 0; padding: .7rem 1rem; border-radius: 12px; background: #e6e2fb; font-weight: 600; }
@media print { @page { size: A4; margin: 15mm; } body { padding: 0; } main { break-inside: avoid; max-width: 90mm; margin: 0; }
  li { background: none; border: 1px solid #6b7391; } }"""


def gather(journal: Journal, pupil: str) -> tuple[tuple[str, ...], tuple[Marked, ...]]:
    """Read what may stand on the card, and the places in it that an adult should look at; in the writer.

    Unheard while an adult has not seen all that the pupil said. Most picked first, without saying how often.
    """
    from reflections.naming import marked

    evidence = journal.evidence(pupil, copy_for="pupil")
    tools = tuple(tool.words for tool in evidence.toolkit)
    others = [one.alias for one in journal.pupils() if one.id != pupil]
    return tools, tuple(one for one in marked(evidence, others) if one.text in tools)


def page(tools: Iterable[str]) -> str:
    """Return the card as one HTML page. It names nobody: whoever finds it learns nothing of whose it is."""
    lines = "\n".join(f'<li dir="auto">{html.escape(words)}</li>' for words in tools)
    title, lead = say("papers.tools title"), html.escape(say("papers.tools lead"))
    body = f"<main>\n<h1>{html.escape(title)}</h1>\n<p>{lead}</p>\n<ul>\n{lines}\n</ul>\n</main>"
    return printed.shell(title, body, _STYLE)


def write(tools: Iterable[str], path: Path) -> Path:
    """Put the card at `path`, or beside it with a number where one lies already; whole or not at all. Raises OSError."""
    return files.add(path, page(tools), mine=True)
