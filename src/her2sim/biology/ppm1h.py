"""PPM1H takes from p27 the phosphate at T187 that CDK2 puts there; without it SKP2 finds more p27 (R15).

p27_marked = CDK2 / (CDK2 + K * PPM1H_level), over its value at the usual CDK2 activity
"""

from her2sim.biology.kit import Draft, Mechanism


def rules(m: Draft) -> None:
    taken = m["K_T187_PPM1H"] * m["PPM1H_level"]
    marked = m["CDK2_active"] / (m["CDK2_active"] + taken)
    usual = m["CDK2_usual"] / (m["CDK2_usual"] + m["K_T187_PPM1H"])
    m.derived("p27_marked", marked / usual, "1")


PPM1H = Mechanism(name="ppm1h", evidence=("R15",), needs=("cyclin_e",), rules=rules)
