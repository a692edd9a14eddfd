"""What ptxas made of the kernels stays within its budgets: registers, spills, stack, instructions of the largest loop.

    cubins.py --budgets BUDGETS.toml [--nvdisasm PROGRAM] OBJECT...   checks the cubins inside object files
    cubins.py --self-test                                             shows that planted breaches are found

Read from the object files of the build itself, without a disassembler. Where nvdisasm is found (PyPI has it as
nvidia-cuda-nvdisasm), what sass.py says of branches and units is held against it."""
import argparse
import collections
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "gpu")]
import counted  # noqa: E402
import cubin_file  # noqa: E402
import sass  # noqa: E402

LIMITS = ("registers", "spill_bytes", "stack_bytes", "loop_instructions")


def spill_bytes(kernel):
    """Stored by ptxas on its own account: to local memory, where the PTX has no such store."""
    of_ptx = {n for n, line in enumerate(kernel.ptx, 1) if "st.local" in line}
    return sum(sass.width(word) for i, word in enumerate(kernel.code)
               if word & 0x1FF == sass.LOCAL_STORE and kernel.ptx_lines.get(16 * i) not in of_ptx)


def figures(kernel):
    graph = sass.blocks(kernel.code, kernel.arch)
    loop = [i for b in sass.largest_loop(graph) for i in range(graph[b].first, graph[b].end)]
    return {"name": counted.short(kernel.name), "arch": kernel.arch, "registers": kernel.registers,
            "spill_bytes": spill_bytes(kernel), "stack_bytes": kernel.stack, "shared_bytes": kernel.shared,
            "instructions": len(kernel.code), "loop_instructions": len(loop),
            "loop_units": collections.Counter(sass.unit(kernel.code[i]) for i in loop)}


def passed_budgets(measured, budgets):
    """Lines of measured against budget, and what is wrong."""
    lines, problems, used = [], [], set()
    for m in measured:
        found = ((i, b) for i, b in enumerate(budgets) if m["arch"] in b["arch"] and re.search(b["name"], m["name"]))
        number, budget = next(found, (None, None))
        if budget is None:
            problems.append(f"{m['name']}, sm_{m['arch']}: nobody has given it a budget")
            continue
        used.add(number)
        over = [key for key in LIMITS if m[key] > budget[key]]
        against = ", ".join(f"{key.replace('_', ' ')} {m[key]} of {budget[key]}" for key in LIMITS)
        mix = ", ".join(f"{unit} {n}" for unit, n in m["loop_units"].most_common())
        lines.append(f"{m['name']}, sm_{m['arch']}: {against}; {m['instructions']} instructions; loop: {mix or 'none'}")
        problems += [f"{m['name']}, sm_{m['arch']}: {key} is {m[key]}; the budget is {budget[key]}" for key in over]
    problems += [f"no kernel is called {b['name']} for {b['arch']}; a budget of what is gone should go too"
                 for i, b in enumerate(budgets) if i not in used and b["name"]]
    return lines, problems


def disagreements(program, cubin, kernels):
    with tempfile.NamedTemporaryFile(suffix=".cubin") as file:
        file.write(cubin)
        file.flush()
        listing = subprocess.run([program, "-c", file.name], capture_output=True, text=True, check=True).stdout
    return [f"{counted.short(k.name)}, sm_{k.arch}: {line}" for k in kernels for line in sass.disagreements(k, listing)]


def check(objects, budgets, nvdisasm):
    wanted = {arch for budget in budgets for arch in budget["arch"]}
    measured, problems = [], []
    for path in objects:
        for arch, cubin in cubin_file.cubins(path):
            if arch in wanted:
                kernels = cubin_file.kernels(arch, cubin)
                kernels = list(kernels)
                measured += [figures(k) for k in kernels]
                problems += disagreements(nvdisasm, cubin, kernels) if nvdisasm else []
    lines, passed = passed_budgets(measured, budgets)
    missing = wanted - {m["arch"] for m in measured}
    return lines, problems + passed + [f"none of these objects has machine code for sm_{arch}" for arch in sorted(missing)]


def word(code, guard=7, to=0, extra=0):
    """An instruction: a branch by `to` words from the next, as sm_80 writes it."""
    return code | guard << 12 | 7 << 87 | (4 * to & (1 << 48) - 1) << 34 | extra


def self_test():
    """Setup, a loop of four instructions with a store to local memory, and a call into a routine behind the end."""
    add, store = word(0x210), word(0x387, extra=4 << 73)
    code = [add, add, store, word(sass.CALL, to=2), word(sass.BRA, guard=0, to=-4), word(sass.EXIT), add, word(sass.RET)]
    # Line 2 of the PTX has a store of its own, line 3 does not.
    kernel = cubin_file.Kernel("_Z4walkv", 80, 64, 8, 0, code, {0x20: 3}, ["", "st.local.u32 [%r1], %r2;", "add.s32"])
    m = figures(kernel)
    problems = [f"{key} is {m[key]}, not {n}" for key, n in
                {"spill_bytes": 4, "stack_bytes": 8, "loop_instructions": 6, "instructions": 8}.items() if m[key] != n]
    kernel.ptx_lines[0x20] = 2
    if spill_bytes(kernel) != 0:
        problems.append("a store of the PTX is taken for a spill")
    ninety = word(sass.BRA, guard=0, to=0, extra=0xF0 << 16) | ((1 << 48) - 1) << 34
    if sass.target(ninety, 0x100, 90) != 0x110 - 0x40:
        problems.append(f"a branch of sm_90 goes to {sass.target(ninety, 0x100, 90):#x}")
    budget = {"name": "walk", "arch": [80], "registers": 64, "spill_bytes": 4, "stack_bytes": 8, "loop_instructions": 6}
    if passed_budgets([m], [budget])[1]:
        problems.append("what keeps its budget is refused")
    for key in LIMITS:
        if len(passed_budgets([m], [budget | {key: budget[key] - 1}])[1]) != 1:
            problems.append(f"{key} one past its budget is not found")
    if len(passed_budgets([m], [budget, budget | {"name": "gone"}])[1]) != 1 or len(passed_budgets([m], [])[1]) != 1:
        problems.append("a budget without a kernel, or a kernel without a budget, is not found")
    return problems


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or "planted breaches are found")
        return bool(problems)
    options = argparse.ArgumentParser()
    options.add_argument("--budgets", required=True)
    options.add_argument("--nvdisasm", default=shutil.which("nvdisasm"))
    options.add_argument("objects", nargs="+")
    o = options.parse_args()
    lines, problems = check(o.objects, tomllib.loads(pathlib.Path(o.budgets).read_text())["kernel"], o.nvdisasm)
    print("\n".join(lines + problems))
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
