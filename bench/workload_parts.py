"""What the scripts that write workloads share: columns, numbers, the head of study.toml."""
import csv
import io
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
MONTHS = 36
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


def head(comment, name, seed, trials=100_000, start="2025-01-01", months=MONTHS, regime="ai-diffusion-2025"):
    return (f"{comment}# Made by bench/workloads.py; every number is synthetic.\n[study]\n" +
            f'name = "{name}"\nregime = "{regime}"\nstart = {start}\nmonths = {months}\n' +
            f"trials = {trials}\nseed = {seed}\n\n")
