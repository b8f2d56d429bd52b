// The codebook as a tree (WAI-ARIA): rows are made by the server, in one flat
// list whose levels stand in aria-level; this module opens and closes branches,
// moves the focus, and brings the rows up to date without taking it away.
import { all, fragment, on, one } from "./dom";
import { follow } from "./events";
import { say } from "./say";
import { status } from "./status";

export interface Tree {
  list: HTMLElement;
  row(code: string): HTMLElement | null;
  focus(row: HTMLElement | null): void;
  reload(): Promise<void>;
  show(code: string): Promise<HTMLElement | null>;
  pause(on: boolean): void;
}

interface Remembered { open: string[]; shut: string[] }

const store = "meerzicht.tree." + (document.body.dataset.study ?? "");
const most = 600; // branches that are remembered; the address of a request must hold them

function remembered(): Remembered {
  try { return { open: [], shut: [], ...JSON.parse(localStorage.getItem(store) ?? "{}") }; } catch { return { open: [], shut: [] }; }
}
function remember(row: HTMLElement, open: boolean): void {
  const kept = remembered(), id = row.id.slice(1);
  const [to, from] = open ? [kept.open, kept.shut] : [kept.shut, kept.open];
  if (!to.includes(id)) to.push(id);
  if (from.includes(id)) from.splice(from.indexOf(id), 1);
  try { localStorage.setItem(store, JSON.stringify({ open: kept.open.slice(-most), shut: kept.shut.slice(-most) })); } catch { /* forgotten after a reload */ }
}

export const level = (row: HTMLElement): number => Number(row.dataset.level);

