"""Which rooms the site has: each is a function that is given the site and returns its pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reflections.pages.web import caseload, conversation, group_portfolio, portfolio, reporting

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint

    from reflections.pages.web.site import Site

ROOMS: tuple[Callable[[Site], Blueprint], ...] = (
    caseload.room, conversation.room, portfolio.room, group_portfolio.room, reporting.room,
)  # fmt: skip
