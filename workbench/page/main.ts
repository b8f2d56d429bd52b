import { one } from "./dom";
import { startShell } from "./shell";
import { start as text } from "./text";

const views: Record<string, (root: HTMLElement) => void> = { text };

startShell();
views[document.body.dataset.view ?? ""]?.(one("#main")!);
document.documentElement.setAttribute("data-ready", "");
