# SPDX-License-Identifier: EUPL-1.2
"""Name constraints (RFC 5280, 4.2.1.10): for which names an authority may vouch."""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, IPv6Network

from cryptography import x509
from cryptography.x509.oid import NameOID

from pecwatch.seals.certificates import canonical, extension


def limits_mail(authority: x509.Certificate) -> bool:
    """Whether an authority may vouch for some mail addresses only, as that of the PEC providers."""
    constraints = extension(authority, x509.NameConstraints)
    permitted = None if constraints is None else constraints.permitted_subtrees
    return any(isinstance(name, x509.RFC822Name) for name in permitted or ())


def allows(authority: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Whether every name in a certificate is one that the authority above it may vouch for."""
    constraints = extension(authority, x509.NameConstraints)
    return constraints is None or all(
        _is_allowed(name, _alike(constraints.permitted_subtrees, name), _alike(constraints.excluded_subtrees, name))
        for name in _names(certificate)
    )


def _is_allowed(name: x509.GeneralName, permitted: list[x509.GeneralName], excluded: list[x509.GeneralName]) -> bool:
    if not isinstance(name, x509.RFC822Name | x509.DNSName | x509.IPAddress | x509.DirectoryName):
        # Nobody seals mail with such a name, so nobody needs its limits understood.
        return not permitted and not excluded
    if any(_covers(limit, name) for limit in excluded):
        return False
    return not permitted or any(_covers(limit, name) for limit in permitted)


def _alike(limits: Iterable[x509.GeneralName] | None, name: x509.GeneralName) -> list[x509.GeneralName]:
    return [limit for limit in limits or () if type(limit) is type(name)]


def _names(certificate: x509.Certificate) -> Iterator[x509.GeneralName]:
    """The subject, the mail addresses in it, and the alternative names."""
    if certificate.subject.rdns:
        yield x509.DirectoryName(certificate.subject)
    for attribute in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS):
        if str(attribute.value).isascii():
            yield x509.RFC822Name(str(attribute.value))
    yield from extension(certificate, x509.SubjectAlternativeName) or ()


def _covers(limit: x509.GeneralName, name: x509.GeneralName) -> bool:
    """Whether a name lies in the subtree that a limit of the same kind spans."""
    if isinstance(limit, x509.IPAddress):
        return isinstance(limit.value, IPv4Network | IPv6Network) and name.value in limit.value
    if isinstance(limit, x509.DirectoryName):
        subtree = canonical(limit.value)
        return canonical(name.value)[: len(subtree)] == subtree
    written, bound = str(name.value).lower(), str(limit.value).lower()
    if isinstance(limit, x509.DNSName):
        return not bound or f".{written}".endswith(f".{bound.lstrip('.')}")
    return _covers_address(bound, written)


def _covers_address(bound: str, address: str) -> bool:
    """One mailbox (`a@b`), every mailbox of a host (`b`), or of the hosts under a domain (`.b`)."""
    if "@" in bound:
        return address == bound
    host = address.rpartition("@")[2]
    return host.endswith(bound) if bound.startswith(".") else host == bound or not bound
