"""Who this computer trusts to say who a server is, as one file of PEM: PostgreSQL's driver reads nothing else.

Its wheel brings a library of its own, which looks for "the system's" list where the library was built; that is on nobody's
computer, and on Windows the list is no file at all. So the list is found here, and its file named.
"""

from __future__ import annotations

import atexit
import os
import ssl
import tempfile
from pathlib import Path
from typing import Any

from reflections.errors import ServiceTrouble

_FOR_SERVERS = "1.3.6.1.5.5.7.3.1"  # id-kp-serverAuth, RFC 5280 section 4.2.1.12
_STORES = ("ROOT", "CA")  # of Windows: whoever is trusted by itself, and those between
# where systems keep theirs: Debian and Alpine, Fedora and RHEL, SUSE, macOS
_PLACES = (
    Path("/etc/ssl/certs/ca-certificates.crt"),
    Path("/etc/pki/tls/certs/ca-bundle.crt"),
    Path("/etc/ssl/ca-bundle.pem"),
    Path("/etc/ssl/cert.pem"),
)
_NONE = (
    "This computer has no list of whom to trust, so no server can prove that it is your service's. Ask whoever looks after "
    "the service for a file of its authority (PEM), and put ?sslrootcert=FILE at the end of the address."
)
_WRITTEN: list[Path] = []  # the file of this process, where one had to be made


def file() -> Path:
    """Return a file of all authorities that this computer trusts; ServiceTrouble where it keeps none.

    SSL_CERT_FILE goes before the system's own list, as everywhere. Windows keeps no file: one is made for this process.
    """
    if (named := os.environ.get("SSL_CERT_FILE")) and Path(named).is_file():
        return Path(named)
    if hasattr(ssl, "enum_certificates"):
        return _of_windows(ssl.enum_certificates)
    usual = ssl.get_default_verify_paths().cafile
    found = next((place for place in (*_PLACES, *([Path(usual)] if usual else [])) if place.is_file()), None)
    if found is None:
        raise ServiceTrouble(_NONE)
    return found


def _of_windows(listed: Any) -> Path:
    """Write down whom Windows trusts for servers, once a process; what an IT department rolls out is among them."""
    if _WRITTEN and _WRITTEN[0].is_file():
        return _WRITTEN[0]
    trusted = {
        content: None
        for store in _STORES
        for content, encoding, purposes in listed(store)
        if encoding == "x509_asn" and (purposes is True or _FOR_SERVERS in purposes)
    }
    if not trusted:
        raise ServiceTrouble(_NONE)
    with tempfile.NamedTemporaryFile("w", prefix="soundfolio-", suffix=".pem", delete=False, encoding="ascii") as made:
        made.writelines(map(ssl.DER_cert_to_PEM_cert, trusted))
    _WRITTEN[:] = [Path(made.name)]
    atexit.register(_WRITTEN[0].unlink, missing_ok=True)
    return _WRITTEN[0]
