package api_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// What is named by no id or slug of anything is not there.
func TestUnknownRefs(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		refs := []string{
			news.NewID(), "nothing", "01980000", "0198zzzz-0000-7000-8000-000000000000", "%7B" + news.NewID() + "%7D", "urn:uuid:" + news.NewID(),
			strings.ReplaceAll(news.NewID(), "-", ""), "%00", "a%00b", "%ff", "%ed%a0%80", "a%20b", "a%2fb", "a%252fb", "%25", "..", "%2e%2e", ".", "-", "a--b", "a_b",
			"*", "null", "external", "%E2%80%8B", "seen%00", "seen%20", "seen%E2%80%8B", "'%20OR%20''='", strings.Repeat("a", 121), strings.Repeat("%E6%BC%A2", 2000),
		}
		rows := d.rows.All(t)
		for _, noun := range []string{"article", "section", "byline", "tag"} {
			for _, ref := range refs {
				address := "/v1/" + noun + "s/" + ref
				for _, method := range []string{"GET", "HEAD", "PATCH", "DELETE"} {
					r := n.do(t, method, address, n.as(t, news.RoleAdmin), map[string]string{}, "If-Match", "*")
					if method == "HEAD" {
						r.want(t, http.StatusNotFound)
						continue
					}
					r.problem(t, http.StatusNotFound, "not-found").has(t, "/detail", "there is no such "+noun)
				}
				if ref != strings.Repeat("%E6%BC%A2", 2000) {
					n.get(t, "/v1/articles?"+noun+"="+ref).want(t, http.StatusBadRequest)
				}
				n.get(t, address).problem(t, http.StatusNotFound, "not-found")
			}
		}
		for _, move := range []string{"publish", "unschedule", "withdraw", "trash", "restore"} {
			n.do(t, "POST", "/v1/articles/"+news.NewID()+"/"+move, n.as(t, news.RoleAdmin), "{").problem(t, http.StatusNotFound, "not-found")
		}
		d.sameRows(t, rows)
	})
}

// Addresses that no route has, and methods that a route does not take.
func TestUnknownPaths(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		rows := d.rows.All(t)
		for _, path := range []string{
			"/v1", "/v1/", "/v2/articles", "/V1/articles", "/v1/article", "/v1/articles.json", "/v1//articles", "//v1/articles", "/v1/articles//", "/v1/../v1/articles",
			"/./v1/articles", "/v1/articles/" + "x/y", d.seen + "/", d.seen + "/publish/", d.seen + "/purge", "/v1/%61rticles/x/y", "/v1%2farticles", "/%00", "/%ff", "/" + strings.Repeat("a/", 1000),
			"/.git/config", "/wp-login.php", "/v1/accounts", "/etc/passwd", "/..%2f..%2fetc%2fpasswd", "/\\", "/;", "/v1/articles;x=1", "/docs/..%2fserver.go",
		} {
			for _, method := range []string{"GET", "POST", "DELETE"} {
				r := n.do(t, method, path, n.as(t, news.RoleAdmin), nil)
				if r.status != 404 && r.status != 405 {
					t.Errorf("%s %s: got %d: %s", method, path, r.status, r.body)
					continue
				}
				r.problem(t, r.status, r.text(t, "/code"))
			}
		}
		for _, method := range []string{"PUT", "TRACE", "CONNECT", "PROPFIND", "PURGE", "get", "FOO", "PATCH", "DELETE"} {
			if method == "CONNECT" {
				continue // the client makes a tunnel of it: see TestRawRequests
			}
			r := n.do(t, method, "/v1/articles", n.as(t, news.RoleAdmin), nil).problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
			if allow := r.header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "POST") {
				t.Errorf("%s: Allow is %q", method, allow)
			}
		}
		n.do(t, "POST", "/v1/site", "", "{}").problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
		n.do(t, "HEAD", d.seen, "", nil).want(t, http.StatusOK)
		n.do(t, "HEAD", d.seen+"/publish", "", nil).want(t, http.StatusMethodNotAllowed)
		for _, path := range []string{"/v1/articles", d.seen, "/"} {
			if r := n.do(t, "OPTIONS", path, "", nil).want(t, http.StatusNoContent); !strings.Contains(r.header.Get("Allow"), "GET") {
				t.Errorf("OPTIONS %s: Allow is %q", path, r.header.Get("Allow"))
			}
		}
		d.sameRows(t, rows)
	})
}

