package api

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

// decoder fills an input DTO from a JSON tree and collects every fault on the
// way: unknown fields, which make the request malformed, and wrong types,
// which make it invalid.
type decoder struct {
	unknown []news.Field
	wrong   []news.Field
	// short holds where a value stands for an object's only field, by the
	// pointer of that field.
	short map[string]string
}

// fromTree is an input type that reads itself, because it takes more than one
// shape.
type fromTree interface {
	fromTree(d *decoder, pointer string, value any)
}

// bindObject decodes and validates an input DTO. Fields that only the answer
// has are refused, unless base is given and has them with the same value.
func bindObject(object map[string]any, input, answer any, base map[string]any) error {
	d := &decoder{}
	own := fieldNames(reflect.TypeOf(input).Elem())
	readOnly := answerFields(answer)
	writable := make(map[string]any, len(object))
	for _, name := range sortedKeys(object) {
		switch {
		case slices.Contains(own, name):
			writable[name] = object[name]
		case slices.Contains(readOnly, name):
			if base == nil || !unchanged(base[name], object[name]) {
				d.wrongAt("/"+escape(name), "read-only", name+" is read-only")
			}
		default:
			d.unknownAt("/" + escape(name))
		}
	}
	d.fill(reflect.ValueOf(input).Elem(), "", writable)
	for _, name := range sortedKeys(base) {
		if _, kept := object[name]; !kept && base[name] != nil && !slices.Contains(own, name) {
			d.wrongAt("/"+escape(name), "read-only", name+" is read-only")
		}
	}
	if len(d.unknown) > 0 {
		return unknownFields(d.unknown)
	}
	return news.NewInvalid(slices.Concat(d.wrong, d.broken(input)))
}

// unchanged compares values, null being the same as a missing field: merging
// removes what a client sends back as null.
func unchanged(before, after any) bool {
	return reflect.DeepEqual(mergePatch(nil, before), mergePatch(nil, after))
}

// refuseUnknown finds unknown fields in a patch also where it only removes
// them.
func refuseUnknown(patch map[string]any, input, answer any) error {
	d := &decoder{}
	scratch := reflect.New(reflect.TypeOf(input).Elem()).Elem()
	known := append(fieldNames(scratch.Type()), answerFields(answer)...)
	writable := map[string]any{}
	for _, name := range sortedKeys(patch) {
		if !slices.Contains(known, name) {
			d.unknownAt("/" + escape(name))
		}
		if slices.Contains(fieldNames(scratch.Type()), name) {
			writable[name] = patch[name]
		}
	}
	d.fill(scratch, "", writable)
	if len(d.unknown) > 0 {
		return unknownFields(d.unknown)
	}
	return nil
}

func unknownFields(fields []news.Field) error {
	detail := "the body has fields that are not known here"
	return &news.Error{Kind: news.Malformed, Code: "bad-body", Detail: detail, Fields: fields}
}

// broken returns the rules that an input breaks where the decoder found nothing
// wrong.
func (d *decoder) broken(input any) []news.Field {
	faults := validate(input)
	for i, fault := range faults {
		if at, isShort := d.short[fault.Pointer]; isShort {
			faults[i].Pointer = at
		}
	}
	return news.FaultsBeside(d.wrong, faults)
}

// fill sets a Go value from a JSON value. null sets the zero value.
func (d *decoder) fill(target reflect.Value, pointer string, value any) {
	if value == nil {
		target.SetZero()
		return
	}
	if own, ok := reflect.TypeAssert[fromTree](target.Addr()); ok {
		own.fromTree(d, pointer, value)
		return
	}
	if t, ok := reflect.TypeAssert[*time.Time](target.Addr()); ok {
		d.fillTime(t, pointer, value)
		return
	}
	switch target.Kind() {
	case reflect.Pointer:
		target.Set(reflect.New(target.Type().Elem()))
		d.fill(target.Elem(), pointer, value)
	case reflect.Struct:
		d.fillStruct(target, pointer, value)
	case reflect.Slice:
		d.fillSlice(target, pointer, value)
	case reflect.String:
		if text, ok := d.text(pointer, value); ok {
			target.SetString(text)
		}
	case reflect.Bool:
		truth, ok := value.(bool)
		if !ok {
			d.wrongType(pointer, "true or false")
			return
		}
		target.SetBool(truth)
	case reflect.Int:
		d.fillInt(target, pointer, value)
	default:
		panic(fmt.Sprintf("input DTOs have no fields of type %s", target.Type()))
	}
}

