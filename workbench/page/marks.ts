// Underlines in the text that are no codings: the CSS Custom Highlight API
// paints them over the words without touching the elements, so that rendering a
// turn again costs nothing and a selection stays.
import { all } from "./dom";

export interface Stretch { start: number; end: number }

/** rangesIn are the parts of stretches (code points of the document) that the text shows now. */
export function rangesIn(text: HTMLElement, stretches: Stretch[]): Range[] {
  const sorted = [...stretches].sort((a, b) => a.start - b.start);
  const longest = sorted.reduce((most, s) => Math.max(most, s.end - s.start), 0);
  const out: Range[] = [];
  for (const words of all(".words[data-start]", text)) {
    const from = Number(words.dataset.start);
    const to = from + (words.textContent?.length ?? 0);
    for (let i = first(sorted, from - longest); i < sorted.length; i++) {
      const s = sorted[i];
      if (s.start >= to) break;
      if (s.end <= from) continue;
      const range = rangeOf(words, s.start - from, s.end - from);
      if (range) out.push(range);
    }
  }
  return out;
}

/** first is the place of the first stretch that begins at or after a position. */
function first(sorted: Stretch[], position: number): number {
  let low = 0, high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle].start < position) low = middle + 1; else high = middle;
  }
  return low;
}

/** rangeOf is the range of code points within one element. */
function rangeOf(words: HTMLElement, start: number, end: number): Range | null {
  const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  let at = 0, begun = false, ended = false;
  for (let node = walker.nextNode() as Text | null; node && !ended; node = walker.nextNode() as Text | null) {
    const units = node.data;
    let unit = 0;
    for (; unit <= units.length; at++) {
      if (!begun && at >= start) { range.setStart(node, unit); begun = true; }
      if (begun && at <= end) range.setEnd(node, unit);
      if (at >= end) { ended = true; break; }
      if (unit === units.length) break;
      unit += (units.codePointAt(unit) ?? 0) > 0xffff ? 2 : 1;
    }
  }
  return begun && !range.collapsed ? range : null;
}

/** Underlines keeps named highlights over a text, also when parts of it are rendered again. */
export class Underlines {
  private kept = new Map<string, Stretch[]>();
  private planned = false;

  constructor(private text: HTMLElement) {
    new MutationObserver(() => this.plan()).observe(text, { childList: true, subtree: true });
  }

  /** set shows stretches under a name that the stylesheet knows as ::highlight(name). */
  set(name: string, stretches: Stretch[]): void {
    this.kept.set(name, stretches);
    this.paint();
  }

  private plan(): void {
    if (this.planned) return;
    this.planned = true;
    requestAnimationFrame(() => { this.planned = false; this.paint(); });
  }

  private paint(): void {
    if (!("highlights" in CSS)) return;
    for (const [name, stretches] of this.kept) CSS.highlights.set(name, new Highlight(...rangesIn(this.text, stretches)));
  }
}

/** shown brings a place of the text into view; text that was not fetched yet comes first. */
export async function shown(text: HTMLElement, position: number): Promise<HTMLElement | null> {
  const holds = (e: HTMLElement) => Number(e.dataset.start) <= position && position < Number(e.dataset.end);
  for (let tries = 0; tries < 40; tries++) {
    const block = all(".block", text).find(holds);
    if (block) {
      block.scrollIntoView({ block: "center", behavior: "instant" as ScrollBehavior });
      return block;
    }
    const chunk = all(".chunk", text).find(holds);
    if (!chunk) return null;
    chunk.scrollIntoView({ block: "start" });
    await new Promise((next) => setTimeout(next, 50));
  }
  return null;
}
