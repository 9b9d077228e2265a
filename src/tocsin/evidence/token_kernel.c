/* Reads a folded text word by word: what token_string.py does in Python, for the texts that hold nothing rare.

   The text is ASCII (see fold.py), so that a place in it is a byte. Whatever is left to Python is told by a
   negative answer: nothing is done here by halves. No Python header is needed; token_kernel.py calls this. */

#include "known_words.h"

typedef struct {
    int32_t start, end, word; /* word -1: as it stands, -2: none */
} Token;

typedef struct { /* where one reading is written, see token_kernel.py */
    const Kernel *kernel;
    Token *tokens;
    uint16_t *letters; /* of each atom */
    uint16_t *used;    /* tokens that each atom took */
    int32_t *disguised; /* tokens that are written so as not to be found */
    uint16_t *seen;     /* letters of the tree that read otherwise for some institution, by the word where a phrase begins */
    int32_t *counts;    /* of the tokens, of the disguised ones, and of those letters */
    uint64_t *candidates;
} WorkRoom;

static uint64_t hash_edge(uint64_t key) {
    key *= 0x9E3779B97F4A7C15ull;
    return key ^ (key >> 29);
}

static int32_t find_child(const Kernel *k, int32_t node, int32_t word) {
    uint64_t key = ((uint64_t)(uint32_t)node << 32) | (uint32_t)word;
    for (uint64_t i = hash_edge(key) & k->edge_mask;; i = (i + 1) & k->edge_mask) {
        if (k->edges[i].child < 0) return -1;
        if (k->edges[i].key == key) return k->edges[i].child;
    }
}

void kernel_free(Kernel *k) {
    Table *tables[] = {&k->words, &k->once, &k->skeletons, &k->near};
    for (int i = 0; i < 4; i++) free_table(tables[i]);
    free(k->canon), free(k->flags), free(k->sign), free(k->edges), free(k->letters), free(k->planes), free(k->views), free(k);
}

Kernel *kernel_new(const int32_t *canon, const uint8_t *flags, const uint16_t *sign, int32_t words,
                   const int32_t *parents, const int32_t *edge_words, const uint16_t *letters, int32_t nodes,
                   int32_t newline, int32_t stop) {
    Kernel *k = calloc(1, sizeof(Kernel));
    if (!k) return NULL;
    k->canon = copy_of(canon, sizeof(int32_t) * (size_t)words);
    k->flags = copy_of(flags, (size_t)words);
    k->sign = copy_of(sign, sizeof(uint16_t) * (size_t)words);
    k->letters = copy_of(letters, sizeof(uint16_t) * (size_t)nodes);
    k->newline = newline, k->stop = stop;
    uint32_t size = size_for((uint32_t)nodes);
    k->edges = malloc(sizeof(Edge) * size);
    if (!k->canon || !k->flags || !k->sign || !k->letters || !k->edges) return kernel_free(k), NULL;
    for (uint32_t i = 0; i < size; i++) k->edges[i].child = -1;
    k->edge_mask = size - 1;
    for (int32_t node = 1; node < nodes; node++) {
        uint64_t key = ((uint64_t)(uint32_t)parents[node] << 32) | (uint32_t)edge_words[node];
        uint64_t i = hash_edge(key) & k->edge_mask;
        while (k->edges[i].child >= 0) i = (i + 1) & k->edge_mask;
        k->edges[i].key = key;
        k->edges[i].child = node;
    }
    return k;
}

int kernel_fill(Kernel *k, int which, const char *text, const int32_t *start, int32_t count, const int32_t *value) {
    Table *tables[] = {&k->words, &k->once, &k->skeletons, &k->near};
    return fill_table(tables[which], text, start, count, value);
}

int kernel_set_planes(Kernel *k, const uint64_t *planes, int32_t letters, int32_t width) {
    uint64_t *made = copy_of(planes, sizeof(uint64_t) * 2 * (size_t)width * (size_t)letters);
    if (!made) return 0;
    free(k->planes);
    k->planes = made, k->width = width, k->letter_count = letters;
    return 1;
}

