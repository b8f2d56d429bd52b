package refi

import (
	"cmp"
	"strings"
	"unicode"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// addCoders makes a coder of every user. Two users of one name stay two.
func (b *builder) addCoders() {
	if !b.own { // another program's user of that name is no consensus of ours
		b.coderIDs.take(string(coding.ConsensusCoder))
		b.coderIDs.take(string(coding.LexiconCoder))
	}
	for _, u := range b.p.users {
		if _, twice := b.coders[u.guid]; !twice || u.guid == "" {
			b.coder(u.guid, u.name)
		}
	}
}

// coder makes a coder for a user.
func (b *builder) coder(guid, name string) coding.CoderID {
	name = firstPoints(strings.TrimSpace(instruments.Plain(name)), longestName)
	id := coding.CoderID(b.coderIDs.take(cmp.Or(name, b.text("codeur").NL, "coder")))
	b.coders[guid] = id
	b.corpus.Coders = append(b.corpus.Coders, coding.Coder{ID: id})
	b.transfer.Take(coding.TransferCoders, 1)
	return id
}

// by is the coder of the first user that is named at all; one who is not in the
// list of users, or not named anywhere, becomes a coder, too.
func (b *builder) by(guids ...string) coding.CoderID {
	for _, g := range guids {
		if id, ok := b.coders[g]; ok && g != "" {
			return id
		}
	}
	guid := cmp.Or(guids...)
	if id, ok := b.coders[guid]; ok {
		return id
	}
	name := instruments.Text{NL: "onbekend", EN: "unknown"}.In(b.corpus.Info.Lang)
	if guid != "" {
		name = "codeur-" + guid[:min(8, len(guid))]
	}
	return b.coder(guid, name)
}

// codePrefix begins the id of a code that comes from elsewhere.
const codePrefix = "qda."

// addCodes makes the codebook. A code is the study's own by its GUID, else by
// the id in its description, else its id is made of its name.
func (b *builder) addCodes() {
	ids, parts := make([]coding.CodeID, len(b.p.codes)), make([]described, len(b.p.codes))
	for i, c := range b.p.codes {
		parts[i] = takeApart(c.description)
		known, ok := b.opt.Codes[c.guid]
		if !ok {
			known = coding.CodeID(parts[i].id)
		}
		if known != "" && b.codeIDs[string(known)] == 0 {
			ids[i] = coding.CodeID(b.codeIDs.take(string(known)))
		}
	}
	b.codeByIndex = ids
	codes := make([]coding.Code, len(b.p.codes))
	twice := 0
	for i, c := range b.p.codes {
		if ids[i] == "" {
			ids[i] = coding.CodeID(b.codeIDs.take(codePrefix + cmp.Or(slug(c.name), "code")))
		}
		codes[i] = b.code(c, parts[i], ids[i])
		codes[i].Order = i
		if c.parent >= 0 {
			codes[i].Parent = ids[c.parent]
		}
		if _, there := b.codes[c.guid]; there {
			twice++
		} else if c.guid != "" {
			b.codes[c.guid] = ids[i]
		}
	}
	if twice > 0 {
		b.note("codes met een GUID die een andere code al heeft: %d; coderingen daarmee staan bij de eerste", "codes with a GUID that another code already has: %d; codings with it go to the first", twice)
	}
	b.transfer.Take(coding.TransferCodes, len(codes))
	b.corpus.Codebook = coding.TreeOf(codes)
}

func (b *builder) code(c code, d described, id coding.CodeID) coding.Code {
	name := b.text(c.name)
	if strings.TrimSpace(c.name) == "" {
		name = b.text(instruments.Text{NL: "zonder naam", EN: "without name"}.In(b.corpus.Info.Lang))
	}
	return coding.Code{
		ID: id, Name: name, Codable: c.codable, Colour: sixDigits(c.color), Origin: instruments.Inductive, Domain: domainOf(id),
		Definition: b.text(d.text), Include: b.text(d.parts[include]), Exclude: b.text(d.parts[exclude]), Example: b.text(d.parts[example]),
	}
}

// domainOf is the domain that the id of a code tells.
func domainOf(id coding.CodeID) string {
	head, _, _ := strings.Cut(string(id), ".")
	switch head + "." {
	case coding.ActivityPrefix:
		return coding.ActivityDomain
	case coding.GoalPrefix:
		return coding.GoalDomain
	case coding.IndicatorPrefix:
		return coding.IndicatorDomain
	}
	return head
}

// sixDigits is a colour as #RRGGBB; "" for what is no colour.
func sixDigits(s string) string {
	digits, ok := strings.CutPrefix(strings.ToUpper(s), "#")
	if !ok || strings.Trim(digits, "0123456789ABCDEF") != "" {
		return ""
	}
	switch len(digits) {
	case 6:
		return "#" + digits
	case 3:
		return "#" + strings.Repeat(digits[:1], 2) + strings.Repeat(digits[1:2], 2) + strings.Repeat(digits[2:], 2)
	}
	return ""
}

// longestSlug is how many characters of a name its id keeps.
const longestSlug = 40

// slug is a name as the readable end of an id: letters and digits in lower case,
// with one dash for whatever stands between.
func slug(name string) string {
	var out []rune
	dash := false
	for _, r := range strings.ToLower(name) {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) {
			dash = len(out) > 0
			continue
		}
		if len(out) >= longestSlug { // not in the middle of a word, unless it is one long word
			if at := strings.LastIndexByte(string(out), '-'); at > 0 && !dash {
				return string(out)[:at]
			}
			break
		}
		if dash {
			out = append(out, '-')
		}
		out, dash = append(out, r), false
	}
	return string(out)
}
