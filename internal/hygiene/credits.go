package hygiene

import (
	"slices"
	"strings"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// editing are the roles in which a reader should find a person's name.
var editing = []news.CreditRole{"editor", "responsible_editor", "proofreader", "reviewer"}

// offices are names of accounts rather than of people, in lower case.
var offices = set("admin", "administrator", "root", "webmaster", "sysadmin", "superuser", "system", "guest", "test", "user",
	"editor", "editors", "管理员", "管理員", "系统管理员", "系統管理員", "超级管理员", "超級管理員", "网站管理员", "網站管理員",
	"值班账号", "值班賬號", "值班帳號", "编辑", "編輯", "责任编辑", "責任編輯", "小编", "小編", "未知", "佚名", "网络整理", "網絡整理", "網路整理")

// loginAsEditor finds accounts where an editor should be named.
func loginAsEditor(c *checker) {
	for i, credit := range c.Article.Credits {
		if name := credit.Printed(); slices.Contains(editing, credit.Role) && isLogin(name) {
			c.warn("An account is named where readers expect an editor's name.",
				passage{pointer: pointerTo("credits", i), text: name}, 0)
		}
	}
}

// isLogin tells zgkjcx, HN666, li_wei and admin from names: one word of ASCII
// that is all lower case, or has a digit or a sign in it.
func isLogin(name string) bool {
	name = strings.TrimSpace(name)
	if offices[strings.ToLower(name)] {
		return true
	}
	isOutside := func(r rune) bool { return r <= ' ' || r > '~' }
	if name == "" || strings.ContainsFunc(name, isOutside) {
		return false
	}
	return name == strings.ToLower(name) || strings.ContainsAny(name, "0123456789_@")
}

func reprintWithoutSource(c *checker) {
	if c.Article.Kind == news.KindReprint && len(c.Article.Sources) == 0 {
		c.warnOf("/sources", "A reprint must say where it was first published.", 1)
	}
}
