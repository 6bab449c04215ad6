package dev.kiln.plugin.tokenmerging;

/** Which tokens a self-attention works on. */
enum MergeMethod {
  /** Similar ones are merged, and get the same result (Bolya and Hoffman, arXiv 2303.17604). */
  TOME,
  /** All ask, a regular part of them answers (Smith et al., arXiv 2402.13573). */
  TODO
}
