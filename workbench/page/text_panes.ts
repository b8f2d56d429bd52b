// How the page is laid out for who sits before it: which panes are open, the
// size of the text, reading or coding, whose codings. Kept in this browser.
import { all, on, one } from "./dom";
import { say } from "./say";
import { status } from "./status";

const store = "meerzicht.text";
const narrow = matchMedia("(max-width: 62rem)");

interface Kept { shut?: string[]; zoom?: number; read?: boolean; coders?: string }

export function kept(): Kept { try { return JSON.parse(localStorage.getItem(store) ?? "{}"); } catch { return {}; } }
function keep(change: Kept): void { try { localStorage.setItem(store, JSON.stringify({ ...kept(), ...change })); } catch { /* a full store forgets choices, no work */ } }

export class Panes {
  private desk = one(".desk")!;
  private now = "text"; // on a narrow screen one pane is open at a time

  constructor(private resized: () => void) {
    on(this.desk, "click", ".panes [data-pane]", (button) => this.press(button.dataset.pane!));
    on(this.desk, "click", "[data-mode]", (button) => this.mode(button.dataset.mode === "read"));
    on(this.desk, "click", "[data-zoom]", (button) => this.zoom(Number(button.dataset.zoom)));
    narrow.addEventListener("change", () => this.show());
    one<HTMLSelectElement>("#coders-shown")?.addEventListener("change", (event) => this.coders((event.target as HTMLSelectElement).value));
    this.show();
    this.size();
    this.buttons();
  }

  /** reading: nothing can be coded by accident. */
  get reading(): boolean { return !!kept().read; }

  mode(read: boolean): void {
    keep({ read });
    this.buttons();
    status(read ? say("Leesstand: er kan niets gecodeerd worden.", "Reading: nothing can be coded.") : say("Codeerstand.", "Coding."));
  }

  private buttons(): void {
    for (const button of all("[data-mode]", this.desk)) button.setAttribute("aria-pressed", String((button.dataset.mode === "read") === this.reading));
    this.desk.toggleAttribute("data-reading", this.reading);
  }

  /** open shows a pane, because something is to be done there. */
  open(pane: string): void { if (narrow.matches ? this.now !== pane : kept().shut?.includes(pane)) this.press(pane); }

  private press(pane: string): void {
    const shut = new Set(kept().shut ?? []);
    if (narrow.matches) this.now = pane;
    else { if (!shut.delete(pane)) shut.add(pane); keep({ shut: [...shut] }); }
    this.show();
  }

  private show(): void {
    const shut = kept().shut ?? [];
    for (const button of all(".panes [data-pane]", this.desk)) {
      const pane = button.dataset.pane!;
      const open = narrow.matches ? this.now === pane : pane === "text" || !shut.includes(pane);
      button.setAttribute("aria-pressed", String(open));
      const element = document.getElementById(button.getAttribute("aria-controls")!);
      if (element) element.hidden = !open;
    }
    const side = one(".side", this.desk);
    if (side) side.hidden = all(":scope > section", side).every((s) => s.hidden);
    for (const pane of ["documents", "side"]) this.desk.toggleAttribute("data-no-" + pane, !!one(pane === "side" ? ".side" : "#pane-documents")?.hidden);
    this.resized();
  }

  private zoom(step: number): void {
    keep({ zoom: Math.min(10, Math.max(-3, (kept().zoom ?? 0) + step)) });
    this.size();
    status(say("Tekst %1 %", "Text %1%", Math.round(100 * factor())));
  }

  private size(): void {
    one("#text")?.style.setProperty("--zoom", String(factor()));
    this.resized();
  }

  private coders(coders: string): void {
    keep({ coders });
    const address = new URL(location.href);
    if (coders) address.searchParams.set("coders", coders); else address.searchParams.delete("coders");
    location.href = address.href;
  }
}

function factor(): number { return Math.round(100 * 1.1 ** (kept().zoom ?? 0)) / 100; }

/** theSame asks for the page again when it does not show the coders that were chosen before; true when it leaves. */
export function theSame(text: HTMLElement): boolean {
  const wanted = kept().coders ?? "", address = new URL(location.href);
  if (!wanted || address.searchParams.has("coders") || text.dataset.coders === wanted) return true;
  if (!all<HTMLOptionElement>("#coders-shown option").some((o) => o.value === wanted)) return true;
  address.searchParams.set("coders", wanted);
  location.replace(address.href);
  return false;
}
