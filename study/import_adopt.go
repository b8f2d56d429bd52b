package study

import (
	"maps"
	"slices"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// mark stands before the ids that a reader of projects was told of, so that an id
// of the study is never taken for one that the reader made up.
const mark = "\x1f"

// StoredCount says what became of the things of one kind that were taken from a
// project: New and Here together are all of them. Notes that became part of a
// coding are in neither.
type StoredCount struct {
	Kind coding.TransferKind `json:"kind"`
	New  int                 `json:"new"`  // came in
	Here int                 `json:"here"` // were here already; Kept of them differ, and stay as they are here
	Kept int                 `json:"kept,omitempty"`
}

// adoption is a project of another program on its way into the study.
type adoption struct {
	*importer
	index    int
	source   instruments.Source
	from     *coding.Corpus
	transfer coding.Transfer
	log      eventLog
	own      bool // the ids of the project are those of a study of ours
	byName   bool // the ids of its codes are their names, or ours
	whole    bool // and the study takes all of it over as it is
	changes  int  // made in the study
	finer    int  // codings of whole lines that are here on part of them
	rounds   *roundWatch
	counts   map[coding.TransferKind]*StoredCount

	documents map[instruments.DocumentID]instruments.DocumentID // theirs → here
	codes     map[coding.CodeID]coding.CodeID
	codings   map[coding.CodingID]coding.CodingID // of those that a memo is about
}

// store puts the project in the study, as one act.
func (a *adoption) store() error {
	a.log = eventLog{importer: a.importer, kind: "import." + AsProject}
	a.byName = a.transfer.Origin == "ROCK"
	a.counts = map[coding.TransferKind]*StoredCount{}
	a.documents, a.codes, a.codings = map[instruments.DocumentID]instruments.DocumentID{}, map[coding.CodeID]coding.CodeID{}, map[coding.CodingID]coding.CodingID{}
	var err error
	if a.whole, err = a.restores(); err != nil {
		return err
	}
	if a.rounds, err = a.watchRounds(); err != nil {
		return err
	}
	codes := a.adoptCodes
	if a.whole {
		codes = a.restore
	}
	for _, step := range []func() error{a.adoptCoders, codes, a.adoptPeople, a.adoptTexts, a.adoptLists, a.adoptMemos, a.adoptGroups, a.adoptRounds, a.finish} {
		if err := step(); err != nil {
			return err
		}
		if err := a.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// finish writes the project itself as a source, and the report.
func (a *adoption) finish() error {
	m, i := a.importer, a.index
	if a.changes == 0 && m.skip(i, a.source.SHA256, m.again(a.source.SHA256)) {
		a.tell()
		return nil
	}
	m.sources[a.source.SHA256] = m.inputs[i].Name
	if a.changes == 0 {
		m.note(i, instruments.Text{NL: "alles uit dit project was er al", EN: "all of this project was here already"}, instruments.Text{})
	}
	file, err := m.sourceChange(i, AsProject, a.source)
	if err == nil {
		err = a.log.apply(file)
	}
	if err == nil {
		err = a.log.flush()
	}
	a.tell()
	return err
}

// tell completes the report of the file.
func (a *adoption) tell() {
	a.tellFiner()
	a.tellRounds()
	r := &a.report.Files[a.index]
	r.As, r.Items, r.Transfer = AsProject, a.changes, &a.transfer
	for _, kind := range storedKinds() {
		if c := a.counts[kind]; c != nil {
			r.Stored = append(r.Stored, *c)
		}
	}
}

func storedKinds() []coding.TransferKind {
	return []coding.TransferKind{
		coding.TransferCoders, coding.TransferCodes, coding.TransferCases, coding.TransferDocuments,
		coding.TransferCodings, coding.TransferLists, coding.TransferMemos, coding.TransferGroups,
	}
}

func (a *adoption) count(kind coding.TransferKind) *StoredCount {
	if a.counts[kind] == nil {
		a.counts[kind] = &StoredCount{Kind: kind}
	}
	return a.counts[kind]
}

// put sets a record that is new or changes.
func (a *adoption) put(kind coding.Kind, id string, after any) error {
	ch, err := a.change(kind, id, after)
	if err != nil || string(ch.Before) == string(ch.After) {
		return err
	}
	a.changes++
	return a.log.apply(ch)
}

// settle counts a record and puts it when it is new: true then. What is here with
// another content stays, unless replacing.
func (a *adoption) settle(as coding.TransferKind, kind coding.Kind, id string, after any) (bool, error) {
	ch, err := a.change(kind, id, after)
	if err != nil {
		return false, err
	}
	c := a.count(as)
	switch {
	case ch.Before == nil:
		c.New++
	case string(ch.Before) == string(ch.After):
		c.Here++
		return false, nil
	default:
		c.Here++
		if !a.opt.Replace {
			c.Kept++
			return false, nil
		}
	}
	a.changes++
	return ch.Before == nil, a.log.apply(ch)
}

// adoptCoders makes the coders of the project known under their own names.
func (a *adoption) adoptCoders() error {
	for _, k := range a.from.Coders {
		if strings.TrimSpace(string(k.ID)) == "" {
			continue
		}
		if a.coders[k.ID] {
			a.count(coding.TransferCoders).Here++
			continue
		}
		for _, known := range slices.Sorted(maps.Keys(a.coders)) {
			if instruments.Alike(string(known), string(k.ID)) {
				a.note(a.index, instruments.Textf("codeur %q lijkt op %q en blijft een ander", "coder %q is much like %q and stays another", instruments.Plain(string(k.ID)), instruments.Plain(string(known))),
					instruments.Text{NL: "zijn zij één mens, geef de codeur dan in het andere programma dezelfde naam en exporteer opnieuw", EN: "if they are one person, give the coder the same name in the other program and export again"})
			}
		}
		a.coders[k.ID] = true
		if _, err := a.settle(coding.TransferCoders, coding.CoderKind, string(k.ID), k); err != nil {
			return err
		}
	}
	return nil
}

// coderOf is who made something: whom the project names, else whom the import
// does.
func (a *adoption) coderOf(id coding.CoderID) (coding.CoderID, error) {
	if strings.TrimSpace(string(id)) == "" {
		id = coding.CoderID(a.opt.Coder)
	}
	if id == "" {
		return "", nil
	}
	changes, err := a.coder(id)
	if err == nil && len(changes) > 0 {
		a.changes++
		err = a.log.apply(changes...)
	}
	return id, err
}

// codeKey is by what codes of different projects are the same: their names below
// the same parent.
type codeKey struct {
	parent coding.CodeID
	name   string
}

func keyOf(parent coding.CodeID, name instruments.Text) codeKey {
	return codeKey{parent, strings.ToLower(strings.Join(strings.Fields(name.In(instruments.Dutch)), " "))}
}

// adoptCodes finds the codes of the project among those of the study, and brings
// the others in. Parents come first.
func (a *adoption) adoptCodes() error {
	ours, err := load[coding.Code](a.s.writer, coding.CodeKind)
	if err != nil {
		return err
	}
	shelf := codeShelf{byID: map[coding.CodeID]coding.Code{}, byKey: map[codeKey][]coding.CodeID{}, order: map[coding.CodeID]int{}}
	for _, c := range coding.TreeOf(ours).Codes {
		shelf.add(c)
		key := keyOf(c.Parent, c.Name)
		shelf.byKey[key] = append(shelf.byKey[key], c.ID)
	}
	for _, c := range a.from.Codebook.Codes {
		here, found := a.findCode(&shelf, c)
		if found {
			shelf.take(here)
			a.codes[c.ID] = here
			n := a.count(coding.TransferCodes)
			if n.Here++; keyOf("", c.Name) != keyOf("", shelf.byID[here].Name) {
				n.Kept++
			}
			continue
		}
		if err := a.addCode(&shelf, c); err != nil {
			return err
		}
	}
	return nil
}

// codeShelf are the codes of the study while codes come in.
type codeShelf struct {
	byID  map[coding.CodeID]coding.Code
	byKey map[codeKey][]coding.CodeID // those that were here, and are not found yet
	order map[coding.CodeID]int       // the next place below a parent
}

func (s *codeShelf) add(c coding.Code) {
	s.byID[c.ID] = c
	s.order[c.Parent] = max(s.order[c.Parent], c.Order+1)
}

// take makes sure that a code of the study is found once: a project may have two
// of one name below one parent.
func (s *codeShelf) take(id coding.CodeID) {
	key := keyOf(s.byID[id].Parent, s.byID[id].Name)
	s.byKey[key] = slices.DeleteFunc(s.byKey[key], func(o coding.CodeID) bool { return o == id })
}

func (a *adoption) findCode(shelf *codeShelf, c coding.Code) (coding.CodeID, bool) {
	if id, known := strings.CutPrefix(string(c.ID), mark); known {
		_, here := shelf.byID[coding.CodeID(id)]
		return coding.CodeID(id), here
	}
	if ours, here := shelf.byID[c.ID]; here && (a.byName || a.own && keyOf("", ours.Name) == keyOf("", c.Name)) {
		return c.ID, true
	}
	if same := shelf.byKey[keyOf(a.codes[c.Parent], c.Name)]; len(same) > 0 {
		return same[0], true
	}
	return "", false
}

func (a *adoption) addCode(shelf *codeShelf, c coding.Code) error {
	theirs := c.ID
	base := coding.CodeID(strings.TrimPrefix(string(c.ID), mark))
	c.ID, c.Parent = base, a.codes[c.Parent]
	for n := 2; shelf.has(c.ID); n++ {
		c.ID = coding.CodeID(numbered(string(base), n, "."))
	}
	c.Order = shelf.order[c.Parent]
	var supports []coding.CodeID
	for _, id := range c.Supports {
		if here, ok := a.codes[id]; ok {
			supports = append(supports, here)
		}
	}
	if c.Supports = supports; c.Origin == "" {
		c.Origin = instruments.Inductive
	}
	a.codes[theirs] = c.ID
	shelf.add(c)
	a.importer.report.Codes++
	_, err := a.settle(coding.TransferCodes, coding.CodeKind, string(c.ID), c)
	return err
}

func (s *codeShelf) has(id coding.CodeID) bool {
	_, ok := s.byID[id]
	return ok || id == ""
}

// adoptPeople brings in respondents and trajectories whom the study does not
// know. Those it knows stay as they are.
func (a *adoption) adoptPeople() error {
	for _, t := range a.from.Trajectories {
		a.trajectories[t.ID] = true
		if fresh, err := a.settle(coding.TransferCases, coding.TrajectoryKind, string(t.ID), t); err != nil {
			return err
		} else if fresh {
			a.importer.report.Trajectories++
		}
	}
	for _, r := range a.from.Respondents {
		fresh, err := a.settle(coding.TransferCases, coding.RespondentKind, string(r.ID), r)
		if err != nil {
			return err
		}
		if fresh {
			a.importer.report.Respondents++
		}
		if fresh || a.opt.Replace {
			a.know(r)
		}
	}
	return nil
}

// adoptLists brings in filled lists. They say something only about the activities
// and indicators of the same instruments.
func (a *adoption) adoptLists() error {
	if len(a.from.Fillings) == 0 {
		return nil
	}
	if a.from.Instruments == nil || !sameInstruments(a.from.Instruments, a.set) {
		a.transfer.Drop(coding.TransferLists, len(a.from.Fillings), instruments.Text{NL: "het project heeft andere instrumenten dan dit onderzoek", EN: "the project has other instruments than this study"})
		return nil
	}
	for _, l := range a.from.Fillings {
		before := len(a.problems[a.index])
		if !a.fits(a.index, l) {
			a.problems[a.index] = a.problems[a.index][:before:before]
			a.transfer.Drop(coding.TransferLists, 1, instruments.Text{NL: "de respondent of het traject van de lijst is hier niet", EN: "the respondent or trajectory of the list is not here"})
			continue
		}
		if err := a.adoptList(l); err != nil {
			return err
		}
	}
	return nil
}

// adoptList brings one filled list in, unless it is the consensus of a round.
func (a *adoption) adoptList(l instruments.Filling) error {
	before, there, err := record(a.s.writer, coding.FillingKind, l.ID)
	if err != nil {
		return err
	}
	if coding.CoderID(l.Coder).Consensus() && len(a.rounds.ofList(l)) > 0 {
		raw, err := coding.Canonical(l)
		switch n := a.count(coding.TransferLists); {
		case !there:
			a.transfer.Drop(coding.TransferLists, 1, consensusStays())
			return err
		case string(raw) != string(before):
			n.Kept++
			fallthrough
		default:
			n.Here++
			return err
		}
	}
	if _, err := a.coderOf(coding.CoderID(l.Coder)); err != nil {
		return err
	}
	changes := a.changes
	fresh, err := a.settle(coding.TransferLists, coding.FillingKind, l.ID, l)
	if fresh {
		a.importer.report.Fillings++
	}
	if a.changes > changes && err == nil {
		a.rounds.listCame(l)
	}
	return err
}

func sameInstruments(a, b *instruments.Set) bool {
	one, err := coding.Canonical(a)
	two, err2 := coding.Canonical(b)
	return err == nil && err2 == nil && string(one) == string(two)
}

// adoptMemos brings in the memos about what is here. A memo that says the same
// about the same is here already.
func (a *adoption) adoptMemos() error {
	if len(a.from.Memos) == 0 {
		return nil
	}
	ours, err := load[coding.Memo](a.s.writer, coding.MemoKind)
	if err != nil {
		return err
	}
	ids, said := map[string]bool{}, map[[2]string]int{}
	for _, m := range ours {
		ids[m.ID] = true
		said[[2]string{m.Target, m.Text}]++
	}
	for _, m := range a.from.Memos {
		target, ok := a.target(m.Target)
		if !ok {
			a.transfer.Drop(coding.TransferMemos, 1, instruments.Text{NL: "waar de memo over gaat, kwam niet mee", EN: "what the memo is about did not come along"})
			continue
		}
		key := [2]string{target, m.Text}
		if said[key] > 0 {
			said[key]--
			a.count(coding.TransferMemos).Here++
			continue
		}
		if err := a.addMemo(m, target, ids); err != nil {
			return err
		}
	}
	return nil
}

func (a *adoption) addMemo(m coding.Memo, target string, ids map[string]bool) error {
	base := strings.ReplaceAll(m.ID, mark, "")
	if m.ID == m.Target+"/"+string(m.Author) || base == "" { // as we name it ourselves
		base = target + "/" + string(m.Author)
	}
	m.ID, m.Target = base, target
	for n := 2; ids[m.ID]; n++ {
		m.ID = numbered(base, n, "~")
	}
	ids[m.ID] = true
	if m.Author != "" {
		if _, err := a.coderOf(m.Author); err != nil {
			return err
		}
	}
	a.importer.report.Memos++
	_, err := a.settle(coding.TransferMemos, coding.MemoKind, m.ID, m)
	return err
}

// target is what a memo is about, as it is called here; false when it did not
// come along.
func (a *adoption) target(theirs string) (string, bool) {
	kind, id, _ := strings.Cut(theirs, "/")
	here, ok := id, true
	switch coding.Kind(kind) {
	case coding.DocumentKind:
		var doc instruments.DocumentID
		doc, ok = a.documents[instruments.DocumentID(id)]
		here = string(doc)
	case coding.CodeKind:
		var code coding.CodeID
		code, ok = a.codes[coding.CodeID(id)]
		here = string(code)
	case coding.CodingKind:
		var c coding.CodingID
		c, ok = a.codings[coding.CodingID(id)]
		here = string(c)
	case coding.RespondentKind:
		ok = a.respondents[instruments.RespondentID(id)]
	case coding.TrajectoryKind:
		ok = a.trajectories[instruments.TrajectoryID(id)]
	case coding.GroupKind, coding.CoderKind:
	default:
		return theirs, true // the study itself
	}
	return kind + "/" + here, ok && here != ""
}

// adoptGroups brings in groups; one of the same name gets what it misses.
func (a *adoption) adoptGroups() error {
	if len(a.from.Groups) == 0 {
		return nil
	}
	ours, err := load[coding.Group](a.s.writer, coding.GroupKind)
	if err != nil {
		return err
	}
	byName, ids := map[string]coding.Group{}, map[string]bool{}
	for _, g := range ours {
		byName[g.Name], ids[g.ID] = g, true
	}
	for _, g := range a.from.Groups {
		g.Documents, g.Codes = moved(g.Documents, a.documents), moved(g.Codes, a.codes)
		here, known := byName[g.Name]
		if !known {
			base := g.ID
			for n := 2; ids[g.ID] || g.ID == ""; n++ {
				g.ID = numbered(base, n, ".")
			}
			byName[g.Name], ids[g.ID] = g, true
			a.importer.report.Groups++
			if _, err := a.settle(coding.TransferGroups, coding.GroupKind, g.ID, g); err != nil {
				return err
			}
			continue
		}
		a.count(coding.TransferGroups).Here++
		here.Documents, here.Codes = united(here.Documents, g.Documents), united(here.Codes, g.Codes)
		byName[g.Name] = here
		if err := a.put(coding.GroupKind, here.ID, here); err != nil {
			return err
		}
	}
	return nil
}

// moved are ids as they are here, without those that did not come along.
func moved[ID comparable](of []ID, to map[ID]ID) []ID {
	var out []ID
	for _, id := range of {
		if here, ok := to[id]; ok && !slices.Contains(out, here) {
			out = append(out, here)
		}
	}
	return out
}

// united is a list with what another has more.
func united[ID comparable](a, b []ID) []ID {
	for _, id := range b {
		if !slices.Contains(a, id) {
			a = append(a, id)
		}
	}
	return a
}
