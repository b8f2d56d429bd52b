// The text pane: reading, selecting and coding.
import { all, make, on, one, refresh, Unreachable } from "./dom";
import { follow, StudyEvent } from "./events";
import { key } from "./keys";
import { Codes, Palette, Pick, quoted } from "./palette";
import { say } from "./say";
import { Choice, short } from "./select";
import { away, Receipt, send, undoAfter } from "./send";
import { problem, status } from "./status";
import { Chunks } from "./text_chunks";
import { Details, Doing, Note } from "./text_details";
import { Find } from "./text_find";
import { Lanes } from "./text_lanes";
import { Panes, theSame } from "./text_panes";
import { Span, words } from "./text_place";
import { awayNow, Presses } from "./text_queue";

export function start(root: HTMLElement): void {
  const text = one("#text", root);
  if (text && theSame(text)) new Desk(root, text);
  key("document-next", "n", say("volgende document", "next document"), () => void neighbour(1));
  key("document-back", "p", say("vorige document", "previous document"), () => void neighbour(-1));
  on(document, "click", "a[href]", (_, event) => {
    if (!away() || event.defaultPrevented) return;
    event.preventDefault(); // the browser would leave what waits here for a page that says nothing
    awayNow();
  });
}

async function neighbour(step: number): Promise<void> {
  const links = all<HTMLAnchorElement>("#documents a");
  const now = links.findIndex((a) => a.hasAttribute("aria-current"));
  const next = links[now < 0 ? 0 : now + step];
  if (next && !await answers()) awayNow();
  else if (next) location.href = next.href;
  else status(step > 0 ? say("Dit is het laatste document.", "This is the last document.") : say("Dit is het eerste document.", "This is the first document."));
}

async function answers(): Promise<boolean> {
  return !away() && await fetch("/here.json", { headers: { "X-Meerzicht": "1" } }).then(() => true, () => false);
}

interface Mark extends Span { id: string; name: string; classes?: DOMTokenList }
const waitMost = 3000; // ms that an act on a coding waits for that coding to be stored
const vivoMost = 60; // letters of the name of an in-vivo code

class Desk {
  private chunks: Chunks;
  private choice: Choice;
  private lanes: Lanes;
  private panes: Panes;
  private find: Find;
  private details: Details;
  private codes = new Codes();
  private palette = new Palette(this.codes);
  private note = new Note();
  private coding: Mark | null = null; // the current coding
  private pending = new Map<number, Span>(); // what is being stored
  private resized = new Map<string, Span>(); // where codings will end up that are being made longer or shorter
  private serial = 0;
  private presses = new Presses();
  private making = 0; // codings on their way, of which the page has no id yet
  private chosen = 0; // how often a coding became the current one, or was asked for
  private leaving = new Set<string>(); // codings that are being taken away
  private latest: Pick | null = null; // what was applied last

  constructor(private root: HTMLElement, private text: HTMLElement) {
    this.chunks = new Chunks(text);
    this.choice = new Choice(this.chunks);
    this.lanes = new Lanes(text);
    this.panes = new Panes(() => this.lanes.again());
    this.find = new Find(this.chunks, this.choice);
    this.details = new Details(() => this.chunks.query(), (coding, what) => this.enqueue(() => this.on(coding, what)));
    this.chunks.shown((blocks) => { this.lanes.watch(blocks); this.mark(); });
    this.choice.changes(() => this.moved());
    this.lanes.watch(this.chunks.blocks());
    this.mouse();
    this.keys();
    this.codingKeys();
    this.codes.changes(() => this.pins());
    void this.codes.load();
    follow((event) => void this.changed(event));
    undoAfter(() => this.presses.busy ? this.presses.idle() : null);
    this.enqueue(() => this.open().catch(() => {}).finally(() => requestAnimationFrame(() => this.chunks.follow())));
  }

  /** open shows the place that the address asks for, else the first turn. */
  private async open(): Promise<void> {
    const at = Number(this.text.dataset.at), coding = this.text.dataset.coding;
    const block = await this.chunks.fetch(Math.max(0, at));
    if (!block) return;
    const found = coding ? await this.place("coding", 0, coding) : null;
    if (found) { await this.choose(found.coding, found); return; }
    if (at >= 0) { this.choice.go(block); this.choice.show(block, at); block.focus({ preventScroll: true }); return; }
    block.tabIndex = 0;
    block.dataset.enter = "";
    this.choice.block = block;
    this.moved();
  }

