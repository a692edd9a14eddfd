"""Includes follow the arrows: each folder may include only what stands before it in the flow of data.

    includes.py ROOT         checks the tree
    includes.py --self-test  shows that a wrong include is found
"""
import pathlib
import re
import sys
import tempfile

ALLOWED = {
    "host/base": {"host/base"},
    "host/trial": {"host/base", "host/trial"},
    "host/io": {"host/base", "host/io"},
    "host/model": {"host/base", "host/io", "host/trial", "host/model"},
    "host/rules": {"host/base", "host/io", "host/trial", "host/model", "host/rules"},
    "host/engine": {"host/base", "host/trial", "host/engine"},
    "host/stats": {"host/base", "host/trial", "host/model", "host/engine", "host/stats"},
    "host/report": {"host/base", "host/trial", "host/model", "host/engine", "host/stats", "host/report"},
    "host/store": {"host/base", "host/io", "host/trial", "host/model", "host/engine", "host/stats", "host/report",
                   "host/store"},
    "host/app": {"host/base", "host/io", "host/trial", "host/model", "host/rules", "host/engine", "host/stats",
                 "host/report", "host/store", "host/app"},
    "cuda": {"host/base", "host/trial", "host/engine", "cuda"},
}
# What a translation unit of nvcc, and the trial itself, may take from outside.
OUTSIDE = {"host/trial": set(), ".cu": {"cub", "thrust", "cuda", "cuda_runtime_api.h"}}

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


def folder_of(path):
    parts = path.split("/")
    return "/".join(parts[:2]) if parts[0] == "host" else parts[0]


def wrong_includes(root):
    for file in sorted(root.rglob("*")):
        here = folder_of(file.relative_to(root).as_posix())
        if here not in ALLOWED or file.suffix not in {".h", ".cpp", ".cu", ".cuh"}:
            continue
        for number, line in enumerate(file.read_text().splitlines(), 1):
            found = INCLUDE.match(line)
            if not found:
                continue
            quoted, name = found[1] == '"', found[2]
            outside = OUTSIDE.get(here, OUTSIDE.get(file.suffix))
            if quoted and folder_of(name) not in ALLOWED[here]:
                yield f"{file}:{number}: {here} must not include {name}"
            elif not quoted and outside is not None and name.split("/")[0] not in outside:
                yield f"{file}:{number}: {here} ({file.suffix}) must not include <{name}>"


def self_test():
    cases = {
        "host/trial/a.h": '#include "host/model/study.h"',
        "host/trial/b.h": "#include <vector>",
        "host/engine/c.cpp": '#include "host/model/study.h"',
        "cuda/d.cu": "#include <fmt/format.h>",
        "host/base/e.h": '  #  include "host/io/csv.h"',
    }
    fine = {"host/app/f.cpp": '#include "host/trial/walk.h"', "cuda/g.cu": "#include <cub/block/block_reduce.cuh>"}
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in {**cases, **fine}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text + "\n")
        found = list(wrong_includes(root))
    return [] if len(found) == len(cases) else [f"found {len(found)} of {len(cases)} planted includes: {found}"]


problems = self_test() if sys.argv[1] == "--self-test" else list(wrong_includes(pathlib.Path(sys.argv[1])))
print("\n".join(problems) or "includes follow the arrows")
sys.exit(bool(problems))