func TestBadHeaders(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		change := func(name string, status int, code string, headers ...string) refusal {
			return refusal{name: name, method: "PATCH", path: d.draft, body: `{"title":"B"}`, headers: headers, status: status, code: code}
		}
		tag := n.see(t, d.draft).header.Get("ETag")
		d.refuse(t, []refusal{
			change("no If-Match", 428, "precondition-required"),
			change("empty If-Match", 400, "bad-header", "If-Match", ""),
			change("garbage", 400, "bad-header", "If-Match", "garbage"),
			change("a number", 400, "bad-header", "If-Match", "1"),
			change("unquoted", 400, "bad-header", "If-Match", strings.Trim(tag, `"`)),
			change("open quote", 400, "bad-header", "If-Match", `"1-`),
			change("trailing junk", 400, "bad-header", "If-Match", tag+"x"),
			change("star among tags", 400, "bad-header", "If-Match", tag+", *"),
			change("star twice", 400, "bad-header", "If-Match", "*", "If-Match", "*"),
			change("not UTF-8", 400, "bad-header", "If-Match", "\xff"),
			change("no tag without a comma", 400, "bad-header", "If-Match", `"7-a" "8-a"`),
			change("stale", 412, "stale", "If-Match", `"7-abc"`),
			change("weak", 412, "stale", "If-Match", "W/"+tag),
			change("empty tag", 412, "stale", "If-Match", `""`),
			change("revision spelt otherwise", 412, "stale", "If-Match", `"01-abc"`),
			change("many", 412, "stale", "If-Match", `"2-a","3-b" , "4-c"`),
			change("very many", 412, "stale", "If-Match", strings.Repeat(`"2-a",`, 5000)+`"3-b"`),
		})
		anonymous := n.get(t, d.seen)
		for _, value := range []string{"", "garbage", `"`, `W/`, `"7-abc"`, strings.Repeat(`"x",`, 5000)} {
			n.get(t, d.seen, "If-None-Match", value).want(t, http.StatusOK)
		}
		for _, value := range []string{"*", anonymous.header.Get("ETag"), "W/" + anonymous.header.Get("ETag"), `"x", ` + anonymous.header.Get("ETag")} {
			n.get(t, d.seen, "If-None-Match", value).want(t, http.StatusNotModified)
		}
		d.badTokens(t)
		d.badRequestIDs(t)
	})
}

func (d *desk) badTokens(t *testing.T) {
	t.Helper()
	token := d.as(t, news.RoleAdmin)
	for _, headers := range [][]string{
		{"Bearer " + token, "Bearer " + token},
		{"Bearer " + token, "Basic eDp5"},
		{""},
		{"Bearer"},
		{"Bearer "},
		{token},
		{"Bearer " + token + ", Bearer " + token},
		{"Bearer " + token + " x"},
		{"Basic " + token},
		{"Bearer \xff"},
		{"Bearer " + strings.Repeat("a", 100_000)},
		{"Bearer ..."},
		{"Bearer " + strings.Repeat("a.", 1000)},
	} {
		pairs := []string{}
		for _, value := range headers {
			pairs = append(pairs, "Authorization", value)
		}
		for _, c := range []refusal{
			{method: "GET", path: "/v1/articles"}, {method: "GET", path: "/v1/nowhere"}, {method: "PUT", path: "/v1/articles"}, {method: "POST", path: "/v1/articles", body: "{}"},
		} {
			c.role, c.headers, c.status, c.code = nobody, pairs, http.StatusUnauthorized, "invalid-token"
			d.refuseOne(t, c)
		}
	}
}

