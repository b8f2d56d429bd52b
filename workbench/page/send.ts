// Every change is posted here. Acts go out in the order in which they were made,
// each with an id of its own, and are kept in the browser until the server has
// acknowledged them. When the connection breaks, the page is reloaded or the
// server starts again, they are sent again under the same id, which the server
// does once. An act is only sent to the study in which it was made.
import { back, one } from "./dom";
import { say } from "./say";
import { problem, status } from "./status";
import { keepWaiting, startQueue } from "./queue";

export interface Receipt { seq: number; said: string; repeated?: boolean; undoes?: number }
export interface Waiting { request: string; do: string; with?: unknown; study?: string }
/** Reach says why nothing can be stored now; "" when it can. */
export type Reach = "" | "gone" | "session" | "other";

type Heard = (act: Waiting, receipt: Receipt | null) => void;

const study = document.body.dataset.study ?? "";
const waiting: Waiting[] = [];
const settle = new Map<string, (r: Receipt | null) => void>();
const listeners: Heard[] = [];
const faults = 5; // how often an act may meet a fault of the server before it is given up
let sending = false;
let reach: Reach = "";
let wake: (() => void) | null = null;
let ahead: () => Promise<unknown> | null = () => null;

void startQueue((found) => {
  const known = new Set(waiting.map((w) => w.request));
  waiting.unshift(...found.filter((w) => !known.has(w.request)));
  keep();
  void pump();
});

function keep(): void {
  keepWaiting(waiting);
  const mine = waiting.filter(ours).length;
  const count = one("#pending");
  if (count) count.textContent = mine ? say("%1 bezig met opslaan", "%1 being saved", mine) : "";
  document.documentElement.toggleAttribute("data-pending", mine > 0);
}

function ours(item: Waiting): boolean { return !item.study || !study || item.study === study; }

/** send posts an act; the receipt comes when it is on the disk, null when it was refused. */
export function send(act: string, fields?: unknown): Promise<Receipt | null> {
  const first = act === "undo" || act === "redo" ? ahead() : null;
  return first ? first.then(() => enter(act, fields)) : enter(act, fields);
}

/** undoAfter names what was pressed and is not here yet: undo and redo come after it. */
export function undoAfter(pressed: () => Promise<unknown> | null): void { ahead = pressed; }

/** away says that the server cannot be reached, as far as the page knows. */
export function away(): boolean { return reach !== ""; }

function enter(act: string, fields?: unknown): Promise<Receipt | null> {
  const item: Waiting = { request: crypto.randomUUID(), do: act, with: fields, study: study || undefined };
  waiting.push(item);
  keep();
  const answered = new Promise<Receipt | null>((done) => settle.set(item.request, done));
  void pump();
  return answered;
}

/** answered hears of every act that is answered, also of those that a reload left waiting. */
export function answered(heard: Heard): void { listeners.push(heard); }

export function pending(): number { return waiting.filter(ours).length; }

/** resend tries at once what waits for the server to come back. */
export function resend(): void {
  wake?.();
  if (pending()) void pump();
}

async function pump(): Promise<void> {
  if (sending) return;
  sending = true;
  let delay = 250, failed = 0;
  for (let item = waiting.find(ours); item; item = waiting.find(ours)) {
    const answer = await post(item);
    if (answer === "again" || (answer === "fault" && ++failed < faults)) {
      await new Promise<void>((again) => { wake = again; setTimeout(again, delay); });
      delay = Math.min(delay * 2, 4000);
      continue;
    }
    delay = 250;
    failed = 0;
    const receipt = answer === "fault" ? null : answer;
    waiting.splice(waiting.indexOf(item), 1);
    keep();
    for (const heard of listeners) heard(item, receipt);
    settle.get(item.request)?.(receipt);
    settle.delete(item.request);
  }
  sending = false;
}

/** post sends one act: its receipt, null when it was refused, "again" when it must wait. */
async function post(item: Waiting): Promise<Receipt | null | "again" | "fault"> {
  let answer: Response;
  try {
    answer = await fetch("/command", {
      method: "POST", headers: { "Content-Type": "application/json", "X-Meerzicht": "1" }, body: JSON.stringify(item),
    });
  } catch {
    return wait("gone");
  }
  if (answer.status === 401) return wait("session");
  if (answer.status === 412) return wait("other");
  if ([408, 429, 502, 503, 504].includes(answer.status)) return wait("gone");
  const body = await answer.json().catch(() => null);
  if (!body) return wait("gone"); // the connection broke in the middle of the answer
  reachable("");
  if (answer.ok) {
    problem("");
    if (body.said) status(body.said);
    return body as Receipt;
  }
  problem(body.problem?.what ?? say("Dat is niet gelukt.", "That did not work."), body.problem?.hint ?? "");
  return answer.status >= 500 ? "fault" : null;
}

function wait(why: Reach): "again" {
  reachable(why);
  return "again";
}

/** reachable shows or takes away the banner that says that nothing can be stored now, and why. */
export function reachable(now: Reach): void {
  if (now === reach) return;
  reach = now;
  if (now === "") back();
  document.documentElement.toggleAttribute("data-offline", now !== "");
  const banner = one("#offline");
  if (!banner) return;
  banner.hidden = now === "";
  banner.textContent = now === "" ? "" : words()[now];
}

function words(): Record<Exclude<Reach, "">, string> {
  return {
    gone: say("De werkbank is niet bereikbaar. Wat nu gedaan wordt, bewaart deze browser; zodra ze terug is wordt het in dezelfde volgorde opgeslagen. Andere pagina’s openen kan nu niet.",
      "The workbench cannot be reached. What is done now is kept in this browser and stored in the same order once it is back. Other pages cannot be opened now."),
    session: say("De werkbank is opnieuw gestart. Open in deze browser het adres dat ‘meerzicht serve’ toont; wat hier nog wacht wordt daarna in dezelfde volgorde opgeslagen.",
      "The workbench was started again. In this browser, open the address that ‘meerzicht serve’ prints; what waits here is stored after that, in the same order."),
    other: say("Op dit adres staat nu een ander onderzoek open. Wat hier nog wacht blijft in deze browser bewaard tot dit onderzoek weer open is.",
      "Another study is open at this address now. What waits here is kept in this browser until this study is open again."),
  };
}

/** offline is reachable for who only knows whether the server answers. */
export function offline(gone: boolean): void { reachable(gone ? "gone" : ""); }
