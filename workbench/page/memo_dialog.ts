// The one dialog in which memos are written, on any object. Any button with
// data-memo="code/act.A01" opens it, from any view.
import { all, fragment, make, on, one } from "./dom";
import { follow } from "./events";
import { Draft, drafts, dropDrafts, keepDraft } from "./memo_drafts";
import { problem, status } from "./status";
import { answered, send } from "./send";
import { say } from "./say";

let opener: HTMLElement | null = null;

export function startMemos(): void {
  on(document, "click", "[data-memo]", (button) => void openMemo(button.dataset.memo!, button.dataset.memoLabel ?? "", button.dataset.memoId));
  answered((act, receipt) => {
    if (!receipt || (act.do !== "memo.set" && act.do !== "memo.coding")) return;
    const stored = act.with as { id?: string; coding?: string; text: string };
    const id = stored.id ?? "own:" + stored.coding;
    void dropDrafts((d) => (d.memo === id || d.sent === id) && d.text === stored.text);
  });
  follow((event) => {
    const dialog = one<HTMLDialogElement>("#memo-dialog");
    if (dialog?.open && (event.many || event.changes?.some((c) => c.kind === "memo" || c.kind === "coding"))) void compareAll(dialog);
  });
}

/** openMemo shows the memos on an object, with what was being written about it. */
export async function openMemo(target: string, label: string, memo?: string): Promise<void> {
  const dialog = theDialog();
  let fresh: DocumentFragment;
  try {
    fresh = await fragment("/part/memo?target=" + encodeURIComponent(target));
  } catch {
    problem(say("De memo’s zijn nu niet te openen.", "The memos cannot be opened now."));
    return;
  }
  opener = document.activeElement as HTMLElement | null;
  dialog.replaceChildren(fresh);
  dialog.dataset.target = target;
  dialog.dataset.label = label;
  for (const form of forms(dialog)) remember(form);
  if (!dialog.open) dialog.showModal();
  const touched = await restore(dialog, target);
  const wanted = touched ?? forms(dialog).find((f) => f.dataset.memoId === memo) ?? forms(dialog)[0];
  const details = wanted?.closest("details");
  if (details) details.open = true;
  one("textarea", wanted)?.focus();
}

function theDialog(): HTMLDialogElement {
  const there = one<HTMLDialogElement>("#memo-dialog");
  if (there) return there;
  const dialog = make("dialog", { id: "memo-dialog", "aria-labelledby": "memo-title" });
  document.body.append(dialog);
  on(dialog, "input", "form.memo textarea, form.memo select", (field) => draftOf(field.closest("form")!, dialog));
  on(dialog, "submit", "form.memo", (form, event) => { event.preventDefault(); void store(form, dialog); });
  on(dialog, "click", "[data-delete]", (button) => { const form = button.closest("form")!; area(form).value = ""; void store(form, dialog); });
  on(dialog, "click", "[data-keep]", (button) => void settle(button.closest("form")!, button.dataset.keep!, dialog));
  on(dialog, "click", "[data-close]", () => dialog.close());
  on(dialog, "keydown", "textarea", (field, event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); void store(field.closest("form")!, dialog); }
  });
  dialog.addEventListener("close", () => {
    if (forms(dialog).some(changed)) status(say("Concept bewaard in deze browser; zie Memo’s.", "Draft kept in this browser; see Memos."));
    if (opener?.id) opener = document.getElementById(opener.id) ?? opener; // the list may have been drawn again
    opener?.focus();
  });
  return dialog;
}

function forms(dialog: HTMLElement): HTMLFormElement[] { return all<HTMLFormElement>("form.memo", dialog); }
function area(form: HTMLElement): HTMLTextAreaElement { return one<HTMLTextAreaElement>("textarea", form)!; }
function typeOf(form: HTMLElement): string { return one<HTMLSelectElement>("select", form)?.value ?? ""; }
function nameOf(form: HTMLElement): string { return form.dataset.memoId || "new:" + form.dataset.target; }

/** remember keeps what the form began with, to tell whether anything was written. */
function remember(form: HTMLElement): void {
  form.dataset.text = area(form).value;
  form.dataset.type = typeOf(form);
}
function changed(form: HTMLElement): boolean { return area(form).value !== form.dataset.text || typeOf(form) !== form.dataset.type; }

function draftOf(form: HTMLElement, dialog: HTMLElement, sent?: string): void {
  keepDraft(nameOf(form), {
    target: form.dataset.target!, label: dialog.dataset.label ?? "", memo: nameOf(form), type: typeOf(form), text: area(form).value,
    base: form.dataset.base ?? "", sent, time: Date.now(),
  });
  one(".draft-note", form)!.textContent = say("concept", "draft");
}

