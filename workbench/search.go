package workbench

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

const (
	hitsShown   = 25 // on one page
	othersShown = 10 // codes, memos, respondents
)

func searchRoutes() []route {
	return []route{{"GET /search", showSearch, routeRule{}}}
}

// searchPage is what was found in the whole study.
type searchPage struct {
	Query         string
	Problem       *problemShown
	Hits          []hitLine
	Total         int
	From          int
	Before, After int
	Others        []foundOthers
}

// First and To are the numbers of the first and the last hit shown.
func (p searchPage) First() int { return p.From + 1 }

// To is the number of the last hit shown.
func (p searchPage) To() int { return p.From + len(p.Hits) }

// hitLine is a turn that was found, with the words that were found first.
type hitLine struct {
	Title, Speaker, Href  string
	Turn                  int // from 1; 0 outside turns
	Before, Match, Behind string
	Cut                   bool // text stands before the excerpt
}

// foundOthers are things of one kind that were found by their words.
type foundOthers struct {
	Label instruments.Text
	Total int
	Lines []otherLine
}

type otherLine struct{ Label, Text, Href string }

// showSearch searches the whole study: ?q=WORDS&from=N.
func showSearch(v *visit) error {
	page := searchPage{Query: strings.TrimSpace(v.query().Get("q")), Before: -1, After: -1}
	if page.Query != "" {
		err := v.search(&page)
		var told *instruments.Error
		if errors.As(err, &told) && errors.Is(err, instruments.ErrRefused) {
			page.Problem, err = &problemShown{What: sentence(forPage(told.What.In(v.lang))), Hint: sentence(forPage(told.Hint.In(v.lang)))}, nil
		}
		if err != nil {
			return err
		}
	}
	return v.page("search", instruments.Text{NL: "Zoeken", EN: "Search"}, page)
}

func (v *visit) search(page *searchPage) error {
	page.From = min(max(v.number("from", 0), 0), 1_000_000) / hitsShown * hitsShown
	hits, total, err := v.study.Search(v.ctx(), page.Query, page.From+hitsShown)
	if err != nil {
		return err
	}
	page.Total = total
	if page.From > 0 {
		page.Before = page.From - hitsShown
	}
	if page.From+hitsShown < total {
		page.After = page.From + hitsShown
	}
	docs := map[instruments.DocumentID]instruments.Document{}
	for _, h := range hits[min(page.From, len(hits)):] {
		line, err := v.hitLine(docs, h)
		if err != nil {
			return err
		}
		page.Hits = append(page.Hits, line)
	}
	if page.From > 0 {
		return nil
	}
	page.Others, err = v.searchOthers(strings.Trim(page.Query, `"“”*`))
	return err
}

// hitLine shows a hit; docs are the documents of the hits before it.
func (v *visit) hitLine(docs map[instruments.DocumentID]instruments.Document, h study.Hit) (hitLine, error) {
	d, ok := docs[h.Document]
	if !ok {
		var err error
		if d, err = v.study.Document(v.ctx(), h.Document); err != nil {
			return hitLine{}, err
		}
		docs[h.Document] = d
	}
	line := hitLine{Title: d.Title, Cut: h.ExcerptStart > 0, Href: "/documents/" + url.PathEscape(string(h.Document)) + "?at=" + strconv.Itoa(h.Start)}
	if line.Title == "" {
		line.Title = string(h.Document)
	}
	if 0 <= h.Turn && h.Turn < len(d.Turns) {
		line.Turn, line.Speaker = h.Turn+1, d.Turns[h.Turn].Speaker
	}
	line.Before, line.Match, line.Behind = parted([]rune(h.Excerpt), h.Start-h.ExcerptStart, h.End-h.ExcerptStart)
	return line, nil
}

// parted cuts a text at two places.
func parted(text []rune, from, to int) (before, match, behind string) {
	from = min(max(from, 0), len(text))
	to = min(max(to, from), len(text))
	return string(text[:from]), string(text[from:to]), string(text[to:])
}

// searchOthers finds codes, memos and respondents by their words.
func (v *visit) searchOthers(words string) ([]foundOthers, error) {
	codes, err := v.searchCodes(words)
	if err != nil {
		return nil, err
	}
	memos, err := v.searchMemos(words)
	if err != nil {
		return nil, err
	}
	people, err := v.searchPeople(words)
	var out []foundOthers
	for _, f := range []foundOthers{codes, memos, people} {
		if f.Total > 0 {
			out = append(out, f)
		}
	}
	return out, err
}

func (f *foundOthers) add(line otherLine) {
	if f.Total++; f.Total <= othersShown {
		f.Lines = append(f.Lines, line)
	}
}

func (v *visit) searchCodes(words string) (foundOthers, error) {
	f := foundOthers{Label: instruments.Text{NL: "Codes", EN: "Codes"}}
	book, err := v.shelf()
	if err != nil {
		return f, err
	}
	for _, c := range book.Codes {
		if holds(words, string(c.ID), c.Name.NL, c.Name.EN, c.Definition.In(v.lang), c.Include.In(v.lang), c.Exclude.In(v.lang), c.Example.In(v.lang)) {
			f.add(otherLine{v.codeName(c) + " (" + shortCode(c.ID) + ")", clip(c.Definition.In(v.lang), excerptLength), "/codebook?code=" + url.QueryEscape(string(c.ID))})
		}
	}
	return f, nil
}

// excerptLength is how many code points of a definition or memo are shown.
const excerptLength = 160

func (v *visit) searchMemos(words string) (foundOthers, error) {
	f := foundOthers{Label: instruments.Text{NL: "Memo’s", EN: "Memos"}}
	memos, err := coding.All[coding.Memo](v.study.View(v.ctx()), coding.MemoKind)
	for _, m := range memos {
		if holds(words, m.Text) {
			f.add(otherLine{m.Type, clip(m.Text, excerptLength), "/memos?" + with(url.Values{}, "on", m.Target)})
		}
	}
	return f, err
}

func (v *visit) searchPeople(words string) (foundOthers, error) {
	f := foundOthers{Label: instruments.Text{NL: "Respondenten", EN: "Respondents"}}
	people, err := coding.All[instruments.Respondent](v.study.View(v.ctx()), coding.RespondentKind)
	for _, r := range people {
		if holds(words, string(r.ID), r.Project, string(r.Type), string(r.Role)) {
			f.add(otherLine{string(r.ID), strings.Join([]string{string(r.Type), r.Project}, ", "), "/people/" + url.PathEscape(string(r.ID))})
		}
	}
	return f, err
}
