package analysis

import (
	"slices"
	"strings"

	"meerzicht/analysis/form"
	"meerzicht/coding"
	"meerzicht/instruments"
)

const formsID = "forms"

// RolePrefix starts the column key of a professional role in the form tables.
const RolePrefix = "role:"

// Forms is the table of collaboration forms: dyads per class, by project and by
// the professional's role, with the trajectories they lie in. A trajectory can
// hold several dyads, so dyads and trajectories differ. A class a person set
// stands in place of the computed one, and a note says how many.
//
// Rows: one a form, mixed with its pairs below it, ambiguous, insufficient, and
// the total. Columns: n, project:…, role:…, trajectories.
func Forms(c *coding.Corpus) Table {
	f := newFormTable(c, formsID)
	f.t.Title = instruments.Text{NL: "Vormen van samenwerking", EN: "Forms of collaboration"}
	f.t.Unit, f.t.Base = Dyads, instruments.Text{NL: "Percentages van alle dyades in de kolom.", EN: "Percentages of all dyads in the column."}
	for _, g := range f.groups {
		f.column(g.key, g.label, g.head, FigureCell)
	}
	f.column("trajectories", Trajectories.Label(), instruments.Text{}, FigureCell)
	for _, k := range f.classes {
		f.dyadRow(k, func(d classified) bool {
			return d.class == k.class && (len(k.mixed) == 0 || slices.Equal(d.mixed, k.mixed))
		})
	}
	f.dyadRow(class{key: RowTotal, label: instruments.Text{NL: "alle dyades", EN: "all dyads"}}, func(classified) bool { return true })
	f.t.Rows[len(f.t.Rows)-1].Total = true
	f.relations()
	f.notes()
	return f.t
}

// classified is a dyad with the class that counts.
type classified struct {
	form.Assignment
	class form.Class
	mixed []string
}

// class is a row: a class, or one pair of forms of the mixed class.
type class struct {
	key   string
	label instruments.Text
	class form.Class
	mixed []string
	level int
}

type dyadGroup struct {
	key   string
	label instruments.Text
	head  instruments.Text
	of    instruments.Text
	has   func(classified) bool
}

type formTable struct {
	*index
	builder
	dyads   []classified
	classes []class
	groups  []dyadGroup
	members map[instruments.TrajectoryID][]int // people by trajectory
}

func newFormTable(c *coding.Corpus, id string) *formTable {
	f := &formTable{index: newIndex(c), members: map[instruments.TrajectoryID][]int{}}
	f.t = Table{ID: id, Stub: instruments.Text{NL: "Vorm", EN: "Form"}}
	for _, a := range form.All(f.c) {
		d := classified{Assignment: a}
		d.class, d.mixed = a.Effective(&f.set.List)
		f.dyads = append(f.dyads, d)
	}
	for i, p := range f.people {
		for _, t := range p.Trajectories {
			f.members[t] = append(f.members[t], i)
		}
	}
	f.order()
	f.dyadGroups()
	return f
}

// order lists the classes: the forms, mixed and its pairs by name, the rest.
func (f *formTable) order() {
	add := func(c form.Class, mixed []string, level int, label instruments.Text) {
		f.classes = append(f.classes, class{key: form.Key(c, mixed), label: label, class: c, mixed: mixed, level: level})
	}
	for _, k := range f.set.List.Forms {
		add(form.Of(k.ID), nil, 0, instruments.Textf("%s: %s", "%s: %s", form.Label(form.Of(k.ID), nil), k.Label))
	}
	add(form.Mixed, nil, 0, form.Label(form.Mixed, nil))
	pairs := map[string][]string{}
	for _, d := range f.dyads {
		if d.class == form.Mixed && len(d.mixed) > 0 {
			pairs[strings.Join(d.mixed, "/")] = d.mixed
		}
	}
	for _, k := range sortedKeys(pairs) {
		add(form.Mixed, pairs[k], 1, form.Label(form.Mixed, pairs[k]))
	}
	add(form.Ambiguous, nil, 0, form.Label(form.Ambiguous, nil))
	add(form.Insufficient, nil, 0, form.Label(form.Insufficient, nil))
}

func (f *formTable) dyadGroups() {
	all := Dyads.Label()
	f.groups = []dyadGroup{{ColumnAll, instruments.Same("n"), instruments.Text{}, all, func(classified) bool { return true }}}
	projects, roles := map[string]bool{}, map[instruments.Role]bool{}
	for _, d := range f.dyads {
		projects[d.Project], roles[d.Dyad.Role] = true, true
	}
	known := slices.DeleteFunc(slices.Clone(f.projects), func(p string) bool { return !projects[p] })
	for _, p := range sortedKeys(projects) {
		if !slices.Contains(known, p) {
			known = append(known, p)
		}
	}
	for _, p := range known {
		f.groups = append(f.groups, dyadGroup{ProjectPrefix + p, projectLabel(p), headProject, instruments.Textf("dyades in %s", "dyads in %s", projectLabel(p)), func(d classified) bool { return d.Project == p }})
	}
	for _, r := range f.roles(roles) {
		of := instruments.Textf("dyades met %s", "dyads with %s", r.Label)
		f.groups = append(f.groups, dyadGroup{RolePrefix + string(r.ID), r.Label, instruments.Text{NL: "Rol professional", EN: "Professional's role"}, of, func(d classified) bool { return d.Dyad.Role == r.ID }})
	}
}

