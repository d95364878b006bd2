"""Numbers of the operations of tapes (`network.tapes`) by name, as kernels compare them."""

from her2sim.network.tapes import CODE

ADD, SUBTRACT, MULTIPLY, DIVIDE, NEG = CODE["+"], CODE["-"], CODE["*"], CODE["/"], CODE["neg"]
PRODUCT3, FMA, FMS, FNMA, SUM = CODE["product3"], CODE["fma"], CODE["fms"], CODE["fnma"], CODE["sum"]
NET22, NET23, NET32, NET33 = (CODE[name] for name in ("net22", "net23", "net32", "net33"))
SIGNED = CODE["signed"]
MIN, MAX, SELECT, GE, GT = CODE["min"], CODE["max"], CODE["select"], CODE[">="], CODE[">"]
SQRT, EXP, LOG, POWER, SLOPE = CODE["sqrt"], CODE["exp"], CODE["log"], CODE["**"], CODE["slope"]
ABS, SIGN, FLOOR, TRUTH = CODE["abs"], CODE["sign"], CODE["floor"], CODE["truth"]
SIN, COS, TAN, ASIN, ACOS, ATAN = (CODE[name] for name in ("sin", "cos", "tan", "asin", "acos", "atan"))
SINH, COSH, TANH = CODE["sinh"], CODE["cosh"], CODE["tanh"]
ASINH, ACOSH, ATANH = CODE["asinh"], CODE["acosh"], CODE["atanh"]
