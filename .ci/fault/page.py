"""Where the program is, and the table of docs/reliability.md."""

import datetime
import glob
import os
import re

from .book import Wrong

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PAGE = os.path.join(ROOT, "docs", "reliability.md")
BEGIN, END = "<!-- counted: .ci/faults --long writes what follows -->\n", "<!-- counted so far -->\n"


# The name of a command in a row, and a number.
COMMAND, NUMBER = re.compile("`[^`]*`"), re.compile(r"\d+")


def built_last():
    target = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))
    built = glob.glob(os.path.join(target, "debug", "deals")) + glob.glob(os.path.join(target, "release", "deals"))
    if not built:
        raise SystemExit("faults: no program was built: cargo build, or name one")
    return max(built, key=os.path.getmtime)


def parts():
    with open(PAGE) as file:
        text = file.read()
    before, _, rest = text.partition(BEGIN)
    counted, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"faults: {PAGE} has lost its marks")
    return before, counted, after


def merged(rows):
    """One row for all commands of which the same is told: their names in a list, their numbers as a sum."""
    found = {}
    for what, tried, ended in rows:
        command = COMMAND.search(what)
        key = tuple(NUMBER.sub("0", text) for text in (COMMAND.sub("", what), tried, ended)) if command else what
        if key in found:
            commands, *texts = found[key]
            found[key] = (commands + [command[0]], *map(added, texts, (what, tried, ended)))
        else:
            found[key] = ([command[0]] if command else [], what, tried, ended)
    return [(COMMAND.sub(", ".join(commands), what), tried, ended) for commands, what, tried, ended in found.values()]


def added(one, other):
    numbers = iter(NUMBER.findall(other))
    return NUMBER.sub(lambda number: str(int(number[0]) + int(next(numbers))), one)


def write(rows, seed, took):
    """Puts what a long run came to into the page."""
    before, _, after = parts()
    today = datetime.date.today().isoformat()
    lines = [
        "",
        f"Counted on {today} by `.ci/faults --long --seed {seed}`, in {round(took / 60)} minutes on",
        f"{os.cpu_count()} cores.",
        "",
        "| what is done to it | how often | what came of it |",
        "| --- | --- | --- |",
        *(f"| {what} | {tried} | {ended} |" for what, tried, ended in merged(rows)),
        "",
    ]
    with open(PAGE, "w") as file:
        file.write(before + BEGIN + "\n".join(lines) + END + after)
    print(f"{PAGE} has the counts")


def check(rows):
    """Whether the page tells of what is tried, and of nothing else."""
    _, counted, _ = parts()
    told = [line.split(" | ")[0].removeprefix("| ") for line in counted.splitlines() if line.startswith("| ")][2:]
    tried = [what for what, _, _ in merged(rows)]
    if told != tried:
        raise Wrong(
            "docs/reliability.md does not tell of what is tried; .ci/faults --long writes it anew\n"
            f"not told: {[what for what in tried if what not in told]}\n"
            f"not tried: {[what for what in told if what not in tried]}"
        )
