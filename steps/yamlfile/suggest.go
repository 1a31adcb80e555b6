package yamlfile

// maxWord bounds the work for a word that nobody typed.
const maxWord = 100

// Closest returns the candidate that word is most likely a slip of, or "".
func Closest(word string, candidates []string) string {
	if len(word) > maxWord {
		return ""
	}
	best, distance := "", max(len(word)/3, 1)+1
	for _, c := range candidates {
		if d := edits(word, c); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// edits is the number of letters to insert, delete, change or swap with their
// neighbour to get from a to b; upper and lower case, "-" and "_" count as the same.
func edits(a, b string) int {
	from, to := fold(a), fold(b)
	d := make([][]int, len(from)+1)
	for i := range d {
		d[i] = make([]int, len(to)+1)
		d[i][0] = i
	}
	for j := range d[0] {
		d[0][j] = j
	}
	for i := 1; i <= len(from); i++ {
		for j := 1; j <= len(to); j++ {
			d[i][j] = min(d[i-1][j]+1, d[i][j-1]+1, d[i-1][j-1]+differ(from[i-1], to[j-1]))
			if i > 1 && j > 1 && from[i-1] == to[j-2] && from[i-2] == to[j-1] {
				d[i][j] = min(d[i][j], d[i-2][j-2]+1)
			}
		}
	}
	return d[len(from)][len(to)]
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}

func fold(s string) []rune {
	var out []rune
	for _, r := range s {
		switch {
		case r == '-':
			r = '_'
		case r >= 'A' && r <= 'Z':
			r += 'a' - 'A'
		}
		out = append(out, r)
	}
	return out
}
