"""No kernel of a trial computes in floating point: engines agree to the last bit because there is nothing to round.

    ptx.py FILE.ptx     checks a file
    ptx.py --self-test  shows that a floating-point instruction is found
"""
import re
import sys

# An instruction with a floating-point type anywhere in its name, e.g. add.f32, cvt.rn.f64.u32, fma.rn.bf16x2.
FLOATING = re.compile(r"^\s*(@!?%\w+\s+)?([a-z]\w*(?:\.\w+)*\.(?:f16|f16x2|bf16|bf16x2|tf32|f32|f64)(?:\.\w+)*)\s")


def floating_point(text):
    return [f"{n}: {line.strip()}" for n, line in enumerate(text.splitlines(), 1)
            if not line.lstrip().startswith(("//", ".")) and FLOATING.match(line)]


def self_test():
    planted = ["\tadd.f32 \t%f1, %f2, %f3;", "\t@%p1 cvt.rn.f64.u32 %fd1, %r1;", "\tfma.rn.bf16x2 %r1, %r2, %r3, %r4;"]
    fine = ["\tadd.s64 \t%rd1, %rd2, %rd3;", "// add.f32", "\t.reg .f32 %f<2>;", "\tld.param.u64 %rd1, [f32];"]
    found = floating_point("\n".join(planted + fine))
    return [] if len(found) == len(planted) else [f"found {found}"]


if sys.argv[1] == "--self-test":
    problems = self_test()
else:
    text = open(sys.argv[1]).read()
    problems = floating_point(text)
    if ".entry" not in text:
        problems.append("the file holds no kernel")
print("\n".join(problems) or "no floating-point instruction")
sys.exit(bool(problems))
