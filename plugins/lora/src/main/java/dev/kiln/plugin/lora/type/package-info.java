/** The kinds of changes that such files hold, a class each. Open Change first. */
@NullMarked
package dev.kiln.plugin.lora.type;

import org.jspecify.annotations.NullMarked;