  // ---- the mouse

  private mouse(): void {
    // Pressing a code or a button must not take the selection away.
    on(this.root, "mousedown", "[data-code], .pins button, [data-apply]", (_, event) => event.preventDefault());
    on(this.root, "click", "[data-code][data-codable]", (line, event) => {
      if (!(event.target as Element).closest(".twisty, button")) this.onSpan((span) => this.apply({ code: line.dataset.code!, then: "close" }, span));
    });
    this.root.addEventListener("meerzicht:pin", (event) => {
      event.preventDefault();
      this.pinned((event as CustomEvent<{ code: string }>).detail.code);
    });
    on(this.root, "click", "[data-apply]", () => this.choosing());
    on(this.root, "click", ".pick[data-coding]", (pick) => {
      pick.closest<HTMLDetailsElement>(".more")?.removeAttribute("open");
      this.enqueue(() => this.choose(pick.dataset.coding!, spanOf(pick)));
    });
    on(this.text, "click", ".coded", (words, event) => {
      if (event.detail !== 1 || !getSelection()?.isCollapsed) return;
      const ids = words.dataset.codings!.split(" "), i = this.coding ? ids.indexOf(this.coding.id) : -1;
      const mark = this.marks().find((m) => m.id === ids[(i + 1) % ids.length]);
      if (mark) this.current(mark, true);
    });
    on(this.root, "click", "[data-pin]", (button) => this.digit(Number(button.dataset.pin)));
    on(this.root, "click", "[data-unpin]", (button) => this.codes.unpin(Number(button.dataset.unpin)));
    on(this.root, "keydown", "[data-code]", (line, event) => {
      if (!event.altKey || !/^Digit[1-9]$/.test(event.code)) return;
      event.preventDefault();
      this.pinned(line.dataset.code!, Number(event.code.slice(5)));
    });
  }

  private pinned(code: string, digit?: number): void {
    status(say("Vastgezet onder toets %1.", "Pinned to key %1.", this.codes.pin(code, digit)));
  }

  // ---- keys

  private keys(): void {
    const here = () => { const now = document.activeElement; return !now || now === document.body || now.id === "main" || this.text.contains(now) && !now.closest("summary, button"); };
    const go = (id: string, keys: string, label: string, act: (event: KeyboardEvent) => unknown, when = here) =>
      key(id, keys, label, (event) => { c.pointed = false; this.enqueue(() => act(event)); }, when);
    const c = this.choice;
    const inside = () => c.caret !== null;
    go("turn-next", "j Shift+j", say("volgende beurt", "next turn"), (e) => c.turn(1, e.shiftKey));
    go("turn-back", "k Shift+k", say("vorige beurt", "previous turn"), (e) => c.turn(-1, e.shiftKey));
    go("down", "ArrowDown Shift+ArrowDown", say("volgende beurt; in de beurt: volgende regel", "next turn; in the turn: next line"), (e) => inside() ? c.inside("line", 1, e.shiftKey) : c.turn(1, e.shiftKey));
    go("up", "ArrowUp Shift+ArrowUp", say("vorige beurt; in de beurt: vorige regel", "previous turn; in the turn: previous line"), (e) => inside() ? c.inside("line", -1, e.shiftKey) : c.turn(-1, e.shiftKey));
    go("right", "ArrowRight Shift+ArrowRight", say("de beurt in; volgende teken", "into the turn; next character"), (e) => c.inside("letter", 1, e.shiftKey));
    go("left", "ArrowLeft Shift+ArrowLeft", say("vorige teken", "previous character"), (e) => c.inside("letter", -1, e.shiftKey));
    go("word-next", "Ctrl+ArrowRight Ctrl+Shift+ArrowRight", say("volgende woord", "next word"), (e) => c.inside("word", 1, e.shiftKey));
    go("word-back", "Ctrl+ArrowLeft Ctrl+Shift+ArrowLeft", say("vorige woord", "previous word"), (e) => c.inside("word", -1, e.shiftKey));
    go("turn-start", "Home Shift+Home", say("begin van de beurt", "start of the turn"), (e) => c.inside("end", -1, e.shiftKey));
    go("turn-end", "End Shift+End", say("einde van de beurt", "end of the turn"), (e) => c.inside("end", 1, e.shiftKey));
    go("sentence", "s Shift+s", say("zin selecteren; met Shift erbij", "select a sentence; with Shift add it"), (e) => this.sentence(e.shiftKey));
    go("whole-turn", "t Shift+t", say("hele beurt selecteren; met Shift ook de volgende", "select the whole turn; with Shift the next one too"), (e) => c.whole(e.shiftKey));
    go("leave", "Escape", say("selectie opheffen; de beurt uit", "clear the selection; leave the turn"), () => { if (!c.leave()) this.current(null); }, () => true);
    go("find", "f", say("zoeken in dit document", "find in this document"), () => this.find.open(), () => true);
    go("uncoded", "u", say("volgende beurt zonder codering", "next turn without a coding"), () => this.uncoded(), () => true);
    key("palette", "c", say("code kiezen", "choose a code"), () => this.choosing());
    key("palette-enter", "Enter", say("code kiezen, in de tekst", "choose a code, in the text"), () => this.choosing(), here);
  }

