#!/usr/bin/python3
"""Shape the synthetic workload of gen_workload.py into what Meerzicht reads.

  bench_data.py GENERATOR WORKLOAD OUT

GENERATOR is the generator's source file, WORKLOAD the folder it wrote. OUT gets

  template/         an instrument folder whose taxonomy has the 40 items of the
                    checklists, and codes for the rest of the codebook
  respondents.csv   the respondent sheet
  docx/ lists/      the transcripts and checklists, named after the respondent
  codings.csv       the first coder's codings, with quotations, in code points

Everything is fictional. Only the standard library is needed.
"""
import csv
import importlib.util
import json
import os
import shutil
import sys


def load(path):
    spec = importlib.util.spec_from_file_location("workload", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def quoted(value):
    """JSON is YAML, so the template files are written as JSON."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def text(s):
    return {"nl": s, "en": s}


def template(w, out):
    os.makedirs(out, exist_ok=True)
    goals = [{"id": f"G{i}", "label": text(name), "origin": "fictief"} for i, (name, _) in enumerate(w.CATEGORIES, 1)]
    goal_of = {name: f"G{i}" for i, (name, _) in enumerate(w.CATEGORIES, 1)}
    activities = [{"id": f"A{i:02d}", "label": text(item), "primary": goal_of[w.CODES[i - 1][0]], "origin": "fictief"}
                  for i, item in enumerate(w.ITEMS, 1)]
    types = [("vrijwilliger", "V", "vrijwilligers"), ("professional", "P", "professionals"), ("client", "C", "cliënten")]
    roles = [("vrijwilliger", "vrijwilliger"), ("beroepskracht", "professional"), ("cliënt", "client")]
    files = {
        "study.yaml": {
            "name": "bench", "version": "1", "title": text("Proefbelasting"), "notice": text("Fictieve gegevens"),
            "types": [{"id": i, "letter": c, "label": text(i), "plural": text(p)} for i, c, p in types],
            "roles": [{"id": r, "type": t, "label": text(r), **({"dyad": r} if t == "professional" else {})} for r, t in roles],
        },
        "taxonomy.yaml": {"version": "1", "goals": goals, "activities": activities},
        "checklist.yaml": {"version": "1", "title": text("Checklist"), "items": [a["id"] for a in activities]},
        "codebook.yaml": {"codes": [{"id": f"X{i:02d}", "label": text(f"{cat}: {name}"), "origin": "fictief", "domain": "context"}
                                    for i, (cat, name) in enumerate(w.CODES, 1) if i > len(w.ITEMS)]},
    }
    for name, value in files.items():
        with open(os.path.join(out, name), "w", encoding="utf-8") as fp:
            fp.write(quoted(value))


def respondents(workload, out):
    """Every respondent has a trajectory. Returns document name → respondent."""
    who = {}
    with open(os.path.join(workload, "cases.csv"), encoding="utf-8") as fp, \
            open(os.path.join(out, "respondents.csv"), "w", encoding="utf-8", newline="") as to:
        w = csv.writer(to, lineterminator="\n")
        w.writerow(["respondent", "traject", "project", "rol"])
        for row in csv.DictReader(fp):
            who[row["doc"]] = row["id"]
            w.writerow([row["id"], "T" + row["id"][1:], row["project"], row["rol"]])
    return who


def rename(workload, sub, to, ending, who):
    os.makedirs(to, exist_ok=True)
    for doc, respondent in who.items():
        shutil.copyfile(os.path.join(workload, sub, doc + ending), os.path.join(to, respondent + ending))


def codings(w, workload, out, who):
    """The first coder's codings: exactly 30 a document."""
    code_of = {f"{cat}.{name}": f"act.A{i:02d}" if i <= len(w.ITEMS) else f"X{i:02d}"
               for i, (cat, name) in enumerate(w.CODES, 1)}
    texts, count = {}, 0
    with open(os.path.join(workload, "codings.csv"), encoding="utf-8") as fp, \
            open(os.path.join(out, "codings.csv"), "w", encoding="utf-8", newline="") as to:
        writer = csv.writer(to, lineterminator="\n")
        writer.writerow(["document", "start", "end", "quotation", "code", "coder"])
        for row in csv.DictReader(fp):
            if row["coder"] != "anna":
                continue
            doc = row["doc"]
            if doc not in texts:
                with open(os.path.join(workload, "txt", doc + ".txt"), encoding="utf-8") as source:
                    texts = {doc: source.read()}
            start, end = int(row["start"]), int(row["end"])
            writer.writerow([who[doc], start, end, texts[doc][start:end], code_of[row["code"]], "anna"])
            count += 1
    return count


def main():
    generator, workload, out = sys.argv[1:]
    w = load(generator)
    os.makedirs(out, exist_ok=True)
    template(w, os.path.join(out, "template"))
    who = respondents(workload, out)
    rename(workload, "docx", os.path.join(out, "docx"), ".docx", who)
    if os.path.isdir(os.path.join(workload, "checklist")) and os.listdir(os.path.join(workload, "checklist")):
        rename(workload, "checklist", os.path.join(out, "lists"), ".xlsx", who)
    print(f"{len(who)} respondents, {codings(w, workload, out, who)} codings", file=sys.stderr)


if __name__ == "__main__":
    main()
