package lexicon

import "meerzicht/coding"

// Everyday sentences for every activity, made for this test and found in no
// interview: the rules must know the activity however it is put.
var everyday = map[coding.CodeID][]string{
	"act.A01": {
		"We zijn naar de dierentuin geweest.",
		"Met hem ging ik elke maand een keer bowlen.",
		"hij nam me mee naar een voetbalwedstrijd en dat was geweldig",
		"Ze koken op zondag samen.",
		"Soms deden we een potje schaak.",
		"Toen hebben we met z'n tweeën die oude kast geschilderd.",
	},
	"act.A02": {
		"Dan drinken we een bakkie koffie.",
		"We maken vaak een wandelingetje.",
		"Hij komt elke woensdag bij me langs.",
		"Ze houdt hem gezelschap.",
		"gewoon een rondje lopen met hem door het park",
		"Door haar voel ik me minder eenzaam.",
	},
	"act.A03": {
		"Ik heb hem geholpen om zijn netwerk wat groter te maken.",
		"Via hem heb ik nieuwe mensen leren kennen.",
		"Ze heeft hem voorgesteld aan de buren.",
		"We hebben samen zijn oude vrienden weer opgezocht.",
		"Hij moest weer onder de mensen komen en daar hielp ik bij.",
	},
	"act.A04": {
		"Ik ben met hem naar de sportschool gegaan om te kijken.",
		"Samen hebben we een hobby gezocht.",
		"Hij heeft me aangemeld bij de voetbalclub.",
		"De eerste les op het koor is ze met me meegegaan.",
		"ze heeft hem ingeschreven voor een schildercursus",
	},
	"act.A05": {
		"We hebben samen sollicitatiebrieven geschreven.",
		"Hij hielp mij met zoeken naar werk.",
		"Ze is meegegaan naar de open dag van het ROC.",
		"Ik heb met hem zijn cv gemaakt.",
		"toen hebben we een dagbesteding voor hem gevonden",
	},
	"act.A06": {
		"Ik heb hem gestimuleerd om zijn moeder te bellen.",
		"Dankzij haar heb ik weer contact met mijn dochter.",
		"We hebben een kaart geschreven voor zijn zus.",
		"Hij ging mee toen ik mijn vader weer voor het eerst opzocht.",
		"Zij heeft geholpen om het contact met zijn kinderen te herstellen.",
	},
	"act.A07": {
		"Ik heb hem wegwijs gemaakt in de wijk.",
		"Hij liet me zien waar de bibliotheek zit.",
		"We zijn samen naar het buurthuis gelopen zodat hij wist waar het was.",
		"Ze heeft mij uitgelegd hoe de bus werkt.",
		"hij wist niet waar hij terecht kon en dat heb ik hem verteld",
	},
	"act.A08": {
		"We oefenden hoe je een praatje maakt met de buren.",
		"Hij leerde van haar nee zeggen.",
		"Bij de kassa liet ik hem zelf afrekenen, om te oefenen.",
		"Ze werkt met hem aan zijn sociale vaardigheden.",
		"We hebben geoefend met bellen.",
	},
	"act.A09": {
		"Ik heb hem opgehaald bij de gevangenis.",
		"Toen hij vrijkwam stond ik bij de poort.",
		"De eerste dagen na mijn detentie ging hij overal mee naartoe.",
		"Tijdens zijn verlof liepen we samen door de stad.",
	},
	"act.B01": {
		"Ik luister vooral.",
		"Bij hem kon ik mijn verhaal kwijt.",
		"Ze heeft een luisterend oor.",
		"We hebben hele gesprekken gehad over vroeger.",
		"hij vroeg altijd hoe het met me ging en dan praatten we over mijn gevoel",
		"Ze oordeelt niet.",
	},
	"act.B02": {
		"Ik geef hem complimenten.",
		"Door haar kreeg ik meer zelfvertrouwen.",
		"Hij zei steeds dat ik de moeite waard ben.",
		"Ze gelooft in hem.",
		"ik zeg dan dat hij trots mag zijn op zichzelf",
	},
	"act.B03": {
		"We praten over de toekomst.",
		"Hij geeft me hoop.",
		"Ze vroeg waar ik over vijf jaar wil zijn.",
		"Ik zeg altijd: het komt wel goed.",
		"Samen hebben we zijn dromen opgeschreven.",
	},
	"act.B04": {
		"Ik laat hem zelf kiezen.",
		"Ze neemt niks over.",
		"Hij liet mij het zelf regelen.",
		"Ik stimuleer hem om zelf keuzes te maken.",
		"De regie ligt bij hem, daar let ik op.",
	},
	"act.B05": {
		"Ik wil een goed voorbeeld voor hem zijn.",
		"Hij is een rolmodel voor mij.",
		"Ze laat zien hoe het ook anders kan.",
		"Ik vertelde over mijn eigen leven.",
		"Ik zag hoe hij het deed en zo wil ik ook worden.",
	},
	"act.B06": {
		"Toen hij werd afgewezen hebben we daarover gepraat.",
		"Ze leert hem omgaan met tegenslag.",
		"Na die teleurstelling hielp hij me weer overeind.",
		"Als het tegenzit belt hij en dan bespreken we het samen.",
	},
	"act.B07": {
		"We hebben het over de zin van het leven.",
		"Ik ben met hem naar de kerk geweest.",
		"Ze praat met hem over geloof.",
		"Wat is nou echt belangrijk in het leven, daar praten we over.",
	},
	"act.B08": {
		"We staan stil bij wat er goed ging.",
		"Ik benoem elk succesje.",
		"Ze vierden dat hij zijn diploma had gehaald, met taart.",
		"Kijk eens wat je allemaal bereikt hebt, zei hij.",
	},
	"act.C01": {
		"Ik heb hem geholpen met het aanvragen van een DigiD.",
		"Hij regelde een zorgverzekering voor me.",
		"We hebben formulieren ingevuld.",
		"Praktische zaken, daar hielp ze mee.",
		"ze heeft een wasmachine voor hem geregeld",
	},
	"act.C02": {
		"We hebben zijn post gesorteerd.",
		"Hij hielp me met mijn schulden.",
		"Ze heeft met hem een betalingsregeling getroffen.",
		"De administratie doen we samen.",
		"ik heb met hem de belastingaangifte gedaan",
	},
	"act.C03": {
		"We hebben samen een woning gezocht.",
		"Hij hielp me met verhuizen.",
		"Ze heeft mij ingeschreven bij de woningcorporatie.",
		"Ik heb met hem op kamers gereageerd.",
	},
	"act.C04": {
		"Ik help hem om structuur in zijn dag te krijgen.",
		"We hebben een weekschema gemaakt.",
		"Ze belt me 's ochtends wakker.",
		"Door haar heb ik weer ritme.",
	},
	"act.C05": {
		"We praten open over zijn drankgebruik.",
		"Ik kon eerlijk zijn tegen haar over het blowen.",
		"Hij heeft met hem besproken hoe hij van de drugs af kan blijven.",
	},
	"act.C06": {
		"Ze geeft hem tips over de opvoeding.",
		"Ik heb meegedacht over hoe hij met zijn zoontje om moet gaan.",
		"Hij heeft me geleerd hoe ik mijn dochter naar bed breng.",
	},
	"act.D01": {
		"Ik zag dat hij gedronken had en dat heb ik gemeld.",
		"Als ik iets zorgelijks zie bespreek ik dat met hem.",
		"Ze trok bij mij aan de bel.",
		"Hij heeft me aangesproken op mijn gedrag.",
		"zij geeft signalen door aan de toezichthouder",
		"Ik maakte me zorgen en heb dat tegen hem gezegd.",
	},
	"act.D02": {
		"We hebben de voorwaarden doorgenomen.",
		"Ik herinner hem aan zijn meldplicht.",
		"Ze heeft met mij besproken waarom ik me aan het contactverbod moet houden.",
	},
	"act.D03": {
		"Ik heb meegedacht over het signaleringsplan.",
		"Samen hebben we het terugvalpreventieplan ingevuld.",
		"Hij mocht meedenken over het werkplan.",
	},
	"act.E01": {
		"Ik motiveer hem om vol te houden.",
		"Zonder haar was ik gestopt.",
		"Hij zei: nog even volhouden.",
		"Ze heeft hem overgehaald om door te gaan met het toezicht.",
	},
	"act.E02": {
		"Ik ga mee naar de huisarts.",
		"Ze bracht me naar de psycholoog.",
		"Hij is meegegaan naar de rechtbank.",
		"Bij de intake zat ik naast hem.",
	},
	"act.E03": {
		"Toen hij niet kwam opdagen ben ik blijven bellen.",
		"Hij dreigde af te haken, maar ik bleef hem appen.",
		"Ik nam niet op en toen stond ze voor de deur.",
	},
	"act.E04": {
		"We hebben de wachttijd samen overbrugd.",
		"Zolang er nog geen behandeling was kwam ze elke week.",
		"Hij stond op de wachtlijst en tot die tijd was ik er voor hem.",
	},
}

