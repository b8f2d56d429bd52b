// A box in which a code is chosen by typing words of its name: a combobox with a
// list (WAI-ARIA), filled by the server.
import { all, fragment, on, one } from "./dom";

/** startPick makes a combobox of an element with an input and a list; picked hears of each choice ("" when the box is emptied). */
export function startPick(root: HTMLElement, picked: (id: string, name: string) => void): void {
  const input = one<HTMLInputElement>("input", root)!, list = one("ul", root)!;
  let serial = 0, timer = 0;

  const options = (): HTMLElement[] => all("[role=option]", list);
  const active = (): HTMLElement | null => one("[aria-selected=true]", list);

  function hide(): void {
    serial++;
    clearTimeout(timer);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function activate(option: HTMLElement | undefined): void {
    active()?.setAttribute("aria-selected", "false");
    if (!option) { input.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  async function fill(): Promise<void> {
    const mine = ++serial;
    const fresh = await fragment(`/part/code/options?find=${encodeURIComponent(input.value.trim())}&${root.dataset.query ?? ""}`);
    if (mine !== serial) return;
    for (const o of fresh.querySelectorAll<HTMLElement>("[role=option]")) o.id = root.dataset.pick + "-" + o.id;
    list.replaceChildren(fresh);
    list.hidden = options().length === 0;
    input.setAttribute("aria-expanded", String(!list.hidden));
    activate(options()[0]);
  }

  function choose(option: HTMLElement): void {
    const name = one("bdi", option)?.textContent ?? "";
    input.value = name;
    input.dataset.id = option.dataset.id!;
    hide();
    picked(option.dataset.id!, name);
  }

  input.addEventListener("input", () => {
    input.dataset.id = "";
    clearTimeout(timer);
    if (!input.value.trim()) { hide(); picked("", ""); return; }
    timer = setTimeout(() => void fill(), 60);
  });
  input.addEventListener("keydown", (event) => {
    const shown = options(), i = shown.indexOf(active()!);
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) void fill();
      else activate(shown[(i + (event.key === "ArrowDown" ? 1 : -1) + shown.length) % shown.length]);
    } else if (event.key === "Enter" && !input.dataset.id && input.value.trim()) {
      event.preventDefault();
      clearTimeout(timer);
      void (list.hidden || timer ? fill() : Promise.resolve()).then(() => { const o = active() ?? options()[0]; if (o) choose(o); });
    } else if (event.key === "Enter" && !list.hidden && active()) {
      event.preventDefault();
      choose(active()!);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      hide();
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  on(list, "click", "[role=option]", choose);
  input.addEventListener("blur", hide);
}
