"""What `headroom run` makes of a CUDA runtime that fails: it ends with 0 or 1 and by no signal, a result is right or is
not there, and nothing is left behind on a device. The runtime is an emulator that fails on purpose; how it is asked
to is not known here, but said line by line on standard input.

    failures.py HEADROOM NAME=VALUE... < cases     runs the cases, all of them with these variables set
    failures.py --self-test                        shows that wrong endings are found

A case is a kind, variables, and behind -- options of `headroom run`:

    works    with --engine cuda                 all trials, by CUDA alone
    outlives the same, where a device is lost   all trials, by the others
    refuses  where CUDA cannot be had           cuda: exit 1, no result; auto: all trials by the CPU, which says why
    loses    where it fails in the midst of it  cuda: exit 1, the first so many trials, and the CPU goes on with them to
                                                the right end; auto: all of them, and the story
    fails    where it may do any of these
    each     as `fails`, for every call that the runtime gets: the first variable makes it count them ("calls: N" on
             standard error), the second, which has no value here, takes the number of the one that fails
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

RUN = ["run", "smoke", "--quiet", "--json"]
# What must not be left behind, by kind. A context that a fault has broken goes as a whole when it is reset, pinned
# memory of the host with it, which an emulator may go on to list; of a device that is lost nothing can be freed at all.
ANY_LEAK, DEVICE_LEAK = re.compile(r"leak check: [1-9]"), re.compile(r"leak: allocation .*\(device")
LEAKS = {"works": ANY_LEAK, "refuses": ANY_LEAK, "fails": DEVICE_LEAK}
CALLS = re.compile(r"calls: (\d+)")


class Program:
    """headroom, in a folder where it may write."""

    def __init__(self, path, variables, folder):
        self.path, self.variables, self.folder = path, variables, folder
        self.cpu = {}  # right results by options

    def run(self, engine, variables, options):
        out = os.path.join(self.folder, "out")
        if "--resume" not in options:
            shutil.rmtree(out, ignore_errors=True)  # an unfinished run would not be replaced
        command = [*self.path, *RUN, "--engine", engine, *options, "--out", out]
        return subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=self.folder,
                              env={**os.environ, **variables})

    def right(self, options):
        """What the CPU says, without a runtime in its way."""
        key = tuple(options)
        if key not in self.cpu:
            self.cpu[key] = told(self.run("cpu", {}, options).stdout)
        return self.cpu[key]


def parsed(text):
    """A result; what is not one is empty."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return {}


def told(text):
    """All of a result but who has worked it out."""
    return {key: value for key, value in parsed(text).items() if key not in {"engine", "engine_detail"}}


def ending_problems(program, kind, ended, options):
    """What must hold of any run."""
    if ended.returncode not in (0, 1):
        yield f"ended with {ended.returncode}"
    if kind in LEAKS and LEAKS[kind].search(ended.stderr):
        yield "left something on a device"
    if ended.returncode == 1 and not ended.stderr.strip():
        yield "says nothing of what is wrong"
    if ended.returncode == 0 and not ended.stdout:
        yield "prints no result"
    if not ended.stdout:
        return
    result = told(ended.stdout)
    wanted = program.right([*options, "--trials", str(result.get("trials"))])
    if not result or result != wanted:
        names = [name for name in {*result, *wanted} if result.get(name) != wanted.get(name)]
        yield f"wrong, of {result.get('trials')} trials: {', '.join(sorted(names))}"


def kind_problems(kind, engine, ended, trials):
    """What must hold of a kind of case besides."""
    result = {"trials": 0, "engine_detail": "", **parsed(ended.stdout)}
    if engine == "auto" and (ended.returncode != 0 or result["trials"] != trials):
        yield f"ended with {ended.returncode} after {result['trials']} trials"
    if engine == "cuda" and kind in {"works", "outlives"} and (ended.returncode != 0 or result["trials"] != trials):
        yield f"ended with {ended.returncode} after {result['trials']} trials"
    if engine == "cuda" and kind == "refuses" and not (ended.returncode == 1 and not ended.stdout
                                                       and "the CUDA engine cannot run" in ended.stderr):
        yield f"does not refuse: ended with {ended.returncode}"
    if engine == "cuda" and kind == "loses" and not (ended.returncode == 1 and result["trials"] < trials
                                                     and "lost after" in ended.stderr):
        yield f"does not tell of a loss: ended with {ended.returncode}"
    if engine == "cuda" and ended.returncode == 0 and result["trials"] != trials:
        yield f"calls {result['trials']} trials all of them"
    words = {"refuses": "no CUDA: ", "loses": " engine did the rest: "}
    if engine == "auto" and words.get(kind, "") not in result["engine_detail"]:
        yield f"does not say what happened: {result['engine_detail']}"


def resume_problems(program, options, trials):
    """Of a run whose device was lost: it goes on without one, and without its options."""
    ended = program.run("cpu", {}, ["--resume"])
    if ended.returncode != 0 or told(ended.stdout) != program.right([*options, "--trials", str(trials)]):
        yield f"does not go on to the right end: ended with {ended.returncode}: {ended.stderr.strip()[-300:]}"


