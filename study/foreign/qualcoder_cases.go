package foreign

import (
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// cases turns every case into a group of the documents it stands in: what a case
// is in a study of ours, a respondent or a trajectory, only the researcher knows.
func (q *qualcoderProject) cases() error {
	groups, order := map[int]*coding.Group{}, []int{}
	err := q.each("cases", "caseid name memo", func(r row) error {
		id := r.number("caseid")
		groups[id] = &coding.Group{ID: "qualcoder-case-" + strconv.Itoa(id), Name: r.text("name"), Description: r.text("memo")}
		order = append(order, id)
		return nil
	})
	if err != nil {
		return err
	}
	parts, seen := 0, map[[2]int]bool{}
	err = q.each("case_text", "caseid fid pos0 pos1", func(r row) error {
		g, i, ok := groups[r.number("caseid")], 0, false
		if i, ok = q.documents[r.number("fid")]; g == nil || !ok {
			q.t.Lose(coding.TransferOther, 1, instruments.Text{NL: "koppelingen van een case aan een bestand zonder tekst", EN: "links of a case to a file without text"})
			return nil
		}
		d := q.c.Documents[i]
		if key := [2]int{r.number("caseid"), r.number("fid")}; !seen[key] {
			seen[key] = true
			g.Documents = append(g.Documents, d.ID)
			q.inCase[key[0]] = append(q.inCase[key[0]], key[1])
		}
		if r.number("pos0") > 0 || r.number("pos1") < d.Length-1 {
			parts++
		}
		return nil
	})
	q.t.Lose(coding.TransferOther, parts, instruments.Text{NL: "grenzen van een case binnen een document: de groep noemt het hele document", EN: "borders of a case inside a document: the group names the whole document"})
	for _, id := range order {
		q.c.Groups = append(q.c.Groups, *groups[id])
	}
	q.t.Take(coding.TransferCases, len(order))
	return err
}

// value is one value of a variable.
type value struct {
	name, value string
	of          int
	file        bool
}

// attributes gives documents the values of their variables: their own, and those
// of the cases they stand in where they have no own.
func (q *qualcoderProject) attributes() error {
	var values []value
	err := q.each("attribute", "name attr_type value id", func(r row) error {
		v := value{r.text("name"), r.text("value"), r.number("id"), strings.EqualFold(r.text("attr_type"), "file")}
		if strings.TrimSpace(v.value) != "" { // the program makes an empty value for everything
			values = append(values, v)
		}
		return nil
	})
	for _, v := range values {
		if v.file {
			q.attribute(v, []int{v.of})
		}
	}
	for _, v := range values {
		if !v.file {
			q.attribute(v, q.inCase[v.of])
		}
	}
	return err
}

// attribute gives a value to documents, once for each name.
func (q *qualcoderProject) attribute(v value, documents []int) {
	given, other := false, false
	for _, id := range documents {
		i, ok := q.documents[id]
		if !ok {
			continue
		}
		d := &q.c.Documents[i]
		if d.Attributes == nil {
			d.Attributes = map[string]string{}
		}
		if was, has := d.Attributes[v.name]; has && was != v.value {
			other = true
			continue
		}
		d.Attributes[v.name], given = v.value, true
	}
	switch {
	case given:
		q.t.Take(coding.TransferVariables, 1)
	case other:
		q.t.Lose(coding.TransferVariables, 1, instruments.Text{NL: "het document heeft al een andere waarde, van zichzelf of van een andere case", EN: "the document has another value already, its own or of another case"})
	default:
		q.t.Lose(coding.TransferVariables, 1, instruments.Text{NL: "er is geen document met tekst waar de waarde bij hoort", EN: "there is no document with text that the value belongs to"})
	}
}

// journal turns the entries of the journal into memos on the study.
func (q *qualcoderProject) journal() error {
	return q.each("journal", "name jentry owner", func(r row) error {
		text := strings.TrimSpace(r.text("jentry"))
		if text != "" {
			text = strings.TrimSpace(r.text("name") + "\n\n" + text)
		}
		q.memo("reflectie", "study", text, r.text("owner"))
		return nil
	})
}

// elsewhere counts what has no place in a study of texts.
func (q *qualcoderProject) elsewhere() error {
	for _, part := range []struct {
		table string
		kind  coding.TransferKind
		why   instruments.Text
	}{
		{"code_image", coding.TransferCodings, instruments.Text{NL: "coderingen in beeld", EN: "codings in pictures"}},
		{"code_av", coding.TransferCodings, instruments.Text{NL: "coderingen in geluid of film", EN: "codings in sound or film"}},
		{"graph", coding.TransferOther, instruments.Text{NL: "getekende schema’s", EN: "drawn graphs"}},
		{"stored_sql", coding.TransferOther, instruments.Text{NL: "bewaarde zoekvragen", EN: "stored queries"}},
	} {
		n, err := q.count(part.table)
		if err != nil {
			return err
		}
		q.t.Lose(part.kind, n, part.why)
	}
	return nil
}
