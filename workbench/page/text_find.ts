// Finding words in the document. The server looks, since a long text is not
// whole in the page; when it is, Ctrl+F is left to the browser.
import { on, one } from "./dom";
import { say } from "./say";
import { Choice } from "./select";
import { Chunks } from "./text_chunks";
import { Span } from "./text_place";

export class Find {
  private bar = one("#find")!;
  private input = one<HTMLInputElement>("#find-words")!;
  private button = one("[data-find]")!;
  private count = one("#find-count")!;
  private hits: Span[] = [];
  private total = 0;
  private at = -1;
  private words = "";
  private timer = 0;

  constructor(private chunks: Chunks, private choice: Choice) {
    this.button.addEventListener("click", () => { if (this.bar.hidden) this.open(); else this.close(); });
    on(this.bar, "click", "[data-step]", (button) => void this.step(Number(button.dataset.step)));
    on(this.bar, "click", "#find-close", () => this.close());
    this.bar.addEventListener("submit", (event) => event.preventDefault());
    this.input.addEventListener("input", () => { clearTimeout(this.timer); this.timer = window.setTimeout(() => void this.look(), 150); });
    this.bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
      else if (event.key === "Enter" && event.target === this.input) void this.step(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "f" && !this.chunks.whole && document.activeElement !== this.input) { event.preventDefault(); this.open(); }
    });
  }

  open(): void {
    this.bar.hidden = false;
    this.button.setAttribute("aria-expanded", "true");
    this.input.focus();
    this.input.select();
    if (this.words) void this.look();
  }

  private close(): void {
    this.bar.hidden = true;
    this.button.setAttribute("aria-expanded", "false");
    this.words = "";
    this.paint([], -1);
    if (this.choice.block) this.choice.block.focus({ preventScroll: true }); else this.button.focus();
  }

  /** look asks the server; what is found first is the next one after where the reader is. */
  private async look(): Promise<boolean> {
    const words = this.input.value;
    clearTimeout(this.timer);
    if (words === this.words) return false;
    this.words = words;
    const answer = await fetch(`/part/find?document=${encodeURIComponent(this.chunks.id)}&q=${encodeURIComponent(words)}`, { headers: { "X-Meerzicht": "1" } }).catch(() => null);
    if (!answer?.ok || words !== this.input.value) return false;
    const found = await answer.json() as { total: number; hits: [number, number][] };
    this.total = found.total;
    const hits = found.hits.map(([start, end]) => ({ start, end }));
    this.paint(hits, -1);
    if (hits.length) { const next = hits.findIndex((h) => h.start >= this.choice.position()); await this.show(next < 0 ? 0 : next); }
    return true;
  }

  private async step(by: number): Promise<void> {
    if (await this.look() || !this.hits.length) return;
    await this.show((this.at + by + this.hits.length) % this.hits.length);
  }

  private async show(at: number): Promise<void> {
    const hit = this.hits[at], block = await this.chunks.fetch(hit.start);
    this.paint(this.hits, at);
    if (block) this.choice.show(block, hit.start); // the focus stays in the field
  }

  private paint(hits: Span[], at: number): void {
    this.hits = hits;
    this.at = at;
    if (!hits.length) this.total = this.words ? this.total : 0;
    this.choice.paint("found", hits.filter((_, i) => i !== at));
    this.choice.paint("found-now", at < 0 ? [] : [hits[at]]);
    this.count.textContent = !this.words ? "" : !hits.length ? say("niets gevonden", "nothing found") : say("%1 van %2", "%1 of %2", at + 1, this.total);
  }
}
