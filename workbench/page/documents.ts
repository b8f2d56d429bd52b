// The list of documents, and the page about one.
import { all, on, one, refresh } from "./dom";
import { follow, StudyEvent } from "./events";
import { send } from "./send";
import { say } from "./say";
import { status } from "./status";

const kinds = ["document", "coding", "progress", "memo", "respondent"];

export function start(root: HTMLElement): void {
  on(root, "click", "[data-progress]", (button) => void send("document.progress", { document: button.dataset.progress, state: button.dataset.state }));
  let timer = 0;
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => kinds.includes(c.kind))) return;
    clearTimeout(timer); // coding goes fast: draw the list once for several events
    timer = setTimeout(() => void again(), 150);
  });
  const again = async () => {
    await refresh(one("#document-rows", root)!, "/part/documents/rows" + location.search);
    void cover(root);
  };
  void cover(root);
}

/** cover asks for the coverages that the server did not count yet, some at a time. */
async function cover(root: HTMLElement): Promise<void> {
  for (;;) {
    const cells = all("td[data-coverage]:not([data-coverage=''])", root).slice(0, 20);
    if (!cells.length) return;
    const query = cells.map((c) => "id=" + encodeURIComponent(c.dataset.coverage!)).join("&");
    const answer = await fetch("/part/covered?" + query, { headers: { "X-Meerzicht": "1" } }).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json() as Record<string, string>;
    for (const cell of cells) {
      cell.textContent = found[cell.dataset.coverage!] ?? "–";
      cell.dataset.coverage = "";
    }
  }
}

/** startAbout is the page about one document. */
export function startAbout(root: HTMLElement): void {
  const id = one("#about", root)!.dataset.document!;
  on(root, "click", "[data-progress]", (button) => void send("document.progress", { document: button.dataset.progress, state: button.dataset.state }));
  on(root, "submit", "form[data-put=document]", (form, event) => { event.preventDefault(); void put(form as HTMLFormElement); });
  on(root, "submit", "form[data-remove]", (form, event) => { event.preventDefault(); void remove(form as HTMLFormElement); });
  follow((event) => { if (concerns(event, id)) void redraw(root, id); });
}

function concerns(event: StudyEvent, id: string): boolean {
  return !!event.many || !!event.changes?.some((c) => (c.kind === "coding" && c.document === id) || (kinds.includes(c.kind) && c.kind !== "coding"));
}

/** redraw leaves a form alone in which somebody is writing. */
async function redraw(root: HTMLElement, id: string): Promise<void> {
  const form = one<HTMLFormElement>("form[data-put=document]", root);
  if (form && written(form)) {
    status(say("De gegevens zijn ergens anders gewijzigd; wat hier staat is nog niet bewaard.", "The details were changed elsewhere; what stands here is not stored yet."));
    return;
  }
  await refresh(one("#document-about", root)!, "/part/documents/about?id=" + encodeURIComponent(id)).catch(() => location.assign("/documents"));
}

/** written reports whether a field differs from what the server sent. */
export function written(form: HTMLFormElement): boolean {
  return [...form.elements].some((e) =>
    e instanceof HTMLSelectElement ? [...e.options].some((o) => o.selected !== o.defaultSelected) && e.selectedIndex !== Math.max(0, [...e.options].findIndex((o) => o.defaultSelected))
      : (e instanceof HTMLInputElement || e instanceof HTMLTextAreaElement) && e.value !== e.defaultValue);
}

async function put(form: HTMLFormElement): Promise<void> {
  const data = new FormData(form);
  const speakers = all<HTMLSelectElement>("[name=speaker]", form).map((s) => ({ label: s.dataset.label, role: s.value }));
  const stored = await send("document.put", {
    document: form.dataset.id, title: data.get("title"), kind: data.get("kind"), respondent: data.get("respondent"), project: data.get("project"), speakers, base: form.dataset.base,
  });
  if (stored) await refresh(one("#document-about")!, "/part/documents/about?id=" + encodeURIComponent(form.dataset.id!));
}

async function remove(form: HTMLFormElement): Promise<void> {
  if (await send("document.remove", { document: form.dataset.remove, reason: new FormData(form).get("reason") })) location.assign("/documents");
}
