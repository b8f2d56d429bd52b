package instruments

// DocumentID names a document in a study; for the first interview with a
// respondent it is the respondent's id, else the file name without extension.
type DocumentID string

// DocumentKind is what a document is. Only interviews count respondents.
type DocumentKind string

// The four kinds.
const (
	Interview  DocumentKind = "interview"
	FocusGroup DocumentKind = "focusgroep"
	Literature DocumentKind = "literatuur"
	Other      DocumentKind = "overig"
)

// Document is a text that can be coded. Text is canonical: decoded, without
// BOM, CRLF and CR turned into LF, NUL removed, nothing else changed. All
// positions count Unicode code points over Text, half open.
type Document struct {
	ID         DocumentID   `json:"id"`
	Kind       DocumentKind `json:"kind"`
	Title      string       `json:"title"`
	Respondent RespondentID `json:"respondent,omitempty"` // of an interview
	Project    string       `json:"project,omitempty"`
	Text       string       `json:"-"`           // canonical text; empty when a corpus is loaded without texts
	TextSHA256 string       `json:"text_sha256"` // of Text in UTF-8, lower-case hex
	Length     int          `json:"length"`      // code points
	Words      int          `json:"words"`
	Decoder    string       `json:"decoder"` // "docx", "utf-8", "windows-1252" …
	Source     Source       `json:"source"`
	Turns      []Turn       `json:"turns,omitempty"`
	Speakers   []Speaker    `json:"speakers,omitempty"`
	Omitted    []Omission   `json:"omitted,omitempty"`
	// Attributes are the values of variables that a project of another program
	// gave the document, by name; none of ours counts them.
	Attributes map[string]string `json:"attributes,omitempty"`
}

// Turn (beurt) is one stretch of speech. Start and End are code points of the
// spoken words in Document.Text, without the speaker's label. A document
// without recognised speakers has one turn a paragraph, with an empty Speaker.
type Turn struct {
	Speaker string `json:"speaker,omitempty"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	TimeMS  int64  `json:"time_ms"` // milliseconds from the start of the recording; -1 when unknown
}

// Speaker is a label found in a text, how many turns it has, and the role it is
// proposed or confirmed to have.
type Speaker struct {
	Label string      `json:"label"`
	Turns int         `json:"turns"`
	Role  SpeakerRole `json:"role,omitempty"`
}

// SpeakerRole tells the asking from the answering voice.
type SpeakerRole string

// The roles a speaker can have.
const (
	AsInterviewer SpeakerRole = "interviewer"
	AsRespondent  SpeakerRole = "respondent"
	UnknownVoice  SpeakerRole = ""
)

// Omission is text that was left out on purpose, by kind ("comment",
// "deleted", "header", "footnote", "image" …), and how many pieces.
type Omission struct {
	Kind  string `json:"kind"`
	Count int    `json:"count"`
}

// Text is the kind in words, "verwijderde tekst"; a kind without words of its own
// is shown as it is, made safe to show.
func (o Omission) Text() Text {
	words, ok := map[string]Text{
		"cell":              {NL: "cel in een andere kolom", EN: "cell in another column"},
		"comment":           {NL: "opmerking", EN: "comment"},
		"deleted":           {NL: "verwijderde tekst", EN: "deleted text"},
		"endnote":           {NL: "eindnoot", EN: "endnote"},
		"footer":            {NL: "voettekst", EN: "footer"},
		"footnote":          {NL: "voetnoot", EN: "footnote"},
		"header":            {NL: "koptekst", EN: "header"},
		"header-line":       {NL: "kopregel van CHAT", EN: "header line of CHAT"},
		"hidden":            {NL: "verborgen tekst", EN: "hidden text"},
		"image":             {NL: "afbeelding", EN: "image"},
		"inserted-file":     {NL: "ingevoegd bestand dat niet gelezen is", EN: "inserted file that was not read"},
		"moved":             {NL: "verplaatste tekst, op de oude plaats", EN: "moved text, at its old place"},
		"note":              {NL: "opmerking of opmaak tussen de ondertitels", EN: "note or styling between the cues"},
		"object":            {NL: "ingesloten object", EN: "embedded object"},
		"repeat":            {NL: "herhaalde ondertitelregel", EN: "repeated caption line"},
		"ruby":              {NL: "kleine tekst boven woorden", EN: "small text above words"},
		"symbol":            {NL: "symbool", EN: "symbol"},
		"textbox-duplicate": {NL: "dubbel tekstvak", EN: "duplicate text box"},
		"tier":              {NL: "annotatieregel van CHAT", EN: "dependent tier of CHAT"},
		"wordart":           {NL: "tekst in WordArt", EN: "text in WordArt"},
	}[o.Kind]
	if !ok {
		return Same(Plain(o.Kind))
	}
	return words
}

// RoleOf is the role of a speaker label in this document.
func (d *Document) RoleOf(label string) SpeakerRole {
	for _, s := range d.Speakers {
		if s.Label == label {
			return s.Role
		}
	}
	return UnknownVoice
}
