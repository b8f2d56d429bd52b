// Filled lists: the activity list of a respondent and the indicator list of a
// dyad, beside the transcript they rest on.
import { all, on, one } from "./dom";
import { follow, StudyEvent } from "./events";
import { insist } from "./insist";
import { choices, key, keyList, named } from "./keys";
import { shown, Stretch, Underlines } from "./marks";
import { send } from "./send";
import { status } from "./status";
import { say } from "./say";
import { Chunks } from "./text_chunks";
import { domPosition } from "./text_place";

/** start runs the view of lists: the overview, or one list beside a transcript. */
export function start(root: HTMLElement): void {
  const overview = one("#lists-overview", root);
  if (overview) followPart(overview, () => "/part/lists", ["filling", "coding", "override", "respondent", "instruments"]);
  const box = one("#list-box", root);
  if (box) new ListView(box, one("#transcript", root));
}

/** startList fills #list in the text view with the list of the document's respondent. */
export function startList(root: HTMLElement): void {
  const box = one("#list", root);
  const text = one("#text", root);
  if (!box || !text) return;
  const address = () => "/part/list?respondent=" + encodeURIComponent(box.dataset.respondent!);
  followPart(box, address, ["filling", "coding", "instruments"], (c) => c.kind !== "coding" || !!c.code?.startsWith("act."));
  void renew(box, address());
  on(box, "click", "[data-go]", (link, event) => {
    if (link.dataset.document !== text.dataset.document || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void shown(text, Number(link.dataset.start)).then((block) => block?.focus({ preventScroll: true }));
  });
}

/** followPart fetches a part again when records of some kinds changed; changes that come close together once. */
function followPart(box: HTMLElement, address: () => string, kinds: string[], matters: (c: { kind: string; code?: string }) => boolean = () => true, after: () => void = () => {}): void {
  let planned = false;
  follow((event: StudyEvent) => {
    if (planned || !(event.many || event.changes?.some((c) => kinds.includes(c.kind) && matters(c)))) return;
    planned = true;
    setTimeout(() => { planned = false; void renew(box, address()).then(after); }, 20);
  });
}

const turns = new WeakMap<HTMLElement, number>();

/** renew puts a fresh part in place. Focus, what is open, and what is being typed stay. */
async function renew(box: HTMLElement, address: string): Promise<void> {
  const turn = (turns.get(box) ?? 0) + 1;
  turns.set(box, turn);
  const fresh = await insist(address);
  if (!fresh || turns.get(box) !== turn) return;
  const open = all<HTMLDetailsElement>("details[open]", box).map((d) => d.id);
  const scrolls = all(".scroll", box).map((e) => e.scrollLeft);
  const typed = all<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>("input:not([type=radio]), textarea, select", box)
    .filter((f) => f instanceof HTMLSelectElement ? !f.selectedOptions[0]?.defaultSelected : f.value !== f.defaultValue).map((f) => ({ id: f.id, value: f.value }));
  const had = box.contains(document.activeElement) ? document.activeElement as HTMLElement : null;
  const top = had?.getBoundingClientRect().top ?? 0;
  const caret = had instanceof HTMLInputElement && had.type === "text" ? had.selectionStart : null;
  box.replaceChildren(fresh);
  for (const id of open) one<HTMLDetailsElement>("#" + CSS.escape(id), box)?.setAttribute("open", "");
  all(".scroll", box).forEach((e, i) => { e.scrollLeft = scrolls[i] ?? 0; });
  for (const { id, value } of typed) { const field = document.getElementById(id) as HTMLInputElement | null; if (field) field.value = value; }
  const focus = had?.id ? document.getElementById(had.id) : null;
  focus?.focus({ preventScroll: true });
  // The lines above may have grown; what is being worked on stays where it was.
  if (focus && box.id === "list-box") for (const place of [box, window]) place.scrollBy({ top: focus.getBoundingClientRect().top - top, behavior: "instant" }); // the page where the list does not scroll by itself
  if (caret !== null && focus instanceof HTMLInputElement) focus.setSelectionRange(caret, caret);
  // What had the focus is gone, or another tab chose another value: the item keeps it.
  if (had && !focus) one("#list-title", box)?.focus({ preventScroll: true });
}

class ListView {
  private under: Underlines | null = null;
  private chunks: Chunks | null = null;
  private text: HTMLElement | null;

  constructor(private box: HTMLElement, private pane: HTMLElement | null) {
    this.text = one("#text", pane ?? undefined);
    if (this.text) {
      this.chunks = new Chunks(this.text);
      this.under = new Underlines(this.text);
    }
    this.mouse();
    this.keys();
    box.addEventListener("focusin", (event) => this.entered(event.target as HTMLElement));
    box.addEventListener("change", (event) => void this.changed(event.target as HTMLInputElement));
    box.addEventListener("submit", (event) => { event.preventDefault(); void this.override("override.set"); });
    followPart(box, () => this.address(), ["filling", "coding", "override", "respondent", "instruments", "trajectory"], (c) => c.kind !== "coding" || /^(act|ind)\./.test(c.code ?? ""), () => this.again());
    follow((event) => { if (event.many || event.changes?.some((c) => c.kind === "coding" && c.document === this.text?.dataset.document)) void this.chunks?.refresh(event.seq); });
    this.again();
  }

  private address(): string {
    const { part, respondent, dyad, coder } = this.box.dataset;
    const subject = dyad ? "dyad=" + encodeURIComponent(dyad) : "respondent=" + encodeURIComponent(respondent!);
    return `${part}?${subject}&coder=${encodeURIComponent(coder!)}&show=${encodeURIComponent(this.list()?.dataset.show ?? "")}`;
  }

  private list(): HTMLElement | null { return one("#list-items", this.box); }
  private items(): HTMLElement[] { return all(".item", this.box).filter((i) => i.offsetParent !== null); }
  private item(): HTMLElement | null { return (document.activeElement as HTMLElement | null)?.closest<HTMLElement>(".item") ?? null; }

  /** again sets what a fresh part does not know: the filter's pressed button and the marked quotations. */
  private again(): void {
    const show = this.list()?.dataset.show ?? "";
    for (const button of all("[data-show]", this.box)) if (button.localName === "button") button.setAttribute("aria-pressed", String(button.dataset.show === show));
    this.mark(this.item());
  }

  private mouse(): void {
    // A button that works on the selection must not take it away.
    on(this.box, "mousedown", "[data-evidence], [data-code-selection]", (_, event) => event.preventDefault());
    on(this.box, "click", "button[data-show]", (button) => { this.list()!.dataset.show = button.dataset.show; this.again(); });
    on(this.box, "click", "[data-go]", (link, event) => {
      if (link.closest<HTMLElement>("[data-document]")?.dataset.document !== this.text?.dataset.document || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      void this.show(stretch(link.closest<HTMLElement>("[data-start]")!));
    });
    on(this.box, "click", "#computed summary", (summary) => requestAnimationFrame(() => { if (summary.parentElement!.hasAttribute("open")) summary.parentElement!.scrollIntoView({ block: "nearest" }); }));
    on(this.box, "click", "[data-copy]", (button) => void this.copy(button.dataset.copy!));
    on(this.box, "click", "[data-evidence]", (button) => void this.evidence(button));
    on(this.box, "click", "[data-code-selection]", (button) => void this.codeSelection(button));
    on(this.box, "click", "[data-assign]", (button) => void send("evidence.assign", { coding: button.closest<HTMLElement>("[data-coding]")!.dataset.coding, dyad: this.box.dataset.dyad }));
    on(this.box, "click", "#override-clear", () => void this.override("override.clear"));
    if (this.pane) on(this.pane, "click", "[data-codings], [data-coding]", (words) => this.back((words.dataset.codings ?? words.dataset.coding ?? "").split(" ")));
  }

  private keys(): void {
    key("list-next", "ArrowDown j", say("volgend punt van de lijst", "next item of the list"), () => this.step(1));
    key("list-back", "ArrowUp k", say("vorig punt van de lijst", "previous item of the list"), () => this.step(-1));
    for (let n = this.box.dataset.dyad ? 0 : 1; n <= Number(this.box.dataset.most); n++) key("list-choice-" + n, String(n), say("toestand of waarde %1", "state or value %1", n), () => this.choose(n));
    key("list-quotes", "c", say("citaten bij het punt", "quotations of the item"), () => this.quotes());
    // The page's keys rest in fields; a radio button is no text, so these work there too.
    this.box.addEventListener("keydown", (event) => {
      const target = event.target as HTMLElement;
      if (!target.matches("input[type=radio]") || event.defaultPrevented || (event.key.length === 1 && !event.ctrlKey && !event.metaKey && choices().off)) return;
      const command = keyList().find((k) => k.key.split(" ").includes(named(event)));
      if (!command) return;
      event.preventDefault();
      command.act(event);
    });
  }

  private step(by: number): void {
    const items = this.items();
    const now = this.item();
    const at = now ? items.indexOf(now) + by : by > 0 ? 0 : items.length - 1;
    const to = items[at];
    if (!to) return;
    (one<HTMLElement>("input[type=radio]:checked", to) ?? one("input[type=radio]", to) ?? to).focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }

  private choose(n: number): void {
    const radio = one<HTMLInputElement>(`[data-choice="${n}"]`, this.item() ?? document.createElement("p"));
    if (!radio) { status(say("Ga eerst naar een punt van de eigen lijst.", "Go to an item of the own list first.")); return; }
    radio.focus({ preventScroll: true });
    if (!radio.checked) radio.click();
  }

  private quotes(): void {
    const fold = one<HTMLDetailsElement>("details", this.item() ?? document.createElement("p"));
    if (!fold) return;
    fold.open = !fold.open;
    if (fold.open) (one("a", fold) ?? one("summary", fold))?.focus();
  }

  private async changed(field: HTMLInputElement): Promise<void> {
    const item = field.closest<HTMLElement>(".item");
    if (!item) return;
    const remark = field.hasAttribute("data-remark");
    if (!remark && field.type !== "radio") return;
    const { dyad, respondent } = this.box.dataset;
    const value = remark ? { remark: field.value } : dyad ? { value: field.value } : { state: field.value };
    if (remark) field.defaultValue = field.value;
    const receipt = dyad ? await send("rating.set", { dyad, indicator: item.dataset.item, ...value }) : await send("filling.set", { respondent, activity: item.dataset.item, ...value });
    if (!receipt) await renew(this.box, this.address()).then(() => this.again());
  }

  private async copy(filling: string): Promise<void> {
    if (!await send("filling.copy", { filling })) return;
    this.box.dataset.coder = document.body.dataset.coder;
    history.replaceState(null, "", location.pathname);
    await renew(this.box, this.address());
    this.again();
  }

  /** selected is the selection in the transcript. */
  private selected(): Stretch | null {
    const selection = getSelection();
    if (!this.text || !selection || selection.isCollapsed || !selection.rangeCount || !this.text.contains(selection.anchorNode)) {
      status(say("Selecteer eerst woorden in het transcript.", "Select words in the transcript first."));
      return null;
    }
    const range = selection.getRangeAt(0);
    const start = domPosition(this.text, range.startContainer, range.startOffset, false);
    const end = domPosition(this.text, range.endContainer, range.endOffset, true);
    return start === null || end === null || start >= end ? null : { start, end };
  }

  private async evidence(button: HTMLElement): Promise<void> {
    const at = this.selected();
    if (at) await send("evidence.add", { dyad: this.box.dataset.dyad, indicator: button.closest<HTMLElement>(".item")!.dataset.item, value: button.dataset.evidence, document: this.text!.dataset.document, ...at });
  }

  private async codeSelection(button: HTMLElement): Promise<void> {
    const at = this.selected();
    if (at) await send("coding.add", { document: this.text!.dataset.document, ...at, code: button.closest<HTMLElement>(".item")!.dataset.code });
  }

  private async override(act: string): Promise<void> {
    const value = (id: string) => one<HTMLInputElement>("#override-" + id, this.box)!.value;
    const form = one<HTMLFormElement>("#override-form", this.box)!;
    if (!form.reportValidity()) return;
    const signed = { dyad: this.box.dataset.dyad, by: value("by"), memo: value("memo") };
    if (await send(act, act === "override.set" ? { ...signed, class: value("class") } : signed)) one<HTMLTextAreaElement>("#override-memo", this.box)!.value = "";
  }

  /** entered follows the focus: the transcript shows the quotations of the item. */
  private entered(target: HTMLElement): void {
    const item = target.closest<HTMLElement>(".item");
    if (!item) return;
    for (const other of all(".item[data-current]", this.box)) if (other !== item) other.removeAttribute("data-current");
    if (item.hasAttribute("data-current")) return;
    this.mark(item);
    const first = this.quotesOf(item)[0];
    if (first && this.besides()) void this.show(first);
  }

  private mark(item: HTMLElement | null): void {
    if (!item) return;
    item.setAttribute("data-current", "");
    this.under?.set("support", this.quotesOf(item));
  }

  private quotesOf(item: HTMLElement): Stretch[] {
    return all("[data-start]", item).filter((q) => q.dataset.document === this.text?.dataset.document).map(stretch);
  }

  /** besides tells whether list and transcript stand next to each other. */
  private besides(): boolean {
    return !!this.pane && this.pane.getBoundingClientRect().left > this.box.getBoundingClientRect().left + 10;
  }

  /** show brings a place of the transcript into view, within its own pane where it has one. */
  private async show(at: Stretch): Promise<void> {
    const block = await this.chunks?.fetch(at.start);
    if (!block || !this.pane) return;
    if (!this.besides()) { block.scrollIntoView({ block: "center" }); return; }
    const top = block.getBoundingClientRect().top - this.pane.getBoundingClientRect().top;
    if (top < 0 || top + Math.min(block.offsetHeight, 200) > this.pane.clientHeight) this.pane.scrollTop += top - this.pane.clientHeight / 3;
  }

  /** back goes from words in the transcript to the item that they support. */
  private back(codings: string[]): void {
    for (const id of codings) {
      const quote = one(`.item [data-coding="${CSS.escape(id)}"]`, this.box);
      const item = quote?.closest<HTMLElement>(".item");
      if (!item) continue;
      this.list()!.dataset.show = item.offsetParent === null ? "" : this.list()!.dataset.show ?? "";
      one<HTMLDetailsElement>("details", item)!.open = true;
      item.scrollIntoView({ block: "center" });
      item.focus({ preventScroll: true });
      status(say("Punt %1", "Item %1", item.dataset.item!));
      this.again();
      return;
    }
    status(say("Dit citaat hoort bij geen punt van deze lijst.", "This quotation belongs to no item of this list."));
  }
}

function stretch(quote: HTMLElement): Stretch { return { start: Number(quote.dataset.start), end: Number(quote.dataset.end) }; }
