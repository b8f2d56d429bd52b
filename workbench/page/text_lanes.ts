// The margin: each coding stands beside the lines that it covers. Only the
// browser knows where lines break, so it is measured here, for the blocks in
// sight, all reading before all writing.
import { words } from "./text_place";

export class Lanes {
  private waiting = new Set<HTMLElement>();
  private seen = new Set<HTMLElement>();
  private planned = false;
  private observer: IntersectionObserver;

  constructor(text: HTMLElement) {
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        const block = entry.target as HTMLElement;
        if (!block.isConnected || !entry.isIntersecting) { this.seen.delete(block); if (!block.isConnected) this.observer.unobserve(block); continue; }
        this.seen.add(block);
        this.plan(block);
      }
    }, { rootMargin: "400px 0px", scrollMargin: "400px 0px" } as IntersectionObserverInit);
    let width = 0;
    new ResizeObserver(() => {
      if (width === (width = text.clientWidth)) return;
      this.again();
    }).observe(text);
  }

  /** watch measures blocks once they are in sight. */
  watch(blocks: HTMLElement[]): void {
    for (const block of blocks) {
      if (this.seen.has(block)) this.plan(block);
      else this.observer.observe(block);
    }
  }

  /** again measures everything in sight: the lines break elsewhere now. */
  again(): void { for (const block of this.seen) this.plan(block); }

  private plan(block: HTMLElement): void {
    this.waiting.add(block);
    if (this.planned) return;
    this.planned = true;
    requestAnimationFrame(() => {
      this.planned = false;
      const places = [...this.waiting].flatMap(measure);
      this.waiting.clear();
      for (const [element, top, height] of places) {
        element.style.setProperty("top", top + "px");
        if (height) element.style.setProperty("height", height + "px");
        element.toggleAttribute("data-placed", true);
      }
    });
  }
}

type Place = [element: HTMLElement, top: number, height: number];

function measure(block: HTMLElement): Place[] {
  const items = block.querySelectorAll<HTMLElement>(".lane, .more");
  if (!items.length || !block.isConnected) return [];
  const of = words(block), top = block.getBoundingClientRect().top;
  const out: Place[] = [];
  for (const item of items) {
    const start = Math.max(of.start, Number(item.dataset.start)), end = Math.min(of.end, Number(item.dataset.end));
    const first = rect(of.range({ start, end: start + 1 })), last = rect(of.range({ start: end - 1, end }));
    // A coding of the label alone stands beside the first line.
    const from = (first ?? rect(of.range({ start: of.start, end: of.start + 1 })))?.top ?? top;
    const to = Math.max(from + 22, last?.bottom ?? 0); // room for a short name
    out.push([item, Math.round(from - top), item.classList.contains("more") ? 0 : Math.round(to - from)]);
  }
  return out;
}

function rect(range: Range | null): DOMRect | undefined {
  const list = range?.getClientRects();
  return list?.[list.length - 1];
}
