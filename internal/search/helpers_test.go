package search

import (
	"slices"
	"strings"
	"testing"
)

// hantHans is as much of the table as the tests' texts need.
var hantHans = func() map[rune]rune {
	hant := []rune("寧鄞區創業國學會車電氣體發後裡裏臺灣環評報產導彈進軍機場開關點線廣東龍門馬鳥語說讀書寫時間問題實驗室術應對戰爭經濟貿易價銀質檢術網絡軟醫藥護華僑聯團員黨選舉歐盟議員韓觀眾飛風颱農業漁鄉鎮層樓樑橋隧鐵運輸線聞")
	hans := []rune("宁鄞区创业国学会车电气体发后里里台湾环评报产导弹进军机场开关点线广东龙门马鸟语说读书写时间问题实验室术应对战争经济贸易价银质检术网络软医药护华侨联团员党选举欧盟议员韩观众飞风台农业渔乡镇层楼梁桥隧铁运输线闻")
	table := map[rune]rune{}
	for i, r := range hant {
		if r != hans[i] {
			table[r] = hans[i]
		}
	}
	return table
}()

func hansOf(r rune) rune {
	if hans, ok := hantHans[r]; ok {
		return hans
	}
	return r
}

var folder = New(hansOf)

func parse(t interface {
	Helper()
	Fatalf(format string, args ...any)
}, text string,
) Query {
	t.Helper()
	q, err := folder.Parse(text)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return q
}

// met does what an index does with the terms of an entry. Of the negative
// clauses it knows only those that are exact.
func met(q Query, terms []string) bool {
	for _, c := range q.Clauses {
		if holds := c.met(terms); c.Not && c.Exact && holds || !c.Not && !holds {
			return false
		}
	}
	return !q.Empty()
}

func (c *Clause) met(terms []string) bool {
	for _, group := range c.Needs {
		if !slices.ContainsFunc(group, func(t Term) bool { return t.in(terms) }) {
			return false
		}
	}
	return true
}

func (t Term) in(terms []string) bool {
	at, found := slices.BinarySearch(terms, t.Text)
	return found || t.Prefix && at < len(terms) && strings.HasPrefix(terms[at], t.Text)
}

func TestHelpersTable(t *testing.T) {
	for hant, hans := range hantHans {
		if hansOf(hans) != hans {
			t.Errorf("%c becomes %c, which becomes another", hant, hans)
		}
	}
}
