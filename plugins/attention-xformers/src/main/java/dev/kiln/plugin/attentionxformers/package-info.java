/** Attention by the memory-efficient kernel, which never holds all scores. */
@NullMarked
package dev.kiln.plugin.attentionxformers;

import org.jspecify.annotations.NullMarked;
