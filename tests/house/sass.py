"""Machine code of sm_75 to sm_90 as 128-bit words: where it branches, its loops, and what kind of unit runs an instruction.
NVIDIA documents none of it; `cubins.py --nvdisasm PROGRAM` holds it against NVIDIA's own disassembler, word by word."""
import dataclasses
import re

CALL, BSSY, BRA, EXIT, RET, LOCAL_LOAD, LOCAL_STORE = 0x944, 0x945, 0x947, 0x94D, 0x950, 0x183, 0x187
ATOMICS = {0x18A, 0x18B, 0x18E, 0x1A8, 0x1A9, 0x1AA, 0x1A3}  # ATOM, ATOMG, RED and REDG in their forms

# The low 9 bits say which instruction, whatever its operands are. Units, as the profiler calls them: alu (adds, logic,
# compares, shifts), fma (IMAD, also as a move), uniform (a warp's own data path), lsu (memory), xu (slow conversions and
# counts), branch, other.
UNITS = {
    "alu": (0x002, 0x003, 0x004, 0x007, 0x00C, 0x00F, 0x010, 0x011, 0x012, 0x013, 0x014, 0x016, 0x017, 0x019, 0x01A,
            0x01B, 0x01C, 0x036, 0x046, 0x048),
    "fma": (0x020, 0x021, 0x023, 0x024, 0x025, 0x026, 0x027, 0x035),
    "uniform": (0x082, 0x083, 0x086, 0x087, 0x08C, 0x090, 0x091, 0x092, 0x094, 0x095, 0x096, 0x099, 0x09C, 0x0A4, 0x0A5,
                0x0B9, 0x0BD, 0x0BF, 0x0CA, 0x1C2, 0x1C3),
    "xu": (0x100, 0x101, 0x104, 0x105, 0x106, 0x108, 0x109, 0x10A, 0x111, 0x112),
    "lsu": (0x180, 0x181, 0x182, 0x183, 0x184, 0x185, 0x186, 0x187, 0x188, 0x189, 0x18A, 0x18B, 0x18C, 0x18D, 0x18E,
            0x1A3, 0x1A8, 0x1A9, 0x1AA, 0x1C4),
    "branch": (0x11D, 0x140, 0x141, 0x142, 0x143, 0x144, 0x145, 0x146, 0x147, 0x148, 0x149, 0x14D, 0x14E, 0x150, 0x151,
               0x152, 0x155, 0x156, 0x15A),
}
UNIT_OF = {code: unit for unit, codes in UNITS.items() for code in codes}


def opcode(word):
    return word & 0xFFF


def unit(word):
    return UNIT_OF.get(word & 0x1FF, "other")


def width(word):
    """Bytes a lane of a load or store."""
    return (1, 1, 2, 2, 4, 8, 16, 16)[word >> 73 & 7]


def is_memory(word):
    """A load or store of global, shared or local memory: one for each of the PTX, unless that was copied or split."""
    return 0x180 <= word & 0x1FF <= 0x188 and word & 0x1FF != 0x182


def signed(value, bits):
    return value - (1 << bits) if value >> bits - 1 else value


def target(word, address, arch):
    offset = signed(word >> 34 & (1 << 48) - 1, 48)
    if arch >= 90 and opcode(word) in (BRA, CALL):  # the lowest 8 bits stand apart
        offset = offset << 8 | word >> 16 & 0xFF
    return address + 16 + 4 * offset


def always(word):
    """Neither its guard nor the condition that a branch may have beside it can fail."""
    return word >> 12 & 15 == 7 and word >> 87 & 15 == 7


@dataclasses.dataclass
class Block:
    first: int  # numbers of instructions
    end: int
    next: list  # first instructions of the blocks that may follow
    calls: list  # of those called


