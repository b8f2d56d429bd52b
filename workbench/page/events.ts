// One stream of events for all pages: whatever changes the study, in this tab,
// another tab or another window, arrives here once and in order, and the views
// look again at what it touched.
import { reachable, resend } from "./send";

export interface Change { kind: string; id: string; document?: string; start?: number; end?: number; code?: string }
export interface StudyEvent { seq: number; type: string; actor: string; changes?: Change[]; many?: boolean }

type Listener = (event: StudyEvent) => void;
const listeners: Listener[] = [];
const study = document.body.dataset.study ?? "";
const rest = 10_000; // ms after which a hidden page lets go of its stream
let last = Number(document.body.dataset.seq ?? 0);
let source: EventSource | null = null;
let timer = 0;

export function follow(listener: Listener): void { listeners.push(listener); }

export function seen(): number { return last; }

/** connect opens the stream; after sleep or a broken connection it catches up from the last event seen. */
export function connect(): void {
  open();
  // A browser gives one server six connections: pages that nobody sees must
  // not hold them all.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) open();
    else timer = setTimeout(close, rest);
  });
  addEventListener("online", open);
}

function close(): void {
  source?.close();
  source = null;
}

function open(): void {
  if (source && source.readyState !== EventSource.CLOSED) return;
  clearTimeout(timer);
  const stream = source = new EventSource(`/events?after=${last}&study=${encodeURIComponent(study)}`);
  stream.onopen = () => { reachable(""); resend(); };
  stream.onmessage = (message) => {
    const event = JSON.parse(message.data) as StudyEvent;
    if (event.seq <= last) return;
    last = event.seq;
    document.body.dataset.seq = String(last);
    for (const listener of listeners) listener(event);
  };
  stream.onerror = () => { if (stream === source) void lost(stream); };
}

/** lost finds out why the stream ended: an EventSource does not tell. */
async function lost(stream: EventSource): Promise<void> {
  if (stream.readyState !== EventSource.CLOSED) { reachable("gone"); return; }
  let next = 2000;
  try {
    const answer = await fetch("/here.json", { headers: { "X-Meerzicht": "1" } });
    if (answer.status === 401) reachable("session");
    else if (!answer.ok) reachable("gone");
    else {
      const here = await answer.json() as { study: string; seq: number };
      const same = here.study === study && here.seq >= last;
      reachable(same ? "" : "other");
      if (same) next = 250;
    }
  } catch { reachable("gone"); }
  clearTimeout(timer);
  if (!document.hidden) timer = setTimeout(open, next);
}
