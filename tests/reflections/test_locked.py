"""A page with a password: nothing of it can be read without, and its policy lets in what is inside and nothing else."""

import base64
import re

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from reflections.pages import locked
from reflections.pages.render import hashed
from tests.reflections.test_page import FONT, HOSTILE, Tags, written

PASSWORD = "seven slow silver trains"


def lock(page: str = "<style>a</style><p>the bus home at night</p><script>b</script>", password: str = PASSWORD) -> str:
    return locked.locked(page, password, rounds=1000, font=FONT)


def unlock(text: str, password: str) -> str:
    """Open it by what stands in the file alone, as the browser does."""
    (given,) = (a for t, a in Tags(text).tags if a.get("id") == "sealed")
    body = re.search(r'id="sealed"[^>]*>([^<]*)<', text)
    assert body
    salt, nonce = (base64.b64decode(given[name] or "") for name in ("data-salt", "data-nonce"))
    kdf = PBKDF2HMAC(algorithm=SHA256(), length=32, salt=salt, iterations=int(given["data-rounds"] or 0))
    return AESGCM(kdf.derive(password.encode())).decrypt(nonce, base64.b64decode(body.group(1)), None).decode()


def test_it_opens_with_its_password_and_with_no_other() -> None:
    page = written()
    text = lock(page)
    assert unlock(text, PASSWORD) == page
    with pytest.raises(InvalidTag):
        unlock(text, PASSWORD + "s")


def test_nothing_of_the_page_can_be_read_without_not_even_whose_it_is() -> None:
    text = lock(written())
    plain = re.sub(r"[\w+/=]{16,}", "", text)  # hashes, salt and what is sealed may hold any two letters
    for never in ("Jo", "Midnight", "That slide!", "data:audio", "Nan"):
        assert never not in plain, never


def test_two_copies_share_neither_salt_nor_nonce() -> None:
    ones = [re.findall(r'data-(?:salt|nonce)="([^"]+)"', lock()) for _ in range(2)]
    assert not set(ones[0]) & set(ones[1])


def test_the_policy_names_its_own_style_and_script_and_those_inside_and_nothing_else() -> None:
    text = lock()
    tags = Tags(text)
    policy = next(a["content"] or "" for _, a in tags.tags if a.get("http-equiv"))
    for name, inside in (("style", "a"), ("script", "b")):
        (allowed,) = re.findall(rf"{name}-src ([^;]*)", policy)
        own = tags.inside[name][-1]
        assert allowed.split() == [hashed(own), hashed(inside)]
    assert "unsafe" not in policy
    assert "connect" not in policy


@pytest.mark.parametrize("password", ["", "       ", "short", "  seven  "])
def test_a_password_that_can_be_guessed_at_once_is_none(password: str) -> None:
    with pytest.raises(ValueError, match="at least 8"):
        lock(password=password)


def test_the_way_the_letters_were_typed_is_no_matter() -> None:
    assert unlock(lock(password="  Zoe\u0308 and the bus "), "Zo\u00eb and the bus")


def test_it_takes_as_many_rounds_as_are_asked_for_today() -> None:
    assert locked.ROUNDS >= 600_000


def test_without_scripts_it_says_what_to_do() -> None:
    words = " ".join(Tags(lock()).words.split())
    assert "Open this file in Chrome, Edge, Firefox or Safari" in words
    assert "My music need no password" in words


def test_whatever_is_inside_stays_inside() -> None:
    page = f"<p>{HOSTILE}</p></script><script>alert(1)</script>"
    text = lock(page)
    assert "alert" not in text
    assert unlock(text, PASSWORD) == page
