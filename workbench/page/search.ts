// Hits of a search in the whole study: going through them with the keyboard.
import { all, one } from "./dom";
import { key } from "./keys";
import { say } from "./say";

export function start(root: HTMLElement): void {
  const step = (by: number) => {
    const hits = all(".hit a.go", root);
    const at = hits.indexOf(document.activeElement as HTMLElement);
    const to = at < 0 ? (by > 0 ? 0 : hits.length - 1) : at + by;
    if (hits[to]) hits[to].focus();
    else one(to < 0 ? "#page-before" : "#page-after", root)?.focus();
  };
  key("hit-next", "j ArrowDown", say("volgende vondst", "next hit"), () => step(1));
  key("hit-back", "k ArrowUp", say("vorige vondst", "previous hit"), () => step(-1));
}
