// Small steps between the script and the page. Nothing here makes HTML out of
// text: fragments come from the server's templates, which escape.

export function one<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T | null {
  return root.querySelector<T>(selector);
}

export function all<T extends HTMLElement = HTMLElement>(selector: string, root: ParentNode = document): T[] {
  return [...root.querySelectorAll<T>(selector)];
}

/** on listens on root for an event of any element that the selector picks, now or later. */
export function on<K extends keyof HTMLElementEventMap>(
  root: EventTarget, type: K, selector: string, act: (target: HTMLElement, event: HTMLElementEventMap[K]) => void,
): void {
  root.addEventListener(type, (event) => {
    const target = (event.target as Element | null)?.closest?.<HTMLElement>(selector);
    if (target) act(target, event as HTMLElementEventMap[K]);
  });
}

/** make builds an element; children that are strings become text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K, attributes: Record<string, string> = {}, ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Unreachable is a fetch that failed because the server is gone or wants a new session. */
export class Unreachable extends Error {}

/** fragment fetches a piece of the page that the server renders. */
export async function fragment(address: string, signal?: AbortSignal): Promise<DocumentFragment> {
  const answer = await fetch(address, { headers: { "X-Meerzicht": "1" }, signal }).catch((why) => {
    throw signal?.aborted ? why : new Unreachable(String(why));
  });
  if ([401, 412, 502, 503, 504].includes(answer.status)) throw new Unreachable(String(answer.status));
  if (!answer.ok) throw new Error(String(answer.status));
  const template = document.createElement("template");
  template.innerHTML = await answer.text();
  return template.content;
}

const stale = new Map<HTMLElement, string>(); // what could not be fetched

/** back fetches again what could not be fetched while the server was gone. */
export function back(): void {
  const again = [...stale];
  stale.clear();
  for (const [element, address] of again) if (element.isConnected) void refresh(element, address);
}

/** refresh fetches a fragment and puts it in the place of the element's children, keeping focus where an element has the same id. While the server is gone it leaves what is shown, and does it later. */
export async function refresh(element: HTMLElement, address: string): Promise<void> {
  let fresh: DocumentFragment;
  try {
    fresh = await fragment(address);
  } catch (why) {
    if (!(why instanceof Unreachable)) throw why;
    stale.set(element, address);
    return;
  }
  const focused = element.contains(document.activeElement) ? document.activeElement?.id : "";
  element.replaceChildren(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}