// roles are those of the instruments that occur, then others by name.
func (f *formTable) roles(occur map[instruments.Role]bool) []instruments.RoleInfo {
	var out []instruments.RoleInfo
	for _, r := range f.set.Roles {
		if occur[r.ID] {
			out = append(out, r)
			delete(occur, r.ID)
		}
	}
	for _, r := range sortedKeys(occur) {
		label := instruments.Same(string(r))
		if r == "" {
			label = instruments.Text{NL: "onbekende rol", EN: "unknown role"}
		}
		out = append(out, instruments.RoleInfo{ID: r, Label: label})
	}
	return out
}

func (f *formTable) dyadRow(k class, in func(classified) bool) {
	r := f.row(k.key, k.label)
	r.Level, r.Occurs = k.level, k.level > 0
	trajectories, every := map[string]bool{}, map[string]bool{}
	for _, g := range f.groups {
		ids, base := []string{}, 0
		for _, d := range f.dyads {
			every[string(d.Dyad.Trajectory)] = true
			if !g.has(d) {
				continue
			}
			base++
			if in(d) {
				ids = append(ids, string(d.Dyad.ID))
				trajectories[string(d.Dyad.Trajectory)] = true
			}
		}
		fig := &Figure{Count: len(ids), Base: base, Unit: Dyads, BaseOf: g.of, IDs: ids, Persons: len(ids)}
		r.figure(g.key, fig.withInterval())
	}
	ids := sortedKeys(trajectories)
	fig := &Figure{Count: len(ids), Base: len(every), Unit: Trajectories, BaseOf: allTrajectories, IDs: ids, Persons: len(ids)}
	r.figure("trajectories", fig.withInterval())
}

func (f *formTable) relations() {
	projects, roles := []string{ColumnAll}, []string{ColumnAll}
	for _, g := range f.groups {
		switch {
		case strings.HasPrefix(g.key, ProjectPrefix):
			projects = append(projects, g.key)
		case strings.HasPrefix(g.key, RolePrefix):
			roles = append(roles, g.key)
		}
	}
	f.across([][]string{projects, roles})
	var top, pairs []string
	for _, k := range f.classes {
		if k.level == 0 {
			top = append(top, k.key)
		} else {
			pairs = append(pairs, k.key)
		}
		f.sum(f.ref(k.key, ColumnAll), f.ref(k.key, "trajectories"), f.ref(k.key, "unshown"))
	}
	apart := slices.ContainsFunc(f.dyads, func(d classified) bool { return d.class == form.Mixed && len(d.mixed) == 0 })
	for _, g := range f.groups {
		f.down(g.key, RowTotal, top)
		switch {
		case len(pairs) > 0 && apart: // a person set mixed and named no pair
			f.down(g.key, string(form.Mixed), append(slices.Clone(pairs), "unshown"))
		case len(pairs) > 0:
			f.down(g.key, string(form.Mixed), pairs)
		}
	}
}

func (f *formTable) notes() {
	f.t.Notes = append(f.t.Notes, f.index.notes...)
	if len(f.dyads) == 0 {
		f.empty()
	}
	f.note("dyads", "Geteld zijn dyades (vrijwilliger × professionele rol): één traject kan twee dyades met een verschillende vorm hebben.", "Counted are dyads (volunteer × professional role): one trajectory can hold two dyads of different forms.")
	overridden, undecided := false, false
	for _, d := range f.dyads {
		if d.Override != nil { // one that names no class leaves the computed one
			_, _, valid := form.ParseClass(d.Override.Class, &f.set.List)
			overridden = overridden || valid
		}
		undecided = undecided || !d.Note.IsZero() && d.Coder != ""
	}
	if overridden {
		f.note("override", "Van sommige dyades is de vorm met naam en memo vastgesteld door een onderzoeker; die telt hier.", "For some dyads a researcher set the form, with name and memo; that one counts here.")
	}
	if undecided {
		f.note("no_consensus", "Van sommige dyades zijn er invullingen van meer codeurs zonder consensus; dan telt die van de eerste codeur op naam.", "Some dyads were rated by several coders without a consensus; then the rating of the first coder by name counts.")
	}
}