  private enqueue(act: () => unknown): void { this.presses.then(act); }

  private codingKeys(): void {
    const go = (id: string, keys: string, label: string, act: (event: KeyboardEvent) => unknown) =>
      key(id, keys, label, (event) => this.enqueue(() => act(event)));
    for (let digit = 1; digit <= 9; digit++) key("pin-" + digit, String(digit), say("vastgezette code %1", "pinned code %1", digit), () => this.digit(digit));
    key("repeat", ".", say("laatste code nog eens", "last code again"), () => this.repeat());
    key("in-vivo", "v", say("nieuwe code met deze woorden (in vivo)", "new code of these words (in vivo)"), () => this.vivo());
    go("coding-next", "]", say("volgende codering", "next coding"), () => this.step("next"));
    go("coding-back", "[", say("vorige codering", "previous coding"), () => this.step("previous"));
    go("cycle", "o", say("volgende codering op deze plaats", "next coding at this place"), () => this.cycle());
    go("memo", "m", say("memo bij de codering", "memo of the coding"), () => this.act("memo"));
    go("weight", "w", say("gewicht van de codering", "weight of the coding"), () => this.act("weight"));
    go("recode", "Shift+c", say("codering een andere code geven", "give the coding another code"), () => this.act("recode"));
    go("remove", "x Delete", say("codering verwijderen", "remove the coding"), () => this.act("remove"));
    const letters = say(" (met Alt per teken)", " (with Alt by character)");
    // Where + needs Shift, = is the same key; on a number pad Shift means the start, as { and } do.
    const pad = (e: KeyboardEvent) => e.shiftKey && e.code.startsWith("Numpad");
    go("grow", "+ = Alt++ Alt+=", say("codering langer aan het einde", "coding longer at its end") + letters, (e) => this.act(pad(e) ? "start-grow" : "end-grow", e.altKey));
    go("shrink", "- Alt+-", say("codering korter aan het einde", "coding shorter at its end") + letters, (e) => this.act(pad(e) ? "start-shrink" : "end-shrink", e.altKey));
    go("grow-start", "{ Alt+{", say("codering eerder laten beginnen", "coding begins earlier") + letters, (e) => this.act("start-grow", e.altKey));
    go("shrink-start", "} _ Alt+} Alt+_", say("codering later laten beginnen", "coding begins later") + letters, (e) => this.act("start-shrink", e.altKey));
  }

  private async sentence(extend: boolean): Promise<void> {
    const c = this.choice, span = c.span(), from = span ? span.end : c.position();
    const found = await this.place("sentence", from).catch(() => this.sentenceHere(from));
    if (!found) return;
    const block = await this.chunks.fetch(found.start);
    if (block && block !== c.block) c.go(block, true);
    c.set(extend && span ? span.start : found.start, found.end);
    c.say();
  }

