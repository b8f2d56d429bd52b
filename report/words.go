package report

import "meerzicht/instruments"

// words are the fixed words of the page in one language.
type words struct {
	Fictional, Contents, Skip, AsOf, Key, Unit, Print, NoScript, Interval, Sentences, Figures, Method, Fold string
}

func wordsIn(lang instruments.Lang) words {
	if lang == instruments.English {
		return words{
			Fictional: "fictional", Contents: "Contents", Skip: "To the contents", AsOf: "as of", Key: "In short", Unit: "unit",
			NoScript: "The charts need JavaScript; the tables give the same figures.", Interval: "95% interval",
			Sentences: "In three sentences", Figures: "Main figures", Method: "Method", Fold: "Show or hide the table",
		}
	}
	return words{
		Fictional: "fictief", Contents: "Inhoud", Skip: "Naar de inhoud", AsOf: "stand van", Key: "In het kort", Unit: "eenheid",
		NoScript: "De grafieken hebben JavaScript nodig; de tabellen geven dezelfde getallen.", Interval: "95 %-interval",
		Sentences: "In drie zinnen", Figures: "Hoofdcijfers", Method: "Verantwoording", Fold: "Tabel tonen of verbergen",
	}
}
