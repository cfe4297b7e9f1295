"""Imports what opening a journal needs, ahead of time, so that the passphrase answers at once."""


def warm_up() -> None:
    """Import the database, its mappers and the key stretching; takes about half a second, once."""
    import argon2.low_level  # noqa: F401 - imported for their effect
    import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401 - the same
    import sqlalchemy.dialects.sqlite  # noqa: F401 - the same
    from sqlalchemy.orm import configure_mappers

    import reflections.journal  # noqa: F401 - the same

    configure_mappers()
