"""Every bench, one after the other, on a throw-away database. Prints JSON lines."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from shangliang.surfaces.cli import postgres

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    worst = 0
    with tempfile.TemporaryDirectory(prefix="shangliang-bench-") as folder:
        home = Path(folder)
        url = os.environ.get("DATABASE_URL") or postgres.ensure(home).url
        around = {
            **os.environ, "DATABASE_URL": url, "SHANGLIANG_HOME": folder,
            "DJANGO_SETTINGS_MODULE": "shangliang.project.settings", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        try:
            for bench in sorted((ROOT / "bench").glob("bench_*.py")):
                worst = max(
                    worst, subprocess.run([sys.executable, str(bench)], env=around, check=False).returncode
                )
        finally:
            postgres.stop(home)
    return worst


if __name__ == "__main__":
    raise SystemExit(main())
