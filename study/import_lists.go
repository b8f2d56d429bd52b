package study

import (
	"maps"
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// aboutItself reports whether the only respondent of a file comes from the
// header of the one list in it, rather than from a respondent sheet.
func (f listFile) aboutItself() bool {
	r := f.result
	return len(r.Fillings) > 0 && len(r.Respondents) <= 1 && (len(r.Respondents) == 0 || r.Fillings[0].Respondent == r.Respondents[0].ID)
}

// sheets stores respondents and trajectories of the respondent sheets. When
// neither study nor sheets know anybody, those named in the headers of the
// filled lists count.
func (m *importer) sheets(files []listFile) error {
	people, cases := len(m.respondents) > 0, len(m.trajectories) > 0
	for _, f := range files {
		if !f.aboutItself() {
			people = people || len(f.result.Respondents) > 0
			cases = cases || len(f.result.Trajectories) > 0
		}
	}
	for _, f := range files {
		own := f.aboutItself()
		var changes []coding.Change
		var err error
		if !own || !people {
			changes, err = m.people(f, own)
		}
		if err == nil && (!own || !cases) {
			var more []coding.Change
			more, err = m.cases(f)
			changes = append(changes, more...)
		}
		if err != nil {
			return err
		}
		if len(f.result.Fillings) > 0 { // the list itself follows after the transcripts
			err = m.append("import."+AsRespondents, changes)
		} else {
			m.report.Files[f.index].Items = len(changes)
			err = m.store(f.index, AsRespondents, f.source, changes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (m *importer) people(f listFile, own bool) ([]coding.Change, error) {
	if err := m.withdrawn(f); err != nil {
		return nil, err
	}
	var out []coding.Change
	updated := 0
	for _, r := range f.result.Respondents {
		if f.again && m.respondents[r.ID] {
			continue
		}
		if own && !m.respondents[r.ID] {
			m.note(f.index, instruments.Textf("respondent %s is gemaakt uit de kop van deze lijst", "respondent %s was made from the header of this list", r.ID), instruments.Text{})
		}
		m.know(r)
		ch, err := m.change(coding.RespondentKind, string(r.ID), r)
		if err != nil {
			return nil, err
		}
		if string(ch.Before) != string(ch.After) {
			out = append(out, ch)
		}
		if ch.Before != nil && string(ch.Before) != string(ch.After) {
			updated++
		}
	}
	m.report.Respondents += len(out)
	if updated > 0 {
		m.note(f.index, plural(updated, instruments.Text{NL: "1 respondent die er al was, is bijgewerkt", EN: "1 respondent who was there already was updated"},
			"%d respondenten die er al waren, zijn bijgewerkt", "%d respondents who were there already were updated"), instruments.Text{})
	}
	return out, nil
}

func (m *importer) cases(f listFile) ([]coding.Change, error) {
	var out []coding.Change
	for _, t := range f.result.Trajectories {
		m.trajectories[t.ID] = true
		old, ok, err := m.trajectory(t.ID)
		if err != nil {
			return nil, err
		}
		if ok && f.again {
			continue
		}
		if ok {
			t = merged(old, t)
		}
		ch, err := m.change(coding.TrajectoryKind, string(t.ID), t)
		if err != nil {
			return nil, err
		}
		if string(ch.Before) != string(ch.After) {
			out = append(out, ch)
		}
	}
	m.report.Trajectories += len(out)
	return out, nil
}

func (m *importer) trajectory(id instruments.TrajectoryID) (instruments.Trajectory, bool, error) {
	raw, ok, err := record(m.s.writer, coding.TrajectoryKind, string(id))
	if err != nil || !ok {
		return instruments.Trajectory{}, false, err
	}
	t, err := coding.Decode[instruments.Trajectory](raw)
	return t, err == nil, err
}

// merged is the new trajectory with what only the old one knows: a respondent
// sheet names trajectories without saying how they began.
func merged(old, now instruments.Trajectory) instruments.Trajectory {
	if now.Project == "" {
		now.Project = old.Project
	}
	if now.StartContact == "" {
		now.StartContact = old.StartContact
	}
	all := maps.Clone(old.Attributes)
	if all == nil {
		all = now.Attributes
	} else {
		maps.Copy(all, now.Attributes)
	}
	now.Attributes = all
	return now
}

// lists stores the filled lists.
func (m *importer) lists(files []listFile) error {
	for _, f := range files {
		if len(f.result.Fillings) == 0 {
			continue
		}
		changes, ok, err := m.fillings(f)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		if err := m.store(f.index, AsList, f.source, changes); err != nil {
			return err
		}
	}
	return m.ctx.Err()
}

// fillings makes the changes of the lists in a file; false when the file was
// imported before and cannot be again.
func (m *importer) fillings(f listFile) ([]coding.Change, bool, error) {
	var changes []coding.Change
	before := len(m.problems[f.index])
	for _, filling := range f.result.Fillings {
		more, err := m.filling(f, filling)
		if err != nil {
			return nil, false, err
		}
		changes = append(changes, more...)
	}
	if told := m.problems[f.index][before:]; f.again && told.Err() != nil {
		m.problems[f.index] = m.problems[f.index][:before:before]
		m.leave(f.index, f.source.SHA256, told)
		return nil, false, nil
	}
	return changes, true, nil
}

// filling checks one filled list and makes its changes.
func (m *importer) filling(f listFile, l instruments.Filling) ([]coding.Change, error) {
	l = m.completed(f, l)
	if !m.fits(f.index, l) {
		return nil, nil
	}
	ch, err := m.change(coding.FillingKind, l.ID, l)
	if err != nil || string(ch.Before) == string(ch.After) || f.again && ch.Before != nil || !m.mayReplace(f.index, coding.Subject(l), l.Coder, ch) {
		return nil, err
	}
	coder, err := m.coder(coding.CoderID(l.Coder))
	m.report.Fillings++
	m.report.Files[f.index].Items++
	return append(coder, ch), err
}

// fits checks who and what a list is about.
func (m *importer) fits(i int, l instruments.Filling) bool {
	sheetFirst := instruments.Text{NL: "lees eerst (of tegelijk) het respondentenblad in", EN: "import the respondent sheet first (or together)"}
	n := len(m.problems[i])
	who := instruments.Text{NL: "er staat niet wie de lijst heeft ingevuld", EN: "the list does not say who filled it in"}
	if l.Coder == "" && !slices.ContainsFunc(m.problems[i], func(p instruments.Problem) bool { return p.What == who }) { // once, however many lists a survey holds
		m.problem(i, who,
			instruments.Text{NL: "vul Codeur in op het formulier of geef --coder NAAM op", EN: "fill in Coder on the form or give --coder NAME"})
	}
	if l.Kind == instruments.IndicatorFilling {
		if !m.trajectories[l.Dyad.Trajectory] {
			m.problem(i, instruments.Textf("traject %q is onbekend", "trajectory %q is unknown", l.Dyad.Trajectory), m.meantCase(l.Dyad.Trajectory, sheetFirst))
		}
	} else if !m.respondents[l.Respondent] {
		m.problem(i, instruments.Textf("respondent %q is onbekend", "respondent %q is unknown", l.Respondent), m.meant(l.Respondent, sheetFirst))
	}
	for _, rating := range l.Ratings {
		for _, e := range rating.Evidence {
			if !m.respondents[e.Respondent] {
				m.problem(i, instruments.Textf("de bron van %s, respondent %q, is onbekend", "the source of %s, respondent %q, is unknown", rating.Indicator, e.Respondent), m.meant(e.Respondent, sheetFirst))
			}
		}
	}
	return len(m.problems[i]) == n
}

// mayReplace refuses a second, different list by the same coder, unless asked
// to replace.
func (m *importer) mayReplace(i int, subject, coder string, ch coding.Change) bool {
	if ch.Before == nil || m.opt.Replace {
		return true
	}
	m.problem(i, instruments.Textf("over %s is al een lijst van codeur %s ingelezen, met een andere inhoud of uit een ander bestand", "a list about %s by coder %s was imported already, with other content or from another file", subject, coder),
		instruments.Text{NL: "vervang de oude met --replace, of geef een andere codeur op met --coder", EN: "replace the old one with --replace, or give another coder with --coder"})
	return false
}
