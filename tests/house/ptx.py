"""What the PTX of the kernels must not hold. Floating point: engines agree to the last bit because there is nothing to
round. Atomics on global memory in the order loop: they would be most of its time. Local memory, but for
what [[ptx]] of the budgets allows and says why.

    ptx.py --budgets BUDGETS.toml FILE...   checks PTX, or the PTX that object files keep beside their machine code
    ptx.py --self-test                      shows that planted defects are found

The order loop is the largest loop of a kernel of which the budgets say `order_loop = true`."""
import argparse
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "gpu")]
import counted  # noqa: E402
import cubin_file  # noqa: E402
import sass  # noqa: E402

# An instruction with a floating-point type anywhere in its name, e.g. add.f32, cvt.rn.f64.u32, fma.rn.bf16x2.
FLOATING = re.compile(r"^\s*(@!?%\w+\s+)?([a-z]\w*(?:\.\w+)*\.(?:f16|f16x2|bf16|bf16x2|tf32|f32|f64)(?:\.\w+)*)\s")
LABEL = re.compile(r"^\s*(\$\w+):")
BRANCH = re.compile(r"^\s*(@!?%\w+\s+)?(bra|brx|ret|exit|trap)\b[\w.]*\s*(?:%\w+,\s*)?(\$\w+)?")
# On shared memory they are a block's own; without a state space they may be global.
GLOBAL_ATOMIC = re.compile(r"^\s*(@!?%\w+\s+)?(?:atom|red|multimem)\b(?!\S*\.shared)\S*")
CALL = re.compile(r"^\s*(@!?%\w+\s+)?call\b")
DEPOT = re.compile(r"^\s*\.local\s.*\.b8\s+\w+\[(\d+)\]")


def instructions(line):
    """Inline assembly stands as several on one line, in braces."""
    return [part.strip() + " " for part in re.split(r"[;{}]", line.split("//")[0]) if part.strip() and part.strip()[0] != "."]


def floating_point(lines):
    return [f"{n}: {i.strip()}" for n, line in enumerate(lines, 1) for i in instructions(line) if FLOATING.match(i)]


def flow(lines):
    """Blocks of a kernel's lines. A branch through a table may go to every label that stands in a list of targets."""
    labels = {found[1]: i for i, line in enumerate(lines) if (found := LABEL.match(line)) and ".branchtargets" not in line}
    listed = [labels[name] for line in lines if not BRANCH.match(line) and not LABEL.match(line)
              for name in re.findall(r"\$\w+", line) if name in labels]
    branches = {i: found for i, line in enumerate(lines) if (found := BRANCH.match(line))}
    starts = sorted({0} | set(labels.values()) | {i + 1 for i in branches if i + 1 < len(lines)})
    graph = {}
    for first, end in zip(starts, starts[1:] + [len(lines)]):
        found = branches.get(end - 1)
        follows = [end] if end < len(lines) and not (found and not found[1]) else []
        if found and found[2] == "bra":
            follows.append(labels[found[3]])
        elif found and found[2] == "brx":
            follows += listed
        graph[first] = sass.Block(first, end, follows, [])
    return graph


def in_order_loop(lines, name, atomics):
    """What is wrong there; so many atomics are allowed."""
    graph, found = flow(lines), []
    loop = sorted(sass.largest_loop(graph))
    if not loop:
        yield f"{name}: no loop is found in it"
    inside = (i.strip() for b in loop for line in lines[graph[b].first:graph[b].end] for i in instructions(line))
    for line in inside:
        if GLOBAL_ATOMIC.match(line):
            found.append(f"{name}: in its order loop: {line}")
        elif CALL.match(line):
            yield f"{name}: in its order loop, a call, into which this check does not see: {line}"
    print(f"{name}: {len(found)} global atomics in the order loop, of {atomics}")
    yield from found[atomics:]


