package api_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/seed-6f93249c/broadsheet/docs"
)

func TestDocuments(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for _, c := range []struct {
			path, media string
			content     []byte
		}{
			{"/openapi.json", "application/json", docs.OpenAPIJSON},
			{"/openapi.yaml", "application/yaml", docs.OpenAPIYAML},
			{"/swagger.json", "application/json", docs.Swagger},
		} {
			r := n.get(t, c.path).want(t, http.StatusOK)
			r.head(t, "Content-Type", c.media)
			r.head(t, "Cache-Control", "public, max-age=30, s-maxage=300, stale-while-revalidate=60, stale-if-error=300")
			if !bytes.Equal(r.body, c.content) {
				t.Errorf("%s is not the document", c.path)
			}
			again := n.get(t, c.path, "If-None-Match", r.header.Get("ETag")).want(t, http.StatusNotModified)
			again.head(t, "ETag", r.header.Get("ETag"))
			head := n.do(t, "HEAD", c.path, "", nil).want(t, http.StatusOK)
			head.head(t, "Content-Type", c.media)
			n.get(t, c.path+"?pretty=true").problem(t, http.StatusBadRequest, "bad-parameter")
			n.do(t, "POST", c.path, "", object{}).problem(t, http.StatusMethodNotAllowed, "method-not-allowed")
		}
	})
}

var address = regexp.MustCompile(`(?:src|href)="([^"]+)"`)

// The page works where there is no other server: what it names is here.
func TestReferencePageIsWhole(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		page := n.get(t, "/docs").want(t, http.StatusOK)
		page.head(t, "Content-Type", "text/html; charset=utf-8")
		page.head(t, "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		found := address.FindAllSubmatch(page.body, -1)
		const files = 5
		if len(found) < files {
			t.Fatalf("the page names %d addresses, want %d or more", len(found), files)
		}
		for _, match := range found {
			n.get(t, string(match[1])).want(t, http.StatusOK)
		}
		if inline := regexp.MustCompile(`<script>|<style|\son\w+=|style=`).Find(page.body); inline != nil {
			t.Errorf("the page has %s, which its policy forbids", inline)
		}
		n.get(t, "/docs/index.html").problem(t, http.StatusNotFound, "not-found")
		n.get(t, "/docs/reference.go").problem(t, http.StatusNotFound, "not-found")
	})
}

func TestReferenceFiles(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		for file, media := range map[string]string{
			"reference.js":         "text/javascript; charset=utf-8",
			"reference.css":        "text/css; charset=utf-8",
			"favicon.svg":          "image/svg+xml",
			"swagger-ui.css":       "text/css; charset=utf-8",
			"swagger-ui-bundle.js": "text/javascript; charset=utf-8",
		} {
			r := n.get(t, "/docs/"+file, "Accept-Encoding", "identity").want(t, http.StatusOK)
			r.head(t, "Content-Type", media)
			n.get(t, "/docs/"+file, "If-None-Match", r.header.Get("ETag")).want(t, http.StatusNotModified)
		}
	})
}

func TestReferenceFilesAreCompressed(t *testing.T) {
	each(t, func(t *testing.T, n *newsroom) {
		const path = "/docs/swagger-ui-bundle.js"
		plain := n.get(t, path, "Accept-Encoding", "identity").want(t, http.StatusOK)
		for accept, compressed := range map[string]bool{
			"gzip": true, "br, GZIP": true, "x-gzip;q=0.5": true, "gzip; q=1": true,
			"br": false, "gzip;q=0": false, "gzip;q=none": false, "identity": false,
		} {
			r := n.get(t, path, "Accept-Encoding", accept).want(t, http.StatusOK)
			if got := r.header.Get("Content-Encoding") == "gzip"; got != compressed {
				t.Errorf("Accept-Encoding %s is compressed: %v", accept, got)
			}
			wantTag := plain.header.Get("ETag")
			if compressed {
				wantTag = strings.TrimSuffix(wantTag, `"`) + `-gzip"`
				r.body = unzip(t, r.body)
			}
			r.head(t, "ETag", wantTag)
			if !bytes.Equal(r.body, plain.body) {
				t.Errorf("Accept-Encoding %s gets other content", accept)
			}
			n.get(t, path, "Accept-Encoding", accept, "If-None-Match", wantTag).want(t, http.StatusNotModified)
		}
	})
}

func unzip(t *testing.T, compressed []byte) []byte {
	t.Helper()
	reader, err := gzip.NewReader(bytes.NewReader(compressed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
