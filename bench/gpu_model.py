"""What the machine code and the counts of an emulator let one expect of GPUs that nobody has measured: modelled trials/s.

    gpu_model.py --run PROFILE.json RESULT.json [--run ...] --object KERNELS.o... [--cpu BENCH.json]... [--json]
    gpu_model.py --self-test

PROFILE.json is an emulator's profile of `headroom run STUDY --engine cuda --out RUN`, RESULT.json that run's result.json,
KERNELS.o the objects of a build with machine code for sm_80 and sm_90, BENCH.json what `headroom bench STUDY --json` or
`headroom_compare --study STUDY --json` has printed on some machine. gpu_model.md says what is assumed."""
import argparse
import dataclasses
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests/gpu"), str(ROOT / "tests/house")]
import profile as emulated  # noqa: E402

ISSUE_SHARE = 0.60  # of the issue slots that hold an instruction
SCHEDULERS = 4  # of a multiprocessor; each issues one warp instruction a clock
WARP, SECTOR = 32, 32
REGISTERS, WARPS = 65536, {80: 64, 86: 48, 89: 48, 90: 64}  # of a multiprocessor
SERVER_CORES = 64


@dataclasses.dataclass
class Card:
    name: str
    arch: int
    multiprocessors: int
    gigahertz: float
    int_lanes: int  # 32-bit additions, and as many multiply-adds, a clock and multiprocessor
    gigabytes_per_s: float


# gpu_model.md has the sources.
CARDS = [
    Card("H100 (SXM)", 90, 132, 1.755, 64, 3350),
    Card("A100 (SXM, 80 GB)", 80, 108, 1.410, 64, 2039),
    Card("L40S", 89, 142, 2.520, 64, 864),
    Card("RTX 4090", 89, 128, 2.520, 64, 1008),
]


def code_of(card):
    """The architecture whose machine code stands for it: sm_80 also for sm_89, whose code has the same instructions."""
    return 90 if card.arch >= 90 else 80


def rates(card, slots, units, sectors):
    """Trials/s by what might be the bound; `slots`: warp instructions a trial, `units`: of them by unit."""
    clocks = card.multiprocessors * card.gigahertz * 1e9
    per_unit = card.int_lanes / WARP  # warp instructions a clock
    bounds = {"issue": clocks * SCHEDULERS * ISSUE_SHARE / slots}
    bounds |= {unit: clocks * per_unit / units[unit] for unit in ("alu", "fma") if units.get(unit)}
    return min(bounds.values()), min(bounds, key=bounds.get), card.gigabytes_per_s * 1e9 / (sectors * SECTOR)


