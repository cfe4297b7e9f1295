"""A server over the network is believed when an authority that this computer trusts has signed for it, and not otherwise."""

from __future__ import annotations

import datetime as dt
import ipaddress
import os
import socket
import ssl
from contextlib import closing
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text
from sqlalchemy.engine import make_url

from reflections import Journal, NotAllowed
from reflections.central import authorities, looking_after
from reflections.central.journal import ServiceJournal
from reflections.central.store import ServiceStore
from reflections.central.syncing import meet
from reflections.errors import ServiceTrouble
from tests import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

THERE = "127.0.0.2"  # this computer by a name that is not taken for this computer
ELSEWHERE = "127.0.0.3"  # listens too, and its certificate does not name it
pytestmark = pytest.mark.whole  # a server of its own that speaks over the network
NO_PROOF = "can't prove that it is your service's, so nothing was sent"


class Authority:
    """Somebody who signs for servers."""

    def __init__(self, name: str) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        self.certificate = self._made(self.name, self.key.public_key(), x509.BasicConstraints(ca=True, path_length=0))

    @property
    def pem(self) -> bytes:
        """Its own certificate, as a list of whom to trust holds it."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def der(self) -> bytes:
        """The same as Windows gives it."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def signs(self, host: str) -> tuple[bytes, bytes]:
        """Return a certificate and its key, both PEM, for a server."""
        key = ec.generate_private_key(ec.SECP256R1())
        named = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(host))])
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
        made = self._made(subject, key.public_key(), named, x509.BasicConstraints(ca=False, path_length=None))
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return made.public_bytes(serialization.Encoding.PEM), private

    def _made(self, who: x509.Name, key: ec.EllipticCurvePublicKey, *more: x509.ExtensionType) -> x509.Certificate:
        now = dt.datetime.now(dt.UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(who)
            .issuer_name(self.name)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - dt.timedelta(days=1))
            .not_valid_after(now + dt.timedelta(days=2))
        )
        for extension in more:
            made = made.add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
        return made.sign(self.key, hashes.SHA256())


class Sealed(NamedTuple):
    """A service that speaks over the network, who signed for it, and the address of one tutor there."""

    address: str
    authority: Authority
    list: Path  # of whom to trust: that authority alone
    wrong: Path  # of another authority


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sealed]:
    if postgres.programs() is None:
        pytest.skip(postgres.WHY)
    authority, folder = Authority("Our council"), tmp_path_factory.mktemp("authorities")
    (folder / "list.pem").write_bytes(authority.pem)
    (folder / "wrong.pem").write_bytes(Authority("Somebody else").pem)
    with socket.socket() as room:
        room.bind((THERE, 0))
        port = room.getsockname()[1]

    def prepare(data: Path) -> dict[str, str]:
        for name, content in zip(("server.crt", "server.key"), authority.signs(THERE), strict=True):
            (data / name).write_bytes(content)
            (data / name).chmod(0o600)
            if os.geteuid() == 0:
                os.chown(data / name, postgres.NOBODY, postgres.NOBODY)
        (data / "pg_hba.conf").write_text("local all all trust\nhostssl all all 127.0.0.0/8 scram-sha-256\n")
        return {"ssl": "on", "listen_addresses": f"'{THERE},{ELSEWHERE}'", "port": str(port)}

    server = postgres.Server.own(prepare)
    try:
        near = server.where.set(database="postgres", query={**server.where.query, "port": str(port)})
        server = postgres.Server(near, server.folder)
        there = make_url(server.address(server.tutor()))
        away = there.set(host=THERE, port=port, query={})
        yield Sealed(postgres.address(away), authority, folder / "list.pem", folder / "wrong.pem")
    finally:
        server.stop()


def asks(where: str) -> int:
    """Ask the service for something."""
    with closing(ServiceStore(where, wait_seconds=5)) as store, store.reading() as session:
        return int(session.scalar(text("select 1")) or 0)


def trusts(monkeypatch: pytest.MonkeyPatch, *places: Path) -> None:
    """Let this computer keep its list at these places alone."""
    nowhere = ssl.get_default_verify_paths()._replace(cafile=None)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: nowhere)
    monkeypatch.setattr(authorities, "_PLACES", places)


def has_stores(monkeypatch: pytest.MonkeyPatch, **stores: list[tuple[bytes, str, object]]) -> None:
    """Let this computer be one with Windows' stores, as ssl.enum_certificates gives them."""
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(authorities, "_WRITTEN", [])
    monkeypatch.setattr(ssl, "enum_certificates", lambda store: stores.get(store, []), raising=False)


def test_a_server_is_believed_by_the_systems_own_list(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch, sealed.list.with_name("not there"), sealed.list)
    assert asks(sealed.address) == 1
    assert asks(f"{sealed.address}?sslrootcert=system") == 1