func (d *decoder) fillStruct(target reflect.Value, pointer string, value any) {
	object, ok := value.(map[string]any)
	if !ok {
		d.wrongType(pointer, "an object")
		return
	}
	names, fields := fieldNames(target.Type()), inputFields(target.Type())
	for _, name := range sortedKeys(object) {
		i := slices.Index(names, name)
		at := pointer + "/" + escape(name)
		if i < 0 {
			d.unknownAt(at)
			continue
		}
		d.fill(target.FieldByIndex(fields[i].Index), at, object[name])
	}
}

func (d *decoder) fillSlice(target reflect.Value, pointer string, value any) {
	items, ok := value.([]any)
	if !ok {
		d.wrongType(pointer, "an array")
		return
	}
	target.Set(reflect.MakeSlice(target.Type(), len(items), len(items)))
	for i, item := range items {
		at := pointer + "/" + strconv.Itoa(i)
		if item == nil {
			d.wrongType(at, "a value, not null")
			continue
		}
		d.fill(target.Index(i), at, item)
	}
}

// fillInto is fill for a pointer to a struct.
func (d *decoder) fillInto(target any, pointer string, value any) {
	d.fillStruct(reflect.ValueOf(target).Elem(), pointer, value)
}

// text returns a string in NFC. A NUL is refused: no database keeps it.
func (d *decoder) text(pointer string, value any) (string, bool) {
	text, ok := value.(string)
	if !ok {
		d.wrongType(pointer, "a string")
		return "", false
	}
	if strings.ContainsRune(text, 0) {
		d.wrongAt(pointer, "nul", "text can't hold the character U+0000")
		return "", false
	}
	return norm.NFC.String(text), true
}

func (d *decoder) fillInt(target reflect.Value, pointer string, value any) {
	number, ok := value.(json.Number)
	if !ok {
		d.wrongType(pointer, "an integer")
		return
	}
	n, err := strconv.ParseFloat(string(number), 64)
	if err != nil || n != math.Trunc(n) || math.Abs(n) > math.MaxInt32 {
		d.wrongType(pointer, "an integer of 32 bits")
		return
	}
	target.SetInt(int64(n))
}

// fillTime reads an RFC 3339 time between the years 1 and 9999, cut to the
// microsecond.
func (d *decoder) fillTime(target *time.Time, pointer string, value any) {
	text, ok := value.(string)
	if !ok {
		d.wrongType(pointer, "a time as a string")
		return
	}
	t, ok := parseTime(text)
	if !ok {
		d.wrongAt(pointer, "time", "must be a time as 2025-07-11T08:00:00Z (RFC 3339)")
		return
	}
	*target = t
}

// timeShape is RFC 3339, which time.Parse takes less strictly.
var timeShape = regexp.MustCompile(
	`^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$`)

func parseTime(text string) (time.Time, bool) {
	const lastYear = 9999
	t, err := time.Parse(time.RFC3339Nano, text)
	t = news.Moment(t)
	return t, err == nil && timeShape.MatchString(text) && t.Year() >= 1 && t.Year() <= lastYear
}

// standsFor notes that the value at a pointer was read as a field of an object.
func (d *decoder) standsFor(pointer, field string) {
	if d.short == nil {
		d.short = map[string]string{}
	}
	d.short[pointer+"/"+field] = pointer
}

func (d *decoder) wrongType(pointer, wanted string) {
	d.wrongAt(pointer, "type", "must be "+wanted)
}

func (d *decoder) wrongAt(pointer, code, detail string) {
	d.wrong = append(d.wrong, news.Field{Pointer: pointer, Code: code, Detail: detail})
}

func (d *decoder) unknownAt(pointer string) {
	d.unknown = append(d.unknown, news.Field{Pointer: pointer, Code: "unknown-field", Detail: "there is no such field"})
}
