package archive

import (
	"encoding/csv"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/report"
)

// tables are the records of the study as CSV.
func (j *job) tables() []File {
	c := j.whole
	files := []File{
		{"codings.csv", instruments.Text{NL: "alle coderingen van alle codeurs; posities tellen tekens (Unicode) vanaf 0, het eind hoort er niet bij", EN: "all codings of all coders; positions count characters (Unicode) from 0, the end is not included"}, func(w io.Writer) error {
			return coding.WriteCodings(w, c.Codings)
		}},
		{"documents.csv", instruments.Text{NL: "de documenten: soort, respondent, bestand van de tekst, controlegetal", EN: "the documents: kind, respondent, file of the text, checksum"}, j.documents},
		{"respondents.csv", instruments.Text{NL: "de respondenten, onder hun pseudoniem", EN: "the respondents, by their pseudonyms"}, j.respondents},
		{"trajectories.csv", instruments.Text{NL: "de trajecten", EN: "the trajectories"}, j.trajectories},
		{"coders.csv", instruments.Text{NL: "de codeurs", EN: "the coders"}, j.coders},
		{"lists/activities.csv", instruments.Text{NL: "alle antwoorden van de activiteitenlijsten, van elke codeur", EN: "all answers of the activity checklists, of every coder"}, j.activities},
		{"lists/indicators.csv", instruments.Text{NL: "alle antwoorden van de indicatorenlijsten, van elke codeur", EN: "all answers of the indicator lists, of every coder"}, j.indicators},
		{"lists/evidence.csv", instruments.Text{NL: "waar de antwoorden van de indicatorenlijsten op rusten, per respondent", EN: "what the answers of the indicator lists rest on, by respondent"}, j.evidence},
	}
	if len(c.Memos) > 0 {
		files = append(files, File{"memos.csv", instruments.Text{NL: "de memo’s", EN: "the memos"}, j.memos})
	}
	if len(c.Groups) > 0 {
		files = append(files, File{"groups.csv", instruments.Text{NL: "groepen van documenten en codes", EN: "groups of documents and codes"}, j.groups})
	}
	return files
}

// sheet writes lines of a CSV file; formulas are disarmed.
type sheet struct {
	out *csv.Writer
	err error
}

func newSheet(w io.Writer, heading ...string) *sheet {
	s := &sheet{out: csv.NewWriter(w)}
	s.line(heading...)
	return s
}

func (s *sheet) line(cells ...string) {
	if s.err != nil {
		return
	}
	for i, c := range cells {
		cells[i] = report.Neutral(c)
	}
	s.err = s.out.Write(cells)
}

func (s *sheet) done() error {
	s.out.Flush()
	if s.err != nil {
		return s.err
	}
	return s.out.Error()
}

func joined[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return strings.Join(out, " ")
}

// keys are the names of attributes that occur, in order.
func keys(of func(yield func(map[string]string))) []string {
	seen := map[string]bool{}
	of(func(m map[string]string) {
		for k := range m {
			seen[k] = true
		}
	})
	return slices.Sorted(maps.Keys(seen))
}

func values(keys []string, m map[string]string) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = m[k]
	}
	return out
}

func (j *job) codebook(w io.Writer) error {
	s := newSheet(w, "code", "parent", "name_nl", "name_en", "definition_nl", "definition_en", "include_nl", "include_en",
		"exclude_nl", "exclude_en", "example_nl", "example_en", "origin", "domain", "codable", "colour", "who", "expected", "supports")
	for _, k := range j.whole.Codebook.Codes {
		s.line(string(k.ID), string(k.Parent), k.Name.NL, k.Name.EN, k.Definition.NL, k.Definition.EN, k.Include.NL, k.Include.EN,
			k.Exclude.NL, k.Exclude.EN, k.Example.NL, k.Example.EN, string(k.Origin), k.Domain, strconv.FormatBool(k.Codable), k.Colour, joined(k.Who), k.Expected, joined(k.Supports))
	}
	return s.done()
}

