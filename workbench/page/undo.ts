// Undo at one press for small acts of one's own; an import, a very large act or
// somebody else's is named first and needs a second press.
import { one } from "./dom";
import { send } from "./send";
import { say } from "./say";
import { status } from "./status";

interface Top { act: number; actor: string; words: string; large: boolean }

const patience = 10_000; // ms within which the second press counts
const pause = 500; // ms in which a press is still the first one, of a key that is hit fast
let armed: { act: number; at: number } | null = null;
let timer = 0;
let asking = false;

/** undo takes back the last act, or asks for a second press. A key that is held down never confirms. */
export function undo(held: boolean): void {
  if (armed) {
    if (held || Date.now() - armed.at < pause) return;
    const act = armed.act;
    disarm();
    void send("undo", { act });
    return;
  }
  void send("undo", { careful: true }).then((receipt) => { if (!receipt) void ask(); });
}

/** ask finds out what was refused. The words in the problem box are the server's. */
async function ask(): Promise<void> {
  if (asking || armed) return;
  asking = true;
  const answer = await fetch("/history.json", { headers: { "X-Meerzicht": "1" } }).catch(() => null);
  const top = answer?.ok ? (await answer.json()).undo as Top | null : null;
  asking = false;
  if (!top?.large) return;
  armed = { act: top.act, at: Date.now() };
  status(say("Z maakt nu ongedaan: %1, door %2. Nog eens Z binnen 10 seconden om dat te doen.", "Z now undoes: %1, by %2. Z once more within 10 seconds to do that.", top.words, top.actor));
  const button = one("#undo");
  if (button) {
    button.dataset.words = button.textContent ?? "";
    button.textContent = say("Toch ongedaan maken", "Undo anyway");
    button.title = top.words;
  }
  timer = setTimeout(disarm, patience);
}

function disarm(): void {
  clearTimeout(timer);
  armed = null;
  const button = one("#undo");
  if (button?.dataset.words) button.textContent = button.dataset.words;
}

/** undoLabel hears which act is on top: what was armed for another is not any more. */
export function undoLabel(act: number): void { if (armed && armed.act !== act) disarm(); }
