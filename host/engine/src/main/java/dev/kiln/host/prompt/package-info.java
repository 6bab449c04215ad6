/** From prompt text to weighted token chunks. Open PromptParser first. */
@NullMarked
package dev.kiln.host.prompt;

import org.jspecify.annotations.NullMarked;
