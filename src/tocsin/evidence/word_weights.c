/* Reads the words of a folded text and adds up the weights of its features in several tables: what word_weights.py does
   in Python, to the same sums. A word is looked up once, whatever it counts for: alone, by how it begins, in the setting of
   the text, beside its neighbour, and some words before another. The features of the last text are kept, since a text is
   mostly asked about in one table after another; the interpreter's lock is held meanwhile (token_kernel.py). */

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
    WordReader *reader;
    int32_t setting, last; /* names, or -1 */
    int32_t begun[FARTHEST]; /* beginnings of the last words, the youngest first, or -1 */
    int apart; /* whether pairs with others between are looked for */
    int lacks_memory;
} Scale;

/* Note a feature, the first time it is met. */
static void meet_feature(Scale *w, int32_t at) {
    WordReader *r = w->reader;
    if (at < 0 || r->seen[at / 64] >> (at % 64) & 1) return;
    if (r->met_count == r->met_room) {
        int32_t room = r->met_room ? 2 * r->met_room : 1024;
        int32_t *met = realloc(r->met, sizeof(int32_t) * (size_t)room);
        if (!met) {
            w->lacks_memory = 1;
            return;
        }
        r->met = met, r->met_room = room;
    }
    r->seen[at / 64] |= (uint64_t)1 << (at % 64);
    r->met[r->met_count++] = at;
}

static void read_word(Scale *w, Word word) {
    const WordReader *r = w->reader;
    int32_t at = find_name(&r->words, word.at, word.size);
    int32_t begins = at >= 0 ? r->words.names[at].beginning
                             : find_name(&r->beginnings, word.at, first_letters(word.size));
    if (at >= 0) {
        meet_feature(w, r->words.names[at].feature);
        if (w->setting >= 0) meet_feature(w, find_pair(r, IN_SETTING, w->setting, at));
        if (w->last >= 0) meet_feature(w, find_pair(r, NEIGHBOURS, w->last, at));
    }
    if (begins >= 0) {
        if (word.size > BEGINNING) meet_feature(w, r->beginnings.names[begins].feature);
        for (int gap = w->apart ? 2 : FARTHEST + 1; gap <= FARTHEST; gap++)
            if (w->begun[gap - 1] >= 0) meet_feature(w, find_pair(r, APART, w->begun[gap - 1], begins));
    }
    for (int i = FARTHEST - 1; i; i--) w->begun[i] = w->begun[i - 1];
    w->begun[0] = begins, w->last = at;
}

static void read_text(Scale *scale, const char *s, int32_t n) {
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
            if (pending.size) read_word(scale, pending);
            pending.size = digits = 0;
            read_word(scale, mask);
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
                if (pending.size) read_word(scale, pending);
                pending.size = digits = 0;
                read_word(scale, word);
            }
            i = j;
        }
        if (!is_figure(s[end - 1])) {
            if (pending.size) read_word(scale, pending);
            pending.size = digits = 0;
        }
    }
    if (pending.size) read_word(scale, pending);
}

/* The number of a setting, -1 where no table knows it. */
int words_setting(const WordReader *r, const char *s, int32_t n) { return find_name(&r->settings, s, n); }

static int is_kept(const WordReader *r, const char *s, int32_t n, int32_t setting, int apart) {
    return n == r->kept_size && setting == r->kept_setting && apart <= r->kept_apart && !memcmp(s, r->kept, (size_t)n);
}

/* The features of a text, each once; they stay in `met` for who asks about the same text again. Pairs that a table does not
   know weigh nothing in it. Answers 0 where there is no memory. */
static int meet_features(WordReader *r, const char *s, int32_t n, int32_t setting, int apart) {
    if (is_kept(r, s, n, setting, apart)) return 1;
    Scale scale = {r, setting, -1, {-1, -1, -1}, apart, 0};
    r->met_count = 0, r->kept_size = -1;
    read_text(&scale, s, n);
    for (int32_t i = 0; i < r->met_count; i++) r->seen[r->met[i] / 64] = 0;
    if (n <= LONGEST_KEPT) {
        memcpy(r->kept, s, (size_t)n);
        r->kept_size = n, r->kept_setting = setting, r->kept_apart = apart;
    }
    return !scale.lacks_memory;
}

/* Weighs the features of a text, each once: in a table, after how many of them it knows, the sum of each column; with `table`
   -1, of each table that has one column, the sum and how many it knows. Answers 0 where there is no memory. */
int words_weigh(WordReader *r, const char *s, int32_t n, int32_t setting, int32_t table, int32_t *sums) {
    const Weights *t = table < 0 ? NULL : r->tables + table;
    if (!meet_features(r, s, n, setting, t && t->apart)) return 0;
    for (int32_t k = 0; k < r->met_count; k++) {
        int32_t at = r->met[k];
        if (!t) {
            for (int32_t i = 0; i < r->narrow; i++) {
                int32_t weight = r->single[at * r->narrow + i];
                if (weight != ABSENT) sums[2 * i] += weight, sums[2 * i + 1]++;
            }
        } else if (t->row[at] >= 0) {
            sums[0]++;
            for (int32_t i = t->start[t->row[at]]; i < t->start[t->row[at] + 1]; i++)
                sums[t->column[i] + 1] += t->weight[i];
        }
    }
    return 1;
}
