/** From prompt text to weighted chunks of tokens. Open PromptParser first. */
@NullMarked
package dev.kiln.host.prompt;

import org.jspecify.annotations.NullMarked;
