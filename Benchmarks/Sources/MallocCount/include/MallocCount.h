#ifndef MALLOC_COUNT_H
#define MALLOC_COUNT_H

/// Counts heap allocations of the whole process, all threads, from here on.
void malloc_count_begin(void);

/// How many there were since the beginning, which ends the counting.
unsigned long malloc_count_end(void);

#endif
