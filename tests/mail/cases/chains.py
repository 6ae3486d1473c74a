# SPDX-License-Identifier: EUPL-1.2
"""Envelopes with certificates that are not those of a provider, or cannot be shown to be."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_address

from cryptography import x509
from cryptography.x509.oid import NameOID, ObjectIdentifier

from pecwatch.seals.anchors import Anchors
from tests.generators.authority import named, provider, provider_issuer, root
from tests.generators.chains import (
    DOMAINS,
    PROVIDERS_ONLY,
    Chain,
    anchor,
    authority,
    below,
    constraints,
    leaf,
    real,
    valid,
)
from tests.generators.forgeries import self_made_authorities
from tests.generators.keys import Identity, derived_key
from tests.generators.providers import ARUBA, POSTE, PROPER, Postmark
from tests.generators.signing import Manner
from tests.mail.anchored import pin_on, trusting
from tests.mail.cases.case import Case, doubtful, invalid, never_verified
from tests.mail.cases.genuine import sealed

ADDRESS = f"posta-certificata@{ARUBA.domain}"
FALSE_DOMAIN = "pec.falsario.example"
UNKNOWN_EXTENSION = (x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.99999.7"), b"\x05\x00"), True)


def _strangers() -> Iterator[Case]:
    foreign_root = root("Radice Straniera CA")
    foreign_issuer = provider_issuer(frozenset(DOMAINS), foreign_root)
    foreign = provider(ARUBA.domain, foreign_issuer)
    whole, rootless = Chain(foreign, (foreign_issuer, foreign_root)), Chain(foreign, (foreign_issuer,))
    chain = real()
    yield doubtful("foreign root in the bag", sealed(whole), "issuer_unknown")
    yield doubtful("foreign root not in the bag", sealed(rootless), "issuer_unknown", "chain_incomplete")
    yield doubtful("no anchors at all", sealed(chain), "issuer_unknown", "chain_incomplete", anchors=trusting)
    yield doubtful("anchors of others", sealed(chain), "issuer_unknown", "chain_incomplete", anchors=_others)
    yield doubtful("intermediate left out", sealed(Chain(chain.signer, ())), "chain_incomplete")
    unrelated = Chain(chain.signer, (provider_issuer(frozenset(DOMAINS)),))
    yield doubtful("another intermediate in the bag", sealed(unrelated), "chain_incomplete", "issuer_unknown")
    unbound, bound = authority(anchor(), None), authority(anchor())
    outside = Chain(leaf(bound, f"posta-certificata@{FALSE_DOMAIN}"), (unbound, bound))
    twins = sealed(outside, _from(f"posta-certificata@{FALSE_DOMAIN}"))
    yield never_verified("twins of one key, bound and unbound", twins)
    unnamed = replace(PROPER, manner=Manner(has_signer_certificate=False))
    yield doubtful("signer's certificate left out", sealed(chain, unnamed), "chain_incomplete")


def _others() -> Anchors:
    return trusting(root("Radice Straniera CA"))


def _impostors() -> Iterator[Case]:
    yield invalid("self-signed leaf", sealed(Chain(provider(ARUBA.domain, None), ())), "self_signed")
    self_made = self_made_authorities()
    yield invalid("root of the same name", sealed(self_made), "issuer_impostor")
    rootless = Chain(self_made.signer, self_made.above[:1])
    yield invalid("root of the same name left out", sealed(rootless), "issuer_impostor")
    false_root = anchor(key_name="chiave del falsario")
    issuer = authority(false_root)
    forged = Chain(leaf(issuer, ADDRESS), (issuer, anchor()))
    yield invalid("the true root in the bag of an impostor", sealed(forged), "issuer_impostor")
    genuine = real()
    false_issuer = authority(anchor(), key=derived_key("intermedio del falsario"))
    by_impostor = Chain(leaf(false_issuer, ADDRESS, key=derived_key("foglia del falsario")), genuine.above)
    yield invalid("issuer with the true name and another key", sealed(by_impostor), "issuer_impostor")
    self_issued = authority(anchor(key_name="terza chiave"), PROVIDERS_ONLY, name="Prova RSA Root CA")
    below_self_issued = Chain(leaf(self_issued, ADDRESS), (self_issued,))
    yield invalid("intermediate called like the root", sealed(below_self_issued), "issuer_impostor")


def _out_of_bounds() -> Iterator[Case]:
    mail = "posta-certificata@"
    cases = (
        ("domain not permitted", PROVIDERS_ONLY, (f"{mail}pec.falsario.example",)),
        ("look-alike domain", PROVIDERS_ONLY, (f"{mail}pec.gestore-aranc1o.example",)),
        ("domain below a permitted one", PROVIDERS_ONLY, (f"{mail}sub.{ARUBA.domain}",)),
        ("domain around a permitted one", PROVIDERS_ONLY, (f"{mail}{ARUBA.domain}.net",)),
        ("domain with a permitted ending", PROVIDERS_ONLY, (f"{mail}x{ARUBA.domain}",)),
        ("domain excluded", constraints(*DOMAINS, excluded=(ARUBA.domain,)), (ADDRESS,)),
        ("only subdomains permitted", constraints(f".{ARUBA.domain}"), (ADDRESS,)),
        ("another mailbox permitted", constraints(f"altra@{ARUBA.domain}"), (ADDRESS,)),
        ("one of several names not permitted", PROVIDERS_ONLY, (ADDRESS, f"{mail}{FALSE_DOMAIN}")),
    )
    for name, bound, addresses in cases:
        raw = sealed(below(bound, *addresses), replace(PROPER, headers=(("From", f"<{addresses[0]}>"),)))
        yield invalid(f"constraint: {name}", raw, "constraint_violated")
    loose = constraints(ARUBA.domain)
    raw = sealed(below(loose, f"{mail}{POSTE.domain}", is_bound_critical=False), _from(f"{mail}{POSTE.domain}"))
    yield invalid("constraint: not critical and not respected", raw, "constraint_violated")
    issuer = authority(root())
    outside = leaf(issuer, ADDRESS, subject=named("Gestore", f"posta@{FALSE_DOMAIN}"))
    yield invalid("constraint: address in the subject", sealed(Chain(outside, (issuer,))), "constraint_violated")


def _from(address: str) -> Postmark:
    return replace(PROPER, headers=(("From", f'"Per conto di: decadenze@pec.aler.example" <{address}>'),))


def _other_names() -> Iterator[Case]:
    """Constraints hold for every kind of name, and openssl thinks so too."""
    issuer = authority(anchor())
    address = x509.RFC822Name(ADDRESS)
    for name in (x509.DNSName("mail.falsario.example"), x509.IPAddress(ip_address("192.0.2.1"))):
        names = (x509.SubjectAlternativeName([address, name]), False)
        named_so = Chain(leaf(issuer, further=(names,)), (issuer,))
        yield never_verified(f"constraint: excluded {type(name).__name__}", sealed(named_so))
    country = x509.DirectoryName(x509.Name([x509.NameAttribute(NameOID.COUNTRY_NAME, "FR")]))
    french = x509.NameConstraints([*(x509.RFC822Name(domain) for domain in DOMAINS), country], None)
    yield never_verified("constraint: directory name not permitted", sealed(below(french)))


def _no_authorities() -> Iterator[Case]:
    """Certificates that sign others and may not; whether it is called invalid or not, it never counts."""
    true = real()
    by_leaf = Chain(leaf(true.signer, ADDRESS), (true.signer, *true.above))
    yield invalid("issued by another provider's leaf", sealed(by_leaf), "constraint_violated")
    no_authority = authority(anchor(), is_authority=False)
    yield invalid(
        "issuer that is no authority",
        sealed(Chain(leaf(no_authority, ADDRESS), (no_authority,))),
        "constraint_violated",
    )
    sub = authority(true.above[0], name="Prova sotto CA")
    too_long = Chain(leaf(sub, ADDRESS), (sub, *true.above))
    yield invalid("one authority too many", sealed(too_long), "constraint_violated")


def _no_providers() -> Iterator[Case]:
    commercial = authority(anchor(), None, name="Prova Client CA")
    raw = sealed(Chain(leaf(commercial, ADDRESS), (commercial,)))
    yield doubtful("commercial certificate under the same root", raw, "issuer_not_a_provider")
    hosts = x509.NameConstraints([x509.DNSName("gestore.example")], None)
    of_hosts = authority(anchor(), hosts, name="Prova Host CA")
    raw = sealed(Chain(leaf(of_hosts, ADDRESS), (of_hosts,)))
    yield doubtful("constraints on hosts only", raw, "issuer_not_a_provider")
    excluding = authority(anchor(), constraints(excluded=("altro.example",)), name="Prova Client CA")
    raw = sealed(Chain(leaf(excluding, ADDRESS), (excluding,)))
    yield doubtful("constraints that only exclude", raw, "issuer_not_a_provider")
    long = authority(anchor(), path_length=1)
    unbound = authority(long, None, name="Prova sotto CA")
    raw = sealed(Chain(leaf(unbound, ADDRESS), (unbound, long)))
    yield doubtful("unbound authority below a bound one", raw, "issuer_not_a_provider")
    chain = real()
    stranger = pin_on(root())
    yield doubtful("pin not met", sealed(chain), "pin_not_met", anchors=lambda: trusting(anchor(), pins=stranger))
    direct = Chain(leaf(anchor(), ADDRESS), ())
    pin = pin_on(chain.above[0])
    yield doubtful(
        "pin not met directly below the anchor",
        sealed(direct),
        "pin_not_met",
        anchors=lambda: trusting(anchor(), pins=pin),
    )


def _strange_leaves() -> Iterator[Case]:
    issuer = authority(anchor())
    strange = Chain(leaf(issuer, ADDRESS, further=(UNKNOWN_EXTENSION,)), (issuer,))
    yield doubtful("leaf with an unknown critical extension", sealed(strange), "algorithm_unknown", "chain_incomplete")
    odd = authority(anchor(), further=(UNKNOWN_EXTENSION,))
    raw = sealed(Chain(leaf(odd, ADDRESS), (odd,)))
    yield doubtful("issuer with an unknown critical extension", raw, "algorithm_unknown", "chain_incomplete")
    nameless = Chain(leaf(issuer), (issuer,))
    yield doubtful("leaf without any address", sealed(nameless), "issuer_not_a_provider", "sender_not_in_certificate")
    other = below(PROVIDERS_ONLY, f"posta-certificata@{POSTE.domain}")
    yield invalid("seal of another provider", sealed(other), "sender_not_in_certificate")
    another_mailbox = below(PROVIDERS_ONLY, f"altra@{ARUBA.domain}")
    yield invalid("another mailbox of the provider", sealed(another_mailbox), "sender_not_in_certificate")


def _moments() -> Iterator[Case]:
    past, future = valid(dt.date(2024, 1, 1), dt.date(2025, 1, 1)), valid(dt.date(2025, 11, 1), dt.date(2027, 1, 1))
    yield invalid("leaf expired at the time", sealed(real(ARUBA.domain, past)), "outside_validity")
    yield invalid("leaf not yet valid at the time", sealed(real(ARUBA.domain, future)), "outside_validity")
    no_daticert = replace(PROPER, daticert=b"", manner=Manner())
    yield invalid("leaf expired by the seal's time", sealed(real(ARUBA.domain, past), no_daticert), "outside_validity")
    for name, validity in (("expired", past), ("not yet valid", future)):
        issuer = authority(anchor(), validity=validity)
        chain = Chain(leaf(issuer, ADDRESS), (issuer,))
        yield doubtful(f"issuer {name} at the time", sealed(chain), "issuer_outside_validity")
        old_root = anchor("Prova Old Root CA", validity=validity)
        old_issuer = authority(old_root)
        old = Chain(leaf(old_issuer, ADDRESS), (old_issuer,))
        anchors = _only(old_root)
        yield doubtful(f"anchor {name} at the time", sealed(old), "issuer_outside_validity", anchors=anchors)


def _only(identity: Identity) -> Callable[[], Anchors]:
    return lambda: trusting(identity)


CHAINS: tuple[Case, ...] = (
    *_strangers(),
    *_impostors(),
    *_out_of_bounds(),
    *_other_names(),
    *_no_authorities(),
    *_no_providers(),
    *_strange_leaves(),
    *_moments(),
)