func (j *job) documents(w io.Writer) error {
	docs := j.whole.Documents
	names := keys(func(yield func(map[string]string)) {
		for i := range docs {
			yield(docs[i].Attributes)
		}
	})
	s := newSheet(w, append([]string{"document", "kind", "title", "respondent", "project", "words", "characters", "file", "text_sha256", "source", "source_sha256", "decoder"}, names...)...)
	for i := range docs {
		d := &docs[i]
		file := j.texts[i]
		if j.WithoutTexts {
			file = ""
		}
		s.line(append([]string{
			string(d.ID), string(d.Kind), d.Title, string(d.Respondent), d.Project, strconv.Itoa(d.Words), strconv.Itoa(d.Length),
			file, d.TextSHA256, d.Source.Name, d.Source.SHA256, d.Decoder,
		}, values(names, d.Attributes)...)...)
	}
	return s.done()
}

func (j *job) respondents(w io.Writer) error {
	people := j.whole.Respondents
	names := keys(func(yield func(map[string]string)) {
		for i := range people {
			yield(people[i].Attributes)
		}
	})
	s := newSheet(w, append([]string{"respondent", "type", "role", "project", "trajectories", "consent"}, names...)...)
	for _, r := range people {
		s.line(append([]string{string(r.ID), string(r.Type), string(r.Role), r.Project, joined(r.Trajectories), r.Consent}, values(names, r.Attributes)...)...)
	}
	return s.done()
}

func (j *job) trajectories(w io.Writer) error {
	all := j.whole.Trajectories
	names := keys(func(yield func(map[string]string)) {
		for i := range all {
			yield(all[i].Attributes)
		}
	})
	s := newSheet(w, append([]string{"trajectory", "project", "start_contact"}, names...)...)
	for _, t := range all {
		s.line(append([]string{string(t.ID), t.Project, t.StartContact}, values(names, t.Attributes)...)...)
	}
	return s.done()
}

func (j *job) coders(w io.Writer) error {
	s := newSheet(w, "coder", "note")
	for _, k := range j.whole.Coders {
		s.line(string(k.ID), k.Note)
	}
	return s.done()
}

func (j *job) activities(w io.Writer) error {
	s := newSheet(w, "respondent", "coder", "date", "activity", "state", "remark")
	for _, f := range j.whole.Fillings {
		for _, r := range f.Responses {
			s.line(string(f.Respondent), f.Coder, f.Date, string(r.Activity), string(r.State), r.Remark)
		}
	}
	return s.done()
}

func (j *job) indicators(w io.Writer) error {
	s := newSheet(w, "trajectory", "dyad", "role", "coder", "date", "indicator", "value", "remark")
	for _, f := range j.whole.Fillings {
		for _, r := range f.Ratings {
			s.line(string(f.Dyad.Trajectory), f.Dyad.Name, string(f.Dyad.Role), f.Coder, f.Date, string(r.Indicator), string(r.Value), r.Remark)
		}
	}
	return s.done()
}

func (j *job) evidence(w io.Writer) error {
	s := newSheet(w, "trajectory", "dyad", "coder", "indicator", "respondent", "value", "quotation")
	for _, f := range j.whole.Fillings {
		for _, r := range f.Ratings {
			for _, e := range r.Evidence {
				s.line(string(f.Dyad.Trajectory), f.Dyad.Name, f.Coder, string(r.Indicator), string(e.Respondent), string(e.Value), e.Quotation)
			}
		}
	}
	return s.done()
}

func (j *job) memos(w io.Writer) error {
	s := newSheet(w, "memo", "type", "target", "author", "text")
	for _, m := range j.whole.Memos {
		s.line(m.ID, m.Type, m.Target, string(m.Author), m.Text)
	}
	return s.done()
}

func (j *job) groups(w io.Writer) error {
	s := newSheet(w, "group", "name", "description", "documents", "codes")
	for _, g := range j.whole.Groups {
		s.line(g.ID, g.Name, g.Description, joined(g.Documents), joined(g.Codes))
	}
	return s.done()
}
