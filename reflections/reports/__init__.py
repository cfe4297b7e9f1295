"""Reports for those who stand around a pupil: pure functions from evidence to values, then to text and to a page."""

from reflections.reports.funder import funder
from reflections.reports.kinds import refusal, report
from reflections.reports.material import Material
from reflections.reports.writing import text

__all__ = ["Material", "funder", "refusal", "report", "text"]
