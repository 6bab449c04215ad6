/** The kinds of changes in such files, one class each. Open Change first. */
@NullMarked
package dev.kiln.plugin.lora.type;

import org.jspecify.annotations.NullMarked;
