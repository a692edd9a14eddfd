"""The bundled reference workloads R1, R2 and every-rule, from a few parameters: all numbers are synthetic.

    workloads.py FOLDER          writes FOLDER/R1, FOLDER/R2 and FOLDER/every-rule
    workloads.py --check FOLDER  says which files there are not what it would write
    workloads.py --self-test     shows that a changed file is found

R1 is where an exact answer exists, R2 the size and the rules that speeds are quoted for, every-rule small and with every
rule on. Nothing here depends on the version of Python: the random numbers are its own.
"""
import pathlib
import sys
import tempfile

from every_rule import every_rule
from workload_parts import BOOK, MARKET, MONTHS, Random, csv_text, head, regime_rows

GROUPS, DESTINATIONS = 6, 120
GROWTH, DELAY = 0.109, 2


def orders_met(growth):
    """Orders that a stream of one order a month brings before the horizon ends, after their delay."""
    waiting = met = 0.0
    for month in range(MONTHS):
        waiting += (1 + growth) ** (month / 12)
        met += waiting / (1 + DELAY)
        waiting *= DELAY / (1 + DELAY)
    return met


def places(seed, orders_a_trial):
    """Destinations with their rates a month, most small and a few large, and their loadings."""
    random = Random(seed)
    names = [row["destination"] for row in regime_rows("tiers.csv") if row["tier"] == "2"][:DESTINATIONS]
    raw = [0.5 + 11.5 * random() ** 2.3 for _ in names]
    rates = [min(12.0, max(0.5, 4 * x * len(raw) / sum(raw))) for x in raw]
    scale = orders_a_trial / (sum(rates) * orders_met(GROWTH))
    return [(name, rate * scale, 0.3 + 0.1 * random(), 0.2 + 0.1 * random()) for name, rate in zip(names, rates)]


def factors(names):
    lines = ["[factors]", "global = { rho = 0.7 }", "region = { rho = 0.7 }", "[factors.groups]"]
    for group in range(GROUPS):
        members = ", ".join(f'"{name}"' for name in names[group::GROUPS])
        lines.append(f"group-{group + 1} = [{members}]")
    return "\n".join(lines) + "\n"


def stream(place, name, share, median, log_sd, largest, chips, routes, consignees):
    iso3, rate, beta_global, beta_region = place
    return [iso3, name, f"{rate * share:.5f}", GROWTH, median, log_sd, largest, chips, routes, consignees, DELAY,
            f"{beta_global:.4f}", f"{beta_region:.4f}"]


def r1():
    chips = {16_000: 0.36, 32_000: 0.24, 48_000: 0.16, 64_000: 0.12, 80_000: 0.08, 128_000: 0.04}
    comment = """\
# R1: where an exact answer exists. 120 destinations, one stream each; about 5,600 orders a trial, of which about 3,000
# meet the allocation and the rest are of a universal VEU or exempt. No meter but the allocation keeps state, mixes are
# constant in time, and every chip is a whole multiple of 16,000 TPP, so that the allocation is a lattice of 49,375 cells.
"""
    market = places(12345, 5600)
    text = head(comment, "R1", 20250115) + factors([place[0] for place in market]) + "\n[chips.fleet]\n"
    text += "".join(f"L{tpp // 1000} = {weight}\n" for tpp, weight in chips.items())
    text += "".join(f"[chip.L{tpp // 1000}]\ntpp = {tpp}\n" for tpp in chips)
    routes = "general:0.536;uveu:0.3;exempt:0.164"
    rows = [stream(place, "market", 1, 152, 1.4, 20_000, "fleet", routes, 1) for place in market]
    return {"study.toml": text, "market.csv": csv_text(MARKET, rows)}


R2_CHIPS = {"N15": (15_824, .20), "N15b": (15_824, .14), "N2": (2_368, .12), "N5": (4_992, .10), "N5b": (4_992, .09),
            "N6": (5_792, .08), "N18": (18_000, .07), "N36": (36_000, .06), "N36b": (36_000, .05), "N14": (14_480, .04),
            "N24": (24_000, .03), "N3": (2_912, .02)}


