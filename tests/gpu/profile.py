"""What an emulator counted while it ran a study: lanes in use, instructions and memory by decided order, kernel by kernel,
held against [[profile]] of the budgets.

    profile.py --profile PROFILE.json --result RUN/result.json [--object KERNELS.o]... --budgets BUDGETS.toml
               [--json] [--by-source]
    profile.py --self-test

PROFILE.json is an emulator's profile of `headroom run STUDY --engine cuda --out RUN`. With the object files of a build
that holds machine code, also the machine instructions by order (counted.py says how), and by source file and line.
Decided orders are those of result.json, over all decisions."""
import argparse
import collections
import json
import pathlib
import re
import sys
import tomllib

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "house")]
import counted  # noqa: E402
import cubin_file  # noqa: E402
import sass  # noqa: E402

LANES = 32
COMMON = 0.25  # a block is on the common path if it runs for so many of the kernel's orders: two share one Philox block
AT_LEAST, AT_MOST = ("simt_efficiency",), ("ptx_per_order", "global_bytes", "global_sectors", "local_bytes", "global_atomics",
                                           "global_stores", "sass_per_order", "sass_common", "slots_per_order")


def orders_decided(result):
    ends = (n for d in result["destinations"] for name, n in d["orders"].items() if name != "diverted_in")
    return sum(ends) * result["trials"]


def counts_of(kernel, orders):
    """Of one kernel of a profile."""
    memory, atomics = kernel["memory"], kernel["memory"]["atomic_global"]
    stores = sum(i["thread"] for i in kernel["instructions"] if i["op"].startswith("st.global"))
    return {
        "warp_instructions": kernel["warp_instructions"],
        "thread_instructions": kernel["thread_instructions"],
        "simt_efficiency": kernel["thread_instructions"] / (LANES * kernel["warp_instructions"] or 1),
        "ptx_per_order": kernel["thread_instructions"] / orders,
        "global_bytes": (memory["global"]["bytes"] + atomics["bytes"]) / orders,
        "global_sectors": (memory["global"]["sectors"] + atomics["sectors"]) / orders,
        "local_bytes": memory["local"]["bytes"] / orders,
        "global_atomics": kernel["classes"]["atomic_global"]["thread"] / orders,
        "global_stores": stores / orders,
    }


def machine_counts(kernel, base, profile, orders, share):
    """Of one kernel's machine code: instructions an order in its largest loop, on all paths and on the common ones, and
    issue slots (warp instructions) an order of all of the kernel, by unit. The kernel decides about `share` of the orders."""
    counts = counted.instruction_counts(kernel, base, profile)
    graph = sass.blocks(kernel.code, kernel.arch)
    loop = [counts[i][1] for b in sass.largest_loop(graph) for i in range(graph[b].first, graph[b].end)]
    units, places = {}, collections.Counter()
    for i, word in enumerate(kernel.code):
        units[sass.unit(word)] = units.get(sass.unit(word), 0) + counts[i][0] / orders
        places[kernel.sources.get(16 * i, ("?", 0))] += counts[i][0] / orders
    return {"sass_per_order": sum(loop) / orders, "sass_common": sum(t for t in loop if t >= COMMON * share * orders) / orders,
            "slots_per_order": sum(units.values()), "slots_by_unit": units, "slots_by_place": places,
            "registers": kernel.registers}


def measure(profile, result, kernels, arch):
    """Figures by kernel name; `kernels`: those of the cubins, of all architectures; none: counts of the PTX alone."""
    orders, found = orders_decided(result), {}
    everything = sum(one["thread_instructions"] for one in profile["kernels"])
    for one in profile["kernels"]:
        name = counted.unit_name(one["mangled"])
        if not one["warp_instructions"]:
            continue
        figures = counts_of(one, orders)
        mine = [k for k in kernels if counted.unit_name(k.name) == name]
        wanted = next((k for k in mine if k.arch == arch), None)
        if wanted:  # the emulator runs PTX of the oldest architecture, as the oldest cubin was made from
            share = one["thread_instructions"] / everything
            figures |= machine_counts(wanted, min(mine, key=lambda k: k.arch), one, orders, share)
        found[counted.short(name)] = figures
    return {"study": result["study"]["name"], "trials": result["trials"], "orders": orders, "arch": arch, "kernels": found}


def together(figures):
    """Several kernels as one: what is by order adds up."""
    total = {key: sum(f.get(key, 0) for f in figures) for f in figures[:1] for key in f if not key.startswith("slots_by")}
    total["simt_efficiency"] = total["thread_instructions"] / (LANES * total["warp_instructions"])
    return total


def passed_limits(measured, budgets):
    """Lines of measured against limit, and what is wrong."""
    lines, problems, held = [], [], 0
    for limit in budgets.get("profile", []):
        if limit["study"] != measured["study"]:
            continue
        figures = [f for name, f in measured["kernels"].items() if re.search(limit["kernel"], name)]
        held += bool(figures)
        if not figures:
            problems.append(f"no kernel is called {limit['kernel']}; a budget of a kernel that is gone should go too")
            continue
        total = together(figures)
        for key in limit.keys() - {"study", "kernel"} - set(AT_LEAST + AT_MOST):
            problems.append(f"{limit['kernel']}: nothing called {key} is counted; would be right: {', '.join(AT_LEAST + AT_MOST)}")
        for key in AT_LEAST + AT_MOST:
            if key not in limit or key not in total:  # those of machine code where no object is given
                continue
            wrong = total[key] < limit[key] if key in AT_LEAST else total[key] > limit[key]
            sign = ">=" if key in AT_LEAST else "<="
            lines.append(f"{limit['kernel']:<16} {key:<16} {total[key]:>10.4g} {sign} {limit[key]:<8}{' BROKEN' if wrong else ''}")
            if wrong:
                problems.append(f"{limit['kernel']}: {key} is {total[key]:.4g}; the budget is {sign} {limit[key]}")
    if not held:
        problems.append(f"no budget of the study {measured['study']}")
    return lines, problems


