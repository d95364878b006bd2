import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from her2sim.report.words import NONE, percent, quantity, signed


@given(st.floats(min_value=1e-12, max_value=1e12))
def test_a_quantity_keeps_three_digits(value: float) -> None:
    mantissa, _, power = quantity(value).replace(",", "").partition("×10")
    shown = float(mantissa) * 10.0 ** int(power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) or 0)
    assert shown == pytest.approx(value, rel=5.1e-3)  # half a unit of the third digit, 0.5 %


@given(st.floats(min_value=0, max_value=1))
def test_a_share_is_called_certain_only_if_it_is(share: float) -> None:
    assert (percent(share) == "0 %") == (share == 0)
    assert (percent(share) == "100 %") == (share == 1)


@pytest.mark.parametrize("write", [percent, quantity, signed])
def test_what_is_not_known_is_not_shown_as_a_number(write: object) -> None:
    assert callable(write)
    assert write(math.nan) == NONE
