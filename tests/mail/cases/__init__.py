# SPDX-License-Identifier: EUPL-1.2
"""The rows of the table of messages, by what they try."""

from tests.mail.cases.altered import ALTERED
from tests.mail.cases.beside import BESIDE
from tests.mail.cases.case import Case
from tests.mail.cases.chains import CHAINS
from tests.mail.cases.faces import FACES
from tests.mail.cases.genuine import GENUINE
from tests.mail.cases.kinds import KINDS

ALL: tuple[Case, ...] = (*GENUINE, *CHAINS, *ALTERED, *BESIDE, *FACES, *KINDS)
