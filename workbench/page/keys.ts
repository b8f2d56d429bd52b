// Single-key commands. Each has a name, a default key and the views where it
// works; they do nothing in text fields, can be given another key, and can be
// switched off altogether (WCAG 2.1.4). Choices stay in this browser.
import { say } from "./say";

export interface Key { id: string; key: string; label: string; act: (event: KeyboardEvent) => void; when?: () => boolean }

const registered = new Map<string, Key>();
const store = "meerzicht.keys";

interface Choices { off?: boolean; keys?: Record<string, string> }

export function choices(): Choices {
  try { return JSON.parse(localStorage.getItem(store) ?? "{}"); } catch { return {}; }
}
export function choose(c: Choices): void { localStorage.setItem(store, JSON.stringify(c)); }

/** key registers a command; where when says no, the key is the browser's. Keys are written as "c", "Shift+z", "Ctrl+Enter", "ArrowDown"; several are separated by blanks. */
export function key(id: string, keys: string, label: string, act: (event: KeyboardEvent) => void, when?: () => boolean): void {
  registered.set(id, { id, key: keys, label, act, when });
}

export function keyList(): Key[] {
  const chosen = choices().keys ?? {};
  return [...registered.values()].map((k) => ({ ...k, key: chosen[k.id] ?? k.key }));
}

/** named writes a key press as commands are registered. */
export function named(event: KeyboardEvent): string {
  const name = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shifted = event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key));
  return (event.ctrlKey || event.metaKey ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (shifted ? "Shift+" : "") + (name === " " ? "Space" : name);
}

function typing(target: EventTarget | null): boolean {
  const element = target as HTMLElement | null;
  return !!element?.closest?.("input, textarea, select, [contenteditable=true], dialog");
}

export function startKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const pressed = named(event);
    const single = !event.ctrlKey && !event.metaKey && !event.altKey && event.key.length === 1;
    if (typing(event.target) || (single && choices().off)) return;
    for (const command of keyList()) {
      if (!command.key.split(" ").includes(pressed) || command.when?.() === false) continue;
      event.preventDefault();
      command.act(event);
      return;
    }
  });
}

/** keyLabel writes keys in words. */
export function keyLabel(keys: string): string { return keys.split(" ").map(inWords).join(say(" of ", " or ")); }

function inWords(key: string): string {
  const [, held, last] = /^((?:Ctrl\+|Alt\+|Shift\+)*)(.+)$/.exec(key) ?? ["", "", key];
  const words: Record<string, string> = {
    ArrowDown: say("pijl omlaag", "down arrow"), ArrowUp: say("pijl omhoog", "up arrow"), ArrowLeft: say("pijl links", "left arrow"), ArrowRight: say("pijl rechts", "right arrow"),
    Escape: "Esc", Space: say("spatie", "space"), ContextMenu: say("menutoets", "menu key"), Delete: "Delete", PageDown: "Page Down", PageUp: "Page Up",
  };
  const name = words[last] ?? (last.length === 1 ? last.toUpperCase() : last);
  if (!held) return name;
  return held.slice(0, -1) + (/^[+-]$/.test(last) ? say(" en ", " and ") : "+") + name;
}
