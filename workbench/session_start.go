package workbench

import (
	"net/http"
	"net/url"
	"strings"

	"meerzicht/instruments"
)

// startPath is where a browser shows its start token.
const startPath = "/start"

// newStart makes a token for startPath + "?token=…". It can be asked for as
// often as one likes.
func (g *guard) newStart() string { return g.sessions.newStart() }

// alive reports whether the session of a stream still lasts; asking does not
// lengthen it.
func (g *guard) alive(r *http.Request) bool { return g.sessions.has(sessionOf(r)) }

// start trades a start token for a session cookie and sends the browser on, so
// that the token leaves the address bar and the history. It is the one GET that
// does something: it opens the door, and touches no study.
func (g *guard) start(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodGet {
		return methodRefused("GET")
	}
	if fetchedAhead(r) {
		return stop("ahead", http.StatusForbidden, // a browser that guesses must not use up the token
			instruments.Text{NL: "dit adres wordt niet vooruit opgehaald", EN: "this address is not fetched ahead"}, reloadHint())
	}
	old := g.sessions.of(r, true)
	if g.sessions.redeem(tokenOf(r)) {
		http.SetCookie(w, sessionCookie(r, g.sessions.begin(old)))
	} else if old == nil {
		return noStart()
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

// tokenOf is the one token of an address, or "", which never fits.
func tokenOf(r *http.Request) string {
	q, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil || len(q["token"]) != 1 {
		return ""
	}
	return q["token"][0]
}

func fetchedAhead(r *http.Request) bool {
	purpose := strings.Join(append(r.Header.Values("Sec-Purpose"), r.Header.Values("Purpose")...), " ")
	return strings.Contains(purpose, "prefetch") || strings.Contains(purpose, "prerender")
}

// sessionCookie is for this host alone (no Domain), out of reach of scripts, and
// not sent along with what other sites ask for. It ends with the browser. It is
// not Secure: the address is http on the machine's own loopback, where nothing
// passes over a wire, and some browsers drop Secure cookies there.
func sessionCookie(r *http.Request, secret string) *http.Cookie {
	return &http.Cookie{
		Name: cookieName(r), Value: secret, Path: "/",
		HttpOnly: true, SameSite: http.SameSiteStrictMode,
	}
}

// startHint is what to do for someone who has no session.
func startHint() instruments.Text {
	return instruments.Text{
		NL: "open het adres dat in de terminal staat waarin ‘meerzicht serve’ draait; dat adres werkt één keer en tien minuten lang, dus is het al gebruikt, start ‘meerzicht serve’ dan opnieuw",
		EN: "open the address printed in the terminal where ‘meerzicht serve’ runs; that address works once and for ten minutes, so if it was used before, run ‘meerzicht serve’ again",
	}
}

func noSession() error {
	e := stop(ruleSession, http.StatusUnauthorized,
		instruments.Text{NL: "de werkbank is in deze browser nog niet geopend, of dat is te lang geleden", EN: "the workbench was not opened in this browser yet, or too long ago"}, startHint())
	e.header = [2]string{"WWW-Authenticate", "Meerzicht"}
	return e
}

func noStart() error {
	return stop(ruleSession, http.StatusForbidden,
		instruments.Text{NL: "dit startadres is al gebruikt, verlopen of onvolledig", EN: "this start address was used before, has expired or is incomplete"}, startHint())
}
