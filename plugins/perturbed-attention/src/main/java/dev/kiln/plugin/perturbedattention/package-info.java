/** Perturbed-attention and smoothed-energy guidance. */
@NullMarked
package dev.kiln.plugin.perturbedattention;

import org.jspecify.annotations.NullMarked;
