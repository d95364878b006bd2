"""Ten thousand broken tables for every parser: a result or a documented error, never anything else."""

from __future__ import annotations

import gzip
import random
import time

import pytest
from tests.case.genomics.small import DISCRETE, EXPRESSION, LOG2, LONG, MAF, META, PANELS, PATIENTS, SAMPLES, lay_out

from her2sim.case.genomics import (
    GeneError,
    StudyError,
    hgnc_table,
    open_table,
    read_clinical,
    read_copy_number,
    read_expression,
    read_maf,
    read_study,
)
from her2sim.case.genomics.folder import parse_meta
from her2sim.case.genomics.sequencing import read_panel_matrix

ROUNDS = 10_000
SECONDS = 20.0
LEAST = {"packed": 0.0}
"""share that must still be read, so that the depth of a parser is reached; a packed file seldom survives"""
BITS = [
    *(bytes([one]) for one in b"\t,\n\r\"'#=+-@:\x00\x1b\xff .0123456789ABCTp*_"),
    b"\n\n",
    b"\t\t\t",
    b"nan",
    b"inf",
    b"1e999",
    b"-0",
    b"9" * 30,
    "１２".encode(),
    "\u2028é\u0085".encode(),
    b"p.",
    b"_splice",
    b"delins",
    b"fs*",
    b"ERBB2",
    b"P27",
    b"Hugo_Symbol",
    b"!!python/object",
    b"{{7*7}}",
    b"../..",
    b"T-1",
    b"\x1f\x8b",
]


def rows_of(content):
    with open_table(content) as table:
        return list(table.rows())


PARSERS = {
    "table": (rows_of, [MAF, LOG2, PATIENTS]),
    "maf": (read_maf, [MAF]),
    "discrete": (lambda content: read_copy_number(content, "discrete"), [DISCRETE, LONG]),
    "log2": (lambda content: read_copy_number(content, "log2"), [LOG2]),
    "expression": (lambda content: read_expression(content, "TPM"), [EXPRESSION]),
    "patients": (lambda content: read_clinical(content, "patient"), [PATIENTS]),
    "samples": (lambda content: read_clinical(content, "sample"), [SAMPLES]),
    "panels": (read_panel_matrix, [PANELS]),
    "meta": (lambda content: parse_meta(content, "meta_x.txt"), [META]),
    "packed": (read_maf, [gzip.compress(MAF.encode(), mtime=0)]),
}


def broken(content, chance):
    """The bytes with a few of them replaced, put in, taken out or doubled."""
    found = bytearray(content)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(found) + 1)
        match chance.randrange(4):
            case 0:
                found[at : at + 1] = chance.choice(BITS)
            case 1:
                found[at:at] = chance.choice(BITS)
            case 2:
                del found[at : at + chance.randint(1, 40)]
            case _:
                found[at:at] = found[at : at + chance.randint(1, 80)]
    return bytes(found).replace(b"\x00", b"") if chance.random() < 0.5 else bytes(found)


def answered(read, content):
    """Whether the content was read; anything but the documented error fails the test."""
    try:
        read(content)
    except StudyError:
        return False
    return True


@pytest.mark.parametrize("name", PARSERS)
def test_ten_thousand_broken_tables_are_read_or_refused(name):
    read, texts = PARSERS[name]
    sources = [text.encode() if isinstance(text, str) else text for text in texts]
    chance = random.Random(20)
    start = time.perf_counter()
    good = sum(answered(read, broken(chance.choice(sources), chance)) for _ in range(ROUNDS))
    assert ROUNDS * LEAST.get(name, 0.3) < good < ROUNDS
    assert time.perf_counter() - start < SECONDS


def test_ten_thousand_broken_names_are_a_gene_none_or_refused():
    chance, table = random.Random(22), hgnc_table()
    for _ in range(ROUNDS):
        symbol = broken(chance.choice([b"ERBB2", b"HER-2", b"P27", b""]), chance).decode("utf-8", "replace")
        entrez = broken(chance.choice([b"2064", b"", b"NA"]), chance).decode("utf-8", "replace")
        try:
            gene = table.resolve(symbol, entrez)
        except GeneError:
            continue
        assert gene is None or gene in table.by_name.values()


def whole_study(folder):
    """A sample that an unbroken file names is never lost."""
    study = read_study(folder)
    assert {"T-1", "T-2", "T-3"} <= {*study.samples, *(one.sample for one in study.rejected)}


def fuzz_study(folder, rounds):
    """Whole folders with one broken file each; every sample of a folder that is read has a case or a reason."""
    chance = random.Random(23)
    lay_out(folder)
    files = sorted(path for path in folder.rglob("*.txt"))
    whole = {path: path.read_bytes() for path in files}
    good = 0
    for _ in range(rounds):
        path = chance.choice(files)
        path.write_bytes(broken(whole[path], chance))
        good += answered(whole_study, folder)
        path.write_bytes(whole[path])
    assert 0 < good < rounds


def test_a_folder_with_a_broken_file_is_read_or_refused(tmp_path):
    fuzz_study(tmp_path, 100)


@pytest.mark.slow
def test_two_thousand_folders_with_a_broken_file_are_read_or_refused(tmp_path):
    fuzz_study(tmp_path, 2000)
