/** Attention by one fused operator, chosen by size. */
@NullMarked
package dev.kiln.plugin.attentionsdp;

import org.jspecify.annotations.NullMarked;
