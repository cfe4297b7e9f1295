"""Locks a finished page with a password: one file again, which a browser opens by itself, with no app and no network."""

from __future__ import annotations

import base64
import os
import re
import unicodedata
from typing import Final

from markupsafe import Markup

from reflections.pages.render import environment, hashed, scripts, style
from reflections.sentences import ENGLISH, tongue

# A browser's own cryptography has PBKDF2 and no Argon2, and a WebAssembly of it would ask the page's policy for more than all else.
# 600,000 rounds of HMAC-SHA-256 are what OWASP asks for; a phone takes about a second for them.
ROUNDS: Final = 600_000
FEWEST: Final = 8  # characters of a password
_SALT, _NONCE = 16, 12  # bytes


def locked(
    page: str,
    password: str,
    *,
    rounds: int = ROUNDS,
    font: bytes | None = None,
    language: str = ENGLISH,
    title: str = "",
    beside: str | None = None,
) -> str:
    """Return a page that shows `page` once the password is typed (AES-256-GCM); ValueError where that is too short.

    It is in a language; `title` is what it is called while it is locked ("" for a story), `beside` what is said there of files
    that lie beside it (None for those of a story).
    Its policy allows the style and the script of the page inside, by their hashes, and nothing else.
    """
    typed = unicodedata.normalize("NFC", password).strip()
    if len(typed) < FEWEST:
        message = f"A password has at least {FEWEST} letters."
        raise ValueError(message)
    to = tongue(language, "locked")
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = _sealed(page.encode(), typed.encode(), salt, nonce, rounds)
    look, script = style(font, also=("locked.css",)), scripts(("locked.js",))
    return (
        environment()
        .get_template("locked.html")
        .render(
            style=Markup(look),  # noqa: S704 - our own file and theme values
            script=Markup(script),  # noqa: S704 - our own file
            policy=_policy(look, script, page),
            salt=_text(salt),
            nonce=_text(nonce),
            rounds=rounds,
            sealed=_text(sealed),
            t=to,
            title=title or to.say("story.my story"),
            beside=to.say("locked.files beside") if beside is None else beside,
        )
    )


def _sealed(page: bytes, password: bytes, salt: bytes, nonce: bytes, rounds: int) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    key = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=rounds).derive(password)
    return AESGCM(key).encrypt(nonce, page, None)


def _policy(look: str, script: str, page: str) -> str:
    """What is written into an open document stands under its policy: both styles and both scripts are named."""
    inside = {name: re.findall(rf"<{name}>(.*?)</{name}>", page, re.DOTALL) for name in ("style", "script")}
    styles = " ".join(map(hashed, dict.fromkeys((look, *inside["style"]))))
    allowed = " ".join(map(hashed, dict.fromkeys((script, *inside["script"]))))
    return (
        f"default-src 'none'; img-src data:; font-src data:; media-src data: blob:; style-src {styles}; "
        f"script-src {allowed}; base-uri 'none'; form-action 'none'"
    )


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
