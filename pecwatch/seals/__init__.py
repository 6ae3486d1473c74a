# SPDX-License-Identifier: EUPL-1.2
"""Electronic signatures: what a CMS structure holds, whether it fits its content, and who vouches for the signer."""
