package workbench

import (
	"strings"

	"meerzicht/instruments"
)

// otherActNames names the types of events that pages do not send, or that come
// from the views of documents, people and memos.
func otherActNames() map[string]instruments.Text {
	return map[string]instruments.Text{
		"study.create":            {NL: "onderzoek maken", EN: "making the study"},
		"import.respondents":      {NL: "respondenten inlezen", EN: "importing respondents"},
		"import.transcript":       {NL: "transcript inlezen", EN: "importing a transcript"},
		"import.list":             {NL: "ingevulde lijst inlezen", EN: "importing a filled list"},
		"import.codings":          {NL: "coderingen inlezen", EN: "importing codings"},
		"import.project":          {NL: "project inlezen", EN: "importing a project"},
		"document.put":            {NL: "gegevens van een document", EN: "details of a document"},
		"document.remove":         {NL: "document verwijderen", EN: "removing a document"},
		"document.progress":       {NL: "document klaar of niet klaar", EN: "document done or not done"},
		"respondent.put":          {NL: "gegevens van een respondent", EN: "details of a respondent"},
		"trajectory.put":          {NL: "gegevens van een traject", EN: "details of a trajectory"},
		"filling.put":             {NL: "ingevulde lijst", EN: "filled list"},
		"filling.set":             {NL: "antwoord op een lijst", EN: "answer on a list"},
		"filling.copy":            {NL: "ingevulde lijst overnemen", EN: "copying a filled list"},
		"rating.set":              {NL: "waarde van een indicator", EN: "value of an indicator"},
		"evidence.add":            {NL: "citaat bij een indicator", EN: "quotation with an indicator"},
		"evidence.assign":         {NL: "citaat aan een indicator toewijzen", EN: "assigning a quotation to an indicator"},
		"suggestion.accept":       {NL: "voorstel aannemen", EN: "accepting a suggestion"},
		"suggestion.accept-above": {NL: "voorstellen aannemen", EN: "accepting suggestions"},
		"override.set":            {NL: "handmatige klasse", EN: "manual class"},
		"override.clear":          {NL: "handmatige klasse weghalen", EN: "taking a manual class away"},
		"suggestion.reject":       {NL: "voorstel afwijzen", EN: "rejecting a suggestion"},
	}
}

// groupText names the part of a type before its full stop, for choosing from.
func groupText(group string) instruments.Text {
	names := map[string]instruments.Text{
		"study":      {NL: "onderzoek", EN: "study"},
		"import":     {NL: "inlezen", EN: "import"},
		"coding":     {NL: "coderingen", EN: "codings"},
		"code":       {NL: "codeboek", EN: "codebook"},
		"memo":       {NL: "memo’s", EN: "memos"},
		"document":   {NL: "documenten", EN: "documents"},
		"respondent": {NL: "respondenten", EN: "respondents"},
		"trajectory": {NL: "trajecten", EN: "trajectories"},
		"filling":    {NL: "ingevulde lijsten", EN: "filled lists"},
		"rating":     {NL: "indicatoren", EN: "indicators"},
		"evidence":   {NL: "citaten bij indicatoren", EN: "quotations with indicators"},
		"override":   {NL: "handmatige klassen", EN: "manual classes"},
		"suggestion": {NL: "voorstellen", EN: "suggestions"},
		"round":      {NL: "rondes", EN: "rounds"},
		"consensus":  {NL: "consensus", EN: "consensus"},
	}
	if t, ok := names[group]; ok {
		return t
	}
	return instruments.Same(group)
}

// groupOf is the part of a type before its full stop.
func groupOf(kind string) string {
	group, _, _ := strings.Cut(kind, ".")
	return group
}
