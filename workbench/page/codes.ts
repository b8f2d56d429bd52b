// The codebook pane: the tree with everything that can be done to a code. It is
// the same beside the text and in the codebook; they differ in what pressing a
// code does.
import { on, one } from "./dom";
import { follow, seen } from "./events";
import { startDrag } from "./codes_drag";
import { key, keyList, named } from "./keys";
import { Asked, startForms } from "./codes_form";
import { startMenu } from "./codes_menu";
import { startTree, Tree } from "./codes_tree";
import { send } from "./send";
import { say } from "./say";
import { status } from "./status";

export interface CodesPane { tree: Tree; form(asked: Asked): Promise<void> }

/** startCodes readies the pane; choose, when given, is what pressing a code does. */
export function startCodes(root: HTMLElement, choose?: (code: string) => void): CodesPane | null {
  const pane = one("[data-codes]", root);
  if (!pane) return null;
  if (choose) pane.dataset.rows = "choose";
  const tree = startTree(pane);
  let back: string | null = null, added: string | null = null; // the code to return to; the code made last
  const form = startForms((act) => { if (act === "code.add") { back = null; void reveal(); } }, () => { if (back !== null) returnTo(back); });
  const ask = (asked: Asked, from?: HTMLElement | null): void => { back = from ? from.id : null; void form(asked); };

  function returnTo(id: string): void {
    const row = document.getElementById(id);
    if (row && !row.hidden) tree.focus(row);
    else if (!tree.list.contains(document.activeElement)) tree.focus(one(".code[tabindex='0']", tree.list));
  }

  /** reveal puts the focus on the code that was made, once its event arrived. */
  async function reveal(): Promise<void> {
    for (let n = 0; n < 40 && !added; n++) await new Promise((next) => setTimeout(next, 25));
    if (!added) return;
    const row = await tree.show(added);
    if (row && one("#code-dialog[open]") === null) tree.focus(row);
    if (choose) choose(added);
    added = null;
  }

  const menu = startMenu((item, row) => {
    const code = row.dataset.code!;
    if (item.dataset.form) ask({ act: item.dataset.form, code, beside: !!item.dataset.beside }, row);
    else { step(item.dataset.step!, row, code); returnTo(row.id); }
  }, (row) => tree.focus(document.getElementById(row.id)));

  function step(what: string, row: HTMLElement, code: string): void {
    switch (what) {
      case "codable": void send("code.codable", { code, codable: !("codable" in row.dataset) }); break;
      case "pin": {
        const pin = new CustomEvent("meerzicht:pin", { bubbles: true, cancelable: true, detail: { code } });
        if (row.dispatchEvent(pin)) status(say("Vastzetten kan bij het coderen van een document.", "Pinning works when coding a document."));
        break;
      }
      case "quotations": location.href = "/quotations?q=" + encodeURIComponent(quoted(code)); break;
      case "record": if (choose) choose(code); else location.href = "/codebook?code=" + encodeURIComponent(code); break;
    }
  }

  on(tree.list, "click", ".code-more", (button, event) => { event.stopPropagation(); menu(button.closest<HTMLElement>(".code")!); });
  on(tree.list, "contextmenu", ".code[data-code]", (row, event) => { event.preventDefault(); menu(row); });
  on(tree.list, "click", ".code[data-code]", (row, event) => {
    if (!choose || (event.target as Element).closest(".twisty, .code-more")) return;
    tree.focus(row);
    choose(row.dataset.code!);
  });
  on(pane, "click", "#codes-new", (button) => { back = null; ask({ act: "code.add", code: "" }, button); });

  // These keys work on the row that has the focus; they are named with the others, so that they are listed and can be given another key.
  const acts: [string, string, string, (row: HTMLElement, code: string) => void][] = [
    ["code-rename", "F2", say("code hernoemen", "rename the code"), (row, code) => ask({ act: "code.rename", code }, row)],
    ["code-define", "Alt+Enter", say("code omschrijven", "define the code"), (row, code) => ask({ act: "code.define", code }, row)],
    ["code-new", "Insert +", say("nieuwe code hieronder", "new code below"), (row, code) => ask({ act: "code.add", code }, row)],
    ["code-beside", "Shift+Insert", say("nieuwe code ernaast", "new code beside"), (row, code) => ask({ act: "code.add", code, beside: true }, row)],
    ["code-up", "Alt+ArrowUp", say("code omhoog", "code up"), (row) => nudge(row, true)],
    ["code-down", "Alt+ArrowDown", say("code omlaag", "code down"), (row) => nudge(row, false)],
    ["code-delete", "Delete", say("code verwijderen", "delete the code"), (row, code) => ask({ act: "code.delete", code }, row)],
    ["code-menu", "ContextMenu Shift+F10", say("alles wat met de code kan", "all that can be done to the code"), (row) => menu(row)],
  ];
  for (const [id, keys, label] of acts) key(id, keys, say("in het codeboek: %1", "in the codebook: %1", label), () => undefined, () => false);
  tree.list.addEventListener("keydown", (event) => {
    const row = event.target as HTMLElement;
    if (event.defaultPrevented || !row.matches(".code[data-code]")) return;
    const pressed = named(event);
    const chosen = keyList().find((k) => k.id.startsWith("code-") && k.key.split(" ").includes(pressed));
    const act = acts.find(([id]) => id === chosen?.id);
    if (act) act[3](row, row.dataset.code!);
    else if (pressed === "Enter" || pressed === "Space") row.click();
    else return;
    event.preventDefault();
  });

  /** nudge moves a code one place among its siblings. */
  function nudge(row: HTMLElement, up: boolean): void {
    const level = row.dataset.level!;
    let next = row;
    do next = (up ? next.previousElementSibling : next.nextElementSibling) as HTMLElement;
    while (next && Number(next.dataset.level) > Number(level));
    if (!next?.dataset.code || next.dataset.level !== level || one<HTMLInputElement>("#codes-find", pane!)!.value || one<HTMLInputElement>("#codes-used", pane!)!.checked) {
      status(up ? say("Deze code staat al bovenaan.", "This code is first already.") : say("Deze code staat al onderaan.", "This code is last already."));
      return;
    }
    void send("code.move", { code: row.dataset.code, [up ? "before" : "after"]: next.dataset.code });
  }

  startDrag(tree);
  follow((event) => {
    if (event.type !== "code.add") return;
    added = event.changes?.filter((c) => c.kind === "code").map((c) => c.id).find((id) => !tree.row(id)) ?? null;
  });
  return { tree, form: async (asked) => { back = null; await form(asked); } };
}

/** quoted is a code as a query of the quotations writes it. */
function quoted(code: string): string {
  return /^[A-Za-z0-9._-]+$/.test(code) && !/^(and|or|not|overlaps|same|turn)$/i.test(code) ? code : `"${code.replaceAll('"', '""')}"`;
}

/** followColours swaps the stylesheet of the codes when one of them changed. */
export function followColours(): void {
  let timer = 0;
  follow((event) => {
    if (!event.many && !event.changes?.some((c) => c.kind === "code")) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      const old = one<HTMLLinkElement>("#codes-css");
      if (!old) return;
      const fresh = old.cloneNode() as HTMLLinkElement;
      fresh.href = "/codes.css?after=" + seen();
      old.removeAttribute("id");
      fresh.onload = fresh.onerror = () => old.remove();
      old.after(fresh);
    }, 50);
  });
}
