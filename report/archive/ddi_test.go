package archive_test

import (
	"encoding/xml"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// element is any XML element.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Text     string     `xml:",chardata"`
	Children []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all are the descendants by a path of names.
func (e element) all(path ...string) []element {
	if len(path) == 0 {
		return []element{e}
	}
	var out []element
	for _, c := range e.Children {
		if c.XMLName.Local == path[0] {
			out = append(out, c.all(path[1:]...)...)
		}
	}
	return out
}

func (e element) texts(path ...string) []string {
	var out []string
	for _, f := range e.all(path...) {
		out = append(out, strings.TrimSpace(f.Text))
	}
	return out
}

func described(t *testing.T) (element, string) {
	t.Helper()
	dir, _ := written(t, parts(t))
	var e element
	if err := xml.Unmarshal([]byte(content(t, dir, "ddi.xml")), &e); err != nil {
		t.Fatal(err)
	}
	return e, dir
}

// ddiOrder is the order in which DDI-Codebook 2.5 has the children that are
// written, from the tag library of the standard.
func ddiOrder() map[string][]string {
	return map[string][]string{
		"codeBook":  {"docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"},
		"stdyDscr":  {"citation", "stdyInfo", "method", "dataAccs"},
		"citation":  {"titlStmt", "prodStmt", "verStmt", "notes"},
		"titlStmt":  {"titl", "parTitl", "IDNo"},
		"prodStmt":  {"prodDate", "software"},
		"stdyInfo":  {"subject", "abstract", "sumDscr"},
		"sumDscr":   {"collDate", "anlyUnit", "dataKind"},
		"method":    {"dataColl", "notes"},
		"dataColl":  {"sampProc", "collMode", "resInstru"},
		"fileTxt":   {"fileName", "fileCont", "dimensns", "fileType"},
		"dimensns":  {"caseQnty", "varQnty"},
		"dataDscr":  {"varGrp", "var"},
		"var":       {"labl", "invalrng", "catgry", "varFormat", "notes"},
		"catgry":    {"catValu", "labl", "catStat"},
		"varGrp":    {"labl"},
		"otherMat":  {"labl"},
		"docDscr":   {"citation"},
		"fileDscr":  {"fileTxt"},
		"dataAccs":  {"useStmt"},
		"useStmt":   {"restrctn"},
		"subject":   {"keyword"},
		"verStmt":   {"version"},
		"invalrng":  {"item"},
		"varFormat": {},
	}
}

func inOrder(t *testing.T, e element) {
	t.Helper()
	order, known := ddiOrder()[e.XMLName.Local]
	last := 0
	for _, c := range e.Children {
		at := slices.Index(order, c.XMLName.Local)
		if !known || at < last {
			t.Errorf("%s stands in %s at a place that the standard does not have", c.XMLName.Local, e.XMLName.Local)
			continue
		}
		last = at
		inOrder(t, c)
	}
}

func TestDDI(t *testing.T) {
	t.Parallel()
	e, dir := described(t)
	if e.XMLName.Space != "ddi:codebook:2_5" || e.XMLName.Local != "codeBook" || e.attr("version") != "2.5" {
		t.Errorf("root %v", e.XMLName)
	}
	inOrder(t, e)
	if got := e.texts("stdyDscr", "citation", "titlStmt", "titl"); !slices.Equal(got, []string{"Een proef met <b>é</b> & 😀"}) {
		t.Errorf("title %q", got)
	}
	if got := e.texts("stdyDscr", "citation", "titlStmt", "parTitl"); !slices.Equal(got, []string{"A trial"}) {
		t.Errorf("title in the other language %q", got)
	}
	if got := e.texts("stdyDscr", "citation", "notes"); !slices.Equal(got, []string{"Fictieve gegevens", "Invented data"}) {
		t.Errorf("notice %q", got)
	}
	if got := e.texts("stdyDscr", "stdyInfo", "sumDscr", "collDate"); !slices.Equal(got, []string{"2020-03-01", "2020-03-09"}) {
		t.Errorf("dates %q", got)
	}
	if got := e.texts("fileDscr", "fileTxt", "dimensns", "caseQnty"); !slices.Equal(got, []string{"10", "10"}) {
		t.Errorf("cases %q", got)
	}
	vars := e.all("dataDscr", "var")
	head := strings.Split(strings.SplitN(content(t, dir, "data/wide.csv"), "\n", 2)[0], ",")
	for i, v := range vars {
		if v.attr("name") != head[i] {
			t.Errorf("variable %d is %q, in the file %q", i, v.attr("name"), head[i])
		}
	}
	if group := e.all("dataDscr", "varGrp"); len(group) != 2 || len(strings.Fields(group[0].attr("var"))) != 30 {
		t.Errorf("%d groups of variables", len(group))
	}
}

// TestDDICounts: A01 was mentioned by five and not discussed by five, so its
// counts are shown; A02 was mentioned by one and denied by nine, so no count of it
// may be.
func TestDDICounts(t *testing.T) {
	t.Parallel()
	e, _ := described(t)
	for name, want := range map[string][]string{"A01": {"5", "0"}, "A02": nil, "A01_state": {"5", "0", "5", "0"}, "type": {"10", "0", "0"}} {
		vars := e.all("dataDscr", "var")
		i := slices.IndexFunc(vars, func(v element) bool { return v.attr("name") == name })
		if got := vars[i].texts("catgry", "catStat"); !slices.Equal(got, want) {
			t.Errorf("%s has counts %q, want %q", name, got, want)
		}
		if told := len(vars[i].all("notes")) > 0; told != (want == nil) {
			t.Errorf("%s says that counts are left out: %v", name, told)
		}
	}
}

// TestXMLLint: the document is well formed for another program, too.
func TestXMLLint(t *testing.T) {
	t.Parallel()
	path, err := exec.LookPath("xmllint")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		t.Skip("xmllint is not there")
	}
	dir, _ := written(t, parts(t))
	if out, err := exec.Command(path, "--noout", "--nonet", filepath.Join(dir, "ddi.xml")).CombinedOutput(); err != nil {
		t.Errorf("xmllint: %v\n%s", err, out)
	}
}
