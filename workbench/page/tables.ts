// Tables, the report and what stands behind a figure: fetched again a moment
// after the study changed, so that counting never holds up typing elsewhere.
import { fragment, on, one } from "./dom";
import { follow, seen } from "./events";
import { key } from "./keys";
import { status } from "./status";
import { say } from "./say";

const patience = 1000; // ms of quiet before a table is counted again

export function start(root: HTMLElement): void {
  const live = one("#table-now", root) ?? one("#cell", root) ?? one("#report-now", root);
  const form = one<HTMLFormElement>("#choices", root);
  if (form && live) on(form, "change", "input, select", () => void choose(form, live));
  on(root, "change", "#audience select", (field) => (field as HTMLSelectElement).form!.requestSubmit());
  key("back-to-table", "b", say("terug naar de tabel", "back to the table"), () => one("#cell-back")?.click(), () => !!one("#cell-back"));
  key("table-left", "ArrowLeft", say("getal links", "figure to the left"), () => move(0, -1), inTable);
  key("table-right", "ArrowRight", say("getal rechts", "figure to the right"), () => move(0, 1), inTable);
  key("table-up", "ArrowUp k", say("getal erboven, vorig citaat", "figure above, previous quotation"), () => move(-1, 0), () => inTable() || entries().length > 0);
  key("table-down", "ArrowDown j", say("getal eronder, volgend citaat", "figure below, next quotation"), () => move(1, 0), () => inTable() || entries().length > 0);
  if (live) new Live(live);
}

/** Live is a part of the page that is fetched again when the study changed. */
class Live {
  private timer = 0;
  private shown = seen();
  private running: AbortController | null = null;

  constructor(private part: HTMLElement) {
    follow(() => this.soon());
    document.addEventListener("visibilitychange", () => { if (!document.hidden && seen() > this.shown) this.soon(); });
    on(part, "click", "#stop-making", () => this.stop());
    if (part.hasAttribute("data-making")) void this.make();
  }

  private soon(): void {
    clearTimeout(this.timer);
    if (!document.hidden) this.timer = setTimeout(() => void this.refresh(), patience);
  }

  /** make waits for a report that is being made; the person can stop waiting. */
  private async make(): Promise<void> {
    const stop = one("#stop-making", this.part);
    if (stop) stop.hidden = false;
    if (await this.refresh()) status(say("Het rapport is klaar.", "The report is ready."));
  }

  private stop(): void {
    this.running?.abort();
    clearTimeout(this.timer);
    this.part.removeAttribute("aria-busy");
    one("#making progress", this.part)?.remove();
    one("#stop-making", this.part)?.remove();
    status(say("Er wordt niet meer op het rapport gewacht.", "No longer waiting for the report."));
  }

  private async refresh(): Promise<boolean> {
    this.running?.abort();
    const run = this.running = new AbortController();
    const at = seen();
    const fresh = await fragment(this.part.dataset.part!, run.signal).catch(() => null);
    if (!fresh || run !== this.running) return false;
    this.shown = at;
    this.put(fresh);
    return true;
  }

  private put(fresh: DocumentFragment): void {
    const focused = this.part.contains(document.activeElement) ? document.activeElement as HTMLElement : null;
    const href = focused?.getAttribute("href"), among = focused?.closest("[id]")?.id ?? "";
    const scrolled = new Map([...this.part.querySelectorAll<HTMLElement>(".scroll")].map((s) => [s.getAttribute("aria-labelledby"), s.scrollLeft]));
    this.part.replaceChildren(fresh);
    this.part.removeAttribute("data-making");
    this.part.removeAttribute("aria-busy");
    for (const s of this.part.querySelectorAll<HTMLElement>(".scroll")) s.scrollLeft = scrolled.get(s.getAttribute("aria-labelledby")) ?? 0;
    if (!focused) return;
    const inside = among ? document.getElementById(among) : null;
    const again = [...(inside ?? this.part).querySelectorAll<HTMLElement>("a, button")].find((e) => href && e.getAttribute("href") === href) ?? inside ?? one("[data-enter]", this.part);
    again?.focus({ preventScroll: true });
  }
}

/** choose shows the table with other choices, without losing the place. */
async function choose(form: HTMLFormElement, live: HTMLElement): Promise<void> {
  const query = new URLSearchParams(new FormData(form) as unknown as Record<string, string>);
  for (const [name, value] of [...query]) if (!value) query.delete(name, value);
  const address = form.getAttribute("action")! + "?" + query;
  live.dataset.part = "/part" + address;
  live.setAttribute("aria-busy", "true");
  const fresh = await fragment("/part" + address).catch(() => null);
  live.removeAttribute("aria-busy");
  if (!fresh || live.dataset.part !== "/part" + address) return;
  live.replaceChildren(fresh);
  history.replaceState(null, "", address);
  status(one("caption", live)?.textContent ?? one("[role=alert]", live)?.textContent ?? "");
}

function inTable(): boolean { return !!document.activeElement?.closest("td a, td"); }
function entries(): HTMLElement[] { return [...document.querySelectorAll<HTMLElement>("#cell .who, #cell .quotation .go")]; }

/** move goes to the figure beside the focused one, or to the next of those behind a figure. */
function move(down: number, right: number): void {
  const cell = document.activeElement?.closest<HTMLTableCellElement>("td");
  if (!cell) {
    const all = entries();
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[Math.min(Math.max(at + down, 0), all.length - 1)]?.focus();
    return;
  }
  let row = cell.parentElement as HTMLTableRowElement;
  for (let next = down ? row : cell as HTMLElement; ;) {
    next = (down + right > 0 ? next.nextElementSibling : next.previousElementSibling) as HTMLElement;
    if (!next) return;
    if (down) row = next as HTMLTableRowElement;
    const link = one<HTMLElement>("a", down ? row.cells[cell.cellIndex] : next);
    if (link) { link.focus(); return; }
  }
}