def table(measured):
    rows = [["kernel", "share", "SIMT", "PTX/order", "B/order", "sectors", "local B", "atomics", "stores", "SASS loop", "common", "slots",
             "registers"]]
    everything = sum(f["warp_instructions"] for f in measured["kernels"].values())
    for name, f in sorted(measured["kernels"].items(), key=lambda x: -x[1]["warp_instructions"]):
        cells = [name, f"{f['warp_instructions'] / everything:.3f}", f"{f['simt_efficiency']:.3f}"]
        cells += [f"{f[key]:.4g}" if key in f else "-" for key in
                  ("ptx_per_order", "global_bytes", "global_sectors", "local_bytes", "global_atomics", "global_stores",
                   "sass_per_order", "sass_common", "slots_per_order", "registers")]
        rows.append(cells)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    head = (f"{measured['study']}, {measured['trials']} trials, {measured['orders']:.0f} orders decided; machine code of "
            f"sm_{measured['arch']}; all by decided order, threads but for slots, which are warps")
    return "\n".join([head] + ["  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths)))
                               for row in rows])


def by_source(measured, most=24):
    """Where the issue slots go: files, then lines."""
    lines = collections.Counter()
    for figures in measured["kernels"].values():
        lines.update(figures.get("slots_by_place", {}))
    files = collections.Counter()
    for (file, _), slots in lines.items():
        files[file] += slots
    text = [f"{slots:8.2f} slots an order  {file}" for file, slots in files.most_common(most)]
    return "\n".join(text + [""] + [f"{slots:8.2f} slots an order  {file}:{line}" for (file, line), slots in lines.most_common(most)])


def read_kernels(objects):
    return [kernel for path in objects for arch, cubin in cubin_file.cubins(path) for kernel in cubin_file.kernels(arch, cubin)]


def self_test():
    """Two warps, of 32 and of 16 lanes, ten instructions each, over 24 orders."""
    memory = {"bytes": 960, "sectors": 48}
    kernel = {"mangled": "_ZN8headroom4cuda43_GLOBAL__N__fd6700cc_10_kernels_cu_a0928c1811walk_kernelENS0_5BatchEj",
              "warp_instructions": 20, "thread_instructions": 480, "classes": {"atomic_global": {"thread": 0}},
              "memory": {"global": memory, "atomic_global": {"bytes": 0, "sectors": 0}, "local": {"bytes": 0}},
              "instructions": [{"op": "st.global.u64", "thread": 48}, {"op": "ld.global.u64", "thread": 48}]}
    result = {"study": {"name": "R2"}, "trials": 4,
              "destinations": [{"orders": {"counted": 4.5, "refused_cap": 1.5, "diverted_in": 7}}]}
    measured = measure({"kernels": [kernel]}, result, [], 90)
    total = together(list(measured["kernels"].values()))
    wanted = {"simt_efficiency": 0.75, "ptx_per_order": 20, "global_bytes": 40, "global_sectors": 2, "global_stores": 2}
    problems = [f"{k} is {total[k]}, not {v}" for k, v in wanted.items() if total[k] != v]

    def found(**limits):
        return len(passed_limits(measured, {"profile": [{"study": "R2", "kernel": "walk_kernel"} | limits]})[1])
    if found(simt_efficiency=0.75, ptx_per_order=20, global_bytes=40) != 0:
        problems.append("what keeps its budget is refused")
    if found(simt_efficiency=0.76, global_bytes=39.9, ptx_per_order=20) != 2 or found(kernel="gone") != 2 or found(typo=1) != 1:
        problems.append("a planted breach is not found")
    return problems


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or "planted breaches are found")
        return bool(problems)
    options = argparse.ArgumentParser()
    options.add_argument("--profile", required=True)
    options.add_argument("--result", required=True)
    options.add_argument("--object", action="append", default=[])
    options.add_argument("--arch", type=int, default=90)
    options.add_argument("--budgets", required=True)
    options.add_argument("--json", action="store_true")
    options.add_argument("--by-source", action="store_true")
    o = options.parse_args()
    profile, result = (json.loads(pathlib.Path(path).read_text()) for path in (o.profile, o.result))
    measured = measure(profile, result, read_kernels(o.object), o.arch)
    lines, problems = passed_limits(measured, tomllib.loads(pathlib.Path(o.budgets).read_text()))
    for figures in measured["kernels"].values() if o.json else []:  # JSON has no pairs as keys
        figures.pop("slots_by_place", None)
    print(json.dumps(measured, indent=1) if o.json else "\n".join([table(measured), ""] + lines))
    if o.by_source:
        print(by_source(measured))
    print("\n".join(problems), file=sys.stderr)
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
