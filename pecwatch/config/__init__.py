# SPDX-License-Identifier: EUPL-1.2
"""The configuration: config.toml and the environment, judged before anything starts."""

from pecwatch.config.loading import find_config, load_config, load_reading_config
from pecwatch.config.records import (
    Config,
    DatabaseConfig,
    HolidayPlace,
    ListsConfig,
    MailRoute,
    ReadingConfig,
    RegistryConfig,
    ServiceConfig,
    VaultConfig,
    WorkingHours,
)

__all__ = [
    "Config",
    "DatabaseConfig",
    "HolidayPlace",
    "ListsConfig",
    "MailRoute",
    "ReadingConfig",
    "RegistryConfig",
    "ServiceConfig",
    "VaultConfig",
    "WorkingHours",
    "find_config",
    "load_config",
    "load_reading_config",
]
