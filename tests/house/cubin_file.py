"""Machine code of kernels, read with the standard library alone: the cubins inside an object file, a kernel's registers and
stack, its code, and for each instruction the line of the PTX it was made from (nvcc -lineinfo)."""
import dataclasses
import struct

FATBIN_MAGIC, FATBIN_ELF, FATBIN_COMPRESSED = 0xBA55ED50, 2, 0x2000 | 0x8000
INFO_REGISTERS, INFO_FRAME = 0x2F, 0x11  # attributes of .nv.info, each with (symbol, number)
NO_BITS = 8
RELOCATIONS = {4: 24, 9: 16}  # kind of section: bytes an entry; both begin with where and which symbol


@dataclasses.dataclass
class Section:
    name: str
    kind: int
    data: bytes
    size: int
    info: int  # of relocations: the section they are for


@dataclasses.dataclass
class Kernel:
    name: str  # mangled
    arch: int  # 90: sm_90
    registers: int
    stack: int  # bytes a thread
    shared: int  # bytes a block, as the driver counts them: from sm_90 on with 1 KiB of its own
    code: list  # 128-bit words
    ptx_lines: dict  # address -> line of the PTX; empty without line info
    ptx: list  # lines of the PTX this was made from, line n at [n - 1]
    sources: dict = dataclasses.field(default_factory=dict)  # address -> (file, line) of the source


def sections(elf):
    (offset,) = struct.unpack_from("<Q", elf, 0x28)
    size, count, names = struct.unpack_from("<HHH", elf, 0x3A)
    heads = [struct.unpack_from("<IIQQQQIIQQ", elf, offset + i * size) for i in range(count)]
    at = heads[names][4]
    for name, kind, _, _, start, length, _, info, _, _ in heads:
        text = elf[at + name:elf.index(b"\0", at + name)].decode()
        yield Section(text, kind, b"" if kind == NO_BITS else elf[start:start + length], length, info)


def cubins(path):
    """(arch, cubin) of each machine code in a host object, or of a cubin itself."""
    blob = open(path, "rb").read()
    if blob[:4] != b"\x7fELF":
        return
    if struct.unpack_from("<H", blob, 18)[0] == 190:  # EM_CUDA
        yield arch_of(blob), blob
        return
    for section in sections(blob):
        if section.name == ".nv_fatbin":
            yield from entries(section.data)


def entries(data):
    at = 0
    while at + 16 <= len(data):
        magic, _, head, size = struct.unpack_from("<IHHQ", data, at)
        if magic != FATBIN_MAGIC:  # containers are aligned
            at += 8
            continue
        entry, at = at + head, at + head + size
        while entry < at:
            kind, _, skip, length, _, _, _, _, arch, _, flags = struct.unpack_from("<HHIQIIHHIQQ", data, entry)
            if kind == FATBIN_ELF and not flags & FATBIN_COMPRESSED:
                yield arch, data[entry + skip:entry + skip + length]
            entry += skip + length


def arch_of(cubin):
    """The note of the assembler holds its command line: ... -arch sm_90 ..."""
    for section in sections(cubin):
        if section.name == ".note.nv.tkinfo" and b"-arch sm_" in section.data:
            digits = section.data.split(b"-arch sm_")[1][:3].decode()
            return int("".join(c for c in digits if c.isdigit()))
    return 0


def symbols(all_sections):
    table = next(s for s in all_sections if s.name == ".symtab")
    names = next(s for s in all_sections if s.name == ".strtab").data
    for at in range(0, len(table.data), 24):
        name, _, _, section = struct.unpack_from("<IBBH", table.data, at)
        yield names[name:names.index(b"\0", name)].decode(), section


def attributes(info):
    """(attribute, symbol, number) of those of .nv.info that hold such a pair."""
    at = 0
    while at + 4 <= len(info):
        form, attribute, size = struct.unpack_from("<BBH", info, at)
        if form == 4 and size == 8:
            yield (attribute, *struct.unpack_from("<II", info, at + 4))
        at += 4 + (size if form == 4 else 0)


