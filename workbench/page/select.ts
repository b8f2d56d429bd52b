// What is selected: one object, whether it was made with keys, the mouse or a
// finger. It is a place in the text and not in the page, so it stays when a turn
// is drawn again, when its chunk is gone, and when the focus is in another pane.
import { make, one } from "./dom";
import { say } from "./say";
import { status } from "./status";
import { Chunks } from "./text_chunks";
import { domPosition, Span, words, Words } from "./text_place";

export class Choice {
  block: HTMLElement | null = null; // the current turn
  caret: number | null = null; // null: on the turn as a whole, not inside it
  anchor = 0;
  hand = 0; // how often the mouse or a finger chose something
  pointed = false; // they did so after the last key that selects or moves
  private goal: number | null = null; // x that moving by line keeps to
  private mark = make("span", { class: "caret", "aria-hidden": "true" });
  private pane: HTMLElement; // holds the caret: what is put into the text itself makes others draw again
  private listeners: (() => void)[] = [];
  private planned = false;
  private saying = 0;
  private painted = new Map<string, Span[]>();

  constructor(readonly chunks: Chunks) {
    const text = chunks.text;
    this.pane = text.parentElement!;
    document.addEventListener("selectionchange", () => this.read());
    text.addEventListener("focusin", (event) => {
      const block = (event.target as Element).closest<HTMLElement>(".block");
      if (block && block !== this.block) { this.caret = this.span() ? this.caret : null; this.enter(block); }
    });
    text.addEventListener("click", (event) => this.click(event));
    chunks.shown((blocks) => {
      if (this.block && !this.block.isConnected) this.block = this.chunks.block(Number(this.block.dataset.block)) ?? this.block;
      if (blocks.length) this.changed();
    });
    chunks.keep = (chunk) => chunk.contains(document.activeElement) || (!!this.block && chunk.contains(this.block));
  }

  /** changes hears whenever the selection or the current turn is another. */
  changes(listener: () => void): void { this.listeners.push(listener); }

  /** span is what is selected; null when nothing is. */
  span(): Span | null {
    if (this.caret === null || this.caret === this.anchor) return null;
    return { start: Math.min(this.caret, this.anchor), end: Math.max(this.caret, this.anchor) };
  }

  /** target is what an act is on: the selection, or the whole turn when the focus is on it as a whole. */
  target(): Span | null {
    const span = this.span();
    if (span || this.caret !== null || !this.block) return span;
    const of = words(this.block);
    return of.start < of.end ? { start: of.start, end: of.end } : null;
  }

  /** position is where the reader is. */
  position(): number { return this.caret ?? (this.block ? words(this.block).start : 0); }

  /** set selects from one position to another, where the caret goes. */
  set(anchor: number, caret: number | null): void {
    this.anchor = anchor;
    this.caret = caret;
    this.changed();
    this.write();
  }

  private changed(): void {
    for (const listener of this.listeners) listener();
    if (this.planned) return;
    this.planned = true;
    requestAnimationFrame(() => { this.planned = false; this.draw(); });
  }

  // The browser's selection, so that copying works and a finger can change it.
  private write(): void {
    // A selection in the text takes the caret out of a field, so that letters typed
    // there would be lost: it waits until the dialog is closed.
    const open = document.querySelector<HTMLDialogElement>("dialog[open]");
    if (open) { open.addEventListener("close", () => this.write(), { once: true }); return; }
    const selection = getSelection(), span = this.span();
    if (!selection) return;
    const from = span && this.chunks.blockAt(span.start), to = span && this.chunks.blockAt(Math.max(span.start, span.end - 1));
    if (!span || !from || !to) { if (!selection.isCollapsed) selection.removeAllRanges(); return; }
    const start = words(from), end = words(to);
    selection.setBaseAndExtent(...start.dom(start.unit(span.start), false), ...end.dom(end.unit(span.end), true));
  }

