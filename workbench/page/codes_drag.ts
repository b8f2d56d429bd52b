// Moving a code with the mouse: onto another code is below it, on the edge
// between two is beside them. Pointer events, since a press must not take the
// selection in the text away. The same is done by keyboard with Alt+↑ ↓ and the
// dialog.
import { all } from "./dom";
import { send } from "./send";
import { level, Tree } from "./codes_tree";

interface Drop { row: HTMLElement; where: "before" | "into" | "after" }

export function startDrag(tree: Tree): void {
  const list = tree.list;
  let from: HTMLElement | null = null, x = 0, y = 0, moving = false, drop: Drop | null = null, scroll = 0;

  list.addEventListener("pointerdown", (event) => {
    const row = (event.target as Element).closest<HTMLElement>(".code[data-code]");
    if (!row || event.button !== 0 || event.pointerType === "touch" || (event.target as Element).closest(".twisty, .code-more")) return;
    from = row; x = event.clientX; y = event.clientY; moving = false;
    document.addEventListener("pointermove", move);
    document.addEventListener("pointerup", up);
    document.addEventListener("pointercancel", stop);
    document.addEventListener("keydown", escape, true);
  });

  function move(event: PointerEvent): void {
    if (!from) return;
    if (!moving) {
      if (Math.hypot(event.clientX - x, event.clientY - y) < 6) return;
      moving = true;
      tree.pause(true);
      from.classList.add("dragged");
      list.classList.add("dragging");
    }
    event.preventDefault();
    mark(target(event.clientX, event.clientY));
    edge(event.clientY);
  }

  function target(px: number, py: number): Drop | null {
    const row = document.elementFromPoint(px, py)?.closest<HTMLElement>("#code-tree .code[data-code]");
    if (!row || !from || row === from || inside(row)) return null;
    const box = row.getBoundingClientRect(), part = (py - box.top) / box.height;
    return { row, where: part < 0.3 ? "before" : part > 0.7 ? "after" : "into" };
  }

  /** inside reports whether a row stands below the dragged one. */
  function inside(row: HTMLElement): boolean {
    for (let next = from!.nextElementSibling as HTMLElement | null; next && level(next) > level(from!); next = next.nextElementSibling as HTMLElement | null) {
      if (next === row) return true;
    }
    return false;
  }

  function mark(to: Drop | null): void {
    for (const r of all(".drop-before, .drop-into, .drop-after", list)) r.classList.remove("drop-before", "drop-into", "drop-after");
    to?.row.classList.add("drop-" + to.where);
    drop = to;
  }

  /** edge scrolls when the pointer is near the end of what is in sight. */
  function edge(py: number): void {
    clearInterval(scroll);
    const step = py < 50 ? -12 : py > innerHeight - 50 ? 12 : 0;
    if (step) scroll = setInterval(() => { (list.closest(".pane") ?? document.scrollingElement!).scrollBy(0, step); scrollBy(0, step); }, 30);
  }

  function up(event: PointerEvent): void {
    const row = from, to = drop;
    if (moving) {
      // The press began on a code: the click that follows must not apply it.
      const swallow = (click: Event): void => { click.stopPropagation(); click.preventDefault(); };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, true), 50);
      event.preventDefault();
    }
    stop();
    if (row && to) void send("code.move", { code: row.dataset.code, ...place(to) });
  }

  function place(to: Drop): Record<string, unknown> {
    const id = to.row.dataset.code!;
    if (to.where === "into") return { parent: id };
    if (to.where === "before") return { before: id };
    return to.row.getAttribute("aria-expanded") === "true" ? { parent: id, first: true } : { after: id };
  }

  function escape(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !moving) return;
    event.preventDefault();
    event.stopPropagation();
    stop();
  }

  function stop(): void {
    clearInterval(scroll);
    mark(null);
    from?.classList.remove("dragged");
    list.classList.remove("dragging");
    if (moving) tree.pause(false);
    from = null; moving = false;
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", up);
    document.removeEventListener("pointercancel", stop);
    document.removeEventListener("keydown", escape, true);
  }
}
