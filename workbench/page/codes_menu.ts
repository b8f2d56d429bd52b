// The menu of acts behind each code: a popover with the keys of a menu.
import { all, on, one } from "./dom";

/** startMenu readies the menu; the result opens it at a row. chosen hears which item was taken, left that the menu went without. */
export function startMenu(chosen: (item: HTMLElement, row: HTMLElement) => void, left: (row: HTMLElement) => void): (row: HTMLElement) => void {
  const menu = one("#code-menu")!;
  let row: HTMLElement | null = null, taken = false;
  const items = (): HTMLElement[] => all("[role=menuitem]", menu);

  on(menu, "click", "[role=menuitem]", (item) => {
    taken = true;
    const of = row!;
    menu.hidePopover();
    chosen(item, of);
  });
  menu.addEventListener("keydown", (event) => {
    const list = items(), i = list.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: list.length - 1 }[event.key];
    if (to !== undefined) list[(to + list.length) % list.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") menu.hidePopover();
    else if (event.key.length === 1 && event.key !== " ") {
      const hit = [...list.slice(i + 1), ...list].find((m) => m.textContent!.trim().toLowerCase().startsWith(event.key.toLowerCase()));
      hit?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  menu.addEventListener("toggle", (event) => {
    if ((event as ToggleEvent).newState === "open") return;
    const of = row;
    row?.classList.remove("menued");
    if (of && !taken) left(of);
    row = null;
    taken = false;
  });

  return (of) => {
    if (menu.matches(":popover-open")) menu.hidePopover();
    row = of;
    taken = false;
    of.classList.add("menued");
    menu.showPopover();
    const box = (one(".code-more", of) ?? of).getBoundingClientRect();
    menu.style.setProperty("left", Math.max(4, Math.min(box.right - menu.offsetWidth, innerWidth - menu.offsetWidth - 4)) + "px");
    menu.style.setProperty("top", Math.max(4, Math.min(box.bottom, innerHeight - menu.offsetHeight - 4)) + "px");
    items()[0].focus();
  };
}
