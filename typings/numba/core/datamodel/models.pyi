from typing import Any

class PrimitiveModel:
    def __init__(self, dmm: Any, fe_type: Any, be_type: Any) -> None: ...
