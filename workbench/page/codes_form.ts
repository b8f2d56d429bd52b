// The dialog in which a person says how a code changes. The server makes the
// form; what is typed survives a reload until it is stored.
import { all, fragment, make, on, one } from "./dom";
import { startPick } from "./codes_pick";
import { problem } from "./status";
import { Receipt, send } from "./send";
import { say } from "./say";

type Fields = Record<string, unknown>;
type Done = (act: string, receipt: Receipt, fields: Fields) => void;

const drafts = "meerzicht.form.";

export interface Asked { act: string; code: string; beside?: boolean }

/** startForms readies the dialog; the result opens it. done hears of each act, closed of leaving. */
export function startForms(done: Done, closed: () => void): (asked: Asked) => Promise<void> {
  const dialog = one<HTMLDialogElement>("#code-dialog")!, body = one("#code-dialog-body")!;
  dialog.addEventListener("close", () => { body.replaceChildren(); closed(); });
  on(dialog, "click", "[data-close]", () => dialog.close());
  return async (asked) => {
    if (dialog.open) return;
    const query = new URLSearchParams({ do: asked.act, code: asked.code, ...(asked.beside ? { beside: "1" } : {}) });
    try {
      body.replaceChildren(await fragment("/part/code/form?" + query));
    } catch {
      problem(say("Deze code is er niet meer.", "This code is no longer there."));
      return;
    }
    const form = one<HTMLFormElement>("form", body)!;
    wire(form, asked, done, () => dialog.close());
    dialog.showModal();
    const first = one<HTMLInputElement>("[data-first]", form) ?? one("button", form)!;
    first.focus();
    if (first instanceof HTMLInputElement && first.type === "text") first.select();
  };
}

function wire(form: HTMLFormElement, asked: Asked, done: Done, close: () => void): void {
  const collect = kinds[asked.act]?.(form, asked) ?? (() => ({}));
  restore(form, asked);
  form.addEventListener("input", () => keep(form, asked));
  on(form, "keydown", "textarea, input", (_, event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) { event.preventDefault(); form.requestSubmit(); }
  });
  let sent = false;
  const store = async (fields: Fields | string): Promise<void> => {
    const told = one(".form-problem", form)!;
    if (typeof fields === "string") { told.textContent = fields; told.hidden = false; return; }
    if (sent) return;
    sent = true;
    const reason = one<HTMLTextAreaElement>("[name=reason]", form)?.value.trim();
    const receipt = await send(asked.act, reason ? { ...fields, reason } : fields);
    sent = false;
    if (receipt) {
      sessionStorage.removeItem(drafts + asked.act + asked.code);
      if (form.isConnected) close();
      done(asked.act, receipt, fields);
      return;
    }
    told.textContent = [one("#problem-what")?.textContent, one("#problem-hint")?.textContent].filter(Boolean).join(" – ");
    told.hidden = false;
    problem("");
  };
  form.addEventListener("submit", (event) => { event.preventDefault(); void store(collect()); });
  if (asked.act === "code.recolour") startColours(form, (colour) => void store({ code: asked.code, colour }));
}

/** startColours hears of swatches that are pressed and of a colour that is typed. */
export function startColours(root: HTMLElement, chosen: (colour: string) => void): void {
  on(root, "click", "[data-colour]", (button) => chosen(button.dataset.colour!));
  const own = one<HTMLInputElement>("[data-own-colour]", root);
  if (!own) return;
  let last = own.value;
  const take = (): void => {
    if (own.value === last || !own.reportValidity()) return;
    last = own.value;
    chosen(own.value.trim());
  };
  own.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    take();
  });
  if (root instanceof HTMLFieldSetElement) own.addEventListener("change", take);
}

/** keep stores what is typed in this tab. */
function keep(form: HTMLFormElement, asked: Asked): void {
  const typed: Record<string, string[]> = {};
  for (const f of all<HTMLInputElement>("input[name]:not([type=hidden]):not([type=checkbox]), textarea[name]", form)) (typed[f.name] ??= []).push(f.value);
  try { sessionStorage.setItem(drafts + asked.act + asked.code, JSON.stringify(typed)); } catch { /* kept in the form only */ }
}

function restore(form: HTMLFormElement, asked: Asked): void {
  let typed: Record<string, string[]> = {};
  try { typed = JSON.parse(sessionStorage.getItem(drafts + asked.act + asked.code) ?? "{}"); } catch { return; }
  for (const [name, values] of Object.entries(typed)) {
    all<HTMLInputElement>(`[name="${CSS.escape(name)}"]`, form).forEach((f, i) => { if (values[i] !== undefined) f.value = values[i]; });
  }
}

/** kinds ready the form of an act and return what collects its fields; a string is what is wrong. */
const kinds: Record<string, (form: HTMLFormElement, asked: Asked) => () => Fields | string> = {
  "code.add": (form) => () => {
    const data = new FormData(form);
    const name = String(data.get("name")).trim();
    const fields: Fields = { name: { [document.documentElement.lang === "en" ? "en" : "nl"]: name }, definition: String(data.get("definition")).trim(), group: data.has("group") };
    for (const at of ["parent", "after"]) if (data.get(at)) fields[at] = data.get(at);
    return name ? fields : say("De naam is leeg.", "The name is empty.");
  },
  "code.rename": changed,
  "code.define": changed,
  "code.delete": (form, asked) => () => ({ code: asked.code, below: one<HTMLInputElement>("[name=below]", form)?.checked ?? false }),
  "code.move": move,
  "code.merge": merge,
  "code.split": split,
};

