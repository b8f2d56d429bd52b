package study

import (
	"context"
	"fmt"
	"strings"

	"github.com/ncruces/go-sqlite3"
	"meerzicht/coding"
	"meerzicht/instruments"
)

// Receipt says what became of a request. It is on the disk.
type Receipt struct {
	Seq      int64  `json:"seq"`      // the last event that the request made; 0 when nothing changed
	First    int64  `json:"first"`    // the first one, which is the batch of all of them
	Type     string `json:"type"`     // of the first event; of Undo and Redo also that of the event they took back
	Undoes   int64  `json:"undoes"`   // of Undo and Redo: the first event of the act that was taken back
	Repeated bool   `json:"repeated"` // the request was done before; nothing was done now
}

// DoRequest makes commands and does them, once for each request id (1–64 of
// A–Z a–z 0–9 and -). Making happens inside the write transaction: the view is
// the study as it is then, so the commands always fit. Several commands are one
// act. A request that was done before, also before the study was last opened,
// is not done again, whatever it asks now: its receipt comes back with Repeated
// set. A request that failed is forgotten and may be tried again. make runs on
// any goroutine, may not use the Study, and must be quick: others wait.
func (s *Study) DoRequest(ctx context.Context, actor, request string, make func(coding.View) ([]coding.Command, error)) (Receipt, error) {
	return s.once(ctx, request, false, func(t *tx) (Receipt, error) {
		cmds, err := make(t.view())
		if err != nil {
			return Receipt{}, err
		}
		normal, err := normals(cmds)
		if err != nil {
			return Receipt{}, err
		}
		return t.appendAll(actor, normal)
	})
}

// UndoRequest is Undo, once for each request id as DoRequest is. When there is
// nothing to undo the receipt has Seq 0, and stays so for this request.
func (s *Study) UndoRequest(ctx context.Context, actor, request string) (Receipt, error) {
	return s.takeBackOnce(ctx, actor, request, undoSide)
}

// RedoRequest is Redo, once for each request id as DoRequest is.
func (s *Study) RedoRequest(ctx context.Context, actor, request string) (Receipt, error) {
	return s.takeBackOnce(ctx, actor, request, redoSide)
}

func (s *Study) takeBackOnce(ctx context.Context, actor, request string, of side) (Receipt, error) {
	return s.once(ctx, request, true, func(t *tx) (Receipt, error) {
		_, r, err := t.reverseLast(actor, of)
		return r, err
	})
}

// once does a request unless it was done before.
func (s *Study) once(ctx context.Context, request string, alone bool, do func(*tx) (Receipt, error)) (Receipt, error) {
	if !isRequest(request) {
		return Receipt{}, instruments.Refuse("", instruments.Textf("het verzoeknummer %.70q is ongeldig", "the request id %.70q is not valid", request),
			instruments.Text{NL: "gebruik 1 tot 64 letters (a–z), cijfers en streepjes", EN: "use 1 to 64 letters (a–z), digits and hyphens"})
	}
	var r Receipt
	err := s.write(ctx, alone, func(t *tx) error {
		known, err := t.d.one(`SELECT seq, first, type, undoes FROM requests WHERE request = ?`, []any{request}, func(st *sqlite3.Stmt) {
			r = Receipt{Seq: st.ColumnInt64(0), First: st.ColumnInt64(1), Type: st.ColumnText(2), Undoes: st.ColumnInt64(3), Repeated: true}
		})
		if err != nil || known {
			return err
		}
		if r, err = do(t); err != nil {
			return err
		}
		return t.d.exec(`INSERT INTO requests (request, seq, first, type, undoes) VALUES (?, ?, ?, ?, ?)`, request, r.Seq, r.First, r.Type, r.Undoes)
	})
	if err != nil {
		return Receipt{}, err
	}
	return r, nil
}

func isRequest(id string) bool {
	odd := func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	return id != "" && len(id) <= 64 && strings.IndexFunc(id, odd) < 0
}

func normals(cmds []coding.Command) ([]coding.Command, error) {
	out := make([]coding.Command, len(cmds))
	for i, c := range cmds {
		var err error
		if out[i], err = c.Normal(); err != nil {
			return nil, fmt.Errorf("do: %w", err)
		}
	}
	return out, nil
}

// appendAll does normal commands as one act.
func (t *tx) appendAll(actor string, cmds []coding.Command) (Receipt, error) {
	var r Receipt
	for _, c := range cmds {
		seq, err := t.append(actor, c, r.First, 0)
		if err != nil {
			return r, err
		}
		if seq == 0 {
			continue
		}
		if r.Seq = seq; r.First == 0 {
			r.First, r.Type = seq, c.Type
		}
	}
	return r, nil
}