  /** read takes over what was selected in the page with the mouse or a finger. */
  read(): void {
    const selection = getSelection(), text = this.chunks.text;
    if (!selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(text) || one("dialog[open]")) return;
    const start = domPosition(text, range.startContainer, range.startOffset, false);
    const end = domPosition(text, range.endContainer, range.endOffset, true);
    if (start === null || end === null || start >= end) return;
    const from = this.snap(start, false), to = this.snap(end, true), now = this.span();
    if (now && now.start === from && now.end === to) return;
    const block = this.chunks.blockAt(from);
    this.byHand();
    if (block) this.current(block);
    this.anchor = from;
    this.caret = to;
    this.goal = null;
    this.changed();
    this.announce(200);
  }

  private byHand(): void {
    this.hand++;
    this.pointed = true;
  }

  private snap(position: number, end: boolean): number {
    const block = this.chunks.blockAt(end ? position - 1 : position);
    return !block ? position : end ? words(block).after(position) : words(block).before(position);
  }

  private click(event: MouseEvent): void {
    if (event.detail !== 1 || event.shiftKey || (event.target as Element).closest("button, summary, a") || !getSelection()?.isCollapsed) return;
    const at = place(this.chunks.text, event.clientX, event.clientY);
    const block = (event.target as Element).closest<HTMLElement>(".block");
    if (!block) return;
    this.byHand();
    this.current(block);
    if (at !== null) this.set(this.snap(at, false), this.snap(at, false)); else this.set(this.anchor, null);
  }

  private current(block: HTMLElement): void {
    if (this.block === block) return;
    for (const old of this.chunks.text.querySelectorAll<HTMLElement>(".block[data-enter]")) { old.tabIndex = -1; delete old.dataset.enter; }
    block.tabIndex = 0;
    block.dataset.enter = "";
    this.block = block;
  }

  private enter(block: HTMLElement): void { this.current(block); this.changed(); }

  /** go moves to a turn as a whole. */
  go(block: HTMLElement, keep = false): void {
    this.current(block);
    block.focus({ preventScroll: true });
    block.scrollIntoView({ block: "nearest" });
    this.goal = null;
    if (!keep) this.set(0, null);
  }

  /** show puts the caret at a position of a turn and brings it into view, without taking the focus. */
  show(block: HTMLElement, position: number): void {
    this.current(block);
    this.set(position, position);
    this.draw();
    this.mark.scrollIntoView({ block: "center" });
  }

  /** turn moves by turns; extending selects whole ones. */
  async turn(step: number, extend: boolean): Promise<void> {
    if (!this.block) { const first = await this.chunks.fetch(0); if (first) this.go(first); return; }
    const next = await this.chunks.beside(this.block, step);
    if (!next) { status(step > 0 ? say("Dit is de laatste beurt.", "This is the last turn.") : say("Dit is de eerste beurt.", "This is the first turn.")); return; }
    const span = this.span(), here = words(this.block), there = words(next);
    this.go(next, extend);
    if (!extend) return;
    const first = span ? this.anchor : step > 0 ? here.start : here.end;
    this.set(first, first <= there.start ? there.end : there.start);
    this.announce();
  }

  /** whole selects the turn, or that and the next one. */
  async whole(extend: boolean): Promise<void> {
    if (!this.block) return;
    const of = words(this.block), span = this.span();
    if (extend && span && span.end >= of.end) { await this.turn(1, true); return; }
    this.set(extend && span ? Math.min(span.start, of.start) : of.start, of.end);
    this.announce();
  }

