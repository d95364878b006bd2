"""What if: the case, and the case with fields or the regimen changed, side by side on the same virtual patients."""

from her2sim.studies.whatif.results import Difference, WhatIf, WhatIfArm
from her2sim.studies.whatif.study import whatif
from her2sim.studies.whatif.variants import Variant, read_variant

__all__ = ["Difference", "Variant", "WhatIf", "WhatIfArm", "read_variant", "whatif"]
