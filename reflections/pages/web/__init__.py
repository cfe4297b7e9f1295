"""Pages in the tutor's own browser, served from this computer to itself; imported only when somebody opens them."""

from reflections.pages.web.gate import Gate
from reflections.pages.web.server import Server
from reflections.pages.web.site import Locked, Site

__all__ = ["Gate", "Locked", "Server", "Site"]
