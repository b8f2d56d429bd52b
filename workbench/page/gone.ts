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

async function look(id: string): Promise<void> {
  const answer = await fetch(`/documents/${encodeURIComponent(id)}/here.json`, { headers: { "X-Meerzicht": "1" } }).catch(() => null);
  const box = one("#gone");
  if (!box || !answer?.ok) return;
  box.hidden = (await answer.json()).here;
}
