// Bringing files in: choose or drop, look at what is in them, then store. The
// files are sent twice, so that the server keeps nothing between the two.
import { make, on, one } from "./dom";
import { follow } from "./events";
import { Chosen, conventionsOf, type Found } from "./import_found";
import { say } from "./say";
import { problem, status } from "./status";

interface Sent { name: string; file: File }
interface Shown { name: string; as: string; items: string; facts?: string; left?: string; bad?: boolean }
interface Problem { what: string; where: string; hint: string; note?: boolean }
interface Result extends Found { said: string; stored: boolean; refused?: boolean; files: Shown[]; documents?: string[]; problems: Problem[] }

const confirmed = new Chosen();
let chosen: Sent[] = [];
let good = false; // as they are now, the files and choices were looked at and can be stored
let running: XMLHttpRequest | null = null;

export function start(root: HTMLElement): void {
  const drop = one("#drop", root)!;
  for (const id of ["#files", "#folder"]) {
    const input = one<HTMLInputElement>(id, root)!;
    input.addEventListener("change", () => {
      take(root, [...input.files ?? []].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
      input.value = "";
    });
  }
  // The whole page catches what is dropped, so that a near miss does not open the file.
  document.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    void dropped(event.dataTransfer).then((files) => take(root, files));
  });
  on(root, "click", "#check, #check-here", () => void run(root, true));
  on(root, "click", "#store, #store-here", () => void run(root, false));
  on(root, "click", "#cancel", () => running?.abort());
  on(root, "click", "#clear", () => { chosen = []; confirmed.forget(); shown(root, []); state(root); });
  on(root, "click", "[data-drop]", (button) => leave(root, Number(button.dataset.drop)));
  on(root, "change", "#import-options", () => state(root));
  on(root, "submit", "form", (_, event) => event.preventDefault());
  // What is done here is told here; undoing an import is an event of that type too.
  follow((event) => { if (event.type.startsWith("import") && event.actor !== document.body.dataset.coder) status(say("Er is ingelezen.", "Files were imported.")); });
}

/** take adds files and looks at them at once. */
function take(root: HTMLElement, files: Sent[]): void {
  if (running) return;
  const visible = files.filter((f) => !f.name.split("/").some((part) => part.startsWith(".") || part.startsWith("~$")));
  const names = new Set(visible.map((f) => f.name));
  chosen = chosen.filter((f) => !names.has(f.name)).concat(visible);
  state(root);
  if (visible.length) void run(root, true);
  else status(say("Daar zat geen bestand bij.", "There was no file among those."));
}

/** leave takes one file off the list and looks at the others again. */
function leave(root: HTMLElement, at: number): void {
  if (running) return;
  chosen.splice(at, 1);
  state(root);
  if (chosen.length) void run(root, true);
  else { shown(root, []); one("#problems", root)!.hidden = true; one("#files-title", root)!.focus(); }
}

