import { one } from "./dom";
import { startShell } from "./shell";
import { start as codebook } from "./codebook";
import { followColours, startCodes } from "./codes";
import { start as lists, startList } from "./lists";
import { start as quotations } from "./quotations";
import { start as suggest } from "./suggest";
import { start as text } from "./text";

const views: Record<string, (root: HTMLElement) => void> = {
  codebook,
  text: (root) => { text(root); startCodes(root); suggest(root); startList(root); },
  lists,
  quotations,
};

startShell();
followColours();
views[document.body.dataset.view ?? ""]?.(one("#main")!);
document.documentElement.setAttribute("data-ready", "");
