#!/usr/bin/env python3
"""Due times by PyPI businesstimedelta: Monday to Friday, 09:00-17:00, America/New_York.

    businesstimedelta.py CASES COUNT ROUNDS

CASES holds lines of start (seconds), limit (minutes) and our due (seconds). The first COUNT are answered ROUNDS times
with rules that are built once, as ours are. Prints JSON: nanoseconds of processor time per due of each round, and how
many answers agree with ours.

Its convention where hours end is ours: a limit used up at closing is due at closing.
"""
import datetime
import json
import sys
import time

# This file has the library's name and would be imported in its stead.
sys.path.pop(0)
import businesstimedelta  # noqa: E402
import pytz  # noqa: E402


def main() -> None:
    path, count, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    zone = pytz.timezone("America/New_York")
    rule = businesstimedelta.WorkDayRule(
        start_time=datetime.time(9), end_time=datetime.time(17), working_days=[0, 1, 2, 3, 4], tz=zone)
    rules = businesstimedelta.Rules([rule])
    with open(path, encoding="utf-8") as lines:
        cases = [tuple(map(int, line.split())) for line, _ in zip(lines, range(count))]
    starts = [datetime.datetime.fromtimestamp(start, zone) for start, _, _ in cases]
    limits = [businesstimedelta.BusinessTimeDelta(rules, seconds=60 * minutes) for _, minutes, _ in cases]
    cpu, wall, dues = [], [], []
    for _ in range(rounds):
        begun = time.thread_time_ns(), time.monotonic_ns()
        dues = [start + limit for start, limit in zip(starts, limits)]
        ended = time.thread_time_ns(), time.monotonic_ns()
        cpu.append((ended[0] - begun[0]) / len(cases))
        wall.append((ended[1] - begun[1]) / len(cases))
    different = [(case, int(due.timestamp())) for case, due in zip(cases, dues) if int(due.timestamp()) != case[2]]
    print(json.dumps({"id": "businesstimedelta", "cpu": cpu, "wall": wall, "asked": len(cases), "edge": 0,
                      "different": len(different), "examples": different[:3]}))


if __name__ == "__main__":
    main()
