/* The features that tables of weights know, and how each is found again (see word_weights.c). */

#ifndef KNOWN_FEATURES_H
#define KNOWN_FEATURES_H

#include "string_table.h"

enum { BEGINNING = 5, FARTHEST = 3, MOST_TABLES = 8, LONGEST_KEPT = 4096 };
#define ABSENT INT32_MIN
/* The features of headings (`@`) and of findings (`#`), which Python looks up. */
#define OF_NO_TEXT INT32_MIN
/* What two things make a feature together. */
enum { NEIGHBOURS = 1, APART, IN_SETTING };

typedef struct {
    const char *at;
    int32_t size;
    int32_t feature;   /* of it alone, or -1 */
    int32_t beginning; /* of a word: its first letters, by which it counts at a distance, or -1 */
} Name;

typedef struct {
    struct {
        uint32_t hash;
        int32_t name; /* or -1 */
    } *slots;
    uint32_t mask;
    Name *names;
    int32_t count;
} Names;

/* A table of weights: row by row, of each weight its column and itself. */
typedef struct {
    int32_t rows;
    int32_t *feature; /* of each row, the number of its feature */
    int32_t *start, *column, *weight;
    int32_t *row; /* of each feature, or -1 */
    int apart;    /* whether it knows pairs with others between */
} Weights;

typedef struct {
    char *text[MOST_TABLES];
    Names words, beginnings, settings;
    uint64_t *pairs; /* which two things, or 0 */
    int32_t *paired; /* the feature of each */
    uint32_t mask;
    int32_t paired_count;
    int32_t count; /* of the features of all tables */
    Weights tables[MOST_TABLES];
    int32_t tables_count;
    int32_t narrow;  /* how many tables, the first ones, have one column */
    int32_t *single; /* for each feature its weight in each of these, side by side, or ABSENT */
    Table domains;   /* last labels that make a link of what has no scheme */
    uint64_t *seen;  /* a bit for each feature, set while a text is read */
    int32_t *met, met_count, met_room; /* the features of the last text */
    char kept[LONGEST_KEPT]; /* that text, where it is no longer */
    int32_t kept_size, kept_setting;
    int kept_apart;
} WordReader;

static int32_t find_name(const Names *n, const char *s, int size) {
    uint32_t hash = hash_bytes(s, size);
    for (uint32_t i = hash & n->mask;; i = (i + 1) & n->mask) {
        int32_t at = n->slots[i].name;
        if (at < 0) return -1;
        if (n->slots[i].hash == hash && n->names[at].size == size && !memcmp(n->names[at].at, s, (size_t)size)) return at;
    }
}

static void place_name(Names *n, uint32_t hash, int32_t name) {
    uint32_t i = hash & n->mask;
    while (n->slots[i].name >= 0) i = (i + 1) & n->mask;
    n->slots[i].hash = hash, n->slots[i].name = name;
}

static int grow_names(Names *n, uint32_t size) {
    Names old = *n;
    n->slots = malloc(sizeof(*n->slots) * size);
    Name *names = realloc(n->names, sizeof(Name) * (size / 2));
    if (names) n->names = names;
    if (!n->slots || !names) {
        free(n->slots);
        n->slots = old.slots;
        return 0;
    }
    n->mask = size - 1;
    memset(n->slots, 0xff, sizeof(*n->slots) * size);
    for (int32_t i = 0; i < n->count; i++) place_name(n, hash_bytes(n->names[i].at, n->names[i].size), i);
    free(old.slots);
    return 1;
}

/* The place of a name, which is added where it is not there; -1 where there is no memory. */
static int32_t add_name(Names *n, const char *s, int size) {
    if (!n->slots && !grow_names(n, 64)) return -1;
    int32_t at = find_name(n, s, size);
    if (at >= 0) return at;
    if ((uint32_t)n->count * 2 > n->mask && !grow_names(n, (n->mask + 1) * 2)) return -1;
    Name made = {s, size, -1, -1};
    n->names[n->count] = made;
    place_name(n, hash_bytes(s, size), n->count);
    return n->count++;
}

static uint64_t pair_key(int kind, int32_t one, int32_t other) {
    return (uint64_t)kind << 62 | (uint64_t)one << 31 | (uint64_t)other;
}

