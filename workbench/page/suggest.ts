// Suggestions of the dictionary beside the text: going through them, accepting,
// rejecting. They are fetched again when something of this document changed.
import { all, on, one } from "./dom";
import { follow, StudyEvent } from "./events";
import { insist } from "./insist";
import { key } from "./keys";
import { shown, Stretch, Underlines } from "./marks";
import { send } from "./send";
import { status } from "./status";
import { say } from "./say";

/** start fills #suggestions for the document of #text; it does nothing where either is missing. */
export function start(root: HTMLElement): void {
  const panel = one("#suggestions", root);
  const text = one("#text", root);
  if (!panel || !text?.dataset.document) return;
  new Panel(panel, text, text.dataset.document);
}

class Panel {
  private current = "";
  private under: Underlines;
  private load = 0;
  private near = 0; // the position around which the panel lists, where it cannot list all

  constructor(private panel: HTMLElement, private text: HTMLElement, private id: string) {
    this.under = new Underlines(text);
    on(panel, "click", ".go", (button) => void this.go(item(button), true));
    on(panel, "click", "[data-accept]", (button) => void this.accept(item(button)));
    on(panel, "click", "[data-reject]", (button) => void this.reject(item(button)));
    on(panel, "click", "[data-restore]", (button) => void this.restore(item(button)));
    on(panel, "input", "#suggest-form", () => this.count());
    panel.addEventListener("submit", (event) => { event.preventDefault(); void this.acceptAbove(); });
    panel.addEventListener("keydown", (event) => this.arrows(event));
    this.keys();
    follow((event) => { if (this.touches(event)) void this.refresh(); });
    let waiting = 0;
    document.addEventListener("scroll", () => { clearTimeout(waiting); waiting = window.setTimeout(() => this.moveAlong(), 300); }, { capture: true, passive: true });
    void this.refresh();
  }

  /** moveAlong lists the suggestions around the reader, when those listed are elsewhere. */
  private moveAlong(): void {
    const items = this.items();
    if (!items.length || items.length === this.total()) return;
    const middle = this.text.getBoundingClientRect();
    const block = document.elementFromPoint(middle.left + middle.width / 2, window.innerHeight / 2)?.closest<HTMLElement>(".block");
    if (!block) return;
    const from = Number(block.dataset.start);
    if (from >= stretch(items[0]).start && from <= stretch(items[items.length - 1]).start) return;
    this.near = from;
    void this.refresh();
  }

  private total(): number { return Number(one("#suggest-list", this.panel)?.dataset.total ?? 0); }
  private first(): number { return Number(one("#suggest-list", this.panel)?.dataset.first ?? 0); }

  private keys(): void {
    key("suggest-next", "g", say("volgend voorstel", "next suggestion"), () => void this.step(1));
    key("suggest-back", "Shift+g", say("vorig voorstel", "previous suggestion"), () => void this.step(-1));
    key("suggest-accept", "y", say("voorstel overnemen", "accept the suggestion"), () => void this.accept(this.now()));
    key("suggest-reject", "q", say("voorstel afwijzen", "reject the suggestion"), () => void this.reject(this.now()));
  }

  private touches(event: StudyEvent): boolean {
    return !!event.many || !!event.changes?.some((c) => c.kind === "decision" || c.kind === "code" || c.kind === "instruments" || c.kind === "respondent" ||
      (c.kind === "document" && c.id === this.id) || (c.kind === "coding" && c.document === this.id));
  }

  /** refresh fetches the panel. What is being filled in stays as it is. */
  private async refresh(): Promise<void> {
    const turn = ++this.load;
    const fresh = await insist("/part/suggestions?document=" + encodeURIComponent(this.id) + "&near=" + this.near);
    if (!fresh || turn !== this.load) return;
    const focus = this.panel.contains(document.activeElement) ? document.activeElement as HTMLElement : null;
    const among = focus?.closest<HTMLElement>(".suggestion")?.dataset.suggestion;
    const from = this.items().findIndex((i) => i.dataset.suggestion === (among ?? this.current));
    if (!one("#suggest-list", this.panel)) this.panel.replaceChildren(fresh);
    else this.take(fresh);
    const after = Math.min(Math.max(from, 0), this.items().length - 1);
    if (this.current && !this.now()) this.current = this.items()[after]?.dataset.suggestion ?? "";
    // A focused element that left with its suggestion hands the focus to the next one.
    if (focus && !focus.isConnected) (focus.id && document.getElementById(focus.id) || (one(".go", this.items()[after]) ?? one("#suggestions-title", this.panel)))?.focus({ preventScroll: true });
    this.count();
    this.paint();
  }

  private take(fresh: DocumentFragment): void {
    const code = one<HTMLSelectElement>("#suggest-code", this.panel)!;
    const chosen = code.value;
    for (const id of ["suggest-list", "suggestions-count", "suggest-code", "suggest-part"]) one("#" + id, this.panel)!.replaceChildren(...one("#" + id, fresh)!.childNodes);
    const list = one("#suggest-list", this.panel)!;
    Object.assign(list.dataset, one("#suggest-list", fresh)!.dataset);
    for (const id of ["suggest-none", "suggest-bulk"]) one("#" + id, this.panel)!.hidden = one("#" + id, fresh)!.hidden;
    const rejected = one("#suggest-rejected", this.panel)!;
    const now = one("#suggest-rejected", fresh)!;
    rejected.hidden = now.hidden;
    rejected.replaceChildren(...now.childNodes);
    code.value = chosen;
    if (code.selectedIndex < 0) code.value = "";
  }

