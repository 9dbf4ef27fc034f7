package news

import "testing"

func TestSortName(t *testing.T) {
	tests := []struct {
		name string
		kind BylineKind
		want string
	}{
		{"张三", BylinePerson, "zhang san"},
		{"彭佳學", BylinePerson, "peng jia xue"},
		{"單田芳", BylinePerson, "shan tian fang"},
		{"单田芳", BylinePerson, "shan tian fang"},
		{"曾国藩", BylinePerson, "zeng guo fan"},
		{"解缙", BylinePerson, "xie jin"},
		{"仇英", BylinePerson, "qiu ying"},
		{"区寄", BylinePerson, "ou ji"},
		{"區建公", BylinePerson, "ou jian gong"},
		{"查良鏞", BylinePerson, "zha liang yong"},
		{"任正非", BylinePerson, "ren zheng fei"},
		{"盖叫天", BylinePerson, "ge jiao tian"},
		{"蓋叫天", BylinePerson, "ge jiao tian"},
		{"缪荃孙", BylinePerson, "miao quan sun"},
		{"繆荃孫", BylinePerson, "miao quan sun"},
		{"朴树", BylinePerson, "piao shu"},
		{"翟天临", BylinePerson, "zhai tian lin"},
		{"尉迟恭", BylinePerson, "yu chi gong"},
		{"尉遲恭", BylinePerson, "yu chi gong"},
		{"万俟卨", BylinePerson, "mo qi xie"},
		{"長孫無忌", BylinePerson, "zhang sun wu ji"},
		{"令狐冲", BylinePerson, "ling hu chong"},
		{"諸葛亮", BylinePerson, "zhu ge liang"},
		{"吕布", BylinePerson, "lv bu"},
		{"乐嘉", BylinePerson, "yue jia"},
		{"阚清子", BylinePerson, "kan qing zi"},
		{"曾 国藩", BylinePerson, "zeng guo fan"},
		{"曾", BylinePerson, "ceng"},
		{"弗拉基米尔·普京", BylinePerson, "fu la ji mi er pu jing"},
		{"单·史密斯", BylinePerson, "dan shi mi si"},
		{"王小明2", BylinePerson, "wang xiao ming 2"},
		{"单位报", BylineOrganization, "dan wei bao"},
		{"新华社", BylineAgency, "xin hua she"},
		{"寧波市科技局", BylineOrganization, "ning bo shi ke ji ju"},
		{"NBD每日经济新闻", BylineOrganization, "nbd mei ri jing ji xin wen"},
		{"高橋さくら", BylinePerson, "高橋さくら"},
		{"김민수", BylinePerson, "김민수"},
		{"Jane Doe", BylinePerson, "Doe, Jane"},
		{"  Jane   Q.  Doe ", BylinePerson, "Doe, Jane Q."},
		{"Jean-Luc Picard", BylinePerson, "Picard, Jean-Luc"},
		{"Vincent van Gogh", BylinePerson, "van Gogh, Vincent"},
		{"Robert De Niro", BylinePerson, "De Niro, Robert"},
		{"Ursula von der Leyen", BylinePerson, "von der Leyen, Ursula"},
		{"Gerard 't Hooft", BylinePerson, "'t Hooft, Gerard"},
		{"Mohammed bin Salman", BylinePerson, "bin Salman, Mohammed"},
		{"José Ortega y Gasset", BylinePerson, "Ortega y Gasset, José"},
		{"Luiz Inácio Lula da Silva", BylinePerson, "da Silva, Luiz Inácio Lula"},
		{"Martin Luther King Jr.", BylinePerson, "King, Martin Luther, Jr."},
		{"van Gogh", BylinePerson, "van Gogh"},
		{"Van Morrison", BylinePerson, "Morrison, Van"},
		{"Madonna", BylinePerson, "Madonna"},
		{"zgkjcx", BylinePerson, "zgkjcx"},
		{"Doe, Jane", BylinePerson, "Doe, Jane"},
		{"Лев Толстой", BylinePerson, "Лев Толстой"},
		{"Associated Press", BylineAgency, "Associated Press"},
		{"The City Desk", BylineDesk, "The City Desk"},
		{"", BylinePerson, ""},
		{"😀 😀", BylinePerson, "😀 😀"},
	}
	for _, test := range tests {
		if got := SortName(test.name, test.kind); got != test.want {
			t.Errorf("SortName(%q, %s) = %q, want %q", test.name, test.kind, got, test.want)
		}
	}
}
