package hygiene

import (
	"slices"
	"strings"
	"testing"
)

// attacks are ways to smuggle something active through a filter.
var attacks = []string{
	`<script>alert(1)</script>`,
	`<SCRIPT SRC=https://evil.example/x.js></SCRIPT>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<scr` + "\x00" + `ipt>alert(1)</script>`,
	`<script/xss src="https://evil.example/x.js"></script>`,
	`<<script>alert(1)//<</script>`,
	`<script>alert(1)`,
	`<img src=x onerror=alert(1)>`,
	`<img src="/a.jpg" onerror="alert(1)">`,
	`<img src=/a.jpg onerror=alert(1)//`,
	`<img/src="/a.jpg"/onload=alert(1)>`,
	`<img src="javascript:alert(1)">`,
	`<img src="/\evil.example/a.jpg">`,
	`<img src="data:image/svg+xml,<svg onload=alert(1)>">`,
	`<img """><script>alert(1)</script>">`,
	"<img src=`javascript:alert(1)`>",
	`<a href="javascript:alert(1)">a</a>`,
	`<a href=" javascript:alert(1)">a</a>`,
	"<a href=\"java\nscript:alert(1)\">a</a>",
	"<a href=\"java\tscript:alert(1)\">a</a>",
	"<a href=\"\x01javascript:alert(1)\">a</a>",
	`<a href="&#106;avascript&colon;alert(1)">a</a>`,
	`<a href="&#x6A&#x61vascript:alert(1)">a</a>`,
	`<a href="JaVaScRiPt&#58;alert(1)">a</a>`,
	`<a href="javascript&NewLine;:alert(1)">a</a>`,
	`<a href="vbscript:msgbox(1)">a</a>`,
	`<a href="data:text/html;base64,PHNjcmlwdD4=">a</a>`,
	`<a href="view-source:javascript:alert(1)">a</a>`,
	`<a href="//evil.example">a</a>`,
	`<a href="\\evil.example">a</a>`,
	`<a href="/\evil.example">a</a>`,
	`<a href="https:/\evil.example">a</a>`,
	`<a href="https:evil">a</a>`,
	`<a href="/x" href="javascript:alert(1)" onclick=alert(1) style="x:expression(alert(1))">a</a>`,
	`<p style="background:url(javascript:alert(1))" class="x" id="y">a</p>`,
	`<p onclick=alert(1) onmouseover="alert(1)" ONFOCUS=alert(1) autofocus tabindex=0>a</p>`,
	`<style>@import "https://evil.example/x.css";</style>`,
	`<link rel=stylesheet href="https://evil.example/x.css">`,
	`<meta http-equiv=refresh content="0;url=javascript:alert(1)">`,
	`<base href="https://evil.example/">`,
	`<iframe src="javascript:alert(1)"></iframe>`,
	`<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>`,
	`<iframe src='https://x.cn/"onload="alert(1)'></iframe>`,
	`<iframe src="https://x.cn/" title="</a><script>alert(1)</script>"></iframe>`,
	`<frameset><frame src="javascript:alert(1)"></frameset>`,
	`<object data="javascript:alert(1)"></object>`,
	`<embed src="javascript:alert(1)">`,
	`<video src=x onerror=alert(1)><source onerror=alert(1)></video>`,
	`<audio src="https://x.cn/a.mp3" onplay=alert(1)>`,
	`<svg onload=alert(1)>`,
	`<svg><script>alert(1)</script></svg>`,
	`<svg><a xlink:href="javascript:alert(1)"><text>a</text></a></svg>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<svg><animate attributeName=href values=javascript:alert(1) /></svg>`,
	`<svg></p><style><a title="</style><img src=x onerror=alert(1)>">`,
	`<math><mi xlink:href="javascript:alert(1)">a</mi></math>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>`,
	`<math><annotation-xml encoding="text/html"><p title="</annotation-xml><img src=x onerror=alert(1)>">`,
	`<form action="javascript:alert(1)"><input type=submit formaction="javascript:alert(1)"><button>a</button></form>`,
	`<input onfocus=alert(1) autofocus>`,
	`<select><template><img src=x onerror=alert(1)></template></select>`,
	`<template><script>alert(1)</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>`,
	`<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>`,
	`<title><img title="</title><img src=x onerror=alert(1)>"></title>`,
	`<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>`,
	`<noembed><img title="</noembed><img src=x onerror=alert(1)>"></noembed>`,
	`<plaintext><img src=x onerror=alert(1)>`,
	`<!--><img src=x onerror=alert(1)>-->`,
	`<!--[if IE]><script>alert(1)</script><![endif]-->`,
	`<!--<img src="--><img src=x onerror=alert(1)//">`,
	`<![CDATA[<img src=x onerror=alert(1)>]]>`,
	`<?xml version="1.0"?><script>alert(1)</script>`,
	`</p/onclick=alert(1)><p/onclick=alert(1)>a`,
	`<b title='"><script>alert(1)</script>'>a</b>`,
	`<a href='/x"onclick="alert(1)'>a</a>`,
	`<a href="/x" title='"><img src=x onerror=alert(1)>'>a</a>`,
	`<img src="/a.jpg" alt="&quot;onerror=&quot;alert(1)">`,
	`<p lang='en" onclick="alert(1)'>a</p>`,
	`&lt;script&gt;alert(1)&lt;/script&gt;`,
	`&amp;lt;script&amp;gt;alert(1)`,
	"<p>a</p\u226f<img src=x onerror=alert(1)>",
	"<b>\u0327\u0338<img src=x onerror=alert(1)></b>",
	"\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
	`<x contenteditable onblur=alert(1)>lose focus!</x>`,
	`<details open ontoggle=alert(1)><summary>a</summary></details>`,
	`<marquee onstart=alert(1)>a</marquee>`,
	`<body onload=alert(1) background="javascript:alert(1)">`,
	`<table background="javascript:alert(1)"><td background="javascript:alert(1)">a</table>`,
	`<a href="/x"><table><a href="javascript:alert(1)">`,
	`<applet code="x.class" archive="https://evil.example/x.jar"></applet>`,
	`<isindex type=image src=1 onerror=alert(1)>`,
	`<a download href="blob:https://x.cn/1">a</a>`,
	`<a ping="https://evil.example" href="/x">a</a>`,
	`<blockquote cite="javascript:alert(1)">a</blockquote><q cite="javascript:alert(1)">b</q>`,
	`<del cite="javascript:alert(1)" datetime="onclick">a</del>`,
}

// TestAttacksAreHarmless trusts nothing but a full HTML parser: what it finds
// in the output must be of the allow-list, and so neither script, handler,
// style nor foreign scheme.
func TestAttacksAreHarmless(t *testing.T) {
	contexts := []string{"%", "<p>a %</p>", "<table><tr><td>%</td></tr></table>", "<pre>%", "<a href='/x'>%", "<ul><li>%", "<svg>%", "<b>%</b>"}
	for _, attack := range attacks {
		for _, context := range contexts {
			checkPromises(t, strings.Replace(context, "%", attack, 1))
		}
	}
}

// TestTheOracleSeesAttacks proves that TestAttacksAreHarmless could fail.
func TestTheOracleSeesAttacks(t *testing.T) {
	for _, address := range []string{"javascript:alert(1)", "//evil.example", "/\\evil.example", "data:x"} {
		if links := attributeRules["href"]; links.MatchString(address) {
			t.Errorf("%q is taken for a link", address)
		}
	}
	if slices.ContainsFunc(attacks, func(attack string) bool {
		clean, _ := Sanitise(attack)
		return clean == attack && strings.Contains(clean, "<")
	}) {
		t.Error("an attack came through as it was")
	}
}
