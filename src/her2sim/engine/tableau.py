"""Coefficients of the Rosenbrock methods, in the form without products with the Jacobian (Hairer & Wanner 1996, IV.7).

    (I/(h gamma) - J) U_i = f(x + sum_j a_ij U_j, t + c_i h) + sum_j C_ij/h U_j + h d_i df/dt
    x_new = x + sum_j a_sj U_j + U_s;  the last increment U_s is the error estimate (stiffly accurate methods)

Dense output: (1-q) x + q (x_new + (1-q) (K_1 + q (K_2 + q K_3))), K_k = sum_j H_kj U_j.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

STAGES = 8
"""rows that a packed tableau has room for"""


@dataclass(frozen=True)
class Tableau:
    """One method: s stages, an error estimate of order `order` - 1."""

    name: str
    order: int
    gamma: float
    a: tuple[tuple[float, ...], ...]
    c: tuple[tuple[float, ...], ...]
    nodes: tuple[float, ...]
    drift: tuple[float, ...]
    dense: tuple[tuple[float, ...], ...]

    @property
    def stages(self) -> int:
        """Number of stages."""
        return len(self.c) + 1

    def packed(self) -> NDArray[np.float64]:
        """One array: a (8 x 8), C (8 x 8), nodes (8), drift (8), dense (3 x 8), gamma."""
        s = self.stages
        a, c, dense = np.zeros((STAGES, STAGES)), np.zeros((STAGES, STAGES)), np.zeros((3, STAGES))
        for row, values in enumerate(self.a, start=1):
            a[row, : len(values)] = values
        for row in range(len(self.a) + 1, s):  # the last stages add the increment before them to the state before
            a[row, : row - 1], a[row, row - 1] = a[row - 1, : row - 1], 1.0
        for row, values in enumerate(self.c, start=1):
            c[row, : len(values)] = values
        for row, values in enumerate(self.dense):
            dense[row, : len(values)] = values
        nodes, drift = np.zeros(STAGES), np.zeros(STAGES)
        nodes[:s], drift[: len(self.drift)] = (*self.nodes, *[1.0] * (s - len(self.nodes))), self.drift
        return np.concatenate([a.ravel(), c.ravel(), nodes, drift, dense.ravel(), [self.gamma]])


RODAS5P = Tableau(
    name="Rodas5P: Steinebach 2023, BIT 63:27, doi:10.1007/s10543-023-00967-x",
    order=5,
    gamma=0.21193756319429014,
    a=(
        (3.0,),
        (2.849394379747939, 0.45842242204463923),
        (-6.954028509809101, 2.489845061869568, -10.358996098473584),
        (2.8029986275628964, 0.5072464736228206, -0.3988312541770524, -0.04721187230404641),
        (-7.502846399306121, 2.561846144803919, -11.627539656261098, -0.18268767659942256, 0.030198172008377946),
    ),
    c=(
        (-14.155112264123755,),
        (-17.97296035885952, -2.859693295451294),
        (147.12150275711716, -1.41221402718213, 71.68940251302358),
        (165.43517024871676, -0.4592823456491126, 42.90938336958603, -5.961986721573306),
        (24.854864614690072, -3.0009227002832186, 47.4931110020768, 5.5814197821558125, -0.6610691825249471),
        (
            30.91273214028599, -3.1208243349937974, 77.79954646070892, 34.28646028294783, -19.097331116725623,
            -28.087943162872662,
        ),
        (
            37.80277123390563, -3.2571969029072276, 112.26918849496327, 66.9347231244047, -40.06618937091002,
            -54.66780262877968, -9.48861652309627,
        ),
    ),
    nodes=(0.0, 0.6358126895828704, 0.4095798393397535, 0.9769306725060716, 0.4288403609558664),
    drift=(0.21193756319429014, -0.42387512638858027, -0.3384627126235924, 1.8046452872882734, 2.325825639765069),
    dense=(
        (
            25.948786856663858, -2.5579724845846235, 10.433815404888879, -2.3679251022685204, 0.524948541321073,
            1.1241088310450404, 0.4272876194431874, -0.17202221070155493,
        ),
        (
            -9.91568850695171, -0.9689944594115154, 3.0438037242978453, -24.495224566215796, 20.176138334709044,
            15.98066361424651, -6.789040303419874, -6.710236069923372,
        ),
        (
            11.419903575922262, 2.8879645146136994, 72.92137995996029, 80.12511834622643, -52.072871366152654,
            -59.78993625266729, -0.15582684282751913, 4.883087185713722,
        ),
    ),
)  # fmt: skip

RODAS4P2 = Tableau(
    name="Rodas4P2: Steinebach 2020, Progress in DAEs II, 165, doi:10.1007/978-3-030-53905-4_6",
    order=4,
    gamma=0.25,
    a=(
        (3.0,),
        (0.906377755268814, -0.189707390391685),
        (3.758617027739064, 1.161741776019525, -0.849258085312803),
        (7.089566927282776, 4.573591406461604, -8.423496976860259, -0.959280113459775),
    ),
    c=(
        (-12.0,),
        (-6.354581592719008, 0.338972550544623),
        (-8.575016317114033, -7.606483992117508, 12.224997650124820),
        (-5.888975457523102, -8.157396617841821, 24.805546872612922, 12.790401512796979),
        (-4.408651676063871, -6.692003137674639, 24.625568527593117, 16.627521966636085, -5.714285714285718),
    ),
    nodes=(0.0, 0.75, 0.321448134013046, 0.519745732277726),
    drift=(0.25, -0.5, -0.189532918363016, 0.085612108792769),
    dense=(
        (-5.323528268423303, -10.042123754867493, 17.175254928256965, -5.079931171878093, -0.016185991706112),
        (6.984505741529879, 6.914061169603662, -0.849178943070653, 18.104410789349338, -3.516963011559032),
    ),
)

METHODS = {"rodas5p": RODAS5P, "rodas4p2": RODAS4P2}
"""by the name `simulate` knows them under"""
