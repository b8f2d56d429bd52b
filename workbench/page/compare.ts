// Comparing: the differences between two coders, one after the other. The whole
// page of the queue is here, so that deciding goes on while the workbench is
// away; what is decided is stored in the order in which it was pressed.
import { all, fragment, on, one, refresh } from "./dom";
import { follow, StudyEvent } from "./events";
import { key, keyLabel, keyList } from "./keys";
import { Own, Version } from "./compare_own";
import { say } from "./say";
import { away, pending, send } from "./send";
import { problem, status } from "./status";
import { Lanes } from "./text_lanes";

type Keep = "a" | "b" | "both" | "neither";

const patience = 200; // ms after an event, so that several are one look
const touching = ["settlement", "coding", "filling", "round", "code", "document", "memo", "coder"];

export function start(root: HTMLElement): void {
  on(root, "change", "#compare-round select", (field) => field.closest("form")!.requestSubmit());
  if (one("#compare-now", root)) new Comparing(root, one("#compare-now", root)!);
}

class Comparing {
  private deciding = new Set<string>(); // decided here, not yet seen in what the server shows
  private done: string[] = []; // decided here, so that undoing comes back to them
  private comments = new Map<string, string>(); // being written
  private lanes: Lanes;
  private own: Own;
  private timer = 0;
  private running: AbortController | null = null;
  private stale = false;
  private refused = false; // something was, of what was sent lately
  private last = ""; // what was shown last, while nothing is

  constructor(private root: HTMLElement, private now: HTMLElement) {
    this.lanes = new Lanes(now);
    this.own = new Own(now, (version) => this.decide({ own: version }));
    this.mouse();
    this.keys();
    this.shown();
    follow((event) => { if (touches(event)) this.soon(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && this.stale) this.soon(); });
    this.figures();
  }

  private mouse(): void {
    on(this.now, "mousedown", ".verdicts button", (_, event) => event.preventDefault()); // a selection for an own version stays
    on(this.now, "click", "[data-verdict]", (button) => this.verdict(button.dataset.verdict as Keep));
    on(this.now, "click", "[data-own]", () => this.begin());
    on(this.now, "click", "[data-reopen]", () => this.reopen());
    on(this.now, "click", "[data-step]", (button) => void this.step(Number(button.dataset.step)));
    on(this.now, "click", "[data-merge]", () => this.merge());
    on(this.now, "click", ".lines .go", (link, event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.go(link.closest<HTMLElement>("[data-line]")!.dataset.line!);
    });
    on(this.now, "click", ".pages a", (link, event) => { event.preventDefault(); void this.ask((link as HTMLAnchorElement).href, "page"); });
    on(this.now, "change", "#compare-filter select", (field) => {
      const form = field.closest("form")!;
      void this.ask(form.action + "?" + new URLSearchParams(new FormData(form) as unknown as Record<string, string>), "filter");
    });
    on(this.now, "submit", "#compare-filter", (_, event) => event.preventDefault());
    on(this.now, "input", "#comment", (area) => { this.comments.set(this.id(), (area as HTMLTextAreaElement).value); });
    on(this.now, "keydown", "#comment", (_, event) => {
      if (event.key !== "Escape" && !(event.key === "Enter" && (event.ctrlKey || event.metaKey))) return;
      event.preventDefault();
      event.stopPropagation();
      this.focus();
    });
    one("#help")?.addEventListener("close", () => this.named());
  }

  private keys(): void {
    const free = () => !this.own.active;
    key("compare-a", "a", say("de versie van codeur A geldt", "coder A’s version counts"), () => this.verdict("a"), free);
    key("compare-b", "b", say("de versie van codeur B geldt", "coder B’s version counts"), () => this.verdict("b"), free);
    key("compare-both", "d", say("beide gelden", "both count"), () => this.verdict("both"), free);
    key("compare-neither", "x", say("geen van beide geldt", "neither counts"), () => this.verdict("neither"), free);
    key("compare-own", "e", say("eigen versie", "own version"), () => this.begin(), free);
    key("compare-comment", "m", say("opmerking bij de beslissing", "comment on the decision"), () => this.comment());
    key("compare-reopen", "o", say("beslissing opnieuw openen", "reopen the decision"), () => this.reopen(), free);
    key("compare-next", "n j", say("volgend verschil", "next difference"), () => void this.step(1), free);
    key("compare-back", "p k", say("vorig verschil", "previous difference"), () => void this.step(-1), free);
    key("compare-merge", "g", say("overeenstemming overnemen", "take over what agrees"), () => this.merge(), free);
  }

