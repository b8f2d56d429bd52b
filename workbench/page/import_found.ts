// What an import found and somebody must look at before it is stored: speakers,
// columns of surveys, how a project counts, and what a new version of a text does
// to its codings. What was chosen is kept while the files are looked at again.
import { make, one } from "./dom";
import { say } from "./say";

interface Speaker { label: string; shown: string; turns: number; documents: number; role: string; mixed?: boolean }
interface Column { file: string; heading: string; shown: string; label?: string; use: string; how?: string; sure: boolean; values?: string }
interface Choice { id: string; label: string }
interface Group { label: string; choices: Choice[] }
interface Count { kind: string; found: number; taken: number; lost: string[] }
interface Project { file: string; origin: string; convention: string; positions?: string; unsure?: boolean; lost: number; counts: Count[]; stored?: string[] }
interface Version { file: string; document: string; said: string; lost: number; codings: { outcome: string; code: string; coder: string; before: string; after?: string; lost?: boolean }[]; more?: number }
export interface Found { speakers?: Speaker[]; columns?: Column[]; choices?: Group[]; projects?: Project[]; versions?: Version[] }

/** Chosen is what was confirmed or changed, by the names of the import's options. */
export class Chosen {
  speakers = new Map<string, string>();
  columns = new Map<string, string>();
  positions = "";
  lost = false;
  private unsure = false;
  private losing = 0;
  private open = 0; // columns that nobody said anything of

  /** forget is for other files. */
  forget(): void {
    this.speakers.clear();
    this.columns.clear();
    this.positions = "";
    this.lost = this.unsure = false;
    this.losing = this.open = 0;
  }

  send(data: FormData): void {
    for (const [label, role] of this.speakers) data.append("speaker:" + label, role);
    for (const [heading, use] of this.columns) if (use) data.append("column:" + heading, use);
    if (this.positions) data.append("positions", this.positions);
    if (this.lost) data.append("lost", "yes");
  }

  /** missing says what must still be chosen before anything can be stored; "" for nothing. */
  missing(): string {
    if (this.open) return say("Kies bij elke kolom wat zij is.", "Choose of every column what it is.");
    if (this.unsure && !this.positions) return say("Kies eerst hoe het project posities telt.", "First choose how the project counts positions.");
    if (this.losing && !this.lost) return say("Vink eerst aan dat wat verloren gaat mag vervallen.", "First tick that what is lost may go.");
    return "";
  }

  /** show builds the parts to confirm; again is called when the files must be looked at anew, changed when not. */
  show(form: HTMLElement, found: Found, conventions: Choice[], again: () => void, changed: () => void): void {
    this.unsure = !!found.projects?.some((p) => p.unsure);
    this.losing = (found.versions ?? []).reduce((n, v) => n + v.lost, 0);
    if (!this.losing) this.lost = false;
    form.replaceChildren(
      ...this.versions(found.versions ?? [], changed),
      ...this.projects(found.projects ?? [], conventions, again),
      ...this.columnParts(found, again),
      ...this.speakerParts(found.speakers ?? [], changed),
    );
  }

  private speakerParts(list: Speaker[], changed: () => void): Node[] {
    if (!list.length) return [];
    const roles: Choice[] = [
      { id: "interviewer", label: say("interviewer", "interviewer") }, { id: "respondent", label: say("respondent", "respondent") },
      { id: "", label: say("geen van beide", "neither") },
    ];
    const rows = list.map((s) => {
      const role = this.speakers.get(s.label) ?? (s.mixed ? "mixed" : s.role);
      const select = picker(say("Rol van %1", "Role of %1", s.shown), role, s.mixed ? [{ id: "mixed", label: say("verschilt per document", "differs by document") }, ...roles] : roles);
      select.addEventListener("change", () => {
        if (select.value === "mixed") this.speakers.delete(s.label);
        else this.speakers.set(s.label, select.value);
        changed();
      });
      return make("tr", {}, make("th", { scope: "row" }, s.shown), make("td", { class: "num" }, String(s.turns)), make("td", { class: "num" }, String(s.documents)), make("td", {}, select));
    });
    return [part("found-speakers", say("Sprekers", "Speakers"), say("De rol is een voorstel en geldt voor elk van deze documenten met dit label.", "The role is a proposal, and holds for each of these documents with this label."),
      table(say("Sprekers", "Speakers"), [say("label", "label"), "#" + say("beurten", "turns"), "#" + say("documenten", "documents"), say("rol", "role")], rows))];
  }

