// The codings of the current turn as text, each with its buttons, and the form
// for memo and weight. What is typed there is kept until it is stored.
import { all, fragment, on, one } from "./dom";
import { say } from "./say";
import { send } from "./send";
import { status } from "./status";

export type Doing = "memo" | "weight" | "recode" | "remove" | "start-grow" | "start-shrink" | "end-grow" | "end-shrink";

export class Details {
  private box = one("#details")!;
  private shown = ""; // what the box shows
  private timer = 0;
  private asked = 0;
  private waiting: Promise<void> = Promise.resolve();
  private done: () => void = () => {};

  constructor(private query: () => string, act: (coding: string, what: Doing) => void) {
    on(this.box, "click", "[data-do]", (button) => act(button.closest<HTMLElement>("[data-item]")!.dataset.item!, button.dataset.do as Doing));
  }

  /** show brings the codings of a block, soon: walking through the turns does not ask for each. */
  show(block: string | undefined, again = false): void {
    if (!block || (block === this.shown && !again)) return;
    this.shown = block;
    clearTimeout(this.timer);
    this.waiting = new Promise((done) => { const before = this.done; this.done = () => { before(); done(); }; });
    this.timer = window.setTimeout(() => void this.fetch(block), again ? 0 : 60);
  }

  /** ready is when the box shows what was asked for. */
  ready(): Promise<void> { return this.waiting; }

  private async fetch(block: string): Promise<void> {
    const turn = ++this.asked, done = this.done;
    this.done = () => {};
    const fresh = await fragment(`/part/details?${this.query()}&block=${block}`).catch(() => null);
    if (fresh && turn === this.asked) this.take(fresh);
    done();
  }

  private take(fresh: DocumentFragment): void {
    const focus = document.activeElement as HTMLElement | null;
    const inside = focus && this.box.contains(focus) ? focus : null;
    const item = inside?.closest<HTMLElement>("[data-item]")?.dataset.item, what = inside?.dataset.do;
    const place = this.items().findIndex((i) => i.dataset.item === item);
    this.box.replaceChildren(fresh);
    this.mark(this.marked);
    if (!inside) return;
    const now = this.item(item ?? "") ?? this.items()[Math.min(place, this.items().length - 1)];
    (now && (one(what ? `[data-do="${what}"]` : ".pick", now)) || one("#details-title"))?.focus({ preventScroll: true });
  }

  private items(): HTMLElement[] { return all("[data-item]", this.box); }
  item(coding: string): HTMLElement | null { return this.items().find((i) => i.dataset.item === coding) ?? null; }

  private marked = "";
  /** mark shows which coding is the current one. */
  mark(coding: string): void {
    this.marked = coding;
    for (const item of this.items()) {
      const pick = one(".pick", item)!;
      if (item.dataset.item === coding) { pick.setAttribute("aria-current", "true"); item.scrollIntoView({ block: "nearest" }); } else pick.removeAttribute("aria-current");
    }
  }
}

/** Note is the form for the memo and the weight of a coding. */
export class Note {
  private dialog = one<HTMLDialogElement>("#note")!;
  private memo = one<HTMLTextAreaElement>("#note-memo")!;
  private weight = one<HTMLInputElement>("#note-weight")!;
  private coding = "";
  private before = { memo: "", weight: 0 };

  constructor() {
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.keep(); }
    });
    this.memo.addEventListener("input", () => { if (this.coding) sessionStorage.setItem("meerzicht.draft." + this.coding, this.memo.value); });
    one("form", this.dialog)!.addEventListener("submit", (event) => { event.preventDefault(); this.keep(); });
    on(this.dialog, "click", "#note-leave", () => { sessionStorage.removeItem("meerzicht.draft." + this.coding); this.dialog.close(); });
  }

  /** open shows the form of a coding as the details show it; a draft that was not stored comes back. */
  open(item: HTMLElement, weight: boolean): void {
    this.coding = item.dataset.item!;
    this.before = { memo: one(".memo", item)?.textContent ?? "", weight: Number(item.dataset.weight) };
    const draft = sessionStorage.getItem("meerzicht.draft." + this.coding);
    one("#note-of")!.textContent = `${item.dataset.name}: ${one("blockquote", item)?.textContent ?? ""}`;
    this.memo.value = draft ?? this.before.memo;
    this.weight.value = String(this.before.weight);
    if (draft !== null && draft !== this.before.memo) status(say("Niet bewaarde tekst teruggezet.", "Text that was not stored is back."));
    this.dialog.showModal();
    (weight ? this.weight : this.memo).focus();
    if (weight) this.weight.select();
  }

  private keep(): void {
    if (!this.weight.reportValidity()) return;
    const coding = this.coding, memo = this.memo.value.trim(), weight = Math.round(Number(this.weight.value || 0));
    const fields: Record<string, unknown> = { coding };
    if (memo !== this.before.memo) fields.memo = memo;
    if (weight !== this.before.weight) fields.weight = weight;
    this.dialog.close();
    if (Object.keys(fields).length === 1) return;
    void send("coding.annotate", fields).then((receipt) => { if (receipt) sessionStorage.removeItem("meerzicht.draft." + coding); });
  }
}