  /** named writes on the buttons which keys they have now. */
  private named(): void {
    const keys = new Map(keyList().map((k) => [k.id, k.key.split(" ")[0]]));
    for (const e of all("[data-key]", this.root)) e.textContent = keyLabel(keys.get(e.dataset.key!) ?? "");
  }

  // ---- which one is shown

  private articles(): HTMLElement[] { return all(".difference", this.now); }
  private article(): HTMLElement | null { return this.articles().find((a) => !a.hidden) ?? null; }
  private id(): string { return this.article()?.dataset.difference ?? ""; }
  private open(a: HTMLElement): boolean { return !a.dataset.settled && !this.deciding.has(a.dataset.difference!); }

  /** go shows one difference of this page and takes the focus there. */
  private go(id: string, focus = true): boolean {
    const next = this.articles().find((a) => a.dataset.difference === id);
    if (!next) return false;
    if (!this.own.holds(next)) {
      if (this.own.active) status(say("De eigen versie is niet bewaard.", "Your own version was not stored."));
      this.own.leave();
    }
    for (const a of this.articles()) a.hidden = a !== next;
    for (const link of all(".lines .go", this.now)) {
      if (link.parentElement!.dataset.line === id) { link.setAttribute("aria-current", "true"); link.scrollIntoView({ block: "nearest" }); } else link.removeAttribute("aria-current");
    }
    this.shown();
    if (focus) this.focus();
    return true;
  }

  /** shown brings what stands around the difference in step with it. */
  private shown(): void {
    const a = this.article();
    this.named();
    if (!a) return;
    this.last = this.id();
    this.lanes.watch(all(".block", a));
    one(".of-open", this.now)!.hidden = !!a.dataset.settled;
    one(".of-settled", this.now)!.hidden = !a.dataset.settled;
    one<HTMLButtonElement>("[data-verdict=both]", this.now)!.disabled = a.hasAttribute("data-list");
    one<HTMLTextAreaElement>("#comment", this.now)!.value = this.comments.get(this.id()) ?? "";
    const address = new URL(location.href);
    address.searchParams.set("at", this.id());
    history.replaceState(history.state, "", address.href);
  }

  private focus(): void { (this.article() ?? one("#queue-title", this.now))?.focus({ preventScroll: false }); }

  /** step goes to the next difference, also over the edge of a page. */
  private async step(by: number): Promise<void> {
    const list = this.articles(), at = list.findIndex((a) => !a.hidden), next = list[at + by];
    if (next) { this.go(next.dataset.difference!); return; }
    const edge = one<HTMLAnchorElement>(by < 0 ? "#page-before" : "#page-after", this.now);
    if (!edge) { status(by < 0 ? say("Dit is het eerste verschil.", "This is the first difference.") : say("Dit is het laatste verschil.", "This is the last difference.")); return; }
    await this.ask(edge.href, "page");
    if (by < 0) this.go(this.articles().at(-1)?.dataset.difference ?? "");
  }

  // ---- deciding

  private verdict(keep: Keep): void {
    if (keep === "both" && this.article()?.hasAttribute("data-list")) {
      status(say("Bij een lijst geldt één antwoord: kies A, B of een eigen antwoord.", "One answer counts in a list: choose A, B or an own answer."));
      return;
    }
    if (keep === "neither" && this.article()?.hasAttribute("data-list")) { // then another answer counts
      this.begin();
      if (this.own.active) status(say("Geen van beide: kies het antwoord dat geldt.", "Neither: choose the answer that counts."));
      return;
    }
    this.decide({ keep });
  }

