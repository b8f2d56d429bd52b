// The status line is a polite live region: what happened, said once.
import { one } from "./dom";

export function status(text: string): void {
  const line = one("#status");
  if (!line) return;
  // The same words twice would not be read out again.
  line.textContent = line.textContent === text ? text + "\u00a0" : text;
}

/** problem shows what could not be done and what to do, until it is dismissed or the next act succeeds. */
export function problem(what: string, hint = ""): void {
  const box = one("#problem");
  if (!box) return;
  one("#problem-what")!.textContent = what;
  one("#problem-hint")!.textContent = hint;
  box.hidden = what === "";
}