  /** inside moves the caret by letters, words or lines, or to an end of the turn. */
  async inside(by: "letter" | "word" | "line" | "end", step: number, extend: boolean): Promise<void> {
    if (!this.block) return;
    if (this.caret === null) {
      if (by !== "end" && (step < 0 || by === "line")) return;
      const of = words(this.block);
      if (by === "end") { this.move(step < 0 ? of.start : of.end, extend, of.start); return; }
      status(say("In de beurt. Pijlen gaan per teken, met Ctrl per woord; Shift selecteert; Esc gaat eruit.", "In the turn. Arrows go by character, with Ctrl by word; Shift selects; Esc leaves."));
      if (!extend) { this.set(of.start, of.start); return; }
      this.anchor = this.caret = of.start;
    }
    const span = this.span();
    if (span && !extend && by === "letter") { this.move(step < 0 ? span.start : span.end, false); return; }
    if (by === "line") { await this.line(step, extend); return; }
    this.goal = null;
    const to = await (by === "letter" ? this.letter(this.caret, step) : by === "word" ? this.word(this.caret, step, step > 0 && extend) : this.edge(step));
    if (to !== null) this.move(to, extend);
  }

  private move(to: number, extend: boolean, anchor?: number): void {
    if (extend && this.caret === null) this.anchor = anchor ?? to;
    const block = this.chunks.blockAt(to);
    const of = this.block && words(this.block);
    if (block && of && (to < of.start || to > of.end)) { this.current(block); block.focus({ preventScroll: true }); }
    this.set(extend ? this.anchor : to, to);
    if (extend) this.announce();
    this.draw();
    this.mark.scrollIntoView({ block: "nearest" });
  }

  private edge(step: number): number | null {
    const of = this.block && words(this.block);
    return of ? (step < 0 ? of.start : of.end) : null;
  }

  /** home is the block whose words hold a position; an end belongs to the block before it. */
  private async home(position: number): Promise<HTMLElement | null> {
    const of = this.block && words(this.block);
    return of && position >= of.start && position <= of.end ? this.block : this.chunks.fetch(position);
  }

  async letter(from: number, step: number): Promise<number | null> {
    const block = await this.home(from);
    if (!block) return null;
    const of = words(block), next = step > 0 ? of.next(from) : of.previous(from);
    if (next !== null) return next;
    const beside = await this.nextWithWords(block, step);
    return beside && (step > 0 ? beside.start : beside.end);
  }

  /** word is the next edge of a word: a start, or an end when ends is set; going back always a start. */
  async word(from: number, step: number, ends: boolean): Promise<number | null> {
    let block = await this.home(from);
    while (block) {
      const list = words(block).list();
      const found = step > 0 ? list.find((w) => (ends ? w.end : w.start) > from) : [...list].reverse().find((w) => (ends ? w.end : w.start) < from);
      if (found) return ends ? found.end : found.start;
      block = await this.chunks.beside(block, step);
    }
    return null;
  }

  private async nextWithWords(block: HTMLElement | null, step: number): Promise<Words | null> {
    for (block = block && await this.chunks.beside(block, step); block; block = await this.chunks.beside(block, step)) {
      if (words(block).start < words(block).end) return words(block);
    }
    return null;
  }

  private async line(step: number, extend: boolean): Promise<void> {
    this.draw();
    this.mark.scrollIntoView({ block: "nearest" });
    const now = this.mark.getBoundingClientRect();
    this.goal ??= now.left;
    for (let far = 1; far <= 3; far++) {
      const to = place(this.chunks.text, this.goal, (now.top + now.bottom) / 2 + step * far * now.height * 1.3);
      if (to === null || (step > 0 ? to <= this.caret! : to >= this.caret!)) continue;
      const goal = this.goal;
      this.move(this.snap(to, false), extend);
      this.goal = goal;
      return;
    }
    const beside = await this.nextWithWords(this.block, step);
    if (beside) this.move(step > 0 ? beside.start : beside.end, extend);
  }

  /** leave steps out: of the selection, then of the turn. */
  leave(): boolean {
    if (this.span()) { this.set(this.caret!, this.caret); return true; }
    if (this.caret === null) return false;
    this.set(0, null);
    this.block?.focus({ preventScroll: true });
    return true;
  }

  /** count is how many words are selected, of those in the page. */
  count(span: Span): number {
    let n = 0;
    this.each(span, (of) => { n += of.list().filter((w) => w.end > span.start && w.start < span.end).length; });
    return n;
  }

