/** Attention in slices of queries that fit into memory. */
@NullMarked
package dev.kiln.plugin.attentiondoggettx;

import org.jspecify.annotations.NullMarked;
