"""The bundled reference workloads R1, R2 and every-rule, from a few parameters: all numbers are synthetic.

    workloads.py FOLDER          writes FOLDER/R1, FOLDER/R2 and FOLDER/every-rule
    workloads.py --check FOLDER  says which files there are not what it would write
    workloads.py --self-test     shows that a changed file is found

R1 is where an exact answer exists, R2 the size and the rules that speeds are quoted for, every-rule small and with every
rule on. Nothing here depends on the version of Python: the random numbers are its own.
"""
import csv
import io
import pathlib
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
MONTHS, GROUPS, DESTINATIONS = 36, 6, 120
GROWTH, DELAY = 0.109, 2
MARKET = ["destination", "stream", "orders_per_month", "growth_per_year", "units_median", "units_log_sd", "units_max",
          "chips", "routes", "consignees", "delay_months", "beta_global", "beta_region"]
BOOK = ["id", "destination", "consignee", "chip", "units_low", "units_mode", "units_high", "month", "delay_months",
        "probability", "route", "project", "headquarters"]
POSITION = ["kind", "destination", "who", "year", "used_tpp"]


class Random:
    """splitmix64, as numbers in [0, 1)."""

    def __init__(self, seed):
        self.state = seed

    def __call__(self):
        mask = (1 << 64) - 1
        self.state = (self.state + 0x9E3779B97F4A7C15) & mask
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
        return ((z ^ (z >> 31)) >> 11) / (1 << 53)


