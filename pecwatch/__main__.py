# SPDX-License-Identifier: EUPL-1.2
"""`python -m pecwatch`."""

import sys

from pecwatch.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
