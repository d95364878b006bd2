# Only what her2sim calls.
from collections.abc import Mapping
from typing import Any, Self

class Schema:
    names: list[str]
    metadata: Mapping[bytes, bytes] | None

class Table:
    num_rows: int
    schema: Schema
    @classmethod
    def from_pandas(cls, df: Any, *, preserve_index: bool | None = None) -> Self: ...
    def replace_schema_metadata(self, metadata: Mapping[str, str] | None = None) -> Self: ...
    def to_pandas(self) -> Any: ...