def csv_text(columns, rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


def regime_rows(name):
    with open(ROOT / "data/regimes/ai-diffusion-2025" / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


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


def head(comment, name, seed, trials=100_000, start="2025-01-01", months=MONTHS, regime="ai-diffusion-2025"):
    return (f"{comment}# Made by bench/workloads.py; every number is synthetic.\n[study]\n" +
            f'name = "{name}"\nregime = "{regime}"\nstart = {start}\nmonths = {months}\n' +
            f"trials = {trials}\nseed = {seed}\n\n")


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


EVERY_RULE = """\
[factors]
global = { rho = 0.8 }
region = { rho = 0.6, correlation_with_global = 0.3 }
own = { rho = 0.5 }
student_t = 5
[factors.groups]
gulf = ["ARE", "QAT", "SAU"]
south = ["BRA", "CHL"]

[chips.blend]
MID = [0.6, 0.5, 0.4, 0.3]
FAST = [0.1, 0.2, 0.3, 0.4]
SLOW = [0.2, 0.1]
OLD = [0.1]
GAME = [0.05]
[chip.MID]
tpp = 16_000
[chip.FAST]
tpp = 35_999.6
[chip.SLOW]
tpp = 4_900
[chip.OLD]
tpp = 3_000
class = "3A090.b"
[chip.GAME]
tpp = 21_000
nac_aca_eligible = true

[market]
pipeline = "steady"

[behaviour]
rush = { threshold = 0.6, factor = 1.7 }
split = true
wait = { probability = 0.5, months = 3 }

# IND > MYS > SGP is a chain of two steps; USA takes all that comes, CHN nothing.
[[divert]]
from = "IND"
to = "MYS"
probability = 0.4
[[divert]]
from = "IND"
to = "SGP"
probability = 0.3
[[divert]]
from = "MYS"
to = "SGP"
probability = 0.5
[[divert]]
from = "BRA"
to = "USA"
probability = 0.3
[[divert]]
from = "CHL"
to = "CHN"
probability = 0.3

[[arrangement]]
destination = "ARE"
multiplier = 2.0
month_probabilities = { "2026-01" = 0.3, "2026-07" = 0.3 }
[[arrangement]]
destination = "SGP"
multiplier = 1.5
month_probabilities = { "2025-11" = 0.5 }

[[scenario]]
name = "stopped"
why = "licences for Tier 1 parents stop at the cap, and none lapses"
regime = { allocation = { general_tier1 = "stopped", lapse = { share = 0.0, months = 9 } } }

[[scenario]]
name = "all-at-once"
why = "every kind of change that a scenario can make"
market = { where = { stream = ["cloud"] }, orders_per_month = { scale = 1.5 }, routes = { "general" = "lpp>general" } }
book = { where = { destination = ["ARE"] }, probability = { set = 1.0 } }
chips = [{ chip = "FAST", quarters = -2 }]
regime = { lpp = { cap_tpp = 10_000_000 }, allocation = { general_tier1 = "exempt", lapse = { share = 1.0, months = 4 } } }
behaviour = { split = false, wait = { probability = 1.0, months = 2 } }
[[scenario.arrangement]]
destination = "IND"
multiplier = 1.25
month_probabilities = { "2026-03" = 1.0 }
"""

EVERY_RULE_REGIME = """\
# The regime of the study beside it: limits small enough for each to be met in a small study, and licences that lapse.
# Synthetic, but for the tiers, which are those of ai-diffusion-2025.
[regime]
name = "every-rule"
title = "Every rule at once, small"
source = "synthetic"
status = "a workload, no rule of anyone"
window = { start = 2025-01-01, months = 36 }
[tiers]
table = "tiers.csv"
[allocation]
cap_tpp = 500_000_000
critical = 0.85
general_tier1 = "counts_only"
tier2_parent_in_tier1 = "counted"
lapse = { share = 0.25, months = 9 }
max_multiplier = 2.0
[lpp]
cap_tpp = 15_000_000
[nveu]
allowances = "nveu.csv"
"""


def every_rule():
    comment = """\
# every-rule: every rule on at once, in ten destinations and with a regime of its own, to test that engines agree. It says
# nothing about the world. It starts inside the window of its regime and ends within a quarter.
"""
    market = []

    def loads_of(number):
        return [f"{0.25 + 0.01 * number:.2f}", 0 if number == 4 else 0.2, 0.15 if number % 2 else 0]

    for number, iso3 in enumerate(["ARE", "BRA", "CHL", "IND", "MYS", "QAT", "SAU", "SGP", "USA", "CHN"]):

        def add(name, orders, growth, median, log_sd, largest, chips, routes, consignees, delay, headquarters=""):
            market.append([iso3, name, orders, growth, median, log_sd, largest, chips, routes, consignees, delay,
                           *loads_of(3 if headquarters == "IND" else number), headquarters])

        add("cloud", f"{0.3 + 0.12 * number:.2f}", 0.4, 250, 1.2, 6_000, "blend",
            "general:0.4;lpp>general:0.3;nveu>lpp>general:0.2;uveu:0.1", 5, 2)
        add("enterprise", 1.5, 0.2, 150, 1.0, 3_000, "MID", "lpp>general:0.7;lpp:0.2;exempt:0.1", 3, 1)
        add("sovereign", f"{0.1 + 0.02 * number:.2f}", 0, 2_000, 0.8, 12_000, "FAST",
            "nveu:0.2;nveu>general:0.3;general>lpp:0.3;general:0.2", 2, 0)
        add("fixed", 0.3, 0.1, 700, 0, 700, "MID", "general_tier1:0.6;lpp>general_tier1:0.4", 2, 0.5, "USA")
        if number % 3 == 0:
            add("barred", 0.2, 0, 100, 1, 900, "MID", "general:1", 1, 0, "CHN")
        if iso3 == "USA":  # stands in the queue of IND, and loads as that does
            add("branch", 0.3, 0, 500, 1, 2_000, "MID", "lpp>general:1", 3, 0, "IND")
    book = [
        ["ARE-1", "ARE", "Alpha", "FAST", 1500, 2500, 4000, "2025-09", 1, 0.9, "general", "campus", ""],
        ["ARE-2", "ARE", "Alpha", "FAST", 1500, 2500, 4000, "2026-03", 2, 0.6, "lpp>general", "campus", ""],
        ["ARE-3", "ARE", "Beta", "MID", 400, 500, 900, "2025-06", 0, 0.8, "nveu>lpp>general", "", ""],
        ["IND-1", "IND", "Gamma", "MID", 2000, 6000, 9000, "2026-01", 0, 0.9, "general", "", ""],
        ["IND-2", "IND", "Delta", "MID", 800, 900, 950, "2025-12", 3, 1, "lpp", "", ""],
        ["IND-3", "IND", "Delta", "FAST", 4000, 5000, 6000, "2026-02", 0, 0.7, "nveu", "", ""],
        ["MYS-1", "MYS", "Epsilon", "FAST", 3000, 5000, 8000, "2026-04", 1, 0.8, "general", "", ""],
        ["SGP-1", "SGP", "Zeta", "MID", 1000, 4000, 4000, "2026-05", 0, 0.9, "general_tier1", "", "USA"],
        ["QAT-1", "QAT", "Eta", "MID", 500, 800, 900, "2026-05", 0, 0.9, "general", "", "CHN"],
        ["SAU-1", "SAU", "Theta", "OLD", 500, 800, 900, "2026-05", 0, 0.9, "general", "", ""],
        ["SAU-2", "SAU", "Theta", "FAST", 500, 800, 900, "2026-06", 4, 0.5, "uveu", "", "USA"],
        ["USA-1", "USA", "Iota", "FAST", 500, 800, 900, "2026-07", 0, 0.5, "general", "", ""],
        ["USA-2", "USA", "Branch", "FAST", 500, 800, 900, "2026-07", 0, 0.8, "general", "", "MYS"],
        ["BRA-1", "BRA", "Kappa", "FAST", 6000, 8000, 9000, "2025-10", 1, 0.7, "general>lpp", "", ""],
        ["CHL-1", "CHL", "Lambda", "FAST", 6000, 8000, 9000, "2025-08", 1, 0.7, "general", "", ""],
    ]
    position = [["allocation", "IND", "", "", 120_000_000], ["allocation", "SGP", "", "", 40_000_000],
                ["lpp", "IND", "cloud/2", 2025, 9_000_000], ["lpp", "ARE", "Beta", 2025, 14_000_000],
                ["nveu", "IND", "Delta", "", 30_000_000], ["nveu", "QAT", "sovereign/1", "", 44_000_000]]
    allowances = [[f"{2025 + q // 4}Q{q % 4 + 1}", 45_000_000 + 30_000_000 * q] for q in range(12)]
    tiers = [[row["destination"], row["tier"], row["paragraph"]] for row in regime_rows("tiers.csv")]
    study = head(comment, "every-rule", 77, trials=20_000, start="2025-05-01", months=32, regime="regime")
    return {"study.toml": study + EVERY_RULE,
            "market.csv": csv_text(MARKET + ["beta_own", "headquarters"], market),
            "book.csv": csv_text(BOOK, book),
            "position.csv": csv_text(POSITION, position),
            "regime/regime.toml": EVERY_RULE_REGIME,
            "regime/nveu.csv": csv_text(["quarter", "tpp"], allowances),
            "regime/tiers.csv": csv_text(["destination", "tier", "paragraph"], tiers)}


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
