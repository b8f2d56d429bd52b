package report

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func codingsOf(n int) []coding.Coding {
	out := make([]coding.Coding, n)
	for i := range out {
		out[i] = coding.Coding{
			ID:   coding.CodingID(fmt.Sprint("c", i)),
			Code: "act.A01", Coder: "codeur 1", Origin: coding.ByHand, Memo: "",
			Segment: coding.Segment{Document: "R01", Start: 10 * i, End: 10*i + 9, Quotation: "we gingen elke week samen koffie drinken en dan vertelde hij hoe het ging"},
		}
	}
	return out
}

func cellsOf(t testing.TB, data []byte, sheet string) [][]string {
	t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestWriteCodings(t *testing.T) {
	list := codingsOf(3)
	list[1].Quotation = "=HYPERLINK(\"x\") & <b> _x0041_ \x00 regel\n\ttwee 😀"
	list[1].Weight, list[1].Dyad = 40, "T01/V–toezichth."
	var b, again bytes.Buffer
	for _, w := range []io.Writer{&b, &again} {
		if err := WriteCodings(w, list, nl); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("the same codings gave other bytes")
	}
	rows := cellsOf(t, b.Bytes(), "Coderingen")
	if len(rows) != 4 || strings.Join(rows[0][:7], " ") != "document start end quotation code coder memo" {
		t.Fatalf("rows: %q", rows)
	}
	if got, want := rows[2][3], "=HYPERLINK(\"x\") & <b> _x0041_ \uFFFD regel\n\ttwee 😀"; got != want {
		t.Errorf("quotation %q, want %q", got, want)
	}
	if rows[2][1] != "10" || rows[2][2] != "19" || rows[2][7] != "T01/V–toezichth." || rows[2][9] != "40" {
		t.Errorf("row: %q", rows[2])
	}
	f, _ := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	defer f.Close()
	if formula, err := f.GetCellFormula("Coderingen", "D3"); formula != "" || err != nil {
		t.Errorf("formula %q, %v", formula, err)
	}
}

func TestWriteCodingsRefusesLongCell(t *testing.T) {
	list := codingsOf(1)
	list[0].Quotation = strings.Repeat("a", maxCellUnits)
	if err := WriteCodings(io.Discard, list, nl); err != nil {
		t.Errorf("%d units refused: %v", maxCellUnits, err)
	}
	for _, long := range []string{strings.Repeat("a", maxCellUnits+1), strings.Repeat("😀", maxCellUnits/2+1)} {
		list[0].Quotation = long
		err := WriteCodings(io.Discard, list, nl)
		if !errors.Is(err, instruments.ErrRefused) || !strings.Contains(instruments.Localized(err, nl), "rij 2") {
			t.Errorf("error = %v, want a refusal that names row 2", err)
		}
	}
}

func TestColumnName(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA"} {
		if got := columnName(i); got != want {
			t.Errorf("columnName(%d) = %s, want %s", i, got, want)
		}
	}
}

// What goes in as a memo comes out of Excel's reader, but for characters that
// XML cannot hold.
func TestWriteCodingsProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		memo := rapid.StringN(1, 40, 200).Draw(t, "memo")
		list := codingsOf(1)
		list[0].Memo = memo
		var b bytes.Buffer
		if err := WriteCodings(&b, list, en); err != nil {
			t.Fatal(err)
		}
		f, err := excelize.OpenReader(&b)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		got, err := f.GetCellValue("Codings", "G2")
		want := strings.Map(func(r rune) rune {
			if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
				return 0xFFFD
			}
			return r
		}, memo)
		if err != nil || got != want {
			t.Fatalf("%q came back as %q, %v", memo, got, err)
		}
	})
}

func BenchmarkWriteCodings(b *testing.B) {
	list := codingsOf(111_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := WriteCodings(io.Discard, list, nl); err != nil {
			b.Fatal(err)
		}
	}
}
