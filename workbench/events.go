package workbench

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

const (
	manyChanges = 200              // an event with more is told without its list
	beat        = 15 * time.Second // how often a silent stream says that it is alive
	backlog     = 1000             // events read at a time
)

// told is an event as pages hear of it: which things changed, without any text
// of the study.
type told struct {
	Seq     int64        `json:"seq"`
	Type    string       `json:"type"`
	Actor   string       `json:"actor"`
	Changes []toldChange `json:"changes,omitempty"`
	Many    bool         `json:"many,omitempty"` // too many to list: look at everything again
}

type toldChange struct {
	Kind     coding.Kind            `json:"kind"`
	ID       string                 `json:"id"`
	Document instruments.DocumentID `json:"document,omitempty"`
	Start    int                    `json:"start,omitempty"`
	End      int                    `json:"end,omitempty"`
	Code     coding.CodeID          `json:"code,omitempty"`
}

func eventRoutes() []route { return []route{{"GET /events", followEvents, routeRule{stream: true}}} }

// followEvents streams every event after the one that the page has seen last,
// for as long as the page is open.
func followEvents(v *visit) error {
	after, err := v.seen()
	if err == nil {
		err = v.sameStudy(v.r.URL.Query().Get("study"))
	}
	if err != nil {
		return err
	}
	rc := http.NewResponseController(v.w)
	v.w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
	fmt.Fprint(v.w, ": meerzicht\n\n")
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		changed := v.study.Changed()
		v.study.again()
		for {
			last := after
			if after, err = v.tell(after); err != nil {
				return nil // the page is gone, or connects again
			}
			if after == last {
				break
			}
		}
		if rc.Flush() != nil {
			return nil
		}
		select {
		case <-changed:
		case <-ticker.C:
			if !v.guard.alive(v.r) {
				return nil
			}
			fmt.Fprint(v.w, ": \n\n")
		case <-v.done:
			return nil
		case <-v.ctx().Done():
			return nil
		}
	}
}

// seen is the number of the last event that the page knows: from the browser
// when it connects again, else from the page's address.
func (v *visit) seen() (int64, error) {
	s := v.r.Header.Get("Last-Event-ID")
	if s == "" {
		s = v.r.URL.Query().Get("after")
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil || n < 0 {
		return 0, refused(http.StatusBadRequest, instruments.Text{NL: "het nummer van de laatste gebeurtenis ontbreekt", EN: "the number of the last event is missing"},
			instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"})
	}
	return n, nil
}

// tell writes the next events and returns the number of the last one.
func (v *visit) tell(after int64) (int64, error) {
	err := v.study.Since(v.ctx(), after, backlog, func(e study.Event) error {
		if after = e.Seq; untold(e) {
			return nil // not even that something happened
		}
		t, err := tellEvent(e)
		if err != nil {
			return err
		}
		line, err := json.Marshal(t)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(v.w, "id: %d\ndata: %s\n\n", e.Seq, line)
		return err
	})
	return after, err
}

// tellEvent leaves out all words of an event.
func tellEvent(e study.Event) (told, error) {
	t := told{Seq: e.Seq, Type: e.Type, Actor: e.Actor}
	cmd, err := e.Command()
	if err != nil {
		return t, err
	}
	if len(cmd.Changes) > manyChanges {
		t.Many = true
		return t, nil
	}
	for _, ch := range cmd.Changes {
		for _, raw := range [][]byte{ch.Before, ch.After} {
			if raw != nil {
				t.Changes = append(t.Changes, tellChange(ch, raw))
			}
		}
	}
	return t, nil
}

// tellChange names the record, and of a coding where it stands.
func tellChange(ch coding.Change, raw []byte) toldChange {
	c := toldChange{Kind: ch.Kind, ID: ch.ID}
	if ch.Kind != coding.CodingKind {
		return c
	}
	var place struct {
		Document   instruments.DocumentID
		Start, End int
		Code       coding.CodeID
	}
	if json.Unmarshal(raw, &place) == nil {
		c.Document, c.Start, c.End, c.Code = place.Document, place.Start, place.End, place.Code
	}
	return c
}
