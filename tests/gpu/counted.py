"""How often machine code runs, from what an emulator counted on the PTX it was made from.

ptxas says for each instruction which line of the PTX it comes from, and the emulator how often that line ran. Instructions of
a basic block run equally often, however ptxas moved them there: each counts as the median of its block. Where ptxas has
copied a line (unrolled a loop: its loads and stores stand there several times), each copy counts as its share. So branches
that ptxas made or left out inside a line, such as those of a 64-bit division, are counted only about right."""
import collections
import difflib
import re
import statistics

import sass


def unit_name(mangled):
    """Without the hash of the file that an unnamed namespace carries; it differs from build to build."""
    return re.sub(r"\d+_GLOBAL__N__[0-9a-f]{8}_\d+_\w+?_cu_[0-9a-f]{8}", "", mangled)


def short(mangled):
    """The function's own name, with template arguments as the compiler mangles them."""
    found = re.match(r"_ZN?(?:S\w_)?(.*)", unit_name(mangled))
    rest, name = found[1] if found else "", ""
    while (digits := re.match(r"\d+", rest)) and digits[0]:
        end = len(digits[0]) + int(digits[0])
        name, rest = rest[len(digits[0]):end], rest[end:]
    arguments = re.match(r"I(.*?)E+v", rest)
    return (name or mangled) + (f"<{arguments[1]}>" if arguments else "")


def body(ptx, name):
    """First and last line number of a kernel in the PTX; unnamed namespaces are passed over."""
    starts = [n for n, line in enumerate(ptx, 1) if ".entry" in line]
    for first, after in zip(starts, starts[1:] + [len(ptx) + 1]):
        found = re.search(r"\.entry\s+(\w+)", ptx[first - 1])
        if found and unit_name(found[1]) == unit_name(name):
            return first, after - 1
    return None


def moved(profile, ptx, name):
    """What to add to the profile's line numbers to get those of this PTX: what stands before a kernel may differ."""
    first, last = body(ptx, name)
    sample = profile["instructions"][::max(1, len(profile["instructions"]) // 300)]
    start = profile["instructions"][0]
    offers = [n - start["ptx_line"] for n in range(first, last + 1) if start["op"] in ptx[n - 1]]

    def agrees(offset):
        return sum(0 < i["ptx_line"] + offset <= len(ptx) and i["op"] in ptx[i["ptx_line"] + offset - 1]
                   for i in sample)  # inline assembly stands as several instructions on one line
    best = max(offers, key=agrees, default=0)
    if not offers or agrees(best) < 0.99 * len(sample):
        raise ValueError(f"{short(name)}: the profile is of other code than the cubin; build both from one source")
    return best


def same_lines(a, b):
    """Pairs of equal stretches of two lists of lines: (start in a, start in b, length)."""
    a, b = ([re.sub(r"%\w+|\$\w+", "%", line) for line in lines] for lines in (a, b))
    def common(x, y):
        return next((i for i, (p, q) in enumerate(zip(x, y)) if p != q), min(len(x), len(y)))
    head = common(a, b)
    tail = common(a[:head - 1:-1] if head else a[::-1], b[:head - 1:-1] if head else b[::-1])
    yield 0, 0, head
    middle = difflib.SequenceMatcher(None, a[head:len(a) - tail], b[head:len(b) - tail], autojunk=False)
    for match in middle.get_matching_blocks():
        yield match.a + head, match.b + head, match.size
    yield len(a) - tail, len(b) - tail, tail


def line_counts(kernel, base, profile):
    """Line of the kernel's PTX -> (warps, threads) that ran it. `base`: the kernel as compiled for what was emulated."""
    offset = moved(profile, base.ptx, base.name)
    ran = collections.defaultdict(lambda: (0, 0))
    for i in profile["instructions"]:
        line = i["ptx_line"] + offset
        ran[line] = max(ran[line], (i["warp"], i["thread"]))
    (first, last), (to, end) = body(base.ptx, base.name), body(kernel.ptx, kernel.name)
    found = {}
    for a, b, size in same_lines(base.ptx[first - 1:last], kernel.ptx[to - 1:end]):
        for i in range(size):
            if first + a + i in ran:
                found[to + b + i] = ran[first + a + i]
    return found


def instruction_counts(kernel, base, profile):
    """(warps, threads) by instruction of the machine code."""
    by_line, lines = line_counts(kernel, base, profile), kernel.ptx_lines
    copies = collections.Counter(lines.get(16 * i) for i, word in enumerate(kernel.code) if sass.is_memory(word))
    counts = {}
    for block in sass.blocks(kernel.code, kernel.arch).values():
        its = [lines[16 * i] for i in range(block.first, block.end) if 16 * i in lines]
        seen = [by_line.get(line, (0, 0)) for line in its]
        share = statistics.median_low([copies[line] for line in its if line in copies] or [1])
        middle = tuple(statistics.median_low(c[i] for c in seen) / share for i in (0, 1)) if seen else (0, 0)
        counts |= {i: middle for i in range(block.first, block.end)}
    return counts
