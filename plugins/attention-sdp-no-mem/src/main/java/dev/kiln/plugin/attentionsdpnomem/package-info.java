/** Attention by one fused operator that holds all scores. */
@NullMarked
package dev.kiln.plugin.attentionsdpnomem;

import org.jspecify.annotations.NullMarked;
