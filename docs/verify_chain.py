"""Check the event chain of a Meerzicht study: python3 verify_chain.py studie.mz"""
import hashlib
import json
import sqlite3
import sys

db = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
prev, seq = "", 0
for row in db.execute("SELECT seq, prev, time, actor, type, batch, undoes, payload, hash FROM events ORDER BY seq"):
    seq += 1
    head = json.dumps(list(row[:7]), ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256((head + "\n" + row[7]).encode("utf-8")).hexdigest()
    if (row[0], row[1], row[8]) != (seq, prev, digest):
        sys.exit(f"event {row[0]}: the chain is broken")
    prev = digest
for name, data in db.execute("SELECT sha256, bytes FROM blobs"):
    if hashlib.sha256(data).hexdigest() != name:
        sys.exit(f"blob {name}: its bytes were changed")
print(f"{seq} events, head {prev}")
