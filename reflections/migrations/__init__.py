"""Numbered steps that bring any journal ever released to today's tables, on SQLite and PostgreSQL alike."""

HEAD = "0012"
KNOWN = (
    "0001",
    "0002",
    "0003",
    "0004",
    "0005",
    "0006",
    "0007",
    "0008",
    "0009",
    "0010",
    "0011",
    "0012",
)  # a test compares these with the steps; reading them here spares importing Alembic at every start
