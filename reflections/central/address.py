"""Where a service's database is: an address is looked at before anything goes there; who may see what lies there follows from it."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from sqlalchemy import exc
from sqlalchemy.engine import URL, make_url

from reflections.central import authorities
from reflections.errors import NotAllowed, ServiceTrouble

if TYPE_CHECKING:
    from collections.abc import Mapping

VARIABLE = "SOUNDFOLIO_DATABASE"
DRIVER = "postgresql+psycopg"
SYSTEM = "system"  # libpq's word for the list of this computer
_LIKE = f"{DRIVER}://name:password@server/database"
_BRING_IT = "To speak with a service, PostgreSQL's driver is needed: .venv/bin/python -m pip install 'psycopg[binary]'."
_IN_A_FOLDER = (
    "This folder has no driver for a service's database. Carry a sealed file instead: soundfolio pack --to FILE"
)
_HERE = ("localhost", "127.0.0.1", "::1")
# What an address may say besides: each of these leaves it to the address's own server to be reached, and says no secret.
_MAY_SAY = frozenset(
    {"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "target_session_attrs", "connect_timeout"}
)


def read(text: str) -> URL:
    """Return the address, with the server's certificate looked at wherever it is another computer.

    NotAllowed where it is none of PostgreSQL's, would go over a network unlocked, or elsewhere than where it says;
    ServiceTrouble without the driver.
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
    _says_one_place(found)
    _driver()
    return found if _is_here(found) else _sealed(found)


def to_meet(text: str) -> URL:
    """Return the address as the driver takes it: where the system's list of authorities is meant, the file that it is.

    As `read`, and ServiceTrouble where this computer has no such list.
    """
    found = read(text)
    if _one(found.query, "sslrootcert") != SYSTEM:
        return found
    return found.update_query_dict({"sslrootcert": str(authorities.file())})


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
    away = [host for host in _hosts(found) if not _near(host)]
    return found.username or "", ", ".join(away) or found.host or "localhost"


def can_be_met() -> bool:
    """Whether this computer has the driver at all; a laptop of no service lacks it."""
    return find_spec("psycopg") is not None


def of_laptops(text: str, name: str, password: str) -> str:
    """Return the same database's address for the laptops of a tutor."""
    return make_url(text).set(username=name, password=password).render_as_string(hide_password=False)


def leads_away(text: str) -> bool:
    """Whether an address means the same server wherever it is used; "this computer" is another one on each."""
    return not _is_here(make_url(text))


def _says_one_place(address: URL) -> None:
    """NotAllowed where what stands behind the question mark would lead elsewhere than the server that people read."""
    if more := sorted(set(address.query) - _MAY_SAY):
        message = f"The service's address says more than where it is. Take this out of it: {', '.join(more)}"
        raise NotAllowed(message)
    if address.host and "host" in address.query:
        message = "The service's address names two servers. Ask whoever gave it to you which of them it is."
        raise NotAllowed(message)


def _hosts(address: URL) -> list[str]:
    """Every server that is tried; none where the system's own settings say which."""
    given = address.query.get("host", ())
    named = [address.host or "", *((given,) if isinstance(given, str) else given)]
    return [host for each in named for host in each.split(",") if host]


def _near(host: str) -> bool:
    """Whether it is this computer: named so, or by a socket's folder."""
    return host in _HERE or host.startswith("/")


def _is_here(address: URL) -> bool:
    hosts = _hosts(address)
    return bool(hosts) and all(map(_near, hosts))


def _sealed(address: URL) -> URL:
    if _one(address.query, "sslmode") not in (None, "verify-full"):
        message = "What a service holds goes over the network locked or not at all. Take sslmode out of the address."
        raise NotAllowed(message)
    roots = _one(address.query, "sslrootcert") or SYSTEM
    return address.update_query_dict({"sslmode": "verify-full", "sslrootcert": roots})


def _one(query: Mapping[str, tuple[str, ...] | str], name: str) -> str | None:
    found = query.get(name)
    return found if isinstance(found, str) or found is None else found[0]


def _driver() -> None:
    try:
        import psycopg  # noqa: F401 - only whether it is there
    except ImportError as error:
        message = _IN_A_FOLDER if getattr(sys, "frozen", False) else _BRING_IT
        raise ServiceTrouble(message) from error