def problems_of(lines, budgets):
    problems, kernels = floating_point(lines), [m[1] for line in lines if (m := re.search(r"\.entry\s+(\w+)", line))]
    for mangled in kernels:
        first, last = counted.body(lines, mangled)
        its, name = lines[first - 1:last], counted.short(mangled)
        budget = next((b for b in budgets if re.search(b["name"], name)), {})
        local = sum(int(found[1]) for line in its if (found := DEPOT.match(line)))
        allowed = budget.get("local_bytes", 0)
        print(f"{name}: {len(its)} lines, local memory {local} of {allowed} bytes")
        if local > allowed:
            problems.append(f"{name}: {local} bytes of local memory; the budget is {allowed}")
        if budget.get("order_loop"):
            problems += in_order_loop(its, name, budget.get("loop_atomics", 0))
    for budget in budgets:
        if not any(re.search(budget["name"], counted.short(k)) for k in kernels):
            problems.append(f"no kernel is called {budget['name']}; a budget of what is gone should go too")
    return problems


def ptx_of(path):
    """Lines of PTX. All cubins of an object are made from the same source: one of them is read."""
    if path.endswith(".ptx"):
        return pathlib.Path(path).read_text().splitlines()
    kernels = (k for arch, cubin in cubin_file.cubins(path) if arch <= 90 for k in cubin_file.kernels(arch, cubin))
    kernel = next(kernels, None)
    return kernel.ptx if kernel else []


WALK = """.entry _Z4walkv(
)
{
%s
\tred.global.add.u64 [%%rd1], 1;
$L_1:
\tld.global.u32 %%r1, [%%rd1];
\t@%%p1 bra $L_3;
%s
$L_3:
\t@%%p2 bra $L_1;
\tatom.global.add.u32 %%r1, [%%rd1], 1;
\tret;
}
"""


def self_test():
    planted = ["\tadd.f32 \t%f1, %f2, %f3;", "\t@%p1 cvt.rn.f64.u32 %fd1, %r1;", "\tfma.rn.bf16x2 %r1, %r2, %r3, %r4;",
               "{  .reg .f32 f;  mov.u32 f, %r1;  add.f32 f, f, f;}"]
    fine = ["\tadd.s64 \t%rd1, %rd2, %rd3;", "// add.f32", "\t.reg .f32 %f<2>;", "\tld.param.u64 %rd1, [f32];"]
    found = floating_point(planted + fine)
    problems = [] if len(found) == len(planted) else [f"found {found}"]
    budgets = [{"name": "walk", "local_bytes": 16, "order_loop": True}]
    for depot, inside, wanted in (
            ("", "\tatom.shared.add.u32 %r1, [%r2], 1;", 0), ("\t.local .align 8 .b8 \t__local_depot0[16];", "", 0),
            ("", "\tred.global.add.u64 [%rd1], 1;", 1), ("", "\t@%p1 atom.add.u32 %r1, [%rd1], 1;", 1),
            ("", "\tred.add.u64 [%rd1], 1;\n\tatom.global.min.u64 %rd1, [%rd1], 1;", 2),
            ("", "{  .reg .u32 r;  red.add.u64 [%rd1], 1;}", 1),
            ("", "\tcall.uni f;", 1), ("\t.local .align 8 .b8 \t__local_depot0[17];", "", 1)):
        found = problems_of((WALK % (depot, inside)).splitlines(), budgets)
        if len(found) != wanted:
            problems.append(f"{depot}{inside}: found {found}")
    return problems


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or "planted defects are found")
        return bool(problems)
    options = argparse.ArgumentParser()
    options.add_argument("--budgets", required=True)
    options.add_argument("files", nargs="+")
    o = options.parse_args()
    lines = [line for path in o.files for line in ptx_of(path)]
    problems = problems_of(lines, tomllib.loads(pathlib.Path(o.budgets).read_text())["ptx"])
    if not any(".entry" in line for line in lines):
        problems.append("the files hold no kernel")
    print("\n".join(problems) or "no floating point; atomics in order loops and local memory within their budgets")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
