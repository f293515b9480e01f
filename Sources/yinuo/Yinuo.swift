import ArgumentParser
@main struct Yinuo: ParsableCommand {}
