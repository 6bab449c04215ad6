/** Attention by the kernel that never holds all scores. */
@NullMarked
package dev.kiln.plugin.attentionxformers;

import org.jspecify.annotations.NullMarked;
