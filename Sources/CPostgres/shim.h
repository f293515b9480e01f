// Where the header lies differs between systems; pkg-config tells.
#ifndef YINUO_CPOSTGRES_SHIM_H
#define YINUO_CPOSTGRES_SHIM_H

#include <libpq-fe.h>

#endif
