"""Code that is compiled for an instruction set shares no weak symbol: of those the linker keeps one, whichever it met
first, so that code for AVX-512 could end up in what every machine runs.

    weak_symbols.py NM OBJECT...   checks the objects of instruction sets among these
    weak_symbols.py --self-test    shows that a weak symbol is found
"""
import re
import subprocess
import sys

OF_INSTRUCTION_SET = re.compile(r"_(avx\d+|neon)\.cpp\.o")


def weak_symbols(listing):
    """Defined ones, of an nm listing in the portable format: name, type, value. A reference to the routine that handles
    exceptions (DW.ref) is a pointer, the same in every object."""
    lines = [line.split() for line in listing.splitlines()]
    return [line[0] for line in lines if len(line) > 2 and line[1] in "WVu" and not line[0].startswith("DW.ref.")]


def check(nm, objects):
    special = [o for o in objects if OF_INSTRUCTION_SET.search(o)]
    if not special:
        return ["none of these is the object of an instruction set"]
    return [f"{o}: {name}" for o in special
            for name in weak_symbols(subprocess.run([nm, "-P", o], capture_output=True, text=True, check=True).stdout)]


def self_test():
    planted = "_ZN8headroom4walkEv W 0 1b\n_ZTV6Engine V 10 18\n_ZGVx u 0 8\n"
    fine = "DW.ref.__gxx_personality_v0 V 0 8\n_ZN8headroom3runEv T 0 1b\n_ZN12_GLOBAL__N_13runEv t 0 1b\n__gmon_start__ w\n_Znwm U\n"
    found = weak_symbols(planted + fine)
    return [] if len(found) == 3 else [f"found {found}"]


problems = self_test() if sys.argv[1] == "--self-test" else check(sys.argv[1], sys.argv[2:])
print("\n".join(problems) or "no weak symbol")
sys.exit(bool(problems))