static uint32_t pair_slot(const WordReader *r, uint64_t key) {
    return (uint32_t)((key * 0x9E3779B97F4A7C15u) >> 32) & r->mask;
}

static int32_t find_pair(const WordReader *r, int kind, int32_t one, int32_t other) {
    uint64_t key = pair_key(kind, one, other);
    for (uint32_t i = pair_slot(r, key);; i = (i + 1) & r->mask) {
        if (r->pairs[i] == key) return r->paired[i];
        if (!r->pairs[i]) return -1;
    }
}

static void place_pair(WordReader *r, uint64_t key, int32_t feature) {
    uint32_t i = pair_slot(r, key);
    while (r->pairs[i]) i = (i + 1) & r->mask;
    r->pairs[i] = key, r->paired[i] = feature;
}

static int grow_pairs(WordReader *r, uint32_t size) {
    uint64_t *keys = r->pairs, *made = calloc(size, sizeof(uint64_t));
    int32_t *features = r->paired, *paired = malloc(sizeof(int32_t) * size);
    uint32_t old = r->mask;
    if (!made || !paired) {
        free(made), free(paired);
        return 0;
    }
    r->pairs = made, r->paired = paired, r->mask = size - 1;
    for (uint32_t i = 0; keys && i <= old; i++)
        if (keys[i]) place_pair(r, keys[i], features[i]);
    free(keys), free(features);
    return 1;
}

/* The number of the feature that two things make together, a new one where there is none; -1 where there is no memory. */
static int32_t number_pair(WordReader *r, int kind, int32_t one, int32_t other) {
    if (one < 0 || other < 0) return -1;
    int32_t found = find_pair(r, kind, one, other);
    if (found >= 0) return found;
    if ((uint32_t)r->paired_count * 2 > r->mask && !grow_pairs(r, (r->mask + 1) * 2)) return -1;
    place_pair(r, pair_key(kind, one, other), r->count), r->paired_count++;
    return r->count++;
}

static int32_t number_name(WordReader *r, Names *names, const char *s, int n) {
    int32_t at = add_name(names, s, n);
    if (at < 0) return -1;
    if (names->names[at].feature < 0) names->names[at].feature = r->count++;
    return names->names[at].feature;
}

/* The number of a feature, taken apart into what it is looked up by. */
static int32_t number_feature(WordReader *r, const char *s, int n) {
    static const struct {
        char sign;
        int kind;
    } signs[] = {{' ', NEIGHBOURS}, {'~', APART}, {':', IN_SETTING}};
    for (int i = 0; i < 3; i++) {
        const char *part = memchr(s, signs[i].sign, (size_t)n);
        if (!part) continue;
        Names *one = signs[i].kind == IN_SETTING ? &r->settings : signs[i].kind == APART ? &r->beginnings : &r->words;
        Names *other = signs[i].kind == APART ? &r->beginnings : &r->words;
        int size = (int)(part - s);
        int32_t first = add_name(one, s, size);
        return number_pair(r, signs[i].kind, first, add_name(other, part + 1, n - size - 1));
    }
    return s[n - 1] == '-' ? number_name(r, &r->beginnings, s, n - 1) : number_name(r, &r->words, s, n);
}

/* The whole number at a place, which is moved to what follows the sign behind it. */
static int32_t read_number(const char **s, const char *end) {
    int32_t found = 0, sign = 1;
    if (*s < end && **s == '-') sign = -1, ++*s;
    while (*s < end && **s >= '0' && **s <= '9') found = found * 10 + (*(*s)++ - '0');
    ++*s;
    return sign * found;
}

/* Read rows of `column:weight`, with a space between two. */
static int read_rows(Weights *t, const char *text, const int32_t *start, int32_t rows) {
    int32_t count = 0;
    for (int32_t i = 0; i < start[rows]; i++) count += text[i] == ':';
    t->start = malloc(sizeof(int32_t) * ((size_t)rows + 1));
    t->column = malloc(sizeof(int32_t) * ((size_t)count + 1));
    t->weight = malloc(sizeof(int32_t) * ((size_t)count + 1));
    if (!t->start || !t->column || !t->weight) return 0;
    int32_t at = 0;
    for (int32_t row = 0; row < rows; row++) {
        const char *s = text + start[row], *end = text + start[row + 1];
        t->start[row] = at;
        while (s < end) {
            t->column[at] = read_number(&s, end);
            t->weight[at++] = read_number(&s, end);
        }
    }
    t->start[rows] = at;
    return 1;
}

