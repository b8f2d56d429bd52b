package lexicon

import (
	"testing"

	"meerzicht/coding"
	"meerzicht/instruments"
)

// What a Dutch reader makes of a sentence: done, denied, somebody else's or a
// plan. None of these sentences stands in an interview of the study.
func TestMarks(t *testing.T) {
	const (
		v, p, c                   = instruments.Volunteer, instruments.Professional, instruments.Client
		done, denied, other, plan = "done", "denied", "other", "plan"
	)
	m := reclassering(t)
	for _, row := range []struct {
		who  instruments.RespondentType
		code coding.CodeID
		want string
		text string
	}{
		// a volunteer speaks
		{v, "act.A01", done, "We hebben samen gekookt."},
		{v, "act.A01", done, "Ik heb met hem gevist, elke zaterdag."},
		{v, "act.A01", denied, "We hebben nooit samen gekookt."},
		{v, "act.A01", denied, "Samen koken, nee, dat deden we niet."},
		{v, "act.A01", denied, "Naar de bioscoop gingen we niet."},
		{v, "act.A01", plan, "We zouden nog een keer samen gaan vissen."},
		{v, "act.A01", plan, "We hadden het plan om naar het museum te gaan, maar daar is het nooit van gekomen."},
		{v, "act.A01", other, "Zijn broer ging vaak met hem vissen."},
		{v, "act.A02", done, "Wij dronken koffie en dan gingen we een rondje wandelen."},
		{v, "act.A02", done, "Dat was niet alleen koffie drinken, we wandelden ook samen."},
		{v, "act.A02", denied, "Wandelen deed ik niet met hem, dat hoefde niet."},
		{v, "act.A05", done, "Ik heb met hem een sollicitatiebrief geschreven."},
		{v, "act.A05", other, "De jobcoach heeft hem geholpen met solliciteren en een cv gemaakt."},
		{v, "act.A05", other, "Een baan zoeken, dat deed de gemeente of de jobcoach."},
		{v, "act.A06", done, "Ik ben met hem meegegaan naar zijn moeder."},
		{v, "act.A06", denied, "Met zijn familie heb ik nooit contact gezocht, daar bemoeide ik me niet mee."},
		{v, "act.C02", done, "Ik heb zijn administratie op orde gebracht."},
		{v, "act.C02", denied, "De administratie deden we juist niet samen."},
		{v, "act.C02", other, "De bewindvoerder heeft zijn schulden geregeld."},
		{v, "act.C02", other, "Zijn schulden regelen, dat deed de bewindvoerder."},
		{v, "act.C02", other, "De administratie is door de bewindvoerder op orde gebracht."},
		{v, "act.C03", other, "De vorige vrijwilliger heeft een woning gezocht en gevonden."},
		{v, "act.C03", plan, "Ik wilde nog met hem naar een kamer zoeken."},
		{v, "act.C03", denied, "Een woning zoeken hoefde ik niet te doen."},
		{v, "act.D01", done, "Ik heb het signaal doorgegeven aan de coördinator."},
		{v, "act.D01", denied, "Signalen heb ik nooit doorgegeven."},
		{v, "act.D01", done, "Ik geef signalen nooit door zonder het eerst met hem te bespreken."},
		{v, "act.E02", done, "Ik ben meegegaan naar de huisarts."},
		{v, "act.E02", denied, "Ik ging niet mee naar de reclassering."},
		{v, "act.E02", other, "Zijn moeder ging mee naar de huisarts."},
		{v, "act.E02", plan, "Ik was van plan om mee te gaan naar de rechtbank."},
		// a professional speaks
		{p, "act.A01", done, "De vrijwilliger heeft met hem gekookt."},
		{p, "act.A01", done, "Ik weet dat zij samen gingen zwemmen."},
		{p, "act.A01", done, "Volgens mij gingen ze ook vaak samen fietsen."},
		{p, "act.A01", denied, "Ze hebben volgens mij nooit samen gekookt."},
		{p, "act.A05", other, "Ik heb hem geholpen met het zoeken naar werk."},
		{p, "act.A05", done, "Zij heeft hem geholpen met het zoeken naar werk."},
		{p, "act.B01", done, "Hij kan goed luisteren, die vrijwilliger."},
		{p, "act.C01", other, "Ik heb zijn uitkering aangevraagd."},
		{p, "act.C01", done, "De vrijwilliger heeft zijn uitkering aangevraagd."},
		{p, "act.C02", other, "De schulden heb ik zelf met hem op een rij gezet."},
		{p, "act.C02", other, "Mijn collega heeft de schulden met hem geregeld."},
		{p, "act.C03", other, "Het wijkteam heeft een woning gezocht."},
		{p, "act.C03", plan, "De vrijwilliger zou nog met hem een woning gaan zoeken, maar dat is niet doorgegaan."},
		{p, "act.D01", done, "Ze heeft het signaal aan mij doorgegeven."},
		{p, "act.D01", done, "Ik hoorde dat hij dat met hem bespreekbaar had gemaakt."},
		{p, "act.D01", denied, "Van hem heb ik nooit een signaal gekregen."},
		{p, "act.E02", done, "Dat maatje is meegegaan naar de intake."},
		// a client speaks
		{c, "act.A01", done, "Hij nam me mee naar het strand."},
		{c, "act.A01", done, "We gingen samen zwemmen."},
		{c, "act.A01", denied, "Nee, samen zwemmen deden we niet."},
		{c, "act.A01", plan, "Hij wilde nog met me naar de bioscoop."},
		{c, "act.A04", other, "Mijn zus heeft me aangemeld bij de voetbalclub."},
		{c, "act.A04", done, "Mijn maatje heeft me aangemeld bij de voetbalclub."},
		{c, "act.A05", other, "Mijn begeleider heeft me geholpen met een baan zoeken."},
		{c, "act.A06", done, "Zij heeft geholpen dat ik weer contact heb met mijn dochter."},
		{c, "act.A06", denied, "Over mijn familie en contact met mijn moeder hebben we het niet gehad."},
		{c, "act.C01", done, "Ze heeft een uitkering voor me geregeld."},
		{c, "act.C01", other, "Mijn moeder heeft een uitkering voor me geregeld."},
		{c, "act.C02", other, "Mijn schulden, die heeft de bewindvoerder op een rij gezet."},
		{c, "act.C02", denied, "Met mijn schulden heeft hij nooit geholpen."},
		{c, "act.C03", plan, "Hij zou me helpen met een woning zoeken, maar het is er niet van gekomen."},
		{c, "act.D01", done, "Hij heeft me aangesproken op mijn gedrag."},
		{c, "act.D01", denied, "Hij heeft me nooit aangesproken op mijn gedrag."},
		{c, "act.E02", done, "Hij is meegegaan naar de rechtbank."},
		{c, "act.E02", denied, "Naar de reclassering is hij nooit meegegaan."},
		{c, "act.E02", other, "Mijn moeder ging mee naar de psycholoog."},
		// speech recognition: lower case, no punctuation
		{v, "act.A02", done, "nou en dan dronken we koffie en dan was het weer goed"},
		{v, "act.C02", denied, "ja en die administratie daar ben ik nooit aan begonnen samen dat deden we niet"},
		{c, "act.A01", plan, "hij zou nog een keer met mij gaan vissen maar toen werd hij ziek"},
	} {
		s, ok := said(m, row.text, row.who, row.code)
		if !ok {
			t.Errorf("%s %s: nothing found in %q", row.who, row.code, row.text)
			continue
		}
		got := s.Negated && row.want == denied || s.OtherPerson && row.want == other || s.Planned && row.want == plan || !s.Marked() && row.want == done
		if !got {
			t.Errorf("%s %s: %q is %s; negated %v other %v planned %v (%s)", row.who, row.code, row.text, row.want, s.Negated, s.OtherPerson, s.Planned, s.Matched)
		}
	}
}