/** dropped lists what was dropped, folders included. */
async function dropped(data: DataTransfer | null): Promise<Sent[]> {
  if (!data) return [];
  const entries = [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((e): e is FileSystemEntry => !!e);
  if (!entries.length) return [...data.files].map((file) => ({ name: file.name, file }));
  const found: Sent[] = [];
  for (const entry of entries) await walk(entry, found);
  return found;
}

async function walk(entry: FileSystemEntry, found: Sent[]): Promise<void> {
  const name = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((done, fail) => (entry as FileSystemFileEntry).file(done, fail)).catch(() => null);
    if (file) found.push({ name, file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) { // a reader gives a hundred at a time
    const some = await new Promise<FileSystemEntry[]>((done, fail) => reader.readEntries(done, fail)).catch(() => []);
    if (!some.length) return;
    for (const inner of some) await walk(inner, found);
  }
}

/** state sets what can be pressed now. */
function state(root: HTMLElement, checked = false): void {
  good = checked;
  const missing = confirmed.missing();
  for (const id of ["#check", "#check-here"]) one<HTMLButtonElement>(id, root)!.disabled = !chosen.length || !!running;
  for (const id of ["#store", "#store-here"]) one<HTMLButtonElement>(id, root)!.disabled = !chosen.length || !!running || !checked || missing !== "";
  one("#store-again", root)!.hidden = !chosen.length;
  one("#store-why", root)!.textContent = missing;
  one("#cancel", root)!.hidden = !running;
  one("#clear", root)!.hidden = !chosen.length || !!running;
  one("#progress", root)!.hidden = !running;
}

async function run(root: HTMLElement, dry: boolean): Promise<void> {
  if (running || !chosen.length) return;
  const limit = Number(one("#import", root)!.dataset.limit);
  if (chosen.reduce((sum, f) => sum + f.file.size, 0) > limit * 2 ** 20) {
    problem(say("Deze bestanden zijn samen groter dan %1 MiB.", "These files together are larger than %1 MiB.", limit), say("Lees ze in delen in.", "Import them in parts."));
    return;
  }
  problem("");
  running = new XMLHttpRequest();
  state(root);
  const result = await post(root, running, dry);
  running = null;
  state(root, !!result && dry && !result.refused);
  if (!result) return;
  show(root, result);
  if (result.stored) { chosen = []; confirmed.forget(); state(root); }
  else state(root, dry && !result.refused);
  one("#result-title", root)!.focus();
}

/** post sends the files; it shows how far it is, and comes back with nothing when it was broken off. */
function post(root: HTMLElement, request: XMLHttpRequest, dry: boolean): Promise<Result | null> {
  const data = new FormData(), options = new FormData(one<HTMLFormElement>("#import-options", root)!);
  data.append("dry", dry ? "yes" : "no");
  for (const name of ["as", "coder", "replace"]) data.append(name, String(options.get(name) ?? ""));
  confirmed.send(data);
  for (const { name, file } of chosen) data.append("file:" + name, file);
  return new Promise((done) => {
    request.open("POST", "/import");
    request.setRequestHeader("X-Meerzicht", "1");
    request.upload.onprogress = (e) => far(root, e.loaded / e.total / 2, say("versturen…", "sending…"));
    request.onprogress = () => {
      const step = lines(request.responseText).at(-1) as { done?: number; total?: number } | undefined;
      if (step?.total) far(root, 0.5 + step.done! / step.total / 2, say("%1 % gelezen", "%1% read", Math.round(100 * step.done! / step.total)));
    };
    request.onabort = () => { status(say("Afgebroken: er is niets opgeslagen.", "Cancelled: nothing was stored.")); done(null); };
    request.onerror = () => { problem(say("De werkbank is niet bereikbaar.", "The workbench cannot be reached."), say("Probeer het opnieuw; wat al is ingelezen wordt overgeslagen.", "Try again; what was imported is skipped.")); done(null); };
    request.onload = () => {
      const last = lines(request.responseText).at(-1) as (Result & { problem?: Problem }) | undefined;
      if (request.status === 200 && last?.files) { done(last); return; }
      problem(last?.problem?.what ?? say("Inlezen is niet gelukt.", "Importing did not work."), last?.problem?.hint ?? "");
      done(null);
    };
    request.send(data);
  });
}

/** lines reads the values of an answer, the last of which may not be whole yet. */
function lines(text: string): unknown[] {
  return text.split("\n").flatMap((line) => { try { return line ? [JSON.parse(line)] : []; } catch { return []; } });
}

function far(root: HTMLElement, part: number, words: string): void {
  one<HTMLProgressElement>("#progress progress", root)!.value = part * 100;
  one("#progress-text", root)!.textContent = words;
}

function show(root: HTMLElement, result: Result): void {
  one("#said", root)!.textContent = result.said;
  status(result.said);
  const list = one("#problems", root)!;
  list.hidden = !result.problems?.length;
  one("ul", list)!.replaceChildren(...(result.problems ?? []).map((p) => make("li", { class: p.note ? "note" : "wrong" },
    make("b", {}, p.note ? say("Let op: ", "Note: ") : say("Fout: ", "Error: ")), make("span", { class: "where" }, p.where ? p.where + ": " : ""), p.what, p.hint ? " – " + p.hint : "")));
  shown(root, result.files, !result.stored);
  confirmed.show(one("#import-found", root)!, result.stored ? { projects: result.projects } : result, conventionsOf(root), () => state(root), () => state(root, good));
  const links = one("#new-documents", root)!;
  links.hidden = !result.documents?.length;
  links.replaceChildren(say("Nieuwe documenten: ", "New documents: "), ...(result.documents ?? []).flatMap((id, i) => [i ? ", " : "", make("a", { href: "/documents/" + encodeURIComponent(id) }, id)]),
    " – ", make("a", { href: "/documents" }, say("alle documenten", "all documents")));
}

/** shown lists the files as they were sent; each can be left out while nothing is stored. */
function shown(root: HTMLElement, files: Shown[], removable = false): void {
  one("#result", root)!.hidden = !files.length;
  if (!files.length) one("#import-found", root)!.replaceChildren();
  const out = say("Weglaten", "Leave out");
  one("#file-rows", root)!.replaceChildren(...files.map((f, i) => make("tr", {}, make("th", { scope: "row" }, f.name), make("td", {}, f.as), make("td", {}, f.bad ? say("zie de problemen hierboven", "see the problems above") : f.items, ...[f.facts, f.left].flatMap((t) => t ? [make("br"), make("small", {}, t)] : [])),
    make("td", {}, ...(removable ? [make("button", { type: "button", "data-drop": String(i), "aria-label": out + ": " + f.name }, out)] : [])))));
}
