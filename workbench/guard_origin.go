package workbench

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"meerzicht/instruments"
)

// allow adds addresses under which the workbench may be asked for, as browsers
// write them: "127.0.0.1:7330". Nothing is answered before the first.
func (g *guard) allow(hosts ...string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, host := range hosts {
		g.hosts[host] = true
		if bare, ok := strings.CutSuffix(host, ":80"); ok {
			g.hosts[bare] = true // browsers leave out the port of http
		}
	}
}

// ownHosts are the names under which a browser on this machine may ask for an
// address; none when other machines can reach it, so that nothing is answered.
func ownHosts(addr net.Addr) []string {
	if addr == nil {
		return nil
	}
	own, err := netip.ParseAddrPort(addr.String())
	if err != nil || !own.Addr().IsLoopback() {
		return nil
	}
	port := strconv.Itoa(int(own.Port()))
	var hosts []string
	for _, name := range []string{own.Addr().String(), "127.0.0.1", "localhost", "::1"} {
		hosts = append(hosts, net.JoinHostPort(name, port))
	}
	return hosts
}

// knownHost refuses a name that someone made point at this machine (DNS
// rebinding). Spelling is exact: a browser writes its own address one way, so
// another spelling is not a browser that was sent here by us.
func (g *guard) knownHost(r *http.Request) error {
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.hosts[r.Host] {
		return nil
	}
	return stop("host", http.StatusMisdirectedRequest,
		instruments.Text{NL: "de werkbank kent dit adres niet", EN: "the workbench does not know this address"},
		instruments.Text{NL: "gebruik het adres dat in de terminal staat", EN: "use the address printed in the terminal"})
}

// readOrWrite refuses every method but these three; so a browser that asks
// beforehand whether another site may write (OPTIONS) hears no.
func readOrWrite(r *http.Request) error {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost:
		return nil
	}
	return methodRefused("GET, HEAD, POST")
}

// methodRefused is the refusal that names the methods there are.
func methodRefused(allow string) error {
	e := stop("method", http.StatusMethodNotAllowed,
		instruments.Text{NL: "dit kan zo niet gevraagd worden", EN: "this cannot be asked in this way"},
		instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"})
	e.header = [2]string{"Allow", allow}
	return e
}

// takesMethod keeps a read from changing something and a write from reaching
// what was declared for reading.
func (u routeRule) takesMethod(r *http.Request, pattern string) error {
	switch write := r.Method == http.MethodPost; {
	case write && len(u.accepts) == 0, u.stream && r.Method != http.MethodGet:
		return methodRefused(map[bool]string{true: "GET", false: "GET, HEAD"}[u.stream])
	case !write && len(u.accepts) > 0:
		return methodRefused("POST")
	}
	return nil
}

// sameSite refuses what another site made the browser ask, reading included:
// also a page of another port of this machine is another origin. A link on
// another site is refused as well; the answer says how to go on.
func (g *guard) sameSite(r *http.Request) error {
	sites, origins := r.Header["Sec-Fetch-Site"], r.Header["Origin"]
	for _, site := range sites {
		// "none": the user typed the address or opened it from a terminal.
		if site != "same-origin" && (site != "none" || r.Method == http.MethodPost) {
			return elsewhere()
		}
	}
	for _, origin := range origins {
		if origin != "http://"+r.Host {
			return elsewhere()
		}
	}
	if r.Method != http.MethodPost {
		return nil
	}
	if len(sites) > 1 || len(origins) > 1 || len(sites)+len(origins) == 0 {
		return elsewhere()
	}
	if !slices.Equal(r.Header["X-Meerzicht"], []string{"1"}) {
		return elsewhere()
	}
	return nil
}

func elsewhere() error {
	return stop("origin", http.StatusForbidden,
		instruments.Text{NL: "deze vraag kwam niet van een pagina van de werkbank", EN: "this request did not come from a page of the workbench"},
		instruments.Text{NL: "open de werkbank zelf en ga van daar verder", EN: "open the workbench itself and go on from there"})
}

// takesBody refuses bodies of another kind or size than the route has, before
// they are read. Reading has none.
func (u routeRule) takesBody(w http.ResponseWriter, r *http.Request) error {
	if r.Method != http.MethodPost {
		if r.ContentLength != 0 {
			return stop("body", http.StatusBadRequest,
				instruments.Text{NL: "bij lezen hoort geen inhoud", EN: "a request that reads has no content"}, reloadHint())
		}
		return nil
	}
	if !u.takesType(r) {
		return stop("type", http.StatusUnsupportedMediaType,
			instruments.Text{NL: "de werkbank neemt deze soort inhoud hier niet aan", EN: "the workbench does not take this kind of content here"}, reloadHint())
	}
	if r.ContentLength > u.body {
		return tooLarge(u.body)
	}
	r.Body = http.MaxBytesReader(w, r.Body, u.body)
	return nil
}

// takesType compares the one Content-Type with the route's. A form of a page
// cannot send JSON without being asked first, so this too keeps other sites out.
func (u routeRule) takesType(r *http.Request) bool {
	given := r.Header["Content-Type"]
	if len(given) != 1 || len(r.Header["Content-Encoding"]) > 0 {
		return false
	}
	kind, params, err := mime.ParseMediaType(given[0])
	if err != nil || !slices.Contains(u.accepts, kind) {
		return false
	}
	if kind == typeMultipart {
		return params["boundary"] != ""
	}
	charset, said := params["charset"]
	return !said || strings.EqualFold(charset, "utf-8")
}

func reloadHint() instruments.Text {
	return instruments.Text{NL: "laad de pagina opnieuw", EN: "reload the page"}
}
