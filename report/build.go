package report

import (
	"slices"
	"strings"

	"meerzicht/analysis"
	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Build makes the report of a study: it computes every table, protects them
// together for the audience, and writes the sentences from what is left. It
// fails for a corpus without instruments, and for a layer that is not there.
func Build(c *coding.Corpus, opt Options) (*Report, error) {
	if c == nil || c.Instruments == nil {
		return nil, instruments.Refuse("",
			inBoth("het onderzoek heeft geen instrumenten, dus er is niets te tellen", "the study has no instruments, so there is nothing to count"),
			inBoth("maak het onderzoek met `meerzicht new` of importeer het opnieuw", "make the study with `meerzicht new` or import it again"))
	}
	opt = opt.defaults(c)
	b, err := newBuilder(c, opt)
	if err != nil {
		return nil, err
	}
	b.r = &Report{Layer: b.layer(), Lang: opt.Lang, Audience: opt.Audience, Version: opt.Version, Info: c.Info, Codebook: c.Codebook.Codes}
	if b.r.Info.Notice.IsZero() {
		b.r.Info.Notice = c.Instruments.Notice
	}
	if err := b.compareRounds(); err != nil {
		return nil, err
	}
	b.collect()
	if opt.Audience == Intern {
		b.r.Long, b.r.Dyads = longTable(b.c, opt.Lang), dyadList(b.dyads, b.set)
	}
	b.first()
	b.sections()
	return b.r, nil
}

// newBuilder takes the layer of a study that its report counts.
func newBuilder(whole *coding.Corpus, opt Options) (*builder, error) {
	c, err := analysis.InLayer(whole, opt.Layer)
	if err != nil {
		return nil, err
	}
	return &builder{c: c, everyone: whole, set: c.Instruments, opt: opt, dyads: form.All(c)}, nil
}

// layer says whose work the report counts.
func (b *builder) layer() instruments.Text {
	note, _ := analysis.LayerNote(b.c)
	return note.Text
}

// defaults fills in what the caller left open.
func (o Options) defaults(c *coding.Corpus) Options {
	if o.Lang == "" {
		o.Lang = c.Info.Lang
	}
	if o.Lang == "" {
		o.Lang = instruments.Dutch
	}
	if o.Audience != Intern {
		o.Audience = Extern
	}
	if o.Without == nil {
		o.Without = namedProjects(c)
	}
	return o
}

// namedProjects are the projects that the taxonomy's notes on expectations
// name, by their first word: what the literature expected somewhere in
// particular is also counted without that place.
func namedProjects(c *coding.Corpus) []string {
	var notes strings.Builder
	for _, a := range c.Instruments.Taxonomy.Activities {
		if a.Expected != "" {
			notes.WriteString(a.ExpectedNote.NL + " " + a.ExpectedNote.EN + " ")
		}
	}
	var out []string
	for _, r := range c.Respondents {
		word, _, _ := strings.Cut(r.Project, " ")
		if word != "" && !slices.Contains(out, r.Project) && strings.Contains(notes.String(), word) {
			out = append(out, r.Project)
		}
	}
	slices.Sort(out)
	return out
}

// builder makes one report.
type builder struct {
	c        *coding.Corpus // the layer that counts
	everyone *coding.Corpus // the work of all coders
	set      *instruments.Set
	opt      Options
	r        *Report
	dyads    []form.Assignment
	raw      map[string]analysis.Table // as computed: never shown, it only checks claims
	tables   map[string]analysis.Table // protected
	part     *Section
	count    int       // figures in all tables
	doubled  []doubled // rounds of double coding, or double work without one
	// dropped are the titles of tables that could not be protected.
	dropped []instruments.Text
}

// themes are the domains of coded themes that get a table, in order.
func themes() []string {
	return []string{"waardering", "meerwaarde", "knelpunt", "voorwaarde", "reflectie", "conclusie", "aanbeveling"}
}

// collect computes all tables and protects them together, so that no table
// gives back what another withholds.
func (b *builder) collect() {
	all := b.counted()
	b.raw, b.tables = map[string]analysis.Table{}, map[string]analysis.Table{}
	for i, t := range all {
		b.raw[t.ID] = t
		if b.opt.Audience == Extern {
			all[i] = published(t)
		}
	}
	safe := b.protected(all)
	for _, t := range safe {
		b.tables[t.ID] = t
	}
	b.count = figures(safe)
}

// counted are the tables as computed.
func (b *builder) counted() []analysis.Table {
	o := analysis.Options{Without: b.opt.Without}
	all := []analysis.Table{
		analysis.Activities(b.c, o), analysis.Goals(b.c, o), analysis.Forms(b.c), formReasons(b.dyads, b.set), formFlags(b.dyads, b.set),
		analysis.FormValuation(b.c, ""), analysis.FormGoals(b.c),
	}
	for _, domain := range themes() {
		if len(b.c.Codebook.Domain(domain)) > 0 {
			all = append(all, analysis.CodesByType(b.c, domain, analysis.Options{}))
		}
	}
	all = append(all, analysis.Expectation(b.c, o), analysis.Sample(b.c), startContact(b.c),
		analysis.Concordance(b.c, analysis.Options{}), analysis.Triads(b.c, analysis.Options{}))
	for i, t := range all {
		all[i] = analysis.InTheLayer(b.c, t)
	}
	return all
}

// Counted are the tables of a report as computed, before anything is withheld,
// each figure with the ids it was counted from: for showing inside the team what
// stands behind a cell, and never for publishing. Without instruments, and for a
// layer that is not there, there are none.
func Counted(c *coding.Corpus, opt Options) []analysis.Table {
	if c == nil || c.Instruments == nil {
		return nil
	}
	b, err := newBuilder(c, opt.defaults(c))
	if err != nil {
		return nil
	}
	return b.counted()
}

// protected masks the tables. Where the audit finds a withheld figure that could
// be narrowed down, all divisions into groups are left out, and where that does
// not help, the tables themselves.
func (b *builder) protected(all []analysis.Table) (safe []analysis.Table) {
	k := b.opt.Audience.Threshold()
	if safe, b.r.Audit = protect(all, k); b.r.Audit.Open == 0 {
		return safe
	}
	groups := keys(analysis.ProjectPrefix, analysis.TypePrefix, analysis.WithoutPrefix, analysis.RolePrefix, analysis.ClassPrefix)
	for i, t := range all {
		all[i] = without(t, groups, analysis.Warning{Code: "left_out", Text: inBoth(
			"De uitsplitsing naar groepen is weggelaten: afgeschermde getallen zouden er uit terug te rekenen zijn.",
			"The breakdown by group was left out: masked numbers could be worked out from it.")})
	}
	for {
		safe, b.r.Audit = protect(all, k)
		open := map[string]bool{}
		for _, c := range b.r.Audit.Cells {
			if c.Open {
				open[c.Ref.Table] = true
			}
		}
		if len(open) == 0 {
			return safe
		}
		all = slices.DeleteFunc(all, func(t analysis.Table) bool {
			if open[t.ID] {
				b.dropped = append(b.dropped, t.Title)
			}
			return open[t.ID]
		})
	}
}

// published takes from a table the columns that an external report does without:
// divisions so fine that nearly all of their cells would be masked, and others
// with them to keep these from being worked out.
func published(t analysis.Table) analysis.Table {
	var left []string
	switch t.ID {
	case "activities":
		left = []string{"denied", "silent"}
	case "goals":
		left = []string{analysis.ProjectPrefix, analysis.TypePrefix, analysis.WithoutPrefix}
	case "forms":
		left = []string{analysis.RolePrefix}
	case "concordance": // with the ticks of an activity its rows give masked counts back
		t.Rows = slices.DeleteFunc(slices.Clone(t.Rows), func(r analysis.Row) bool { return !r.Total })
		left = []string{"checklist", "transcript", "neither"}
	default: // persons and collaborations are published, never segments
		left = []string{"segments", analysis.SegmentPrefix}
	}
	return without(t, keys(left...), analysis.Warning{Code: "left_out", Text: inBoth(
		"Fijnere uitsplitsingen staan alleen in het interne rapport: extern zou er zoveel moeten worden afgeschermd dat ook de hoofdcijfers verdwijnen.",
		"Finer breakdowns are in the internal report only: an external one would have to mask so much that the main figures would be lost.")})
}

// without is the table less the columns that out accepts, with a note when there
// were any. The sums stay: they still hold, and an attacker knows them.
func without(t analysis.Table, out func(analysis.Column) bool, note analysis.Warning) analysis.Table {
	if !slices.ContainsFunc(t.Columns, out) {
		return t
	}
	sums := t.Sums
	t = pick(t, func(c analysis.Column) bool { return !out(c) })
	t.Sums, t.Notes = sums, append(slices.Clone(t.Notes), note)
	return t
}

// has is true when a table exists and counts anything.
func (b *builder) has(id string) bool {
	t, ok := b.tables[id]
	return ok && len(t.Rows) > 0
}

// keys keeps the columns with these keys, prefixes those whose key begins so.
func keys(names ...string) func(analysis.Column) bool {
	return func(c analysis.Column) bool {
		return slices.ContainsFunc(names, func(n string) bool {
			return c.Key == n || strings.HasSuffix(n, ":") && strings.HasPrefix(c.Key, n)
		})
	}
}

func (b *builder) para(t instruments.Text) {
	if !t.IsZero() {
		b.part.Blocks = append(b.part.Blocks, Block{Para: t})
	}
}

func (b *builder) heading(nl, en string) {
	b.part.Blocks = append(b.part.Blocks, Block{Heading: inBoth(nl, en)})
}

func (b *builder) list(ts ...instruments.Text) {
	if len(ts) > 0 {
		b.part.Blocks = append(b.part.Blocks, Block{List: ts})
	}
}

func (b *builder) terms(ts []Term) {
	if len(ts) > 0 {
		b.part.Blocks = append(b.part.Blocks, Block{Terms: ts})
	}
}

func (b *builder) chart(c *Chart) {
	if c != nil && c.shows() {
		b.part.Blocks = append(b.part.Blocks, Block{Chart: c})
	}
}

// section begins a section; write fills it. A section that stays empty is left
// out.
func (b *builder) section(id string, title, question instruments.Text, write func()) {
	b.part = &Section{ID: id, Title: title, Question: question}
	write()
	if len(b.part.Blocks) > 0 {
		b.r.Sections = append(b.r.Sections, *b.part)
	}
}
