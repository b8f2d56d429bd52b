package refi

// project is what a project or codebook file says, as it stands there: nothing
// is looked up yet. GUIDs are plain.
type project struct {
	name, origin, user string
	users              []user
	codes              []code
	variables          []variable
	cases              []kase
	sources            []source
	notes              []note
	sets               []set
	description        string
	notesOn            []string // of the project as a whole
	links, graphs      int
}

type user struct{ guid, name string }

type code struct {
	guid, name, color, description string
	codable                        bool
	parent                         int // index; −1 at the top
	notes                          []string
}

type variable struct{ guid, name, description string }

// value is a value of a variable. A value that is not set is not kept.
type value struct{ variable, text string }

type kase struct {
	guid, name, description string
	values                  []value
	sources                 []string
	others                  int // references to codes and selections
}

type set struct {
	guid, name, description string
	codes, sources          []string
	notes                   int
}

// source is one TextSource, PDFSource, PictureSource, AudioSource or
// VideoSource, with the texts that stand for it.
type source struct {
	kind, guid, name, user, description string
	texts                               []text
	outside                             []selection // without positions in a text
	codings                             []mark      // of the source as a whole
	notes                               []string
	values                              []value
}

// text is a text with its selections: a TextSource, the Representation of a
// page, the description of a picture, or a Transcript.
type text struct {
	guid, name, path, rich string
	content                string
	inline                 bool // the text stands in the project file
	user, description      string
	selections             []selection
	codings                []mark
	notes                  []string
	values                 []value
	sync                   []syncPoint
}

// selection is a stretch of a text, or of something else when it stands in
// source.outside.
type selection struct {
	guid, name, user, description string
	start, end                    int64
	from, to                      string // sync points, of a TranscriptSelection
	bad                           bool   // positions that are no numbers
	codings                       []mark
	notes                         []string
}

// mark is one Coding: a code, by a user.
type mark struct {
	guid, user, code string
	notes            []string
}

type syncPoint struct {
	guid           string
	time, position int64
	placed         bool // it has a position
}

type note struct{ text }