  private decide(how: { keep?: Keep; own?: Version }): void {
    const a = this.article();
    if (!a) return;
    if (!this.open(a)) { status(say("Hierover is al beslist; O opent het opnieuw.", "This is settled already; O reopens it.")); return; }
    const id = a.dataset.difference!, { round, a: first, b: second } = this.compared();
    const keep = { a: [first], b: [second], both: [first, second], neither: [] }[how.keep ?? "neither"];
    const comment = (this.comments.get(id) ?? "").trim();
    this.deciding.add(id);
    this.done.push(id);
    this.marked(id, true);
    void send("consensus.settle", { round, a: first, b: second, difference: id, document: a.dataset.document, keep, own: how.own?.spans, answer: how.own?.answer, comment }).then((receipt) => {
      if (receipt) this.comments.delete(id);
      else {
        this.refused = true;
        this.deciding.delete(id);
        this.done = this.done.filter((d) => d !== id);
        this.marked(id, false);
        this.go(id);
      }
      this.soon(0);
      if (!this.refused || pending()) return; // the next one that is stored takes the words of a refusal away
      this.refused = false;
      problem(say("Niet alles is bewaard: over een verschil was al beslist, of een codeur veranderde iets.", "Not everything was stored: a difference was settled already, or a coder changed something."),
        say("Kijk nog eens naar de verschillen die open staan.", "Look again at the differences that are open."));
    });
    this.onward(a);
  }

  /** onward goes to the next difference that is open: after this one, else before it. */
  private onward(from: HTMLElement): void {
    this.own.leave();
    const list = this.articles(), at = list.indexOf(from);
    const next = list.slice(at + 1).concat(list.slice(0, at)).find((a) => this.open(a));
    if (next) { this.go(next.dataset.difference!); return; }
    from.hidden = true;
    one("#queue-title", this.now)?.focus();
    if (away()) status(say("De werkbank is weg; de volgende verschillen komen als ze terug is.", "The workbench is gone; the next differences come once it is back."));
  }

  private compared(): { round: string; a: string; b: string } {
    const { round, a, b } = one("#compare")!.dataset;
    return { round: round!, a: a!, b: b! };
  }

  /** marked shows in the queue that a decision is being stored. */
  private marked(id: string, on: boolean): void {
    const line = this.line(id);
    if (!line) return;
    line.classList.toggle("being-stored", on);
    one(".state", line)!.textContent = on ? say("wordt bewaard", "being stored") : "";
  }

  private line(id: string): HTMLElement | null { return all("[data-line]", this.now).find((l) => l.dataset.line === id) ?? null; }

  private begin(): void {
    const a = this.article();
    if (!a) return;
    if (this.open(a)) this.own.begin(a); else status(say("Hierover is al beslist; O opent het opnieuw.", "This is settled already; O reopens it."));
  }

  private comment(): void { one("#comment", this.now)?.focus(); }

  private reopen(): void {
    const a = this.article(), settlement = a?.dataset.settled;
    if (!a || !settlement) { status(say("Hierover is nog niet beslist.", "This is not settled yet.")); return; }
    const next = a.nextElementSibling as HTMLElement | null;
    void send("consensus.reopen", { settlement }).then((receipt) => { if (receipt) this.soon(0); });
    if (next?.classList.contains("difference")) this.go(next.dataset.difference!);
  }

  private merge(): void {
    const button = one<HTMLButtonElement>("#merge", this.now);
    if (!button || button.disabled) { status(say("Er is niets nieuws over te nemen.", "There is nothing new to take over.")); return; }
    button.disabled = true;
    void send("consensus.merge", this.compared()).then(() => this.soon(0));
  }

  // ---- following what happens

