import { one } from "./dom";
import { start as documents, startAbout } from "./documents";
import { start as exporting } from "./export";
import { start as history } from "./history";
import { start as importing } from "./import";
import { startMemos } from "./memo_dialog";
import { start as memos } from "./memos";
import { start as people, startOne } from "./people";
import { startShell } from "./shell";
import { start as codebook } from "./codebook";
import { start as compare } from "./compare";
import { followColours, startCodes } from "./codes";
import { start as lists, startList } from "./lists";
import { start as quotations } from "./quotations";
import { start as rounds, startRounds } from "./rounds";
import { start as search } from "./search";
import { start as suggest } from "./suggest";
import { start as tables } from "./tables";
import { start as text } from "./text";

const views: Record<string, (root: HTMLElement) => void> = {
  codebook,
  compare,
  text: (root) => { text(root); startCodes(root); suggest(root); startList(root); },
  lists,
  quotations,
  report: tables,
  rounds,
  search,
  tables,
  documents, document: startAbout, export: exporting, history, import: importing, memos, people, person: startOne, trajectory: startOne,
};

startShell();
// On a narrow screen the views are one row that scrolls: it begins at the open one.
const row = one(".views ul"), now = one(".views [aria-current]");
if (row && now) row.scrollLeft = now.offsetLeft - row.offsetLeft - (row.clientWidth - now.offsetWidth) / 2;
// Who walks through it by keys sees the whole of each name.
row?.addEventListener("focusin", (event) => (event.target as HTMLElement).scrollIntoView({ block: "nearest", inline: "nearest" }));
startMemos();
startRounds();
followColours();
views[document.body.dataset.view ?? ""]?.(one("#main")!);
document.documentElement.setAttribute("data-ready", "");
