"""Runs every measurement, or those named, in order: python -m bench [core] [pages] [worklist]…"""

import os
import sys
from importlib import import_module
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PARTS = (
    "core",
    "pages",
    "provider.worklist",
    "provider.talk_page",
    "load.sites",
    "outline",
    "paper",
    "log",
    "seals",
    "traced",
    "walk_length",
    "weight",
)
ONLY_WHEN_NAMED = ("digests", "pictures")


def main(wanted: list[str]) -> None:
    named = {part.rpartition(".")[2]: part for part in (*PARTS, *ONLY_WHEN_NAMED)}
    unknown = set(wanted) - {*named}
    if unknown:
        sys.exit(f"There is no bench called {', '.join(unknown)}. There are: {', '.join(named)}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinicsite.settings")
    django.setup()
    shipped = (ROOT / "fixtures" / "exosome_pretreatment.json").read_text(encoding="utf-8")
    for part in [named[each] for each in wanted] or PARTS:
        import_module(f"bench.{part}").run(shipped)


if __name__ == "__main__":
    main(sys.argv[1:])
