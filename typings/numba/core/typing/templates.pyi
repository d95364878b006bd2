from typing import Any

class AttributeTemplate:
    key: Any
