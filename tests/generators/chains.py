# SPDX-License-Identifier: EUPL-1.2
"""Chains of certificates shaped like the providers' real one, and chains that only look so.

The real one: a root of RSA 2048, below it AgID CA1 (path length 0, name constraints that permit the providers'
mail domains and exclude every host name and network address), below it one certificate for each provider.
"""

import datetime as dt
import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from tests.generators.authority import (
    ISSUER_VALIDITY,
    LEAF_VALIDITY,
    ROOT_VALIDITY,
    Extensions,
    Validity,
    certificate,
    named,
    root,
)
from tests.generators.keys import Identity, PrivateKey, derived_key, derived_rsa_key
from tests.generators.providers import ARUBA, PROVIDERS

DOMAINS = tuple(sorted(one.domain for one in PROVIDERS))
ROOT_NAME = "Prova RSA Root CA"
ISSUER_NAME = "Prova PEC CA2"


@dataclass(frozen=True)
class Chain:
    """Who seals, and the certificates that come along."""

    signer: Identity
    above: tuple[Identity, ...]


def _key_usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )


def _key_identifier(key: PrivateKey) -> tuple[x509.ExtensionType, bool]:
    return x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False


def _issuer_identifier(issuer: Identity) -> tuple[x509.ExtensionType, bool]:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key()), False


@lru_cache
def anchor(name: str = ROOT_NAME, key_name: str = "", validity: Validity = ROOT_VALIDITY) -> Identity:
    """A root of RSA 2048; another `key_name` gives an impostor of the same name."""
    key = derived_rsa_key(key_name or name)
    extensions: Extensions = [
        (x509.BasicConstraints(ca=True, path_length=None), True),
        (_key_usage(is_authority=True), True),
        _key_identifier(key),
    ]
    return certificate(named(name), key, None, validity, extensions)


def constraints(*permitted: str, excluded: tuple[str, ...] = ()) -> x509.NameConstraints:
    """Name constraints on mail addresses; hosts and networks are excluded altogether, as in the real one."""
    networks = [x509.IPAddress(ipaddress.ip_network(one)) for one in ("0.0.0.0/0", "::/0")]
    return x509.NameConstraints(
        [x509.RFC822Name(one) for one in permitted] or None,
        [*(x509.RFC822Name(one) for one in excluded), x509.DNSName(""), *networks],
    )


PROVIDERS_ONLY = constraints(*DOMAINS)


def authority(
    above: Identity,
    bound: x509.NameConstraints | None = PROVIDERS_ONLY,
    *,
    name: str = ISSUER_NAME,
    key: PrivateKey | None = None,
    validity: Validity = ISSUER_VALIDITY,
    path_length: int | None = 0,
    is_authority: bool = True,
    is_bound_critical: bool = True,
    further: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Identity:
    """An intermediate below another authority."""
    own_key = key or derived_key(name)
    extensions: Extensions = [
        (x509.BasicConstraints(ca=is_authority, path_length=path_length if is_authority else None), True),
        (_key_usage(is_authority=is_authority), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH, ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        _key_identifier(own_key),
        _issuer_identifier(above),
        *([(bound, is_bound_critical)] if bound is not None else []),
        *further,
    ]
    return certificate(named(name), own_key, above, validity, extensions)


def leaf(
    issuer: Identity,
    *addresses: str,
    subject: x509.Name | None = None,
    key: PrivateKey | None = None,
    validity: Validity = LEAF_VALIDITY,
    further: tuple[tuple[x509.ExtensionType, bool], ...] = (),
) -> Identity:
    """A certificate that seals mail; without addresses it has no alternative name."""
    own_key = key or derived_key(f"leaf {addresses}")
    names = x509.SubjectAlternativeName([x509.RFC822Name(one) for one in addresses])
    extensions: Extensions = [
        (x509.BasicConstraints(ca=False, path_length=None), True),
        (_key_usage(is_authority=False), True),
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False),
        _key_identifier(own_key),
        _issuer_identifier(issuer),
        *([(names, False)] if addresses else []),
        *further,
    ]
    common_name = f"Gestore {addresses[0]}" if addresses else "Gestore senza nome alternativo"
    return certificate(subject or named(common_name), own_key, issuer, validity, extensions)


def address_of(domain: str) -> str:
    """From which a provider of that domain writes its envelopes."""
    return f"posta-certificata@{domain}"


@lru_cache
def real(domain: str = ARUBA.domain, validity: Validity = LEAF_VALIDITY) -> Chain:
    """The chain as it really is, all of it RSA."""
    issuer = authority(anchor(), key=derived_rsa_key(ISSUER_NAME))
    key = derived_rsa_key(f"provider {domain}")
    return Chain(leaf(issuer, address_of(domain), key=key, validity=validity), (issuer,))


@lru_cache
def below(
    bound: x509.NameConstraints | None, *addresses: str, above: Identity | None = None, is_bound_critical: bool = True
) -> Chain:
    """Root, an intermediate with these constraints, a leaf with these addresses (Aruba's unless told)."""
    issuer = authority(above or root(), bound, is_bound_critical=is_bound_critical)
    return Chain(leaf(issuer, *(addresses or (address_of(ARUBA.domain),))), (issuer,))


def valid(begin: dt.date, end: dt.date) -> Validity:
    """From the first moment of one day to the first of another."""
    first, last = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (begin, end))
    return first, last
