package archive_test

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/coding/portable"
	"meerzicht/instruments"
	"meerzicht/instruments/checklist"
	"meerzicht/report/archive"
)

// TestWhole: everything the README names is there and nothing else, with the
// rights it must have, and sha256sum finds every file as it was written.
func TestWhole(t *testing.T) {
	t.Parallel()
	dir, names := written(t, parts(t))
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if d.IsDir() {
			want = 0o700
		} else {
			rel, _ := filepath.Rel(dir, path)
			found = append(found, filepath.ToSlash(rel))
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != want {
			t.Errorf("%s has mode %v", path, info.Mode())
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(names)
	if !slices.Equal(names, found) {
		t.Errorf("names %q\nfiles %q", names, found)
	}
	for _, want := range []string{
		"README.md", "LEESMIJ.md", "SHA256SUMS", "ddi.xml", "codebook.csv", "codings.csv", "documents.csv", "respondents.csv", "trajectories.csv", "memos.csv", "groups.csv",
		"lists/activities.csv", "lists/indicators.csv", "lists/evidence.csv", "events.jsonl", "study.json", "project.qdpx", "codebook.qdc", "instruments/set.json",
		"data/wide.csv", "data/wide.sav", "data/wide.sps", "data/long.sav", "data/matrix.csv", "report/rapport.html", "texts/R01.txt",
	} {
		if !slices.Contains(found, want) {
			t.Errorf("%s is not there", want)
		}
	}
	sums(t, dir, found)
}

func sums(t *testing.T, dir string, files []string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(content(t, dir, archive.Sums), "\n"), "\n")
	if len(lines) != len(files)-1 {
		t.Errorf("%d checksums for %d files", len(lines), len(files))
	}
	for _, l := range lines {
		sum, name, _ := strings.Cut(l, "  ")
		if got := sha256.Sum256([]byte(content(t, dir, name))); hex.EncodeToString(got[:]) != sum {
			t.Errorf("%s has another checksum", name)
		}
	}
	path, err := exec.LookPath("sha256sum")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal(err)
		}
		return
	}
	cmd := exec.Command(path, "--strict", "-c", archive.Sums)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("sha256sum: %v\n%s", err, out)
	}
}

// TestTexts: a text is byte for byte the canonical text, in a file whose name is
// safe and its own, which documents.csv names.
func TestTexts(t *testing.T) {
	t.Parallel()
	p := parts(t)
	dir, names := written(t, p)
	rows := table(t, dir, "documents.csv")
	want := []string{"texts/etc_passwd.txt", "texts/x_CON.txt", "texts/R01.txt", "texts/R02.txt", "texts/R03.txt", "texts/R04.txt", "texts/R05.txt", "texts/R06.txt", "texts/r01-2.txt", "texts/een.txt"}
	for i, d := range p.Corpus.Documents {
		file := rows[i]["file"]
		if file != want[i] || !slices.Contains(names, file) {
			t.Errorf("text of %q is in %q, want %q", d.ID, file, want[i])
		}
		if content(t, dir, file) != d.Text || rows[i]["text_sha256"] != d.TextSHA256 {
			t.Errorf("%s is not the text of %q", file, d.ID)
		}
	}
}

// table reads a CSV file by its heading.
func table(t testing.TB, dir, name string) []map[string]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(content(t, dir, name))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			m[rows[0][i]] = cell
		}
		out = append(out, m)
	}
	return out
}

