// Stands in front of the C library's allocator and counts the calls that hand out memory.
//
// A program's own definition of `malloc` comes before the C library's for every library it loads, Swift's runtime too.
// The real work is left to glibc, under the names that it keeps for this purpose; with another C library this does not
// link. Outside begin and end a call costs one relaxed load more, so what is timed is not what is counted.

#include "MallocCount.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static atomic_bool is_counting;
static atomic_ulong calls;

static inline void count(void) {
    if (atomic_load_explicit(&is_counting, memory_order_relaxed)) {
        atomic_fetch_add_explicit(&calls, 1, memory_order_relaxed);
    }
}

void malloc_count_begin(void) {
    atomic_store_explicit(&calls, 0, memory_order_relaxed);
    atomic_store_explicit(&is_counting, true, memory_order_seq_cst);
}

unsigned long malloc_count_end(void) {
    atomic_store_explicit(&is_counting, false, memory_order_seq_cst);
    return atomic_load_explicit(&calls, memory_order_relaxed);
}

void *malloc(size_t size) {
    count();
    return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
    count();
    return __libc_calloc(number, size);
}

// Growing in place is counted as well: the caller could not know that it would be.
void *realloc(void *memory, size_t size) {
    count();
    return __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    count();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size) {
    if (alignment % sizeof(void *) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) return EINVAL;
    count();
    void *found = __libc_memalign(alignment, size);
    if (!found) return ENOMEM;
    *memory = found;
    return 0;
}

void free(void *memory) { __libc_free(memory); }