  /** sentenceHere is the next sentence of what is in the page, when the server cannot be asked. */
  private async sentenceHere(from: number): Promise<Span | null> {
    for (let block = this.choice.block; block; block = await this.chunks.beside(block, 1)) {
      const found = words(block).sentence(from);
      if (found) return found;
    }
    return null;
  }

  private async uncoded(): Promise<void> {
    const found = await this.place("uncoded", this.choice.position());
    const block = found && await this.chunks.fetch(found.start);
    if (block) this.choice.go(block);
    else status(say("Verderop is geen antwoord zonder codering.", "There is no answer without a coding further on."));
  }

  private async place(find: string, from: number, coding = ""): Promise<(Span & { coding: string }) | null> {
    const answer = await fetch(`/part/place?${this.chunks.query()}&find=${find}&from=${from}&coding=${encodeURIComponent(coding)}`, { headers: { "X-Meerzicht": "1" }, signal: AbortSignal.timeout(waitMost) })
      .catch((why) => { throw new Unreachable(String(why)); });
    if (!answer.ok) throw new Unreachable(String(answer.status));
    const found = await answer.json();
    return found.found ? found : null;
  }

  // ---- applying codes

  private reading(): boolean {
    if (this.panes.reading) status(say("Leesstand: kies ‘Coderen’ om te coderen.", "Reading: choose ‘Code’ to code."));
    return this.panes.reading;
  }

  private target(): Span | null {
    this.choice.read(); // the browser tells of a selection a little later
    const span = this.choice.target();
    if (!span) status(say("Selecteer eerst woorden in de tekst.", "Select words in the text first."));
    return span;
  }

  /** onSpan does something with what is selected at this press: once what was pressed before it is done, but never with what the mouse selects later. */
  private onSpan(act: (span: Span) => void, find = () => this.target()): void {
    if (this.reading()) return;
    this.choice.read();
    const caught = this.presses.busy && this.choice.pointed ? find() : null, hand = this.choice.hand;
    this.enqueue(() => {
      if (!caught && this.choice.hand !== hand) { status(say("Niet gecodeerd: de selectie veranderde intussen. Probeer het nog eens.", "Not coded: the selection changed meanwhile. Try again.")); return; }
      const span = caught ?? find();
      if (span) act(span);
    });
  }

  /** choosing opens the palette at once, so that what is typed next goes there, also when the selection is still coming. */
  private choosing(): void {
    const late = this.presses.busy && !this.choice.pointed && !this.panes.reading;
    const pick = (p: Pick) => void span.then((s) => s && this.apply(p, s));
    const span: Promise<Span | null> = new Promise((found) => {
      this.onSpan((s) => { found(s); this.palette.open(quoted(this.choice.quote(s), this.choice.count(s)), pick, late); });
      void this.presses.idle().then(() => found(null));
    });
    if (!late) return;
    this.palette.open("…", pick);
    void span.then((s) => { if (!s) this.palette.close(); });
  }

  /** apply codes a stretch. The act is kept at once; the coding becomes the current one when it is there and nothing else was chosen since. */
  private apply(pick: Pick, span: Span): void {
    const fields = { document: this.chunks.id, start: span.start, end: span.end, ...(pick.name ? { new_code: pick.name } : { code: pick.code }) };
    if (pick.code) this.codes.used(pick.code);
    this.latest = pick;
    void this.make("coding.add", fields, span, pick);
  }

  /** make posts an act that makes one coding, and shows it when it is there. */
  private async make(act: string, fields: unknown, span: Span, pick: Pick): Promise<void> {
    const before = new Set(this.marks().map((m) => m.id)), chosen = ++this.chosen, began = performance.now();
    this.making++;
    const receipt = await this.store(act, fields, span).finally(() => { this.making--; });
    if (!receipt) { if (this.latest === pick) this.latest = null; return; }
    if (pick.name) await this.named(pick.name);
    const looks = pick.code ? this.codes.find(pick.code)?.class : undefined;
    const mark = this.marks().find((m) => !before.has(m.id) && m.start === span.start && m.end === span.end && (!looks || m.classes?.contains(looks)));
    if (chosen !== this.chosen) return;
    this.current(mark ?? null, false);
    if (mark && pick.then === "memo" && performance.now() - began < waitMost) this.enqueue(() => this.on(mark.id, "memo"));
  }

