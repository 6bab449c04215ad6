package dev.kiln.plugin.perturbedattention;

/** How the self-attention of the middle block is spoiled. */
enum Perturbation {
  /** Each place sees itself alone: the result is the value (Ahn et al., arXiv 2403.17377). */
  PAG,
  /** The queries are blurred (Hong, arXiv 2408.00760). */
  SEG
}
