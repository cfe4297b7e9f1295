"""A page to print, of the tutor's own: black on white, A4, with nothing loaded and no script."""

from __future__ import annotations

import html
from typing import Final

_PAGE: Final = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; media-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ margin: 0 auto; padding: 2rem 1rem; max-width: 46rem; background: #fff; color: #171a26;
  font: 1rem/1.55 Lexend, "Atkinson Hyperlegible", "Segoe UI", system-ui, sans-serif; }}
h1 {{ margin: 0 0 .4rem; font-size: 1.7rem; line-height: 1.2; }}
h2 {{ margin: 1.4rem 0 .2rem; font-size: 1.1rem; }}
p {{ margin: 0 0 .6rem; overflow-wrap: anywhere; white-space: pre-line; }}
.quiet {{ color: #4a5168; }}
table {{ width: 100%; border-collapse: collapse; }}
th, td {{ padding: .35rem .5rem; border-bottom: 1px solid #6b7391; text-align: left; }}
td.n, th.n {{ text-align: right; }}
audio {{ width: 100%; }}
@media print {{ @page {{ size: A4; margin: 18mm; }} body {{ padding: 0; }} audio {{ display: none; }} tr {{ break-inside: avoid; }} }}
</style>
<h1>{title}</h1>
{body}
</html>
"""


def page(title: str, body: str) -> str:
    """Return a whole page; `body` is HTML already, of which every word went through `html.escape`."""
    return _PAGE.format(title=html.escape(title), body=body)
