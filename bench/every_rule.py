"""every-rule: the small workload in which every rule is on, as the texts of its files."""
from workload_parts import BOOK, MARKET, POSITION, csv_text, head, regime_rows

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
mem_bw_gbs = 4_800
[chip.FAST]
tpp = 35_999.6
[chip.SLOW]
tpp = 4_900
mem_bw_gbs = 900
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
[product_limit]
destinations = ["MAC"]
tpp_below = 21_000
bandwidth_below_gbs = 6_500
us_share = 0.5
[uveu]
max_outside_tier1 = 0.25
max_one_destination = 0.07
min_home_us = 0.50
reporting_dates = ["02-01", "08-01"]
checkpoint_months = 6
"""

EVERY_RULE_COMPANIES = """\
[[company]]
name = "Far"
headquarters = "USA"
[company.installed_tpp]
USA = 900_000_000
MYS = 60_000_000
other_tier1 = 200_000_000
[company.arrivals]
clusters_per_month = 2.5
growth_per_year = 0.4
units_median = 2_000
units_log_sd = 0.8
units_max = 20_000
chips = "blend"
beta_global = 0.3
home_slip = { probability = 0.3, months = 4 }
[company.arrivals.locations]
USA = [0.6, 0.55, 0.5]
other_tier1 = 0.2
MYS = [0.1, 0.15]
IND = 0.1

[[company]]
name = "Near"
headquarters = "FRA"
[company.installed_tpp]
other_tier1 = 400_000_000
[company.arrivals]
clusters_per_month = 1
units_median = 1_000
units_log_sd = 0
units_max = 1_000
chips = "MID"
[company.arrivals.locations]
other_tier1 = 0.8
SGP = 0.2
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
    market.append(["MAC", "lane", 3, 0, 300, 1, 3_000, "blend", "general:1", 1, 1, *loads_of(0), ""])
    us_shipments = [[chip, f"{2025 + month // 12}-{month % 12 + 1:02}", units]
                    for month in range(4, 36) for chip, units in (("MID", 600), ("SLOW", 90))]
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
            "us_shipments.csv": csv_text(["chip", "month", "units"], us_shipments),
            "companies.toml": EVERY_RULE_COMPANIES,
            "regime/regime.toml": EVERY_RULE_REGIME,
            "regime/nveu.csv": csv_text(["quarter", "tpp"], allowances),
            "regime/tiers.csv": csv_text(["destination", "tier", "paragraph"], tiers)}
