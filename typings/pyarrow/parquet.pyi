# Only what her2sim calls.
from pathlib import Path

from pyarrow import Table

def write_table(table: Table, where: str | Path, *, compression: str = "snappy", store_schema: bool = True) -> None: ...
def read_table(source: str | Path) -> Table: ...
