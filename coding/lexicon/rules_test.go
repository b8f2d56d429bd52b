package lexicon

import (
	"strings"
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

func reclassering(t testing.TB) *Matcher {
	t.Helper()
	m, err := Compile(builtin(t, "reclassering-2020"))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// said finds the suggestion of a code in one utterance.
func said(m *Matcher, text string, who instruments.RespondentType, code coding.CodeID) (Suggestion, bool) {
	doc := &instruments.Document{ID: "t", Text: text}
	for _, s := range m.FindAs(doc, who) {
		if s.Code == code {
			return s, true
		}
	}
	return Suggestion{}, false
}

// Everyday sentences for every activity, made for this test and found in no
// interview: the rules must know the activity however it is put.
var everyday = map[coding.CodeID][]string{
	"act.A01": {
		"We zijn naar de dierentuin geweest.", "Met hem ging ik elke maand een keer bowlen.", "hij nam me mee naar een voetbalwedstrijd en dat was geweldig",
		"Ze koken op zondag samen.", "Soms deden we een potje schaak.", "Toen hebben we met z'n tweeën die oude kast geschilderd.",
	},
	"act.A02": {
		"Dan drinken we een bakkie koffie.", "We maken vaak een wandelingetje.", "Hij komt elke woensdag bij me langs.", "Ze houdt hem gezelschap.",
		"gewoon een rondje lopen met hem door het park", "Door haar voel ik me minder eenzaam.",
	},
	"act.A03": {
		"Ik heb hem geholpen om zijn netwerk wat groter te maken.", "Via hem heb ik nieuwe mensen leren kennen.", "Ze heeft hem voorgesteld aan de buren.",
		"We hebben samen zijn oude vrienden weer opgezocht.", "Hij moest weer onder de mensen komen en daar hielp ik bij.",
	},
	"act.A04": {
		"Ik ben met hem naar de sportschool gegaan om te kijken.", "Samen hebben we een hobby gezocht.", "Hij heeft me aangemeld bij de voetbalclub.",
		"De eerste les op het koor is ze met me meegegaan.", "ze heeft hem ingeschreven voor een schildercursus",
	},
	"act.A05": {
		"We hebben samen sollicitatiebrieven geschreven.", "Hij hielp mij met zoeken naar werk.", "Ze is meegegaan naar de open dag van het ROC.",
		"Ik heb met hem zijn cv gemaakt.", "toen hebben we een dagbesteding voor hem gevonden",
	},
	"act.A06": {
		"Ik heb hem gestimuleerd om zijn moeder te bellen.", "Dankzij haar heb ik weer contact met mijn dochter.", "We hebben een kaart geschreven voor zijn zus.",
		"Hij ging mee toen ik mijn vader weer voor het eerst opzocht.", "Zij heeft geholpen om het contact met zijn kinderen te herstellen.",
	},
	"act.A07": {
		"Ik heb hem wegwijs gemaakt in de wijk.", "Hij liet me zien waar de bibliotheek zit.", "We zijn samen naar het buurthuis gelopen zodat hij wist waar het was.",
		"Ze heeft mij uitgelegd hoe de bus werkt.", "hij wist niet waar hij terecht kon en dat heb ik hem verteld",
	},
	"act.A08": {
		"We oefenden hoe je een praatje maakt met de buren.", "Hij leerde van haar nee zeggen.", "Bij de kassa liet ik hem zelf afrekenen, om te oefenen.",
		"Ze werkt met hem aan zijn sociale vaardigheden.", "We hebben geoefend met bellen.",
	},
	"act.A09": {
		"Ik heb hem opgehaald bij de gevangenis.", "Toen hij vrijkwam stond ik bij de poort.", "De eerste dagen na mijn detentie ging hij overal mee naartoe.",
		"Tijdens zijn verlof liepen we samen door de stad.",
	},
	"act.B01": {
		"Ik luister vooral.", "Bij hem kon ik mijn verhaal kwijt.", "Ze heeft een luisterend oor.", "We hebben hele gesprekken gehad over vroeger.",
		"hij vroeg altijd hoe het met me ging en dan praatten we over mijn gevoel", "Ze oordeelt niet.",
	},
	"act.B02": {
		"Ik geef hem complimenten.", "Door haar kreeg ik meer zelfvertrouwen.", "Hij zei steeds dat ik de moeite waard ben.", "Ze gelooft in hem.",
		"ik zeg dan dat hij trots mag zijn op zichzelf",
	},
	"act.B03": {
		"We praten over de toekomst.", "Hij geeft me hoop.", "Ze vroeg waar ik over vijf jaar wil zijn.", "Ik zeg altijd: het komt wel goed.",
		"Samen hebben we zijn dromen opgeschreven.",
	},
	"act.B04": {
		"Ik laat hem zelf kiezen.", "Ze neemt niks over.", "Hij liet mij het zelf regelen.", "Ik stimuleer hem om zelf keuzes te maken.", "De regie ligt bij hem, daar let ik op.",
	},
	"act.B05": {
		"Ik wil een goed voorbeeld voor hem zijn.", "Hij is een rolmodel voor mij.", "Ze laat zien hoe het ook anders kan.", "Ik vertelde over mijn eigen leven.", "Ik zag hoe hij het deed en zo wil ik ook worden.",
	},
	"act.B06": {
		"Toen hij werd afgewezen hebben we daarover gepraat.", "Ze leert hem omgaan met tegenslag.", "Na die teleurstelling hielp hij me weer overeind.", "Als het tegenzit belt hij en dan bespreken we het samen.",
	},
	"act.B07": {
		"We hebben het over de zin van het leven.", "Ik ben met hem naar de kerk geweest.", "Ze praat met hem over geloof.", "Wat is nou echt belangrijk in het leven, daar praten we over.",
	},
	"act.B08": {
		"We staan stil bij wat er goed ging.", "Ik benoem elk succesje.", "Ze vierden dat hij zijn diploma had gehaald, met taart.", "Kijk eens wat je allemaal bereikt hebt, zei hij.",
	},
	"act.C01": {
		"Ik heb hem geholpen met het aanvragen van een DigiD.", "Hij regelde een zorgverzekering voor me.", "We hebben formulieren ingevuld.", "Praktische zaken, daar hielp ze mee.",
		"ze heeft een wasmachine voor hem geregeld",
	},
	"act.C02": {
		"We hebben zijn post gesorteerd.", "Hij hielp me met mijn schulden.", "Ze heeft met hem een betalingsregeling getroffen.", "De administratie doen we samen.", "ik heb met hem de belastingaangifte gedaan",
	},
	"act.C03": {
		"We hebben samen een woning gezocht.", "Hij hielp me met verhuizen.", "Ze heeft mij ingeschreven bij de woningcorporatie.", "Ik heb met hem op kamers gereageerd.",
	},
	"act.C04": {
		"Ik help hem om structuur in zijn dag te krijgen.", "We hebben een weekschema gemaakt.", "Ze belt me 's ochtends wakker.", "Door haar heb ik weer ritme.",
	},
	"act.C05": {
		"We praten open over zijn drankgebruik.", "Ik kon eerlijk zijn tegen haar over het blowen.", "Hij heeft met hem besproken hoe hij van de drugs af kan blijven.",
	},
	"act.C06": {
		"Ze geeft hem tips over de opvoeding.", "Ik heb meegedacht over hoe hij met zijn zoontje om moet gaan.", "Hij heeft me geleerd hoe ik mijn dochter naar bed breng.",
	},
	"act.D01": {
		"Ik zag dat hij gedronken had en dat heb ik gemeld.", "Als ik iets zorgelijks zie bespreek ik dat met hem.", "Ze trok bij mij aan de bel.", "Hij heeft me aangesproken op mijn gedrag.",
		"zij geeft signalen door aan de toezichthouder", "Ik maakte me zorgen en heb dat tegen hem gezegd.",
	},
	"act.D02": {
		"We hebben de voorwaarden doorgenomen.", "Ik herinner hem aan zijn meldplicht.", "Ze heeft met mij besproken waarom ik me aan het contactverbod moet houden.",
	},
	"act.D03": {
		"Ik heb meegedacht over het signaleringsplan.", "Samen hebben we het terugvalpreventieplan ingevuld.", "Hij mocht meedenken over het werkplan.",
	},
	"act.E01": {
		"Ik motiveer hem om vol te houden.", "Zonder haar was ik gestopt.", "Hij zei: nog even volhouden.", "Ze heeft hem overgehaald om door te gaan met het toezicht.",
	},
	"act.E02": {
		"Ik ga mee naar de huisarts.", "Ze bracht me naar de psycholoog.", "Hij is meegegaan naar de rechtbank.", "Bij de intake zat ik naast hem.",
	},
	"act.E03": {
		"Toen hij niet kwam opdagen ben ik blijven bellen.", "Hij dreigde af te haken, maar ik bleef hem appen.", "Ik nam niet op en toen stond ze voor de deur.",
	},
	"act.E04": {
		"We hebben de wachttijd samen overbrugd.", "Zolang er nog geen behandeling was kwam ze elke week.", "Hij stond op de wachtlijst en tot die tijd was ik er voor hem.",
	},
}

func TestEverydaySentences(t *testing.T) {
	m := reclassering(t)
	n, missed := 0, 0
	for code, sentences := range everyday {
		for _, text := range sentences {
			n++
			if s, ok := said(m, text, "", code); !ok || s.Marked() {
				missed++
				t.Errorf("%s: %q found %v marked %v (%s)", code, text, ok, s.Marked(), s.Matched)
			}
		}
	}
	t.Logf("%d of %d everyday sentences found", n-missed, n)
}

// Small talk that must give no activity at all.
func TestSmallTalk(t *testing.T) {
	m := reclassering(t)
	for _, text := range []string{
		"Wilt u nog een kopje voor u begint?", "Ik ben drieënzestig en heb altijd bij de spoorwegen gewerkt.", "Het regende de hele dag.",
		"Zullen we beginnen?", "Dat weet ik eigenlijk niet meer zo precies.", "Ik vind het prettig dat u de tijd neemt.",
		"Mijn dochter studeert rechten in Leiden.", "De training duurde twee dagen en was heel leerzaam.", "Nou, dat was het wel zo'n beetje.",
		"Hij woont nu twee jaar in Almere.", "Is dat ding aan?", "Ze werkt al tien jaar bij de reclassering.", "Ik had me opgegeven via een advertentie in de krant.",
	} {
		for _, s := range m.FindAs(&instruments.Document{ID: "t", Text: text}, instruments.Volunteer) {
			if strings.HasPrefix(string(s.Code), "act.") && !s.Marked() {
				t.Errorf("%q gives %s (%s)", text, s.Code, s.Rule)
			}
		}
	}
}
