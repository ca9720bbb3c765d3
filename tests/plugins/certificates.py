"""Throw-away certificates for tests of TLS: ``certificates``; made at run time, so that none can expire."""

import ipaddress
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID


@dataclass(frozen=True, slots=True)
class Certificates:
    """An authority's file, and servers' sides of TLS."""

    ca_file: Path
    server: ssl.SSLContext
    """For 127.0.0.1 and localhost, signed by the authority."""
    other_host: ssl.SSLContext
    """Signed by the authority, for another host."""
    self_signed: ssl.SSLContext
    """For 127.0.0.1, signed by itself."""


def make(folder: Path) -> Certificates:
    """Write an authority and three servers' certificates into a folder."""
    ca_key, ca = _issue("Test Authority", hosts=(), issuer=None)
    (folder / "ca.pem").write_bytes(ca.public_bytes(serialization.Encoding.PEM))
    here = ("127.0.0.1", "localhost")
    return Certificates(
        ca_file=folder / "ca.pem",
        server=_context(folder / "server.pem", *_issue("server", hosts=here, issuer=(ca_key, ca))),
        other_host=_context(
            folder / "other.pem", *_issue("other", hosts=("mail.example.org",), issuer=(ca_key, ca))
        ),
        self_signed=_context(folder / "self.pem", *_issue("self", hosts=here, issuer=None)),
    )


_SIGNS_CERTIFICATES = x509.KeyUsage(
    digital_signature=False,
    content_commitment=False,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=True,
    crl_sign=True,
    encipher_only=False,
    decipher_only=False,
)
_Issued = tuple[ec.EllipticCurvePrivateKey, x509.Certificate]


def _issue(name: str, *, hosts: tuple[str, ...], issuer: _Issued | None) -> _Issued:
    """Return a key and its certificate, signed by the issuer or by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    signing_key, issuer_name = (issuer[0], issuer[1].subject) if issuer else (key, subject)
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False
        )
    )
    if not hosts:
        builder = builder.add_extension(_SIGNS_CERTIFICATES, critical=True)
    else:
        builder = builder.add_extension(
            x509.SubjectAlternativeName([_name(host) for host in hosts]), critical=False
        )
    return key, builder.sign(signing_key, hashes.SHA256())


def _name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _context(path: Path, key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> ssl.SSLContext:
    """Return a server's side of TLS with one certificate."""
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """An authority of our own, and certificates by it and by nobody."""
    return make(tmp_path_factory.mktemp("certificates"))