static void free_names(Names *n) { free(n->slots), free(n->names); }

void words_free(WordReader *r) {
    free_names(&r->words), free_names(&r->beginnings), free_names(&r->settings);
    for (int32_t i = 0; i < r->tables_count; i++) {
        Weights *t = r->tables + i;
        free(t->feature), free(t->start), free(t->column), free(t->weight), free(t->row), free(r->text[i]);
    }
    free_table(&r->domains), free(r->pairs), free(r->paired), free(r->single), free(r->seen), free(r->met), free(r);
}

/* A reader without any table; NULL where there is no memory. */
WordReader *words_new(const char *domain_text, const int32_t *domain_start, int32_t domains) {
    WordReader *r = calloc(1, sizeof(WordReader));
    if (!r) return NULL;
    if (!fill_table(&r->domains, domain_text, domain_start, domains, domain_start) || !grow_names(&r->words, 64) ||
        !grow_names(&r->beginnings, 64) || !grow_names(&r->settings, 64) || !grow_pairs(r, 64)) {
        words_free(r);
        return NULL;
    }
    return r;
}

/* Add a table: its features, and of each its row; those with one column first. Answers 0 where there is no memory, or no
   place for one more. */
int words_add_table(WordReader *r, const char *text, const int32_t *start, int32_t count, const char *rows,
                    const int32_t *row_start, int32_t width) {
    if (r->tables_count == MOST_TABLES || (width == 1 && r->narrow < r->tables_count)) return 0;
    char *own = r->text[r->tables_count] = copy_of(text, (size_t)start[count]);
    Weights *t = r->tables + r->tables_count++;
    r->narrow += width == 1;
    t->rows = count;
    t->feature = malloc(sizeof(int32_t) * ((size_t)count + 1));
    if (!own || !t->feature || !read_rows(t, rows, row_start, count)) return 0;
    t->apart = memchr(own, '~', (size_t)start[count]) != NULL;
    for (int32_t i = 0; i < count; i++) {
        const char *feature = own + start[i];
        if (*feature == '@' || *feature == '#') t->feature[i] = OF_NO_TEXT;
        else if ((t->feature[i] = number_feature(r, feature, start[i + 1] - start[i])) < 0) return 0;
    }
    return 1;
}

static int first_letters(int size) { return size < BEGINNING ? size : BEGINNING; }

/* Make it ready, once all tables are added; answers 0 where there is no memory. */
int words_finish(WordReader *r) {
    size_t narrow = (size_t)r->narrow, count = (size_t)r->count;
    r->single = malloc(sizeof(int32_t) * (count * narrow + 1));
    r->seen = calloc(count / 64 + 1, sizeof(uint64_t));
    r->kept_size = -1;
    if (!r->single || !r->seen) return 0;
    for (size_t i = 0; i < count * narrow; i++) r->single[i] = ABSENT;
    for (size_t i = 0; i < (size_t)r->tables_count; i++) {
        Weights *t = r->tables + i;
        if (i >= narrow && !(t->row = malloc(sizeof(int32_t) * (count + 1)))) return 0;
        if (i >= narrow) memset(t->row, 0xff, sizeof(int32_t) * count);
        for (int32_t row = 0; row < t->rows; row++) {
            if (t->feature[row] == OF_NO_TEXT) continue;
            size_t feature = (size_t)t->feature[row];
            if (i < narrow) r->single[feature * narrow + i] = t->weight[t->start[row]];
            else t->row[feature] = row;
        }
        free(t->feature), t->feature = NULL;
    }
    for (int32_t i = 0; i < r->words.count; i++) {
        Name *word = r->words.names + i;
        word->beginning = find_name(&r->beginnings, word->at, first_letters(word->size));
    }
    return 1;
}

#endif
