package workbench

import (
	"errors"
	"html/template"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// refusalShown is a refusal as JSON for the script of a page.
type refusalShown struct {
	Problem  problemShown   `json:"problem"`
	Problems []problemShown `json:"problems,omitempty"`
}

type problemShown struct {
	What      string `json:"what"`
	Where     string `json:"where"`
	Hint      string `json:"hint"`
	Note      bool   `json:"note,omitempty"`
	Reference string `json:"reference,omitempty"`
}

// shown leaves out the cause of an error, unless that too is for people.
func (f *refusal) shown(lang instruments.Lang, ref string) refusalShown {
	e := f.told
	out := refusalShown{Problem: problemShown{
		What: forPage(whatOf(e, lang)), Where: forPage(e.Where), Hint: forPage(e.Hint.In(lang)), Reference: ref,
	}}
	var list instruments.Problems
	if errors.As(e.Err, &list) {
		for _, p := range list {
			out.Problems = append(out.Problems, problemShown{
				What: forPage(p.What.In(lang)), Where: forPage(p.Where(lang)), Hint: forPage(p.Hint.In(lang)), Note: p.Note,
			})
		}
	}
	return out
}

// whatOf is what an error says, with the reason where that is for people too.
func whatOf(e *instruments.Error, lang instruments.Lang) string {
	what := e.What.In(lang)
	var why *instruments.Error
	if errors.As(e.Err, &why) {
		return what + ": " + whatOf(why, lang)
	}
	return what
}

// machinePath finds a whole path of this machine; what remains is its last name.
var machinePath = regexp.MustCompile(`(^|[\s"'‘“«(:])(?:/|[A-Za-z]:[\\/]|\\\\)[^\s"'’”»),]*[\\/]([^\s"'’”»),\\/]*)`)

// sayMost is how many code points a part of a refusal has at most: it may repeat
// what was sent.
const sayMost = 600

func forPage(s string) string {
	s = shortened(s, sayMost)
	return machinePath.ReplaceAllString(instruments.Plain(s), "$1$2")
}

// navigates reports whether a person looks at the answer, not a script.
func navigates(r *http.Request) bool {
	if r.Method == http.MethodPost {
		return false
	}
	if mode := r.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(r.Header.Get("Accept"), "text/html")
}

// lang is the session's, as on its pages; else what the browser prefers.
func (g *guard) lang(r *http.Request) instruments.Lang {
	if who := sessionOf(r); who != nil {
		return who.lang(g.options.lang)
	}
	return preferredLang(r.Header.Get("Accept-Language"), g.options.lang)
}

// preferredLang is the language of ours with the highest weight in an
// Accept-Language header, the earlier one of equals.
func preferredLang(header string, other instruments.Lang) instruments.Lang {
	best, weight := other, 0.0
	for i, part := range strings.Split(header, ",") {
		if i == 32 {
			break
		}
		tag, params, _ := strings.Cut(part, ";")
		l, ok := instruments.ParseLang(strings.ToLower(strings.TrimSpace(tag)))
		if q := langWeight(params); ok && q > weight {
			best, weight = l, q
		}
	}
	return best
}

func langWeight(params string) float64 {
	given, ok := strings.CutPrefix(strings.TrimSpace(params), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(given, 64)
	if err != nil || !(q > 0 && q <= 1) {
		return 0
	}
	return q
}

// refusalPage is plain HTML: it must hold when nothing else does.
var refusalPage = template.Must(template.New("refusal").Parse(`<!doctype html>
<html lang="{{(index . 0).Lang}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Meerzicht: {{(index . 0).Title}}</title>
</head>
<body>
<main>
{{range .}}<section lang="{{.Lang}}">
<h1>{{.Title}}</h1>
<p>{{.What}}</p>
{{with .Where}}<p>{{.}}</p>
{{end}}{{with .Hint}}<p>{{.}}</p>
{{end}}{{with .Back}}<p><a href="/">{{.}}</a></p>
{{end}}<p>{{.Reference}}</p>
</section>
{{end}}</main>
</body>
</html>
`))

// refusalSection is the page in one language.
type refusalSection struct {
	Lang                                      instruments.Lang
	Title, What, Where, Hint, Back, Reference string
}

// writeRefusalPage speaks one language, except to those who have no session:
// they have not chosen one.
func writeRefusalPage(w http.ResponseWriter, f *refusal, status int, ref string, lang instruments.Lang) {
	sections := []refusalSection{f.section(lang, ref)}
	if f.rule == ruleSession {
		other := map[instruments.Lang]instruments.Lang{instruments.Dutch: instruments.English, instruments.English: instruments.Dutch}[lang]
		sections = append(sections, f.section(other, ref))
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_ = refusalPage.Execute(w, sections) // who does not read it misses it
}

func (f *refusal) section(lang instruments.Lang, ref string) refusalSection {
	p := f.shown(lang, ref).Problem
	s := refusalSection{
		Lang: lang, What: sentence(p.What), Where: p.Where, Hint: sentence(p.Hint),
		Title:     instruments.Text{NL: "Dit ging niet", EN: "This did not work"}.In(lang),
		Back:      instruments.Text{NL: "Naar het begin van de werkbank", EN: "To the start of the workbench"}.In(lang),
		Reference: instruments.Text{NL: "Verwijzing: ", EN: "Reference: "}.In(lang) + ref,
	}
	if f.rule == ruleSession {
		s.Title, s.Back = instruments.Text{NL: "De werkbank openen", EN: "Opening the workbench"}.In(lang), ""
	}
	return s
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	first := []rune(s)[:1]
	s = strings.ToUpper(string(first)) + strings.TrimPrefix(s, string(first))
	if !strings.HasSuffix(s, ".") {
		s += "."
	}
	return s
}
