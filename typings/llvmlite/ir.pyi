from typing import Any

# llvmlite has no types of its own; what emits code is checked by running it
Constant: Any
DoubleType: Any
FunctionType: Any
IntType: Any
Undefined: Any
VectorType: Any
VoidType: Any