function changed(form: HTMLFormElement, asked: Asked) {
  return (): Fields | string => {
    const fields: Fields = {};
    for (const f of all<HTMLInputElement>("[data-was]", form)) if (f.value !== f.dataset.was) fields[f.name] = { was: f.dataset.was, now: f.value };
    return Object.keys(fields).length ? { code: asked.code, fields } : say("Er is niets gewijzigd.", "Nothing was changed.");
  };
}

const unpicked = (): string => say("Kies een code uit de lijst.", "Choose a code from the list.");

function move(form: HTMLFormElement, asked: Asked) {
  const box = one("[data-pick=parent]", form)!, input = one<HTMLInputElement>("input", box)!, places = one<HTMLSelectElement>("[data-places]", form)!;
  const fill = async (parent: string): Promise<void> => {
    places.replaceChildren(await fragment(`/part/code/places?parent=${encodeURIComponent(parent)}&code=${encodeURIComponent(asked.code)}`));
  };
  startPick(box, (id) => void fill(id));
  void fill(input.dataset.id ?? "");
  return (): Fields | string => {
    if (input.value.trim() && !input.dataset.id) return unpicked();
    const at = places.value, parent = input.value.trim() ? input.dataset.id : "";
    if (at.startsWith("after:")) return { code: asked.code, after: at.slice(6) };
    return { code: asked.code, parent, first: at === "first" };
  };
}

function merge(form: HTMLFormElement, asked: Asked) {
  const sources = one("[data-sources]", form)!, into = one<HTMLInputElement>("[data-pick=into] input", form)!;
  const source = one("[data-pick=source]", form)!;
  startPick(source, (id, name) => {
    if (!id) return;
    const box = one<HTMLInputElement>("input", source)!;
    box.value = "";
    box.dataset.id = "";
    if (all("[data-source]", sources).some((s) => s.dataset.source === id)) return;
    sources.append(make("li", { "data-source": id }, make("bdi", {}, name), " ", make("button", { type: "button", "data-unsource": "", "aria-label": say("%1 toch niet", "Not %1 after all", name) }, "×")));
  });
  on(sources, "click", "[data-unsource]", (button) => { button.closest("li")!.remove(); one<HTMLInputElement>("input", source)!.focus(); });
  startPick(one("[data-pick=into]", form)!, () => undefined);
  return (): Fields | string => {
    if (!into.dataset.id) return unpicked();
    const from = all("[data-source]", sources).map((s) => s.dataset.source!);
    if (from.includes(into.dataset.id)) return say("De doelcode staat zelf in de lijst.", "The target is in the list itself.");
    return { into: into.dataset.id, from: from.length ? from : [asked.code] };
  };
}

function split(form: HTMLFormElement, asked: Asked) {
  const parts = one("[data-parts]", form)!, now = one<HTMLSelectElement>("[data-part-now]", form)!, pages = one("[data-split]", form)!;
  const to = new Map<string, number>(); // coding → part; what is not in it stays
  const names = (): HTMLInputElement[] => all<HTMLInputElement>("[name=part]", parts);
  const label = (i: number): string => names()[i]?.value.trim() || say("deel %1", "part %1", i + 1);
  const show = (): void => {
    names().forEach((_, i) => { if (now.options[i]) now.options[i].textContent = label(i); });
    for (const box of all<HTMLInputElement>("[data-split-coding]", pages)) {
      const part = to.get(box.dataset.splitCoding!);
      box.checked = part !== undefined;
      one("[data-part-of]", box.closest("li")!)!.textContent = part === undefined ? "" : "→ " + label(part);
    }
  };
  const tick = (box: HTMLInputElement): void => {
    if (box.checked) to.set(box.dataset.splitCoding!, Number(now.value));
    else to.delete(box.dataset.splitCoding!);
  };
  on(parts, "input", "[name=part]", show);
  on(form, "click", "[data-part-more]", () => {
    const n = names().length;
    const input = make("input", { name: "part", maxlength: "300", "aria-label": say("Naam van deel %1", "Name of part %1", n + 1) });
    parts.append(make("li", {}, input));
    now.append(make("option", { value: String(n) }, label(n)));
    input.focus();
  });
  on(pages, "change", "[data-split-coding]", (box) => { tick(box as HTMLInputElement); show(); });
  on(pages, "click", "[data-tick-all]", () => {
    for (const box of all<HTMLInputElement>("[data-split-coding]", pages)) { box.checked = true; tick(box); }
    show();
  });
  on(pages, "click", "[data-page]", (button) => {
    const step = button.textContent;
    void fragment(`/part/code/split?code=${encodeURIComponent(asked.code)}&page=${button.dataset.page}`).then((fresh) => {
      pages.replaceChildren(fresh);
      show();
      (all<HTMLButtonElement>("[data-page]:not(:disabled)", pages).find((b) => b.textContent === step) ?? one("[data-page]:not(:disabled)", pages))?.focus();
    });
  });
  return (): Fields | string => {
    const list = names().map((input, i) => ({ input, i })).filter((p) => p.input.value.trim());
    if (!list.length) return say("Geef ten minste één deel een naam.", "Name at least one part.");
    const nameless = [...to.values()].find((i) => !names()[i].value.trim());
    if (nameless !== undefined) return say("Deel %1 heeft citaten, maar geen naam.", "Part %1 has quotations but no name.", nameless + 1);
    const tongue = document.documentElement.lang === "en" ? "en" : "nl";
    return {
      code: asked.code, below: one<HTMLInputElement>("[name=below]", form)?.checked ?? false,
      parts: list.map((p) => ({ name: { [tongue]: p.input.value.trim() }, codings: [...to].filter(([, i]) => i === p.i).map(([id]) => id) })),
    };
  };
}
