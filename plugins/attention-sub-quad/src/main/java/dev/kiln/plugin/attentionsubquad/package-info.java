/** Attention in chunks of queries and keys, with running sums. */
@NullMarked
package dev.kiln.plugin.attentionsubquad;

import org.jspecify.annotations.NullMarked;
