"""The ErbB receptors at the cell surface, their ligands and their dimers.

    EGFR + EGF  <-> EGFR:EGF          HER3 + NRG1 <-> HER3:NRG1          HER4 + NRG1 <-> HER4:NRG1
    HER2 + HER2 <-> HER2:HER2         loose; no antibody loosens it: trastuzumab (MOA12) and pertuzumab do not (TX02)
    HER2 + HER3 <-> HER2:HER3         ligand-free: needs domain IV free (MOA01); pertuzumab only hinders it (T004)
    HER2 + HER3:NRG1 <-> dimer        ligand-driven, far tighter: needs domain II free only (R08)
    EGFR, HER4: homodimers and dimers with HER2 likewise

HGNC symbols: EGFR, HER2 = ERBB2, HER3 = ERBB3, HER4 = ERBB4; NRG1 (heregulin) stands for all HER3/HER4 ligands,
EGF for all EGFR ligands. Sites of HER2: d dimer; t domain IV {n free, b one arm of trastuzumab, x both arms};
p domain II {n free, b pertuzumab}; m {n open, y masked}.
"""

from her2sim.biology.kit import Draft, Mechanism


def _monomers(m: Draft) -> None:
    m.monomer("EGFR", d=(), l=("n", "e"))
    m.monomer("HER2", d=(), t=("n", "b", "x"), p=("n", "b"), m=("n", "y"))
    m.monomer("HER3", d=(), l=("n", "h"))
    m.monomer("HER4", d=(), l=("n", "h"))


def _ligands(m: Draft) -> None:
    for receptor, state, ligand, name in (
        ("EGFR", "e", "EGF_free_nM", "EGF"),
        ("HER3", "h", "NRG1_free_nM", "NRG1_HER3"),
        ("HER4", "h", "NRG1_free_nM", "NRG1_HER4"),
    ):
        on = m.derived(f"on_{name}", m[f"kon_{name}"] * m[ligand], "1/h")
        off = m.derived(f"off_{name}", m[f"kon_{name}"] * m[f"Kd_{name}"], "1/h")
        free, bound = m[receptor](d=None, l="n"), m[receptor](d=None, l=state)
        m.both(f"bind_{name}", free | bound, on, off)


def _dimers(m: Draft) -> None:
    egfr, her2, her3, her4 = m["EGFR"], m["HER2"], m["HER3"], m["HER4"]
    pairs = (
        ("HER2_HER2", her2(d=None), her2(d=None), her2(d=1) % her2(d=1)),
        (
            "HER2_HER3_free",
            her2(d=None, t="n", p="n"),
            her3(d=None, l="n"),
            her2(d=1, t="n", p="n") % her3(d=1, l="n"),
        ),
        ("HER2_HER3_NRG1", her2(d=None, p="n"), her3(d=None, l="h"), her2(d=1, p="n") % her3(d=1, l="h")),
        ("EGFR_HER2_EGF", egfr(d=None, l="e"), her2(d=None, p="n"), egfr(d=1, l="e") % her2(d=1, p="n")),
        ("EGFR_HER2_free", egfr(d=None, l="n"), her2(d=None, p="n"), egfr(d=1, l="n") % her2(d=1, p="n")),
        ("EGFR_EGFR", egfr(d=None, l="e"), egfr(d=None, l="e"), egfr(d=1, l="e") % egfr(d=1, l="e")),
        ("EGFR_HER3", egfr(d=None, l="e"), her3(d=None), egfr(d=1, l="e") % her3(d=1)),
        ("HER2_HER4", her2(d=None, p="n"), her4(d=None, l="h"), her2(d=1, p="n") % her4(d=1, l="h")),
        ("HER4_HER4", her4(d=None, l="h"), her4(d=None, l="h"), her4(d=1, l="h") % her4(d=1, l="h")),
    )
    for name, first, second, dimer in pairs:
        on = m.derived(f"on_{name}", m[f"koff_{name}"] / m[f"Kd_{name}"], "1/molecule/h")
        m.both(f"dimer_{name}", first + second | dimer, on, f"koff_{name}")
    held = her2(d=None, t="n", p="b") + her3(d=None, l="n") | her2(d=1, t="n", p="b") % her3(d=1, l="n")
    on = m.derived("on_HER2_HER3_pertuzumab", m["on_HER2_HER3_free"] / m["pertuzumab_hinders_free"], "1/molecule/h")
    m.both("dimer_HER2_HER3_pertuzumab", held, on, "koff_HER2_HER3_free")


def _observables(m: Draft) -> None:
    egfr, her2, her3, her4 = m["EGFR"], m["HER2"], m["HER3"], m["HER4"]
    m.observable("HER2_HER2", her2(d=1) % her2(d=1), per="species")
    m.observable("HER2_HER3_free", her2(d=1) % her3(d=1, l="n"))
    m.observable("HER2_HER3_NRG1", her2(d=1) % her3(d=1, l="h"))
    m.observable("EGFR_HER2", egfr(d=1) % her2(d=1))
    m.observable("EGFR_EGFR", egfr(d=1) % egfr(d=1), per="species")
    m.observable("EGFR_HER3", egfr(d=1) % her3(d=1))
    m.observable("HER2_HER4", her2(d=1) % her4(d=1))
    m.observable("HER4_HER4", her4(d=1) % her4(d=1), per="species")
    m.observable("surface_ERBB2", her2())
    m.observable("surface_EGFR", egfr())
    m.observable("surface_ERBB3", her3())
    m.observable("surface_ERBB4", her4())
    m.observable("free_ERBB2", her2(t="n", p="n", m="n"))


def rules(m: Draft) -> None:
    _monomers(m)
    _ligands(m)
    _dimers(m)
    _observables(m)


RECEPTORS = Mechanism(
    name="receptors",
    evidence=("MOA01", "MOA12", "R07", "R08", "R18", "R21"),
    needs=("ligands",),
    rules=rules,
    reductions=(
        "Ligands are constant concentrations; what the receptors take up is not subtracted from them.",
        "Ligand binds monomers only: a ligand-free dimer parts within seconds, so it binds after parting.",
        "HER3:HER4 and ligand-free EGFR homodimers are left out.",
    ),
)
