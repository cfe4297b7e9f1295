"""Pages for the browser: a Page in, one self-contained HTML file out."""

from reflections.pages.engraving import cleaned
from reflections.pages.render import html

__all__ = ["cleaned", "html"]
