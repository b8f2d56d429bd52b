package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"
)

// houseForbidden are texts that may stand in no committed file. They are built
// from parts, since this file is looked at too.
func houseForbidden() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		"path of one machine": regexp.MustCompile(`(^|[^\w.])/(wo` + `rk|ro` + `ot|ho` + `me/\w+|Us` + `ers/\w+)/`),
		"address of a registry": regexp.MustCompile(`(?i)proxy\.gol` + `ang|sum\.gol` + `ang|registry\.np` + `mjs|np` + `mmirror|` +
			`deb\.deb` + `ian|pypi\.o` + `rg|unp` + `kg\.com|jsde` + `livr|cdn` + `js\.`),
		"unfinished work":      regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`),
		"mark of a merge":      regexp.MustCompile(`(?m)^(<{7}|>{7}|={7})( |$)`),
		"carriage return":      regexp.MustCompile(`\r\n`),
		"blanks at a line end": regexp.MustCompile(`(?m)[ \t]+$`),
	}
}

// houseForeign: text somebody else wrote, or that is there because it is odd.
func houseForeign(name string) bool {
	for _, part := range []string{"/fuzz/", "axe.min.js", "echarts.slim.js", "LICENSE", "NOTICE"} {
		if strings.Contains(name, part) {
			return true
		}
	}
	return path.Base(name) == "go.sum" || path.Base(name) == "tools.sum"
}

// houseTyped: kinds of text in which white space is a matter of style. In the
// rest (goldens, transcripts, Markdown line breaks) it may carry meaning.
func houseTyped(name string) bool {
	switch path.Ext(name) {
	case ".go", ".sh", ".yaml", ".css", ".js":
		return true
	}
	return false
}

// TestHouseText: no committed text names a machine or a registry, or says that
// it is unfinished.
func TestHouseText(t *testing.T) {
	root, seen := houseRoot(t), 0
	for _, name := range houseNames(t, root) {
		if houseForeign("/" + name) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			t.Fatal(err)
		}
		if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
			continue
		}
		seen++
		houseReport(t, "committed text", houseTextViolations(name, data))
	}
	t.Logf("%d text files looked at", seen)
	if seen < 50 {
		t.Errorf("only %d text files found", seen)
	}
}

// TestHouseTextCanFail shows that every forbidden text is seen.
func TestHouseTextCanFail(t *testing.T) {
	made := []string{
		"see /wo" + "rk/main/x", "cd /ro" + "ot/x", "https://proxy.gol" + "ang.org", "registry.np" + "mjs.org",
		"// TO" + "DO later", "FIX" + "ME: x", "<<<<<<< " + "HEAD", "a\r\nb", "x := 1 \n",
	}
	for _, text := range made {
		if got := houseTextViolations("made.go", []byte(text)); len(got) != 1 {
			t.Errorf("%q: %q, want one violation", text, got)
		}
	}
	for _, text := range []string{"network/root/x", "methodology", "../shared/x", "todo in Dutch: alles", "a === b"} {
		if got := houseTextViolations("made.go", []byte(text)); len(got) != 0 {
			t.Errorf("%q: %q, want none", text, got)
		}
	}
}

func houseTextViolations(name string, data []byte) []string {
	var out []string
	for what, pattern := range houseForbidden() {
		style := what == "blanks at a line end" || what == "carriage return"
		if style && !houseTyped(name) {
			continue
		}
		if at := pattern.FindIndex(data); at != nil {
			line := 1 + bytes.Count(data[:at[0]], []byte("\n"))
			out = append(out, houseFileLine(name, line)+": "+what+": "+strings.TrimSpace(string(data[at[0]:at[1]])))
		}
	}
	return out
}