// The same for goals, for the facets of signalling and for the indicators of
// collaboration, whoever speaks.
var everydayOther = map[coding.CodeID][]string{
	"doel.SI": {
		"Het ging erom dat hij weer onder de mensen kwam.",
		"Ik wilde dat ze weer meedeed in de maatschappij.",
		"zodat hij uit zijn isolement komt",
	},
	"doel.PC": {
		"Hij staat nu steviger in zijn schoenen.",
		"Dat ze mentaal sterker wordt.",
	},
	"doel.RB": {
		"We wilden zijn leven weer op orde krijgen, een stabiele basis.",
		"Zo blijft hij op het rechte pad.",
	},
	"doel.RM": {
		"Het gaat mij om de veiligheid, geen nieuwe slachtoffers.",
		"Zo houden we een vinger aan de pols.",
	},
	"doel.CO": {
		"Dat hij het traject afmaakt.",
		"Om te voorkomen dat hij afhaakt.",
	},
	"doel.PC.veerkracht": {
		"Hij krabbelt sneller weer op.",
		"Ze is veerkrachtiger geworden.",
		"beter omgaan met tegenslag",
	},
	"doel.PC.zelfvertrouwen": {
		"Ik heb meer zelfvertrouwen gekregen.",
		"Hij durft nu veel meer.",
	},
	"doel.PC.zelfwaardering": {
		"Ik voel me weer iets waard.",
		"Zijn eigenwaarde is gegroeid.",
		"Ze is trots op zichzelf.",
	},
	"doel.PC.zelfeffectiviteit": {
		"Hij merkt dat hij het zelf kan.",
		"Ik heb ontdekt dat het me zelf wel lukt.",
	},
	"doel.PC.optimisme": {
		"Hij kijkt positiever naar de dingen.",
		"Ze gelooft nu dat het wel goed komt, het komt goed.",
	},
	"doel.PC.welzijn": {
		"Ik zit beter in mijn vel.",
		"Hij voelt zich een stuk beter.",
		"dat hij weer kan genieten",
	},
	"doel.PC.zingeving": {
		"Mijn leven is weer zinvol.",
		"Hij heeft weer een reden om op te staan.",
	},
	"doel.PC.hoop": {
		"Ze heeft weer hoop.",
		"Hij ziet weer perspectief.",
	},
	"doel.PC.groei": {
		"Ik ben gegroeid als mens.",
		"Hij heeft zich echt ontwikkeld.",
	},
	"doel.PC.zelfsturing": {
		"Dat hij de regie over zijn eigen leven neemt.",
		"Ze kan nu op eigen benen staan.",
	},
	"sig.route.client": {
		"Ik bespreek het eerst met hem zelf.",
		"Hij heeft mij erop aangesproken.",
		"ze zegt het eerst tegen mij, dat vind ik eerlijk",
	},
	"sig.route.professional": {
		"Ik heb het doorgegeven aan de toezichthouder.",
		"Zij heeft de coördinator gebeld met haar zorgen.",
		"dat meldt ze bij de reclassering",
	},
	"sig.inhoud.risicogedrag": {
		"Ik merkte dat hij gedronken had.",
		"Hij ging met verkeerde vrienden om en dat heb ik gemeld.",
	},
	"sig.inhoud.voorwaarden": {
		"Hij had zijn contactverbod overtreden en dat heb ik gemeld.",
		"Ze zag dat hij zich niet aan de voorwaarden hield.",
	},
	"sig.inhoud.terugval": {
		"Ik was bang voor terugval en heb dat gezegd.",
		"Hij viel terug in zijn oude patroon, dat zag ik aankomen.",
	},
	"ind.K1.1": {
		"We hebben elke week contact.",
		"Ik bel regelmatig met de toezichthouder.",
		"de lijntjes zijn kort",
	},
	"ind.K1.2": {
		"Ik sprak haar af en toe.",
		"We hebben elkaar hooguit een paar keer gesproken.",
		"heel soms een mailtje",
	},
	"ind.K1.3": {
		"Na de start heb ik nooit meer contact gehad.",
		"Alleen bij de evaluatie zie ik haar.",
		"ik heb de toezichthouder nooit gesproken",
	},
	"ind.K2.1": {
		"We hebben samen de doelen bepaald.",
		"De taken zijn in overleg verdeeld.",
		"we stemmen steeds af wie wat doet",
	},
	"ind.K2.2": {
		"De toezichthouder bepaalt de doelen.",
		"Ik kreeg een opdracht en die voerde ik uit.",
		"Ik stel de doelen vast.",
	},
	"ind.K2.3": {
		"Over de doelen hebben we nooit overleg gehad met elkaar.",
		"Ieder zijn eigen ding.",
		"ik wist niet aan welke doelen de reclassering werkte",
	},
	"ind.K3.1": {
		"We werken als gelijken samen.",
		"Mijn mening telt mee.",
		"Ik zie haar als een volwaardige partner.",
	},
	"ind.K3.2": {
		"Hij stuurt mij aan.",
		"Ik voelde me het hulpje.",
		"Zij zegt wat ik moet doen.",
	},
	"ind.K3.3": {
		"We werken los van elkaar.",
		"Het zijn gescheiden werelden.",
		"ieder voor zich",
	},
	"ind.K4.1": {
		"Ons overleg gaat over de doelen van het traject.",
		"We bellen over zijn vooruitgang.",
	},
	"ind.K4.2": {
		"Ze belt om te checken of hij meewerkt.",
		"Ik wil weten of hij zich aan de afspraken houdt.",
		"puur ter controle",
	},
	"ind.K4.3": {
		"Er is geen reden voor contact.",
		"Overleg was niet nodig.",
	},
	"ind.K5.1": {
		"We voelen ons samen verantwoordelijk.",
		"Het is een gedeelde verantwoordelijkheid.",
	},
	"ind.K5.2": {
		"Ik ben eindverantwoordelijk.",
		"De verantwoordelijkheid ligt bij de reclassering.",
		"als het misgaat word ik erop aangesproken",
	},
	"ind.K5.3": {
		"Ieder heeft zijn eigen verantwoordelijkheid.",
		"Iedereen blijft op zijn eigen terrein.",
	},
	"ind.K6.1": {
		"Samenwerken met de vrijwilliger vind ik vanzelfsprekend.",
		"De vrijwilliger heeft grote meerwaarde voor het toezicht.",
	},
	"ind.K6.2": {
		"Ik zie de meerwaarde niet.",
		"Het voegt weinig toe.",
	},
	"ind.K6.3": {
		"Samenwerken met de vrijwilliger is niet nodig.",
		"Controle is bij dit maatje geen doel.",
	},
	"ind.K7.1": {
		"Ze is goed bereikbaar.",
		"Ik heb haar nummer en kan haar altijd bellen.",
		"we hebben rechtstreeks contact",
	},
	"ind.K7.2": {
		"Het contact loopt via de coördinator.",
		"Alles gaat via de organisatie.",
	},
	"ind.K7.3": {
		"Ik had geen nummer van de toezichthouder.",
		"Hij belde nooit terug.",
		"dat contact hield ik af",
	},
	"ind.K8.1": {
		"We hadden een driegesprek.",
		"We zaten met z'n drieën aan tafel.",
		"de cliënt zat er ook bij in het gesprek",
	},
	"ind.K8.x": {
		"Er was nooit een driegesprek.",
		"De cliënt zat er niet bij tijdens het overleg.",
	},
	"ind.K9.1": {
		"Ik zoek zelf contact met de toezichthouder.",
		"Zij belt uit zichzelf.",
	},
	"ind.K9.2": {
		"Ik had graag meer contact gehad.",
		"Ik heb zelf ook nooit gebeld.",
		"hij zou vaker willen overleggen",
	},
	"ind.K9.3": {
		"Ik houd bewust afstand van de reclassering.",
		"Ik ben geen verlengstuk van de reclassering.",
	},
	"ind.K10.1": {
		"We zitten op één lijn.",
		"We hebben dezelfde visie.",
		"de neuzen staan dezelfde kant op",
	},
	"ind.K10.2": {
		"Ik mis een gedeelde visie.",
		"We denken verschillend over de aanpak.",
	},
	"ind.K10.3": {
		"Over een gezamenlijke aanpak hebben we het nooit gehad, dat speelt niet; een visie is niet nodig.",
		"Over de werkwijze is nooit gesproken, dat doet er niet toe.",
	},
}
