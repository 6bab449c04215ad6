/** Attention in slices of heads or queries that fit into the processor's cache. */
@NullMarked
package dev.kiln.plugin.attentioninvokeai;

import org.jspecify.annotations.NullMarked;
