/** Attention in parts of queries and of keys, summed as they come. */
@NullMarked
package dev.kiln.plugin.attentionsubquad;

import org.jspecify.annotations.NullMarked;
