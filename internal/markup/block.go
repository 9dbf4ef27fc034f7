package markup

// BlockType says what a block is, and so which of its fields are not null.
type BlockType string

// The types of block. What is none of the others is a paragraph.
const (
	BlockParagraph BlockType = "paragraph"
	BlockHeading   BlockType = "heading"
	BlockList      BlockType = "list"
	BlockQuote     BlockType = "quote"
	BlockCode      BlockType = "code"
	BlockFigure    BlockType = "figure"
	BlockTable     BlockType = "table"
	BlockDivider   BlockType = "divider"
)

// Block is one block of an article's body, for apps that do not show HTML
// pages. Every field is there in every block; those that its type does not
// have are null or empty. HTML fields hold inline elements only, of the
// allow-list of bodies, never images or blocks.
type Block struct {
	Type BlockType `json:"type" swaggertype:"string" enums:"paragraph,heading,list,quote,code,figure,table,divider"`
	// Text is the block as plain text: lines of a list or table, the caption
	// of a figure, a divider's is empty.
	Text string `json:"text"`
	// HTML is the inline HTML of a paragraph, heading or quote. The
	// paragraphs of a quote are apart by two br.
	HTML *string `json:"html" extensions:"x-nullable"`
	// Level is a heading's, 1–6.
	Level *int `json:"level" extensions:"x-nullable"`
	// Ordered tells whether a list was numbered.
	Ordered *bool  `json:"ordered" extensions:"x-nullable"`
	Items   []Item `json:"items"`
	// URL to Height are of the image of a figure; width and height are CSS
	// pixels.
	URL    *string `json:"url" extensions:"x-nullable"`
	Alt    *string `json:"alt" extensions:"x-nullable"`
	Width  *int    `json:"width" extensions:"x-nullable"`
	Height *int    `json:"height" extensions:"x-nullable"`
	// Caption is the inline HTML below a figure or above a table.
	Caption *string  `json:"caption" extensions:"x-nullable"`
	Rows    [][]Cell `json:"rows"`
} // @name Block

// Item is one item of a list. Lists within lists are flat too: their items
// follow the item they are in, one level deeper.
type Item struct {
	Text string `json:"text"`
	HTML string `json:"html"`
	// Level is 1 in the outermost list. In a list of definitions, terms are
	// of level 1 and what they mean of level 2.
	Level int `json:"level"`
	// Number is the item's in a numbered list.
	Number *int `json:"number" extensions:"x-nullable"`
} // @name BlockItem

// Cell is one cell of a table.
type Cell struct {
	Text    string `json:"text"`
	HTML    string `json:"html"`
	Header  bool   `json:"header"`
	Colspan int    `json:"colspan"` // 1 or more
	Rowspan int    `json:"rowspan"` // 0 means to the end of the row group
} // @name BlockCell