def kernels(arch, cubin):
    all_sections = list(sections(cubin))
    by_name = {s.name: s for s in all_sections}
    symbol_names = [name for name, _ in symbols(all_sections)]
    numbers = {}
    for attribute, symbol, number in attributes(by_name[".nv.info"].data):
        numbers[attribute, symbol_names[symbol]] = number
    lines, sources = line_table(all_sections, ".nv_debug_line_sass"), line_table(all_sections, ".debug_line")
    ptx = by_name[".nv_debug_ptx_txt"].data.split(b"\0") if ".nv_debug_ptx_txt" in by_name else []
    ptx = [line.decode() for line in ptx]
    for name, section in by_name.items():
        kernel = name.removeprefix(".text.")
        if kernel == name or (INFO_REGISTERS, kernel) not in numbers:
            continue
        shared = by_name[".nv.shared." + kernel].size if ".nv.shared." + kernel in by_name else 0
        code = [int.from_bytes(section.data[i:i + 16], "little") for i in range(0, len(section.data), 16)]
        yield Kernel(kernel, arch, numbers[INFO_REGISTERS, kernel], numbers.get((INFO_FRAME, kernel), 0), shared, code,
                     {a: line for a, (_, line) in lines.get(name, {}).items()}, ptx, sources.get(name, {}))


def leb128(data, at, signed=False):
    value = shift = 0
    while True:
        byte = data[at]
        at, value, shift = at + 1, value | (byte & 127) << shift, shift + 7
        if byte < 128:
            return (value - (1 << shift) if signed and byte & 64 else value), at


def line_table(all_sections, table):
    """Section of code -> address -> (file, line), from the DWARF line programs that ptxas writes: one names the source,
    another the PTX."""
    program = next((s.data for s in all_sections if s.name == table), b"")
    relocations = {}  # where a program sets its address -> the section it speaks of
    of_symbol = [section for _, section in symbols(all_sections)]
    for s in all_sections:
        if s.kind in RELOCATIONS and all_sections[s.info].name == table:
            for at in range(0, len(s.data), RELOCATIONS[s.kind]):
                where, info = struct.unpack_from("<QQ", s.data, at)
                relocations[where] = all_sections[of_symbol[info >> 32]].name
    found, at = {}, 0
    while at < len(program):
        length, _, head = struct.unpack_from("<IHI", program, at)
        end, start = at + 4 + length, at + 10 + head
        step, _, base, span, first = struct.unpack_from("<BBbBB", program, at + 10)
        run_line_program(program, start, end, (step, base, span, first), file_names(program, at + 14 + first), relocations, found)
        at = end
    return found


def file_names(program, at):
    """Numbered from 1 on; behind the folders, which are not read."""
    while program[at]:
        at = program.index(b"\0", at) + 1
    names, at = [""], at + 1
    while program[at]:
        end = program.index(b"\0", at)
        names.append(program[at:end].decode())
        at = end + 1
        for _ in range(3):  # folder, time, size
            _, at = leb128(program, at)
    return names


def run_line_program(program, at, end, shape, files, relocations, found):
    step, base, span, first = shape
    lengths = [0, 0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1]  # operands of the standard opcodes
    address, file, line, rows, section = 0, 1, 1, [], None
    while at < end:
        op, at = program[at], at + 1
        if op >= first:
            address += (op - first) // span * step
            line += base + (op - first) % span
            rows.append((address, (files[file], line)))
        elif op == 0:
            size, at = leb128(program, at)
            if program[at] == 1:  # end of a sequence
                fill(found.setdefault(section, {}), rows, address)
                address, file, line, rows = 0, 1, 1, []
            elif program[at] == 2:
                section = relocations.get(at + 1)
                (address,) = struct.unpack_from("<Q", program, at + 1)
            at += size
        elif op == 1:
            rows.append((address, (files[file], line)))
        elif op == 2:
            delta, at = leb128(program, at)
            address += delta * step
        elif op == 3:
            delta, at = leb128(program, at, signed=True)
            line += delta
        elif op == 4:
            file, at = leb128(program, at)
        elif op == 8:
            address += (255 - first) // span * step
        elif op == 9:
            address, at = address + struct.unpack_from("<H", program, at)[0], at + 2
        else:
            for _ in range(lengths[op]):
                _, at = leb128(program, at)


def fill(lines, rows, end):
    for (address, place), (stop, _) in zip(rows, rows[1:] + [(end, None)]):
        for a in range(address, stop, 16):
            lines[a] = place
