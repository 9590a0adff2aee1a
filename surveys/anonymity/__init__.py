"""Staff surveys that a stolen database cannot undo: cells, riding answers, marks, the sealed pool, blocks of k."""