  private soon(after = patience): void {
    this.stale = document.hidden;
    if (this.stale) return;
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => {
      const address = new URL(one(".queue", this.now)!.dataset.address!, location.href);
      const undone = this.done.filter((id) => !this.deciding.has(id)).at(-1);
      if (undone) address.searchParams.append("at", undone);
      address.searchParams.append("at", this.last);
      address.searchParams.set("place", String(this.place()));
      void this.ask(address.href, "event");
    }, after);
  }

  private place(): number {
    const first = Number(one("#lines", this.now)?.getAttribute("start") ?? 1);
    return first + Math.max(0, this.articles().findIndex((a) => !a.hidden));
  }

  /** ask fetches the queue and puts it in place; what is being written stays. */
  private async ask(href: string, why: "page" | "filter" | "event"): Promise<void> {
    clearTimeout(this.timer);
    this.running?.abort();
    const run = this.running = new AbortController(), address = new URL(href, location.href);
    const fresh = await fragment("/part/compare" + address.search, run.signal).catch(() => null);
    if (run !== this.running) return;
    if (!fresh) { if (why !== "event") status(say("De werkbank is weg; dit kan pas als ze terug is.", "The workbench is gone; this can be done once it is back.")); return; }
    this.put(fresh, why);
    if (why === "event") return;
    for (const name of ["at", "place"]) address.searchParams.delete(name);
    history.replaceState(null, "", "/compare" + address.search);
    this.shown();
    if (why === "filter") status(one("#queue-title", this.now)!.textContent!);
    else this.focus();
  }

  private put(fresh: DocumentFragment, why: string): void {
    const focused = document.activeElement as HTMLElement | null, inside = !!focused && this.now.contains(focused);
    const held = inside && focused!.closest(".difference, .verdicts") || focused === document.body ? "one" : inside ? focused!.id || "queue-title" : "";
    const typing = focused?.id === "comment" ? focused as HTMLTextAreaElement : null, caret = typing?.selectionStart ?? 0;
    const was = this.id(), kept = why === "event" && this.own.active ? this.article() : null;
    this.now.replaceChildren(fresh);
    if (kept) this.articles().find((a) => a.dataset.difference === was)?.replaceWith(kept);
    this.settleLocally();
    let back = ""; // what was undone last; several at once are the one decided first
    while (why === "event" && this.done.length && this.undone(this.done.at(-1)!)) back = this.done.pop()!;
    if (!(back && this.go(back, false)) && !(kept && this.go(was, false))) this.skip();
    this.shown();
    if (kept) { this.own.again(); return; }
    if (back && held) { this.focus(); return; }
    if (typing && this.id() === was) { const area = one<HTMLTextAreaElement>("#comment", this.now)!; area.focus(); area.setSelectionRange(caret, caret); return; }
    if (held === "one") { if (was !== this.id() || document.activeElement !== this.article()) this.focus(); } else if (held) (document.getElementById(held) ?? one("#queue-title", this.now))?.focus({ preventScroll: true });
  }

  /** undone: it was decided here, and is open again. */
  private undone(id: string): boolean {
    return !this.deciding.has(id) && this.articles().some((a) => a.dataset.difference === id && !a.dataset.settled);
  }

  /** settleLocally forgets what the server knows by now, and marks what still waits. */
  private settleLocally(): void {
    const open = new Set(this.articles().filter((a) => !a.dataset.settled).map((a) => a.dataset.difference!));
    for (const id of [...this.deciding]) if (!open.has(id) || !pending()) this.deciding.delete(id);
    for (const id of this.deciding) this.marked(id, true);
  }

  /** skip goes on when what the server put first is being decided already. */
  private skip(): void {
    const a = this.article();
    if (!a || !this.deciding.has(a.dataset.difference!)) return;
    const next = this.articles().find((other) => this.open(other));
    if (next) this.go(next.dataset.difference!, false);
  }

  // ---- figures

  private figures(): void {
    const part = one("#figures", this.root);
    if (!part?.dataset.part) return;
    on(part, "change", "select", (field) => {
      const address = new URL(part.dataset.part!, location.href);
      address.searchParams.set((field as HTMLSelectElement).name, (field as HTMLSelectElement).value);
      part.dataset.part = address.pathname + address.search;
      void load();
    });
    const load = async () => {
      part.setAttribute("aria-busy", "true");
      await refresh(part, part.dataset.part!).catch(() => {});
      part.removeAttribute("aria-busy");
    };
    void load();
  }
}

function touches(event: StudyEvent): boolean {
  return !!event.many || !!event.changes?.some((c) => touching.includes(c.kind));
}
