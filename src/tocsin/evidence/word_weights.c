/* Reads the words of a folded text and adds up the weights of its features in several tables at once: what
   word_weights.py does in Python, to the same sums. A word is looked up once, whatever it counts for: alone, by how it
   begins, in the setting of the text, beside its neighbour, and some words before another. */

#include "known_features.h"

enum { MOST_DIGITS = 9 };

typedef struct {
    const char *at;
    int size;
} Word;

static const Word NUMBERS[] = {{"", 0},    {"<1>", 3}, {"<2>", 3}, {"<3>", 3}, {"<4>", 3},
                               {"<5>", 3}, {"<5>", 3}, {"<5>", 3}, {"<5>", 3}, {"<phone>", 7}};
static const Word LINK = {"<link>", 6}, MAILBOX = {"<mailbox>", 9}, MONEY = {"<money>", 7}, LETTERS = {"<letters>", 9};

static int is_letter(char c) { return c >= 'a' && c <= 'z'; }
static int is_figure(char c) { return c >= '0' && c <= '9'; }
static int is_blank(char c) { return c == ' ' || c == '\n'; }

static int all_letters(const char *s, int n) {
    for (int i = 0; i < n; i++)
        if (!is_letter(s[i])) return 0;
    return n > 0;
}

static Word mask_address(const WordReader *c, const char *s, int n) {
    static const char around[] = ".,;:!?()[]{}<>\"'`*_-\x04";
    const Word none = {"", 0};
    if (n > 3 && !memcmp(s, "www.", 4)) return LINK;
    for (int i = 0; i + 2 < n; i++)
        if (s[i] == ':' && s[i + 1] == '/' && s[i + 2] == '/') return LINK;
    if (memchr(s, '@', (size_t)n)) return MAILBOX;
    if (!memchr(s, '.', (size_t)n)) return none;
    while (n && strchr(around, s[0])) s++, n--;
    while (n && strchr(around, s[n - 1])) n--;
    const char *slash = n ? memchr(s, '/', (size_t)n) : NULL;
    int end = slash ? (int)(slash - s) : n, last = 0, labels = 1;
    for (int i = 0; i < end; i++)
        if (s[i] == '.') {
            if (i == last) return none; /* an empty label */
            last = i + 1, labels++;
        }
    if (labels < 2 || !all_letters(s + last, end - last)) return none;
    return slash || find_index(&c->domains, s + last, end - last) >= 0 ? LINK : none;
}

typedef struct {
    const WordReader *reader;
    uint64_t *seen;
    int32_t setting, last; /* names, or -1 */
    int32_t begun[FARTHEST]; /* beginnings of the last words, the youngest first, or -1 */
    const Weights *table; /* the one that is asked, or NULL for those with one column */
    int apart;
    int32_t *sums;
} Scale;

static void weigh_feature(Scale *w, int32_t at) {
    if (at < 0 || w->seen[at / 64] >> (at % 64) & 1) return;
    w->seen[at / 64] |= (uint64_t)1 << (at % 64);
    const WordReader *r = w->reader;
    const Weights *t = w->table;
    if (!t) {
        for (int32_t i = 0; i < r->narrow; i++) {
            int32_t weight = r->single[at * r->narrow + i];
            if (weight != ABSENT) w->sums[2 * i] += weight, w->sums[2 * i + 1]++;
        }
    } else if (t->row[at] >= 0) {
        w->sums[0]++;
        for (int32_t k = t->start[t->row[at]]; k < t->start[t->row[at] + 1]; k++)
            w->sums[t->column[k] + 1] += t->weight[k];
    }
}

static void weigh_word(Scale *w, Word word) {
    const WordReader *r = w->reader;
    int32_t at = find_name(&r->words, word.at, word.size);
    int32_t begins = at >= 0 ? r->words.names[at].beginning
                             : find_name(&r->beginnings, word.at, first_letters(word.size));
    if (at >= 0) {
        weigh_feature(w, r->words.names[at].feature);
        if (w->setting >= 0) weigh_feature(w, find_pair(r, IN_SETTING, w->setting, at));
        if (w->last >= 0) weigh_feature(w, find_pair(r, NEIGHBOURS, w->last, at));
    }
    if (begins >= 0) {
        if (word.size > BEGINNING) weigh_feature(w, r->beginnings.names[begins].feature);
        for (int gap = w->apart ? 2 : FARTHEST + 1; gap <= FARTHEST; gap++)
            if (w->begun[gap - 1] >= 0) weigh_feature(w, find_pair(r, APART, w->begun[gap - 1], begins));
    }
    for (int i = FARTHEST - 1; i; i--) w->begun[i] = w->begun[i - 1];
    w->begun[0] = begins, w->last = at;
}

static void weigh_text(Scale *scale, const char *s, int32_t n) {
    const WordReader *c = scale->reader;
    Word pending = {"", 0}; /* a number may go on in the next chunk, so it is weighed when it is whole */
    int digits = 0;
    for (int i = 0; i < n;) {
        if (is_blank(s[i])) {
            i++;
            continue;
        }
        int end = i;
        while (end < n && !is_blank(s[end])) end++;
        Word whole = {s + i, end - i}, mask = {"", 0};
        if (all_letters(whole.at, whole.size)) mask = whole;
        else mask = mask_address(c, whole.at, whole.size);
        if (mask.size) {
            if (pending.size) weigh_word(scale, pending);
            pending.size = digits = 0;
            weigh_word(scale, mask);
            i = end;
            continue;
        }
        while (i < end) {
            Word word = {s + i, 1};
            int j = i + 1;
            if (is_figure(s[i])) {
                int figures = 1;
                while (j < end) {
                    if (is_figure(s[j])) figures++, j++;
                    else if (strchr(".,:/-", s[j]) && j + 1 < end && is_figure(s[j + 1])) j++;
                    else break;
                }
                digits += figures;
                pending = NUMBERS[digits < MOST_DIGITS ? digits : MOST_DIGITS];
                i = j;
                continue;
            }
            if (is_letter(s[i])) {
                while (j < end && is_letter(s[j])) j++;
                word.size = j - i;
            } else if (s[i] == '\x05' || s[i] == '$') {
                word = MONEY;
            } else if (s[i] == '\x06') {
                word = LETTERS;
                if (j < end && s[j] == '\x06') word.size = 0;
            } else if (s[i] != '!' && s[i] != '?' && s[i] != '%') {
                word.size = 0;
            }
            if (word.size) {
                if (pending.size) weigh_word(scale, pending);
                pending.size = digits = 0;
                weigh_word(scale, word);
            }
            i = j;
        }
        if (!is_figure(s[end - 1])) {
            if (pending.size) weigh_word(scale, pending);
            pending.size = digits = 0;
        }
    }
    if (pending.size) weigh_word(scale, pending);
}

/* The number of a setting, -1 where no table knows it. */
int words_setting(const WordReader *r, const char *s, int32_t n) { return find_name(&r->settings, s, n); }

/* Weighs the features of a text, each once: in a table, after how many of them it knows, the sum of each column; with `table`
   -1, of each table that has one column, the sum and how many it knows. Answers 0 where there is no memory. */
int words_weigh(const WordReader *r, const char *s, int32_t n, int32_t setting, int32_t table, int32_t *sums) {
    const Weights *asked = table < 0 ? NULL : r->tables + table;
    Scale scale = {r, NULL, setting, -1, {-1, -1, -1}, asked, asked && asked->apart, sums};
    scale.seen = calloc((size_t)r->count / 64 + 1, 8);
    if (!scale.seen) return 0;
    weigh_text(&scale, s, n);
    free(scale.seen);
    return 1;
}
