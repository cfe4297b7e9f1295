"""A journal that does not open: which kind of error says so, in a sentence, and nothing in its folder has changed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from reflections import Journal, vault
from tests.reflections.conftest import PASSPHRASE

if TYPE_CHECKING:
    from pathlib import Path

    from reflections import JournalError


def snapshot(folder: Path) -> dict[str, bytes]:
    """What is in a folder, by the names of its files."""
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


def rewrite(path: Path, **changed: object) -> None:
    """Forge a vault file with a sound checksum."""
    body = json.loads(path.read_bytes())
    body.pop("check")
    body |= changed
    path.write_text(json.dumps(body | {"check": vault._check(body)}))


def refused(folder: Path, kind: type[JournalError], secret: str = PASSPHRASE) -> str:
    """Open, expect that kind and nothing changed, and return the sentence."""
    before = snapshot(folder)
    with pytest.raises(kind) as caught:
        Journal.open(folder, secret)
    after = snapshot(folder)
    after.pop("journal.lock", None)
    before.pop("journal.lock", None)
    assert after == before
    sentence = str(caught.value)
    assert type(caught.value) is kind
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    return sentence