export function startTree(root: HTMLElement): Tree {
  const list = one("#code-tree", root)!;
  const find = one<HTMLInputElement>("#codes-find", root)!, used = one<HTMLInputElement>("#codes-used", root)!;
  let wide = 500, flying = 0, paused = false, again = false, timer = 0, serial = 0;
  let work: Promise<unknown> = Promise.resolve();

  const rows = (): HTMLElement[] => all(".code", list).filter((r) => !r.hidden);
  const row = (code: string): HTMLElement | null => one(`.code[data-code="${CSS.escape(code)}"]`, list);
  const narrowed = (): boolean => find.value.trim() !== "" || used.checked;

  function address(more: Record<string, string> = {}): string {
    const kept = remembered();
    const query = new URLSearchParams(more);
    if (kept.open.length) query.set("open", kept.open.join(","));
    if (kept.shut.length) query.set("shut", kept.shut.join(","));
    return "/part/tree?" + query;
  }

  let latest: Promise<void> = Promise.resolve();

  /** reload asks for the rows again; it ends when the rows of the last asking stand there. */
  function reload(): Promise<void> {
    if (paused) { again = true; return Promise.resolve(); }
    latest = ask(++serial);
    return latest;
  }

  async function ask(mine: number): Promise<void> {
    const query: Record<string, string> = { wide: String(wide) };
    if (find.value.trim()) query.find = find.value.trim();
    if (used.checked) query.used = "1";
    flying++;
    try {
      const fresh = await fragment(address(query));
      if (mine !== serial) return latest;
      patch(fresh);
    } catch {
      // The server is away: the rows stay, and come again with the next event.
    } finally { flying--; }
  }

  /** outdated drops rows that are on their way: they do not know what was opened or closed just now. */
  function outdated(): void { if (flying) void reload(); }

  /** patch makes the list as the fresh rows are; rows that did not change stay as they are, with the focus. */
  function patch(fresh: DocumentFragment): void {
    const focused = list.contains(document.activeElement) ? document.activeElement!.closest<HTMLElement>(".code") : null;
    const place = focused ? rows().indexOf(focused) : -1;
    const chosen = one(".code[aria-selected=true]", list)?.id, menued = one(".code.menued", list)?.id, tab = one(".code[tabindex='0']", list)?.id;
    const wanted = [...fresh.children] as HTMLElement[];
    const old = new Map(all(".code", list).map((r) => [r.id, r]));
    let at = list.firstElementChild;
    for (const next of wanted) {
      const now = old.get(next.id);
      old.delete(next.id);
      if (now && same(now, next)) {
        if (now === at) at = at.nextElementSibling;
        else list.insertBefore(now, at);
        continue;
      }
      list.insertBefore(next, at);
      if (now) {
        if (now === at) at = at.nextElementSibling;
        now.remove();
      }
    }
    for (const gone of old.values()) gone.remove();
    for (const [id, mark] of [[chosen, (r: HTMLElement) => r.setAttribute("aria-selected", "true")], [menued, (r: HTMLElement) => r.classList.add("menued")]] as const) {
      const r = id && document.getElementById(id);
      if (r) mark(r);
    }
    one("#codes-none", root)!.hidden = wanted.length > 0;
    if (!focused) { entry((tab && document.getElementById(tab)) || null); return; }
    const stays = document.getElementById(focused.id);
    focus(stays && !stays.hidden ? stays : rows()[Math.min(place, rows().length - 1)] ?? null);
  }

  /** same compares what the server made of a row. */
  function same(a: HTMLElement, b: HTMLElement): boolean {
    const bare = (r: HTMLElement): string => {
      const copy = r.cloneNode(true) as HTMLElement;
      copy.removeAttribute("tabindex"); copy.removeAttribute("aria-selected"); copy.classList.remove("menued", "dragged");
      one(".code-more", copy)?.removeAttribute("tabindex");
      return copy.outerHTML;
    };
    return a.outerHTML.length === b.outerHTML.length && a.isEqualNode(b) || bare(a) === bare(b);
  }

  /** entry makes one row the one that Tab comes to. */
  function entry(to: HTMLElement | null): void {
    for (const r of all(".code[tabindex='0'], .code-more[tabindex='0']", list)) r.tabIndex = -1;
    const r = to && !to.hidden ? to : rows()[0];
    if (!r) return;
    r.tabIndex = 0;
    const more = one(".code-more", r);
    if (more) more.tabIndex = 0;
  }

  function focus(to: HTMLElement | null): void {
    entry(to);
    if (!to) { list.closest<HTMLElement>("[data-region]")?.querySelector<HTMLElement>("[data-enter]")?.focus(); return; }
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
  }

  const expanded = (r: HTMLElement): string | null => r.getAttribute("aria-expanded");

  /** below are the rows of a branch that are in the page. */
  function below(r: HTMLElement): HTMLElement[] {
    const out: HTMLElement[] = [];
    for (let next = r.nextElementSibling as HTMLElement | null; next && level(next) > level(r); next = next.nextElementSibling as HTMLElement | null) out.push(next);
    return out;
  }

  async function open(r: HTMLElement): Promise<void> {
    remember(r, true);
    outdated();
    r.setAttribute("aria-expanded", "true");
    if (!below(r).length) { r.after(await fragment(address({ under: r.dataset.code! }))); return; }
    let closed = Infinity;
    for (const b of below(r)) {
      if (level(b) <= closed) closed = Infinity;
      b.hidden = closed < Infinity;
      if (!b.hidden && expanded(b) === "false") closed = level(b);
    }
  }

  function shut(r: HTMLElement): void {
    remember(r, false);
    outdated();
    r.setAttribute("aria-expanded", "false");
    for (const b of below(r)) b.hidden = true;
    if (!rows().includes(document.activeElement as HTMLElement) && list.contains(document.activeElement)) focus(r);
  }

  const toggle = async (r: HTMLElement): Promise<void> => { if (expanded(r) === "true") shut(r); else await open(r); };

  /** more fetches the codes behind the row that stands for them. */
  async function more(r: HTMLElement): Promise<void> {
    const from = Number(r.dataset.more);
    if (from < 0 || !r.isConnected) { if (from < 0) find.focus(); return; }
    const fresh = await fragment(address({ from: String(from), under: r.dataset.under ?? "" }));
    if (!r.isConnected) return;
    wide = Math.max(wide, from + 500);
    const focused = document.activeElement === r;
    const first = fresh.firstElementChild as HTMLElement | null;
    r.replaceWith(fresh);
    if (focused) focus(first);
  }

  function parent(r: HTMLElement): HTMLElement | null {
    let p = r.previousElementSibling as HTMLElement | null;
    while (p && level(p) >= level(r)) p = p.previousElementSibling as HTMLElement | null;
    return p;
  }

  async function press(pressed: string, r: HTMLElement): Promise<void> {
    const shown = rows(), i = shown.indexOf(r);
    switch (pressed) {
      case "ArrowDown": focus(shown[Math.min(i + 1, shown.length - 1)]); break;
      case "ArrowUp": focus(shown[Math.max(i - 1, 0)]); break;
      case "Home": focus(shown[0]); break;
      case "End": focus(shown[shown.length - 1]); break;
      case "PageDown": focus(shown[Math.min(i + 15, shown.length - 1)]); break;
      case "PageUp": focus(shown[Math.max(i - 15, 0)]); break;
      case "ArrowRight":
        if (expanded(r) === "false") await open(r);
        else if (expanded(r) === "true" && shown[i + 1] && level(shown[i + 1]) > level(r)) focus(shown[i + 1]);
        break;
      case "ArrowLeft":
        if (expanded(r) === "true" && !narrowed()) shut(r);
        else if (parent(r)) focus(parent(r));
        break;
      case "*": for (const b of shown.filter((b) => parent(b) === parent(r) && expanded(b) === "false")) await open(b); break;
    }
  }

  let typed = "", typedAt = 0;
  /** ahead moves to the next row whose name begins with what is typed. */
  function ahead(letter: string): void {
    const now = performance.now();
    if (now - typedAt > 800) typed = "";
    typedAt = now;
    typed += letter.toLowerCase();
    const shown = rows(), i = shown.indexOf(current()!);
    const repeated = [...typed].every((c) => c === typed[0]);
    const words = repeated ? typed[0] : typed;
    const order = [...shown.slice(i + (words.length > 1 ? 0 : 1)), ...shown.slice(0, i + 1)];
    const hit = order.find((r) => r.dataset.name?.toLowerCase().startsWith(words) || one(".sign", r)?.dataset.sign?.toLowerCase().startsWith(words));
    if (hit) focus(hit);
  }

  const current = (): HTMLElement | null => (document.activeElement as HTMLElement | null)?.closest?.<HTMLElement>("#code-tree .code") ?? null;

  list.addEventListener("keydown", (event) => {
    const r = current();
    if (!r || event.target !== r || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown", "*"].includes(event.key) && !event.shiftKey || event.key === "*") {
      event.preventDefault();
      work = work.then(() => press(event.key, current() ?? r));
    } else if ((event.key === "Enter" || event.key === " ") && r.dataset.more) {
      event.preventDefault();
      work = work.then(() => more(r));
    } else if (/^[\p{L}\p{N}]$/u.test(event.key)) {
      // A Z by itself takes back what was done; digits are pinned codes.
      const begun = typed !== "" && performance.now() - typedAt <= 800;
      if (!begun && /^[zZ0-9]$/.test(event.key)) return;
      event.preventDefault();
      ahead(event.key);
    }
  });
  on(list, "click", ".twisty", (twisty, event) => {
    const r = twisty.closest<HTMLElement>(".code")!;
    if (expanded(r) === null || narrowed()) return;
    event.stopPropagation();
    work = work.then(() => toggle(r));
  });
  on(list, "click", ".code.group", (r, event) => {
    if ((event.target as Element).closest(".twisty, .code-more") || root.dataset.rows === "choose" || expanded(r) === null || narrowed()) return;
    work = work.then(() => toggle(r));
  });
  on(list, "click", ".more", (r) => { work = work.then(() => more(r)); });
  list.addEventListener("focusin", () => { const r = current(); if (r && r.tabIndex !== 0) entry(r); });

  let typing = 0;
  find.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(() => void narrow(), 120); });
  find.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "Enter") { event.preventDefault(); clearTimeout(typing); void narrow().then(() => focus(rows().find((r) => !r.classList.contains("above")) ?? null)); }
    if (event.key === "Escape" && find.value) { event.preventDefault(); find.value = ""; void narrow(); }
  });
  used.addEventListener("change", () => void narrow());
  async function narrow(): Promise<void> {
    await reload();
    const hits = rows().filter((r) => !r.classList.contains("above") && !r.dataset.more).length;
    if (narrowed()) status(hits === 1 ? say("1 code gevonden", "1 code found") : say("%1 codes gevonden", "%1 codes found", hits));
  }

  follow((event) => {
    if (!event.many && !event.changes?.some((c) => c.kind === "code" || c.kind === "coding")) return;
    clearTimeout(timer);
    timer = setTimeout(() => void reload(), 60);
  });

  const kept = remembered();
  if (kept.open.length || kept.shut.length) void reload();
  entry(null);
  if ("IntersectionObserver" in window) {
    const near = new IntersectionObserver((entries) => {
      for (const e of entries) if (e.isIntersecting && Number((e.target as HTMLElement).dataset.more) >= 0) work = work.then(() => more(e.target as HTMLElement));
    });
    new MutationObserver(() => { for (const r of all(".more", list)) near.observe(r); }).observe(list, { childList: true });
    for (const r of all(".more", list)) near.observe(r);
  }

  async function show(code: string): Promise<HTMLElement | null> {
    let r = row(code);
    if (!r && narrowed()) { find.value = ""; used.checked = false; }
    if (!r) { await reload(); r = row(code); }
    if (!r) { // in a branch that is closed: the search knows the way
      return null;
    }
    for (let p = parent(r); p; p = parent(p)) if (expanded(p) === "false") await open(p);
    return r;
  }

  return { list, row, focus, reload, show, pause(yes) { paused = yes; if (!yes && again) { again = false; void reload(); } } };
}
