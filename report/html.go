package report

import (
	"bufio"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"

	"meerzicht/instruments"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed assets/report.css
var stylesheet string

//go:embed assets/echarts.slim.js
var echartsScript string

//go:embed assets/bootstrap.js
var bootstrapScript string

// Stylesheet is the CSS of the report. Its first part are the design tokens,
// which the workbench shares.
func Stylesheet() string { return stylesheet }

// EChartsScript is the embedded slim bundle of ECharts (see assets/ORIGIN).
func EChartsScript() string { return echartsScript }

// HTML writes the report as one file that needs nothing else: style, script and
// data stand in it, and its policy forbids every request. Charts hold their data
// as JSON that is not run.
func (r *Report) HTML(w io.Writer) error {
	view, err := r.page()
	if err != nil {
		return err
	}
	t, err := template.ParseFS(templates, "templates/*.html")
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := t.ExecuteTemplate(out, "page.html", view); err != nil {
		return err
	}
	return out.Flush()
}

// element is a whole style or script element with the hash that admits it.
func element(tag, content string) (template.HTML, string) {
	sum := sha256.Sum256([]byte(content))
	//nolint:gosec // content is ours: embedded files and escaped CSS strings
	return template.HTML("<" + tag + ">" + content + "</" + tag + ">"), "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// policy is the Content-Security-Policy: nothing from outside, no inline
// handler, only the scripts and styles with these hashes.
func policy(scripts, styles []string) string {
	return fmt.Sprintf("default-src 'none'; script-src %s; style-src %s; base-uri 'none'; form-action 'none'",
		strings.Join(scripts, " "), strings.Join(styles, " "))
}

// footerStyle prints the line at the foot of every page, with the notice first.
func footerStyle(line string, lang instruments.Lang) string {
	of := instruments.Text{NL: " van ", EN: " of "}.In(lang)
	return fmt.Sprintf("@page{@bottom-left{content:%s}@bottom-right{content:counter(page) %s counter(pages)}}", cssString(line), cssString(of))
}

// cssString quotes a string for CSS; everything but letters, digits and blanks
// becomes an escape, so that no text can leave the string or the element.
func cssString(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, c := range s {
		switch {
		case c == ' ' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			b.WriteRune(c)
		case c < ' ' || c == 0x7f:
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, "\\%x ", c)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// Tokens are the custom properties at the head of Stylesheet, as declarations
// without a selector: colours and type faces on light, and what differs on dark.
func Tokens() (light, dark string) {
	block := func(after string) string {
		_, rest, _ := strings.Cut(stylesheet, after)
		_, rest, _ = strings.Cut(rest, ":root {")
		declarations, _, _ := strings.Cut(rest, "}")
		return strings.TrimSpace(declarations)
	}
	return block(""), block("prefers-color-scheme: dark")
}
