package workbench

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

const (
	actsShown = 100 // acts on one page of the log
	pathShown = 500 // acts that are undone at once at most
)

func historyRoutes() []route {
	return []route{
		{"GET /here.json", sayHere, routeRule{}},
		{"GET /documents/{id}/here.json", sayDocumentHere, routeRule{}},
		{"GET /history", showLog, routeRule{}},
		{"GET /part/history", showLogLines, routeRule{}},
		{"GET /part/verify", showVerification, routeRule{patience: 5 * time.Minute}},
		{"GET /history/path.json", sayUndoPath, routeRule{}},
	}
}

// identity names the study by the hash of its first event, which no other study
// has and no change of this one touches.
func (v *visit) identity() (string, error) {
	if id := v.origin.Load(); id != nil {
		return *id, nil
	}
	var id string
	err := v.study.Since(v.ctx(), 0, 1, func(e study.Event) error {
		id = e.Hash
		return nil
	})
	if err == nil {
		v.origin.Store(&id)
	}
	return id, err
}

// sameStudy refuses what a page of another study asks: one that stayed open
// while a workbench of this study took its address. An empty id is not asked
// about.
func (v *visit) sameStudy(asked string) error {
	id, err := v.identity()
	if err != nil || asked == "" || asked == id {
		return err
	}
	return refused(http.StatusPreconditionFailed, instruments.Text{NL: "deze pagina hoort bij een ander onderzoek", EN: "this page belongs to another study"}, reloadHint())
}

// sayHere tells a page whether it still speaks to the same study.
func sayHere(v *visit) error {
	id, err := v.identity()
	if err != nil {
		return err
	}
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return err
	}
	return v.json(map[string]any{"study": id, "seq": head.Seq})
}