/* What each letter of the tree reads as for each institution, one after another; 0: no phrase there. */
int kernel_set_views(Kernel *k, const uint16_t *views, int32_t letters, int32_t count, int32_t shared) {
    uint16_t *made = copy_of(views, sizeof(uint16_t) * (size_t)letters * (size_t)count);
    if (!made) return 0;
    free(k->views);
    k->views = made, k->view_size = letters, k->shared = (uint16_t)(FIRST_LETTER + shared);
    return 1;
}

/* ---- what token_string.py finds by patterns before the words */

static int stands_apart(const char *s, int n, int from, int to) {
    return from > 0 && to < n && (is_space(s[from - 1]) || is_opening(s[from - 1])) &&
           (is_space(s[to]) || is_closing(s[to]));
}

static int holds_at(const char *s, int n, int i, const char *word) {
    int size = (int)strlen(word);
    return i + size <= n && !memcmp(s + i, word, (size_t)size);
}

/* Whether a currency may be named at a place, as in _MONEY; more is said than there is, never less. */
static int may_name_money(const char *s, int n, int i) {
    switch (s[i]) {
    case '$': case '\x05': return 1;
    case 'c': return holds_at(s, n, i, "chf");
    case 'd': return holds_at(s, n, i, "dollar");
    case 'e': return holds_at(s, n, i, "eur");
    case 'f': return holds_at(s, n, i, "franc") && (i + 5 >= n || s[i + 5] == 's' || !is_word(s[i + 5]));
    case 'g': return holds_at(s, n, i, "gbp");
    case 'p': return holds_at(s, n, i, "pound");
    case 's': return holds_at(s, n, i, "sgd");
    case 'u': return holds_at(s, n, i, "usd");
    default: return 0;
    }
}

/* Whether one of the endings of links.py that stand apart from their dot (*site . example*) stands there. */
static int is_loose_ending(const char *s, int n, int i) {
    static const char *const ENDINGS[] = {"fr", "com", "net", "org", "example", "site", "online"};
    for (int k = 0; k < (int)(sizeof ENDINGS / sizeof *ENDINGS); k++) {
        int end = i + (int)strlen(ENDINGS[k]);
        if (holds_at(s, n, i, ENDINGS[k]) && (end >= n || !is_word(s[end]))) return 1;
    }
    return 0;
}

static int may_hold_specials(const char *s, int n) {
    int dot = 0, slash = 0, digit = 0, money = 0, hosts = 0;
    int wide = 0, wide_gap = 9, tight = 0, tight_gap = 9;
    for (int i = 0; i < n; i++) {
        char c = s[i], next = i + 1 < n ? s[i + 1] : 0;
        int like = is_digit(c) || c == 'o' || c == 'i' || c == 'l';
        if (like) {
            wide = wide_gap <= 3 ? wide + 1 : 1, wide_gap = 0;
            if (wide >= 6) return 1;
        } else if (c == ' ' || c == '.' || c == '-' || c == '/' || c == '_' || c == ',' || c == '*' || c == '\n' ||
                   c == '(' || c == ')') {
            wide_gap++;
        } else
            wide_gap = 9;
        if (is_digit(c)) {
            digit = 1;
            tight = tight_gap <= 1 ? tight + 1 : 1, tight_gap = 0;
            if (tight >= 4) return 1;
            if (next == 'e' && (i + 2 >= n || !(is_word(s[i + 2]) || s[i + 2] == '_'))) money = 1;
        } else if (c == ' ' || c == '.' || c == '-') {
            tight_gap++;
        } else
            tight_gap = 9;
        if (may_name_money(s, n, i)) money = 1;
        switch (c) {
        case '.':
            dot = 1;
            if (is_word(next) || next == '\x06' || is_closing(next) ||
                (is_space(next) && i + 2 < n && is_closing(s[i + 2])))
                return 1;
            if (i + 3 < n && next == '.' && s[i + 2] == '.' && s[i + 3] == '.') return 1;
            if (is_space(next) && is_loose_ending(s, n, i + 2)) return 1;
            break;
        case '/': case '\\': slash = 1; break;
        case '@': hosts = 1; break;
        case '[': return 1;
        case '_':
            if (next == '_') return 1;
            break;
        case 'd':
            if (i + 2 < n && next == 'o' && s[i + 2] == 't' && stands_apart(s, n, i, i + 3)) return 1;
            break;
        case 'p':
            if (i + 4 < n && !memcmp(s + i, "point", 5) && stands_apart(s, n, i, i + 5)) return 1;
            break;
        }
    }
    return (dot && (slash || hosts)) || (digit && money);
}

