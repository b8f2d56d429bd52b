// What waits to be stored outlives the page: each tab keeps a queue of its own,
// under a lock that ends with the tab. A page that opens takes over the queues
// that no tab holds any more, so closing a window loses nothing.
import type { Waiting } from "./send";

const prefix = "meerzicht.waiting.";
const patience = 400; // ms that a reloaded page may need to let go of its queue
let store = "";
let early: Waiting[] | null = null; // kept before the queue was ours

function read(key: string): Waiting[] {
  try { return JSON.parse(localStorage.getItem(key) ?? "[]"); } catch { return []; }
}

/** keepWaiting stores what waits. A full store loses the repeat after a reload, not the act. */
export function keepWaiting(waiting: Waiting[]): void {
  if (!store) { early = waiting; return; }
  try {
    if (waiting.length) localStorage.setItem(store, JSON.stringify(waiting));
    else localStorage.removeItem(store);
  } catch { /* see above */ }
}

/** startQueue finds what waited before this page was opened. */
export async function startQueue(found: (waiting: Waiting[]) => void): Promise<void> {
  const before = sessionStorage.getItem("meerzicht.tab");
  const name = before && await hold(prefix + before) ? before : crypto.randomUUID();
  if (name !== before) await hold(prefix + name); // new, or a copy of a tab that is still open
  sessionStorage.setItem("meerzicht.tab", name);
  const mine = read(prefix + name);
  store = prefix + name;
  if (early) keepWaiting(mine.concat(early));
  found(mine.concat(await adopt()));
}

/** hold takes the lock of a queue for as long as the page lives; false when another tab has it. */
function hold(key: string): Promise<boolean> {
  if (!navigator.locks) return Promise.resolve(true);
  return new Promise((held) => {
    navigator.locks.request(key, { signal: AbortSignal.timeout(patience) }, () => {
      held(true);
      return new Promise(() => { /* until the page goes */ });
    }).catch(() => held(false));
  });
}

/** adopt empties the queues that no tab holds. */
async function adopt(): Promise<Waiting[]> {
  const found: Waiting[] = [];
  if (!navigator.locks) return found;
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix) || key === store) continue;
    await navigator.locks.request(key, { ifAvailable: true }, (lock) => {
      if (!lock) return;
      const theirs = read(key);
      keepWaiting(read(store).concat(theirs)); // first in ours, then out of theirs
      found.push(...theirs);
      localStorage.removeItem(key);
    });
  }
  return found;
}
