from tests.report.synthetic import REFERENCES

from her2sim.report.sources import UNVERIFIED, number_sources


def test_sources_are_numbered_by_first_mention() -> None:
    sources = number_sources(["doi2012", "seen2004", "doi2012"], REFERENCES)
    assert [(source.key, source.number) for source in sources.values()] == [("doi2012", 1), ("seen2004", 2)]


def test_a_reference_from_memory_is_marked() -> None:
    assert number_sources(["memory2010"], REFERENCES)["memory2010"].mark == UNVERIFIED
    assert number_sources(["seen2004"], REFERENCES)["seen2004"].mark == ""


def test_a_key_without_a_reference_is_listed_not_dropped() -> None:
    assert number_sources(["nobody1900"], REFERENCES)["nobody1900"].mark == "not in the evidence"


def test_only_web_addresses_become_links() -> None:
    known = {"odd": REFERENCES["doi2012"].model_copy(update={"doi": "", "url": "javascript:alert(1)"})}
    assert number_sources(["odd"], known)["odd"].link == ""