def test_a_list_that_the_environment_names_goes_first(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch, sealed.wrong)
    monkeypatch.setenv("SSL_CERT_FILE", str(sealed.list))
    assert asks(sealed.address) == 1
    monkeypatch.setenv("SSL_CERT_FILE", str(sealed.list.with_name("not there")))  # as if it said nothing
    with pytest.raises(ServiceTrouble, match=NO_PROOF):
        asks(sealed.address)


def test_the_file_in_the_address_goes_before_the_systems_list(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch, sealed.wrong)
    assert asks(f"{sealed.address}?sslrootcert={sealed.list}") == 1


def test_a_server_that_nobody_here_signed_for_gets_nothing(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch, sealed.wrong)
    with pytest.raises(ServiceTrouble, match=NO_PROOF):
        asks(sealed.address)
    trusts(monkeypatch, sealed.list)
    other = make_url(sealed.address).set(host=ELSEWHERE).render_as_string(hide_password=False)
    with pytest.raises(ServiceTrouble, match=NO_PROOF):  # signed for another server's name
        asks(other)


def test_a_computer_without_a_list_says_what_to_ask_for(sealed: Sealed, monkeypatch: pytest.MonkeyPatch) -> None:
    trusts(monkeypatch)
    with pytest.raises(ServiceTrouble, match=r"no list of whom to trust.*\?sslrootcert=FILE"):
        asks(sealed.address)


def test_a_file_that_is_not_there_is_said(sealed: Sealed) -> None:
    with pytest.raises(ServiceTrouble, match="behind sslrootcert can't be read, so nothing was sent"):
        asks(f"{sealed.address}?sslrootcert={sealed.list.with_name('not there')}")
    empty = sealed.list.with_name("empty.pem")
    empty.write_text("nothing")
    with pytest.raises(ServiceTrouble, match="behind sslrootcert can't be read, so nothing was sent"):
        asks(f"{sealed.address}?sslrootcert={empty}")


def test_windows_stores_are_written_down_once_and_what_is_for_mail_is_left_out(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail, other = Authority("Letters"), Authority("Program makers")
    has_stores(
        monkeypatch,
        ROOT=[(sealed.authority.der, "x509_asn", True), (other.der, "pkcs_7_asn", True)],
        CA=[(mail.der, "x509_asn", {"1.3.6.1.5.5.7.3.4"}), (sealed.authority.der, "x509_asn", {"1.3.6.1.5.5.7.3.1"})],
    )
    assert asks(sealed.address) == 1
    made = authorities.file()
    assert made.read_text().replace("\n", "") == sealed.authority.pem.decode().replace("\n", "")
    assert authorities.file() == made
    made.unlink()  # somebody tidied up while the app was open
    assert authorities.file().is_file()
    authorities.file().unlink()


def test_windows_without_one_says_what_to_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    has_stores(monkeypatch, ROOT=[(b"", "x509_asn", {"1.3.6.1.5.5.7.3.4"})])
    with pytest.raises(ServiceTrouble, match="no list of whom to trust"):
        authorities.file()


def test_a_whole_journal_goes_there_over_the_network_and_back(
    sealed: Sealed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusts(monkeypatch, sealed.list)
    journal, _code = Journal.create(
        tmp_path / "here", tutor="Sam", passphrase="three blue boats", help_person="Ms Bell"
    )
    there = ServiceJournal.at(sealed.address)
    with closing(journal), closing(there):
        journal.add_pupil("Amira", "fox", "10-12")
        assert meet(journal, there).went > 0
        assert [pupil.shown for pupil in there.pupils()] == ["Amira"]


def test_a_network_that_went_away_is_noticed_within_a_minute(sealed: Sealed) -> None:
    with closing(ServiceStore(f"{sealed.address}?sslrootcert={sealed.list}")) as store, store.engine.connect() as made:
        driver: Any = made.connection.driver_connection
        with socket.socket(fileno=os.dup(driver.fileno())) as line:
            if not hasattr(socket, "TCP_USER_TIMEOUT"):
                pytest.skip("only on Linux a connection says how long it waits")
            said = {
                name: line.getsockopt(socket.IPPROTO_TCP, getattr(socket, name))
                for name in ("TCP_KEEPIDLE", "TCP_KEEPINTVL", "TCP_KEEPCNT", "TCP_USER_TIMEOUT")
            }
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
    assert said["TCP_KEEPIDLE"] + said["TCP_KEEPINTVL"] * said["TCP_KEEPCNT"] <= 60
    assert 0 < said["TCP_USER_TIMEOUT"] <= 60_000


def test_over_the_network_it_is_locked_or_nothing(sealed: Sealed) -> None:
    with pytest.raises(NotAllowed, match="locked or not at all"):
        looking_after.status(f"{sealed.address}?sslmode=disable")
