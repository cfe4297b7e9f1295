"""A card to keep: what a pupil said helps them, as one page to print, cut out and carry; it loads nothing and holds no script."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from studio import files
from studio.words import say

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reflections.journal import Journal
    from reflections.naming import Marked

_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0; padding: 2rem 1rem; background: #fff; color: #171a26;
  font: 1.15rem/1.55 Lexend, "Atkinson Hyperlegible", "Segoe UI", system-ui, sans-serif; }}
main {{ max-width: 26rem; margin: 0 auto; padding: 1.6rem; border: 2px solid #5140c9; border-radius: 18px; }}
h1 {{ margin: 0 0 .2rem; font-size: 1.9rem; line-height: 1.2; }}
p {{ margin: 0 0 1rem; color: #4a5168; }}
ul {{ margin: 0; padding: 0; list-style: none; }}
li {{ margin: .6rem 0; padding: .7rem 1rem; border-radius: 12px; background: #e6e2fb; font-weight: 600; overflow-wrap: anywhere; }}
@media print {{ @page {{ size: A4; margin: 15mm; }} body {{ padding: 0; }} main {{ break-inside: avoid; max-width: 90mm; margin: 0; }}
  li {{ background: none; border: 1px solid #6b7391; }} }}
</style>
<main>
<h1>{title}</h1>
<p>{lead}</p>
<ul>
{lines}
</ul>
</main>
</html>
"""


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
    return _PAGE.format(title=say("papers.tools title"), lead=say("papers.tools lead"), lines=lines)


def write(tools: Iterable[str], path: Path) -> Path:
    """Put the card at `path`, or beside it with a number where one lies already; whole or not at all. Raises OSError."""
    return files.add(path, page(tools))
