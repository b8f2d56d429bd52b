package checklist

import (
	"strings"

	"meerzicht/instruments"
)

// activities reads our own checklist: one respondent, one row per activity.
func (r *reader) activities(t *table) {
	f := instruments.Filling{
		Kind: instruments.ActivityFilling, Source: r.source,
		Respondent: instruments.RespondentID(r.needID(t, fRespondent)),
		Coder:      r.coder(t), Date: r.date(t),
	}
	f.ID = instruments.FillingID(f.Kind, string(f.Respondent), f.Coder)
	if r.rowless(t) {
		return
	}
	f.Responses = r.responses(t, fState, stateOf)
	r.result.Fillings = append(r.result.Fillings, f)
}

// answers reads a checklist of items answered yes, no or sometimes, whose
// header may also name role and project. Yes and sometimes are mentions.
func (r *reader) answers(t *table) {
	f := instruments.Filling{
		Kind: instruments.ActivityFilling, Source: r.source,
		Respondent: instruments.RespondentID(r.needID(t, fRespondent)),
		Coder:      t.header[fCoder].value, Date: r.date(t),
	}
	f.ID = instruments.FillingID(f.Kind, string(f.Respondent), f.Coder)
	if r.rowless(t) {
		return
	}
	f.Responses = r.responses(t, fAnswer, answerOf)
	r.result.Fillings = append(r.result.Fillings, f)
	role, project := t.header[fRole].value, t.header[fProject].value
	if role == "" && project == "" {
		return
	}
	who := instruments.Respondent{ID: f.Respondent, Role: instruments.Role(role), Project: project}
	if info, ok := r.role(role); ok {
		who.Role, who.Type = info.ID, info.Type
	} else if role != "" {
		r.note(t.grid, t.header[fRole].n, 1, instruments.Textf("rol %q is niet bekend", "role %q is not known", instruments.Plain(role)), r.roleHint())
	}
	r.result.Respondents = append(r.result.Respondents, who)
}

// responses reads the rows of one list. parse reads the state column.
func (r *reader) responses(t *table, state field, parse func(string) (instruments.State, bool)) []instruments.Response {
	out := make([]instruments.Response, 0, len(t.body))
	seen := make(map[instruments.ActivityID]int, len(t.body))
	empty := 0
	for _, line := range t.body {
		resp, ok := r.response(t, line, state, parse)
		if !ok {
			continue
		}
		if first, dup := seen[resp.Activity]; dup {
			r.problem(t.grid, line.n, -1, instruments.Textf("%s staat ook al op rij %d", "%s is on row %d as well", instruments.Plain(string(resp.Activity)), first),
				instruments.Text{NL: "laat één van beide rijen staan", EN: "keep one of the two rows"})
			continue
		}
		seen[resp.Activity] = line.n
		if t.cell(line, state) == "" {
			empty++
		}
		out = append(out, resp)
	}
	if empty > 0 {
		r.note(t.grid, 0, -1, instruments.Textf("%d rijen zonder toestand zijn gelezen als niet besproken", "%d rows without a state were read as not discussed", empty), instruments.Text{})
	}
	r.missing(t, seen)
	return out
}

func (r *reader) response(t *table, line row, state field, parse func(string) (instruments.State, bool)) (instruments.Response, bool) {
	id, ok := r.activity(t, line)
	if !ok {
		return instruments.Response{}, false
	}
	st, ok := parse(t.cell(line, state))
	if !ok {
		hint := instruments.Text{NL: "kies genoemd, expliciet niet of niet besproken", EN: "choose mentioned, explicitly not or not discussed"}
		if state == fAnswer {
			hint = instruments.Text{NL: "kies ja, nee of soms", EN: "choose yes, no or sometimes"}
		}
		r.problem(t.grid, line.n, t.column(state), instruments.Textf("%q is geen toestand", "%q is not a state", instruments.Plain(t.cell(line, state))), hint)
	}
	return instruments.Response{Activity: id, State: st, Remark: t.cell(line, fRemark)}, true
}

// activity finds the activity of a row by its code or its label. Code and label
// that name two different activities are refused: such a list was sorted by one
// column only, and every row of it may be wrong.
func (r *reader) activity(t *table, line row) (instruments.ActivityID, bool) {
	code, label, column := t.cell(line, fCode), t.cell(line, fActivity), t.column(fCode)
	if code == "" {
		code, column = label, t.column(fActivity)
	}
	if t.has(fItem) && code == "" {
		code, column = t.cell(line, fItem), t.column(fItem)
	}
	if code == "" {
		r.problem(t.grid, line.n, -1, instruments.Text{NL: "de rij noemt geen activiteit", EN: "the row names no activity"},
			instruments.Text{NL: "vul de code of het label van de activiteit in", EN: "fill in the code or the label of the activity"})
		return "", false
	}
	id, ok := r.byLabel[fold(code)]
	switch {
	case !ok && len(r.set.Taxonomy.Activities) == 0 && len(code) <= 200:
		return instruments.ActivityID(instruments.Plain(code)), true // a study without a taxonomy takes items as they come
	case !ok:
		r.problem(t.grid, line.n, column, instruments.Textf("activiteit %q is niet bekend", "activity %q is not known", instruments.Plain(code)),
			instruments.Text{NL: "gebruik een code of label uit de taxonomie van dit onderzoek", EN: "use a code or label from this study's taxonomy"})
		return "", false
	}
	if other, known := r.byLabel[fold(label)]; known && other != id {
		r.problem(t.grid, line.n, t.column(fActivity), instruments.Textf("code %s en activiteit %q horen niet bij elkaar", "code %s and activity %q do not belong together", string(id), label),
			instruments.Text{NL: "waarschijnlijk is één kolom apart gesorteerd; vul de lijst opnieuw in", EN: "one column was probably sorted on its own; fill in the list again"})
		return "", false
	}
	return id, true
}

// missing notes the items of the form that have no row.
func (r *reader) missing(t *table, seen map[instruments.ActivityID]int) {
	var codes []string
	for _, id := range r.set.Checklist.Items {
		if _, ok := seen[id]; !ok {
			codes = append(codes, string(id))
		}
	}
	if len(codes) > 0 {
		r.note(t.grid, 0, -1, instruments.Textf("%d activiteiten staan niet op de lijst: %s", "%d activities are not on the list: %s", len(codes), strings.Join(codes, ", ")),
			instruments.Text{NL: "ze zijn niet gevraagd: in tabellen staan ze bij niet besproken, in gegevens voor andere programma’s blijven ze leeg", EN: "they were not asked: in tables they stand with not discussed, in data for other programs they stay empty"})
	}
}
