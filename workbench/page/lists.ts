// The filled lists.
export function start(_root: HTMLElement): void {}
/** startList fills #list in the text view. */
export function startList(_root: HTMLElement): void {}
