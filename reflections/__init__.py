"""People, evidence and pages."""