// sayDocumentHere tells a page whether the document that it shows is still in
// the study.
func sayDocumentHere(v *visit) error {
	_, here, err := v.study.View(v.ctx()).Record(coding.DocumentKind, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	return v.json(map[string]bool{"here": here})
}

// logLine is an act in the log.
type logLine struct {
	study.Act
	When    string // as people write a time, in the machine's zone
	What    instruments.Text
	Details []instruments.Text
	Reason  string
	Theirs  bool // of another, whose acts may not be taken back
}

// CanUndo reports whether the act is in effect and can be taken back.
func (l logLine) CanUndo() bool { return !l.Theirs && l.Of == 0 && !l.Undone && l.First > 1 }

// CanAgain reports whether the act is undone and can be done once more.
func (l logLine) CanAgain() bool { return !l.Theirs && l.Of == 0 && l.Undone }

// logPage is one page of the log.
type logPage struct {
	Lines  []logLine
	Actors []string
	Groups []choice
	Query  url.Values
	Older  string
	Newest string
	Head   study.Head
	Own    bool // own acts alone, since others' may not be seen
}

func showLog(v *visit) error {
	p, err := v.logPage()
	if err != nil {
		return err
	}
	return v.page("history", instruments.Text{NL: "Logboek", EN: "Log"}, p)
}

func showLogLines(v *visit) error {
	p, err := v.logPage()
	if err != nil {
		return err
	}
	return v.part("history", "log_lines", p)
}

func (v *visit) logPage() (logPage, error) {
	q := v.r.URL.Query()
	l, err := v.study.look(v.ctx())
	p := logPage{Query: q, Groups: logGroups(), Own: l.hides()}
	if err != nil {
		return p, err
	}
	if p.Head, err = v.study.Head(v.ctx()); err != nil {
		return p, err
	}
	if p.Actors, err = v.study.Actors(v.ctx()); err != nil {
		return p, err
	}
	before, err := strconv.ParseInt(q.Get("before"), 10, 64)
	if err != nil || before < 1 {
		before = math.MaxInt64
	} else {
		p.Newest = "/history?" + with(q, "before", "")
	}
	acts, err := v.study.Acts(v.ctx(), before, actsShown+1, func(a study.Act) bool {
		return (q.Get("actor") == "" || q.Get("actor") == a.Actor) && (q.Get("type") == "" || q.Get("type") == groupOf(a.Type))
	})
	if len(acts) > actsShown {
		acts = acts[:actsShown]
		p.Older = "/history?" + with(q, "before", strconv.FormatInt(acts[actsShown-1].First, 10))
	}
	for _, a := range acts {
		if err != nil {
			break
		}
		var l logLine
		l, err = v.logLine(a)
		p.Lines = append(p.Lines, l)
	}
	return p, err
}

func logGroups() []choice {
	var out []choice
	for _, g := range []string{"coding", "code", "suggestion", "memo", "document", "respondent", "trajectory", "filling", "override", "round", "consensus", "import", "study"} {
		out = append(out, choice{g, groupText(g)})
	}
	return out
}

// logLine says what an act did.
func (v *visit) logLine(a study.Act) (logLine, error) {
	see, err := v.study.look(v.ctx())
	if err != nil {
		return logLine{}, err
	}
	l := logLine{Act: a, When: localTime(a.Time), What: actText(a.Type), Theirs: !see.own(a)}
	if len(a.Types) > 1 && groupOf(a.Type) == "import" {
		l.What = actText("import")
	}
	switch {
	case a.Of != 0 && a.Redo:
		l.What = instruments.Textf("opnieuw gedaan: %s (nr. %d)", "done again: %s (no. %d)", l.What, a.Of)
	case a.Of != 0:
		l.What = instruments.Textf("ongedaan gemaakt: %s (nr. %d)", "undone: %s (no. %d)", l.What, a.Of)
	}
	if len(a.Types) > 1 || a.Last-a.First >= eventsRead {
		for _, kind := range slices.Sorted(mapKeys(a.Types)) {
			l.Details = append(l.Details, instruments.Textf("%d × %s", "%d × %s", a.Types[kind], actText(kind)))
		}
		return l, nil
	}
	var d logDetails
	err = v.study.Since(v.ctx(), a.First-1, int(a.Last-a.First+1), d.add)
	if l.Theirs { // which document it was, not how much went with it
		d = logDetails{names: map[coding.Kind][]string{coding.DocumentKind: d.names[coding.DocumentKind]}}
	}
	l.Details, l.Reason = d.texts(), d.reason
	return l, err
}

// localTime is a time of the log as people here read it.
func localTime(utc string) string {
	t, err := time.Parse(time.RFC3339Nano, utc)
	if err != nil {
		return utc
	}
	return t.Local().Format("2006-01-02 15:04:05")
}

// sayUndoPath lists what has to be undone, one after the other, until an act is
// undone: ?act=FIRST.
func sayUndoPath(v *visit) error {
	first, err := strconv.ParseInt(v.r.URL.Query().Get("act"), 10, 64)
	if err != nil {
		return notFound()
	}
	path, err := v.study.UndoPath(v.ctx(), first)
	if err != nil {
		return err
	}
	if len(path) == 0 {
		return refused(http.StatusConflict, instruments.Text{NL: "dit is al ongedaan gemaakt", EN: "this was undone already"}, reloadHint())
	}
	if len(path) > pathShown {
		return refused(http.StatusBadRequest, instruments.Textf("dit ligt %d handelingen terug; hoogstens %d gaan in één keer terug", "this lies %d acts back; at most %d are undone at once", len(path), pathShown),
			instruments.Text{NL: "kies eerst een latere handeling", EN: "choose a later act first"})
	}
	return v.json(map[string]any{"path": path})
}

// verification is what checking the study found.
type verification struct {
	study.Verification
	Problem string // what is broken; "" when all is well
	Hint    string
	Own     bool // how much there is would tell what others did
}

// showVerification checks the whole study; it changes nothing.
func showVerification(v *visit) error {
	l, err := v.study.look(v.ctx())
	if err != nil {
		return err
	}
	found, err := v.study.Verify(v.ctx())
	shown := verification{Verification: found, Own: l.hides()}
	if err != nil {
		if v.ctx().Err() != nil {
			return err
		}
		p := refusalOf(err).shown(v.lang, "").Problem
		shown.Problem, shown.Hint = p.What, p.Hint
	}
	return v.part("history", "verification", shown)
}
