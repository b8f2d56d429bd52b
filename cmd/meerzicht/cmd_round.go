package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"meerzicht/coding"
	"meerzicht/instruments"
	"meerzicht/study"
)

func newRound(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "round " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht round studie.mz\nmeerzicht round open studie.mz --coders codeur1,codeur2 --documents R01,R02 --blind", "meerzicht round study.mz\nmeerzicht round open study.mz --coders codeur1,codeur2 --documents R01,R02 --blind"),
		Short:   a.say("Dubbel coderen in rondes: toon ze, open er een, geef haar vrij, voeg samen waarover men het eens is", "Double coding in rounds: list them, open one, release it, merge what is agreed"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runRound(cmd.Context(), args[0]) },
	}
	cmd.AddCommand(newRoundOpen(a), newRoundRelease(a), newRoundMerge(a))
	return cmd
}

// roundRow is one round as the command shows it. The counts are nil while
// nobody may see them.
type roundRow struct {
	coding.Round
	Agreed      *int `json:"agreed"`
	Differences *int `json:"differences"`
	Settled     *int `json:"settled"`
}

func (a *app) runRound(ctx context.Context, path string) error {
	return a.withCorpus(ctx, path, func(c *coding.Corpus) error {
		rows := make([]roundRow, 0, len(c.Rounds))
		for _, r := range c.Rounds {
			row := roundRow{Round: r}
			if s, err := coding.SettlingOf(c, r.ID, "", ""); err == nil {
				row.Agreed, row.Differences, row.Settled = &s.Agreed, &s.Differences, &s.Settled
			} else if !errors.Is(err, instruments.ErrRefused) {
				return err
			}
			rows = append(rows, row)
		}
		return a.printRounds(rows)
	})
}

func (a *app) printRounds(rows []roundRow) error {
	if a.format == "json" {
		return writeList(a.stdout, rows)
	}
	count := func(n *int, none string) string {
		if n == nil {
			return none
		}
		return fmt.Sprint(*n)
	}
	if a.format == "csv" {
		out := [][]string{{"round", "released", "blind", "lists", "coders", "documents", "agreed", "differences", "settled"}}
		for _, r := range rows {
			out = append(out, []string{r.ID, fmt.Sprint(r.Released), fmt.Sprint(r.Blind), fmt.Sprint(r.Lists), list(r.Coders), list(r.Documents), count(r.Agreed, ""), count(r.Differences, ""), count(r.Settled, "")})
		}
		return writeRows(a.stdout, out)
	}
	if len(rows) == 0 {
		_, err := fmt.Fprintln(a.stdout, a.say("er zijn nog geen rondes van dubbel coderen", "there are no rounds of double coding yet"))
		return err
	}
	out := [][]string{{a.say("ronde", "round"), a.say("stand", "state"), a.say("codeurs", "coders"), a.say("documenten", "documents"), a.say("eens", "agreed"), a.say("verschillen", "differences"), a.say("beslist", "settled")}}
	for _, r := range rows {
		out = append(out, []string{r.ID, a.roundState(r.Round), list(r.Coders), fmt.Sprint(len(r.Documents)), count(r.Agreed, "–"), count(r.Differences, "–"), count(r.Settled, "–")})
	}
	return printAligned(a.stdout, out, false, false, false, true, true, true, true)
}

func (a *app) roundState(r coding.Round) string {
	state := a.say("loopt", "open")
	if r.Released {
		state = a.say("vrijgegeven", "released")
	}
	if r.Blind {
		state += a.say(", blind", ", blind")
	}
	if r.Lists {
		state += a.say(", met lijsten", ", with lists")
	}
	return state
}

// list puts ids on one line.
func list[T ~string](ids []T) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return strings.Join(out, ", ")
}

type roundOptions struct {
	coders, documents []string
	lists, blind      bool
	id                string
}

func newRoundOpen(a *app) *cobra.Command {
	var o roundOptions
	cmd := &cobra.Command{
		Use:     "open " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht round open studie.mz --coders codeur1,codeur2 --documents R01,R02", "meerzicht round open study.mz --coders codeur1,codeur2 --documents R01,R02"),
		Short:   a.say("Open een ronde: welke codeurs coderen welke documenten onafhankelijk van elkaar", "Open a round: which coders code which documents independently of each other"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runRoundOpen(cmd.Context(), args[0], o) },
	}
	f := cmd.Flags()
	f.StringSliceVar(&o.coders, "coders", nil, a.say("de `CODEURS`, twee of meer, met komma’s", "the `CODERS`, two or more, with commas"))
	f.StringSliceVar(&o.documents, "documents", nil, a.say("de `DOCUMENTEN`: nummers van documenten of respondenten met komma’s, of all", "the `DOCUMENTS`: ids of documents or respondents with commas, or all"))
	f.BoolVar(&o.lists, "lists", false, a.say("ook de lijsten over hun respondenten", "the lists about their respondents as well"))
	f.BoolVar(&o.blind, "blind", false, a.say("codeurs zien elkaars werk pas na het vrijgeven", "coders see each other's work only after the release"))
	return cmd
}

