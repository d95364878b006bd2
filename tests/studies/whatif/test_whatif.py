"""Variants beside the case as it is."""

from pathlib import Path

import numpy as np
import pytest

from her2sim.case import change_case, read_case
from her2sim.errors import CaseError, InputError, RegimenError
from her2sim.studies.arms import Arms
from her2sim.studies.whatif import Variant, read_variant, whatif
from her2sim.studies.whatif.variants import regimen_name


def test_a_variant_without_effect_differs_by_exactly_zero():
    answer = whatif("PTEN-loss", ["PTEN=0", "PTEN=wt"], members=4, seed=2)
    nothing, repaired = answer.arms[1:]
    for one in nothing.differences.values():
        assert (one.paired == 0).all()
        assert one.p_better == one.p_worse == 0
    assert (repaired.differences["log10_kill"].paired != 0).any()
    assert repaired.moved == ("PTEN_level",)


def test_a_variant_is_what_the_changed_case_alone_gives():
    answer = whatif("JIMT-1", ["PTEN=wt @ +lapatinib"], regimen="H", members=4, seed=3)
    arms = Arms.of(change_case(read_case("JIMT-1"), ["PTEN=wt"]), 4, 3)
    alone = arms.run(arms.regimen("H+L"))
    for name, values in alone.worth.items():
        np.testing.assert_array_equal(answer.arms[1].arm.worth[name], values)


def test_words_are_read():
    assert read_variant("NRG1=0.5 nM MET=amp @ +L") == Variant(("NRG1=0.5 nM", "MET=amp"), "+L")
    for text, error in (("", InputError), ("PTEN=wt @", InputError), ("PTEN", CaseError)):
        with pytest.raises(error):
            read_variant(text)
    with pytest.raises(InputError):
        whatif("PTEN-loss")
    with pytest.raises(CaseError):
        whatif("PTEN-loss", ["kind=cell_line setting=culture size.diameter_mm=unknown sum_of_diameters_mm=unknown"])


def test_two_files_of_one_name_are_two_regimens(tmp_path):
    source = (Path(__file__).parents[3] / "examples" / "regimens" / "H_fixed_dose.yaml").read_text(encoding="utf-8")
    assert "dose: 396" in source
    files = [tmp_path / "full.yaml", tmp_path / "low.yaml"]
    for file, dose in zip(files, ("dose: 396", "dose: 0.4"), strict=True):
        file.write_text(source.replace("dose: 396", dose), encoding="utf-8")
    answer = whatif("PTEN-loss", [f"@ {file}" for file in files], members=3)
    one, two = (arm.arm for arm in answer.arms[1:])
    assert one.regimen == two.regimen
    assert not np.array_equal(one.worth["log10_kill"], two.worth["log10_kill"])


@pytest.mark.parametrize(("base", "change"), [("H", "+mine.yaml"), ("mine.yaml", "+L")])
def test_nothing_is_added_to_a_file(base, change):
    with pytest.raises(RegimenError, match=r"mine\.yaml"):
        regimen_name(base, change)