def resident_warps(registers, arch):
    """Of a multiprocessor, as registers allow: they are given out in eights a thread."""
    return min(WARPS[arch], REGISTERS // (-(-registers // 8) * 8 * WARP) // SCHEDULERS * SCHEDULERS)


def model(measured_by_arch):
    """Rows of cards for one study, from profile.py's figures for each architecture."""
    rows = []
    for card in CARDS:
        m = measured_by_arch[code_of(card)]
        kernels, orders = m["kernels"].values(), m["orders"] / m["trials"]
        lacking = [name for name, k in m["kernels"].items() if "slots_per_order" not in k]
        if lacking:
            raise ValueError(f"no machine code of sm_{code_of(card)} for {', '.join(lacking)}; give all of the kernels' objects")
        units = {u: orders * sum(k["slots_by_unit"].get(u, 0) for k in kernels) for u in ("alu", "fma")}
        slots = orders * sum(k["slots_per_order"] for k in kernels)
        rate, bound, memory = rates(card, slots, units, orders * sum(k["global_sectors"] for k in kernels))
        largest = max(kernels, key=lambda k: k["warp_instructions"])
        rows.append({"card": card.name, "study": m["study"], "modelled_trials_per_s": rate, "bound": bound,
                     "slots_per_trial": slots, "trials_per_s_if_no_sector_is_cached": memory,
                     "registers": largest["registers"], "resident_warps": resident_warps(largest["registers"], card.arch)})
    return rows


def processors(benches):
    """Of each study the fastest CPU row on one thread and that with the most threads, as (trials/s, threads, name)."""
    found = {}
    for row in (row for bench in benches for row in bench["rows"]):
        if row["engine"] in ("cpu", "reference") and row.get("trials_per_s"):
            one = (row["trials_per_s"], row.get("threads") or 1, f"{row['engine']} {row.get('isa') or ''}".strip())
            found.setdefault(row["study"], []).append(one)
    return {study: {"one": max((r for r in rows if r[1] == 1), default=None), "most": max(rows, key=lambda r: (r[1], r[0]))}
            for study, rows in found.items()}


def server(cpu):
    """64 cores like the measured one, each as fast as a lone thread: more than a server does that clocks lower when full."""
    return SERVER_CORES * cpu["one"][0] if cpu["one"] else SERVER_CORES * cpu["most"][0] / cpu["most"][1]


def with_processors(rows, cpus):
    for row in rows:
        if cpu := cpus.get(row["study"]):
            row["times_measured_cpu"] = row["modelled_trials_per_s"] / cpu["most"][0]
            row["times_64_cores"] = row["modelled_trials_per_s"] / server(cpu)
    return rows


def rounded(x):
    """To three digits, in millions, thousands or ones."""
    for size, unit in ((1e6, " M"), (1e3, " k"), (1, "")):
        if x >= size:
            return f"{float(f'{x:.3g}') / size:g}{unit}"
    return f"{x:.3g}"


def ratio(x):
    return "" if x is None else f"{x:,.0f}" if x >= 100 else f"{x:.3g}"


def text(rows, cpus):
    lines = ["| study | on | trials/s, **modelled** | if no memory access hit a cache | x the measured CPU | x 64 such cores |",
             "| --- | --- | --- | --- | --- | --- |"]
    for r in rows:
        lines.append(f"| {r['study']} | {r['card']} | {rounded(r['modelled_trials_per_s'])} | "
                     f"{rounded(min(r['modelled_trials_per_s'], r['trials_per_s_if_no_sector_is_cached']))} | "
                     f"{ratio(r.get('times_measured_cpu'))} | {ratio(r.get('times_64_cores'))} |")
    for study, cpu in cpus.items():
        rate, threads, name = cpu["most"]
        lines.append(f"| {study} | {name}, {threads} thread{'s' if threads > 1 else ''}: measured | {rounded(rate)} | | 1 | |")
        lines.append(f"| {study} | 64 such cores: extrapolated | {rounded(server(cpu))} | | {ratio(server(cpu) / rate)} | 1 |")
    facts = [f"{r['study']}, {r['card']}: {r['slots_per_trial']:.0f} warp instructions a trial; bound by {r['bound']}; "
             f"{r['registers']} registers, {r['resident_warps']} warps a multiprocessor" for r in rows]
    return "\n".join(lines + ["", f"Modelled at {ISSUE_SHARE:.0%} of issue; nothing here has run on a GPU. These two commands replace "
                              "it by a measurement on yours:", "", "    headroom verify R2   # the same answers as the CPU, bit for bit",
                              "    headroom bench R2    # and how fast", ""] + facts)


def self_test():
    """A card of 10 multiprocessors at 1 GHz: 4e10 slots a second, of which 60 % hold an instruction."""
    card, problems = Card("", 90, 10, 1.0, 64, 320), []

    def expect(what, is_, wanted):
        if is_ != wanted:
            problems.append(f"{what}: {is_}, not {wanted}")
    expect("issue", rates(card, 2400, {"alu": 100, "fma": 100}, 1000)[:2], (1e7, "issue"))
    expect("alu", rates(card, 2400, {"alu": 2500, "fma": 100}, 1000)[:2], (8e6, "alu"))  # 2 a clock: 2e10 slots a second
    expect("fma", rates(card, 100, {"alu": 100, "fma": 2000}, 1000)[:2], (1e7, "fma"))
    expect("memory", rates(card, 2400, {}, 1000)[2], 1e7)
    expect("warps", [resident_warps(r, 90) for r in (32, 48, 64, 65, 168, 255)], [64, 40, 32, 28, 12, 8])
    k = {"slots_by_unit": {"alu": 3.0, "fma": 1.0}, "slots_per_order": 6.0, "global_sectors": 2.0, "warp_instructions": 9, "registers": 64}
    m = {"study": "R2", "trials": 10, "orders": 1000.0, "kernels": {"walk_kernel": k}}
    h100 = model({90: m, 80: m})[0]  # 132 x 1.755e9 x 4 x 0.6 / 600
    expect("H100", round(h100["modelled_trials_per_s"]), 926640000)
    bench = {"rows": [{"study": "R2", "engine": "cpu", "isa": "avx512", "threads": 1, "trials_per_s": 30000.0},
                      {"study": "R2", "engine": "cpu", "isa": "avx512", "threads": 2, "trials_per_s": 50000.0},
                      {"study": "R2", "engine": "cuda", "trials_per_s": None}, {"study": "R2", "engine": "std-cpp", "threads": 1,
                                                                                "trials_per_s": 9e9}]}
    row = with_processors([h100], processors([bench]))[0]
    expect("x CPU", round(row["times_measured_cpu"], 4), 18532.8)
    expect("x 64 cores", round(row["times_64_cores"], 6), 482.625)
    expect("rounded", [rounded(x) for x in (14_251_000, 98_760, 12.34)], ["14.3 M", "98.8 k", "12.3"])
    del k["slots_per_order"]
    try:
        model({90: m, 80: m})
        problems.append("a kernel without machine code is passed over")
    except ValueError:
        pass
    return problems


def main():
    if sys.argv[1:] == ["--self-test"]:
        problems = self_test()
        print("\n".join(problems) or "the model computes what was worked out by hand")
        return bool(problems)
    options = argparse.ArgumentParser()
    options.add_argument("--run", nargs=2, action="append", required=True, metavar=("PROFILE", "RESULT"))
    options.add_argument("--object", nargs="+", required=True)
    options.add_argument("--cpu", action="append", default=[])
    options.add_argument("--json", action="store_true")
    o = options.parse_args()
    kernels, cpus = emulated.read_kernels(o.object), processors([json.loads(pathlib.Path(p).read_text()) for p in o.cpu])
    rows = []
    for files in o.run:
        profile, result = (json.loads(pathlib.Path(path).read_text()) for path in files)
        rows += model({arch: emulated.measure(profile, result, kernels, arch) for arch in (80, 90)})
    rows = with_processors(rows, cpus)
    machines = {s: {"trials_per_s": c["most"][0], "threads": c["most"][1], "engine": c["most"][2], "server_64_cores": server(c)}
                for s, c in cpus.items()}
    report = {"schema": "headroom.gpu_model/1", "modelled": True, "issue_share": ISSUE_SHARE, "rows": rows, "cpu": machines}
    print(json.dumps(report, indent=1) if o.json else text(rows, cpus))
    return 0


if __name__ == "__main__":
    sys.exit(main())