  /** named learns the code that was made under a name. */
  private async named(name: string): Promise<void> {
    await this.codes.load();
    const made = this.codes.lines.find((l) => l.name === name);
    if (made) this.codes.used(made.id);
  }

  /** store posts an act and shows at once that it is being stored; it is done when the page shows what came of it. */
  private async store(act: string, fields: unknown, span: Span): Promise<Receipt | null> {
    const n = ++this.serial;
    this.pending.set(n, span);
    const sent = send(act, fields);
    this.paintPending();
    const receipt = await sent;
    if (receipt?.seq) await this.chunks.refresh(receipt.seq).then(() => this.settled(receipt.seq));
    this.pending.delete(n);
    this.paintPending();
    return receipt;
  }

  /** made waits for the codings that are on their way; while the server is gone they do not come. */
  private async made(): Promise<void> {
    for (const until = performance.now() + waitMost; this.making > 0; ) {
      if (away() || performance.now() > until) throw new Unreachable("a coding on its way");
      await new Promise((next) => setTimeout(next, 20));
    }
  }

  // settled waits until a refresh that another event began is over.
  private async settled(seq: number): Promise<void> {
    for (let tries = 0; tries < 100 && !this.chunks.knows(seq); tries++) await new Promise((next) => setTimeout(next, 20));
  }

  private paintPending(): void { this.choice.paint("pending", [...this.pending.values()]); }

  private digit(digit: number): void {
    const code = this.codes.pins()[digit - 1];
    if (!code) status(say("Onder toets %1 staat geen code. Zet er een vast met Alt+%1 in het palet.", "No code is on key %1. Pin one with Alt+%1 in the palette.", digit));
    else this.onSpan((span) => this.apply({ code, then: "close" }, span));
  }

  private repeat(): void {
    this.onSpan((span) => {
      const code = this.codes.recent()[0], pick: Pick | null = this.latest ?? (code ? { code, then: "close" } : null);
      if (pick) this.apply({ ...pick, then: "close" }, span);
      else status(say("Er is nog geen code gebruikt.", "No code was used yet."));
    });
  }

  private vivo(): void {
    this.onSpan((span) => {
      const name = this.choice.quote(span).replace(/\s+/g, " ").trim();
      if ([...name].length > vivoMost) problem(say("Een code van woorden uit de tekst heeft ten hoogste %1 tekens.", "A code of words from the text has at most %1 characters.", vivoMost), say("Selecteer minder woorden.", "Select fewer words."));
      else if (name) this.apply({ name, then: "close" }, span);
    }, () => {
      this.choice.read();
      const span = this.choice.span();
      if (!span) status(say("Selecteer eerst de woorden die de code worden.", "Select the words first that become the code."));
      return span;
    });
  }

  private pins(): void {
    const list = one("#pins", this.root), pins = this.codes.pins();
    if (!list) return;
    const items = pins.flatMap((id, i) => {
      const line = this.codes.find(id);
      return line ? [make("li", { class: `${line.class} p${line.pattern}` }, make("button", { type: "button", "data-pin": String(i + 1) }, make("kbd", {}, String(i + 1)), " ", make("span", { class: "swatch", "aria-hidden": "true" }), line.name),
        make("button", { type: "button", "data-unpin": String(i + 1), "aria-label": say("%1 losmaken", "unpin %1", line.name) }, "×"))] : [];
    });
    list.replaceChildren(...items);
    list.hidden = !items.length;
  }

  // ---- codings that are there

  /** marks is the codings of the text in the page. */
  private marks(root: ParentNode = this.text): Mark[] {
    const seen = new Map<string, Mark>();
    for (const e of all(".pick[data-coding]", root)) {
      if (!seen.has(e.dataset.coding!) && !this.leaving.has(e.dataset.coding!)) seen.set(e.dataset.coding!, { id: e.dataset.coding!, classes: e.classList, name: e.title || e.textContent!.trim(), ...(this.resized.get(e.dataset.coding!) ?? spanOf(e)) });
    }
    return [...seen.values()].sort((a, b) => a.start - b.start || b.end - a.end);
  }

