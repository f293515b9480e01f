#ifndef YINUO_ASSETS_H
#define YINUO_ASSETS_H

#pragma clang assume_nonnull begin

/// A file that ships inside the binary, so that an answer never depends on what a machine has installed.
typedef struct {
    const char *name;
    const unsigned char *bytes;
    unsigned long count;
} Asset;

/// The file at an index; null behind the last one.
///
/// A function and not a global array: Swift 6 refuses a C global, since it can't know that nobody writes it.
/// The memory is constant and lives as long as the process.
const Asset *_Nullable yinuo_asset(unsigned long index);

#pragma clang assume_nonnull end

#endif
