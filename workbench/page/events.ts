// One stream of events for all pages: whatever changes the study, in this tab,
// another tab or another window, arrives here once and in order, and the views
// look again at what it touched.
import { offline, resend } from "./send";

export interface Change { kind: string; id: string; document?: string; start?: number; end?: number; code?: string }
export interface StudyEvent { seq: number; type: string; actor: string; changes?: Change[]; many?: boolean }

type Listener = (event: StudyEvent) => void;
const listeners: Listener[] = [];
let last = Number(document.body.dataset.seq ?? 0);

export function follow(listener: Listener): void { listeners.push(listener); }

export function seen(): number { return last; }

/** connect opens the stream; after sleep or a broken connection it catches up from the last event seen. */
export function connect(): void {
  const source = new EventSource("/events?after=" + last);
  source.onopen = () => { offline(false); resend(); };
  source.onmessage = (message) => {
    const event = JSON.parse(message.data) as StudyEvent;
    if (event.seq <= last) return;
    last = event.seq;
    document.body.dataset.seq = String(last);
    for (const listener of listeners) listener(event);
  };
  source.onerror = () => {
    offline(true);
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  };
}
