package generate

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// second is the pseudonym of the second coder.
const second = "codeur2"

// deviation is a row of source/codeur2.csv: what the second coder does with one
// stretch of the source otherwise than the gold, or where the first coder does.
type deviation struct {
	document, code string
	nth            int // of the stretches of that code in the document, in the order in which they end
	does, to       string
	decision       string // "" = towards the gold
	comment        string
	line           int
}

// key is the stretch that a deviation is about.
type key struct {
	document, code string
	nth            int
}

// stretch is a code on a stretch, as one coder chose it.
type stretch struct {
	start, end int
	code       string
}

// row is one stretch of the source, and how the two coders coded it.
type row struct {
	placed
	deviation
	first, second []stretch
}

// secondFiles makes what the second coder delivered, the round, and what was
// decided about the differences.
func secondFiles(source fs.FS, m material) ([]File, error) {
	round, err := table(source, "round.csv")
	if err != nil {
		return nil, err
	}
	settled := map[string]bool{}
	for _, r := range round {
		settled[r["document"]] = r["settled"] == "ja"
	}
	rows, err := doubleCoded(source, m.marks, settled)
	if err != nil {
		return nil, err
	}
	answers, err := secondLists(source, m, settled)
	if err != nil {
		return nil, err
	}
	decided, err := decisions(rows, answers.settled, settled)
	if err != nil {
		return nil, err
	}
	codings, err := secondCodings(rows, m.people)
	documents := [][]string{{"document", "settled"}}
	for _, r := range round {
		documents = append(documents, []string{r["document"], r["settled"]})
	}
	order, csvErr := csvBytes(documents)
	if err == nil {
		err = csvErr
	}
	return slices.Concat(below("second", []File{{"codeur2.csv", codings}}, answers.files),
		below("settled", []File{{"ronde.csv", order}, {"besluiten.csv", decided}})), err
}

// doubleCoded are the stretches of the documents of the round with both coders'
// work. A deviation that fits no stretch is an error.
func doubleCoded(source fs.FS, marks []placed, round map[string]bool) ([]row, error) {
	table, err := deviations(source)
	if err != nil {
		return nil, err
	}
	var out []row
	count := map[key]int{}
	for _, p := range marks {
		if _, ok := round[p.document]; !ok {
			continue
		}
		k := key{document: p.document, code: p.code}
		count[k]++
		k.nth = count[k]
		r := row{placed: p, deviation: table[k]}
		delete(table, k)
		if (p.kind == "mention") != p.deviates {
			r.first = []stretch{{p.start, p.end, p.code}}
		}
		if r.second, err = r.coded(); err != nil {
			return nil, fmt.Errorf("codeur2.csv:%d: %w", r.line, err)
		}
		out = append(out, r)
	}
	for k, d := range table {
		return nil, fmt.Errorf("codeur2.csv:%d: %s has no %s number %d", d.line, k.document, k.code, k.nth)
	}
	return out, nil
}

func deviations(source fs.FS) (map[key]deviation, error) {
	rows, err := table(source, "codeur2.csv")
	if err != nil {
		return nil, err
	}
	out := map[key]deviation{}
	for i, r := range rows {
		nth, err := strconv.Atoi(r["nth"])
		if err != nil {
			return nil, fmt.Errorf("codeur2.csv:%d: %w", i+2, err)
		}
		k := key{r["document"], r["code"], nth}
		if _, twice := out[k]; twice {
			return nil, fmt.Errorf("codeur2.csv:%d: the stretch stands there twice", i+2)
		}
		out[k] = deviation{k.document, k.code, nth, r["does"], r["to"], r["decision"], r["comment"], i + 2}
	}
	return out, nil
}