  /** here is the codings at the caret, in the selection, or in the whole turn. */
  private here(): Mark[] {
    const c = this.choice;
    if (!c.block) return [];
    const span = c.target() ?? { start: c.position(), end: c.position() + 1 };
    return this.marks(c.block).filter((m) => m.start < span.end && m.end > span.start);
  }

  private current(mark: Mark | null, tell = false, place = ""): void {
    this.coding = mark;
    this.chosen++;
    this.mark();
    if (!mark) return;
    const home = this.chunks.blockAt(mark.start);
    if (this.choice.block) this.details.show(this.choice.block.dataset.block);
    else if (home) this.details.show(home.dataset.block);
    if (tell) status(place + mark.name + ": “" + short(this.choice.quote(mark)) + "”");
  }

  /** mark shows which coding is the current one, in text, margin and details. */
  private mark(): void {
    const now = this.coding;
    if (now) Object.assign(now, this.marks().find((m) => m.id === now.id) ?? {});
    this.choice.paint("coding", now ? [now] : []);
    for (const lane of all(".lane.on", this.text)) if (lane.dataset.coding !== now?.id) lane.classList.remove("on");
    if (now) for (const lane of all(`.lane[data-coding="${CSS.escape(now.id)}"]`, this.text)) lane.classList.add("on");
    this.details.mark(now?.id ?? "");
  }

  /** choose makes a coding the current one and goes there. */
  private async choose(id: string, span: Span): Promise<void> {
    const block = await this.chunks.fetch(span.start);
    if (!block) return;
    const held = one("#details")!.contains(document.activeElement);
    if (!this.choice.span()) {
      if (this.choice.block !== block && !touches(this.choice.block, span)) { if (held) this.choice.show(block, span.start); else this.choice.go(block); }
      if (!held) this.choice.show(this.choice.block ?? block, span.start);
    } else block.scrollIntoView({ block: "nearest" });
    const mark = this.marks().find((m) => m.id === id) ?? { id, name: "", ...span };
    this.current(mark, true);
  }

  private async step(find: "next" | "previous"): Promise<void> {
    const found = await this.place(find, this.choice.position(), this.coding?.id);
    if (!found) { status(find === "next" ? say("Dit was de laatste codering.", "That was the last coding.") : say("Dit was de eerste codering.", "That was the first coding.")); return; }
    const block = await this.chunks.fetch(found.start);
    if (!block) return;
    this.choice.go(block);
    this.choice.show(block, found.start);
    const mark = this.marks().find((m) => m.id === found.coding);
    if (mark) this.current(mark, true);
  }

  private cycle(): void {
    const here = this.here();
    if (!here.length) { status(say("Hier is geen codering.", "There is no coding here.")); return; }
    const i = (here.findIndex((m) => m.id === this.coding?.id) + 1) % here.length;
    this.current(here[i], true, say("Codering %1 van %2: ", "Coding %1 of %2: ", i + 1, here.length));
  }

  /** act does something with the current coding, or with the only one here. */
  private async act(what: Doing, letters = false): Promise<void> {
    await this.made();
    const here = this.here();
    if (!this.coding && here.length === 1) this.current(here[0], false);
    if (this.coding) { await this.on(this.coding.id, what, letters); return; }
    status(here.length ? say("Hier zijn %1 coderingen: kies er een met O.", "There are %1 codings here: choose one with O.", here.length) : say("Kies eerst een codering, met [, ] of O.", "Choose a coding first, with [, ] or O."));
  }

  private async on(id: string, what: Doing, letters = false): Promise<void> {
    if (this.reading()) return;
    const item = this.details.item(id);
    const mark = this.marks().find((m) => m.id === id) ?? (item ? { id, name: item.dataset.name!, ...spanOf(item) } : null);
    if (!mark) return;
    if (this.coding?.id !== id) this.current(mark, false);
    switch (what) {
      case "memo": case "weight": await this.annotate(id, what === "weight"); break;
      case "recode": this.palette.open(quoted(this.choice.quote(mark), this.choice.count(mark)), (pick) => void this.recode(mark, pick)); break;
      case "remove": void this.remove(mark); break;
      default: await this.resize(mark, what, letters);
    }
  }

  private async annotate(id: string, weight: boolean): Promise<void> {
    await this.details.ready();
    const item = this.details.item(id);
    if (item) this.note.open(item, weight); else if (away()) awayNow();
  }

