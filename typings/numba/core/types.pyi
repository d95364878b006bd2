from typing import Any

class Type:
    def __init__(self, name: str) -> None: ...
    def __call__(self, *args: Any) -> Any: ...

float64: Any
int64: Any
void: Any
