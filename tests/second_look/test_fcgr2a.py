"""FcgRIIa derived again."""

import pytest
from tests.second_look.sources import value


def test_histidine_binds_half_again_as_well() -> None:
    """bruhns2009, as a public table repeats it: 5.2e6 and 3.5e6 per M."""
    assert value("fcgr2a_H131_Ka") == 5.2e6
    assert value("fcgr2a_R131_Ka") == 3.5e6
    assert value("fcgr2a_H131_Ka") / value("fcgr2a_R131_Ka") == pytest.approx(1.49, abs=0.01)
