"""host/trial is integers only, without strings, exceptions or allocation, and no source file grows past 320 lines.

    trial_text.py ROOT
"""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
FORBIDDEN = re.compile(r"\b(float|double|throw|new|malloc|std::string|std::vector)\b")
problems = []
for file in sorted((root / "host/trial").glob("*")):
    for number, line in enumerate(file.read_text().splitlines(), 1):
        code = line.split("//")[0]
        if FORBIDDEN.search(code):
            problems.append(f"{file}:{number}: {line.strip()}")
for folder in ("host", "cuda", "tests", "bench"):
    for file in sorted((root / folder).rglob("*")):
        if file.suffix in {".h", ".cpp", ".cu", ".py", ".sh"} and len(file.read_text().splitlines()) > 320:
            problems.append(f"{file}: longer than 320 lines; split it by what it does")
print("\n".join(problems) or "the text keeps the rules of the house")
sys.exit(bool(problems))
