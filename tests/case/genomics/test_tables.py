"""Delimited tables: what is refused as a whole, what is left out with its line, and that nothing else is."""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from her2sim.case.genomics import StudyError, open_table, usual_limits

LIMITS = usual_limits()


def rows(source, limits=None):
    with open_table(source, "t.txt", limits) as table:
        return [(row.line, list(row.cells)) for row in table.rows()], table


def refused(source, limits=None):
    with pytest.raises(StudyError) as caught:
        rows(source, limits)
    return str(caught.value)


def test_rows_keep_their_line_below_comments_and_blank_lines():
    found, table = rows(b"#version\nA\tB\n\n1\t2\n\t\n3\t\n")
    assert table.header == ("A", "B")
    assert table.comments == ("#version",)
    assert found == [(4, ["1", "2"]), (6, ["3", ""])]


@pytest.mark.parametrize(
    "text", ["A,B\n1,2\n", "A\tB\n1\t2\n", "\ufeffA\tB\r\n1\t2\r\n", '"A"\t"B"\n"1"\t"2"\n', 'A,B\n1,"2"']
)
def test_tab_comma_bom_quotes_and_windows_line_ends_are_all_the_same_table(text):
    found, table = rows(text.encode())
    assert (table.header, found[0][1]) == (("A", "B"), ["1", "2"])


def test_a_packed_table_is_told_by_its_content():
    assert rows(gzip.compress(b"A\tB\n1\t2\n"))[0] == [(2, ["1", "2"])]


def test_a_ragged_row_is_left_out_with_its_line():
    found, table = rows(b"A\tB\n1\n1\t2\n1\t2\t3\n")
    assert found == [(3, ["1", "2"])]
    assert [(one.line, one.got, one.expected) for one in table.remarks] == [
        (2, "1", "2 cells, as the header"),
        (4, "3", "2 cells, as the header"),
    ]


def test_a_quoted_cell_that_does_not_end_is_left_out_with_its_line():
    found, table = rows(b'A,B\n"1,2\n3,4\n')
    assert found == [(3, ["3", "4"])]
    assert table.remarks[0].line == 2


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "has no header"),
        (b"#only\n#comments\n", "has no header"),
        (b"A\tA\n", "a column is there twice"),
        (b"A\t\n", "column 2 has no name"),
        (b"A\tB\n\x00\t1\n", "NUL"),
        (b"A\tB\n\xff\xfa\t1\n", "not UTF-8"),
        ("A\tB\n".encode("utf-16"), "UTF-16"),
        (b"A\tB\r1\t2\r", "carriage return"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        (gzip.compress(b"A\tB\n1\t2\n")[:-9], "cannot be read"),
        (b"\x1f\x8b\x08broken", "cannot be read"),
        (b"BZh91AY", "packed by bzip2"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(content, says):
    assert says in refused(content)


def test_an_excel_file_is_refused_with_what_to_do():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("sheet.xml", "A")
    assert "tab-delimited text" in refused(packed.getvalue())


def test_no_such_file_is_an_error_of_ours(tmp_path):
    assert "cannot be read" in refused(tmp_path / "none.txt")
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "value", "content", "says"),
    [
        ("bytes", 5, b"A\tB\n1\t2\n", "too large"),
        ("unpacked_bytes", 1000, gzip.compress(b"A\tB\n" + b"1\t2\n" * 1000), "too large"),
        ("line", 100, b"A\tB\n" + b"1" * 200 + b"\t2\n", "line is too long"),
        ("columns", 2, b"A\tB\tC\n", "too many columns"),
        ("rows", 2, b"A\tB\n" + b"1\t2\n" * 3, "too many rows"),
        ("remarks", 2, b"A\tB\n" + b"1\n" * 3, "cannot be read"),
    ],
)
def test_every_limit_is_enforced(name, value, content, says):
    assert says in refused(content, replace(LIMITS, **{name: value}))


def test_a_bomb_of_one_line_is_stopped_before_it_is_unpacked():
    bomb = gzip.compress(b"A" * 50_000_000)
    assert len(bomb) < 100_000
    assert "line is too long" in refused(bomb)


def test_a_cell_that_is_too_long_is_left_out():
    found, table = rows(b"A\tB\n" + b"1" * 50 + b"\t2\n3\t4\n", replace(LIMITS, cell=20))
    assert found == [(3, ["3", "4"])]
    assert "too long" in table.remarks[0].reason


cells = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters='"#,'), min_size=1, max_size=6
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(cells, min_size=0, max_size=5), max_size=12), st.sampled_from(["\t", ","]))
def test_every_row_is_read_or_remarked(body, mark):
    text = mark.join("ABC") + "\n" + "".join(mark.join(row) + "\n" for row in body)
    found, table = rows(text.encode())
    assert len(found) + len(table.remarks) == table.count == sum(1 for row in body if row)
    assert [row for _, row in found] == [row for row in body if len(row) == 3]
