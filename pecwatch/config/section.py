# SPDX-License-Identifier: EUPL-1.2
"""What every section of config.toml has in common."""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A table of the file; keys it does not know are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
