"""Where a measurement was made: without it the numbers say little."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

_LIBRARIES = ("aiogram", "aiohttp", "python-telegram-bot")
_VERSIONS = (
    "import importlib.metadata as m, json, sys; "
    "print(json.dumps([m.version(name) for name in sys.argv[1:]]))"
)


def machine_facts(peers_python: Path) -> dict[str, str]:
    """Return what there is to know, as names and values to print."""
    load = " ".join(f"{minutes:.2f}" for minutes in os.getloadavg())
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "load before": load,
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "ours": _versions(Path(sys.executable), _LIBRARIES[1:]),
        "peers": _versions(peers_python, _LIBRARIES),
    }


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def _versions(python: Path, libraries: tuple[str, ...]) -> str:
    found = subprocess.run(
        [str(python), "-c", _VERSIONS, *libraries], check=True, capture_output=True, text=True
    )
    pairs = zip(libraries, json.loads(found.stdout), strict=True)
    return ", ".join(f"{name} {version}" for name, version in pairs)
