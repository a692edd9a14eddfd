"""Whole programs side by side: the tables of the README, as text, JSON and a picture, by one command.

    wholes.py COMPARE [--studies R1,R2,baseline-2025] [--json FILE] [--svg FILE] [OPTION...]
                               runs the program COMPARE (build/release/bench/headroom_compare) on each study; further
                               options go to it
    wholes.py --draw JSON SVG  draws what has been measured before
    wholes.py --self-test      shows that the picture says what the numbers say

A study whose rounds were disturbed, or in which engines differ, is no result: the program says why, and nothing is written.
"""
import json
import math
import pathlib
import subprocess
import sys
import xml.etree.ElementTree as xml

STUDIES = "R1,R2,baseline-2025"
# Mid tones: they can be read on white and on black.
COLOURS = {"peer": "#8b949e", "reference": "#b08800", "cpu": "#2f81f7", "text": "#7d8590", "line": "#8b949e55"}


def measured(compare, study, options):
    command = [compare, study, "--json", *options]
    print(f"measuring {study} ...", file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if not done.stdout:
        sys.exit(done.returncode or 1)  # it has said why
    return json.loads(done.stdout), done.returncode


def merged(results):
    """One headroom.bench/1 of the results of several studies."""
    first = results[0]
    names = [result["rows"][0]["study"] for result in results]
    parts = ("study_digest", "model_orders", "rounds", "split")
    return {"schema": first["schema"],
            "rows": [row for result in results for row in result["rows"]],
            "studies": [{"study": name} | {part: result[part] for part in parts} for name, result in zip(names, results)],
            "machine": first["machine"], "build": first["build"]}


def name_of(row):
    if row["engine"] != "cpu":
        return row["engine"]
    return f"cpu {row['isa']}, {row['threads']} thread{'s' if row['threads'] > 1 else ''}"


def rows_of(document, study):
    return [row for row in document["rows"] if row["study"] == study["study"]]


def speeds(rows):
    lines = [("", "trials/s", "min..max", "ns/order", "x std-cpp", "min..max", "cores")]
    for row in rows:
        if row["trials_per_s"] is None:
            lines.append((name_of(row), row.get("left_out") or row.get("failed"), "", "", "", "", ""))
            continue
        low, high = row["trials_per_s_range"]
        least, most = row["ratio_range"]
        lines.append((name_of(row), f"{row['trials_per_s']:,.0f}", f"{low:,.0f}..{high:,.0f}",
                      f"{row['ns_per_model_order']:.2f}", f"{row['ratio_to_first_row']:.2f}", f"{least:.2f}..{most:.2f}",
                      f"{row['cores_busy']:.2f}"))
    whole = [line for line in lines if line[2]]
    widths = [max(len(line[i]) for line in whole) for i in range(7)]
    widths[0] = max(len(line[0]) for line in lines)
    return [line[0].ljust(widths[0]) + "  " +
            ("  ".join(cell.rjust(width) for cell, width in zip(line[1:], widths[1:])) if line[2] else line[1])
            for line in lines]


def split(study):
    """The factor of the whole is never told without what it is made of."""
    steps = study["split"]
    if not steps:
        return "Split: a row on the way was not measured"
    said = [f"{step['ratio']:.2f} ({step['ratio_range'][0]:.2f}..{step['ratio_range'][1]:.2f}) {step['what']}"
            for step in steps]
    return "Split: " + " x ".join(said[:-1]) + " = " + said[-1]


def table(document):
    lines = []
    for study in document["studies"]:
        rows, rounds = rows_of(document, study), study["rounds"]
        load = sorted(rounds["other_load"])
        told = f"others used {100 * load[len(load) // 2]:.0f} % of the machine" if load else "load unknown"
        lines += [f"{study['study']}: {study['model_orders']:,.0f} model orders a trial, medians of {rounds['kept']} rounds "
                  f"of {rounds['measured']}, Philox {rows[0]['philox_ns_per_word']:.2f} ns a word, {told}" +
                  (": DISTURBED, not to be quoted" if rounds["disturbed"] else ""), *speeds(rows), split(study), ""]
    machine, build = document["machine"], document["build"]
    lines.append(f"{machine['cpu']}, {machine['cores']} cores; {build['compiler']}, {build['type']} {build['flags']}")
    return "\n".join(lines) + "\n"


LEFT, RIGHT, BAR, STEP, HEAD = 170, 80, 14, 20, 34


def picture(document, width=760):
    """Bars on a logarithmic scale: how many times the speed of std-cpp."""
    drawn = [(study, [row for row in rows_of(document, study) if row["trials_per_s"] is not None])
             for study in document["studies"]]
    ratios = [row["ratio_to_first_row"] for _, rows in drawn for row in rows]
    low, high = math.floor(math.log10(min(ratios))), math.ceil(math.log10(max(ratios)))
    low = min(low, -1)
    place = lambda ratio: LEFT + (math.log10(ratio) - low) / (high - low) * (width - LEFT - RIGHT)
    height = sum(HEAD + STEP * len(rows) + 22 for _, rows in drawn)
    svg = xml.Element("svg", xmlns="http://www.w3.org/2000/svg", width=str(width), height=str(height),
                      viewBox=f"0 0 {width} {height}", role="img")
    svg.set("font-family", "system-ui, sans-serif")
    svg.set("font-size", "12")
    xml.SubElement(svg, "title").text = "Speed of whole programs, in times that of idiomatic C++"

    def text(x, y, words, anchor="start", weight="normal"):
        node = xml.SubElement(svg, "text", {"x": f"{x:.1f}", "y": f"{y:.1f}", "fill": COLOURS["text"],
                                            "text-anchor": anchor, "font-weight": weight})
        node.text = words

    y = 0
    for study, rows in drawn:
        text(LEFT, y + 18, f"{study['study']}: times the speed of idiomatic C++ (logarithmic)", weight="bold")
        y += HEAD
        bottom = y + STEP * len(rows)
        for power in range(low, high + 1):
            x = place(10.0 ** power)
            xml.SubElement(svg, "line", {"x1": f"{x:.1f}", "x2": f"{x:.1f}", "y1": f"{y - 6}", "y2": f"{bottom}",
                                         "stroke": COLOURS["line"]})
            text(x, bottom + 14, f"{10.0 ** power:g}", "middle")
        for row in rows:
            ratio, (least, most) = row["ratio_to_first_row"], row["ratio_range"]
            text(LEFT - 8, y + 11, name_of(row), "end")
            xml.SubElement(svg, "rect", {"x": f"{LEFT}", "y": f"{y}", "width": f"{place(ratio) - LEFT:.1f}", "height": f"{BAR}",
                                         "fill": COLOURS.get(row["engine"], COLOURS["peer"])})
            xml.SubElement(svg, "line", {"x1": f"{place(least):.1f}", "x2": f"{place(most):.1f}", "y1": f"{y + BAR / 2}",
                                         "y2": f"{y + BAR / 2}", "stroke": COLOURS["text"], "stroke-width": "2"})
            text(max(place(most), place(ratio)) + 6, y + 11, f"{ratio:.3g} x")
            y += STEP
        y = bottom + 22
    xml.indent(svg)
    return xml.tostring(svg, encoding="unicode") + "\n"


def self_test():
    def row(study, engine, threads, ratio):
        speed = None if ratio is None else 100 * ratio
        return {"study": study, "engine": engine, "isa": "avx2", "threads": threads, "trials_per_s": speed,
                "trials_per_s_range": [90.0, 110.0], "ns_per_model_order": 1.0, "ratio_to_first_row": ratio,
                "ratio_range": [0.9 * (ratio or 0), 1.1 * (ratio or 0)], "cores_busy": 1.0, "philox_ns_per_word": 1.0,
                "left_out": "not here"}
    step = {"what": "dropping std", "ratio": 3.0, "ratio_range": [2.5, 3.5]}
    result = lambda name: {
        "schema": "headroom.bench/1", "study_digest": "", "model_orders": 10.0, "split": [step, step],
        "rounds": {"other_load": [0.01], "kept": 5, "measured": 6, "disturbed": False},
        "machine": {"cpu": "some", "cores": 2}, "build": {"compiler": "g++", "type": "Release", "flags": ""},
        "rows": [row(name, "std-cpp", 1, 1.0), row(name, "numpy", 1, None), row(name, "reference", 1, 10.0),
                 row(name, "cpu", 2, 100.0)]}
    document = merged([result("S"), result("T")])
    lines = table(document).split("\n")
    assert "numpy" in lines[3] and "not here" in lines[3] and "100.00" in lines[5], lines
    assert lines[6] == "Split: 3.00 (2.50..3.50) dropping std = 3.00 (2.50..3.50) dropping std", lines[6]
    bars = [float(node.get("width")) for node in xml.fromstring(picture(document)).iter("{http://www.w3.org/2000/svg}rect")]
    unit = (760 - LEFT - RIGHT) / 3  # from 0.1 to 100
    assert [round(bar / unit, 2) for bar in bars] == [1, 2, 3] * 2, bars
    document["studies"][0]["rounds"]["disturbed"] = True
    assert "DISTURBED" in table(document)


def take(arguments, option, default=None):
    if option not in arguments:
        return default
    at = arguments.index(option)
    value = arguments[at + 1]
    del arguments[at:at + 2]
    return value


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    if len(arguments) == 3 and arguments[0] == "--draw":
        pathlib.Path(arguments[2]).write_text(picture(json.loads(pathlib.Path(arguments[1]).read_text())))
        return 0
    if not arguments or arguments[0].startswith("-"):
        print(__doc__, file=sys.stderr)
        return 2
    compare = arguments.pop(0)
    studies = take(arguments, "--studies", STUDIES).split(",")
    json_file, svg_file = take(arguments, "--json"), take(arguments, "--svg")
    results = [measured(compare, study, arguments) for study in studies]
    document = merged([result for result, _ in results])
    print(table(document), end="")
    if json_file:
        pathlib.Path(json_file).write_text(json.dumps(document, indent=1) + "\n")
    if svg_file:
        pathlib.Path(svg_file).write_text(picture(document))
    return max(code for _, code in results)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
