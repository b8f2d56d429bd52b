// A version of one's own of what two coders coded differently: other edges,
// another code, or another answer in a list.
import { make, on, one } from "./dom";
import { key } from "./keys";
import { Codes, Palette, Pick, quoted } from "./palette";
import { say } from "./say";
import { short } from "./select";
import { status } from "./status";
import { domPosition, Span, words, Words } from "./text_place";

/** Version is what to send: stretches with codes, or an answer. */
export interface Version { spans?: { start: number; end: number; code: string }[]; answer?: string }

export class Own {
  private article: HTMLElement | null = null;
  private box: HTMLElement | null = null;
  private span: Span = { start: 0, end: 0 };
  private chosen: string[] = [];
  private codes = new Codes();
  private palette = new Palette(this.codes);
  private picked = false; // in this palette already
  private taken = ""; // the selection that was taken over last

  constructor(root: HTMLElement, private store: (version: Version) => void) {
    void this.codes.load();
    const inText = () => !!this.box;
    const go = (id: string, keys: string, label: string, act: (event: KeyboardEvent) => void, when = inText) => key(id, keys, label, act, when);
    const letters = say(" (met Alt per teken)", " (with Alt by character)"), mine = say("eigen versie: ", "own version: ");
    const pad = (e: KeyboardEvent) => e.shiftKey && e.code.startsWith("Numpad");
    go("grow", "+ = Alt++ Alt+=", mine + say("langer aan het einde", "longer at its end") + letters, (e) => this.move(pad(e) ? "start" : "end", pad(e) ? -1 : 1, e.altKey));
    go("shrink", "- Alt+-", mine + say("korter aan het einde", "shorter at its end") + letters, (e) => this.move(pad(e) ? "start" : "end", pad(e) ? 1 : -1, e.altKey));
    go("grow-start", "{ Alt+{", mine + say("eerder beginnen", "begin earlier") + letters, (e) => this.move("start", -1, e.altKey));
    go("shrink-start", "} _ Alt+} Alt+_", mine + say("later beginnen", "begin later") + letters, (e) => this.move("start", 1, e.altKey));
    go("palette", "c", mine + say("andere code", "other code"), () => this.choose());
    go("compare-store", "Enter", mine + say("bewaren", "store"), () => this.keep(), () => inText() && !document.activeElement?.closest("button, a, summary"));
    go("leave", "Escape", mine + say("niet bewaren", "do not store"), () => this.abandon(), () => this.active);
    on(root, "click", "[data-edge]", (button, event) => this.move(button.dataset.edge as "start" | "end", Number(button.dataset.by), event.altKey));
    on(root, "click", "[data-choose]", () => this.choose());
    on(root, "click", "[data-store]", () => this.keep());
    on(root, "click", "[data-leave]", () => this.abandon());
    on(root, "keydown", ".values", (_, event) => {
      if (event.key === "Escape") this.abandon();
      else if (event.key === "Enter" && !(event.target as Element).closest("button")) this.keep();
      else return;
      event.preventDefault();
      event.stopPropagation();
    });
    document.addEventListener("mouseup", () => { if (this.box) setTimeout(() => this.read(), 0); });
  }

  get active(): boolean { return !!this.article; }
  holds(article: HTMLElement): boolean { return this.article === article; }

  /** begin opens the version of one's own of a difference. */
  begin(article: HTMLElement): void {
    const values = one<HTMLElement>(".values", article);
    if (values) {
      this.article = article;
      values.hidden = false;
      one<HTMLInputElement>("input", values)?.focus();
      return;
    }
    const first = one("[data-code-of]", article);
    if (!one(".block", article) || !first) { status(say("Hier kan geen eigen versie van gemaakt worden.", "There can be no own version of this.")); return; }
    this.article = article;
    this.span = { start: Number(first.dataset.start), end: Number(first.dataset.end) };
    this.chosen = [first.dataset.codeOf!];
    this.taken = "";
    this.box = this.build();
    one(".stretch", article)!.after(this.box);
    this.read();
    this.draw();
    this.box.focus();
    status(say("Eigen versie. Plus en min veranderen het einde, accolades het begin; C kiest een code; Enter bewaart, Esc niet.", "Own version. Plus and minus change the end, braces the start; C chooses a code; Enter stores, Esc does not."));
  }