// badRequestIDs: only a sane one that was sent in is kept.
func (d *desk) badRequestIDs(t *testing.T) {
	t.Helper()
	for id, kept := range map[string]bool{
		"abc-123": true, "0198abcd.x_y:z/=+": true, strings.Repeat("a", 128): true, strings.Repeat("a", 129): false, strings.Repeat("a", 10_000): false,
		"": false, "a b": false, "<script>": false, `a"b`: false, "-a": false, "ä": false, "\xff": false, "a%0d%0ab": false, "{{7*7}}": false,
	} {
		r := d.get(t, "/v1/nowhere", "X-Request-Id", id).problem(t, 404, "unknown-path")
		if got := r.header.Get("X-Request-ID"); (got == id) != kept || got == "" {
			t.Errorf("the request id %.40q became %q", id, got)
		}
	}
}

// What no client library sends: bodies cut off in the middle, broken chunks,
// lines that are no HTTP. Nothing is written, and the server goes on.
func TestRawRequests(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		d := n.desk(t)
		head := "POST /v1/articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + n.as(t, news.RoleAdmin) + "\r\n"
		const article = `{"title":"Half written"}`
		chunk := fmt.Sprintf("%x\r\n%s\r\n", len(article), article)
		rows := d.rows.All(t)
		for name, request := range map[string]string{
			"chunks cut off":           head + "Transfer-Encoding: chunked\r\n\r\n" + chunk,
			"chunk cut off":            head + "Transfer-Encoding: chunked\r\n\r\n" + chunk[:10],
			"last chunk cut off":       head + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n",
			"chunk of a wrong size":    head + "Transfer-Encoding: chunked\r\n\r\n" + "5\r\n" + article + "\r\n0\r\n\r\n",
			"chunk of no size":         head + "Transfer-Encoding: chunked\r\n\r\n" + "zz\r\n" + article + "\r\n0\r\n\r\n",
			"chunk of a huge size":     head + "Transfer-Encoding: chunked\r\n\r\n" + "ffffffffffffffffff\r\n" + article,
			"body shorter than said":   head + "Content-Length: 200\r\n\r\n" + article,
			"no body at all":           head + "Content-Length: 200\r\n\r\n",
			"negative length":          head + "Content-Length: -1\r\n\r\n" + article,
			"two lengths":              head + "Content-Length: 24\r\nContent-Length: 5\r\n\r\n" + article,
			"length and chunks":        head + "Content-Length: 5\r\nTransfer-Encoding: gzip\r\n\r\n" + article,
			"space before the colon":   head + "Content-Length : 24\r\n\r\n" + article,
			"folded header":            head + "X: a\r\n b\r\nTransfer-Encoding: cow\r\n\r\n" + article,
			"no host":                  "GET /v1/articles HTTP/1.1\r\n\r\n",
			"no HTTP":                  "hello\r\n\r\n",
			"TLS":                      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
			"HTTP/9":                   "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
			"tunnel":                   "CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
			"star":                     "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
			"whole address":            "GET http://elsewhere.example/v1/nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
			"bad escape in the path":   "GET /v1/articles/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
			"raw bytes in the path":    "GET /v1/articles/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
			"raw bytes in the query":   "GET /v1/articles?tag=\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
			"no path":                  "GET  HTTP/1.1\r\nHost: x\r\n\r\n",
			"header without end":       head,
			"headers too large":        "GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 2<<20) + "\r\n\r\n",
			"address longer than fits": "GET /" + strings.Repeat("a", 2<<20) + " HTTP/1.1\r\nHost: x\r\n\r\n",
		} {
			t.Run(name, func(t *testing.T) {
				status := d.raw(t, request)
				if (status >= 200 && status < 400 && name != "star") || (status >= 500 && status != http.StatusNotImplemented && status != http.StatusHTTPVersionNotSupported) {
					t.Errorf("answered with %d", status)
				}
			})
		}
		d.sameRows(t, rows)
		d.stands(t)
	})
}

// raw sends bytes, closes its half of the connection, and returns the status of
// the answer, 0 when there is none.
func (d *desk) raw(t *testing.T, request string) int {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(d.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(conn, request) // it may be cut off while it is sent
	_ = conn.(*net.TCPConn).CloseWrite()
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	defer func() { _ = answer.Body.Close() }()
	return answer.StatusCode
}
