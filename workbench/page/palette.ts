// The code palette: type a few letters of a code, of what stands above it or of
// its id, in either language; what was used last comes first.
import { make, on, one } from "./dom";
import { say } from "./say";
import { short } from "./select";

export interface Line { id: string; name: string; path: string; words: string; class: string; pattern: number }
/** Pick is what was chosen: a code, or a name for a new one, and what comes after. */
export interface Pick { code?: string; name?: string; then: "close" | "stay" | "memo" }

const shownMost = 60;
const recentMost = 12;
const nameMost = 60; // letters of a new code's name
const study = () => document.body.dataset.study ?? "";

/** fold is how words are compared: without capitals and accents. */
export function fold(text: string): string { return text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase(); }

/** Codes knows the codes, which were used last and which are pinned to 1–9. */
export class Codes {
  lines: Line[] = [];
  private folded: string[] = [];
  private listeners: (() => void)[] = [];

  changes(listener: () => void): void { this.listeners.push(listener); }

  async load(): Promise<void> {
    const answer = await fetch("/part/palette", { headers: { "X-Meerzicht": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    this.lines = await answer.json();
    this.folded = this.lines.map((l) => fold(l.words));
    this.tell();
  }

  find(id: string): Line | undefined { return this.lines.find((l) => l.id === id); }

  /** search is the codes that hold all words of a query: those of exactly that name or id first, those that only stand below such a name last. Of equals the last used comes first. */
  search(query: string): Line[] {
    const asked = fold(query).split(/\s+/).filter(Boolean);
    const recent = this.recent();
    const rank = (l: Line) => { const i = recent.indexOf(l.id); return i < 0 ? recentMost : i; };
    const hits = this.lines.flatMap((l, i) => asked.every((word) => this.folded[i].includes(word)) ? [{ l, i, near: asked.length ? distance(l, this.folded[i], asked) : 0, recent: rank(l) }] : []);
    return hits.sort((a, b) => a.near - b.near || a.recent - b.recent || a.i - b.i).map((hit) => hit.l);
  }

  recent(): string[] { return load(`meerzicht.recent.${study()}`); }
  used(id: string): void { keep(`meerzicht.recent.${study()}`, [id, ...this.recent().filter((r) => r !== id)].slice(0, recentMost)); }

  /** pins is the codes of 1–9; "" where none is. */
  pins(): string[] { return load(`meerzicht.pins.${study()}`); }
  pin(id: string, digit?: number): number {
    const pins = this.pins();
    for (let i = 0; i < 9; i++) { pins[i] ??= ""; if (pins[i] === id) pins[i] = ""; }
    const free = pins.indexOf("");
    const at = digit ? digit - 1 : free < 0 ? 8 : free;
    pins[at] = id;
    keep(`meerzicht.pins.${study()}`, pins);
    this.tell();
    return at + 1;
  }
  unpin(digit: number): void {
    const pins = this.pins();
    pins[digit - 1] = "";
    keep(`meerzicht.pins.${study()}`, pins);
    this.tell();
  }

  private tell(): void { for (const listener of this.listeners) listener(); }
}

function load(key: string): string[] {
  try { return JSON.parse(localStorage.getItem(key) ?? "[]"); } catch { return []; }
}
function keep(key: string, list: string[]): void {
  try { localStorage.setItem(key, JSON.stringify(list)); } catch { /* a full store forgets choices, no work */ }
}

/** distance is how far a code is from what was typed: 0 is that name or id, 4 has it in the names above it only. */
function distance(line: Line, words: string, asked: string[]): number {
  const query = asked.join(" "), name = fold(line.name), id = fold(line.id), short = id.slice(id.indexOf(".") + 1);
  if ([name, id, short].includes(query)) return 0;
  if (name.startsWith(query) || short.startsWith(query) || words.endsWith(" " + query)) return 1; // the words end with the name in the other language
  const parts = [...name.split(/[^\p{L}\p{N}]+/u), short];
  if (asked.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return asked.every((word) => name.includes(word) || short.includes(word)) ? 3 : 4;
}

/** deliberate says that a name may become a new code only when it is chosen with the arrows: it is short, or an id that is not there. */
function deliberate(name: string): boolean { return [...name].length <= 3 || /^\p{L}{1,8}[.\- ]?\d[\d.\-a-z]*$/iu.test(name); }

export class Palette {
  private dialog = one<HTMLDialogElement>("#palette")!;
  private input = one<HTMLInputElement>("#palette-input")!;
  private list = one("#palette-list")!;
  private about = one("#palette-words")!;
  private options: { line?: Line; name?: string }[] = [];
  private active = 0; // -1: none yet
  private words = ""; // what will be coded
  private picked: (pick: Pick) => void = () => {};

  constructor(private codes: Codes) {
    this.about.setAttribute("aria-live", "polite");
    this.input.addEventListener("input", () => { this.active = 0; this.fill(); });
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    // Pressing the mouse must not take the focus from the field.
    on(this.list, "mousedown", "[role=option]", (_, event) => event.preventDefault());
    on(this.list, "click", "[role=option]", (option, event) => {
      this.active = Number(option.dataset.place);
      this.pick(event.shiftKey ? "stay" : event.ctrlKey || event.metaKey ? "memo" : "close");
    });
    on(this.dialog, "click", "#palette-close", () => this.dialog.close());
  }

  /** open asks for a code; going on changes only the words above what was typed already. */
  open(words: string, picked: (pick: Pick) => void, goingOn = false): void {
    if (goingOn && !this.dialog.open) return; // it was closed meanwhile
    this.picked = picked;
    this.about.textContent = this.words = words;
    if (goingOn) return;
    this.input.value = "";
    this.active = 0;
    this.fill();
    this.dialog.showModal();
    this.input.focus();
  }

  close(): void { this.dialog.close(); }

  private key(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) this.step(step);
    else if (event.altKey && /^Digit[1-9]$/.test(event.code)) this.pin(Number(event.code.slice(5)));
    else if (event.key === "Enter" && event.target === this.input && !event.isComposing) this.pick(event.shiftKey ? "stay" : event.ctrlKey || event.metaKey ? "memo" : "close");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private step(by: number): void {
    const n = this.options.length;
    if (!n) return;
    this.active = this.active < 0 ? 0 : Math.abs(by) === 1 ? (this.active + by + n) % n : Math.min(n - 1, Math.max(0, this.active + by));
    this.tell();
    this.show();
  }

  private pin(digit: number): void {
    const line = this.options[this.active]?.line;
    if (!line) return;
    this.codes.pin(line.id, digit);
    this.about.textContent = say("%1 staat nu onder toets %2.", "%1 is now on key %2.", line.name, digit);
  }

  private pick(then: Pick["then"]): void {
    const option = this.options[this.active];
    if (!option) { this.tell(); return; }
    const pick: Pick = option.line ? { code: option.line.id, then } : { name: option.name, then };
    if (then === "stay") {
      this.input.value = "";
      this.active = 0;
      this.about.textContent = this.words = say("Toegepast: %1. Kies nog een code of sluit met Esc.", "Applied: %1. Choose one more code or close with Esc.", option.line?.name ?? option.name!);
    } else this.dialog.close();
    this.picked(pick);
    if (then === "stay") this.fill();
  }

  private fill(): void {
    const query = this.input.value.trim().replace(/\s+/g, " ");
    const found = this.codes.search(query);
    this.options = found.slice(0, shownMost).map((line) => ({ line }));
    const name = [...query].slice(0, nameMost).join("");
    if (name && !found.some((l) => fold(l.name) === fold(name))) this.options.push({ name });
    const pins = this.codes.pins();
    this.list.replaceChildren(...this.options.map((o, i) => option(o, i, o.line ? pins.indexOf(o.line.id) + 1 : 0)));
    const alone = this.options.length === 1 && !!this.options[0].name;
    if (alone) this.active = deliberate(name) ? -1 : 0;
    this.tell();
    this.show();
  }

  /** tell says, when no code has what was typed, what Enter does. */
  private tell(): void {
    const only = this.options.length === 1 ? this.options[0].name : undefined;
    this.about.textContent = !only ? this.words : this.active < 0
      ? say("Geen code gevonden. ↓ en dan Enter maakt de nieuwe code ‘%1’.", "No code found. ↓ and then Enter makes the new code ‘%1’.", only)
      : say("Geen code gevonden. Enter maakt de nieuwe code ‘%1’.", "No code found. Enter makes the new code ‘%1’.", only);
  }

  private show(): void {
    this.active = Math.min(this.active, Math.max(0, this.options.length - 1));
    for (const element of this.list.children) element.setAttribute("aria-selected", "false");
    const now = this.list.children[this.active];
    now?.setAttribute("aria-selected", "true");
    now?.scrollIntoView({ block: "nearest" });
    if (now) this.input.setAttribute("aria-activedescendant", now.id); else this.input.removeAttribute("aria-activedescendant");
  }
}

function option(o: { line?: Line; name?: string }, place: number, pin: number): HTMLElement {
  const attributes = { role: "option", id: "palette-" + place, "data-place": String(place), "aria-selected": "false" };
  if (!o.line) return make("li", { ...attributes, class: "new" }, say("nieuwe code ‘%1’", "new code ‘%1’", o.name!));
  return make("li", { ...attributes, class: `${o.line.class} p${o.line.pattern}`, "data-id": o.line.id },
    make("span", { class: "swatch", "aria-hidden": "true" }), make("span", { class: "name" }, o.line.name), " ",
    make("small", {}, [o.line.path, o.line.id].filter(Boolean).join(" · ")), pin ? make("kbd", {}, String(pin)) : "");
}

/** quoted says what will be coded. */
export function quoted(words: string, count: number): string {
  return say("%1 (%2 %3)", "%1 (%2 %3)", "“" + short(words) + "”", count, count === 1 ? say("woord", "word") : say("woorden", "words"));
}
