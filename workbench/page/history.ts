// The log: everything that was done, and the way back.
import { fragment, on, one, refresh } from "./dom";
import { follow } from "./events";
import { send } from "./send";
import { say } from "./say";
import { problem, status } from "./status";

let stopped = false;
let busy = false;

export function start(root: HTMLElement): void {
  on(root, "click", "[data-undo-to]", (button) => void undoTo(root, button.dataset.undoTo!));
  on(root, "click", "[data-again]", (button) => void send("act.again", { act: Number(button.dataset.again) }));
  on(root, "click", "#undoing-stop", () => { stopped = true; });
  on(root, "click", "#verify", () => void verify(root));
  let timer = 0;
  follow(() => {
    if (new URLSearchParams(location.search).has("before")) return; // an older page does not change while it is read
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(one("#log-lines", root)!, "/part/history" + location.search), busy ? 500 : 100);
  });
}

/** undoTo undoes act after act, the newest first, and stops when somebody else did something meanwhile. */
async function undoTo(root: HTMLElement, act: string): Promise<void> {
  if (busy) return;
  const answer = await fetch("/history/path.json?act=" + act, { headers: { "X-Meerzicht": "1" } }).catch(() => null);
  const body = await answer?.json().catch(() => null);
  if (!answer?.ok) { problem(body?.problem?.what ?? say("Dat kan nu niet.", "That cannot be done now."), body?.problem?.hint ?? ""); return; }
  const path = body.path as number[];
  const box = one("#undoing", root)!;
  busy = true;
  stopped = false;
  box.hidden = path.length < 2;
  let done = 0;
  for (const expected of path) {
    if (stopped) break;
    one("[role=status]", box)!.textContent = say("%1 van %2 ongedaan gemaakt", "%1 of %2 undone", done, path.length);
    const receipt = await send("undo", { act: expected }); // refused when something came between
    if (!receipt) break;
    done++;
  }
  busy = false;
  box.hidden = true;
  status(say("%1 van %2 ongedaan gemaakt", "%1 of %2 undone", done, path.length));
}

async function verify(root: HTMLElement): Promise<void> {
  const out = one("#verified", root)!;
  out.textContent = say("bezig met controleren…", "verifying…");
  const found = await fragment("/part/verify").catch(() => null);
  if (found) out.replaceChildren(found);
  else out.textContent = say("De controle is niet gelukt.", "The check did not work.");
}
