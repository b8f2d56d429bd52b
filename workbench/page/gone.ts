// Says that the document on the screen is not in the study any more, after an
// undo or a removal in any window, and takes it back when the document returns.
import { one } from "./dom";
import { follow } from "./events";

export function startGone(): void {
  const id = one("#text[data-document], #about[data-document]")?.dataset.document;
  if (!id) return;
  let timer = 0;
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => c.kind === "document" && c.id === id)) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => void look(id), 200);
  });
}

/** look asks until it is told: an answer that is lost must not leave an old text as if it were there. */
async function look(id: string, wait = 500): Promise<void> {
  const answer = await fetch(`/documents/${encodeURIComponent(id)}/here.json`, { headers: { "X-Meerzicht": "1" } }).catch(() => null);
  const here = answer?.ok ? (await answer.json().catch(() => null))?.here as boolean | undefined : undefined;
  if (here === undefined) { setTimeout(() => void look(id, Math.min(wait * 2, 8000)), wait); return; }
  one("#gone")!.hidden = here;
}