/* ---- tokens */

static int token_end(const char *s, int at, int end) {
    int i = at + (s[at] == '@');
    if (i < end && (is_word(s[i]) || s[i] == '\x06')) {
        while (i < end && (is_word(s[i]) || s[i] == '\x06')) i++;
        if (i < end && is_inner(s[i])) {
            int last = -1;
            for (int j = i + 1; j < end && (is_word(s[j]) || is_inner(s[j])); j++)
                if (is_word(s[j])) last = j;
            if (last >= 0) i = last + 1;
        }
        if (i < end && s[i] == '$' && (i + 1 == end || is_space(s[i + 1]))) i++;
        return i;
    }
    switch (s[at]) {
    case '\n': {
        int last = at;
        for (i = at + 1; i < end && is_space(s[i]); i++)
            if (s[i] == '\n') last = i;
        return last + 1;
    }
    case '?': case '!': case ';': case ':': case '=': case ',': case '/': case '(': case ')': case '|': case '"':
        return at + 1;
    case '.':
        if (at + 1 == end || is_space(s[at + 1]) || s[at + 1] == '"' || s[at + 1] == '\'' || s[at + 1] == ')')
            return at + 1;
        if (s[at + 1] == '.') return at + 2 < end && s[at + 2] == '.' ? at + 3 : at + 2;
        return at;
    case ' ':
        return at + 2 < end && s[at + 1] == '-' && s[at + 2] == ' ' ? at + 2 : at;
    }
    return at;
}

static int parts_letters(char c) {
    return c == ' ' || c == '.' || c == '-' || c == '_' || c == '*' || c == '|' || c == ',' || c == '\x04';
}

/* Whether three single letters may stand apart (``r i b``), to be read as one word. */
static int may_be_spaced(const char *s, int start, int end) {
    int run = 0, last = -9;
    for (int i = start; i < end; i++) {
        if (!is_word(s[i])) continue;
        int alone = (i + 1 >= end || !(is_word(s[i + 1]) || s[i + 1] == '\x06')) &&
                    (i == start || !(is_word(s[i - 1]) || s[i - 1] == '\x06'));
        if (!alone) {
            run = 0;
            continue;
        }
        int near = run && i - last <= 4 && i - last >= 2;
        for (int j = last + 1; near && j < i; j++) near = parts_letters(s[j]);
        run = near ? run + 1 : 1, last = i;
        if (run >= 3) return 1;
    }
    return 0;
}

static int flags_of(const Kernel *k, const char *s, const Token *t) {
    if (t->word >= 0) return k->flags[t->word];
    return all_digits(s + t->start, t->end - t->start) ? DIGITS : 0;
}

/* Whether a number may be said in words from here on: two words of numbers, and nothing else between but in one
   that begins with a zero. */
static int may_say_number(const Kernel *k, const char *s, const Token *t, int count) {
    int said = 0, gap = 0, most = flags_of(k, s, t) & ZERO ? LONGEST_ASIDE : 0;
    for (int i = 0; i < count && i < LONGEST_SAID; i++) {
        int flags = flags_of(k, s, t + i);
        if ((flags & NUMBER_WORD) && ++said >= 2) return 1;
        if (flags & SAYABLE) gap = 0;
        else if (!(flags & GOES_ON) && ++gap > most) break;
    }
    return 0;
}

/* Digest of the source that this was compiled from: a library of another state is not used. */
const char *kernel_source(void) { return SOURCE_DIGEST; }

/* ---- the whole text

   Answers the number of atoms. specials: start, end and letter of each, in order; a negative count: the text is
   only read where it can hold none. */

