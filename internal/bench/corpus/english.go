package corpus

const englishSections = `
World
 Europe
  Northern Europe
  The Baltic
 Africa
  The Sahel
  Southern Africa
 Oceans
  Shipping
  Fisheries
Science
 Climate
  Rivers
  Glaciers
 Energy
  Wind Power
  Storage
 Medicine
  Public Health
  Laboratories
`

// english is the voice of every other article.
func english() *voice {
	return &voice{
		language: "en", space: " ", sections: englishSections, persons: 140,
		titles: []string{
			"{who} {does} {what}", "{who} {does} {what} {how}", "{place}: {what} after {number} days",
			"Why {who} {does} {what}", "How {what} came to {place}", "{number} questions about {what}",
		},
		patterns: []string{
			"{when}, {who} {does} {what} {how}.", "{who} {does} {what}, {result}.",
			"“{claim},” said {person}, who has worked in {place} for {number} months.",
			"The plan names {what} and sets aside {number} million for it.",
			"In {place}, {what} was {number} days late; {result}.", "{when}, {claim}, and {result}.",
			"Of {number} people asked in {place}, most had heard that {who} {does} {what}.",
			"“{claim},” the report says on page {number}, “and {result}.”",
		},
		words: map[string][]string{
			"who": words(`the harbour authority, a team of engineers, the city council, a small laboratory, the ferry company,
				the national museum, a group of farmers, the water board, the school inspectorate, an old shipyard, the observatory,
				the regional hospital, a court of appeal, the railway, the weather service, a publisher of atlases, the fishing fleet,
				the university library, the power exchange, a cooperative of bakers`),
			"does": words(`has approved, is testing, will extend, postponed, withdrew, is drawing up, has measured, opened, rebuilt,
				questions, is paying for, lost, presented, will replace, has begun to map, sold, defended, is counting`),
			"what": words(`a tidal turbine, the night timetable, a bridge for cyclists, an archive of field notes, the new tariff,
				a trial of cheap sensors, two hundred heat pumps, a vaccine against river fever, the old signal boxes, a map of peat bogs,
				the third reservoir, a school for pilots, a satellite the size of a loaf, the winter wheat, an electric icebreaker,
				the flood wall, a rule on drones, the seed bank, a tunnel under the estuary, the census of birds`),
			"how": words(`after two years of hearings, despite a shortage of cable, without raising fares, against the advice of its auditors,
				with money from three towns, in spite of the storm, before the election, at the request of its neighbours, for the last time,
				with the help of volunteers, under a permit from last century, at half of the price`),
			"when": words(`in the spring, on Tuesday, late last night, before the session began, during the drought, at the turn of the year,
				within a week, after the fire, on the eve of the fair, shortly before noon, in its annual report, since the thaw`),
			"place": words(`Port Ellery, Saltmarsh, the upper valley, Kingsferry, the northern isles, Ashdown, Lake Merrow, the old town,
				Brackwater, the industrial quarter, Highmoor, the river delta`),
			"result": words(`bills fell by a fifth, the queue has halved, nobody has been told when it ends, repairs will wait until autumn,
				the insurers have asked for proof, catches have recovered, an inquiry will follow, the neighbours want the same,
				the figures do not add up yet, two ministers have changed their minds, the lights stayed on, records go back to 1871`),
			"claim": words(`nobody had thought to ask the pilots, the ice comes later each year, we counted everything twice,
				a cable is only as good as its joints, the river does not read our plans, this was the cheapest year to act,
				our instruments are older than our staff, a timetable is a promise, the data are there for all to see,
				it works in the laboratory and on the quay, small towns pay first, we would build it again`),
			"person": words(`the harbour master, a spokeswoman, the chief engineer, one of the authors, the mayor, a retired captain,
				the head of the laboratory, an economist at the bank, the union’s secretary, a teacher, the project’s surveyor, a baker`),
			"first": words(`Agnes, Bernard, Clara, Dominic, Edith, Fergus, Greta, Harold, Imogen, Jasper, Katrin, Leonard, Miriam, Norbert,
				Odile, Patrick, Rosalind, Stefan, Thora, Ursula, Viktor, Wanda`),
			"last": words(`Abernathy, Brandt, Castell, Dunmore, Eastlake, Farrow, Grieve, Hallam, Ingram, Jessop, Kestrel, Lindqvist,
				Marchetti, Norcross, Okafor, Pemberton, Quarles, Rutherglen, Sandoval, Thackeray, Umber, Vasquez, Whitlock`),
			"desk":   words(`Science Desk, Foreign Desk, Night Desk, Data Desk, Climate Desk`),
			"agency": words(`Meridian News Agency, Tideway Wire, Northline Press, Atlas Dispatch, Open Bureau`),
			"source": words(`The Harbour Courier, Northern Ledger, Institute of Coastal Studies, Office of Statistics, The Valley Record,
				Hill University Press Office, Ministry of Transport, The Evening Signal, Society of Hydrologists, Lakeside Gazette`),
			"tag": words(`energy, shipping, health, schools, rivers, farming, museums, railways, climate, housing`),
			"aspect": words(`policy, research, prices, safety, history, jobs, maps, law, winter, funding, trials, standards, figures, design,
				exports, training, reform, tools, islands, debate`),
		},
	}
}
