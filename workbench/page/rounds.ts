// Rounds of double coding: opening, releasing, and how far everybody is.
import { all, on, one, refresh } from "./dom";
import { written } from "./documents";
import { follow, StudyEvent } from "./events";
import { pending, send } from "./send";
import { say } from "./say";
import { problem } from "./status";

const kinds = ["round", "progress", "coding", "document", "coder"];

export function start(root: HTMLElement): void {
  on(root, "click", "[data-release]", (button) => void release(button));
  on(root, "submit", "#round-form", (form, event) => { event.preventDefault(); void open(form as HTMLFormElement); });
  on(root, "input", "#round-q, #round-kind, #round-project", () => filter(root));
  on(root, "change", "input[name=document]", () => count(root));
  on(root, "click", "#round-all", () => choose(root, true));
  on(root, "click", "#round-none", () => choose(root, false));
  count(root);
  let timer = 0;
  follow((event) => {
    if (turned(event) || (!event.many && !event.changes?.some((c) => kinds.includes(c.kind)))) return;
    clearTimeout(timer);
    timer = setTimeout(() => void again(root), 150);
  });
}

/** again draws the rounds anew, unless somebody is choosing or about to release. */
async function again(root: HTMLElement): Promise<void> {
  const form = one<HTMLFormElement>("#round-form", root);
  if ((form && written(form)) || one("details.release[open]", root)) return;
  await refresh(one("#rounds-now", root)!, "/part/rounds");
  count(root);
}

function shown(root: HTMLElement): HTMLElement[] { return all(".round-list .check", root).filter((line) => !line.hidden); }

function filter(root: HTMLElement): void {
  const words = one<HTMLInputElement>("#round-q", root)!.value.trim().toLowerCase();
  const kind = one<HTMLSelectElement>("#round-kind", root)!.value, project = one<HTMLSelectElement>("#round-project", root)!.value;
  for (const line of all(".round-list .check", root)) {
    line.hidden = !((line.textContent ?? "").toLowerCase().includes(words) && (!kind || line.dataset.kind === kind) && (!project || line.dataset.project === project));
  }
  count(root);
}

function choose(root: HTMLElement, on: boolean): void {
  for (const line of shown(root)) one<HTMLInputElement>("input", line)!.checked = on;
  count(root);
}

/** count says how many documents are chosen; a chosen one may be out of sight. */
function count(root: HTMLElement): void {
  const said = one("#round-count", root);
  if (said) said.textContent = say("%1 gekozen; %2 van %3 getoond", "%1 chosen; %2 of %3 shown", all(".round-list input:checked", root).length, shown(root).length, all(".round-list .check", root).length);
}

async function open(form: HTMLFormElement): Promise<void> {
  const ticked = (name: string) => all<HTMLInputElement>(`input[name=${name}]:checked`, form).map((box) => box.value);
  const others = one<HTMLInputElement>("input[name=others]", form)!.value.split(",").map((name) => name.trim()).filter(Boolean);
  const coders = [...ticked("coder"), ...others.filter((name) => !ticked("coder").includes(name))];
  const documents = ticked("document");
  if (!documents.length || coders.length < 2) {
    problem(documents.length ? say("Kies twee codeurs of meer.", "Choose two coders or more.") : say("Kies de documenten van de ronde.", "Choose the documents of the round."));
    const missing = documents.length ? "coder" : "document";
    (one(`input[name=${missing}]`, form) ?? one("input[name=others]", form))?.focus();
    return;
  }
  await send("round.open", { documents, coders, lists: one<HTMLInputElement>("input[name=lists]", form)!.checked, blind: one<HTMLInputElement>("input[name=blind]", form)!.checked });
}

async function release(button: HTMLElement): Promise<void> {
  await send("round.release", { round: button.dataset.release });
}

/** turned: a round was opened or released, or that was taken back. */
function turned(event: StudyEvent): boolean { return event.type.startsWith("round.") || !!event.changes?.some((c) => c.kind === "round"); }

const saidKey = "meerzicht-round-said";

/** startRounds is for every page: what may be seen changes with a round, so the whole page is fetched again. What is being typed is kept; then the page says so. */
export function startRounds(): void {
  const before = sessionStorage.getItem(saidKey);
  if (before) {
    sessionStorage.removeItem(saidKey);
    setTimeout(() => { const status = one("#status"); if (status) status.textContent = before; }, 300); // a live region must be there before its text
  }
  let timer = 0;
  follow((event) => {
    if (!turned(event)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), 200);
  });
}

async function reload(): Promise<void> {
  while (pending()) await new Promise((again) => setTimeout(again, 100)); // what was done here first
  const typing = one("dialog[open]") ?? all<HTMLFormElement>("form").find((form) => form.id !== "round-form" && form.closest("#main") && written(form));
  if (typing) {
    problem(say("Een ronde is geopend of vrijgegeven. Laad deze pagina opnieuw zodra wat hier staat is opgeslagen.", "A round was opened or released. Reload this page once what stands here is stored."));
    return;
  }
  const said = one("#status")?.textContent;
  if (said) sessionStorage.setItem(saidKey, said);
  location.reload();
}
