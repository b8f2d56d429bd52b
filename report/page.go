package report

import (
	"fmt"
	"html/template"
	"strings"

	"meerzicht/instruments"
)

// The views are what the templates see: words of one language, no logic left.
type pageView struct {
	Lang, Title, Notice, Kicker, Date, Policy, Layer, Reliability string
	W                                                             words
	Headlines                                                     []headlineView
	Chart                                                         *chartView
	Sentences                                                     []string
	Contents, Appendix                                            []linkView
	Sections                                                      []sectionView
	Colophon                                                      string
	Styles, Scripts                                               []template.HTML
}

type headlineView struct{ Big, Label, Note string }

type linkView struct{ ID, Title string }

type sectionView struct {
	ID, Number, Title, Question string
	Appendix                    bool
	Blocks                      []blockView
}

type blockView struct {
	Heading, Para string
	List          []string
	Terms         []termView
	Chart         *chartView
	Table         *tableView
}

type termView struct{ Name, Value string }

type chartView struct {
	ID, Title, Caption, Alt, Mark, Masked string
	Data                                  template.HTML
}

// page turns the report into what the templates show.
func (r *Report) page() (*pageView, error) {
	title := r.Info.Title.In(r.Lang)
	if title == "" {
		title = r.Info.Name
	}
	v := &pageView{
		Lang: string(r.Lang), Title: title, Notice: r.Info.Notice.In(r.Lang), Date: Date(r.Info.Changed, r.Lang),
		W: wordsIn(r.Lang), Layer: r.Layer.In(r.Lang), Reliability: r.First.Reliability.In(r.Lang), Kicker: r.kicker(), Colophon: r.colophon(),
	}
	for _, h := range r.First.Headlines {
		v.Headlines = append(v.Headlines, headlineView{h.Big.In(r.Lang), h.Label.In(r.Lang), h.Note.In(r.Lang)})
	}
	for _, s := range r.First.Sentences {
		v.Sentences = append(v.Sentences, s.In(r.Lang))
	}
	if err := r.firstChart(v); err != nil {
		return nil, err
	}
	if err := r.sections(v); err != nil {
		return nil, err
	}
	r.assets(v)
	return v, nil
}

func (r *Report) firstChart(v *pageView) (err error) {
	if r.First.Chart == nil {
		return nil
	}
	v.Chart, err = r.chart(r.First.Chart)
	if err == nil {
		v.Chart.Caption = r.First.Caption.In(r.Lang)
	}
	return err
}

// assets adds style and script with the policy that admits exactly them.
func (r *Report) assets(v *pageView) {
	var styles, scripts []string
	for _, css := range []string{stylesheet, footerStyle(r.footer(v), r.Lang)} {
		e, hash := element("style", css)
		v.Styles, styles = append(v.Styles, e), append(styles, hash)
	}
	for _, js := range []string{echartsScript, bootstrapScript} {
		e, hash := element("script", js)
		v.Scripts, scripts = append(v.Scripts, e), append(scripts, hash)
	}
	v.Policy = policy(scripts, styles)
}

// footer is the line under every printed page; the notice comes first, since a
// page may be handed round alone.
func (r *Report) footer(v *pageView) string {
	parts := []string{v.Title, r.Audience.Label().In(r.Lang)}
	if v.Notice != "" {
		parts = append([]string{v.W.Fictional + " – " + v.Notice}, parts[1:]...)
	}
	return strings.Join(parts, " · ")
}

func (r *Report) kicker() string {
	return instruments.Textf("Onderzoeksrapport · %s", "Research report · %s", r.Audience.Label()).In(r.Lang)
}

func (r *Report) colophon() string {
	head := r.Info.Head
	if len(head) > 16 {
		head = head[:16]
	}
	return instruments.Textf("Gemaakt met Meerzicht %s · stand van %s · studiehash %s", "Made with Meerzicht %s · as of %s · study hash %s",
		r.Version, dateText(r.Info.Changed), head).In(r.Lang)
}

func (r *Report) sections(v *pageView) error {
	number, letter := 0, 'A'
	for _, s := range r.Sections {
		sv := sectionView{ID: "s-" + s.ID, Title: s.Title.In(r.Lang), Question: s.Question.In(r.Lang), Appendix: s.Appendix}
		if s.Appendix {
			sv.Number = string(letter)
			letter++
			v.Appendix = append(v.Appendix, linkView{sv.ID, sv.Title})
		} else {
			number++
			sv.Number = fmt.Sprint(number)
			v.Contents = append(v.Contents, linkView{sv.ID, sv.Title})
		}
		said := map[string]bool{v.Layer: true} // it stands at the head of the page
		for _, b := range s.Blocks {
			bv, err := r.block(b, said)
			if err != nil {
				return err
			}
			sv.Blocks = append(sv.Blocks, bv)
		}
		v.Sections = append(v.Sections, sv)
	}
	return nil
}

func (r *Report) block(b Block, said map[string]bool) (blockView, error) {
	out := blockView{Heading: b.Heading.In(r.Lang), Para: b.Para.In(r.Lang)}
	for _, t := range b.List {
		out.List = append(out.List, t.In(r.Lang))
	}
	for _, t := range b.Terms {
		out.Terms = append(out.Terms, termView{t.Name.In(r.Lang), t.Value.In(r.Lang)})
	}
	if b.Table != nil {
		out.Table = r.table(*b.Table, said)
	}
	if b.Chart == nil {
		return out, nil
	}
	var err error
	out.Chart, err = r.chart(b.Chart)
	return out, err
}

func (r *Report) chart(c *Chart) (*chartView, error) {
	data, _, err := optionOf(c, r.Lang)
	if err != nil {
		return nil, err
	}
	v := &chartView{ID: "chart-" + c.ID, Title: c.Title.In(r.Lang), Caption: c.Caption.In(r.Lang), Alt: c.Alt.In(r.Lang), Mark: r.mark()}
	if n, all := c.maskedCount(); n > 0 {
		v.Masked = instruments.Textf("Gearceerd: afgeschermd (%d van %d getallen; zie de verantwoording).", "Hatched: masked (%d of %d numbers; see the appendix).", n, all).In(r.Lang)
	}
	//nolint:gosec // data is JSON with < > & escaped (safeJSON)
	v.Data = template.HTML(`<script type="application/json" data-chart="` + template.HTMLEscapeString(v.ID) + `">` + string(data) + `</script>`)
	return v, nil
}

// mark is the label that stands beside every chart and table of invented data.
func (r *Report) mark() string {
	if r.Info.Notice.IsZero() {
		return ""
	}
	return wordsIn(r.Lang).Fictional
}

type dateText string

// In is the date in lang.
func (d dateText) In(lang instruments.Lang) string { return Date(string(d), lang) }