  private columnParts(found: Found, again: () => void): Node[] {
    const columns = found.columns ?? [], groups = found.choices ?? [];
    this.open = 0;
    if (!columns.length) return [];
    const row = (c: Column): HTMLTableRowElement => {
      const select = grouped(say("Kolom %1", "Column %1", c.shown), this.columns.get(c.heading) ?? c.use, groups);
      select.addEventListener("change", () => { this.columns.set(c.heading, select.value); again(); });
      return make("tr", {}, make("th", { scope: "row" }, c.shown, ...(c.label && c.label !== c.shown ? [make("br"), make("small", {}, c.label)] : [])),
        make("td", {}, c.values ?? ""), make("td", {}, select, ...(c.how ? [make("br"), make("small", {}, c.how)] : [])));
    };
    const heads = [say("kolom", "column"), say("wat erin staat", "what is in it"), say("is", "is")];
    const unsure = columns.filter((c) => !c.sure), sure = columns.filter((c) => c.sure);
    const out: Node[] = [];
    if (unsure.length) {
      // A proposal that nobody changes is confirmed by looking again.
      for (const c of unsure) {
        if (!this.columns.get(c.heading) && c.use) this.columns.set(c.heading, c.use);
        if (!this.columns.get(c.heading)) this.open++;
      }
      out.push(part("found-columns", say("Kolommen om te bevestigen", "Columns to confirm"), say("Kijk ze na, kies wat er niet klopt, en controleer dan opnieuw.", "Look at them, choose what is not right, and then check again."),
        table(say("Kolommen om te bevestigen", "Columns to confirm"), heads, unsure.map(row))));
    }
    if (sure.length) {
      const details = make("details", { class: "sure" }, make("summary", {}, say("%1 kolommen die herkend zijn", "%1 columns that were recognised", sure.length)));
      details.addEventListener("toggle", () => { if (!details.querySelector("table")) details.append(table(say("Herkende kolommen", "Columns recognised"), heads, sure.map(row))); });
      out.push(details);
    }
    return out;
  }

  private projects(list: Project[], conventions: Choice[], again: () => void): Node[] {
    return list.map((p) => {
      const lines: (Node | string)[] = [];
      if (p.origin) lines.push(make("p", {}, say("Gemaakt met %1.", "Made with %1.", p.origin)));
      if (p.convention) lines.push(make("p", {}, p.convention));
      if (p.unsure || this.positions) {
        const select = picker(say("Hoe telt dit project posities?", "How does this project count positions?"), this.positions,
          [{ id: "", label: say("– kies –", "– choose –") }, ...conventions.map((c) => c.id === p.positions ? { id: c.id, label: c.label + say(" (voorstel)", " (proposal)") } : c)]);
        select.removeAttribute("aria-label");
        select.addEventListener("change", () => { this.positions = select.value; again(); });
        lines.push(make("label", { class: "positions" }, say("Hoe telt dit project posities?", "How does this project count positions?"), select));
      }
      lines.push(make("p", {}, p.lost ? say("Wat er niet meekomt: %1", "What does not come along: %1", p.lost) : say("Alles komt mee.", "Everything comes along.")),
        table(say("Wat er meekomt uit %1", "What comes along from %1", p.file), [say("wat", "what"), "#" + say("in het project", "in the project"), "#" + say("komt mee", "comes along"), say("niet, want", "not, because")],
          p.counts.map((c) => make("tr", {}, make("th", { scope: "row" }, c.kind), make("td", { class: "num" }, String(c.found)), make("td", { class: "num" }, String(c.taken)), make("td", {}, ...c.lost.map((l) => make("div", {}, l)))))));
      if (p.stored?.length) lines.push(make("p", {}, say("In het onderzoek: ", "In the study: ") + p.stored.join("; ") + "."));
      return part("", say("Project %1", "Project %1", p.file), "", ...lines);
    });
  }

