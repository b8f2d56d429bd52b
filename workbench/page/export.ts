// Taking the study along: the choices are shown again with every change, and the
// file is fetched here, so that it can be seen how far it is and broken off.
import { fragment, on, one } from "./dom";
import { follow, seen } from "./events";
import { say } from "./say";
import { problem, status } from "./status";

const patience = 5000; // ms of quiet before the choices are worked out again: it may be much work
let looking: AbortController | null = null;
let saving: AbortController | null = null;

export function start(root: HTMLElement): void {
  const form = one<HTMLFormElement>("#export", root)!;
  one("#export-show", form)!.hidden = true;
  on(form, "change", "input, select", () => void look(form, choices(form)));
  on(form, "submit", "form", (_, event) => event.preventDefault());
  on(form, "click", "#export-save", (link, event) => { event.preventDefault(); void save(form, link as HTMLAnchorElement); });
  on(form, "click", "#export-stop", () => saving?.abort());
  if (one("[data-making]", form)) void look(form, choices(form));
  let timer = 0, shown = seen();
  const soon = (): void => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(() => { shown = seen(); void look(form, choices(form), false); }, patience);
  };
  follow(soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && seen() > shown) soon(); });
}

function choices(form: HTMLFormElement): string {
  const query = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  for (const [name, value] of [...query]) if (!value) query.delete(name, value);
  return query.toString();
}

/** look shows what becomes of the choices. A choice of another form may not be there any more. */
async function look(form: HTMLFormElement, query: string, told = true): Promise<void> {
  if (saving) return; // it looks again when the file is there
  looking?.abort();
  const run = looking = new AbortController();
  one("#export-now", form)?.setAttribute("aria-busy", "true");
  const fresh = await fragment("/part/export?" + query, run.signal).catch(() => null);
  if (run !== looking) return;
  if (!fresh) { one("#export-now", form)?.removeAttribute("aria-busy"); return; }
  const focused = form.contains(document.activeElement) ? document.activeElement!.id : "";
  form.replaceChildren(fresh);
  one("#export-show", form)!.hidden = true;
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  history.replaceState(null, "", "/export?" + query);
  if (told) status([...form.querySelectorAll("[role=alert], #export-now h3, #export-save")].map((e) => e.textContent!.trim()).join(". "));
}

async function save(form: HTMLFormElement, link: HTMLAnchorElement): Promise<void> {
  if (saving) return;
  problem("");
  saving = new AbortController();
  shown(form, true);
  far(form, null, say("het bestand wordt gemaakt…", "the file is being made…"));
  try {
    const answer = await fetch(link.href, { headers: { "X-Meerzicht": "1" }, signal: saving.signal });
    if (!answer.ok) {
      const told = await answer.json().catch(() => null) as { problem?: { what: string; hint: string } } | null;
      problem(told?.problem?.what ?? say("Het bestand kon niet gemaakt worden.", "The file could not be made."), told?.problem?.hint ?? "");
      return;
    }
    keep(await received(form, answer), link.dataset.name!);
    status(say("Opgeslagen als %1.", "Saved as %1.", link.dataset.name!));
  } catch {
    if (saving.signal.aborted) status(say("Afgebroken: er is niets opgeslagen.", "Cancelled: nothing was saved."));
    else problem(say("De werkbank is niet bereikbaar.", "The workbench cannot be reached."), say("Probeer het opnieuw.", "Try again."));
  } finally {
    saving = null;
    shown(form, false);
    one("#export-save", form)?.focus({ preventScroll: true });
  }
}

/** received reads an answer and tells how far it is. */
async function received(form: HTMLFormElement, answer: Response): Promise<Blob> {
  const total = Number(answer.headers.get("Content-Length")), reader = answer.body!.getReader();
  const parts: BlobPart[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return new Blob(parts, { type: answer.headers.get("Content-Type") ?? "" });
    parts.push(value as Uint8Array<ArrayBuffer>);
    size += value.length;
    far(form, total ? size / total : null, say("%1 van %2 kB", "%1 of %2 kB", Math.round(size / 1000), Math.round(total / 1000)));
  }
}

function keep(file: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function shown(form: HTMLFormElement, busy: boolean): void {
  const stop = one("#export-stop", form), bar = one("#export-progress", form);
  if (stop) stop.hidden = !busy;
  if (bar) bar.hidden = !busy;
  if (busy) stop?.focus({ preventScroll: true });
}

function far(form: HTMLFormElement, part: number | null, words: string): void {
  const bar = one<HTMLProgressElement>("#export-progress progress", form);
  if (!bar) return;
  if (part === null) bar.removeAttribute("value");
  else bar.value = part * 100;
  one("#export-progress-text", form)!.textContent = words;
}
