"""Where a service's database is: an address is looked at before anything goes there; who may see what lies there follows from it."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url

from reflections.errors import NotAllowed, ServiceTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "SOUNDFOLIO_DATABASE"
DRIVER = "postgresql+psycopg"
_LIKE = f"{DRIVER}://name:password@server/database"
_HERE = ("", "localhost", "127.0.0.1", "::1")


def read(text: str) -> URL:
    """Return the address, with the server's certificate looked at wherever it is another computer.

    NotAllowed where it is none of PostgreSQL's, or would go over a network unlocked; ServiceTrouble without the driver.
    """
    try:
        found = make_url(text)
    except (exc.ArgumentError, ValueError) as error:
        message = f"That is not a service's address. It looks like this: {_LIKE}"
        raise NotAllowed(message) from error
    if found.drivername == "postgresql":
        found = found.set(drivername=DRIVER)
    if found.drivername != DRIVER or not found.database:
        message = f"That is not a service's address. It looks like this: {_LIKE}"
        raise NotAllowed(message)
    _driver()
    return found if _is_here(found) else _sealed(found)


def parted(text: str) -> tuple[str, str]:
    """Return an address without its password, and the password ("" for none); what `read` refuses is refused."""
    read(text.strip())
    found = make_url(text.strip())
    bare = URL.create(found.drivername, found.username, None, found.host, found.port, found.database, found.query)
    return bare.render_as_string(hide_password=False), str(found.password or "")


def whole(where: str, password: str) -> str:
    """Return an address with its password."""
    found = make_url(where)
    return (found.set(password=password) if password else found).render_as_string(hide_password=False)


def named(where: str) -> tuple[str, str]:
    """Return whose name an address holds, and which server: for people."""
    found = make_url(where)
    return found.username or "", found.host or "localhost"


def can_be_met() -> bool:
    """Whether this computer has the driver at all; a laptop of no service lacks it."""
    return find_spec("psycopg") is not None


def of_laptops(text: str, name: str, password: str) -> str:
    """Return the same database's address for the laptops of a tutor."""
    return make_url(text).set(username=name, password=password).render_as_string(hide_password=False)


def _is_here(address: URL) -> bool:
    """Whether it is this computer: named so, or by a socket's folder."""
    named = address.host or _one(address.query, "host") or ""
    return named in _HERE or named.startswith("/")


def _sealed(address: URL) -> URL:
    if _one(address.query, "sslmode") not in (None, "verify-full"):
        message = "What a service holds goes over the network locked or not at all. Take sslmode out of the address."
        raise NotAllowed(message)
    roots = _one(address.query, "sslrootcert") or "system"
    return address.update_query_dict({"sslmode": "verify-full", "sslrootcert": roots})


def _one(query: Mapping[str, tuple[str, ...] | str], name: str) -> str | None:
    found = query.get(name)
    return found if isinstance(found, str) or found is None else found[0]


def _driver() -> None:
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError as error:
        message = "To speak with a service, PostgreSQL's driver is needed: pip install 'soundfolio[service]'."
        raise ServiceTrouble(message) from error