// TestReadBack: what can be imported again is what went out.
func TestReadBack(t *testing.T) {
	t.Parallel()
	p := parts(t)
	c := p.Corpus
	dir, _ := written(t, p)
	docs := func(id instruments.DocumentID) (*instruments.Document, bool) {
		i := slices.IndexFunc(c.Documents, func(d instruments.Document) bool { return d.ID == id })
		if i < 0 {
			return nil, false
		}
		return &c.Documents[i], true
	}
	codings, problems := coding.ReadCodings("codings.csv", strings.NewReader(content(t, dir, "codings.csv")), docs, c.Codebook)
	if problems.Err() != nil || len(codings) != len(c.Codings) {
		t.Errorf("%d codings read of %d: %v", len(codings), len(c.Codings), problems)
	}
	whole, _, problems := portable.Read("study.json", []byte(content(t, dir, "study.json")))
	if problems.Err() != nil || len(whole.Documents) != len(c.Documents) || len(whole.Codings) != len(c.Codings) || len(whole.Fillings) != len(c.Fillings) {
		t.Errorf("study.json: %v", problems)
	}
	lists, problems := checklist.Read("activities.csv", []byte(content(t, dir, "lists/activities.csv")), c.Instruments)
	if problems.Err() != nil || len(lists.Fillings) != 10 {
		t.Fatalf("%d lists read of 10: %v", len(lists.Fillings), problems)
	}
	for i, f := range lists.Fillings {
		want := c.Fillings[i]
		if f.ID != want.ID || f.Responses[0].State != want.Responses[0].State || f.Responses[0].Remark != secret {
			t.Errorf("list %d is %+v, was %+v", i, f, want)
		}
	}
	if r := table(t, dir, "lists/evidence.csv"); len(r) != 1 || r[0]["dyad"] != "V–toezichth." || r[0]["value"] != "1" || r[0]["quotation"] != secret {
		t.Errorf("evidence %v", r)
	}
	if r := table(t, dir, "respondents.csv"); len(r) != 10 || r[2]["respondent"] != "PC" || r[2]["trajectories"] != "T01" || r[2]["consent"] != "ja" {
		t.Errorf("respondents %v", r)
	}
	if got := content(t, dir, "events.jsonl"); strings.Count(got, "\n") != 2 || !strings.HasPrefix(got, `{"seq":1`) {
		t.Errorf("log %q", got)
	}
}

// TestWithoutTexts: no word of an interview is left in any file, packed ones
// included, and the README says so.
func TestWithoutTexts(t *testing.T) {
	t.Parallel()
	p := parts(t)
	p.WithoutTexts = true
	dir, names := written(t, p)
	for _, name := range names {
		data := []byte(content(t, dir, name))
		if z, err := zip.NewReader(bytes.NewReader(data), int64(len(data))); err == nil {
			data = unpacked(t, z)
		}
		for _, word := range []string{secret, "samen eten"} {
			if bytes.Contains(data, []byte(word)) {
				t.Errorf("%s holds %q", name, word)
			}
		}
		if strings.HasPrefix(name, "texts/") || slices.Contains([]string{"events.jsonl", "study.json", "project.qdpx", "memos.csv"}, name) {
			t.Errorf("%s is there", name)
		}
	}
	if !strings.Contains(content(t, dir, "LEESMIJ.md"), "zonder teksten gemaakt") || !strings.Contains(content(t, dir, "README.md"), "made without texts") {
		t.Error("the README does not say that texts were left out")
	}
	if r := table(t, dir, "codings.csv"); len(r) != 10 || r[0]["start"] == "" || r[0]["quotation"] != "" {
		t.Errorf("codings %v", r)
	}
	if p.Corpus.Codings[0].Quotation != "samen eten" || p.Corpus.Fillings[0].Responses[0].Remark != secret || p.Corpus.Codebook.Codes[0].Example.NL != secret {
		t.Error("the corpus itself was changed")
	}
}

func unpacked(t testing.TB, z *zip.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&b, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return b.Bytes()
}

// TestSameBytes: the same study gives the same bytes, in a folder and in a zip.
func TestSameBytes(t *testing.T) {
	t.Parallel()
	one, names := written(t, parts(t))
	two, _ := written(t, parts(t))
	for _, n := range names {
		if content(t, one, n) != content(t, two, n) {
			t.Errorf("%s has other bytes the second time", n)
		}
	}
	var a, b bytes.Buffer
	zipped, err := archive.WriteZip(t.Context(), &a, parts(t))
	if _, err2 := archive.WriteZip(t.Context(), &b, parts(t)); err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the zip has other bytes the second time")
	}
	if !slices.Equal(zipped, names) {
		t.Errorf("the zip holds %q, the folder %q", zipped, names)
	}
	z, err := zip.NewReader(bytes.NewReader(a.Bytes()), int64(a.Len()))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		data, err := fs.ReadFile(z, f.Name)
		if err != nil || string(data) != content(t, one, f.Name) {
			t.Errorf("%s in the zip is not the file of the folder (%v)", f.Name, err)
		}
	}
}

