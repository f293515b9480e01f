// Where the header lies differs between systems; pkg-config tells.
#ifndef YINUO_CQRENCODE_SHIM_H
#define YINUO_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
