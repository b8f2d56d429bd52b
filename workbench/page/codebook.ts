// The codebook view: the tree beside the record of the chosen code, whose fields
// are edited in place. What is typed is kept in the tab until it is stored, and
// never gives way to what another tab stored: then both are shown.
import { all, fragment, make, on, one } from "./dom";
import { follow, StudyEvent } from "./events";
import { CodesPane, startCodes } from "./codes";
import { startColours } from "./codes_form";
import { send } from "./send";
import { say } from "./say";

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Draft { was: string; now: string; conflict: boolean }

const drafts = "meerzicht.draft.";

export function start(root: HTMLElement): void {
  const place = one("#record", root);
  if (!place) return;
  const pane: CodesPane | null = startCodes(root, (code) => void open(code, true));
  let serial = 0, timer = 0;

  const record = (): HTMLElement | null => one("[data-record]", place);
  const code = (): string => record()?.dataset.record ?? "";
  const fields = (): Field[] => all<Field & HTMLElement>("[data-was]", record() ?? place);
  const key = (field: Field): string => drafts + code() + "." + field.name;
  const dirty = (field: Field): boolean => field.value !== field.dataset.was;

  async function open(id: string, push: boolean): Promise<void> {
    const mine = ++serial;
    let fresh: DocumentFragment;
    try { fresh = await fragment("/part/code?code=" + encodeURIComponent(id)); } catch { return; }
    if (mine !== serial) return;
    place!.replaceChildren(fresh);
    if (push) history.pushState(null, "", "/codebook?code=" + encodeURIComponent(id));
    wire();
  }

  function wire(): void {
    const row = pane?.tree.row(code());
    for (const r of all(".code[aria-selected=true]", root)) r.removeAttribute("aria-selected");
    row?.setAttribute("aria-selected", "true");
    if (!record()) return;
    for (const field of fields()) restore(field);
    const colours = one("[data-colours]", place!)!;
    startColours(colours, (colour) => void send("code.recolour", { code: code(), colour }));
  }

  function restore(field: Field): void {
    let draft: Draft;
    try { draft = JSON.parse(sessionStorage.getItem(key(field)) ?? ""); } catch { return; }
    if (draft.now === field.dataset.was) { forget(field); return; }
    const other = field.dataset.was!;
    field.value = draft.now;
    field.classList.add("kept");
    if (draft.conflict || draft.was !== other) conflict(field, other);
  }

  function forget(field: Field): void {
    sessionStorage.removeItem(key(field));
    field.classList.remove("kept");
  }

  function keep(field: Field): void {
    if (!dirty(field)) { forget(field); return; }
    const draft: Draft = { was: field.dataset.was!, now: field.value, conflict: "conflict" in field.dataset };
    try { sessionStorage.setItem(key(field), JSON.stringify(draft)); } catch { /* kept in the field only */ }
    field.classList.add("kept");
  }

  async function store(field: Field): Promise<void> {
    if (!dirty(field) || "conflict" in field.dataset || "sent" in field.dataset) return;
    const now = field.value, was = field.dataset.was!, form = field.closest("form")!;
    const reason = one<HTMLInputElement>("[name=reason]", form)?.value.trim();
    field.dataset.sent = "";
    const receipt = await send(form.dataset.fields!, { code: code(), fields: { [field.name]: { was, now } }, ...(reason ? { reason } : {}) });
    delete field.dataset.sent;
    if (!receipt) { void refresh(); return; }
    // What the server keeps has no white space around it.
    if (field.value === now) field.value = now.trim();
    field.dataset.was = now.trim();
    const box = one<HTMLInputElement>("[name=reason]", form);
    if (box && reason) box.value = "";
    keep(field);
  }

  /** conflict shows what stands in the study beside what is typed here. */
  function conflict(field: Field, other: string): void {
    field.dataset.conflict = "";
    field.dataset.was = other;
    keep(field);
    const label = field.closest("label")!;
    if (label.nextElementSibling?.classList.contains("changed")) label.nextElementSibling.remove();
    const take = make("button", { type: "button" }, say("Dit overnemen", "Take this")), mine = make("button", { type: "button" }, say("Mijn tekst bewaren", "Store my text"));
    const box = make("div", { class: "changed", role: "group", "aria-label": say("Intussen elders gewijzigd", "Changed elsewhere meanwhile") },
      make("p", { class: "small", role: "alert" }, say("Intussen elders gewijzigd in:", "Changed elsewhere meanwhile, to:")), make("blockquote", {}, other || say("(leeg)", "(empty)")), make("p", { class: "buttons" }, take, mine));
    const end = (): void => { delete field.dataset.conflict; box.remove(); field.focus(); };
    take.addEventListener("click", () => { field.value = other; forget(field); end(); });
    mine.addEventListener("click", () => { end(); void store(field); });
    label.after(box);
  }

  /** refresh brings the record up to date; a field that somebody is writing in keeps what is written. */
  async function refresh(): Promise<void> {
    const id = code(), mine = ++serial;
    if (!id) return;
    let fresh: DocumentFragment;
    try { fresh = await fragment("/part/code?code=" + encodeURIComponent(id)); } catch { gone(true); return; }
    if (mine !== serial || code() !== id) return;
    gone(false);
    const next = fresh.firstElementChild as HTMLElement;
    for (const field of fields()) {
      const now = one(`[name="${field.name}"]`, next) as Field | null;
      if (!now || field.dataset.was === now.dataset.was || "sent" in field.dataset) continue;
      if (!dirty(field)) { field.value = field.dataset.was = now.dataset.was!; continue; }
      if (field.value === now.dataset.was) { field.dataset.was = now.dataset.was!; forget(field); continue; }
      conflict(field, now.dataset.was!);
    }
    for (const part of ["[data-top]", "[data-rest]"]) swap(one(part, place!)!, one(part, next)!);
    const box = one<HTMLInputElement>("[data-codable-box]", place!)!;
    box.checked = one<HTMLInputElement>("[data-codable-box]", next)!.checked;
    for (const button of all("[data-colour]", place!)) button.setAttribute("aria-pressed", one(`[data-colour="${button.dataset.colour}"]`, next)!.getAttribute("aria-pressed")!);
    const own = one<HTMLInputElement>("[data-own-colour]", place!)!;
    if (own !== document.activeElement) own.value = one<HTMLInputElement>("[data-own-colour]", next)!.value;
  }

  function gone(is: boolean): void {
    const told = one(".record-gone", place!);
    if (told) told.hidden = !is;
  }

  /** swap replaces a part that changed; the focus goes to the same control. */
  function swap(old: HTMLElement, fresh: HTMLElement): void {
    if (old.isEqualNode(fresh)) return;
    const controls = (of: HTMLElement): HTMLElement[] => all("a, button, [tabindex]", of);
    const at = controls(old).indexOf(document.activeElement as HTMLElement);
    old.replaceWith(fresh);
    if (at >= 0) controls(fresh)[at]?.focus();
  }

  on(place, "input", "[data-was]", (field) => keep(field as unknown as Field));
  on(place, "change", "[data-was]", (field) => void store(field as unknown as Field));
  on(place, "keydown", "[data-was]", (field, event) => {
    if (event.key !== "Enter" || event.isComposing || (field instanceof HTMLTextAreaElement && !event.ctrlKey && !event.metaKey)) return;
    event.preventDefault();
    void store(field as unknown as Field);
  });
  on(place, "submit", "form", (_, event) => event.preventDefault());
  on(place, "change", "[data-codable-box]", (box) => void send("code.codable", { code: code(), codable: (box as HTMLInputElement).checked }).then((r) => { if (!r) void refresh(); }));
  on(place, "click", "[data-form]", (button) => void pane?.form({ act: button.dataset.form!, code: code() }));
  addEventListener("popstate", () => {
    const id = new URLSearchParams(location.search).get("code");
    if (id) void open(id, false);
    else location.reload();
  });
  follow((event: StudyEvent) => {
    if (!event.many && !event.changes?.some((c) => (c.kind === "code" && c.id === code()) || (c.kind === "coding" && c.code === code()) || c.kind === "memo" || event.type === "code.move")) return;
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), 60);
  });
  wire();
  const row = pane?.tree.row(code());
  if (row) row.scrollIntoView({ block: "nearest" });
}
