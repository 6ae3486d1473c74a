# SPDX-License-Identifier: EUPL-1.2
"""The configuration: config.toml and the environment, judged before anything starts."""

from pecwatch.config.loading import (
    find_config,
    load_config,
    load_installation,
    load_reading_config,
    office_of,
    serves_many,
    vault_of,
)
from pecwatch.config.lookout import Lookout, lookout_of, lookout_over
from pecwatch.config.offices import installation_of, office_codes, office_file
from pecwatch.config.records import (
    Config,
    DatabaseConfig,
    HolidayPlace,
    Installation,
    ListsConfig,
    MailRoute,
    ReadingConfig,
    RegistryConfig,
    ServiceConfig,
    Tenant,
    VaultConfig,
    WorkingHours,
)

__all__ = [
    "Config",
    "DatabaseConfig",
    "HolidayPlace",
    "Installation",
    "ListsConfig",
    "Lookout",
    "MailRoute",
    "ReadingConfig",
    "RegistryConfig",
    "ServiceConfig",
    "Tenant",
    "VaultConfig",
    "WorkingHours",
    "find_config",
    "installation_of",
    "load_config",
    "load_installation",
    "load_reading_config",
    "lookout_of",
    "lookout_over",
    "office_codes",
    "office_file",
    "office_of",
    "serves_many",
    "vault_of",
]
