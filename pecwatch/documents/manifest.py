# SPDX-License-Identifier: EUPL-1.2
"""What the manifest of an OpenDocument file says of its members."""

from pecwatch.documents.elements import Attributes, Elements


class Manifest(Elements):
    """Whether some member needs a password."""

    is_encrypted = False

    def opened(self, name: str, attributes: Attributes) -> None:
        """Take up an element."""
        del attributes
        self.is_encrypted = self.is_encrypted or name == "manifest:encryption-data"
