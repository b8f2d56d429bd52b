package checklist

import (
	"maps"
	"slices"

	"meerzicht/instruments"
)

// folded is a mapping with headings made comparable.
func folded(columns map[string]string) map[string]string {
	out := make(map[string]string, len(columns))
	for _, heading := range slices.Sorted(maps.Keys(columns)) {
		out[fold(heading)] = columns[heading]
	}
	return out
}

// unused notes what the user said about columns that are not there.
func (r *reader) unused() {
	if r.result.Survey == "" || r.result.Survey == longTable {
		return
	}
	for _, heading := range slices.Sorted(maps.Keys(r.mapped)) {
		if !r.used[heading] {
			r.problems = append(r.problems, instruments.Problem{
				File: r.name, Note: true,
				What: instruments.Textf("het bestand heeft geen kolom of vraag %q", "the file has no column or question %q", instruments.Plain(clip(heading))),
				Hint: instruments.Text{NL: "schrijf de kop zoals hij in het bestand staat", EN: "write the heading as it stands in the file"},
			})
		}
	}
}

// headed tells that a row can be the heading of a wide table: it has an
// activity in it, or something that the user named.
func (r *reader) headed(top row) bool {
	r.known()
	for i := range top.cells {
		cell := top.cell(i)
		if _, ok := r.mapped[fold(cell)]; ok {
			return true
		}
		if len(cell) > 2*r.names.longest+maxHeading {
			continue
		}
		if _, _, _, ok := r.names.split(cell); ok {
			return true
		}
		if r.words[fold(cell)] == fRespondent || (&survey{reader: r}).useWord(fold(cell)) == useRespondent {
			return true
		}
	}
	return false
}

// activitiesIn counts the cells of a row that are an activity as a whole.
func (r *reader) activitiesIn(line row) int {
	r.known()
	n := 0
	for i := range line.cells {
		if cell := line.cell(i); len(cell) <= r.names.longest {
			if _, ok := r.names.find(cell); ok {
				n++
			}
		}
	}
	return n
}

// perActivity tells that a respondent sheet has a column per activity: one is
// headed by a code, or several by a label. One label alone may be an attribute
// that goes by the same name.
func (r *reader) perActivity(top row) bool {
	r.known()
	return r.activitiesIn(top) > 1 || slices.ContainsFunc(top.cells, func(cell string) bool {
		h, ok := r.names.find(cell)
		return ok && h.how == byCode
	})
}

// isForm tells that a sheet is part of an XLSForm.
func isForm(g *grid) bool {
	if len(g.rows) == 0 {
		return false
	}
	has := map[string]bool{}
	for i := range g.rows[0].cells {
		has[fold(g.rows[0].cell(i))] = true
	}
	return has["list_name"] && has["name"] || has["type"] && has["name"] && (has["relevant"] || has["required"] || has["appearance"] || fold(g.sheet) == "survey") ||
		fold(g.sheet) == "settings" && (has["form_id"] || has["form_title"] || has["version"])
}

// form takes the names that a form's choices give to activities: a choice
// whose label is that of an activity goes by its own name in an export.
func (r *reader) form(g *grid) bool {
	if !isForm(g) {
		return false
	}
	r.known()
	top, name := g.rows[0], -1
	var labels []int
	for i := range top.cells {
		switch key := fold(top.cell(i)); {
		case key == "name":
			name = i
		case key == "label" || len(key) > len("label::") && key[:len("label::")] == "label::":
			labels = append(labels, i)
		}
	}
	for _, line := range g.rows[1:] {
		for _, at := range append(labels, name) {
			h, ok := r.names.find(line.cell(at))
			if !ok || fold(line.cell(0)) == "" {
				continue
			}
			for _, alias := range append(labels, name) {
				r.names.add(line.cell(alias), hit{h.id, byLabel, 5})
			}
			break
		}
	}
	return true
}
