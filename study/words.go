package study

import (
	"unicode"
	"unicode/utf8"
)

// Letters of the Latin blocks from U+00C0 and from U+1E00 in lower case and
// without their accents, one for one.
const (
	latinFrom      = 0x00C0
	latinPlain     = "aaaaaaæceeeeiiiiðnooooo×ouuuuyþßaaaaaaæceeeeiiiiðnooooo÷ouuuuyþyaaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiĳĳjjkkĸllllllŀŀllnnnnnnŉŋŋooooooœœrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzsƀɓƃƃƅƅɔƈƈɖɗƌƌƍǝəɛƒƒɠɣƕɩɨƙƙƚƛɯɲƞɵooƣƣƥƥʀƨƨʃƪƫƭƭʈuuʊʋƴƴƶƶʒƹƹƺƻƽƽƾƿǀǁǂǃǆǆǆǉǉǉǌǌǌaaiioouuuuuuuuuuǝaaaaææǥǥggkkooooʒʒjǳǳǳggƕƿnnaaææooaaaaeeeeiiiioooorrrruuuussttȝȝhhƞȡȣȣȥȥaaeeooooooooyyȴȵȶȷȸȹⱥȼȼƚⱦȿɀɂɂƀʉʌɇɇɉɉɋɋɍɍɏɏ"
	latinMoreFrom  = 0x1E00
	latinMorePlain = "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyẚsẜẝßẟaaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyyỻỻỽỽỿỿ"
)

// longestWord is how many bytes of a word are looked at.
const longestWord = 64

// plainLetters is what each code point of the tables folds to.
var plainLetters = func() map[rune]rune {
	m := map[rune]rune{}
	for _, block := range []struct {
		from  rune
		plain string
	}{{latinFrom, latinPlain}, {latinMoreFrom, latinMorePlain}} {
		i := block.from
		for _, to := range block.plain {
			if unicode.IsLetter(i) {
				m[i] = to
			}
			i++
		}
	}
	return m
}()

// asciiPlain is what each ASCII letter or digit folds to; 0 for all else.
var asciiPlain = func() (t [utf8.RuneSelf]byte) {
	for c := range t {
		switch b := byte(c); {
		case b >= 'A' && b <= 'Z':
			t[c] = b + 'a' - 'A'
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9':
			t[c] = b
		}
	}
	return t
}()

// scanner walks over the words of a text as search sees them: letters and
// digits, in lower case and without accents. An apostrophe or hyphen ends a
// word, so "foto's" is two words that stand next to each other.
type scanner struct {
	text  string
	at    int    // byte behind the current word
	point int    // code point behind it
	start int    // code point where it begins
	word  []byte // folded; overwritten by the next
	hash  uint32 // of word: FNV-1a
	from  int    // byte where it begins
}

// next moves to the next word; false at the end.
func (s *scanner) next() bool {
	s.word, s.hash = s.word[:0], 2166136261
	for s.at < len(s.text) {
		if b := s.text[s.at]; b < utf8.RuneSelf {
			if c := asciiPlain[b]; c != 0 {
				s.add(c)
			} else if len(s.word) > 0 {
				return true
			}
			s.at++
			s.point++
			continue
		}
		c, n := utf8.DecodeRuneInString(s.text[s.at:])
		if !s.wide(c) && len(s.word) > 0 {
			return true
		}
		s.at += n
		s.point++
	}
	return len(s.word) > 0
}

func (s *scanner) add(b byte) {
	if len(s.word) == 0 {
		s.start, s.from = s.point, s.at
	}
	if len(s.word) < longestWord {
		s.word, s.hash = append(s.word, b), (s.hash^uint32(b))*16777619
	}
}

// addRune adds a letter of several bytes, whole or not at all.
func (s *scanner) addRune(c rune) {
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], c)
	for _, b := range buf[:n] {
		if len(s.word) > 0 && len(s.word)+n > longestWord {
			return
		}
		s.add(b)
		n--
	}
}

// wide takes a code point of several bytes; false when it ends the word.
func (s *scanner) wide(c rune) bool {
	switch plain, ok := plainLetters[c]; {
	case c == 'ĳ' || c == 'Ĳ':
		s.add('i')
		s.add('j')
	case ok && plain < utf8.RuneSelf:
		s.add(byte(plain))
	case ok:
		s.addRune(plain)
	case c == '\u00ad', unicode.Is(unicode.Mn, c):
		return len(s.word) > 0 // soft hyphens and loose accents belong to their word
	case unicode.IsLetter(c) || unicode.IsNumber(c):
		s.addRune(unicode.ToLower(c))
	default:
		return false
	}
	return true
}
