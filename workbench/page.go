package workbench

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"

	"meerzicht/coding"
	"meerzicht/instruments"
)

//go:embed assets
var assets embed.FS

// pages are the templates, parsed when they are first needed: one set for each
// page and language.
type pages struct {
	mu   sync.Mutex
	sets map[string]*template.Template
	sums sync.Map // asset → first hex digits of its hash
}

func newPages() *pages {
	return &pages{sets: map[string]*template.Template{}}
}

// set returns the templates of a page: base.html, the fragments that several
// pages share (parts_*.html), and the page's own file.
func (p *pages) set(name string, lang instruments.Lang) (*template.Template, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	key := name + "." + string(lang)
	if t := p.sets[key]; t != nil {
		return t, nil
	}
	t, err := template.New("base.html").Funcs(p.funcs(lang)).ParseFS(assets, "assets/base.html", "assets/parts_*.html", "assets/"+name+".html")
	if err != nil {
		return nil, fmt.Errorf("page %s: %w", name, err)
	}
	p.sets[key] = t
	return t, nil
}

func (p *pages) funcs(lang instruments.Lang) template.FuncMap {
	return template.FuncMap{
		"say":       func(nl, en string, args ...any) string { return instruments.Textf(nl, en, args...).In(lang) },
		"in":        func(t instruments.Text) string { return t.In(lang) },
		"lang":      func() instruments.Lang { return lang },
		"asset":     p.asset,
		"codeClass": codeClass,
		"short":     shortCode,
		"clock":     clockTime,
		"list":      func(items ...any) []any { return items },
	}
}

// asset is the address of an embedded file; it changes with the content.
func (p *pages) asset(name string) string { return "/assets/" + p.sum(name) + "/" + name }

// sum is the beginning of the hash of an embedded file.
func (p *pages) sum(name string) string {
	if sum, ok := p.sums.Load(name); ok {
		return sum.(string)
	}
	body, err := assetBody(name)
	if err != nil {
		return "none"
	}
	h := sha256.Sum256(body)
	sum := hex.EncodeToString(h[:6])
	p.sums.Store(name, sum)
	return sum
}

// assetBody is an embedded file. The stylesheet begins with the design tokens
// of the report, so that both look alike, and ends with those of the views.
func assetBody(name string) ([]byte, error) {
	body, err := assets.ReadFile("assets/" + name)
	if err != nil || name != "workbench.css" {
		return body, err
	}
	all := append([]byte(themes()), body...)
	views, err := fs.Glob(assets, "assets/css_*.css")
	if err != nil {
		return nil, err
	}
	for _, view := range views {
		body, err := assets.ReadFile(view)
		if err != nil {
			return nil, err
		}
		all = append(all, body...)
	}
	return all, nil
}

func assetRoutes() []route {
	return []route{
		{"GET /assets/{sum}/{name}", serveAsset, routeRule{immutable: true}},
		{"GET /codes.css", serveCodeColours, routeRule{}},
	}
}

func serveAsset(v *visit) error {
	name := path.Base(v.r.PathValue("name"))
	kind := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}[path.Ext(name)]
	body, err := assetBody(name)
	if err != nil || kind == "" || v.pages.sum(name) != v.r.PathValue("sum") {
		return notFound()
	}
	v.w.Header().Set("Content-Type", kind)
	v.w.Header().Set("Cache-Control", "private, max-age=31536000, immutable")
	_, err = v.w.Write(body)
	return err
}

// shell is what base.html shows around every page.
type shell struct {
	View    string // names the page to the script and the navigation
	Title   string
	Study   string
	Notice  string
	Lang    instruments.Lang
	Theme   string
	Coder   coding.CoderID
	Coders  []coding.CoderID
	Seq     int64
	ID      string // of the study: the hash of its first event
	Undo    string // what undo would take back; "" for nothing
	Redo    string
	Blind   *blindness // what is hidden; nil for nothing
	Content any
}

// page answers with a whole page.
func (v *visit) page(name string, title instruments.Text, content any) error {
	sh, err := v.shell(name, title.In(v.lang), content)
	if err != nil {
		return err
	}
	return v.render(name, "base.html", sh)
}

// part answers with a fragment of a page's templates.
func (v *visit) part(page, block string, data any) error { return v.render(page, block, data) }

// render executes before it writes, so that an error is a clean answer.
func (v *visit) render(page, block string, data any) error {
	set, err := v.pages.set(page, v.lang)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := set.ExecuteTemplate(&b, block, data); err != nil {
		return fmt.Errorf("page %s: %w", page, err)
	}
	v.w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = b.WriteTo(v.w)
	return err
}

func (v *visit) shell(name, title string, content any) (shell, error) {
	info, err := v.study.Info(v.ctx())
	if err != nil {
		return shell{}, err
	}
	head, err := v.study.Head(v.ctx())
	if err != nil {
		return shell{}, err
	}
	sh := shell{View: name, Title: title, Study: info.Title.In(v.lang), Notice: info.Notice.In(v.lang), Lang: v.lang, Theme: themeOf(v.who), Coder: v.coder(), Seq: head.Seq, Content: content}
	if sh.Study == "" {
		sh.Study = info.Name
	}
	if sh.ID, err = v.identity(); err != nil {
		return sh, err
	}
	l, err := v.study.look(v.ctx())
	if err != nil {
		return sh, err
	}
	sh.Blind = l.blindness()
	undo, redo, err := v.history()
	if err != nil {
		return sh, err
	}
	sh.Undo, sh.Redo = undo.label(), redo.label()
	coders, err := coding.All[coding.Coder](v.study.View(v.ctx()), coding.CoderKind)
	for _, c := range coders {
		sh.Coders = append(sh.Coders, c.ID)
	}
	return sh, err
}

// themeOf is the look that a session chose.
func themeOf(who *session) string {
	if t := who.theme(); t != "" {
		return t
	}
	return "auto"
}

// codeClass is the class that /codes.css gives the colour of a code.
func codeClass(id coding.CodeID) string {
	h := sha256.Sum256([]byte(id))
	return "k" + hex.EncodeToString(h[:4])
}

// shortCode is a code in a lane: its id without the branch it belongs to.
func shortCode(id coding.CodeID) string {
	_, short, ok := strings.Cut(string(id), ".")
	if !ok {
		short = string(id)
	}
	return short
}

// clockTime is a time in a recording: 1:02:03 or 2:03; "" when unknown.
func clockTime(ms int64) string {
	if ms < 0 {
		return ""
	}
	s := ms / 1000
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// notFound says that nothing has this address.
func notFound() error {
	return refused(http.StatusNotFound, instruments.Text{NL: "hier is niets", EN: "there is nothing here"},
		instruments.Text{NL: "ga terug naar de documenten", EN: "go back to the documents"})
}
