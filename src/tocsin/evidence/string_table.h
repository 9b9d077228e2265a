/* A table of strings that does not change: made once, looked up without any lock. */

#ifndef STRING_TABLE_H
#define STRING_TABLE_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const char *text; /* every string that is looked up, one after another */
    int32_t *start;
    int32_t count;
} Strings;

typedef struct {
    int32_t *slots; /* index of a string, or -1 */
    uint32_t mask;
    Strings keys;
    int32_t *value;
} Table;

static inline uint32_t hash_bytes(const char *s, int n) {
    uint32_t h = 2166136261u;
    for (int i = 0; i < n; i++) h = (h ^ (uint8_t)s[i]) * 16777619u;
    return h ^ (h >> 15);
}

static inline uint32_t size_for(uint32_t count) {
    uint32_t size = 16;
    while (size < count * 2) size *= 2;
    return size;
}

static inline int32_t find_index(const Table *t, const char *s, int n) {
    if (!t->slots) return -1;
    for (uint32_t i = hash_bytes(s, n) & t->mask;; i = (i + 1) & t->mask) {
        int32_t at = t->slots[i];
        if (at < 0) return -1;
        int32_t from = t->keys.start[at], size = t->keys.start[at + 1] - from;
        if (size == n && !memcmp(t->keys.text + from, s, (size_t)n)) return at;
    }
}

static inline int32_t find_value(const Table *t, const char *s, int n) {
    int32_t at = find_index(t, s, n);
    return at < 0 ? -1 : t->value[at];
}

static inline void *copy_of(const void *from, size_t size) {
    void *made = malloc(size ? size : 1);
    if (made && size) memcpy(made, from, size);
    return made;
}

static inline int fill_table(Table *t, const char *text, const int32_t *start, int32_t count, const int32_t *value) {
    uint32_t size = size_for((uint32_t)count);
    t->keys.text = copy_of(text, (size_t)start[count]);
    t->keys.start = copy_of(start, sizeof(int32_t) * ((size_t)count + 1));
    t->keys.count = count;
    t->value = copy_of(value, sizeof(int32_t) * (size_t)count);
    t->slots = malloc(sizeof(int32_t) * size);
    if (!t->keys.text || !t->keys.start || !t->value || !t->slots) return 0;
    t->mask = size - 1;
    memset(t->slots, 0xff, sizeof(int32_t) * size);
    for (int32_t at = 0; at < count; at++) {
        uint32_t i = hash_bytes(text + start[at], start[at + 1] - start[at]) & t->mask;
        while (t->slots[i] >= 0) i = (i + 1) & t->mask;
        t->slots[i] = at;
    }
    return 1;
}

static inline void free_table(Table *t) {
    free((void *)t->keys.text);
    free(t->keys.start);
    free(t->value);
    free(t->slots);
}

#endif
