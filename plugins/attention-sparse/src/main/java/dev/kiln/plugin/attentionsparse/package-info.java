/** Attention in which each query sees some of the keys only. */
@NullMarked
package dev.kiln.plugin.attentionsparse;

import org.jspecify.annotations.NullMarked;