func (a *app) runRoundOpen(ctx context.Context, path string, o roundOptions) error {
	if len(o.coders) == 0 || len(o.documents) == 0 {
		return usage(instruments.Text{NL: "een ronde vraagt --coders en --documents", EN: "a round needs --coders and --documents"},
			instruments.Text{NL: "bijvoorbeeld --coders codeur1,codeur2 --documents R01,R02, of --documents all", EN: "for example --coders codeur1,codeur2 --documents R01,R02, or --documents all"})
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		round := coding.Round{Lists: o.lists, Blind: o.blind}
		for _, k := range o.coders {
			round.Coders = append(round.Coders, coding.CoderID(strings.TrimSpace(k)))
		}
		c, err := s.Corpus(ctx)
		if err == nil {
			round.Documents, err = documentsOf(c, o.documents)
		}
		if err != nil {
			return err
		}
		cmd, err := coding.OpenRound(s.View(ctx), round)
		if err == nil {
			err = s.Do(ctx, actor(), cmd)
		}
		if err != nil {
			return err
		}
		return a.sayOpened(ctx, s, cmd)
	})
}

// sayOpened tells which round was opened, and what made way for it.
func (a *app) sayOpened(ctx context.Context, s *study.Study, cmd coding.Command) error {
	rounds, err := coding.All[coding.Round](s.View(ctx), coding.RoundKind)
	if err != nil {
		return err
	}
	r, _ := coding.Latest(rounds)
	away := 0
	for _, ch := range cmd.Changes {
		if ch.Kind == coding.CodingKind && ch.After == nil {
			away++
		}
	}
	fmt.Fprintf(a.stdout, a.say("ronde %s geopend: %s door %s\n", "round %s opened: %s by %s\n"), r.ID,
		some(len(r.Documents), "document", "documenten", "document", "documents").In(a.lang), instruments.Plain(list(r.Coders)))
	if away > 0 {
		fmt.Fprintf(a.stdout, a.say("%s van een eerdere ronde weggezet; die blijven in het logboek\n", "%s of an earlier round put away; they stay in the log\n"),
			some(away, "codering", "coderingen", "coding", "codings").In(a.lang))
	}
	return nil
}

// documentsOf finds the documents meant by ids of documents or respondents, in
// the order of the study; "all" are all.
func documentsOf(c *coding.Corpus, names []string) ([]instruments.DocumentID, error) {
	chosen := map[instruments.DocumentID]bool{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		n := len(chosen)
		_, exact := c.Document(instruments.DocumentID(name))
		for _, d := range c.Documents {
			if name == "all" || string(d.ID) == name || !exact && name != "" && string(d.Respondent) == name {
				chosen[d.ID] = true
			}
		}
		if len(chosen) == n && !chosen[instruments.DocumentID(name)] && name != "all" {
			return nil, usage(instruments.Textf("document %q is er niet, of is dubbel genoemd", "there is no document %q, or it is named twice", instruments.Plain(name)),
				instruments.Text{NL: "noem documenten of respondenten van dit onderzoek, of all", EN: "name documents or respondents of this study, or all"})
		}
	}
	var out []instruments.DocumentID
	for _, d := range c.Documents {
		if chosen[d.ID] {
			out = append(out, d.ID)
		}
	}
	return out, nil
}

func newRoundRelease(a *app) *cobra.Command {
	var o roundOptions
	cmd := &cobra.Command{
		Use:     "release " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht round release studie.mz", "meerzicht round release study.mz"),
		Short:   a.say("Geef een ronde vrij: het onafhankelijke coderen is klaar, de codeurs zien elkaars werk", "Release a round: the independent coding is done, the coders see each other's work"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runRoundRelease(cmd.Context(), args[0], o) },
	}
	cmd.Flags().StringVar(&o.id, "round", "", a.say("ronde `N`; standaard de laatste", "round `N`; the last one by default"))
	return cmd
}

func (a *app) runRoundRelease(ctx context.Context, path string, o roundOptions) error {
	return a.withStudy(ctx, path, func(s *study.Study) error {
		r, err := roundOf(s.View(ctx), o.id)
		if err != nil {
			return err
		}
		cmd, err := coding.ReleaseRound(s.View(ctx), r.ID)
		if err == nil {
			err = s.Do(ctx, actor(), cmd)
		}
		if err != nil {
			return err
		}
		counts, err := s.CountsByDocument(ctx)
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stdout, a.say("ronde %s vrijgegeven\n", "round %s released\n"), r.ID)
		return a.sayCoded(r, counts)
	})
}

