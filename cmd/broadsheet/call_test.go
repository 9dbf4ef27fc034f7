package main

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
)

// call sends a request with a JSON body, if it is given one, and returns the
// status and the answer.
func call(t *testing.T, method, url, token, body string) (status int, answer map[string]any) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	return response.StatusCode, decode(t, response.Body)
}

func decode(t *testing.T, body io.Reader) (answer map[string]any) {
	t.Helper()
	raw, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &answer); err != nil {
		t.Fatalf("%v: %s", err, raw)
	}
	return answer
}

func signIn(t *testing.T, url, email, password string) (token string, ok bool) {
	t.Helper()
	credentials, err := json.Marshal(map[string]string{"email": email, "password": password})
	if err != nil {
		t.Fatal(err)
	}
	status, answer := call(t, "POST", url+"/v1/auth/login", "", string(credentials))
	token, _ = answer["access_token"].(string)
	return token, status == http.StatusOK
}
