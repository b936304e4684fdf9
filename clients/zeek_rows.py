"""Reads a Zeek log by zat, strictly by the types in its head, and says what it found as one line of JSON."""

import contextlib
import json
import sys

from zat.zeek_log_reader import ZeekLogReader

reader = ZeekLogReader(sys.argv[1], strict=True)
rows = 0
fields = set()
# zat speaks on standard output, too.
with contextlib.redirect_stdout(sys.stderr):
    for row in reader.readrows():
        rows += 1
        fields.add(len(row))
if len(fields) > 1:
    sys.exit(f"rows of different lengths: {sorted(fields)}")
print(json.dumps({"rows": rows, "fields": max(fields, default=0)}))
