// Respondents and trajectories: editing in place, adding, and the page of one.
import { all, fragment, make, on, one, refresh } from "./dom";
import { written } from "./documents";
import { follow } from "./events";
import { send } from "./send";
import { say } from "./say";
import { problem, status } from "./status";

const kinds = ["respondent", "trajectory", "document", "memo", "coding"];

export function start(root: HTMLElement): void {
  on(root, "click", "[data-edit]", (button) => void edit(root, button));
  on(root, "submit", "form[data-put]", (form, event) => { event.preventDefault(); void put(form as HTMLFormElement, () => closeForm(form)); });
  on(root, "click", "[data-cancel]", (button) => closeForm(button.closest("form")!));
  on(root, "keydown", "form[data-put]", (form, event) => { if (event.key === "Escape") closeForm(form); });
  let timer = 0;
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => kinds.includes(c.kind))) return;
    clearTimeout(timer);
    timer = setTimeout(() => void redraw(root), 150);
  });
}

/** edit opens the form of a row below it, or that of a new one above the lists. */
async function edit(root: HTMLElement, button: HTMLElement): Promise<void> {
  const kind = button.dataset.edit!, of = button.dataset.of!;
  const there = one(`form[data-opener="${CSS.escape(button.id)}"]`, root);
  if (there) { closeForm(there); return; }
  const form = await fragment(`/part/people/form?${kind}=${encodeURIComponent(of)}`).catch(() => null);
  if (!form) { problem(say("Het formulier is nu niet te openen.", "The form cannot be opened now.")); return; }
  one("form", form)!.dataset.opener = button.id;
  const row = button.closest("tr");
  if (row) {
    const cell = make("td", { colspan: String(row.cells.length) });
    cell.append(form);
    row.after(make("tr", { class: "editing", "data-below": row.dataset.row ?? "" }, cell));
    one<HTMLInputElement>("select, input:not([readonly])", cell)?.focus();
  } else {
    const place = one("#new", root)!;
    place.replaceChildren(form);
    one("input", place)?.focus();
  }
}

function closeForm(form: HTMLElement): void {
  const opener = document.getElementById(form.dataset.opener ?? "");
  if (!opener) { (form as HTMLFormElement).reset(); return; } // the page of one: what was stored comes back
  (form.closest("tr.editing") ?? form).remove();
  opener.focus();
}

/** redraw draws the lists again and puts forms that are open back in their place. */
async function redraw(root: HTMLElement): Promise<void> {
  const open = all("tr.editing", root);
  const active = document.activeElement as HTMLElement | null;
  await refresh(one("#people-rows", root)!, "/part/people" + location.search);
  for (const row of open) one(`tr[data-row="${CSS.escape(row.dataset.below!)}"]`, root)?.after(row);
  if (active?.closest("tr.editing")) active.focus({ preventScroll: true });
}

async function put(form: HTMLFormElement, stored: () => void): Promise<void> {
  const data = new FormData(form);
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const common = { id: text("id"), project: text("project"), attributes: attributes(text("attributes")), base: form.dataset.base };
  const receipt = form.dataset.put === "respondent"
    ? await send("respondent.put", { ...common, type: text("type"), role: text("role"), consent: text("consent"), trajectories: text("trajectories").split(/[,;\s]+/).filter(Boolean) })
    : await send("trajectory.put", { ...common, start_contact: text("start_contact") });
  if (receipt) stored();
}

/** attributes reads "name: value", one a line. */
function attributes(lines: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const line of lines.split("\n")) {
    const at = line.indexOf(":");
    if (at > 0) found[line.slice(0, at).trim()] = line.slice(at + 1).trim();
  }
  return found;
}

/** startOne is the page of one respondent or trajectory. */
export function startOne(root: HTMLElement): void {
  on(root, "submit", "form[data-put]", (form, event) => { event.preventDefault(); void put(form as HTMLFormElement, () => location.reload()); });
  on(root, "click", "[data-cancel]", (button) => closeForm(button.closest("form")!));
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => kinds.includes(c.kind) && c.kind !== "coding")) return;
    const form = one<HTMLFormElement>("form[data-put]", root);
    if (form && written(form)) status(say("Deze gegevens zijn ergens anders gewijzigd; wat hier staat is nog niet bewaard.", "These details were changed elsewhere; what stands here is not stored yet."));
    else if (!one("dialog[open]")) location.reload();
  });
}
