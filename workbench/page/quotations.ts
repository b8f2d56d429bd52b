// Quotations: a query as text and as lines of a form, in step with each other,
// and what it finds. The server writes the query and makes the list; the script
// fetches both again after a change, and after what happens to the study.
import { all, fragment, on, one } from "./dom";
import { follow, StudyEvent } from "./events";
import { key } from "./keys";
import { send } from "./send";
import { status } from "./status";
import { say } from "./say";

const pause = 400; // ms after typing
const patience = 800; // ms after an event, so that typing elsewhere is never held up

export function start(root: HTMLElement): void {
  const answer = one("#answer", root);
  if (answer) new Quotations(answer);
}

class Quotations {
  private running: AbortController | null = null;
  private timer = 0;
  private stale = false;

  constructor(private answer: HTMLElement) {
    on(answer, "submit", "#ask-text", (_, event) => { event.preventDefault(); void this.text(); });
    on(answer, "submit", "#ask-form", (_, event) => { event.preventDefault(); void this.lines((event as SubmitEvent).submitter); });
    on(answer, "input", "#q", () => this.soon(() => void this.text(), pause));
    on(answer, "change", "#order", () => void this.text());
    on(answer, "change", "#ask-form input, #ask-form select", () => void this.lines(null));
    on(answer, "click", ".pages a", (link, event) => { event.preventDefault(); void this.page(link as HTMLAnchorElement); });
    on(answer, "click", "#recode", () => void this.recode());
    on(answer, "click", "#remove", () => void this.remove());
    on(answer, "change", "#pick-all", (box) => { for (const b of this.boxes()) b.checked = (box as HTMLInputElement).checked; this.count(); });
    on(answer, "change", ".pick", () => this.count());
    this.keys();
    follow((event) => { if (touches(event)) this.follow(); });
    document.addEventListener("visibilitychange", () => { if (!document.hidden && this.stale) this.follow(); });
    this.dress();
  }

  private keys(): void {
    const inList = (): boolean => document.activeElement === document.body || !!document.activeElement?.closest(".found");
    key("quotation-next", "j ArrowDown", say("volgend citaat", "next quotation"), () => void this.step(1), inList);
    key("quotation-back", "k ArrowUp", say("vorig citaat", "previous quotation"), () => void this.step(-1), inList);
    key("quotation-pick", "s", say("citaat kiezen of niet", "choose the quotation or not"), () => this.pick(), inList);
    key("quotation-remove", "x", say("gekozen coderingen verwijderen", "remove the chosen codings"), () => void this.remove(), inList);
    key("query", "q", say("naar de vraag", "to the query"), () => one("#q")?.focus());
  }

  private soon(act: () => void, after: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(act, after);
  }

  private order(): string { return one<HTMLSelectElement>("#order", this.answer)!.value; }

  private text(): Promise<void> {
    return this.ask(new URLSearchParams({ q: one<HTMLInputElement>("#q", this.answer)!.value, order: this.order() }), "text");
  }

  private lines(button: HTMLElement | null): Promise<void> {
    const form = one<HTMLFormElement>("#ask-form", this.answer)!;
    const data = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
    data.set("order", this.order());
    return this.ask(data, "lines");
  }

  private async page(link: HTMLAnchorElement): Promise<void> {
    await this.ask(new URL(link.href).searchParams, "page");
    this.links()[0]?.focus();
  }

  /** ask fetches the answer to a query and puts it in place; what is being typed stays. */
  private async ask(query: URLSearchParams, from: "text" | "lines" | "page" | "event"): Promise<void> {
    clearTimeout(this.timer);
    this.running?.abort();
    const run = this.running = new AbortController();
    this.answer.setAttribute("aria-busy", "true");
    const fresh = await fragment("/part/quotations?" + query, run.signal).catch(() => null);
    if (run !== this.running) return;
    this.answer.removeAttribute("aria-busy");
    if (!fresh) { if (from !== "event") status(say("De vraag is niet beantwoord.", "The query was not answered.")); return; }
    this.put(fresh, from);
    if (from === "event") return;
    const found = one(".found", this.answer)!;
    history.replaceState(null, "", found.dataset.address + (found.dataset.from !== "0" ? "&from=" + found.dataset.from : ""));
    status(one("#q-problem", this.answer)!.textContent || one("#found-title", this.answer)!.textContent!.trim());
  }

