package coding

import (
	"encoding/json"
	"math"
	"strings"

	"meerzicht/instruments"
)

// RemoveDocument takes a document out of the study, for whoever withdraws
// consent, with everything that holds words of it: its codings and their memos,
// its own memos, the rejected suggestions, how far coders were, its place in
// groups and in rounds of double coding and the decisions about it, the record of
// the file that it was read from (so that the same file can be read in again),
// and the quotations that indicator lists cite from its respondent. The values
// of those lists stay: they are the coder's decision. When the respondent has
// another document, only quotations that stand in this one are emptied, as far
// as the view is a Texts.
//
// It is one command and can be undone, which shows its limit: the log and the
// stored texts keep the words. Only a copy without history would be without
// them. Nor does it look for words of the document in memos about other things,
// in the codebook or in remarks on lists.
func RemoveDocument(v View, id instruments.DocumentID, reason string) (Command, error) {
	d := newDraft(v, "document.remove")
	d.cmd.Reason = reason
	doc := must[instruments.Document](d, DocumentKind, string(id))
	r := &removal{draft: d, doc: doc, targets: map[string]bool{"document/" + string(id): true}}
	for _, step := range []func() error{r.neighbours, r.codings, r.records, r.withdraw, r.ungrouped, r.source, r.quotations} {
		if d.err == nil {
			d.err = step()
		}
	}
	d.put(DocumentKind, string(id), nil)
	return d.done()
}

// removal is a document on its way out.
type removal struct {
	*draft
	doc     instruments.Document
	targets map[string]bool // of memos that go with it

	sameSource, samePerson bool // another document shares the file, the respondent
}

func (r *removal) codings() error {
	all, err := All[Coding](r.view, CodingKind)
	for _, c := range all {
		if c.Document == r.doc.ID {
			r.put(CodingKind, string(c.ID), nil)
			r.targets["coding/"+string(c.ID)] = true
		}
	}
	return err
}

// records takes away what belongs to the document or its codings.
func (r *removal) records() error {
	decisions, err := All[Decision](r.view, DecisionKind)
	if err != nil {
		return err
	}
	for _, one := range decisions {
		if one.Document == r.doc.ID {
			r.put(DecisionKind, one.ID, nil)
		}
	}
	states, err := All[Progress](r.view, ProgressKind)
	if err != nil {
		return err
	}
	for _, one := range states {
		if one.Document == r.doc.ID {
			r.put(ProgressKind, one.ID(), nil)
		}
	}
	memos, err := All[Memo](r.view, MemoKind)
	for _, one := range memos {
		if r.targets[one.Target] {
			r.put(MemoKind, one.ID, nil)
		}
	}
	return err
}

// source forgets the file, unless another document was read from the same.
func (r *removal) source() error {
	sum := r.doc.Source.SHA256
	if sum != "" && !r.sameSource && r.exists(SourceKind, sum) {
		r.put(SourceKind, sum, nil)
	}
	return r.err
}

func (r *removal) ungrouped() error { return r.ungroup(r.doc.ID) }

func (r *removal) others(id instruments.DocumentID) bool { return id != r.doc.ID }

// neighbours finds out whether other documents share the file or the
// respondent. It decodes no more of them than that.
func (r *removal) neighbours() error {
	return r.view.Each(DocumentKind, func(id string, raw json.RawMessage) error {
		var o struct {
			Respondent instruments.RespondentID
			Source     struct{ SHA256 string }
		}
		if err := json.Unmarshal(raw, &o); err != nil || id == string(r.doc.ID) {
			return err
		}
		r.sameSource = r.sameSource || o.Source.SHA256 == r.doc.Source.SHA256
		r.samePerson = r.samePerson || o.Respondent == r.doc.Respondent
		return nil
	})
}

// quotations empties what indicator lists cite.
func (r *removal) quotations() error {
	who := r.doc.Respondent
	if who == "" {
		return nil
	}
	cited, err := r.cites()
	if err != nil {
		return err
	}
	fillings, err := All[instruments.Filling](r.view, FillingKind)
	for _, f := range fillings {
		changed := false
		for _, rating := range f.Ratings {
			for i, e := range rating.Evidence {
				if e.Respondent == who && e.Quotation != "" && cited(e.Quotation) {
					rating.Evidence[i].Quotation, changed = "", true
				}
			}
		}
		if changed {
			r.put(FillingKind, f.ID, f)
		}
	}
	return err
}

// cites tells which quotations of the respondent come from this document: all
// of them when it is the only one.
func (r *removal) cites() (func(string) bool, error) {
	all := func(string) bool { return true }
	texts, is := r.view.(Texts)
	if !r.samePerson || !is {
		return all, nil
	}
	in, found, err := texts.Segmenter(r.doc.ID)
	if err != nil || !found {
		return all, err
	}
	text, _ := in.Between(0, math.MaxInt)
	return func(quotation string) bool { return strings.Contains(text, quotation) }, nil
}