  private items(): HTMLElement[] { return all(".suggestion", this.panel); }
  private now(): HTMLElement | undefined { return this.items().find((i) => i.dataset.suggestion === this.current); }

  private paint(): void {
    this.under.set("suggestion", this.items().map(stretch));
    const now = this.now();
    this.under.set("suggestion-now", now ? [stretch(now)] : []);
    for (const i of this.items()) {
      i.toggleAttribute("data-current", i === now);
      one(".go", i)!.toggleAttribute("aria-current", false);
      if (i === now) one(".go", i)!.setAttribute("aria-current", "true");
    }
  }

  /** go makes a suggestion the current one and shows it in the text. */
  private async go(it: HTMLElement | null | undefined, focus = false): Promise<void> {
    if (!it?.dataset.suggestion) return;
    this.current = it.dataset.suggestion;
    this.near = stretch(it).start;
    this.paint();
    it.scrollIntoView({ block: "nearest" });
    if (focus) one(".go", it)?.focus({ preventScroll: true });
    await shown(this.text, stretch(it).start);
    this.paint();
    const marks = all(".mark", it).map((m) => m.textContent).join(", ");
    status(say("Voorstel %1 van %2: %3, “%4”%5", "Suggestion %1 of %2: %3, “%4”%5", this.first() + this.items().indexOf(it) + 1, this.total(),
      one(".go b", it)?.textContent ?? "", one("q", it)?.textContent ?? "", marks && " (" + marks + ")"));
  }

  private async step(by: number): Promise<void> {
    if (!this.total()) { status(say("Er zijn geen openstaande voorstellen.", "There are no open suggestions.")); return; }
    const focus = this.panel.contains(document.activeElement);
    let items = this.items();
    let to = items.findIndex((i) => i.dataset.suggestion === this.current);
    to = to < 0 ? (by > 0 ? this.nearest(items) : items.length - 1) : to + by;
    if ((to < 0 || to >= items.length) && items.length < this.total()) {
      // What comes next is not listed: fetch around where this list ends, or begin again.
      const place = this.first() + to;
      const round = place < 0 || place >= this.total();
      this.near = round ? (place < 0 ? Number(this.text.lastElementChild?.getAttribute("data-end") ?? 0) : 0) : this.near;
      await this.refresh();
      items = this.items();
      to = round ? (place < 0 ? items.length - 1 : 0) : place - this.first();
    }
    await this.go(items[(to + items.length) % items.length], focus);
  }

  /** nearest is the first suggestion in or after the turn where the reader is. */
  private nearest(items: HTMLElement[]): number {
    const block = document.activeElement?.closest<HTMLElement>(".block");
    if (!block) return 0;
    return Math.max(0, items.findIndex((i) => stretch(i).start >= Number(block.dataset.start)));
  }

  private arrows(event: KeyboardEvent): void {
    const target = event.target as HTMLElement;
    if ((event.key !== "ArrowDown" && event.key !== "ArrowUp") || !target.closest(".suggestion") || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    const items = this.items();
    const to = items[items.indexOf(target.closest<HTMLElement>(".suggestion")!) + (event.key === "ArrowDown" ? 1 : -1)];
    if (to) void this.go(to, true);
  }

  private async accept(it: HTMLElement | null | undefined): Promise<void> {
    if (!this.chosen(it)) return;
    await send("suggestion.accept", { document: this.id, suggestions: [it!.dataset.suggestion] });
  }

  private async reject(it: HTMLElement | null | undefined): Promise<void> {
    if (!this.chosen(it)) return;
    const reason = one<HTMLInputElement>("#suggest-reason", this.panel)!;
    if (await send("suggestion.reject", { document: this.id, suggestion: it!.dataset.suggestion, reason: reason.value.trim() })) reason.value = "";
  }

  private async restore(it: HTMLElement | null): Promise<void> {
    if (it) await send("suggestion.restore", { decisions: [it.dataset.decision] });
  }

  private chosen(it: HTMLElement | null | undefined): boolean {
    if (!it) { status(say("Ga eerst naar een voorstel (G).", "Go to a suggestion first (G).")); return false; }
    this.current = it.dataset.suggestion!;
    return true;
  }

  private bulk(): { code: string; score: number; marked: boolean } {
    return {
      code: one<HTMLSelectElement>("#suggest-code", this.panel)!.value, score: Number(one<HTMLInputElement>("#suggest-score", this.panel)!.value),
      marked: one<HTMLInputElement>("#suggest-marked", this.panel)!.checked,
    };
  }

  /** count says beforehand how many would be accepted. */
  private count(): void {
    const { score, marked } = this.bulk();
    const option = one<HTMLSelectElement>("#suggest-code", this.panel)!.selectedOptions[0];
    const counts = (marked ? option?.dataset.from : option?.dataset.sure)?.match(/\d+/g) ?? [];
    const n = Number(counts[(score - 40) / 5] ?? 0);
    one("#suggest-score-out", this.panel)!.textContent = String(score);
    one("#suggest-number", this.panel)!.textContent = n === 1 ? say("1 voorstel", "1 suggestion") : say("%1 voorstellen", "%1 suggestions", n);
    one<HTMLButtonElement>("#suggest-take", this.panel)!.disabled = n === 0;
  }

  private async acceptAbove(): Promise<void> {
    await send("suggestion.accept-above", { document: this.id, ...this.bulk() });
  }
}

function item(button: HTMLElement): HTMLElement | null { return button.closest<HTMLElement>("[data-suggestion], [data-decision]"); }
function stretch(it: HTMLElement): Stretch { return { start: Number(it.dataset.start), end: Number(it.dataset.end) }; }
