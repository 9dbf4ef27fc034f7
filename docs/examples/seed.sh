#!/usr/bin/env bash
# Files one page of an old site: its site facts, two sections, the byline, the
# reprinted article. Then reads it back without a token, every way there is.
#
#   BROADSHEET_EMAIL=… BROADSHEET_PASSWORD=… docs/examples/seed.sh page.json
#
# page.json holds {title, language, published_at (a date), time_zone, sources,
# credits, section_path, body_paragraphs, site}. It takes an admin, curl and jq.
set -euo pipefail

page=${1:?"usage: seed.sh page.json"}
url=${BROADSHEET_URL:-http://127.0.0.1:8080}
headers=$(mktemp)
trap 'rm -f "$headers"' EXIT

# call METHOD PATH [BODY [IF-MATCH]] prints the answer and fails on an error.
call() {
  local arguments=(--silent --show-error --fail-with-body -X "$1" "$url$2" -D "$headers")
  [[ -n "${token:-}" ]] && arguments+=(-H "Authorization: Bearer $token")
  [[ -n "${3:-}" ]] && arguments+=(-H "Content-Type: application/json" --data-binary "$3")
  [[ -n "${4:-}" ]] && arguments+=(-H "If-Match: $4")
  curl "${arguments[@]}"
}

etag() { grep -i '^etag:' "$headers" | cut -d ' ' -f 2- | tr -d '\r'; }

# same WHAT EXPECTED ACTUAL stops when two JSON values differ.
same() {
  if [[ $(jq -cS . <<<"$2") != "$(jq -cS . <<<"$3")" ]]; then
    printf 'differs: %s\n expected %s\n got      %s\n' "$1" "$2" "$3" >&2
    exit 1
  fi
}

want() { jq -c "$1" "$page"; }

credentials=$(jq -nc '{email: env.BROADSHEET_EMAIL, password: env.BROADSHEET_PASSWORD}')
token=$(call POST /v1/auth/login "$credentials" | jq -r .access_token)

call GET /v1/site >/dev/null
call PATCH /v1/site "$(want '{name: .site.name, copyright: .site.copyright, contact_email: .site.contact_email,
  registrations: .site.registrations, language, time_zone}')" "$(etag)" >/dev/null

parent=null
for slug in article-center sci-tech-news; do
  depth=$([[ $slug == article-center ]] && echo 0 || echo 1)
  parent=$(call POST /v1/sections "$(jq -c --arg slug "$slug" --argjson parent "$parent" --argjson depth "$depth" \
    '{slug: $slug, name: .section_path[$depth], parent_id: $parent}' "$page")" | jq .id)
done

byline=$(call POST /v1/bylines "$(want '{name: .credits[0].name, kind: "person"}')" | jq .id)

# Midnight of the page's day in the site's time zone, as a moment: jq takes the
# day for one of UTC, and localtime tells how far the zone is from that.
moment=$(TZ=$(jq -r .time_zone "$page") jq -r '(.published_at | strptime("%Y-%m-%d") | mktime) as $utc
  | $utc - (($utc | localtime | mktime) - $utc) | todate' "$page")

article=$(call POST /v1/articles "$(jq -c --argjson section "$parent" --argjson byline "$byline" --arg moment "$moment" '{
  title, language, kind: "reprint", section_id: $section, sources,
  credits: [.credits[] | {role, byline_id: $byline}],
  published_at: $moment, published_precision,
  body: ([.body_paragraphs[] | "<p>" + @html + "</p>"] | join("\n"))}' "$page")")
id=$(jq -r .id <<<"$article")
call POST "/v1/articles/$id/publish" '{}' >/dev/null

token=
slug=$(jq -r '.slug | @uri' <<<"$article")
for ref in "$id" "$slug"; do
  got=$(call GET "/v1/articles/$ref?include=neighbors&body_format=blocks")
  same title "$(want .title)" "$(jq .title <<<"$got")"
  same language "$(want .language)" "$(jq .language <<<"$got")"
  same published_at "$(want .published_at)" "$(jq .published_date <<<"$got")"
  same published_precision "$(want .published_precision)" "$(jq .published_precision <<<"$got")"
  same sources "$(want .sources)" "$(jq .sources <<<"$got")"
  same credits "$(want '[.credits[] | {role, name}]')" "$(jq '[.credits[] | {role, name}]' <<<"$got")"
  same section_path "$(want .section_path)" "$(jq '[.breadcrumbs[].name]' <<<"$got")"
  same previous_title "$(want .previous_title)" "$(jq .neighbors.previous.title <<<"$got")"
  same next_title "$(want .next_title)" "$(jq .neighbors.next.title <<<"$got")"
  same body_paragraphs "$(want .body_paragraphs)" "$(jq '[.blocks[].text]' <<<"$got")"
done
for section in article-center sci-tech-news; do
  got=$(call GET "/v1/articles?section=$section")
  same "list of $section" "\"$id\"" "$(jq .data[0].id <<<"$got")"
done
got=$(call GET /v1/site)
same time_zone "$(want .time_zone)" "$(jq .time_zone <<<"$got")"
same site "$(want '.site | {name, copyright, contact_email, registrations}')" \
  "$(jq '{name, copyright, contact_email, registrations: [.registrations[] | {kind, number}]}' <<<"$got")"
echo "filed and read back: $url/v1/articles/$slug"