  /** quote is the selected text, of what is in the page; turns are parted by a blank. */
  quote(span: Span): string {
    const parts: string[] = [];
    this.each(span, (of) => parts.push(of.slice(span)));
    return parts.join(" ");
  }

  private each(span: Span, act: (of: Words) => void): void {
    for (let block = this.chunks.blockAt(span.start); block; ) {
      if (Number(block.dataset.start) >= span.end) return;
      act(words(block));
      const next = block.nextElementSibling ?? block.parentElement!.nextElementSibling?.firstElementChild;
      block = next?.classList.contains("block") ? next as HTMLElement : null;
    }
  }

  private announce(delay = 60): void {
    clearTimeout(this.saying);
    this.saying = window.setTimeout(() => {
      const span = this.span();
      if (!span) return;
      const n = this.count(span);
      status(n === 1 ? say("1 woord geselecteerd: %1", "1 word selected: %1", short(this.quote(span))) : say("%1 woorden geselecteerd: %2", "%1 words selected: %2", n, short(this.quote(span))));
    }, delay);
  }

  say(): void { this.announce(); }

  /** paint shows spans under a name that the stylesheet knows as ::highlight(name). */
  paint(name: string, spans: Span[]): void {
    this.painted.set(name, spans);
    this.changedPaint(name);
  }

  private changedPaint(name: string): void {
    if (!("highlights" in CSS)) return;
    const ranges: Range[] = [];
    for (const span of this.painted.get(name)!) this.each(this.clip(span), (of) => { const range = of.range(span); if (range) ranges.push(range); });
    if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges)); else CSS.highlights.delete(name);
  }

  /** clip begins a span where the text in the page begins. */
  private clip(span: Span): Span {
    if (this.chunks.blockAt(span.start)) return span;
    const first = this.chunks.list.find((c) => Number(c.dataset.end) > span.start && this.chunks.blockAt(Number(c.dataset.start)));
    return { start: first ? Number(first.dataset.start) : span.start, end: span.end };
  }

  private draw(): void {
    const span = this.span();
    this.painted.set("selected", span ? [span] : []);
    for (const name of this.painted.keys()) this.changedPaint(name);
    this.drawCaret();
  }

  private drawCaret(): void {
    const block = this.caret === null ? null : this.block;
    this.chunks.text.toggleAttribute("data-inside", !!block);
    if (!block?.isConnected) { this.mark.remove(); return; }
    const of = words(block), at = Math.min(Math.max(this.caret!, of.start), of.end);
    const ahead = of.range({ start: at, end: of.next(at) ?? at }), behind = ahead ? null : of.range({ start: of.previous(at) ?? at, end: at });
    const rects = (ahead ?? behind)?.getClientRects(), rect = rects?.[ahead ? 0 : rects.length - 1], frame = block.getBoundingClientRect(), pane = this.pane.getBoundingClientRect();
    if (!this.mark.isConnected) this.pane.append(this.mark);
    this.mark.style.setProperty("left", (rect ? (ahead ? rect.left : rect.right) : frame.left) - pane.left + this.pane.scrollLeft + "px");
    this.mark.style.setProperty("top", (rect?.top ?? frame.top) - pane.top + this.pane.scrollTop + "px");
    this.mark.style.setProperty("height", (rect?.height ?? 18) + "px");
  }
}

/** place is the position under a point of the window. */
function place(text: HTMLElement, x: number, y: number): number | null {
  const at = document.caretPositionFromPoint?.(x, y);
  const element = at && (at.offsetNode instanceof Element ? at.offsetNode : at.offsetNode.parentElement);
  if (!at || !element?.closest(".words") || !text.contains(element)) return null;
  return domPosition(text, at.offsetNode, at.offset, false);
}

export function short(text: string): string { return text.length > 80 ? text.slice(0, 79).replace(/[\ud800-\udbff]$/, "") + "…" : text; }
