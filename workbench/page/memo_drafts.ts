// Drafts of memos stay in this browser until the memo is stored. Each tab has
// its own; those of a tab that is gone may be taken up by any other.

export interface Draft { target: string; label: string; memo: string; type: string; text: string; base: string; sent?: string; time: number }

const study = document.body.dataset.study ?? "";
const prefix = `meerzicht.draft.${study}.`;

function tab(): string { return sessionStorage.getItem("meerzicht.tab") ?? "-"; }
function keyOf(name: string): string { return prefix + tab() + "." + name; }

const listeners: (() => void)[] = [];

/** onDrafts hears when drafts were taken away. */
export function onDrafts(heard: () => void): void { listeners.push(heard); }

export function keepDraft(name: string, draft: Draft): void {
  try { localStorage.setItem(keyOf(name), JSON.stringify(draft)); } catch { /* a full store: the text still stands in the dialog */ }
}

/** dropDrafts takes away the drafts that a test picks, those of other living tabs excepted. */
export async function dropDrafts(test: (draft: Draft) => boolean): Promise<void> {
  for (const [key, draft] of await list()) if (test(draft)) localStorage.removeItem(key);
  for (const heard of listeners) heard();
}

/** drafts are what waits to be stored, the newest first. */
export async function drafts(): Promise<Draft[]> {
  return (await list()).map(([, draft]) => draft).sort((a, b) => b.time - a.time);
}

async function list(): Promise<[string, Draft][]> {
  const held = (await navigator.locks?.query())?.held?.map((l) => l.name?.split(".").at(-1)) ?? [];
  const found: [string, Draft][] = [];
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const owner = key.slice(prefix.length).split(".")[0];
    if (owner !== tab() && held.includes(owner)) continue;
    try { found.push([key, JSON.parse(localStorage.getItem(key)!) as Draft]); } catch { localStorage.removeItem(key); }
  }
  return found;
}
