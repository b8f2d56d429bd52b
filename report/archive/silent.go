package archive

import (
	"slices"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// silent is a corpus without the words of interviews and of those who worked on
// them: texts, titles and file names, quotations, memos, remarks, examples.
func silent(c *coding.Corpus) *coding.Corpus {
	out := *c
	out.Documents = slices.Clone(c.Documents)
	for i := range out.Documents {
		d := &out.Documents[i]
		d.Text, d.Title, d.Turns, d.Speakers, d.Source.Name = "", "", nil, nil, ""
	}
	out.Codings = slices.Clone(c.Codings)
	for i := range out.Codings {
		k := &out.Codings[i]
		k.Quotation, k.Prefix, k.Suffix, k.Memo, k.Matched = "", "", "", "", ""
	}
	out.Fillings = slices.Clone(c.Fillings)
	for i := range out.Fillings {
		silence(&out.Fillings[i])
	}
	codes := slices.Clone(c.Codebook.Codes)
	for i := range codes {
		codes[i].Example = instruments.Text{}
	}
	out.Codebook = coding.Of(codes)
	out.Coders = slices.Clone(c.Coders)
	for i := range out.Coders {
		out.Coders[i].Note = ""
	}
	out.Memos, out.Overrides = nil, nil
	return &out
}

func silence(f *instruments.Filling) {
	f.Source.Name = ""
	f.Responses = slices.Clone(f.Responses)
	for i := range f.Responses {
		f.Responses[i].Remark = ""
	}
	f.Ratings = slices.Clone(f.Ratings)
	for i := range f.Ratings {
		r := &f.Ratings[i]
		r.Remark, r.Evidence = "", slices.Clone(r.Evidence)
		for j := range r.Evidence {
			r.Evidence[j].Quotation = ""
		}
	}
}
