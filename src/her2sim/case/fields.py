"""What each field of a case accepts: words and their synonyms, unit, range."""

from her2sim.case.findings import Asks

_NEGATIVE = ("negative", "neg.", "-", "none", "absent")
_POSITIVE = ("positive", "pos.", "+", "present")
_SIGNS = {"neg": _NEGATIVE, "pos": _POSITIVE}
_SCORES = {
    "neg": (*_NEGATIVE, "0"),
    "low": ("1+", "weak", "moderate"),
    "high": (*_POSITIVE, "pos", "2+", "3+", "strong"),
}
_LEVELS = {
    "low": ("weak", "reduced"),
    "normal": ("wt", "wild type", "neutral"),
    "high": ("overexpressed", "strong", "up"),
}
RECEPTOR = Asks("percent of stained tumour cells, or neg or pos", _SIGNS, ("%",), 0, 100)
SCORE = Asks("neg, low or high", _SCORES)
LENGTH = Asks("longest diameter in mm", units=("mm",), low=0.1, high=1000)
COPY_NUMBER = Asks(
    "amplification, gain, neutral, loss or deep deletion, or copies per cell",
    {
        "amplification": ("amp", "amplified", "high gain"),
        "gain": ("gained", "low gain"),
        "neutral": ("normal", "diploid"),
        "loss": ("hemizygous deletion", "shallow deletion", "loh"),
        "deep deletion": ("deletion", "del", "homozygous deletion", "homdel", "deep_deletion"),
    },
    ("copies",),
    0,
    500,
)
PROTEIN = Asks(
    "low, normal or high, or a number with its unit: molecule/cell, or relative (to a HER2-positive tumour without it)",
    _LEVELS,
    ("molecule/cell", "relative"),
    0,
    1e9,
    bare_number=False,
)
RNA = Asks(
    "a number with its scale: {value: 1.3, unit: z}; z or log2 among HER2-positive tumours, or relative",
    units=("z", "log2", "relative"),
    low=-20,
    high=20,
    bare_number=False,
)
LIGAND = Asks("low, normal or high, or nM at the tumour cell", _LEVELS, ("nM",), 0, 1e6)
IHC = Asks("0, 1+, 2+ or 3+", {"0": (), "1+": ("1", "+"), "2+": ("2", "++"), "3+": ("3", "+++")})
H_SCORE = Asks("H-score, 0 to 300", units=("1",), low=0, high=300)
STATUS = Asks("negative or positive, as the report concludes", _SIGNS)
ISH_RATIO = Asks("HER2/CEP17 ratio", units=("1",), low=0.1, high=60)
COPIES = Asks("mean HER2 copies per cell", units=("copies",), low=0.1, high=200)
CELLS = Asks("percent of tumour cells", units=("%",), high=100)
STROMA = Asks("percent of stroma with lymphocytes", units=("%",), high=100)
PTEN = Asks(
    "0, weak or normal, or an H-score {value: 120, unit: H-score}",
    {
        "0": ("loss", "lost", "neg", "negative", "absent", "null"),
        "weak": ("reduced", "low", "1+"),
        "normal": ("pos", "positive", "present", "retained", "intact", "wt", "2+", "3+"),
    },
    ("H-score",),
    0,
    300,
    bare_number=False,
    extras={"assay": ()},
)
P95 = Asks(
    "neg or pos, or the ratio p95 / total HER2 (0 to 1); form: shed, CTF611 or unknown",
    _SIGNS,
    ("1",),
    0,
    1,
    extras={"form": ("shed", "CTF611", "unknown"), "assay": ()},
)
ECD = Asks("serum HER2 ECD in ng/mL", units=("ng/mL",), high=1e5)
FCGR3A = Asks(
    "V/V, V/F or F/F at residue 158",
    {
        "V/V": ("vv", "158v/v", "158vv", "158v"),
        "V/F": ("vf", "f/v", "fv", "158v/f", "158vf", "158f/v", "v158f"),
        "F/F": ("ff", "158f/f", "158ff", "158f"),
    },
)
FCGR2A = Asks(
    "H/H, H/R or R/R at residue 131",
    {
        "H/H": ("hh", "131h/h", "131hh", "131h"),
        "H/R": ("hr", "r/h", "rh", "131h/r", "131hr", "131r/h", "h131r"),
        "R/R": ("rr", "131r/r", "131rr", "131r"),
    },
)
FCGR2B = Asks(
    "I/I, I/T or T/T at residue 232",
    {
        "I/I": ("ii", "232i/i", "232ii", "232i"),
        "I/T": ("it", "t/i", "ti", "232i/t", "232it", "232t/i", "i232t"),
        "T/T": ("tt", "232t/t", "232tt", "232t"),
    },
)
WEIGHT = Asks("body weight in kg", units=("kg",), low=20, high=300)
HEIGHT = Asks("height in cm", units=("cm",), low=100, high=230)
ALBUMIN = Asks("serum albumin in g/L", units=("g/L",), low=5, high=70)
AST = Asks("serum AST in U/L", units=("U/L",), low=1, high=5000)
DOUBLING = Asks(
    "time to double with its unit, e.g. '37 h' (cells) or '150 day' (tumour volume)",
    units=("h",),
    low=5,
    high=50_000,
    bare_number=False,
)
