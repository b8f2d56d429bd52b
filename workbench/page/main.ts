import { one } from "./dom";
import { startShell } from "./shell";
import { start as lists, startList } from "./lists";
import { start as suggest } from "./suggest";
import { start as text } from "./text";

const views: Record<string, (root: HTMLElement) => void> = {
  text: (root) => { text(root); suggest(root); startList(root); },
  lists,
};

startShell();
views[document.body.dataset.view ?? ""]?.(one("#main")!);
document.documentElement.setAttribute("data-ready", "");