// coded is what the second coder made of a stretch.
func (r row) coded() ([]stretch, error) {
	truly := r.kind == "mention"
	gold := stretch{r.start, r.end, r.placed.code}
	other := stretch{r.start, r.end, r.to}
	switch r.does {
	case "", "follows":
		if truly {
			return []stretch{gold}, nil
		}
		return nil, nil
	case "misses":
		return nil, check(truly, "only a true mention can be missed")
	case "finds":
		return []stretch{gold}, check(!truly, "a true mention is no false find")
	case "instead":
		return []stretch{other}, check(truly || r.deviates, "nobody coded this stretch")
	case "adds":
		return []stretch{gold, other}, check(truly, "only a true mention gets a code more")
	case "edges":
		start, end, err := r.edged(r.to)
		edged := stretch{start, end, r.placed.code}
		if err == nil {
			err = check(edged != gold && truly && !r.deviates, "no edges to move here")
		}
		return []stretch{edged}, err
	}
	return nil, fmt.Errorf("%q is not known", r.does)
}

func check(ok bool, otherwise string) error {
	if ok {
		return nil
	}
	return fmt.Errorf("%s", otherwise)
}

// edged is the stretch with moved edges, in code points of the document.
func (p placed) edged(spec string) (int, int, error) {
	start, end, err := moved(p.turn, p.start-p.turnStart, p.end-p.turnStart, spec)
	return start + p.turnStart, end + p.turnStart, err
}

func (p placed) words(s stretch) string {
	return string([]rune(p.turn)[s.start-p.turnStart : s.end-p.turnStart])
}

// secondCodings writes the codings file of the second coder.
func secondCodings(rows []row, people []person) ([]byte, error) {
	out := [][]string{{"document", "start", "end", "quotation", "code", "coder", "memo", "dyad"}}
	for _, r := range rows {
		for _, s := range r.second {
			out = append(out, []string{
				r.placed.document, strconv.Itoa(s.start), strconv.Itoa(s.end), r.words(s), s.code, second, "", dyadOf(r.placed, people),
			})
		}
	}
	return csvBytes(out)
}

// decisions writes what was decided about every difference of the settled
// documents and of the lists.
func decisions(rows []row, answers [][]string, settled map[string]bool) ([]byte, error) {
	out := [][]string{{"document", "start", "end", "codes", "list", "subject", "item", "keep", "own", "answer", "comment"}}
	for _, r := range rows {
		if !settled[r.placed.document] || slices.Equal(r.first, r.second) {
			continue
		}
		line, err := r.decided()
		if err != nil {
			return nil, fmt.Errorf("codeur2.csv:%d: %s %s: %w", r.line, r.placed.document, r.placed.code, err)
		}
		out = append(out, line)
	}
	return csvBytes(append(out, answers...))
}

// decided is the row of one difference. Without a decision in the source the
// version of the coder who follows the gold holds.
func (r row) decided() ([]string, error) {
	start, end, codes := r.difference()
	keep, own := r.decision, ""
	switch {
	case keep == "neither":
		keep = ""
	case keep == "both":
		keep = coder + " " + second
	case strings.HasPrefix(keep, "own:"):
		from, to, err := r.edged(strings.TrimPrefix(keep, "own:"))
		if err != nil {
			return nil, err
		}
		keep, own = "", fmt.Sprintf("%d-%d %s", from, to, r.placed.code)
	case keep == "":
		keep = coder
		if r.deviates {
			keep = second
		}
		if r.deviates && r.does != "" && r.does != "follows" {
			return nil, fmt.Errorf("neither coder follows the gold: say what was decided")
		}
	}
	return []string{
		r.placed.document, strconv.Itoa(start), strconv.Itoa(end), strings.Join(codes, " "), "", "", "", keep, own, "", r.comment,
	}, nil
}

// difference is the stretch and the codes of what only one coder has.
func (r row) difference() (start, end int, codes []string) {
	var all []stretch
	for _, s := range append(slices.Clone(r.first), r.second...) {
		if slices.Contains(r.first, s) != slices.Contains(r.second, s) {
			all = append(all, s)
			codes = append(codes, s.code)
		}
	}
	start, end = all[0].start, all[0].end
	for _, s := range all {
		start, end = min(start, s.start), max(end, s.end)
	}
	slices.Sort(codes)
	return start, end, slices.Compact(codes)
}
