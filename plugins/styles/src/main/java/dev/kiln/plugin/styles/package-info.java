/** Prompts that were saved under a name. Open Styles first. */
@NullMarked
package dev.kiln.plugin.styles;

import org.jspecify.annotations.NullMarked;
