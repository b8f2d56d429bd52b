package checklist

import (
	"slices"
	"strings"

	"meerzicht/instruments"
)

// The programs whose exports are known by their headings.
const (
	fromKobo       = "kobo"
	fromODK        = "odk"
	fromQualtrics  = "qualtrics"
	fromLimeSurvey = "limesurvey"
	wideTable      = "wide"
	longTable      = "long"
)

// originOf tells which program wrote a table with these headings and second
// and third rows; "" when none is recognised.
func originOf(top row, below []row) string {
	seen := map[string]bool{}
	brackets := 0
	for i := range top.cells {
		seen[lastPart(top.cell(i))], seen[limeCode(top.cell(i))] = true, true
		if question, rest, ok := strings.Cut(top.cell(i), "["); ok && rest != "" && plainCode(question) {
			brackets++
		}
	}
	has := func(all ...string) bool {
		return !slices.ContainsFunc(all, func(s string) bool { return !seen[s] })
	}
	switch {
	case importIDs(below) >= 0, has("responseid", "recordeddate"), has("responseid", "finished"):
		return fromQualtrics
	case has("_uuid"), has("_id", "_submission_time"), has("_index", "_submission_time"), has("_index", "_parent_index"):
		return fromKobo
	case has("key", "submissiondate"), has("key", "instanceid"), has("key", "meta-instanceid"), has("parent_key", "key"):
		return fromODK
	case has("submitdate"), has("lastpage"), has("startlanguage"), brackets > 1, limeWords(seen):
		return fromLimeSurvey
	}
	return ""
}

// limeWords knows an export with headings in words, in which LimeSurvey puts
// its own columns first.
func limeWords(seen map[string]bool) bool {
	first, second := false, false
	for _, w := range []string{"antwoord id", "antwoord-id", "antwoordid", "response id"} {
		first = first || seen[w]
	}
	for _, w := range []string{"laatste pagina", "last page", "datum ingediend", "datum verzonden", "date submitted", "ingediend op", "starttaal", "begintaal", "start language"} {
		second = second || seen[w]
	}
	return first && second
}

// limeCode is the code before the words of a heading that has both ("id.
// Antwoord-ID").
func limeCode(heading string) string {
	code, _, _ := strings.Cut(fold(heading), ". ")
	return code
}

// importIDs is the index of Qualtrics' row of import ids, -1 without one.
func importIDs(rows []row) int {
	for i, line := range rows[:min(len(rows), 2)] {
		for _, c := range line.cells[:min(len(line.cells), 5)] {
			if strings.HasPrefix(strings.TrimSpace(c), `{"ImportId"`) {
				return i
			}
		}
	}
	return -1
}

// lastPart is the folded name of a question without its groups, and without
// the X that R puts before an underscore.
func lastPart(heading string) string {
	key := fold(heading)
	if at := strings.LastIndexByte(key, '/'); at >= 0 && at < len(key)-1 {
		key = key[at+1:]
	}
	if strings.HasPrefix(key, "x_") {
		key = key[1:]
	}
	return key
}

// plainCode tells that a text can be the code of a question.
func plainCode(s string) bool {
	return s != "" && len(s) <= 40 && strings.IndexFunc(s, func(r rune) bool { return notWord(r) && r != '_' }) < 0
}

// isMeta tells that a column holds what the program itself noted, never an
// answer. Names and addresses of participants are among them: they do not
// belong in a study.
func isMeta(origin, heading string) bool {
	key := lastPart(heading)
	switch {
	case slices.Contains(anyMeta(), key):
		return true
	case strings.HasPrefix(key, "_") && origin == fromKobo:
		return true
	case origin == fromODK:
		key = strings.TrimPrefix(key, "meta-")
		return slices.Contains(odkMeta(), key) || strings.HasPrefix(key, "setofgroup") || strings.HasPrefix(key, "set-of-")
	case origin == fromQualtrics:
		return slices.Contains(qualtricsMeta(), key) || strings.Contains(key, "_do_") || hasSuffix(key, "_first click", "_last click", "_page submit", "_click count", " - topics", "_text")
	case origin == fromLimeSurvey:
		if code := limeCode(heading); plainCode(code) {
			key = code
		}
		return slices.Contains(limeMeta(), key) || strings.HasPrefix(key, "interviewtime") || strings.HasPrefix(key, "grouptime") || strings.HasPrefix(key, "questiontime")
	}
	return false
}

func hasSuffix(s string, suffixes ...string) bool {
	return slices.ContainsFunc(suffixes, func(x string) bool { return strings.HasSuffix(s, x) })
}

func anyMeta() []string {
	return []string{
		"start", "end", "deviceid", "subscriberid", "simserial", "simid", "phonenumber", "username", "email", "audit", "id", "nr", "nr.", "volgnummer", "instanceid", "instancename", "deprecatedid",
		"_id", "_uuid", "_index", "_submission_time", "_submitted_by", "_validation_status", "_version_", "__version__", "_status", "_notes", "_tags",
		"_parent_index", "_parent_table_name", "meta-instanceid", "meta-instancename", "formhub/uuid", "uuid", "tijdstempel", "timestamp",
		"begintijd", "tijd van voltooien", "start time", "completion time", "e-mail", "e-mailadres", "naam", "name", "ip-adres", "ip address",
	}
}

