// Its first code stands here soon.
