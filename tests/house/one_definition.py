"""A type has one definition. Two of one name in one namespace are merged by the linker without a word, and then one file
runs what was compiled for another.

    one_definition.py ROOT         checks the headers and sources of host and cuda
    one_definition.py --self-test  shows that a second definition is found
"""
import collections
import pathlib
import re
import sys
import tempfile

OPENS = re.compile(r"^namespace\s*([\w:]*)\s*\{")
CLOSES = re.compile(r"^\}\s*// namespace")
TYPE = re.compile(r"^(?:struct|class|union|enum class|enum)\s+(\w+)\b[^;()]*\{")


def types_of(text):
    """Names of the types of named namespaces, templates left out: their arguments tell them apart."""
    spaces, before = [], ""
    for line in text.splitlines():
        if opened := OPENS.match(line):
            spaces.append(opened[1])
        elif CLOSES.match(line) and spaces:
            spaces.pop()
        elif (found := TYPE.match(line)) and "" not in spaces and not before.startswith("template"):
            yield "::".join(spaces + [found[1]])
        before = line


def second_definitions(root):
    places = collections.defaultdict(list)
    for folder in ("host", "cuda"):
        for file in sorted((root / folder).rglob("*")):
            if file.suffix in {".h", ".cpp", ".cu"}:
                for name in types_of(file.read_text()):
                    places[name].append(file.relative_to(root).as_posix())
    return [f"{name} is defined in {' and in '.join(files)}; give one of them another name"
            for name, files in places.items() if len(files) > 1]


def self_test():
    named, hidden = "namespace a {{\n\nstruct {0} {{\n  int x;\n}};\n\n}}  // namespace a\n", \
        "namespace a {\nnamespace {\n\nclass Two {\n};\n\n}  // namespace\n}  // namespace a\n"
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "host/x").mkdir(parents=True)
        (root / "host/x/one.h").write_text(named.format("One"))
        (root / "host/x/two.cpp").write_text(hidden)
        (root / "host/x/three.cpp").write_text(hidden)
        if second_definitions(root):
            return "two of unnamed namespaces are not one"
        (root / "host/x/four.h").write_text(named.format("One"))
        return "" if len(second_definitions(root)) == 1 else "a second definition is not found"


def main():
    if sys.argv[1:] == ["--self-test"]:
        problem = self_test()
        print(problem or "a second definition is found")
        return bool(problem)
    problems = second_definitions(pathlib.Path(sys.argv[1]))
    print("\n".join(problems) or "each type has one definition")
    return bool(problems)


sys.exit(main())
