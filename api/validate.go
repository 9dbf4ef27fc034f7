package api

import (
	"errors"
	"net/url"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/go-playground/validator/v10"
	"golang.org/x/text/language"

	"github.com/seed-6f93249c/broadsheet/internal/news"
)

var rules = newRules()

// newRules adds the newsroom's own rules to the validator's. Every rule but
// required takes an empty value as not given.
func newRules() *validator.Validate {
	v := validator.New(validator.WithRequiredStructEnabled())
	v.RegisterTagNameFunc(func(field reflect.StructField) string {
		if field.Anonymous {
			return embedded
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		return name
	})
	for name, valid := range map[string]func(string) bool{
		"notblank":     func(text string) bool { return strings.TrimSpace(text) != "" },
		"slug":         isSlug,
		"language":     isLanguage,
		"weburl":       isWebURL,
		"imageurl":     isImageURL,
		"calendardate": isDate,
		"timezone_":    isTimeZone,
		"id":           isID,
	} {
		err := v.RegisterValidation(name, func(level validator.FieldLevel) bool {
			text := level.Field().String()
			return text == "" || valid(text)
		})
		if err != nil {
			panic(err)
		}
	}
	err := v.RegisterValidation("bytes", func(level validator.FieldLevel) bool {
		most, err := strconv.Atoi(level.Param())
		return err == nil && len(level.Field().String()) <= most
	})
	if err != nil {
		panic(err)
	}
	return v
}

func isSlug(text string) bool {
	_, ok := news.CheckSlug(text)
	return ok
}

var languageShape = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

func isLanguage(text string) bool {
	_, err := language.Parse(text)
	return err == nil && languageShape.MatchString(text)
}

// languageTag writes a language tag as RFC 5646 does: zh-hant is zh-Hant.
func languageTag(text string) string {
	tag, err := language.Raw.Parse(text)
	if err != nil {
		return text
	}
	return tag.String()
}

func isWebURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != ""
}

// isImageURL takes https and paths of the site. Browsers take "\\" for "/", so
// a path with one may lead elsewhere.
func isImageURL(text string) bool {
	u, err := url.Parse(text)
	if err != nil || strings.Contains(text, `\`) {
		return false
	}
	path := u.Scheme == "" && u.Host == "" && strings.HasPrefix(text, "/") && !strings.HasPrefix(text, "//")
	return path || (u.Scheme == "https" && u.Hostname() != "")
}

func isDate(text string) bool {
	date, err := time.Parse(time.DateOnly, text)
	return err == nil && date.Year() >= 1
}

func isTimeZone(text string) bool {
	_, err := time.LoadLocation(text)
	return err == nil && text != "Local"
}

func isID(text string) bool {
	_, ok := news.ParseID(text)
	return ok
}

// validate returns every broken rule of an input DTO.
func validate(input any) []news.Field {
	var broken validator.ValidationErrors
	if err := rules.Struct(input); !errors.As(err, &broken) {
		return nil
	}
	faults := make([]news.Field, len(broken))
	for i, rule := range broken {
		faults[i] = news.Field{Pointer: pointerOf(rule.Namespace()), Code: ruleCode(rule), Detail: ruleDetail(rule)}
	}
	return faults
}

// embedded stands for the name of a struct that is embedded in an input.
const embedded = "~"

var indexInNamespace = regexp.MustCompile(`\[(\d+)\]`)

// pointerOf turns "articleInput.credits[0].role" into "/credits/0/role".
func pointerOf(namespace string) string {
	_, path, _ := strings.Cut(indexInNamespace.ReplaceAllString(namespace, ".$1"), ".")
	return "/" + strings.ReplaceAll(strings.TrimPrefix(path, embedded+"."), ".", "/")
}

func ruleCode(rule validator.FieldError) string {
	switch rule.Tag() {
	case "max", "bytes":
		return "too-long"
	case "required_without", "notblank":
		return "required"
	case "min", "gte", "lte":
		return "out-of-range"
	case "oneof":
		return "not-allowed"
	case "timezone_":
		return "time-zone"
	default:
		return rule.Tag()
	}
}

// ruleSays is what follows a field's name where it breaks a rule; * stands for
// the rule's parameter.
var ruleSays = map[string]string{
	"required":         "is required",
	"required_without": "is required",
	"notblank":         "can't be blank",
	"max":              "is longer than *",
	"bytes":            "is longer than * bytes",
	"min":              "must be * or more",
	"gte":              "must be * or more",
	"lte":              "must be * or less",
	"oneof":            "must be one of *",
	"slug":             "must be letters and digits joined by -, 120 characters at most, and no reserved word",
	"language":         "must be a language tag such as zh-Hans or en (BCP 47)",
	"weburl":           "must be an http or https URL",
	"imageurl":         "must be an https URL or a path of the site",
	"calendardate":     "must be a date as 2025-07-11",
	"timezone_":        "must be a time zone such as Asia/Shanghai (IANA)",
	"id":               "must be an id (UUID)",
	"email":            "must be an e-mail address",
	"sha256":           "must be a SHA-256 sum in lower-case hexadecimal",
}

func ruleDetail(rule validator.FieldError) string {
	says, known := ruleSays[rule.Tag()]
	if !known {
		return rule.Field() + " breaks the rule " + rule.Tag()
	}
	return rule.Field() + " " + strings.Replace(says, "*", strings.ReplaceAll(rule.Param(), " ", ", "), 1)
}