def blocks(code, arch):
    """Where threads meet again (BSYNC) goes on behind itself, so it ends no block."""
    jumps = {i: target(w, 16 * i, arch) // 16 for i, w in enumerate(code) if opcode(w) in (BRA, CALL)}
    starts = {0} | {t for t in jumps.values() if 0 <= t < len(code)}
    starts |= {i + 1 for i, w in enumerate(code) if opcode(w) in (BRA, CALL, EXIT, RET)}
    starts = sorted(s for s in starts if s < len(code))
    found = {}
    for first, end in zip(starts, starts[1:] + [len(code)]):
        last = code[end - 1]
        goes_on = not (opcode(last) in (BRA, EXIT, RET) and always(last))
        follows = [end] if goes_on and end < len(code) else []
        if opcode(last) == BRA and 0 <= jumps[end - 1] < len(code):
            follows.append(jumps[end - 1])
        called = [jumps[end - 1]] if opcode(last) == CALL and 0 <= jumps[end - 1] < len(code) else []
        found[first] = Block(first, end, follows, called)
    for block in found.values():  # a call of what does not return is a far jump
        jumped = [t for t in block.calls if any(opcode(code[found[b].end - 1]) == EXIT for b in reached(found, t))]
        block.next += jumped
        block.calls = [t for t in block.calls if t not in jumped]
    return found


def reached(graph, first):
    seen, left = set(), [first]
    while left:
        block = left.pop()
        if block not in seen:
            seen.add(block)
            left += graph[block].next + graph[block].calls
    return seen


def circles(graph):
    """Sets of blocks that reach each other (Tarjan), without recursion."""
    number, low, stack, on_stack, found = {}, {}, [], set(), []
    for root in graph:
        work = [(root, iter(()))] if root not in number else []
        while work:
            node, after = work.pop()
            if node not in number:
                number[node] = low[node] = len(number)
                stack.append(node)
                on_stack.add(node)
                after = iter(graph[node].next)
            for follower in after:
                if follower not in number:
                    work += [(node, after), (follower, iter(()))]
                    break
                if follower in on_stack:
                    low[node] = min(low[node], number[follower])
            else:
                if low[node] == number[node]:
                    circle = set()
                    while node not in circle:
                        circle.add(stack.pop())
                    on_stack -= circle
                    found.append(circle)
                if work:
                    parent = work[-1][0]
                    low[parent] = min(low[parent], low[node])
    return found


def largest_loop(graph):
    """Blocks of the loop with the most instructions, with all loops inside it and the routines it calls; empty: none."""
    loops = [c for c in circles(graph) if len(c) > 1 or any(b in graph[b].next for b in c)]
    loop = max(loops, key=lambda c: sum(graph[b].end - graph[b].first for b in c), default=set())
    return set(loop).union(*(reached(graph, t) for b in loop for t in graph[b].calls))


# What NVIDIA's disassembler calls them, by unit; it is the judge of the tables above.
NAMES = {
    "alu": "MOV P2R R2P SEL ISETP VIMNMX VIMNMX3 VIADDMNMX IADD3 LEA LOP3 IABS PRMT IMNMX SHF SGXT BMSK PLOP3 "
           "VIADD FSETP FSEL FMNMX",
    "fma": "IMAD HFMA2 FMUL FADD FFMA IDP",
    "uniform": "UMOV UP2UR UPLOP3 UPRMT USEL UISETP UIADD3 ULEA ULOP3 UIMAD USHF ULDC UFLO UPOPC S2UR VOTEU R2UR "
               "USGXT UBREV UBMSK",
    "xu": "FLO BREV F2I I2F MUFU POPC F2F FRND",
    "lsu": "LD ST LDG LDL LDS LDC STG STL STS SHFL ATOM ATOMG ATOMS RED REDG REDUX MATCH LDSM",
    "branch": "BAR BSYNC BREAK BSSY YIELD BRA WARPSYNC EXIT RET CALL BPT KILL BRX JMP NANOSLEEP BMOV RTT",
}
UNIT_OF_NAME = {name: unit for unit, names in NAMES.items() for name in names.split()}


def disagreements(kernel, listing):
    """Between what is said here and a listing of nvdisasm -c: branch targets and units."""
    section = re.search(r"^\.text\." + re.escape(kernel.name) + r":$(.*?)(?=^\t\.section|\Z)", listing, re.M | re.S)[1]
    labels, pending, lines = {}, [], []
    for label, address, text in re.findall(r"^(\.L_x_\d+):|^\s+/\*([0-9a-f]{4,})\*/\s+(.*?)\s*;", section, re.M):
        if label:
            pending.append(label)
            continue
        labels |= {name: int(address, 16) for name in pending}
        pending = []
        lines.append((int(address, 16), text))
    for address, text in lines:
        word = kernel.code[address // 16]
        name = re.sub(r"^@!?U?P\w+\s+", "", text).split()[0].split(".")[0]
        if unit(word) != UNIT_OF_NAME.get(name, "other"):
            yield f"{address:#x}: {text}: {unit(word)}, by its name {UNIT_OF_NAME.get(name, 'other')}"
        label = re.search(r"`\((\.L_x_\d+)\)", text)
        if label and name == "BRA" and target(word, address, kernel.arch) != labels.get(label[1]):
            yield f"{address:#x}: {text}: goes to {target(word, address, kernel.arch):#x}"
