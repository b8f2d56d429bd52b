// The text pane: reading, selecting and coding.
import { all, make, on, one, refresh } from "./dom";
import { follow, StudyEvent } from "./events";
import { key } from "./keys";
import { Codes, Palette, Pick, quoted } from "./palette";
import { say } from "./say";
import { Choice, short } from "./select";
import { Receipt, send } from "./send";
import { problem, status } from "./status";
import { Chunks } from "./text_chunks";
import { Details, Doing, Note } from "./text_details";
import { Find } from "./text_find";
import { Lanes } from "./text_lanes";
import { Panes, theSame } from "./text_panes";
import { Span } from "./text_place";

export function start(root: HTMLElement): void {
  const text = one("#text", root);
  if (text && theSame(text)) new Desk(root, text);
  key("document-next", "n", say("volgende document", "next document"), () => neighbour(1));
  key("document-back", "p", say("vorige document", "previous document"), () => neighbour(-1));
}

function neighbour(step: number): void {
  const links = all<HTMLAnchorElement>("#documents a");
  const now = links.findIndex((a) => a.hasAttribute("aria-current"));
  const next = links[now < 0 ? 0 : now + step];
  if (next) location.href = next.href;
  else status(step > 0 ? say("Dit is het laatste document.", "This is the last document.") : say("Dit is het eerste document.", "This is the first document."));
}

