// Parts that must not stay old.
import { fragment } from "./dom";

/** insist is fragment, tried some times before it gives up with null: a part that was not fetched again would stay old. */
export async function insist(address: string): Promise<DocumentFragment | null> {
  for (let wait = 250; wait <= 4000; wait *= 2) {
    try { return await fragment(address); } catch { await new Promise((again) => setTimeout(again, wait)); }
  }
  return null;
}
