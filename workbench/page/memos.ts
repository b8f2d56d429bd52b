// The list of all memos, and of the drafts that wait in this browser.
import { all, fragment, make, one, refresh } from "./dom";
import { follow } from "./events";
import { Draft, drafts, dropDrafts, onDrafts } from "./memo_drafts";
import { say } from "./say";

export function start(root: HTMLElement): void {
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => c.kind === "memo" || c.kind === "coding")) return;
    void refresh(one("#memo-lines", root)!, "/part/memos" + location.search);
  });
  onDrafts(() => void showDrafts(root));
  void stored();
}

/** stored takes away the drafts that were stored just before their page went. */
async function stored(): Promise<void> {
  const gone: Draft[] = [];
  for (const draft of await drafts()) {
    if (!draft.sent) continue;
    const now = await fragment("/part/memo?target=" + encodeURIComponent(draft.target)).catch(() => null);
    const form = now && all("form.memo", now).find((f) => f.dataset.memoId === draft.sent);
    if (form && one<HTMLTextAreaElement>("textarea", form)!.value.trim() === draft.text.trim()) gone.push(draft);
  }
  await dropDrafts((d) => gone.some((g) => g.memo === d.memo && g.text === d.text));
}

async function showDrafts(root: HTMLElement): Promise<void> {
  const list = await drafts();
  const section = one("#drafts", root)!;
  section.hidden = list.length === 0;
  one("ul", section)!.replaceChildren(...list.map((d) => make("li", {},
    make("button", { type: "button", "data-memo": d.target, "data-memo-id": d.memo, "data-memo-label": d.label }, say("Verder schrijven", "Go on writing")),
    ` ${d.label || d.target}: ${d.text.slice(0, 80)}`)));
}
