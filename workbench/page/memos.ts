// The list of all memos, and of the drafts that wait in this browser.
import { make, one, refresh } from "./dom";
import { follow } from "./events";
import { drafts } from "./memo_drafts";
import { say } from "./say";

export function start(root: HTMLElement): void {
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => c.kind === "memo" || c.kind === "coding")) return;
    void refresh(one("#memo-lines", root)!, "/part/memos" + location.search);
    void showDrafts(root);
  });
  void showDrafts(root);
}

async function showDrafts(root: HTMLElement): Promise<void> {
  const list = await drafts();
  const section = one("#drafts", root)!;
  section.hidden = list.length === 0;
  one("ul", section)!.replaceChildren(...list.map((d) => make("li", {},
    make("button", { type: "button", "data-memo": d.target, "data-memo-id": d.memo, "data-memo-label": d.label }, say("Verder schrijven", "Go on writing")),
    ` ${d.label || d.target}: ${d.text.slice(0, 80)}`)));
}
