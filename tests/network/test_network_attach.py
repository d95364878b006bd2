import pytest
from tests.reference.networks import signalling

from her2sim.errors import NetworkError
from her2sim.network import Fragment, FragmentReaction, Network, Parameter, Species, attach, check_dimensions


def pharmacokinetics(name: str = "pk", rate: str = "k_el*central_nM") -> Fragment:
    return Fragment(
        name,
        species=(Species("central_nM", "nM"),),
        parameters=(Parameter("k_el", 0.1, "1/h"),),
        assignments=(("tumour_nM", "0.3*central_nM", "nM"),),
        observables=(("exposure", {"central_nM": 1.0}, "nM"),),
        reactions=(FragmentReaction("elimination", ("central_nM",), (), rate),),
        initial={"central_nM": "2*IC50"},
    )


def joined() -> Network:
    return attach(signalling(), pharmacokinetics(), {"drug_nM": "tumour_nM"})


def test_a_bound_input_becomes_an_assignment_before_its_first_use():
    order = [item.name for item in joined().assignments]
    assert order.index("tumour_nM") < order.index("drug_nM") < order.index("free")
    assert "drug_nM" not in joined().inputs
    assert "drug_nM" not in joined().parameter_index


def test_attaching_leaves_the_network_itself_alone():
    before = signalling().content_hash
    assert joined().content_hash != before
    assert signalling().content_hash == before


def test_units_work_out_after_attaching():
    assert check_dimensions(joined()) == []


def test_an_input_that_does_not_exist_is_refused_with_the_nearest():
    with pytest.raises(NetworkError) as caught:
        attach(signalling(), pharmacokinetics(), {"drug_nm": "tumour_nM"})
    assert caught.value.hint == "drug_nM"


def test_a_name_already_taken_is_refused():
    with pytest.raises(NetworkError, match="used twice"):
        attach(joined(), pharmacokinetics("again"))


def test_a_circle_of_assignments_is_refused():
    circle = Fragment("circle", assignments=(("a", "b + 1", "1"), ("b", "a + 1", "1")))
    with pytest.raises(NetworkError, match="circle"):
        attach(signalling(), circle)


def test_a_rate_over_unknown_names_is_refused():
    with pytest.raises(NetworkError, match="k_elim"):
        attach(signalling(), pharmacokinetics(rate="k_elim*central_nM"))


def test_a_reaction_of_an_unknown_species_is_refused():
    lost = Fragment("lost", reactions=(FragmentReaction("loss", ("central_nM",), (), "1"),))
    with pytest.raises(NetworkError, match="is no species"):
        attach(signalling(), lost)


def test_a_start_cannot_depend_on_a_bound_input():
    start = Fragment("start", species=(Species("Q", "1"),), initial={"Q": "free"})
    with pytest.raises(NetworkError, match="'free' is not known here"):
        attach(joined(), start)
