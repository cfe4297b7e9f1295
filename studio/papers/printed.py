"""The one shell of a page to print: black on white, A4, with nothing loaded and no script; each kind brings its own style."""

from __future__ import annotations

import html
from typing import Final

_SHELL: Final = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'{media}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; background: #fff; color: #171a26; font-family: Lexend, "Atkinson Hyperlegible", "Segoe UI", system-ui, sans-serif; }}
p, li, h1 {{ overflow-wrap: anywhere; }}
{style}
</style>
{body}
</html>
"""
_READING: Final = """body { padding: 2rem 1rem; max-width: 46rem; font-size: 1rem; line-height: 1.55; }
h1 { margin: 0 0 .4rem; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 1.4rem 0 .2rem; font-size: 1.1rem; }
p { margin: 0 0 .6rem; white-space: pre-line; }
.quiet { color: #4a5168; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: .35rem .5rem; border-bottom: 1px solid #6b7391; text-align: left; }
td.n, th.n { text-align: right; }
audio { width: 100%; }
@media print { @page { size: A4; margin: 18mm; } body { padding: 0; } audio { display: none; } tr { break-inside: avoid; } }"""


def page(title: str, body: str) -> str:
    """Return a page to read, the title above it; `body` is HTML already, of which every word went through `html.escape`."""
    return shell(title, f"<h1>{html.escape(title)}</h1>\n{body}", _READING, heard=True)


def shell(title: str, body: str, style: str, *, language: str = "en", heard: bool = False) -> str:
    """Return a whole page of this body and this style of ours; `heard` lets it play sound that lies within it."""
    media = "; media-src data:" if heard else ""
    return _SHELL.format(title=html.escape(title), body=body, style=style, media=media, language=html.escape(language))
