// Every change is posted here. Acts go out in the order in which they were made,
// each with an id of its own, and are kept in the tab until the server has
// acknowledged them: when the connection breaks, or the page is reloaded, they
// are sent again under the same id, which the server does once.
import { problem, status } from "./status";
import { say } from "./say";
import { one } from "./dom";

export interface Receipt { seq: number; said: string; repeated?: boolean }
interface Waiting { request: string; do: string; with?: unknown }

const store = "meerzicht.waiting";
const waiting: Waiting[] = load();
const settle = new Map<string, (r: Receipt | null) => void>();
let sending = false;
let delay = 250;

function load(): Waiting[] {
  try { return JSON.parse(sessionStorage.getItem(store) ?? "[]"); } catch { return []; }
}
function keep(): void {
  try { sessionStorage.setItem(store, JSON.stringify(waiting)); } catch { /* a full store loses the repeat after a reload, not the act */ }
  const count = one("#pending");
  if (count) count.textContent = waiting.length ? say("%1 bezig met opslaan", "%1 being saved", waiting.length) : "";
  document.documentElement.toggleAttribute("data-pending", waiting.length > 0);
}

/** send posts an act; the receipt comes when it is on the disk, null when it was refused. */
export function send(act: string, fields?: unknown): Promise<Receipt | null> {
  const item: Waiting = { request: crypto.randomUUID(), do: act, with: fields };
  waiting.push(item);
  keep();
  const answered = new Promise<Receipt | null>((done) => settle.set(item.request, done));
  void pump();
  return answered;
}

export function pending(): number { return waiting.length; }

export function resend(): void { if (waiting.length) void pump(); }

async function pump(): Promise<void> {
  if (sending) return;
  sending = true;
  while (waiting.length) {
    const item = waiting[0];
    let receipt: Receipt | null = null;
    try {
      const answer = await fetch("/command", {
        method: "POST", headers: { "Content-Type": "application/json", "X-Meerzicht": "1" }, body: JSON.stringify(item),
      });
      if (answer.status >= 500) throw new Error(String(answer.status));
      receipt = await read(answer);
    } catch {
      offline(true);
      await new Promise((again) => setTimeout(again, delay));
      delay = Math.min(delay * 2, 5000);
      continue;
    }
    offline(false);
    delay = 250;
    waiting.shift();
    keep();
    settle.get(item.request)?.(receipt);
    settle.delete(item.request);
  }
  sending = false;
}

async function read(answer: Response): Promise<Receipt | null> {
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) {
    problem("");
    if (body.said) status(body.said);
    return body as Receipt;
  }
  problem(body.problem?.what ?? say("Dat is niet gelukt.", "That did not work."), body.problem?.hint ?? "");
  return null;
}

/** offline shows or hides the banner that says that nothing can be stored now. */
export function offline(gone: boolean): void {
  document.documentElement.toggleAttribute("data-offline", gone);
  const banner = one("#offline");
  if (banner) banner.hidden = !gone;
}