def case_problems(program, kind, variables, options, trials):
    for engine in ["cuda"] if kind in {"works", "outlives"} else ["cuda", "auto"]:
        ended = program.run(engine, {**program.variables, **variables}, [*options, "--trials", str(trials)])
        found = [*kind_problems(kind, engine, ended, trials)]
        if engine == "cuda" and kind == "loses" and ended.stdout:
            found += resume_problems(program, options, trials)
        found += ending_problems(program, kind, ended, options)
        for problem in found:
            shown = " ".join(f"{name}={value}" for name, value in variables.items())
            yield f"{kind} {shown} --engine {engine} {' '.join(options)}: {problem}"
        if found:
            yield "    " + ended.stderr.strip()[-500:].replace("\n", "\n    ")


def each_problems(program, variables, options, trials):
    (count, value), (nth, _) = variables.items()
    counted = program.run("cuda", {**program.variables, count: value}, [*options, "--trials", str(trials)])
    found = CALLS.search(counted.stderr)
    if not found or counted.returncode != 0:
        yield f"each: no call was counted: {counted.stderr[-500:]}"
        return
    print(f"    {found[1]} calls", flush=True)
    for number in range(1, int(found[1]) + 1):
        yield from case_problems(program, "fails", {nth: str(number)}, options, trials)


def parse(line):
    left, _, options = line.partition(" -- ")
    kind, *words = left.split()
    variables = dict(word.partition("=")[::2] for word in words)
    options = options.split()
    trials = 9000
    if "--trials" in options:
        at = options.index("--trials")
        trials = int(options[at + 1])
        del options[at:at + 2]
    return kind, variables, options, trials


def check(path, variables, cases):
    with tempfile.TemporaryDirectory() as folder:
        program = Program(path, variables, folder)
        for line in cases:
            if not line.strip() or line.startswith("#"):
                continue
            print(line.strip(), flush=True)
            kind, own, options, trials = parse(line)
            if kind == "each":
                yield from each_problems(program, own, options, trials)
            elif kind in {"works", "outlives", "refuses", "loses", "fails"}:
                yield from case_problems(program, kind, own, options, trials)
            else:
                yield f"unknown kind '{kind}'"


# A program that ends as DO says, for the self-test.
FAKE = r"""
import json, os, signal, sys
do, args = os.environ.get("DO", "fine"), sys.argv
engine = args[args.index("--engine") + 1]
trials = 9000 if "--resume" in args else int(args[args.index("--trials") + 1])
def result(trials, digest="right", detail="ok"):
    all = {"trials": trials, "tallies_digest": digest + str(trials), "engine": engine, "engine_detail": detail}
    print(json.dumps(all))
if "COUNT" in os.environ: print("calls: 3", file=sys.stderr)
if "--resume" in args and os.path.exists("forgets"): result(trials - 1)
elif engine == "cpu" or do == "fine" or "COUNT" in os.environ or os.environ.get("NTH") not in (None, "2"): result(trials)
elif do == "crash": os.kill(os.getpid(), signal.SIGSEGV)
elif do == "wrong": result(trials, "wrong")
elif do == "leak": result(trials); print("leak: allocation #1, 8 bytes (device)\nleak check: 1", file=sys.stderr)
elif do == "short": result(trials - 1)
elif do == "silent": sys.exit(1)
elif do == "garbled": print("{")
elif do == "other": sys.exit(2)
elif engine == "auto" and do == "mute": result(trials)
elif engine == "auto" and do == "refuse": result(trials, detail="no CUDA: so")
elif engine == "auto": result(trials, detail="lost after 5; the cpu engine did the rest: so")
elif do == "forget": open("forgets", "w"); print("lost after 5", file=sys.stderr); result(5); sys.exit(1)
elif do == "refuse": print("the CUDA engine cannot run: so", file=sys.stderr); sys.exit(1)
else: print("lost after 5", file=sys.stderr); result(5, "bad" if do == "badpart" else "right"); sys.exit(1)
"""


def self_test():
    endings = {"works": ["crash", "wrong", "leak", "short", "silent", "garbled", "refuse"], "refuses": ["fine", "lose"],
               "outlives": ["short", "wrong", "refuse"], "loses": ["fine", "refuse", "mute", "badpart", "forget"],
               "fails": ["other", "crash", "short", "leak"], "sleeps": ["fine"]}  # the last is no kind
    wrong = [f"{kind} DO={do}" for kind, all_of_kind in endings.items() for do in all_of_kind]
    fine = ["works DO=fine", "refuses DO=refuse", "loses DO=lose", "fails DO=lose", "fails DO=refuse",
            "each COUNT=1 NTH", "# a remark"]
    fake = [sys.executable, "-c", FAKE]
    missed = [case for case in wrong if not list(check(fake, {}, [case]))]
    if not list(check(fake, {"DO": "crash"}, ["each COUNT=1 NTH"])):  # it is the second call that it crashes in
        missed.append("each")
    return [f"not found: {case}" for case in missed] + list(check(fake, {}, fine))


if sys.argv[1] == "--self-test":
    problems = self_test()
else:
    given = dict(word.partition("=")[::2] for word in sys.argv[2:])
    problems = list(check([os.path.abspath(sys.argv[1])], given, sys.stdin))
print("\n".join(problems) or "every ending is as it should be")
sys.exit(bool(problems))
