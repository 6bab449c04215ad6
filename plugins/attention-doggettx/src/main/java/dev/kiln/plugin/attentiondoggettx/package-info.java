/** Attention in slices of queries, as many as memory asks for. */
@NullMarked
package dev.kiln.plugin.attentiondoggettx;

import org.jspecify.annotations.NullMarked;
