"""Results as people read them: a table, and a page with everything that was said."""

import datetime
import os
import pathlib
import pprint
import re

HEAD = ("measure", "value", "target", "unit", "reached", "in short")


def reached(row: dict) -> bool:
    if row["better"] == "higher":
        return row["value"] >= row["target"]
    return row["value"] <= row["target"]


def cells(row: dict) -> tuple:
    bound = "at least" if row["better"] == "higher" else "at most"
    return (row["id"], f"{row['value']:.3g}", f"{bound} {row['target']:g}", row["unit"],
            "yes" if reached(row) else "no", row["raw"].get("short", ""))


def table(rows: list) -> str:
    """Aligned columns, also good Markdown."""
    lines = [HEAD, *map(cells, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEAD))]
    text = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths)) + " |"
            for line in lines]
    text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(text)


def machine() -> list:
    """What it was measured on, as the system says."""
    processor = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(),
                          re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = re.search(r'^PRETTY_NAME="(.*)"$', pathlib.Path("/etc/os-release").read_text(),
                       re.MULTILINE)
    return [f"- processor: {os.cpu_count()} x {processor[1] if processor else 'unknown'}",
            f"- memory: {memory:.1f} GiB",
            f"- system: {system[1] if system else 'unknown'}, Linux {os.uname().release}"]


def report(rows: list, command: str) -> str:
    """RESULTS.md. It is made by the run, never by hand."""
    lines = ["# What was measured", "",
             f"Written by `{command}` on {datetime.date.today():%Y-%m-%d}; "
             "[README.md](README.md) says what each measure is.", "",
             *machine(), "", table(rows), "", "## Raw", ""]
    for row in rows:
        lines += [f"### {row['id']}", "", "```",
                  pprint.pformat(row["raw"], width=120, compact=True, sort_dicts=False), "```", ""]
    return "\n".join(lines)