interface Mark extends Span { id: string; name: string }
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
  private queue: Promise<unknown> = Promise.resolve();

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
    this.queue = this.open().catch(() => {}).finally(() => requestAnimationFrame(() => this.chunks.follow()));
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
      if (!(event.target as Element).closest(".twisty, button")) this.enqueue(() => this.apply({ code: line.dataset.code!, then: "close" }));
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
    on(this.root, "click", "[data-pin]", (button) => this.enqueue(() => this.digit(Number(button.dataset.pin))));
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
      key(id, keys, label, (event) => this.enqueue(() => act(event)), when);
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
    go("palette", "c", say("code kiezen", "choose a code"), () => this.choosing(), () => true);
    go("palette-enter", "Enter", say("code kiezen, in de tekst", "choose a code, in the text"), () => this.choosing());
  }

  /** enqueue does acts of keys one after the other, also when one has to fetch text. */
  private enqueue(act: () => unknown): void {
    document.documentElement.toggleAttribute("data-busy", true);
    const mine = this.queue = this.queue.then(act).catch((fault) => {
      problem(say("Dat lukte niet: de tekst kon niet worden opgehaald.", "That did not work: the text could not be fetched."), String(fault));
    }).finally(() => { if (this.queue === mine) document.documentElement.toggleAttribute("data-busy", false); });
  }

  private codingKeys(): void {
    const go = (id: string, keys: string, label: string, act: (event: KeyboardEvent) => unknown) =>
      key(id, keys, label, (event) => this.enqueue(() => act(event)));
    for (let digit = 1; digit <= 9; digit++) go("pin-" + digit, String(digit), say("vastgezette code %1", "pinned code %1", digit), () => this.digit(digit));
    go("repeat", ".", say("laatste code nog eens", "last code again"), () => this.repeat());
    go("in-vivo", "v", say("nieuwe code met deze woorden (in vivo)", "new code of these words (in vivo)"), () => this.vivo());
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
    const c = this.choice, span = c.span();
    const found = await this.place("sentence", span ? span.end : c.position());
    if (!found) return;
    const block = await this.chunks.fetch(found.start);
    if (block && block !== c.block) c.go(block, true);
    c.set(extend && span ? span.start : found.start, found.end);
    c.say();
  }

  private async uncoded(): Promise<void> {
    const found = await this.place("uncoded", this.choice.position());
    const block = found && await this.chunks.fetch(found.start);
    if (block) this.choice.go(block);
    else status(say("Verderop is geen antwoord zonder codering.", "There is no answer without a coding further on."));
  }

  private async place(find: string, from: number, coding = ""): Promise<(Span & { coding: string }) | null> {
    const answer = await fetch(`/part/place?${this.chunks.query()}&find=${find}&from=${from}&coding=${encodeURIComponent(coding)}`, { headers: { "X-Meerzicht": "1" } });
    const found = await answer.json();
    return answer.ok && found.found ? found : null;
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

  private choosing(): void {
    if (this.reading()) return;
    const span = this.target();
    if (span) this.palette.open(quoted(this.choice.quote(span), this.choice.count(span)), (pick) => this.enqueue(() => this.apply(pick, span)));
  }

  private async apply(pick: Pick, span = this.reading() ? null : this.target()): Promise<void> {
    if (!span) return;
    const before = new Set(this.marks().map((m) => m.id));
    const fields = { document: this.chunks.id, start: span.start, end: span.end, ...(pick.name ? { new_code: pick.name } : { code: pick.code }) };
    const receipt = await this.store("coding.add", fields, span);
    if (!receipt) return;
    const mark = this.marks().find((m) => !before.has(m.id) && m.start === span.start && m.end === span.end);
    if (pick.code) this.codes.used(pick.code);
    else { await this.codes.load(); const made = this.codes.lines.find((l) => l.name === pick.name); if (made) this.codes.used(made.id); }
    if (!mark) return;
    this.current(mark, false);
    if (pick.then === "memo") await this.on(mark.id, "memo");
  }

  /** store posts an act and shows at once that it is being stored; it is done when the page shows what came of it. */
  private async store(act: string, fields: unknown, span: Span): Promise<Receipt | null> {
    const n = ++this.serial;
    this.pending.set(n, span);
    this.paintPending();
    const receipt = await send(act, fields);
    if (receipt?.seq) await this.chunks.refresh(receipt.seq).then(() => this.settled(receipt.seq));
    this.pending.delete(n);
    this.paintPending();
    return receipt;
  }

  // settled waits until a refresh that another event began is over.
  private async settled(seq: number): Promise<void> {
    for (let tries = 0; tries < 100 && !this.chunks.knows(seq); tries++) await new Promise((next) => setTimeout(next, 20));
  }

  private paintPending(): void { this.choice.paint("pending", [...this.pending.values()]); }

  private async digit(digit: number): Promise<void> {
    const id = this.codes.pins()[digit - 1];
    if (!id) { status(say("Onder toets %1 staat geen code. Zet er een vast met Alt+%1 in het palet.", "No code is on key %1. Pin one with Alt+%1 in the palette.", digit)); return; }
    await this.apply({ code: id, then: "close" });
  }

  private async repeat(): Promise<void> {
    const id = this.codes.recent()[0];
    if (id) await this.apply({ code: id, then: "close" });
    else status(say("Er is nog geen code gebruikt.", "No code was used yet."));
  }

  private async vivo(): Promise<void> {
    const span = this.reading() ? null : this.choice.span();
    if (!span) { if (!this.panes.reading) status(say("Selecteer eerst de woorden die de code worden.", "Select the words first that become the code.")); return; }
    const name = this.choice.quote(span).replace(/\s+/g, " ").trim();
    if ([...name].length > vivoMost) { problem(say("Een code van woorden uit de tekst heeft ten hoogste %1 tekens.", "A code of words from the text has at most %1 characters.", vivoMost), say("Selecteer minder woorden.", "Select fewer words.")); return; }
    if (name) await this.apply({ name, then: "close" }, span);
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
      if (!seen.has(e.dataset.coding!)) seen.set(e.dataset.coding!, { id: e.dataset.coding!, name: e.title || e.textContent!.trim(), ...(this.resized.get(e.dataset.coding!) ?? spanOf(e)) });
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
      case "recode": this.palette.open(quoted(this.choice.quote(mark), this.choice.count(mark)), (pick) => this.enqueue(() => this.recode(mark, pick))); break;
      case "remove": await this.remove(mark); break;
      default: await this.resize(mark, what, letters);
    }
  }

  private async annotate(id: string, weight: boolean): Promise<void> {
    await this.details.ready();
    const item = this.details.item(id);
    if (item) this.note.open(item, weight);
  }

  private async recode(mark: Mark, pick: Pick): Promise<void> {
    const before = new Set(this.marks().map((m) => m.id));
    const receipt = await this.store("coding.recode", { codings: [mark.id], ...(pick.name ? { new_code: pick.name } : { code: pick.code }) }, mark);
    if (!receipt) return;
    const now = this.marks().find((m) => !before.has(m.id) && m.start === mark.start && m.end === mark.end);
    this.current(now ?? null, false);
    if (pick.name) void this.codes.load();
    if (now && pick.then === "memo") await this.on(now.id, "memo");
  }

  private async remove(mark: Mark): Promise<void> {
    for (const e of all(`.lane[data-coding="${CSS.escape(mark.id)}"]`, this.text)) e.classList.add("leaving");
    this.current(null);
    if (!await this.store("coding.remove", { codings: [mark.id] }, mark)) for (const e of all(".leaving", this.text)) e.classList.remove("leaving");
  }

  private async resize(mark: Mark, what: Doing, letters: boolean): Promise<void> {
    const c = this.choice, grow = what.endsWith("grow"), atEnd = what.startsWith("end");
    const edge = atEnd ? mark.end : mark.start, step = grow === atEnd ? 1 : -1;
    const to = await (letters ? c.letter(edge, step) : c.word(edge, step, atEnd));
    const span = to === null ? null : atEnd ? { start: mark.start, end: to } : { start: to, end: mark.end };
    if (!span || span.start >= span.end) { status(say("Verder kan niet.", "That is as far as it goes.")); return; }
    this.resized.set(mark.id, span);
    this.mark();
    void this.store("coding.resize", { coding: mark.id, ...span }, span).then(() => {
      if (this.resized.get(mark.id) === span) this.resized.delete(mark.id);
      this.mark();
    });
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
