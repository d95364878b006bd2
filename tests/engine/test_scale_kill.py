"""A run that is killed outright, at moments it cannot choose, and taken up again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.engine.test_scale import digests
from tests.meta.tree import ROOT
from tests.reference.networks import signalling

from her2sim.engine.scale import map_batches

LANES, CHUNK = 240, 4
_CHILD = """
import sys
from tests.engine.test_scale_kill import start
for batch in start(sys.argv[1], sys.argv[2]):
    print(batch.lanes.stop, flush=True)
"""


def start(into: str, layout: Any, **options: Any) -> Any:
    strength = 2e-3 * np.random.default_rng(7).lognormal(0.0, 0.4, LANES)
    hours = np.linspace(0.0, 72.0, 7)
    return map_batches(signalling(), {"k_cat": strength}, hours, into=into, format=layout, chunk=CHUNK, **options)


def killed_after(into: Path, layout: str, chunks: int, delay_s: float) -> None:
    """Run in a process of its own until `chunks` are reported, wait, and kill it."""
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(into), layout], stdout=subprocess.PIPE, cwd=ROOT, env=environment
    )
    assert child.stdout is not None
    for _ in range(chunks):
        assert child.stdout.readline()
    time.sleep(delay_s)
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("layout", ["parquet", "zarr"])
def test_a_killed_run_goes_on_and_leaves_the_same_bytes(layout: str, tmp_path: Path):
    for _ in start(str(tmp_path / "whole"), layout):
        pass
    for chunks, delay_s in ((0, 0.0), (1, 0.004), (2, 0.011)):  # before, within and between chunks
        killed_after(tmp_path / "parts", layout, chunks, delay_s)
    resumed = [batch.resumed for batch in start(str(tmp_path / "parts"), layout)]
    assert 2 <= sum(resumed) < LANES // CHUNK
    assert digests(tmp_path / "parts") == digests(tmp_path / "whole")


@pytest.mark.parametrize("layout", ["parquet", "zarr"])
def test_a_dask_cluster_leaves_the_same_bytes(layout: str, tmp_path: Path):
    distributed: Any = pytest.importorskip("distributed", reason="Dask is not installed (her2sim[dask])")
    for _ in start(str(tmp_path / "here"), layout):
        pass
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        begun = start(str(tmp_path / "cluster"), layout, client=client)
        next(begun)
        begun.close()
        resumed = [batch.resumed for batch in start(str(tmp_path / "cluster"), layout, client=client)]
    assert resumed == [True] + [False] * (LANES // CHUNK - 1)
    assert digests(tmp_path / "cluster") == digests(tmp_path / "here")