// TestPlaces: only a place where nothing is will do.
func TestPlaces(t *testing.T) {
	t.Parallel()
	base := t.TempDir()
	full, file, empty := filepath.Join(base, "full"), filepath.Join(base, "file"), filepath.Join(base, "empty")
	for _, d := range []string{full, empty} {
		if err := os.Mkdir(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{file, filepath.Join(full, "x")} {
		if err := os.WriteFile(f, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{full, file} {
		if _, err := archive.Write(t.Context(), dir, parts(t)); !errors.Is(err, instruments.ErrRefused) {
			t.Errorf("%s: %v", dir, err)
		}
	}
	if _, err := archive.Write(t.Context(), filepath.Join(base, "no", "such"), parts(t)); err == nil || errors.Is(err, instruments.ErrRefused) {
		t.Errorf("below a folder that is not there: %v", err)
	}
	if _, err := archive.Write(t.Context(), empty+string(filepath.Separator), parts(t)); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	if got := listing(t, base); !slices.Equal(got, []string{"empty", "file", "full"}) {
		t.Errorf("left behind: %q", got)
	}
	if content(t, full, "x") != "x" {
		t.Error("a file was changed")
	}
}

func listing(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return out
}

// TestNothingIsLeft: an archive that is cancelled or fails half way, or panics,
// leaves nothing behind.
func TestNothingIsLeft(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	full := errors.New("full")
	last := func(write func(io.Writer) error) archive.Parts {
		p := parts(t)
		p.Files = append(p.Files, archive.File{Name: "laatste.txt", Write: write})
		return p
	}
	cases := map[string]struct {
		parts archive.Parts
		want  error
	}{
		"cancel": {last(func(w io.Writer) error {
			cancel()
			_, err := w.Write(make([]byte, 1<<20))
			return err
		}), context.Canceled},
		"failure": {last(func(io.Writer) error { return full }), full},
		"panic":   {last(func(io.Writer) error { panic(full) }), full},
		"log":     {archive.Parts{Corpus: sample(t), Log: func(func([]byte) error) error { return full }}, full},
		"name":    {archive.Parts{Corpus: sample(t), Files: []archive.File{{Name: "../x"}}}, instruments.ErrRefused},
		"double":  {archive.Parts{Corpus: sample(t), Files: []archive.File{{Name: "readme.MD"}}}, instruments.ErrRefused},
		"coder":   {archive.Parts{Corpus: sample(t), Layer: "niemand"}, instruments.ErrRefused},
		"study":   {archive.Parts{Corpus: &coding.Corpus{}}, instruments.ErrRefused},
	}
	for name, c := range cases {
		base := t.TempDir()
		err := func() (err error) {
			defer func() {
				if r := recover(); r != nil {
					err, _ = r.(error)
				}
			}()
			use := t.Context()
			if name == "cancel" {
				use = ctx
			}
			_, err = archive.Write(use, filepath.Join(base, "archief"), c.parts)
			return err
		}()
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
		if got := listing(t, base); len(got) != 0 {
			t.Errorf("%s: left behind %q", name, got)
		}
	}
}

// TestTextsMustBeLoaded: a study loaded without its texts is no archive.
func TestTextsMustBeLoaded(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Documents[0].Text = ""
	if _, err := archive.Write(t.Context(), filepath.Join(t.TempDir(), "a"), archive.Parts{Corpus: c}); err == nil {
		t.Error("an archive was made without its texts")
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	p := parts(t)
	var seen []int
	total := 0
	p.Progress = func(done, of int) { seen, total = append(seen, done), of }
	_, names := written(t, p)
	if len(seen) != total || seen[0] != 0 || seen[len(seen)-1] != total-1 || total != len(names)-3 { // README twice, checksums
		t.Errorf("told %v of %d, %d files", seen, total, len(names))
	}
}
