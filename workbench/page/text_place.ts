// Places in the text. The server counts code points, the browser UTF-16 units,
// people letters (grapheme clusters) and words: this is where they meet.

export interface Span { start: number; end: number }

const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });
const sentencesOf = new Intl.Segmenter("nl", { granularity: "sentence" });
const wordsOf = new Intl.Segmenter("nl", { granularity: "word" });

/** Words is the words of one block, in all ways of counting. They never change. */
export class Words {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  private units: Int32Array | null = null; // unit of each code point; null when they are the same
  private segments?: Intl.Segments;
  private spans?: Span[];

  constructor(readonly element: HTMLElement) {
    this.text = element.textContent ?? "";
    this.start = Number(element.dataset.start);
    let length = this.text.length;
    if (/[\ud800-\udbff]/.test(this.text)) {
      const units: number[] = [];
      let at = 0;
      for (const letter of this.text) { units.push(at); at += letter.length; }
      units.push(at);
      this.units = Int32Array.from(units);
      length = units.length - 1;
    }
    this.end = this.start + length;
  }

  /** unit is the UTF-16 place in the block of a position. */
  unit(position: number): number {
    const point = Math.min(Math.max(position, this.start), this.end) - this.start;
    return this.units ? this.units[point] : point;
  }

  /** position is the position of a UTF-16 place; one inside a pair is that of the pair, or up the one behind it. */
  position(unit: number, up = false): number {
    if (!this.units) return this.start + Math.min(unit, this.text.length);
    let low = 0, high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle] <= unit) low = middle; else high = middle - 1;
    }
    return this.start + low + (up && this.units[low] < unit ? 1 : 0);
  }

  private letter(unit: number): Intl.SegmentData | undefined {
    this.segments ??= letters.segment(this.text);
    return this.segments.containing(unit);
  }

  /** before is the letter edge at or before a position, after the one at or behind it. */
  before(position: number): number {
    const letter = this.letter(this.unit(position));
    return letter ? this.position(letter.index) : this.end;
  }
  after(position: number): number {
    const unit = this.unit(position), letter = this.letter(unit);
    return !letter || letter.index === unit ? this.position(unit) : this.position(letter.index + letter.segment.length);
  }

  /** next and previous are the neighbouring letter edges; null beyond the block. */
  next(position: number): number | null {
    const letter = position < this.end ? this.letter(this.unit(position)) : undefined;
    return letter ? this.position(letter.index + letter.segment.length) : null;
  }
  previous(position: number): number | null {
    return position > this.start ? this.position(this.letter(this.unit(position) - 1)!.index) : null;
  }

  /** list is the words of the block, without what stands between them. */
  list(): Span[] {
    return this.spans ??= [...wordsOf.segment(this.text)].filter((w) => w.isWordLike)
      .map((w) => ({ start: this.position(w.index), end: this.position(w.index + w.segment.length) }));
  }

  /** sentence is the sentence that ends behind a position, as the browser sees it: for when the server cannot be asked. */
  sentence(position: number): Span | null {
    for (const { index, segment } of sentencesOf.segment(this.text)) {
      const from = index + segment.length - segment.trimStart().length, to = index + segment.trimEnd().length;
      if (from < to && this.position(to) > position) return { start: this.position(from), end: this.position(to) };
    }
    return null;
  }

  slice(span: Span): string { return this.text.slice(this.unit(span.start), this.unit(span.end)); }

  /** range is the part of a span that lies in this block; null when it does not touch it. */
  range(span: Span): Range | null {
    const start = Math.max(span.start, this.start), end = Math.min(span.end, this.end);
    if (start >= end) return null;
    const range = document.createRange();
    range.setStart(...this.dom(this.unit(start), false));
    range.setEnd(...this.dom(this.unit(end), true));
    return range;
  }

  /** dom is the text node and offset of a unit; between two nodes the end of the first or the start of the second. */
  dom(unit: number, end: boolean): [Node, number] {
    const walker = document.createTreeWalker(this.element, NodeFilter.SHOW_TEXT);
    let last: Text | null = null;
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      if (unit < node.length || (end && unit === node.length)) return [node, unit];
      unit -= node.length;
      last = node;
    }
    return last ? [last, last.length] : [this.element, 0];
  }
}

const known = new WeakMap<HTMLElement, Words>();

/** words is the words of a block. */
export function words(block: Element): Words {
  const element = block.querySelector<HTMLElement>(".words")!;
  let found = known.get(element);
  if (!found) known.set(element, found = new Words(element));
  return found;
}

/** domPosition is the position of a place in the page; beside the words the nearest ones, behind (for a start) or before (for an end). */
export function domPosition(text: HTMLElement, node: Node, offset: number, end: boolean): number | null {
  const inside = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(".words");
  if (inside && text.contains(inside)) {
    const before = document.createRange();
    before.setStart(inside, 0);
    before.setEnd(node, offset);
    return words(inside.parentElement!).position(before.toString().length, end);
  }
  let last: number | null = null;
  for (const block of text.querySelectorAll(".block")) {
    const range = document.createRange(), of = words(block);
    range.selectNodeContents(of.element);
    const side = range.comparePoint(node, offset);
    if (!end && side <= 0) return of.start;
    if (side < 0) break;
    last = of.end;
  }
  return end ? last : null;
}
