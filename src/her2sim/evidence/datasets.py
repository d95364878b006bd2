"""Measurements of others that calibrate the model: what they are, whose they are, and where this machine holds them.

No row of them is part of her2sim. `HER2SIM_DATA` names the folder that holds one folder for each data set; whatever
reads them must work, or say what is missing, without it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from her2sim.errors import InputError

VARIABLE = "HER2SIM_DATA"


class DataSetError(InputError):
    """A data set is unknown or not on this machine."""


@dataclass(frozen=True)
class DataSet:
    """One data set: its folder's name, what it holds, whom to cite, and the licence as it was seen at the source."""

    name: str
    what: str
    citation: str
    licence: str
    source: str
    """repository and commit, or document, it was taken from"""


_ALL = (
    DataSet(
        "adc_pk_and_invitro",
        "T-DM1 and T-DXd exposure and viability",
        "Girish 2012; Yamamoto 2015; Doi 2017; Lewis Phillips 2008; Ogitani 2016; van der Lee 2015",
        "GPL-3 (repository; digitised facts)",
        "github yuezheli/ADC-archives @ 1171aeb3",
    ),
    DataSet(
        "breast_mri_volumes",
        "tumour volumes at baseline",
        "BreastDCEDL; I-SPY 1, I-SPY 2 and Duke (TCIA)",
        "MIT (repository); TCIA CC BY or CC BY-NC, not checked",
        "github ivonsc/ISPY2-Breast-MultimodalAI @ be8667f7",
    ),
    DataSet(
        "ccle_np24_drug",
        "eight-point dose responses of CCLE lines",
        "Barretina 2012 Nature 483:603",
        "CCLE terms or CC BY 4.0, not checked",
        "github haiderinam/pair_con_select @ e797ad9f",
    ),
    DataSet(
        "cycif_her2_heterogeneity",
        "HER2 fractions within tumours, multiplexed imaging",
        "Guerriero 2024 npj Breast Cancer",
        "MIT",
        "github labsyspharm/npjbcancer2023 @ e9b61ad6",
    ),
    DataSet(
        "fcgr_affinity",
        "IgG1 affinities of Fc receptors by genotype",
        "Bruhns 2009 Blood; Lux 2013 J Immunol; Robinett 2018 Cell Syst",
        "MIT",
        "github meyer-lab/FcgR-binding @ db54bff4",
    ),
    DataSet(
        "hass2017_rtk",
        "time courses of receptors and their pathways; receptors by flow cytometry",
        "Hass 2017 npj Syst Biol Appl",
        "free for non-commercial use (D2D); no row may be shipped",
        "github Data2Dynamics/d2d @ 61863c87",
    ),
    DataSet(
        "heiser_lincs_gr",
        "growth-rate metrics, breast lines x 107 drugs",
        "Heiser 2012 PNAS; Daemen 2013 Genome Biol; Hafner 2017",
        "none stated; HMS LINCS data policy",
        "github uc-bd2k/grbrowser @ d8fe75bf",
    ),
    DataSet(
        "hpn_dream",
        "RPPA time courses of four lines under ligands",
        "Hill 2016 Nat Methods",
        "BSD-3 (package)",
        "github dreamtools/dreamtools @ 250bf595",
    ),
    DataSet(
        "kmdata_her2_trials",
        "reconstructed Kaplan-Meier data of calibration trials",
        "kmdata (Fell 2022); each trial in its key file",
        "MIT",
        "github raredd/kmdata @ 8972d41b",
    ),
    DataSet(
        "lsp_proteomics",
        "mass spectrometry (TMT) of pathway proteins and sites, about 65 samples",
        "Kalocsay 2023 Sci Data",
        "CC BY 4.0; MIT",
        "github labsyspharm/lincs_proteomics_data_descriptor @ c5c09eef; labsyspharm/brca-profiling",
    ),
    DataSet(
        "metabric",
        "clinical tables, mutations, survival and expression of a few genes, 1904 patients",
        "Curtis 2012 Nature; Pereira 2016 Nat Commun; cBioPortal brca_metabric",
        "ODbL 1.0 (data); MIT",
        "github peterchristofferholm/metabric_data @ 96807aec; semacu/data-science-python @ 12d66342",
    ),
    DataSet(
        "meyer_au565",
        "live-cell counts by cell-cycle phase, AU565 under drugs",
        "Mohammadi 2022, Gross 2023 (not checked)",
        "MIT",
        "github meyer-lab/DrugResponseModel.jl @ 377638d2",
    ),
    DataSet(
        "niepel_rtk",
        "receptors of 39 breast lines by ELISA, pg/cell; ligand responses of pERK and pAKT",
        "Niepel 2013 Sci Signal; Niepel 2014 BMC Biol",
        "none stated; published HMS LINCS data",
        "github hmslincs/hmslincs @ a94a832c",
    ),
    DataSet(
        "pasmopy_erbb",
        "RNA (TPM) of 49 CCLE breast lines for 38 genes; blots of four lines",
        "Imoto 2022 iScience; CCLE",
        "Apache-2.0",
        "github pasmopy/breast_cancer @ 9de99266",
    ),
    DataSet(
        "pdxe_brca",
        "untreated xenograft growth and molecular panel",
        "Gao 2015 Nat Med 21:1318; Mer 2019 Cancer Res",
        "Artistic-2.0 (package)",
        "github bhklab/Xeva @ 54c191f8",
    ),
    DataSet(
        "petab_chen2009",
        "PEtab tables of an ErbB model",
        "Chen 2009 Mol Syst Biol 5:239",
        "BSD-3",
        "github Benchmarking-Initiative/Benchmark-Models-PEtab @ 4d208508",
    ),
    DataSet(
        "petab_froehlich2018",
        "PEtab tables, drug responses of cell lines",
        "Froehlich 2018 Cell Syst",
        "BSD-3; CCLE data",
        "github Benchmarking-Initiative/Benchmark-Models-PEtab @ 4d208508",
    ),
    DataSet(
        "tcga_brca",
        "clinical, IHC, ISH, RPPA, copy number and mutations of breast tumours",
        "TCGA 2012 Nature 490:61; RTCGA",
        "GPL-2 (packages); TCGA open-access data",
        "github bioc/RTCGA.clinical @ 706d3556, .RPPA @ c61b94b8, .mutations @ 15cec69d, .CNV @ 96823263",
    ),
    DataSet(
        "trastuzumab_pk_label",
        "exposures of trastuzumab from the labels",
        "Herceptin SmPC and USPI; Quartino 2019 Cancer Chemother Pharmacol 83:329",
        "regulatory text",
        "EU SmPC tables 14-15; US label table 7",
    ),
)