  private async recode(mark: Mark, pick: Pick): Promise<void> {
    this.leaving.add(mark.id);
    await this.make("coding.recode", { codings: [mark.id], ...(pick.name ? { new_code: pick.name } : { code: pick.code }) }, mark, pick);
    this.leaving.delete(mark.id);
  }

  private async remove(mark: Mark): Promise<void> {
    const lanes = all(`.lane[data-coding="${CSS.escape(mark.id)}"]`, this.text);
    this.leaving.add(mark.id);
    for (const e of lanes) e.classList.add("leaving");
    this.current(null);
    await this.store("coding.remove", { codings: [mark.id] }, mark);
    this.leaving.delete(mark.id);
    for (const e of lanes) e.classList.remove("leaving");
  }

  private async resize(mark: Mark, what: Doing, letters: boolean): Promise<void> {
    const c = this.choice, grow = what.endsWith("grow"), atEnd = what.startsWith("end");
    const edge = atEnd ? mark.end : mark.start, step = grow === atEnd ? 1 : -1;
    const to = await (letters ? c.letter(edge, step) : c.word(edge, step, atEnd));
    const span = to === null ? null : atEnd ? { start: mark.start, end: to } : { start: to, end: mark.end };
    if (!span || span.start >= span.end) { status(say("Verder kan niet.", "That is as far as it goes.")); return; }
    this.resized.set(mark.id, span);
    this.followed(span);
    this.mark();
    void this.store("coding.resize", { coding: mark.id, ...span }, span).then(() => {
      if (this.resized.get(mark.id) === span) this.resized.delete(mark.id);
      this.mark();
    });
  }

  /** followed takes the selection, or the caret when it would be left outside, along with a coding. */
  private followed(span: Span): void {
    const c = this.choice;
    if (c.span()) c.set(span.start, span.end);
    else if (c.caret !== null && (c.caret < span.start || c.caret >= span.end)) c.set(span.start, span.start);
  }

  // ---- following what happens

  private moved(): void {
    if (this.choice.block) this.details.show(this.choice.block.dataset.block);
    clearTimeout(this.addressed);
    this.addressed = window.setTimeout(() => this.address(), 400);
  }
  private addressed = 0;

  // The address keeps the place, so that reloading comes back to it.
  private address(): void {
    const address = new URL(location.href);
    address.searchParams.delete("coding");
    address.searchParams.set("at", String(this.choice.position()));
    history.replaceState(history.state, "", address.href);
  }

  private async changed(event: StudyEvent): Promise<void> {
    const codes = event.many || event.changes?.some((c) => c.kind === "code");
    const mine = event.many || event.changes?.some((c) => c.kind === "coding" && c.document === this.chunks.id);
    if (codes) {
      one<HTMLLinkElement>("#codes-css")?.setAttribute("href", "/codes.css?after=" + event.seq);
      void this.codes.load();
    }
    if (event.changes?.some((c) => (c.kind === "coding" && c.document !== this.chunks.id) || c.kind === "document")) this.lists();
    if (!codes && !mine) return;
    await this.chunks.refresh(event.seq);
    this.details.show(this.choice.block?.dataset.block, true);
    this.counts();
  }

  private listing = 0;
  private lists(): void {
    clearTimeout(this.listing);
    this.listing = window.setTimeout(() => void refresh(one("#documents")!, "/part/documents?document=" + encodeURIComponent(this.chunks.id)).catch(() => {}), 600);
  }

  private counting = 0;
  private counts(): void {
    clearTimeout(this.counting);
    this.counting = window.setTimeout(() => {
      void refresh(one("#coverage")!, "/part/coverage?" + this.chunks.query()).then(() => {
        const own = one("#documents a[aria-current]")?.parentElement, now = one("#coverage [data-codings]")?.dataset.codings;
        if (own && now) one(".count", own)!.textContent = now;
      }).catch(() => {});
    }, 250);
  }
}

function spanOf(e: HTMLElement): Span { return { start: Number(e.dataset.start), end: Number(e.dataset.end) }; }

function touches(block: HTMLElement | null, span: Span): boolean {
  return !!block && Number(block.dataset.start) < span.end && Number(block.dataset.end) > span.start;
}
