// The dialog of the keys: what they do, giving a command another key, and
// switching off keys of one character (WCAG 2.1.4).
import { make, on, one } from "./dom";
import { choices, choose, keyLabel, keyList, named } from "./keys";
import { say } from "./say";

let waitingFor = ""; // the command that the next key press is for

export function startHelp(): void {
  const dialog = one<HTMLDialogElement>("#help");
  if (!dialog) return;
  on(dialog, "change", "#keys-off", (box) => {
    const off = (box as HTMLInputElement).checked;
    choose({ ...choices(), off });
    said(off ? say("Toetsen van één teken staan uit.", "Keys of one character are off.") : say("Toetsen van één teken staan aan.", "Keys of one character are on."));
  });
  on(dialog, "click", "[data-rekey]", (button) => listen(button.dataset.rekey!));
  on(dialog, "click", "#keys-reset", () => {
    choose({});
    rows();
    said(say("Alle toetsen zijn terug naar standaard.", "All keys are back to standard."));
  });
  dialog.addEventListener("keydown", pressed, true);
  dialog.addEventListener("close", () => { waitingFor = ""; });
}

export function help(): void {
  const dialog = one<HTMLDialogElement>("#help");
  if (!dialog || dialog.open) return;
  rows();
  said("");
  dialog.showModal();
  dialog.scrollTop = 0;
  one("#help-title")!.focus();
}

/** rows shows all commands of this page with their keys. */
function rows(): void {
  waitingFor = "";
  one<HTMLInputElement>("#keys-off")!.checked = !!choices().off;
  const another = say("Andere toets", "Another key");
  one("#help-keys")!.replaceChildren(...keyList().map((k) => make("tr", {}, make("th", { scope: "row" }, k.label), make("td", {}, make("kbd", {}, keyLabel(k.key))),
    make("td", {}, make("button", { type: "button", id: "rekey-" + k.id, "data-rekey": k.id, "aria-label": another + ": " + k.label }, another)))));
}

function listen(id: string): void {
  rows();
  waitingFor = id;
  const button = one("#rekey-" + id)!;
  button.textContent = say("Druk op een toets…", "Press a key…");
  button.focus();
  said(say("Druk op de nieuwe toets. Esc laat het zoals het was.", "Press the new key. Esc leaves it as it was."));
}

/** pressed takes the key that a command waits for. Tab and Esc are never taken, so that nobody is caught here. */
function pressed(event: KeyboardEvent): void {
  if (!waitingFor || event.isComposing || ["Shift", "Control", "Alt", "Meta", "AltGraph", "CapsLock", "Dead"].includes(event.key)) return;
  const id = waitingFor, key = named(event);
  event.stopPropagation();
  if (event.key !== "Tab") event.preventDefault();
  if (event.key === "Tab" || event.key === "Escape") {
    done(id, event.key === "Escape", say("De toets bleef zoals hij was.", "The key stayed as it was."));
    return;
  }
  const other = keyList().find((k) => k.id !== id && k.key.split(" ").includes(key));
  if (other) {
    said(say("%1 hoort al bij ‘%2’. Druk op een andere toets, of op Esc.", "%1 already belongs to ‘%2’. Press another key, or Esc.", keyLabel(key), other.label));
    return;
  }
  const now = choices();
  choose({ ...now, keys: { ...now.keys, [id]: key } });
  const label = keyList().find((k) => k.id === id)?.label ?? "";
  done(id, true, say("%1: %2", "%1: %2", label, keyLabel(key)));
}

function done(id: string, focus: boolean, words: string): void {
  rows();
  if (focus) one("#rekey-" + id)?.focus();
  said(words);
}

function said(words: string): void { one("#keys-said")!.textContent = words; }