// roundOf is the round with a number, or the last one.
func roundOf(v coding.View, id string) (coding.Round, error) {
	rounds, err := coding.All[coding.Round](v, coding.RoundKind)
	if err != nil {
		return coding.Round{}, err
	}
	if id == "" {
		if last, ok := coding.Latest(rounds); ok {
			return last, nil
		}
	}
	if i := slices.IndexFunc(rounds, func(r coding.Round) bool { return r.ID == id }); i >= 0 {
		return rounds[i], nil
	}
	return coding.Round{}, instruments.Refuse("", instruments.Text{NL: "die ronde is er niet", EN: "there is no such round"},
		instruments.Text{NL: "‘meerzicht round ONDERZOEK’ noemt de rondes; open er een met ‘meerzicht round open’", EN: "‘meerzicht round STUDY’ lists the rounds; open one with ‘meerzicht round open’"})
}

// sayCoded tells how much each coder coded in the round, and notes the documents
// in which a coder coded nothing.
func (a *app) sayCoded(r coding.Round, counts map[instruments.DocumentID]map[coding.CoderID]int) error {
	var rows [][]string
	for _, k := range r.Coders {
		n, none := 0, []instruments.DocumentID{}
		for _, id := range r.Documents {
			if counts[id][k] == 0 {
				none = append(none, id)
			}
			n += counts[id][k]
		}
		rows = append(rows, []string{string(k), some(n, "codering", "coderingen", "coding", "codings").In(a.lang)})
		if len(none) > 0 {
			a.warned = true
			tellProblems(a.stderr, instruments.Problems{{
				Note: true,
				What: instruments.Textf("%s heeft niets gecodeerd in %s", "%s coded nothing in %s", instruments.Plain(string(k)), instruments.Plain(list(none))),
				Hint: instruments.Text{NL: "is dat niet de bedoeling, neem het vrijgeven dan terug met ‘meerzicht undo’", EN: "if that is not intended, take the release back with ‘meerzicht undo’"},
			}}, a.lang)
		}
	}
	return printAligned(a.stdout, rows)
}

func newRoundMerge(a *app) *cobra.Command {
	var o roundOptions
	cmd := &cobra.Command{
		Use:     "merge " + a.say("ONDERZOEK", "STUDY"),
		Example: a.say("meerzicht round merge studie.mz", "meerzicht round merge study.mz"),
		Short:   a.say("Zet in de consensus waarover de codeurs het eens zijn; beslissingen blijven staan", "Put what the coders agree on into the consensus; decisions stay"),
		Args:    words(1, 1),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.runRoundMerge(cmd.Context(), args[0], o) },
	}
	cmd.Flags().StringVar(&o.id, "round", "", a.say("ronde `N`; standaard de laatste", "round `N`; the last one by default"))
	cmd.Flags().StringSliceVar(&o.coders, "coders", nil, a.say("welke twee `CODEURS`; standaard de eerste twee van de ronde", "which two `CODERS`; the first two of the round by default"))
	return cmd
}

func (a *app) runRoundMerge(ctx context.Context, path string, o roundOptions) error {
	pair := [2]coding.CoderID{}
	if len(o.coders) != 0 && len(o.coders) != 2 {
		return usage(instruments.Text{NL: "--coders noemt twee codeurs", EN: "--coders names two coders"}, instruments.Text{NL: "bijvoorbeeld --coders codeur1,codeur2", EN: "for example --coders codeur1,codeur2"})
	}
	for i, k := range o.coders {
		pair[i] = coding.CoderID(strings.TrimSpace(k))
	}
	return a.withStudy(ctx, path, func(s *study.Study) error {
		cmd, err := coding.MergeAgreed(s.View(ctx), o.id, pair[0], pair[1])
		if err == nil && len(cmd.Changes) > 0 {
			err = s.Do(ctx, actor(), cmd)
		}
		if err != nil {
			return err
		}
		return a.sayMerged(ctx, s, o.id, pair, cmd)
	})
}

// sayMerged tells what the consensus gained and lost, and what is left to settle.
func (a *app) sayMerged(ctx context.Context, s *study.Study, id string, pair [2]coding.CoderID, cmd coding.Command) error {
	c, err := s.Corpus(ctx)
	if err != nil {
		return err
	}
	left, err := coding.SettlingOf(c, id, pair[0], pair[1])
	if err != nil {
		return err
	}
	in, out, lists := 0, 0, 0
	for _, ch := range cmd.Changes {
		switch {
		case ch.Kind == coding.CodingKind && ch.Before == nil:
			in++
		case ch.Kind == coding.CodingKind && ch.After == nil:
			out++
		case ch.Kind == coding.FillingKind && ch.After != nil:
			lists++
		}
	}
	_, err = fmt.Fprintf(a.stdout, a.say("ronde %s, %s en %s: %s en %s in de consensus, %d eruit; %d van %d verschillen beslist\n", "round %s, %s and %s: %s and %s into the consensus, %d out of it; %d of %d differences settled\n"),
		left.Round.ID, instruments.Plain(string(left.A)), instruments.Plain(string(left.B)),
		some(in, "codering", "coderingen", "coding", "codings").In(a.lang), some(lists, "lijst", "lijsten", "list", "lists").In(a.lang), out, left.Settled, left.Differences)
	return err
}