def r2_mix():
    """Newer chips gain weight as time goes on."""
    lines = ["[chips.fleet]"]
    for chip, (tpp, weight) in R2_CHIPS.items():
        tilt = 0.05 if tpp > 14_000 else -0.04
        weights = [weight * (1 + tilt * (quarter - 5.5)) for quarter in range(MONTHS // 3)]
        lines.append(f"{chip} = [{', '.join(f'{w:.4f}' for w in weights)}]")
    lines += [f"[chip.{chip}]\ntpp = {tpp}" for chip, (tpp, _) in R2_CHIPS.items()]
    return "\n".join(lines) + "\n"


def r2_streams(number, place):
    small = number % 2 == 1
    unmetered = ";uveu:0.47"
    routes = "lpp>general:0.53" + unmetered
    general = (236, 1.6) if small else (427, 1.4)
    lpp = (450, 1.2) if small else (900, 1.0)
    rows = [stream(place, "anyone", 0.6, *general, 59_000, "fleet", "general:0.53" + unmetered, 1)]
    national = number % 12 == 7
    rows.append(stream(place, "buyers", 0.272 if national else 0.4, *lpp, 59_000, "fleet", routes, 8))
    if national:
        rows.append(stream(place, "national", 0.128, 2500, 1.4, 59_000, "fleet", "nveu>general:0.53" + unmetered, 2))
    return rows


def month_of(number):
    return f"{2025 + number // 12}-{number % 12 + 1:02}"


def r2():
    comment = """\
# R2: the size and the rules that speeds are quoted for; no formula answers it. 120 destinations, mixes that change by
# quarter, LPP on half of the streams with eight consignees, national VEUs with two companies in ten destinations, 40 orders
# of a book, an arrangement in four destinations, buyers who hurry and who wait.
"""
    market = places(12345, 5622)
    text = head(comment, "R2", 20250115) + factors([place[0] for place in market]) + "\n" + r2_mix()
    text += "\n[behaviour]\nrush = { threshold = 0.8, factor = 1.5 }\nwait = { probability = 0.5, months = 6 }\n"
    rows, book = [], []
    for number, place in enumerate(market):
        rows += r2_streams(number, place)
        if number % 30 == 29:
            text += (f'\n[[arrangement]]\ndestination = "{place[0]}"\nmultiplier = 2.0\n' +
                     'month_probabilities = { "2026-01" = 0.3125, "2026-07" = 0.1875 }\n')
        if number % 12 == 5:
            book += [[f"{place[0]}-{i + 1}", place[0], f"{place[0]} buyer {i % 2 + 1}", "N15", 1000, 4000, 4000,
                      month_of(4 + 7 * i), 2, f"{0.5 + 0.1 * i:.1f}", "lpp>general" if i % 2 else "general", "", ""]
                     for i in range(4)]
    return {"study.toml": text, "market.csv": csv_text(MARKET, rows), "book.csv": csv_text(BOOK, book)}


def write(folder):
    for name, files in {"R1": r1(), "R2": r2(), "every-rule": every_rule()}.items():
        for file, text in files.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")


def files_of(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(folder):
    """Files that stand in one of the two only, or hold other bytes."""
    with tempfile.TemporaryDirectory() as fresh:
        write(pathlib.Path(fresh))
        wanted = files_of(pathlib.Path(fresh))
    found = {name: text for name, text in files_of(folder).items() if name.split("/")[0] in ("R1", "R2", "every-rule")}
    return sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))


def self_test():
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        write(root)
        assert differing(root) == []
        market = root / "R1/market.csv"
        market.write_bytes(market.read_bytes().replace(b"0.109", b"0.110", 1))
        (root / "R2/book.csv").unlink()
        (root / "every-rule/regime/more.csv").write_text("x\n")
        assert differing(root) == ["R1/market.csv", "R2/book.csv", "every-rule/regime/more.csv"], differing(root)


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    if len(arguments) == 1 and not arguments[0].startswith("-"):
        write(pathlib.Path(arguments[0]))
        return 0
    if len(arguments) == 2 and arguments[0] == "--check":
        wrong = differing(pathlib.Path(arguments[1]))
        for name in wrong:
            print(f"{arguments[1]}/{name} is not what bench/workloads.py writes; run it on that folder", file=sys.stderr)
        return 1 if wrong else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