  private versions(list: Version[], changed: () => void): Node[] {
    const out = list.map((v) => part("", say("Nieuwe versie van %1", "New version of %1", v.document), say("Coderingen: %1.", "Codings: %1.", v.said),
      ...(v.codings.length ? [table(say("Coderingen van %1 die veranderen", "Codings of %1 that change", v.document), [say("wat", "what"), say("code, codeur", "code, coder"), say("stond bij", "was at"), say("staat nu bij", "is now at")],
        v.codings.map((c) => make("tr", c.lost ? { class: "lost" } : {}, make("th", { scope: "row" }, c.outcome), make("td", {}, c.code, make("br"), make("small", {}, c.coder)), make("td", {}, "‘" + c.before + "’"), make("td", {}, c.after ? "‘" + c.after + "’" : "–"))))] : []),
      ...(v.more ? [make("p", {}, say("en nog %1", "and %1 more", v.more))] : [])));
    if (!this.losing) return out;
    const tick = make("input", { type: "checkbox", id: "accept-lost" });
    tick.checked = this.lost;
    tick.addEventListener("change", () => { this.lost = tick.checked; changed(); });
    out.push(make("p", {}, make("label", { class: "check" }, tick, " " + say("Wat verloren gaat mag vervallen (%1)", "What is lost may go (%1)", this.losing))));
    return out;
  }
}

/** part is a section; its heading can be reached. */
function part(id: string, title: string, about: string, ...content: (Node | string)[]): HTMLElement {
  return make("section", id ? { id } : {}, make("h3", {}, title), ...(about ? [make("p", {}, about)] : []), ...content);
}

/** table is a table of rows; a heading that begins with # is that of numbers. */
function table(name: string, heads: string[], rows: HTMLTableRowElement[]): HTMLElement {
  return make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": name }, make("table", { class: "lines" },
    make("thead", {}, make("tr", {}, ...heads.map((h) => make("th", h.startsWith("#") ? { scope: "col", class: "num" } : { scope: "col" }, h.replace(/^#/, ""))))), make("tbody", {}, ...rows)));
}

function picker(name: string, value: string, choices: Choice[]): HTMLSelectElement {
  const select = make("select", { "aria-label": name }, ...choices.map((c) => option(c, value)));
  return select;
}

function option(c: Choice, value: string): HTMLOptionElement {
  return make("option", c.id === value ? { value: c.id, selected: "" } : { value: c.id }, c.label);
}

/** grouped is a choice among groups; what is in none of them is a choice too. */
function grouped(name: string, value: string, groups: Group[]): HTMLSelectElement {
  const known = value === "" || groups.some((g) => g.choices.some((c) => c.id === value));
  return make("select", { "aria-label": name }, ...(value === "" ? [option({ id: "", label: say("– kies –", "– choose –") }, value)] : []), ...(known ? [] : [option({ id: value, label: value }, value)]),
    ...groups.map((g) => make("optgroup", { label: g.label }, ...g.choices.map((c) => option(c, value)))));
}

/** conventionsOf are the ways to count that the page has. */
export function conventionsOf(root: HTMLElement): Choice[] {
  return [...(one<HTMLDataListElement>("#conventions", root)?.options ?? [])].map((o) => ({ id: o.value, label: o.label }));
}