/** restore puts back what was being written; it returns the form that it touched. */
async function restore(dialog: HTMLElement, target: string): Promise<HTMLElement | null> {
  let touched: HTMLElement | null = null;
  for (const draft of await drafts()) {
    if (draft.target !== target) continue;
    const form = forms(dialog).find((f) => nameOf(f) === draft.memo) ?? forms(dialog).at(-1)!;
    if (changed(form)) continue; // a newer draft stands there
    if (area(form).value === draft.text) { void dropDrafts((d) => d.memo === draft.memo && d.text === draft.text); continue; }
    const theirs = { text: area(form).value, base: form.dataset.base ?? "", type: typeOf(form) };
    write(form, draft);
    form.dataset.base = draft.base;
    if (theirs.base !== draft.base) conflict(form, theirs);
    one(".draft-note", form)!.textContent = say("concept van eerder", "earlier draft");
    touched ??= form;
  }
  return touched;
}

function write(form: HTMLElement, memo: { text: string; type?: string }): void {
  area(form).value = memo.text;
  const select = one<HTMLSelectElement>("select", form);
  if (select && memo.type) select.value = memo.type;
}

async function store(form: HTMLElement, dialog: HTMLDialogElement): Promise<void> {
  const text = area(form).value, target = form.dataset.target!;
  if (!form.dataset.base && !text.trim()) { dialog.close(); return; }
  const id = form.dataset.memoId || freshName(target, dialog);
  draftOf(form, dialog, id);
  one(".draft-note", form)!.textContent = say("wordt opgeslagen…", "being stored…");
  const receipt = form.dataset.coding
    ? await send("memo.coding", { coding: form.dataset.coding, text, base: form.dataset.base })
    : await send("memo.set", { id, type: typeOf(form), target, text, base: form.dataset.base ?? "" });
  if (!form.isConnected) return;
  if (!receipt) { one(".draft-note", form)!.textContent = say("niet bewaard", "not stored"); await compareAll(dialog); return; }
  remember(form);
  dialog.close();
}

/** freshName names a new memo: one for each author and object, more get a name of their own. */
function freshName(target: string, dialog: HTMLElement): string {
  const plain = target + "/" + document.body.dataset.coder;
  return forms(dialog).some((f) => f.dataset.memoId === plain) ? plain + "/" + crypto.randomUUID().slice(0, 8) : plain;
}

interface Stored { text: string; base: string; type: string }

/** compareAll looks what is stored now; what was changed elsewhere is shown beside what stands here. */
async function compareAll(dialog: HTMLDialogElement): Promise<void> {
  const fresh = await fragment("/part/memo?target=" + encodeURIComponent(dialog.dataset.target!)).catch(() => null);
  if (!fresh || !dialog.open) return;
  for (const form of forms(dialog)) {
    const id = form.dataset.memoId || freshName(form.dataset.target!, dialog);
    const now = all("form.memo", fresh).find((f) => f.dataset.memoId === id);
    const theirs: Stored = now ? { text: area(now).value, base: now.dataset.base ?? "", type: typeOf(now) } : { text: "", base: "", type: "" };
    if (theirs.base === (form.dataset.base ?? "")) continue;
    if (area(form).value === theirs.text || (!changed(form) && form.dataset.memoId)) {
      write(form, theirs);
      form.dataset.base = theirs.base;
      remember(form);
    } else if (changed(form)) conflict(form, theirs);
  }
}

function conflict(form: HTMLElement, theirs: Stored): void {
  const box = one(".conflict", form)!;
  one(".theirs", box)!.textContent = theirs.base ? theirs.text : say("(de memo is verwijderd)", "(the memo was deleted)");
  box.dataset.base = theirs.base;
  box.dataset.text = theirs.text;
  box.dataset.type = theirs.type;
  box.hidden = false;
}

/** settle does what was chosen between two versions. */
async function settle(form: HTMLFormElement, keep: string, dialog: HTMLDialogElement): Promise<void> {
  const box = one(".conflict", form)!;
  const mine: Pick<Draft, "text" | "type"> = { text: area(form).value, type: typeOf(form) || "analyse" };
  form.dataset.base = box.dataset.base;
  box.hidden = true;
  if (keep === "mine") { await store(form, dialog); return; }
  if (keep === "both") {
    const target = form.dataset.target!, id = target + "/" + document.body.dataset.coder + "/" + crypto.randomUUID().slice(0, 8);
    if (!await send("memo.set", { id, type: mine.type, target, text: mine.text, base: "" })) { box.hidden = false; return; }
  }
  await dropDrafts((d) => d.memo === nameOf(form) && d.text === mine.text);
  write(form, { text: box.dataset.text ?? "", type: box.dataset.type });
  remember(form);
  if (keep === "both") dialog.close();
  else area(form).focus();
}
