# SPDX-License-Identifier: EUPL-1.2
"""Who sees a name."""

import pytest

from pecwatch.model.office import Role
from pecwatch.rules.visibility import Sight, Standing, sight


@pytest.mark.parametrize(
    ("role", "standing", "seen"),
    [
        pytest.param(Role.OPERATOR, Standing(owns=True), Sight.FULL, id="operator: her own rows"),
        pytest.param(Role.OPERATOR, Standing(also_told=True), Sight.FULL, id="operator: rows of her candidates"),
        pytest.param(Role.OPERATOR, Standing(), Sight.NOTHING, id="operator: nobody else's"),
        pytest.param(Role.DUTY_WORKER, Standing(owns=True), Sight.FULL, id="duty worker: the rows owned"),
        pytest.param(Role.OPERATOR, Standing(escalated_to=True), Sight.FULL, id="operator: as substitute of the owner"),
        pytest.param(Role.DUTY_WORKER, Standing(escalated_to=True), Sight.FULL, id="duty worker: as substitute"),
        pytest.param(Role.DUTY_WORKER, Standing(), Sight.NOTHING, id="duty worker: no others"),
        pytest.param(Role.COORDINATOR, Standing(), Sight.INITIALS, id="coordinator: initials"),
        pytest.param(Role.COORDINATOR, Standing(escalated_to=True), Sight.FULL, id="coordinator: her step"),
        pytest.param(Role.COORDINATOR, Standing(list_in_doubt=True), Sight.FULL, id="coordinator: list in doubt"),
        pytest.param(Role.COORDINATOR, Standing(owns=True), Sight.FULL, id="coordinator: for want of a duty worker"),
        pytest.param(Role.DIRECTOR, Standing(), Sight.INITIALS, id="director: initials"),
        pytest.param(Role.DIRECTOR, Standing(escalated_to=True), Sight.INITIALS, id="director: an earlier step"),
        pytest.param(Role.DIRECTOR, Standing(last_step=True), Sight.FULL, id="director: the last step"),
        pytest.param(Role.DIRECTOR, Standing(eve=True), Sight.FULL, id="director: the eve"),
        pytest.param(
            Role.SYSTEM_ADMINISTRATOR,
            Standing(owns=True, also_told=True, list_in_doubt=True, escalated_to=True, last_step=True, eve=True),
            Sight.NOTHING,
            id="administrator: never",
        ),
        pytest.param(
            Role.TUTOR,
            Standing(owns=True, also_told=True, list_in_doubt=True, escalated_to=True, last_step=True, eve=True),
            Sight.NOTHING,
            id="tutor: never",
        ),
    ],
)
def test_sight(role: Role, standing: Standing, seen: Sight) -> None:
    """Nobody sees more of a row than the work needs."""
    assert sight(role, standing) is seen