func odkMeta() []string {
	return []string{
		"key", "parent_key", "submissiondate", "submitterid", "submittername", "attachmentspresent", "attachmentsexpected", "status", "reviewstate", "deviceid",
		"edits", "formversion", "formdef_version", "instanceid", "instancename", "entity", "entity-label", "review_status", "review_comments", "starttime", "endtime",
	}
}

func qualtricsMeta() []string {
	return []string{
		"startdate", "enddate", "status", "ipaddress", "progress", "duration (in seconds)", "finished", "recordeddate", "responseid", "recipientlastname",
		"recipientfirstname", "recipientemail", "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "distributionchannel", "userlanguage",
		"responseset", "q_totalduration", "q_recaptchascore", "q_url", "q_language",
	}
}

func limeMeta() []string {
	return []string{
		"id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp", "ipaddr", "refurl", "token", "firstname", "lastname", "completed",
		"antwoord id", "antwoord-id", "response id", "date submitted", "datum ingediend", "datum verzonden", "ingediend op", "last page", "laatste pagina",
		"start language", "starttaal", "seed-waarde", "date started", "datum gestart", "begindatum", "date last action", "datum laatste actie", "ip-adres",
		"referrer url", "verwijzende url", "toegangscode", "access code", "total time", "totale tijd",
	}
}

// isRepeat tells that a table belongs to a repeated group: its rows are no
// respondents.
func isRepeat(top row) bool {
	for i := range top.cells {
		switch fold(top.cell(i)) {
		case "_parent_index", "_parent_table_name", "parent_key":
			return true
		}
	}
	return false
}

// aside holds the numbers of rows that are no answers, or that deserve a word.
type aside struct {
	test       []int // rows of previews and tests, left out
	incomplete []int // kept
	rejected   []int // kept
}

// sortRows leaves out what was filled in to try the survey, and notes rows that
// were not finished or not approved.
func sortRows(origin string, top row, body []row) ([]row, aside) {
	at := map[string]int{}
	for i := range top.cells {
		if key := strings.TrimPrefix(lastPart(limeCode(top.cell(i))), "meta-"); key != "" {
			if _, twice := at[key]; !twice {
				at[key] = i
			}
		}
	}
	cell := func(line row, name string) string {
		i, ok := at[name]
		if !ok {
			return "\x00" // the table has no such column
		}
		return fold(line.cell(i))
	}
	var out aside
	keep := body[:0:0]
	for _, line := range body {
		switch origin {
		case fromQualtrics:
			if isTest(cell(line, "status"), cell(line, "distributionchannel")) {
				out.test = append(out.test, line.n)
				continue
			}
			if unfinished(cell(line, "finished"), cell(line, "progress")) {
				out.incomplete = append(out.incomplete, line.n)
			}
		case fromLimeSurvey:
			if unsent(cell, line) {
				out.incomplete = append(out.incomplete, line.n)
			}
		case fromKobo, fromODK:
			if s := cell(line, "_validation_status") + cell(line, "reviewstate"); strings.Contains(s, "not_approved") || strings.Contains(s, "not approved") || strings.Contains(s, "rejected") {
				out.rejected = append(out.rejected, line.n)
			}
		}
		keep = append(keep, line)
	}
	return keep, out
}

// isTest reads Qualtrics' kind of response: 1 and 9 are previews, 2 a test, and
// 8, 16 and the like spam; the labels follow the language of the account.
func isTest(status, channel string) bool {
	if channel == "preview" || channel == "test" {
		return true
	}
	switch status {
	case "1", "2", "8", "9", "12", "16", "17", "32", "40", "48":
		return true
	}
	return slices.ContainsFunc([]string{"preview", "test", "spam", "voorbeeld", "voorvertoning", "vorschau"}, func(w string) bool { return strings.Contains(status, w) })
}

func unfinished(finished, progress string) bool {
	switch finished {
	case "0", "false", "onwaar", "nee", "no", "falsch", "faux":
		return true
	}
	return finished == "\x00" && progress != "\x00" && progress != "100"
}

// unsent tells that LimeSurvey has no date of sending for a row.
func unsent(cell func(row, string) string, line row) bool {
	for _, name := range []string{"submitdate", "date submitted", "datum ingediend", "datum verzonden", "ingediend op"} {
		if s := cell(line, name); s != "\x00" {
			return s == "" || s == "n/a"
		}
	}
	return false
}

// tellAside says which rows were left out or kept with a doubt.
func (s *survey) tellAside(a aside) {
	for _, one := range []struct {
		rows []int
		what instruments.Text
		hint instruments.Text
	}{
		{a.test, instruments.Text{NL: "voorbeeld- en testrijen zijn weggelaten", EN: "rows of previews and tests were left out"}, instruments.Text{}},
		{
			a.incomplete,
			instruments.Text{NL: "niet afgemaakte vragenlijsten zijn wel ingelezen", EN: "surveys that were not finished were read all the same"},
			instruments.Text{NL: "verwijder deze rijen als ze niet mee mogen tellen", EN: "remove these rows if they should not count"},
		},
		{
			a.rejected,
			instruments.Text{NL: "afgekeurde inzendingen zijn wel ingelezen", EN: "submissions that were rejected were read all the same"},
			instruments.Text{NL: "verwijder deze rijen als ze niet mee mogen tellen", EN: "remove these rows if they should not count"},
		},
	} {
		if len(one.rows) > 0 {
			s.note(s.grid, 0, -1, instruments.Textf("%s: %s", "%s: %s", one.what, numbered(one.rows)), one.hint)
		}
	}
}