  private build(): HTMLElement {
    const button = (attributes: Record<string, string>, words: string) => make("button", { type: "button", ...attributes }, words);
    return make("div", { class: "own", role: "group", tabindex: "-1", "aria-label": say("Eigen versie", "Own version") },
      make("p", { class: "own-words" }), make("p", { class: "own-codes" }),
      make("p", { class: "own-buttons" },
        button({ "data-edge": "start", "data-by": "-1" }, say("begin eerder", "begin earlier")), " ", button({ "data-edge": "start", "data-by": "1" }, say("begin later", "begin later")), " ",
        button({ "data-edge": "end", "data-by": "-1" }, say("einde eerder", "end earlier")), " ", button({ "data-edge": "end", "data-by": "1" }, say("einde later", "end later")), " ",
        button({ "data-choose": "" }, say("andere code (C)", "other code (C)")), " ", button({ "data-store": "" }, say("Bewaren (Enter)", "Store (Enter)")), " ", button({ "data-leave": "" }, say("Niet bewaren (Esc)", "Do not store (Esc)"))));
  }

  /** leave closes it without a word. */
  leave(): void {
    if (!this.article) return;
    const values = one<HTMLElement>(".values", this.article);
    if (values) values.hidden = true;
    this.box?.remove();
    this.box = this.article = null;
    if ("highlights" in CSS) CSS.highlights.delete("own");
  }

  private abandon(): void {
    const article = this.article;
    this.leave();
    article?.focus();
    status(say("Geen eigen versie bewaard.", "No own version stored."));
  }

  /** again draws it in a page that was put in place anew. */
  again(): void { if (this.box) this.draw(); }

  private text(): Words | null {
    const block = this.article && one(".block", this.article);
    return block ? words(block) : null;
  }

  /** read takes over what was selected in the text with the mouse. */
  private read(): void {
    const selection = getSelection(), of = this.text(), stretch = this.article && one(".stretch", this.article);
    if (!of || !stretch || !selection?.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(of.element)) return;
    const start = domPosition(stretch, range.startContainer, range.startOffset, false), end = domPosition(stretch, range.endContainer, range.endOffset, true);
    if (start === null || end === null || start >= end || this.taken === start + "-" + end) return;
    this.taken = start + "-" + end;
    this.span = { start: of.before(start), end: of.after(end) };
    this.draw();
  }

  /** move shifts an edge by a word, or by a letter. */
  private move(edge: "start" | "end", by: number, letters: boolean): void {
    const of = this.text();
    if (!of) return;
    const from = this.span[edge], ends = edge === "end";
    const places = of.list().map((w) => ends ? w.end : w.start);
    const to = letters ? (by > 0 ? of.next(from) : of.previous(from)) : (by > 0 ? places.find((p) => p > from) : places.filter((p) => p < from).at(-1)) ?? null;
    const span = { ...this.span, [edge]: to ?? from };
    if (to === null || span.start >= span.end) { status(say("Verder kan niet.", "That is as far as it goes.")); return; }
    this.span = span;
    this.draw();
    status("“" + short(of.slice(span)) + "”");
  }

  private choose(): void {
    const of = this.text();
    if (!of || !this.box) return;
    this.picked = false;
    this.palette.open(quoted(of.slice(this.span), of.list().filter((w) => w.end > this.span.start && w.start < this.span.end).length), (pick) => this.pick(pick));
    one("#palette")!.addEventListener("close", () => this.box?.focus(), { once: true });
  }

  private pick(pick: Pick): void {
    if (!pick.code) { status(say("Maak een nieuwe code eerst in het codeboek.", "Make a new code in the codebook first.")); return; }
    this.codes.used(pick.code);
    this.chosen = this.picked ? [...new Set([...this.chosen, pick.code])] : [pick.code];
    this.picked = true;
    this.draw();
    status(this.names());
  }

  private names(): string { return this.chosen.map((id) => this.codes.find(id)?.name ?? id).join(", "); }

  private keep(): void {
    if (!this.article) return;
    const values = one(".values", this.article);
    if (values) {
      const answer = one<HTMLInputElement>("input:checked", values)?.value;
      if (answer === undefined) status(say("Kies eerst een antwoord.", "Choose an answer first.")); else this.store({ answer });
      return;
    }
    this.store({ spans: this.chosen.map((code) => ({ ...this.span, code })) });
  }

  private draw(): void {
    const of = this.text();
    if (!of || !this.box) return;
    one(".own-words", this.box)!.textContent = "“" + of.slice(this.span) + "”";
    one(".own-codes", this.box)!.textContent = say("Code: %1", "Code: %1", this.names());
    const range = of.range(this.span);
    if ("highlights" in CSS && range) CSS.highlights.set("own", new Highlight(range));
  }
}
