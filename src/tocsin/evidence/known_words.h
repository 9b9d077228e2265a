/* The vocabulary as the kernel holds it, and the known word that an unknown one stands for (see vocabulary.py). */

#ifndef KNOWN_WORDS_H
#define KNOWN_WORDS_H

#include "string_table.h"

enum { SPECIALS = -1, RARE = -2 };
enum { SAYABLE = 1, NUMBER_WORD = 2, GOES_ON = 4, ABBREVIATED = 8, MARK = 16, DIGITS = 32, ZERO = 64 };
enum { FIRST_LETTER = 0x2800 };
enum { LONGEST = 40, LONGEST_SAID = 40, LONGEST_ASIDE = 4, SHORTEST_TYPO = 5, MOST_DISGUISED = 64, MOST_SEEN = 128 };

typedef struct {
    uint64_t key;
    int32_t child;
} Edge;

typedef struct {
    Table words, once, skeletons, near;
    int32_t *canon;  /* known word that each word stands for, or -1 */
    uint8_t *flags;  /* of each word */
    uint16_t *sign;  /* letter of a mark */
    Edge *edges;
    uint32_t edge_mask;
    uint16_t *letters; /* of the phrase that ends at each node, or 0 */
    uint16_t *views; /* what each letter of the tree reads as for each institution, or 0 */
    int32_t view_size;
    uint16_t shared; /* the first letter that does not read the same for all */
    int32_t newline, stop;
    uint64_t *planes; /* bits of each letter, see rule_index.py */
    int32_t width;    /* 64-bit words of one plane */
    int32_t letter_count;
} Kernel;

/* ---- single characters */

static inline int is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
static inline int is_digit(char c) { return c >= '0' && c <= '9'; }
static inline int is_space(char c) { return c == ' ' || c == '\n'; }
static inline int is_inner(char c) { return c == '@' || c == '$' || c == '!' || c == '*' || c == '\x05'; }
static inline int is_closing(char c) { return c == ']' || c == ')' || c == '}' || c == '>'; }
static inline int is_opening(char c) { return c == '[' || c == '(' || c == '{' || c == '<'; }

static inline int all_digits(const char *s, int n) {
    for (int i = 0; i < n; i++)
        if (!is_digit(s[i])) return 0;
    return n > 0;
}

/* ---- words that are not known as they stand */

static inline int collapse(const char *s, int n, char *out) {
    int size = 0;
    for (int i = 0; i < n; i++)
        if (!i || s[i] != s[i - 1]) out[size++] = s[i];
    return size;
}

static inline char plain_letter(char c) {
    static const char from[] = "013456789@$!\x05", to[] = "oieasgtbgasie";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

static inline int skeleton(const char *s, int n, char *out) {
    int size = 0;
    for (int i = 0; i < n; i++) {
        char c = plain_letter(s[i]);
        out[size++] = c == 'l' ? 'i' : c;
    }
    const char *pairs[] = {"rnm", "vvw"};
    for (int p = 0; p < 2; p++) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (i + 1 < size && out[i] == pairs[p][0] && out[i + 1] == pairs[p][1]) out[kept++] = pairs[p][2], i++;
            else out[kept++] = out[i];
        }
        size = kept;
    }
    return size;
}

static inline int one_edit_apart(const char *a, int n, const char *b, int m) {
    if (n - m > 1 || m - n > 1) return 0;
    int i = 0, end = 0, most = n < m ? n : m;
    while (i < most && a[i] == b[i]) i++;
    while (end < most - i && a[n - 1 - end] == b[m - 1 - end]) end++;
    if (n != m) return i + end >= most;
    int gap = n - i - end;
    return gap <= 1 || (gap == 2 && a[i] == b[i + 1] && a[i + 1] == b[i]);
}

static inline int32_t guess_word(const Kernel *k, const char *s, int n);

static inline int32_t resolve(const Kernel *k, const char *s, int n) {
    int32_t at = find_index(&k->words, s, n);
    if (at >= 0 && k->canon[at] >= 0) return k->canon[at];
    int32_t found = guess_word(k, s, n);
    return found == -1 ? at : found;
}

static inline int32_t guess_word(const Kernel *k, const char *s, int n) {
    char made[LONGEST + 1];
    int size, letters = 0, digits = 0;
    int32_t found;
    if (n > LONGEST) return -1;
    if (s[0] == '@') {
        size = skeleton(s, n, made);
        if ((found = find_value(&k->skeletons, made, size)) >= 0) return found;
        found = resolve(k, s + 1, n - 1);
        return found == -1 ? RARE : found; /* a word that is none: Python keeps it without its sign */
    }
    for (int i = 0; i < n; i++) {
        if (s[i] == '*') return RARE;
        letters += s[i] >= 'a' && s[i] <= 'z';
        digits += is_digit(s[i]);
    }
    if (n > 4) {
        size = collapse(s, n, made);
        if ((found = find_value(&k->once, made, size)) >= 0) return found;
    }
    if (digits < n) {
        size = skeleton(s, n, made);
        if ((found = find_value(&k->skeletons, made, size)) >= 0) return found;
    }
    if (letters < n) {
        if (digits == n) return -1;
        for (int i = 0; i < n; i++) made[i] = plain_letter(s[i]);
        found = find_index(&k->words, made, n);
        return found < 0 ? -1 : k->canon[found];
    }
    if (n < SHORTEST_TYPO) return -1;
    for (int cut = -1; cut < n; cut++) {
        size = 0;
        for (int i = 0; i < n; i++)
            if (i != cut) made[size++] = s[i];
        found = find_value(&k->near, made, size);
        if (found < 0) continue;
        const char *word = k->words.keys.text + k->words.keys.start[found];
        int length = k->words.keys.start[found + 1] - k->words.keys.start[found];
        if (word[0] == s[0] && one_edit_apart(word, length, s, n)) return found;
    }
    return -1;
}

static inline int is_disguise(const Kernel *k, const char *s, int n, int32_t known) {
    char one[LONGEST + 1], other[LONGEST + 1];
    const char *word = k->words.keys.text + k->words.keys.start[known];
    int length = k->words.keys.start[known + 1] - k->words.keys.start[known], a, b;
    if (n > LONGEST || length > LONGEST || (n == length && !memcmp(s, word, (size_t)n))) return 0;
    if (n > length + 1) {
        a = collapse(s, n, one), b = collapse(word, length, other);
        if (a == b && !memcmp(one, other, (size_t)a)) return 1;
    }
    a = skeleton(s, n, one), b = skeleton(word, length, other);
    return a == b && !memcmp(one, other, (size_t)a);
}

#endif
