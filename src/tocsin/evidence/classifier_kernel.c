/* Weighs the words of a folded text: what text_classifier.py does in Python, to the same sum. */

#include "string_table.h"

enum { LONGEST_KEY = 96, BEGINNING = 5, MOST_DIGITS = 9 };

typedef struct {
    Table features; /* with the weight of each */
    int32_t longest;
    Table domains; /* last labels that make a link of what has no scheme */
} Classifier;

typedef struct {
    const char *at;
    int size;
} Word;

static const Word NUMBERS[] = {{"", 0},    {"<1>", 3}, {"<2>", 3}, {"<3>", 3}, {"<4>", 3},
                               {"<5>", 3}, {"<5>", 3}, {"<5>", 3}, {"<5>", 3}, {"<phone>", 7}};
static const Word LINK = {"<link>", 6}, MAILBOX = {"<mailbox>", 9}, MONEY = {"<money>", 7}, LETTERS = {"<letters>", 9};

Classifier *classifier_new(const char *text, const int32_t *start, int32_t count, const int32_t *weights,
                           const char *domain_text, const int32_t *domain_start, int32_t domains) {
    Classifier *c = calloc(1, sizeof(Classifier));
    if (!c) return NULL;
    if (!fill_table(&c->features, text, start, count, weights) ||
        !fill_table(&c->domains, domain_text, domain_start, domains, domain_start)) {
        free_table(&c->features), free_table(&c->domains), free(c);
        return NULL;
    }
    for (int32_t i = 0; i < count; i++)
        if (start[i + 1] - start[i] > c->longest) c->longest = start[i + 1] - start[i];
    return c;
}

void classifier_free(Classifier *c) { free_table(&c->features), free_table(&c->domains), free(c); }

static int is_letter(char c) { return c >= 'a' && c <= 'z'; }
static int is_figure(char c) { return c >= '0' && c <= '9'; }
static int is_blank(char c) { return c == ' ' || c == '\n'; }

static int all_letters(const char *s, int n) {
    for (int i = 0; i < n; i++)
        if (!is_letter(s[i])) return 0;
    return n > 0;
}

static Word mask_address(const Classifier *c, const char *s, int n) {
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
    const Classifier *classifier;
    uint64_t *seen;
    const char *setting;
    int setting_size;
    Word last;
    int64_t sum;
    int32_t count;
    int32_t *met; /* the values themselves, instead of their sum */
    int32_t most;
} Scale;

static void weigh_feature(Scale *w, const char *key, int size) {
    int32_t at = size <= w->classifier->longest ? find_index(&w->classifier->features, key, size) : -1;
    if (at < 0 || w->seen[at / 64] >> (at % 64) & 1) return;
    w->seen[at / 64] |= (uint64_t)1 << (at % 64);
    if (w->met && w->count < w->most) w->met[w->count] = w->classifier->features.value[at];
    w->sum += w->classifier->features.value[at], w->count++;
}

static void weigh_joined(Scale *w, Word one, const char *sign, Word other) {
    char key[LONGEST_KEY];
    int size = one.size + 1 + other.size;
    if (size > LONGEST_KEY || size > w->classifier->longest) return;
    memcpy(key, one.at, (size_t)one.size);
    key[one.size] = *sign;
    memcpy(key + one.size + 1, other.at, (size_t)other.size);
    weigh_feature(w, key, size);
}

static void weigh_word(Scale *w, Word word) {
    const Word none = {"", 0}, setting = {w->setting, w->setting_size}, begins = {word.at, BEGINNING};
    weigh_feature(w, word.at, word.size);
    if (word.size > BEGINNING) weigh_joined(w, begins, "-", none);
    if (setting.size) weigh_joined(w, setting, ":", word);
    if (w->last.size) weigh_joined(w, w->last, " ", word);
    w->last = word;
}

static int weigh_text(Scale *scale, const char *s, int32_t n) {
    const Classifier *c = scale->classifier;
    Word pending = {"", 0}; /* a number may go on in the next chunk, so it is weighed when it is whole */
    int digits = 0;
    if (c->longest > LONGEST_KEY) return 0;
    scale->seen = calloc((size_t)c->features.keys.count / 64 + 1, 8);
    if (!scale->seen) return 0;
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
    free(scale->seen);
    return 1;
}

/* Adds up the weights of the features of a text, each once: result[0] is the sum, result[1] how many there are.
   Answers 0 where there is no memory or the table has longer features than are read here. */
int classifier_weigh(const Classifier *c, const char *s, int32_t n, const char *setting, int32_t setting_size,
                     int32_t *result) {
    Scale scale = {c, NULL, setting, setting_size, {"", 0}, 0, 0, NULL, 0};
    if (!weigh_text(&scale, s, n)) return 0;
    result[0] = (int32_t)scale.sum, result[1] = scale.count;
    return 1;
}

/* Lists the values of the features of a text, each once, and answers how many there are, -1 where it cannot or there are
   more than `most`. */
int classifier_list(const Classifier *c, const char *s, int32_t n, int32_t *met, int32_t most) {
    Scale scale = {c, NULL, "", 0, {"", 0}, 0, 0, met, most};
    return weigh_text(&scale, s, n) && scale.count <= most ? scale.count : -1;
}

/* Adds the rows of a sparse table that are named by `met` to the sums of its columns. */
void add_sparse_rows(const int32_t *met, int32_t count, const int32_t *start, const int32_t *column,
                     const int32_t *weight, int32_t *sums) {
    for (int32_t i = 0; i < count; i++)
        for (int32_t at = start[met[i]]; at < start[met[i] + 1]; at++) sums[column[at]] += weight[at];
}
