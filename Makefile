# One line each; the work is in bin/. `make test` is all of CI.

# The toolchain's usual place, for a shell whose PATH lacks it.
export PATH := $(PATH):/opt/swift/usr/bin

.PHONY: help setup demo test bench long
help: ; @sed -n 's/^\([a-z]*\): ; @bin.* # \(.*\)/make \1	\2/p' Makefile | expand -t 14
setup: ; @bin/setup # install what a build needs
demo: ; @bin/demo # see the product at work
test: ; @bin/check # all of CI: format, build, tests, the shipped binary, the examples of the docs
bench: ; @bin/bench # measure against budgets and peers
long: ; @bin/long # the long checks, for a night
