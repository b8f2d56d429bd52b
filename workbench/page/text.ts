// The text pane: reading, selecting and coding.
import { all, on, one, refresh } from "./dom";
import { follow, StudyEvent } from "./events";
import { key } from "./keys";
import { send } from "./send";
import { status } from "./status";
import { say } from "./say";

interface Stretch { start: number; end: number }

export function start(root: HTMLElement): void {
  const text = one("#text", root);
  if (!text) return;
  const document_ = text.dataset.document!;
  // Pressing a code must not take the selection away.
  on(root, "mousedown", "[data-code]", (_, event) => event.preventDefault());
  on(root, "click", "[data-code][data-codable]", (line) => void apply(line.dataset.code!));
  key("undo-selection", "Escape", say("selectie opheffen", "clear the selection"), () => getSelection()?.removeAllRanges());
  follow((event) => void refreshBlocks(text, document_, event));

  async function apply(code: string): Promise<void> {
    const stretch = selected();
    if (!stretch) { status(say("Selecteer eerst woorden in de tekst.", "Select words in the text first.")); return; }
    await send("coding.add", { document: document_, start: stretch.start, end: stretch.end, code });
  }
}

/** selected is the selection in code points of the document. */
function selected(): Stretch | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = position(range.startContainer, range.startOffset);
  const end = position(range.endContainer, range.endOffset);
  return start === null || end === null || start >= end ? null : { start, end };
}

function position(node: Node, offset: number): number | null {
  const words = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>(".words");
  if (!words) return null;
  const before = document.createRange();
  before.setStart(words, 0);
  before.setEnd(node, offset);
  return Number(words.dataset.start) + [...before.toString()].length;
}

/** refreshBlocks renders again the turns that an event touched. */
async function refreshBlocks(text: HTMLElement, id: string, event: StudyEvent): Promise<void> {
  const touched = all(".block", text).filter((block) => event.many || event.changes?.some((c) =>
    c.kind === "coding" && c.document === id && (c.start ?? 0) < Number(block.dataset.end) && (c.end ?? 0) > Number(block.dataset.start)));
  if (!touched.length) return;
  const holder = document.createElement("div");
  await refresh(holder, `/part/blocks?document=${encodeURIComponent(id)}&blocks=${touched.map((b) => b.dataset.block).join(",")}`);
  for (const block of touched) {
    const fresh = one("#" + block.id, holder);
    if (fresh) block.replaceWith(fresh);
  }
}
