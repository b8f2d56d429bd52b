// The page's language is that of its <html> element; the server chose it.

/** say returns the wording in the page's language; %1, %2 … are the arguments. */
export function say(nl: string, en: string, ...args: (string | number)[]): string {
  const wording = document.documentElement.lang === "en" ? en : nl;
  return wording.replace(/%(\d)/g, (_, n) => String(args[Number(n) - 1] ?? ""));
}
