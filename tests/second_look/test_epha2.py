"""EphA2 has only its amount, which a case sets; the rates stand in epha2_by_src."""

from tests.second_look.sources import NETWORK, measured_range, value


def test_the_sensitive_reference_has_few_of_them() -> None:
    """Fewer than receptors that are known to matter little in SK-BR-3: MET, up to 20 000."""
    assert 0 < value("EPHA2_total") <= measured_range("Q008")[1]


def test_all_of_it_starts_inactive() -> None:
    start = {NETWORK.species[place].name: expression for place, expression in NETWORK.initial}
    assert [name for name in start if "EPHA2" in name] == ["EPHA2(s~i)"]