DATA_SETS: Mapping[str, DataSet] = {one.name: one for one in _ALL}
"""Every data set the project knows, by name."""


def data_folder() -> Path | None:
    """The folder `HER2SIM_DATA` names, or None if it is not set or not a folder."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named and Path(named).is_dir() else None


def dataset(name: str) -> Path:
    """The folder of a data set on this machine.

    Raises:
        DataSetError: no such data set is known, `HER2SIM_DATA` is not set, or the folder lacks it.
    """
    if name not in DATA_SETS:
        raise DataSetError("no data set has this name", expected=", ".join(DATA_SETS), got=name)
    about = DATA_SETS[name]
    named = os.environ.get(VARIABLE)
    if not named:
        raise DataSetError(
            f"the data set {name} ({about.what}) is needed, and {VARIABLE} is not set",
            expected=f"{VARIABLE} names a folder that holds the folder {name}",
            hint=f"export {VARIABLE}=<folder of the data sets>; source: {about.source}",
        )
    folder = Path(named) / name
    if not folder.is_dir():
        raise DataSetError(
            f"the data set {name} ({about.what}) is not in the folder that {VARIABLE} names",
            expected=f"a folder {name} with the files of {about.source}",
            got=named,
        )
    return folder


def dataset_file(name: str, file: str) -> Path:
    """One file of a data set.

    Raises:
        DataSetError: as `dataset`, or the data set lacks the file.
    """
    path = dataset(name) / file
    if not path.is_file():
        held = ", ".join(sorted(one.name for one in path.parent.glob("*.csv"))) or "no table"
        raise DataSetError(f"the data set {name} lacks a file", expected=held, got=file)
    return path


def digest(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
