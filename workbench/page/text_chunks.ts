// A long text is in the page only near what is read: chunks come when they get
// near and leave when they are far, so the page stays as quick with a book as
// with a page.
import { all, fragment, Unreachable } from "./dom";

const near = 1200; // pixels
const lineLetters = 80; // letters in a line, as the server estimates heights
const patience = 20_000; // ms that a chunk may take
const most = 8; // chunks that stay at least

export class Chunks {
  readonly id: string;
  readonly list: HTMLElement[];
  private seq: number;
  private wanted = 0;
  private loading = new Map<HTMLElement, Promise<void>>();
  private visible = new Set<HTMLElement>();
  private observer: IntersectionObserver;
  private busy = false;
  private again = false;
  private shownListeners: ((blocks: HTMLElement[]) => void)[] = [];
  /** keep says that a chunk must stay: it holds the focus. */
  keep: (chunk: HTMLElement) => boolean = () => false;

  constructor(readonly text: HTMLElement) {
    this.id = text.dataset.document!;
    this.seq = Number(text.dataset.seq);
    this.list = all(".chunk", text);
    this.hold(this.list.filter((chunk) => !filled(chunk)));
    this.observer = new IntersectionObserver((entries) => this.seen(entries), { rootMargin: `${near}px 0px`, scrollMargin: `${near}px 0px` } as IntersectionObserverInit);
  }

  /** follow fetches what comes near from now on: not before the page is at its place. */
  follow(): void { for (const chunk of this.list) this.observer.observe(chunk); }

  /** shown hears of blocks that were put into the page, new or again. */
  shown(listener: (blocks: HTMLElement[]) => void): void { this.shownListeners.push(listener); }

  get whole(): boolean { return this.list.every(filled); }

  blocks(): HTMLElement[] { return all(".block", this.text); }

  block(number: number): HTMLElement | null { return this.text.querySelector<HTMLElement>("#b" + number); }

  chunkAt(position: number): HTMLElement | null {
    return this.list[last(this.list, position)] ?? null;
  }

  /** blockAt is the block of a position, when it is in the page. */
  blockAt(position: number): HTMLElement | null {
    const chunk = this.chunkAt(position);
    if (!chunk || !filled(chunk)) return null;
    const blocks = chunk.children as unknown as HTMLElement[];
    return blocks[last(blocks, position)] ?? null;
  }

  /** fetch is the block of a position, fetched when it is not in the page. */
  async fetch(position: number): Promise<HTMLElement | null> {
    const chunk = this.chunkAt(position);
    if (chunk) await this.need(chunk);
    return this.blockAt(position);
  }

  /** beside is the block after or before another; it may have to be fetched. */
  async beside(block: HTMLElement, step: number): Promise<HTMLElement | null> {
    const sibling = (step > 0 ? block.nextElementSibling : block.previousElementSibling) as HTMLElement | null;
    if (sibling?.classList.contains("block")) return sibling;
    const chunk = this.list[this.list.indexOf(block.parentElement!) + step];
    if (!chunk) return null;
    await this.need(chunk);
    return (step > 0 ? chunk.firstElementChild : chunk.lastElementChild) as HTMLElement | null;
  }

  /** hold gives chunks that are not here the height that they will have, about. */
  private hold(chunks: HTMLElement[]): void {
    const size = parseFloat(getComputedStyle(this.text).fontSize) || 16;
    const letters = Math.max(20, (this.text.clientWidth - 90) / (size * 0.47));
    const line = Math.max(0.6, lineLetters / letters) * size * 1.65;
    for (const chunk of chunks) chunk.style.setProperty("height", Math.round(Number(chunk.dataset.lines) * line) + "px");
  }

  private seen(entries: IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const chunk = target as HTMLElement;
      if (isIntersecting) { this.visible.add(chunk); void this.load(chunk); } else this.visible.delete(chunk);
    }
    this.leave();
  }

  /** leave empties chunks that are far away, the farthest first. */
  private leave(): void {
    if (!this.visible.size) return;
    const at = this.list.indexOf([...this.visible][0]);
    const far = this.list.filter((c) => filled(c) && !this.visible.has(c) && !this.keep(c))
      .sort((a, b) => Math.abs(this.list.indexOf(b) - at) - Math.abs(this.list.indexOf(a) - at));
    for (const chunk of far.slice(0, Math.max(0, this.list.filter(filled).length - most))) {
      chunk.style.setProperty("height", chunk.offsetHeight + "px");
      chunk.replaceChildren();
    }
  }

  private async need(chunk: HTMLElement): Promise<void> {
    await this.load(chunk);
    if (!filled(chunk)) throw new Unreachable("chunk " + chunk.dataset.chunk);
  }

  load(chunk: HTMLElement): Promise<void> {
    if (filled(chunk)) return Promise.resolve();
    let coming = this.loading.get(chunk);
    if (!coming) {
      coming = fragment(`/part/chunk?${this.query()}&chunk=${chunk.dataset.chunk}`, AbortSignal.timeout(patience)).then((body) => {
        chunk.replaceChildren(...body.querySelectorAll(".block"));
        chunk.style.removeProperty("height");
        this.tell([...chunk.children] as HTMLElement[]);
      }).catch(() => { /* tried again when it comes near again */ }).finally(() => this.loading.delete(chunk));
      this.loading.set(chunk, coming);
    }
    return coming;
  }

  query(): string {
    const coders = this.text.dataset.coders;
    return "document=" + encodeURIComponent(this.id) + (coders ? "&coders=" + encodeURIComponent(coders) : "");
  }

  /** knows says that the page shows what an event did. */
  knows(seq: number): boolean { return this.seq >= seq; }

  /** refresh draws again what changed since the last time, of what is in the page. */
  async refresh(seq: number): Promise<void> {
    this.wanted = Math.max(this.wanted, seq);
    if (this.busy) { this.again = true; return; }
    this.busy = true;
    do {
      this.again = false;
      await Promise.all(this.loading.values());
      const held = this.list.filter(filled).map((c) => c.dataset.chunk).join(",");
      const after = this.seq, upTo = this.wanted;
      if (!held) { this.seq = Math.max(this.seq, upTo); break; }
      try {
        const body = await fragment(`/part/blocks?${this.query()}&after=${after}&chunks=${held}`);
        this.seq = Math.max(this.seq, upTo);
        this.replace([...body.querySelectorAll<HTMLElement>(".block")]);
      } catch { /* the next event asks for it too */ }
    } while (this.again);
    this.busy = false;
  }

  /** replace changes what is in the blocks but not the blocks, so that focus and place stay. */
  private replace(fresh: HTMLElement[]): void {
    const changed: HTMLElement[] = [];
    for (const block of fresh) {
      const old = this.block(Number(block.dataset.block));
      if (!old) continue;
      const lost = old !== document.activeElement && old.contains(document.activeElement);
      old.setAttribute("aria-label", block.getAttribute("aria-label") ?? "");
      old.replaceChildren(...block.childNodes);
      if (lost) old.focus({ preventScroll: true });
      changed.push(old);
    }
    this.tell(changed);
  }

  private tell(blocks: HTMLElement[]): void {
    for (const listener of this.shownListeners) listener(blocks);
  }
}

function filled(chunk: HTMLElement): boolean { return !!chunk.firstElementChild?.classList.contains("block"); }

/** last is the last element that begins at or before a position. */
function last(list: ArrayLike<HTMLElement>, position: number): number {
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (Number(list[middle].dataset.start) <= position) low = middle; else high = middle - 1;
  }
  return low;
}