  private put(fresh: DocumentFragment, from: string): void {
    const focused = document.activeElement as HTMLElement | null;
    const id = focused && this.answer.contains(focused) ? focused.id || focused.closest<HTMLElement>(".quotation")?.id || "" : "";
    const chosen = new Set(this.chosen().map((c) => c.closest(".quotation")!.id));
    const recode = one<HTMLInputElement>("#new-code", this.answer)?.value ?? "";
    const top = id ? focused!.getBoundingClientRect().top : 0;
    if (from === "text") {
      const typed = one<HTMLInputElement>("#q", this.answer)!;
      const problem = one("#q-problem", fresh)!;
      one("#q-problem", this.answer)!.replaceChildren(...problem.childNodes);
      typed.toggleAttribute("aria-invalid", false);
      if (one("#q", fresh)!.hasAttribute("aria-invalid")) typed.setAttribute("aria-invalid", "true");
    } else if (from !== "event") {
      one("#ask-text", this.answer)!.replaceWith(one("#ask-text", fresh)!);
    }
    if (from === "text" || from === "lines") {
      const open = one<HTMLDetailsElement>("#conditions", this.answer)!.open;
      one("#ask-form", this.answer)!.replaceWith(one("#ask-form", fresh)!);
      one<HTMLDetailsElement>("#conditions", this.answer)!.open ||= open;
    }
    one(".found", this.answer)!.replaceWith(one(".found", fresh)!);
    this.dress();
    for (const box of this.boxes()) box.checked = chosen.has(box.closest(".quotation")!.id);
    const field = one<HTMLInputElement>("#new-code", this.answer);
    if (field && from === "event") field.value = recode;
    this.count();
    if (!id || document.activeElement === focused) return;
    const again = document.getElementById(id);
    const target = again?.classList.contains("quotation") ? one(".go", again) : again;
    (target ?? one("#found-title", this.answer))?.focus({ preventScroll: true });
    if (from === "event" && target) scrollBy(0, target.getBoundingClientRect().top - top);
  }

  /** dress gives each quotation a box to choose it with: without script there is nothing to do with a choice. */
  private dress(): void {
    const acting = one("#acting", this.answer);
    if (!acting) return;
    acting.hidden = false;
    for (const line of all(".quotation", this.answer)) {
      const box = document.createElement("input");
      box.type = "checkbox";
      box.className = "pick";
      box.setAttribute("aria-label", say("kies dit citaat", "choose this quotation"));
      one(".where", line)!.prepend(box);
    }
    this.count();
  }

  private boxes(): HTMLInputElement[] { return all<HTMLInputElement>(".pick", this.answer); }
  private chosen(): HTMLInputElement[] { return this.boxes().filter((b) => b.checked); }
  private links(): HTMLElement[] { return all(".quotation .go", this.answer); }
  private codings(): string[] { return [...new Set(this.chosen().flatMap((b) => b.closest<HTMLElement>(".quotation")!.dataset.codings!.split(" ")))]; }

  private count(): void {
    const out = one("#picked", this.answer);
    if (!out) return;
    const n = this.chosen().length, codings = this.codings().length;
    out.textContent = n === 0 ? say("geen citaat gekozen", "no quotation chosen")
      : (n === 1 ? say("1 citaat", "1 quotation") : say("%1 citaten", "%1 quotations", n)) + ", " + (codings === 1 ? say("1 codering", "1 coding") : say("%1 coderingen", "%1 codings", codings));
    for (const id of ["recode", "remove"]) one<HTMLButtonElement>("#" + id, this.answer)!.disabled = n === 0;
    const whole = one<HTMLInputElement>("#pick-all", this.answer)!;
    whole.checked = n > 0 && n === this.boxes().length;
    whole.indeterminate = n > 0 && !whole.checked;
  }

  /** step goes to the next quotation, also over the edge of a page. */
  private async step(by: number): Promise<void> {
    const links = this.links();
    const at = links.findIndex((l) => l.closest(".quotation")!.contains(document.activeElement));
    const to = at < 0 ? (by > 0 ? 0 : links.length - 1) : at + by;
    if (links[to]) { links[to].focus(); links[to].closest(".quotation")!.scrollIntoView({ block: "nearest" }); return; }
    const edge = one<HTMLAnchorElement>(to < 0 ? "#page-before" : "#page-after", this.answer);
    if (!edge) return;
    await this.page(edge);
    if (by < 0) this.links().at(-1)?.focus();
  }

  private pick(): void {
    const box = one<HTMLInputElement>(".pick", document.activeElement?.closest(".quotation") ?? document.createElement("p"));
    if (!box) return;
    box.checked = !box.checked;
    this.count();
    status(one("#picked", this.answer)!.textContent!);
  }

  private async recode(): Promise<void> {
    const field = one<HTMLInputElement>("#new-code", this.answer)!;
    const code = field.value.trim();
    if (!code) { status(say("Kies eerst de andere code.", "Choose the other code first.")); field.focus(); return; }
    const known = all<HTMLOptionElement>("#list-codes option", this.answer).some((o) => o.value === code);
    const codings = this.codings();
    if (codings.length) await send("coding.recode", known ? { codings, code } : { codings, new_code: code });
  }

  private async remove(): Promise<void> {
    const codings = this.codings();
    if (!codings.length) { status(say("Kies eerst een citaat.", "Choose a quotation first.")); return; }
    await send("coding.remove", { codings });
  }

  /** follow looks again once the study has been still for a moment and the page is looked at. */
  private follow(): void {
    this.stale = document.hidden;
    if (this.stale) return;
    this.soon(() => void this.ask(new URL(location.href).searchParams, "event"), patience);
  }
}

/** touches is true for what can change a list of quotations. */
function touches(event: StudyEvent): boolean {
  return !!event.many || !!event.changes?.some((c) => ["coding", "code", "document", "respondent", "memo", "instruments"].includes(c.kind));
}