int kernel_read(const WorkRoom *w, const char *s, int32_t n, const int32_t *specials, int32_t special_count,
                int32_t institution) {
    const Kernel *k = w->kernel;
    const uint16_t *view = k->views + (size_t)institution * (size_t)k->view_size;
    Token *tokens = w->tokens;
    uint16_t *letters = w->letters, *used = w->used;
    int32_t *disguised = w->disguised, *counts = w->counts;
    uint64_t *candidates = w->candidates;
    int tokens_made = 0, atoms = 0, hidden = 0, special = 0, place = 0, seen = 0;
    if (special_count < 0) {
        if (may_hold_specials(s, n)) return SPECIALS;
        special_count = 0;
    }
    while (place < n || special < special_count) {
        int start = place, end = n;
        while (special < special_count && specials[3 * special] < place) special++;
        if (special < special_count) end = specials[3 * special];
        int first = tokens_made, single = 0;
        for (int i = start; i < end;) {
            int stop = token_end(s, i, end);
            if (stop == i) {
                i++;
                continue;
            }
            Token *t = tokens + tokens_made++;
            t->start = i, t->end = stop;
            single += stop - i == 1 && is_word(s[i]);
            int32_t at = find_index(&k->words, s + i, stop - i);
            if (at >= 0 && k->canon[at] >= 0) {
                t->word = k->canon[at];
            } else if (s[i] == '\n') {
                t->word = k->stop;
            } else if (memchr(s + i, '\x06', (size_t)(stop - i))) {
                return RARE;
            } else {
                int32_t found = guess_word(k, s + i, stop - i);
                if (found == RARE) return RARE;
                t->word = found == -1 ? at : found;
                if (found >= 0 && is_disguise(k, s + i, stop - i, found)) {
                    if (hidden == MOST_DISGUISED) return RARE;
                    disguised[hidden++] = tokens_made - 1;
                }
            }
            i = stop;
        }
        if (single >= 3 && may_be_spaced(s, start, end)) return RARE;
        for (int i = first; i < tokens_made;) {
            Token *t = tokens + i;
            int flags = flags_of(k, s, t), size = 1;
            uint16_t letter = 0;
            if (flags & MARK) {
                letter = k->sign[t->word];
            } else {
                int32_t node = t->word >= 0 ? find_child(k, 0, t->word) : -1;
                if ((flags & SAYABLE) && i + 2 < tokens_made && may_say_number(k, s, t, tokens_made - i)) return RARE;
                int j = i + 1, met = 0;
                while (node >= 0) {
                    uint16_t ends = k->letters[node];
                    if (ends >= k->shared && seen < MOST_SEEN) w->seen[seen++] = ends, met = 1;
                    if (ends && (ends = view[ends - FIRST_LETTER])) letter = ends, size = j - i;
                    if (j >= tokens_made) break;
                    int32_t next = tokens[j].word;
                    if (next == k->newline ||
                        (next == k->stop && tokens[j - 1].word >= 0 && (k->flags[tokens[j - 1].word] & ABBREVIATED))) {
                        if (++j >= tokens_made) break;
                        next = tokens[j].word;
                    }
                    node = next >= 0 ? find_child(k, node, next) : -1;
                    j++;
                }
                if (met && seen < MOST_SEEN) w->seen[seen++] = ' ';
                if (!letter) letter = size == 1 && (flags & DIGITS) ? 'd' : '_';
            }
            letters[atoms] = letter;
            used[atoms++] = (uint16_t)size;
            i += size;
        }
        place = end;
        if (special < special_count) {
            Token *t = tokens + tokens_made++;
            t->start = specials[3 * special], t->end = specials[3 * special + 1], t->word = -2;
            letters[atoms] = (uint16_t)specials[3 * special + 2];
            used[atoms++] = 1;
            place = t->end, special++;
        }
    }
    counts[0] = tokens_made, counts[1] = hidden, counts[2] = seen;
    uint64_t *one = candidates, *other = candidates + k->width;
    memset(candidates, 0, sizeof(uint64_t) * 2 * (size_t)k->width);
    for (int i = 0; i < atoms; i++) {
        int at = letters[i] >= FIRST_LETTER ? letters[i] - FIRST_LETTER + 128 : letters[i];
        if (at >= k->letter_count || (i && letters[i] == letters[i - 1])) continue;
        const uint64_t *bits = k->planes + (size_t)at * 2 * (size_t)k->width;
        for (int j = 0; j < 2 * k->width; j++) candidates[j] |= bits[j];
    }
    for (int j = 0; j < k->width; j++) one[j] &= other[j];
    return atoms;
}
