# SPDX-License-Identifier: EUPL-1.2
"""What `pecwatch check` says of the registry in force."""

from collections.abc import Iterator

from pecwatch.config import Config
from pecwatch.store.records import RegistryStatus

BY_HAND = (
    "registry: none yet, so every row would go to the duty worker as unknown: before the first start, "
    "pecwatch registry import FILE"
)
BY_ITSELF = "registry: none yet; the first round takes up what [registry] names: pecwatch registry import tries it now"


def remarks_on_registry(config: Config, found: RegistryStatus | None) -> Iterator[str]:
    """What to do before the service starts, as long as no registry was imported."""
    if found is None:
        yield BY_HAND if config.registry is None else BY_ITSELF
