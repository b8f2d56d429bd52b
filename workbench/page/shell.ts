// What every page has: undo and redo, who codes, language and look, help, and
// moving between regions with F6.
import { undo, undoLabel } from "./undo";
import { all, on, one } from "./dom";
import { connect, follow } from "./events";
import { startGone } from "./gone";
import { key, startKeys } from "./keys";
import { help, startHelp } from "./keys_help";
import { resend, send } from "./send";
import { say } from "./say";

export function startShell(): void {
  on(document, "click", "[data-act]", (button) => { if (button.dataset.act === "undo") undo(false); else void send(button.dataset.act!); });
  on(document, "change", "[data-session]", (field) => { void session(field as HTMLSelectElement); });
  on(document, "click", "#problem-close", () => { one("#problem")!.hidden = true; });
  on(document, "click", "[data-help]", help);
  key("undo", "z Ctrl+z", say("ongedaan maken", "undo"), (event) => undo(event.repeat));
  key("redo", "Shift+z Ctrl+y Ctrl+Shift+z", say("opnieuw doen", "redo"), () => void send("redo"));
  key("search", "/", say("zoeken", "search"), () => one("#search")?.focus());
  key("help", "?", say("toetsen", "keys"), help);
  key("region", "F6", say("volgende deel van het scherm", "next part of the screen"), () => region(1));
  key("region-back", "Shift+F6", say("vorige deel van het scherm", "previous part of the screen"), () => region(-1));
  let timer = 0;
  follow(() => { // an import is very many events at once
    clearTimeout(timer);
    timer = window.setTimeout(() => void history(), 50);
  });
  startGone();
  startHelp();
  startKeys();
  connect();
  resend();
}

/** session changes who codes, the language or the look; the page is loaded again in it. */
async function session(field: HTMLSelectElement | HTMLInputElement): Promise<void> {
  await fetch("/session", {
    method: "POST", headers: { "Content-Type": "application/json", "X-Meerzicht": "1" }, body: JSON.stringify({ [field.dataset.session!]: field.value }),
  });
  location.reload();
}

/** history brings the labels of undo and redo up to date. */
async function history(): Promise<void> {
  const answer = await fetch("/history.json", { headers: { "X-Meerzicht": "1" } }).catch(() => null);
  if (!answer?.ok) return; // the next event asks again
  const { undo, redo } = await answer.json();
  for (const [id, act] of [["undo", undo], ["redo", redo]]) {
    const button = one<HTMLButtonElement>("#" + id);
    if (!button) continue;
    button.disabled = !act;
    button.title = act?.words ?? "";
  }
  undoLabel(undo?.act ?? 0);
}

function region(step: number): void {
  const regions = all("[data-region]").filter((r) => r.checkVisibility());
  if (!regions.length) return;
  const now = regions.findIndex((r) => r.contains(document.activeElement));
  const next = regions[(now + step + regions.length + (now < 0 && step < 0 ? 1 : 0)) % regions.length];
  const enter = one("[data-enter]", next) ?? next;
  if (enter.tabIndex < 0 && !enter.hasAttribute("tabindex")) enter.tabIndex = -1; // else it takes no focus
  enter.focus();
}
