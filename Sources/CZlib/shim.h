#ifndef YINUO_CZLIB_H
#define YINUO_CZLIB_H
#include <zlib.h>

// zlib's is a macro, which Swift can't see; 16 more than the largest window asks for a gzip header.
static inline int yinuo_gzip_begin(z_stream *stream, int level) {
    return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
}
#endif
