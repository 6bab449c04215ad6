/** Attention two heads at a time. */
@NullMarked
package dev.kiln.plugin.attentionv1;

import org.jspecify.annotations.NullMarked;
